"""Windows W50 and W51: entries of the stream that cannot be used, and absurd numbers, times and depths in any answer."""

import json
import random
import sys
import tempfile
import tracemalloc
from collections.abc import Callable
from datetime import UTC
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from faulty import ADA, BOB, CYD, CrashPlan, attempts, crash, lead, make_bench, query, steps_sent
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from world import MONDAY, Bench

from seqcli.client.body import MAX_BODY_BYTES
from seqcli.client.json_text import MAX_DEPTH, parse_json, read_json
from seqcli.client.stream import KNOWN, MAX_ENTRIES, read_page, read_page_text
from seqcli.clock import DAY_MS, EARLIEST, parse_http_date, plus_ms, read_instant, read_wait_ms, to_ms
from seqcli.engine.leads.steering import Resolution, resolve_lead
from seqcli.engine.send.context import SendContext
from seqcli.engine.stream.context import DrainSummary
from seqcli.engine.stream.drain import apply_page
from seqcli.errors import ExitCode, StreamError
from seqcli.model import lead_id
from seqcli.simulator import DEFAULT_HANDLE, Fault, Options
from seqcli.simulator.app import Request

Change = Callable[[dict[str, Any]], Any]
HUGE = "9" * 5000
DEEP = "[" * 3000 + "]" * 3000


def spoil(bench: Bench, change: Change, raw: str = "", what: str = "events") -> None:
    """Let `change` act on every answer about `what`; the text `@raw@` stands for `raw` on the wire."""

    def on_answer(request: Request, answer: Any) -> None:
        if f"/{what}" in request.path and answer.status == 200:
            data = json.loads(answer.body)
            change(data)
            text = json.dumps(data).replace('"@raw@"', raw)
            object.__setattr__(answer, "body", text.encode())

    bench.app.on_answer.append(on_answer)


def spoil_reply(bench: Bench, change: Change, raw: str = "") -> None:
    """Let `change` act on every reply on the stream."""

    def on_page(page: dict[str, Any]) -> None:
        page["events"] = [
            (change(event) or event) if event["type"] == "email.replied" else event
            for event in page["events"]
        ]

    spoil(bench, on_page, raw)


def contacted(tmp_path: Path, **options: Any) -> Bench:
    """Three leads got their first mail; the second one of each is due."""
    bench = make_bench(tmp_path, ADA, BOB, CYD, options=Options(**options))
    bench.poll()
    bench.clock.advance(days=3, minutes=1)
    bench.world.run_due()
    return bench


def quarantined(bench: Bench) -> list[str]:
    return [row[0] for row in query(bench.path, "SELECT why FROM quarantine ORDER BY id")]


def resolve(bench: Bench, address: str) -> None:
    with bench.store.transaction():
        held = bench.store.leads.get(lead_id("intro", address))
        resolve_lead(bench.store, held, Resolution.CONTINUE, "looked at", bench.clock.now())


def assert_ada_held_and_others_on_time(bench: Bench) -> None:
    report = bench.poll()
    assert lead(bench, ADA)[0] == "held", lead(bench, ADA)
    assert lead(bench, ADA)[1].startswith("unreadable event")
    assert report.exit_code() is ExitCode.SOME_FAILED
    assert report.summary.unreadable
    assert {address: steps_sent(bench, address) for address in (ADA, BOB, CYD)} == {
        ADA: [0],
        BOB: [0, 1],
        CYD: [0, 1],
    }


# -- W50: an entry without a usable seq


NO_SEQS: dict[str, Any] = {
    "missing": None,
    "text": "soon",
    "negative": -1,
    "a half": 1.5,
    "true": True,
    "a list": [43],
    "beyond what JSON counts": 2**60,
}


@pytest.mark.window("W50")
@pytest.mark.parametrize("seq", NO_SEQS)
def test_a_reply_without_a_usable_seq_holds_its_lead_and_nobody_else(tmp_path: Path, seq: str) -> None:
    bench = contacted(tmp_path)
    bench.world.human_reply(ADA)
    spoil_reply(bench, lambda event: event.update(seq=NO_SEQS[seq]))
    assert_ada_held_and_others_on_time(bench)
    assert f"seqcli resolve {ADA} --continue or --stop" in lead(bench, ADA)[1]
    assert quarantined(bench) == ["no usable seq"]


@pytest.mark.window("W50")
@pytest.mark.parametrize("lacks", [{"seq": None}, {"seq": 1}, {"ts": None, "tsIso": None}])
@pytest.mark.parametrize("when", ["on its way", "at the end"])
def test_an_opt_out_in_an_unusable_entry_lasts(tmp_path: Path, lacks: dict[str, Any], when: str) -> None:
    bench = contacted(tmp_path)
    if when == "at the end":
        bench.live(days=10)
        assert lead(bench, ADA)[0] == "exhausted"
    bench.world.opt_out(ADA)
    spoil_reply(bench, lambda event: event.update(lacks))
    bench.poll()
    assert lead(bench, ADA)[0] == "suppressed"
    assert bench.store.suppressions.find_reason(ADA) is not None
    assert lead(bench, BOB)[0] != "suppressed"


