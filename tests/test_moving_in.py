"""Moving in from another sender: what a status word means, who is kept back, and who is remembered as having answered.

The files in tests/samples/moving_in have the headers and words of one sender each; their first column is the truth, and
no part of the file. `told` is new, with a warning.
"""

import csv
import io
import json
import os
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from faulty import query
from shell import Cli
from test_steering import typed
from world import MONDAY, Bench, plain_step

from seqcli.clock import VirtualClock
from seqcli.contacts import open_contacts
from seqcli.contacts.row_types import CampaignStatus, Column, ColumnRole, LeadRow, MovedRow
from seqcli.contacts.standing import campaign_words
from seqcli.contacts.standing.campaign_meanings import find_meaning, read_meaning, shown_word, word_key
from seqcli.contacts.standing.campaign_status import CampaignStatuses
from seqcli.contacts.standing.no_cells import whole_no
from seqcli.contacts.standing.status_columns import MOST_NAMED, OTHERS
from seqcli.engine.leads.import_counts import Receipt
from seqcli.engine.leads.imports import Importer
from seqcli.simulator import World
from seqcli.store import Answered, Store, opening
from seqcli.store.schema import MIGRATIONS

SAMPLES = Path(__file__).parent / "samples" / "moving_in"
VENDORS = sorted(path.stem for path in SAMPLES.glob("*.csv"))
DB = Path("seqcli.db")
SEQUENCE = """
id = "intro"
name = "Intro"
[[steps]]
subject = "Hello"
template = "Hi."
"""
ARGS = ("import-leads", "leads.csv", "--sequence", "intro")
KEPT = ("import-leads", "leads.csv.kept.csv", "--sequence", "intro")


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SEQCLI_DB", raising=False)
    cli = Cli(capsys)
    for name in ("intro", "other"):
        Path(f"{name}.toml").write_text(SEQUENCE.replace('"intro"', f'"{name}"'), encoding="utf-8")
        assert cli("import-sequence", f"{name}.toml")[0] == 0
    return cli


def write(header: str, *cells: str, name: str = "leads.csv", first: int = 0) -> None:
    """Write a file with this column; the people are p0@x.example, p1@x.example …"""
    with Path(name).open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["Email", header])
        writer.writerows([f"p{number}@x.example", cell] for number, cell in enumerate(cells, first))


def statuses() -> dict[str, str]:
    return dict(query(DB, "SELECT address, status FROM lead"))


def kept(name: str = "leads.csv.kept.csv") -> list[dict[str, str]]:
    with Path(name).open(encoding="utf-8-sig", newline="") as rows:
        return list(csv.DictReader(rows))


def answered() -> list[str]:
    return [address for (address,) in query(DB, "SELECT address FROM answer ORDER BY address")]


# -- what words mean


def sample(vendor: str) -> tuple[str, dict[str, str]]:
    """Return a sender's file, and the truth by address."""
    rows = list(csv.reader(SAMPLES.joinpath(f"{vendor}.csv").read_text(encoding="utf-8").splitlines()))
    out = io.StringIO()
    csv.writer(out).writerows(row[1:] for row in rows)
    truths = {next(cell for cell in row if "@" in cell): row[0] for row in rows[1:]}
    return out.getvalue(), truths


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_row_of_a_sender_means_what_it_means_there(cli: Cli, vendor: str) -> None:
    text, truths = sample(vendor)
    Path("leads.csv").write_text(text, encoding="utf-8")
    code, envelope = cli.json(*ARGS)
    warned = " ".join(note for note in envelope["notes"] if "may say what people answered" in note)
    for row in csv.DictReader(io.StringIO(text)):
        (address,) = [cell for cell in row.values() if cell in truths]
        is_told = any(cell and f'"{shown_word(cell)}"' in warned for cell in row.values())
        assert is_told is (truths[address] == "told")
    truths = {address: "new" if truth == "told" else truth for address, truth in truths.items()}
    found = dict.fromkeys(truths, "new")
    for row in kept():
        (address,) = [cell for cell in row.values() if cell in truths]
        found[address] = row["message"].partition(" elsewhere")[0]
    suppressed = {address for (address,) in query(DB, "SELECT pattern FROM suppression")}
    ends = {"bounced", "opted out"}
    assert {address for address, truth in truths.items() if truth in ends} == suppressed
    stays = {address: truth for address, truth in truths.items() if truth not in ends}
    assert {address: found[address] for address in stays} == stays
    counts = envelope["data"]["counts"]
    assert (code, counts["rows"]) == (0, len(truths))
    assert counts["accepted"] + counts["kept_back"] == len(truths)
    assert counts["kept_back"] == sum(truth != "new" for truth in stays.values())
    assert set(answered()) == {address for address, truth in truths.items() if truth == "answered"}


def test_all_senders_have_a_sample() -> None:
    lines = [
        line
        for table in ("NEW", "STARTED", "FINISHED", "ANSWERED", "BOUNCED", "OPTED_OUT")
        for line in getattr(campaign_words, table).strip().splitlines()
    ]
    vendors = {name.strip(" ~") for line in lines for name in line[28:].split(",")}
    named = {"Smartlead", "Instantly", "lemlist", "Apollo", "HubSpot", "Outreach", "Salesloft", "Woodpecker"}
    named |= {"Reply.io", "Mailshake", "Close", "Freshsales", "QuickMail"}
    assert named <= vendors
    assert {name.lower().replace(".", "_") for name in named} <= set(VENDORS)


def test_no_word_stands_twice_and_a_no_is_the_no_of_opt_outs() -> None:
    words: Counter[tuple[str, str]] = Counter()
    for status, table in (
        (CampaignStatus.NEW, campaign_words.NEW),
        (CampaignStatus.STARTED, campaign_words.STARTED),
        (CampaignStatus.FINISHED, campaign_words.FINISHED),
        (CampaignStatus.ANSWERED, campaign_words.ANSWERED),
        (CampaignStatus.BOUNCED, campaign_words.BOUNCED),
        (CampaignStatus.OPTED_OUT, campaign_words.OPTED_OUT),
    ):
        for line in table.strip().splitlines():
            under, _, word = line[:28].strip().rpartition(": ")
            words[under, word_key(word)] += 1
            ends = status in {CampaignStatus.BOUNCED, CampaignStatus.OPTED_OUT}
            # "removed" is a no about an address, and in a cadence only an end
            assert ends or whole_no(word) is None or word == "removed"
            header = f"campaign {under} status".replace("  ", " ")
            assert find_meaning(header, word).status is status
    assert set(words.values()) == {1}


