"""Reasons are codes: every one has a row in the file, an older file gets its codes from its sentences, and no reworded
sentence changes what happens."""

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from world import MONDAY, STEPS, Bench

from seqcli.clock import VirtualClock, to_text
from seqcli.commands.event_words import what_became_of
from seqcli.engine.leads.sequence_imports import store_sequence
from seqcli.engine.leads.steering import Resolution, resolve_lead
from seqcli.inbound import MailKind, Verdict, detail_of, in_words
from seqcli.model import LeadStatus, Step, Variant
from seqcli.reasons import DISPOSITIONS, AnswerKind, AttemptReason, EventHandling, LeadReason
from seqcli.simulator import Fault, Faults, Options, People, World
from seqcli.store import LeadFilter, Store, UsedEvent, opening
from seqcli.store.schema import MIGRATIONS

BEFORE_CODES = 6
THEN = to_text(MONDAY)
PERSONS = [f"p{n}@firm{n}.example" for n in range(8)]

# (status, sentence of the older version) → (code, missing field)
LEADS = {
    ("held", "needs city (step 2)"): ("missing_field", "city"),
    ("held", "needs a template that renders (step 1): too long"): ("template_fails", ""),
    ("held", "outcome unknown (step 1): 12m shows nothing"): ("outcome_unknown", ""),
    ("held", "unreadable event: email.replied #7, no message"): ("unreadable_event", ""),
    ("held", "unexplained send: it may be this step's or another's"): ("unexplained_send", ""),
    ("held", "conversation gone: 12m has no conversation conv_1"): ("conversation_gone", ""),
    ("held", "wrote to us first"): ("wrote_first", ""),
    ("in_flight", "12m accepted it"): ("accepted", ""),
    ("queued", ""): (None, ""),
    ("queued", "no reply for 3d"): ("no_reply", ""),
    ("queued", "our own clock: no timer runs and nobody answered"): ("no_reply", ""),
    ("queued", "the next step was sent"): ("sent_elsewhere", ""),
    ("queued", "requeued by hand"): ("requeued", ""),
    ("queued", "resolved: continue"): ("hold_released", ""),
    ("exhausted", "no reply for 5d"): ("no_reply", ""),
    ("replied", "answered step 2 (maybe opt-out)"): ("answered", ""),
    ("suppressed", "opted out: says 'stop'"): ("opted_out", ""),
    ("suppressed", "on the suppression list: acme.example"): ("listed", ""),
    ("suppressed", "12m: do_not_contact"): ("do_not_contact", ""),
    ("suppressed", "bounced: 5.1.1"): ("bounced_elsewhere", ""),
    ("bounced", "5.1.1 user unknown"): ("bounced", ""),
    ("bounced", "12m: invalid_recipient"): ("address_refused", ""),
    ("bounced", "auto-reply: no longer with the company"): ("address_dead", ""),
    ("failed", "12m: bad request"): ("send_refused", ""),
    ("failed", "cancelled (step 1): an admin"): ("send_dropped", ""),
    ("stopped", "asked by phone"): ("stopped", ""),
}
# (state, sentence, HTTP status) → code
ATTEMPTS = {
    ("unknown", "no answer was recorded", None): "no_answer_recorded",
    ("unknown", "unreadable answer: HTTP 202", 202): "unreadable_answer",
    ("unknown", "HTTP 500", 500): "no_clear_answer",
    ("unknown", "still in progress at 12m: busy", 409): "in_progress",
    ("unknown", "12m: bad request", 422): "refused_at_retry",
    ("unknown", "no connection: refused", None): "not_connected",
    ("pending", "", None): None,
    ("pending", "no connection: refused", None): "not_connected",
    ("pending", "not sent: 12m has no conversation", None): "not_found",
    ("pending", "to be sent again, by hand", None): "resend",
    ("pending", "12m: inactive", None): "identity_refused",
    ("pending", "cap_exceeded", None): "throttled",
    ("accepted", "12m accepted it", 202): "accepted",
    ("accepted", "12m repeated its answer", 202): "replayed",
    ("accepted", "12m had this key with another text already", 409): "key_was_used",
    ("accepted", "the stream tells that it was accepted", None): "told_by_stream",
    ("accepted", "found: the conversation holds a newer mail of ours", None): "found",
    ("accepted", "adopted: 12m has a conversation", None): "adopted",
    ("accepted", "resolved: sent", None): "resolved",
    ("refused", "12m: invalid_recipient", 429): "address_refused",
    ("refused", "12m: do_not_contact", 429): "do_not_contact",
    ("refused", "12m: bad request", 400): "request_refused",
    ("refused", "not found", 404): "conversation_gone",
    ("parked", "12m: who_knows", 429): "unrecognised_refusal",
    ("parked", "the conversation holds no newer mail of ours", None): "evidence_unclear",
    ("cancelled", "email.cancelled: an admin", None): "dropped",
    ("cancelled", "on the suppression list: acme.example", None): "lead_listed",
    ("cancelled", "answered step 1", None): "lead_ended",
}
# (type, disposition, detail) → (handling, kind of answer)
EVENTS = {
    ("email.queued", "duplicate", ""): ("duplicate", None),
    ("mailbox.replaced", "noted", ""): ("passed_over", None),
    ("email.opened", "unknown type", ""): ("unknown_type", None),
    ("email.queued", "noted", "a test"): ("test_send", None),
    ("email.sent", "before our time", ""): ("before_our_time", None),
    ("email.replied", "unreadable", "no message"): ("unreadable", None),
    ("email.replied", "unmatched", "unreadable: no message"): ("unreadable_unmatched", None),
    ("email.received", "unmatched", "human"): ("no_lead", "human"),
    ("email.queued", "noted", "our step 1"): ("own_send", None),
    ("email.sent", "noted", "the pair of an event already placed"): ("pair_placed", None),
    ("email.sent", "noted", "of a lead that was deleted"): ("lead_deleted", None),
    ("email.queued", "applied", "settles step 1"): ("send_settled", None),
    ("email.queued", "applied", "adopted as step 1"): ("send_adopted", None),
    ("email.queued", "noted", "not sent by seqcli"): ("foreign_send", None),
    ("email.cancelled", "applied", "an admin"): ("send_dropped", None),
    ("email.cancelled", "noted", "a drop of a send that was made anew since"): ("old_drop", None),
    ("email.no_reply", "applied", ""): ("wait_over", None),
    ("email.no_reply", "unmatched", "the send it may belong to is not settled"): ("send_unsettled", None),
    ("email.no_reply", "stale", "not the current send's timer"): ("stale_timer", None),
    ("email.no_reply", "noted", "a timer shorter than this step's wait"): ("short_timer", None),
    ("email.replied", "applied", "human · nothing says that a machine wrote it"): ("mail_applied", "human"),
    ("email.replied", "applied", 'human · may ask to stop: "stop" · maybe opt-out'): (
        "mail_applied",
        "maybe_opt_out",
    ),
    ("email.replied", "applied", 'opt_out · says "stop"'): ("mail_applied", "opt_out"),
    ("email.received", "applied", "opt_out · a provider forwards · complaint"): ("mail_applied", "complaint"),
    ("email.replied", "noted", "auto_reply · Out of Office"): ("mail_noted", "auto_reply"),
    ("email.replied", "noted", "auto_reply · has left · address is dead"): ("mail_noted", "address_dead"),
    ("email.bounced", "applied", "hard bounce: 5.1.1"): ("mail_applied", "hard_bounce"),
    ("email.bounced", "noted", "soft bounce: 4.2.2"): ("mail_noted", "soft_bounce"),
    ("email.bounced", "noted", "unknown bounce: no code"): ("mail_noted", "unclear_bounce"),
    ("email.replied", "noted", "delay delay: still trying"): ("mail_noted", "delay"),
}


