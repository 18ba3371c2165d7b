"""Files of other programs, written before the reader was tuned to any of them; each with the people in it by hand."""

import gzip
import io
import json

import pytest
from sheets import ods, zipped

from seqcli.contacts import LeadRow, open_contacts
from seqcli.errors import InputFileError

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

ADA, BOB = "ada@acme.example", "bob@bolt.example"
#: Address, first name, whether the person opted out.
Person = tuple[str, str, bool]
BOTH: list[Person] = [(ADA, "Ada", False), (BOB, "Bob", False)]


def book(
    rows: str, *, strings: str = "", target: str = "worksheets/sheet1.xml", main: str = _MAIN, extra: str = ""
) -> bytes:
    """Return a workbook with one sheet whose XML is `rows`."""
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return zipped(
        (
            "[Content_Types].xml",
            (
                f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
                f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/></Types>'
            ),
        ),
        (
            "_rels/.rels",
            (
                f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
                f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
            ),
        ),
        (
            "xl/workbook.xml",
            (
                f'<workbook xmlns="{main}" xmlns:r="{_RELATIONS}">{extra}<sheets>'
                '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            (
                f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
                f'Type="{_RELATIONS}/worksheet" Target="{target}"/>'
                f'<Relationship Id="rId2" Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
                "</Relationships>"
            ),
        ),
        ("xl/sharedStrings.xml", f'<sst xmlns="{main}">{strings}</sst>'),
        ("xl/worksheets/sheet1.xml", rows),
    )


def sheet(rows: str, after: str = "", main: str = _MAIN) -> str:
    return f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def inline(*cells: str) -> str:
    return "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells) + "</row>"


