"""`suppress add`, `remove`, `list`, `check`, `import`, `export`: who must never be mailed."""

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from seqcli.addresses import unwrapped
from seqcli.clock import Clock, from_text, to_text
from seqcli.commands.consent import Consent
from seqcli.commands.session import opened, server_now, shown_path
from seqcli.contacts.patterns import PATTERN_COLUMNS, PatternRow, read_patterns
from seqcli.engine.leads.import_counts import EXAMPLES
from seqcli.engine.leads.suppressing import Restored, read_pattern, restore_leads, suppress_staged
from seqcli.errors import ExitCode, InputFileError, UsageError
from seqcli.model import Suppression, normalise_address
from seqcli.output.result import Block, CommandResult, Note, Rows, Table, Text, shown
from seqcli.store import Store
from seqcli.wording import counted

_NAMED = 20
_SHOWN = 200
_KINDS = frozenset({"address", "domain", "wildcard", "hash"})


class _Unasked(Exception):  # noqa: N818 - it undoes a transaction and is no error
    """Domains or wildcards would end leads, and the person was not asked yet."""

    def __init__(self, leads: int) -> None:
        super().__init__()
        self.leads = leads


def _with_consent(store: Store, consent: Consent, what: str, act: Callable[[], None]) -> None:
    """Run `act`, which lists the staged patterns, in one transaction. Ask before domains or wildcards end leads.

    The file is not locked during the question: the first transaction, which counts, is rolled back and run again.

    Raises:
        UsageError: the answer was no.
    """

    def run(*, asked: bool) -> None:
        with store.transaction(rollback=consent.dry_run):
            act()
            leads = store.suppression_lists.count_ended_by_patterns()
            if leads and not asked:
                raise _Unasked(leads)

    try:
        run(asked=consent.dry_run or consent.ask is None)
    except _Unasked as unasked:
        consent.get(f"{what} would end {counted(unasked.leads, 'lead')}", "nothing was suppressed")
        run(asked=True)


def suppress_add(
    db: Path, patterns: list[str], reason: str, clock: Clock, consent: Consent | None = None
) -> CommandResult:
    """Add addresses, domains (`acme.example`) or wildcards (`*@*.acme.example`), and end the leads they cover.

    Raises:
        UsageError: a pattern is none of these, or the answer was no.
    """
    consent = consent or Consent()
    typed = {text: read_pattern(text) for text in patterns}
    with opened(db, create=True, clock=clock) as store:
        at = server_now(store, clock)
        entries = [Suppression(pattern, kind, reason, "suppress", at) for pattern, kind in typed.values()]
        store.suppression_lists.stage(entries)
        ended: dict[str, int] = {}

        def act() -> None:
            suppress_staged(store, "suppress", at)
            for row in list(store.suppression_lists.iter_staged()):
                ended[row.pattern] = row.ended
                if row.is_new:
                    store.journal.append(at, "suppress", f"suppressed {row.pattern}", reason)

        _with_consent(store, consent, ", ".join(pattern for pattern, _ in typed.values()), act)
    counts = {text: ended[pattern] for text, (pattern, _) in typed.items()}
    rows = tuple((pattern, str(count)) for pattern, count in counts.items())
    title = "dry run: nothing was written" if consent.dry_run else ""
    return CommandResult(
        {"dry_run": consent.dry_run, "suppressed": counts},
        (Table(title, ("pattern", "leads ended"), rows, frozenset({"leads ended"})),),
    )


def suppress_remove(db: Path, pattern: str, clock: Clock, *, restore: bool = False) -> CommandResult:
    """Remove a pattern. With `restore`, the leads it ended go on at their steps, also after an earlier removal.

    Raises:
        UsageError: it is not on the list.
    """
    with opened(db) as store:
        as_kept = normalise_address(pattern)
        # 12m may have reported odd addresses that `read_pattern` would not take.
        is_kept = "@" in as_kept and store.suppressions.find(as_kept) is not None
        text, kind = (as_kept, "address") if is_kept else read_pattern(pattern)
        at = server_now(store, clock)
        with store.transaction():
            entry = store.suppressions.find(text)
            was_listed = store.suppressions.delete(text)
            waiting = len(store.suppressed_leads.load_by_pattern(text))
            if not was_listed and not (restore and waiting):
                raise _not_listed(store, text, kind)
            if was_listed:
                store.journal.append(at, "suppress", f"no longer suppressed: {text}")
            restored = restore_leads(store, text, at) if restore else None
        # Another entry may still cover it, which the person must know.
        left = _why_suppressed(store, text, kind)
        opted_out_at = store.people.load_opt_outs([text]).get(text)
    notes = list(_tell_removed(entry, text, opted_out_at))
    notes += [Note(f"it is still suppressed by {left}", is_warning=True)] if left else []
    data: dict[str, Any] = {
        "removed": text,
        "reason": None if entry is None else entry.reason,
        "since": None if entry is None else to_text(entry.created_at),
        "opted_out_at": None if opted_out_at is None else to_text(opted_out_at),
        "still_suppressed_by": left,
    }
    if restored is not None:
        return _restored_result(data, text, restored, notes)
    if waiting:
        them = f"{counted(waiting, 'lead')} that it ended"
        notes.append(Note(f"to restore {them}: seqcli suppress remove '{text}' --restore"))
    return CommandResult(data, (Text((f"removed {text}; no lead was restored",)),), tuple(notes))


