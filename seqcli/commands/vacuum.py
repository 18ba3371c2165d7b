"""`vacuum`: fold the texts of old events and sent mails, and give their room back to the disk."""

from datetime import datetime
from pathlib import Path

from seqcli.clock import Clock, plus_ms, to_text
from seqcli.commands.consent import Consent
from seqcli.commands.session import opened, read_duration_ms, server_now
from seqcli.engine.folding import Folded, fold_before
from seqcli.output.result import CommandResult, Note, Text, shown
from seqcli.store import Store
from seqcli.wording import counted, megabytes

_WHAT_STAYS = "of a reply its beginning stays, of a sent mail its subject"

_LOG_IN_USE = "another program reads the file: its log is emptied when that program has done so"


def vacuum(db: Path, older_than: str, clock: Clock, consent: Consent) -> CommandResult:
    """Fold what is older than a duration and write the file anew; no number, state or report changes.

    Raises:
        UsageError: it is no duration, or the answer was no.
        LockHeldError: a run is at work on the file.
        StateError: the disk has too little room for a second file; what was folded stays folded.
    """
    age_ms = read_duration_ms("--older-than", older_than, "d", "180d or 26w")
    with opened(db) as store:
        now = server_now(store, clock)
        before = plus_ms(now, -age_ms)
        size = store.count_bytes()
        found = fold_before(store, before, dry_run=True)
        if consent.dry_run:
            return vacuum_result(found, before, size, None)
        if found.texts:
            when = shown(to_text(before))
            consent.get(f"Fold {_told(found)} from before {when}: {_WHAT_STAYS}", "nothing was folded")
        with store.round_lock("vacuum", now):
            folded = _fold(store, before, now)
            store.folding.give_back_room()
        notes = () if store.compact_log() else (Note(_LOG_IN_USE),)
        return vacuum_result(folded, before, size, store.count_bytes(), notes)


def _fold(store: Store, before: datetime, now: datetime) -> Folded:
    folded = fold_before(store, before)
    if folded.texts:
        with store.transaction():
            store.journal.append(now, "vacuum", f"folded {_told(folded)}", f"from before {to_text(before)}")
    return folded


def _told(folded: Folded) -> str:
    told = f"{counted(folded.events.texts, 'event')} and {counted(folded.requests.texts, 'sent mail')}"
    fetched = folded.fetched.texts
    return f"{told}, and {counted(fetched, 'mail')} that thread has fetched," if fetched else told


def vacuum_result(
    folded: Folded, before: datetime, size: int, size_after: int | None, notes: tuple[Note, ...] = ()
) -> CommandResult:
    """Return what was folded, with the size of the file in bytes before and after; None: it was a dry run."""
    told = f"{_told(folded)} from before {shown(to_text(before))}"
    if size_after is None:
        lines = (
            "dry run: nothing was written",
            f"would fold {told}, {megabytes(folded.bytes)} of text; the file has {megabytes(size)}",
        )
    else:
        lines = (f"folded {told}", f"the file had {megabytes(size)}, it has {megabytes(size_after)}")
    data = {
        "before": to_text(before),
        "events": folded.events.texts,
        "sent_mails": folded.requests.texts,
        "fetched_mails": folded.fetched.texts,
        "text_bytes": folded.bytes,
        "file_bytes_before": size,
        "file_bytes_after": size_after,
    }
    return CommandResult(data, (Text(lines),), notes)