@pytest.mark.parametrize("word", ["In Progress", "in_progress", "IN-PROGRESS", "InProgress", " in progress "])
def test_words_are_compared_without_case_and_signs(word: str) -> None:
    assert find_meaning("Campaign status", word).status is CampaignStatus.STARTED


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("Exited: Replied", CampaignStatus.ANSWERED),
        ("Finished (Replied)", CampaignStatus.ANSWERED),
        ("Active, Opened", CampaignStatus.STARTED),
        ("Replied - Meeting booked", CampaignStatus.ANSWERED),
        ("Finished (who knows)", None),
        ("Hot lead", None),
        ("2.0", CampaignStatus.STARTED),
    ],
)
def test_a_cell_of_known_parts_means_the_most_careful_of_them(
    cell: str, status: CampaignStatus | None
) -> None:
    assert find_meaning("Campaign status", cell).status is status


def test_a_word_of_two_senders_means_the_more_careful_and_a_header_may_tell_them_apart() -> None:
    assert find_meaning("Status", "Cold").status is CampaignStatus.FINISHED
    assert find_meaning("Contact Stage", "Cold").status is CampaignStatus.NEW
    assert find_meaning("Status", "-2").status is CampaignStatus.OPTED_OUT
    assert find_meaning("lt_interest_status", "-2").status is CampaignStatus.ANSWERED


@pytest.mark.parametrize(
    ("header", "cell", "is_answer"),
    [
        ("Replied", "TRUE", True),
        ("Replied", "no", False),
        ("replied", "0", False),
        ("is_replied", "x", True),
        ("Replied", "\u2713", True),
        ("Replied", "\u2717", False),
        ("Replied", "\u2014", False),
        ("Reply text", "\U0001f44d", True),
        ("Reply text", "\u2717", False),
        ("Reply Count", "2", True),
        ("Reply Count", "0", False),
        ("reply_count", "0.0", False),
        ("reply_count", "-1", False),
        ("replied_at", "2026-03-01T10:00:00Z", True),
        ("Last reply", "Mar 3, 2026", True),
        ("Last reply", "Tue, 03 Mar 2026 10:00:00 GMT", True),
        ("Last reply", "3. März 2026", True),
        ("Last reply", "03-03-2026", True),
        ("Last reply", "2 days ago", True),
        ("Last reply", "0000-00-00", False),
        ("Reply Count", "2 replies", True),
        ("Reply Count", "0 of 5", False),
        ("Last reply", "never", False),
        ("Last reply", "Not yet", False),
        ("Last reply", "No reply", False),
        ("Replied", "Not replied", False),
        ("Replied", "nein", False),
        ("Replied", "None", False),
        ("Replied", "Pending", False),
        ("Reply text", "Sounds good, call me", True),
        ("Reply text", "-", False),
        ("Demoed", "false", False),
        ("Replied", "Positive", True),
        ("Reply rate", "5", False),
        ("Avg. reply time", "5", False),
        ("Replied", "-", False),
    ],
)
def test_a_column_about_replies_says_an_answer_only_clearly(
    cli: Cli, header: str, cell: str, is_answer: bool
) -> None:
    write(header, cell)
    _, envelope = cli.json(*ARGS)
    assert envelope["data"]["counts"]["kept_back"] == is_answer
    assert answered() == (["p0@x.example"] if is_answer else [])


def test_replies_are_counted_beside_other_counts_of_mails(cli: Cli) -> None:
    Path("leads.csv").write_text("email,Opens,Replies\na@x.example,3,1\nb@x.example,3,0\n", encoding="utf-8")
    assert cli.json(*ARGS)[1]["data"]["counts"]["kept_back"] == 1
    assert answered() == ["a@x.example"]


def test_a_word_about_replies_that_nobody_knows_is_asked_about(cli: Cli) -> None:
    write("Replied", "LinkedIn", "yes", "no", "by phone", "\U0001f525")
    _, envelope = cli.json(*ARGS, "--status", "by phone=answered")
    words = {each["word"]: each["means"] for each in envelope["data"]["statuses"]}
    assert words.pop("\U0001f525") is None
    assert words == {"LinkedIn": None, "(a yes, a number or a day)": "answered", "by phone": "answered"}
    assert (envelope["data"]["counts"]["kept_back"], answered()) == (4, ["p1@x.example", "p3@x.example"])


# -- files that are from no sender


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Email status", ("valid", "verified", "catch-all", "unknown", "accept_all", "risky", "do_not_mail")),
        ("Verification status", ("valid", "unknown")),
        ("Status", ("Active", "Active", "Pending", "Inactive", "Enabled", "disabled")),
        ("Status", ("Subscribed", "Active", "Unconfirmed", "Opened", "Clicked", "Delivered", "Sent")),
        ("Subscription status", ("subscribed", "pending")),
        ("Status", ("Completed", "Processing", "On hold", "Cancelled", "Failed", "Paid", "Shipped")),
        ("Order status", ("completed", "pending", "in progress")),
        ("Member status", ("active", "expired", "paused")),
        ("Membership Status", ("Active", "Finished")),
        ("Deal stage", ("Qualified", "Contacted", "Interested", "Closed won")),
        ("Stage", ("Qualified", "Proposal", "Negotiation", "Won", "Lost", "Demo")),
        ("Account status", ("active", "in progress")),
        ("Company status", ("Active", "Contacted")),
        ("State", ("CA", "New York", "Washington")),
        ("Lifecycle stage", ("lead", "opportunity", "customer")),
        ("Lead Status", ("Warm", "Hot", "A")),
        ("Task status", ("in progress", "completed")),
        ("Subscribed", ("true", "yes")),
        ("Replies", ("12", "3")),
        ("Sequence", ("1", "2")),
        ("Interested in", ("vans", "cars")),
        ("Interest level", ("High", "Low")),
        ("Email Status", ("Extrapolated", "Unavailable", "Guessed", "Likely to engage")),
        ("Lifecycle Stage", ("Marketing qualified lead", "Evangelist")),
        ("Status", ("Done", "Working on it", "Stuck", "Not started", "In progress")),
        ("Status", ("customer", "partner", "prospect", "won", "lost", "qualified", "open", "new")),
    ],
)
def test_a_list_that_is_from_no_sender_is_imported_as_ever(
    cli: Cli, header: str, cells: tuple[str, ...]
) -> None:
    write(header, *cells)
    code, envelope = cli.json(*ARGS)
    data = envelope["data"]
    assert (code, data["counts"]["kept_back"], data["statuses"], data["kept_file"]) == (0, 0, [], None)
    assert data["counts"]["accepted"] == len(cells)
    assert not Path("leads.csv.kept.csv").exists()
    assert not any("means" in note for note in envelope["notes"])


def test_one_word_of_a_sender_makes_a_loose_column_one_of_statuses_also_for_earlier_rows(cli: Cli) -> None:
    write("Status", "Completed", *["Active"] * 2500, "Replied", "Sold out")
    _, envelope = cli.json(*ARGS)
    words = {each["word"]: (each["means"], each["count"]) for each in envelope["data"]["statuses"]}
    assert words == {
        "Completed": ("finished", 1),
        "Active": ("in progress", 2500),
        "Replied": ("answered", 1),
        "Sold out": (None, 1),
    }
    assert envelope["data"]["counts"]["kept_back"] == 2503
    assert statuses() == {}


