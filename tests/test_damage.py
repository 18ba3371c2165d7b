"""A state file on a read-only medium is shown; one that is damaged is named as such by every command, and is no bug."""

import os
import random
import resource
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from faulty import make_bench
from shell import Cli, advance, enrol

from seqcli.cli import report_bug
from seqcli.errors import ExitCode, StateError
from seqcli.simulator import People, Persona, World
from seqcli.simulator import PersonaKind as PersonKind
from seqcli.store import Store

ADA = "ada@acme.example"
NOBODY = 65534
PAGE = 4096
#: How many pages lie between two that are damaged; `make soak` damages each.
PAGE_STRIDE = int(os.environ.get("SEQCLI_KILL_STRIDE", "3"))
LOOKS = (
    ("status", "--json"),
    ("why", ADA),
    ("leads", "--json"),
    ("leads", "--csv"),
    ("export", "--json"),
    ("export", "--csv"),
    ("replies",),
    ("preview", "intro"),
    ("check", "intro"),
    ("sequences",),
    ("suppress", "list"),
    ("suppress", "check", ADA),
    ("suppress", "export"),
)
RUNS = (("poll",), ("start", "intro", "--yes", "--pace", "0"))


def make_file(cli: Cli, world: World) -> Path:
    """Return a closed state file with sequences, leads, attempts, events and suppressions."""
    People(world, by_address={ADA: Persona(PersonKind.REPLIES, 1, 3_600_000)})
    enrol(cli)
    assert cli("suppress", "add", "*@rival.example")[0] == 0
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    advance(world, days=3, hours=1)
    assert cli("poll")[0] == 0
    path = Path("seqcli.db").absolute()
    assert not path.with_name("seqcli.db-wal").exists()
    return path


@contextmanager
def read_only(path: Path, leave_out: str = "") -> Iterator[Path]:
    """Yield a copy in a folder where this process cannot write: as somebody else where it is the superuser."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    for each in path.parent.glob("seqcli.db*"):
        if each.name == leave_out:
            continue
        shutil.copy(each, folder)
        (folder / each.name).chmod(0o444)
    folder.chmod(0o555)
    me, here = os.geteuid(), Path.cwd()
    try:
        os.chdir(folder)
        if me == 0:
            os.seteuid(NOBODY)
        with pytest.raises(PermissionError):
            (folder / "probe").touch()
        yield folder / "seqcli.db"
    finally:
        os.seteuid(me)
        os.chdir(here)
        folder.chmod(0o755)
        shutil.rmtree(folder)


@contextmanager
def shut_out(path: Path) -> Iterator[Path]:
    """Yield a copy that this process may read, from a current folder that it may not enter any more."""
    with read_only(path) as copy:
        home = Path(tempfile.mkdtemp(dir="/tmp"))
        try:
            os.chdir(home)
            home.chmod(0)
            yield copy
        finally:
            os.seteuid(os.getuid())
            os.chdir(path.parent)
            home.rmdir()


def test_looks_work_where_nothing_can_be_written(cli: Cli, world: World) -> None:
    path = make_file(cli, world)
    shown = {look: cli(*look) for look in LOOKS}
    with read_only(path) as copy:
        for look in LOOKS:
            code, out, err = cli(*look, "--db", str(copy))
            said = err.replace(f" --db {copy}", "")  # commands named for the file at hand repeat it
            assert (look, code, said) == (look, shown[look][0], shown[look][2])
            assert out.replace(str(copy), "seqcli.db") == shown[look][1]
        assert sorted(each.name for each in copy.parent.iterdir()) == [
            "seqcli.db",
            "seqcli.db.lock",
            "seqcli.db.mark",
        ]


@contextmanager
def full_disk() -> Iterator[None]:
    """Let no file grow beyond a few pages, as on a disk without room: SQLite's log cannot be opened then."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * PAGE, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_looks_work_on_a_full_disk_and_what_must_write_says_so(cli: Cli, world: World) -> None:
    make_file(cli, world)
    looks = (("status", "--json"), ("inbox", "--json"), ("why", ADA))
    shown = [cli(*look) for look in looks]
    before = len(world.ledger)
    with full_disk():
        found = [cli(*look) for look in looks]
        doctor = cli("doctor")[0]
        run = cli.json("poll")
    assert found == shown
    assert doctor in {ExitCode.DONE, ExitCode.SOME_FAILED}
    assert (run[0], len(world.ledger)) == (ExitCode.STATE_UNUSABLE, before)
    assert "full" in run[1]["error"]["hint"]


