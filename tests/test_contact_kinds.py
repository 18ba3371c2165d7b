"""Contact files that are no CSV: workbooks, JSON, archives and lists, by their content; and rows without an address."""

import gzip
import io
import json
import random
import subprocess
import sys
import zipfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from sheets import DAY, ods, ods_cell, ods_rows, rezipped, xlsx, zipped
from shell import Cli

from seqcli.contacts import LeadRow, RejectedRow, open_contacts
from seqcli.contacts.files.address_lists import find_addresses
from seqcli.contacts.files.archives import open_gzip
from seqcli.contacts.patterns import read_patterns
from seqcli.contacts.values.cell_texts import cell_text
from seqcli.errors import InputFileError

ADA, BOB = "ada@acme.example", "bob@bolt.example"
HEADER = ("Email", "First Name", "Company")
PEOPLE = [HEADER, (ADA, "Ada", "Acme"), (BOB, "Bob", "Bolt")]
CSV = "".join(",".join(row) + "\n" for row in PEOPLE)
SEQUENCE = """
id = "intro"
name = "Intro"
[[steps]]
subject = "Hello"
template = "Hi {{ first_name | default('there') }}."
"""


class Read:
    """A file that was read: rows, and remarks on it."""

    def __init__(self, data: bytes | str, **options: Any) -> None:
        raw = data.encode() if isinstance(data, str) else data
        with open_contacts(io.BytesIO(raw), **options) as file:
            self.rows = list(file)
            self.notes = file.notes
            self.bytes_read = file.bytes_read

    @property
    def leads(self) -> list[LeadRow]:
        assert all(isinstance(row, LeadRow) for row in self.rows), self.rows
        return [row for row in self.rows if isinstance(row, LeadRow)]

    @property
    def people(self) -> list[tuple[str, str, str]]:
        return [
            (row.address, row.fields.get("first_name", ""), row.fields.get("company", ""))
            for row in self.leads
        ]


def refused(data: bytes | str, **options: Any) -> InputFileError:
    with pytest.raises(InputFileError) as caught:
        Read(data, **options)
    return caught.value


