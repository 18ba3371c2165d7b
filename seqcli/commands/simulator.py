"""`simulator`: serve a simulated 12m on this machine."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from seqcli.clock import SystemClock
from seqcli.commands.session import interruptible
from seqcli.errors import UsageError
from seqcli.output.result import CommandResult, Text
from seqcli.simulator import (
    DEFAULT_HANDLE,
    DEFAULT_KEY,
    OFFICE_HOURS,
    TALKATIVE_MIX,
    Options,
    People,
    ScaledClock,
    Served,
    World,
    serve,
)
from seqcli.wording import counted


def serve_simulator(
    port: int, speed: float, seed: int, say: Callable[[str], None], *, cap: int | None = None
) -> CommandResult:
    """Serve a simulated 12m on this machine until interrupted, and return what it accepted. `cap` is mails a day (UTC).

    Raises:
        UsageError: the port is taken.
    """
    clock = ScaledClock(speed=speed)
    world = World(clock, seed=seed, options=Options(address_form="named", quote_layout=None))
    identity = world.identity(DEFAULT_HANDLE)
    identity.drip, identity.daily_cap = OFFICE_HOURS, cap
    People(world, seed=seed, mix=TALKATIVE_MIX)
    with interruptible() as stopping, _served(world, port) as served:
        say(f"simulated 12m at {served.url}, {speed:g} times real time; Ctrl-C ends it")
        settings = {"BASE_URL": served.url, "KEY": DEFAULT_KEY, "HANDLE": DEFAULT_HANDLE}
        if cap is not None:
            say(f"the identity may send {counted(cap, 'mail')} a day (UTC)")
        say("export " + " ".join(f"TWELVEM_{name}={value}" for name, value in settings.items()))
        say(
            f"""reply as a person: curl -d '{{"who": "EMAIL", "text": "Yes, call me"}}' {served.url}/_sim/reply"""
        )
        say(f"accepted mails: curl {served.url}/_sim/ledger; more: seqcli simulator --help")
        real = SystemClock()
        while not stopping():
            real.sleep(0.2)
            with world.lock:
                world.run_due()
    line = f"accepted {counted(len(world.ledger), 'mail')}"
    return CommandResult({"accepted": len(world.ledger)}, (Text((line,)),))


@contextmanager
def _served(world: World, port: int) -> Iterator[Served]:
    try:
        context = serve(world, port=port)
        served = context.__enter__()
    except OSError as error:
        raise UsageError(
            "port_taken", f"port {port}: {error.strerror}", "Choose another with --port."
        ) from error
    try:
        yield served
    finally:
        context.__exit__(None, None, None)