def test_a_file_that_may_not_be_read_is_not_called_one_that_may_not_be_written(
    cli: Cli, world: World
) -> None:
    path = make_file(cli, world)
    with read_only(path) as copy:
        me = os.geteuid()
        os.seteuid(os.getuid())
        copy.chmod(0o000)
        os.seteuid(me)
        code, envelope = cli.json("status", "--db", str(copy))
    assert (code, envelope["error"]["code"]) == (ExitCode.STATE_UNUSABLE, "not_readable")
    assert "cannot be read" in envelope["error"]["message"]


def test_a_file_named_by_its_path_is_shown_from_a_folder_that_is_closed(cli: Cli, world: World) -> None:
    path = make_file(cli, world)
    looks = (*LOOKS, ("status", "--metrics"))
    shown = {look: cli(*look, "--db", str(path)) for look in looks}
    with shut_out(path) as copy:
        for look in looks:
            code, out, err = cli(*look, "--db", str(copy))
            assert (code, out.replace(str(copy), str(path)), err.replace(str(copy), str(path))) == shown[look]
        assert f"others may read {copy}" in cli("doctor", "--db", str(copy))[1]


def test_a_file_in_a_folder_that_is_closed_is_named_as_such(cli: Cli, world: World) -> None:
    path = make_file(cli, world)
    with read_only(path) as copy:
        me = os.geteuid()
        os.seteuid(os.getuid())
        copy.parent.chmod(0)
        os.seteuid(me)
        try:
            code, envelope = cli.json("status", "--db", str(copy))
        finally:
            os.seteuid(os.getuid())
            copy.parent.chmod(0o700)
    assert (code, envelope["error"]["code"]) == (ExitCode.STATE_UNUSABLE, "not_readable")


