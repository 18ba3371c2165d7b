"""Times for people are in the reader's zone, with its name; JSON and CSV stay UTC."""

import json
import os
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from shell import Cli, advance, enrol

from seqcli.simulator import World
from seqcli.zones import from_local, local_cells, localised, log_time

WINTER, SUMMER = "2026-01-05T09:00:12.345Z", "2026-07-05T09:00:12.345Z"


@pytest.fixture(autouse=True)
def _machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let libc look at TZ again afterwards."""
    yield
    monkeypatch.undo()
    time.tzset()


def settle(monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()


@pytest.mark.parametrize(
    ("zone", "winter", "summer"),
    [
        ("Europe/Berlin", "2026-01-05 10:00 CET", "2026-07-05 11:00 CEST"),
        (":Europe/Berlin", "2026-01-05 10:00 CET", "2026-07-05 11:00 CEST"),
        ("America/New_York", "2026-01-05 04:00 EST", "2026-07-05 05:00 EDT"),
        ("Asia/Kathmandu", "2026-01-05 14:45 UTC+0545", "2026-07-05 14:45 UTC+0545"),
        ("EST5EDT,M3.2.0,M11.1.0", "2026-01-05 04:00 EST", "2026-07-05 05:00 EDT"),
        ("<-03>3", "2026-01-05 06:00 UTC-03", "2026-07-05 06:00 UTC-03"),
        ("UTC", "2026-01-05 09:00 UTC", "2026-07-05 09:00 UTC"),
        ("", "2026-01-05 09:00 UTC", "2026-07-05 09:00 UTC"),
        # libc shows UTC under these names; a reader would take it for the time of the place
        ("Europe/Nowhere", "2026-01-05 09:00 UTC", "2026-07-05 09:00 UTC"),
        ("Berlin", "2026-01-05 09:00 UTC", "2026-07-05 09:00 UTC"),
        ("../etc/passwd", "2026-01-05 09:00 UTC", "2026-07-05 09:00 UTC"),
        ("/nowhere/zone", "2026-01-05 09:00 UTC", "2026-07-05 09:00 UTC"),
    ],
)
def test_a_time_is_shown_in_the_zone_of_the_reader_with_its_name(
    monkeypatch: pytest.MonkeyPatch, zone: str, winter: str, summer: str
) -> None:
    settle(monkeypatch, zone)
    assert localised(f"until {WINTER}, or {SUMMER}") == f"until {winter}, or {summer}"


def test_without_zone_files_a_named_zone_is_shown_as_utc(
    monkeypatch: pytest.MonkeyPatch, tmp_path: os.PathLike[str]
) -> None:
    import zoneinfo  # noqa: PLC0415 - its path is the one thing here that may be moved

    zoneinfo.reset_tzpath([str(tmp_path)])
    zoneinfo.ZoneInfo.clear_cache()
    monkeypatch.setattr("importlib.resources.files", lambda _: (_ for _ in ()).throw(ModuleNotFoundError))
    try:
        settle(monkeypatch, "Europe/Rome")
        assert localised(WINTER) == "2026-01-05 09:00 UTC"
    finally:
        zoneinfo.reset_tzpath()


def test_without_tz_the_zone_is_the_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TZ", raising=False)
    time.tzset()
    local = datetime.fromisoformat(WINTER).astimezone()
    assert localised(WINTER).startswith(local.strftime("%Y-%m-%d %H:%M "))


def test_only_whole_instants_are_times_and_seconds_stay_where_nothing_finer_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settle(monkeypatch, "Europe/Berlin")
    assert localised("2026-01-05T09:00:12Z") == "2026-01-05 10:00:12 CET"
    assert localised("2026-01-05T09:00Z") == "2026-01-05 10:00 CET"
    assert localised("until 2026-01-05T09:00Z: then") == "until 2026-01-05 10:00 CET: then"
    assert localised("2026-01-05T09:00:12Z:") == "2026-01-05 10:00:12 CET:"
    for other in (
        "2026-01-05",
        "x2026-01-05T09:00Z",
        "2026-01-05T09:00Zoo",
        "2026-01-05T09:00Z:00",
        "2026-01-05T09:00",
        "2026-13-05T09:00Q",
    ):
        assert localised(other) == other
    assert localised("9999-12-31T23:59Z 0001-01-01T00:00Z 2026-02-31T00:00Z").count("UTC") >= 2


def test_the_clock_change_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    settle(monkeypatch, "Europe/Berlin")
    assert localised("2026-10-25T00:30Z 2026-10-25T01:30Z") == "2026-10-25 02:30 CEST 2026-10-25 02:30 CET"


def test_a_column_names_its_zone_once_unless_it_crosses_a_change_of_the_clocks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settle(monkeypatch, "Europe/Berlin")
    assert local_cells((WINTER, "", WINTER)) == ("CET", ("2026-01-05 10:00", "", "2026-01-05 10:00"))
    assert local_cells((WINTER, SUMMER)) == ("", ("2026-01-05 10:00 CET", "2026-07-05 11:00 CEST"))
    assert local_cells((WINTER, "now")) == ("", ("2026-01-05 10:00 CET", "now"))
    assert local_cells(("", "")) == ("", ("", ""))


def test_a_date_that_a_reader_types_is_in_their_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    settle(monkeypatch, "Europe/Berlin")
    assert from_local(datetime(2026, 7, 5)) == datetime(2026, 7, 4, 22, tzinfo=UTC)  # noqa: DTZ001
    assert from_local(datetime(2026, 7, 5, tzinfo=UTC)) == datetime(2026, 7, 5, tzinfo=UTC)
    assert log_time(datetime(2026, 7, 5, 9, 0, 12, 5, UTC)) == "2026-07-05T11:00:12+02:00"


@pytest.mark.parametrize(
    ("command", "local", "utc"),
    [
        (("status",), "about (CET)", "about (UTC)"),
        (("why", "ada@acme.example"), "(CET)", "(UTC)"),
        (("leads",), "last step (CET)", "last step (UTC)"),
        (("replies", "--since", "2026-04-01"), "since 2026-04-01 00:00 CEST", "since 2026-04-01 00:00 UTC"),
        (("pause", "bob@bolt.example", "--for", "2d"), " CET", " UTC"),
        (("suppress", "list"), "since (CET)", "since (UTC)"),
    ],
)
def test_commands_show_local_times_and_utc_on_request_while_json_stays_utc(
    cli: Cli, world: World, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], local: str, utc: str
) -> None:
    enrol(cli)
    assert cli("suppress", "add", "nobody@acme.example")[0] == 0
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    advance(world, minutes=5)
    assert cli("poll")[0] == 0
    settle(monkeypatch, "Europe/Berlin")
    _, shown, _ = cli(*command)
    assert local in shown
    assert not re.search("[0-9]Z", shown)
    _, in_utc, _ = cli(*command, "--utc")
    assert utc in in_utc
    assert "CE" not in in_utc
    _, envelope = cli.json(*command)
    assert "CE" not in json.dumps(envelope)


def test_csv_stays_utc(cli: Cli, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    assert world.ledger
    in_utc = cli("leads", "--csv")[1]
    settle(monkeypatch, "Europe/Berlin")
    assert cli("leads", "--csv")[1] == in_utc
    assert "2026-03-02T" in in_utc
