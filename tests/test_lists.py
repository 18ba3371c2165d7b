"""`leads` and `export`: which rows, which columns, files that come back as they went, and no harm from any value."""

import csv
import io
import json
import os
import sqlite3
import tracemalloc
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from shell import SEQUENCE, Cli, advance, enrol
from test_windows_process import Desk
from world import MONDAY

from seqcli import output
from seqcli.clock import VirtualClock, to_text
from seqcli.commands import export, leads
from seqcli.contacts import safe_cell
from seqcli.contacts.headers.export_columns import LIST_COLUMNS
from seqcli.engine.leads.release import release
from seqcli.engine.leads.sequence_imports import store_sequence
from seqcli.model import Step, Variant, lead_id
from seqcli.simulator import DEFAULT_KEY, People, Persona, World, serve
from seqcli.simulator import PersonaKind as PersonKind
from seqcli.store import NewLead, ReleaseCounts, Store, lead_lists

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1",
    "-2",
    "@sum",
    "'=kept",
    "Acme {{ 7*7 }}",
    "<b>&amp;</b>",
    "two\nlines",
    "[red]x[/x]",
)
TERMINAL = "\x1b]0;title\x07\x9b31m\u202egnp.exe"


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def put_in(cli: Cli, text: str, sequence: str = SEQUENCE, into: str = "intro") -> None:
    Path(f"{into}.toml").write_text(sequence.replace('"intro"', f'"{into}"'), encoding="utf-8")
    assert cli("import-sequence", f"{into}.toml")[0] == 0
    Path("in.csv").write_text(text, encoding="utf-8", newline="")
    assert cli("import-leads", "in.csv", "--sequence", into, "--allow-active")[0] == 0


def as_csv(rows: list[list[str]]) -> str:
    """Return rows as a spreadsheet saves them."""
    target = io.StringIO(newline="")
    csv.writer(target).writerows(rows)
    return target.getvalue()


def change(sql: str, *values: str) -> None:
    with closing(sqlite3.connect("seqcli.db")) as conn, conn:
        conn.execute(sql, values)


def listed(cli: Cli, *args: str) -> list[str]:
    code, envelope = cli.json("leads", *args)
    assert code == 0
    assert envelope["data"]["count"] == len(envelope["data"]["leads"])
    return [each["email"] for each in envelope["data"]["leads"]]


# -- the list


@pytest.mark.usefixtures("world")
def test_every_filter_chooses_its_leads_and_all_together_narrow(cli: Cli) -> None:
    put_in(cli, "email,company\nada@acme.example,Acme\nbob@bolt.example,Bolt\ncyd@acme.example,\n")
    put_in(cli, "email,company\nada@acme.example,Acme\n", into="other")
    assert cli("start", "intro", "--only", "ada@acme.example", "--pace", "0", "--yes")[0] == 0
    assert cli("stop", "bob@bolt.example", "--reason", "asked by phone")[0] == 0
    ada, bob, cyd = "ada@acme.example", "bob@bolt.example", "cyd@acme.example"
    assert listed(cli) == [ada, bob, cyd, ada]
    assert listed(cli, "--sequence", "intro") == [ada, bob, cyd]
    assert listed(cli, "--status", "in_flight") == [ada]
    assert listed(cli, "--status", "stopped", "--status", "held") == [bob, cyd]
    assert listed(cli, "--status", "queued") == listed(cli, "--status", "unreleased") == [ada]
    assert listed(cli, "--held") == [cyd]
    assert listed(cli, "--text", "ASKED BY") == [bob]
    assert listed(cli, "--text", "acme", "--status", "held") == [cyd]
    assert cli("leads", "--sequence", "nope")[0] == 2
    assert cli("leads", "--held", "--status", "held")[0] == 2
    assert cli("leads", "--csv", "--json")[0] == 2


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("50%", ["p"]),
        ("%", ["p"]),
        ("_", ["u"]),
        ("STRASSE", ["s"]),
        ("müller", ["m"]),
        ("'", []),
        ("company", []),
    ],
)
def test_text_is_searched_as_it_is_whatever_its_case(cli: Cli, words: str, found: list[str]) -> None:
    rows = "p@a.example,50% off\nu@a.example,snake_case\ns@a.example,Straße\nm@a.example,MÜLLER AG\n"
    put_in(cli, f"email,company\n{rows}")
    assert [each.partition("@")[0] for each in listed(cli, "--text", words)] == found