@pytest.mark.parametrize(
    "command",
    [("status",), ("doctor",), ("init", "--no-check"), ("backup", "copy.db")],
)
def test_what_needs_the_current_folder_says_that_it_cannot_enter_it(
    cli: Cli, world: World, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_file(cli, world)
    with shut_out(path) as copy:
        if command[0] == "backup":
            monkeypatch.setenv("SEQCLI_DB", str(copy))
        code, envelope = cli.json(*command)
    assert (code, envelope["error"]["code"]) == (ExitCode.CONFIGURATION, "closed_folder")
    assert envelope["error"]["message"] == "seqcli cannot enter the current folder: Permission denied"


def test_a_current_folder_that_is_gone_is_named_as_such(cli: Cli) -> None:
    here = Path.cwd()
    (here / "gone").mkdir()
    os.chdir(here / "gone")
    (here / "gone").rmdir()
    code, envelope = cli.json("status")
    os.chdir(here)
    assert (code, envelope["error"]["code"]) == (ExitCode.CONFIGURATION, "closed_folder")


def test_a_bug_is_reported_where_no_file_can_be_written(
    cli: Cli, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(Path.cwd() / "missing"))
    monkeypatch.setenv("TWELVEM_KEY", "sk_live_secret")
    assert report_bug(ZeroDivisionError("sk_live_secret"), ["status"]) == ExitCode.BUG
    told = capsys.readouterr().err
    assert "a bug in seqcli: ZeroDivisionError" in told
    assert "--debug" in told
    assert "sk_live_secret" not in told
    assert cli("status")[0] == ExitCode.STATE_UNUSABLE


def test_a_copy_is_made_of_a_file_where_nothing_can_be_written(cli: Cli, world: World) -> None:
    path = make_file(cli, world)
    shown = cli("export", "--json")[1]
    with read_only(path) as copy, tempfile.TemporaryDirectory(dir="/tmp") as folder:
        target = Path(folder) / "kept.db"
        assert cli("backup", str(target), "--db", str(copy))[0] == ExitCode.DONE
        assert target.stat().st_mode & 0o777 == 0o600
        code, out, _ = cli("export", "--json", "--db", str(target))
        assert (code, out) == (ExitCode.DONE, shown)
        assert [each.name for each in Path(folder).glob("*.new*")] == []


def test_what_must_write_says_that_it_cannot(cli: Cli, world: World) -> None:
    path = make_file(cli, world)
    before = len(world.ledger)
    with read_only(path) as copy:
        for command in (
            *RUNS,
            ("suppress", "add", "eve@egg.example"),
            ("forget", ADA, "--yes"),
        ):
            code, envelope = cli.json(*command, "--db", str(copy))
            assert (command, code) == (command, ExitCode.STATE_UNUSABLE)
            assert envelope["error"]["code"] in {"not_writable", "lock_unusable"}
    assert len(world.ledger) == before


def test_a_look_says_why_it_cannot_read_what_stands_in_the_log(cli: Cli, world: World) -> None:
    path = make_file(cli, world)
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("UPDATE lead SET status_reason = 'x'")
        with read_only(path, leave_out="seqcli.db-shm") as copy:
            code, envelope = cli.json("status", "--db", str(copy))
    assert (code, envelope["error"]["code"]) == (ExitCode.STATE_UNUSABLE, "unread_log")


def test_a_file_of_an_older_seqcli_is_not_read_where_nothing_can_be_written(cli: Cli, world: World) -> None:
    path = make_file(cli, world)
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("DELETE FROM _sqlite_migrations WHERE name = (SELECT max(name) FROM _sqlite_migrations)")
    with read_only(path) as copy:
        code, envelope = cli.json("status", "--db", str(copy))
    assert (code, envelope["error"]["code"]) == (ExitCode.STATE_UNUSABLE, "older_database")


# -- damage

EVERY = (*LOOKS, *RUNS)
ALLOWED = {ExitCode.DONE, ExitCode.SOME_FAILED, ExitCode.USAGE, ExitCode.TRY_AGAIN, ExitCode.STATE_UNUSABLE}


def test_a_damaged_page_is_no_bug_in_any_command(cli: Cli, world: World, tmp_path: Path) -> None:
    path = make_file(cli, world)
    sound, rng = path.read_bytes(), random.Random(5)
    pages = len(sound) // PAGE
    found: set[int] = set()
    for page in range(0, pages, PAGE_STRIDE):
        for kind in range(4):
            wrong = bytearray(sound)
            at, size = page * PAGE, PAGE
            if kind == 1:
                at, size = at + 100 * (page == 0), 200
            elif kind > 1:
                at, size = at + PAGE - 300, 300
            wrong[at : at + size] = (bytes(size), b"\xff" * size, rng.randbytes(size), b"A" * size)[kind]
            copy = tmp_path / f"wrong{page}-{kind}.db"
            copy.write_bytes(wrong)
            look = LOOKS[(page * 4 + kind) % len(LOOKS)]
            for command in {look, LOOKS[0], EVERY[-1 - kind % 2]}:
                code, _, err = cli(*command, "--db", str(copy))
                assert code in ALLOWED, (page, kind, command, code, err)
                found.add(code)
            for each in tmp_path.glob(f"wrong{page}-{kind}.db*"):
                each.unlink()
    assert ExitCode.STATE_UNUSABLE in found


def test_a_damaged_schema_is_no_bug_in_any_command(cli: Cli, world: World, tmp_path: Path) -> None:
    path = make_file(cli, world)
    statements = {
        "a table is gone": "DELETE FROM sqlite_schema WHERE name = 'attempt'",
        "a table has another name": "UPDATE sqlite_schema SET name = 'l', tbl_name = 'l' WHERE name = 'lead'",
        "a column has another name": (
            "UPDATE sqlite_schema SET sql = replace(sql, 'status_reason', 'status_reasom') WHERE name = 'lead'"
        ),
        "an index is gone": "DELETE FROM sqlite_schema WHERE name = 'sqlite_autoindex_lead_2'",
        "no UTF-8": "UPDATE sqlite_schema SET sql = CAST(x'ff80ff' AS TEXT) WHERE name = 'event'",
    }
    for name, statement in statements.items():
        wrong = tmp_path / "wrong.db"
        for command in EVERY:
            for each in tmp_path.glob("wrong.db*"):
                each.unlink()
            shutil.copy(path, wrong)
            with closing(sqlite3.connect(wrong, isolation_level=None)) as conn:
                conn.execute("PRAGMA writable_schema = ON")
                conn.execute(statement)
            code, _, err = cli(*command, "--db", str(wrong))
            assert code in ALLOWED, (name, command, code, err)


VALUES = {
    "lead created_at": "UPDATE lead SET created_at = 'yesterday'",
    "lead created_at number": "UPDATE lead SET created_at = 5",
    "lead last_step_at": "UPDATE lead SET last_step_at = '2026-99-99T99:99:99Z'",
    "lead wake_at": "UPDATE lead SET wake_at = x'00ff', status = 'in_flight'",
    "lead fields": "UPDATE lead SET fields = '{\"company\": '",
    "lead fields list": "UPDATE lead SET fields = '[1, 2]'",
    "lead fields number": "UPDATE lead SET fields = '{\"company\": 5}'",
    "lead fields surrogate": 'UPDATE lead SET fields = \'{"company": "\\ud800"}\'',
    "lead fields deep": "UPDATE lead SET fields = printf('%.*c', 100000, '[')",
    "lead status": "UPDATE lead SET status = 'nowhere'",
    "lead status blob": "UPDATE lead SET status = x'fffe'",
    "lead step": "UPDATE lead SET current_step = -7",
    "lead step text": "UPDATE lead SET current_step = 'two'",
    "lead step huge": "UPDATE lead SET current_step = 9223372036854775807, status = 'queued'",
    "lead email": "UPDATE lead SET email = x'ff00'",
    "lead email null": "UPDATE lead SET email = NULL",
    "lead email no utf-8": "UPDATE lead SET email = CAST(x'ff80' AS TEXT)",
    "lead sequence": "UPDATE lead SET sequence_id = 'gone'",
    "sequence steps": "UPDATE sequence SET steps = '[{}]'",
    "sequence steps none": "UPDATE sequence SET steps = '[]'",
    "sequence steps number": "UPDATE sequence SET steps = '5'",
    "sequence settings": "UPDATE sequence SET settings = '[]'",
    "sequence pace": 'UPDATE sequence SET settings = \'{"paceMs": "soon"}\'',
    "sequence status": "UPDATE sequence SET status = 'asleep'",
    "sequence next_first_at": "UPDATE sequence SET next_first_at = 'soon'",
    "sequence name": "UPDATE sequence SET name = NULL",
    "attempt state": "UPDATE attempt SET state = 'lost'",
    "attempt accepted_at": "UPDATE attempt SET accepted_at = 'then'",
    "attempt body": "UPDATE attempt SET request_body = 'text', state = 'pending'",
    "attempt tries": "UPDATE attempt SET tries = 'many'",
    "event body": "UPDATE event SET body = 'not json'",
    "event occurred_at": "UPDATE event SET occurred_at = 12",
    "event detail": "UPDATE event SET detail = NULL",
    "cursor seq": "UPDATE cursor SET seq = 'far'",
    "cursor not_before": "UPDATE cursor SET not_before = 'later'",
    "journal at": "UPDATE journal SET at = NULL, change = NULL",
    "meta offset": "INSERT OR REPLACE INTO meta VALUES ('server_offset_ms', 'much')",
    "meta holder": "INSERT OR REPLACE INTO meta VALUES ('holder', 'me')",
    "suppression pattern": "UPDATE suppression SET reason = x'ff', created_at = 'once'",
}


def damage(path: Path, statement: str) -> None:
    """Write what the schema forbids, as a damaged page would show it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("PRAGMA ignore_check_constraints = ON")
        conn.execute("PRAGMA writable_schema = ON")
        before = conn.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT%'"
        ).fetchall()
        for name, sql in before:
            loose = sql.replace("STRICT, WITHOUT", "WITHOUT").replace(") STRICT", ")")
            loose = loose.replace(" TEXT NOT NULL", " TEXT").replace(" INTEGER NOT NULL", " INTEGER")
            conn.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", (loose, name))
        conn.execute("PRAGMA writable_schema = RESET")
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("PRAGMA ignore_check_constraints = ON")
        conn.execute(statement)
        conn.execute("PRAGMA writable_schema = ON")
        for name, sql in before:
            conn.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", (sql, name))
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def test_a_damaged_value_is_no_bug_in_any_command(cli: Cli, world: World, tmp_path: Path) -> None:
    path = make_file(cli, world)
    for number, (name, statement) in enumerate(VALUES.items()):
        wrong = tmp_path / "wrong.db"
        shutil.copy(path, wrong)
        damage(wrong, statement)
        damaged = wrong.read_bytes()
        for command in (*LOOKS[number % 3 :: 3], *RUNS):
            for each in tmp_path.glob("wrong.db*"):
                each.unlink()
            wrong.write_bytes(damaged)
            code, _, err = cli(*command, "--db", str(wrong))
            assert code in ALLOWED, (name, command, code, err)


@pytest.mark.parametrize(
    ("name", "command", "words"),
    [
        ("lead created_at", "leads", "table lead, row id"),
        ("lead fields", "leads", "column fields"),
        ("sequence steps", "status", "column steps"),
        ("attempt state", "why", "attempt"),
    ],
)
def test_a_damaged_value_is_named_with_its_place(
    name: str, command: str, words: str, cli: Cli, world: World
) -> None:
    damage(make_file(cli, world), VALUES[name])
    code, envelope = cli.json(*((command, ADA) if command == "why" else (command,)))
    assert (code, envelope["error"]["code"]) == (ExitCode.STATE_UNUSABLE, "damaged")
    assert words in envelope["error"]["message"]
    assert "backup" in envelope["error"]["hint"]


def test_a_backup_of_a_damaged_file_blames_the_file_and_not_the_copy(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, *(f"p{number}@firm{number}.example" for number in range(1500)))
    bench.store.close()
    damaged_bytes = bytearray(bench.path.read_bytes())
    for page in range(len(damaged_bytes) // PAGE * 3 // 4 * PAGE, len(damaged_bytes), PAGE):
        damaged_bytes[page : page + 200] = b"\xff" * 200
    bench.path.write_bytes(damaged_bytes)
    with closing(Store.open(bench.path)) as store, pytest.raises(StateError) as raised:
        store.backup(tmp_path / "copy.db")
    assert bench.path.name in raised.value.message
    assert "copy.db" not in raised.value.message
    assert not (tmp_path / "copy.db.new").exists()
