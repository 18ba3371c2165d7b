"""What `demo` and `rehearse` share: a campaign against a simulated 12m in virtual time, and its check."""

import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from seqcli.client import Client
from seqcli.clock import DAY_MS, ServerTime, VirtualClock, format_duration, to_text
from seqcli.commands.column_questions import Answer, ColumnChoices, import_asking
from seqcli.commands.import_leads import import_leads
from seqcli.commands.import_sequence import import_sequence
from seqcli.commands.runs import run_data
from seqcli.commands.session import get_sequence, opened
from seqcli.commands.status import status
from seqcli.config import Settings, own_command
from seqcli.engine.leads.release import release
from seqcli.engine.loop import Runner, check_world
from seqcli.engine.run_report import Limits
from seqcli.errors import ExitCode, StateError
from seqcli.model import Lead, LeadStatus, Sequence
from seqcli.output.result import CommandResult, Note, Table, Text
from seqcli.reasons import RENDER_HOLDS, PauseCause
from seqcli.sequence_settings import BrakeLimits, Pacing, settings_to_json
from seqcli.simulator import (
    BOUNCING,
    DEFAULT_HANDLE,
    DEFAULT_KEY,
    OFFICE_HOURS,
    STRANGERS,
    TALKATIVE_MIX,
    Options,
    People,
    PersonaKind,
    World,
    make_app,
)
from seqcli.simulator.transport import InProcessTransport
from seqcli.store import InboxFilter, LeadFilter, Store
from seqcli.wording import counted

BEGINS_AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
WORLD_URL = "http://localhost"
#: Why a mail that 12m accepted was not delivered.
_UNDELIVERED = {
    **dict.fromkeys(BOUNCING, " (bounced)"),
    PersonaKind.BOUNCES_SOFTLY: " (soft bounce)",
    PersonaKind.BOUNCES_SOFTLY_BY_DAEMON: " (soft bounce)",
    PersonaKind.CANCELLED: " (cancelled, never left)",
    PersonaKind.UNSENDABLE: " (failed, never left)",
}
_POLL_EVERY_H = 6
_NEVER = 10**9
_MAX_DAYS = 120


@dataclass(frozen=True, slots=True)
class RehearsalFrame:
    """The state after one round, for a live view."""

    at: datetime
    day: int
    sent: int
    line: str
    counts: dict[str, int]


@dataclass(slots=True)
class Rehearsal:
    """A state file and a simulated 12m on one virtual clock."""

    store: Store
    world: World
    people: People
    clock: VirtualClock
    client: Client
    rng: Random

    def run(self, command: str) -> tuple[Any, ...]:
        """Run one round, and return what happened as tuples of (address, what)."""
        runner = Runner(self.store, self.client, self.clock, self.rng, command=command)
        run = run_data(self.store, runner.run(Limits()), self.clock)
        return run.replied, run.bounced, run.suppressed, run.failed, run.held, run.refused


@contextmanager
def open_rehearsal(store: Store, clock: VirtualClock, seed: int) -> Iterator[Rehearsal]:
    """Open a world whose people reply more often than real ones, and in which strangers write."""
    world = World(clock, seed=seed, options=Options(address_form="named", quote_layout=None))
    world.identity(DEFAULT_HANDLE).drip = OFFICE_HOURS
    people = People(world, seed=seed, mix=TALKATIVE_MIX)
    for day, (sender, subject, text) in enumerate(STRANGERS, start=1):
        at_ms = world.now_ms() + day * DAY_MS
        world.at(at_ms, partial(world.first_contact_from, sender, text, subject))
    check_world(store, WORLD_URL)
    client = Client(WORLD_URL, DEFAULT_KEY, ServerTime(clock), transport=InProcessTransport(make_app(world)))
    try:
        yield Rehearsal(store, world, people, clock, client, Random(seed))  # noqa: S311 - no secret
    finally:
        client.close()


def perform(
    db: Path, sequence_file: Path, leads_file: Path, show: Callable[[RehearsalFrame], None], seed: int
) -> CommandResult:
    """Import the files into a state file of its own, run them to the end, and check the result against the truth.

    Raises:
        InputFileError: one of the files is broken.
        StateError: the state file exists and belongs to no demo or rehearsal.
    """
    _clear(db)
    clock = VirtualClock(BEGINS_AT)
    settings = Settings(db, WORLD_URL, DEFAULT_HANDLE, DEFAULT_KEY)
    with opened(db, create=True, clock=clock) as store:
        _mark_as_rehearsal(store)
    sequence_id = import_sequence(settings, sequence_file, clock).data["id"]
    receipt = _import(settings, leads_file, sequence_id, clock)
    with opened(db) as store, open_rehearsal(store, clock, seed) as rehearsal:
        _lift_limits(store, get_sequence(store, sequence_id), clock.now())
        sequence = get_sequence(store, sequence_id)
        store.releases.choose(sequence_id, None, None, clock.now())
        release(store, sequence, DEFAULT_HANDLE, 2000, clock.now())
        _play(rehearsal, sequence, show)
        check = _check_run(rehearsal, sequence)
        mails = _mails_by_kind(rehearsal)
        waiting = _find_waiting(store, clock.now())
    final_status = status(db, sequence_id, clock)
    return _rehearsal_result(db, final_status, receipt, check, mails, waiting, clock)


