"""The results of steering commands: exact counts, and the first leads of each kind."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from seqcli.clock import to_text
from seqcli.eligibility import is_paused
from seqcli.engine.leads.bulk_steering import Steer
from seqcli.engine.leads.targets import Named, is_free_mail, names_person
from seqcli.errors import ExitCode
from seqcli.model import Lead
from seqcli.output.result import Block, CommandResult, Note, Table, Text, shown
from seqcli.reasons import PauseCause
from seqcli.store import Store
from seqcli.store.targets import TargetCounts, TargetKind
from seqcli.wording import counted

#: So many leads of a kind are listed.
SHOWN = 200
#: What a command did, by its name.
DONE = {"pause": "paused", "resume": "resumed", "stop": "stopped", "requeue": "requeued", "undo": "restored"}
UNDO_NOTE = Note("undo with: seqcli undo")
_BESIDES = {
    TargetKind.UNCHANGED: "unchanged",
    TargetKind.ENDED: "ended before",
    TargetKind.NOT_ENDED: "neither failed nor stopped",
    TargetKind.NOT_PAUSED: "not paused",
    TargetKind.LEFT: "left as they are",
}


@dataclass(frozen=True, slots=True)
class Steered:
    """What a command did to its targets; `unknown` counts addresses that are no leads, `names` are the first."""

    command: Steer
    named: Named
    counts: TargetCounts
    at: datetime
    steering_id: int | None
    unknown: int
    names: list[str]
    dry_run: bool


def steered_result(store: Store, steered: Steered) -> CommandResult:
    """Return what a steering command did, while its targets are still chosen."""
    changed = _load(store, steered.counts, TargetKind.CHANGED, TargetKind.UNCHANGED)
    left = store.targets.load([TargetKind.LEFT], SHOWN)
    data = {
        "command": steered.command.verb,
        "what": steered.named.text(),
        "dry_run": steered.dry_run,
        "steering_id": steered.steering_id,
        "undo": None if steered.steering_id is None else "seqcli undo",
        "counts": counts_data(steered.counts) | {"unknown": steered.unknown},
        "leads": [lead_data(lead, steered.at) for lead, _ in changed],
        "left": [left_data(lead, why) for lead, why in left],
        "unknown": steered.names,
    }
    blocks: list[Block] = [leads_table([lead for lead, _ in changed], steered.at)] if changed else []
    blocks += left_blocks(left)
    blocks += [Text((f"unknown: {name}",)) for name in steered.names]
    blocks.append(Text((told(steered),)))
    code = ExitCode.SOME_FAILED if steered.unknown else ExitCode.DONE
    return CommandResult(data, tuple(blocks), tuple(_notes(store, steered)), code)


def _load(store: Store, counts: TargetCounts, *kinds: TargetKind) -> list[tuple[Lead, str]]:
    return store.targets.load(kinds, SHOWN) if any(map(counts.get, kinds)) else []


def told(steered: Steered) -> str:
    """Return `paused 12 leads of 10 people; 2 ended before`."""
    counts = steered.counts
    people = "1 person" if counts.people == 1 else f"{counts.people:,} people"
    done = f"{DONE[steered.command.verb]} {counted(counts.get(TargetKind.CHANGED), 'lead')} of {people}"
    parts = [f"dry run, nothing was written: would have {done}" if steered.dry_run else done]
    parts += [f"{counts.get(kind):,} {text}" for kind, text in _BESIDES.items() if counts.get(kind)]
    if steered.unknown:
        parts.append(f"{steered.unknown:,} unknown address{'' if steered.unknown == 1 else 'es'}")
    return "; ".join(parts)


def _notes(store: Store, steered: Steered) -> list[Note]:
    notes = []
    shown_leads = steered.counts.get(TargetKind.CHANGED) + steered.counts.get(TargetKind.UNCHANGED)
    hidden = max(shown_leads, steered.counts.get(TargetKind.LEFT), steered.unknown) - SHOWN
    if hidden > 0:
        notes.append(Note(f"only the first {SHOWN} are shown: seqcli leads --csv has all"))
    if is_free_mail(steered.named):
        notes.append(
            Note(f"{steered.named.company} is a free-mail domain: its users are no company", is_warning=True)
        )
    if steered.command.verb == "resume" and not steered.dry_run:
        notes += _still_paused(store, steered)
    if steered.steering_id is not None:
        notes.append(UNDO_NOTE)
    return notes


def _still_paused(store: Store, steered: Steered) -> list[Note]:
    """Return what other pauses stand, with the command that lifts them."""
    return [
        Note(
            f"{counted(count, 'lead')} still paused {PAUSED_BY[cause]}."
            f" To resume: {resume_command(steered.named, cause)}",
            is_warning=True,
        )
        for cause, count in store.targets.count_still_paused(steered.at).items()
    ]


#: What a cause of a pause means, after "paused".
PAUSED_BY = {
    PauseCause.PERSON: "by hand",
    PauseCause.COMPANY: "for the answer of a colleague",
    PauseCause.AUTO_REPLY: "by an auto-reply",
}


def resume_command(named: Named, cause: PauseCause) -> str:
    """Return the command that lifts the pauses of a cause from whom somebody named."""
    option = f" --cause {cause_option(cause)}"
    if named.is_sequence:
        return f"seqcli resume {named.options()}{option}"
    if names_person(named) and cause is not PauseCause.COMPANY:
        # A company that is named by an address is who was paused for it; other pauses are lifted one by one.
        return f"seqcli resume EMAIL{'' if cause is PauseCause.PERSON else option} for each"
    if named.file == "-":
        return f"save the list as a file, then seqcli resume {replace(named, file='FILE').options()}{option}"
    return f"seqcli resume {named.options()}{'' if cause is PauseCause.PERSON else option}"


def cause_option(cause: PauseCause) -> str:
    """Return a cause as `--cause` takes it."""
    return cause.replace("_", "-")


# -- leads


def counts_data(counts: TargetCounts) -> dict[str, int]:
    """Return the counts of all kinds for JSON; `leads` are those that changed."""
    kinds = {str(kind): counts.get(kind) for kind in TargetKind if kind is not TargetKind.CHANGED}
    return {"leads": counts.get(TargetKind.CHANGED), "people": counts.people, **kinds}


def leads_result(leads: list[Lead], at: datetime) -> CommandResult:
    """Return the state of leads after a change."""
    return CommandResult({"leads": [lead_data(lead, at) for lead in leads]}, (leads_table(leads, at),))


def leads_table(leads: list[Lead], at: datetime) -> Table:
    """Return where leads stand."""
    rows = tuple(
        (x.email, x.sequence_id, str(x.current_step + 1), x.status, _pause_text(x, at), x.status_reason)
        for x in leads
    )
    return Table("", ("lead", "sequence", "step", "status", "sends", "reason"), rows, frozenset({"step"}))


def lead_data(lead: Lead, at: datetime) -> dict[str, Any]:
    """Return where a lead stands, for JSON."""
    paused = is_paused(lead, at)
    return {
        "email": lead.email,
        "sequence": lead.sequence_id,
        "step": lead.current_step + 1,
        "status": lead.status,
        "reason": lead.status_reason,
        "paused": paused,
        "paused_until": _until(lead) if paused else None,
    }


def left_data(lead: Lead, why: str) -> dict[str, str]:
    """Return a lead that a command left as it is, for JSON."""
    return {"email": lead.email, "sequence": lead.sequence_id, "status": lead.status, "reason": why}


def left_blocks(left: list[tuple[Lead, str]]) -> list[Block]:
    """Return the leads that a command left as they are."""
    rows = tuple((lead.email, lead.sequence_id, str(lead.status), why) for lead, why in left)
    return [Table("left as they are", ("lead", "sequence", "status", "why"), rows)] if rows else []


def _pause_text(lead: Lead, at: datetime) -> str:
    if not is_paused(lead, at):
        return ""
    until = _until(lead)
    return f"paused until {shown(until) if until else 'resume'}"


def _until(lead: Lead) -> str | None:
    return None if lead.paused_until is None else to_text(lead.paused_until)