def test_the_neighbours_of_a_loose_column_may_show_that_a_sender_wrote_it(cli: Cli) -> None:
    Path("leads.csv").write_text(
        "email,status,reply_count\na@x.example,Active,0\nb@x.example,Completed,0\n", encoding="utf-8"
    )
    assert cli.json(*ARGS)[1]["data"]["counts"]["kept_back"] == 2


def test_a_pipe_is_read_again_as_well(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "people"
    path.write_text("email,status\na@x.example,Completed\nb@x.example,Replied\n", encoding="utf-8")
    with path.open(encoding="utf-8") as pipe:
        monkeypatch.setattr(sys, "stdin", pipe)
        _, envelope = cli.json("import-leads", "-", "--sequence", "intro")
    assert envelope["data"]["counts"]["kept_back"] == 2
    assert envelope["data"]["kept_file"] == "stdin.kept.csv"


def test_what_a_pipe_said_is_taken_back_by_the_file_of_who_was_kept_back(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write("Campaign status", "Done")
    with (tmp_path / "leads.csv").open(encoding="utf-8") as pipe:
        monkeypatch.setattr(sys, "stdin", pipe)
        assert cli("import-leads", "-", "--sequence", "intro", "--status", "Done=answered")[0] == 0
        assert answered() == ["p0@x.example"]
        assert cli("import-leads", "stdin.kept.csv", "--sequence", "intro", "--status", "Done=new")[0] == 0
    assert (answered(), statuses()) == ([], {"p0@x.example": "queued"})


def test_a_column_can_be_mapped_to_statuses_or_ignored(cli: Cli) -> None:
    write("Phase", "Completed", "new")
    assert cli.json(*ARGS, "--dry-run")[1]["data"]["counts"]["kept_back"] == 0
    _, envelope = cli.json(*ARGS, "--map", "campaign_status=Phase", "--dry-run")
    assert envelope["data"]["counts"]["kept_back"] == 1
    assert [each["field"] for each in envelope["data"]["columns"]] == ["email", "phase"]
    write("Campaign status", "Completed", "new")
    assert cli.json(*ARGS, "--ignore", "Campaign status")[1]["data"]["counts"]["kept_back"] == 0


# -- who is kept back


WORDS = ("New", "Active", "Completed", "Replied", "Hot lead", "Bounced", "Do not contact", "")


def test_a_receipt_counts_each_word_and_names_who_was_kept_back(cli: Cli) -> None:
    write("Campaign status", *WORDS)
    code, out, err = cli(*ARGS)
    assert code == 0
    lines = {" ".join(line.split()) for line in out.splitlines()}
    assert {
        "rows 8",
        "accepted 4",
        "of these suppressed 2",
        "kept back 4",
        "Campaign status New new, taken 1",
        "Campaign status Active in progress, kept back 1",
        "Campaign status Completed finished, kept back 1",
        "Campaign status Replied answered, kept back 1",
        "Campaign status Hot lead unknown, kept back 1",
        "Campaign status Bounced bounced, suppressed 1",
        "Campaign status Do not contact opted out, suppressed 1",
        "3 kept back p1@x.example Campaign status: Active",
    } <= lines
    assert "4 leads kept back in leads.csv.kept.csv" in err
    assert '"Campaign status" says "Hot lead"' in err
    assert "--status 'Hot lead=MEANING'" in err
    assert [row["Email"] for row in kept()] == [f"p{n}@x.example" for n in (1, 2, 3, 4)]
    assert statuses() == {
        "p0@x.example": "queued",
        "p5@x.example": "suppressed",
        "p6@x.example": "suppressed",
        "p7@x.example": "queued",
    }


def test_a_receipt_names_nobody_as_imported_who_is_kept_back(cli: Cli) -> None:
    Path("leads.csv").write_text("Email,Statut\na@x.example,Contacté\nb@x.example,Refus\n", encoding="utf-8")
    code, out, err = cli(*ARGS)
    assert code == 0
    says = ["Statut", "refus", "may", "be", "a", "no:", "not", "suppressed", "1"]
    assert says in [line.split() for line in out.splitlines()]
    assert "imported" not in f"{out}{err}".replace("To take them, import", "")
    assert 'Nobody is suppressed for it. To suppress them: --suppress "Statut"' in f"{out}{err}"


def test_take_started_takes_who_was_written_to_and_leaves_out_who_answered(cli: Cli) -> None:
    write("Campaign status", *WORDS)
    _, envelope = cli.json(*ARGS, "--take-started")
    counts = envelope["data"]["counts"]
    assert (counts["accepted"], counts["answered_before"], counts["kept_back"]) == (6, 1, 1)
    assert [row["value"] for row in kept()] == ["Hot lead"]
    assert cli.json(*ARGS, "--allow-answered")[1]["data"]["counts"]["kept_back"] == 2
    _, envelope = cli.json(*ARGS, "--take-started", "--allow-answered")
    assert envelope["data"]["counts"]["accepted"] == 1
    assert statuses()["p3@x.example"] == "queued"
    assert query(DB, "SELECT allow_answered FROM lead WHERE address = 'p3@x.example'") == [(1,)]


def test_the_file_of_who_was_kept_back_imports_as_it_is(cli: Cli) -> None:
    write("Status", "Completed", "Active", "Hot lead", "Replied")
    assert cli(*ARGS)[0] == 0
    before = Path("leads.csv.kept.csv").read_text(encoding="utf-8-sig")
    assert before.startswith('"Email","campaign_status=Status","line","column","value","code","message"')
    code, envelope = cli.json(*KEPT)
    assert (code, envelope["data"]["counts"]["kept_back"]) == (0, 4)
    _, envelope = cli.json(*KEPT, "--take-started", "--status", "Hot lead=new")
    counts = envelope["data"]["counts"]
    assert (counts["accepted"], counts["answered_before"], counts["kept_back"]) == (3, 1, 0)
    assert Path("leads.csv.kept.csv").read_text(encoding="utf-8-sig") == before


def test_the_column_of_the_file_of_who_was_kept_back_can_be_ignored_or_mapped_again(cli: Cli) -> None:
    write("Status", "Completed", "Replied")
    assert cli(*ARGS)[0] == 0
    assert cli.json(*KEPT, "--map", "campaign_status=Status")[1]["data"]["counts"]["kept_back"] == 2
    _, envelope = cli.json(*KEPT, "--ignore", "Status")
    assert (envelope["data"]["counts"]["accepted"], envelope["data"]["counts"]["answered_before"]) == (1, 1)


def test_words_that_tell_nothing_alone_are_kept_back_from_the_file_too(cli: Cli) -> None:
    Path("leads.csv").write_text(
        "email,status,category name\na@x.example,Completed,Sold out\nnobody,Replied,Interested\n",
        encoding="utf-8",
    )
    assert cli(*ARGS)[0] == 1
    assert cli.json(*KEPT)[1]["data"]["counts"]["kept_back"] == 1
    rejects = Path("leads.csv.rejects.csv")
    text = rejects.read_text(encoding="utf-8-sig").replace('"nobody","Replied"', '"b@x.example","Completed"')
    rejects.write_text(text.replace('"Interested"', '""'), encoding="utf-8")
    _, envelope = cli.json("import-leads", str(rejects), "--sequence", "intro")
    assert envelope["data"]["counts"]["kept_back"] == 1


def test_a_file_of_who_was_kept_back_is_never_overwritten(cli: Cli) -> None:
    write("Campaign status", "Active")
    Path("leads.csv.kept.csv").write_text("mine", encoding="utf-8")
    _, envelope = cli.json(*ARGS)
    assert envelope["data"]["kept_file"] == "leads.csv.kept.2.csv"
    assert Path("leads.csv.kept.csv").read_text(encoding="utf-8") == "mine"
    assert cli.json(*ARGS)[1]["data"]["kept_file"] == "leads.csv.kept.2.csv"
    assert not Path("leads.csv.kept.3.csv").exists()


def test_a_file_that_cannot_be_written_undoes_the_import(cli: Cli) -> None:
    write("Campaign status", "Active", "new", "Replied")
    Path(f"leads.csv.kept.csv.{os.getpid()}.part").mkdir()
    code, envelope = cli.json(*ARGS)
    assert (code, envelope["error"]["code"]) == (3, "rejects_not_written")
    assert (statuses(), answered()) == ({}, [])


def test_a_dry_run_counts_and_writes_nothing(cli: Cli) -> None:
    write("Campaign status", *WORDS)
    _, envelope = cli.json(*ARGS, "--dry-run")
    assert (envelope["data"]["counts"]["kept_back"], envelope["data"]["kept_file"]) == (4, None)
    assert (statuses(), answered(), Path("leads.csv.kept.csv").exists()) == ({}, [], False)


@pytest.mark.parametrize("between", [0, 4000], ids=["one batch", "batches apart"])
@pytest.mark.parametrize("order", [("new", "Replied"), ("Replied", "new"), ("", "Active"), ("Active", "")])
def test_of_several_rows_of_a_person_the_careful_one_counts(
    cli: Cli, order: tuple[str, str], between: int
) -> None:
    rows = [
        ("a@x.example", order[0]),
        *((f"p{n}@x.example", "") for n in range(between)),
        ("a@x.example", order[1]),
    ]
    text = "email,campaign status\n" + "".join(f"{address},{word}\n" for address, word in rows)
    Path("leads.csv").write_text(text, encoding="utf-8")
    _, envelope = cli.json(*ARGS)
    counts = envelope["data"]["counts"]
    assert (counts["accepted"], counts["kept_back"], counts["duplicate_in_this_file"]) == (between, 1, 1)
    assert counts["rows"] == between + 2
    assert "a@x.example" not in statuses()
    assert [row["email"] for row in kept()] == ["a@x.example"]
    assert query(DB, "SELECT coalesce(sum(leads), 0) FROM lead_count") == [(between,)]


def test_a_lead_that_is_taken_back_leaves_no_count(cli: Cli) -> None:
    Path("held.toml").write_text(
        SEQUENCE.replace('"intro"', '"held"').replace('"Hi."', '"Hi {{ city }}."'), encoding="utf-8"
    )
    assert cli("import-sequence", "held.toml")[0] == 0
    others = "".join(f"p{n}@x.example,new\n" for n in range(3000))
    text = f"email,campaign status\na@x.example,new\n{others}a@x.example,Replied\n"
    Path("leads.csv").write_text(text, encoding="utf-8")
    _, envelope = cli.json("import-leads", "leads.csv", "--sequence", "held", "--take-started")
    data = envelope["data"]
    assert (data["counts"]["accepted"], data["counts"]["of_these_held"]) == (3000, 3000)
    assert (data["counts"]["answered_before"], data["counts"]["duplicate_in_this_file"]) == (1, 1)


@pytest.mark.parametrize(
    ("cells", "options", "said"),
    [
        (("Active",), (), "import that file with --take-started"),
        (("Replied",), (), "import that file with --take-started --allow-answered"),
        (("Hot lead", "Active"), ("--take-started",), "import that file with --status WORD=MEANING"),
        (
            ("Completed", "Replied", "Hot lead"),
            (),
            "--take-started --allow-answered (answered), --status WORD=MEANING (unknown words)",
        ),
        (("Active",), ("--dry-run",), "import the file with --take-started"),
    ],
)
def test_a_note_names_the_options_that_take_who_was_kept_back(
    cli: Cli, cells: tuple[str, ...], options: tuple[str, ...], said: str
) -> None:
    write("Campaign status", *cells)
    _, envelope = cli.json(*ARGS, *options)
    assert [note for note in envelope["notes"] if "To take them, import" in note and note.endswith(said)]


def test_a_lead_of_this_sequence_stays_and_is_told(cli: Cli) -> None:
    write("City", "Ulm")
    assert cli(*ARGS)[0] == 0
    write("Campaign status", "Hot lead", "Completed")
    _, envelope = cli.json(*ARGS)
    counts = envelope["data"]["counts"]
    assert (counts["updated"] + counts["already_in_sequence"], counts["kept_back"]) == (1, 1)
    assert any("1 lead of intro may have mail of another sender" in note for note in envelope["notes"])
    assert any(note.endswith("import that file with --take-started") for note in envelope["notes"])
    (row,) = envelope["data"]["examples"]["also_elsewhere"]["rows"]
    assert (row["line"], row["email"], row["why"]) == (2, "p0@x.example", "Campaign status: Hot lead")
    assert statuses() == {"p0@x.example": "queued"}


# -- words that nobody knows


def test_an_option_says_what_a_word_means(cli: Cli) -> None:
    write("Lead Status", "Hot lead", "New", "Gone", "hot_lead")
    _, envelope = cli.json(*ARGS, "--status", "Hot lead=new", "--status", "Gone=opted-out")
    words = {each["word"]: (each["means"], each["count"]) for each in envelope["data"]["statuses"]}
    assert words == {"Hot lead": ("new", 2), "New": ("new", 1), "Gone": ("opted out", 1)}
    assert list(statuses().values()) == ["queued", "queued", "suppressed", "queued"]


def test_the_meaning_of_a_number_is_about_the_column_that_has_no_other_for_it(cli: Cli) -> None:
    Path("leads.csv").write_text(
        "email,status,lt_interest_status,email_reply_count\n"
        "a@x.example,1,,0\nb@x.example,1,1,0\nc@x.example,1,,1\n",
        encoding="utf-8",
    )
    counts = cli.json(*ARGS, "--status", "1=new")[1]["data"]["counts"]
    assert (counts["accepted"], counts["kept_back"], answered()) == (1, 2, ["b@x.example", "c@x.example"])


def test_a_word_with_a_meaning_makes_its_column_one_of_statuses(cli: Cli) -> None:
    write("Status", "Hot lead", "Warm")
    _, envelope = cli.json(*ARGS, "--status", "Hot lead=new")
    assert (envelope["data"]["counts"]["accepted"], envelope["data"]["counts"]["kept_back"]) == (1, 1)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("new", "new"),
        ("in-progress", "in progress"),
        ("Started", "in progress"),
        ("replied", "answered"),
        ("opted-out", "opted out"),
        ("Unsubscribed", "opted out"),
        ("completed", "finished"),
        ("maybe", None),
    ],
)
def test_a_meaning_has_synonyms(text: str, status: str | None) -> None:
    assert read_meaning(text) == status


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("Hot lead=maybe", "in-progress, finished, answered, bounced, opted-out"),
        ("Hot lead", "--status 'Hot lead=new'"),
        ("=new", "--status 'Hot lead=new'"),
        ("Not interested=new", "--ignore COLUMN"),
    ],
)
def test_a_wrong_option_says_what_is_right(cli: Cli, option: str, said: str) -> None:
    write("Lead Status", "Hot lead", "New")
    code, envelope = cli.json(*ARGS, "--status", option)
    assert (code, envelope["error"]["code"]) == (2, "bad_status")
    assert said in envelope["error"]["hint"]


