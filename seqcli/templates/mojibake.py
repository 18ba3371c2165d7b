"""Mojibake: text that was decoded in the wrong encoding, `JÃ¶rg` for `Jörg`."""

from seqcli.patterns import compiled

_LOST = "\ufffd"
#: The lead bytes of UTF-8 letters, signs and emoji as the Latin encodings show them, and the bytes after them.
_FIRST = "\u00c2-\u00c5\u00ce-\u00d1\u00d7-\u00db\u00e0-\u00f0"
_NEXT = "\u0080-\u00bf" + bytes(set(range(0x80, 0xA0)) - {0x81, 0x8D, 0x8F, 0x90, 0x9D}).decode("cp1252")
#: Signs behind a letter in Central European encodings, where the letters are those of names.
_CENTRAL = "\u00a0-\u00a9\u00ab-\u00b4\u00b6-\u00b8\u00bb\u02c7\u02d8\u02db\u02dd"
_CENTRAL += "\u2013\u2014\u201a\u201c-\u203a\u20ac\u2122"
_CYRILLIC_NEXT = "\u00a0-\u00bf\u0401-\u040f\u0451-\u045f\u0490\u0491\u2013-\u203a\u20ac\u2116\u2122"
#: Letters as the encodings show them in which people open files: Western, Central European, Russian, Mac, DOS.
_WRONG = (
    (compiled(f"[{_FIRST}][{_NEXT}]"), ("cp1252", "latin-1")),
    (compiled(f"[\u0102\u0139\u00c4\u00c5][{_CENTRAL}]"), ("cp1250",)),
    (compiled(f"[\u0420\u0421][{_CYRILLIC_NEXT}]|[\u0413-\u0415][{_CENTRAL}]"), ("cp1251",)),
    (compiled(r"[\u221a\u2248\u2206]\S"), ("mac_roman",)),
    (compiled(r"[\u251c\u2500\u253c]\S"), ("cp850", "cp437")),
)
#: Whatever one of them has, as few alternatives as can be: an import asks this of every row that is not ASCII.
_SIGN = compiled(
    f"[{_FIRST}\u0102\u0139\u0413-\u0415\u0420\u0421][{_NEXT}{_CENTRAL}{_CYRILLIC_NEXT}]"
    f"|[\u221a\u2248\u2206\u251c\u2500\u253c{_LOST}]"
)
#: What no name has: a lost letter, also as a question mark or without its second byte.
_GARBLED = compiled(
    rf"{_LOST}|[^\W\d_]\?|\?[^\W\d_]|[\u00c2-\u00c5\u00ce-\u00d1\u00d8](?=[{_NEXT}])[^\w\s]"
    rf"|[\u0102\u0139\u0413-\u0415][{_CENTRAL}]|[^\W\d_][\u00ac\u2200-\u22ff\u2500-\u259f]|[\u2200-\u22ff\u2500-\u259f][^\W\d_]"
    r"|(?<=[a-z])[\u00c2\u00c3\u0102\u0139]|\b\u00c3(?=[A-Za-z])"
)
_MAX_TIMES = 3


def may_be_mojibake(text: str) -> bool:
    """Return quickly whether a text, or one of several joined texts, can be mojibake."""
    return not text.isascii() and _SIGN.search(text) is not None


def restored(text: str) -> str:
    """Return what was decoded in the wrong encoding, if that is certain; any other text as it is."""
    for _ in range(_MAX_TIMES):
        if not (right := _decoded(text)):
            break
        text = right
    return text


def is_garbled(name: str) -> bool:
    """Return whether a name has lost a letter (`Andr?`) or has half of one."""
    return _GARBLED.search(name) is not None


def mojibake_remark(value: str) -> str:
    """Return a remark on a value that was decoded in the wrong encoding, or an empty text."""
    shown = "".join(filter(str.isprintable, value))[:60]
    if _LOST in value:
        return f'"{shown}" has lost a character: export the file again as UTF-8'
    if right := _decoded(value):
        return f'"{shown}" looks like mojibake of "{right[:60]}": export the file again as UTF-8'
    return ""


def _decoded(value: str) -> str:
    if not may_be_mojibake(value):
        return ""
    encodings = (each for sign, wrong in _WRONG if sign.search(value) for each in wrong)
    return next(filter(None, (_decoded_from(value, encoding) for encoding in encodings)), "")


def _decoded_from(value: str, encoding: str) -> str:
    try:
        right = value.encode(encoding).decode("utf-8")
    except UnicodeError:
        return ""
    return right if right.isprintable() else ""