def _tell_removed(entry: Suppression | None, text: str, opted_out_at: datetime | None) -> Iterator[Note]:
    """Yield why a removed entry was on the list, and that the person opted out."""
    if entry is not None:
        reason = f": {entry.reason}" if entry.reason else ""
        yield Note(f"it was on the list since {shown(to_text(entry.created_at))}{reason}")
    if opted_out_at is not None:
        what = f"{text} opted out on {opted_out_at:%Y-%m-%d}: the leads from then stay suppressed"
        yield Note(what, is_warning=True)


def _restored_result(data: dict[str, Any], text: str, restored: Restored, notes: list[Note]) -> CommandResult:
    found, left = restored.leads, restored.left
    data |= {
        "restored": [
            {"email": x.email, "sequence": x.sequence_id, "step": x.current_step + 1, "status": x.status}
            for x in found
        ],
        "left": [{"email": x.email, "sequence": x.sequence_id, "reason": why} for x, why in left],
    }
    rows = [(x.email, x.sequence_id, str(x.current_step + 1), str(x.status), "") for x in found]
    rows += [(x.email, x.sequence_id, str(x.current_step + 1), "stays suppressed", why) for x, why in left]
    if len(rows) > _SHOWN:
        notes.append(Note(f"and {len(rows) - _SHOWN:,} more: --json lists all"))
    line = f"removed {text}; {counted(len(found), 'lead')} restored"
    line += f", {len(left):,} stay suppressed" if left else ""
    head = ("lead", "sequence", "step", "status", "why")
    table = (Table("", head, tuple(rows[:_SHOWN]), frozenset({"step"})),) if rows else ()
    return CommandResult(data, (*table, Text((line,))), tuple(notes))


def _not_listed(store: Store, text: str, kind: str) -> UsageError:
    why = _why_suppressed(store, text, kind)
    hint = f"It is suppressed by {why}." if why else "See: seqcli suppress list."
    return UsageError("not_listed", f"{text} is not on the suppression list", hint)


def _why_suppressed(store: Store, text: str, kind: str) -> str | None:
    if kind == "wildcard":
        return None
    return store.suppressions.find_reason(text if kind == "address" else f"@{text}")


def suppress_list(db: Path) -> CommandResult:
    """Return the suppression list. The table shows only the first entries."""
    with opened(db) as store:
        first = list(islice(store.suppressions.iter_all(), _SHOWN))
        more = store.suppressions.count() - len(first)
    rows = tuple((r.pattern, r.kind, r.reason, r.source, shown(to_text(r.created_at))) for r in first)
    head = ("pattern", "kind", "reason", "source", "since")
    notes = (Note(f"and {more:,} more: --json and seqcli suppress export list all"),) if more else ()
    return CommandResult(_list_data(db), (Table("suppression list", head, rows),), notes)


def _list_data(db: Path) -> dict[str, Any]:
    return {"suppressions": Rows(lambda: (_entry_data(row) for row in _entries(db)))}


def suppress_check(db: Path, text: str) -> CommandResult:
    """Return whether an address, or a whole domain, is suppressed.

    Raises:
        UsageError: the text is neither.
    """
    pattern, kind = read_pattern(text)
    if kind == "wildcard":
        raise UsageError("bad_address", f"{text!r} is a wildcard", "Give an address or a domain.")
    with opened(db) as store:
        why = _why_suppressed(store, pattern, kind)
    line = f"{text} is suppressed by {why}" if why else f"{text} is not suppressed"
    return CommandResult({"address": text, "suppressed_by": why}, (Text((line,)),))


# -- whole lists


@dataclass(frozen=True, slots=True)
class RejectedPattern:
    """A rejected row of a list, and why."""

    line: int
    value: str
    message: str


def suppress_import(
    db: Path,
    path: str,
    reason: str,
    clock: Clock,
    *,
    encoding: str | None = None,
    consent: Consent | None = None,
) -> CommandResult:
    """Add a whole list, or standard input (`-`), in one transaction, and end the leads it covers.

    Raises:
        InputFileError: the file cannot be used.
        UsageError: its domains and wildcards end leads, and the answer was no.
    """
    consent = consent or Consent()
    source: Path | BinaryIO = sys.stdin.buffer if path == "-" else Path(path)
    name = "standard input" if path == "-" else shown_path(path)
    receipt = _Receipt(name)
    with opened(db, create=True, clock=clock) as store:
        at = server_now(store, clock)
        # Everything is read before the state file is locked: it may come from a slow pipe.
        rows = _not_empty(read_patterns(source, name, encoding))
        store.suppression_lists.stage(_read_entries(rows, Suppression("", "", reason, name, at), receipt))

        def act() -> None:
            receipt.added, receipt.ended = suppress_staged(store, "suppress", at)
            if receipt.added:
                what = f"{counted(receipt.added, 'pattern')} from {name}"
                store.journal.append(at, "suppress", "suppression list imported", what)

        _with_consent(store, consent, f"the domains and wildcards of {name}", act)
    return _import_result(receipt, dry_run=consent.dry_run)


