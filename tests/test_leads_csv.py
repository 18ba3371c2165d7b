"""Contact files: every row is either a lead or a rejection that a person understands, whatever wrote the file."""

import csv
import io
import os
import stat
import threading
import tracemalloc
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import example, given, settings
from hypothesis import strategies as st

from seqcli.addresses import PLAIN_ADDRESS, address_problem
from seqcli.contacts import (
    LeadRow,
    RejectCode,
    RejectedRow,
    RejectsFile,
    open_contacts,
    safe_cell,
)
from seqcli.contacts.field_names import field_name
from seqcli.contacts.files import reading
from seqcli.contacts.rows import is_plain
from seqcli.contacts.values.names import split_name
from seqcli.errors import ExitCode, InputFileError
from seqcli.first_few import FirstFew
from seqcli.model import normalise_address

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "leads.csv"

Rows = list[LeadRow | RejectedRow]


def read(data: str | bytes, **options: Any) -> Rows:
    with open_contacts(source(data), **options) as contacts:
        return list(contacts)


def source(data: str | bytes) -> io.BytesIO:
    return io.BytesIO(data.encode() if isinstance(data, str) else data)


def leads(data: str | bytes, **options: Any) -> list[LeadRow]:
    rows = read(data, **options)
    assert all(isinstance(row, LeadRow) for row in rows), rows
    return [row for row in rows if isinstance(row, LeadRow)]


def lead(data: str | bytes, **options: Any) -> LeadRow:
    (only,) = leads(data, **options)
    return only


def rejection(data: str | bytes, **options: Any) -> RejectedRow:
    (only,) = read(data, **options)
    assert isinstance(only, RejectedRow)
    return only


def write_rejects(path: Path, header: Iterable[str], rows: Iterable[RejectedRow]) -> int:
    with RejectsFile(path, list(header)) as file:
        for row in rows:
            file.write(row)
    return file.count


def roles(data: str | bytes, **options: Any) -> dict[str, tuple[str | None, str]]:
    with open_contacts(source(data), **options) as contacts:
        return {column.header: (column.field, column.role) for column in contacts.columns}


def refusal(data: str | bytes, **options: Any) -> InputFileError:
    with pytest.raises(InputFileError) as caught:
        read(data, **options)
    assert caught.value.exit_code == ExitCode.INPUT_REJECTED
    assert caught.value.hint
    return caught.value


# --- the layouts of known exporters -----------------------------------------------------------

LAYOUTS: dict[str, tuple[str | bytes, dict[str, str]]] = {
    "apollo": (
        (
            "First Name,Last Name,Title,Company Name,Company Name for Emails,Email,Email Status,Primary Email Source,"
            "Stage,# Employees,Secondary Email\n"
            'Ann,Lee,Head of Fleet,"Acme, Inc.",Acme,ann@acme.example,Verified,Apollo,Cold,120,\n'
        ),
        {
            "first_name": "Ann",
            "last_name": "Lee",
            "title": "Head of Fleet",
            "company": "Acme",
            "company_name": "Acme, Inc.",
            "email_status": "Verified",
            "primary_email_source": "Apollo",
            "stage": "Cold",
            "employees": "120",
        },
    ),
    "hubspot": (
        (
            '"Record ID","First Name","Last Name","Email","Phone Number","Contact owner","Associated Company",'
            '"Lead Status","Unsubscribed from all email"\n'
            '"101","Ann","Lee","ann@acme.example","+49 30 1","Bo","Acme","New",""\n'
        ),
        {
            "record_id": "101",
            "first_name": "Ann",
            "last_name": "Lee",
            "phone_number": "+49 30 1",
            "contact_owner": "Bo",
            "company": "Acme",
            "lead_status": "New",
        },
    ),
    "linkedin": (
        (
            "Notes:\n"
            '"When exporting your connection data, you may notice that some of the email addresses are missing."\n'
            "\n"
            "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
            "Ann,Lee,https://l.example/in/ann,ann@acme.example,Acme,Head of Fleet,24 Nov 2025\n"
        ),
        {
            "first_name": "Ann",
            "last_name": "Lee",
            "url": "https://l.example/in/ann",
            "company": "Acme",
            "position": "Head of Fleet",
            "connected_on": "24 Nov 2025",
        },
    ),
    "google, old": (
        (
            "Name,Given Name,Additional Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,"
            "Organization 1 - Name,Organization 1 - Title\n"
            "Ann Lee,Ann,,Lee,* myContacts,* Work,ann@acme.example ::: ann@home.example,Acme,Head of Fleet\n"
        ),
        {
            "full_name": "Ann Lee",
            "first_name": "Ann",
            "last_name": "Lee",
            "group_membership": "* myContacts",
            "e_mail_1_type": "* Work",
            "company": "Acme",
            "organization_1_title": "Head of Fleet",
        },
    ),
    "google, new": (
        (
            "First Name,Middle Name,Last Name,Organization Name,Organization Title,Labels,E-mail 1 - Label,"
            "E-mail 1 - Value,E-mail 2 - Value\n"
            "Ann,,Lee,Acme,Head of Fleet,* myContacts,* Work,ann@acme.example,ann@home.example\n"
        ),
        {
            "first_name": "Ann",
            "last_name": "Lee",
            "company": "Acme",
            "organization_title": "Head of Fleet",
            "labels": "* myContacts",
            "e_mail_1_label": "* Work",
            "e_mail_2_value": "ann@home.example",
        },
    ),
    "outlook": (
        (
            "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,E-mail Address,E-mail Type,"
            "E-mail Display Name,E-mail 2 Address,Notes\r\n"
            ',Ann,,Lee,,Acme,Fleet,Head,ann@acme.example,SMTP,Ann Lee (ann@acme.example),,"first line\r\nsecond"\r\n'
        ),
        {
            "first_name": "Ann",
            "last_name": "Lee",
            "company": "Acme",
            "department": "Fleet",
            "job_title": "Head",
            "e_mail_type": "SMTP",
            "e_mail_display_name": "Ann Lee (ann@acme.example)",
            "notes": "first line\r\nsecond",
        },
    ),
    "mailchimp": (
        (
            "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,NOTES,TAGS\n"
            'ann@acme.example,Ann,Lee,2,"2025-01-02 03:04:05",,"""fleet"",""north"""\n'
        ),
        {
            "first_name": "Ann",
            "last_name": "Lee",
            "member_rating": "2",
            "optin_time": "2025-01-02 03:04:05",
            "tags": '"fleet","north"',
        },
    ),
    "salesforce": (
        (
            '"Salutation","First Name","Last Name","Title","Company / Account","Email","Email Opt Out","Lead Status"\n'
            '"Ms.","Ann","Lee","Head","Acme","ann@acme.example","0","Open - Not Contacted"\n'
        ),
        {
            "salutation": "Ms.",
            "first_name": "Ann",
            "last_name": "Lee",
            "title": "Head",
            "company": "Acme",
            "lead_status": "Open - Not Contacted",
        },
    ),
    "zoho": (
        (
            "Record Id,Lead Owner,Company,First Name,Last Name,Email,Email Opt Out,Lead Status\n"
            "zcrm_1,Bo,Acme,Ann,Lee,ann@acme.example,false,Attempted\n"
        ),
        {
            "record_id": "zcrm_1",
            "lead_owner": "Bo",
            "company": "Acme",
            "first_name": "Ann",
            "last_name": "Lee",
            "lead_status": "Attempted",
        },
    ),
    "instantly": (
        (
            "email,first_name,last_name,company_name,personalization,website\n"
            "ann@acme.example,Ann,Lee,Acme,Loved your vans,acme.example\n"
        ),
        {
            "first_name": "Ann",
            "last_name": "Lee",
            "company": "Acme",
            "personalization": "Loved your vans",
            "website": "acme.example",
        },
    ),
    "thunderbird": (
        (
            "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Work Phone,Organization,Notes,\n"
            "Ann,Lee,Ann Lee,,ann@acme.example,ann@home.example,,Acme,,\n"
        ),
        {
            "first_name": "Ann",
            "last_name": "Lee",
            "full_name": "Ann Lee",
            "secondary_email": "ann@home.example",
            "company": "Acme",
        },
    ),
    "excel, german": (
        b"\xef\xbb\xbf"
        + 'E-Mail-Adresse;Vorname;Nachname;Firma;Ort\r\nann@acme.example;Zoë;Lee;"Acme; GmbH";Köln\r\n'.encode(),
        {"first_name": "Zo\u00eb", "last_name": "Lee", "company": "Acme; GmbH", "ort": "K\u00f6ln"},
    ),
    "excel, unicode text": (
        "E-mail\tPrénom\tNom\tSociété\r\nann@acme.example\tZoé\tLee\tAcme\r\n".encode("utf-16"),
        {"first_name": "Zo\u00e9", "last_name": "Lee", "company": "Acme"},
    ),
    "a script": (
        "mail|name|firm\nann@acme.example|Ann Lee|Acme\n",
        {
            "full_name": "Ann Lee",
            "first_name": "Ann",
            "last_name": "Lee",
            "company": "Acme",
        },
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_known_exporters_layout_imports_whole(name: str) -> None:
    data, fields = LAYOUTS[name]
    row = lead(data)
    assert (row.email, row.address) == ("ann@acme.example", "ann@acme.example")
    assert row.fields == fields
    assert row.opted_out == ""


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("E-MAIL", "email"),
        (
            "\u0410\u0434\u0440\u0435\u0441 \u044d\u043b\u0435\u043a\u0442\u0440\u043e\u043d\u043d\u043e\u0439 \u043f\u043e\u0447\u0442\u044b",
            "email",
        ),
        ("\u96fb\u5b50\u90f5\u4ef6\u5730\u5740", "email"),
        ("S\u00e4hk\u00f6posti", "email"),
        ("  Correo electr\u00f3nico ", "email"),
    ],
)
def test_address_headers_of_other_tongues_are_known(header: str, field: str) -> None:
    assert roles(f"{header},x\na@x.example,1\n")[header.strip()] == (field, "email")


