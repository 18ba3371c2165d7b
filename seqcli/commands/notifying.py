"""Tells whom `seqcli.toml` names what happened in a run of `start` or `poll`, after its mails have gone."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from seqcli.clock import Clock
from seqcli.commands.session import opened, server_now
from seqcli.config import Settings, environment_without_secrets, known_keys
from seqcli.errors import SeqcliError
from seqcli.output.result import CommandResult, Note
from seqcli.project_file import NotifySettings, read_project_file
from seqcli.store import Store
from seqcli.wording import counted

if TYPE_CHECKING:
    from seqcli.engine.notify import Channel, DeliveryReport, Failure
    from seqcli.engine.run_report import RunReport

#: No delivery begins later after a run, or after a round of `--follow`; one that has begun ends in 10 seconds.
PATIENCE_S = 20.0


def open_channels(settings: Settings, notify: NotifySettings | None) -> "dict[str, Channel]":
    """Return how notices are delivered, by the name of the setting.

    Raises:
        ConfigError: a webhook has no secret to sign with.
    """
    channels: dict[str, Channel] = {}
    if notify is None:
        return channels
    if notify.command:
        channels["command"] = _command_channel(notify)
    if notify.webhook:
        from seqcli.client.webhook import Webhook  # noqa: PLC0415 - httpx is heavy

        channels["webhook"] = _redacted(Webhook(notify.webhook, settings.need_notify_secret()).deliver)
    return channels


def _command_channel(notify: NotifySettings) -> "Channel":
    from seqcli.notify_command import run_command  # noqa: PLC0415 - few folders name a command

    def deliver(_notice_id: str, body: bytes, _at: datetime) -> str:
        return run_command(notify.command, body, notify.folder, environment_without_secrets())

    return _redacted(deliver)


def _redacted(deliver: "Channel") -> "Channel":
    """Return the channel, with our secrets left out of the reasons that it gives."""

    def without_secrets(notice_id: str, body: bytes, at: datetime) -> str:
        problem = deliver(notice_id, body, at)
        for secret in known_keys():
            problem = problem.replace(secret, "[secret]")
        return problem

    return without_secrets


@dataclass(slots=True)
class _Outcome:
    """What became of a run's notices. `problems` by channel are as the last try left them."""

    delivered: int
    problems: dict[str, str]
    given_up: dict[str, int]


class Teller:
    """Tells what happened in one run. Without channels it only forgets what others waited for.

    No problem of a channel ever changes what the run does or its exit code.
    """

    def __init__(
        self, settings: Settings, clock: Clock, channels: "Mapping[str, Channel]", warn: Callable[[str], None]
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._channels = channels
        self._warn = warn
        self._outcome = _Outcome(0, {}, {})
        self._told: list[Exception] = []

    def begin(self, store: Store) -> None:
        """Let everything from now on be told."""
        if self._channels or store.meta.find("notify") is not None:
            from seqcli.engine.notify import begin  # noqa: PLC0415 - few folders name anybody

            begin(store, self._channels)

    def tell(
        self, store: Store, report: "RunReport", now: Callable[[], datetime], stopping: Callable[[], bool]
    ) -> None:
        """Tell what is new after a run."""
        if not self._channels:
            return
        from seqcli.engine.notify import find_failure  # noqa: PLC0415

        failure = find_failure(report.problems)
        self._told = [*report.problems]
        is_clean = not report.problems and not stopping()
        self._tell(store, failure, now, stopping, is_clean=is_clean)

    def tell_round(
        self, store: Store, report: "RunReport", now: Callable[[], datetime], stopping: Callable[[], bool]
    ) -> None:
        """Tell what is new after a round of `--follow`, and warn of a channel's problem that is new."""
        before = self._outcome.problems
        self.tell(store, report, now, stopping)
        for name, problem in self._outcome.problems.items():
            if before.get(name) != problem:
                self._warn(_failed_text(name, problem))

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Tell of an error that ends the run; it is raised all the same."""
        try:
            yield
        except Exception as error:
            if self._channels and error not in self._told:
                self._tell_error(error)
            for note in self._notes():
                self._warn(note.text)
            raise

    def _tell_error(self, error: Exception) -> None:
        from seqcli.engine.notify import find_failure  # noqa: PLC0415

        failure = find_failure([error])
        if failure is None:
            return
        try:
            with opened(self._settings.db) as store:
                self.begin(store)
                self._tell(store, failure, lambda: server_now(store, self._clock), lambda: False)
        except SeqcliError:
            self._tell_unkept(failure)

    def _tell(
        self,
        store: Store,
        failure: "Failure | None",
        now: Callable[[], datetime],
        stopping: Callable[[], bool],
        *,
        is_clean: bool = False,
    ) -> None:
        from seqcli.engine.notify import collect, deliver  # noqa: PLC0415

        collect(store, self._channels, now(), failure, is_clean=is_clean)
        ends_at = self._clock.monotonic() + PATIENCE_S

        def is_over() -> bool:
            return stopping() or self._clock.monotonic() >= ends_at

        self._note(deliver(store, self._channels, now, is_over))

    def _tell_unkept(self, failure: "Failure") -> None:
        """Tell once of a failure that the state file cannot keep: the file itself is what failed."""
        from seqcli.engine.notify import failure_notice  # noqa: PLC0415

        notice = failure_notice(failure, self._clock.now())
        for name, channel in self._channels.items():
            if problem := channel(notice.id, f"{notice.body}\n".encode(), notice.at):
                self._warn(
                    f"notify: {name} failed: {problem}; the state file cannot keep it for the next run"
                )

    def _note(self, report: "DeliveryReport") -> None:
        outcome = self._outcome
        outcome.delivered += report.delivered
        outcome.problems = dict(report.failed)
        for name, count in report.given_up.items():
            outcome.given_up[name] = outcome.given_up.get(name, 0) + count

    def add_to(self, result: CommandResult) -> CommandResult:
        """Return a run's result with what became of its notices; its exit code stays."""
        if not self._channels:
            return result
        outcome = self._outcome
        told = {"delivered": outcome.delivered, "failed": outcome.problems, "given_up": outcome.given_up}
        return replace(result, data={**result.data, "notices": told}, notes=(*result.notes, *self._notes()))

    def _notes(self) -> Iterator[Note]:
        for name, problem in self._outcome.problems.items():
            yield Note(_failed_text(name, problem), is_warning=True)
        for name, count in self._outcome.given_up.items():
            gone = f"notify: {name} failed for 7 days: {counted(count, 'notice')} dropped"
            yield Note(
                f"{gone}. `seqcli inbox` and `seqcli status` have what they were about", is_warning=True
            )


def _failed_text(name: str, problem: str) -> str:
    return f"notify: {name} failed: {problem}; tried again by the next run"


def open_teller(
    settings: Settings, clock: Clock, warn: Callable[[str], None], *, is_dry_run: bool = False
) -> Teller:
    """Return who tells what happens in a run. A dry run tells nothing, but reads the file as the run would.

    Raises:
        ConfigError: `seqcli.toml` cannot be used, or the secret of its webhook is missing.
    """
    channels = open_channels(settings, read_project_file(settings.db).notify)
    return Teller(settings, clock, {} if is_dry_run else channels, warn)
