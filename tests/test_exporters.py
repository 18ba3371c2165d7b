"""Exports of the best-known vendors: what becomes of every row, by hand, and the counts of the receipt.

The headers are those of the vendors, and so are the words in the columns of statuses. The people are invented.
`tests/exporters/truth.csv` has one line a row of a file.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from faulty import query
from world import MONDAY

from seqcli.clock import VirtualClock
from seqcli.commands.import_leads import import_leads
from seqcli.commands.import_sequence import import_sequence
from seqcli.config import Settings
from seqcli.contacts import LeadRow, open_contacts
from seqcli.errors import ExitCode, InputFileError
from seqcli.output.result import CommandResult

EXPORTS = Path(__file__).parent / "exporters"
SUPPRESSED = {"bounced", "opted out"}
KEPT = {"in progress", "finished", "answered"}
#: What is neither UTF-8 nor UTF-16, and must be named.
ENCODINGS = {"outlook.csv": "cp1252", "salesforce.csv": "latin-1"}


class Truth(NamedTuple):
    """One row: the address, with others of the person that must not be mailed either, and what becomes of it."""

    row: int
    emails: tuple[str, ...]
    names: tuple[str, str, str]
    becomes: str


@cache
def truths() -> dict[str, tuple[Truth, ...]]:
    with (EXPORTS / "truth.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    return {
        name: tuple(
            Truth(
                int(each["row"]),
                tuple(each["email"].split(", ")) if each["email"] else (),
                (each["first"], each["last"], each["company"]),
                each["becomes"],
            )
            for each in found
        )
        for name, found in groupby(rows, key=lambda each: each["file"])
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a state file that has a sequence and no lead."""
    path = tmp_path_factory.mktemp("exporters")
    (path / "intro.toml").write_text(
        'id = "intro"\nname = "Intro"\n[[steps]]\nsubject = "Hello"\ntemplate = "Hi."\n', encoding="utf-8"
    )
    import_sequence(settings(path), path / "intro.toml", VirtualClock(MONDAY))
    return path


def settings(folder: Path) -> Settings:
    return Settings(folder / "seqcli.db", "http://127.0.0.1:9", None, None)


@pytest.fixture
def fresh(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "seqcli.db").write_bytes((folder / "seqcli.db").read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def imported(folder: Path, name: str, encoding: str | None) -> CommandResult:
    (folder / name).write_bytes((EXPORTS / name).read_bytes())
    return import_leads(settings(folder), name, "intro", VirtualClock(MONDAY), encoding=encoding)


def outcomes(folder: Path, receipt: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield the number of every row that is named, with what became of it: `suppressed` if no word says why."""
    means = {f"{each['header']}: {each['word']}": each["means"] for each in receipt["statuses"]}
    yield from ((row["line"], "rejected") for row in receipt["rejected_rows"])
    for row in receipt["examples"]["kept_back"]["rows"]:
        yield row["line"], means[row["why"]] or "unknown"
    for row in receipt["examples"]["suppressed"]["rows"]:
        why = row["why"].removeprefix(f"opted out in {receipt['file']}: ")
        yield row["line"], means.get(why, "suppressed")
    if receipt["no_address_file"]:
        with (folder / receipt["no_address_file"]).open(encoding="utf-8-sig", newline="") as lines:
            yield from ((int(row["line"]), "no address") for row in csv.DictReader(lines))


@pytest.mark.parametrize("name", truths())
def test_what_becomes_of_every_row(fresh: Path, name: str) -> None:
    truth = truths()[name]
    result = imported(fresh, name, ENCODINGS.get(name))
    receipt = result.data
    found = {each.row: "new" for each in truth} | dict(outcomes(fresh, receipt))
    wanted = {each.row: each.becomes for each in truth}
    unsaid = {row: "suppressed" for row in wanted if wanted[row] in SUPPRESSED and found[row] == "suppressed"}
    assert found == wanted | unsaid

    count = Counter(each.becomes for each in truth)
    suppressed = count["bounced"] + count["opted out"]
    assert {what: number for what, number in receipt["counts"].items() if number} == {
        what: number
        for what, number in {
            "rows": len(truth),
            "accepted": count["new"] + suppressed,
            "of_these_suppressed": suppressed,
            "kept_back": sum(count[each] for each in KEPT),
            "no_address": count["no address"],
            "rejected": count["rejected"],
        }.items()
        if number
    }
    assert result.exit_code is (ExitCode.SOME_FAILED if count["rejected"] else ExitCode.DONE)
    assert not [
        note.text for note in result.notes if note.is_warning and "rejected rows are in" not in note.text
    ]

    leads = {email for (email,) in query(fresh / "seqcli.db", "SELECT email FROM lead")}
    no_mail = {pattern for (pattern,) in query(fresh / "seqcli.db", "SELECT pattern FROM suppression")}
    assert leads == {each.emails[0] for each in truth if each.becomes in {"new", *SUPPRESSED}}
    assert no_mail == {email for each in truth if each.becomes in SUPPRESSED for email in each.emails}


@pytest.mark.parametrize("name", truths())
def test_how_every_person_is_read(name: str) -> None:
    with open_contacts(EXPORTS / name, encoding=ENCODINGS.get(name)) as contacts:
        people = {
            row.line: (
                row.email,
                *(row.fields.get(field, "") for field in ("first_name", "last_name", "company")),
            )
            for row in contacts
            if isinstance(row, LeadRow)
        }
    assert people == {each.row: (each.emails[0], *each.names) for each in truths()[name] if each.emails}


@pytest.mark.parametrize("name", ENCODINGS)
def test_another_encoding_is_asked_for(fresh: Path, name: str) -> None:
    with pytest.raises(InputFileError) as raised:
        imported(fresh, name, None)
    assert "--encoding" in raised.value.hint


def test_the_truth_is_about_every_file() -> None:
    assert {each.name for each in EXPORTS.iterdir()} == {*truths(), "truth.csv"}


def test_the_page_names_headers_and_words_that_the_files_have() -> None:
    """Each paragraph is about the files of one vendor; options, paths and names of other files are left out."""
    page = (EXPORTS.parents[1] / "docs" / "exporters.md").read_text(encoding="utf-8")
    paragraphs = {
        found[1]: found[0] for found in re.finditer(r"^\*\*(.+?)\.\*\*(?:.+\n)+", page, re.MULTILINE)
    }
    assert len(paragraphs) == 20
    told = set()
    for vendor, text in paragraphs.items():
        key = vendor.split()[0].lower().replace(".", "-")
        names = [name for name in truths() if re.split(r"[-.]", name)[0] == key.split("-")[0]]
        told.update(names)
        data = "".join((EXPORTS / name).read_text(encoding=ENCODINGS.get(name, "utf-8")) for name in names)
        words = re.findall(r"`([^`]+)`", " ".join(text.split()))
        assert [
            word for word in words if not word.startswith(("--", ".", "/", "FILE")) and word not in data
        ] == []
    assert told == set(truths())
