"""Every fault of the plan: what the client sees, and whether 12m had acted."""

import contextlib
import json
from typing import Any

import httpx
import pytest
from test_simulator_rig import ADA, MONDAY, PATH, Rig
from world import RECOVERABLE

from seqcli.clock import parse_http_date
from seqcli.simulator import DEFAULT_HANDLE, ConnectionDropped, Fault, Faults, Injection, Options
from seqcli.simulator.faults import ANY_AFTER, ANY_BEFORE, FITS, SEND_AFTER, SEND_BEFORE, STREAM_ONLY

KEY = "lead-1:0"


def planned(*what: Fault | Injection | None, options: Options | None = None) -> Rig:
    rig = Rig(options or Options())
    rig.faults.then("send", *what)
    return rig


def with_events(*what: Fault | Injection | None) -> Rig:
    rig = Rig()
    rig.accepted(KEY)
    rig.faults.then("events", *what)
    return rig


# The plan


def test_every_fault_fits_somewhere_and_stands_in_exactly_one_family() -> None:
    families = (ANY_BEFORE, ANY_AFTER, SEND_BEFORE, SEND_AFTER, STREAM_ONLY)
    assert sum(len(family) for family in families) == len(Fault)
    assert frozenset().union(*FITS.values()) == frozenset(Fault)
    assert frozenset(Fault) > RECOVERABLE


def test_a_fault_is_planned_by_ordinal_from_1() -> None:
    rig = Rig()
    rig.faults.on("send", 2, Fault.SERVER_ERROR)
    assert [rig.send().status_code for _ in range(3)] == [202, 503, 202]
    assert (rig.faults.counts, rig.faults.ordinals) == ({Fault.SERVER_ERROR: 1}, {"send": 3})


def test_faults_are_planned_in_turn_and_none_lets_one_pass() -> None:
    rig = planned(None, Injection(Fault.SERVER_ERROR, status=500), None, Fault.SERVER_ERROR)
    assert [rig.send().status_code for _ in range(5)] == [202, 500, 202, 503, 202]


def test_a_lasting_fault_ends_when_told_and_calm_ends_everything_until_resumed() -> None:
    rig = planned()
    rig.faults.always("send", Fault.SERVER_ERROR)
    assert rig.send().status_code == 503
    rig.faults.calm()
    assert rig.send().status_code == 202
    rig.faults.resume()
    assert rig.send().status_code == 503
    rig.faults.always("send", None)
    assert rig.send().status_code == 202


def test_chance_is_seeded_and_limited_and_picks_only_what_fits() -> None:
    def draws(seed: int) -> list[Injection | None]:
        faults = Faults(
            seed, rates={Fault.SERVER_ERROR: 0.2, Fault.DUPLICATED: 0.5, Fault.REFUSED: 0.1}, at_most=20
        )
        return [faults.draw("send") for _ in range(200)]

    assert draws(1) == draws(1) != draws(2)
    drawn = [injection for injection in draws(1) if injection is not None]
    assert len(drawn) == 20
    assert {injection.fault for injection in drawn} == {Fault.SERVER_ERROR, Fault.REFUSED}
    assert {injection.status for injection in drawn} == {500, 502, 503, 504}


# Before acting: nothing was accepted


@pytest.mark.parametrize(
    ("fault", "status", "error"),
    [
        (Fault.SERVER_ERROR, 503, "internal error"),
        (Fault.RATE_LIMITED, 429, "too many requests"),
        (Fault.UNAUTHORISED, 401, "invalid api key"),
        (Fault.IDENTITY_NOT_FOUND, 404, "identity not found in org"),
        (Fault.CONVERSATION_NOT_FOUND, 404, "conversation not found"),
        (Fault.REFUSED, 422, "the message was refused"),
        (Fault.IN_PROGRESS, 409, "a request with this idempotency key is in progress"),
    ],
)
def test_an_error_before_acting_accepts_nothing_and_the_next_try_succeeds(
    fault: Fault, status: int, error: str
) -> None:
    rig = planned(fault)
    answer = rig.send(KEY)
    assert (answer.status_code, answer.json()) == (status, {"error": error})
    assert rig.world.ledger == []
    assert "Idempotent-Replayed" not in rig.send(KEY).headers


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault.CONNECT, "connect"),
        (Fault.TIMEOUT, "read_timeout"),
        (Fault.RESET, "reset"),
        (Fault.CLOSED, "closed"),
    ],
)
@pytest.mark.parametrize("endpoint", ["send", "events", "conversations"])
def test_a_connection_can_end_before_acting(fault: Fault, kind: str, endpoint: Any) -> None:
    rig = Rig()
    rig.faults.then(endpoint, fault)
    with pytest.raises(ConnectionDropped) as dropped:
        rig.send(KEY) if endpoint == "send" else rig.http.get(f"{PATH}/{endpoint}")
    assert (dropped.value.kind, dropped.value.acted) == (kind, False)
    assert rig.world.ledger == []


