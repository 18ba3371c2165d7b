"""`status --metrics`: the numbers of the state file for machines that watch. They name no person."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from seqcli.brake import BrakeScope
from seqcli.clock import Clock
from seqcli.commands.session import opened, server_now, shown_path
from seqcli.model import LeadStatus
from seqcli.output.result import CommandResult, Labels, MetricFamily
from seqcli.store import OpenSends, Store

_COUNTERS = (
    ("sent", "seqcli_sends", "Mails of steps that 12m accepted."),
    ("answered", "seqcli_answers", "Leads that came to replied."),
    ("bounced", "seqcli_bounces", "Leads that came to bounced after a mail."),
    ("opted_out", "seqcli_opt_outs", "Leads that opted out or complained."),
)


def metrics(db: Path, clock: Clock) -> CommandResult:
    """Return the metrics of the whole file. Each names the file: several may be watched on one machine."""
    with opened(db) as store:
        sequences = [each.id for each in store.sequences.load_all()]
        families = (
            *_identity_metrics(store),
            *_lead_metrics(store, sequences),
            *_counters(store, sequences),
            *_waiting_metrics(store, clock),
        )
    here = (("file", shown_path(str(db.absolute()))),)
    return CommandResult({}, metrics=tuple(_labelled(each, here) for each in families))


def _labelled(family: MetricFamily, labels: Labels) -> MetricFamily:
    samples = tuple(((*labels, *others), value) for others, value in family.samples)
    return replace(family, samples=samples)


def _identity_metrics(store: Store) -> Iterable[MetricFamily]:
    """Yield when each identity that has somebody to serve was last polled (0: never), and its brake."""
    live = store.monitoring.load_live_identities()
    drained = {each.identity: each.drained_at for each in store.cursors.load_all()}
    polls = ((each, drained.get(each)) for each in live)
    yield MetricFamily(
        "seqcli_last_poll_timestamp_seconds",
        "gauge",
        "When the stream of an identity with live leads was last read to its end; 0: never.",
        tuple(((("identity", name),), at.timestamp() if at else 0.0) for name, at in polls),
        "seconds",
    )
    braked = _braked(store, BrakeScope.IDENTITY)
    yield MetricFamily(
        "seqcli_identity_brake",
        "gauge",
        "1: the brake of the identity is on.",
        _flags("identity", {*live, *drained, *braked}, braked),
    )


def _lead_metrics(store: Store, sequences: list[str]) -> Iterable[MetricFamily]:
    totals = store.monitoring.load_lead_totals()
    leads = {(sequence, str(status)): 0 for sequence in sequences for status in LeadStatus}
    for each in totals:
        leads[each.sequence_id, each.status] = leads.get((each.sequence_id, each.status), 0) + each.leads
    yield MetricFamily(
        "seqcli_leads",
        "gauge",
        "Leads by sequence and status, without forgotten people.",
        tuple(
            ((("sequence", sequence), ("status", status)), count)
            for (sequence, status), count in leads.items()
        ),
    )
    yield MetricFamily(
        "seqcli_held_leads",
        "gauge",
        "Held leads by sequence and code of the reason.",
        tuple(
            ((("sequence", each.sequence_id), ("reason", each.reason_code)), each.leads)
            for each in totals
            if each.status == LeadStatus.HELD
        ),
    )
    braked = _braked(store, BrakeScope.SEQUENCE)
    yield MetricFamily(
        "seqcli_sequence_brake",
        "gauge",
        "1: the brake of the sequence is on.",
        _flags("sequence", sequences, braked),
    )


def _counters(store: Store, sequences: list[str]) -> Iterable[MetricFamily]:
    totals = {(each.outcome, each.sequence_id): each.total for each in store.monitoring.load_outcomes()}
    for outcome, name, text in _COUNTERS:
        samples = tuple(((("sequence", each),), totals.get((outcome, each), 0)) for each in sequences)
        yield MetricFamily(name, "counter", text, samples)
    events = (((), store.monitoring.count_events()),)
    yield MetricFamily("seqcli_events_stored", "counter", "Events of 12m's stream in the file.", events)


def _waiting_metrics(store: Store, clock: Clock) -> Iterable[MetricFamily]:
    sends = (
        *_open_samples("step", store.monitoring.count_open_steps()),
        *_open_samples("reply", store.monitoring.count_open_replies()),
    )
    text = "Sends whose outcome is open: unknown ones are retried, parked ones wait for a person."
    yield MetricFamily("seqcli_open_sends", "gauge", text, sends)
    inbox = (((), store.inbox.count(server_now(store, clock)).open),)
    yield MetricFamily("seqcli_inbox_open", "gauge", "Mails of the inbox that wait for a person.", inbox)
    notices = (((), store.monitoring.count_notices().total),)
    yield MetricFamily("seqcli_undelivered_notices", "gauge", "Notices not delivered yet.", notices)


def _open_samples(kind: str, sends: OpenSends) -> tuple[tuple[Labels, int], ...]:
    states = (("unknown", sends.unknown), ("parked", sends.parked))
    return tuple(((("kind", kind), ("state", state)), count) for state, count in states)


def _braked(store: Store, scope: BrakeScope) -> set[str]:
    return {each.name for each in store.brakes.load_tripped() if each.scope is scope}


def _flags(label: str, names: Iterable[str], on: set[str]) -> tuple[tuple[Labels, int], ...]:
    return tuple((((label, each),), int(each in on)) for each in sorted(names))