def written(*cells: tuple[int, int, Any, dict[str, Any] | None]) -> bytes:
    """Return a sheet with a header and cells in a format of their own."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Email", "Value"])
        for row, column, value, style in cells:
            sheet.write(row, column, value, book.add_format(style) if style else None)
    return target.getvalue()


def value_of(value: Any, style: dict[str, Any] | None = None) -> str:
    lead = Read(written((1, 0, ADA, None), (1, 1, value, style))).leads[0]
    return lead.fields.get("value", "")


# --- workbooks ----------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [xlsx(("People", PEOPLE)), ods(ods_rows(PEOPLE))], ids=["xlsx", "ods"])
def test_a_workbook_reads_like_the_csv_of_its_sheet(data: bytes) -> None:
    read = Read(data)
    assert read.people == Read(CSV).people
    assert [row.line for row in read.leads] == [2, 3]
    assert read.bytes_read == len(data)
    assert read.notes == ()


def test_a_workbook_of_an_older_excel_is_read() -> None:
    read = Read(Path(__file__).with_name("samples").joinpath("contacts.xls").read_bytes())
    assert [lead.fields["zip"] for lead in read.leads] == ["89073", "1.5"]
    assert read.leads[1].fields["first_name"] == "Zoë"


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        (42.0, None, "42"),
        (0.1 + 0.2, None, "0.3"),
        (4915112345678, None, "4915112345678"),
        (-7, None, "-7"),
        (True, None, "TRUE"),
        (False, None, "FALSE"),
        ("007", None, "007"),
        ("+49 30 1", None, "+49 30 1"),
        (7030, {"num_format": "00000"}, "07030"),
        (DAY, {"num_format": "dd.mm.yy"}, "2026-03-01"),
        (DAY.replace(hour=9, minute=5), {"num_format": "dd.mm.yy hh:mm"}, "2026-03-01 09:05"),
        (0.5, {"num_format": "hh:mm"}, "12:00"),
        ("two\nlines", None, "two\nlines"),
        ("Zoë 株式会社", None, "Zoë 株式会社"),
    ],
)
def test_a_cell_reads_as_a_person_sees_it(value: Any, style: dict[str, Any] | None, text: str) -> None:
    assert value_of(value, style) == text


def test_a_formula_has_the_value_that_was_saved() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Email", "A", "B"])
        sheet.write_formula("A2", '=B9&"@acme.example"', None, ADA)
        sheet.write_formula("B2", "=NA()", None, "#N/A")
        sheet.write_formula("C2", '=HYPERLINK("https://acme.example","Acme")', None, "Acme")
    (lead,) = Read(target.getvalue()).leads
    assert (lead.address, lead.fields) == (ADA, {"b": "Acme"})


def test_an_address_behind_a_link_is_taken() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(2, 1, ["Email", "First Name"])
        sheet.write_url("B4", f"mailto:{ADA}?subject=Hi", string="Mail Ada")
        sheet.write_url("B5", f"mailto:{ADA}", string=BOB)
        sheet.write_url("B6", "https://acme.example", string="cyd@corax.example")
    assert [row.address for row in Read(target.getvalue()).leads] == [ADA, BOB, "cyd@corax.example"]


def test_titles_above_the_header_are_skipped_and_rows_keep_their_numbers() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("B2:E2", "Customers of 2026")
        for number, row in zip((3, 4, 8), PEOPLE, strict=True):
            sheet.write_row(number, 1, row)
        sheet.write_row(9, 1, ["no address", "X\nY", ""])
    read = Read(target.getvalue())
    assert [row.line for row in read.rows] == [5, 9, 10]
    assert read.notes == ("the header is on line 4; the lines before it are skipped",)


def test_a_line_break_in_a_cell_moves_no_row_number() -> None:
    rows = [("Email", "First\nName", "Note"), (ADA, "Ada", "a\nb\nc"), (BOB, "Bob", f"x\n{ADA},y")]
    read = Read(xlsx(("P", rows)))
    assert [row.line for row in read.leads] == [2, 3]
    assert read.leads[0].fields == {"first_name": "Ada", "note": "a\nb\nc"}
    assert not read.leads[1].notes


def test_cells_beside_the_table_are_told() -> None:
    read = Read(xlsx(("P", [*PEOPLE, (BOB, "", "", "", "checked by Ann")])))
    assert len(read.leads) == 3
    assert read.notes == ("1 row with cells to the right of the header: these cells were not read",)


@pytest.mark.parametrize("write", [xlsx, None], ids=["xlsx", "ods"])
def test_a_yes_in_an_opt_out_column_is_one(write: Any) -> None:
    rows = [("Email", "Unsubscribed"), (ADA, True), (BOB, False)]
    read = Read(write(("P", rows)) if write else ods(ods_rows(rows)))
    assert [bool(row.opted_out) for row in read.leads] == [True, False]


def test_the_first_visible_sheet_with_people_is_read_and_the_others_are_told() -> None:
    book = xlsx(
        ("Cover", [("Export of March",)]),
        ("Old", PEOPLE[:2]),
        ("Empty", []),
        ("All people", PEOPLE),
        ("Secret", PEOPLE),
        hidden=["Old", "Secret"],
    )
    read = Read(book)
    assert len(read.leads) == 2
    assert read.notes == (
        'sheet "All people" of 5 is read',
        'hidden sheet "Old" looks like people too and is not read: --sheet Old',
        'hidden sheet "Secret" looks like people too and is not read: --sheet Secret',
    )
    for sheet in ("Old", "old ", "2"):
        assert len(Read(book, sheet=sheet).leads) == 1


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are() -> None:
    book = xlsx(("A", PEOPLE), ("B", PEOPLE))
    assert refused(book, sheet="3").hint == 'Its sheets: 1 "A", 2 "B".'
    assert refused(book, sheet="0").code == "no_sheet"
    assert refused(CSV, sheet="A").code == "no_sheet"
    assert refused("[" + json.dumps({"email": ADA}) + "]", sheet="A").code == "no_sheet"


def test_a_workbook_without_people_says_what_it_has() -> None:
    assert "--sheet Crew" in refused(xlsx(("A", []), ("B", [("x",)]), ("Crew", PEOPLE), hidden=["Crew"])).hint
    error = refused(xlsx(("A", [("x", "y")]), ("B", [("z",)])))
    assert (error.code, '"A", "B"' in error.message) == ("no_sheet", True)
    assert refused(xlsx(("A", []))).code == "empty"
    assert refused(xlsx(("A", []), ("B", []))).code == "empty"
    assert refused(xlsx(("A", [("x",), ("y",)]))).code == "no_address_column"


def test_a_sheet_takes_the_options_of_a_csv_file() -> None:
    rows = [("Kontakt", "Wer"), (ADA, "Ada")]
    assert Read(xlsx(("A", [("x",)]), ("B", rows)), mapping={"email": "Kontakt"}).people[0][0] == ADA
    assert [row.line for row in Read(xlsx(("A", rows[1:])), no_header=True).leads] == [1]


@pytest.mark.parametrize(
    "data",
    [
        ods(ods_rows(PEOPLE), manifest="<encryption-data/>"),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 3000
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 99,
    ],
)
def test_a_workbook_with_a_password_says_so(data: bytes) -> None:
    error = refused(data)
    assert (error.code, error.message) == ("password", "standard input is protected with a password")


def test_one_cell_far_away_does_not_fill_the_memory() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write("A1", "Email")
        sheet.write("XFD1048576", "x")
    assert refused(target.getvalue()).code == "too_large"


def test_a_cell_repeated_without_end_is_refused_and_a_blank_one_is_not() -> None:
    cell = ods_cell("x").replace(
        "<table:table-cell", '<table:table-cell table:number-columns-repeated="16384"'
    )
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    assert refused(ods(row)).code == "too_large"
    assert len(Read(ods(ods_rows(PEOPLE))).leads) == 2


def test_no_entity_of_a_workbook_is_expanded() -> None:
    bomb = '<!DOCTYPE z [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    rows = f"<table:table-row>{ods_cell('Email').replace('Email', '&b;')}</table:table-row>"
    assert "entities" in refused(ods(rows, before=bomb)).message
    end = "?>"
    parts = ("xl/sharedStrings.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml")
    for part in parts:
        book = rezipped(xlsx(("P", PEOPLE)), {part: (end, end + bomb)})
        assert "entities" in refused(book).message


def test_a_workbook_that_says_a_wrong_size_is_refused() -> None:
    book = bytearray(xlsx(("P", PEOPLE)))
    place = book.rindex(b"xl/worksheets/sheet1.xml") - 22  # the size in the directory of the archive
    book[place : place + 4] = (5).to_bytes(4, "little")
    assert refused(bytes(book)).code == "binary"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ("<html><body><table><tr><td>Email</td></tr></table></body></html>", "a web page (HTML)"),
        ('\ufeff<!DOCTYPE html>\n<html lang="en">', "a web page (HTML)"),
        ("<table border=1><tr><td>Email</td></tr></table>", "a web page (HTML)"),
        ('<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook>', "Excel 2003"),
        ("{\\rtf1\\ansi Email}", "a rich text document"),
        ("BEGIN:VCARD\nEMAIL:a@x.example\n", "a vCard file"),
        ("dn: cn=Ann Lee\nmail: a@x.example\n", "an LDIF file"),
        (zipped(("[Content_Types].xml", ""), ("word/document.xml", "")), "a Word document"),
        (zipped(("Index/Document.iwa", "")), "a Numbers or Pages document"),
        (zipped(("[Content_Types].xml", ""), ("xl/workbook.bin", "")), ".xlsb"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3000, "an older Office program"),
        (b"PK\x03\x04 cut off", "damaged"),
    ],
)
def test_what_holds_no_rows_is_named_and_says_how_to_export(data: str | bytes, what: str) -> None:
    error = refused(data)
    assert what in error.message
    assert error.hint
    assert error.code == "binary"


def test_a_web_page_named_as_a_workbook_says_so(tmp_path: Path) -> None:
    path = tmp_path / "contacts.xls"
    path.write_text("<html><table></table></html>", encoding="utf-8")
    with pytest.raises(InputFileError, match=r"HTML\) named \.xls"):
        open_contacts(path)


@pytest.mark.parametrize("name", ["people.csv", "people.xlsx", "people"])
def test_the_name_of_a_file_does_not_matter(tmp_path: Path, name: str) -> None:
    for data in (CSV.encode(), xlsx(("P", PEOPLE)), gzip.compress(CSV.encode())):
        path = tmp_path / name
        path.write_bytes(data)
        with open_contacts(path) as file:
            assert len(list(file)) == 2


# --- archives -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        zipped(("a/Connections.csv", CSV)),
        zipped(("__MACOSX/._people.csv", "x"), ("people.csv", CSV), (".DS_Store", "x"), ("readme.pdf", "x")),
        zipped(("people", CSV)),
        zipped(("people.xlsx", xlsx(("P", PEOPLE)))),
        zipped(("people.ods", ods(ods_rows(PEOPLE)))),
        zipped(("people.json", json.dumps([dict(zip(HEADER, row, strict=True)) for row in PEOPLE[1:]]))),
        zipped(("../../people.csv", CSV)),
        gzip.compress(CSV.encode()),
        gzip.compress(CSV.encode("utf-16")),
        gzip.compress(xlsx(("P", PEOPLE))),
    ],
)
def test_the_one_file_of_an_archive_is_read(data: bytes) -> None:
    assert Read(data).people == Read(CSV).people


def encrypted(data: bytes) -> bytes:
    """Return an archive whose directory says that its file needs a password."""
    changed = bytearray(data)
    changed[changed.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def as_large(data: bytes) -> bytes:
    """Return an archive whose directory says that its file is larger than any that is read."""
    changed = bytearray(data)
    place = changed.rindex(b"PK\x01\x02") + 24
    changed[place : place + 4] = (0xF0000000).to_bytes(4, "little")
    return bytes(changed)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (zipped(("a.csv", CSV), ("b.csv", CSV)), "holds 2 files: a.csv, b.csv"),
        (zipped(("a.pdf", "x"), ("b.pdf", "x")), "without a contact file"),
        (zipped(), "without a contact file"),
        (zipped(("a.csv", zipped(("b.csv", CSV)))), "an archive in an archive"),
        (gzip.compress(gzip.compress(CSV.encode())), "an archive in an archive"),
        (encrypted(zipped(("a.csv", CSV))), "protected with a password"),
        (as_large(zipped(("a.csv", CSV))), "unpacks to more than 2 GB"),
        (zipped(*((f"{number}.txt", "") for number in range(10_001))), "more than 10,000 files"),
        (gzip.compress(CSV.encode() * 99)[:-30], "is damaged"),
        (b"\x1f\x8b\x08\x00nothing", "is damaged"),
    ],
)
def test_an_archive_that_is_no_single_contact_file_is_refused(data: bytes, what: str) -> None:
    error = refused(data)
    assert what in error.message
    assert error.hint


def test_a_file_stops_unpacking_at_the_limit() -> None:
    with ExitStack() as stack:
        stream = open_gzip(io.BytesIO(gzip.compress(b"x" * 5_000_000)), "a.gz", stack, most=1_000_000)
        assert len(stream.read(900_000)) > 0
        with pytest.raises(InputFileError, match="unpacks to more"):
            stream.readlines()


def test_a_name_in_an_archive_is_shown_without_control_characters() -> None:
    (note,) = Read(zipped(("a\x1b[31m.csv", CSV))).notes
    assert note == '"a?[31m.csv" in the zip file is read'


# --- JSON ---------------------------------------------------------------------------------------

OBJECTS = [{"Email": ADA, "First Name": "Ada", "Company": "Acme"}, {"Company": "Bolt", "Email": BOB}]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(OBJECTS),
        json.dumps(OBJECTS, indent=2),
        json.dumps({"meta": {"pages": [1, 2], "n": None}, "contacts": OBJECTS, "next": "x"}),
        json.dumps({"data": [{"id": 1, "attributes": each} for each in OBJECTS]}, indent=1),
        json.dumps({"result": {"items": OBJECTS}}),
        "".join(json.dumps(each) + "\n" for each in OBJECTS),
        "\n\n".join(json.dumps(each) for each in OBJECTS),
    ],
)
def test_objects_are_rows_wherever_their_list_is(text: str) -> None:
    for data in (text.encode(), text.encode("utf-8-sig"), text.encode("utf-16")):
        assert Read(data).people == [(ADA, "Ada", "Acme"), (BOB, "", "Bolt")]


def test_values_of_json_become_texts() -> None:
    found = {
        "email": ADA,
        "address": {"city": "Ulm", "geo": {"lat": 48.4}},
        "tags": ["a", "b"],
        "n": 42.0,
        "vip": True,
        "none": None,
        "phone": "007",
        "big": 12345678901234567890,
        "name": "Zo\u00eb \U0001f600",
    }
    for text in (json.dumps([found]), json.dumps(found)):
        (lead,) = Read(text).leads
        assert lead.fields["address_city"] == "Ulm"
        assert lead.fields["address_geo_lat"] == "48.4"
        assert (lead.fields["tags"], lead.fields["n"], lead.fields["vip"]) == ("a, b", "42", "TRUE")
        assert (lead.fields["phone"], lead.fields["big"]) == ("007", "12345678901234567890")
        assert "none" not in lead.fields
        assert lead.fields["full_name"].startswith("Zoë")


def test_half_a_surrogate_pair_is_no_text() -> None:
    (lead,) = Read('{"email": "ada@acme.example", "note": "a\\ud800b"}').leads
    lead.fields["note"].encode()


def test_rows_of_json_are_numbered_by_object_or_by_line() -> None:
    assert [row.line for row in Read(json.dumps(OBJECTS)).leads] == [1, 2]
    read = Read("\n".join(["", json.dumps(OBJECTS[0]), "", json.dumps(OBJECTS[1])]))
    assert [row.line for row in read.leads] == [2, 4]
    assert read.notes == ("JSON: rows are numbered by line",)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[]", "no objects"),
        ('{"a": 1,\n "b": 2}', "no objects"),
        (json.dumps({"a": OBJECTS, "b": OBJECTS}), 'two lists of objects, "a" and "b"'),
        (json.dumps([*OBJECTS, 3]), "an entry that is no object after entry 2"),
        (json.dumps(OBJECTS)[:-4], "an error"),
        ('{"email": "a"}\n{"email"', "line 2"),
        ('{"email": "a"}\n[1]', "an error"),
        ('[{"a":' + '{"a":' * 5000 + "1" + "}" * 5001 + "]", "deep"),
        ('{"a":' + '{"a":' * 9 + "1" + "}" * 10 + '\n{"b":1}', "deep"),
        (json.dumps([{str(n): n for n in range(600)}]), "more than 500 different keys"),
    ],
)
def test_json_that_is_no_list_of_people_is_refused_with_the_reason(text: str, what: str) -> None:
    error = refused(text)
    assert what in error.message
    assert error.exit_code == 4


def test_a_long_json_file_is_read_one_object_at_a_time() -> None:
    people = ({"email": f"p{n}@acme.example", "note": "x" * 50} for n in range(5000))
    read = Read('{"data": [' + ",".join(map(json.dumps, people)) + "]}")
    assert len(read.leads) == 5000
    assert read.leads[-1].line == 5000


# --- lists and quoted lines ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        f"Ada Lee <{ADA}>\nBob Ray <{BOB}>\n",
        f'"Lee, Ada" <{ADA}>; Ray, Bob <{BOB}>;',
        f"Ada Lee <{ADA}>, Bob Ray <{BOB}>",
        f"Lee, Ada <mailto:{ADA}>\r\n\r\n'Bob Ray' <{BOB}>,\r\n",
    ],
)
def test_a_list_of_mailboxes_gives_names_and_addresses(text: str) -> None:
    leads = Read(text).leads
    assert [row.address for row in leads] == [ADA, BOB]
    assert [row.fields["first_name"] for row in leads] == ["Ada", "Bob"]
    assert [row.fields["last_name"] for row in leads] == ["Lee", "Ray"]


def test_a_list_of_mailboxes_loses_no_line() -> None:
    read = Read(f"Ada <{ADA}>\n" * 11 + f"see below\n{BOB}\n")
    assert [row.line for row in read.rows] == [*range(1, 14)]
    assert isinstance(read.rows[11], RejectedRow)
    assert isinstance(read.rows[12], LeadRow)


@pytest.mark.parametrize(
    "text", [f"Ada <{ADA}>,Acme\n", f"{ADA}\n{BOB}\n", f"{ADA},Ada\n", f"Ada {ADA}\n", f"<{ADA}> wrote:\n"]
)
def test_what_is_no_list_of_mailboxes_still_needs_a_header(text: str) -> None:
    assert refused(text).code in {"no_header", "no_address_column"}


def test_lines_quoted_as_a_whole_are_read_as_they_were_meant() -> None:
    text = '"Email,First Name,Company"\n"ada@acme.example,Ada,""Acme, Inc"""\r\n"bob@bolt.example,Bob,Bolt"\n'
    read = Read(text)
    assert read.people == [(ADA, "Ada", "Acme, Inc"), (BOB, "Bob", "Bolt")]
    assert [row.line for row in read.leads] == [2, 3]
    assert read.notes == ("every line was quoted as a whole; the cells inside the quotes are read",)
    assert Read(text.replace(",", ";").replace("Acme; Inc", "Acme, Inc")).people == read.people


