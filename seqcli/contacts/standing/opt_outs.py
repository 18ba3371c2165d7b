"""Opt-outs in contact files: which columns state them, and which cells mean one."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache

from seqcli.addresses import address_problem
from seqcli.contacts.headers.header_phrases import (
    CHECK_MARKS,
    CROSSES,
    FLAG_KEYS,
    IN_WORDS,
    NO_SIGNS,
    NO_WORDS,
    STATUS_KEYS,
    SUBSCRIBED_KEYS,
    YES_WORDS,
    fold,
    header_key,
)
from seqcli.contacts.headers.header_roles import is_address_header
from seqcli.contacts.row_types import Column, ColumnRole, ConsentRemark
from seqcli.contacts.standing.no_cells import find_no, is_bounce, is_final_bounce, whole_no
from seqcli.contacts.standing.no_phrases import NO_ADDRESS, POLITE, UNWANTED
from seqcli.contacts.standing.nothing_phrases import NO_DAY, NOT_STATED, NOTHING, STILL_IN
from seqcli.contacts.standing.opt_out_headers import is_about_other, leaves_unknown
from seqcli.contacts.standing.opt_out_phrases import (
    ABOUT_CONSENT,
    AGREES,
    BAD_ADDRESS,
    BOUNCE_KIND,
    BY_MAIL,
    CONSENT,
    DISAGREES,
    FLAG,
    FORBIDDEN,
    GIVEN,
    HOW,
    LAW_ARTICLE,
    LINK,
    MAIL_TOPIC,
    MAILED,
    MONTH,
    NEGATIVE,
    NO_CONSENT,
    NO_FLAG,
    NO_LONGER,
    NOT,
    OPTED_OUT_OF,
    OTHER_ADDRESS,
    PERHAPS_FLAG,
    POSITIVE,
    REFUSALS,
    REMOVED,
    STATUS,
    VIA,
    WHEN_GIVEN,
    WHO_LEFT,
    WITHDRAWN,
)
from seqcli.contacts.standing.opt_out_words import Announced, announced, resembles
from seqcli.model import normalise_address

#: The end of a remark on a consent column; `--map` makes it an opt-out column.
_ASK_FOR_OPT_OUT = "to treat a no as an opt-out: --map opt_out="

#: In a header of opt-outs: by which channel.
_BY_MAIL = frozenset(
    {
        *("email", "e", "mail", "mails", "emails", "by", "per", "via", "par", "por", "courriel", "correo"),
        *("tramite", "door", "przez", "mailowo", "mailem"),
    }
)
_SINCE = frozenset({"since", "seit", "depuis", "desde", "dal", "sinds", "vanaf", "ab", "od"})
_DATE = re.compile(
    r"\d{4}-\d\d?-\d\d?(?!\d)|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d\d)(?!\d)"
    rf"|\d{{1,2}}\.? ?{MONTH}\.?,? ?(?:19|20)\d\d\b|{MONTH}\.? \d{{1,2}},? (?:19|20)\d\d\b",
    re.IGNORECASE,
)
_NO = NO_WORDS - {""}
_EXPLAINED = re.compile(r"\s*[,;:]\s+|\s+[-\u2013(]\s*")
_PARTS = re.compile(r"[\s,;|<>()\[\]\"'=]+|:{3}")


def opt_out_test(header: str) -> Callable[[str], bool] | None:
    """Return the test for cells under `header` that are opt-outs, or None if the header is not about opt-outs."""
    if is_about_other(header):
        return None
    key = _key(header)
    if key in SUBSCRIBED_KEYS or re.fullmatch(POSITIVE, key) or _denies_opt_out(key):
        return _says_no
    yes = says_yes if re.search(HOW, key) else _says_left if re.search(WHO_LEFT, key) else says_yes_to_mail
    if key in FLAG_KEYS or key.startswith(OPTED_OUT_OF) or _without_mail(header) in FLAG_KEYS:
        return yes
    if is_status(header):
        if _is_of_other_address(header):
            return _says_stop_in_person
        return _says_stop_or_no_address if re.search(MAILED, key) else _says_stop
    if re.search(FLAG, key) and not re.search(NO_FLAG, key):
        return None if leaves_unknown(header) else yes
    forms = _forms(header)
    if any(re.fullmatch(NEGATIVE, form) for form in forms):
        return _says_yes_or_why
    if re.fullmatch(BOUNCE_KIND, key):
        return _says_final
    if any(re.fullmatch(f"{REMOVED}|{BAD_ADDRESS}", form) for form in forms):
        return is_clear_yes
    what = announced(header)
    return None if what is None else _TESTS[what]


def _denies_opt_out(key: str) -> bool:
    """Return whether a header says that somebody did not opt out: `Not unsubscribed`."""
    denial = re.match(NOT, key)
    return denial is not None and re.match(FLAG, key[denial.end() :]) is not None


def _without_mail(header: str) -> str:
    """Return a header for comparison without saying that it is about mail: `DNC (email)`."""
    return header_key("".join(word for word in fold(header).split() if word not in _BY_MAIL))


def _forms(header: str) -> tuple[str, ...]:
    """Return a header for comparison: also without when and why, and without its words for mail."""
    words = re.sub(LAW_ARTICLE, " ", fold(header)).split()
    without_when = [word for word in words if word not in _SINCE]
    return (
        _key(header),
        "".join(without_when),
        "".join(word for word in without_when if word not in _BY_MAIL),
    )


def _key(header: str) -> str:
    """Return a header for comparison; Salesforce appends `__c` to custom fields."""
    return header_key(header.strip().removesuffix("__c").removesuffix("__C")).replace("\u0142", "l")


def mapped_opt_out_test(header: str) -> Callable[[str], bool]:
    """Return the test for a column that was mapped to opt-out, whatever its header is."""
    return opt_out_test(header) or (_says_no if _names_consent(header) else says_yes)


def is_status(header: str) -> bool:
    """Return whether a column holds more than yes or no, so that it is a merge field as well."""
    if is_about_other(header) or _names_consent(header):
        return False
    key = _key(header)
    return key in STATUS_KEYS or (re.search(STATUS, key) is not None and re.search(FLAG, key) is None)


def is_consent(header: str) -> bool:
    """Return whether a column states consent. A no there gets a remark; only a withdrawal is an opt-out."""
    return opt_out_test(header) is None and not is_about_other(header) and _names_consent(header)


def _names_consent(header: str) -> bool:
    key, words = _key(header), fold(header)
    if re.search(NO_CONSENT, key) or words.rpartition(" ")[2] in ABOUT_CONSENT:
        return False
    return (
        re.search(CONSENT, key) is not None
        or _asks_for_consent(words)
        or re.fullmatch(BY_MAIL, words) is not None
    )


def _asks_for_consent(words: str) -> bool:
    """Return whether a header, or the sentence of a form, asks whether somebody agrees to mail."""
    is_positive = re.search(AGREES, words) is not None and re.search(DISAGREES, words) is None
    return is_positive and re.search(MAIL_TOPIC, words) is not None


def may_be_opt_out(header: str) -> bool:
    """Return whether a header resembles an opt-out although it is not read as one."""
    key = _key(header)
    if opt_out_test(header) is not None or is_about_other(header):
        return False
    is_alike = re.search(PERHAPS_FLAG, key) is not None or resembles(header)
    return is_alike and re.search(LINK, key) is None


def says_yes(cell: str) -> bool:
    """Return whether a cell is neither empty nor a no: a date, a reason, a sign or a foreign word is a yes."""
    key = header_key(cell)
    if not key.strip("0"):
        return not key and not NO_SIGNS.issuperset(cell)
    if cell.startswith(("http://", "https://", "0 ")):  # an unsubscribe link, or "0 lists"
        return False
    if key in NO_WORDS or key in IN_WORDS or key.rstrip("0123456789") in IN_WORDS:
        return False
    if re.match(NO_DAY, cell) or header_key(_without_days(cell)) in _NO:
        return False
    return re.fullmatch(NOTHING, fold(cell)) is None and not _is_explained_no(cell)


@lru_cache(maxsize=1024)  # an import asks this for half a million cells
def says_yes_to_mail(cell: str) -> bool:
    """As `says_yes`, but not for a cell that was left blank in words, or only names another channel: `by phone`."""
    return says_yes(cell) and re.fullmatch(NOT_STATED, fold(cell)) is None and not _is_channel(cell)


@lru_cache(maxsize=1024)
def _says_left(cell: str) -> bool:
    """As `says_yes_to_mail`, but not for `aktiv` or `inscrit`: these people left nothing."""
    return says_yes_to_mail(cell) and re.fullmatch(STILL_IN, fold(cell)) is None


def _is_channel(cell: str) -> bool:
    words = fold(cell).split()
    return bool(words) and is_about_other(cell) and all(re.fullmatch(VIA, word) for word in words)


def _is_explained_no(cell: str) -> bool:
    """Return whether a cell says no and then why, `No, may be contacted`; not if the rest is an opt-out or thanks."""
    answer, *rest = _EXPLAINED.split(cell, maxsplit=1)
    is_no = answer.isalpha() and header_key(answer) in _NO
    if not rest or not rest[0] or not (is_no or re.fullmatch(NOTHING, fold(answer))):
        return False
    return (
        not POLITE.issuperset(fold(rest[0]).split()) and whole_no(rest[0]) is None and whole_no(cell) is None
    )


def _says_yes_or_why(cell: str) -> bool:
    """As `says_yes`, but not for a number: "No. emails" counts them."""
    return says_yes_to_mail(cell) and (not cell.isdecimal() or cell == "1")


def is_clear_yes(cell: str) -> bool:
    """Return whether a cell is certainly a yes, even if it may belong to another column."""
    return (
        header_key(cell) in YES_WORDS
        or cell in CHECK_MARKS
        or (_DATE.match(cell) is not None and re.match(NO_DAY, cell) is None)
        or _says_stop(cell)
    )


def _says_no(cell: str) -> bool:
    key = header_key(cell)
    if not key:
        return not CROSSES.isdisjoint(cell)
    answer = header_key(_EXPLAINED.split(cell, maxsplit=1)[0])
    return (
        not key.strip("0")
        or key in NO_WORDS
        or (answer.isalpha() and answer in NO_WORDS)
        or key.startswith(REFUSALS)
        or key in NO_LONGER
        or re.fullmatch(UNWANTED, fold(cell)) is not None
        or _says_stop(cell)
    )


def _says_stop(cell: str) -> bool:
    # not "stopped": many tools, seqcli too, use it for a sequence that ended
    return whole_no(cell) is not None


def _says_final(cell: str) -> bool:
    """Return whether a cell tells of a bounce that is final."""
    return is_final_bounce(cell) or is_clear_yes(cell)


#: Tests for which any text but a no is a yes.
_ANY_TEXT = frozenset({says_yes, says_yes_to_mail, _says_left, _says_yes_or_why})
_TESTS = {
    Announced.OPT_OUT: _says_yes_or_why,
    Announced.PERHAPS: is_clear_yes,
    Announced.BAD_ADDRESS: is_clear_yes,
    Announced.BOUNCE: _says_final,
}


def _says_stop_in_person(cell: str) -> bool:
    """Return whether the person said no: another address of theirs that bounced ends nobody."""
    return _says_stop(cell) and not is_bounce(cell)


@lru_cache(maxsize=1024)
def _says_stop_or_no_address(cell: str) -> bool:
    return _says_stop(cell) or re.fullmatch(NO_ADDRESS, fold(cell)) is not None


def _is_of_other_address(header: str) -> bool:
    return re.search(OTHER_ADDRESS, fold(header)) is not None


def _says_withdrawn(cell: str) -> bool:
    """Return whether consent was withdrawn; never having given it is less."""
    key = header_key(cell)
    return _says_stop(cell) or key in NO_LONGER or key.startswith((*WITHDRAWN, *FORBIDDEN))


@lru_cache(maxsize=1024)
def _says_unwanted(cell: str) -> bool:
    """Return whether contact by mail is not wanted, or consent was withdrawn."""
    return _says_withdrawn(cell) or re.fullmatch(UNWANTED, fold(cell)) is not None


def is_surely_opt_out(header: str) -> bool:
    """Return whether a header is known whole, so that any text below it says why somebody opted out."""
    return _key(header) in FLAG_KEYS


class OptOuts:
    """Finds opt-outs in the rows of one file, with the addresses of the person.

    `on_doubt` gets column and cell of an opt-out whose cell is no clear yes, and whether the header is known whole.
    """

    def __init__(
        self,
        columns: Collection[Column],
        on_doubt: Callable[[int, str, bool], None] = lambda _index, _cell, _is_sure: None,
    ) -> None:
        self.on_doubt = on_doubt
        self.doubted = {
            c.index for c in columns if c.role is ColumnRole.OPT_OUT and not is_surely_opt_out(c.header)
        }
        tests = [
            (each, mapped_opt_out_test(each.header)) for each in columns if each.role is ColumnRole.OPT_OUT
        ]
        self.tests = [(column.index, column.header, test) for column, test in tests]
        self.consents = [
            (c.index, c.header) for c in columns if c.role is ColumnRole.FIELD and is_consent(c.header)
        ]
        self.tests += [
            (index, header, _says_unwanted if re.fullmatch(BY_MAIL, fold(header)) else _says_withdrawn)
            for index, header in self.consents
        ]
        self.addresses = [column.index for column in columns if _holds_addresses(column)]
        #: Those of the person alone: of the others, the columns say what is doubtful.
        self.persons = [c.index for c in columns if c.role is ColumnRole.EMAIL or _is_of_person(c)]
        self.email = next((c.index for c in columns if c.role is ColumnRole.EMAIL), 0)

    def why(self, cells: Sequence[str], *, only_clear: bool = False) -> str:
        """Return the first opt-out of a row as `header: cell`, or an empty text."""
        for index, header, says_stop in self.tests:
            cell = cells[index].strip() if index < len(cells) else ""
            if says_stop is _says_stop_in_person and not cells[self.email].strip():
                says_stop = _says_stop  # noqa: PLW2901 - the other address is the one that would be written to
            if (
                cell
                and says_stop(cell)
                and (not only_clear or says_stop not in _ANY_TEXT or is_clear_yes(cell))
            ):
                if says_stop in _ANY_TEXT and not is_clear_yes(cell):
                    self.on_doubt(index, cell, index not in self.doubted)
                return f"{header}: {cell}"
        return ""

    def who(self, cells: Sequence[str]) -> tuple[str, ...]:
        """Return every valid address in the address cells, normalised."""
        return _addresses_in(cells, self.addresses)

    def others(self, cells: Sequence[str], address: str) -> tuple[str, ...]:
        """Return the other valid addresses in the cells for addresses of the person, normalised."""
        return tuple(each for each in _addresses_in(cells, self.persons) if each != address)

    def remarks(self, cells: Sequence[str]) -> Iterator[str]:
        """Yield a remark on every consent cell that says no or cannot be read."""
        for index, header in self.consents:
            if remark := _consent_remark(header, cells[index].strip()):
                yield remark


@lru_cache(maxsize=1024)  # an import asks this for half a million cells
def _consent_remark(header: str, cell: str) -> str:
    if not cell or _says_withdrawn(cell):
        return ""
    if _says_no(cell):
        return ConsentRemark(f'"{header}" says no; {_ASK_FOR_OPT_OUT}"{header}"')
    if said := find_no(cell):
        return ConsentRemark(f'"{header}" may say no ("{said}"); {_ASK_FOR_OPT_OUT}"{header}"')
    is_yes = is_clear_yes(cell) or header_key(_without_days(cell)) in IN_WORDS | GIVEN | YES_WORDS
    is_loose = re.search(CONSENT, _key(header)) is None
    return (
        ""
        if is_yes or is_loose
        else ConsentRemark(f'"{header}" says neither yes nor no; {_ASK_FOR_OPT_OUT}"{header}"')
    )


def _without_days(cell: str) -> str:
    """Return what a cell says without when: `Given 4 March 2025`, `ja, seit 01.02.2024`."""
    return " ".join(re.sub(WHEN_GIVEN, " ", fold(cell)).split())


def _addresses_in(cells: Sequence[str], indexes: Sequence[int]) -> tuple[str, ...]:
    found = (part for i in indexes if i < len(cells) for part in _PARTS.split(cells[i]))
    bare = (
        part.removeprefix("mailto:").strip("\u200b\u200c\u200d\u2060\ufeff.") for part in found if "@" in part
    )
    return tuple(dict.fromkeys(normalise_address(each) for each in bare if not address_problem(each)))


def _holds_addresses(column: Column) -> bool:
    if column.role is not ColumnRole.FIELD:
        return column.role in {ColumnRole.EMAIL, ColumnRole.OTHER_EMAIL}
    return is_address_header(column.header) and not column.is_of_others


def _is_of_person(column: Column) -> bool:
    """Return whether a column holds other addresses of the person: not a buyer's, and not the company's."""
    return column.role is not ColumnRole.EMAIL and not column.doubtful and _holds_addresses(column)