@pytest.mark.parametrize("fault", [Fault.RATE_LIMITED, Fault.CAP_EXCEEDED])
@pytest.mark.parametrize(
    ("form", "values"),
    [
        (None, []),
        ("30", ["30"]),
        ("date", ["Mon, 27 Apr 2026 08:00:45 GMT"]),
        ("rfc850", ["Monday, 27-Apr-26 08:00:45 GMT"]),
        ("asctime", ["Mon Apr 27 08:00:45 2026"]),
        ("-5", ["-5"]),
        ("soon", ["soon"]),
        ("1000000000000", ["1000000000000"]),
        ("twice", ["5", "40"]),
    ],
)
def test_retry_after_comes_in_every_form_or_not_at_all(
    fault: Fault, form: str | None, values: list[str]
) -> None:
    answer = planned(Injection(fault, retry_after=form)).send()
    assert (answer.status_code, answer.headers.get_list("Retry-After")) == (429, values)
    if values and "Apr" in values[0]:
        then = parse_http_date(values[0])
        assert then is not None
        assert (then - MONDAY).seconds == 45


def test_a_spent_cap_comes_as_a_429_with_results_for_new_mail_and_follow_ups() -> None:
    rig = planned(Fault.CAP_EXCEEDED, None, Fault.CAP_EXCEEDED)
    conv_id = ""
    for answer in (rig.send(), rig.send(), None):
        told = answer or rig.follow_up(conv_id)
        result = told.json()["results"][0]
        conv_id = result.get("convId", conv_id)
        assert result["to"] == ADA
        assert (told.status_code == 429) == (result.get("reason") == "cap_exceeded")
    assert len(rig.world.ledger) == 1


@pytest.mark.parametrize(("fault", "status"), [(Fault.STORED_ERROR, 500), (Fault.STORED_LIMIT, 429)])
def test_an_error_kept_under_the_key_is_replayed_for_24_hours(fault: Fault, status: int) -> None:
    rig = planned(fault)
    assert "Idempotent-Replayed" not in rig.send(KEY).headers
    rig.clock.advance(hours=23, minutes=59)
    again = rig.send(KEY)
    assert (again.status_code, again.headers["Idempotent-Replayed"]) == (status, "true")
    assert rig.send("lead-2:0").status_code == 202
    rig.clock.advance(minutes=1)
    assert rig.send(KEY).status_code == 202


def test_an_error_is_not_kept_over_an_acceptance() -> None:
    rig = planned(None, Fault.STORED_ERROR)
    rig.send(KEY)
    assert rig.send(KEY).status_code == 500
    assert (rig.send(KEY).status_code, len(rig.world.ledger)) == (202, 1)


# After acting: it was accepted, and the replay tells


@pytest.mark.parametrize(
    ("fault", "kind"),
    [(Fault.TIMEOUT_AFTER, "read_timeout"), (Fault.RESET_AFTER, "reset"), (Fault.CLOSED_AFTER, "closed")],
)
def test_a_connection_can_end_after_acting_and_the_replay_tells(fault: Fault, kind: str) -> None:
    rig = planned(fault)
    with pytest.raises(ConnectionDropped) as dropped:
        rig.send(KEY)
    assert (dropped.value.kind, dropped.value.acted) == (kind, True)
    assert len(rig.world.ledger) == 1
    assert rig.send(KEY).headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize("shape", ["ref", "guide"])
@pytest.mark.parametrize("fault", sorted(ANY_AFTER | SEND_AFTER))
def test_an_answer_spoilt_after_acting_is_good_when_replayed(fault: Fault, shape: Any) -> None:
    rig = planned(fault, options=Options(send_shape=shape))
    with contextlib.suppress(ConnectionDropped, httpx.DecodingError):
        rig.send(KEY)
    assert len(rig.world.ledger) == 1
    replay = rig.send(KEY)
    assert replay.headers["Idempotent-Replayed"] == "true"
    told = replay.json()["results" if shape == "ref" else "messages"]
    assert [result["convId"] for result in told] == [rig.world.ledger[0].conv_id]


def test_a_5xx_after_acting_looks_like_one_before() -> None:
    before, after = planned(Fault.SERVER_ERROR).send(KEY), planned(Fault.SERVER_ERROR_AFTER).send(KEY)
    assert (before.status_code, before.json()) == (after.status_code, after.json())


@pytest.mark.parametrize(
    ("fault", "body"),
    [
        (Fault.EMPTY, b""),
        (Fault.NAN, b"NaN"),
        (Fault.LIST, b"[]"),
        (Fault.GARBAGE, b"<html><body><h1>Bad Gateway</h1></body></html>"),
        (Fault.WRONG_SHAPE, b'{"ok":true,"data":{"items":[]}}'),
        (Fault.BAD_UTF8, b'{"identity": "\xff\xfe"}'),
    ],
)
@pytest.mark.parametrize("endpoint", ["send", "events", "conversations"])
def test_a_body_can_be_anything(fault: Fault, body: bytes, endpoint: Any) -> None:
    rig = Rig()
    rig.faults.then(endpoint, fault)
    answer = rig.send() if endpoint == "send" else rig.http.get(f"{PATH}/{endpoint}")
    assert (answer.content, answer.is_success) == (body, True)


