"""Regular expressions that are compiled at their first use: most runs need few of the phrases of all languages."""

import re
from typing import Any, cast


class _Pattern:
    """Looks like a compiled pattern. Its methods become attributes of its own once it is compiled."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        made = re.compile(self.pattern, self.flags)
        for each in ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn"):
            setattr(self, each, getattr(made, each))
        return getattr(made, name)


def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is compiled when it is first used."""
    return cast("re.Pattern[str]", _Pattern(pattern, flags))