def test_a_word_twice_or_that_no_cell_has_is_refused(cli: Cli) -> None:
    write("Lead Status", "Hot lead", "New")
    code, envelope = cli.json(*ARGS, "--status", "Hot lead=new", "--status", "hot_lead=finished")
    assert (code, envelope["error"]["code"]) == (2, "bad_status")
    code, envelope = cli.json(*ARGS, "--status", "Hot laed=new")
    assert (code, envelope["error"]["code"]) == (2, "no_such_status")
    assert envelope["error"]["hint"] == 'These columns say: "Hot lead", "New". Nothing was imported.'
    write("Temperature", "Hot lead")
    _, envelope = cli.json(*ARGS, "--status", "Hot lead=new")
    assert "--map campaign_status=COLUMN" in envelope["error"]["hint"]
    assert (statuses(), Path("leads.csv.kept.csv").exists()) == ({}, False)


def test_a_hint_at_words_names_none_that_no_cell_has(cli: Cli) -> None:
    Path("list.csv").write_text("Email,Campaign status,Reply count\na@x.example,Active,2\n", encoding="utf-8")
    _, envelope = cli.json("import-leads", "list.csv", "--sequence", "intro", "--status", "Nobody=new")
    assert envelope["error"]["hint"] == 'These columns say: "Active". Nothing was imported.'


