"""Tells what a person wrote from what the mail program quoted, to show a conversation.

A line counts as quoted only where that is certain: it is marked with `>`, or it stands below the beginning of a quote
and an earlier mail of the conversation has it. Everything else is shown: an answer may stand below or inside a quote.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from seqcli.inbound.quote_phrases import CUT_LINES, HEADER_BLOCK
from seqcli.inbound.reading import (
    TEXT_LIMIT,
    before_attribution,
    fold,
    lines_with_end,
    more_headers_follow,
    one_spaced,
)

_MOST_EARLIER = 20  # mails
#: A shorter line is a quote only beside one: "Thanks" stands in many mails.
_LONG_LINE = 20
_MOST_HEADERS = 10
_LOOK_AHEAD = 4
_HEADER = re.compile(r"\*?[^\s:]{2,20}(?: \w+)?\s?:")
_LINK = re.compile(r"<?https?://\S+")
_MARKS = re.compile(r"^[>|\s]+")


class MailPart(NamedTuple):
    """Lines that belong together: the sender's own, or quoted ones."""

    lines: tuple[str, ...]
    is_quoted: bool


def split_quotes(text: str, earlier: Iterable[str] = ()) -> list[MailPart]:
    """Return the parts of a mail in order; `earlier` are the texts of the conversation's earlier mails.

    A mail of which nothing would be left is one part that is not quoted. What is far down in a long mail is never
    taken for a quote. Together the parts have every line that is not empty.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = _QuoteFinder(lines, earlier).find()
    if not any(line.strip() and not is_quoted for line, is_quoted in found):
        found = [(line, False) for line in lines]
    return _grouped(found)


def _grouped(lines: Sequence[tuple[str, bool]]) -> list[MailPart]:
    """Return runs of lines; an empty line belongs to the run before it, and none begins or ends a run."""
    parts: list[tuple[list[str], bool]] = []
    for line, is_quoted in lines:
        if not line.strip():
            if parts:
                parts[-1][0].append("")
        elif parts and parts[-1][1] is is_quoted:
            parts[-1][0].append(line)
        else:
            parts.append(([line], is_quoted))
    return [MailPart(_without_end(kept), is_quoted) for kept, is_quoted in parts]


def _without_end(lines: list[str]) -> tuple[str, ...]:
    while lines and not lines[-1]:
        lines.pop()
    return tuple(lines)


class _QuoteFinder:
    """Looks through the lines of one mail from above."""

    def __init__(self, lines: list[str], earlier: Iterable[str]) -> None:
        self._lines = lines
        text = "\n".join(lines)
        read = one_spaced(fold(text[:TEXT_LIMIT]))
        if len(text) > TEXT_LIMIT:
            del read[-1:]  # half a line
        self._folded = read + [""] * (len(lines) - len(read))
        self._ends = lines_with_end(self._folded)
        self._earlier = [_comparable(each[:TEXT_LIMIT]) for each in list(earlier)[-_MOST_EARLIER:]]
        self._is_below = False
        self._last = ""

    def find(self) -> list[tuple[str, bool]]:
        """Return each line, and whether it is quoted. A line may come as two: the answer and what follows it."""
        found: list[tuple[str, bool]] = []
        number = 0
        while number < len(self._lines):
            own, width = self._begins_quote(number)
            if not width:
                found.append((self._lines[number], self._is_quoted(number)))
                number += 1
                continue
            first, *others = self._lines[number : number + width]
            found += [(own, False)] if own else []
            found += [(line, True) for line in (first.strip()[len(own) :].strip(), *others)]
            self._is_below = True
            number += width
        return found

    def _is_quoted(self, number: int) -> bool:
        line = self._folded[number]
        if not line:
            return False
        is_quoted = line.startswith(">") or (self._is_below and self._is_known(number))
        self._is_below = self._is_below or is_quoted
        self._last = _comparable(line).strip() if is_quoted else ""
        return is_quoted

    def _is_known(self, number: int) -> bool:
        """Return whether an earlier mail has this line, a short one together with lines beside it."""
        line = _comparable(self._folded[number]).strip()
        if not line:
            return False
        if len(line) >= _LONG_LINE:
            return self._has_earlier(line)
        if self._last and self._has_earlier(f"{self._last} {line}"):
            return True
        for following in self._following(number + 1, _LOOK_AHEAD - 1):
            line = f"{line} {_comparable(following).strip()}"
            if len(line) >= _LONG_LINE:
                return self._has_earlier(line)
        return False

    def _has_earlier(self, words: str) -> bool:
        return any(f" {words} " in each for each in self._earlier)

    def _following(self, number: int, most: int) -> list[str]:
        near = self._folded[number : number + 4 * most]
        return [line for line in near if line][:most]

    def _quote_follows(self, number: int) -> bool:
        """Return whether what stands from this line on is certainly quoted."""
        return any(
            line.startswith(">")
            or (len(line) >= _LONG_LINE and self._has_earlier(_comparable(line).strip() or "\n"))
            for line in self._following(number, _LOOK_AHEAD)
        )

    def _begins_quote(self, number: int) -> tuple[str, int]:
        """Return how many lines introduce a quote here, 0 for none, and what the sender wrote before them."""
        line = self._folded[number]
        if not line or line.startswith(">"):
            return "", 0
        width = self._header_width(number)
        if width and self._quote_follows(number + width):
            return "", width
        before, width = before_attribution(self._folded, number, self._ends)
        if not width or not self._quote_follows(number + width):
            return "", 0
        words = self._lines[number].split()[: len(before.split())]
        return self._lines[number].strip()[: _length_of(words, self._lines[number].strip())], width

    def _header_width(self, number: int) -> int:
        """Return how many lines a header has that stands above a quote without marks, with the rule above it."""
        first = number
        if CUT_LINES.match(self._folded[first]):
            first += 1
            while first < len(self._folded) and not self._folded[first] and first - number < 3:
                first += 1
            if first == len(self._folded) or not HEADER_BLOCK.match(self._folded[first].lstrip("*")):
                return 1
        elif not (
            HEADER_BLOCK.match(self._folded[first].lstrip("*")) and more_headers_follow(self._folded, first)
        ):
            return 0
        last = first
        for at in range(first, min(first + _MOST_HEADERS, len(self._folded))):
            if not self._folded[at]:
                break
            if _HEADER.match(self._folded[at]):
                last = at
        return last + 1 - number


def _length_of(words: Sequence[str], line: str) -> int:
    """Return where the last of these words ends that a line begins with."""
    end = 0
    for word in words:
        end = line.index(word, end) + len(word)
    return end


def _comparable(text: str) -> str:
    """Return the words of a text without case, quote marks, links, and without where lines end."""
    lines = (_MARKS.sub("", line) for line in fold(text).split("\n"))
    return f" {' '.join(_LINK.sub('', ' '.join(lines)).split())} "
