"""Opt-outs in contact files: which columns state them, and which cells mean one."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache

from seqcli.addresses import address_problem
from seqcli.addresses.role_phrases import ROLES
from seqcli.contacts.headers.header_phrases import FLAG_KEYS, STATUS_KEYS, SUBSCRIBED_KEYS, fold, header_key
from seqcli.contacts.headers.header_roles import is_address_header
from seqcli.contacts.row_types import Column, ColumnRole, ConsentRemark
from seqcli.contacts.standing.consent_answers import agrees, asks_to_agree
from seqcli.contacts.standing.explained_codes import decoded, explained, read_code
from seqcli.contacts.standing.no_cells import find_no
from seqcli.contacts.standing.opt_out_cells import (
    ANY_TEXT,
    is_clear_yes,
    says_final,
    says_left,
    says_no,
    says_no_or_withdrawn,
    says_no_yes,
    says_stop,
    says_stop_in_person,
    says_stop_or_held,
    says_stop_or_no_address,
    says_unwanted,
    says_withdrawn,
    says_yes,
    says_yes_or_nothing,
    says_yes_or_why,
    says_yes_to_mail,
)
from seqcli.contacts.standing.opt_out_headers import is_about_other, leaves_unknown
from seqcli.contacts.standing.opt_out_phrases import (
    ABOUT_CONSENT,
    ACTIVATED,
    AGREES,
    BAD_ADDRESS,
    BOUNCE_KIND,
    BY_MAIL,
    CONSENT,
    DEACTIVATED,
    DISAGREES,
    FLAG,
    HOW,
    LAW_ARTICLE,
    LINK,
    MAIL_TOPIC,
    MAILED,
    NEGATIVE,
    NO_CONSENT,
    NO_FLAG,
    NOT,
    OPTED_OUT_OF,
    OTHER_ADDRESS,
    PERHAPS_FLAG,
    POSITIVE,
    REMOVED,
    STATUS,
    SUBSCRIBER,
    WHO_LEFT,
    WHY_LEFT,
)
from seqcli.contacts.standing.opt_out_words import Announced, announced, resembles
from seqcli.contacts.standing.send_headers import asks_to_send
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
_PARTS = re.compile(r"[\s,;|<>()\[\]\"'=]+|:{3}")


def opt_out_test(header: str) -> Callable[[str], bool] | None:
    """Return the test for cells under `header` that are opt-outs, or None if the header is not about opt-outs."""
    test = _test_of(explained(header)[0])
    return None if test is None else decoded(header, test)


def _test_of(header: str) -> Callable[[str], bool] | None:
    if is_about_other(header):
        return None
    key = _key(header)
    if key in SUBSCRIBED_KEYS or re.fullmatch(POSITIVE, key) or _denies_opt_out(key):
        return says_no
    yes = says_yes if re.search(HOW, key) else says_left if re.search(WHO_LEFT, key) else says_yes_to_mail
    if key in FLAG_KEYS or key.startswith(OPTED_OUT_OF) or _without_mail(header) in FLAG_KEYS:
        return yes
    if re.fullmatch(WHY_LEFT, key):
        return says_yes
    if is_status(header):
        return _status_test(header)
    if re.search(FLAG, key) and not re.search(NO_FLAG, key):
        return None if leaves_unknown(header) else yes
    return _test_of_words(header)


def _status_test(header: str) -> Callable[[str], bool]:
    """Return the test for a column of statuses."""
    if _is_of_other_address(header):
        return says_stop_in_person
    if re.search(SUBSCRIBER, _key(header)):
        return says_stop_or_held
    return says_stop_or_no_address if re.search(MAILED, _key(header)) else says_stop


def _test_of_words(header: str) -> Callable[[str], bool] | None:
    """Return the test for a header that is compared whole, or announces an opt-out word by word."""
    forms = _forms(header)
    if any(re.fullmatch(NEGATIVE, form) for form in forms):
        return says_yes_or_why
    if re.fullmatch(BOUNCE_KIND, _key(header)):
        return says_final
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
    return opt_out_test(header) or (
        _no_test(header) if _names_consent(explained(header)[0]) else decoded(header, says_yes)
    )


def _no_test(header: str) -> Callable[[str], bool]:
    """Return the test for a consent below which, somebody has said, a no is an opt-out."""
    return decoded(header, says_no_or_withdrawn if _is_loose_consent(header) else says_no_yes)


def is_status(header: str) -> bool:
    """Return whether a column holds more than yes or no, so that it is a merge field as well."""
    if is_about_other(header) or _names_consent(header):
        return False
    key = _key(header)
    return key in STATUS_KEYS or (re.search(STATUS, key) is not None and re.search(FLAG, key) is None)


def is_consent(header: str) -> bool:
    """Return whether a column states consent. A no there gets a remark; only a withdrawal is an opt-out."""
    bare = explained(header)[0]
    return _test_of(bare) is None and not is_about_other(bare) and _names_consent(bare)


def _names_consent(header: str) -> bool:
    key, words = _key(header), fold(header)
    if re.search(NO_CONSENT, key) or words.rpartition(" ")[2] in ABOUT_CONSENT:
        return False
    return (
        re.search(CONSENT, key) is not None
        or _asks_for_consent(words)
        or asks_to_agree(header)
        or re.fullmatch(BY_MAIL, words) is not None
        or asks_to_send(header)
    )


def _withdrawal_test(header: str) -> Callable[[str], bool]:
    return says_unwanted if re.fullmatch(BY_MAIL, fold(header)) else says_withdrawn


def _is_loose_consent(header: str) -> bool:
    """Return whether a header only asks something, so that other answers than yes and no say nothing."""
    return re.search(CONSENT, _key(explained(header)[0])) is None


def _asks_for_consent(words: str) -> bool:
    """Return whether a header, or the sentence of a form, asks whether somebody agrees to mail."""
    is_positive = re.search(AGREES, words) is not None and re.search(DISAGREES, words) is None
    return is_positive and re.search(MAIL_TOPIC, words) is not None


def means_opt_out(header: str, others: Collection[str]) -> bool:
    """Return whether a header says only beside others that somebody left the list: `Deaktiviert` (CleverReach)."""
    return re.fullmatch(DEACTIVATED, _key(header)) is not None and any(
        re.fullmatch(ACTIVATED, _key(other)) or _is_of_list(other) for other in others
    )


def _is_of_list(header: str) -> bool:
    """Return whether a header is about bounces, or about who left the list."""
    is_left = opt_out_test(header) is not None and not is_status(header)
    return is_left or _key(header).startswith("bounce")


def may_be_opt_out(header: str) -> bool:
    """Return whether a header resembles an opt-out although it is not read as one."""
    key = _key(header)
    if opt_out_test(header) is not None or is_about_other(header):
        return False
    is_alike = re.search(f"{PERHAPS_FLAG}|^(?:{DEACTIVATED})$", key) is not None or resembles(header)
    return is_alike and re.search(LINK, key) is None


_TESTS = {
    Announced.OPT_OUT: says_yes_or_why,
    Announced.PERHAPS: is_clear_yes,
    Announced.BAD_ADDRESS: is_clear_yes,
    Announced.BOUNCE: says_final,
}


def _is_of_other_address(header: str) -> bool:
    return re.search(OTHER_ADDRESS, fold(header)) is not None


def is_surely_opt_out(header: str) -> bool:
    """Return whether a header is known whole, so that any text below it says why somebody opted out."""
    return _key(header) in FLAG_KEYS


class OptOuts:
    """Finds opt-outs in the rows of one file, with the addresses of the person.

    Below a consent among the columns to `suppress`, a no is an opt-out. `more_tests` are columns with their headers and
    tests.
    `on_doubt` gets column and cell of an opt-out whose cell is no clear yes, and whether the header is known whole.
    """

    def __init__(
        self,
        columns: Collection[Column],
        on_doubt: Callable[[int, str, bool], None] = lambda _index, _cell, _is_sure: None,
        suppress: Collection[int] = (),
        more_tests: Collection[tuple[int, str, Callable[[str], bool]]] = (),
    ) -> None:
        self.on_doubt = on_doubt
        self.doubted = {
            c.index for c in columns if c.role is ColumnRole.OPT_OUT and not is_surely_opt_out(c.header)
        }
        tests = [
            (each, mapped_opt_out_test(each.header)) for each in columns if each.role is ColumnRole.OPT_OUT
        ]
        self.tests = [*more_tests, *((column.index, column.header, test) for column, test in tests)]
        consents = [
            (c.index, c.header) for c in columns if c.role is ColumnRole.FIELD and is_consent(c.header)
        ]
        self.tests += [(index, header, _no_test(header)) for index, header in consents if index in suppress]
        self.consents = [each for each in consents if each[0] not in suppress]
        self.tests += [
            (index, header, decoded(header, _withdrawal_test(explained(header)[0])))
            for index, header in self.consents
        ]
        self.addresses = [column.index for column in columns if _holds_addresses(column)]
        #: Those of the person alone: of the others, the columns say what is doubtful.
        self.persons = [c.index for c in columns if c.role is ColumnRole.EMAIL or _is_of_person(c)]
        self.email = next((c.index for c in columns if c.role is ColumnRole.EMAIL), 0)

    def why(self, cells: Sequence[str], *, only_clear: bool = False) -> str:
        """Return the first opt-out of a row as `header: cell`, or an empty text."""
        for index, header, test in self.tests:
            cell = cells[index].strip() if index < len(cells) else ""
            if test is says_stop_in_person and not cells[self.email].strip():
                test = says_stop  # noqa: PLW2901 - the other address is the one that would be written to
            if cell and test(cell) and (not only_clear or test not in ANY_TEXT or is_clear_yes(cell)):
                if test in ANY_TEXT and not is_clear_yes(cell):
                    self.on_doubt(index, cell, index not in self.doubted)
                return f"{header}: {cell}"
        return ""

    def who(self, cells: Sequence[str]) -> tuple[str, ...]:
        """Return every valid address in the address cells, normalised."""
        return _addresses_in(cells, self.addresses)

    def others(self, cells: Sequence[str], address: str) -> tuple[str, ...]:
        """Return the other valid addresses in the cells for addresses of the person, normalised, but not a team's."""
        found = _addresses_in(cells, self.persons)
        return tuple(each for each in found if each != address and each.partition("@")[0] not in ROLES)

    def remarks(self, cells: Sequence[str]) -> Iterator[str]:
        """Yield a remark on every consent cell that says no or cannot be read."""
        for index, header in self.consents:
            if remark := _consent_remark(header, cells[index].strip()):
                yield remark


@lru_cache(maxsize=1024)  # an import asks this for half a million cells
def _consent_remark(header: str, cell: str) -> str:
    cell = read_code(header, cell)
    if not cell or agrees(cell) or says_withdrawn(cell):
        return ""
    if says_no(cell):
        return ConsentRemark(f'"{header}" says no; {_ASK_FOR_OPT_OUT}"{header}"')
    if said := find_no(cell):
        return ConsentRemark(f'"{header}" may say no ("{said}"); {_ASK_FOR_OPT_OUT}"{header}"')
    return (
        ""
        if _is_loose_consent(header) or says_yes_or_nothing(cell)
        else ConsentRemark(f'"{header}" says neither yes nor no; {_ASK_FOR_OPT_OUT}"{header}"')
    )


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