# --- mapping ----------------------------------------------------------------------------------


def test_a_header_is_compared_whole() -> None:
    found = roles("Email,Company Name for Emails,Emailed At,Company Size\n")
    assert found["Company Name for Emails"] == ("company", "company")
    assert found["Emailed At"] == ("emailed_at", "field")
    assert found["Company Size"] == ("company_size", "field")


def test_a_map_overrides_every_guess() -> None:
    found = roles("Mail,Nom,X\n", mapping={"first_name": "nom", "email": "3", "greeting": "Mail"})
    assert found == {
        "Mail": ("greeting", "field"),
        "Nom": ("first_name", "first_name"),
        "X": ("email", "email"),
    }


def test_an_ignored_column_is_no_field() -> None:
    assert roles("Email,City,Notes\n", ignore=["notes", "2"]) == {
        "Email": ("email", "email"),
        "City": (None, "ignored"),
        "Notes": (None, "ignored"),
    }


def test_a_map_to_a_missing_column_says_which_there_are() -> None:
    error = refusal("Email,City\n", mapping={"first_name": "Citi"})
    assert 'did you mean "City"' in error.message
    assert '"Email", "City"' in error.hint


def test_a_map_to_what_can_be_no_field_says_what_could() -> None:
    assert '"first_name"' in refusal("Email,City\n", mapping={"First Name": "City"}).hint


def test_an_opt_out_column_can_be_mapped() -> None:
    assert lead("Email,Tot\na@x.example,ja\n", mapping={"opt_out": "Tot"}).opted_out == "Tot: ja"


def test_duplicate_and_padded_headers_get_names_of_their_own() -> None:
    row = lead('" Email ", City ,City,city,Company,Company\na@x.example,1,2,3,4,5\n')
    assert row.fields == {"city": "1", "city_2": "2", "city_3": "3", "company": "4", "company_2": "5"}


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Job Title", "job_title"),
        ("jobTitle", "job_title"),
        ("LinkedIn URL", "linkedin_url"),
        ("# Employees", "employees"),
        ("Gr\u00f6\u00dfe", "grosse"),
        (
            "\u0414\u043e\u043b\u0436\u043d\u043e\u0441\u0442\u044c",
            "\u0434\u043e\u043b\u0436\u043d\u043e\u0441\u0442\u044c",
        ),
        ("2nd phone", "field_2nd_phone"),
        ("for", "field_for"),
        ("True", "field_true"),
        ("pick", "field_pick"),
        ("\u2605", "column_3"),
        ("", "column_3"),
    ],
)
def test_a_field_name_reads_like_its_header(header: str, name: str) -> None:
    assert field_name(header, 3) == name


@given(st.text(max_size=40))
def test_a_field_name_can_always_be_written_in_a_template(header: str) -> None:
    assert field_name(header, 1).isidentifier()


@given(st.lists(st.text(max_size=8), max_size=8))
def test_no_two_columns_share_a_field(headers: list[str]) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerow(
        ["email", *(header.replace("\0", "") for header in headers)]
    )
    with open_contacts(source(out.getvalue().encode("utf-8", "replace"))) as contacts:
        fields = [column.field for column in contacts.columns if column.field]
    assert len(fields) == len(set(fields))


def test_doubtful_guesses_are_said() -> None:
    def doubts(header: str) -> dict[str, str]:
        with open_contacts(source(header)) as contacts:
            return {column.header: column.doubtful for column in contacts.columns if column.doubtful}

    assert set(doubts("Email,Nom\n")) == {"Nom"}
    assert doubts("Email,Nom,Pr\u00e9nom\n") == {}
    assert set(doubts("Email,Name\n")) == {"Name"}
    assert set(doubts("Email,Secondary Email\n")) == {"Email"}


# --- finding the header -----------------------------------------------------------------------


def test_notes_and_blank_lines_before_the_header_are_passed_over_and_said() -> None:
    with open_contacts(source("Export; of today\n\n,,\nName;Email\nAnn;a@x.example\n")) as contacts:
        (row,) = contacts
        assert contacts.notes == ("the header is on line 4; the lines before it are skipped",)
        assert contacts.notes
    assert row.line == 5


@pytest.mark.parametrize("separator", ";|\t^")
def test_a_sep_line_of_a_spreadsheet_is_obeyed(separator: str) -> None:
    assert lead(f"sep={separator}\nEmail{separator}City\na@x.example{separator}a,b\n").fields == {
        "city": "a,b"
    }


def test_a_delimiter_inside_quotes_does_not_count() -> None:
    assert lead('"Note, long, short";Email\nVIP;a@x.example\n').fields == {"note_long_short": "VIP"}


def test_a_file_without_header_is_refused_with_the_way_out() -> None:
    error = refusal("a@x.example,Ann\nb@x.example,Bo\n")
    assert error.code == "no_header"
    assert "--no-header" in error.hint


def test_a_file_without_header_reads_when_said_so() -> None:
    rows = leads("Ann,a@x.example\nBo,b@x.example\n", no_header=True, mapping={"first_name": "1"})
    assert [(row.line, row.email, row.fields) for row in rows] == [
        (1, "a@x.example", {"first_name": "Ann"}),
        (2, "b@x.example", {"first_name": "Bo"}),
    ]


def test_no_address_column_names_the_headers_and_the_likely_one() -> None:
    error = refusal("Kontakt;Ort\na@x.example;Ulm\n")
    assert error.code == "no_address_column"
    assert '"Kontakt", "Ort"' in error.message
    assert '--map email="Kontakt"' in error.hint


def test_rows_before_the_header_are_not_lost_in_silence() -> None:
    error = refusal("a@x.example,Ann\nEmail,Name\nb@x.example,Bo\n")
    assert error.code == "header"
    assert "line 1" in error.message


def test_a_header_that_is_repeated_is_named() -> None:
    rows = read("Email,City\na@x.example,1\nEmail,City\nb@x.example,2\n")
    assert [row.code for row in rows if isinstance(row, RejectedRow)] == ["header"]
    assert len(rows) == 3


HOSTS = "Webinar report\nHost Details\nUser name,Email\nMe,me@our.example\n"
ATTENDEES = "Attendee Details,,\nFirst name,Last name,Email\nAnn,Lee,a@x.example\nBo,Ray,b@x.example\n"


def test_the_table_of_a_report_that_tells_most_of_people_is_read() -> None:
    with open_contacts(source(HOSTS + ATTENDEES)) as contacts:
        assert [getattr(row, "email", "") for row in contacts] == ["a@x.example", "b@x.example"]
        note = "the header is on line 6; the lines before it are skipped, 1 contact among them"
        assert contacts.notes == (note,)
    same = (
        HOSTS.replace("User name,Email", "Mail,Name")
        + "Attendees\nEmail,Name\na@x.example,A\nb@x.example,B\n"
    )
    assert [getattr(row, "email", "") for row in read(same)] == ["a@x.example", "b@x.example"]


@pytest.mark.parametrize(
    "later",
    [
        ATTENDEES.replace("Attendee Details,,\n", ""),
        ATTENDEES.replace("Bo,Ray,b@x.example\n", "").replace("a@", "b@") * 2,
        ATTENDEES.replace("First name,Last name,Email", "Note,Day,Email"),
        ATTENDEES.replace("Attendee Details,,", "x@x.example"),
    ],
)
def test_no_table_without_a_title_or_with_fewer_contacts_takes_the_place_of_the_first(later: str) -> None:
    rows = read("Email,Company\na@x.example,Acme\nc@x.example,Corax\n" + later)
    assert [getattr(row, "email", "") for row in rows[:2]] == ["a@x.example", "c@x.example"]


def test_a_header_repeated_below_the_title_of_each_group_begins_no_other_table() -> None:
    rows = read("Ulm\nEmail,City\na@x.example,1\nBonn\nEmail,City\nb@x.example,2\nc@x.example,3\n")
    assert [getattr(row, "email", "") for row in rows if getattr(row, "email", "")] == [
        "a@x.example",
        "b@x.example",
        "c@x.example",
    ]


# --- encodings --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "given_encoding"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", None),
        ("utf-32", None),
        ("utf-8-sig", "utf-8"),
        ("cp1252", "cp1252"),
        ("utf-16-le", "utf-16-le"),
        ("latin-1", "ISO-8859-1"),
    ],
)
def test_text_is_decoded_by_its_mark_or_as_told(encoding: str, given_encoding: str | None) -> None:
    data = "Email,City\na@x.example,K\u00f6ln\n".encode(encoding)
    assert lead(data, encoding=given_encoding).fields == {"city": "K\u00f6ln"}


@pytest.mark.parametrize("before", [0, 3, 700, 20_000])
def test_bytes_that_are_no_text_stop_at_their_line(before: int) -> None:
    data = (
        b"Email,City\n" + b"a@x.example,Ulm\n" * before + b"b@x.example,K\xf6ln\n" + b"c@x.example,Ulm\n" * 50
    )
    error = refusal(data)
    assert f"line {before + 2} " in error.message
    assert "--encoding" in error.hint


@pytest.mark.parametrize("encoding", ["klingon", "base64", ""])
def test_an_encoding_that_is_none_is_refused(encoding: str) -> None:
    assert refusal("Email\n", encoding=encoding).code == "encoding"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\n \r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xff\xfe", "empty"),
        (b",,\n,,\n", "empty"),
        (b"Email\na@x.example\n" + b"\x00\x01" * 9, "binary"),
        ("Email,City\na@x.example,Ulm\n".encode("utf-16-le"), "binary"),
        (b"Email\na@x.example,\xe9\x00\n", "binary"),
        (b"%PDF-1.7\nEmail\na@x.example\n", "binary"),
        (b"\x89PNG\r\n\x1a\nIHDR", "binary"),
        (b"SQLite format 3\x00", "binary"),
        (b"PK\x03\x04rest of a workbook", "binary"),
        (b"x" * 600_000, "binary"),
    ],
)
def test_a_file_that_is_no_contact_file_is_refused(data: bytes, code: str) -> None:
    assert refusal(data).code == code