def test_a_body_can_be_cut_off() -> None:
    answer = planned(Fault.TRUNCATED).send()
    assert len(answer.content) * 2 <= int(answer.headers["Content-Length"])
    with pytest.raises(json.JSONDecodeError):
        answer.json()


def test_a_body_can_be_broken_gzip() -> None:
    with pytest.raises(httpx.DecodingError):
        planned(Fault.BAD_GZIP).send()


def test_a_body_can_come_one_byte_a_second() -> None:
    rig = planned(Fault.SLOW)
    answer = rig.send()
    assert answer.json()["queued"] == 1
    assert (rig.clock.now() - MONDAY).total_seconds() == len(answer.content)


def test_results_can_lack_the_conversation_be_none_be_two_or_be_about_somebody_else() -> None:
    results = [
        planned(fault).send().json()["results"]
        for fault in (Fault.NO_CONV_ID, Fault.NO_RESULTS, Fault.TWO_RESULTS, Fault.OTHER_RECIPIENT)
    ]
    assert [[result["to"] for result in some] for some in results] == [
        [ADA],
        [],
        [ADA, "somebody.else@elsewhere.example"],
        ["somebody.else@elsewhere.example"],
    ]
    assert "convId" not in results[0][0]


def test_an_answer_without_results_is_not_spoilt_further() -> None:
    rig = planned(Fault.NO_CONV_ID)
    assert rig.send(body=b"{}").status_code == 400


# The stream


def test_an_event_can_come_twice_under_a_new_seq() -> None:
    events = with_events(Fault.DUPLICATED).events()["events"]
    assert [event["seq"] for event in events] == [1, 2, 3]
    twin = next(event for event in events[:2] if event["id"] == events[2]["id"])
    assert {**events[2], "seq": twin["seq"]} == twin


def test_only_events_of_lossy_types_get_lost_and_never_come_back() -> None:
    rig = with_events(Fault.LOST, Fault.LOST)
    assert len(rig.events()["events"]) == 2
    assert rig.faults.counts[Fault.LOST] == 0
    rig.clock.advance(days=3)
    assert rig.faults.lost == set()
    assert [event["type"] for event in rig.events(2)["events"]] == []
    rig.faults.calm()
    assert [event["seq"] for event in rig.events()["events"]] == [1, 2]
    rig.world.human_reply(ADA)
    assert [event["seq"] for event in rig.events(2)["events"]] == [4]


def test_an_unknown_type_can_stand_in_the_stream() -> None:
    rig = with_events(Fault.UNKNOWN_TYPE)
    assert rig.events()["events"][-1]["type"] == "email.opened"
    assert rig.events()["events"][-1]["seq"] == 3


@pytest.mark.parametrize("variant", range(7))
def test_malformed_events_stand_in_the_log_or_on_one_page(variant: int) -> None:
    rig = with_events(Injection(Fault.MALFORMED, variant=variant))
    page = rig.events()
    assert len(page["events"]) == 3
    assert page["cursor"] == (3 if variant < 4 else 2)
    assert len(rig.events()["events"]) == (3 if variant < 4 else 2)


def test_each_malformed_event_is_malformed_in_its_own_way() -> None:
    broken = [with_events(Injection(Fault.MALFORMED, variant=n)).events()["events"][-1] for n in range(7)]
    assert (broken[0]["data"], broken[1]["convId"], broken[2]["data"]) == (
        None,
        12345,
        ["not", "an", "object"],
    )
    assert len(broken[3]["data"]["message"]) == 100_000
    assert "seq" not in broken[4]
    assert (broken[5]["seq"], broken[6]) == ("43", "email.replied")


def test_a_page_can_be_out_of_order() -> None:
    rig = Rig()
    for number in range(10):
        rig.accepted(to=f"lead{number}@lumen.example")
    rig.faults.then("events", Fault.SHUFFLED)
    seqs = [event["seq"] for event in rig.events()["events"]]
    assert sorted(seqs) == list(range(1, 21)) != seqs


def test_has_more_for_ever_brings_something_new_each_time() -> None:
    rig = with_events()
    rig.faults.always("events", Fault.ENDLESS)
    cursors = [0]
    for _ in range(5):
        page = rig.events(cursors[-1])
        assert page["hasMore"]
        cursors.append(page["cursor"])
    assert cursors == [0, 3, 4, 5, 6, 7]


def test_the_cursor_can_stand_still_go_back_or_be_missing() -> None:
    rig = with_events(Fault.STUCK, Fault.BACKWARDS, Fault.NO_CURSOR)
    assert rig.events(1) == {"identity": DEFAULT_HANDLE, "cursor": 1, "hasMore": True, "events": []}
    assert rig.events(1)["cursor"] == 0
    assert "cursor" not in rig.events(1)


def test_a_page_can_be_cut_off_like_any_body() -> None:
    rig = with_events(Fault.TRUNCATED)
    with pytest.raises(json.JSONDecodeError):
        rig.http.get(f"{PATH}/events").json()
