"""What the words mean that say where people stand in another sender's campaign: by option, or by a question."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from shlex import quote
from typing import Any

from seqcli.contacts import ContactFile
from seqcli.contacts.columns import listed
from seqcli.contacts.row_types import CampaignStatus
from seqcli.contacts.standing.campaign_meanings import option_for, read_meaning, word_key
from seqcli.contacts.standing.campaign_status import SUPPRESSING, PerhapsAnswers
from seqcli.contacts.standing.no_cells import whole_no
from seqcli.contacts.standing.status_columns import KEY_OF_OTHERS, StatusWord
from seqcli.contacts.standing.unheard_words import UnheardWord
from seqcli.errors import UsageError
from seqcli.output import ask, say
from seqcli.output.messages import DeclinedError
from seqcli.output.result import Note, Table
from seqcli.reasons import LogLevel
from seqcli.wording import counted

OPTED_OUT = CampaignStatus.OPTED_OUT.replace(" ", "-")
MEANINGS = ", ".join(each.replace(" ", "-") for each in CampaignStatus)
_NOTHING = "nothing was imported"
_MOST_ASKED, _MOST_SHOWN, _SHOWN = 20, 40, 8
_LETTERS = {each[0]: each for each in CampaignStatus}
#: A word of another sender's campaign, or one that may be a no.
AnyWord = StatusWord | UnheardWord


class StatusQuestionError(UsageError):
    """The import needs to know what words mean; nothing was imported."""

    def __init__(self, words: tuple[AnyWord, ...]) -> None:
        first = words[0]
        message = f'"{first.header}" says "{first.word}" in {counted(first.count, "row")}'
        super().__init__("unknown_status", message, f"Say what it means: {option_for(first.word)}.")
        self.words = words


def read_words(pairs: Iterable[str]) -> dict[str, CampaignStatus]:
    """Return what `--status WORD=MEANING` says of words.

    Raises:
        UsageError: a meaning is none, a word is given twice, or the word is a no, which suppresses whoever said it.
    """
    words: dict[str, CampaignStatus] = {}
    for pair in pairs:
        word, equals, written = (part.strip() for part in pair.rpartition("="))
        meaning = read_meaning(written)
        if not equals or not word_key(word):
            hint = "Such as --status 'Hot lead=new'."
            raise UsageError("bad_status", f"--status {pair!r} is not WORD=MEANING", hint)
        if meaning is None:
            raise UsageError(
                "bad_status", f'"{written}" is no meaning of a status', f"Use one of: {MEANINGS}."
            )
        if word_key(word) in map(word_key, words):
            raise UsageError(
                "bad_status", f'--status "{word}" is given twice', "Give one meaning for each word."
            )
        if whole_no(word) is not None and meaning not in {CampaignStatus.OPTED_OUT, CampaignStatus.BOUNCED}:
            hint = "To import these people all the same, leave the column out: --ignore COLUMN."
            raise UsageError("bad_status", f'"{word}" is a no: whoever has it is suppressed', hint)
        words[word] = meaning
    return words


def check_words(file: ContactFile, chosen: Mapping[str, CampaignStatus], *, can_ask: bool) -> None:
    """Call it when all rows are read and nothing is committed.

    Raises:
        UsageError: no cell has a word whose meaning was given.
        StatusQuestionError: nobody knows a word, and somebody can be asked.
    """
    statuses = file.statuses
    if unused := [word for word in statuses.unused(chosen) if not file.unheard.has(word)]:
        words = [f'"{each.word}"' for each in statuses.words() if each.is_of_cells]
        more = ", \u2026" if len(words) > _SHOWN else ""
        hint = f"These columns say: {', '.join(words[:_SHOWN])}{more}."
        if not words:
            hint = "The file has no column of statuses. Name it: --map campaign_status=COLUMN."
        message = f'no cell of a column of statuses says "{unused[0]}"'
        raise UsageError("no_such_status", message, f"{hint} {_NOTHING.capitalize()}.")
    unknown = (each for each in statuses.unknown() if each.key != KEY_OF_OTHERS)
    asked: tuple[AnyWord, ...] = (*unknown, *file.unheard_words)
    if can_ask and asked:
        raise StatusQuestionError(asked[:_MOST_ASKED])


def ask_about_word(word: AnyWord, more: int) -> CampaignStatus | None:
    """Ask on the terminal what a word means; None if nobody knows. Enter alone aborts.

    The people of a word that may be a no are left in then, those of another sender's word are kept back. `more` is how
    many words follow.
    """
    possible = SUPPRESSING if isinstance(word, UnheardWord) else frozenset(CampaignStatus)
    unknown, otherwise = ("l", "[l]eave them in") if isinstance(word, UnheardWord) else ("k", "[k]eep back")
    where = f'"{word.header}" says "{word.word}" in {counted(word.count, "row")}'
    others = f" ({counted(more, 'more word')} to come)" if more else ""
    # shown however quiet the log
    say(f"{where}. seqcli does not know this word{others}. Enter alone aborts.", level=LogLevel.ERROR)
    choices = ", ".join(f"[{each[0]}]{each[1:]}" for each in CampaignStatus if each in possible)
    while True:
        typed = ask(f"{choices}, or {otherwise}?", nothing=_NOTHING)
        if not typed:
            raise DeclinedError("not_confirmed", _NOTHING)
        letter = typed[:1].lower()
        if letter == unknown:
            return None
        if _LETTERS.get(letter) in possible:
            return _LETTERS[letter]
        say(f'"{typed}" is none of these', level=LogLevel.ERROR)


# -- the receipt


def status_table(words: Iterable[StatusWord], *, takes: frozenset[CampaignStatus | None]) -> Table | None:
    """Return a table of every word with what it means and what became of its people, or None."""
    rows = [
        (
            each.header,
            each.word,
            f"{each.status or 'unknown'}, {_outcome(each.status, takes)}",
            f"{each.count:,}",
        )
        for each in words
    ]
    if not rows:
        return None
    if len(rows) > _MOST_SHOWN:
        rows[_MOST_SHOWN:] = [("\u2026", f"and {len(rows) - _MOST_SHOWN} words more", "--json has them", "")]
    columns = ("column", "says", "means", "rows")
    return Table("where people stand", columns, tuple(rows), frozenset({"rows"}))


def _outcome(status: CampaignStatus | None, takes: frozenset[CampaignStatus | None]) -> str:
    if status in {CampaignStatus.BOUNCED, CampaignStatus.OPTED_OUT}:
        return "suppressed"
    return "taken" if status in takes else "kept back"


def status_data(words: Iterable[StatusWord]) -> list[dict[str, Any]]:
    """Return the same for `--json`."""
    return [
        {"header": each.header, "word": each.word, "means": each.status, "count": each.count}
        for each in words
    ]


def unknown_notes(unknown: tuple[StatusWord, ...]) -> list[Note]:
    """Return a warning about the words that nobody knows."""
    if not unknown:
        return []
    first = unknown[0]
    others = f", and {len(unknown) - 1} more" if len(unknown) > 1 else ""
    what = f'"{first.header}" says "{first.word}"{others}: seqcli does not know what that means'
    return [Note(f"{what}. To say it: {option_for(first.word)}, one of {MEANINGS}", is_warning=True)]


def unheard_notes(unheard: Iterable[UnheardWord]) -> list[Note]:
    """Return a warning about each column of statuses with words that may be a no and that nobody knows."""
    by_header: dict[str, list[UnheardWord]] = {}
    for each in unheard:
        by_header.setdefault(each.header, []).append(each)
    return [Note(_unheard_text(header, words), is_warning=True) for header, words in by_header.items()]


def _unheard_text(header: str, words: Sequence[UnheardWord]) -> str:
    listed_words = ", ".join(f'"{each.word}" ({each.count:,})' for each in words[:_SHOWN])
    more = f", and {len(words) - _SHOWN} more" if len(words) > _SHOWN else ""
    option = f"--status {quote(f'{words[0].word}={OPTED_OUT}')}"
    what = f'"{header}" says {listed_words}{more}: seqcli does not know whether that is a no'
    return f"{what}. Nobody is suppressed for that. To suppress the people of a word: {option}"


def perhaps_notes(found: Iterable[PerhapsAnswers]) -> list[Note]:
    """Return a warning about each column whose texts may be answers to another sender."""
    return [
        Note(
            f'"{each.header}" may say what people answered: {listed(each.texts)}. Nobody is kept back for that. '
            f'To keep them back: --map campaign_status="{each.option}"',
            is_warning=True,
        )
        for each in found
    ]


def kept_note(kept_file: str | None, count: int, means: Collection[CampaignStatus | None]) -> Note:
    """Return how many leads were kept back, and the options that take them. `means` is where they stand."""
    ways: list[tuple[str, str, set[CampaignStatus | None]]] = [
        ("--take-started", "in progress or finished", {CampaignStatus.STARTED, CampaignStatus.FINISHED}),
        ("--take-started --allow-answered", "answered", {CampaignStatus.ANSWERED}),
        ("--status WORD=MEANING", "unknown words", {None}),
    ]
    found = [(option, what) for option, what, those in ways if those.intersection(means)]
    options = found[0][0] if len(found) == 1 else ", ".join(f"{option} ({what})" for option, what in found)
    where, again = (f" in {kept_file}", "that file") if kept_file else ("", "the file")
    what = f"{counted(count, 'lead')} kept back{where}: another sender has written to them, or may have"
    return Note(f"{what}. To take them, import {again} with {options}")
