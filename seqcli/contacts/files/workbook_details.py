"""What a person sees in a sheet of .xlsx beside the values: zeros in front of a number, and addresses behind a link."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import basename, dirname, join, normpath
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from seqcli.addresses import like_address
from seqcli.contacts.files.workbook_check import chunks_of, column_number

_ZEROS = re.compile(r"0{2,20}")
_STYLED = re.compile(rb"<[\w.-]*:?c\s(?=[^>]*\br=\"([A-Z]+)\d+\")(?=[^>]*\bs=\"(\d+)\")")
_LINK = re.compile(rb"<[\w.-]*:?hyperlink\s(?=[^>]*\bref=\"([A-Z]+)(\d+))(?=[^>]*:id=\"([^\"]+)\")")
_MOST_LINKS = 200_000


@dataclass(frozen=True, slots=True)
class SheetDetails:
    """Digits that numbers of a column are shown with, and addresses by (row, column); both count from 1."""

    digits: dict[int, int] = field(default_factory=dict)
    links: dict[tuple[int, int], str] = field(default_factory=dict)

    def apply(self, row: int, first: int, cells: list[str]) -> None:
        """Change the cells of a row, which begin in column `first`, to what a person sees."""
        for column, digits in self.digits.items():
            place = column - first
            if 0 <= place < len(cells) and cells[place].isdecimal():
                cells[place] = cells[place].zfill(digits)
        for place, cell in enumerate(cells) if self.links else ():
            address = self.links.get((row, first + place))
            if address and not like_address(cell):
                cells[place] = f"{cell} <{address}>" if cell else address


def read_details(archive: zipfile.ZipFile, sheet: str) -> SheetDetails:
    """Return the details of a sheet; none where the workbook is built in an unusual way."""
    try:
        part = _part_of(archive, sheet)
        if part is None:
            return SheetDetails()
        styles = _zero_styles(archive)
        targets = _mail_targets(archive, part)
        digits: dict[int, int] = {}
        links: dict[tuple[int, int], str] = {}
        for chunk in chunks_of(archive, archive.getinfo(part)) if styles or targets else ():
            for letters, style in set(_STYLED.findall(chunk)) if styles else ():
                if style in styles:
                    digits[column_number(letters)] = styles[style]
            for letters, row, link in _LINK.findall(chunk) if targets else ():
                if link in targets and len(links) < _MOST_LINKS:
                    links[int(row), column_number(letters)] = targets[link]
    except (KeyError, ValueError, ET.ParseError, zipfile.BadZipFile):
        return SheetDetails()
    return SheetDetails(digits, links)


def _elements(archive: zipfile.ZipFile, part: str, tag: str) -> Iterator[ET.Element]:
    with archive.open(part) as stream:
        for _, element in ET.iterparse(stream):  # noqa: S314 - as above
            if element.tag.rpartition("}")[2] == tag:
                yield element


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """Return the path of a sheet in the archive."""
    target = {each.get("Id"): each.get("Target") for each in _relations(archive, "xl/workbook.xml")}
    for element in _elements(archive, "xl/workbook.xml", "sheet"):
        if element.get("name") == sheet:
            ids = [value for key, value in element.attrib.items() if key.endswith("}id")]
            path = target.get(ids[0]) if ids else None
            return normpath(join("xl", path)).lstrip("/") if path else None
    return None


def _relations(archive: zipfile.ZipFile, part: str) -> list[ET.Element]:
    path = f"{dirname(part)}/_rels/{basename(part)}.rels"
    return list(_elements(archive, path, "Relationship")) if path in archive.NameToInfo else []


def _mail_targets(archive: zipfile.ZipFile, part: str) -> dict[bytes, str]:
    found = {}
    for element in _relations(archive, part):
        target = element.get("Target", "")
        if target.lower().startswith("mailto:"):
            address = unquote(target[7:].partition("?")[0]).strip()
            if like_address(address):
                found[element.get("Id", "").encode()] = address
    return found


def _zero_styles(archive: zipfile.ZipFile) -> dict[bytes, int]:
    """Return the styles of cells whose numbers are shown with a fixed number of digits."""
    if "xl/styles.xml" not in archive.NameToInfo:
        return {}
    formats = {
        each.get("numFmtId"): len(each.get("formatCode", ""))
        for each in _elements(archive, "xl/styles.xml", "numFmt")
        if _ZEROS.fullmatch(each.get("formatCode", ""))
    }
    styles = next(_elements(archive, "xl/styles.xml", "cellXfs"), None) if formats else None
    if styles is None:
        return {}
    return {
        str(index).encode(): formats[each.get("numFmtId")]
        for index, each in enumerate(styles)
        if each.get("numFmtId") in formats
    }
