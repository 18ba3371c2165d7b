"""What must not rot: the windows name exactly the tests that close them, the schema page every column, and every bug
that `make mutants` plants still finds the text that it replaces."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest
from mutants.planted import PLANTED, Edit

from seqcli.store import Store

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs" / "reliability.md"
BEGIN, END = "<!-- windows: generated -->", "<!-- end -->"
WINDOWS = [f"W{number}" for number in range(1, 57)]


def find_windows() -> dict[str, list[str]]:
    """Return window → the tests marked with it, as `file::test`."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(TESTS.glob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                for window in _marked(node):
                    found[window].append(f"{path.stem}::{node.name}")
    return found


def _marked(node: ast.FunctionDef) -> list[str]:
    calls = [each for each in node.decorator_list if isinstance(each, ast.Call)]
    return [
        str(argument.value)
        for call in calls
        if ast.unparse(call.func) == "pytest.mark.window"
        for argument in call.args
        if isinstance(argument, ast.Constant)
    ]


def windows_table() -> str:
    found = find_windows()
    rows = [f"| {window} | {'<br>'.join(f'`{test}`' for test in found[window])} |" for window in WINDOWS]
    return "\n".join(["| window | held by |", "| --- | --- |", *rows])


def test_every_window_is_held_by_a_test() -> None:
    found = find_windows()
    assert [window for window in WINDOWS if not found[window]] == []
    assert set(found) <= set(WINDOWS)


def test_the_table_of_windows_is_what_the_tests_say(request: pytest.FixtureRequest) -> None:
    page = PAGE.read_text(encoding="utf-8")
    head, _, rest = page.partition(BEGIN)
    table, _, tail = rest.partition(END)
    if request.config.getoption("--write-docs"):
        PAGE.write_text(f"{head}{BEGIN}\n{windows_table()}\n{END}{tail}", encoding="utf-8")
        return
    assert table.strip() == windows_table()


def test_the_schema_page_names_every_table_and_column(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "seqcli.db", create=True)
    tables = store._database.rows(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB '*sqlite*'"
    )
    columns = {
        each["name"]: {
            row["name"]
            for row in store._database.rows("SELECT name FROM pragma_table_xinfo(?)", each["name"])
        }
        for each in tables
    }
    store.close()
    page = (TESTS.parent / "docs" / "schema.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    assert sections.keys() == columns.keys()
    for name, section in sections.items():
        told = set(re.findall(r"`([a-z_]+)`", section))
        assert told == columns[name], name


@pytest.mark.parametrize(
    "edit", [edit for planted in PLANTED for edit in planted.edits], ids=lambda edit: edit.path
)
def test_a_planted_bug_finds_its_place(edit: Edit) -> None:
    assert (TESTS.parent / edit.path).read_text(encoding="utf-8").count(edit.old) == 1
