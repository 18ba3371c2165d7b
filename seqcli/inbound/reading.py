"""Reads mail text: folding, cutting, quotes, HTML, addresses.

Every function takes time linear in its input, whatever the input: it comes from strangers.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import islice

from seqcli.inbound.quote_phrases import (
    ATTRIBUTION,
    ATTRIBUTION_END,
    CUT_LINES,
    DATE_LINE,
    HEADER_BLOCK,
    SHORT_ATTRIBUTION,
    SIGNATURE,
)
from seqcli.model import Mail, normalise_address
from seqcli.patterns import compiled

TEXT_LIMIT = 30_000  # characters of a body; no notice or reply needs more
HTML_LIMIT = 200_000  # markup is long
TAG_LIMIT = 20_000
SUBJECT_LIMIT = 500
_LAST_LINES = 3
_LONGEST_LINE = 2_000  # of which the beginning or end of a quote is looked for
_MOST_ATTRIBUTIONS = 5
_MOST_ENDS = 50  # lines of a mail that may end an attribution
WRITTEN_LIMIT = 4_000  # of the text above the quote

_LONGEST_LETTER = 6
_PLAIN_LETTERS = str.maketrans("łŁøØđĐ’‘ʼ`´“”„", "lloodd'''''\"\"\"")  # noqa: RUF001 - look-alikes on purpose


@cache
def _fold_character(character: str) -> str:
    if unicodedata.category(character) == "Cf":
        return ""
    parts = unicodedata.normalize("NFKD", character.translate(_PLAIN_LETTERS))
    if len(parts) > _LONGEST_LETTER:
        return character  # a whole sentence in one sign would make the text many times as long
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()


def fold(text: str) -> str:
    """Return the text without case, accents and invisible characters; lines stay."""
    if text.isascii():
        return text.casefold()
    # One character at a time: normalising a long run of combining marks takes quadratic time.
    return "".join(map(_fold_character, text))


def flat(text: str) -> str:
    """Return the folded text on one line, with single spaces."""
    return " ".join(fold(text).split())


def body(mail: Mail) -> str:
    """Return the text of a mail, else the text of its HTML, cut to `TEXT_LIMIT`."""
    return _cut(mail.text) if mail.text.strip() else html_body(mail)


def html_body(mail: Mail) -> str:
    """Return the text of the HTML of a mail, cut to `TEXT_LIMIT`."""
    return _cut(text_from_html(mail.html))


def _cut(text: str) -> str:
    return text[:TEXT_LIMIT].replace("\r\n", "\n").replace("\r", "\n")


def first_phrase(text: str, phrases: Iterable[str]) -> str:
    """Return the first phrase that the (folded) text contains, or an empty text."""
    return next((phrase for phrase in phrases if phrase in text), "")


# --- HTML

_BLOCK_TAGS = frozenset(
    [
        *("address", "article", "blockquote", "br", "div", "dd", "dl", "dt", "footer", "h1", "h2", "h3"),
        *("h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table", "tr", "ul"),
    ]
)
_SILENT_TAGS = frozenset({"script", "style", "head", "title"})


@lru_cache(maxsize=2)
def text_from_html(source: str) -> str:
    """Return the text of HTML, roughly: one line per block, quoted blocks marked with `>`."""
    text = "".join(_html_pieces(source[:HTML_LIMIT]))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _html_pieces(source: str) -> Iterator[str]:
    silent, depth = "", 0
    first, *rest = source.split("<", TAG_LIMIT)
    yield html.unescape(first)
    for piece in rest:
        tag, _, text = piece.partition(">")
        name = tag.strip().split(" ", 1)[0].rstrip("/").casefold()
        bare = name.removeprefix("/")
        if silent:
            silent = "" if name == "/" + silent else silent
        elif name in _SILENT_TAGS:
            silent = name
        if bare == "blockquote":
            depth = max(0, depth - 1) if name.startswith("/") else depth + 1
        if bare in _BLOCK_TAGS:
            yield "\n> " if depth else "\n"
        if not silent:
            yield html.unescape(text.replace("\n", " "))


# --- What the sender wrote, without quotes


@lru_cache(maxsize=4)  # every part of the classification asks for the same mail
def written_lines(text: str) -> tuple[str, ...]:
    """Return the folded, non-empty lines that the sender wrote, above or between quotes."""
    return tuple(line for _, line in _unquoted(one_spaced(fold(text[:TEXT_LIMIT]))) if line)


def lines_below_quote(text: str) -> list[str]:
    """Return the folded last paragraph below a quote without marks, if nothing stands above it."""
    lines = one_spaced(fold(text[:TEXT_LIMIT]))
    while lines and not lines[-1]:
        lines.pop()
    gap = max((number for number, line in enumerate(lines) if not line), default=0)
    last = lines[gap + 1 :]
    if (
        not gap
        or len(last) > _LAST_LINES
        or written_lines(text)
        or any(line.startswith(">") for line in lines)
    ):
        return []
    return last


def written_text(text: str) -> str:
    """Return what the sender wrote on one line, not folded."""
    typed = one_spaced(text[:TEXT_LIMIT])
    kept = _unquoted([fold(line) for line in typed])
    return " ".join(word for number, line in kept for word in typed[number].split()[: len(line.split())])


def one_spaced(text: str) -> list[str]:
    """Return the lines of a text with single spaces."""
    return [" ".join(line.split()) for line in text.split("\n")]


def _unquoted(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield number and text of each line that is not quoted; the text may be only the beginning of the line."""
    skip, ends = 0, lines_with_end(lines)
    for number, line in enumerate(lines):
        if skip:
            skip -= 1
            continue
        if not line or line.startswith((">", "|")):
            continue
        if CUT_LINES.match(line) or _begins_header(lines, number):
            return
        if SIGNATURE.match(line) and line.rstrip() in {"--", "—"}:
            return
        if SIGNATURE.match(line):
            continue
        before, width = before_attribution(lines, number, ends)
        if width:
            yield number, before
            if not _quote_marks_follow(lines, number + width):
                return
            skip = width - 1
            continue
        yield number, line


