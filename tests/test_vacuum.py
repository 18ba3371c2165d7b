"""`vacuum` makes the file smaller and changes nothing else: no number, state, report, protection or later send."""

import json
import os
import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from faulty import ADA, BOB, CYD, attempts, make_bench, query, steps_sent
from harness import Rig, assert_once, check_idle
from shell import Cli, advance, enrol
from world import MONDAY, Bench, find_blocker_in_sql

from seqcli.client.stream import ANSWERS, read_event
from seqcli.clock import VirtualClock, from_text, plus_ms
from seqcli.commands.check import check
from seqcli.commands.consent import Consent
from seqcli.commands.export import export
from seqcli.commands.forget import forget
from seqcli.commands.leads import leads
from seqcli.commands.replies import replies
from seqcli.commands.sequences import sequences
from seqcli.commands.status import status
from seqcli.commands.suppress import suppress_add, suppress_list, suppress_remove
from seqcli.commands.vacuum import vacuum
from seqcli.commands.why import why
from seqcli.engine.folding import fold_before, fold_event
from seqcli.engine.leads.bulk_steering import Requeue
from seqcli.engine.stream.context import DrainSummary, EventContext
from seqcli.engine.stream.dispatch import keep_and_apply, load_stored_before
from seqcli.errors import LockHeldError, StateError
from seqcli.inbound import excerpt, mail_from_event
from seqcli.model import StreamEvent
from seqcli.output.result import CommandResult, Rows
from seqcli.reasons import EventHandling
from seqcli.simulator import DEFAULT_HANDLE, Fault, Faults, Options, People, World
from seqcli.simulator.mails import ComposedMail
from seqcli.store import OldText, Store

OURS = tuple(f"p{number}@firm{number}.example" for number in range(40))
STRANGERS = tuple(f"q{number}@house{number}.example" for number in range(20))
#: What folding may change, and what differs between any two files.
FOLDED = {"event": {"body"}, "attempt": {"request_body"}, "journal": {"id"}}
NOT_COMPARED = {"meta", "_sqlite_migrations"}