def test_a_progress_bar_can_see_how_far_it_is() -> None:
    data = b"Email\n" + b"a@x.example\n" * 20_000
    with open_contacts(source(data)) as contacts:
        next(iter(contacts))
        assert 0 < contacts.bytes_read < len(data)
        list(contacts)
        assert contacts.bytes_read == len(data)


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="cannot be read"):
        open_contacts(tmp_path / "none.csv")


def test_a_pipe_reads_like_a_file_and_stays_open() -> None:
    reading, writing = os.pipe()

    def feed() -> None:
        with os.fdopen(writing, "wb") as pipe:
            for number in range(5000):
                pipe.write(b"Email,City\n" if number == 0 else b"a%d@x.example,Ulm\n" % number)

    thread = threading.Thread(target=feed)
    thread.start()
    with os.fdopen(reading, "rb") as stream:
        with open_contacts(stream) as contacts:
            assert sum(1 for _ in contacts) == 4999
        assert not stream.closed
    thread.join()


# --- rows -------------------------------------------------------------------------------------


def test_short_rows_and_trailing_delimiters_are_filled_with_blanks() -> None:
    rows = leads("Email,City,Zip\na@x.example\nb@x.example,Ulm,,,,\n")
    assert [row.fields for row in rows] == [{}, {"city": "Ulm"}]


def test_a_row_with_more_cells_than_the_header_is_rejected_with_them() -> None:
    row = rejection("Email,Company\na@x.example,Acme, Inc.\n")
    assert (row.line, row.code, row.value, row.cells) == (2, "extra_cells", "Inc.", ["a@x.example", "Acme"])


def test_a_row_is_known_by_its_first_line() -> None:
    rows = read('Email,Note\na@x.example,"1\n2\n3"\n\n\nbad,x\n\n"b@x.example","""q"""\n')
    assert [row.line for row in rows] == [2, 7, 9]


def test_blank_rows_are_neither_leads_nor_rejections() -> None:
    assert lead("Email,City\n\n,\n ,\t\na@x.example,Ulm\n\n").line == 5


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_line_end_reads(line_end: str) -> None:
    rows = leads(line_end.join(["Email,Note", 'a@x.example,"1\n2"', "b@x.example,3", ""]))
    assert [row.fields["note"] for row in rows] == ["1\n2", "3"]


def test_a_quote_that_is_never_closed_costs_its_own_row_only() -> None:
    rows = read(
        "Email,Company,Name\n"
        'a@x.example,"Acme,Ann\n'
        "b@x.example,Beta,Bo\n"
        'c@x.example,"Gamma",Cy\n'
        "d@x.example,Delta,Di\n"
        'e@x.example,"Eta,Ed\n'
        "f@x.example,Phi,Flo\n"
    )
    assert [(row.line, row.code) for row in rows if isinstance(row, RejectedRow)] == [
        (2, "open_quote"),
        (6, "open_quote"),
    ]
    assert [row.email[0] for row in rows if isinstance(row, LeadRow)] == ["b", "c", "d", "f"]


@pytest.mark.parametrize("end", ["", "\n", "\n\n", "\nnot a row\n"])
def test_a_quote_left_open_at_the_end_of_a_file_costs_its_own_row_only(end: str) -> None:
    rows = read('Email,Company,Name\na@x.example,Acme,Ann\nb@x.example,"Beta,Bo' + end)
    assert getattr(rows[1], "code", "") == "open_quote"
    assert rows[1].line == 3


def test_a_note_left_open_at_the_end_of_a_file_is_whole_anyway() -> None:
    assert lead('Email,Note\na@x.example,"one\ntwo').fields == {"note": "one\ntwo"}


def test_a_control_z_at_the_end_is_no_row() -> None:
    assert len(leads("Email,Name\r\na@x.example,Ann\r\n\x1a")) == 1


def test_a_note_with_lines_like_rows_is_no_open_quote() -> None:
    row = lead('Email,Note\na@x.example,"see also\nb@x.example,Beta\nc@x.example,Gamma"\n')
    assert row.fields["note"].count("\n") == 2


def test_quotes_broken_all_over_are_one_clear_error() -> None:
    data = "Email,Company,Name\n" + 'a@x.example,"Acme,Ann\nb@x.example,Beta,Bo\n' * 60
    assert refusal(data).code == "quotes"


def test_a_cell_beyond_all_measure_is_one_rejected_row() -> None:
    rows = read("Email,Note\na@x.example," + "x" * 200_000 + "\nb@x.example,y\n")
    assert [(row.line, getattr(row, "code", "")) for row in rows] == [(2, "cell_too_long"), (3, "")]


@pytest.mark.parametrize("before", [0, 60])
@pytest.mark.parametrize("size", [140_000, 1_000_000, 9_000_000])
def test_a_row_without_measure_costs_its_own_row_only_wherever_it_stands(before: int, size: int) -> None:
    good = "a@x.example,y,z\n"
    for quote in ("", '"'):
        giant = f"b@x.example,{quote}{'x' * size}{quote},last\n"
        rows = read("Email,Note,City\n" + good * before + giant + good)[before:]
        assert [getattr(row, "code", "") for row in rows] == ["cell_too_long", ""]
        assert [row.line for row in rows] == [before + 2, before + 3]
        assert isinstance(rows[0], RejectedRow)
        assert rows[0].column == "Note"
        assert rows[0].cells[0] == "b@x.example"
        assert len(rows[0].cells[1]) < 1100
        assert rows[0].cells[2:] == (["last"] if size < 4_000_000 else [])


def test_rows_too_long_are_rejected_one_by_one_however_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_LINE_CHARS", 1000)
    rows = read("Email,Note\n" + ("a@x.example," + "x" * 1000 + "\n") * 20_000 + "b@x.example,y\n")
    assert [getattr(row, "code", "") for row in rows] == ["cell_too_long"] * 20_000 + [""]


def test_a_giant_note_of_many_lines_is_one_rejected_row() -> None:
    note = "some words here, and more\n" * 8000
    rows = read(f'Email,Note,City\na@x.example,"{note}",Ulm\nb@x.example,y,z\n')
    assert [(row.line, getattr(row, "code", "")) for row in rows] == [(2, "cell_too_long"), (8003, "")]
    assert getattr(rows[0], "cells", [])[2] == "Ulm"


def test_a_giant_line_with_an_open_quote_takes_the_rest_of_its_row_along() -> None:
    giant = "x" * 140_000
    rows = read(f'Email,Note,City\na@x.example,"{giant}\nmore",Ulm\nb@x.example,y,z\n')
    assert [(row.line, getattr(row, "code", "")) for row in rows] == [(2, "cell_too_long"), (4, "")]
    rows = read(f'Email,Note,City\na@x.example,"{giant},Ulm\nb@x.example,y,z\nc@x.example,y,z\n')
    assert [(row.line, getattr(row, "code", "")) for row in rows] == [(2, "cell_too_long"), (3, ""), (4, "")]


def test_a_giant_first_row_of_a_file_without_header_is_told() -> None:
    rows = read("a@x.example," + "x" * 140_000 + "\nb@x.example,y\n", no_header=True)
    assert [(row.line, getattr(row, "code", "")) for row in rows] == [(1, "cell_too_long"), (2, "")]


@pytest.mark.parametrize("end", ["", '"', '",Ulm\nb@x.example,y,z\n'])
def test_a_quote_left_open_over_many_rows_costs_its_own_only(end: str) -> None:
    text = 'Email,Note,City\na@x.example,"y,Ulm\n' + "b@x.example,y,Ulm\n" * 9000
    rows = read(text + f"c@x.example,y{end}")
    assert (rows[0].line, getattr(rows[0], "code", "")) == (2, "open_quote")
    assert [row.line for row in rows[1:9001]] == list(range(3, 9003))


def test_marks_left_by_joined_files_are_no_part_of_a_row() -> None:
    text = '\ufeffEmail,Name\na@x.example,Ann\n\ufeffEmail,Name\n\ufeff"b@x.example","Bo, B"\n\ufeff\n"\ufeffc@x.example",C\n'
    first, header, second, third = read(text)
    assert [getattr(row, "email", "") for row in (first, second, third)] == [f"{x}@x.example" for x in "abc"]
    assert (
        getattr(second, "fields", {}) == {"name": "Bo, B"}
        or getattr(second, "fields", {})["full_name"] == "Bo, B"
    )
    assert getattr(header, "message", "") == "the row repeats the header"


def test_another_header_in_the_middle_is_told_as_one() -> None:
    rows = read("Email,Name\na@x.example,Ann\nE-Mail-Adresse,Firma\nb@x.example,Bolt\n")
    assert [getattr(row, "code", "") for row in rows] == ["", "header", "after_header"]
    assert "a second header" in getattr(rows[1], "message", "")


@pytest.mark.parametrize("second", ["E-Mail-Adresse;Vorname;Firma", "email;text;text"])
def test_a_second_header_right_below_the_first_one_is_rejected_alone(second: str) -> None:
    rows = read(f"Email;First name;Company\n{second}\na@x.example;Ann;Acme\n")
    assert [getattr(row, "code", "") for row in rows] == ["header", ""]
    assert getattr(rows[1], "fields", {}) == {"first_name": "Ann", "company": "Acme"}


