"""Converts HTML to plain text, for mails that have only HTML."""

import re
from html.parser import HTMLParser

_BREAKS = frozenset(
    {"address", "article", "blockquote", "div", "footer", "header", "hr", "section", "table", "tr"}
)
_PARAGRAPHS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "ul"})
_SILENT = frozenset({"head", "script", "style", "template", "title"})


def html_to_text(html: str) -> str:
    """Return the text of `html`: blank lines between paragraphs, dashes before list items, targets after links."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0
        self._links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self.pieces.append("\n")
        elif tag == "li":
            self.pieces.append("\n- ")
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self.pieces)))
        elif tag in ("td", "th"):
            self.pieces.append(" ")
        else:
            self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "a" and self._links:
            self._end_link(*self._links.pop())
        else:
            self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(re.sub(r"\s+", " ", data))

    def _break(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self.pieces.append("\n\n")
        elif tag in _BREAKS:
            self.pieces.append("\n")

    def _end_link(self, target: str, start: int) -> None:
        words = "".join(self.pieces[start:]).strip()
        plain = target.removeprefix("mailto:")
        leads_somewhere = plain != target or plain.startswith(("http:", "https:"))
        if leads_somewhere and plain.rstrip("/") not in (words, f"https://{words}", f"http://{words}"):
            self.pieces.append(f" ({plain})")