@pytest.fixture
def asked(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, str]]:
    """Run an import on a terminal, with these keys."""

    def run(keys: str, *options: str) -> tuple[int, str, str]:
        typed(monkeypatch, keys, terminal=True)
        return cli(*ARGS, *options)

    return run


@pytest.mark.parametrize(
    ("keys", "code", "found"),
    [
        ("n\n", 0, {"p0@x.example": "queued", "p1@x.example": "queued", "p2@x.example": "queued"}),
        ("x\no\n", 0, {"p0@x.example": "queued", "p1@x.example": "suppressed", "p2@x.example": "suppressed"}),
        ("k\n", 0, {"p0@x.example": "queued"}),
        ("a\n", 0, {"p0@x.example": "queued"}),
        ("\n", 2, {}),
    ],
)
def test_a_terminal_is_asked_about_a_word_once_for_all_its_rows(
    asked: Callable[..., tuple[int, str, str]], keys: str, code: int, found: dict[str, str]
) -> None:
    write("Lead Status", "New", "Hot lead", "hot lead")
    result, _, err = asked(keys)
    assert result == code
    assert '"Lead Status" says "Hot lead" in 2 rows. seqcli does not know this word.' in err
    assert "[n]ew, [i]n progress, [f]inished, [a]nswered, [b]ounced, [o]pted out, or [k]eep back?" in err
    assert statuses() == found
    assert answered() == (["p1@x.example", "p2@x.example"] if keys == "a\n" else [])


def test_a_question_about_a_word_says_how_many_follow(asked: Callable[..., tuple[int, str, str]]) -> None:
    write("Lead Status", "New", "Hot lead", "Warm lead", "Replied")
    code, _, err = asked("n\nk\n")
    assert code == 0
    assert "seqcli does not know this word (1 more word to come). Enter alone aborts." in err
    assert "seqcli does not know this word. Enter alone aborts." in err


def test_a_dry_run_asks_nothing_about_words(asked: Callable[..., tuple[int, str, str]]) -> None:
    write("Lead Status", "New", "Hot lead")
    code, _, err = asked("", "--dry-run")
    assert code == 0
    assert "eep back?" not in err


def test_a_rehearsal_keeps_people_back_without_a_question(cli: Cli) -> None:
    write("Lead Status", "New", "Hot lead", "Replied")
    assert cli("rehearse", "intro.toml", "--leads", "leads.csv", "--db", "play.db")[0] == 0
    assert query(Path("play.db"), "SELECT count(*) FROM lead") == [(1,)]


def test_of_many_words_that_nobody_knows_a_hundred_are_named(cli: Cli) -> None:
    cells = [f"word {number}" for number in range(3 * MOST_NAMED)]
    write("Campaign status", *cells)
    _, envelope = cli.json(*ARGS)
    words = envelope["data"]["statuses"]
    assert len(words) == MOST_NAMED + 1
    assert {each["word"]: each["count"] for each in words}[OTHERS] == 2 * MOST_NAMED
    assert envelope["data"]["counts"]["kept_back"] == 3 * MOST_NAMED
    _, out, err = cli(*ARGS)
    assert "and 61 words more" in out
    assert '"Campaign status" says "word 0", and 100 more' in err


def test_a_word_that_is_called_as_the_rest_says_nothing_of_the_rest(cli: Cli) -> None:
    write("Campaign status", "Others", *[f"word {number}" for number in range(MOST_NAMED + 5)])
    counts = cli.json(*ARGS, "--status", "Others=new")[1]["data"]["counts"]
    assert (counts["accepted"], counts["kept_back"]) == (1, MOST_NAMED + 5)


def test_a_word_of_signs_is_a_word_and_a_dash_is_none(cli: Cli) -> None:
    write("Campaign status", "\U0001f525", "\u2014", "...", "\u2705", " - ", "\u200b")
    assert cli.json(*ARGS)[1]["data"]["counts"]["kept_back"] == 2
    counts = cli.json(*ARGS, "--status", "\U0001f525=new")[1]["data"]["counts"]
    assert (counts["accepted"], counts["kept_back"]) == (1, 1)


@pytest.mark.parametrize("said", ["y" * 60, "Y" * 90 + " deal"])
def test_a_long_word_gets_its_meaning_in_full_or_as_the_receipt_shows_it(cli: Cli, said: str) -> None:
    write("Campaign status", "y" * 90 + " deal", "y" * 10)
    counts = cli.json(*ARGS, "--status", f"{said}=new")[1]["data"]["counts"]
    assert (counts["accepted"], counts["kept_back"]) == (1, 1)


