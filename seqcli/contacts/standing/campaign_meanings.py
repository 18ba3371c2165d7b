"""What a word of another sender means: where its person stands in a campaign there. It reads one cell at a time."""

import re
import unicodedata
from functools import cache, lru_cache
from shlex import quote
from typing import NamedTuple

from seqcli.contacts.headers.header_phrases import CHECK_MARKS, CROSSES, NO_WORDS, YES_WORDS, fold, header_key
from seqcli.contacts.row_types import CampaignStatus
from seqcli.contacts.standing import campaign_words
from seqcli.contacts.standing.answer_notes import answer_among, parts_of, tells_of_mails, wholly_tells
from seqcli.contacts.standing.answer_phrases import BUSY, NOT_YET
from seqcli.contacts.standing.answer_readings import PARTS, read_phrase, says_gladly, says_interest, says_side
from seqcli.contacts.standing.campaign_states import Says, State, read_state, says_done
from seqcli.contacts.standing.no_cells import No, is_bounce, whole_no
from seqcli.contacts.standing.opt_outs import opt_out_test

_SHOWN_CHARS = 60
_NUMBER = re.compile(r"\s*(-?)\s*(\d+)(?:\.0+)?\s*")
#: The first number of a count or a day, in whatever way the day is written.
_FIRST_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_DAY = re.compile(r"\d{4}-\d\d?-\d\d?|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_LETTER = re.compile(r"[^\W\d_]{2}")
_MOST_PARTS = 6
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
#: A cell of these, dashes and blanks says nothing; other signs may be somebody's word, such as a flame for a hot lead.
_DOTS = "._/\u00b7\u2026"
#: From the most careful on. What nobody knows may be any of those behind it.
_CAREFUL: tuple[CampaignStatus | None, ...] = (
    CampaignStatus.OPTED_OUT,
    CampaignStatus.BOUNCED,
    CampaignStatus.ANSWERED,
    None,
    CampaignStatus.STARTED,
    CampaignStatus.FINISHED,
    CampaignStatus.NEW,
)
RANK = {status: rank for rank, status in enumerate(_CAREFUL)}


class Meaning(NamedTuple):
    """What a word means; None if nobody knows. `is_telling`: nobody but senders writes it."""

    status: CampaignStatus | None
    is_telling: bool = False
    #: Somebody has said so.
    is_chosen: bool = False


_UNKNOWN = Meaning(None)
_TELLING = frozenset({Says.WRITTEN, Says.FOLLOWING})
_WRITTEN = {State(CampaignStatus.STARTED, says) for says in _TELLING}
_NOT_WRITTEN = State(CampaignStatus.NEW, Says.WRITTEN)


def strictest(first: CampaignStatus | None, second: CampaignStatus | None) -> CampaignStatus | None:
    """Return the more careful of two meanings."""
    return min(first, second, key=RANK.__getitem__)


# -- words


def word_key(word: str) -> str:
    """Return a word for comparison: "" if it says nothing, and a word of signs alone as it is."""
    number = _NUMBER.fullmatch(word)
    if number:
        return f"{number[1]}{number[2]}"
    return header_key(word) or ("" if all(map(_is_blank, word)) else word.strip())


def option_for(word: str) -> str:
    """Return the option that says what a word means, as a shell reads it."""
    return f"--status {quote(f'{word}=MEANING')}"


def is_number(key: str) -> bool:
    """Return whether a word, as compared, is a number."""
    return _NUMBER.fullmatch(key) is not None


def _is_blank(char: str) -> bool:
    kind = unicodedata.category(char)
    return char in _DOTS or kind == "Pd" or kind[0] in "CZ"


def shown_word(cell: str) -> str:
    """Return as much of a word as a receipt shows, which is enough to say what it means."""
    return _CONTROL.sub(" ", cell[:_SHOWN_CHARS]).strip()


@cache
def _table() -> dict[str, dict[str, Meaning]]:
    """Return the words with what they mean, under the word of a header that they need; "" is under any."""
    table: dict[str, dict[str, Meaning]] = {}
    for lines, status in (
        (campaign_words.NEW, CampaignStatus.NEW),
        (campaign_words.STARTED, CampaignStatus.STARTED),
        (campaign_words.FINISHED, CampaignStatus.FINISHED),
        (campaign_words.ANSWERED, CampaignStatus.ANSWERED),
        (campaign_words.BOUNCED, CampaignStatus.BOUNCED),
        (campaign_words.OPTED_OUT, CampaignStatus.OPTED_OUT),
    ):
        for line in lines.strip().splitlines():
            written, vendors = re.split(r"\s{2,}|\s(?=~)", line, maxsplit=1)
            under, _, word = written.rpartition(": ")
            meaning = Meaning(status, not vendors.startswith("~"))
            table.setdefault(under, {})[word_key(word)] = meaning
    return table


#: The test for cells that end a person, by header; a column has many texts.
_ending_test = lru_cache(maxsize=256)(opt_out_test)


def find_meaning(header: str, cell: str) -> Meaning:
    """Return what a cell under a header of statuses means. What ends a person as an opt-out does so here too."""
    key = word_key(cell)
    ends = _ending_test(header)
    said = whole_no(cell)
    if read_state(cell) == _NOT_WRITTEN:  # no wish of the person
        return Meaning(CampaignStatus.NEW, is_telling=True)
    if (ends is not None and ends(cell)) or said not in {None, No.IN_STATUS}:
        known = _look_up(header, key)
        status = CampaignStatus.BOUNCED if is_bounce(cell) else CampaignStatus.OPTED_OUT
        return Meaning(status, known.is_telling)
    known = _look_up(header, key)
    if known is _UNKNOWN:
        known = _of_phrase(cell)
    return known if known is not _UNKNOWN else _of_parts(header, cell)


def _of_phrase(cell: str) -> Meaning:
    """Return the meaning of inflected words, `hat am 3.5. geantwortet`, which nobody writes of anything else."""
    status = read_phrase(cell)
    if status is not None:
        return Meaning(status, is_telling=True)
    state = read_state(cell)
    if state is not None:
        return Meaning(state.status, is_telling=state.says in _TELLING)
    return Meaning(CampaignStatus.ANSWERED) if says_interest(cell) else _UNKNOWN


def _look_up(header: str, key: str) -> Meaning:
    return look_up_under(header, key) or _table()[""].get(key, _UNKNOWN)


def look_up_under(header: str, key: str) -> Meaning | None:
    """Return what a word means that has a meaning of its own under this header."""
    return next((table[key] for table in _tables_under(header) if key in table), None)


@lru_cache(maxsize=256)
def _tables_under(header: str) -> tuple[dict[str, Meaning], ...]:
    words = fold(header)
    return tuple(table for under, table in _table().items() if under and under in words)


def _of_parts(header: str, cell: str) -> Meaning:
    """Return the most careful meaning of a cell such as `Finished (Replied)`, if every part of it is known.

    A certain answer counts beside unknown parts as well: `Replied - wants prices`.
    """
    parts = [part for part in PARTS.split(cell) if part.strip()]
    if not 1 < len(parts) <= _MOST_PARTS:
        return _UNKNOWN
    found = [find_meaning(header, part.strip()) for part in parts]
    careful = min(found, key=lambda each: RANK[each.status])
    if any(each.status is None for each in found):
        is_sure = careful.status is CampaignStatus.ANSWERED and careful.is_telling
        return careful if is_sure else _UNKNOWN
    return careful


def read_meaning(text: str) -> CampaignStatus | None:
    """Return the meaning that a person typed, by its name or a synonym; None if it is none."""
    key = header_key(text)
    for status in CampaignStatus:
        if key in {header_key(name) for name in (status, *campaign_words.SYNONYMS[status])}:
            return status
    return None


# -- cells under headers about replies

#: A number may say anything.
_SPELT_YES = frozenset(filter(str.isalpha, YES_WORDS))
_NOT_YET = NO_WORDS - {""} | {
    "never",
    "notyet",
    "notreplied",
    "unreplied",
    "noreply",
    "nothing",
    "awaiting",
    "waiting",
    "pending",
    *NOT_YET,
}


def find_reply(_header: str, cell: str) -> Meaning | None:
    """Return that a yes, a number or a day means an answer; None for a no, and for words that say something else."""
    is_yes = _is_yes(cell)
    if is_yes is not None:
        return Meaning(CampaignStatus.ANSWERED) if is_yes else None
    known = _look_up("", header_key(cell))
    if known is _UNKNOWN:
        known = _of_phrase(cell)
    return known if known.status in {None, CampaignStatus.ANSWERED} and whole_no(cell) is None else None


def find_answer(header: str, cell: str) -> Meaning | None:
    """Return that a cell under `Response` certainly is an answer; None if it is none, unknown if that is not sure."""
    if _is_yes(cell) is False or whole_no(cell) is not None:
        return None
    known = find_meaning(header, cell)
    is_certain = known.is_telling or says_interest(cell) or says_side(cell)
    if known.status is not None and (is_certain or known.status is not CampaignStatus.ANSWERED):
        return known if known.status is CampaignStatus.ANSWERED else None
    is_yes = header_key(cell) in _SPELT_YES or cell.strip() in CHECK_MARKS
    is_sure = is_yes or says_gladly(cell) or _DAY.match(cell.strip()) is not None
    return Meaning(CampaignStatus.ANSWERED, is_telling=True) if is_sure else _UNKNOWN


def find_result(header: str, cell: str) -> Meaning | None:
    """Return that a cell under `Outcome` certainly tells of an answer; None for all others."""
    if fold(cell) in BUSY:
        return None
    known = find_meaning(header, cell)
    return known if known.status is CampaignStatus.ANSWERED and known.is_telling else None


def find_note(_header: str, cell: str) -> Meaning | None:
    """Return that a note may tell of an answer, for which nobody is kept back; None for all others."""
    return _UNKNOWN if answer_among(cell) else None


def find_written(header: str, cell: str) -> Meaning | None:
    """Return that a yes or a day under `Contacted?` or `Email sent` says that somebody wrote to the person."""
    if says_done(cell):
        told = find_meaning(header, cell) if _LETTER.search(cell) else _UNKNOWN
        is_answer = told.status is CampaignStatus.ANSWERED and told.is_telling
        return told if is_answer else Meaning(CampaignStatus.STARTED)
    told = find_meaning(header, cell)
    return (
        told if told.is_telling and told.status in {CampaignStatus.STARTED, CampaignStatus.ANSWERED} else None
    )


def find_progress(header: str, cell: str) -> Meaning | None:
    """Return that a cell under `Next step` or `Suivi` certainly tells of an answer, or may; None for all others."""
    if wholly_tells(cell):
        return Meaning(CampaignStatus.ANSWERED, is_telling=True)
    found = find_note(header, cell)
    if found is not None or not tells_of_mails(header):
        return found
    is_written = any(read_state(each) in _WRITTEN for each in parts_of(cell))
    return Meaning(CampaignStatus.STARTED, is_telling=True) if is_written else None


def find_nth(header: str, cell: str) -> Meaning | None:
    """Return that a yes or a day under `Mail 2` says that it went out; a text of it says nothing."""
    return Meaning(CampaignStatus.STARTED) if says_done(cell) else find_progress(header, cell)


def find_started(_header: str, cell: str) -> Meaning | None:
    """Return that a yes means that another sender writes to the person now."""
    return Meaning(CampaignStatus.STARTED) if _is_yes(cell) else None


def _is_yes(cell: str) -> bool | None:
    """Return whether a cell is a yes, a number above zero or a day; None if it is neither that nor a no."""
    key = header_key(cell)
    if cell.strip() in CHECK_MARKS:
        return True
    is_nothing = not word_key(cell) or cell.strip() in CROSSES
    if is_nothing or (key and not key.strip("0")) or key in _NOT_YET or cell.lstrip().startswith("-"):
        return False
    number = _FIRST_NUMBER.search(cell)
    if number is not None:
        return number[0].strip("0.,") != ""
    return True if key in YES_WORDS else None


def find_reply_text(_header: str, cell: str) -> Meaning | None:
    """Return that a text of the person is an answer."""
    key = word_key(cell)
    is_text = key and key not in _NOT_YET and key not in CROSSES
    return Meaning(CampaignStatus.ANSWERED) if is_text else None