@dataclass(slots=True)
class _Receipt:
    """Counts every row of a list. Its size does not grow with the list."""

    name: str
    rows: int = 0
    added: int = 0
    ended: int = 0
    rejected: int = 0
    first_rejected: list[RejectedPattern] = field(default_factory=list)

    def reject(self, row: PatternRow, message: str) -> None:
        """Count a rejected row, and keep the first ones."""
        self.rejected += 1
        if len(self.first_rejected) < EXAMPLES:
            self.first_rejected.append(RejectedPattern(row.line, row.pattern, message))


def _not_empty(rows: Iterator[PatternRow]) -> Iterator[PatternRow]:
    """Yield the rows. For an empty file, the hint says what a list looks like."""
    try:
        yield from rows
    except InputFileError as error:
        if error.code != "empty":
            raise
        hint = "A list has one pattern a line, or columns such as pattern,reason."
        raise InputFileError(error.code, error.message, hint) from error


def _read_entries(
    rows: Iterable[PatternRow], default: Suppression, receipt: _Receipt
) -> Iterator[Suppression]:
    """Yield the entries of a list and count its rows. `default` has the values that a row leaves out."""
    for row in rows:
        receipt.rows += 1
        try:
            pattern, kind = read_pattern(_unwrapped(row.pattern), row.kind if row.kind in _KINDS else "")
        except UsageError as error:
            receipt.reject(row, f"{error.message}. {error.hint}")
            continue
        at = _instant(row.created_at) or default.created_at
        yield Suppression(pattern, kind, row.reason or default.reason, row.source or default.source, at)


def _unwrapped(pattern: str) -> str:
    found = unwrapped(pattern) if "<" in pattern or ":" in pattern else None
    return found[0] if found else pattern


def _instant(text: str) -> datetime | None:
    try:
        return from_text(text)
    except ValueError:
        return None


def _import_result(receipt: _Receipt, *, dry_run: bool) -> CommandResult:
    counts = {
        "patterns": receipt.rows,
        "added": receipt.added,
        "already there": receipt.rows - receipt.rejected - receipt.added,
        "rejected": receipt.rejected,
        "leads ended": receipt.ended,
    }
    title = f"{receipt.name} → suppression list" + (" (dry run: nothing was written)" if dry_run else "")
    rows = tuple((what, str(count)) for what, count in counts.items())
    blocks: list[Block] = [Table(title, ("what", "count"), rows, frozenset({"count"}))]
    notes = []
    if receipt.rejected:
        named = tuple(
            (str(each.line), each.value[:60], each.message[:200]) for each in receipt.first_rejected[:_NAMED]
        )
        blocks.append(Table("rejected", ("line", "value", "why"), named, frozenset({"line"})))
        notes.append(
            Note(
                "if a list has several columns, its first line must name them: pattern,reason",
                is_warning=True,
            )
        )
    data: dict[str, Any] = {
        "file": receipt.name,
        "dry_run": dry_run,
        "counts": {what.replace(" ", "_"): count for what, count in counts.items()},
        "rejected_rows": [
            {"line": each.line, "value": each.value, "message": each.message}
            for each in receipt.first_rejected
        ],
    }
    code = ExitCode.SOME_FAILED if receipt.rejected else ExitCode.DONE
    return CommandResult(data, tuple(blocks), tuple(notes), code)


def suppress_export(db: Path) -> CommandResult:
    """Return the whole list as rows that `suppress import` reads back. Forgotten persons are hashes."""
    with opened(db) as store:
        is_empty = next(store.suppressions.iter_all(), None) is None
    notes = (Note("the suppression list is empty"),) if is_empty else ()

    def as_rows() -> Iterator[tuple[str, ...]]:
        yield PATTERN_COLUMNS
        yield from (tuple(_entry_data(each).values()) for each in _entries(db))

    return CommandResult(_list_data(db), (), notes, csv_rows=as_rows())


def _entry_data(entry: Suppression) -> dict[str, str]:
    values = (entry.pattern, entry.kind, entry.reason, entry.source, to_text(entry.created_at))
    return dict(zip(PATTERN_COLUMNS, values, strict=True))


def _entries(db: Path) -> Iterator[Suppression]:
    with opened(db) as store:
        yield from store.suppressions.iter_all()
