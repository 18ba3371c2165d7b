"""What `start` and `poll` did, and what they would do: in words, names and numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from seqcli.clock import to_text
from seqcli.errors import ExitCode, SeqcliError
from seqcli.output.result import Block, CommandResult, Note, Table, Text, shown
from seqcli.wording import counted

Named = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RunData:
    """A run's counts and names. Pairs are (address, what)."""

    first_steps: int
    follow_ups: int
    events: int
    replied: Named
    bounced: Named
    suppressed: Named
    failed: Named
    held: Named
    refused: Named
    adopted: Named
    unknown: Named
    unreadable: tuple[str, ...]
    unknown_types: tuple[str, ...]
    throttled: Mapping[str, datetime]
    left: int
    problems: tuple[SeqcliError, ...]
    warnings: tuple[str, ...]
    exit_code: ExitCode


_NAMED = (
    ("replied", "replied"),
    ("bounced", "bounced"),
    ("suppressed", "suppressed"),
    ("failed", "dropped by 12m"),
    ("held", "held"),
    ("refused", "refused by 12m"),
    ("adopted", "adopted from the stream"),
)


def run_result(facts: RunData) -> CommandResult:
    """Return the summary of a run."""
    blocks: list[Block] = [Text((_headline(facts),))]
    rows = [(title, who, what) for name, title in _NAMED for who, what in getattr(facts, name)]
    if rows:
        blocks.append(Table("", ("what", "lead", "how"), tuple(rows)))
    return CommandResult(_data(facts), tuple(blocks), tuple(_notes(facts)), facts.exit_code)


def _headline(facts: RunData) -> str:
    sent = f"sent {facts.first_steps + facts.follow_ups}"
    parts = f" ({counted(facts.first_steps, 'first step')}, {counted(facts.follow_ups, 'follow-up')})"
    names = ", ".join(
        f"{len(getattr(facts, name))} {title}" for name, title in _NAMED if getattr(facts, name)
    )
    return f"{sent}{parts}; {counted(facts.events, 'new event')}" + (f": {names}" if names else "")


def _data(facts: RunData) -> dict[str, Any]:
    return {
        "sent": {"first_steps": facts.first_steps, "follow_ups": facts.follow_ups},
        "events": facts.events,
        **{name: [{"email": who, "what": what} for who, what in getattr(facts, name)] for name, _ in _NAMED},
        "unknown": [{"email": who, "what": what} for who, what in facts.unknown],
        "unreadable": list(facts.unreadable),
        "unknown_types": list(facts.unknown_types),
        "resting": {identity: to_text(until) for identity, until in facts.throttled.items()},
        "left": facts.left,
        "problems": [
            {"code": each.code, "message": each.message, "hint": each.hint} for each in facts.problems
        ],
    }


def _notes(facts: RunData) -> list[Note]:
    notes = [
        Note(f"{identity} is throttled until {shown(to_text(until))}: run `seqcli poll` after that")
        for identity, until in facts.throttled.items()
    ]
    if facts.left:
        notes.append(Note(f"{counted(facts.left, 'send')} left for the next `seqcli poll`"))
    if facts.unknown:
        who = ", ".join(sorted({address for address, _ in facts.unknown})[:3])
        notes.append(
            Note(
                f"no clear answer yet for {counted(len(facts.unknown), 'send')} ({who}): the next run settles that"
            )
        )
    notes += [Note(f"kept but could not be read: {text}", is_warning=True) for text in facts.unreadable]
    notes += [Note(f"kept and passed over: events of type {kind}") for kind in facts.unknown_types]
    notes += [Note(text, is_warning=True) for text in facts.warnings]
    notes += [Note(f"{each.message}. {each.hint}".strip(), is_warning=True) for each in facts.problems]
    if facts.exit_code is ExitCode.INTERRUPTED:
        notes.append(Note("interrupted: everything is as it should be; `seqcli poll` sends what is missing"))
    return notes


@dataclass(frozen=True, slots=True)
class PlannedMail:
    """A send that would be made, as people and programs see it; `why` says why not, where it would not."""

    email: str
    sequence_id: str
    step: int
    subject: str
    text: str
    body: str
    key: str
    why: str


def plan_result(mails: tuple[PlannedMail, ...], head: str) -> CommandResult:
    """Return what a run would send."""
    rows = tuple(
        (m.email, m.sequence_id, str(m.step), m.why or m.subject or _first_line(m.text)) for m in mails
    )
    blocks: tuple[Block, ...] = (
        Text((head,)),
        Table("", ("lead", "sequence", "step", "what"), rows, frozenset({"step"})),
    )
    data = {
        "planned": [
            {
                "email": m.email,
                "sequence": m.sequence_id,
                "step": m.step,
                "key": m.key,
                "body": m.body,
                "skipped": m.why if not m.key else None,
            }
            for m in mails
        ]
    }
    return CommandResult(data, blocks if mails else (Text((head, "nothing would be sent")),), ())


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")[:80]