@pytest.mark.parametrize(
    "second", ["First,Email,Unsubscribed", "Email,Unsubscribed,First", "Email,City,Job,First"]
)
def test_rows_after_a_second_header_are_rejected_until_somebody_put_them_right(
    tmp_path: Path, second: str
) -> None:
    data = f"Email,First,Unsubscribed\na@x.example,Ann,\n{second}\nc@x.example,d@x.example,yes\n"
    rows = read(data)
    assert [getattr(row, "code", "") for row in rows] == ["", "header", "after_header"]
    message = "the row comes after a second header on line 3; import those rows as a separate file"
    assert getattr(rows[2], "message", "") == message
    path = tmp_path / "r.csv"
    rejects_of(data, path)
    text = path.read_text(encoding="utf-8-sig").splitlines()
    assert rejection("\n".join([text[0], text[2]])).code == "after_header"


def test_words_in_a_row_without_an_address_are_no_second_header() -> None:
    rows = read("Email,Channel,Status\n,Email,Unsubscribed\nb@x.example,Phone,\n")
    assert [getattr(row, "code", "") for row in rows] == ["no_address", ""]


def test_the_second_line_of_a_header_of_two_is_the_header() -> None:
    row = lead("Person,,Email,\nFirst Name,Last Name,Email,Unsubscribed\nAnn,Lee,a@x.example,yes\n")
    assert row.fields == {"first_name": "Ann", "last_name": "Lee"}
    assert row.opted_out == "Unsubscribed: yes"


def test_a_row_swallowed_by_a_quote_before_the_address_is_pointed_at() -> None:
    row = lead('first,last,email\n"Ann,Lee,a@x.example\nBob",Ray,b@x.example\n')
    assert "line 2 looks like a row but is inside a quoted cell; is a quote missing?" in row.notes


@pytest.mark.parametrize("joint", [",", ", ", "; ", "\n"])
def test_of_several_good_addresses_in_a_cell_the_first_is_taken_and_said(joint: str) -> None:
    row = lead(f'Email\n"a@x.example{joint}b@x.example"\n')
    assert (row.email, row.notes) == ("a@x.example", ("one of 2 addresses in the cell",))


def test_a_zero_width_space_after_an_address_and_the_text_form_of_excel_are_taken_off() -> None:
    assert lead("Email\na@x.example\u200b\n").email == "a@x.example"
    row = lead('Email,Phone\n="a@x.example",="0049 30"\n')
    assert (row.email, row.fields) == ("a@x.example", {"phone": "0049 30"})


def test_control_characters_are_cleaned_from_fields_and_said() -> None:
    row = lead("Email,Note\na@x.example,a\x07\x1b[1mb\u202ec\u200d\rd\n".replace("\r", "\x0b"))
    assert row.fields == {"note": "abc\u200dd"}
    assert "control characters removed" in row.notes


@pytest.mark.parametrize("before", [0, 6000])
def test_a_stray_nul_is_cleaned_like_other_control_characters(before: int) -> None:
    text = (
        "Email,City\n"
        + "a@x.example,Ulm\n" * before
        + "b@x.example,U\0lm\nc\0@x.example,Ulm\nd@x.example,\0\n"
    )
    cleaned, broken, blank = read(text)[before:]
    assert isinstance(cleaned, LeadRow)
    assert (cleaned.fields, cleaned.notes) == ({"city": "Ulm"}, ("control characters removed",))
    assert (getattr(broken, "code", ""), broken.line) == ("bad_address", before + 3)
    assert isinstance(blank, LeadRow)
    assert blank.fields == {}


@pytest.mark.parametrize(
    "cell",
    [
        "\x1b[31mred\x1b[0m",
        "\x1b]8;;http://x.example\x1b\\red\x1b]8;;\x07",
        "\x1b(Bred",
        "\x1bred",
        "red\x1b[3",
    ],
)
def test_what_moves_a_terminal_goes_whole(cell: str) -> None:
    assert lead(f"Email,Note\na@x.example,{cell}\n").fields == {"note": "red"}


def test_placeholders_count_as_blank_and_are_said() -> None:
    row = lead("Email,First Name,City,Last Name\na@x.example,N/A,-,Null\n")
    assert row.fields == {"last_name": "Null"}
    assert row.notes == ('"N/A" read as blank', '"-" read as blank')


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "#NAME?",
            "#VALUE!",
            "#DIV/0!",
            "#NUM!",
            "#NULL!",
            "none",
            "None",
            "NONE",
            "undefined",
            "nan",
            "NaN",
        ),
        *("{{first_name}}", "{{ a }} {{ b }}", "{% if a %}b{% endif %}", "{First|Name}", "{first_name}"),
        *("%COMPANY%", "[First Name]", "[your company]", "<<Company>>", "*|FNAME|*"),
    ],
)
def test_error_values_and_other_tools_placeholders_are_no_value(cell: str) -> None:
    row = lead(f"Email,First Name,City\na@x.example,{cell},Ulm\n")
    assert row.fields == {"city": "Ulm"}
    assert row.notes == (f'"{cell}" read as blank',)


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "Nan",
            "Nonesuch",
            "[solidcore]",
            "50%",
            "100% Wool 50%",
            "<3",
            "{A3F25040-4F89-11D3-9A0C-0305E82C3301}",
        ),
        *("Acme {Berlin}", "[1] see note", "5 << 6 >> 2"),
    ],
)
def test_what_only_resembles_a_placeholder_is_a_value(cell: str) -> None:
    assert lead(f"Email,Company\na@x.example,{cell}\n").fields == {"company": cell}


def test_the_first_valid_of_several_addresses_is_taken_and_said() -> None:
    row = lead("E-mail 1 - Value\nnot one ::: b@x.example ::: c@x.example\n")
    assert row.email == "b@x.example"
    assert row.notes == ("one of 3 addresses in the cell",)


@pytest.mark.parametrize(
    ("cell", "how"),
    [
        ("<a@x.example>", "<…>"),
        ("Ann Lee <a@x.example>", "Name <…>"),
        ('"Lee, Ann" <a@x.example>', "Name <…>"),
        ("A@x.example <a@x.example>", "Name <…>"),
        ("mailto:a@x.example", "mailto:…"),
        ("MAILTO:a@x.example?subject=Hi", "mailto:…"),
        ("<mailto:a@x.example>", "<…>"),
    ],
)
def test_a_wrapped_address_is_taken_and_said(cell: str, how: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["Email", "City"], [cell, "Ulm"]])
    row = lead(out.getvalue())
    assert (row.email, row.notes) == ("a@x.example", (f'address taken from "{how}"',))


LABELLED = """
a@x.example (work), b@y.example (personal) => a@x.example
ruth - ruth@ndlovulog.example => ruth@ndlovulog.example
Ruth Ndlovu - ruth@ndlovulog.example => ruth@ndlovulog.example
Ruth Ndlovu: ruth@ndlovulog.example => ruth@ndlovulog.example
Ruth Ndlovu ruth@ndlovulog.example => ruth@ndlovulog.example
ruth@ndlovulog.example (Ruth) => ruth@ndlovulog.example
ruth@ndlovulog.example - Ruth Ndlovu => ruth@ndlovulog.example
E-Mail: ruth@ndlovulog.example => ruth@ndlovulog.example
email ruth@ndlovulog.example => ruth@ndlovulog.example
Mail: a@x.example / privat: b@y.example => a@x.example
a@x.example (geschäftlich); b@y.example (privat) => a@x.example
a@x.example (pro) ou b@y.example (perso) => a@x.example
a@x.example (trabajo), b@y.example (personal) => a@x.example
a@x.example (lavoro) - b@y.example (personale) => a@x.example
a@x.example (trabalho) e b@y.example (pessoal) => a@x.example
a@x.example (werk), b@y.example (privé) => a@x.example
a@x.example (służbowy), b@y.example (prywatny) => a@x.example
work: a@x.example, home: b@y.example => a@x.example
a@x.example or b@y.example => a@x.example
a@x.example oder b@y.example => a@x.example
a@x.example und b@y.example => a@x.example
a@x.example|b@y.example => a@x.example
Ruth <a@x.example>, Ann <b@y.example> => a@x.example
a@x.example, Tel. 030 123456 => a@x.example
a@x.example; +49 30 123456 => a@x.example
(a@x.example) => a@x.example
"a@x.example" => a@x.example
a@x.example. => a@x.example
1. a@x.example 2. b@y.example => a@x.example
primary a@x.example secondary b@y.example => a@x.example
E-mail : a@x.example => a@x.example
Correo: a@x.example => a@x.example
courriel : a@x.example => a@x.example
Frau Ute Kranz - ute@kranz.example => ute@kranz.example
"""
NOT_LABELLED = """
a@x.example\b@y.example
a@x.example (bounced)
a@x.example (old), b@y.example
old: a@x.example
not a@x.example
a@x.example (left company)
Ruth left - ruth@x.example
a@x.example ?
do not mail a@x.example
a@x.example (invalid)
unsubscribed ruth@x.example
bitte nicht an a@x.example
ehemals a@x.example
kein ruth@x.example mehr
see ruth@x.example
ask a@x.example first
ruth at x.example
ruth@x
cc: a@x.example
assistant: a@x.example
Sekretariat: a@x.example
"""


def cell_row(cell: str) -> LeadRow | RejectedRow:
    out = io.StringIO()
    csv.writer(out).writerows([["Email", "City"], [cell, "Ulm"]])
    [row] = read(out.getvalue())
    return row


@pytest.mark.parametrize("line", LABELLED.strip().splitlines())
def test_an_address_is_taken_out_of_labels_and_the_name_of_its_person(line: str) -> None:
    cell, _, address = line.partition(" => ")
    row = cell_row(cell)
    assert isinstance(row, LeadRow)
    assert row.email == address
    assert "address" in row.notes[0]


@pytest.mark.parametrize("cell", NOT_LABELLED.strip().splitlines())
def test_an_address_among_other_words_is_not_taken_as_they_may_forbid_it(cell: str) -> None:
    assert isinstance(cell_row(cell), RejectedRow)


def test_a_line_end_behind_an_address_does_not_count() -> None:
    assert lead('Email,City\n"a@x.example\n",Ulm\n').email == "a@x.example"


