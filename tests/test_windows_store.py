"""Windows W36 to W41: the disk, the file and the import. What is true is the ledger and what another process reads in the file."""

import io
import os
import shutil
import sqlite3
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from faulty import ADA, BOB, CYD, Crash, attempts, lead, make_bench, query, steps_sent
from world import MONDAY, Bench

from seqcli.contacts import open_contacts
from seqcli.engine.leads.import_counts import Receipt
from seqcli.engine.leads.imports import Importer
from seqcli.errors import LockHeldError, StateError
from seqcli.simulator import Fault, Options
from seqcli.store import Store, opening
from seqcli.store.schema import MIGRATIONS

WAL_HEADER, FRAME_HEADER = 32, 24
#: How many statements of a migration lie between two deaths; `make soak` dies at each.
STRIDE = int(os.environ.get("SEQCLI_KILL_STRIDE", "5"))


def assert_sound(path: Path) -> None:
    assert query(path, "PRAGMA integrity_check") == [("ok",)]


# -- W36, W37: no space, no turn


@pytest.mark.window("W36")
def test_a_full_disk_at_any_page_sends_nothing_twice_and_loses_nobody(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB, options=Options(announce=False))
    filler = "x" * 3000
    with bench.store.transaction():
        bench.store._database.run("UPDATE lead SET fields = json_object('company', ?)", filler)
    bench.store._database._conn.execute("VACUUM")  # no page is free
    start = bench.store._database._conn.execute("PRAGMA page_count").fetchone()[0]
    failures: list[str] = []
    for pages in range(start, start + 200):
        bench.store._database._conn.execute(f"PRAGMA max_page_count = {pages}")
        try:
            bench.poll()
        except StateError as error:
            failures.append(error.code)
        else:
            break
        assert not bench.store._database._conn.in_transaction
        assert len(bench.world.ledger) <= 2
        assert_sound(bench.path)
    assert set(failures) == {"disk_full"}
    assert (steps_sent(bench, ADA), steps_sent(bench, BOB)) == ([0], [0])
    assert (lead(bench, ADA)[0], lead(bench, BOB)[0]) == ("in_flight", "in_flight")


