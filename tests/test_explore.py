"""A file to explore: views, their page, and the queries and charts for Datasette, without Datasette."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from shell import Cli, advance, enrol
from test_docs import DOCS, ROOT, check_generated

from seqcli.cli import main
from seqcli.simulator import World

DATASETTE: dict[str, Any] = json.loads((ROOT / "examples" / "datasette.json").read_text(encoding="utf-8"))
EXPLORED = DATASETTE["databases"]["seqcli"]
QUERIES: dict[str, dict[str, Any]] = EXPLORED["queries"]
VIEWS: dict[str, dict[str, Any]] = {
    name: each for name, each in EXPLORED["tables"].items() if not each.get("hidden")
}
BOARD = DATASETTE["plugins"]["datasette-dashboards"]["campaign"]
EXAMPLES = re.findall(
    r"```sql\n(.*?)```",
    (DOCS / "explore.md").read_text(encoding="utf-8").partition("## Datasette")[0],
    re.DOTALL,
)


def opened(path: Path) -> closing[sqlite3.Connection]:
    """Open a file as Datasette does: read only, without any function of ours."""
    return closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True))


def columns_of(conn: sqlite3.Connection, view: str) -> list[str]:
    return [each[0] for each in conn.execute(f"SELECT * FROM {view} LIMIT 0").description]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "seqcli.db"
    assert main(["demo", "--db", str(path)]) == 0
    return path


@pytest.fixture
def conn(demo: Path) -> Iterator[sqlite3.Connection]:
    with opened(demo) as conn:
        yield conn


# -- the page and Datasette's file say what there is


def test_every_view_and_column_is_described(conn: sqlite3.Connection) -> None:
    names = {row[0] for row in conn.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")}
    assert set(VIEWS) == names
    for name, view in VIEWS.items():
        assert list(view["columns"]) == columns_of(conn, name)
        assert view["description"].endswith(".")


def test_only_tables_that_exist_are_hidden(conn: sqlite3.Connection) -> None:
    tables = {row[0] for row in conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert set(EXPLORED["tables"]) - set(VIEWS) <= tables


def views_page() -> str:
    parts = []
    for name, view in VIEWS.items():
        rows = [f"| `{column}` | {text} |" for column, text in view["columns"].items()]
        parts.append(
            "\n".join(
                [f"### {name}", "", view["description"], "", "| column | has |", "| --- | --- |", *rows]
            )
        )
    return "\n\n".join(parts)


def test_the_page_has_every_view_and_column(request: pytest.FixtureRequest) -> None:
    check_generated(request, "explore.md", "views", views_page())


# -- the queries


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_finds_something_in_the_demo(conn: sqlite3.Connection, name: str) -> None:
    query = QUERIES[name]
    params: list[str] = query.get("params", [])
    assert set(re.findall(r"(?<!:):([a-z]+)", query["sql"])) == {*params}
    assert conn.execute(query["sql"], dict.fromkeys(params, "")).fetchall()
    assert query["title"]
    assert query["description"].endswith(".")


@pytest.mark.parametrize("name", BOARD["charts"])
def test_a_chart_has_the_columns_that_it_draws(conn: sqlite3.Connection, name: str) -> None:
    chart = BOARD["charts"][name]
    found = conn.execute(chart["query"])
    columns = {each[0] for each in found.description}
    assert found.fetchall()
    assert any(name in row for row in BOARD["layout"])
    display = chart["display"] or {}
    drawn = {each["field"] for each in display.get("encoding", {}).values()} | {
        *filter(None, [display.get("field")])
    }
    assert drawn <= columns


@pytest.mark.parametrize("sql", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_of_the_page_finds_something_in_the_demo(conn: sqlite3.Connection, sql: str) -> None:
    assert conn.execute(sql).fetchall()


def test_a_query_can_be_asked_by_field_and_by_person(conn: sqlite3.Connection) -> None:
    by_city = conn.execute(QUERIES["answers_by_field"]["sql"], {"field": "city"}).fetchall()
    assert "Hull" in {row[0] for row in by_city}
    (email,) = conn.execute("SELECT email FROM lead LIMIT 1").fetchone()
    story = conn.execute(QUERIES["one_person"]["sql"], {"email": email}).fetchall()
    assert "released" in {row[3] for row in story}


# -- the views say the same as the commands


def test_the_views_agree_with_the_commands(cli: Cli, demo: Path, conn: sqlite3.Connection) -> None:
    def one(sql: str) -> Any:
        return conn.execute(sql).fetchone()[0]

    (sequence,) = cli.json("status", "--db", str(demo))[1]["data"]["sequences"]
    assert one("SELECT count(*) FROM v_people") == sequence["leads"]
    assert one("SELECT count(*) FROM v_people WHERE status = 'replied'") == sequence["counts"]["replied"]
    mails = cli.json("inbox", "--db", str(demo))[1]["data"]
    assert one("SELECT sum(waits) FROM v_inbox") == next(
        len(v) for v in mails.values() if isinstance(v, list)
    )
    assert one("SELECT sum(answered) FROM v_sends") == one("SELECT count(*) FROM v_replies")
    assert one("SELECT sum(mails) FROM v_people") == one("SELECT count(*) FROM v_sends")
    assert one("SELECT sum(mails) FROM v_daily") == one("SELECT count(*) FROM v_sends")
    assert one("SELECT sum(answered) + sum(opted_out) FROM v_daily") == one("SELECT count(*) FROM v_replies")


@pytest.fixture
def answered(cli: Cli, world: World) -> Cli:
    """A file in which Ada has answered."""
    enrol(cli)
    cli("start", "intro", "--yes", "--pace", "0")
    advance(world, hours=2)
    world.run_due()
    world.human_reply("ada@acme.example")
    assert cli("poll")[0] == 0
    return cli


def rows_of(view: str) -> list[dict[str, Any]]:
    with opened(Path("seqcli.db")) as conn:
        conn.row_factory = sqlite3.Row
        return [dict(row) for row in conn.execute(f"SELECT * FROM {view}")]


def test_a_mail_waits_while_it_is_open_and_after_it_was_snoozed(answered: Cli) -> None:
    (mail,) = rows_of("v_inbox")
    assert (mail["kind"], mail["waits"], mail["email"], mail["sender_domain"]) == (
        "reply",
        1,
        "ada@acme.example",
        "acme.example",
    )
    number = str(mail["id"])
    assert answered("inbox", "snooze", number, "--until", "2099-01-01")[0] == 0
    assert rows_of("v_inbox")[0]["waits"] == 0
    with closing(sqlite3.connect("seqcli.db")) as conn, conn:
        conn.execute("UPDATE inbox SET snoozed_until = '2026-03-03T00:00:00.000Z'")
    assert rows_of("v_inbox")[0]["waits"] == 1
    assert answered("inbox", "done", number)[0] == 0
    (mail,) = rows_of("v_inbox")
    assert (mail["waits"], mail["state"], mail["closed_by"]) == (0, "done", "done")


def test_a_reply_by_hand_is_no_send_and_has_its_own_view(answered: Cli) -> None:
    assert answered
    (mail,) = rows_of("v_inbox")
    with closing(sqlite3.connect("seqcli.db")) as conn, conn:
        conn.execute(
            "INSERT INTO reply(idempotency_key, identity, conv_id, address, lead_id, inbox_id, state, created_at,"
            " accepted_at, request_body) SELECT 'key', identity, conv_id, sender, lead_id, id, 'accepted', at,"
            " strftime('%Y-%m-%dT%H:%M:%fZ', at, '+90 minutes'), x'00' FROM inbox"
        )
    (reply,) = rows_of("v_own_replies")
    assert (reply["inbox_id"], reply["minutes_to_reply"], reply["state"]) == (mail["id"], 90, "accepted")
    assert len(rows_of("v_sends")) == 2
    assert [each["answered"] for each in rows_of("v_sends") if each["address"] == "ada@acme.example"] == [1]


def test_no_view_shows_a_person_who_was_forgotten(answered: Cli) -> None:
    assert any("ada@acme.example" in str(rows_of(view)) for view in VIEWS)
    assert answered("forget", "ada@acme.example", "--yes")[0] == 0
    assert "ada@acme.example" not in "".join(str(rows_of(view)) for view in VIEWS)
