"""Remembers what a function makes of short texts: a large file asks the same again and again."""

from collections.abc import Callable
from typing import TypeVar

Made = TypeVar("Made")
_MOST_CHARS = 40


class FirstFew(dict[str, Made]):
    """What `make` makes of a text, by text, remembered for the first `most` texts that are short.

    Unlike a cache it drops none, so that texts which never come again cost little. What `make` raises is not kept.
    """

    def __init__(self, make: Callable[[str], Made], most: int) -> None:
        super().__init__()
        self._make = make
        self._most = most

    def __missing__(self, text: str) -> Made:
        made = self._make(text)
        if len(self) < self._most and len(text) <= _MOST_CHARS:
            self[text] = made
        return made