PLAIN = inline("Email", "First Name") + inline(ADA, "Ada") + inline(BOB, "Bob")
PREFIXED = (
    f'<x:worksheet xmlns:x="{_MAIN}"><x:sheetData>'
    '<x:row r="1"><x:c r="A1" t="str"><x:v>Email</x:v></x:c><x:c r="B1" t="str"><x:v>First Name</x:v></x:c></x:row>'
    f'<x:row r="2"><x:c r="A2" t="str"><x:v>{ADA}</x:v></x:c><x:c r="B2" t="str"><x:v>Ada</x:v></x:c></x:row>'
    f'<x:row r="4"><x:c r="A4" t="str"><x:v>{BOB}</x:v></x:c><x:c r="B4" t="str"><x:v>Bob</x:v></x:c></x:row>'
    "</x:sheetData></x:worksheet>"
)
STRINGS = (
    "<si><t>Email</t></si><si><r><t>First </t></r><r><rPr><b/></rPr><t>Name</t></r></si>"
    f"<si><t>{ADA}</t></si><si><t>Ada</t><rPh sb='0' eb='1'><t>エイダ</t></rPh></si><si><t>{BOB}</t></si><si><t xml:space='preserve'> Bob </t></si>"
)
SHARED = sheet(
    "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>{2 * row - 2}</v></c><c r="B{row}" t="s"><v>{2 * row - 1}</v></c></row>'
        for row in (1, 2, 3)
    )
)
TYPED = sheet(
    inline("Email", "First Name", "Unsubscribed", "Score")
    + f'<row><c t="inlineStr"><is><t>{ADA}</t></is></c><c t="str"><f>B9</f><v>Ada</v></c><c t="b"><v>1</v></c><c t="e"><v>#DIV/0!</v></c></row>'
    + f'<row hidden="1"><c t="inlineStr"><is><t>{BOB}</t></is></c><c t="str"><v>Bob</v></c><c t="b"><v>0</v></c><c><v>1E2</v></c></row>'
)
ODS_LINKED = ods(
    "<table:table-header-rows><table:table-row><table:table-cell office:value-type='string'><text:p>E-Mail</text:p></table:table-cell>"
    "<table:table-cell office:value-type='string'><text:p>Vorname</text:p></table:table-cell></table:table-row></table:table-header-rows>"
    "<table:table-row><table:table-cell office:value-type='string'><text:p><text:a xlink:href='mailto:ada@acme.example'>"
    f"{ADA}</text:a></text:p></table:table-cell><table:table-cell office:value-type='string'><text:p>Ada</text:p></table:table-cell></table:table-row>"
    "<table:table-row table:number-rows-repeated='3'><table:table-cell table:number-columns-repeated='1024'/></table:table-row>"
    f"<table:table-row><table:table-cell office:value-type='string'><text:p>{BOB}</text:p></table:table-cell>"
    "<table:table-cell office:value-type='string'><text:p>B<text:span>ob</text:span></text:p></table:table-cell></table:table-row>"
)
MAILCHIMP = {
    "members": [
        {
            "email_address": ADA,
            "status": "subscribed",
            "merge_fields": {"FNAME": "Ada", "LNAME": "Lee"},
            "tags": [],
        },
        {
            "email_address": BOB,
            "status": "unsubscribed",
            "merge_fields": {"FNAME": "Bob"},
            "tags": [{"id": 1, "name": "x"}],
        },
    ],
    "total_items": 2,
}
PIPEDRIVE = {
    "success": True,
    "data": [
        {
            "id": 1,
            "first_name": "Ada",
            "email": [{"label": "work", "value": ADA, "primary": True}],
            "org_id": {"name": "Acme"},
        },
        {
            "id": 2,
            "first_name": "Bob",
            "email": [{"label": "work", "value": BOB}, {"label": "home", "value": "b@x.example"}],
        },
    ],
    "additional_data": {"pagination": {"start": 0}},
}
HUBSPOT = {
    "results": [
        {
            "id": "1",
            "properties": {"email": ADA, "firstname": "Ada", "hs_email_optout": None},
            "archived": False,
        },
        {
            "id": "2",
            "properties": {"email": BOB, "firstname": "Bob", "hs_email_optout": "true"},
            "archived": False,
        },
    ],
    "paging": {"next": {"after": "2"}},
}
AIRTABLE = {
    "records": [
        {"id": "rec1", "fields": {"Email": ADA, "First Name": "Ada"}},
        {"id": "rec2", "fields": {"Email": BOB, "First Name": "Bob"}},
    ]
}
STRIPE = {
    "object": "list",
    "data": [
        {"email": ADA, "name": "Ada Lee", "address": {"city": "Ulm"}},
        {"email": BOB, "name": "Bob Ray", "address": None},
    ],
}
MONGO = f'{{"_id":{{"$oid":"65a"}},"email":"{ADA}","firstName":"Ada"}}\n{{"_id":{{"$oid":"65b"}},"email":"{BOB}","firstName":"Bob"}}\n'
SALESFORCE = {
    "totalSize": 2,
    "done": True,
    "records": [
        {
            "attributes": {"type": "Contact", "url": "/x"},
            "Email": ADA,
            "FirstName": "Ada",
            "HasOptedOutOfEmail": True,
        },
        {"attributes": {"type": "Contact"}, "Email": BOB, "FirstName": "Bob", "HasOptedOutOfEmail": False},
    ],
}
SEGMENT = f'{{"userId":"1","traits":{{"email":"{ADA}","firstName":"Ada"}}}}\n{{"traits":{{"email":"{BOB}","firstName":"Bob"}}}}\n'
KLAVIYO = {
    "data": [
        {
            "type": "profile",
            "attributes": {
                "email": email,
                "first_name": first,
                "subscriptions": {
                    "email": {"marketing": {"consent": consent, "suppression": [{"reason": reason}]}},
                    "sms": {"marketing": {"consent": "UNSUBSCRIBED"}},
                },
            },
        }
        for email, first, consent, reason in (
            (ADA, "Ada", "SUBSCRIBED", None),
            (BOB, "Bob", "UNSUBSCRIBED", None),
        )
    ]
}
SQL_ROWS = [{"EMAIL": ADA, "FIRST_NAME": "Ada"}, {"EMAIL": BOB, "FIRST_NAME": "Bob"}]
QUOTED = f'"Email;First Name;Note"\r\n"{ADA};Ada;""a; b"""\r\n"{BOB};Bob;"\r\n'
TSV = f"Email\tFirst Name\n{ADA}\tAda\n{BOB}\tBob\n"

