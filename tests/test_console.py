"""How answers look on a terminal of any width, and in a pipe."""

from dataclasses import replace

import pytest

from seqcli import output
from seqcli.errors import SeqcliError
from seqcli.output.result import CommandResult, Note, Table, Text
from seqcli.wording import counted

NUMBERS = Table(
    "intro: Fleet",
    ("step", "queued", "in flight", "suppressed", "exhausted"),
    (("step 1", "3", "·", "·", "1"), ("all", "3", "0", "0", "1")),
    frozenset({"queued", "in flight", "suppressed", "exhausted"}),
)
WORDS = Table(
    "replies",
    ("lead", "what", "step"),
    (("h.yamamoto@midori-linen.example", "Not my area, but my colleague Ravi looks after this", "1"),),
    frozenset({"step"}),
)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr("seqcli.output.render.is_terminal", lambda _stream: True)
    monkeypatch.setenv("TERM", "xterm")
    return monkeypatch


def shown(capsys: pytest.CaptureFixture[str], table: Table) -> list[str]:
    output.show("status", CommandResult({}, (table, Text(("a line " * 20,)))), as_json=False)
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("width", [40, 45, 60, 80, 200])
@pytest.mark.parametrize("table", [NUMBERS, WORDS])
def test_no_word_is_broken_whatever_the_width(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], table: Table, width: int
) -> None:
    terminal.setenv("COLUMNS", str(width))
    lines = shown(capsys, table)
    words = {word for line in lines for word in line.split()}
    assert words >= {word for row in table.rows for cell in row for word in cell.split()} - {"0", "·"}
    assert all(len(line.rstrip()) <= width for line in lines)


def test_a_table_of_numbers_is_turned_before_it_is_taken_apart(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.setenv("COLUMNS", "40")
    rows = [line.split() for line in shown(capsys, NUMBERS)]
    assert ["in", "flight", "·", "0"] in rows
    assert ["exhausted", "1", "1"] in rows


def test_a_title_may_be_wider_than_its_table(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.setenv("COLUMNS", "100")
    title = "intro: Fleet rotation (active from alice.acme@inboxbase.example)"
    assert shown(capsys, Table(title, ("step", "queued"), (("all", "3"),)))[0] == title


def test_a_table_becomes_records_before_its_phrases_become_stacks_of_words(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.setenv("COLUMNS", "60")
    email = "maximiliane.musterfrau@northwind-logistics.example"
    rows = (("36", "get every step that is to come", email),)
    lines = shown(capsys, Table("", ("leads", "become", "for example"), rows, frozenset({"leads"})))
    assert "become       get every step that is to come" in [line.rstrip() for line in lines]


def test_a_table_of_words_becomes_records(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.setenv("COLUMNS", "45")
    lines = [line.rstrip() for line in shown(capsys, WORDS)]
    assert lines[2:6] == [
        "lead  h.yamamoto@midori-linen.example",
        "what  Not my area, but my colleague Ravi",
        "      looks after this",
        "step  1",
    ]


def test_long_texts_go_below_their_row_before_a_table_becomes_records(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    table = Table(
        "",
        ("id", "who", "kind", "begins"),
        (("7", "h.yamamoto@midori-linen.example", "reply", "Not my area, but Ravi does this"),),
        frozenset({"id"}),
        ("who", "begins"),
    )
    looks = {}
    for width in (100, 60, 41):
        terminal.setenv("COLUMNS", str(width))
        looks[width] = [" ".join(line.split()) for line in shown(capsys, table) if "a line" not in line]
    who, begins = "h.yamamoto@midori-linen.example", "Not my area, but Ravi does this"
    assert f"7 {who} reply {begins}" in looks[100]
    assert looks[60] == ["id who kind", f"7 {who} reply", begins]
    assert looks[41] == ["id kind", "7 reply", who, begins]


def test_one_long_cell_wraps_and_sends_no_column_below_and_a_cut_column_has_one_line(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    long = "somebody.at.length@midori-linen.example for h.yamamoto@midori-linen.example"
    begins = "Not my area, but my colleague Ravi looks after this"
    rows = tuple((str(each), "ann@acme.example", "reply", begins) for each in range(1, 6))
    table = Table(
        "", ("id", "who", "kind", "begins"), (*rows, ("6", long, "reply", begins)), frozenset({"id"})
    )
    terminal.setenv("COLUMNS", "100")
    lines = shown(capsys, replace(table, below=("who", "begins"), cut="begins"))
    assert [" ".join(line.split())[:28] for line in lines if "reply" in line][:5] == [
        f"{each} ann@acme.example reply Not" for each in range(1, 6)
    ]
    assert sum("Not my area" in line and line.rstrip().endswith("\u2026") for line in lines) == 6
    assert not any("looks after" in line for line in lines)
    assert any(line.split() == ["h.yamamoto@midori-linen.example"] for line in lines)


def test_a_pipe_gets_every_line_whole(capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown(capsys, WORDS)
    assert lines[-1] == "a line " * 20
    assert "Not my area, but my colleague Ravi looks after this" in lines[2]


def test_one_is_singular_and_thousands_are_readable() -> None:
    assert [counted(n, "lead") for n in (0, 1, 1200)] == ["0 leads", "1 lead", "1,200 leads"]


@pytest.mark.parametrize(
    "unseen", ["\u061c", "\u2028", "\u2029", "\u202e", "\u2066", "\u200b", "\ufeff", "\U000e0041"]
)
def test_what_breaks_reorders_or_hides_text_is_never_shown(
    capsys: pytest.CaptureFixture[str], unseen: str
) -> None:
    text = f"a{unseen}b"
    answer = CommandResult(
        {"text": text}, (Table("t", ("x",), ((text,),)), Text((text,))), notes=(Note(text),)
    )
    output.show("status", answer, as_json=False)
    output.show("status", answer, as_json=True)
    output.fail("status", SeqcliError("x", text, text), as_json=False)
    out, err = capsys.readouterr()
    assert unseen not in out + err
    assert err.splitlines()[-2:] == ["error: a b", "  a b"]
