"""`poll`: read the events stream, then send what is due."""

from seqcli.clock import Clock
from seqcli.commands.dry_runs import plan_runs, planned_result
from seqcli.commands.notifying import open_teller
from seqcli.commands.runs import RunPrompts, read_max_time_s, run_rounds
from seqcli.commands.session import connected, opened
from seqcli.config import Settings
from seqcli.engine.run_report import Limits
from seqcli.output.result import CommandResult
from seqcli.store import Brake

DEFAULT_POLL = "4m"


def poll(
    settings: Settings,
    clock: Clock,
    prompts: RunPrompts,
    *,
    max_sends: int | None = None,
    max_time: str | None = None,
    send: bool = True,
    dry_run: bool = False,
    follow: bool = False,
) -> CommandResult:
    """Read the stream and send what is due, in rounds, until nothing is due or `max_time` is over.

    The default `max_time` is four minutes, or none with `follow`.

    Raises:
        LockHeldError: another run is going on.
        ConfigError: there is no usable key, or `seqcli.toml` cannot be used.
    """
    longest = None if follow else DEFAULT_POLL
    longest = longest if max_time is None else max_time
    limits = Limits(max_sends, None if longest is None else read_max_time_s(longest), send)
    teller = open_teller(settings, clock, prompts.warn, is_dry_run=dry_run)
    with teller.watching(), opened(settings.db) as store, connected(settings, store, clock) as client:
        if dry_run:
            brakes: dict[Brake, str] = {}
            planned = plan_runs(store, client, store.leads.load_identities(), tell_brake=brakes.__setitem__)
            return planned_result(planned, "Dry run: this is what `seqcli poll` would send now.", brakes)
        return run_rounds(store, client, clock, prompts, teller, "poll", limits, follow=follow)
