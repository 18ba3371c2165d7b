"""Regular expressions that are compiled at their first use: most runs need few of the phrases of all languages."""

import re
from collections.abc import Iterator
from functools import cached_property
from re import _parser  # type: ignore[attr-defined]  # how a pattern is read: nothing public tells its words
from typing import Any, cast

#: Shorter words are in most texts.
_LETTERS = 3
_REPEATS = frozenset({_parser.MAX_REPEAT, _parser.MIN_REPEAT})


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


class AnyOf:
    """The alternatives of one pattern, each tried only on texts that contain a word it needs.

    The matches are those of the one pattern. Most texts contain words of few alternatives.
    """

    def __init__(self, *patterns: str) -> None:
        self.patterns = patterns

    @cached_property
    def _by_words(self) -> list[tuple[frozenset[str], re.Pattern[str]]]:
        return [(needed_words(each), compiled(each)) for each in self.patterns]

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match, or None."""
        return next(self.finditer(text), None)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the matches from left to right; they do not overlap."""
        has = text.__contains__
        left = [pattern for words, pattern in self._by_words if not words or any(map(has, words))]
        place = 0
        while found := [(pattern, match) for pattern in left if (match := pattern.search(text, place))]:
            left = [pattern for pattern, _ in found]
            first = min((match for _, match in found), key=re.Match.start)
            yield first
            place = max(first.end(), place + 1)  # also behind an empty match

    def sub(self, replacement: str, text: str) -> str:
        """Return the text with `replacement` in the place of each match."""
        pieces, place = [], 0
        for match in self.finditer(text):
            pieces += [text[place : match.start()], replacement]
            place = match.end()
        return "".join((*pieces, text[place:]))


def needed_words(pattern: str) -> frozenset[str]:
    """Return words of which every text with a match contains at least one; empty if the pattern has no such words.

    Raises:
        ValueError: the pattern ignores case.
    """
    tree = _parser.parse(pattern)
    if tree.state.flags & re.IGNORECASE:
        raise ValueError("a pattern that ignores case has no words to look for")
    return _words_of(tree)


def _words_of(tree: Any) -> frozenset[str]:
    """Return the words of the rarest part of a sequence: a match contains every part."""
    return max(_words_of_parts(tree), key=_rarity, default=frozenset())


def _rarity(words: frozenset[str]) -> tuple[int, int]:
    return min(map(len, words), default=0), -len(words)


def _words_of_parts(tree: Any) -> Iterator[frozenset[str]]:
    letters = ""
    for kind, value in (*tree, (None, None)):
        if kind is _parser.LITERAL:
            letters += chr(value)
            continue
        if len(letters) >= _LETTERS:
            yield frozenset({letters})
        letters = ""
        if kind is _parser.BRANCH:
            ways = [_words_of(way) for way in value[1]]
            if all(ways):
                yield frozenset().union(*ways)
        elif kind is _parser.SUBPATTERN or (kind in _REPEATS and value[0]):
            yield _words_of(value[-1])