def test_a_terminal_can_say_what_a_long_word_means(asked: Callable[..., tuple[int, str, str]]) -> None:
    write("Campaign status", "y" * 90)
    assert asked("n\n")[0] == 0
    assert statuses() == {"p0@x.example": "queued"}


def test_a_word_alone_that_means_a_no_counts_in_its_column(cli: Cli) -> None:
    for header in ("Lead Status", "Status"):
        write(header, "Gone", "Gone away", name=f"{header}.csv", first=2 * len(header))
        args = ("import-leads", f"{header}.csv", "--sequence", "intro", "--status", "Gone=opted-out")
        assert cli.json(*args)[1]["data"]["counts"]["of_these_suppressed"] == 1


def test_a_suggestion_can_be_pasted_into_a_shell(cli: Cli) -> None:
    write("Campaign status", "it's so")
    _, _, err = cli(*ARGS)
    pasted = """--status 'it'"'"'s so=MEANING'"""
    assert pasted in " ".join(err.split())
    assert pasted in kept()[0]["message"]


def test_what_is_kept_of_words_does_not_grow_with_the_file() -> None:
    columns = [
        Column(0, "Email", "email", ColumnRole.EMAIL),
        Column(1, "Campaign status", "status", ColumnRole.FIELD),
    ]
    found = CampaignStatuses(columns)
    row = LeadRow(2, "a@x.example", "a@x.example", {}, "", ())
    for number in range(1000):
        assert isinstance(
            found.judge(row, ["a@x.example", f"{number} {'x' * 10_000}"], lambda _: ()), MovedRow
        )
    assert len(found.words()) == MOST_NAMED + 1
    assert max(len(each.word) for each in found.words()) <= 60


def test_hostile_words_run_nowhere(cli: Cli) -> None:
    words = ["=cmd|' /C calc'!A0", "\x1b[31mred\x1b[0m", "[bold]x[/bold]", "x" * 10_000, "\u202egnp"]
    write("Campaign status", *words)
    code, out, err = cli(*ARGS)
    assert code == 0
    assert "\x1b" not in out + err
    assert "\u202e" not in out + err
    assert "[bold]x[/bold]" in out
    raw = Path("leads.csv.kept.csv").read_text(encoding="utf-8-sig")
    assert "\"'=cmd|" in raw
    assert not [cell for row in csv.reader(io.StringIO(raw)) for cell in row if cell.startswith("=")]
    _, envelope = cli.json(*KEPT)
    assert envelope["data"]["counts"]["kept_back"] == len(words)


# -- the memory of a person


def test_who_answered_elsewhere_stays_out_of_every_sequence(cli: Cli) -> None:
    write("Campaign status", "Replied")
    assert cli(*ARGS)[0] == 0
    write("City", "Ulm", name="clean.csv")
    for sequence in ("intro", "other"):
        _, envelope = cli.json("import-leads", "clean.csv", "--sequence", sequence)
        (row,) = envelope["data"]["examples"]["answered_before"]["rows"]
        assert row["why"].startswith("answered elsewhere, says leads.csv, imported on ")
    code, out, _ = cli("why", "P0@x.example")
    assert code == 0
    assert "no lead; answered elsewhere, says leads.csv, imported on" in out
    _, envelope = cli.json("why", "p0@x.example")
    assert envelope["data"]["answered_elsewhere"]["source"] == "leads.csv"
    _, envelope = cli.json("import-leads", "clean.csv", "--sequence", "other", "--allow-answered")
    assert envelope["data"]["counts"]["accepted"] == 1


def test_an_answer_of_a_file_ends_the_leads_of_the_person_and_counts_as_none_of_ours(cli: Cli) -> None:
    write("City", "Ulm", name="clean.csv")
    for sequence in ("intro", "other"):
        assert cli("import-leads", "clean.csv", "--sequence", sequence, "--allow-active")[0] == 0
    write("Campaign status", "Meeting booked")
    _, envelope = cli.json(*ARGS)
    assert envelope["data"]["leads_stopped"] == 2
    assert any(
        note.startswith("2 leads stopped: the person answered elsewhere") for note in envelope["notes"]
    )
    found = query(DB, "SELECT sequence_id, status, reason_code, status_reason FROM lead ORDER BY 1")
    assert [row[:3] for row in found] == [
        ("intro", "stopped", "answered_elsewhere"),
        ("other", "stopped", "answered_elsewhere"),
    ]
    assert found[0][3].startswith("answered elsewhere, says leads.csv, imported on ")
    assert cli("requeue", "p0@x.example")[0] == 2
    for command in (("status",), ("report",), ("inbox",), ("replies",)):
        _, envelope = cli.json(*command)
        text = json.dumps(envelope["data"])
        assert '"replied": 1' not in text
        assert '"answered": 1' not in text
        assert "leads.csv" not in text
    assert query(DB, "SELECT count(*) FROM lead WHERE status = 'replied' OR answered_step IS NOT NULL") == [
        (0,)
    ]


def test_a_second_import_remembers_the_same_and_a_corrected_word_takes_it_back(cli: Cli) -> None:
    write("Lead Status", "New", "Done deal", "Replied")
    assert cli(*ARGS, "--status", "Done deal=answered")[0] == 0
    first = query(DB, "SELECT * FROM answer ORDER BY 1")
    assert cli(*ARGS, "--status", "Done deal=answered")[0] == 0
    assert cli("import-leads", "leads.csv.kept.csv", "--sequence", "intro")[0] == 0
    assert query(DB, "SELECT * FROM answer ORDER BY 1") == first
    write("Lead Status", "New", "New", "New", name="elsewhere.csv")
    assert cli("import-leads", "elsewhere.csv", "--sequence", "intro")[0] == 0
    assert answered() == ["p1@x.example", "p2@x.example"]
    assert cli(*ARGS, "--status", "Done deal=new")[0] == 0
    assert answered() == ["p2@x.example"]
    assert statuses() == {"p0@x.example": "queued", "p1@x.example": "queued"}


def test_an_answer_is_remembered_under_every_address_of_its_row_also_of_a_rejected_one(cli: Cli) -> None:
    Path("leads.csv").write_text(
        "email,secondary email,campaign status\na@x.example,b@x.example,Replied\nnobody,c@x.example,Replied\n",
        encoding="utf-8",
    )
    assert cli(*ARGS)[0] == 1
    assert answered() == ["a@x.example", "b@x.example", "c@x.example"]


def test_who_was_forgotten_is_not_remembered(cli: Cli) -> None:
    write("City", "Ulm")
    assert cli(*ARGS)[0] == 0
    assert cli("forget", "p0@x.example", "--yes")[0] == 0
    write("Campaign status", "Replied")
    _, envelope = cli.json(*ARGS)
    assert (envelope["data"]["counts"]["forgotten"], envelope["data"]["counts"]["kept_back"]) == (1, 0)
    assert answered() == []
    assert not Path("leads.csv.kept.csv").exists()


