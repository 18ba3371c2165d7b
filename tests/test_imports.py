"""Imports of any size: the receipt, what is kept of it, whom it holds, and what stays when it fails."""

import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
from faulty import query
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shell import Cli
from world import MONDAY, Bench, plain_step

from seqcli import output
from seqcli.clock import VirtualClock
from seqcli.contacts import RejectsFile, open_contacts
from seqcli.engine.leads.import_counts import EXAMPLES, Receipt
from seqcli.engine.leads.imports import Importer, json_of
from seqcli.engine.leads.render_check import RenderCheck, render_problem
from seqcli.model import Step, Variant, lead_id, lead_ids
from seqcli.simulator import DEFAULT_HANDLE, World
from seqcli.store import Store
from seqcli.templates import MissingFieldError, TemplateProblem, render

ADA, BOB, CYD, DAN = "ada@acme.example", "bob@bolt.example", "cyd@corax.example", "dan@dyne.example"
INTRO = plain_step("Hello {{ company }}", "Hi.")
SEQUENCE = """
id = "intro"
name = "Intro"
[[steps]]
subject = "Hello {{ company }}"
template = "Hi {{ first_name | default('there') }}."
"""


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SEQCLI_DB", raising=False)
    cli = Cli(capsys)
    for name in ("intro", "other"):
        Path(f"{name}.toml").write_text(SEQUENCE.replace('id = "intro"', f'id = "{name}"'), encoding="utf-8")
        assert cli("import-sequence", f"{name}.toml")[0] == 0
    return cli


def give(cli: Cli, text: str, *options: str, sequence: str = "intro") -> tuple[int, dict[str, Any]]:
    Path("leads.csv").write_text(text, encoding="utf-8")
    return cli.json("import-leads", "leads.csv", "--sequence", sequence, *options)


def make_bench(tmp_path: Path, *steps: Step) -> Bench:
    clock = VirtualClock(MONDAY)
    bench = Bench(tmp_path / "state.db", World(clock), clock)
    bench.add_sequence(steps=steps or (INTRO,))
    return bench


def take(bench: Bench, text: str, **options: Any) -> Receipt:
    """Import a text a minute later than whatever came before."""
    bench.clock.advance(minutes=1)
    sequence = bench.store.sequences.find("intro")
    assert sequence is not None
    with open_contacts(io.BytesIO(text.encode())) as file:
        importer = Importer(bench.store, sequence, bench.clock.now(), "people.csv", **options)
        with bench.store.transaction():
            list(importer.take(file))
    return importer.receipt


# -- the receipt


def test_a_receipt_says_what_became_of_every_row(cli: Cli) -> None:
    give(cli, f"email,company\n{BOB},Bolt\n{DAN},\n", sequence="other")
    give(cli, f"email,company\n{ADA},Acme\n{CYD},Corax\n")
    assert cli("suppress", "add", "spam.example", "--reason", "no", "--yes")[0] == 0
    rows = [
        f"{ADA},Acme,,",
        f"{CYD},Corax & Co,,",
        f"{BOB},Bolt,,",
        f"{DAN},,,",
        "eve@spam.example,Spam,,",
        "fay@fay.example,Fay,,",
        "fay@fay.example,Fay 2,,",
        "gus@gus.example,,,",
        "nobody,X,,",
        ",X,,",
        "hal@hal.example,Hal,,,too,much",
    ]
    code, envelope = give(cli, "email,company,city,phone\n" + "\n".join(rows) + "\n")
    data = envelope["data"]
    assert code == 1
    assert data["counts"] == {
        "rows": 11,
        "accepted": 3,
        "of_these_held": 1,
        "of_these_suppressed": 1,
        "of_these_waiting": 0,
        "updated": 1,
        "already_in_sequence": 1,
        "holds_released": 0,
        "duplicate_in_this_file": 1,
        "already_contacted": 0,
        "answered_before": 0,
        "active_in_another_sequence": 2,
        "kept_back": 0,
        "forgotten": 0,
        "no_address": 0,
        "rejected": 3,
    }
    assert data["rejected_by_code"] == {"bad_address": 1, "no_address": 1, "extra_cells": 1}
    assert data["held_by_reason"] == {"needs company (step 1)": 1}
    named = {kind: [row["line"] for row in found["rows"]] for kind, found in data["examples"].items()}
    assert named == {
        "duplicate_in_this_file": [8],
        "already_contacted": [],
        "active_in_another_sequence": [4, 5],
        "answered_before": [],
        "taken_all_the_same": [],
        "kept_back": [],
        "also_elsewhere": [],
        "waiting": [],
        "suppressed": [6],
        "updated": [3],
        "role_address": [],
    }
    assert data["examples"]["active_in_another_sequence"]["rows"][0] == {
        "line": 4,
        "email": BOB,
        "why": "other",
    }
    code, out, _ = cli("import-leads", "leads.csv", "--sequence", "intro", "--allow-active")
    lines = [line.rsplit(maxsplit=1) for line in out.splitlines()]
    table = {line[0].strip(): line[1] for line in lines if len(line) == 2}
    assert table["accepted"] == "2"
    assert table["rejected: bad_address"] == "1"
    assert "1 lead " in out
    assert "1 leads" not in out


