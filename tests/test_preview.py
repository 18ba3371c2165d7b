"""`preview`: what is shown is what is sent, for every step, and nothing in a lead's values does anything but stand there."""

import json
import os
import pty
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from shell import SEQUENCE, Cli, advance, enrol

from seqcli.simulator import DEFAULT_HANDLE, People, Persona, PersonaKind, World

WORDY = """
id = "wordy"
name = "Every construct"
[[steps]]
subject = "{{ pick('Hello', 'Hi') }} {{ company | company_name }}"
wait_next = "2d"
template = '''
{{ pick("Hi", "Hello", "Good day") }} {{ first_name | clean_name | default("there") }},

{% if city %}How is {{ city }}?{% else %}How are you?{% endif %}
'''
html = "<p>Dear {{ first_name | default('reader') }},</p><p>{{ company }}</p>"
[[steps]]
wait_next = "3d"
[[steps.variants]]
template = "First wording for {{ company }}"
[[steps.variants]]
template = "Second wording for {{ company }}"
[[steps.variants]]
name = "html-only"
html = "<p>Third <b>wording</b> for {{ company }}</p>"
[[steps]]
wait_next = "4d"
template = "Last note, {{ company }}."
"""
PEOPLE = "email,first_name,company,city\n" + "".join(
    f"p{number}@firm{number}.example,{name},{company},{city}\n"
    for number, (name, company, city) in enumerate(
        [
            ("ÉLODIE", "Pains du Sud SARL", "Lyon"),
            ("", "Bolt & Sons <Ltd>", ""),
            ("ada", '"{{ 7*7 }} ""quoted"""', "Hull"),
            ("Bob", "Weber Kältetechnik GmbH", ""),
            ("Cyd", "Cyan", "York"),
            ("Dan", "Dune", "Bath"),
        ]
    )
)


def put(name: str, text: str) -> None:
    Path(name).write_text(text, encoding="utf-8")


def import_wordy(cli: Cli) -> None:
    put("wordy.toml", WORDY)
    put("people.csv", PEOPLE)
    assert cli("import-sequence", "wordy.toml")[0] == 0
    assert cli("import-leads", "people.csv", "--sequence", "wordy")[0] == 0


def shown(cli: Cli, *options: str) -> dict[tuple[str, int], tuple[Any, Any, Any]]:
    """Return (subject, text, html) by address and step."""
    code, envelope = cli.json("preview", *options)
    assert code == 0
    return {
        (lead["email"], step["step"] - 1): (step["subject"], step["text"], step["html"])
        for lead in envelope["data"]["leads"]
        for step in lead["steps"]
    }


def received(world: World) -> dict[tuple[str, int], tuple[Any, Any, Any]]:
    """Return the same of what the world accepted; the subject of a follow-up is the one it threads it under."""
    found = {}
    for each in world.ledger:
        body = json.loads(each.body)
        mails = [m for m in world.conversations[each.conv_id].messages() if m.direction == "outbound"]
        assert each.step is not None
        found[each.to, each.step] = (mails[each.step].subject, body["text"], body.get("html"))
    return found


def test_what_preview_shows_is_what_every_step_sends(cli: Cli, world: World) -> None:
    People(world, by_address={f"p{n}@firm{n}.example": Persona(PersonaKind.SILENT) for n in range(6)})
    import_wordy(cli)
    before = shown(cli, "wordy", "--sample", "6")
    assert cli("start", "wordy", "--pace", "0", "--yes")[0] == 0
    assert shown(cli, "wordy", "--sample", "6") == before
    for _ in range(3):
        advance(world, days=5)
        assert cli("poll")[0] == 0
    assert len(world.ledger) == 18
    assert received(world) == before
    assert len({text for (_, step), (_, text, _) in before.items() if step == 1}) == 6
    assert len({text.split()[0] for (_, step), (_, text, _) in before.items() if step == 1}) > 1


def test_a_sent_step_is_shown_as_it_was_sent_and_later_ones_as_they_are_now(cli: Cli, world: World) -> None:
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    put("intro.toml", SEQUENCE.replace("about {{", "all about {{").replace("again", "once more"))
    assert cli("import-sequence", "intro.toml")[0] == 0
    code, envelope = cli.json("preview", "intro", "--lead", "ada@acme.example")
    first, second = envelope["data"]["leads"][0]["steps"]
    assert code == 0
    assert first["text"] == json.loads(world.ledger[0].body)["text"] == "Hi Ada, about Acme."
    assert first["accepted_at"] is not None
    assert (second["text"], second["accepted_at"]) == ("Hi once more.", None)
    assert envelope["data"]["leads"][0]["next"] == "gets step 2 next unless somebody answers"


