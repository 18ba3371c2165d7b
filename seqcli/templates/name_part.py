"""Finds the part of a cell that may be a name. Pure functions on text; they never fail."""

import re
import unicodedata

from seqcli.patterns import compiled
from seqcli.templates.given_names import GIVEN, PAIRS
from seqcli.templates.letters import bare, undecorated
from seqcli.templates.mojibake import is_garbled, restored
from seqcli.templates.name_phrases import TITLES, TITLES_OF_NAMES
from seqcli.templates.name_words import is_role_or_title, is_title
from seqcli.templates.nobody_phrases import DISUSED

_ASIDE = compiled(r"\([^()]*\)|\[[^\[\]]*\]")
#: `Herr(n)`, `Sr(a).`
_ENDING_ASIDE = compiled(r"(?<=\w)\([a-zª]{1,3}\)(?=[\s.]|$)")
#: `Eng.ª`, `Drª.`, `M.ª`
_ORDINAL = compiled(r"([^\W\d_]{1,6})\.?([ªº])\.?(?!\w)")
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
#: Arrows, stars and pictures between words: a name ends there.
_SIGNS = "\u2190-\u23ff\u25a0-\u27bf\u2900-\u29ff\u2b00-\u2bff\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff"
#: What follows says what a person does or where. Hyphens count with blanks around them only.
_BEHIND = compiled(
    rf"\s*[|\u2022\u2023\u25cf\uff5c;:#{_SIGNS}]|\s+(?:[-\u2013\u2014\u2212\u00b7~]|[\u00ab\u00bb\u2039\u203a>=*\\^\u00a6]+)+\s+"
    r"|\s//|\s@\s"
    r"|\s(?:at|from|aka|a\.k\.a\.|n\u00e9e|geb\.?|bei|chez)\s|\s(?:open ?to ?work|(?:we'?re |i'?m )?hiring)\b",
    re.IGNORECASE,
)
_FRONT = compiled(r"[\W_]+")
_HASHTAGS = compiled(r"[\W_]*(?:#[^\W\d_]\w*\s+)+(?=\w)")
_GREETING = compiled(
    r"(?:hi|hello|dear|hey|hallo|lieber?|sehr geehrter?|hola|estimad[oa]|querid[oa]|prezad[oa]|bonjour|ch\u00e8re"
    r"|ciao|geachte|szanown[ya]|cze\u015b\u0107)\s+(?=\w)",
    re.IGNORECASE,
)
#: On letters: for whom one is. In small letters where it could be initials.
_FOR = compiled(
    r"(?:(?:attn|attention|for the attention of|zu h(?:\u00e4|ae)nden(?: von)?|ter attentie van"
    r"|\u00e0 l['\u2019]attention d[eu]|a la atenci[o\u00f3]n de|alla cortese attenzione di)\b|att(?=[.:])|to(?=:)"
    r"|(?-i:(?:FAO|f\.?a\.?o|z\.\s?Hd?n?d?|[tT]\.a\.v|c\.a)(?=[\s.:])))[\s.:]*(?=\w)",
    re.IGNORECASE,
)
_SPACED_HYPHEN = compiled(r"([^\W\d_]+)(?:\s+[-\u2013]\s*|[-\u2013]\s+)([^\W\d_]+)(?![\w-])")
_HONORARY = compiled(r"\b([he])\.\s([ch])\.")
_DISUSED = compiled(rf"(?<![\w'])(?:{'|'.join(map(re.escape, map(bare, DISUSED)))})(?![\w'])")
_OLD = compiled(r"\bOLD\W*$|^\W*(?:OLD|old)\b|[(\[*-]\s*[Oo]ld\b|\sold\W*$")
_GONE = compiled(
    r"[-(\[*,\u2013]\s*(?:left|leaver|retired|moved on|gone|parti|partie|retraitee?|jubilad[oa]|pensioniert|weg"
    r"|im ruhestand|in pensione|met pensioen|na emeryturze)\b[^a-z]*$"
)
_LOGIN = compiled(r"[^\W\d_]+(?:[._][^\W\d_]+)+")
_AND = compiled(r"\s*[&+]\s*")
_MARKS = frozenset(" .,'&\u2018\u2019-\u2010\u00b7\u200c\u200d")
EDGES = " ,;'&\u2018\u2019-\u2010\u00b7\u200c\u200d"