LEFT = "noted: an auto-reply (has left, address is dead)"


@pytest.mark.parametrize(
    ("disposition", "detail", "handling", "said"),
    [
        (
            "stale",
            "not the current send's timer",
            "stale_timer",
            "no wait needs this timer any more: nothing changes",
        ),
        (
            "stale",
            "no send waits for it",
            "stale_timer",
            "no wait needs this timer any more: nothing changes",
        ),
        ("noted", "our step 1", "own_send", "our step 1"),
        ("applied", "", "wait_over", "applied"),
        (
            "applied",
            "human \u00b7 no sign of a machine",
            "mail_applied",
            "a person wrote it (no sign of a machine)",
        ),
        ("noted", "auto_reply \u00b7 has left \u00b7 address is dead", "mail_noted", LEFT),
        ("noted", "soft bounce: 4.2.2", "mail_noted", "noted: soft bounce: 4.2.2"),
    ],
)
def test_why_says_in_words_what_became_of_an_event(
    disposition: str, detail: str, handling: str, said: str
) -> None:
    event = UsedEvent("me@acme.example", 1, "email", "", EventHandling(handling), disposition, detail)
    assert what_became_of(event) == (said)


def test_every_kind_of_mail_has_its_words() -> None:
    assert all(in_words(detail_of(Verdict(kind, "x"))) != detail_of(Verdict(kind, "x")) for kind in MailKind)


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("lead_reason", LeadReason),
        ("attempt_reason", AttemptReason),
        ("event_handling", EventHandling),
        ("answer_kind", AnswerKind),
    ],
)
def test_every_reason_has_its_row(tmp_path: Path, table: str, codes: type[LeadReason]) -> None:
    store = Store.open(tmp_path / "seqcli.db", create=True)
    rows = {row["code"] for row in store._database.rows(f"SELECT code FROM {table}")}
    store.close()
    assert rows == {each.value for each in codes}