def lines_with_end(lines: list[str]) -> frozenset[int]:
    """Return the numbers of the first lines in which the end of an attribution begins."""
    pairs = zip(lines, (*lines[1:], ""), strict=True)
    found = (
        number
        for number, (line, following) in enumerate(pairs)
        if (end := ATTRIBUTION_END.search(f"{line} {following}"[:_LONGEST_LINE])) and end.start() <= len(line)
    )
    return frozenset(islice(found, _MOST_ENDS))


def before_attribution(lines: list[str], number: int, ends: frozenset[int]) -> tuple[str, int]:
    """Return the text before "On … wrote:" and the number of its lines (clients wrap it), 0 for none.

    `ends` are the lines in which an attribution may end.
    """
    for width in (1, 2, 3):
        wrapped = lines[number : number + width]
        if not all(wrapped):
            break
        start = None
        if not ends.isdisjoint(range(number, number + width)):
            start = _attribution_start(wrapped)
            if start is None and _quote_marks_follow(lines, number + width):
                start = _short_attribution_start(wrapped)
        if start is not None and start <= len(lines[number]):
            return lines[number][:start].strip(), width
        if sum(map(len, wrapped)) > 300:
            break
    return "", 0


def _attribution_start(lines: list[str]) -> int | None:
    """Return where "On … wrote:" begins in lines joined by blanks.

    The sender's own words may hold a day ("back on 4 May."), so a later beginning of a sentence or line counts more.
    """
    joined = " ".join(lines)[:_LONGEST_LINE]
    line_starts = {sum(len(line) + 1 for line in lines[:index]) for index in range(len(lines))}
    best, position = None, 0
    for _ in range(_MOST_ATTRIBUTIONS):
        found = ATTRIBUTION.search(joined, position)
        if found is None:
            break
        start = found.start()
        is_start = start in line_starts or joined[:start].rstrip().endswith((".", "!", "?"))
        if best is None or (is_start and not DATE_LINE.fullmatch(joined, best, start)):
            best = start
        position = start + 1
    return best


def _short_attribution_start(lines: list[str]) -> int | None:
    """Return where "On Mon, Bo wrote:" begins that ends these lines, joined by blanks."""
    found = SHORT_ATTRIBUTION.search(" ".join(lines)[:_LONGEST_LINE])
    return None if found is None else found.start()


def _quote_marks_follow(lines: list[str], number: int) -> bool:
    return any(line.startswith(">") for line in [line for line in lines[number : number + 4] if line][:1])


def _begins_header(lines: list[str], number: int) -> bool:
    """Return whether a header as Outlook puts it above a quote begins here; its names may be bold, as `*From:*`."""
    return bool(HEADER_BLOCK.match(lines[number].lstrip("*"))) and more_headers_follow(lines, number)


def more_headers_follow(lines: list[str], number: int) -> bool:
    """Return whether the lines after "From:" are a header, as Outlook puts above a quote."""
    following = [line for line in lines[number + 1 : number + 6] if line][:3]
    return any(re.match(r"[^\s:]{2,20}(?: \w+)?\s?:\s?\S", line) for line in following)


# --- Addresses

_ADDRESS = compiled(
    r"[\w.+%&'#!$*^~-]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?)(?:\.[^\W_](?:[\w-]{0,61}[^\W_])?){1,8}"
)


def addresses_in(text: str) -> Iterator[str]:
    """Yield the mail addresses in a text, normalised, in order, with repetitions."""
    for found in _ADDRESS.finditer(text):
        address = found.group().lstrip("'.*!#-~")
        if not address.startswith("@"):
            yield normalise_address(address)
