"""Reads decorated letters as the plain ones they stand for: mathematical, full-width, circled and small capitals."""

import unicodedata
from functools import lru_cache

_SMALL_CAPITALS = dict(zip(map(ord, "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ"), "abcdefghijklmnopqrstuvwyz", strict=True))
_COMPATIBLE = (
    *range(0x2100, 0x2150),  # letterlike, but also ™ and ℠, which have no single letter
    *range(0x24B6, 0x24EA),
    *range(0xFF01, 0xFF5F),
    *range(0x1D400, 0x1D800),
    *range(0x1F130, 0x1F14A),
)
#: White on black: circled, and in squares.
_NEGATIVE = (0x1F150, 0x1F170)
#: German letters as addresses and domains have them.
UMLAUTS = str.maketrans({"\u00e4": "ae", "\u00f6": "oe", "\u00fc": "ue", "\u00df": "ss"})


def undecorated(text: str) -> str:
    """Return `text` with decorated letters as plain ones, never longer; accents are composed."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text).translate(_plain_letters())


@lru_cache(maxsize=1)
def _plain_letters() -> dict[int, str]:
    """Return the plain letter or digit for each decorated one."""
    found = {code: unicodedata.normalize("NFKC", chr(code)) for code in _COMPATIBLE}
    letters = {code: plain for code, plain in found.items() if len(plain) == 1}
    for start in _NEGATIVE:
        letters |= {start + place: chr(ord("A") + place) for place in range(26)}
    return letters | _SMALL_CAPITALS


def bare(word: str) -> str:
    """Return a word in lower case without the accents of Latin letters, as the tables of names have it."""
    if word.isascii() or (word[:1] >= "\u0370" and word[:1] < "\u1e00"):
        return word.lower()
    folded = word.casefold().replace("\u0142", "l").replace("\u00f8", "o").replace("\u0111", "d")
    return "".join(char for char in unicodedata.normalize("NFD", folded) if not unicodedata.combining(char))
