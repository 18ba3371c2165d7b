"""A page of events is read ahead and written in few statements: nobody can tell it from one event after the other."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, Literal

import pytest
from faulty import ADA, BOB, Crash, make_bench, query
from world import Bench

from seqcli.client.stream import EventPage
from seqcli.engine.send.context import SendContext
from seqcli.engine.stream.context import DrainSummary
from seqcli.engine.stream.drain import apply_page
from seqcli.model import Lead, lead_id
from seqcli.simulator import DEFAULT_HANDLE, Fault, Options
from seqcli.store import LeadFilter

FAULTS = (Fault.TIMEOUT_AFTER, Fault.TIMEOUT, Fault.NO_CONV_ID, Fault.GARBAGE)
PEOPLE = tuple(f"p{number}@firm{number // 2}.example" for number in range(8))


def lively(tmp_path: Path, seed: int) -> Bench:
    """Return a bench whose stream has, unread, what two sequences' sends and their people made of some days."""
    random = Random(seed)
    detail: Literal["full", "snippet"] = "full" if random.random() < 0.5 else "snippet"
    bench = make_bench(tmp_path, *PEOPLE, options=Options(message_detail=detail))
    bench.add_sequence("other", settings={"recontactMs": 0, "companyStop": "pause"})
    bench.add_leads(*PEOPLE[3:], sequence_id="other")
    bench.release("other")
    for _ in range(3):
        bench.faults.then("send", *(None,) * random.randrange(4), random.choice(FAULTS))
    bench.poll()
    forget_a_send(bench, random)
    for turn in range(3):
        bench.clock.advance(hours=random.choice((5, 30, 70)))
        for person in random.sample(PEOPLE, 4):
            act = random.choice(_acts(bench))
            with suppress(KeyError):  # there is no such conversation yet
                act(person)
        if turn == 0:
            bench.poll()
    return bench


def forget_a_send(bench: Bench, random: Random) -> None:
    """Let the file be as if a first step had never been sent, as a copy that was put back may be."""
    lost = lead_id("intro", random.choice(PEOPLE))
    with bench.store.transaction():
        bench.store._database.run("DELETE FROM attempt WHERE lead_id = ?", lost)
        bench.store._database.run(
            "UPDATE lead SET status = 'queued', current_step = 0, conv_id = NULL, last_step_at = NULL, wake_at = NULL"
            " WHERE id = ?",
            lost,
        )


def _acts(bench: Bench) -> tuple[Callable[[str], object], ...]:
    world = bench.world
    return (
        world.human_reply,
        lambda who: world.human_reply(who, fresh_conversation=True),
        world.opt_out,
        world.auto_reply,
        world.bounce,
        lambda who: world.bounce(who, hard=False),
        lambda who: world.bounce(who, "event_and_daemon"),
        world.delay_notice,
        world.drop_queued,
        lambda who: world.write_by_hand(who, "By hand."),
        lambda who: world.first_contact_from(f"stranger.{who}"),
    )


def unread(bench: Bench, random: Random) -> EventPage:
    """Return everything on the stream that was not applied, with some events a second time."""
    cursor = bench.store.cursors.find(DEFAULT_HANDLE)
    page = bench.client.read_events(DEFAULT_HANDLE, 0 if cursor is None else cursor.seq)
    last = max((each.seq for each in page.events), default=0)
    again = [
        replace(each, seq=last + 1 + place, raw={**each.raw, "seq": last + 1 + place})
        for place, each in enumerate(random.sample(page.events, min(4, len(page.events))))
    ]
    return EventPage((*page.events, *again), page.malformed, last + len(again), has_more=False)


def apply_in_parts(bench: Bench, page: EventPage, since: int, size: int) -> None:
    for begin in range(0, len(page.events), size):
        part = page.events[begin : begin + size]
        ctx = SendContext(bench.store, bench.client, DEFAULT_HANDLE, DrainSummary(), Random(1))
        with bench.store.transaction():
            apply_page(ctx, EventPage(part, (), part[-1].seq, has_more=True), since)
        since = part[-1].seq


