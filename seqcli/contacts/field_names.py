"""Names the merge fields of columns."""

import re
import unicodedata

_RESERVED = frozenset(
    {
        *("true", "false", "none", "and", "or", "not", "in", "is", "if", "elif", "else", "endif", "for"),
        *("endfor", "set", "block", "loop", "self", "super", "caller", "pick", "range", "recursive"),
    }
)


def field_name(header: str, position: int) -> str:
    """Return the merge field for a header: lower snake_case, ASCII where that loses nothing but accents.

    A header without any letter or digit becomes `column_<position>`, counted from 1.
    """
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", header) if header[:1].islower() else header
    bare = "".join(
        char for char in unicodedata.normalize("NFKD", words.casefold()) if not unicodedata.combining(char)
    )
    text = bare if bare.isascii() else unicodedata.normalize("NFKC", words).lower()
    name = re.sub(r"\W+", "_", text).strip("_")[:60].rstrip("_")
    if not name:
        return f"column_{position}"
    if name in _RESERVED or not name.isidentifier():
        name = f"field_{name}"
    return name if name.isidentifier() else f"column_{position}"