def test_another_address_column_serves_where_the_first_is_blank() -> None:
    rows = leads("Email Work,Email Home\na@x.example,b@x.example\n,c@x.example\n")
    assert [row.email for row in rows] == ["a@x.example", "c@x.example"]
    assert rows[1].notes == ('address taken from "Email Home"',)


def test_no_other_column_serves_where_the_address_column_was_mapped() -> None:
    row = rejection("Email,Other Email\n,c@x.example\n", mapping={"email": "Email"})
    assert (row.code, row.column) == ("no_address", "Email")


@pytest.mark.parametrize(
    ("cell", "code", "words"),
    [
        ("", "no_address", "no address"),
        ("Ann", "bad_address", "@-sign"),
        ("a@x", "bad_address", "period"),
        ("a@localhost", "bad_address", ""),
        ("a@printer.local", "bad_address", "special-use"),
        ("b@x.example <a@x.example>", "bad_address", 'Perhaps "b@x.example"'),
        ("Ann <a@x.example> Lee", "bad_address", 'Perhaps "a@x.example"'),
        ("Ann <a@printer.local>", "bad_address", ""),
        ("a@x.example; b", "bad_address", 'Perhaps "a@x.example"'),
        ("a@x\n.example", "bad_address", ""),
        ("a\x01@x.example", "bad_address", "U+0001"),
    ],
)
def test_a_row_without_a_good_address_says_why(cell: str, code: str, words: str) -> None:
    row = rejection(f'Email,City\n"{cell}",Ulm\n')
    assert (row.code, row.column) == (code, "Email")
    assert words in row.message


def test_role_addresses_and_free_mail_are_flagged() -> None:
    rows = leads("Email\ninfo@x.example\nann@gmail.com\nSales@GMAIL.com\nann@x.example\n")
    assert [row.notes for row in rows] == [
        ("role address",),
        ("free-mail domain",),
        ("role address", "free-mail domain"),
        (),
    ]


@pytest.mark.parametrize(
    "local",
    ["noreply", "No-Reply", "donotreply", "do_not_reply", "MAILER-DAEMON", "postmaster", "noreply+x7"],
)
@pytest.mark.parametrize("name", ["Ann", '"Ann "', "'Ann"])
def test_an_address_that_nobody_reads_is_rejected_with_its_own_code(local: str, name: str) -> None:
    row = rejection(f"Email,Name\n{local}@x.example,{name}\n")
    assert (row.code, row.column, row.value) == ("unread_address", "Email", f"{local}@x.example")
    assert leads(
        f"Email,Name\nreply@{local.split('+', maxsplit=1)[0].lower().replace('_', '')}.example,{name}\n"
    )


def test_addresses_compare_without_case_and_across_idn() -> None:
    rows = leads(
        "Email\nAnn.Lee@X.Example\nann@b\u00fccher.example\nann@xn--bcher-kva.example\nje\u0301r@x.example\n"
    )
    assert rows[0][1:3] == ("Ann.Lee@X.Example", "ann.lee@x.example")
    assert rows[1].address == rows[2].address == "ann@xn--bcher-kva.example"
    assert rows[3].email == "j\u00e9r@x.example"


@pytest.mark.parametrize(
    ("full", "names"),
    [
        ("Ann Lee", ("Ann", "Lee")),
        ("Ann", ("Ann", "")),
        ("Dr. Ann van der Lee", ("Ann", "van der Lee")),
        ("Lee, Ann", ("Ann", "Lee")),
        ("Ann Lee, PhD", ("Ann", "Lee")),
        ("ann@x.example", ("", "")),
        ("", ("", "")),
        ("van der Berg, Jan", ("Jan", "van der Berg")),
        ("von Goethe, Johann", ("Johann", "von Goethe")),
        ("Garcia Lopez, Ana", ("Ana", "Garcia Lopez")),
        ("Smith Jr., John", ("John", "Smith Jr.")),
        ("Smith, Jr., John", ("John", "Smith")),
        ("de la Cruz, Mar\u00eda", ("Mar\u00eda", "de la Cruz")),
        ("Doe, John, PhD", ("John", "Doe")),
        ("Lee, Dr. Ann", ("Ann", "Lee")),
        ("LEE, ANN", ("ANN", "LEE")),
        ("Lee,", ("", "Lee")),
        ("Ann Lee, Ph.D., MBA", ("Ann", "Lee")),
        ("Ann Lee, CEO", ("Ann", "Lee")),
        ("Ann Lee, Head of Sales", ("Ann", "Lee")),
        ("Larkfield, Inc.", ("", "")),
        ("Mr. Lee", ("", "Lee")),
        ("Mrs Lee", ("", "Lee")),
        ("Frau Dr. Lee", ("", "Lee")),
        ("Mme Lee", ("", "Lee")),
        ("Sir Ian", ("", "Ian")),
        ("Rev. Al Green", ("Al", "Green")),
        ("Sr. Jos\u00e9 P\u00e9rez", ("Jos\u00e9", "P\u00e9rez")),
        ("Ing. Karel Nov\u00e1k", ("Karel", "Nov\u00e1k")),
        ("Ing Lee", ("Ing", "Lee")),
        ("Dipl.-Ing. Hans Meier", ("Hans", "Meier")),
        ("Univ.-Prof. Dr. Eva Gruber", ("Eva", "Gruber")),
        ("Herr Hans M\u00fcller", ("Hans", "M\u00fcller")),
        ("Mr and Mrs Jones", ("", "")),
        ("Mr. & Mrs. Jones", ("", "")),
        ("Familie M\u00fcller", ("", "")),
        ("Mrs. Jones & Partners", ("", "")),
        ("Dr.", ("", "")),
    ],
)
def test_a_whole_name_is_split(full: str, names: tuple[str, str]) -> None:
    assert split_name(full) == names


def test_a_whole_name_never_overrides_a_first_name() -> None:
    row = lead("Email,Name,First Name\na@x.example,Ann Lee,Anna\n")
    assert row.fields == {"full_name": "Ann Lee", "first_name": "Anna"}


@pytest.mark.parametrize(
    "cell", ["n.a.", "N.A.", "Unknown", "unbekannt", "k.A.", "k. A.", "keine Angabe", "TBD", "Tbd", "&"]
)
def test_words_for_nothing_are_blank_with_a_remark(cell: str) -> None:
    row = lead(f"Email,First Name,Company\na@x.example,{cell},Acme\n")
    assert row.fields == {"company": "Acme"}
    assert row.notes == (f'"{cell}" read as blank',)


@pytest.mark.parametrize("cell", ["Herr", "Mr.", "Dr.", "Prof. Dr.", "ann@x.example"])
def test_a_first_name_that_is_a_title_or_an_address_is_blank_with_a_remark(cell: str) -> None:
    row = lead(f"Email,First Name,Salutation\na@x.example,{cell},Herr\n")
    assert row.fields == {"salutation": "Herr"}
    assert row.notes == (f'"{cell}" read as blank',)


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
@pytest.mark.parametrize(
    "name",
    [
        "J\u00f6rg",
        "Ren\u00e9e",
        "\u0141ukasz",
        "Nu\u00f1ez & Co",
        "It\u2019s",
        "\u041e\u043b\u044f",
        "A \U0001f600",
    ],
)
def test_what_was_once_read_in_the_wrong_encoding_is_told_and_left_as_it_is(name: str, encoding: str) -> None:
    written = name.encode().decode(encoding, "replace")
    row = lead(f"email,company\na@x.example,{written}\n")
    (remark,) = [note for note in row.notes if note != "control characters removed"]
    shown = "".join(filter(str.isprintable, written))
    if "\ufffd" in written:
        assert remark == f'"{shown}" has lost a character: export the file again as UTF-8'
    else:
        assert remark == f'"{shown}" looks like mojibake of "{name}": export the file again as UTF-8'
    if written.isprintable():
        assert row.fields == {"company": written}


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        *(("J\u00f6rg", encoding) for encoding in ("cp1250", "mac_roman", "cp850", "cp437")),
        ("\u041e\u043b\u044c\u0433\u0430", "cp1251"),
        ("Fran\u00e7ois", "cp1251"),
        ("\u00c1lvaro", "latin-1"),
    ],
)
def test_a_first_name_is_restored_from_the_encodings_in_which_people_open_files(
    name: str, encoding: str
) -> None:
    written = name.encode().decode(encoding)
    row = lead(f"email,first name\na@x.example,{written}\n")
    assert row.fields == {"first_name": name}
    shown = "".join(filter(str.isprintable, written))
    assert f'"{shown}" read as "{name}"' in row.notes
    assert f'"{shown}" looks like mojibake of "{name}": export the file again as UTF-8' in row.notes


@pytest.mark.parametrize(
    "name",
    [
        "\u00d8yvind",
        "\u00c5ngstr\u00f6m \u00d9",
        "\u201cCAFÉ\u201d",
        "CAFÉ\u201d",
        "\u00c0 \u00e9t\u00e9",
        "ni\u00f1o",
        "\u0414\u2019\u0410\u0440\u043a",
        "\u0420\u0456\u0432\u043d\u0435",
        "B\u0102\u015eESCU",
        "\u221aX \u251c",
        "\u738b",
    ],
)
def test_what_only_looks_odd_is_not_called_mojibake(name: str) -> None:
    assert lead(f"email,company\na@x.example,{name}\n").notes == ()


def test_the_entities_of_html_are_decoded_once_in_names_with_a_remark() -> None:
    row = lead("Email,First Name,Company,City\na@x.example,Ren&eacute;,AT&amp;T,&amp;amp; R&D;\n")
    assert row.fields == {"first_name": "Ren\u00e9", "company": "AT&T", "city": "&amp;amp; R&D;"}
    assert lead("Email,Company\na@x.example,<b>&amp;</b>\n").fields == {"company": "<b>&amp;</b>"}
    assert row.notes == ('"Ren&eacute;" read as "Ren\u00e9"', '"AT&amp;T" read as "AT&T"')