@pytest.mark.window("W36")
def test_a_disk_that_is_full_before_the_intent_sends_nothing(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    pages = bench.store._database._conn.execute("PRAGMA page_count").fetchone()[0]
    bench.store._database._conn.execute(f"PRAGMA max_page_count = {pages}")
    with bench.store.transaction():
        bench.store._database.run("UPDATE lead SET fields = json_object('company', ?)", "x" * 10)
    with pytest.raises(StateError, match="no space"):
        fill(bench)
    assert bench.world.ledger == []
    assert not bench.store._database._conn.in_transaction


def fill(bench: Bench) -> None:
    with bench.store.transaction():
        for number in range(1000):
            bench.store.meta.save(f"filler {number}", "x" * 1000)


@pytest.mark.window("W37")
def test_a_file_that_another_program_holds_sends_nothing(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.store._database._conn.execute("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(bench.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LockHeldError):
        bench.poll()
    assert bench.world.ledger == []
    other.execute("ROLLBACK")
    other.close()
    bench.poll()
    assert steps_sent(bench, ADA) == [0]


class Held(sqlite3.Connection):
    """Another program's lock on the file, given back after so many of our tries."""

    tries_left = 0

    def lock(self, tries: int) -> None:
        self.execute("BEGIN IMMEDIATE")
        self.tries_left = tries


class Impatient:
    """Our connection; each BEGIN is told to the one who holds the file."""

    def __init__(self, inner: sqlite3.Connection, other: Held) -> None:
        self._inner = inner
        self._other = other

    def execute(self, sql: str, *values: Any) -> Any:
        if sql == "BEGIN IMMEDIATE" and self._other.in_transaction:
            self._other.tries_left -= 1
            if self._other.tries_left < 0:
                self._other.execute("ROLLBACK")
        return self._inner.execute(sql, *values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


@pytest.mark.window("W37")
@pytest.mark.parametrize("tries", [0, 1, 2, 3, 9])
def test_a_file_that_is_held_after_acceptance_is_waited_for_and_else_the_outcome_stays_unknown(
    tmp_path: Path, tries: int
) -> None:
    bench = make_bench(tmp_path, ADA, options=Options(announce=False))
    bench.store._database._conn.execute("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(bench.path, isolation_level=None, factory=Held)
    bench.store._database._conn = Impatient(bench.store._database._conn, other)  # type: ignore[assignment]

    def hold(request: Any, _answer: Any) -> None:
        if request.method == "POST":
            bench.app.on_answer.clear()
            other.lock(tries)

    bench.app.on_answer.append(hold)
    if tries > 2:
        with pytest.raises(LockHeldError):
            bench.poll()
        # The end of the run tries once more.
        assert attempts(bench, ADA) == [(0, 0, "unknown" if tries == 9 else "accepted")]
        if other.in_transaction:
            other.execute("ROLLBACK")
    bench.poll()
    other.close()
    assert (steps_sent(bench, ADA), attempts(bench, ADA)) == ([0], [(0, 0, "accepted")])


# -- W38: power loss


@pytest.mark.window("W38")
@pytest.mark.parametrize("announce", [True, False])
def test_a_log_cut_anywhere_is_a_past_of_the_file_from_which_nothing_is_sent_again(
    tmp_path: Path, *, announce: bool
) -> None:
    bench = make_bench(tmp_path, ADA, BOB, options=Options(announce=announce))
    bench.store._database._conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    bench.store._database._conn.execute("PRAGMA wal_autocheckpoint = 0")
    bench.clock.advance(minutes=5)
    bench.poll()
    bench.world.human_reply(BOB)
    bench.poll()
    page = bench.store._database._conn.execute("PRAGMA page_size").fetchone()[0]
    base, wal = bench.path.read_bytes(), Path(f"{bench.path}-wal").read_bytes()
    frame = FRAME_HEADER + page
    frames = (len(wal) - WAL_HEADER) // frame
    assert frames > 20
    cuts = [0, WAL_HEADER - 1, WAL_HEADER]
    cuts += [WAL_HEADER + n * frame + inside for n in range(frames) for inside in (page // 2, frame)]
    bench.world.observers.clear()
    before = sorted(each.key or "" for each in bench.world.ledger)
    for cut in cuts:
        path = tmp_path / "cut.db"
        for each in tmp_path.glob("cut.db*"):
            each.unlink()
        path.write_bytes(base)
        Path(f"{path}-wal").write_bytes(wal[:cut])
        survivor = Bench(path, bench.world, bench.clock, bench.faults)
        assert_sound(path)
        survivor.poll()
        assert sorted(each.key or "" for each in bench.world.ledger) == before, cut
        assert lead(survivor, ADA)[0] == "in_flight", cut
        # Where the send itself is forgotten and nothing announces it, Bob seems to have written first.
        assert lead(survivor, BOB)[0] in ({"replied"} if announce else {"replied", "held"}), cut
        survivor.store.close()
    print(f"{len(cuts)} cuts in {frames} frames")


@pytest.mark.window("W38")
def test_every_commit_is_synchronous_and_the_file_private(tmp_path: Path) -> None:
    path = tmp_path / "seqcli.db"
    for create in (True, False):
        store = Store.open(path, create=create)
        assert store._database._conn.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert store._database._conn.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert path.stat().st_mode & 0o777 == 0o600
        store.close()


# -- W39: migrations

NAMES = [(name,) for name, _ in MIGRATIONS]
NEXT = f"{len(MIGRATIONS) + 1:04}_test"
ADDITION = (NEXT, ("ALTER TABLE lead ADD COLUMN colour TEXT", "CREATE TABLE extra (a TEXT) STRICT"))


class Dying(sqlite3.Connection):
    """A connection whose process dies at its n-th statement."""

    left = 10**9

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        self.left -= 1
        if self.left == 0:
            raise Crash
        return super().execute(sql, *values)


def die_while_opening(path: Path, statement: int) -> bool:
    """Open and migrate; return whether the process died on the way."""
    conn = sqlite3.connect(path, isolation_level=None, factory=Dying)
    conn.left = statement
    try:
        opening._prepare(conn, path, create=True)
    except Crash:
        return True
    finally:
        conn.close()
    return False


def add_a_migration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MIGRATIONS", (*MIGRATIONS, ADDITION))


@pytest.mark.window("W39")
def test_a_first_migration_killed_anywhere_leaves_nothing_half_made(tmp_path: Path) -> None:
    statement = 1 - STRIDE
    while True:
        statement += STRIDE
        path = tmp_path / f"{statement}.db"
        died = die_while_opening(path, statement)
        Store.open(path, create=True).close()
        assert query(path, "SELECT name FROM _sqlite_migrations ORDER BY 1") == NAMES
        if not died:
            break
    assert statement > 20


@pytest.mark.window("W39")
def test_an_upgrade_killed_anywhere_keeps_the_data_and_a_whole_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    bench.poll()
    bench.store.close()
    before = query(bench.path, "SELECT id, status, conv_id FROM lead ORDER BY id")
    add_a_migration(monkeypatch)
    statement = 0
    while True:
        statement += 1
        path = tmp_path / f"{statement}.db"
        shutil.copy(bench.path, path)
        died = die_while_opening(path, statement)
        Store.open(path).close()
        assert query(path, "SELECT id, status, conv_id FROM lead ORDER BY id") == before
        assert query(path, "SELECT name FROM _sqlite_migrations ORDER BY 1") == [*NAMES, (ADDITION[0],)]
        copy = tmp_path / f"{statement}.db.before-{ADDITION[0][:4]}"
        assert query(copy, "SELECT id, status, conv_id FROM lead ORDER BY id") == before
        if not died:
            break
    assert statement > 5


@pytest.mark.window("W39")
def test_the_schema_of_every_release_is_upgraded_with_its_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    bench.poll()
    bench.store.close()
    add_a_migration(monkeypatch)
    bench.open()
    bench.clock.advance(days=3, minutes=1)
    bench.poll()
    assert (steps_sent(bench, ADA), steps_sent(bench, BOB)) == ([0, 1], [0, 1])


def test_a_sqlite_that_is_too_old_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 9))
    with pytest.raises(StateError) as caught:
        Store.open(tmp_path / "a.db", create=True)
    assert caught.value.code == "old_sqlite"
    assert not (tmp_path / "a.db").exists()


@pytest.mark.window("W39")
def test_a_newer_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.store.close()
    with closing(sqlite3.connect(bench.path)) as conn, conn:
        conn.execute(
            "INSERT INTO _sqlite_migrations(migration_set, name, applied_at) VALUES ('seqcli', '9999_future', '')"
        )
    before = query(bench.path, "SELECT * FROM lead")
    with pytest.raises(StateError, match="newer"):
        Store.open(bench.path)
    assert query(bench.path, "SELECT * FROM lead") == before


@pytest.mark.window("W39")
def test_first_runs_at_the_same_moment_make_one_file(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    failures: list[BaseException] = []
    barrier = threading.Barrier(4)

    def run() -> None:
        barrier.wait()
        try:
            Store.open(path, create=True).close()
        except BaseException as error:  # noqa: BLE001 - whatever it is, it must be seen
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert query(path, "SELECT name FROM _sqlite_migrations ORDER BY 1") == NAMES


# -- W40: files that cannot be used


@pytest.mark.window("W40")
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "no_database"),
        (b"", "no_database"),
        (b"id,email\n1,ada@acme.example\n" * 100, "damaged"),
        (b"SQLite format 3\x00" + b"\xff" * 4080, "damaged"),
    ],
)
def test_a_missing_emptied_or_foreign_file_is_refused_by_name(
    tmp_path: Path, content: bytes | None, code: str
) -> None:
    path = tmp_path / "state.db"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(StateError, match=r"state\.db") as caught:
        Store.open(path)
    assert caught.value.code == code
    assert (path.read_bytes() if path.exists() else None) == content


@pytest.mark.window("W40")
def test_the_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute("CREATE TABLE song (title)")
    for create in (True, False):
        with pytest.raises(StateError):
            Store.open(path, create=create)
    assert query(path, "SELECT name FROM sqlite_master") == [("song",)]


@pytest.mark.window("W40")
@pytest.mark.parametrize("damage", ["header", "first page", "every other page", "cut in half"])
def test_a_damaged_file_is_an_error_that_names_it_and_sends_nothing(tmp_path: Path, damage: str) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.store._database._conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    bench.store.close()
    data = bytearray(bench.path.read_bytes())
    page = 4096
    if damage == "header":
        data[:16] = b"\x00" * 16
    elif damage == "first page":
        data[100:page] = b"\xff" * (page - 100)
    elif damage == "every other page":
        for start in range(page, len(data) - page, 2 * page):
            data[start : start + page] = b"\xff" * page
    else:
        del data[len(data) // 2 :]
    bench.path.write_bytes(bytes(data))
    with pytest.raises(StateError, match=r"state\.db"):
        open_and_poll(bench)
    assert bench.world.ledger == []


def open_and_poll(bench: Bench) -> None:
    bench.open()
    bench.poll()


def as_somebody(act: Callable[[], object]) -> str:
    """Run `act` in a process without root's rights; return the code of the error it raised, or nothing."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.geteuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            act()
            said = ""
        except StateError as error:
            said = error.code
        except BaseException as error:  # noqa: BLE001 - the parent judges it
            said = repr(error)
        os.write(writer, said.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said


@pytest.mark.skipif(sys.platform == "win32", reason="rights are kept in another way there")
@pytest.mark.window("W40")
@pytest.mark.parametrize("what", ["file", "folder", "both"])
def test_a_read_only_file_or_folder_is_an_error_that_says_so(what: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "state.db"
        store = Store.open(path, create=True)
        store.close()
        for each in (folder, *folder.iterdir()):
            if os.geteuid() == 0:
                os.chown(each, 65534, 65534)
        if what in {"file", "both"}:
            path.chmod(0o400)
        folder.chmod(0o500 if what in {"folder", "both"} else 0o700)

        def act() -> None:
            opened = Store.open(path)
            with opened.transaction():
                opened.meta.save("a", "b")

        try:
            assert as_somebody(act) == "not_writable"
            if what != "file":
                assert as_somebody(lambda: Store.open(folder / "new.db", create=True)) == "not_writable"
        finally:
            folder.chmod(0o700)


@pytest.mark.window("W27", "W40")
def test_a_file_reached_by_another_name_has_the_same_lock(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    link = tmp_path / "elsewhere" / "link.db"
    link.parent.mkdir()
    link.symlink_to(bench.path)
    twin = Store.open(link)
    with (
        bench.store.round_lock("poll", MONDAY),
        pytest.raises(LockHeldError),
        twin.round_lock("poll", MONDAY),
    ):
        pass
    twin.close()


# -- W41: imports

CONTACTS = "email,company\n" + "".join(f"p{n}@firm{n}.example,Firm {n}\n" for n in range(12))


def import_text(bench: Bench, text: str) -> Receipt:
    sequence = bench.store.sequences.find("intro")
    assert sequence is not None
    with open_contacts(io.BytesIO(text.encode())) as file:
        importer = Importer(bench.store, sequence, bench.clock.now(), "people.csv")
        with bench.store.transaction():
            list(importer.take(file))
    return importer.receipt


def addresses(bench: Bench) -> list[str]:
    return [row[0] for row in query(bench.path, "SELECT address FROM lead ORDER BY rowid")]


class DyingInTransaction:
    """Our connection, dying at its n-th statement."""

    def __init__(self, inner: sqlite3.Connection, left: int) -> None:
        self.inner = inner
        self.left = left

    def execute(self, sql: str, *values: Any) -> Any:
        self.left -= 1
        if self.left <= 0:
            raise Crash
        return self.inner.execute(sql, *values)

    def executemany(self, sql: str, rows: Any) -> Any:
        def some() -> Any:
            for row in rows:
                self.left -= 1
                if self.left <= 0:
                    raise Crash
                yield row

        return self.inner.executemany(sql, some())

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


@pytest.mark.window("W41")
def test_an_import_killed_at_any_row_leaves_nothing_of_it(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    for statement in range(1, 200):
        inner = bench.store._database._conn
        bench.store._database._conn = DyingInTransaction(inner, statement)  # type: ignore[assignment]
        try:
            import_text(bench, CONTACTS)
        except Crash:
            bench.store._database._conn = inner
            bench.reopen()
            assert addresses(bench) == []
            continue
        bench.store._database._conn = inner
        break
    assert statement > 12
    assert len(addresses(bench)) == 12


@pytest.mark.window("W41")
def test_the_same_file_again_adds_nobody_and_a_corrected_one_corrects(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    import_text(bench, CONTACTS)
    bench.clock.advance(minutes=1)
    before = query(bench.path, "SELECT id, fields, updated_at FROM lead")
    import_text(bench, CONTACTS)
    assert query(bench.path, "SELECT id, fields, updated_at FROM lead") == before
    bench.release()
    bench.poll(max_sends=1)
    import_text(bench, CONTACTS.replace("Firm 0\n", "Zero\n").replace("Firm 1\n", "One\n"))
    changes = query(bench.path, "SELECT count(*) FROM journal WHERE change = 'fields updated'")
    assert changes == [(2,)]
    bench.poll()
    sent = [each.to for each in bench.world.ledger]
    assert sorted(sent) == sorted(addresses(bench))
    assert len(sent) == 12


@pytest.mark.window("W41")
def test_a_bad_row_is_told_with_its_line_and_delays_nobody(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    rows = CONTACTS.splitlines()
    rows[9] = "not an address,Firm"
    sequence = bench.store.sequences.find("intro")
    assert sequence is not None
    with open_contacts(io.BytesIO("\n".join(rows).encode())) as file, bench.store.transaction():
        rejected = list(Importer(bench.store, sequence, bench.clock.now(), "people.csv").take(file))
    assert [each.line for each in rejected] == [10]
    assert len(addresses(bench)) == 11


@pytest.mark.window("W41")
def test_a_file_cut_at_any_line_brings_the_lines_before_and_the_rest_follows(tmp_path: Path) -> None:
    lines = CONTACTS.splitlines(keepends=True)
    bench = make_bench(tmp_path)
    for count in range(2, len(lines) + 1):
        import_text(bench, "".join(lines[:count]))
        assert len(addresses(bench)) == count - 1
    assert len(set(addresses(bench))) == 12


@pytest.mark.window("W41")
def test_somebody_who_was_forgotten_with_an_open_send_stops_nobody(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, options=Options(announce=False))
    bench.faults.then("send", Fault.TIMEOUT)
    bench.poll(patience_s=0)
    with bench.store.transaction():
        bench.store.erasure.forget_person(ADA, bench.clock.now())
    bench.add_leads(BOB, CYD)
    bench.release()
    bench.live(days=1.5)
    assert (steps_sent(bench, ADA), steps_sent(bench, BOB), steps_sent(bench, CYD)) == ([], [0], [0])


@pytest.mark.window("W40")
def test_a_copy_put_over_a_file_that_crashed_does_not_get_that_files_log(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, "ada@acme.example")
    copy = tmp_path / "backup.db"
    bench.store.backup(copy)
    bench.add_leads(*(f"p{n}@firm{n}.example" for n in range(300)))
    log = Path(f"{bench.path}-wal")
    left = log.read_bytes()  # what a crash leaves beside the file
    bench.store.close()
    shutil.copy(copy, bench.path)
    log.write_bytes(left)
    bench.open()
    assert query(bench.path, "PRAGMA integrity_check") == [("ok",)]
    assert query(bench.path, "SELECT count(*) FROM lead") == [(1,)]
    assert query(bench.path, "PRAGMA journal_mode") == [("wal",)]


# -- What a transaction has read once


def next_first_at(bench: Bench) -> Any:
    sequence = bench.store.sequences.find("intro")
    assert sequence is not None
    return sequence.next_first_at


def test_a_sequence_that_was_read_in_a_transaction_is_as_its_last_write_left_it(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    later = bench.clock.now()
    with bench.store.transaction():
        assert next_first_at(bench) is None
        bench.store.sequences.save_next("intro", later, None)
        assert next_first_at(bench) == later
        with suppress(Crash), bench.store.savepoint():
            bench.store.sequences.save_next("intro", None, None)
            assert next_first_at(bench) is None
            raise Crash
        assert next_first_at(bench) == later
    with suppress(Crash), bench.store.transaction():
        bench.store.sequences.save_next("intro", None, None)
        raise Crash
    with bench.store.transaction():
        assert next_first_at(bench) == later
        bench.store.times.shift_all(60_000, made=True)
        assert next_first_at(bench) == later + timedelta(minutes=1)


def test_a_saved_lead_leaves_what_it_does_not_change(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    with bench.store.transaction():
        before = bench.store.leads.load_of_person(ADA)[0]
        bench.store._database.run("UPDATE lead SET pause_reason = 'on a journey' WHERE id = ?", before.id)
        bench.store.leads.save(before, replace(before, status_reason="why"), bench.clock.now())
    after = bench.store.leads.get(before.id)
    assert (after.pause_reason, after.status_reason) == ("on a journey", "why")
    with pytest.raises(AssertionError, match="changed by somebody else"), bench.store.transaction():
        bench.store.leads.save(replace(before, current_step=1), before, bench.clock.now())