def test_the_header_of_quoted_lines_may_have_no_quotes() -> None:
    text = 'Email,First Name,Company\n"ada@acme.example,Ada,""Acme, Inc"""\n"bob@bolt.example,Bob,Bolt"\n'
    assert Read(text).people == [(ADA, "Ada", "Acme, Inc"), (BOB, "Bob", "Bolt")]


def test_cells_in_quotes_are_not_taken_for_whole_lines() -> None:
    assert Read('"Email","Name"\n"ada@acme.example","Lee, Ada"\n').notes == ()
    assert Read('"Email"\n"ada@acme.example"\n').notes == ()
    assert Read('Email,Note\n"ada@acme.example","x, y"\n').notes == ()
    assert Read('Email\n"ada@acme.example"\n').notes == ()


# --- whatever the bytes -------------------------------------------------------------------------


def changed(rng: random.Random, data: bytes) -> bytes:
    """Return a file with some bytes changed; of a workbook, those of its parts."""
    if data.startswith(b"PK") and rng.random() < 0.7:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return zipped(*((name, spoilt(rng, archive.read(name))) for name in archive.namelist()))
    return spoilt(rng, data)


def spoilt(rng: random.Random, data: bytes) -> bytes:
    spoilt = bytearray(data)
    for _ in range(rng.randrange(4) if data else 0):
        spoilt[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(spoilt[: rng.randrange(len(data) + 1)] if rng.random() < 0.1 else spoilt)


def test_a_damaged_file_is_read_or_refused_and_never_crashes() -> None:
    rng = random.Random(17)
    files = [
        xlsx(("P", PEOPLE)),
        ods(ods_rows(PEOPLE)),
        zipped(("a.csv", CSV)),
        gzip.compress(CSV.encode()),
        json.dumps(OBJECTS).encode(),
        json.dumps({"data": OBJECTS}).encode(),
        f"Ada <{ADA}>; Bob <{BOB}>".encode(),
    ]
    for _ in range(300):
        try:
            Read(changed(rng, rng.choice(files)))
        except InputFileError as error:
            assert error.message  # noqa: PT017 - most are refused, and some are read


def test_values_of_any_kind_are_texts() -> None:
    assert [cell_text(value) for value in (None, float("nan"), 1e30, 2.50, 10**20)] == [
        "",
        "",
        "1e+30",
        "2.5",
        "1" + "0" * 20,
    ]


# --- the command --------------------------------------------------------------------------------


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SEQCLI_DB", raising=False)
    cli = Cli(capsys)
    Path("intro.toml").write_text(SEQUENCE, encoding="utf-8")
    assert cli("import-sequence", "intro.toml")[0] == 0
    return cli


def test_a_workbook_imports_at_the_first_try(cli: Cli) -> None:
    Path("people.xlsx").write_bytes(xlsx(("Notes", [("x",)]), ("People", [*PEOPLE, ("none", "", "")])))
    code, envelope = cli.json("import-leads", "people.xlsx", "--sequence", "intro")
    assert (code, envelope["data"]["counts"]["accepted"]) == (1, 2)
    assert envelope["data"]["rejected_rows"][0]["line"] == 4
    assert 'sheet "People" of 2 is read' in json.dumps(envelope, ensure_ascii=False).replace('\\"', '"')
    rejects = Path("people.xlsx.rejects.csv")
    text = rejects.read_text(encoding="utf-8-sig").replace('"none"', '"cyd@corax.example"', 1)
    rejects.write_text(text, encoding="utf-8-sig")
    code, envelope = cli.json("import-leads", str(rejects), "--sequence", "intro")
    assert (code, envelope["data"]["counts"]["accepted"]) == (0, 1)


def test_a_sheet_is_chosen_on_the_command_line(cli: Cli) -> None:
    Path("people.xlsx").write_bytes(xlsx(("A", PEOPLE), ("B", PEOPLE[:2])))
    _, envelope = cli.json("import-leads", "people.xlsx", "--sequence", "intro", "--sheet", "B")
    assert envelope["data"]["counts"]["rows"] == 1
    code, _, err = cli("import-leads", "people.xlsx", "--sequence", "intro", "--sheet", "C")
    assert code == 4
    assert "no sheet" in err


@pytest.mark.parametrize("data", [xlsx(("P", PEOPLE)), zipped(("a.csv", CSV)), json.dumps(OBJECTS).encode()])
def test_standard_input_takes_every_kind(cli: Cli, monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    code, envelope = cli.json("import-leads", "-", "--sequence", "intro")
    assert (code, envelope["data"]["counts"]["accepted"]) == (0, 2)


def connections(blank: int, filled: int) -> str:
    rows = [f"p{number}@acme.example,P{number}" for number in range(filled)]
    rows[1:1] = [f",Q{number}" for number in range(blank)]
    return "Email Address,First Name\n" + "\n".join(rows) + "\n"


def test_rows_without_an_address_among_many_are_counted_apart(cli: Cli) -> None:
    Path("c.csv").write_text(connections(30, 5) + "broken@,Z\n", encoding="utf-8")
    code, envelope = cli.json("import-leads", "c.csv", "--sequence", "intro")
    data = envelope["data"]
    assert code == 1  # one row is broken
    assert (data["counts"]["rows"], data["counts"]["accepted"]) == (36, 5)
    assert (data["counts"]["no_address"], data["counts"]["rejected"]) == (30, 1)
    assert data["rejected_by_code"] == {"bad_address": 1}
    assert [row["value"] for row in data["rejected_rows"]] == ["broken@"]
    assert data["no_address_file"] == "c.csv.no-address.csv"
    assert Path("c.csv.rejects.csv").read_text(encoding="utf-8-sig").count("\n") == 2
    assert Path("c.csv.no-address.csv").read_text(encoding="utf-8-sig").count("\n") == 31
    assert not list(Path().glob("*.part")) + list(Path().glob("*.all"))


def test_a_list_of_connections_is_no_failure(cli: Cli) -> None:
    Path("c.csv").write_text(connections(30, 5), encoding="utf-8")
    code, _, err = cli("import-leads", "c.csv", "--sequence", "intro")
    assert code == 0
    assert "30 rows without an address are in c.csv.no-address.csv" in err
    assert not Path("c.csv.rejects.csv").exists()
    corrected = Path("c.csv.no-address.csv")
    text = corrected.read_text(encoding="utf-8-sig").replace('"","Q3"', '"q3@acme.example","Q3"')
    corrected.write_text(text, encoding="utf-8-sig")
    code, envelope = cli.json("import-leads", str(corrected), "--sequence", "intro")
    assert (code, envelope["data"]["counts"]["accepted"]) == (0, 1)


def test_a_dry_run_counts_rows_without_an_address_and_writes_nothing(cli: Cli) -> None:
    Path("c.csv").write_text(connections(30, 5), encoding="utf-8")
    code, envelope = cli.json("import-leads", "c.csv", "--sequence", "intro", "--dry-run")
    assert (code, envelope["data"]["counts"]["no_address"]) == (0, 30)
    assert envelope["data"]["no_address_file"] is None
    assert not Path("c.csv.no-address.csv").exists()


@pytest.mark.parametrize(("blank", "filled"), [(19, 5), (20, 20), (1, 0)])
def test_few_rows_without_an_address_are_rejected(cli: Cli, blank: int, filled: int) -> None:
    Path("c.csv").write_text(connections(blank, filled), encoding="utf-8")
    code, envelope = cli.json("import-leads", "c.csv", "--sequence", "intro")
    assert (code, envelope["data"]["counts"]["rejected"]) == (1, blank)
    assert envelope["data"]["counts"]["no_address"] == 0
    assert [row["line"] for row in envelope["data"]["rejected_rows"]] == [
        *range(3 - (not filled), 3 - (not filled) + blank)
    ]


def test_an_opt_out_in_a_row_without_an_address_is_still_told(cli: Cli) -> None:
    rows = "".join(f",Q{number},\n" for number in range(30))
    Path("c.csv").write_text("Email,First Name,Unsubscribed\n" + rows + ",Zed,yes\n", encoding="utf-8")
    code, envelope = cli.json("import-leads", "c.csv", "--sequence", "intro")
    assert code == 0
    assert any("opted out in a rejected row" in remark for remark in envelope["data"]["remarks"])


# --- other readers, and what they load ----------------------------------------------------------


def test_a_suppression_list_may_be_a_workbook() -> None:
    book = xlsx(
        ("Block", [("Domain", "Reason"), ("acme.example", "customer"), (None, None), ("bolt.example", "")])
    )
    for data in (book, zipped(("list.csv", "Domain,Reason\nacme.example,customer\n\nbolt.example,\n"))):
        rows = list(read_patterns(io.BytesIO(data), "list"))
        assert [(row.line, row.pattern) for row in rows] == [(2, "acme.example"), (4, "bolt.example")]


def test_addresses_are_found_in_a_workbook_and_in_a_web_page() -> None:
    assert list(find_addresses(io.BytesIO(xlsx(("A", PEOPLE))), "a")) == [ADA, BOB]
    assert list(find_addresses(io.BytesIO(f"<html>{ADA}".encode()), "a")) == [ADA]


def test_a_csv_file_loads_no_reader_of_other_files(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(CSV, encoding="utf-8")
    code = (
        "import pathlib, sys; from seqcli.contacts import open_contacts;"
        f"list(open_contacts(pathlib.Path({str(path)!r})));"
        "heavy = {'python_calamine', 'ijson', 'zipfile', 'gzip', 'xml.etree'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    root = str(Path(__file__).parents[1])
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
