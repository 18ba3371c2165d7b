"""Tells what the words of a name are: titles, credentials, posts, or nobody."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from seqcli.patterns import compiled
from seqcli.templates.business_phrases import BUSINESS_ENDS, BUSINESS_FRONTS, TRADE_ENDS, TRADES
from seqcli.templates.letters import bare
from seqcli.templates.name_phrases import (
    CAPITAL_TITLES,
    COMMA_CREDENTIALS,
    COMPANY_WORDS,
    CONNECTORS,
    CREDENTIALS,
    DOTTED_GIVEN_TITLES,
    DOTTED_TITLES,
    GIVEN_TITLES,
    GREETING_WORDS,
    LATER_TITLES,
    LONG_TITLES,
    MIXED_CREDENTIALS,
    NAMELIKE_CREDENTIALS,
    NAMELIKE_TITLES,
    OFFICE_WORDS,
    POLITE_PAIRS,
    POSTS,
    ROLES,
    SEVERAL_WORDS,
    SHORT_NAMES,
    SMALL_WORDS,
    TITLE_PAIRS,
    TITLES,
)
from seqcli.templates.nobody_phrases import DISUSED, PHRASES, STAND_IN_SURNAMES, STAND_INS, TEST_WORDS
from seqcli.templates.not_given import TELLING_WORDS, says_not_given


def _bare(phrases: Iterable[str]) -> frozenset[str]:
    """Return phrases as they are compared: people leave out accents, or set them where none belong."""
    return frozenset(
        phrase if phrase.isascii() else " ".join(map(bare, phrase.split())) for phrase in phrases
    )


_POSTS = _bare(POSTS)
_ROLES = _bare(ROLES)
_SMALL = _bare(SMALL_WORDS)
_SEVERAL = _bare(SEVERAL_WORDS)
_OFFICES = _bare(OFFICE_WORDS)
_COMPANIES = _bare(COMPANY_WORDS) | BUSINESS_ENDS
_TESTS = _bare(TEST_WORDS)
#: A word with an accent that none of these has may be a name: `Brák`.
_NOBODY = PHRASES | STAND_INS | _bare(PHRASES | STAND_INS)
#: Between words of a name: `House of Lee`.
_OF = frozenset({"of", "for"})
_WITH_GIVEN = GIVEN_TITLES | DOTTED_GIVEN_TITLES
_TITLE_SIGNS = ".'\u2019"
_INITIALS = compiled(r"(?:[^\W\d_]\.)+")
_JUNK = compiled(r"([a-z])\1\1|\b[b-df-hj-np-tv-xz]{5,}\b|asdf|sdfg|qwert|zxcv")
_POSSESSIVE = compiled(r"[^\W\d_]{2,}['\u2019][sS]")
#: Degrees of Indonesia: surely one, `S.Kom.`; and perhaps one, `M.T.`, which may be initials.
_DEGREE = compiled(
    r"(?:[SM]|SS|MM|Sp)\.\s?(?:Ag|Ak|AP|Ars|Ds|Eng|Farm|Gz|Hum|Hut|I\.?Kom|IP|I\.?K|Keb|Ked|Kep|Kes|Kom|Li|Mat|Pd"
    r"|Pd\.?I|Psi|Pt|Si|Sn|Sos|Stat|Sy|Th|TP|Tr)\.?|A\.?Md\.?(?:\w+\.?)*"
)
_PERHAPS_DEGREE = compiled(r"[SM]\.[A-Z]\.(?:[A-Z]\.)?")
_DEGREE_FRONTS = frozenset({"Ir.", "Drs.", "Dra.", "Hj."})
#: A title and two names.
_DEGREED_WORDS = 3
# Without one of these words, a name of plain words is a name.
_SUSPECTS = frozenset(
    {
        *TITLES,
        *GIVEN_TITLES,
        *LONG_TITLES,
        *(title.lower() for title in CAPITAL_TITLES),
        *(second for _, second in TITLE_PAIRS | POLITE_PAIRS),
        *CREDENTIALS,
        *_ROLES,
        *_SEVERAL,
        *_OFFICES,
        *_COMPANIES,
        *_TESTS,
        *CONNECTORS,
        *_OF,
        *SHORT_NAMES,
        *TRADES,
        *BUSINESS_FRONTS,
        *STAND_IN_SURNAMES,
        *TELLING_WORDS,
        *(word for phrase in _bare(PHRASES) for word in phrase.split()),
        *(phrase.rpartition(" ")[2] for phrase in _bare(STAND_INS)),
        *(max(phrase.split(), key=len) for phrase in _bare(DISUSED)),
        *_bare(GREETING_WORDS),
    }
) - {"e", "i", "y", "en", "ma"}


def is_suspect(word: str) -> bool:
    """Return whether a word in lower case may say that a name holds more than a name, or names nobody."""
    key = bare(word)
    is_listed = key in _SUSPECTS or (key != word and word in _SUSPECTS)
    return is_listed or key.endswith(TRADE_ENDS) or is_junk(key)


def is_junk(word: str) -> bool:
    """Return whether a word in lower case is typed to fill a field: `asdf`, `xxx`."""
    return _JUNK.search(word) is not None


def is_initials(text: str) -> bool:
    """Return whether a text is nothing but initials with dots: `J.R.`."""
    return _INITIALS.fullmatch(text) is not None


def compared(words: Sequence[str]) -> list[str]:
    """Return words as they are compared: in lower case, without accents and signs at their ends."""
    return [bare(word).strip(".,'-") for word in words]


def names_post(words: Sequence[str]) -> bool:
    """Return whether one of the words is a post such as `CEO`."""
    return not _POSTS.isdisjoint(compared(words))


def is_role_or_title(words: Sequence[str]) -> bool:
    """Return whether each word is a role or a title."""
    return all(word in _ROLES or word in TITLES for word in compared(words))


def says_what(words: Sequence[str], whole: str) -> bool:
    """Return whether the words behind a comma are degrees or a post, not a name."""
    if names_post(words) or all(map(is_credential, words)) or is_credential("".join(words)):
        return True
    if not without_titles(words) or (all(map(_PERHAPS_DEGREE.fullmatch, words)) and _are_degrees(whole)):
        return True
    is_capitals = all(word.isupper() and len(word) > 1 and not is_initials(word) for word in words)
    return is_capitals and not whole.isupper()


def _are_degrees(whole: str) -> bool:
    """Return whether initials behind a comma are surely degrees: with a title of Indonesia, or another degree."""
    name, *rest = whole.split(",")
    front = name.split()
    if len(front) >= _DEGREED_WORDS and front[0] in _DEGREE_FRONTS:
        return True
    each = [part.strip() for part in rest if part.strip()]
    return len(each) > 1 and all(is_credential(part) or _PERHAPS_DEGREE.fullmatch(part) for part in each)


def is_credential(word: str) -> bool:
    """Return whether a word behind a comma is a credential such as `PhD`, `M.B.A.` or `Jr.`."""
    if is_initials(word) and word.upper() == "J.R.":
        return False
    is_numeral = word.rstrip(".").upper() in {"II", "III", "IV"}
    return _credential_key(word) in CREDENTIALS or is_numeral or _DEGREE.fullmatch(word) is not None


def _credential_key(word: str) -> str:
    return word.replace(".", "").replace("-", "").replace("\u2019", "").lower()


def without_credentials(words: Sequence[str]) -> list[str]:
    """Return a name without the credentials that stand behind it without a comma."""
    left = list(words)
    while len(left) > 1:
        key = _credential_key(left[-1])
        is_written_as_one = key in MIXED_CREDENTIALS or left[-1].isupper()
        if key not in CREDENTIALS or key in COMMA_CREDENTIALS or not is_written_as_one:
            break
        if key in NAMELIKE_CREDENTIALS and all(map(str.isupper, left)):
            break
        left.pop()
    return left


def without_titles(words: Sequence[str]) -> list[str]:
    """Return a name without the titles in front."""
    start = 0
    while start < len(words) and (size := _title_at(words, start)):
        start += size
    return list(words[start:])


def _title_at(words: Sequence[str], place: int) -> int:
    """Return of how many words the title is that stands at a place; 0 if none does."""
    keys = [_title_key(word) for word in words[place : place + 2]]
    left = len(words) - place - 1
    if tuple(keys) in POLITE_PAIRS or (tuple(keys) in TITLE_PAIRS and left > 1):
        return 2
    if place and words[place].islower() and words[place].endswith(".") and keys[0] in LATER_TITLES:
        return 1
    is_one = (
        (keys[0] in GIVEN_TITLES and left > 0)
        or (keys[0] in LONG_TITLES and left > 1)
        or (words[place].rstrip(".") in CAPITAL_TITLES and left > 0)
    )
    return int(is_one or is_title(words[place]))


def _title_key(word: str) -> str:
    return word.casefold().rstrip(_TITLE_SIGNS)


def is_title(word: str) -> bool:
    """Return whether a word is a title wherever it stands."""
    word = word.casefold()
    plain = word.rstrip(".")
    parts = plain.split(".")
    is_dotted = plain != word and (len(parts) == 1 or not is_initials(word))  # M.M. are initials
    if is_dotted and all(part in DOTTED_TITLES or part in TITLES for part in parts):
        return True
    if plain.startswith("dipl.-"):
        return True
    return plain in TITLES and (plain != word or plain not in NAMELIKE_TITLES)


def go_with_given_name(titles: Sequence[str]) -> bool:
    """Return whether people with these titles are greeted by their given name: `Sheikh Hamad`, `Tan Sri Kamal`."""
    keys = [_title_key(title) for title in titles]
    is_one = any(title.rstrip(".") in CAPITAL_TITLES for title in titles) or not _WITH_GIVEN.isdisjoint(keys)
    return is_one or not TITLE_PAIRS.isdisjoint(pairwise(keys))


def greets_nobody(words: Sequence[str]) -> bool:
    """Return whether a first name is none: a role, a test value, a company, nothing but titles."""
    if not without_titles(words) or names_nobody(words) or is_like_company(words):
        return True
    return len(words) == 1 and _title_key(words[0]) in GIVEN_TITLES - NAMELIKE_TITLES


def names_nobody(words: Sequence[str]) -> bool:
    """Return whether words name a role, a team or nobody, or are typed to fill the field."""
    plain = compared(words)
    phrase = " ".join(word.casefold().strip(".,'-") for word in words)
    if phrase in _NOBODY or not _SEVERAL.isdisjoint(plain) or not STAND_IN_SURNAMES.isdisjoint(plain):
        return True
    if (len(plain) > 1 and plain[0] in _OFFICES) or says_not_given(" ".join(plain)):
        return True
    known = [word in _ROLES or word in _TESTS or word.endswith(TRADE_ENDS) or is_junk(word) for word in plain]
    return any(known) and all(is_known or word in _SMALL for word, is_known in zip(plain, known, strict=True))


def is_like_company(words: Sequence[str]) -> bool:
    """Return whether words are like the name of a company: by its trade, its end, or its owner in front."""
    plain = compared(words)
    if len(plain) == 1:
        return False
    if plain[-1] in _COMPANIES or plain[0] in BUSINESS_FRONTS or not _OF.isdisjoint(plain[1:-1]):
        return True
    has_owner = any(map(_POSSESSIVE.fullmatch, words[:-1]))
    return has_owner or any(word in TRADES or word.endswith(TRADE_ENDS) for word in plain)