def test_every_way_to_handle_an_event_has_its_one_word() -> None:
    assert set(DISPOSITIONS) == set(EventHandling)


@pytest.fixture
def older_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of the version before codes that has every sentence which code once branched on."""
    path = tmp_path / "older.db"
    with monkeypatch.context() as older:
        older.setattr(opening, "MIGRATIONS", MIGRATIONS[:BEFORE_CODES])
        Store.open(path, create=True).close()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(
            "INSERT INTO sequence(id, name, steps, created_at, updated_at) VALUES ('s', 's', '[]', ?, ?)",
            (THEN, THEN),
        )
        for n, (status, text) in enumerate(LEADS):
            db.execute(
                "INSERT INTO lead(id, email, address, sequence_id, status, status_reason, created_at, updated_at)"
                " VALUES (?, ?, ?, 's', ?, ?, ?, ?)",
                (str(n), f"{n}@a.example", f"{n}@a.example", status, text, THEN, THEN),
            )
            db.execute(
                "INSERT INTO suppressed_lead VALUES (?, 'a.example', ?, ?, ?, '')",
                (str(n), status, text, THEN),
            )
            db.execute(
                "INSERT INTO journal(at, lead_id, actor, change) VALUES (?, ?, 'x', ?)",
                (THEN, str(n), f"queued → {status} (step 1)"),
            )
        for n, (state, text, http_status) in enumerate(ATTEMPTS):
            db.execute(
                "INSERT INTO attempt(lead_id, step, idempotency_key, identity, address, request_body, state, created_at,"
                " first_try_at, accepted_at, http_status, reason) VALUES (?, 0, ?, 'i', ?, X'', ?, ?, ?, ?, ?, ?)",
                (f"a{n}", f"a{n}:0", f"{n}@a.example", state, THEN, THEN, THEN, http_status, text),
            )
        for n, (kind, disposition, detail) in enumerate(EVENTS, 1):
            db.execute(
                "INSERT INTO event(identity, seq, type, body, disposition, detail) VALUES ('i', ?, ?, '{}', ?, ?)",
                (n, kind, disposition, detail),
            )
    return path


def test_an_older_file_gets_its_codes_from_its_sentences(older_file: Path) -> None:
    store = Store.open(older_file)
    rows = store._database.rows
    for table in ("lead", "suppressed_lead"):
        key = "id" if table == "lead" else "lead_id"
        found = rows(f"SELECT reason_code, missing_field FROM {table} ORDER BY CAST({key} AS INTEGER)")
        assert [tuple(row) for row in found] == list(LEADS.values())
    found = rows("SELECT reason_code FROM attempt ORDER BY CAST(substr(lead_id, 2) AS INTEGER)")
    assert [row[0] for row in found] == list(ATTEMPTS.values())
    found = rows("SELECT handling, answer_kind FROM event ORDER BY seq")
    assert [tuple(row) for row in found] == list(EVENTS.values())
    assert [row[0] for row in rows("SELECT status FROM journal ORDER BY id")] == [
        status for status, _ in LEADS
    ]
    assert rows("PRAGMA foreign_key_check") == []
    store.close()


def test_the_sentences_of_the_older_file_cover_every_code_it_can_have() -> None:
    later = {"restored", "answered_elsewhere", "colleague_answered", "complained", "auto_replied"}
    later |= {"answered_by_hand", "no_answer"}
    assert {code for code, _ in LEADS.values()} == {None, *(set(LeadReason) - later)}
    later = {"lead_paused", "no_reply_noted", "to_look_up", "own_reply"}
    assert {handling for handling, _ in EVENTS.values()} == set(EventHandling) - later
    assert {kind for _, kind in EVENTS.values()} == {None, *(set(AnswerKind) - {"challenge", "delivered"})}
    untold = {"stored_error", "key_refused", "identity_unknown", "replayed_refusal"}
    assert set(ATTEMPTS.values()) == {None, *(set(AttemptReason) - untold)}


SENTENCES = (
    ("lead", "status_reason"),
    ("lead", "pause_reason"),
    ("attempt", "reason"),
    ("event", "detail"),
    ("journal", "change"),
    ("journal", "reason"),
    ("suppressed_lead", "status_reason"),
    ("cursor", "note"),
)


def reword(store: Store) -> None:
    """Replace every sentence of the file by another one."""
    with store.transaction():
        for table, column in SENTENCES:
            store._database.run(f"UPDATE {table} SET {column} = 'in other words' WHERE {column} <> ''")


def campaign(path: Path, seed: int, *, reworded: bool) -> list[tuple[object, ...]]:
    """Live through some weeks with faults, a value that is missing and a person who decides; return how it ended."""
    rng = Random(seed)
    clock = VirtualClock(MONDAY)
    options = Options(announce=rng.choice([True, False]), message_detail=rng.choice(["full", "snippet"]))
    world = World(clock, seed=seed, options=options)
    People(world, seed=seed)
    rates = dict.fromkeys(
        (Fault.SERVER_ERROR_AFTER, Fault.RESET_AFTER, Fault.GARBAGE, Fault.SERVER_ERROR), 0.08
    )
    bench = Bench(path, world, clock, Faults(seed, rates=rates, at_most=25), seed=seed)
    bench.add_sequence()
    bench.add_leads(*PERSONS[1:])
    bench.add_leads(PERSONS[0], fields="{}")
    bench.release()
    for day in range(60):
        clock.advance(hours=8)
        bench.poll()
        if reworded:
            reword(bench.store)
        if day == 20:
            decide(bench)
    return [
        (lead.email, lead.status, lead.current_step, lead.reason_code, tuple(bench.accepted(lead.email)))
        for lead in bench.store.lead_lists.iter(LeadFilter("intro"))
    ]


def decide(bench: Bench) -> None:
    """Mend the text that lacks a value, and decide about everybody else who is held."""
    first = Step("3d", STEPS[0].wait_ms, (Variant("a", "Hello {{ company | default('you') }}", "Hi."),))
    store_sequence(bench.store, "intro", "intro", (first, *STEPS[1:]), bench.clock.now())
    for lead in list(bench.store.lead_lists.iter(LeadFilter("intro", (LeadStatus.HELD,)))):
        with bench.store.transaction():
            resolve_lead(bench.store, lead, Resolution.STOP, "no more", bench.clock.now())


@pytest.mark.parametrize("seed", range(6))
def test_a_file_whose_every_sentence_is_reworded_lives_the_same_life(tmp_path: Path, seed: int) -> None:
    plain = campaign(tmp_path / "plain.db", seed, reworded=False)
    assert campaign(tmp_path / "reworded.db", seed, reworded=True) == plain
    assert len(plain) == len(PERSONS)
