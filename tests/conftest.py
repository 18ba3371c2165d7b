"""The one option of this suite, and the fixtures of every test that types commands."""

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from recount import assert_counted
from shell import LEADS, SEQUENCE, Cli
from world import MONDAY

from seqcli.clock import VirtualClock
from seqcli.simulator import DEFAULT_HANDLE, DEFAULT_KEY, World, serve
from seqcli.store import Store

# A slow disk or a busy machine is no fault of ours.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-docs", action="store_true", help="write the generated parts of docs/ anew")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name files in tests by their argument: archives and workbooks hold the time, and workers must agree on names."""
    return argname if isinstance(val, bytes) and len(val) > 64 else None


@pytest.fixture(autouse=True)
def counts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Compare the counts of every file that a test opened with a recount."""
    opened: set[Path] = set()
    open_store = Store.open

    def noted(path: Path, *, create: bool = False) -> Store:
        opened.add(path.absolute())
        return open_store(path, create=create)

    monkeypatch.setattr(Store, "open", noted)
    yield
    for path in opened:
        assert_counted(path)


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    monkeypatch.chdir(tmp_path)
    for name in ("TWELVEM_KEY", "TWELVEM_HANDLE", "TWELVEM_BASE_URL", "SEQCLI_DB"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TZ", "UTC")
    Path("intro.toml").write_text(SEQUENCE, encoding="utf-8")
    Path("leads.csv").write_text(LEADS, encoding="utf-8")
    return Cli(capsys)


@pytest.fixture
def world(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A served world; after `cli`, which clears the settings of the machine."""
    assert cli
    world = World(VirtualClock(MONDAY))
    with serve(world) as served:
        monkeypatch.setenv("TWELVEM_BASE_URL", served.url)
        monkeypatch.setenv("TWELVEM_KEY", DEFAULT_KEY)
        monkeypatch.setenv("TWELVEM_HANDLE", DEFAULT_HANDLE)
        yield world