@pytest.mark.parametrize("cell", ["Na", "Ka", "Nan"])
def test_short_names_are_no_words_for_nothing(cell: str) -> None:
    assert lead(f"Email,First Name\na@x.example,{cell}\n").fields == {"first_name": cell}


@pytest.mark.parametrize("column", ["Last Name", "Company"])
def test_a_whole_name_that_is_the_last_name_or_the_company_gives_no_first_name(column: str) -> None:
    row = lead(f"Email,Name,{column}\na@x.example,Larkfield,Larkfield\n")
    assert "first_name" not in row.fields


# --- opt-outs ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "cell", "out"),
    [
        ("Email Opt Out", "1", True),
        ("Email Opt Out", "TRUE", True),
        ("HasOptedOutOfEmail", "x", True),
        ("Email Opt Out", "0", False),
        ("Email Opt Out", "false", False),
        ("Email Opt Out", "", False),
        ("Do Not Contact", "Yes", True),
        ("Do Not Contact", "no", False),
        ("Unsubscribed", "2025-01-02", True),
        ("UNSUB_TIME", "2025-01-02 03:04:05", True),
        ("Unsubscribed from all email", "Yes", True),
        ("Status", "Unsubscribed", True),
        ("Status", "cleaned", True),
        ("Status", "Bounced (hard)", True),
        ("Status", "subscribed", False),
        ("Status", "Active", False),
        ("Email Status", "Verified", False),
        ("Email Status", "Invalid", True),
        ("Stage", "Do Not Contact", True),
        ("Lead Status", "Not Contacted", False),
        ("Subscribed", "no", True),
        ("Subscribed", "yes", False),
        ("Subscribed", "", False),
        ("Subscribed", "not subscribed", True),
        ("Subscribed", "0", True),
        ("Subscribed", "\u2717", True),
        ("Subscribed", "\u2713", False),
        ("Subscribed", "opted in", False),
        ("Email Opt Out", "opted in", False),
        ("Email Opt Out", "Opted-In 2025-01-02", False),
        ("Email Opt Out", "opted out", True),
        ("Email Opt Out", "\u2714", True),
        ("Email Opt Out", "?", True),
        ("Email Opt Out", "-", False),
        ("Email Opt Out", "0.00", False),
        ("Unsubscribed", "subscribed", False),
        ("Unsubscribed", "Not unsubscribed", False),
        ("Unsubscribed at", "0000-00-00 00:00:00", False),
        ("Unsubscribed at", "2025-01-02T03:04:05Z", True),
        ("Unsubscribed from all email", "No", False),
        ("Opted out of email: One to One", "true", True),
        ("Opted out of email: One to One", "false", False),
        ("Email Marketing Consent", "UNSUBSCRIBED", True),
        ("Email Marketing Consent", "NEVER_SUBSCRIBED", False),
        ("Email Suppressions", "[]", False),
        ("Email Suppressions", "['USER_SUPPRESSED']", True),
        ("EMAIL_BLACKLISTED", "true", True),
        ("Blocklisted", "false", False),
        ("Email Status", "opted in", False),
        ("Status", "Not subscribed", True),
        ("Removed from shelf", "yes", False),
    ],
)
def test_opt_out_columns_are_honoured(header: str, cell: str, out: bool) -> None:
    for value in (cell, f"{cell} " if cell else cell):
        row = lead(f"Email,{header}\na@x.example,{value}\n")
        assert row.opted_out == (f"{header}: {cell}" if out else "")


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        *(
            (f"Unsubscribed{what}", "yes")
            for what in (" (all)", " - All", " (Newsletter)", " from newsletter")
        ),
        *((f"Unsubscribed{what}", "2025-01-02") for what in (": Email", " Date/Time")),
        *((header, "yes") for header in ("Has unsubscribed", "Opt-out Email", "Opt-out (email)", "isOptOut")),
        *(
            (header, "x")
            for header in ("Opted out (all)", "Global opt-out", "Marketing opt out", "Opt_Out__c")
        ),
        *(
            (header, "TRUE")
            for header in ("Do_Not_Email__c", "IsEmailBounced", "Has Hard Bounced", "Hard Bounce")
        ),
        *((header, "1") for header in ("Do not contact (legal)", "Do not allow Emails", "donotbulkemail")),
        *((header, "ja") for header in ("Abgemeldet", "Abmeldung", "Newsletter abbestellt", "Gesperrt")),
        *(
            (header, "x")
            for header in ("Newsletter-Abmeldung", "Widerspruch", "Keine Werbung", "Kein Newsletter")
        ),
        *((header, "ja") for header in ("Keine E-Mails", "Robinson")),
        ("Unsubscribed Status", "unsubscribed"),
        ("Do not allow Bulk Emails", "Do Not Allow"),
        ("Removed", "2025-01-02"),
        ("Removed", "yes"),
        ("Newsletter", "abgemeldet"),
        ("GDPR consent", "withdrawn"),
        *(
            ("Status", cell)
            for cell in ("UNSUB", "stop", "blocked", "spam", "gesperrt", "pending unsubscribe")
        ),
    ],
)
def test_an_opt_out_is_known_by_the_words_of_its_header(header: str, cell: str) -> None:
    assert lead(f"Email,{header}\na@x.example,{cell}\n").opted_out == f"{header}: {cell}"


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("Unsubscribe link", "https://x.example/u"),
        ("unsubscribe_url", "https://x.example/u"),
        ("Unsubscribe", "https://x.example/u"),
        ("Unsubscribed Status", "subscribed"),
        ("Do not allow Bulk Emails", "Allow"),
        ("Removed", "from shelf"),
        ("Order Status", "removed"),
        ("Payment status", "blocked"),
        ("Opted back in", "yes"),
        ("Bounces", "2"),
        ("Unsubscribed", "unchecked"),
        ("Mailing State", "Baja California"),
        ("Status", "stopped"),
        ("Status", "Not unsubscribed"),
        ("Opt-in", "yes"),
        ("Newsletter", "no"),
    ],
)
def test_what_only_sounds_like_an_opt_out_ends_nothing(header: str, cell: str) -> None:
    assert lead(f"Email,{header}\na@x.example,{cell}\n").opted_out == ""


@pytest.mark.parametrize("cell", ["no", "false", "0", "nein", "denied"])
@pytest.mark.parametrize(
    "header",
    [
        "Opt-in",
        "Email Opt In",
        "Accepts Marketing",
        "Accepts Email Marketing",
        "Consent",
        "GDPR consent",
        "Marketing consent",
        "Einwilligung",
        "Newsletter",
        "Can email",
        "Mailing allowed",
    ],
)
def test_a_no_to_a_consent_is_said_and_can_be_made_an_opt_out(header: str, cell: str) -> None:
    data = f"Email,{header}\na@x.example,{cell}\nb@x.example,yes\n"
    no, yes = leads(data)
    assert no.notes == (f'"{header}" says no; to treat a no as an opt-out: --map opt_out="{header}"',)
    assert yes.notes == ()
    no, yes = leads(data, mapping={"opt_out": header})
    assert (no.opted_out, yes.opted_out) == (f"{header}: {cell}", "")


def test_values_of_a_consent_that_cannot_be_read_and_a_doubtful_header_are_said() -> None:
    assert lead("Email,Consent\na@x.example,\u2713\n").notes == ()
    assert "neither yes nor no" in lead("Email,Consent\na@x.example,perhaps\n").notes[0]
    with open_contacts(source("Email,Bounces\na@x.example,2\n")) as contacts:
        assert contacts.columns[1].doubtful == 'not read as an opt-out; if it is one: --map opt_out="Bounces"'


@pytest.mark.parametrize("field", ["unsubscribed", "opt_out", "optout", "do_not_contact"])
def test_an_opt_out_is_mapped_by_any_of_its_names(field: str) -> None:
    assert lead("Email,Tot\na@x.example,ja\n", mapping={field: "Tot"}).opted_out == "Tot: ja"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("a@x.example not b@x.example,Foo,yes", "bad_address"),
        ("a@x.example b@x.example,Foo,yes,note, with commas", "extra_cells"),
        ('"a@x.example b@x.example","Foo,yes', "open_quote"),
        (f"a@x.example b@x.example,{'x' * 140_000},2025-01-02", "cell_too_long"),
    ],
)
def test_a_rejected_row_keeps_its_opt_out(row: str, code: str) -> None:
    found = rejection(f"Email,Company,Unsubscribed\n{row}\n")
    assert (found.code, found.also) == (code, ("a@x.example", "b@x.example"))
    assert found.opted_out


@pytest.mark.parametrize("row", ["a@x.example,Foo, Inc,no", "b,Foo,no", "b,Foo,"])
def test_a_rejected_row_without_a_clear_opt_out_ends_nothing(row: str) -> None:
    assert rejection(f"Email,Company,Unsubscribed\n{row}\n").opted_out == ""


@pytest.mark.parametrize("city", ["Ulm", "N/A"])
def test_an_opt_out_is_of_every_address_of_its_row(city: str) -> None:
    header = "Email,Secondary Email,E-mail 4 - Value,Owner email,City,Unsubscribed"
    row = lead(f"{header}\na@x.example,B@x.example,c@x.example ::: d@x.example,me@y.example,{city},x\n")
    assert row.also == ("a@x.example", "b@x.example", "c@x.example", "d@x.example")
    assert lead(f"{header}\na@x.example,B@x.example,,me@y.example,{city},\n").also == ("b@x.example",)


def test_a_status_is_a_merge_field_as_well() -> None:
    assert lead("Email,Status\na@x.example,Unsubscribed\n").fields == {"status": "Unsubscribed"}


# --- addresses --------------------------------------------------------------------------------


def library_accepts(address: str) -> bool:
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