def rows_of(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table, without the texts that folding shortens and without its own journal line."""
    with closing(sqlite3.connect(path)) as conn:
        tables = [row[0] for row in conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        found = {}
        for table in sorted(set(tables) - NOT_COMPARED):
            names = [row[1] for row in conn.execute(f"PRAGMA table_xinfo({table})")]
            columns = ", ".join(name for name in names if name not in FOLDED.get(table, ()))
            where = " WHERE actor <> 'vacuum'" if table == "journal" else ""
            found[table] = conn.execute(f"SELECT {columns} FROM {table}{where} ORDER BY {columns}").fetchall()
        found["lead in order"] = conn.execute("SELECT rowid, id FROM lead ORDER BY rowid").fetchall()
    return found


def texts_of(path: Path) -> list[tuple[Any, ...]]:
    bodies = query(path, "SELECT identity, seq, body FROM event ORDER BY 1, 2")
    return [
        *bodies,
        *query(path, "SELECT lead_id, step, request_body FROM attempt ORDER BY 1, 2, generation"),
    ]


def fold_all(bench: Bench) -> None:
    """Fold everything that can be folded, whatever its age."""
    fold_before(bench.store, plus_ms(bench.clock.now(), 1000))
    bench.store.folding.give_back_room()


def play(folder: Path, *, folds: bool) -> Bench:
    """Live for weeks on a stream that another file shares; with `folds` all that is old is folded twice a day."""
    folder.mkdir()
    clock = VirtualClock(MONDAY)
    world = World(clock, seed=5)
    People(world, seed=9)
    bench = Bench(folder / "state.db", world, clock, Faults(3))
    other = Bench(folder / "other.db", world, clock)
    for each, sequence, people in ((bench, "intro", OURS), (other, "theirs", STRANGERS)):
        each.add_sequence(sequence)
        each.add_leads(*people, sequence_id=sequence)
        each.release(sequence)
    bench.add_sequence("second")
    for half_day in range(70):
        clock.advance(hours=12)
        other.poll()
        if folds:
            fold_all(bench)
        happen(bench, half_day)
        for _ in range(3):
            bench.poll()
            clock.advance(minutes=10)
    other.store.close()
    return bench


def happen(bench: Bench, half_day: int) -> None:
    """Do to the file what may happen to one: faults, late answers, new leads, a copy put back, people's commands."""
    path, world = bench.path, bench.world
    if half_day % 7 == 3:
        bench.faults.then("send", Fault.TIMEOUT_AFTER)
        bench.faults.then("events", (Fault.DUPLICATED, Fault.SHUFFLED, Fault.MALFORMED)[half_day % 3])
    if half_day == 9:
        bench.store.backup(path.with_name("copy.db"))
    if half_day == 14:
        put_back(bench, path.with_name("copy.db"))
    if half_day == 20:
        bench.add_leads(*STRANGERS[:10], *OURS[:5], sequence_id="second")
        bench.release("second")
    if half_day in {30, 31}:
        suppress_add(path, ["firm7.example"], "", bench.clock)
        suppress_remove(path, "firm7.example", bench.clock, restore=True)
    if half_day == 34:
        steer(bench, OURS[11])
    if half_day == 36:
        forget(path, OURS[12], bench.clock)
    if half_day == 60:
        for person in (OURS[20], OURS[21], STRANGERS[1], STRANGERS[15]):
            world.human_reply(person)


def put_back(bench: Bench, copy: Path) -> None:
    bench.store.close()
    bench.client.close()
    shutil.copy(copy, bench.path)
    bench.path.with_name(bench.path.name + "-wal").unlink(missing_ok=True)
    bench.open()


def steer(bench: Bench, person: str) -> None:
    store, at = bench.store, bench.clock.now()
    with store.transaction():
        store.targets.clear()
        store.targets.stage([(person, person)])
        store.targets.choose_staged(None)
        command = Requeue("")
        command.sort(store, at)
        command.apply(store, at)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A file with weeks of a busy life, never folded. Tests work on copies."""
    return play(tmp_path_factory.mktemp("lived") / "whole", folds=False)


def copy_of(lived: Bench, folder: Path) -> Path:
    path = folder / "state.db"
    lived.store.backup(path)
    return path


def test_a_file_that_is_folded_all_the_time_lives_the_same_life(lived: Bench, tmp_path: Path) -> None:
    folded = play(tmp_path / "folded", folds=True)
    for bench in (lived, folded):
        assert_once(bench)
    sent = [[(x.key, x.body, x.at) for x in bench.world.ledger] for bench in (lived, folded)]
    assert len(sent[0]) > 100
    assert sent[1] == sent[0]
    assert rows_of(folded.path) == rows_of(lived.path)
    size = sum(len(row[-1]) for row in texts_of(folded.path))
    assert size < sum(len(row[-1]) for row in texts_of(lived.path)) / 2
    folded.store.close()


# -- what is told before and after


def data_of(result: CommandResult) -> dict[str, Any]:
    made = {
        name: list(value.make()) if isinstance(value, Rows) else value for name, value in result.data.items()
    }
    return {"data": made, "notes": result.notes, "csv": [*result.csv_rows]}


def reports_of(path: Path, clock: VirtualClock) -> dict[str, Any]:
    """Return everything that the commands which look tell of a file, and whether each lead may be sent to."""
    with closing(Store.open(path)) as store:
        now = clock.now()
        found = query(path, "SELECT id, email FROM lead ORDER BY id")
        blockers = {lead: find_blocker_in_sql(store, lead, now) for lead, _ in found}
    commands = {
        "status": status(path, None, clock),
        "leads": leads(path, clock),
        "paused": leads(path, clock, paused=True),
        "replies": replies(path, None, clock),
        "export": export(path, clock),
        "sequences": sequences(path),
        "suppressions": suppress_list(path),
        "check": check(path, "intro", clock),
        **{email: why(path, email, None, clock) for _, email in found},
    }
    return {"blockers": blockers, **{name: data_of(result) for name, result in commands.items()}}


def test_every_report_and_every_row_is_as_before(lived: Bench, tmp_path: Path) -> None:
    path, clock = copy_of(lived, tmp_path), lived.clock
    before, rows = reports_of(path, clock), rows_of(path)
    assert before["replies"]["data"]["replies"]
    assert before["blockers"]
    told = vacuum(path, "0d", clock, Consent()).data
    assert told["events"] > 300
    assert told["sent_mails"] > 50
    assert told["file_bytes_after"] < 0.9 * told["file_bytes_before"]
    assert reports_of(path, clock) == before
    assert rows_of(path) == rows
    assert query(path, "PRAGMA integrity_check") == [("ok",)]


def test_a_second_vacuum_folds_nothing(lived: Bench, tmp_path: Path) -> None:
    path = copy_of(lived, tmp_path)
    vacuum(path, "0d", lived.clock, Consent())
    texts, size = texts_of(path), path.stat().st_size
    again = vacuum(path, "0d", lived.clock, Consent()).data
    assert (again["events"], again["sent_mails"], again["text_bytes"]) == (0, 0, 0)
    assert (texts_of(path), path.stat().st_size) == (texts, size)
    assert query(path, "SELECT count(*) FROM journal WHERE actor = 'vacuum'") == [(1,)]


def test_only_what_is_older_is_folded(lived: Bench, tmp_path: Path) -> None:
    path = copy_of(lived, tmp_path)
    before = {row[:2]: row[2] for row in texts_of(path)}
    data = vacuum(path, "20d", lived.clock, Consent()).data
    since = from_text(data["before"])
    changed = [row[:2] for row in texts_of(path) if before[row[:2]] != row[2]]
    assert changed
    times = {
        (identity, seq): at
        for identity, seq, at in query(path, "SELECT identity, seq, occurred_at FROM event")
    }
    at_of = [times[key] for key in changed if key in times]
    assert all(from_text(at) < since for at in at_of if at is not None)
    assert vacuum(path, "0d", lived.clock, Consent()).data["events"] > 0


# -- what is needed stays whole


def test_an_event_that_is_told_again_stays_a_duplicate(lived: Bench, tmp_path: Path) -> None:
    stored = query(lived.path, "SELECT identity, seq, type, body FROM event WHERE body <> '{}' ORDER BY seq")
    path = copy_of(lived, tmp_path)
    vacuum(path, "0d", lived.clock, Consent())
    rows = rows_of(path)
    with closing(Store.open(path)) as store, store.transaction():
        told = EventContext(store, DEFAULT_HANDLE, lived.clock.now(), DrainSummary())
        again = [read_event(seq, kind, json.loads(body)) for _, seq, kind, body in stored]
        before = load_stored_before(told, again)
        for event in again:
            keep_and_apply(told, event, before)
    assert rows_of(path) == rows
    last = max(seq for _, seq, *_ in stored)
    named = [each for each in stored if json.loads(each[3]).get("id")]
    with closing(Store.open(path)) as store, store.transaction():
        told = EventContext(store, DEFAULT_HANDLE, lived.clock.now(), DrainSummary())
        again = [
            read_event(last + number, kind, json.loads(body))
            for number, (_, _, kind, body) in enumerate(named, 1)
        ]
        before = load_stored_before(told, again)
        for event in again:
            keep_and_apply(told, event, before)
    new = query(path, "SELECT DISTINCT handling FROM event WHERE seq > ?", last)
    assert new == [(EventHandling.DUPLICATE.value,)]
    assert {**rows_of(path), "event": rows["event"]} == rows


def test_a_kept_event_reads_the_same_to_matching(lived: Bench) -> None:
    kept = query(lived.path, "SELECT identity, seq, body, type FROM event WHERE disposition = 'unmatched'")
    folded = set()
    for identity, seq, body, kind in kept:
        if kind in ANSWERS:
            continue  # their text is read, so they are no part of it
        new = fold_event(OldText((identity, seq), body, kind, is_kept=True))
        before, after = (read_event(seq, kind, json.loads(text)) for text in (body, new))
        assert fields_of(after) == fields_of(before)
        if len(new) < len(body):
            folded.add(kind)
    assert folded == {"email.queued", "email.no_reply", "email.send_failed_permanently"}


@pytest.mark.parametrize("ts", ["2026-03-02T09:00:00.000123Z", "soon"])
def test_a_kept_event_that_would_read_differently_stays_whole(ts: str) -> None:
    body = json.dumps(
        {"seq": 1, "tsIso": ts, "convId": "conv_1", "data": {"recipient": ADA}, "pad": "x" * 400}
    )
    assert fold_event(OldText(("x", 1), body, "email.queued", is_kept=True)) == body


def test_what_somebody_else_changes_meanwhile_is_left_alone(lived: Bench, tmp_path: Path) -> None:
    """A person may be forgotten between the look at a text and its change: nothing of it may come back."""
    path = copy_of(lived, tmp_path)
    person = next(
        email for (email,) in query(path, "SELECT email FROM lead WHERE status = 'replied' ORDER BY id")
    )
    now = lived.clock.now()
    with closing(Store.open(path)) as store:
        events = list(store.folding.iter_events(now, ("", -1)))
        requests = list(store.folding.iter_requests(now, (0,)))
        forget(path, person, lived.clock)
        with store.transaction():
            saved = [store.folding.save_event(old, old.text) for old in events]
            saved += [store.folding.save_request(old, old.text) for old in requests]
    assert saved.count(False) > 3
    assert person.encode() not in b"".join(file.read_bytes() for file in tmp_path.glob("state.db*"))


def fields_of(event: StreamEvent) -> tuple[Any, ...]:
    names = [name for name in StreamEvent.__slots__ if name not in {"raw", "mail"}]
    return tuple(getattr(event, name) for name in names)


def test_mail_of_strangers_stays_whole_and_matches_them_later(tmp_path: Path) -> None:
    """Who is imported later, and whose first mail is found at 12m, is still known to have answered it."""
    ledgers = []
    for folds in (False, True):
        clock = VirtualClock(MONDAY)
        bench = Bench(tmp_path / f"{folds}.db", World(clock), clock)
        bench.add_sequence()
        bench.add_leads(ADA)
        bench.release()
        other = Bench(tmp_path / f"{folds}-other.db", bench.world, clock)
        other.add_sequence()
        other.add_leads(BOB, CYD)
        other.release()
        other.poll()
        bench.clock.advance(hours=1)
        bench.world.human_reply(BOB)
        bench.poll()
        if folds:
            bodies = "SELECT body FROM event WHERE disposition = 'unmatched' AND type = 'email.replied'"
            before = query(bench.path, bodies)
            fold_all(bench)
            assert query(bench.path, bodies) == before != []
        bench.clock.advance(hours=1)
        bench.add_leads(BOB, CYD)
        bench.release()
        bench.live(days=30)
        assert steps_sent(bench, BOB) == [0]
        assert steps_sent(bench, CYD) == [0, 1, 2]
        assert bench.status(BOB)[0] == "replied"
        ledgers.append([(x.key, x.body) for x in bench.world.ledger])
    assert ledgers[0] == ledgers[1]


def test_sends_that_may_be_made_again_keep_their_bytes(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB, CYD, options=Options(announce=False))
    for _ in range(2):
        bench.faults.then("send", Fault.TIMEOUT)
    bench.faults.then("send", Fault.RATE_LIMITED)
    bench.poll(patience_s=0)
    states = {each: attempts(bench, each) for each in (ADA, BOB, CYD)}
    assert {state for found in states.values() for _, _, state in found} == {"unknown", "pending"}
    before = texts_of(bench.path)
    suppress_add(
        bench.path, ["acme.example", "brill.example", "corax.example"], "", bench.clock
    )  # all have ended
    fold_all(bench)
    assert texts_of(bench.path) == before
    for pattern in ("acme.example", "brill.example", "corax.example"):
        suppress_remove(bench.path, pattern, bench.clock, restore=True)
    bench.clock.advance(minutes=10)
    bench.live(days=20)
    for each in (ADA, BOB, CYD):
        assert steps_sent(bench, each) == [0, 1, 2]
    sent = {x.key: x.body for x in bench.world.ledger}
    for lead, step, body in before:
        assert sent[f"{lead}:{step}"] == bytes(body)


def test_what_was_not_understood_stays_whole(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB, options=Options(message_detail="snippet"))
    bench.poll()
    bench.clock.advance(hours=1)
    conv_id = bench.world.conversation(ADA).id
    bench.world.append_event(DEFAULT_HANDLE, "email.odd", {"text": "who knows"}, conv_id)
    bench.world.append_event(DEFAULT_HANDLE, "email.replied", None, overwrite={"data": 7, "convId": conv_id})
    bench.world.append_event(
        DEFAULT_HANDLE, "email.replied", None, overwrite={"data": 7, "convId": "conv_other"}
    )
    notice = f"{'This mail was made by a machine. ' * 9}\n<{BOB}>: 550 5.1.1 no such user here\n"
    mail = ComposedMail("mailer-daemon@mx.example", "", "Undelivered Mail Returned to Sender", notice)
    bench.world.receive(BOB, mail)
    bench.faults.always("conversations", Fault.SERVER_ERROR)
    bench.poll()
    rows = "SELECT seq, type, body FROM event WHERE handling IN ('to_look_up', 'unknown_type', 'unreadable',"
    rows += " 'unreadable_unmatched') OR lead_id IS NOT NULL ORDER BY seq"
    before = query(bench.path, rows)
    assert {kind for _, kind, _ in before} >= {"email.odd", "email.replied", "email.queued"}
    handlings = {row[0] for row in query(bench.path, "SELECT handling FROM event")}
    assert handlings >= {"to_look_up", "unknown_type", "unreadable", "unreadable_unmatched"}
    fold_all(bench)  # nobody has ended
    assert query(bench.path, rows) == before
    suppress_add(bench.path, ["acme.example", "brill.example"], "", bench.clock)
    fold_all(bench)
    after = query(bench.path, rows)
    kinds = {kind for (_, kind, old), (_, _, new) in zip(before, after, strict=True) if old != new}
    assert kinds == {"email.queued", "email.sent"}


@pytest.mark.parametrize("more", ["More. ", "More"])
def test_a_reply_keeps_how_it_begins_and_its_id_and_nothing_else(more: str) -> None:
    text = f"Yes, call me & bring <Bob>.\n{more * 60}\n\nOn Monday Alice wrote:\n> Hi"
    mail = {"id": "msg_1", "from": "Ada <ada@acme.example>", "text": text, "html": "<p>Yes</p>"}
    raw: dict[str, Any] = {"id": "evt_1", "data": {"convId": "conv_1", "message": mail}}
    body = fold_event(OldText(("x", 1), json.dumps(raw), "email.replied"))
    new = json.loads(body)["data"]
    assert new.keys() == {"message"}
    assert new["message"].keys() == {"id", "text"}
    assert len(new["message"]["text"]) <= 161
    assert excerpt(mail_from_event(new)) == excerpt(mail_from_event(raw["data"]))
    assert fold_event(OldText(("x", 1), body, "email.replied")) == body


@pytest.mark.parametrize("message", [{"text": "Sent from my\niPhone"}, {"from": 7}, 7])
def test_a_reply_that_would_read_differently_stays_whole(message: object) -> None:
    body = json.dumps({"id": "evt_1", "convId": "conv_1", "data": {"message": message, "convId": "conv_1"}})
    assert fold_event(OldText(("x", 1), body, "email.replied")) == body


def test_whoever_is_forgotten_after_a_fold_stands_nowhere(lived: Bench, tmp_path: Path) -> None:
    person = next(
        email
        for _, email in query(lived.path, "SELECT id, email FROM lead WHERE status = 'replied' ORDER BY id")
    )
    path, other = copy_of(lived, tmp_path), tmp_path / "unfolded.db"
    lived.store.backup(other)
    vacuum(path, "0d", lived.clock, Consent())
    for each in (path, other):
        forget(each, person, lived.clock)
        raw = b"".join(file.read_bytes() for file in each.parent.glob(f"{each.name}*"))
        assert person.encode() not in raw
    numbers = [status(each, None, lived.clock).data for each in (path, other)]
    assert numbers[0] == numbers[1]


def test_a_copy_of_a_folded_file_that_is_put_back_sends_nothing_twice(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    bench.poll()
    bench.live(days=2)
    fold_all(bench)
    copy = tmp_path / "copy.db"
    bench.store.backup(copy)
    bench.live(days=3)
    put_back(bench, copy)
    fold_all(bench)
    bench.live(days=20)
    assert_once(bench)
    assert steps_sent(bench, ADA) == steps_sent(bench, BOB) == [0, 1, 2]


# -- killed anywhere


def make_rig(folder: Path, name: str) -> Rig:
    clock = VirtualClock(MONDAY)
    world = World(clock, seed=1)
    People(world, seed=2)
    rig = Rig(folder / f"{name}.db", world, clock, Faults())
    rig.add_sequence()
    rig.add_leads(*OURS[:6])
    rig.release()
    rig.live(days=25, every_hours=24)
    return rig


def test_killed_at_any_operation_of_a_vacuum_the_file_is_whole_and_the_next_one_ends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seqcli.engine.folding._MOST_TEXTS", 8)  # so that there are many transactions
    rig = make_rig(tmp_path, "whole")
    rig.store.backup(tmp_path / "before.db")
    rig.meter.arm(None)
    fold_all(rig)
    points, rows, texts = rig.meter.ops, rows_of(rig.path), texts_of(rig.path)
    rig.store.close()
    assert points > 20
    for k in range(1, points + 1):
        shutil.copy(tmp_path / "before.db", rig.path)
        rig.open()
        rig.meter.arm(k)
        assert rig.survive(lambda: fold_all(rig)), "it did not die"
        assert rows_of(rig.path) == rows
        fold_all(rig)
        assert texts_of(rig.path) == texts
        rig.store.close()
    rig.open()
    sent = len(rig.world.ledger)
    rig.live(days=2)
    check_idle(rig)
    assert len(rig.world.ledger) == sent


def test_sigkill_in_the_middle_of_writing_the_file_anew_leaves_it_whole(tmp_path: Path) -> None:
    rig = make_rig(tmp_path, "whole")
    rows = rows_of(rig.path)
    rig.store.close()
    killed = 0
    for steps in range(1, 4000, 20):
        pid = os.fork()
        if pid == 0:
            vacuum_until(rig.path, rig.clock, steps)
        ended = os.waitpid(pid, 0)[1]
        assert query(rig.path, "PRAGMA integrity_check") == [("ok",)]
        assert rows_of(rig.path) == rows
        if not os.WIFSIGNALED(ended):
            assert ended == 0
            break
        killed += 1
    assert killed > 5
    assert vacuum(rig.path, "0d", rig.clock, Consent()).data["events"] == 0


def vacuum_until(path: Path, clock: VirtualClock, steps: int) -> None:
    """In a forked child: fold, then be killed after so many steps of SQLite while it writes the file anew."""
    try:
        with closing(Store.open(path)) as store:
            fold_before(store, clock.now())
            left = [steps]

            def count() -> int:
                left[0] -= 1
                if not left[0]:
                    os.kill(os.getpid(), signal.SIGKILL)
                return 0

            store._database._conn.set_progress_handler(count, 20)
            store.folding.give_back_room()
    except BaseException:  # noqa: BLE001 - a forked child must never return into its parent's frames
        os._exit(1)
    os._exit(0)


# -- the command


def test_it_waits_for_no_run_and_a_run_waits_for_none(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    bench.world.bounce(ADA)
    bench.live(days=1)
    texts = texts_of(bench.path)
    with (
        bench.store.round_lock("poll", bench.clock.now()),
        pytest.raises(LockHeldError, match="another run is at work"),
    ):
        vacuum(bench.path, "0d", bench.clock, Consent())
    assert texts_of(bench.path) == texts


def test_without_room_for_a_second_file_it_says_so_and_keeps_what_it_folded(
    lived: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = copy_of(lived, tmp_path)
    rows, size = rows_of(path), path.stat().st_size
    usage = shutil.disk_usage(tmp_path)
    with monkeypatch.context() as disk:
        disk.setattr("seqcli.store.folding.disk_usage", lambda _: usage._replace(free=1000))
        with pytest.raises(StateError, match="no space left") as full:
            vacuum(path, "0d", lived.clock, Consent())
    assert full.value.code == "disk_full"
    assert rows_of(path) == rows
    again = vacuum(path, "0d", lived.clock, Consent()).data
    assert (again["events"], again["sent_mails"]) == (0, 0)
    assert path.stat().st_size < size


def test_another_reader_of_the_file_keeps_it_large_for_a_while(lived: Bench, tmp_path: Path) -> None:
    path = copy_of(lived, tmp_path)
    Store.open(path).close()  # from here on with a log
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM lead").fetchone()
        with closing(Store.open(path)) as store:
            store._database._conn.execute("PRAGMA busy_timeout = 10")
            fold_before(store, lived.clock.now())
            store.folding.give_back_room()
            assert not store.compact_log()
    assert vacuum(path, "0d", lived.clock, Consent()).notes == ()


def test_a_log_that_litestream_copies_is_never_emptied(tmp_path: Path) -> None:
    """What is emptied before it was copied leaves a copy that cannot be read."""
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    with closing(sqlite3.connect(bench.path)) as litestream:
        litestream.execute("CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)")
        bench.world.human_reply(ADA)
        bench.live(days=1)
        result = vacuum(bench.path, "0d", bench.clock, Consent())
        forget(bench.path, ADA, bench.clock)
        assert bench.path.with_name("state.db-wal").stat().st_size > 0
    assert [note.text for note in result.notes] == [
        "another program reads the file: its log is emptied when that program has done so"
    ]
    assert query(bench.path, "PRAGMA integrity_check") == [("ok",)]


def enrol_and_end(cli: Cli, world: World) -> None:
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    advance(world, hours=1)
    world.human_reply("ada@acme.example")
    advance(world, hours=1)
    assert cli("poll")[0] == 0


def test_a_dry_run_and_a_question_without_an_answer_write_nothing(cli: Cli, world: World) -> None:
    enrol_and_end(cli, world)
    before = Path("seqcli.db").read_bytes(), texts_of(Path("seqcli.db"))
    code, envelope = cli.json("vacuum", "--older-than", "0d", "--dry-run")
    data = envelope["data"]
    assert (code, data["events"], data["sent_mails"], data["file_bytes_after"]) == (0, 3, 1, None)
    assert data["text_bytes"] > 500
    code, envelope = cli.json("vacuum", "--older-than", "0d")
    assert (code, envelope["error"]["code"]) == (2, "not_confirmed")
    assert "of a reply its beginning stays" in envelope["error"]["message"]
    assert (Path("seqcli.db").read_bytes(), texts_of(Path("seqcli.db"))) == before
    code, out, _ = cli("vacuum", "--older-than", "0d", "--dry-run")
    assert code == 0
    assert "would fold 3 events and 1 sent mail" in out


def test_it_tells_the_size_before_and_after_and_folds_once(cli: Cli, world: World) -> None:
    enrol_and_end(cli, world)
    code, envelope = cli.json("vacuum", "--older-than", "0d", "--yes")
    assert (code, envelope["data"]["events"], envelope["data"]["sent_mails"]) == (0, 3, 1)
    assert envelope["data"]["file_bytes_after"] <= envelope["data"]["file_bytes_before"]
    code, out, _ = cli("vacuum", "--older-than", "0d")  # nothing to fold, so no question
    assert code == 0
    assert "folded 0 events and 0 sent mails" in out
    assert "the file had" in out


def test_a_preview_says_that_a_sent_text_is_gone(cli: Cli, world: World) -> None:
    enrol_and_end(cli, world)
    assert cli("vacuum", "--older-than", "0d", "--yes")[0] == 0
    step = cli.json("preview", "intro", "--lead", "ada@acme.example")[1]["data"]["leads"][0]["steps"][0]
    assert (step["subject"], step["text"]) == ("Hello Acme", None)
    assert "vacuum folded it" in step["problem"]
    other = cli.json("preview", "intro", "--lead", "bob@bolt.example")[1]["data"]["leads"][0]["steps"][0]
    assert (other["problem"], other["text"]) == (None, "Hi there, about Bolt.")


@pytest.mark.parametrize("length", ["180", "soon", "-3d"])
def test_an_age_is_a_duration_with_a_unit(length: str, cli: Cli, world: World) -> None:
    enrol_and_end(cli, world)
    code, envelope = cli.json("vacuum", f"--older-than={length}")
    assert (code, envelope["error"]["code"]) == (2, "bad_duration")