def test_an_unknown_status_is_refused_with_the_names_there_are(cli: Cli) -> None:
    enrol(cli)
    code, envelope = cli.json("leads", "--status", "inflight")
    assert code == 2
    assert 'did you mean "in_flight"?' in envelope["error"]["message"]
    assert "unreleased" in envelope["error"]["hint"]


def test_no_lead_is_told_beside_the_data_and_is_no_failure(cli: Cli) -> None:
    assert cli("import-sequence", "intro.toml")[0] == 0
    for args, out in (((), ""), (("--csv",), ",".join(LIST_COLUMNS) + "\n")):
        code, told, err = cli("leads", *args)
        assert (code, told) == (0, out)
        assert "no leads yet" in err
    assert cli.json("leads")[1]["data"] == {"count": 0, "leads": []}
    code, out, err = cli("export")
    assert (code, out.count("\n")) == (0, 1)
    assert "no lead" in err
    assert cli("import-leads", "leads.csv", "--sequence", "intro")[0] == 1
    assert cli("leads", "--status", "replied")[2] == "no lead matches\n"


@pytest.mark.usefixtures("world")
def test_a_row_says_where_a_lead_stands(cli: Cli) -> None:
    enrol(cli)
    assert cli("start", "intro", "--only", "ada@acme.example", "--pace", "0", "--yes")[0] == 0
    assert cli("pause", "bob@bolt.example", "--for", "2w")[0] == 0
    ada, bob = rows_of(cli("leads", "--csv")[1])
    assert (ada["status"], ada["released"], ada["step"], ada["company"]) == ("in_flight", "yes", "1", "Acme")
    assert ada["conversation"]
    assert ada["last_step_at"].endswith("Z")
    assert (bob["status"], bob["released"], bob["paused"]) == ("queued", "no", "yes")
    assert bob["paused_until"][:16] == to_text(MONDAY + timedelta(weeks=2))[:16]
    code, out, _ = cli("leads")
    assert code == 0
    assert "queued, not released" in out
    assert "until " in out


def test_a_field_called_like_a_column_of_ours_stands_apart(cli: Cli) -> None:
    put_in(cli, "email,company,step,field_step,sequence\nada@acme.example,Acme,7,8,9\n")
    row = rows_of(cli("leads", "--csv")[1])[0]
    assert (row["step"], row["sequence"]) == ("1", "intro")
    assert (row["field_field_step"], row["field_step"], row["field_sequence"]) == ("7", "8", "9")


def test_a_long_list_is_cut_for_people_alone(cli: Cli) -> None:
    rows = "".join(f"n{i}@a.example,Acme\n" for i in range(1300))
    put_in(cli, f"email,company\n{rows}")
    code, out, err = cli("leads")
    assert code == 0
    assert out.count("@a.example") == 200
    assert "and 1,100 more" in err
    assert len(rows_of(cli("leads", "--csv")[1])) == len(listed(cli)) == 1300


