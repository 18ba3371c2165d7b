"""Settings of a sequence file: an import replaces all of them, and every text shows them as the file writes them."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from faulty import query
from screen import run
from shell import SEQUENCE, Cli, enrol

from seqcli.sequence_settings import DEFAULTS, TABLES, CompanyStop, Pacing, SequenceSettings
from seqcli.store import Store, opening
from seqcli.store.schema import MIGRATIONS

DB = Path("seqcli.db")
PAGE = Path(__file__).resolve().parents[1] / "docs" / "templates-and-sequences.md"


def write(top: str = "", tables: str = "") -> None:
    Path("intro.toml").write_text(f"{top}\n{SEQUENCE}\n{tables}\n", encoding="utf-8")


def put_in(cli: Cli, top: str = "", tables: str = "") -> dict[str, Any]:
    """Import the sequence with these settings, and return the data of the result."""
    write(top, tables)
    code, envelope = cli.json("import-sequence", "intro.toml")
    assert code == 0
    data: dict[str, Any] = envelope["data"]
    return data


def stored() -> SequenceSettings:
    with closing(Store.open(DB)) as store:
        found = store.sequences.find("intro")
    assert found is not None
    return found.settings


# --- an import replaces all settings ----------------------------------------------------------


def test_a_setting_that_leaves_the_file_has_its_default_again(cli: Cli) -> None:
    tables = '[pacing]\nevery = "10m"\nper_day = 3\n[brake]\nsample = 50\n'
    put_in(cli, 'recontact = "never"\ncompany_stop = "off"\nper_company = 2\nauto_reply = "halt"', tables)
    assert stored().pacing == Pacing(every_ms=600_000, per_day=3)
    put_in(cli, "", "[pacing]\nper_day = 3\n")
    assert stored() == SequenceSettings(pacing=Pacing(per_day=3))
    put_in(cli)
    assert stored() == DEFAULTS


@pytest.mark.usefixtures("world")
def test_an_import_keeps_what_is_not_of_the_file(cli: Cli) -> None:
    enrol(cli)
    assert cli("start", "intro", "--pace", "7s", "--yes")[0] == 0
    put_in(cli, 'recontact = "30d"')
    put_in(cli)
    ((column,),) = query(DB, "SELECT settings FROM sequence")
    assert json.loads(column) == {"paceMs": 7000}


@pytest.mark.parametrize("top", ["", 'recontact = "never"\nper_company = 2', 'company_stop = "off"'])
def test_an_import_of_the_same_settings_writes_nothing(cli: Cli, top: str) -> None:
    assert put_in(cli, top, "[pacing]\nevery = '5m'\n[brake]\nmax_refusals = 9\n")["is_new"] is True
    before = query(DB, "SELECT * FROM sequence"), query(DB, "SELECT * FROM journal")
    again = put_in(cli, top, "[brake]\nmaxRefusals = 9\n[pacing]\nevery = '300 seconds'\n")
    assert (again["unchanged"], again["changes"]) == (True, [])
    assert (query(DB, "SELECT * FROM sequence"), query(DB, "SELECT * FROM journal")) == before


@pytest.fixture
def upgraded(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """A state file in which an older version had stored the sequence."""
    with monkeypatch.context() as older:
        older.setattr(opening, "MIGRATIONS", MIGRATIONS[:8])
        Store.open(DB, create=True).close()
    step = {"subject": "Hello {{ company }}", "waitNext": "3d"}
    texts = ("Hi {{ first_name | default('there') }}, about {{ company }}.", "Hi again.")
    steps = [{**step, "template": texts[0]}, {"template": texts[1], "subject": None, "waitNext": "4 days"}]
    at = "2026-01-01T00:00:00.000Z"
    with closing(sqlite3.connect(DB)) as db, db:
        db.execute(
            "INSERT INTO sequence(id, name, steps, settings, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)",
            ("intro", "Intro", json.dumps(steps), '{"paceMs": 5000}', at, at),
        )
    return cli


def test_a_sequence_from_before_an_upgrade_leaves_companies_alone_until_its_file_names_them(
    upgraded: Cli,
) -> None:
    assert put_in(upgraded)["unchanged"] is True
    assert stored().company_stop is CompanyStop.OFF
    put_in(upgraded, 'company_stop = "stop"')
    assert stored().company_stop is CompanyStop.STOP
    put_in(upgraded, "per_company = 3")
    assert (stored().company_stop, stored().per_company) == (CompanyStop.OFF, 3)
    ((column,),) = query(DB, "SELECT settings FROM sequence")
    assert json.loads(column)["paceMs"] == 5000


def test_a_rehearsal_keeps_what_the_file_says_of_people(cli: Cli) -> None:
    write('recontact = "never"\ncompany_stop = "off"\nauto_reply = "ignore"', "[pacing]\nper_day = 1\n")
    code, envelope = cli.json("rehearse", "intro.toml", "--leads", "leads.csv")
    assert code == 0, envelope
    with closing(Store.open(Path(envelope["data"]["db"]))) as store:
        (sequence,) = store.sequences.load_all()
    settings = sequence.settings
    assert (settings.recontact_ms, settings.company_stop, settings.auto_reply) == (None, "off", "ignore")
    assert settings.pacing == Pacing()
    assert settings.brake.min_bounces > 10**6


# --- what an import changes -------------------------------------------------------------------


def test_a_change_is_shown_as_the_file_writes_it(cli: Cli) -> None:
    put_in(cli, "per_company = 2", "[pacing]\njitter = 0.2\n")
    write(
        'recontact = "30d"\nauto_reply = "halt"\nauto_reply_wait = "36h"',
        "[pacing]\nevery = '600s'\njitter = 0.2",
    )
    code, out, _ = cli("import-sequence", "intro.toml", "--dry-run")
    assert code == 0
    shown = (
        "settings changed",
        '- recontact = "90d" (default)',
        '+ recontact = "30d"',
        "- per_company = 2",
        "+ per_company = none (default)",
        '- auto_reply = "hold" (default)',
        '+ auto_reply = "halt"',
        '- auto_reply_wait = "7d" (default)',
        '+ auto_reply_wait = "36h"',
        "- pacing.every = none (default)",
        '+ pacing.every = "10m"',
    )
    assert out.splitlines()[:-1] == list(shown)
    changes = cli.json("import-sequence", "intro.toml")[1]["data"]["changes"]
    assert [line for each in changes for line in each["lines"]] == list(shown[1:])
    assert {each["part"] for each in changes} == {
        *("recontact", "per_company", "auto_reply", "auto_reply_wait", "pacing.every")
    }
    assert {(each["step"], each["kind"]) for each in changes} == {(None, "changed")}


@pytest.mark.parametrize(
    ("written", "shown"),
    [('"never"', '"never"'), ("0", '"0"'), ('"0"', '"0"'), ('"2w"', '"14d"'), ('"26 hours"', '"26h"')],
)
def test_a_duration_is_shown_in_a_unit_that_fits(cli: Cli, written: str, shown: str) -> None:
    put_in(cli)
    (change,) = put_in(cli, f"recontact = {written}")["changes"]
    assert change["lines"] == ['- recontact = "90d" (default)', f"+ recontact = {shown}"]


def test_the_default_of_a_sequence_from_before_an_upgrade_is_off(upgraded: Cli) -> None:
    (change,) = put_in(upgraded, 'company_stop = "pause"')["changes"]
    assert change["lines"] == ['- company_stop = "off" (default)', '+ company_stop = "pause"']


# --- what is in force -------------------------------------------------------------------------


def test_sequences_shows_every_setting_in_force(cli: Cli) -> None:
    put_in(cli, 'recontact = "never"', '[pacing]\nevery = "90s"\n[brake]\nmax_bounce_rate = 0.02\n')
    (sequence,) = cli.json("sequences")[1]["data"]["sequences"]
    assert sequence["settings"] == {
        "recontact": "never",
        "company_stop": "pause",
        "per_company": None,
        "auto_reply": "hold",
        "auto_reply_wait": "7d",
        "pacing": {"every": "90s", "jitter": 0.5, "new_per_day": None, "per_day": None},
        "brake": {
            "sample": 200,
            "min_bounces": 5,
            "max_bounce_rate": 0.02,
            "max_complaints": 2,
            "max_refusals": 5,
        },
        "on": {
            "not_now": {"wait": None, "sequence": None, "release": None},
            "referral": {"sequence": None, "release": None},
            "no_reply": {"wait": None, "sequence": None, "release": None},
        },
    }


def test_sequences_shows_people_what_is_not_the_default(cli: Cli) -> None:
    put_in(cli)
    assert "settings" not in cli("sequences")[1]
    put_in(cli, 'company_stop = "off"', '[pacing]\nevery = "5m"\n[brake]\nmax_bounce_rate = 0.02\n')
    line = 'settings of "intro": company_stop="off", pacing.every="5m", brake.max_bounce_rate=0.02'
    assert cli("sequences")[1].splitlines()[-1] == line
    for width in (60, 100):
        shown = run("sequences", width=width, NO_COLOR="1")[1].replace("\r", "")
        assert all(word in shown.split() for word in line.replace(",", ", ").split())


def test_sequences_shows_that_an_older_sequence_leaves_companies_alone(upgraded: Cli) -> None:
    assert 'settings of "intro": company_stop="off"\n' in upgraded("sequences")[1]


# --- the page ---------------------------------------------------------------------------------


def test_the_page_has_every_setting_in_a_table_with_a_head() -> None:
    tables = [
        part.splitlines()
        for part in re.findall(r"(?:^\|.*\n)+", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert all(re.fullmatch(r"[| -]+", table[1]) for table in tables)
    named = {
        name for table in tables for row in table for name in re.findall("`([a-z_]+)`", row.split("|")[1])
    }
    assert named >= {name for names in TABLES.values() for name in names}