@pytest.mark.window("W50")
@pytest.mark.parametrize("own_id", ["missing", "null", "that of the other event"])
def test_a_reply_under_the_seq_of_another_event_holds_its_lead(tmp_path: Path, own_id: str) -> None:
    bench = contacted(tmp_path)
    bench.poll(send=False)
    first = query(bench.path, "SELECT seq, id FROM event ORDER BY seq LIMIT 1")[0]
    bench.world.human_reply(ADA)

    def take_its_place(event: dict[str, Any]) -> dict[str, Any]:
        kept = {name: value for name, value in event.items() if name != "id"}
        ids = {"missing": {}, "null": {"id": None}, "that of the other event": {"id": first[1]}}
        return {**kept, **ids[own_id], "seq": first[0]}

    spoil_reply(bench, take_its_place)
    assert_ada_held_and_others_on_time(bench)


@pytest.mark.window("W50")
def test_a_reply_under_the_id_of_another_event_counts(tmp_path: Path) -> None:
    bench = contacted(tmp_path)
    bench.poll(send=False)
    first = query(bench.path, "SELECT id FROM event ORDER BY seq LIMIT 1")[0]
    bench.world.human_reply(ADA)
    spoil_reply(bench, lambda event: event.update(id=first[0]))
    bench.poll()
    assert (lead(bench, ADA)[0], steps_sent(bench, ADA)) == ("replied", [0])


@pytest.mark.window("W50")
def test_an_event_that_comes_again_without_its_id_is_the_same(tmp_path: Path) -> None:
    bench = contacted(tmp_path)
    bench.poll()
    with bench.store.transaction():
        bench.store._database.run("UPDATE cursor SET seq = 0")
    spoil(bench, lambda page: [event.pop("id") for event in page["events"]] and None)
    report = bench.poll()
    assert report.summary.unreadable == []
    assert {lead(bench, each)[0] for each in (ADA, BOB, CYD)} == {"in_flight"}


@pytest.mark.window("W50")
@pytest.mark.parametrize(("seq", "status"), [("usable", "replied"), ("missing", "held")])
def test_a_reply_whose_type_is_written_otherwise_is_still_one(tmp_path: Path, seq: str, status: str) -> None:
    bench = contacted(tmp_path)
    bench.world.human_reply(ADA)
    changes: dict[str, Any] = {"type": "Email.Replied"} | ({"seq": None} if seq == "missing" else {})
    spoil_reply(bench, lambda event: event.update(changes))
    bench.poll()
    assert (lead(bench, ADA)[0], steps_sent(bench, ADA)) == (status, [0])


@pytest.mark.window("W50")
@pytest.mark.parametrize("entry", [None, {}, {"seq": None, "type": "email.replied"}])
def test_a_reply_of_which_nothing_is_left_is_looked_up_before_the_next_step(
    tmp_path: Path, entry: Any
) -> None:
    bench = contacted(tmp_path)
    bench.world.human_reply(ADA)

    def on_page(page: dict[str, Any]) -> None:
        page["events"] = [entry if event["type"] == "email.replied" else event for event in page["events"]]

    spoil(bench, on_page)
    bench.poll()
    assert (lead(bench, ADA)[0], steps_sent(bench, ADA)) == ("replied", [0])
    assert [steps_sent(bench, each) for each in (BOB, CYD)] == [[0, 1], [0, 1]]


ONLY_ADDRESS: dict[str, Any] = {
    "from is an address": {"message": {"from": ADA}},
    "from has a name": {"message": {"from": f"Ada <{ADA.upper()}>"}},
    "from is an object": {"message": {"from": {"email": ADA, "name": "Ada"}}},
    "from is a list": {"message": {"from": [{"value": [{"address": ADA}]}]}},
    "reply-to among the headers": {"message": {"headers": [["Reply-To", f"<{ADA}>"]]}},
    "a recipient": {"recipient": ADA},
    "recipients": {"recipients": [{"address": f"mailto:{ADA}"}]},
    "in the text of a notice": {
        "message": {"from": "mailer-daemon@x.example", "text": f"<{ADA}>: no such user"}
    },
    "a key": {ADA: "replied"},
    "JSON in a text": json.dumps({"from": ADA}).replace("@", r"\u0040"),
}


@pytest.mark.window("W50")
@pytest.mark.parametrize("shape", ONLY_ADDRESS)
def test_an_unusable_entry_that_names_an_address_alone_holds_its_lead(tmp_path: Path, shape: str) -> None:
    bench = contacted(tmp_path)
    bench.world.human_reply(ADA)
    spoil_reply(bench, lambda event: event.update(seq=None, convId=None, data=ONLY_ADDRESS[shape]))
    assert_ada_held_and_others_on_time(bench)


