"""What must not rot: generated parts of pages, links, names of code, the schema page, and the texts of planted bugs."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from mutants.planted import PLANTED, Edit
from shell import Cli

from seqcli.cli.frame import app
from seqcli.cli.help import GROUPS, group_of
from seqcli.machine import TABLE
from seqcli.store import Store

TESTS = Path(__file__).parent
ROOT = TESTS.parent
DOCS = ROOT / "docs"
README = ROOT / "README.md"
PAGES = [README, ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md"))]
END = "<!-- end -->"
WINDOWS = [f"W{number}" for number in range(1, 58)]


def check_generated(request: pytest.FixtureRequest, page: str, name: str, text: str) -> None:
    """Compare the part `name` of a page with what it is generated from; `--write-docs` writes it anew."""
    path, begin = DOCS / page, f"<!-- {name}: generated -->"
    head, found, rest = path.read_text(encoding="utf-8").partition(begin)
    assert found
    part, _, tail = rest.partition(END)
    if request.config.getoption("--write-docs"):
        path.write_text(f"{head}{begin}\n{text}\n{END}{tail}", encoding="utf-8")
        return
    assert part.strip("\n") == text


# -- the windows


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
    check_generated(request, "reliability.md", "windows", windows_table())


# -- the state machine and the state file


def machine_table() -> str:
    rows = [
        f"| `{status}` | {kind} | {(rule.__doc__ or '').rstrip('.')} |"
        for status, rules in TABLE.items()
        for kind, rule in rules.items()
    ]
    return "\n".join(["| status | event | what it does |", "| --- | --- | --- |", *rows])


def test_the_table_of_the_state_machine_is_the_machines(request: pytest.FixtureRequest) -> None:
    check_generated(request, "state-machine.md", "table", machine_table())


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
    page = (DOCS / "schema.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    assert sections.keys() == columns.keys()
    for name, section in sections.items():
        told = set(re.findall(r"`([a-z_]+)`", section))
        assert told == columns[name], name


# -- the commands


def all_commands() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every command as (title of its group, words), in the order of the help."""
    group: Any = typer.main.get_command(app)
    by_title: dict[str, list[str]] = {title: [] for title in GROUPS.values()}
    for name, command in group.commands.items():
        by_title[group_of(command)].append(name)
    for title, names in by_title.items():
        for name in names:
            yield title, (name,)
            yield from ((title, (name, each)) for each in getattr(group.commands[name], "commands", ()))


def commands_page(cli: Cli) -> str:
    parts, last = [], ""
    for title, words in all_commands():
        if title != last:
            parts.append(f"## {title}\n")
            last = title
        code, out, err = cli(*words, "--help")
        assert (code, err) == (0, "")
        parts.append(f"### seqcli {' '.join(words)}\n\n```text\n{out.strip()}\n```\n")
    return "\n".join(parts).strip()


def test_the_page_of_commands_is_their_help(
    cli: Cli, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    page = commands_page(cli)
    assert "\x1b" not in page
    assert str(Path.cwd()) not in page
    assert all(len(line) <= 80 for line in page.splitlines() if "curl" not in line)
    check_generated(request, "commands.md", "commands", page)


@pytest.mark.parametrize("words", [words for _, words in all_commands()], ids=" ".join)
def test_every_command_is_in_the_readmes_table_and_on_the_page(words: tuple[str, ...]) -> None:
    table = (
        README.read_text(encoding="utf-8").partition("| group | command | does |\n")[2].partition("\n\n")[0]
    )
    rows = [re.split(r"(?<!\\)\|", line)[2] for line in table.splitlines()]
    row = next((each for each in rows if re.search(rf"`{words[0]}\b", each)), "")
    assert all(re.search(rf"\b{word}\b", row) for word in words)
    assert f"### seqcli {' '.join(words)}\n" in (DOCS / "commands.md").read_text(encoding="utf-8")


# -- every page: links, names of code, length

_CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def text_of(page: Path) -> str:
    """Return a page without its blocks of code."""
    return _CODE.sub("", page.read_text(encoding="utf-8"))


def anchors_of(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
    found: set[str] = set()
    for heading in headings:
        anchor = re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
        assert anchor not in found, f"{page.name} has two headings {heading!r}"
        found.add(anchor)
    return found


def links_of(page: Path) -> list[str]:
    """Return the relative links of a page; a link inside code is none."""
    found = _LINK.findall(re.sub(r"`[^`\n]*`", "", text_of(page)))
    return [each for each in found if not re.match(r"[a-z]+:", each)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in links_of(page):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.is_file(), link
        assert target.is_relative_to(ROOT), link
        assert not anchor or anchor in anchors_of(target), link


def test_the_readme_is_short_and_leads_to_every_page() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) < 150
    linked = {(ROOT / link.partition("#")[0]).resolve() for link in links_of(README)}
    assert linked >= {page for page in PAGES if page != README}


@pytest.mark.parametrize(
    "page", [each for each in PAGES if each.name != "CHANGELOG.md"], ids=lambda page: page.name
)
def test_what_a_page_names_of_the_code_is_there(page: Path) -> None:
    for path, name in re.findall(r"`((?:seqcli|tests)/[\w./]*)(?:::(\w+))?`", text_of(page)):
        file = ROOT / path
        assert file.exists(), path
        assert not name or name in names_in(file), f"{path}::{name}"


def names_in(file: Path) -> set[str]:
    """Return the functions, classes and constants that a module defines."""
    body = ast.parse(file.read_text(encoding="utf-8")).body
    assigned = (
        node.targets if isinstance(node, ast.Assign) else [node.target]
        for node in body
        if isinstance(node, ast.Assign | ast.AnnAssign)
    )
    constants = {each.id for targets in assigned for each in targets if isinstance(each, ast.Name)}
    return constants | {node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)}


# -- planted bugs


@pytest.mark.parametrize(
    "edit", [edit for planted in PLANTED for edit in planted.edits], ids=lambda edit: edit.path
)
def test_a_planted_bug_finds_its_place(edit: Edit) -> None:
    assert (ROOT / edit.path).read_text(encoding="utf-8").count(edit.old) == 1
