"""Renders a page: one HTML file that needs no network and no script, for any screen, printer and reader."""

import base64
import hashlib
import re
from collections.abc import Iterator
from html import escape

from seqcli.output.charts import draw_chart
from seqcli.output.figures import Figure, KeyNumber, Page, PageSection
from seqcli.output.result import Table
from seqcli.output.streams import for_people

_STYLE = """
:root { color-scheme: light dark; --ink: #1d2430; --muted: #5b6472; --line: #e1e4ea; --paper: #ffffff;
  --ground: #f5f6f8; --series-1: #8795ab; --series-2: #2463c4; --series-3: #c2572b; --series-4: #2f8f5b; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7eaf0; --muted: #a3acba; --line: #333b47; --paper: #1a1f27;
  --ground: #12161c; --series-1: #76849a; --series-2: #6ea4f2; --series-3: #ec8a5c; --series-4: #5cc08c; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 1020px; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0; }
h2 { font-size: 1.25rem; margin: 3rem 0 1rem; }
h3 { font-size: 1rem; margin: 0; }
p { margin: .25rem 0 0; }
.quiet, figcaption p, .number span { color: var(--muted); }
.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 1px;
  background: var(--line); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; margin: 1rem 0; }
.number { background: var(--paper); padding: .9rem 1rem; }
.number strong { display: block; font-size: 1.6rem; line-height: 1.2; font-weight: 600; }
.number span { display: block; font-size: .82rem; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 460px), 1fr)); gap: 1rem; }
figure, .table { margin: 0; background: var(--paper); border: 1px solid var(--line); border-radius: 10px;
  padding: 1.1rem 1.2rem; min-width: 0; }
figure.wide { grid-column: 1 / -1; }
.wide .chart { overflow-x: auto; }
.wide svg { min-width: 640px; }
figure svg { min-width: 400px; }
figcaption p { font-size: .85rem; margin-bottom: .75rem; }
svg { display: block; max-width: 100%; height: auto; overflow: visible; }
td { white-space: nowrap; }
.table { overflow-x: auto; margin-bottom: 1rem; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; }
caption { text-align: left; font-weight: 600; padding-bottom: .4rem; }
th, td { text-align: left; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--muted); font-weight: 500; }
tbody th { color: var(--ink); font-weight: 400; white-space: nowrap; }
tr:last-child th { border-bottom: 0; }
thead tr:last-child th { border-bottom: 1px solid var(--line); }
tr:last-child td { border-bottom: 0; }
.right { text-align: right; font-variant-numeric: tabular-nums; }
details { margin-top: .75rem; font-size: .85rem; }
summary { cursor: pointer; color: var(--muted); }
summary:focus-visible { outline: 2px solid var(--series-2); outline-offset: 2px; border-radius: 3px; }
.scroll { overflow-x: auto; }
.chart { overflow-x: auto; padding: 0 .5rem 0 1.5rem; margin: 0 -.5rem 0 -1.2rem; }
ul { padding-left: 1.2rem; font-size: .88rem; color: var(--muted); }
@media print { :root { --ground: #fff; } body { font-size: 11pt; } main { max-width: none; padding: 0; }
  figure, .table, .numbers { break-inside: avoid; } details { display: none; } h2 { break-after: avoid; } }
"""
#: An id of a drawing, or what names it: every drawing numbers its own from 0.
_ID = re.compile(r'( id="|url\(#|href="#)')
_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
#: Nothing is fetched and nothing runs; only the style of the page itself applies.
_POLICY = f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'; form-action 'none'"


def render_page(page: Page) -> str:
    """Return a page as HTML; every text in it is data.

    Raises:
        UsageError: it has charts, and the extra `report` is not installed.
    """
    return "\n".join(_lines(page)) + "\n"


def _lines(page: Page) -> Iterator[str]:
    yield "<!doctype html>"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{_text(page.title)}</title><style>{_STYLE}</style></head><body><main>"
    yield f'<header><h1>{_text(page.title)}</h1><p class="quiet">{_text(page.subtitle)}</p></header>'
    for number, section in enumerate(page.sections):
        yield from _section(section, f"s{number}")
    yield '<section aria-labelledby="methods"><h2 id="methods">How this was counted</h2><ul>'
    yield from (f"<li>{_text(each)}</li>" for each in page.methods)
    yield "</ul></section></main></body></html>"


def _section(section: PageSection, anchor: str) -> Iterator[str]:
    yield f'<section aria-labelledby="{anchor}"><h2 id="{anchor}">{_text(section.title)}</h2>'
    if section.numbers:
        yield f'<div class="numbers">{"".join(map(_number, section.numbers))}</div>'
    for table in section.tables:
        name = f' role="region" tabindex="0" aria-label="{_text(table.title)}"'
        yield f'<div class="table"{name}>{_table(table)}</div>'
    yield from (f"<p>{_text(each)}</p>" for each in section.lines)
    if section.figures:
        yield '<div class="figures">'
        for number, figure in enumerate(section.figures):
            yield _figure(figure, f"{anchor}f{number}")
        yield "</div>"
    yield "</section>"


def _number(number: KeyNumber) -> str:
    remark = f"<span>{_text(number.remark)}</span>" if number.remark else ""
    return f'<div class="number"><strong>{_text(number.value)}</strong>{_text(number.name)}{remark}</div>'


def _figure(figure: Figure, anchor: str) -> str:
    wide = ' class="wide"' if figure.is_wide else ""
    drawn = _ID.sub(rf"\1{anchor}-", draw_chart(figure))
    svg = drawn.replace("<svg ", f'<svg role="img" aria-labelledby="{anchor}" ', 1)
    caption = f'<h3 id="{anchor}">{_text(figure.title)}</h3><p>{_text(figure.caption)}</p>'
    table = (
        f'<details><summary>As a table</summary><div class="scroll">{_table(figure.table)}</div></details>'
    )
    chart = f'<div class="chart" tabindex="0">{svg}</div>'
    return f"<figure{wide}><figcaption>{caption}</figcaption>{chart}{table}</figure>"


def _table(table: Table) -> str:
    caption = f"<caption>{_text(table.title)}</caption>" if table.title else ""
    head = "".join(f'<th scope="col"{_right(table, name)}>{_text(name)}</th>' for name in table.columns)
    rows = "".join(f"<tr>{''.join(_cells(table, row))}</tr>" for row in table.rows)
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cells(table: Table, row: tuple[str, ...]) -> Iterator[str]:
    """Yield the cells of a row; the first one names it."""
    for number, (name, cell) in enumerate(zip(table.columns, row, strict=True)):
        tag, scope = ("td", "") if number else ("th", ' scope="row"')
        yield f"<{tag}{scope}{_right(table, name)}>{_text(cell)}</{tag}>"


def _right(table: Table, name: str) -> str:
    return ' class="right"' if name in table.right else ""


def _text(text: str) -> str:
    """Return a text of the file as HTML: no mark-up, no control characters, times in the reader's zone."""
    return escape(for_people(text))
