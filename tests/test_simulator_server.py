"""The simulator over real loopback HTTP: the same answers, real broken connections, a clock that runs fast."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from test_simulator_rig import ADA, MAIL, MONDAY, PATH, Rig

from seqcli.clock import SystemClock, VirtualClock
from seqcli.simulator import DEFAULT_KEY, Fault, Faults, Request, ScaledClock, World, make_app, serve

AUTH = {"Authorization": f"Bearer {DEFAULT_KEY}"}


@contextlib.contextmanager
def served(
    faults: Faults | None = None, world: World | None = None, **options: Any
) -> Iterator[tuple[httpx.Client, World]]:
    world = world or World(VirtualClock(MONDAY))
    with serve(world, faults, **options) as server, httpx.Client(base_url=server.url, headers=AUTH) as http:
        yield http, world


def test_the_same_app_answers_over_http_on_one_kept_connection() -> None:
    with served() as (http, world):
        for _ in range(2):
            answer = http.post(f"{PATH}/send", json=MAIL, headers={"Idempotency-Key": "lead-1:0"})
            assert answer.status_code == 202
        assert answer.headers["Idempotent-Replayed"] == "true"
        assert answer.headers["Date"] == "Mon, 27 Apr 2026 08:00:00 GMT"
        assert answer.http_version == "HTTP/1.1"
        events = http.get(f"{PATH}/events", params={"types": "email.queued"}).json()["events"]
        assert [event["convId"] for event in events] == [world.ledger[0].conv_id]
        assert http.get(f"{PATH}/conversations", params={"with": ADA}).json()["conversations"]


def test_it_binds_to_loopback_and_a_free_port_and_stops_with_its_context() -> None:
    with served() as (http, _):
        assert http.base_url.host == "127.0.0.1"
        http.get(f"{PATH}/events")
        url = str(http.base_url)
    with pytest.raises(httpx.ConnectError):
        httpx.get(url)


@pytest.mark.parametrize(
    ("fault", "error", "lines"),
    [
        (Fault.RESET, httpx.ReadError, 0),
        (Fault.CONNECT, httpx.ReadError, 0),
        (Fault.CLOSED, httpx.RemoteProtocolError, 0),
        (Fault.TIMEOUT, httpx.ReadTimeout, 0),
        (Fault.RESET_AFTER, httpx.ReadError, 1),
        (Fault.CLOSED_AFTER, httpx.RemoteProtocolError, 1),
        (Fault.TIMEOUT_AFTER, httpx.ReadTimeout, 1),
        (Fault.TRUNCATED, httpx.RemoteProtocolError, 1),
        (Fault.BAD_GZIP, httpx.DecodingError, 1),
    ],
)
def test_a_broken_connection_is_really_broken(fault: Fault, error: type[Exception], lines: int) -> None:
    faults = Faults()
    faults.then("send", fault)
    with served(faults) as (http, world):
        with pytest.raises(error):
            http.post(f"{PATH}/send", json=MAIL, headers={"Idempotency-Key": "lead-1:0"}, timeout=0.3)
        assert len(world.ledger) == lines
        again = http.post(f"{PATH}/send", json=MAIL, headers={"Idempotency-Key": "lead-1:0"})
        assert again.headers.get("Idempotent-Replayed") == ("true" if lines else None)


def test_what_an_observer_raises_is_a_500_and_is_raised_when_the_server_ends() -> None:
    def refuse(accepted: object) -> None:
        raise AssertionError(f"no intent for {accepted}")

    world = World(VirtualClock(MONDAY))
    world.observers.append(refuse)
    with pytest.raises(AssertionError, match="no intent"), served(world=world) as (http, _):
        assert http.post(f"{PATH}/send", json=MAIL).status_code == 500
    assert world.ledger == []


def test_a_hook_may_hold_one_request_while_another_is_served() -> None:
    world = World(VirtualClock(MONDAY))
    arrived, release = threading.Event(), threading.Event()
    with serve(world) as server:

        def hold(request: Request) -> None:
            if request.method == "POST":
                arrived.set()
                release.wait(10)

        server.app.on_request.append(hold)
        answers: list[httpx.Response] = []
        thread = threading.Thread(
            target=lambda: answers.append(httpx.post(f"{server.url}{PATH}/send", json=MAIL, headers=AUTH))
        )
        thread.start()
        arrived.wait(10)
        assert httpx.get(f"{server.url}{PATH}/events", headers=AUTH).json()["events"] == []
        release.set()
        thread.join(10)
    assert answers[0].status_code == 202


def test_a_client_that_goes_away_disturbs_nobody() -> None:
    with served() as (http, _):
        address = (http.base_url.host, http.base_url.port or 0)
        with socket.create_connection(address) as raw:
            raw.sendall(b"POST /v1/identities/x/send HTTP/1.1\r\nContent-Length: 100\r\n\r\nhalf")
        with socket.create_connection(address) as raw:
            raw.sendall(b"nonsense\r\n\r\n")
            assert b"400" in raw.recv(1000)
        assert http.get(f"{PATH}/events").status_code == 200


def test_a_long_poll_over_http_returns_when_an_event_lands() -> None:
    world = World(SystemClock())
    with served(world=world) as (http, _):
        answers: list[httpx.Response] = []

        def poll() -> None:
            answers.append(http.get(f"{PATH}/events", params={"timeoutMs": 25_000}, timeout=30))

        thread = threading.Thread(target=poll)
        thread.start()
        http.post("/_sim/first-contact", json={"from": "eve@mosaic.example"})
        thread.join(10)
        assert [event["type"] for event in answers[0].json()["events"]] == ["email.received"]


def test_a_scaled_clock_runs_fast_sleeps_short_and_may_be_moved() -> None:
    real = VirtualClock(datetime(2030, 1, 1, tzinfo=UTC))
    clock = ScaledClock(MONDAY, speed=3600, real=real)
    real.advance(seconds=2)
    assert clock.now() == MONDAY + timedelta(hours=2)
    clock.sleep(1800)
    assert (real.monotonic(), clock.monotonic()) == (2.5, 9000)
    clock.advance(days=1)
    assert clock.now() == MONDAY + timedelta(days=1, hours=2, minutes=30)


def test_days_pass_in_a_moment_under_a_scaled_clock() -> None:
    world = World(ScaledClock(MONDAY, speed=10_000_000))
    with served(world=world) as (http, _):
        http.post(f"{PATH}/send", json=MAIL)
        events = http.get(f"{PATH}/events", params={"since": 2, "timeoutMs": 25_000}).json()["events"]
        while not events:
            events = http.get(f"{PATH}/events", params={"since": 2, "timeoutMs": 25_000}).json()["events"]
    assert events[0]["data"]["waitedMs"] == 3 * 86_400_000


# The controls


def controlled() -> tuple[Rig, httpx.Client]:
    rig = Rig()
    app = make_app(rig.world, rig.faults, controls=True)
    return rig, httpx.Client(
        transport=httpx.WSGITransport(app=app), base_url="http://12m.example", headers=AUTH
    )


def test_the_controls_tell_time_and_ledger_and_let_time_pass() -> None:
    rig, http = controlled()
    rig.accepted("lead-1:0")
    assert http.get("/_sim/time").json() == {
        "now": "2026-04-27T08:00:00.000Z",
        "nextDue": "2026-04-30T08:00:00.000Z",
    }
    told = http.post("/_sim/advance", json={"seconds": 3 * 86_400}).json()
    assert told == {"now": "2026-04-30T08:00:00.000Z", "nextDue": None}
    assert rig.types[-1] == "email.no_reply"
    (line,) = http.get("/_sim/ledger").json()["accepted"]
    assert (line["key"], line["step"], line["to"]) == ("lead-1:0", 0, ADA)
    assert http.get("/_sim/conversations").json()["conversations"][0]["with"] == ADA


@pytest.mark.parametrize(
    ("name", "fields", "event"),
    [
        ("reply", {"who": ADA, "text": "Yes", "from": "bo@lumen.example"}, "email.replied"),
        ("reply", {"who": ADA, "fresh": True}, "email.received"),
        ("auto-reply", {"who": ADA}, "email.replied"),
        ("auto-reply", {"who": ADA, "text": "Back on 2026-05-04"}, "email.replied"),
        ("challenge", {"who": ADA}, "email.replied"),
        ("delay", {"who": ADA}, "email.replied"),
        ("opt-out", {"who": ADA}, "email.replied"),
        ("bounce", {"who": ADA}, "email.bounced"),
        ("bounce", {"who": ADA, "how": "daemon_strange", "hard": False}, "email.received"),
        ("first-contact", {"from": "eve@mosaic.example"}, "email.received"),
        ("write-by-hand", {"who": ADA}, "email.sent"),
    ],
)
def test_the_controls_let_people_act(name: str, fields: dict[str, Any], event: str) -> None:
    rig, http = controlled()
    rig.accepted()
    assert http.post(f"/_sim/{name}", json=fields).status_code == 200
    assert rig.types[2:][-1] == event


def test_the_controls_reject_addresses_and_plan_faults() -> None:
    rig, http = controlled()
    http.post("/_sim/reject", json={"address": ADA})
    assert rig.send().json()["results"][0]["reason"] == "invalid_recipient"
    http.post("/_sim/fault", json={"endpoint": "events", "fault": "5xx before acting"})
    assert http.get(f"{PATH}/events").status_code == 503
    http.post("/_sim/fault", json={"fault": "5xx before acting"})
    http.post("/_sim/calm")
    assert rig.send().status_code == 429


@pytest.mark.parametrize(
    ("method", "name", "fields", "status"),
    [
        ("POST", "advance", {}, 400),
        ("POST", "advance", {"seconds": -1}, 400),
        ("POST", "reply", {}, 400),
        ("POST", "reply", {"who": "nobody@lumen.example"}, 404),
        ("POST", "bounce", {"who": ADA, "how": "sideways"}, 400),
        ("POST", "fault", {"fault": "flood"}, 400),
        ("POST", "dance", {}, 404),
        ("GET", "dance", None, 404),
    ],
)
def test_a_control_that_makes_no_sense_is_refused(method: str, name: str, fields: Any, status: int) -> None:
    rig, http = controlled()
    rig.accepted()
    assert http.request(method, f"/_sim/{name}", json=fields).status_code == status


def test_a_systems_clock_cannot_be_moved() -> None:
    with served(world=World(SystemClock())) as (http, _):
        assert http.post("/_sim/advance", json={"seconds": 1}).status_code == 400


def test_without_controls_their_paths_are_unknown() -> None:
    assert Rig().http.get("/_sim/time").status_code == 404
