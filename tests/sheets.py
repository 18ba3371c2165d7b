"""Workbooks as people have them, written for tests."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

DAY = datetime(2026, 3, 1)  # noqa: DTZ001 - cells have no zone
_NAMESPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
)
_LINKS = ' xmlns:xlink="http://www.w3.org/1999/xlink"'


def xlsx(*sheets: tuple[str, Iterable[Sequence[Any]]], hidden: Sequence[str] = ()) -> bytes:
    """Return a workbook; a day is shown as one."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "default_date_format": "dd.mm.yyyy"}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if cell is not None:
                        sheet.write(number, column, cell)
            if name in hidden:
                sheet.hide()
    return target.getvalue()


def ods_cell(value: Any) -> str:
    """Return a cell as LibreOffice writes it."""
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, bool):
        kind, shown = f'boolean" office:boolean-value="{str(value).lower()}', str(value).upper()
    elif isinstance(value, int | float):
        kind, shown = f'float" office:value="{value}', str(value)
    elif isinstance(value, date):
        kind, shown = f'date" office:date-value="{value.strftime("%Y-%m-%d")}', value.strftime("%d.%m.%y")
    else:
        kind, shown = "string", value
    return f'<table:table-cell office:value-type="{kind}"><text:p>{escape(shown)}</text:p></table:table-cell>'


def ods_rows(rows: Iterable[Sequence[Any]]) -> str:
    """Return rows with the endless blank cells that LibreOffice writes behind them."""
    blank = '<table:table-cell table:number-columns-repeated="16000"/>'
    written = "".join(
        f"<table:table-row>{''.join(map(ods_cell, row))}{blank}</table:table-row>" for row in rows
    )
    return f'{written}<table:table-row table:number-rows-repeated="1048000">{blank}</table:table-row>'


def ods(rows: str, *, before: str = "", manifest: str = "") -> bytes:
    """Return a workbook with one sheet."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {_NAMESPACES}{_LINKS}'
        f' office:version="1.3"><office:body><office:spreadsheet><table:table table:name="People">{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>"),
        ("content.xml", content),
    )


def zipped(*files: tuple[str, str | bytes]) -> bytes:
    """Return an archive of files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return target.getvalue()


def rezipped(data: bytes, changes: dict[str, tuple[str, str]]) -> bytes:
    """Return an archive with a text replaced in some of its files."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for name, (old, new) in changes.items():
        assert old.encode() in files[name]
        files[name] = files[name].replace(old.encode(), new.encode())
    return zipped(*files.items())