def test_a_promise_that_waits_is_shown_with_its_stored_text(cli: Cli, world: World) -> None:
    world.identity(DEFAULT_HANDLE).daily_cap = 0
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--only", "ada@acme.example", "--yes")[0] == 0
    assert world.ledger == []
    put("intro.toml", SEQUENCE.replace("about {{", "all about {{"))
    assert cli("import-sequence", "intro.toml")[0] == 0
    promised = shown(cli, "intro", "--lead", "ada@acme.example")
    world.identity(DEFAULT_HANDLE).daily_cap = None
    advance(world, days=2)
    assert cli("poll")[0] == 0
    assert received(world)["ada@acme.example", 0] == promised["ada@acme.example", 0]


def test_variant_wait_and_length_are_told(cli: Cli) -> None:
    import_wordy(cli)
    code, out, _ = cli("preview", "wordy", "--lead", "p4@firm4.example")
    assert code == 0
    assert re.search(r"step 2 of 3, variant (\d of 3|html-only \(3 of 3\))", out)
    assert "Waits 2d for a reply, then step 2." in out
    assert "Waits 4d for a reply, then the lead is exhausted." in out
    assert "3 words, 16 characters" in out
    assert re.search(r"Subject: Re: (Hi|Hello) Cyan", out)
    _, envelope = cli.json("preview", "wordy", "--lead", "p4@firm4.example")
    step = envelope["data"]["leads"][0]["steps"][0]
    assert step["subject_characters"] == len(step["subject"])
    assert step["words"] == len(step["text"].split())
    assert step["html_characters"] == len("<p>Dear Cyd,</p><p>Cyan</p>")
    assert (step["wait"], step["wait_ms"]) == ("2d", 2 * 86_400_000)
    assert f"HTML:    {step['html_characters']} characters" in out


def test_a_step_that_lacks_a_field_says_so_and_the_others_are_shown(cli: Cli) -> None:
    put("two.toml", WORDY.replace("Last note, {{ company }}.", "{{ plan }} for {{ city }}, {{ first_name }}"))
    put("people.csv", PEOPLE)
    assert cli("import-sequence", "two.toml")[0] == 0
    assert cli("import-leads", "people.csv", "--sequence", "wordy")[0] == 0
    code, out, _ = cli("preview", "wordy", "--lead", "p3@firm3.example")
    assert code == 0
    assert "needs plan (step 3); needs city (step 3)" in out
    assert "How are you?" in out
    _, envelope = cli.json("preview", "wordy", "--lead", "p3@firm3.example")
    assert [step["needs"] for step in envelope["data"]["leads"][0]["steps"]] == [[], [], ["plan", "city"]]


def test_without_leads_the_names_of_fields_stand_in_their_places(cli: Cli) -> None:
    put("wordy.toml", WORDY)
    assert cli("import-sequence", "wordy.toml")[0] == 0
    code, out, err = cli("preview", "wordy")
    assert code == 0
    assert "no leads yet" in out
    assert "‹first_name›," in out
    assert "How is ‹city›?" in out
    assert "Last note, ‹company›." in out
    assert "import-leads" in err


def outlook(cli: Cli, email: str) -> str:
    _, envelope = cli.json("preview", "intro", "--lead", email)
    text: str = envelope["data"]["leads"][0]["next"]
    return text


def test_it_says_who_gets_nothing_more_and_why(cli: Cli, world: World) -> None:
    enrol(cli)
    ada, bob = "ada@acme.example", "bob@bolt.example"
    assert outlook(cli, ada) == "gets step 1 next, once `seqcli start intro` releases it"
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    world.human_reply(ada)
    assert cli("poll")[0] == 0
    assert outlook(cli, ada).startswith("gets nothing more: replied (answered step 1")
    assert cli("pause", bob)[0] == 0
    assert outlook(cli, bob) == "gets step 2 next unless somebody answers, but is paused"
    assert cli("resume", bob)[0] == 0
    assert cli("suppress", "add", "bolt.example", "--reason", "competitor", "--yes")[0] == 0
    assert outlook(cli, bob).startswith("gets nothing more: suppressed")
    assert "competitor" in outlook(cli, bob)


