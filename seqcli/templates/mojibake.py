"""Mojibake: text that was decoded in the wrong encoding, `JÃ¶rg` for `Jörg`."""

from seqcli.patterns import compiled

_LOST = "\ufffd"
#: The lead bytes of UTF-8 letters, signs and emoji as the Latin encodings show them, and the bytes after them.
_FIRST = "\u00c2-\u00c5\u00ce-\u00d1\u00d7-\u00db\u00e0-\u00f0"
_NEXT = "\u0080-\u00bf" + bytes(set(range(0x80, 0xA0)) - {0x81, 0x8D, 0x8F, 0x90, 0x9D}).decode("cp1252")
_SIGN = compiled(f"[{_FIRST}][{_NEXT}]|{_LOST}")
#: What no name has: a lost letter, also as a question mark or without its second byte.
_GARBLED = compiled(
    rf"{_LOST}|[^\W\d_]\?|\?[^\W\d_]|[\u00c2-\u00c5\u00ce-\u00d1\u00d8](?=[{_NEXT}])[^\w\s]"
    r"|(?<=[a-z])[\u00c2\u00c3]|\b\u00c3(?=[A-Za-z])"
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
    """Return whether a name has lost a letter (`Andr?`) or holds half of one that cannot be restored."""
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
    for encoding in ("cp1252", "latin-1"):
        try:
            right = value.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        if right.isprintable():
            return right
    return ""
