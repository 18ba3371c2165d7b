"""The plan of a dry run: what the next run would send, whom it would leave out, and both as a result."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from seqcli.client import Client
from seqcli.clock import to_text
from seqcli.commands.brakes import brake_data
from seqcli.commands.runs import open_send_context
from seqcli.eligibility import Blocker
from seqcli.engine.leads.braking import load_news, stop_sentence
from seqcli.output.result import Block, CommandResult, Note, Table, Text, shown
from seqcli.store import Brake, Store
from seqcli.wording import counted

if TYPE_CHECKING:
    from seqcli.engine.send.dry_run import PlannedSend

_NAMED_SKIPPED = 3
_MOST_SHOWN = 200


def plan_runs(
    store: Store,
    client: Client,
    identities: Iterable[str],
    before: Callable[[], None] = lambda: None,
    sequence_id: str | None = None,
    tell_brake: Callable[[Brake, str], None] = lambda _brake, _text: None,
) -> "Iterator[PlannedSend]":
    """Yield what the next run would do for these identities, in its order, and who would get nothing.

    The latter of one sequence, or of all. `before` runs first; everything is rolled back. `tell_brake` gets the
    brakes that would stop mails, each with its sentence.
    """
    from seqcli.engine.send.dry_run import plan_sends, read_ahead  # noqa: PLC0415 - no run needs it

    for identity in sorted(identities):
        ctx = open_send_context(store, client, identity)
        known = read_ahead(ctx)
        with store.transaction(rollback=True):
            before()
            yield from plan_sends(ctx, known, sequence_id)
            for brake in load_news(store):
                tell_brake(brake, stop_sentence(store, brake))


def planned_result(
    planned: "Iterable[PlannedSend]", headline: str, brakes: Mapping[Brake, str] | None = None
) -> CommandResult:
    """Return the planned sends of a dry run, and whom it leaves out, as a result.

    Leads that are not released are counted: a list that waits for `start` may be long. `brakes` may fill meanwhile.
    """
    plan = _Plan()
    for each in planned:
        plan.take(each)
    data = {
        "planned": plan.sends.rows(),
        "skipped": plan.skipped.rows(),
        "unreleased": dict(plan.unreleased),
        "brakes": [brake_data(each) for each in brakes or {}],
    }
    blocks: list[Block] = [Text((headline, *(() if plan.count else ("nothing would be sent",))))]
    if plan.count:
        heads = ("lead", "sequence", "step", "about", "what")
        blocks.append(Table("", heads, tuple(plan.first), frozenset({"step"}), ("what",)))
    if plan.groups:
        blocks.append(_skipped_table(plan.groups))
    notes = [Note(text, is_warning=True) for text in (brakes or {}).values()]
    if plan.count > len(plan.first):
        notes.append(Note(f"and {plan.count - len(plan.first):,} more: --json lists all"))
    notes += [
        Note(f"{counted(count, 'lead')} of {each} not released: seqcli start {each}")
        for each, count in plan.unreleased.items()
    ]
    return CommandResult(data, tuple(blocks), tuple(notes))


class _Plan:
    """What a dry run found, in little memory: the first sends to look at, and whom it leaves out by reason."""

    def __init__(self) -> None:
        from seqcli.commands.spool import Spool  # noqa: PLC0415 - no run needs it

        self.sends, self.skipped = Spool(), Spool()
        self.count = 0
        self.first: list[tuple[str, ...]] = []
        self.unreleased: Counter[str] = Counter()
        self.groups: dict[tuple[str, str], tuple[int, list[str]]] = {}

    def take(self, planned: "PlannedSend") -> None:
        """Note one more lead."""
        if planned.attempt is not None:
            self.sends.add(_planned_data(planned))
            self.count += 1
            if len(self.first) < _MOST_SHOWN:
                self.first.append(_planned_cells(planned))
        elif planned.skipped is Blocker.NOT_RELEASED:
            self.unreleased[planned.lead.sequence_id] += 1
        else:
            self.skipped.add(_skipped_data(planned))
            count, who = self.groups.setdefault((planned.lead.sequence_id, planned.why), (0, []))
            if len(who) < _NAMED_SKIPPED:
                who.append(planned.lead.email)
            self.groups[planned.lead.sequence_id, planned.why] = (count + 1, who)


def _skipped_table(groups: Mapping[tuple[str, str], tuple[int, list[str]]]) -> Table:
    """Return whom a dry run leaves out, by reason, with the first few addresses."""
    rows = tuple(
        (sequence_id, str(count), why, ", ".join(who) + (", …" if count > len(who) else ""))
        for (sequence_id, why), (count, who) in groups.items()
    )
    return Table("left out", ("sequence", "leads", "why", "who"), rows, frozenset({"leads"}))


def _planned_cells(planned: "PlannedSend") -> tuple[str, ...]:
    lead = planned.lead
    return (lead.email, lead.sequence_id, str(planned.step + 1), _about(planned), _planned_text(planned))


def _about(planned: "PlannedSend") -> str:
    return "now" if planned.at is None else shown(to_text(planned.at))


def _planned_data(planned: "PlannedSend") -> dict[str, Any]:
    attempt = planned.attempt
    return {
        "email": planned.lead.email,
        "sequence": planned.lead.sequence_id,
        "step": planned.step + 1,
        "key": "" if attempt is None else attempt.idempotency_key,
        "body": "" if attempt is None else attempt.request_body.decode(),
        "why": planned.why,
        "at": None if planned.at is None else to_text(planned.at),
    }


def _skipped_data(skipped: "PlannedSend") -> dict[str, Any]:
    return {
        "email": skipped.lead.email,
        "sequence": skipped.lead.sequence_id,
        "step": skipped.step + 1,
        "code": skipped.skipped,
        "why": skipped.why,
    }


def _planned_text(planned: "PlannedSend") -> str:
    """Return why a send would not be made, else its subject or first line."""
    body = b"" if planned.attempt is None else planned.attempt.request_body
    wire = json.loads(body) if body else {}
    return planned.why or wire.get("subject") or _first_line(wire.get("text") or "")


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")[:80]