def contents(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table."""
    with closing(sqlite3.connect(path)) as conn:
        tables = [
            row[0]
            for row in conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        ]
        return {name: conn.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}


def apply_to_copy(bench: Bench, page: EventPage, since: int, size: int) -> dict[str, list[tuple[Any, ...]]]:
    """Return what a copy of the file holds once the page was applied in parts of this size."""
    kept, bench.path = bench.path, bench.path.with_name(f"in-{size}.db")
    bench.store.backup(bench.path)
    bench.reopen()
    apply_in_parts(bench, page, since, size)
    held = contents(bench.path)
    bench.path = kept
    bench.reopen()
    return held


@pytest.mark.parametrize("seed", range(10))
def test_the_same_events_do_the_same_in_pages_of_any_size(tmp_path: Path, seed: int) -> None:
    bench = lively(tmp_path, seed)
    cursor = bench.store.cursors.find(DEFAULT_HANDLE)
    assert cursor is not None
    page = unread(bench, Random(seed))
    one_by_one = apply_to_copy(bench, page, cursor.seq, 1)
    assert len(page.events) >= 8
    for size in (2, 7, len(page.events)):
        at_once = apply_to_copy(bench, page, cursor.seq, size)
        for table, rows in one_by_one.items():
            assert at_once[table] == rows, f"{table}, {size} events a page"


# -- What waits to be written, and what is remembered


def find(bench: Bench, address: str) -> Lead:
    return bench.store.leads.load_of_person(address)[0]


def save(bench: Bench, lead: Lead, why: str) -> Lead:
    return bench.store.leads.save(lead, replace(lead, status_reason=why), bench.clock.now())


def test_whoever_asks_sees_what_still_waits_to_be_written(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    store, ada, bob = bench.store, find(bench, ADA), find(bench, BOB)
    with store.transaction():
        save(bench, bob, "first")
        save(bench, save(bench, ada, "first"), "second")
        store.journal.append(bench.clock.now(), "test", "one", "", ada.id)
        assert store.leads.get(ada.id).status_reason == "second"
        assert [each.status_reason for each in store.lead_lists.iter(LeadFilter())] == ["second", "first"]
        save(bench, store.leads.get(ada.id), "third")
        assert store.leads.get(ada.id).status_reason == "third"
        assert [each.change for each in store.journal.load_for_lead(ada.id)][-1] == "one"
        assert query(bench.path, "SELECT DISTINCT status_reason FROM lead") == [("",)], (
            "seen before the commit"
        )
    assert query(bench.path, "SELECT status_reason FROM lead ORDER BY rowid") == [("third",), ("first",)]


def test_what_is_undone_takes_with_it_what_waited_and_what_was_remembered(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    store, ada, bob = bench.store, find(bench, ADA), find(bench, BOB)
    with store.transaction():
        save(bench, bob, "before")
        with suppress(Crash), store.savepoint():
            save(bench, ada, "undone")
            assert store.leads.get(ada.id).status_reason == "undone"
            store.journal.append(bench.clock.now(), "test", "undone")
            raise Crash
        assert store.leads.get(ada.id).status_reason == ""
    with suppress(Crash), store.transaction():
        save(bench, ada, "undone")
        store.journal.append(bench.clock.now(), "test", "undone")
        raise Crash
    with store.transaction(rollback=True):
        save(bench, ada, "undone")
    with store.transaction():
        assert store.leads.get(ada.id).status_reason == ""
    assert ("undone",) not in query(bench.path, "SELECT change FROM journal")
    assert query(bench.path, "SELECT status_reason FROM lead ORDER BY rowid") == [("",), ("before",)]


def test_a_lead_that_was_read_ahead_is_as_the_last_write_to_leads_left_it(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    store, conv_id = bench.store, bench.world.conversation(ADA).id
    with store.transaction():
        (ada,) = store.leads.load_in_conversation(DEFAULT_HANDLE, conv_id)
        store.leads.move_held_waits("intro", 0, 1000, bench.clock.now())
        store._database.run("UPDATE lead SET status_reason = 'by hand'")
        assert store.leads.load_in_conversation(DEFAULT_HANDLE, conv_id)[0].status_reason == "by hand"
        store.leads.save(store.leads.get(ada.id), replace(ada, conv_id="conv_other"), bench.clock.now())
        # Its attempt is still in the conversation.
        assert store.leads.load_in_conversation(DEFAULT_HANDLE, conv_id)[0].conv_id == "conv_other"
        assert [x.id for x in store.leads.load_in_conversation(DEFAULT_HANDLE, "conv_other")] == [ada.id]
        store._database.run("UPDATE attempt SET conv_id = NULL")
        assert store.leads.load_in_conversation(DEFAULT_HANDLE, conv_id) == []


def test_ids_are_compared_to_their_end_whatever_stands_in_them(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    bench.poll()
    store = bench.store
    for address, id_ in ((ADA, "conv\0a"), (BOB, "conv")):
        with store.transaction():
            lead = find(bench, address)
            store._database.run("UPDATE lead SET conv_id = ? WHERE id = ?", id_, lead.id)
            store._database.run(
                "UPDATE attempt SET conv_id = ?1, pending_id = ?1 WHERE lead_id = ?2", id_, lead.id
            )
    with store.transaction():
        found = store.leads.load_in_conversations(DEFAULT_HANDLE, ["conv\0a", "conv", "conv\0b"])
        assert [[each.email for each in leads] for leads in found.values()] == [[ADA], [BOB], []]
        sends = store.attempts.load_by_pending_ids(DEFAULT_HANDLE, ["conv\0a", "conv\0b"])
        assert [each and each.lead_id for each in sends.values()] == [find(bench, ADA).id, None]


def test_an_attempt_that_was_read_ahead_is_as_its_events_left_it(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    attempts, at = bench.store.attempts, bench.clock.now() + timedelta(hours=5)
    with bench.store.transaction():
        known = attempts.load_for_lead(find(bench, ADA).id)[0]
        assert known.pending_id is not None
        assert attempts.find_by_pending_id(DEFAULT_HANDLE, "psn_new") is None
        assert attempts.find_times(known.lead_id, 0) is not None
        attempts.mark_bound(known, 7, sent=True, pending_id="psn_new", dispatch_at=at)
        bound, times = (
            attempts.find_by_pending_id(DEFAULT_HANDLE, known.pending_id),
            attempts.find_times(known.lead_id, 0),
        )
        assert bound == replace(known, dispatch_at=at)
        assert times is not None
        assert times.left_at == at
        bench.store._database.run("UPDATE attempt SET pending_id = NULL")
        unknown = attempts.load_for_lead(known.lead_id)[0]
        assert attempts.find_by_pending_id(DEFAULT_HANDLE, "psn_new") is None
        attempts.mark_bound(unknown, 8, sent=True, pending_id="psn_new", dispatch_at=None)
        assert attempts.find_by_pending_id(DEFAULT_HANDLE, "psn_new") == replace(
            unknown, pending_id="psn_new"
        )


def test_no_transaction_keeps_more_rows_waiting_or_remembers_more_leads_than_fit(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, *(f"p{number}@firm.example" for number in range(2500)), release=False)
    store, database = bench.store, bench.store._database
    ids = [row[0] for row in query(bench.path, "SELECT id FROM lead")]
    with store.transaction():
        for each in ids:
            save(bench, store.leads.get(each), "saved")
            store.journal.append(bench.clock.now(), "test", "saved", "", each)
        assert sum(len(rows) for each in database._waiting.values() for rows in each.rows.values()) <= 2000
        for number in range(7000):
            store.leads.find(f"nobody {number}")
        assert len(database.memory("lead")) <= 5001
    assert query(bench.path, "SELECT count(*) FROM journal WHERE change = 'saved'") == [(2500,)]
    assert query(bench.path, "SELECT count(*) FROM lead WHERE status_reason = 'saved'") == [(2500,)]


def test_a_page_takes_few_statements_and_none_reads_a_table_through(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, *(f"p{number}@firm{number}.example" for number in range(60)))
    bench.poll()
    bench.clock.advance(days=3, hours=1)
    cursor = bench.store.cursors.find(DEFAULT_HANDLE)
    page = bench.client.read_events(DEFAULT_HANDLE, 0 if cursor is None else cursor.seq)
    assert len(page.events) == 3 * 60
    ran: list[str] = []
    conn = bench.store._database._conn
    conn.set_trace_callback(ran.append)
    apply_in_parts(bench, page, 0 if cursor is None else cursor.seq, len(page.events))
    conn.set_trace_callback(None)
    # SQLite tells of the statement again for what its triggers do.
    once = [each for each, before in pairwise([*ran, ""]) if each != before]
    assert len(once) < 4 * len(page.events)
    for sql in {each for each in ran if each.startswith(("SELECT", "UPDATE", "DELETE"))}:
        plan = [row["detail"] for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}")]
        assert not [
            step
            for step in plan
            if re.match(r"SCAN (lead|attempt|event|journal)\b(?! USING INDEX event_to)", step)
        ]


def test_a_page_of_any_length_is_read_ahead_in_parts(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    page = bench.client.read_events(DEFAULT_HANDLE, 0)
    many = 40_000  # more than a statement takes values
    long = tuple(
        replace(page.events[0], seq=seq, id=f"evt_{seq}", type="x.y") for seq in range(1000, 1000 + many)
    )
    apply_in_parts(bench, EventPage(long, (), 1000 + many, has_more=False), 999, many)
    assert query(bench.path, "SELECT count(*) FROM event WHERE seq >= 1000") == [(many,)]
