"""Contact files and addresses of public collections: nothing is lost, nothing is accepted that the library refuses."""

import ast
import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from email_validator import EmailNotValidError, validate_email

from seqcli.addresses import address_problem
from seqcli.contacts import LeadRow, RejectedRow, open_contacts
from seqcli.contacts.rejects_header import RejectsHeader

pytestmark = pytest.mark.corpus

CORPUS = Path(__file__).resolve().parents[1] / ".corpus"
SPECTRUM = sorted((CORPUS / "csv-spectrum").glob("**/csvs/*.csv"))
ISEMAIL = sorted((CORPUS / "isemail").glob("**/test/tests.json"))
VALIDATOR_TESTS = sorted((CORPUS / "email-validator").glob("**/tests/test_*.py"))


def addresses_in(files: list[Path]) -> list[str]:
    texts = {
        node.value
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return sorted(text for text in texts if "@" in text)


def library_accepts(address: str) -> bool:
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def expected_rows(path: Path) -> list[dict[str, str]]:
    data = json.loads((path.parents[1] / "json" / f"{path.stem}.json").read_text(encoding="utf-8"))
    rows: list[dict[str, str]] = data if isinstance(data, list) else [data]
    if path.stem == "location_coordinates":
        # version 2.0.0 gives another number in its JSON than in its CSV
        rows[0]["Contact Phone Number"] = "2095257564"
    return rows


@pytest.mark.skipif(not SPECTRUM, reason="python tests/corpus/fetch.py csv-spectrum")
def test_csv_spectrum_has_all_its_cases() -> None:
    assert len(SPECTRUM) == 12


@pytest.mark.parametrize("path", SPECTRUM, ids=lambda path: path.stem)
def test_csv_spectrum_reads_as_its_json_says(path: Path) -> None:
    expected = expected_rows(path)
    first = next(iter(csv.reader([path.read_text(encoding="utf-8").splitlines()[0]])))[0]
    with open_contacts(path, mapping={"email": first}) as contacts:
        rows = [row for row in contacts if isinstance(row, RejectedRow)]
        titles = RejectsHeader.read("it", contacts.header).titles
        found: list[dict[str, Any]] = [dict(zip(titles, row.cells, strict=True)) for row in rows]
    assert found == expected


@pytest.mark.parametrize("path", SPECTRUM, ids=lambda path: path.stem)
def test_csv_spectrum_values_reach_the_merge_fields(path: Path) -> None:
    expected = expected_rows(path)
    text = path.read_bytes().decode("utf-8")
    widened = "Email," + text[: text.index("\n") + 1]
    body = io.StringIO(text[text.index("\n") + 1 :], newline="")
    out = io.StringIO()
    csv.writer(out).writerows([f"a{n}@x.example", *row] for n, row in enumerate(csv.reader(body)))
    with open_contacts(io.BytesIO((widened + out.getvalue()).encode())) as contacts:
        names = {column.header: column.field for column in contacts.columns}
        rows = list(contacts)
    assert all(isinstance(row, LeadRow) for row in rows)
    found = [
        {key: row.fields.get(str(names[key]), "") for key in expected[0]}
        for row in rows
        if isinstance(row, LeadRow)
    ]
    assert found == expected


def isemail_verdicts() -> list[tuple[str, str]]:
    """Return (address, verdict) of the isemail suite; a bad one's verdict begins with `err`."""
    return [(each[0], each[1]) for file in ISEMAIL for each in json.loads(file.read_text(encoding="utf-8"))]


@pytest.mark.skipif(not VALIDATOR_TESTS, reason="python tests/corpus/fetch.py email-validator")
def test_nothing_is_accepted_that_the_library_refuses_in_its_own_suite() -> None:
    addresses = addresses_in(VALIDATOR_TESTS)
    assert len(addresses) > 200
    wrong = [each for each in addresses if not address_problem(each) and not library_accepts(each)]
    assert wrong == []


@pytest.mark.skipif(not ISEMAIL, reason="python tests/corpus/fetch.py isemail")
def test_nothing_is_accepted_that_the_library_or_the_isemail_suite_calls_bad() -> None:
    verdicts = isemail_verdicts()
    accepted = [(address, verdict) for address, verdict in verdicts if not address_problem(address)]
    assert len(verdicts) > 180
    assert len(accepted) > 15
    assert [address for address, _ in accepted if not library_accepts(address)] == []
    assert [address for address, verdict in accepted if verdict.startswith("err")] == []


@pytest.mark.skipif(
    not VALIDATOR_TESTS + ISEMAIL, reason="python tests/corpus/fetch.py email-validator isemail"
)
def test_a_file_of_the_suites_loses_no_row_and_takes_no_refused_address() -> None:
    listed = [*addresses_in(VALIDATOR_TESTS), *(address for address, _ in isemail_verdicts())]
    addresses = [each for each in listed if "\0" not in each and each.strip()]
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([["Email"], *([each] for each in addresses)])
    raw = out.getvalue().encode("utf-8", "replace")
    with open_contacts(io.BytesIO(raw)) as contacts:
        rows = list(contacts)
    assert len(rows) == len(addresses)
    for row in rows:
        assert isinstance(row, RejectedRow) or library_accepts(row.email)