LABEL = st.text(st.sampled_from("abzAZ019-_.+xn"), min_size=1, max_size=12)
NEARLY = st.builds(
    lambda local, labels, end: f"{local}@{'.'.join(labels)}{end}",
    LABEL,
    st.lists(LABEL, min_size=1, max_size=4),
    st.sampled_from(
        ["", ".com", ".example", ".test", ".local", ".arpa", ".c1", ".x", ".INVALID", ".onion", "."]
    ),
)


@settings(max_examples=1000)
@given(NEARLY)
@example("a@xn--a.com")
@example("a@ab--cd.com")
@example("a@-b.com")
@example("a@b.test")
@example("a@b." + "c" * 59)
@example("a" * 59 + "@b.co")
@example("a" * 60 + "@" + "b" * 70 + ".co")
def test_nothing_is_accepted_that_the_library_refuses(address: str) -> None:
    if not address_problem(address):
        assert library_accepts(address)


PLAIN = (
    r"[a-zA-Z0-9_+-]{1,9}(\.[a-z0-9_+-]{1,5}){0,2}@"
    r"([a-zA-Z0-9]{1,6}(-[a-zA-Z0-9]{1,4}){0,2}\.){1,3}[a-zA-Z]{2,8}"
)


@settings(max_examples=500)
@given(st.from_regex(PLAIN, fullmatch=True))
def test_the_short_way_agrees_with_the_library_and_compares_in_lower_case(address: str) -> None:
    assert PLAIN_ADDRESS.fullmatch(address)
    assert bool(address_problem(address)) is not library_accepts(address)
    assert normalise_address(address) == address.lower()
    (row,) = read(f"Email\n{address}\n")
    assert isinstance(row, LeadRow) is library_accepts(address)
    if isinstance(row, LeadRow):
        theirs = validate_email(address, check_deliverability=False).normalized
        assert (row.email, row.address) == (address, theirs.lower())


CELL = st.text(st.sampled_from("aB c1@.,;'\"-+=\u00e9\u00a0N/A\n"), max_size=8) | st.sampled_from(
    [
        *("None", "nan", "#NAME?", "{{ city }}", "%CITY%", "[City]", "<<City>>", "{city}"),
        *("Ann", "Ann Lee", "Lee", "Dr. Ann", "Lee, Ann", "van Lee", "Self-employed", "Stealth Startup"),
        *("Retired", "Birch Ltd", "unsubscribed", "vip, unsubscribed", "not interested", "yes"),
    ]
)
HEADERS = (
    "Email,Name,City,Unsubscribed,Note",
    "Email,First Name,Last Name,Company,Tags",
    "Email,Company,Name,GDPR consent,Outcome",
)


@settings(max_examples=400)
@given(
    st.sampled_from(HEADERS),
    st.sampled_from(["a@x.example", " info@gmail.com", "bad", "A.b@X.test"]),
    st.lists(CELL, min_size=4, max_size=4),
)
@example(HEADERS[1], "a@x.example", ["Ann Lee", "Lee", "Birch Ltd", "vip"])
@example(HEADERS[1], "a@x.example", ["Ann", "Lee", "Retired", "vip, unsubscribed"])
def test_the_short_way_gives_the_row_that_the_long_way_gives(
    header: str, email: str, cells: list[str]
) -> None:
    with open_contacts(source(f"{header}\n")) as contacts:
        judge = contacts._parser
    if is_plain("".join(cells)):
        short = judge.plain_row(2, [email, *cells])
        assert short in (None, judge.row(2, [email, *cells]))
        assert short == judge.plain_row(2, [email, *cells])  # now from memory


def test_most_rows_go_the_short_way() -> None:
    with open_contacts(source(f"{HEADERS[1]}\n")) as contacts:
        judge = contacts._parser
    cells = ["a@x.example", "Ann", "Lee", "Firm 12 S.r.l.", "vip, retail"]
    assert judge.plain_row(2, cells) == judge.row(2, cells)


def test_cells_that_repeat_are_read_once_and_only_a_few_are_kept() -> None:
    asked: list[str] = []

    def read(text: str) -> int:
        asked.append(text)
        if text == "bad":
            raise LookupError
        return len(text)

    kept = FirstFew(read, 2)
    long = "x" * 100
    for text in ("a", "a", long, long, "bb", "cc", "cc"):
        assert kept[text] == len(text)
    for _ in range(2):
        with pytest.raises(LookupError):
            kept["bad"]
    assert asked == ["a", long, long, "bb", "cc", "cc", "bad", "bad"]
    assert list(kept) == ["a", "bb"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("BEGIN:VCARD\r\nVERSION:3.0\r\nEMAIL:a@x.example\r\nEND:VCARD\r\n", "a vCard file"),
        ("\ufeffbegin:vcard\nEMAIL:a@x.example\n", "a vCard file"),
        ("dn: cn=Ann Lee,mail=a@x.example\nmail: a@x.example\n", "an LDIF file"),
        ("version: 1\n\n# Ann\ndn: cn=Ann Lee\nmail: a@x.example\n", "an LDIF file"),
    ],
)
def test_an_address_book_is_named_as_what_it_is(text: str, what: str) -> None:
    for data in (text, text.encode("utf-16")):
        assert what in refusal(data).message


# --- rejects ----------------------------------------------------------------------------------


def rejects_of(data: str | bytes, path: Path) -> int:
    with open_contacts(source(data)) as contacts:
        rows = (row for row in contacts if isinstance(row, RejectedRow))
        return write_rejects(path, contacts.header, rows)


def test_a_rejects_file_imports_as_it_is_once_corrected(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv.rejects.csv"
    data = 'Email; Phone ;Note;Note\nnone;+49 30;"=1+1\n2";\'@x\n;1;2\na@x.example;;;\n'
    assert rejects_of(data, path) == 2
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True)))
    assert rows[0] == ["Email", "Phone ", "Note", "Note", "line", "column", "value", "code", "message"]
    assert rows[1][4:8] == ["2", "Email", "none", "bad_address"]
    assert rows[2][4] == "4"

    corrected = path.read_text(encoding="utf-8-sig").replace('"none"', '"b@x.example"', 1)
    (fixed, still_bad) = read(corrected)
    assert isinstance(fixed, LeadRow)
    assert fixed.fields == {"phone": "+49 30", "note": "=1+1\n2", "note_2": "@x"}
    assert isinstance(still_bad, RejectedRow)
    assert still_bad.cells == ["", "1", "2", ""]


def test_rejects_of_rejects_keep_the_original_columns(tmp_path: Path) -> None:
    first, second = tmp_path / "1.csv", tmp_path / "2.csv"
    rejects_of("Email,City\nnone,Ulm\n", first)
    rejects_of(first.read_bytes(), second)
    assert first.read_bytes() == second.read_bytes()


def test_a_row_with_too_many_cells_is_rejected_again_until_somebody_put_it_right(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    rejects_of("Email,Company,City\na@x.example,Acme, Inc.,Ulm\n", path)
    text = path.read_text(encoding="utf-8-sig")
    row = rejection(text)
    assert (row.code, row.value, row.cells) == ("extra_cells", "Ulm", ["a@x.example", "Acme", "Inc."])
    assert 'empty the cell "code"' in row.message
    rejects_of(path.read_bytes(), tmp_path / "again.csv")
    assert rejection((tmp_path / "again.csv").read_bytes()).value == "Ulm"
    corrected = text.replace('"Acme","Inc."', '"Acme, Inc.","Ulm"').replace('"extra_cells"', '""')
    assert lead(corrected).fields == {"company": "Acme, Inc.", "city": "Ulm"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ('Email,Company,City\na@x.example,"Acme,Ulm\nb@x.example,Bolt,Ulm\n', "open_quote"),
        ("Email,Company,City\na@x.example," + "x" * 140_000 + ",Ulm\n", "cell_too_long"),
    ],
)
def test_a_row_that_had_to_be_guessed_is_rejected_again_until_somebody_put_it_right(
    tmp_path: Path, data: str, code: str
) -> None:
    path, again = tmp_path / "r.csv", tmp_path / "again.csv"
    rejects_of(data, path)
    row = rejection(path.read_bytes())
    assert row.code == code
    assert 'empty the cell "code"' in row.message
    rejects_of(path.read_bytes(), again)
    assert rejection(again.read_bytes()) == row
    assert lead(path.read_text(encoding="utf-8-sig").replace(f'"{code}"', '""')).email == "a@x.example"


@pytest.mark.parametrize("change", ["blank", "done", "first", "apart", "lost", "capitals"])
def test_a_rejects_file_is_known_after_somebody_moved_its_columns(tmp_path: Path, change: str) -> None:
    path = tmp_path / "r.csv"
    rejects_of("Email,Company,City\na@x.example,Acme, Inc.,Ulm\n", path)
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    moved = {
        "blank": lambda row: [*row, ""],
        "done": lambda row: [*row, "done?"],
        "first": lambda row: [*row[3:], *row[:3]],
        "apart": lambda row: [*row[3:5], *row[:3], *row[5:]],
        "lost": lambda row: row[:-1],
        "capitals": lambda row: [*row[:6], row[6].upper(), *row[7:]],
    }[change]
    text = io.StringIO()
    csv.writer(text).writerows(map(moved, rows))
    row = rejection(text.getvalue())
    assert (row.code, row.value, row.cells[:3]) == ("extra_cells", "Ulm", ["a@x.example", "Acme", "Inc."])