@pytest.mark.window("W50")
@pytest.mark.parametrize("place", ["top", "data", "a list around it", "no type", "an object as conversation"])
@pytest.mark.parametrize("type_", sorted(KNOWN))
def test_an_unusable_entry_that_names_a_conversation_alone_holds_its_lead(
    tmp_path: Path, place: str, type_: str
) -> None:
    bench = contacted(tmp_path)
    conv_id = bench.world.conversation(ADA).id
    bench.world.human_reply(ADA)
    shapes: dict[str, Any] = {
        "top": {"type": type_, "convId": conv_id},
        "data": {"type": type_, "data": {"convId": conv_id}},
        "a list around it": [{"type": type_, "convId": conv_id}],
        "no type": {"seq": 7, "convId": conv_id},
        "an object as conversation": {"type": type_, "data": {"conversation": {"id": conv_id}}},
    }
    spoil_reply(bench, lambda _: shapes[place])
    assert_ada_held_and_others_on_time(bench)


@pytest.mark.window("W50")
@pytest.mark.window("W50")
def test_an_unusable_entry_of_a_conversation_holds_the_person_in_every_sequence(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    bench.add_sequence("second")
    bench.add_leads(ADA, BOB, sequence_id="second")
    bench.poll()
    bench.world.human_reply(ADA)
    spoil_reply(bench, lambda event: event.update(seq=-1, data={"convId": event["convId"]}))
    bench.poll()
    bench.release("second")
    bench.poll()
    held = "SELECT sequence_id FROM lead WHERE address = ? AND status = 'held' ORDER BY 1"
    assert query(bench.path, held, ADA) == [("intro",), ("second",)]
    assert query(bench.path, held, BOB) == []
    assert [line.to for line in bench.world.ledger].count(ADA) == 1


@pytest.mark.parametrize("entry", [None, 5, "email.replied", [], {}, {"type": "email.opened", "to": ADA}])
def test_an_entry_that_names_nobody_or_never_moves_leads_is_counted_and_holds_nobody(
    tmp_path: Path, entry: Any
) -> None:
    bench = contacted(tmp_path)
    bench.world.append_event(DEFAULT_HANDLE, "email.opened")
    spoil(bench, lambda page: page["events"].append(entry))
    report = bench.poll()
    assert report.summary.unreadable
    assert report.exit_code() is ExitCode.SOME_FAILED
    assert [steps_sent(bench, address) for address in (ADA, BOB, CYD)] == [[0, 1]] * 3


@pytest.mark.window("W50")
def test_a_reply_with_a_seq_and_no_usable_time_holds_whose_address_it_names(tmp_path: Path) -> None:
    bench = contacted(tmp_path)
    bench.world.human_reply(ADA, fresh_conversation=True)

    def age(page: dict[str, Any]) -> None:
        for event in page["events"]:
            if event["type"] == "email.received":
                event.update(ts=253_402_300_799_000, tsIso="9999-12-31T23:59:59Z")

    spoil(bench, age)
    assert_ada_held_and_others_on_time(bench)


@pytest.mark.window("W50")
def test_an_unusable_entry_holds_in_the_transaction_of_its_page(tmp_path: Path) -> None:
    bench = contacted(tmp_path)
    at = bench.store.cursors.find(DEFAULT_HANDLE)
    assert at is not None
    entry = {"type": "email.replied", "convId": bench.world.conversation(ADA).id}
    page = read_page({"cursor": at.seq + 1, "hasMore": False, "events": [entry]}, at.seq)
    ctx = SendContext(bench.store, bench.client, DEFAULT_HANDLE, DrainSummary(), bench.world.random)
    with bench.store.transaction(rollback=True):
        apply_page(ctx, page, at.seq)
        assert lead(bench, ADA)[0] == "in_flight", "seen from outside before the commit"
    assert (lead(bench, ADA)[0], quarantined(bench)) == ("in_flight", [])
    with bench.store.transaction():
        apply_page(ctx, page, at.seq)
    assert (lead(bench, ADA)[0], len(quarantined(bench))) == ("held", 1)


@pytest.mark.window("W50")
def test_who_was_released_is_not_held_again_by_the_same_entry_wherever_it_comes(tmp_path: Path) -> None:
    bench = contacted(tmp_path)
    entry = {"id": "evt_lost", "type": "email.replied", "convId": bench.world.conversation(ADA).id}
    spoil(bench, lambda page: page["events"].append(entry))
    bench.poll()
    assert lead(bench, ADA)[0] == "held"
    resolve(bench, ADA)
    bench.world.append_event(DEFAULT_HANDLE, "email.opened")
    report = bench.poll()
    assert lead(bench, ADA)[0] != "held"
    assert not report.summary.unreadable
    assert len(quarantined(bench)) == 1


@pytest.mark.window("W50")
def test_another_entry_in_the_same_place_holds_its_own_lead(tmp_path: Path) -> None:
    bench = contacted(tmp_path)
    entries = [{"type": "email.replied", "convId": bench.world.conversation(ADA).id}]
    spoil(bench, lambda page: page.update(events=[*entries, *page["events"]]))
    bench.poll(send=False)
    entries[0] = {"type": "email.replied", "convId": bench.world.conversation(BOB).id}
    bench.poll(send=False)
    bench.poll(send=False)
    assert [lead(bench, address)[0] for address in (ADA, BOB)] == ["held", "held"]


@pytest.mark.window("W50")
@pytest.mark.parametrize("announce", [True, False])
def test_an_unusable_reply_from_before_the_conversation_was_known_holds_the_lead_once(
    tmp_path: Path, *, announce: bool
) -> None:
    plan = CrashPlan()
    plan.after.add(1)
    bench = make_bench(tmp_path, ADA, options=Options(announce=announce), wrap=plan)
    crash(bench)
    entry = {"type": "email.replied", "data": {"convId": bench.world.ledger[0].conv_id}}
    spoil(bench, lambda page: page["events"].append(entry))
    bench.poll()
    assert lead(bench, ADA)[0] == "held"
    assert attempts(bench, ADA) == [(0, 0, "accepted")]
    bench.live(days=6)
    assert steps_sent(bench, ADA) == [0]
    resolve(bench, ADA)
    bench.poll()
    assert lead(bench, ADA)[0] != "held"


@pytest.mark.window("W50")
def test_a_hold_that_lifts_by_itself_gives_way_to_one_for_an_unusable_reply(tmp_path: Path) -> None:
    bench = contacted(tmp_path)
    held = "UPDATE lead SET status = 'held', reason_code = 'missing_field' WHERE email = ?"
    with bench.store.transaction():
        bench.store._database.run(held, ADA)
    bench.world.human_reply(ADA)
    spoil_reply(bench, lambda event: event.update(seq=None))
    bench.poll()
    assert lead(bench, ADA)[1].startswith("unreadable event")


@pytest.mark.window("W50")
def test_entries_older_than_the_file_hold_nobody(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    old = {"type": "email.replied", "ts": to_ms(MONDAY) - 9 * DAY_MS, "data": {"message": {"from": ADA}}}
    spoil(bench, lambda page: page["events"].append(old))
    bench.poll()
    assert steps_sent(bench, ADA) == [0]


# -- W51: numbers, times and depths


TIMES: list[Any] = [
    *(-(10**18), -1, 0, 1, 946_684_799_999, 4_102_444_800_000, 253_402_300_799_999, 10**15, 10**400),
    *(-62_135_596_800_000, 1e300, 1e308, -1e308, float("inf"), float("nan"), True, "soon", "", None, [], {}),
    *(
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "9999-12-31T23:59:59Z",
        "1999-12-31T00:00:00Z",
    ),
]


@pytest.mark.window("W51")
@pytest.mark.parametrize("value", TIMES, ids=lambda value: str(value)[:30])
def test_a_time_from_outside_lies_in_this_century_or_is_none(value: Any) -> None:
    assert read_instant(value) is None
    assert read_wait_ms(value) in {None, 0, 1, 946_684_799_999} - {946_684_799_999}


@pytest.mark.window("W51")
@pytest.mark.parametrize(
    "text",
    [
        *(
            "Fri, 31 Dec 9999 23:59:59 GMT",
            "Mon, 01 Jan 1601 00:00:00 GMT",
            "Fri, 31 Dec 9999 23:59:59 -1400",
        ),
        *(
            "Sat Jan  1 00:00:00 1601",
            "Fri, 31 Dec 1999 23:59:59 GMT",
            "Mon, 02 Mar 2026 09:00:00 +999999999999",
        ),
    ],
)
def test_a_date_header_lies_in_this_century_or_is_none(text: str) -> None:
    assert parse_http_date(text) is None


@pytest.mark.window("W51")
@given(st.floats(allow_nan=False))
def test_no_sum_of_times_overflows(ms: float) -> None:
    assert plus_ms(MONDAY, ms).tzinfo is not None


@pytest.mark.window("W51")
@pytest.mark.parametrize("value", [10**15, -1, 1e300, HUGE, "NaN", True, 366 * DAY_MS + 1, DEEP])
def test_an_absurd_wait_holds_its_lead_and_the_others_go_on(tmp_path: Path, value: Any) -> None:
    bench = contacted(tmp_path)
    conv_id = bench.world.conversation(ADA).id
    raw = value if isinstance(value, str) else json.dumps(value)

    def lie(page: dict[str, Any]) -> None:
        for event in page["events"]:
            if event["type"] == "email.no_reply" and event["convId"] == conv_id:
                event["data"]["waitedMs"] = "@raw@"

    spoil(bench, lie, raw)
    assert_ada_held_and_others_on_time(bench)


@pytest.mark.window("W51")
@pytest.mark.parametrize("at", [253_402_300_799_000, -62_135_596_800_000, 10**15, 10**400, 1e308])
def test_an_absurd_dispatch_is_no_dispatch(tmp_path: Path, at: float) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    events, sends = _lie_about_dispatch(at), _lie_about_dispatch(at)
    spoil(bench, lambda page: [events(event["data"]) for event in page["events"]])
    spoil(bench, lambda answer: [sends(result) for result in answer["results"]], what="send")
    bench.poll()
    bench.clock.advance(days=3, minutes=1)
    bench.poll()
    assert [steps_sent(bench, address) for address in (ADA, BOB)] == [[0, 1], [0, 1]]


def _lie_about_dispatch(at: float) -> Change:
    def lie(data: dict[str, Any]) -> None:
        if "dispatchAt" in data:
            data.update(dispatchAt=at, dispatchAtIso="9999-12-31T23:59:59Z")

    return lie


@pytest.mark.window("W51")
def test_absurd_times_that_an_older_version_kept_stop_nobody(tmp_path: Path) -> None:
    bench = contacted(tmp_path)
    with bench.store.transaction():
        bench.store._database.run(
            "UPDATE attempt SET dispatch_at = '9999-12-31T23:59:59.000Z', accepted_at = '9998-01-01T00:00:00Z'"
        )
        bench.store._database.run(
            "UPDATE lead SET wake_at = '9998-12-31T23:59:59.000Z', last_step_at = '0001-01-01T00:00:00Z'"
        )
        bench.store._database.run("UPDATE cursor SET not_before = '9999-12-31T23:59:59.000Z'")
        bench.store.meta.save("server_offset_ms", str(10**14))
    bench.reopen()
    assert bench.store.meta.find_server_offset_ms() == 0
    bench.live(days=1)
    assert [steps_sent(bench, address) for address in (ADA, BOB, CYD)] == [[0, 1]] * 3


@pytest.mark.window("W51")
@pytest.mark.parametrize(
    "raw", [HUGE, DEEP, f'"{DEEP}"', '{"a":' * 3000 + "1" + "}" * 3000], ids=lambda x: x[:3]
)
@pytest.mark.parametrize("field", ["seq", "id", "type", "ts", "convId", "data"])
def test_one_poisonous_entry_does_not_hide_its_page(tmp_path: Path, field: str, raw: str) -> None:
    bench = contacted(tmp_path)
    bench.world.human_reply(ADA)
    bench.world.human_reply(BOB)
    conv_id = bench.world.conversation(ADA).id
    spoil_reply(
        bench, lambda event: event.update({field: "@raw@"}) if event["convId"] == conv_id else None, raw
    )
    bench.poll()
    # From 3.12 on, Python reads JSON as deep as this, and an answer that cannot be read ends the lead.
    is_deep_data = field == "data" and raw.startswith('{"a') and sys.version_info >= (3, 12)
    is_read_anyway = is_deep_data or field in {"id", "ts"}
    expected = {"held", "replied"} if is_read_anyway else {"held"}
    assert lead(bench, ADA)[0] in expected, lead(bench, ADA)
    assert lead(bench, BOB)[0] == "replied"
    assert [steps_sent(bench, address) for address in (ADA, BOB, CYD)] == [[0], [0], [0, 1]]


BROKEN = ['{"seq": 1, "text": "no end, convId', "{]", '"\t', '{"a": nul}', "[}"]


@pytest.mark.window("W51")
@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("gaps", [True, False])
def test_an_entry_that_breaks_its_page_is_stepped_over_and_holds_whom_it_names(
    tmp_path: Path, broken: str, *, gaps: bool
) -> None:
    bench = contacted(tmp_path, seq_gaps=gaps)
    for _ in range(30):
        bench.world.append_event(DEFAULT_HANDLE, "email.opened")
    bench.world.human_reply(ADA)
    bench.world.human_reply(BOB)
    conv_id = bench.world.conversation(ADA).id
    raw = broken + json.dumps({"convId": conv_id})
    spoil_reply(bench, lambda event: "@raw@" if event["convId"] == conv_id else None, raw)
    bench.poll()
    assert lead(bench, ADA)[0] == "held", lead(bench, ADA)
    assert lead(bench, BOB)[0] == "replied"
    assert steps_sent(bench, CYD) == [0, 1]
    assert quarantined(bench) == ["cannot be parsed"]
    sql = "SELECT count(*) FROM event WHERE type = 'email.opened'"
    assert query(bench.path, sql) == [(30,)]


@pytest.mark.window("W51")
def test_an_entry_of_more_bytes_than_any_page_is_stepped_over_and_holds_whom_it_names(tmp_path: Path) -> None:
    bench = contacted(tmp_path)
    bench.world.human_reply(ADA)
    bench.world.human_reply(BOB)
    conv_id = bench.world.conversation(ADA).id
    raw = f'{{"type": "email.replied", "convId": "{conv_id}", "extra": "{"x" * (MAX_BODY_BYTES + 1)}"}}'
    spoil_reply(bench, lambda event: "@raw@" if event["convId"] == conv_id else None, raw)
    bench.poll()
    assert lead(bench, ADA)[0] == "held", lead(bench, ADA)
    assert lead(bench, BOB)[0] == "replied"
    assert steps_sent(bench, CYD) == [0, 1]
    assert len(query(bench.path, "SELECT body FROM quarantine")[0][0]) < 200_000


@pytest.mark.window("W51")
@pytest.mark.parametrize("entry", [b"{}", b'"x"', b"7", b"nul"])
def test_a_page_of_millions_of_entries_is_not_read_whole(tmp_path: Path, entry: bytes) -> None:
    bench = contacted(tmp_path)
    page = b'{"cursor": 9999, "hasMore": false, "events": [' + (entry + b",") * 1_000_000 + entry + b"]}"
    bench.app.on_answer.append(
        lambda request, answer: (
            object.__setattr__(answer, "body", page) if request.path.endswith("/events") else None
        )
    )
    tracemalloc.start()
    report = bench.poll()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert report.exit_code() is ExitCode.TRY_AGAIN
    assert most < 40_000_000
    assert steps_sent(bench, CYD) == [0]


@pytest.mark.window("W51")
@pytest.mark.parametrize("entry", [b"{}", b"[]", b'"x"'])
def test_no_answer_of_millions_of_values_is_read_whole(entry: bytes) -> None:
    body = b'{"results": [], "other": [' + (entry + b",") * 1_000_000 + entry + b"]}"
    with pytest.raises(ValueError, match="too many"):
        read_json(body)


@pytest.mark.window("W51")
def test_answers_that_never_end_stop_the_stream_after_a_few_requests(tmp_path: Path) -> None:
    bench = contacted(tmp_path)
    asked: list[str] = []

    def fill(request: Any, answer: Any) -> None:
        if request.path.endswith("/events"):
            asked.append(request.path)
            object.__setattr__(answer, "body", b" " * (MAX_BODY_BYTES + 1))

    bench.app.on_answer.append(fill)
    report = bench.poll()
    assert report.exit_code() is ExitCode.TRY_AGAIN
    assert len(asked) < 20
    assert steps_sent(bench, CYD) == [0]


@pytest.mark.window("W51")
def test_a_page_that_is_broken_once_passes_nothing_over(tmp_path: Path) -> None:
    bench = contacted(tmp_path)
    bench.world.human_reply(ADA)
    times = iter(range(10))

    def break_some(request: Request, answer: Any) -> None:
        if request.path.endswith("/events") and next(times, 99) < 4:
            object.__setattr__(answer, "body", b'{"events": [' + answer.body[:-2] + b"}")

    bench.app.on_answer.append(break_some)
    assert bench.poll().exit_code() is ExitCode.TRY_AGAIN
    assert [steps_sent(bench, address) for address in (ADA, BOB, CYD)] == [[0]] * 3
    bench.poll()
    assert quarantined(bench) == []
    assert lead(bench, ADA)[0] == "replied"


@pytest.mark.window("W51")
def test_a_page_of_too_many_entries_is_taken_in_parts_and_nothing_is_lost() -> None:
    since, seen, malformed = 10, [], 0
    order = list(range(11, 11 + 3500))
    random.Random(3).shuffle(order)
    for _ in range(9):
        events = [{"seq": seq, "type": "email.opened"} for seq in order if seq > since]
        page = read_page({"cursor": 3510, "hasMore": False, "events": [*events, *([5] * 2500)]}, since)
        seen += [event.seq for event in page.events]
        assert len(page.events) <= MAX_ENTRIES
        assert len(page.malformed) <= MAX_ENTRIES + 1
        malformed = len(page.malformed[-1].raw) + MAX_ENTRIES
        since = page.cursor
        if not page.has_more:
            break
    assert (seen, since, malformed) == (sorted(order), 3510, 2500)


@pytest.mark.window("W51")
@pytest.mark.parametrize("cursor", [10**15, 2**53, 2**63, 1e300, 10**10])
def test_a_cursor_that_leaps_beyond_everything_is_not_believed(cursor: float) -> None:
    with pytest.raises(StreamError):
        read_page({"cursor": cursor, "hasMore": False, "events": []}, 7)


@pytest.mark.window("W51")
def test_what_is_nested_deeper_than_anybody_nests_is_cut_off_and_can_be_kept() -> None:
    for depth in (MAX_DEPTH - 1, MAX_DEPTH, MAX_DEPTH + 1, 500):
        data = parse_json("[" * depth + "]" * depth)
        assert json.dumps(data).count("[") == min(depth, MAX_DEPTH)


@pytest.mark.window("W51")
@pytest.mark.parametrize(
    "text", ["", "{}", "<html>", '{"error": "no"}', '{"events"', '{"cursor": "x', "NaN", "null"]
)
def test_what_is_no_page_is_never_taken_apart(text: str) -> None:
    with pytest.raises(StreamError):
        read_page_text(text.encode(), 0)


# -- 12m's record of a conversation

UNTOLD: dict[str, Change] = {
    "a direction that is a number": lambda entry: {**entry, "direction": 5e-324},
    "no direction": lambda entry: {**entry, "direction": None},
    "a direction nobody knows": lambda entry: {**entry, "direction": "x"},
    "an object without anything": lambda _: {},
    "null": lambda _: None,
    "a text": lambda _: "message",
    "a type that is a number": lambda entry: {**entry, "type": 10**15, "direction": []},
}


def tell_nothing_of(bench: Bench, address: str, step: int, change: Change) -> None:
    """Take the send of a step out of the stream, and let `change` act on the entries of its conversation."""
    conv_id = bench.world.conversation(address).id
    hidden = {"email.queued", "email.sent"}
    after = bench.world.ledger[-1].at if step else MONDAY

    def on_page(page: dict[str, Any]) -> None:
        page["events"] = [
            event
            for event in page["events"]
            if not (event["type"] in hidden and event["convId"] == conv_id and event["ts"] >= to_ms(after))
        ]

    def on_record(record: dict[str, Any]) -> None:
        entries = record.get("conversation", record).get("events")
        if entries:
            entries[-1] = change(entries[-1])

    spoil(bench, on_page)
    spoil(bench, on_record, what=f"conversations/{conv_id}")


@pytest.mark.window("W51")
@pytest.mark.parametrize("untold", UNTOLD)
@pytest.mark.parametrize("step", [0, 1])
def test_a_mail_that_its_conversation_shows_unreadably_is_not_taken_for_unsent(
    tmp_path: Path, untold: str, step: int
) -> None:
    plan = CrashPlan()
    bench = make_bench(tmp_path, BOB, ADA, options=Options(announce=True), wrap=plan)
    plan.after.add(2 * step + 2)
    for _ in range(step):
        bench.poll()
        bench.clock.advance(days=3, minutes=1)
        bench.world.run_due()
    crash(bench)
    assert bench.world.ledger[-1].to == ADA
    tell_nothing_of(bench, ADA, step, UNTOLD[untold])
    bench.clock.advance(hours=25)
    bench.poll()
    bench.poll()
    assert steps_sent(bench, ADA) == list(range(step + 1))
    assert lead(bench, ADA)[0] == "held", lead(bench, ADA)


@pytest.mark.window("W51")
def test_a_date_at_the_edge_of_belief_leaves_no_time_behind_that_cannot_be_read(tmp_path: Path) -> None:
    bench = contacted(tmp_path)
    bench.app._date_skew_s = (EARLIEST - bench.clock.now()).total_seconds() + 1
    bench.poll()
    bench.app._date_skew_s = 0
    bench.live(days=1)
    assert [steps_sent(bench, address) for address in (ADA, BOB, CYD)] == [[0, 1]] * 3


# -- the whole range, in every field of every answer

WORDS = st.sampled_from(
    [
        *(
            "null",
            "true",
            '""',
            '"x"',
            "{}",
            "[]",
            "NaN",
            "-Infinity",
            "0",
            "-1",
            "1e308",
            "-1e308",
            "1e400",
            "0.5",
        ),
        *(
            HUGE,
            f"-{HUGE}",
            DEEP,
            "[" * 200 + "]" * 200,
            '{"a":' * 900 + "1" + "}" * 900,
            f'"{"z" * 70_000}"',
        ),
        *('"9999-12-31T23:59:59Z"', '"0001-01-01T00:00:00+14:00"', "253402300799999", "-62135596800000"),
        *('"\\ud800"', '"\\u0000"', "1e15", "1000000000000000", f'"{HUGE}"', '{"email": [1]}', "{]", '"'),
    ]
)
NUMBERS = st.integers(-(10**20), 10**20) | st.integers(-10, 5000) | st.floats()
DEPTHS = st.tuples(st.integers(1, 3000), st.sampled_from(["[]", '{"a":}'])).map(
    lambda drawn: drawn[1][:-1] * drawn[0] + "1" + drawn[1][-1] * drawn[0]
)
TIMES_OF_ALL_YEARS = st.datetimes(timezones=st.timezones()).map(lambda at: json.dumps(at.isoformat()))
POISONS = WORDS | NUMBERS.map(json.dumps) | TIMES_OF_ALL_YEARS | DEPTHS
HEADERS = st.sampled_from(
    [
        *("Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", HUGE, "nan", "-1", "soon", "inf"),
        *("Fri, 31 Dec 9999 23:59:59 -1400", "1e400", "Mon, 02 Mar 2026 09:00:00 +99999999999999", "", "0"),
    ]
) | st.datetimes().map(lambda at: format_datetime(at.replace(tzinfo=UTC), usegmt=True))
EVENTS, SEND, LIST, RECORD = "events", "send", "conversations", "conversations/"
ANSWERS = (EVENTS, SEND, LIST, RECORD)
DAN, EVE = "dan@dale.example", "eve@egg.example"


def which_answer(request: Request) -> str:
    """Return which of the four answers a request asks for."""
    what = request.path.split("/identities/")[1].split("/", maxsplit=1)[1]
    return RECORD if what.startswith(RECORD) else what.split("?")[0]


def one_of_each(tmp_path: Path) -> Bench:
    """A poll asks for every answer there is: BOB is due, ADA said no, CYD bounced.

    Whether DAN's first mail was accepted, and that EVE's timer has fired, only 12m's record tells.
    """
    plan = CrashPlan()
    plan.after.add(5)
    bench = make_bench(tmp_path, ADA, BOB, CYD, EVE, DAN, wrap=plan)
    crash(bench)
    secrets = {(address, bench.world.conversation(address).id) for address in (DAN, EVE)}
    hidden = {(kind, conv_id) for address, conv_id in secrets for kind in HIDDEN[address]}

    def hide(page: dict[str, Any]) -> None:
        page["events"] = [each for each in page["events"] if (each["type"], each["convId"]) not in hidden]

    spoil(bench, hide)
    bench.clock.advance(days=3, hours=13)
    bench.world.run_due()
    bench.world.human_reply(ADA)
    bench.world.bounce(CYD, "event", hard=True)
    return bench


HIDDEN = {DAN: ("email.queued", "email.sent"), EVE: ("email.no_reply",)}


def poison(body: bytes, raw: str, dice: random.Random) -> bytes:
    """Put `raw` in the place of one value of an answer, whichever."""
    data = json.loads(body)
    places = list(_places(data))
    if not places:
        return raw.encode()
    holder, key = dice.choice(places)
    holder[key] = "@raw@"
    return json.dumps(data).replace('"@raw@"', raw).encode()


def _places(data: Any) -> Any:
    for key in data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ():
        yield data, key
        yield from _places(data[key])


@pytest.mark.window("W51")
def test_the_fuzzed_run_asks_for_every_answer(tmp_path: Path) -> None:
    bench = one_of_each(tmp_path)
    asked: set[str] = set()
    bench.app.on_answer.append(lambda request, _: asked.add(which_answer(request)))
    bench.poll()
    assert asked == set(ANSWERS)


@pytest.mark.window("W51")
@settings(max_examples=60, suppress_health_check=list(HealthCheck), database=None)
@given(
    raw=POISONS,
    header=HEADERS,
    name=st.sampled_from(("Date", "Retry-After")),
    which=st.sampled_from(ANSWERS),
    seed=st.integers(0, 10**6),
    error=st.booleans(),
)
def test_no_answer_whatever_it_holds_ends_a_run_or_is_followed_by_a_mail_after_a_no(
    raw: str, header: str, name: str, which: str, seed: int, *, error: bool
) -> None:
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        bench = one_of_each(Path(folder))
        left = iter(range(dice.choice((1, 2, 5))))

        def on_answer(request: Request, answer: Any) -> None:
            is_chosen = which_answer(request) == which and next(left, None) is not None
            bench.app._date_skew_s = None if is_chosen and name == "Date" else 0
            if is_chosen:
                object.__setattr__(answer, "body", poison(answer.body, raw, dice))
                object.__setattr__(answer, "headers", [*answer.headers, (name, header)])
                if error:
                    object.__setattr__(answer, "status", dice.choice((400, 404, 409, 429, 500, 503)))

        bench.app.on_answer.append(on_answer)
        bench.poll()
        bench.live(days=2)
        bench.store.close()
        bench.client.close()
    assert steps_sent_of(bench, ADA) == [0]
    assert steps_sent_of(bench, CYD) == [0]
    for address in (BOB, DAN, EVE):
        assert steps_sent_of(bench, address) in ([0], [0, 1]), address


@pytest.mark.window("W2")
def test_a_conversation_that_is_listed_and_not_shown_is_no_proof_that_nothing_was_sent(
    tmp_path: Path,
) -> None:
    bench = one_of_each(tmp_path)

    def hide(request: Request, answer: Any) -> None:
        if which_answer(request) == RECORD:
            object.__setattr__(answer, "status", 404)
            object.__setattr__(answer, "body", b'{"error": "conversation not found"}')

    bench.app.on_answer.append(hide)
    bench.poll()
    bench.live(days=2)
    assert steps_sent_of(bench, DAN) == [0]
    assert bench.status(DAN)[0] == "held"


@pytest.mark.window("W46")
@pytest.mark.parametrize("is_shown", [False, True])
def test_no_follow_up_while_12m_does_not_show_a_newer_conversation(tmp_path: Path, *, is_shown: bool) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.faults.lost_types = frozenset({"email.no_reply", "email.received", "email.replied"})
    bench.faults.always("events", Fault.LOST)
    bench.poll()
    bench.clock.advance(days=1)
    other = bench.world.human_reply(ADA, "Yes, on Tuesday.", fresh_conversation=True)

    def hide(request: Request, answer: Any) -> None:
        if which_answer(request) == RECORD and other in request.path and not is_shown:
            object.__setattr__(answer, "status", 404)
            object.__setattr__(answer, "body", b'{"error": "conversation not found"}')

    bench.app.on_answer.append(hide)
    bench.live(days=6)
    assert steps_sent_of(bench, ADA) == [0]
    assert bench.status(ADA)[0] == ("replied" if is_shown else "in_flight")


def steps_sent_of(bench: Bench, address: str) -> list[int | None]:
    return [step for step, _ in bench.accepted(address)]