UNSEEN: dict[str, tuple[bytes | str, list[Person]]] = {
    "xlsx, inline strings, no references": (book(sheet(PLAIN)), BOTH),
    "xlsx, with a prefix, blank row": (book(PREFIXED), BOTH),
    "xlsx, rich and phonetic texts": (book(SHARED, strings=STRINGS), BOTH),
    "xlsx, absolute path of the sheet": (book(sheet(PLAIN), target="/xl/worksheets/sheet1.xml"), BOTH),
    "xlsx, strict": (book(sheet(PLAIN, main=_STRICT), main=_STRICT), BOTH),
    "xlsx, typed cells, hidden row": (book(TYPED), [(ADA, "Ada", True), (BOB, "Bob", False)]),
    "xlsx, days from 1904": (book(sheet(PLAIN), extra='<workbookPr date1904="1"/>'), BOTH),
    "xlsx, protected sheet": (book(sheet(PLAIN, after='<sheetProtection sheet="1"/>')), BOTH),
    "ods, links and spans": (ODS_LINKED, BOTH),
    "Mailchimp API": (json.dumps(MAILCHIMP), [(ADA, "Ada", False), (BOB, "Bob", True)]),
    "Pipedrive API": (json.dumps(PIPEDRIVE), BOTH),
    "HubSpot API": (json.dumps(HUBSPOT, indent=2), [(ADA, "Ada", False), (BOB, "Bob", True)]),
    "Klaviyo API": (json.dumps(KLAVIYO), [(ADA, "Ada", False), (BOB, "Bob", True)]),
    "Airtable API": (json.dumps(AIRTABLE), BOTH),
    "Stripe API": (json.dumps(STRIPE), BOTH),
    "Salesforce query": (json.dumps(SALESFORCE), [(ADA, "Ada", True), (BOB, "Bob", False)]),
    "mongoexport": (MONGO, BOTH),
    "Segment": (SEGMENT, BOTH),
    "rows of a database": (json.dumps(SQL_ROWS), BOTH),
    "JSON in UTF-16": (json.dumps(SQL_ROWS).encode("utf-16"), BOTH),
    "JSON lines, packed": (gzip.compress(MONGO.encode()), BOTH),
    "zip of a TSV": (zipped(("export/people.tsv", TSV)), BOTH),
    "zip with folders": (zipped(("export/", ""), ("export/a.csv", TSV.replace("\t", ","))), BOTH),
    "quoted lines, semicolons": (QUOTED, BOTH),
    "quoted lines in UTF-16": (QUOTED.encode("utf-16"), BOTH),
    "quoted lines, commas behind": (QUOTED.replace("\r\n", ";;\r\n"), BOTH),
    "Outlook": (f"Ada Lee <{ADA}>; Ray, Bob <{BOB}>", BOTH),
    "Gmail": (f'"Ada Lee" <{ADA}>, Bob Ray <{BOB}>,\n', BOTH),
    "Gmail, one a line": (f"Ada Lee <{ADA}>,\nBob Ray <{BOB}>,\n", BOTH),
    "Apple Mail": (f"Ada Lee <{ADA}>\r\n\r\nBob Ray <{BOB}>\r\n", BOTH),
    "mail header": (f"Ada Lee <{ADA.upper()}>,\n Bob Ray\t<{BOB}>", BOTH),
}


def people(data: bytes | str) -> list[Person] | str:
    with open_contacts(io.BytesIO(data.encode() if isinstance(data, str) else data)) as file:
        rows = list(file)
    found = [row for row in rows if isinstance(row, LeadRow)]
    if len(found) != len(rows):
        return f"rejected: {rows}"
    return [(row.address, row.fields.get("first_name", ""), bool(row.opted_out)) for row in found]


@pytest.mark.parametrize("name", UNSEEN)
def test_a_file_of_another_program_reads_as_its_people(name: str) -> None:
    data, truth = UNSEEN[name]
    try:
        assert people(data) == truth
    except InputFileError as error:
        pytest.fail(f"{error.message}: {error.hint}")


def test_the_first_objects_of_json_tell_a_company_under_a_name() -> None:
    leads = [
        {
            "name": name,
            "contacts": [{"emails": [{"email": f"{first}@{name.lower()}.example"}]}],
            "via": "Email",
        }
        for name, first in (("Acme", "ann"), ("Bolt", "bob"), ("Corax", "cyd"))
    ]
    with open_contacts(io.BytesIO(json.dumps({"data": leads}).encode())) as file:
        rows = [row for row in file if isinstance(row, LeadRow)]
    assert [(row.address, row.fields["company"], row.fields.get("first_name")) for row in rows] == [
        ("ann@acme.example", "Acme", None),
        ("bob@bolt.example", "Bolt", None),
        ("cyd@corax.example", "Corax", None),
    ]