@pytest.mark.parametrize("width", [60, 200])
@pytest.mark.usefixtures("world")
def test_the_list_fits_a_terminal(cli: Cli, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    monkeypatch.setattr("seqcli.output.render.is_terminal", lambda _stream: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", str(width))
    lines = cli("leads")[1].splitlines()
    assert max(len(line.rstrip()) for line in lines) <= width
    words = {word for line in lines for word in line.split()}
    assert words >= {"ada@acme.example", "bob@bolt.example", "in_flight"}


def many(path: Path, count: int) -> None:
    at = VirtualClock(MONDAY).now()
    with closing(Store.open(path, create=True)) as store, store.transaction():
        store.sequences.save("intro", "Intro", (), at)
        fields = json.dumps({"company": "Acme " * 20})
        addresses = (f"n{i}@a.example" for i in range(count))
        store.imports.insert("intro", (NewLead(lead_id("intro", a), a, a, fields) for a in addresses), at)


@pytest.mark.parametrize("form", ["leads csv", "leads json", "export csv", "export json"])
def test_a_large_file_needs_no_more_room_than_a_small_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    peaks = []
    for count in (400, 4000):
        path = tmp_path / f"{count}.db"
        many(path, count)
        tracemalloc.start()
        clock = VirtualClock(MONDAY)
        answer = leads.leads(path, clock) if "leads" in form else export.export(path, clock)
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere, monkeypatch.context() as patched:
            patched.setattr("sys.stdout", nowhere)
            assert output.show("leads", answer, as_json="json" in form, as_csv="csv" in form)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    # Thousands more at once would be megabytes; Python itself keeps some thousand freed tuples.
    assert peaks[1] < peaks[0] + 600_000


@pytest.mark.parametrize("what", ["hold", "release"])
def test_a_change_of_many_leads_needs_no_more_room_than_of_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(lead_lists, "_PAGE", 50)
    peaks = []
    for count in (150, 1500):
        path = tmp_path / f"{count}.db"
        many(path, count)
        with closing(Store.open(path)) as store:
            store._database._conn.execute("PRAGMA synchronous = OFF")
            tracemalloc.start()
            if what == "hold":
                steps = (Step("3d", 1, (Variant("a", "Hi", "Hello {{ town }}", None),)),)
                assert (
                    sum(store_sequence(store, "intro", "Intro", steps, MONDAY).recheck.held.values()) == count
                )
            else:
                sequence = store.sequences.find("intro")
                assert sequence is not None
                assert store.releases.choose("intro", None, None, MONDAY) == ReleaseCounts(count, 0, 0, 0)
                assert release(store, sequence, "alice", 0, MONDAY) == count
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < peaks[0] + 100_000  # thousands more at once would be megabytes


# -- held leads, to be filled in


def test_the_file_of_held_leads_imports_as_it_is_and_frees_them_once_filled(cli: Cli, world: World) -> None:
    put_in(
        cli,
        as_csv(
            [
                ["email", "company", "note"],
                ["ada@acme.example", "", ""],
                ["bob@bolt.example", "Bolt", ""],
                *([f"n{i}@acme.example", "", note] for i, note in enumerate(map(safe_cell, HOSTILE))),
            ]
        ),
    )
    before = cli.json("leads")[1]["data"]["leads"]
    code, out, err = cli("leads", "--held", "--csv")
    assert code == 0
    assert "seqcli import-leads FILE --sequence intro" in err
    rows = rows_of(out)
    assert list(rows[0]) == ["email", "note", "company"]
    assert {row["company"] for row in rows} == {""}
    assert len(rows) == 1 + len(HOSTILE)
    Path("held.csv").write_text(out, encoding="utf-8", newline="")
    code, envelope = cli.json("import-leads", "held.csv", "--sequence", "intro")
    assert (code, envelope["data"]["counts"]["already_in_sequence"]) == (0, len(rows))
    assert cli.json("leads")[1]["data"]["leads"] == before
    filled = [list(rows[0]), *([row["email"], row["note"], "Filled"] for row in rows)]
    Path("held.csv").write_text(as_csv(filled), encoding="utf-8", newline="")
    code, envelope = cli.json("import-leads", "held.csv", "--sequence", "intro")
    assert (code, envelope["data"]["counts"]["holds_released"]) == (0, len(rows))
    after = cli.json("leads")[1]["data"]["leads"]
    notes = [each["fields"].get("note") for each in after]
    assert notes == [each["fields"].get("note") for each in before] == [None, None, *HOSTILE]
    assert {name for each in after for name in each["fields"]} == {"company", "note"}
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    assert len(world.ledger) == 2 + len(HOSTILE)
    assert json.loads(world.ledger[0].body)["subject"] == "Hello Filled"


def test_a_missing_field_that_an_import_would_read_as_another_is_mapped(cli: Cli) -> None:
    sequence = SEQUENCE.replace("company", "organisation")
    put_in(cli, "email,nickname\nada@acme.example,Addie\n", sequence)
    _, out, err = cli("leads", "--held", "--csv")
    command = next(line for line in err.splitlines() if "import-leads" in line).partition(": ")[2]
    Path("FILE").write_text(out.replace("Addie,", "Addie,Acme"), encoding="utf-8")
    assert cli(*command.split()[1:])[0] == 0
    assert listed(cli, "--held") == []
    assert cli.json("leads")[1]["data"]["leads"][0]["fields"] == {"nickname": "Addie", "organisation": "Acme"}


def test_whatever_the_steps_need_can_be_filled_in_at_once(cli: Cli) -> None:
    put_in(cli, "email,company\nada@acme.example,\n", SEQUENCE.replace("Hi again.", "Hi again, {{ role }}."))
    out = cli("leads", "--held", "--csv")[1]
    assert out == "email,company,role\nada@acme.example,,\n"
    Path("held.csv").write_text("email,company,role\nada@acme.example,Acme,Buyer\n", encoding="utf-8")
    assert (
        cli.json("import-leads", "held.csv", "--sequence", "intro")[1]["data"]["counts"]["holds_released"]
        == 1
    )


def test_a_file_to_fill_in_never_mixes_sequences(cli: Cli) -> None:
    put_in(cli, "email\nada@acme.example\n")
    put_in(cli, "email\nbob@bolt.example\n", into="other")
    code, out, err = cli("leads", "--held", "--csv")
    assert (code, out) == (2, "")
    assert "--sequence: intro, other" in err
    assert [row["email"] for row in rows_of(cli("leads", "--held", "--csv", "--sequence", "other")[1])] == [
        "bob@bolt.example"
    ]


def test_who_is_held_for_another_reason_is_told_and_is_no_row_to_fill(cli: Cli) -> None:
    put_in(cli, "email,company\nada@acme.example,\nbob@bolt.example,Bolt\n")
    change("UPDATE lead SET status = 'held', status_reason = 'outcome unknown' WHERE email LIKE 'bob%'")
    _, out, err = cli("leads", "--held", "--csv")
    assert [row["email"] for row in rows_of(out)] == ["ada@acme.example"]
    assert "1 more held: outcome unknown" in err
    assert listed(cli, "--held") == ["ada@acme.example", "bob@bolt.example"]


# -- the export


def test_the_export_tells_what_was_sent_when_and_how_it_ended(cli: Cli, world: World) -> None:
    People(
        world,
        by_address={
            "ada@acme.example": Persona(PersonKind.REPLIES, 2, 3_600_000),
            "bob@bolt.example": Persona(PersonKind.SILENT),
            "cyd@core.example": Persona(PersonKind.OPTS_OUT, 1, 3_600_000),
        },
    )
    enrol(cli)
    put_in(cli, "email,company\ncyd@core.example,Core\n")
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    for _ in range(5):
        advance(world, days=2)
        assert cli("poll")[0] == 0
    ada, bob, cyd = rows_of(cli("export")[1])
    assert (ada["status"], bob["status"], cyd["status"]) == ("replied", "exhausted", "suppressed")
    assert to_text(MONDAY)[:16] == ada["step_1_sent_at"][:16]
    assert ada["step_1_sent_at"] < ada["step_2_sent_at"] < ada["replied_at"]
    assert (ada["company"], ada["first_name"], ada["step_1_variant"]) == ("Acme", "Ada", "a")
    assert bob["replied_at"] == bob["bounced_at"] == cyd["step_2_sent_at"] == ""
    assert cyd["step_1_sent_at"] < cyd["suppressed_at"]
    _, envelope = cli.json("export", "--sequence", "intro")
    told = envelope["data"]["leads"][0]
    assert [(each["step"], each["generation"], each["state"]) for each in told["attempts"]] == [
        (1, 0, "accepted"),
        (2, 0, "accepted"),
    ]
    assert told["attempts"][0]["http_status"] == 202
    assert told["attempts"][0]["conversation"] == told["conversation"]
    assert told["replied_at"] == next(
        e["occurred_at"] for e in told["events"] if e["detail"].startswith("human")
    )
    assert told["journal"][0]["change"] == "released"
    assert "→ replied (step 2)" in told["journal"][-1]["change"]
    assert cli("export", "--sequence", "nope")[0] == 2


@pytest.mark.usefixtures("world")
def test_a_bounce_has_its_moment_in_the_export(cli: Cli, world: World) -> None:
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    advance(world, hours=1)
    world.bounce("bob@bolt.example")
    advance(world, hours=5)
    assert cli("poll")[0] == 0
    bob = rows_of(cli("export")[1])[1]
    assert bob["bounced_at"][:13] == to_text(MONDAY)[:11] + "10"


@pytest.mark.usefixtures("world")
def test_an_export_never_holds_the_key(cli: Cli) -> None:
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    for args in (("export",), ("export", "--json"), ("leads", "--csv"), ("suppress", "export")):
        assert DEFAULT_KEY not in cli(*args)[1]


# -- values are data


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_reaches_csv_and_json_unharmed_and_no_formula_runs(cli: Cli, value: str) -> None:
    put_in(cli, as_csv([["email", "note"], ["ada@acme.example", safe_cell(value)]]))
    for command in ("leads", "export"):
        envelope = cli.json(command)[1]
        assert envelope["data"]["leads"][0]["fields"]["note"] == value
        cell = rows_of(cli(command, "--csv")[1])[0]["note"]
        assert cell in {value, f"'{value}"}
        assert cell.startswith("'") or not cell.startswith(("=", "+", "-", "@"))
    assert cli("leads")[0] == 0


@pytest.mark.parametrize(
    "args", [("leads",), ("leads", "--csv"), ("leads", "--json"), ("export",), ("export", "--json")]
)
def test_no_value_moves_the_terminal(cli: Cli, args: tuple[str, ...]) -> None:
    enrol(cli)
    change("UPDATE lead SET status_reason = ?, fields = json_object('company', ?)", TERMINAL, TERMINAL)
    change(
        "INSERT INTO journal(at, lead_id, actor, change, reason) SELECT created_at, id, 'x', 'x', ?1 FROM lead",
        TERMINAL,
    )
    code, out, _ = cli(*args)
    assert code == 0
    assert "gnp.exe" in out
    assert not set(TERMINAL[:1] + "\x07\x9b\u202e") & set(out)
    if "--json" in args:
        assert json.loads(out)["data"]["leads"][0]["fields"]["company"] == TERMINAL


def test_a_csv_is_utf_8_wherever_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
    (tmp_path / "intro.toml").write_text(SEQUENCE, encoding="utf-8")
    (tmp_path / "in.csv").write_text("email,company\nada@acme.example,Łódź AG\n", encoding="utf-8")
    with serve(world := World(VirtualClock(MONDAY))) as served:
        desk = Desk(tmp_path, served, world)
        assert desk.run("import-sequence", "intro.toml")[0] == 0
        assert desk.run("import-leads", "in.csv", "--sequence", "intro")[0] == 0
        code, out = desk.run("leads", "--csv")
    assert code == 0
    assert "Łódź AG" in out