def test_forget_erases_what_a_file_said(cli: Cli) -> None:
    write("Campaign status", "Replied")
    assert cli(*ARGS)[0] == 0
    assert cli("forget", "p0@x.example", "--yes")[0] == 0
    assert answered() == []


# -- what one file says and another, or the same one later


FAR_APART = "".join(f"f{number}@x.example,,\n" for number in range(2100))


def write_rows(rows: str, name: str = "leads.csv") -> None:
    """Write a file of addresses, their aliases, and words."""
    Path(name).write_text(f"email,secondary email,campaign status\n{rows}", encoding="utf-8")


def test_a_second_import_forgets_nobody_of_whom_a_row_says_new(cli: Cli) -> None:
    write_rows(f"a@x.example,,Replied\n{FAR_APART}a@x.example,,Done\n")
    for _ in range(2):
        assert cli(*ARGS, "--status", "Done=new")[0] == 0
        assert answered() == ["a@x.example"]


def test_another_file_of_the_same_name_takes_nothing_back(cli: Cli) -> None:
    write("Campaign status", "Replied")
    assert cli(*ARGS)[0] == 0
    write("Campaign status", "New")
    _, envelope = cli.json(*ARGS)
    assert envelope["data"]["counts"]["answered_before"] == 1
    assert answered() == ["p0@x.example"]


def test_what_two_files_say_stays_until_both_are_corrected(cli: Cli) -> None:
    write("Campaign status", "Done", name="one.csv")
    write("Campaign status", "Replied", name="two.csv")
    one = ("import-leads", "one.csv", "--sequence", "intro", "--status")
    assert cli(*one, "Done=answered")[0] == 0
    assert cli("import-leads", "two.csv", "--sequence", "other")[0] == 0
    assert "answered elsewhere, says one.csv, two.csv, imported on" in cli("why", "p0@x.example")[1]
    assert cli(*one, "Done=new")[0] == 0
    assert answered() == ["p0@x.example"]
    assert "says two.csv, imported on" in cli("why", "p0@x.example")[1]
    assert cli("import-leads", "two.csv", "--sequence", "other", "--status", "Replied=new")[0] == 0
    assert answered() == []


def test_a_correction_counts_for_every_address_of_a_row_and_is_told(cli: Cli) -> None:
    write_rows("a@x.example,b@x.example,Done\nc@x.example,,Replied\n")
    assert cli(*ARGS, "--status", "Done=answered")[0] == 0
    assert answered() == ["a@x.example", "b@x.example", "c@x.example"]
    _, envelope = cli.json(*ARGS, "--status", "Done=new")
    assert answered() == ["c@x.example"]
    assert any(note.startswith("2 answers taken back") for note in envelope["notes"])


def test_every_row_of_a_person_who_answered_names_addresses(cli: Cli) -> None:
    write_rows("a@x.example,b@x.example,Replied\na@x.example,c@x.example,Interested\n")
    assert cli(*ARGS)[0] == 0
    assert answered() == ["a@x.example", "b@x.example", "c@x.example"]


@pytest.mark.parametrize("row", ["a@x.example,b@x.example,Replied", "nobody,b@x.example,Replied"])
def test_an_answer_under_an_alias_takes_back_the_lead_of_an_earlier_row(cli: Cli, row: str) -> None:
    write_rows(f"b@x.example,,New\n{FAR_APART}{row}\nb@x.example,,\n")
    _, envelope = cli.json(*ARGS)
    counts = envelope["data"]["counts"]
    assert (counts["accepted"], counts["answered_before"], counts["duplicate_in_this_file"]) == (2100, 1, 1)
    assert counts["kept_back"] + counts["rejected"] == 1
    assert "b@x.example" not in statuses()
    (found,) = envelope["data"]["examples"]["answered_before"]["rows"]
    assert (found["line"], found["email"]) == (2103, "b@x.example")


def test_a_no_in_a_later_row_counts_its_lead_among_the_suppressed(cli: Cli) -> None:
    write_rows(f"a@x.example,,New\n{FAR_APART}a@x.example,,Unsubscribed\n")
    counts = cli.json(*ARGS)[1]["data"]["counts"]
    assert (counts["accepted"], counts["of_these_suppressed"]) == (2101, 1)
    assert statuses()["a@x.example"] == "suppressed"


# -- lists that seqcli wrote


def test_a_list_of_another_state_file_says_who_stands_where(cli: Cli) -> None:
    write("City", *["Ulm"] * 4)
    assert cli(*ARGS)[0] == 0
    _, text, _ = cli("leads", "--csv")
    for status in ("replied", "in_flight", "exhausted"):
        text = text.replace("queued", status, 1)
    Path("own.csv").write_text(text, encoding="utf-8")
    assert cli("import-sequence", "other.toml", "--db", "second.db")[0] == 0
    _, envelope = cli.json("import-leads", "own.csv", "--sequence", "other", "--db", "second.db")
    assert (envelope["data"]["counts"]["accepted"], envelope["data"]["counts"]["kept_back"]) == (1, 3)
    assert query(Path("second.db"), "SELECT address FROM answer") == [("p0@x.example",)]
    args = ("import-leads", "own.csv", "--sequence", "other", "--db", "third.db", "--status", "in_flight=new")
    assert cli("import-sequence", "other.toml", "--db", "third.db")[0] == 0
    assert cli.json(*args)[1]["data"]["counts"]["accepted"] == 2
    # in its own state file, what the file knows of its people counts
    _, envelope = cli.json("import-leads", "own.csv", "--sequence", "other", "--allow-active")
    assert envelope["data"]["counts"]["kept_back"] == 0
    assert answered() == []