@pytest.mark.parametrize(
    ("data", "options"),
    [
        ("contact_col,City\nnone,Ulm\n", {"mapping": {"email": "contact_col"}}),
        ("Email,B,Greeting\na@x.example,none,Hi\n", {"mapping": {"email": "B", "company": "3"}}),
        ("X,Notes,Out,a=b\nnone,Hi,,c\n", {"mapping": {"email": "1", "opt_out": "Out"}, "ignore": ["Notes"]}),
        ("none,Ulm,Hi\na@x.example,Ulm,Hi\n", {"no_header": True, "mapping": {"email": "1", "city": "2"}}),
        ("a@x.example,Ulm,Hi\nnone,Ulm,Hi\n", {"no_header": True}),
        ("Mail,2,2,1\na@x.example,none,x,y\n", {"mapping": {"email": "2", "one": "4"}, "ignore": ["3"]}),
    ],
)
def test_a_rejects_file_needs_no_option_that_its_file_needed(
    tmp_path: Path, data: str, options: dict[str, Any]
) -> None:
    path = tmp_path / "r.csv"
    with open_contacts(source(data), **options) as contacts:
        columns = contacts.columns
        write_rejects(path, contacts.header, [row for row in contacts if isinstance(row, RejectedRow)])
    raw = path.read_bytes()
    for given_options in ({}, options):
        with open_contacts(source(raw), **given_options) as contacts:
            assert contacts.columns == columns
            again = tmp_path / "again.csv"
            write_rejects(again, contacts.header, [row for row in contacts if isinstance(row, RejectedRow)])
        assert b"none" in again.read_bytes()
        assert leads(raw.replace(b"none", b"n@x.example"), **given_options)[0].email == "n@x.example"


def test_a_rejects_file_keeps_two_columns_that_were_mapped_to_opt_out(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    data = "Email,A,B\nnone,,\n"
    with open_contacts(source(data), mapping={"opt_out": "A", "unsubscribed": "B"}) as contacts:
        write_rejects(path, contacts.header, [row for row in contacts if isinstance(row, RejectedRow)])
    text = path.read_text(encoding="utf-8-sig").replace("none", "a@x.example")
    for cells in ('"yes",""', '"","yes"'):
        assert lead(text.replace('"",""', cells, 1)).opted_out


def test_a_rejects_header_that_maps_two_columns_to_one_field_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    with open_contacts(source("Email,A,B\nnone,Acme,Bolt\n"), mapping={"company": "A"}) as contacts:
        write_rejects(path, contacts.header, [row for row in contacts if isinstance(row, RejectedRow)])
    error = refusal(path.read_bytes().replace(b'"B"', b'"company=B"'))
    assert error.code == "mapped_twice"
    assert error.message.endswith('the header maps 2 columns to "company": "company=A", "company=B"')
    assert error.hint == 'Leave "company=" at one of them.'


def test_a_rejects_header_without_contacts_is_refused() -> None:
    error = refusal("line,column,value,code,message\n1,a,b,no_address,d\n")
    assert error.code == "no_address_column"


@pytest.mark.parametrize(
    ("mapping", "ignore"), [({"email": "A", "first_name": "A"}, []), ({"email": "A"}, ["a"])]
)
def test_a_column_is_named_once(mapping: dict[str, str], ignore: list[str]) -> None:
    error = refusal("A,B\na@x.example,x\n", mapping=mapping, ignore=ignore)
    assert error.code == "mapped_twice"
    assert '"A"' in error.message


def test_a_file_that_merely_has_a_message_column_keeps_it() -> None:
    assert lead("Email,Message,Code\na@x.example,Hi,7\n").fields == {"message": "Hi", "code": "7"}


def test_without_rejects_there_is_no_file_and_it_appears_whole(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    assert rejects_of("Email\na@x.example\n", path) == 0
    assert list(tmp_path.iterdir()) == []
    row = rejection("Email\nnone\n")
    draft = RejectsFile(path, ["Email"])
    draft.write(row)
    draft.__exit__(KeyboardInterrupt, None, None)
    assert list(tmp_path.iterdir()) == []
    assert write_rejects(path, ["Email"], [row]) == 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), max_size=30)


@settings(max_examples=200)
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5))
def test_cells_survive_rejection_and_correction(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("rejects") / "r.csv"
    rejected = [
        RejectedRow(n, "Email", "v", RejectCode.BAD_ADDRESS, "m", ["none", *pair])
        for n, pair in enumerate(cells)
    ]
    write_rejects(path, ["Email", "A", "B"], rejected)
    again = [row.cells for row in read(path.read_bytes()) if isinstance(row, RejectedRow)]
    assert [[cell.lstrip(" ") for cell in row] for row in again] == [
        [cell.lstrip(" ") for cell in row.cells] for row in rejected
    ]


@given(st.text())
def test_a_safe_cell_is_never_a_formula(text: str) -> None:
    assert not safe_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert safe_cell(text) in (text, f"'{text}")


@pytest.mark.parametrize("cell", ["=1+1", "+49 30 1", "-5", "@SUM(A1)", "\t=1", " =1", "'=1", "\uff1d1"])
def test_what_a_spreadsheet_would_run_is_guarded_and_reads_back(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([["Email", "X"], ["a@x.example", safe_cell(cell)]])
    assert lead(out.getvalue()).fields["x"] == cell.strip()


def test_ordinary_cells_are_left_alone() -> None:
    for cell in ("Ann", "O'Neil", "'t Veld", "a-b", "1+1", ""):
        assert safe_cell(cell) == cell


# --- whole files ------------------------------------------------------------------------------


def test_every_row_of_the_example_is_a_lead() -> None:
    with open_contacts(EXAMPLE) as contacts:
        rows = list(contacts)
    assert len(rows) == 40
    assert all(isinstance(row, LeadRow) for row in rows)
    assert len({row.address for row in rows if isinstance(row, LeadRow)}) == 40


@settings(max_examples=300)
@given(st.binary(max_size=400))
def test_any_bytes_give_rows_or_an_input_error(data: bytes) -> None:
    try:
        rows = read(b"Email,Name\n" + data)
    except InputFileError:
        return
    assert all(isinstance(row, LeadRow | RejectedRow) for row in rows)


@settings(max_examples=300)
@given(st.text(st.sampled_from("a@x.example,;\"\n\r\t '=")))
def test_any_text_gives_rows_with_rising_lines_or_an_input_error(text: str) -> None:
    try:
        rows = read(f"Email,Name,Note\n{text}")
    except InputFileError:
        return
    lines = [row.line for row in rows]
    assert lines == sorted(lines)


class Endless(io.RawIOBase):
    """A contact file of `count` rows that exists nowhere."""

    def __init__(self, count: int) -> None:
        self.left = count

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        row = b"ann.lee@acme.example,Ann\n"
        size = min(self.left, len(buffer) // len(row))
        self.left -= size
        buffer[: size * len(row)] = row * size
        return size * len(row)


def test_memory_does_not_grow_with_the_file() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        with open_contacts(io.BufferedReader(Endless(count)), no_header=True) as contacts:
            assert sum(1 for _ in contacts) == count
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(1000)
    assert peak(60_000) < peak(3000) + 300_000


@pytest.mark.parametrize(
    "cell",
    [
        "(No value)",
        "[not provided]",
        "(no name)",
        "null null",
        "N\\A",
        "First Name",
        "LinkedIn Member",
        "Untitled",
    ],
)
def test_what_other_tools_write_for_nothing_greets_nobody(cell: str) -> None:
    row = lead(f"email,first_name,company\na@x.example,{cell},Acme\n")
    assert row.fields == {"company": "Acme"}
    assert row.notes == (f'"{cell}" read as blank',)


@pytest.mark.parametrize("name", ["Paul and Mary Stone", "Paul & Mary Stone", "Hans und Eva Stein"])
def test_a_couple_has_no_first_name(name: str) -> None:
    assert split_name(name) == ("", "")
    assert split_name("Ana Ortega y Gasset") == ("Ana", "Ortega y Gasset")


@pytest.mark.parametrize(
    "cell",
    [
        "[a@x.example](mailto:a@x.example)",
        '"a@x.example,"',
        "a@x.example;",
        "a@x.example / b@x.example",
        "a@x.example b@x.example",
    ],
)
def test_the_first_good_address_of_a_cell_is_taken(cell: str) -> None:
    assert lead(f"email,company\n{cell},Acme\n").email == "a@x.example"


def test_a_link_whose_text_is_another_address_is_rejected() -> None:
    assert rejection("email,company\n[b@x.example](mailto:a@x.example),Acme\n").code == "bad_address"


@pytest.mark.parametrize("cell", ["emailsUnsubscribed", "emailsBounced", "Non-Subscribed", "Not interested"])
@pytest.mark.parametrize("header", ["Lead Status", "lastState"])
def test_the_states_of_other_senders_are_opt_outs(header: str, cell: str) -> None:
    assert lead(f"email,{header}\na@x.example,{cell}\n").opted_out == f"{header}: {cell}"


def test_where_from_somebody_agreed_is_no_answer() -> None:
    assert lead("Email,OPTIN_TIME,OPTIN_IP\na@x.example,2024-01-01 10:00:00,192.0.2.1\n").notes == ()


def test_a_line_break_in_a_name_does_not_reach_the_mail() -> None:
    row = lead('email,first_name,note\na@x.example,"Hans\nPeter","two\nlines"\n')
    assert row.fields == {"first_name": "Hans Peter", "note": "two\nlines"}
    assert row.notes == ("line break in a name removed",)


def test_the_layouts_of_pipedrive_and_shopify_are_known() -> None:
    header = (
        "Person - Name,Person - First name,Person - Last name,Person - Organization,Person - Email - Work"
    )
    found = roles(f"{header},Person - Email - Home\nAnn Lee,Ann,Lee,Acme,a@x.example,h@x.example\n")
    assert [found[title][0] for title in header.split(",")] == [
        "full_name",
        "first_name",
        "last_name",
        "company",
        "email",
    ]
    assert found["Person - Email - Home"][1] == "other_email"
    assert (
        roles("Email,Default Address Company\na@x.example,Acme\n")["Default Address Company"][0] == "company"
    )


def test_long_names_are_not_kept() -> None:
    rows = "".join(f"p{n}@x.example,Ann{n} {'x' * 50_000}\n" for n in range(1000))
    contacts = open_contacts(source(f"email,first_name\n{rows}"))
    tracemalloc.start()
    with contacts:
        assert sum(1 for _ in contacts) == 1000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000