@settings(max_examples=40)
@given(st.lists(st.lists(st.sampled_from([ADA, BOB, CYD, "x", ""]), max_size=9), min_size=1, max_size=3))
def test_every_row_is_counted_once(tmp_path_factory: pytest.TempPathFactory, files: list[list[str]]) -> None:
    bench = make_bench(tmp_path_factory.mktemp("rows"))
    for number, file in enumerate(files):
        rows = [f"{address},Firm {number},x" for address in file]
        got = take(bench, "email,company,city\n" + "\n".join(rows) + "\n")
        others = (got.duplicates, got.already_contacted, got.active_elsewhere)
        counted = got.accepted + got.updated + got.unchanged + sum(x.count for x in others) + got.rejected
        good = [each for each in file if "@" in each]
        assert counted == got.rows == len(file)
        assert got.duplicates.count == len(good) - len(set(good))


def test_a_row_that_comes_again_is_a_duplicate_also_batches_later(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    take(bench, f"email,company\n{BOB},Bolt\n")
    filler = "".join(f"p{n}@firm.example,Firm\n" for n in range(2100))
    got = take(bench, f"email,company\n{ADA},Acme\n{BOB},New\n{filler}{ADA},Two\n{BOB},Third\n")
    assert (got.accepted, got.updated) == (2101, 1)
    assert [row[:2] for row in got.duplicates.rows] == [(2104, ADA), (2105, BOB)]
    assert query(bench.path, "SELECT fields FROM lead WHERE address = ?", BOB) == [('{"company": "New"}',)]


def test_lists_of_a_receipt_are_bounded_and_counts_are_not(cli: Cli) -> None:
    rows = [f"{ADA},Acme"] * 300 + ["nobody,Acme"] * 250
    code, envelope = give(cli, "email,company\n" + "\n".join(rows) + "\n")
    data = envelope["data"]
    assert code == 1
    assert (
        data["counts"]["duplicate_in_this_file"] == data["examples"]["duplicate_in_this_file"]["count"] == 299
    )
    assert len(data["examples"]["duplicate_in_this_file"]["rows"]) == EXAMPLES
    assert (data["counts"]["rejected"], len(data["rejected_rows"])) == (250, EXAMPLES)
    assert data["rejects_file"] == "leads.csv.rejects.csv"
    with Path("leads.csv.rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == 251
    _, out, _ = cli("import-leads", "leads.csv", "--sequence", "intro")
    assert "and 230 leads more" in out
    assert len(out.splitlines()) < 70


def test_many_reasons_are_counted_together_from_some_number_on(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, plain_step("Hi", "{{ a[b | int] }}"))
    rows = "".join(f"p{n}@firm.example,x,{n + 1}\n" for n in range(EXAMPLES + 50))
    odd = plain_step("Hi", "{% if a == b %}x{% else %}{{ a / b }}{% endif %}")
    bench.add_sequence(steps=(odd,))
    got = take(bench, "email,a,b\n" + rows)
    assert sum(got.held.values()) == got.accepted == EXAMPLES + 50
    assert len(got.held) <= EXAMPLES + 1


def test_a_file_of_nothing_but_a_header_is_said(cli: Cli) -> None:
    Path("leads.csv").write_text("email,company\n", encoding="utf-8")
    code, _, err = cli("import-leads", "leads.csv", "--sequence", "intro")
    assert code == 0
    assert "warning: leads.csv has a header and no rows" in err


def test_a_lead_whose_value_is_another_tools_placeholder_is_held(cli: Cli) -> None:
    _, envelope = give(cli, f"email,company\n{ADA},{{{{company}}}}\n{BOB},#NAME?\n")
    assert envelope["data"]["held_by_reason"] == {"needs company (step 1)": 2}
    assert envelope["data"]["remarks"] == {'"{{company}}" read as blank': 1, '"#NAME?" read as blank': 1}


@pytest.mark.parametrize("command", [("export",), ("leads", "--csv")], ids=["export", "list"])
def test_what_seqcli_exports_brings_back_values_and_no_state(cli: Cli, command: tuple[str, ...]) -> None:
    give(cli, f"email,company,step_9\n{ADA},Acme,x\n{BOB},Bolt,y\n")
    assert cli("suppress", "add", BOB)[0] == 0
    _, text, _ = cli(*command)
    assert cli("import-sequence", "other.toml", "--db", "second.db")[0] == 0
    Path("own.csv").write_text(text, encoding="utf-8")
    _, envelope = cli.json("import-leads", "own.csv", "--sequence", "other", "--db", "second.db")
    assert "this list comes from seqcli" in envelope["notes"][0]
    fields = {each["header"]: each["field"] for each in envelope["data"]["columns"] if each["field"]}
    assert fields == {"email": "email", "company": "company", "step_9": "step_9"}
    assert query(Path("second.db"), "SELECT address, status, fields FROM lead ORDER BY address") == [
        (ADA, "queued", '{"company": "Acme", "step_9": "x"}'),
        (BOB, "suppressed", '{"company": "Bolt", "step_9": "y"}'),
    ]


def test_a_receipt_says_what_is_read_as_an_opt_out_and_names_an_address_once(cli: Cli) -> None:
    assert cli("suppress", "add", ADA, "--reason", "wrote a letter")[0] == 0
    assert cli("suppress", "add", "bolt.example", "--yes")[0] == 0
    rows = f"{ADA},Acme,no,New,x\n{BOB},Bolt,,,x\n{CYD},,,,x\n"
    Path("leads.csv").write_text(f"email,company,Unsubscribed,Lead Status,Note\n{rows}", encoding="utf-8")
    args = ("import-leads", "leads.csv", "--sequence", "intro")
    _, out, err = cli(*args, "--ignore", "Note")
    lines = [line.split() for line in out.splitlines()]
    assert ["Unsubscribed", "(opt-out)"] in lines
    assert ["Lead", "Status", "lead_status", "also", "read", "as", "an", "opt-out"] in lines
    assert ["Note", "(ignored)"] in lines
    assert ["2", "suppressed", ADA, "wrote", "a", "letter"] in lines
    assert ["3", "suppressed", BOB, "bolt.example"] in lines
    assert "No mail goes out" not in err
    Path("leads.csv").write_text(f"email,company\n{DAN},Dyne\n", encoding="utf-8")
    assert "No mail goes out until you run: seqcli start intro" in cli(*args)[2]


# -- opt-outs and the suppression list


def test_an_opt_out_in_a_file_ends_the_persons_leads_everywhere(cli: Cli) -> None:
    give(cli, f"email,company\n{ADA},Acme\n", sequence="other")
    give(cli, f"email,company\n{BOB},Bolt\n")
    text = f"email,company,unsubscribed\n{ADA},Acme,yes\n{BOB},Bolt,2026-01-02\n{CYD},Corax,no\n"
    _, envelope = give(cli, text)
    assert envelope["data"]["counts"]["of_these_suppressed"] == 1
    assert envelope["data"]["remarks"] == {"opted out": 2}
    found = query(Path("seqcli.db"), "SELECT address, sequence_id, status FROM lead ORDER BY 1, 2")
    assert found == [
        (ADA, "intro", "suppressed"),
        (ADA, "other", "suppressed"),
        (BOB, "intro", "suppressed"),
        (CYD, "intro", "queued"),
    ]


def test_an_opt_out_is_not_lost_with_its_row_nor_at_another_address(cli: Cli) -> None:
    head = "email,secondary email,company,unsubscribed,opt-in"
    give(cli, f"{head}\n{DAN},,Dyne,,\n", sequence="other")
    text = f"{head}\n{ADA} not {BOB},,Acme,yes,\n{CYD},{DAN},Corax,x,\nnone,,Eel,yes,\n{ADA},,Acme,,\n{BOB},,Bolt,,no\n"
    _, envelope = give(cli, text)
    assert envelope["data"]["counts"]["of_these_suppressed"] == 3
    advice = '"opt-in" says no; to treat a no as an opt-out: --map opt_out="opt-in"'
    assert envelope["data"]["remarks"] == {
        "opted out in a rejected row": 1,
        "opted out in a rejected row whose address cannot be read": 1,
        "opted out": 1,
        advice: 1,
    }
    found = query(Path("seqcli.db"), "SELECT address, sequence_id, status FROM lead ORDER BY 1, 2")
    assert found == [
        *((person, "intro", "suppressed") for person in (ADA, BOB, CYD)),
        (DAN, "other", "suppressed"),
    ]
    assert f"1 lead: {advice}" in cli("import-leads", "leads.csv", "--sequence", "intro")[2]


def test_of_who_was_forgotten_an_import_keeps_nothing(cli: Cli) -> None:
    give(cli, f"email,company\n{ADA},Acme\n")
    assert cli("forget", ADA, "--yes")[0] == 0
    rows = f"{ADA},Acme Ltd,yes\n{ADA.upper()},Acme Ltd,\n{BOB},Bolt,\n"
    code, envelope = give(cli, f"email,company,unsubscribed\n{rows}")
    counts = envelope["data"]["counts"]
    assert code == 0
    assert (counts["rows"], counts["accepted"], counts["forgotten"]) == (3, 1, 2)
    assert counts["of_these_suppressed"] == counts["duplicate_in_this_file"] == 0
    assert "ada@" not in json.dumps(envelope).lower()
    conn = sqlite3.connect("seqcli.db")
    kept = "\n".join(conn.iterdump())
    conn.close()
    assert "acme" not in kept.lower()
    assert BOB in kept


PATTERNS = st.sampled_from(
    [
        "a.example",
        "b.a.example",
        "example",
        "x@a.example",
        "*@a.example",
        "x@*",
        "*@*.example",
        "y@b.a.example",
    ]
)
ADDRESSES = st.sampled_from(["x@a.example", "y@b.a.example", "x@c.test", "y@xa.example", "z@a.example"])


@settings(max_examples=60)
@given(st.lists(PATTERNS, max_size=3), st.lists(ADDRESSES, min_size=1, max_size=5), st.booleans())
def test_the_quick_look_at_the_list_overlooks_nobody(
    tmp_path_factory: pytest.TempPathFactory, patterns: list[str], addresses: list[str], forget: bool
) -> None:
    store = Store.open(tmp_path_factory.mktemp("list") / "state.db", create=True)
    with store.transaction():
        for pattern in patterns:
            kind = "wildcard" if "*" in pattern else "address" if "@" in pattern else "domain"
            store.suppressions.save(pattern, kind, "", "", MONDAY)
        if forget:
            store.erasure.forget_person(addresses[0], MONDAY)
    covered = {each for each in addresses if store.suppressions.find_reason(each) is not None}
    assert covered <= store.suppressions.find_suspects(addresses, store.suppressions.load_bloom_filter())
    if not patterns and not forget:
        assert store.suppressions.find_suspects(addresses, store.suppressions.load_bloom_filter()) == set()
    store.close()


# -- holds


PIECES = st.sampled_from(
    [
        *("Hello", " ", "{{ a }}", "{{ b | clean_name }}", "{{ b | clean_name | default('you') }}"),
        *(
            "{{ a | default(b) }}",
            "{% if a %}{{ b }}{% endif %}",
            "{% if a and not b %}x{% else %}y{% endif %}",
        ),
        *("{{ pick('', 'Hi') }}", "{{ a | upper }}", "{{ a | company_name }}", "{{ 'x' if b else a }}"),
        *("{{ a[0:0] }}", "{{ a | int }}", "{{ a == b }}", "{{ not a }}", "{{ a.split('x') | first }}"),
        *(
            "{{ a | truncate(3) }}",
            "{{ a ~ b }}",
            "{% if a == 'x' %}{{ c }}{% endif %}",
            "{{ a | urlencode }}",
        ),
    ]
)
SOURCES = st.lists(PIECES, min_size=1, max_size=3).map("".join)
VARIANTS = st.lists(st.tuples(SOURCES, SOURCES, st.none() | SOURCES), min_size=1, max_size=3)
STEPS = st.lists(VARIANTS, min_size=1, max_size=3).map(
    lambda steps: tuple(
        Step("3d", 1, tuple(Variant("abc"[n], *texts) for n, texts in enumerate(variants)))
        for variants in steps
    )
)
VALUES = st.sampled_from(
    ["x", "Ann Lee", "\U0001f680", "(x)", "-", " ", "", "\u200b", "\x0b", "0", "y" * 2000]
)
FIELDS = st.dictionaries(st.sampled_from("abc"), VALUES)


def as_sending_would(steps: tuple[Step, ...], lead: str, fields: dict[str, str], from_step: int) -> str:
    for index in range(from_step, len(steps)):
        try:
            render(steps[index], fields, f"{lead}:{index}")
        except (MissingFieldError, TemplateProblem) as error:
            return render_problem(error, index).text
    return ""


BLANK_PICK = (Step("3d", 1, (Variant("a", "{{ pick('', 'Hi') }}", "Hello."),)),)
LONG = (Step("3d", 1, (Variant("a", "Hi", None, "<p>" + "{{ a }}" * 40),)),)


@settings(max_examples=300)
@given(STEPS, st.lists(FIELDS, min_size=1, max_size=6), st.integers(0, 2))
@example(BLANK_PICK, [{}] * 20, 0)
@example(LONG, [{"a": "x"}, {"a": '"' * 1000}, {"a": "'" * 900}], 0)
@example(BLANK_PICK * 2, [{"a": "x"}] * 20, 1)
def test_an_import_holds_exactly_whom_sending_would_hold(
    steps: tuple[Step, ...], people: list[dict[str, str]], from_step: int
) -> None:
    judge = RenderCheck(steps)
    for number, fields in enumerate(people):
        lead = lead_id("intro", f"p{number}@firm.example")
        found = judge.find_problem(lead, fields, from_step)
        expected = as_sending_would(steps, lead, fields, from_step)
        assert (found.text if found else "") == expected


TWO = Step("3d", 1, (Variant("a", "Hi {{ company }}", "Hello."), Variant("b", "Hi {{ city }}", "Hello.")))
CLEANED = plain_step("Hi {{ first_name | clean_name }}", "Hello.")


@pytest.mark.parametrize("step", [TWO, CLEANED], ids=["variants", "cleaned"])
def test_an_import_and_the_send_say_the_same_of_the_same_people(tmp_path: Path, step: Step) -> None:
    names = ["Ann", "\U0001f680", "(x)", "", "Dr. Lee"]
    cells = [("Acme", "", names[n % 5]) if n % 2 else ("", "Rome", names[n % 5]) for n in range(20)]
    people = [f"p{n}@firm{n}.example" for n in range(20)]
    rows = [",".join((who, *each)) for who, each in zip(people, cells, strict=True)]
    judged = make_bench(tmp_path, step)
    take(judged, "email,company,city,first_name\n" + "\n".join(rows) + "\n")
    (tmp_path / "second").mkdir()
    sent = make_bench(tmp_path / "second", step)
    for who, each in zip(people, cells, strict=True):
        given_fields = dict(zip(("company", "city", "first_name"), each, strict=True))
        sent.add_leads(who, fields=json.dumps(given_fields))
    sent.release()
    sent.poll()
    expected = [sent.status(who) for who in people]
    held = {who for who, (status, _) in zip(people, expected, strict=True) if status == "held"}
    assert 0 < len(held) < 20
    for who, (status, reason) in zip(people, expected, strict=True):
        assert judged.status(who) == ((status, reason) if who in held else ("queued", ""))


def test_one_broken_lead_in_a_thousand_delays_nobody(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    people = [f"p{n}@firm{n}.example" for n in range(1000)]
    rows = [f"{who},{'' if n == 30 else 'Firm'}" for n, who in enumerate(people)]
    got = take(bench, "email,company\n" + "\n".join(rows) + "\n")
    assert (got.accepted, got.held) == (1000, {"needs company (step 1)": 1})
    assert bench.status(people[30]) == ("held", "needs company (step 1)")
    bench.release()
    assert bench.poll(max_sends=60).exit_code() == 0
    assert [each.to for each in bench.world.ledger] == [who for who in people[:61] if who != people[30]]


def test_a_second_import_frees_by_values_and_by_new_texts(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    text = f"email,company,city\n{ADA},,Rome\n{BOB},,Oslo\n"
    assert take(bench, text).held == {"needs company (step 1)": 2}
    got = take(bench, text.replace(",,Rome", ",Acme,Rome"))
    assert (got.updated, got.unchanged, got.released) == (1, 1, 1)
    bench.add_sequence(steps=(plain_step("Hello {{ city }}", "Hi."),))
    got = take(bench, text)
    assert (got.updated, got.unchanged, got.released) == (0, 2, 1)
    assert bench.status(BOB)[0] == "queued"


def test_another_lack_is_named_once_the_first_is_filled(tmp_path: Path) -> None:
    bench = make_bench(
        tmp_path, plain_step("Hello {{ company }}", "Hi {{ city }}."), plain_step(None, "{{ x }}")
    )
    take(bench, f"email,company,city,x\n{ADA},,,\n")
    for text, reason in ((f"{ADA},Acme,,", "needs city (step 1)"), (f"{ADA},,Rome,", "needs x (step 2)")):
        assert take(bench, f"email,company,city,x\n{text}\n").released == 0
        assert bench.status(ADA) == ("held", reason)


# -- ids and JSON


@given(st.text(max_size=20), st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_a_lead_id_is_the_uuid_5_of_sequence_and_address(sequence_id: str, address: str) -> None:
    sequence_id = sequence_id.encode("utf-8", "ignore").decode()
    expected = str(uuid5(uuid5(NAMESPACE_URL, "seqcli/lead"), f"{sequence_id}\n{address}"))
    assert lead_ids(sequence_id)(address) == expected


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=9), max_size=4))
def test_fields_are_stored_as_json_writes_them(fields: dict[str, str]) -> None:
    assert json_of(fields) == json.dumps(fields, ensure_ascii=False)


# -- files, pipes and memory


def test_memory_does_not_grow_with_rejected_repeated_or_left_out_rows(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)

    def peak(count: int) -> int:
        rows = (f"{ADA},Firm\nnobody {n},Firm\n" for n in range(count))
        text = io.BytesIO(("email,company\n" + "".join(rows)).encode())
        sequence = bench.store.sequences.find("intro")
        assert sequence is not None
        with open_contacts(text) as file, bench.store.transaction(rollback=True):
            tracemalloc.start()
            importer = Importer(bench.store, sequence, bench.clock.now(), "people.csv")
            assert sum(1 for _ in importer.take(file)) == count
            _, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        return most

    peak(100)
    # Python keeps some thousand freed rows for itself, whatever the size of the file.
    assert peak(20_000) < peak(2000) + 600_000


@pytest.mark.parametrize("way", ["-", "fifo"])
def test_a_slow_pipe_does_not_lock_the_state_file(cli: Cli, tmp_path: Path, way: str) -> None:
    assert cli
    rows = [f"p{n}@firm.example,{'x' * 200}" for n in range(2000)]
    text = ("email,company\n" + "\n".join(rows) + "\nnobody,x\n").encode()
    command = [sys.executable, "-m", "seqcli", "import-leads", "pipe" if way == "fifo" else "-", "--sequence"]
    if way == "fifo":
        os.mkfifo("pipe")
    process = subprocess.Popen(
        [*command, "intro", "--json"], cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        assert process.stdin is not None
        pipe = Path("pipe").open("wb") if way == "fifo" else process.stdin  # noqa: SIM115
        pipe.write(text[:300_000])  # more than a pipe holds: it is reading
        pipe.flush()
        with closing(sqlite3.connect("seqcli.db", timeout=0, isolation_level=None)) as other, other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
        other.close()
        pipe.write(text[300_000:])
        pipe.close()
        assert process.stdout is not None
        data = json.load(process.stdout)["data"]
    assert (process.returncode, data["counts"]["accepted"], data["counts"]["rejected"]) == (1, 2000, 1)
    assert data["file"] == ("pipe" if way == "fifo" else "standard input")
    assert data["rejects_file"] == "stdin.rejects.csv"
    assert Path("stdin.rejects.csv").exists()
    assert sorted(path.name for path in tmp_path.iterdir() if "tmp" in path.name) == []


def test_an_error_in_a_pipe_is_told_as_one_of_standard_input(tmp_path: Path, cli: Cli) -> None:
    assert cli
    done = subprocess.run(
        [sys.executable, "-m", "seqcli", "import-leads", "-", "--sequence", "intro"],
        cwd=tmp_path,
        input="name,company\nAnn,Acme\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 4
    assert done.stderr.startswith("error: standard input: no column")


def broken_file(good: int) -> bytes:
    rows = "".join(f"p{n}@firm.example,Firm\n" for n in range(good))
    return f"email,company\nnobody,x\n{rows}".encode() + b"q@firm.example,K\xf6ln\n"


def test_a_failed_import_leaves_no_lead_and_no_rejects_file(cli: Cli, tmp_path: Path) -> None:
    before = "kept from another day"
    Path("leads.csv.rejects.csv").write_text(before, encoding="utf-8")
    Path("leads.csv").write_bytes(broken_file(4000))
    code, envelope = cli.json("import-leads", "leads.csv", "--sequence", "intro")
    assert (code, envelope["error"]["code"]) == (4, "undecodable")
    assert query(Path("seqcli.db"), "SELECT count(*) FROM lead") == [(0,)]
    assert Path("leads.csv.rejects.csv").read_text(encoding="utf-8") == before
    assert list(tmp_path.glob("*.part")) == []


@pytest.mark.window("W41")
def test_a_killed_import_leaves_everything_or_nothing(cli: Cli, tmp_path: Path) -> None:
    rows = "".join(f"p{n}@firm{n % 977}.example,Firm\n" for n in range(60_000))
    Path("leads.csv").write_text(f"email,company\nnobody,x\n{rows}", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "seqcli", "import-leads", "leads.csv", "--sequence", "intro"],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not Path("leads.csv.rejects.csv.part").exists() and process.poll() is None:
        os.sched_yield()
    process.kill()
    process.wait()
    (count,) = query(Path("seqcli.db"), "SELECT count(*) FROM lead")[0]
    assert count in {0, 60_000}
    assert count == 60_000 or not Path("leads.csv.rejects.csv").exists()
    code, envelope = cli.json("import-leads", "leads.csv", "--sequence", "intro")
    assert (code, envelope["data"]["counts"]["rejected"]) == (1, 1)
    assert query(Path("seqcli.db"), "SELECT count(*) FROM lead") == [(60_000,)]


def test_a_rejects_file_that_cannot_be_written_stops_the_import(cli: Cli) -> None:
    Path(f"leads.csv.rejects.csv.{os.getpid()}.part").mkdir()
    code, envelope = give(cli, f"email,company\n{ADA},Acme\nnobody,x\n")
    assert (code, envelope["error"]["code"]) == (3, "rejects_not_written")
    assert "Nothing was imported" in envelope["error"]["hint"]
    assert query(Path("seqcli.db"), "SELECT count(*) FROM lead") == [(0,)]


def test_a_rejects_file_somebody_may_be_correcting_is_left_alone(cli: Cli) -> None:
    for _ in range(2):
        give(cli, "email,company\nnobody,x\n")
        assert [str(path) for path in Path().glob("*.rejects*")] == ["leads.csv.rejects.csv"]
    Path("leads.csv.rejects.csv").write_text("corrected", encoding="utf-8")
    for name, text in (("2", "nobody"), ("3", "no one"), ("2", "nobody")):
        _, envelope = give(cli, f"email,company\n{text},x\n")
        assert envelope["data"]["rejects_file"] == f"leads.csv.rejects.{name}.csv"
        assert f"leads.csv.rejects.{name}.csv: correct" in " ".join(envelope["notes"])
        assert text in Path(f"leads.csv.rejects.{name}.csv").read_text(encoding="utf-8")
    assert Path("leads.csv.rejects.csv").read_text(encoding="utf-8") == "corrected"
    assert len(list(Path().glob("*.rejects*"))) == 3


def test_rejects_of_an_earlier_import_are_told_from_those_of_this_one(cli: Cli) -> None:
    def told(envelope: dict[str, Any]) -> list[str]:
        return [note.split(" was not changed")[0] for note in envelope["notes"] if "earlier import" in note]

    bad = "email,company\nnobody,x\n"
    assert told(give(cli, bad)[1]) == []
    assert told(give(cli, bad)[1]) == []
    assert told(give(cli, bad.replace("nobody", "other"))[1]) == ["leads.csv.rejects.csv"]
    for _ in range(2):
        assert told(give(cli, f"email,company\n{ADA},Acme\n")[1]) == ["leads.csv.rejects.csv (and 1 like it)"]
    assert len(list(Path().glob("*.rejects*"))) == 2


def test_corrected_rejects_import_by_the_same_command_and_by_the_bare_one(cli: Cli) -> None:
    text = "contact_col,company\nnobody,x\n"
    options = ("--map", "email=contact_col", "--ignore", "company")
    assert give(cli, text, *options)[1]["data"]["counts"]["rejected"] == 1
    rejects = Path("leads.csv.rejects.csv")
    rejects.write_text(rejects.read_text(encoding="utf-8-sig").replace("nobody", ADA), encoding="utf-8-sig")
    assert cli.json("import-leads", str(rejects), "--sequence", "intro")[1]["data"]["counts"]["accepted"] == 1
    again = cli.json("import-leads", str(rejects), "--sequence", "intro", *options)[1]
    assert again["data"]["counts"]["already_in_sequence"] == 1


def test_a_file_whose_name_is_no_text_imports_like_others(cli: Cli) -> None:
    odd = os.fsdecode(b"l-\xe9")
    Path("intro.toml").rename(f"{odd}.toml")
    assert cli("import-sequence", f"{odd}.toml")[0] == 0
    Path(f"{odd}.csv").write_text(
        f"email,company,unsubscribed\n{ADA},Acme,\nnobody,x,\n{BOB},B,yes\n", "utf-8"
    )
    code, out, err = cli("import-leads", f"{odd}.csv", "--sequence", "intro")
    assert code == 1
    assert r"l-\xe9.csv" in out
    assert r".csv.rejects.csv: correct" in err
    assert Path(f"{odd}.csv.rejects.csv").exists()
    assert cli("suppress", "import", f"{odd}.csv")[0] == 1
    assert query(Path("seqcli.db"), "SELECT count(*) FROM lead") == [(2,)]


def test_an_argument_that_is_no_text_is_a_wrong_argument(cli: Cli) -> None:
    code, _, err = cli("leads", "--sequence", os.fsdecode(b"\xe9"))
    assert code == 2
    assert "is not valid UTF-8" in err


def test_a_row_that_a_quote_swallowed_is_pointed_at(cli: Cli) -> None:
    rows = f'email,note,company\n{ADA},"Ann\n{BOB},Bob\nx",Acme\n{CYD},"Street 1\nUlm, mail: {DAN}",Corax\n'
    _, envelope = give(cli, rows + f'{DAN},"1\r\n2\r\n",Dyne\n')
    assert list(envelope["data"]["remarks"].items()) == [
        ("line 3 looks like a row but is inside a quoted cell; is a quote missing?", 1)
    ]


def test_a_field_is_mapped_once(cli: Cli) -> None:
    Path("leads.csv").write_text(f"A,B\n{ADA},{BOB}\n", encoding="utf-8")
    code, _, err = cli(
        "import-leads", "leads.csv", "--sequence", "intro", "--map", "email=A", "--map", "email=B"
    )
    assert code == 2
    assert "--map email is given twice" in err
    code, _, err = cli(
        "import-leads", "leads.csv", "--sequence", "intro", "--map", "email=A", "--map", "name=A"
    )
    assert code == 4
    assert 'the column "A" is mapped twice: email, name' in err


def test_memory_does_not_grow_with_long_rows(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    sequence = bench.store.sequences.find("intro")
    assert sequence is not None
    path = tmp_path / "long.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("email,company\n")
        file.writelines(f"p{n}@firm.example,{'x' * 120_000}\n" for n in range(400))
    with open_contacts(path) as rows, bench.store.transaction(rollback=True):
        tracemalloc.start()
        list(Importer(bench.store, sequence, bench.clock.now(), "long.csv").take(rows))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert most < 20_000_000


def test_a_rejects_file_imports_by_the_command_that_named_the_encoding_of_its_file(cli: Cli) -> None:
    Path("leads.csv").write_bytes("company,email\nJ\xf6rg,nobody\n".encode("cp1252"))
    command = ("--sequence", "intro", "--encoding", "cp1252")
    assert cli("import-leads", "leads.csv", *command)[0] == 1
    rejects = Path("leads.csv.rejects.csv")
    rejects.write_bytes(rejects.read_bytes().replace(b"nobody", ADA.encode()))
    assert cli("import-leads", str(rejects), *command)[0] == 0
    assert query(Path("seqcli.db"), "SELECT fields FROM lead") == [('{"company": "J\xf6rg"}',)]


def test_memory_does_not_grow_with_long_rejected_rows(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    path = tmp_path / "long.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("email,company\n")
        file.writelines(f"p{n}@firm.example,Firm,{'x' * 120_000},{'y' * 120_000}\n" for n in range(EXAMPLES))
    sequence = bench.store.sequences.find("intro")
    assert sequence is not None
    with open_contacts(path) as rows, bench.store.transaction(rollback=True):
        tracemalloc.start()
        assert sum(1 for _ in Importer(bench.store, sequence, bench.clock.now(), "x").take(rows)) == EXAMPLES
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert most < 6_000_000


def test_rejected_rows_need_not_be_kept(cli: Cli, tmp_path: Path) -> None:
    from seqcli.commands.import_leads import import_leads  # noqa: PLC0415
    from seqcli.config import Settings  # noqa: PLC0415

    assert cli
    Path("few.csv").write_text("email,company\nnobody,x\n", "utf-8")
    settings_ = Settings(tmp_path / "seqcli.db", "http://localhost", "", "")
    answer = import_leads(settings_, "few.csv", "intro", VirtualClock(MONDAY), keep_rejects=False)
    assert (answer.data["counts"]["rejected"], answer.data["rejects_file"]) == (1, None)
    assert list(Path().glob("*.rejects*")) == []


def test_a_dry_run_counts_and_writes_nothing(cli: Cli) -> None:
    code, envelope = give(cli, f"email,company\n{ADA},Acme\nnobody,x\n", "--dry-run")
    assert (code, envelope["data"]["counts"]["accepted"], envelope["data"]["counts"]["rejected"]) == (1, 1, 1)
    assert envelope["data"]["rejects_file"] is None
    assert not Path("leads.csv.rejects.csv").exists()
    assert query(Path("seqcli.db"), "SELECT count(*) FROM lead") == [(0,)]


def test_an_import_loads_nothing_that_speaks_http() -> None:
    """It would cost ten megabytes and a sixth of a second."""
    program = (
        "import seqcli.commands.import_leads, sys; sys.exit('httpx' in sys.modules or 'rich' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_an_interrupted_import_says_that_nothing_was_imported(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def interrupted(_title: str) -> Iterator[Callable[[int, int, int], None]]:
        def tell(_rows: int, _done: int, _size: int) -> None:
            raise KeyboardInterrupt

        yield tell

    monkeypatch.setattr(output, "progress", interrupted)
    Path("leads.csv").write_text(f"email,company\n{ADA},Acme\nnobody,x\n", encoding="utf-8")
    code, out, err = cli("import-leads", "leads.csv", "--sequence", "intro")
    assert (code, out) == (130, "")
    assert err == "error: interrupted: nothing was imported\n  Import the file again.\n"
    code, envelope = cli.json("import-leads", "leads.csv", "--sequence", "intro")
    assert (code, envelope["error"]["code"]) == (130, "interrupted")
    assert query(Path("seqcli.db"), "SELECT count(*) FROM lead") == [(0,)]
    assert list(Path().glob("*.rejects*")) == []


# -- progress


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def drawn(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, size: int) -> str:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with output.progress("importing") as tell:
        for part in (1, 2):
            tell(part * 12_345, part * size // 2, size)
    return stream.getvalue()


def test_a_bar_moves_for_a_long_file_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "24,690 rows" in drawn(monkeypatch, Screen(), 50_000_000)
    assert drawn(monkeypatch, Screen(), 50_000) == ""
    assert drawn(monkeypatch, io.StringIO(), 50_000_000) == ""


def test_an_import_tells_how_far_it_is(cli: Cli, tmp_path: Path) -> None:
    from seqcli.commands.import_leads import import_leads  # noqa: PLC0415
    from seqcli.config import Settings  # noqa: PLC0415

    assert cli
    Path("many.csv").write_text(
        "email,company\n" + "".join(f"p{n}@f.example,F\n" for n in range(5000)), "utf-8"
    )
    told: list[tuple[int, int, int]] = []
    settings_ = Settings(tmp_path / "seqcli.db", "http://localhost", "", "")
    import_leads(
        settings_, "many.csv", "intro", VirtualClock(MONDAY), on_progress=lambda *each: told.append(each)
    )
    size = Path("many.csv").stat().st_size
    assert [rows for rows, _, _ in told] == [2000, 4000, 5000]
    assert told[-1][1:] == (size, size)


@pytest.fixture(autouse=True)
def no_thread_stays() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = [each for each in threading.enumerate() if each not in before]
    for each in left:
        each.join(timeout=10)  # a bar's last refresh may still be drawn
    assert not any(each.is_alive() for each in left)


@pytest.mark.parametrize("value", ["\u200b", "\u3164", "\u2800\ufe0f"])
def test_a_value_that_shows_nothing_is_blank(cli: Cli, value: str) -> None:
    _, envelope = give(cli, f"email,company\n{ADA},{value}\n")
    assert envelope["data"]["held_by_reason"] == {"needs company (step 1)": 1}


@pytest.mark.parametrize("encoding", ["utf-16", "undefined", "punycode"])
def test_an_encoding_that_is_not_the_files_is_no_bug(cli: Cli, encoding: str) -> None:
    code, envelope = give(cli, f"email,company\n{ADA},Acme\n", "--encoding", encoding)
    names_the_byte = sys.version_info >= (3, 13) and encoding != "undefined"
    assert (code, envelope["error"]["code"]) == (4, "undecodable" if names_the_byte else "encoding")


def test_a_rejects_file_that_cannot_have_its_name_undoes_the_import(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_file: RejectsFile) -> Path:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(RejectsFile, "_place", refuse)
    code, envelope = give(cli, f"email,company\n{ADA},Acme\nnobody,X\n")
    assert (code, envelope["error"]["code"]) == (3, "rejects_not_written")
    assert query(Path("seqcli.db"), "SELECT count(*) FROM lead") == [(0,)]
    assert not list(Path().glob("*.part"))


def test_a_receipt_names_who_is_a_role_and_rejects_who_reads_nothing(cli: Cli) -> None:
    assert cli("import-sequence", "intro.toml")[0] == 0
    Path("leads.csv").write_text(
        "email,company\nada@acme.example,Acme\ninfo@bolt.example,Bolt\nno-reply@cove.example,Cove\nsales@dune.example,Dune\n",
        encoding="utf-8",
    )
    code, out, _ = cli("import-leads", "leads.csv", "--sequence", "intro", "--dry-run")
    assert code == 1
    told = [line.split("  ") for line in out.splitlines() if "role address" in line]
    assert [[cell.strip() for cell in line if cell.strip()] for line in told] == [
        ["3", "role address", "info@bolt.example", "a team reads it, not one person"],
        ["5", "role address", "sales@dune.example", "a team reads it, not one person"],
    ]
    data = cli.json("import-leads", "leads.csv", "--sequence", "intro")[1]["data"]
    assert data["counts"]["accepted"] == 3
    assert data["rejected_by_code"] == {"unread_address": 1}
    assert data["remarks"] == {"role address": 2}
    assert [row["email"] for row in data["examples"]["role_address"]["rows"]] == [
        "info@bolt.example",
        "sales@dune.example",
    ]


@pytest.mark.usefixtures("world")
def test_an_address_that_we_send_from_is_no_lead(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the identity of the settings nor one that the file knows, by the fast path or the other."""
    give(cli, "email,company,first_name\nada@acme.example,Acme,Ada\n")
    assert cli("start", "intro", "--yes", "--pace", "0")[0] == 0
    monkeypatch.setenv("TWELVEM_HANDLE", "bea.bolt@inboxbase.ai")
    own = f"{DEFAULT_HANDLE},Acme,Al\n<BEA.bolt@inboxbase.ai>,Bolt,Bea\ncal@cove.example,Cove,Cal\n"
    _, envelope = give(cli, f"email,company,first_name\n{own}")
    assert envelope["data"]["counts"]["accepted"] == 1
    assert envelope["data"]["rejected_by_code"] == {"own_address": 2}


def test_the_counts_of_a_receipt_come_last(cli: Cli) -> None:
    Path("odd.csv").write_text(f"email\n{ADA}\nnobody\n", encoding="utf-8")
    assert cli("import-sequence", "intro.toml")[0] == 0
    code, out, _ = cli("import-leads", "odd.csv", "--sequence", "intro")
    assert code == 1
    assert (
        out.index("worth a look")
        < out.index("nobody")
        < out.index("odd.csv \u2192 intro")
        < out.index("accepted")
    )


def test_a_file_with_a_header_alone_is_done_with_a_warning(cli: Cli) -> None:
    Path("head.csv").write_text("email,first_name\n", encoding="utf-8")
    assert cli("import-sequence", "intro.toml")[0] == 0
    code, _, err = cli("import-leads", "head.csv", "--sequence", "intro")
    assert (code, "has a header and no rows" in err) == (0, True)