def test_values_of_a_list_that_seqcli_wrote_still_correct_held_leads(cli: Cli) -> None:
    held = SEQUENCE.replace('"Hi."', '"Hi {{ city }}."')
    Path("intro.toml").write_text(held, encoding="utf-8")
    assert cli("import-sequence", "intro.toml")[0] == 0
    write("City", "")
    assert cli(*ARGS)[0] == 0
    _, text, _ = cli("leads", "--held", "--csv", "--sequence", "intro")
    header, row = text.splitlines()
    names, cells = next(csv.reader([header])), next(csv.reader([row]))
    cells = dict(zip(names, cells, strict=True)) | {"city": "Ulm"}  # type: ignore[assignment]
    with Path("own.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(cells))
        writer.writeheader()
        writer.writerow(cells)  # type: ignore[arg-type]
    _, envelope = cli.json("import-leads", "own.csv", "--sequence", "intro")
    assert envelope["data"]["counts"]["holds_released"] == 1


def test_a_file_that_is_read_once_counts_a_word_from_its_first_row_on() -> None:
    text = "email,status\na@x.example,Completed\nb@x.example,Replied\nc@x.example,Completed\n"
    with open_contacts(io.BytesIO(text.encode())) as file:
        found: list[Any] = [getattr(row, "standing", None) for row in file]
    assert [each and each.status for each in found] == [
        None,
        CampaignStatus.ANSWERED,
        CampaignStatus.FINISHED,
    ]


def test_cells_that_had_to_be_guessed_say_nothing(cli: Cli) -> None:
    Path("leads.csv").write_text(
        "email,campaign status\na@x.example,new\nemail,campaign status\nb@x.example,Replied,c@x.example\n",
        encoding="utf-8",
    )
    code, envelope = cli.json(*ARGS)
    assert (code, envelope["data"]["counts"]["rejected"]) == (1, 2)
    assert [each["word"] for each in envelope["data"]["statuses"]] == ["new"]
    assert answered() == []


def test_a_column_of_statuses_may_end_more_than_a_third(cli: Cli) -> None:
    write("lead_category", *["Do Not Contact"] * 15, *["Interested"] * 10)
    code, envelope = cli.json(*ARGS)
    assert (code, envelope["data"]["counts"]["of_these_suppressed"]) == (0, 15)
    assert envelope["data"]["counts"]["kept_back"] == 10


def test_a_file_without_a_header_keeps_its_columns(cli: Cli) -> None:
    Path("leads.csv").write_text("a@x.example,Completed\nb@x.example,new\n", encoding="utf-8")
    _, envelope = cli.json(*ARGS, "--no-header", "--map", "campaign_status=2")
    assert (envelope["data"]["counts"]["accepted"], envelope["data"]["counts"]["kept_back"]) == (1, 1)
    assert cli.json(*KEPT)[1]["data"]["counts"]["kept_back"] == 1
    assert cli.json(*KEPT, "--take-started")[1]["data"]["counts"]["accepted"] == 1


def test_two_columns_of_statuses_are_both_read_from_the_file_of_who_was_kept_back(cli: Cli) -> None:
    Path("leads.csv").write_text(
        "email,Lead Status,Contact Stage\na@x.example,Completed,Cold\nb@x.example,New,Approaching\n",
        encoding="utf-8",
    )
    assert cli.json(*ARGS)[1]["data"]["counts"]["kept_back"] == 2
    header = Path("leads.csv.kept.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert header.startswith('"email","campaign_status=Lead Status","campaign_status_2=Contact Stage"')
    assert cli.json(*KEPT)[1]["data"]["counts"]["kept_back"] == 2


def test_a_file_of_an_older_version_gets_a_place_for_the_file_that_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.db"
    names = [name for name, _ in MIGRATIONS]
    with monkeypatch.context() as older:
        older.setattr(opening, "MIGRATIONS", MIGRATIONS[: names.index("0013_moving_in")])
        Store.open(path, create=True).close()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("INSERT INTO answer VALUES ('a@x.example', 'intro', '2026-03-02T09:00:00.000Z')")
    with closing(Store.open(path)) as store:
        assert store.answers.find("a@x.example") == Answered("a@x.example", "intro", MONDAY)


def test_a_mail_wrongly_taken_for_an_answer_leaves_what_a_file_said(tmp_path: Path) -> None:
    with closing(Store.open(tmp_path / "state.db", create=True)) as store, store.transaction():
        for first in (True, False):
            address = f"{first}@x.example"
            if first:
                store.answers.save_from_file([address], "leads.csv", MONDAY)
            store.answers.save(address, "intro", MONDAY)
            if not first:
                store.answers.save_from_file([address], "leads.csv", MONDAY)
            assert store.answers.find(address) == Answered(address, "intro", MONDAY, ("leads.csv",))
            store.answers.delete(address)
            found = store.answers.find(address)
            assert found is not None
            assert (found.sequence_id, found.sources, found.is_from_file) == ("", ("leads.csv",), True)
            store.answers.delete_from_file(address, "leads.csv")
            assert store.answers.find(address) is None


# -- whoever answered elsewhere gets no mail


def take(bench: Bench, text: str, sequence_id: str = "intro", **options: Any) -> Receipt:
    bench.clock.advance(minutes=1)
    sequence = bench.store.sequences.find(sequence_id)
    assert sequence is not None
    with open_contacts(io.BytesIO(text.encode()), status_columns=()) as file:
        importer = Importer(bench.store, sequence, bench.clock.now(), "people.csv", **options)
        with bench.store.transaction():
            list(importer.take(file))
    return importer.receipt


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    clock = VirtualClock(MONDAY)
    bench = Bench(tmp_path / "state.db", World(clock), clock)
    steps = (plain_step("Hello", "Hi."), plain_step(None, "Hi again."))
    for sequence_id in ("intro", "other"):
        bench.add_sequence(sequence_id, steps=steps)
    return bench


@pytest.mark.parametrize("sequence_id", ["intro", "other"])
@pytest.mark.parametrize("is_sent", [False, True])
def test_a_step_is_sent_to_nobody_of_whom_a_file_says_later_that_they_answered(
    bench: Bench, sequence_id: str, is_sent: bool
) -> None:
    take(bench, "email\na@x.example\n")
    bench.release()
    if is_sent:
        bench.poll()
    take(bench, "email,campaign status\na@x.example,Replied\n", sequence_id)
    bench.live(days=20)
    assert len(bench.accepted("a@x.example")) == is_sent
    status, reason = bench.status("a@x.example")
    assert (status, reason[:34]) == ("stopped", "answered elsewhere, says people.cs")


def test_whom_answers_are_allowed_gets_every_step(bench: Bench) -> None:
    text = "email,campaign status\na@x.example,Replied\n"
    assert take(bench, text, take_started=True).answered.count == 1
    assert take(bench, text, take_started=True, allow_answered=True).accepted == 1
    bench.release()
    bench.live(days=2)
    take(bench, text)
    bench.live(days=20)
    assert len(bench.accepted("a@x.example")) == 2


def test_an_answer_to_our_mail_counts_also_of_somebody_who_answered_elsewhere(bench: Bench) -> None:
    text = "email,campaign status\na@x.example,Replied\n"
    take(bench, text, take_started=True, allow_answered=True)
    bench.release()
    bench.poll()
    bench.world.human_reply("a@x.example")
    bench.live(days=5)
    assert bench.status("a@x.example")[0] == "replied"
    known = bench.store.answers.find("a@x.example")
    assert known is not None
    assert (known.sequence_id, known.sources) == ("intro", ("people.csv",))


def test_colleagues_of_somebody_who_answered_elsewhere_go_on(bench: Bench) -> None:
    bench.add_sequence(steps=(plain_step("Hello", "Hi."),), settings={})
    take(bench, "email,company\nb@firm.example,Firm\n")
    bench.release()
    take(bench, "email,company,campaign status\na@firm.example,Firm,Replied\n")
    bench.live(days=2)
    assert len(bench.accepted("b@firm.example")) == 1
