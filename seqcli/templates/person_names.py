"""Finds the name in a cell of a name and writes it as people do; empty where a cell names nobody.

Pure functions on text; they never fail. A name is greeted rightly or not at all.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

from seqcli.patterns import compiled
from seqcli.templates.given_names import GIVEN
from seqcli.templates.letters import bare, undecorated
from seqcli.templates.name_case import cased
from seqcli.templates.name_phrases import (
    COMMA_CREDENTIALS,
    COMPANY_WORDS,
    CONNECTORS,
    CREDENTIALS,
    DOTTED_TITLES,
    MIXED_CREDENTIALS,
    NAMELIKE_TITLES,
    OFFICE_WORDS,
    PHRASES,
    POSTS,
    ROLES,
    SEVERAL_WORDS,
    SMALL_WORDS,
    TEST_WORDS,
    TITLES,
)

_ASIDE = compiled(r"\([^()]*\)|\[[^\[\]]*\]")
_QUOTES = "\"'\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a`\u00b4"
_NICKNAME = compiled(rf"(?<=\s)[{_QUOTES}][^{_QUOTES}]+[{_QUOTES}](?=[\s,]|$)")
_PRONOUNS = compiled(
    r"\b(?:she|he|they)\s?/\s?(?:her|him|them|they)(?:\s?/\s?(?:hers|his|theirs))?\b", re.IGNORECASE
)
_ADDRESS = compiled(
    r"\S@\S|://|\bwww\.|^[\w.-]+\.[a-z]{2,}/"
    r"|^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|co|de|fr|es|it|eu|uk|ru|pl|nl|ai|example)$",
    re.IGNORECASE,
)
_CODE = compiled(r"^[=@]|^[-+]\s*\d|[{}]|%\w+%|\*\||<<|^#\w+[!?/]")
#: What follows says what a person does or where. Hyphens count with blanks around them only.
_BEHIND = compiled(
    r"\s*[|\u2022\u2023\u25cf\uff5c;:#]|\s+[-\u2013\u2014\u2212\u00b7~]+\s+|\s//|\s@\s"
    r"|\s(?:at|from|aka|a\.k\.a\.|n\u00e9e|geb\.?|bei|chez)\s"
)
_FRONT = compiled(r"[\W_]+")
_GREETING = compiled(
    r"(?:hi|hello|dear|hey|hallo|lieber?|sehr geehrter?|hola|estimad[oa]|querid[oa]|prezad[oa]|bonjour|ch\u00e8re"
    r"|ciao|geachte|szanown[ya]|cze\u015b\u0107)\s+(?=\w)",
    re.IGNORECASE,
)
_LOGIN = compiled(r"[^\W\d_]+(?:[._][^\W\d_]+)+")
_AND = compiled(r"\s*[&+]\s*")
_INITIAL = compiled(r"[A-Za-z\u00c0-\u052f]\.?")
_INITIALS = compiled(r"(?:[^\W\d_]\.)+")
_JUNK = compiled(r"([a-z])\1\1|\b[b-df-hj-np-tv-xz]{5,}\b|asdf|sdfg|qwert|zxcv")
_MARKS = frozenset(" .,'&\u2018\u2019-\u2010\u00b7\u200c\u200d")
_EDGES = " ,;'&\u2018\u2019-\u2010\u00b7\u200c\u200d"
#: Decorated letters come later.
_PLAIN_LIMIT = "\u1d00"
_PLAIN_CHARS = 60
_MAX_ROUNDS = 6
_SURE_INITIALS = 2  # letters that make a name by themselves: J.R.
# Without one of these words, a name of plain words is a name.
_SUSPECTS = frozenset(
    {
        *(
            TITLES
            | CREDENTIALS
            | ROLES
            | SEVERAL_WORDS
            | OFFICE_WORDS
            | COMPANY_WORDS
            | TEST_WORDS
            | CONNECTORS
        ),
        *(word for phrase in PHRASES for word in phrase.split()),
        *(
            "at",
            "from",
            "aka",
            "n\u00e9e",
            "geb",
            "bei",
            "chez",
            "hi",
            "hey",
            "dear",
            "hola",
            "bonjour",
            "liebe",
            "lieber",
            "hello",
            "hallo",
            "sehr",
            "estimado",
            "estimada",
            "querido",
            "querida",
            "prezado",
            "prezada",
            "ch\u00e8re",
            "ciao",
            "geachte",
            "szanowny",
            "szanowna",
            "cze\u015b\u0107",
        ),
    }
) - {"e", "i", "y", "en", "ma"}


def is_plain_name(value: str) -> bool:
    """Return quickly whether every word is certainly one of a name, so that cleaning changes only its case."""
    return len(value) <= _PLAIN_CHARS and all(map(_is_plain_word, value.split(" ")))


# Cached: an import asks this for half a million leads, and words come again much more often than names. Only short
# ones come here, so the cache stays small.
@lru_cache(maxsize=16384)
def _is_plain_word(word: str) -> bool:
    if not word.isascii() and max(word) >= _PLAIN_LIMIT:
        return False
    text = word.lower()
    if len(text) < 2 or text in _SUSPECTS or not text.replace("-", "").isalpha():
        return False
    return not text.startswith("-") and not text.endswith("-") and not _JUNK.search(text)


def clean_name(value: object) -> str:
    """Return a name in its usual spelling: `"JOHN "` → `John`, `"Ann, PMP | CEO"` → `Ann`; empty for `Sales Team`.

    Titles, credentials, posts, remarks in brackets and emoji are removed; a word in mixed case stays as it is.
    `Ms. Lee` keeps the title, as a surname alone is no greeting.
    """
    return _settled(str(value), _clean_once)


def clean_any_name(value: object) -> str:
    """Return a last or a whole name in its usual spelling. It may be any word: `Friend`, `Sales`, `J. Lee`."""
    return _settled(str(value), _clean_any_once)


def _settled(text: str, clean: Callable[[str], str]) -> str:
    """Clean until nothing changes: what one round uncovers, the next one cleans."""
    for _ in range(_MAX_ROUNDS):
        text, before = clean(text), text
        if text == before:
            break
    return text


def _clean_once(text: str) -> str:
    if is_plain_name(text):
        return cased(text.split())
    words = _in_order(name_part(text)).split()
    return "" if greets_nobody(words) else cased(_greeted(words))


def _clean_any_once(text: str) -> str:
    words = without_credentials(_in_order(name_part(text)).split())
    return cased(without_titles(words) or words)


def name_part(text: str) -> str:
    """Return the part of a cell that may be a name, with titles and what stands behind a comma; empty if none is."""
    text = " ".join(undecorated(text).replace("\u060c", ",").replace("\u3001", ",").split())
    if _CODE.search(text):
        return ""
    text = text.partition("<")[0].strip()
    if _ADDRESS.search(text):
        return ""
    text = _PRONOUNS.sub(" ", _NICKNAME.sub(" ", _ASIDE.sub(" ", text)))
    text = _FRONT.sub("", text, count=1) if _FRONT.match(text) else text
    text = text[found.end() :] if (found := _GREETING.match(text)) else text
    text = _before_slash(_BEHIND.split(text, maxsplit=1)[0].strip(" _"))
    if any(map(str.isdigit, text)):
        return ""
    return " ".join("".join(map(_kept, _AND.sub(" & ", _login_name(text)))).split()).strip(_EDGES)


def is_code(text: str) -> bool:
    """Return whether a cell holds an address, a link or a formula in place of a name."""
    return _CODE.search(text) is not None or _ADDRESS.search(text.partition("<")[0].strip()) is not None


def is_initials(text: str) -> bool:
    """Return whether a text is nothing but initials with dots: `J.R.`."""
    return _INITIALS.fullmatch(text) is not None


def _kept(char: str) -> str:
    if char in _MARKS:
        return char
    kind = unicodedata.category(char)[0]
    if kind in "LM" and char != "\ufe0f":
        return char
    if char == "\u2013":
        return "-"
    return " " if kind == "S" else ""


def _before_slash(text: str) -> str:
    """Return `Ann` of `Ann / CEO`; nothing of `Bob/Jane`, which may be one person or two."""
    before, slash, behind = text.partition("/")
    if not slash or all(word in ROLES or word in TITLES for word in _plain(behind.replace("/", " ").split())):
        return before
    return ""


def _login_name(text: str) -> str:
    """Return the name in a login: `ann_lee` → `Ann`; nothing if its first part is no given name for certain."""
    if not _LOGIN.fullmatch(text) or text.casefold() in TITLES:
        return text
    parts = text.replace("_", ".").split(".")
    if _is_title(f"{parts[0]}.") or (all(len(part) == 1 for part in parts) and "_" not in text):
        return text.replace(".", ". ") if len(parts[0]) > 1 else text
    return parts[0].capitalize() if bare(parts[0]) in GIVEN else ""


def _in_order(text: str) -> str:
    """Return a name without credentials and posts behind commas; `Lee, Ann` as `Ann Lee`."""
    name, *rest = (part.strip(_EDGES) for part in text.split(","))
    rest = [part for part in rest if part and not says_what(part.split(), text)]
    if len(rest) == 1 and name and not names_nobody(rest[0].split()):
        return f"{rest[0]} {name}"
    return ", ".join([name, *rest])


def says_what(words: Sequence[str], whole: str) -> bool:
    """Return whether the words behind a comma are degrees or a post, not a name."""
    if not POSTS.isdisjoint(_plain(words)) or all(map(is_credential, words)) or is_credential("".join(words)):
        return True
    if not without_titles(words):
        return True
    is_capitals = all(word.isupper() and len(word) > 1 and not _INITIALS.fullmatch(word) for word in words)
    return is_capitals and not whole.isupper()


def is_credential(word: str) -> bool:
    """Return whether a word behind a comma is a credential such as `PhD`, `M.B.A.` or `Jr.`."""
    if _INITIALS.fullmatch(word) and word.upper() == "J.R.":
        return False
    return _credential_key(word) in CREDENTIALS or word.rstrip(".").upper() in {"II", "III", "IV"}


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
        left.pop()
    return left


def without_titles(words: Sequence[str]) -> list[str]:
    """Return a name without the titles in front."""
    start = 0
    while start < len(words) and _is_title(words[start]):
        start += 1
    return list(words[start:])


def _is_title(word: str) -> bool:
    word = word.casefold()
    plain = word.rstrip(".")
    if plain != word and all(part in DOTTED_TITLES or part in TITLES for part in plain.split(".")):
        return True
    return plain in TITLES and (plain != word or plain not in NAMELIKE_TITLES)


def greets_nobody(words: Sequence[str]) -> bool:
    """Return whether a first name is none: a role, a test value, a company, nothing but titles."""
    return not without_titles(words) or names_nobody(words) or is_like_company(words)


def names_nobody(words: Sequence[str]) -> bool:
    """Return whether words name a role, a team or nobody, or are typed to fill the field."""
    plain = _plain(words)
    if " ".join(plain) in PHRASES or not SEVERAL_WORDS.isdisjoint(plain):
        return True
    if len(plain) > 1 and plain[0] in OFFICE_WORDS:
        return True
    known = [word in ROLES or word in TEST_WORDS or _JUNK.search(word) is not None for word in plain]
    return any(known) and all(
        is_known or word in SMALL_WORDS for word, is_known in zip(plain, known, strict=True)
    )


def is_like_company(words: Sequence[str]) -> bool:
    """Return whether words end like the name of a company."""
    return len(words) > 1 and _plain(words[-1:])[0] in COMPANY_WORDS


def _plain(words: Sequence[str]) -> list[str]:
    return [word.casefold().strip(".,'-") for word in words]


def _greeted(words: Sequence[str]) -> list[str]:
    """Return the words to greet a person with; empty if none are certain."""
    left = without_credentials(without_titles(words))
    titles = words[: len(words) - len(without_titles(words))]
    if titles and left and left[0].casefold() in CONNECTORS:
        return []  # `Mr. and Mrs. Lee`
    if not CONNECTORS.isdisjoint(each.casefold() for each in left[1:-1]):
        return _couple(left) if not titles else []
    if not all(map(_INITIAL.fullmatch, left)):
        left = _without_initials(left)
    elif sum(map(len, left)) < _SURE_INITIALS * len("J."):
        return []
    elif len(left) > 1:
        left = ["".join(left)]
    if (
        left
        and left[-1].endswith(".")
        and len(left[-1]) > len("Wm.")
        and left[-1][-3] != "-"
        and not _INITIALS.fullmatch(left[-1])
    ):
        left[-1] = left[-1].rstrip(".")
    return _titled(titles, left)


def _titled(titles: Sequence[str], left: list[str]) -> list[str]:
    if not titles or len(left) != 1 or bare(left[0]) in GIVEN:
        return left
    if any(_INITIAL.fullmatch(title) for title in titles):
        return []  # an initial, or the French title
    return [*(title if title.istitle() else title.capitalize() for title in titles), *left]


def _couple(words: list[str]) -> list[str]:
    one, *_, other = words
    is_clear = is_plain_name(one) and is_plain_name(other)
    return words if is_clear and POSTS.isdisjoint(_plain(words)) else []


def _without_initials(words: list[str]) -> list[str]:
    """Return `Robert` of `J. Robert` and `Robert J.`; nothing of `J. Smith`, which has no first name."""
    left = list(words)
    while _INITIAL.fullmatch(left[0]):
        left.pop(0)
    while _INITIAL.fullmatch(left[-1]):
        left.pop()
    has_first = len(left) > 1 or left[0] == words[0] or bare(left[0]) in GIVEN
    return left if has_first else []