def name_part(text: str) -> str:
    """Return the part of a cell that may be a name, with titles and what stands behind a comma; empty if none is."""
    text = " ".join(undecorated(restored(text)).replace("\u060c", ",").replace("\u3001", ",").split())
    if _CODE.search(text) or is_garbled(text) or _is_disused(text):
        return ""
    text = text.partition("<")[0].strip()
    if _ADDRESS.search(text):
        return ""
    text = _ORDINAL.sub(_abbreviated, _ENDING_ASIDE.sub("", text))
    text = _PRONOUNS.sub(" ", _NICKNAME.sub(" ", _ASIDE.sub(" ", text)))
    for front in (_HASHTAGS, _FRONT, _GREETING, _FOR):
        text = text[found.end() :] if (found := front.match(text)) else text
    text = _SPACED_HYPHEN.sub(_hyphenated, _HONORARY.sub(r"\1.\2.", text), count=1)
    text = _before_slash(_BEHIND.split(text, maxsplit=1)[0].strip(" _"))
    if any(map(str.isdigit, text)):
        return ""
    return " ".join("".join(map(_kept, _AND.sub(" & ", _login_name(text)))).split()).strip(EDGES)


def _is_disused(text: str) -> bool:
    """Return whether a cell says that its name must not be used: `Ann DO NOT USE`, `Ann (old)`, `Ann - left 03/24`."""
    key = bare(text)
    if _DISUSED.search(key) is not None or _GONE.search(key) is not None:
        return True
    return _OLD.search(text) is not None and not text.isupper()


def _hyphenated(found: re.Match[str]) -> str:
    """Return `Jean-Luc` of `Jean - Luc`: given names on both sides."""
    one, other = bare(found[1]), bare(found[2])
    is_name = one in GIVEN and (other in GIVEN or other in PAIRS.get(one, ()))
    return f"{found[1]}-{found[2]}" if is_name else found[0]


def _abbreviated(found: re.Match[str]) -> str:
    """Return a title without the letter that stands for its ending, `Eng.` of `Eng.ª`; `Mª` of `M.ª`, a name."""
    is_ended = len(found[1]) > 1 or found[1] in "Dd"  # a single other letter is a name's
    return f"{found[1]}." if is_ended and is_title(f"{found[1]}.") else f"{found[1]}{found[2]}"


def is_code(text: str) -> bool:
    """Return whether a cell holds an address, a link or a formula in place of a name."""
    return _CODE.search(text) is not None or _ADDRESS.search(text.partition("<")[0].strip()) is not None


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
    """Return `Ann` of `Ann / CEO`, `Ann Lee` of `Mr/Mrs Ann Lee`; nothing of `Bob/Jane`, perhaps two people."""
    before, slash, behind = text.partition("/")
    if not slash or is_role_or_title(behind.replace("/", " ").split()):
        return before
    other, _, name = behind.strip().partition(" ")
    if not _is_title_of_anybody(before.strip()) or not (_is_title_of_anybody(other) or _is_ending(other)):
        return ""
    return name if " " in name or bare(name) in GIVEN else ""


def _is_title_of_anybody(word: str) -> bool:
    return is_title(word) or word.casefold().rstrip(".") in TITLES_OF_NAMES


def _is_ending(word: str) -> bool:
    """Return whether a word is the ending of the other gender, as in `Pan/i` and `Sr/a`."""
    return len(word) <= len("in.") and word.islower()


def _login_name(text: str) -> str:
    """Return the name in a login: `ann_lee` → `Ann`; nothing if its first part is no given name for certain."""
    if not _LOGIN.fullmatch(text) or text.casefold() in TITLES:
        return text
    parts = text.replace("_", ".").split(".")
    if is_title(f"{parts[0]}.") or (all(len(part) == 1 for part in parts) and "_" not in text):
        return text.replace(".", ". ") if len(parts[0]) > 1 else text
    return parts[0].capitalize() if bare(parts[0]) in GIVEN else ""