def _import(settings: Settings, leads_file: Path, sequence_id: str, clock: VirtualClock) -> CommandResult:
    """Import without questions: who says no stays out of a rehearsal, who may say no takes part."""

    def run(choices: ColumnChoices) -> CommandResult:
        return import_leads(
            settings, str(leads_file), sequence_id, clock, choices=choices, keep_rejects=False
        )

    return import_asking(
        run,
        lambda each: Answer.LEAVE if each.is_among else Answer.SUPPRESS,
        lambda _offer: Answer.LEAVE,
        ColumnChoices(can_ask=True),
    )


def _clear(db: Path) -> None:
    if not db.exists():
        return
    with opened(db, create=True) as store:  # an interrupted one may have left an empty file
        if store.meta.find("is_play") is None and store.sequences.load_all():
            raise StateError(
                "not_a_play",
                f"{db} does not belong to a demo or rehearsal",
                "Give another file with --db, or leave it out.",
            )
    for suffix in ("", "-wal", "-shm", ".lock", ".mark"):
        Path(f"{db}{suffix}").unlink(missing_ok=True)


def _mark_as_rehearsal(store: Store) -> None:
    with store.transaction():
        store.meta.save("is_play", "yes")


def _lift_limits(store: Store, sequence: Sequence, at: datetime) -> None:
    """Let the rehearsal run to its end: simulated people bounce more often than a brake lets them, and need no pace."""
    brake = BrakeLimits(min_bounces=_NEVER, max_complaints=_NEVER, max_refusals=_NEVER)
    lifted = settings_to_json(replace(sequence.settings, brake=brake, pacing=Pacing()))
    with store.transaction():
        store.sequences.save(sequence.id, sequence.name, sequence.steps, at, lifted)


