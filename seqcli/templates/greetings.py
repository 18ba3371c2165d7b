"""Finds greetings without a name: "Hi ,", "Dear Mr ,", or a line that begins with a comma."""

import re
from functools import lru_cache

from seqcli.patterns import compiled
from seqcli.templates.plain_text import html_to_text

_TITLES = (
    r"mr|mrs|ms|miss|mx|dr|prof|professor|sir|madam|herrn?|frau|mme|mlle|madame|monsieur|sra?|srta|señora?|sig|sig\.ra"
    r"|signora?|dott|dott\.ssa|doktor|ing"
)
_FRENCH = r"bonjour|bonsoir|salut|ch[eè]re?|ch[eè]r(?:\(e\)|·e)"
_OTHERS = (
    r"hi(?: there)?|hello(?: there)?|hey(?: there)?|hiya|greetings|dear|good (?:morning|day|evening|afternoon)"
    r"|goede(?:morgen|middag|navond|ndag)|dag|geachte|witam|witaj|szanown[yai]|boa (?:tarde|noite)|buonasera|salve"
    r"|hallo|moin|servus|liebe(?:r|/r|\*r)?|guten (?:tag|morgen|abend)|grüß gott"
    r"|(?:sehr )?geehrte(?:r|/r|\*r)?|hola|buen(?:os|as) (?:d[ií]as|tardes)|estimad(?:o|a|o/a)|ciao|buongiorno"
    r"|gentile|car[oa]|ol[aá]|bom dia|prezad[oa]|beste|hoi|hej|hei|cześć|dzień dobry|您好|你好"
)
_GAP = r"(?:[ \t\u00a0]|&nbsp;)"
_BLANKS = r"[.\u2026?*_-]*"  # typed in place of a name
# The gap shows that a name is missing; "Hello," has none on purpose, and so does the French "Bonjour !".
_EMPTY = compiled(
    rf"{_GAP}*(?:"
    rf"(?:{_FRENCH}|{_OTHERS})(?:{_GAP}+(?:{_TITLES})\b\.?)*,?"
    rf"(?:{_GAP}+[^\w\s]*{_GAP}*[,;\uff0c\u3001]|{_GAP}{{2,}}(?:[-\u2013\u2014]|[:!?.](?=\s|$)))"
    rf"|(?:{_OTHERS})(?:{_GAP}+(?:{_TITLES})\b\.?)*,?{_GAP}+{_BLANKS}[:!?.\uff01\uff1f\uff1a\u3002](?=\s|$)"
    rf"|{_BLANKS}[,;:!?\uff0c](?=\s|$)"
    r")",
    re.IGNORECASE,
)
_ALONE = compiled(rf"{_GAP}*(?:{_FRENCH}|{_OTHERS})", re.IGNORECASE)
_CELL = compiled(r"<(?=t[dh]\b)", re.IGNORECASE)
_FIRST_WORD = compiled(r"[^\W\d_]+")
_WORDS = frozenset(
    {
        *("hi", "hello", "hey", "hiya", "greetings", "dear", "good", "hallo", "moin", "servus", "guten"),
        *("grüß", "liebe", "lieber", "sehr", "geehrte", "geehrter", "hola", "buenos", "buenas", "estimado"),
        *("estimada", "ciao", "buongiorno", "gentile", "caro", "cara", "ola", "olá", "bom", "prezado"),
        *("prezada", "beste", "hoi", "hej", "hei", "cześć", "dzień", "您好", "你好", "bonjour", "bonsoir"),
        *("salut", "cher", "chere", "chère", "chèr", "there", "morning", "day", "evening", "afternoon"),
        *("tag", "morgen", "abend", "gott", "días", "dias", "tardes", "dia", "dobry", "mr", "mrs", "ms"),
        *("miss", "mx", "dr", "prof", "professor", "sir", "madam", "herr", "herrn", "frau", "mme", "mlle"),
        *("madame", "monsieur", "sr", "sra", "srta", "señor", "señora", "sig", "signor", "signora", "dott"),
        *(
            "doktor",
            "ing",
            "goedemorgen",
            "goedemiddag",
            "goedenavond",
            "goedendag",
            "dag",
            "geachte",
            "witam",
        ),
        *("witaj", "szanowny", "szanowna", "szanowni", "boa", "buonasera", "salve"),
    }
)

# A fast check: the first two letters exclude nearly every value. An import checks half a million leads.
GREETING_HEADS = frozenset(
    head
    for word in _WORDS
    for head in (word[:2], word[:2].upper(), word[:2].title(), word[:2].title().swapcase())
)


def empty_greetings(place: str, text: str, source: str) -> list[str]:
    """Return the greetings of a rendered part that name nobody, except those that `source` has word for word."""
    text, source = as_read(place, text), as_read(place, source)
    # line by line: a search would try every character
    found = [match[0].strip() for match in map(_EMPTY.match, text.split("\n")) if match]
    return [each for each in found if not _is_written(each, source)]


def as_read(place: str, text: str) -> str:
    """Return the lines that a reader sees of a part; a cell of a table is a line."""
    return html_to_text(_CELL.sub("<br><", text)) if place == "html" else text


def is_greeting(text: str) -> bool:
    """Return whether a text is nothing but the beginning of a greeting: "Hi", "Sehr geehrte"."""
    return _ALONE.fullmatch(text) is not None


def _is_written(greeting: str, source: str) -> bool:
    if len(greeting) > 1:
        return greeting in source
    return any(line.lstrip().startswith(greeting) for line in source.split("\n"))


def may_be_greeting(value: str) -> bool:
    """Return whether a value can be part of a greeting itself, like "Mr" and "Sehr geehrter"."""
    return value[:2] in GREETING_HEADS and _begins_like_greeting(value)


@lru_cache(maxsize=4096)
def _begins_like_greeting(value: str) -> bool:
    word = _FIRST_WORD.match(value)
    return word is not None and word[0].lower() in _WORDS
