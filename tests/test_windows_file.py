"""Window W53: the state file is moved, deleted or replaced while a run has it open; and what cannot be written or read."""

import shutil
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from faulty import ADA, BOB, CYD, make_bench
from world import plain_step

from seqcli.errors import ExitCode, StateError
from seqcli.simulator import Options
from seqcli.templates.bounds import GROWS


def unlink(path: Path) -> None:
    path.unlink()


def replace_by_copy(path: Path) -> None:
    copy = path.with_suffix(".copy")
    shutil.copy(path, copy)
    copy.replace(path)


def replace_by_empty(path: Path) -> None:
    other = path.with_suffix(".other")
    other.touch()
    other.replace(path)


def move_away(path: Path) -> None:
    path.rename(path.with_suffix(".away"))


MOVES = [unlink, replace_by_copy, replace_by_empty, move_away]


class MovingWire(httpx.BaseTransport):
    """A wire during whose first send somebody does something to the state file."""

    def __init__(self, inner: httpx.BaseTransport, act: Callable[[], None]) -> None:
        self._inner = inner
        self._act: Callable[[], None] | None = act

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._inner.handle_request(request)
        if request.method == "POST" and self._act is not None:
            act, self._act = self._act, None
            act()
        return response

    def close(self) -> None:
        self._inner.close()


@pytest.mark.window("W53")
@pytest.mark.parametrize("move", MOVES)
def test_a_file_that_goes_between_rounds_is_not_sent_from(
    tmp_path: Path, move: Callable[[Path], None]
) -> None:
    bench = make_bench(tmp_path, ADA, BOB, options=Options())
    assert bench.poll(max_sends=1).sent == 1
    move(bench.path)
    with pytest.raises(StateError, match=str(bench.path)) as caught:
        bench.poll()
    assert (caught.value.code, caught.value.exit_code) == ("file_gone", ExitCode.STATE_UNUSABLE)
    assert len(bench.world.ledger) == 1


@pytest.mark.window("W53")
@pytest.mark.parametrize("move", MOVES)
def test_a_file_that_goes_between_two_sends_of_a_round_stops_the_second(
    tmp_path: Path, move: Callable[[Path], None]
) -> None:
    bench = make_bench(tmp_path, ADA, BOB, CYD, options=Options())
    bench.wrap = lambda wire: MovingWire(wire, lambda: move(bench.path))
    bench.reopen()
    with pytest.raises(StateError) as caught:
        bench.poll()
    assert caught.value.code == "file_gone"
    assert len(bench.world.ledger) == 1


@pytest.mark.window("W53")
def test_a_file_that_is_reached_by_a_link_is_followed_to_the_file(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB, options=Options())
    real = bench.path.with_name("real.db")
    bench.store.close()
    bench.path.rename(real)
    bench.path.symlink_to(real)
    bench.open()
    assert bench.poll().sent == 2
    move_away(real)
    with pytest.raises(StateError):
        bench.poll()


def test_a_template_that_grows_for_one_lead_holds_that_lead_and_nobody_else(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, options=Options())
    grows = "{% set x = grow | default('') %}" + "{% set x = x ~ x %}" * 40 + "Hi {{ company }}."
    bench.add_sequence("long", (plain_step("Hello", grows),))
    bench.add_leads(ADA, CYD, sequence_id="long")
    bench.add_leads(BOB, sequence_id="long", fields='{"company": "Bolt", "grow": "x"}')
    bench.release("long")
    report = bench.poll()
    assert bench.status(BOB, "long") == ("held", f"step 1 cannot be rendered: template: {GROWS}")
    assert sorted(each.to for each in bench.world.ledger) == sorted([ADA, CYD])
    assert report.exit_code() is ExitCode.SOME_FAILED