def _play(rehearsal: Rehearsal, sequence: Sequence, show: Callable[[RehearsalFrame], None]) -> None:
    """Start, then poll every few hours of virtual time until no lead waits any more."""
    _show_round(rehearsal, sequence, show, "start", rehearsal.run("start"))
    for _ in range(_MAX_DAYS * 24 // _POLL_EVERY_H):
        if not rehearsal.store.queries.has_moving_leads(sequence.id):
            return
        rehearsal.clock.advance(hours=_POLL_EVERY_H)
        _show_round(rehearsal, sequence, show, "poll", rehearsal.run("poll"))


def _show_round(
    rehearsal: Rehearsal,
    sequence: Sequence,
    show: Callable[[RehearsalFrame], None],
    command: str,
    summary: tuple[Any, ...],
) -> None:
    words = ("replied", "bounced", "opted out", "dropped", "held", "refused")
    parts = [f"{who} {word}" for word, pairs in zip(words, summary, strict=True) for who, _ in pairs]
    counts: dict[str, int] = {}
    for row in rehearsal.store.queries.load_step_counts(sequence.id):
        counts[row.status] = counts.get(row.status, 0) + row.leads
    now = rehearsal.clock.now()
    line = f"{command}: {', '.join(parts)}" if parts else command
    show(RehearsalFrame(now, (now - BEGINS_AT).days + 1, len(rehearsal.world.ledger), line, counts))


@dataclass(frozen=True, slots=True)
class RehearsalCheck:
    """What the simulator's own ledger says about the run."""

    accepted: int
    twice: tuple[str, ...]
    wrong: tuple[str, ...]
    weeks: str


def _check_run(rehearsal: Rehearsal, sequence: Sequence) -> RehearsalCheck:
    """Compare every lead with what the simulated person did, and look for steps sent twice."""
    seen: set[tuple[str | None, int | None]] = set()
    twice = []
    for each in (line for line in rehearsal.world.ledger if line.lead_id is not None):
        if (each.lead_id, each.step) in seen:
            twice.append(f"{each.to} step {each.step}")
        seen.add((each.lead_id, each.step))
    wrong = []
    for row in rehearsal.store.lead_lists.iter(LeadFilter(sequence.id)):
        truth = rehearsal.people.expected(row.email, len(sequence.steps))
        sent = sum(1 for lead_id, _ in seen if lead_id == row.id)
        if (_needs_value(row) or _follows_colleague(rehearsal.store, row)) and sent <= truth.accepted:
            continue  # as it should be: held for a field that the contact file lacks, or a colleague answered
        if row.released_at and (row.status, sent) != (truth.status, truth.accepted):
            wrong.append(f"{row.email} is {row.status} after step {sent}, should be {truth.status}")
    lasted = format_duration((rehearsal.clock.now() - BEGINS_AT).total_seconds() * 1000)
    return RehearsalCheck(len(rehearsal.world.ledger), tuple(twice), tuple(wrong), lasted)


def _needs_value(lead: Lead) -> bool:
    return lead.status is LeadStatus.HELD and lead.reason_code in RENDER_HOLDS


def _follows_colleague(store: Store, lead: Lead) -> bool:
    """Return whether a colleague's answer has paused or stopped a lead."""
    return any(each.cause is PauseCause.COMPANY for each in store.pauses.load_for_lead(lead.id))


def _mails_by_kind(rehearsal: Rehearsal) -> list[tuple[str, str, str]]:
    """Return (kind of person, example address, steps that 12m accepted for it) for each kind that got mail."""
    found: dict[str, tuple[str, list[str]]] = {}
    for each in (line for line in rehearsal.world.ledger if line.lead_id is not None):
        persona = rehearsal.people.persona(each.to)
        who, steps = found.setdefault(str(persona.kind), (each.to, []))
        if who == each.to:
            step = (each.step or 0) + 1
            lost = _UNDELIVERED.get(persona.kind, "") if step == persona.step else ""
            steps.append(f"step {step} on {to_text(each.dispatch_at or each.at)[:10]}{lost}")
    return sorted((kind, who, ", ".join(steps)) for kind, (who, steps) in found.items())


class _Waiting(NamedTuple):
    """How many mails wait for a person, and who wrote the newest of a lead."""

    mails: int
    email: str | None


def _find_waiting(store: Store, now: datetime) -> _Waiting:
    rows = store.inbox.iter(InboxFilter(), now)
    newest = next((row.email for row in rows if row.email is not None), None)
    return _Waiting(store.inbox.count(now).open, newest)


def _rehearsal_result(
    db: Path,
    final_status: CommandResult,
    receipt: CommandResult,
    check: RehearsalCheck,
    mails: list[tuple[str, str, str]],
    waiting: _Waiting,
    clock: VirtualClock,
) -> CommandResult:
    is_right = not check.twice and not check.wrong
    all_right = "every step once, nothing after a reply, every lead in the right state"
    found = all_right if is_right else "; ".join((*check.twice, *check.wrong))
    mailed = f"{counted(check.accepted, 'mail')} over {check.weeks} of virtual time"
    lines = [f"{mailed}; by the simulated 12m's own ledger: {found}"]
    if not check.accepted:
        lines = [f"no mail was sent: {_why_no_mail(receipt, final_status)}"]
    data = {
        "db": str(db),
        "ended_at": to_text(clock.now()),
        "accepted": check.accepted,
        "sent_twice": list(check.twice),
        "wrong": list(check.wrong),
        "import": receipt.data["counts"],
        "status": final_status.data,
        "inbox_open": waiting.mails,
        "accepted_for": [{"kind": k, "email": who, "steps": what} for k, who, what in mails],
    }
    someone = next((who for kind, who, _ in mails if "repl" in kind), mails[0][1] if mails else "")
    notes = (
        *(note for note in receipt.notes if note.is_warning),
        *((Note(f"the inbox has {counted(waiting.mails, 'mail')} for you"),) if waiting.mails else ()),
        Note("have a look:"),
        *(
            Note(f"  {shlex.join([*own_command(), *words, '--db', str(db)])}")
            for words in (
                ("status",),
                ("inbox",),
                *((("thread", waiting.email),) if waiting.email else ()),
                ("replies",),
                *((("why", someone),) if someone else ()),
            )
        ),
    )
    table = Table(
        "what 12m accepted, by kind of person",
        ("kind of person", "for example", "accepted by 12m (days in UTC)"),
        tuple(mails),
    )
    # A rehearsal without any mail shows nothing.
    code = ExitCode.DONE if is_right and check.accepted else ExitCode.SOME_FAILED
    return CommandResult(
        data, (*((table,) if mails else ()), *final_status.blocks, Text(tuple(lines))), notes, code
    )


def _why_no_mail(receipt: CommandResult, final_status: CommandResult) -> str:
    """Return in numbers why a rehearsal sent nothing."""
    counts = final_status.data["sequences"][0]["counts"]
    parts = [
        f"{counted(receipt.data['counts']['rejected'], 'row')} rejected",
        *(
            f"{counted(counts[each], 'lead')} {each}"
            for each in ("held", "suppressed", "refused")
            if counts[each]
        ),
    ]
    return ", ".join(parts)