def test_the_first_lead_that_has_not_ended_is_shown_and_named(cli: Cli) -> None:
    enrol(cli)
    assert cli("stop", "ada@acme.example")[0] == 0
    code, out, err = cli("preview", "intro")
    assert code == 0
    assert out.startswith("intro (Intro): bob@bolt.example gets step 1 next")
    assert "ada@" not in out
    assert "--lead EMAIL" in err


def test_a_sample_is_spread_evenly_and_always_the_same(cli: Cli) -> None:
    rows = "".join(f"p{number}@firm.example,Firm\n" for number in range(100))
    put("many.csv", f"email,company\n{rows}")
    assert cli("import-sequence", "intro.toml")[0] == 0
    assert cli("import-leads", "many.csv", "--sequence", "intro")[0] == 0

    def emails(size: int) -> list[str]:
        _, envelope = cli.json("preview", "intro", "--sample", str(size))
        return [lead["email"] for lead in envelope["data"]["leads"]]

    assert emails(4) == [f"p{number}@firm.example" for number in (0, 25, 50, 75)]
    assert len(emails(7)) == len(set(emails(7))) == 7
    assert len(emails(250)) == 100
    assert cli("stop", "p25@firm.example")[0] == 0
    assert "p25@firm.example" not in emails(99)
    assert emails(100)[-1] == "p25@firm.example"


def test_values_are_harmless_where_they_are_shown(cli: Cli) -> None:
    put("bad.csv", 'email,company\nada@acme.example,"{{ 7*7 }} [red]x[/y] <b>\nstep 9 of 9"\n')
    assert cli("import-sequence", "intro.toml")[0] == 0
    assert cli("import-leads", "bad.csv", "--sequence", "intro")[0] == 0
    hostile = "\x1b]0;owned\x07 \u202eevil \x9b31m"
    with closing(sqlite3.connect("seqcli.db")) as conn, conn:
        fields = json.loads(conn.execute("SELECT fields FROM lead").fetchone()[0])
        fields["first_name"] = hostile
        conn.execute("UPDATE lead SET fields = ?", (json.dumps(fields),))
    code, out, _ = cli("preview", "intro")
    assert code == 0
    assert "{{ 7*7 }} [red]x[/y] <b>" in out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", out)
    assert [line for line in out.splitlines() if line.startswith("step ")] == ["step 1 of 2", "step 2 of 2"]


@pytest.mark.parametrize(
    ("args", "error", "hint"),
    [
        (("nosuch",), "unknown_sequence", "intro"),
        (("intro.toml",), "unknown_sequence", "import-sequence intro.toml"),
        (("intro", "--lead", "eve@acme.example"), "unknown_address", "spelling"),
        (("intro", "--lead", "ada@acme.example", "--sample", "2"), "say_one", ""),
    ],
)
def test_what_it_cannot_show_is_told_with_a_hint(
    cli: Cli, args: tuple[str, ...], error: str, hint: str
) -> None:
    enrol(cli)
    code, envelope = cli.json("preview", *args)
    assert (code, envelope["error"]["code"]) == (2, error)
    assert hint in envelope["error"]["hint"]


@pytest.mark.parametrize("width", [40, 60, 100, 200])
def test_on_a_terminal_a_mail_is_a_sheet_that_fits(cli: Cli, width: int) -> None:
    import_wordy(cli)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "seqcli", "preview", "wordy", "--lead", "p2@firm2.example"]
    environment = {"PATH": os.environ["PATH"], "TERM": "xterm", "COLUMNS": str(width), "NO_COLOR": "1"}
    environment["PYTHONIOENCODING"] = "utf-8"
    process = subprocess.Popen(command, stdout=theirs, stderr=subprocess.DEVNULL, env=environment)
    os.close(theirs)
    pieces = []
    while piece := _read(ours):
        pieces.append(piece)
    os.close(ours)
    assert process.wait() == 0
    lines = re.sub("\x1b\\[[0-9;]*m", "", b"".join(pieces).decode()).splitlines()
    sheet = [line for line in lines if line.startswith(("╭", "│", "╰"))]
    assert sum(line.startswith("╭") for line in sheet) == 3
    assert {len(line) for line in sheet} == {min(width, 84)}


def _read(file: int) -> bytes:
    try:
        return os.read(file, 65536)
    except OSError:  # the other side has closed
        return b""
