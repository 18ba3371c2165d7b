"""Suppression patterns: reading what a person typed, and ending the leads that new patterns cover."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from unicodedata import category, normalize

from seqcli.clock import plus_ms
from seqcli.eligibility import describe_answer
from seqcli.engine.leads.apply import SLACK_MS, apply_lead_event, note, status_after_hold
from seqcli.engine.leads.send_case import find_answer_elsewhere
from seqcli.errors import UsageError
from seqcli.machine import FINAL, LeadEvent, LeadEventKind
from seqcli.model import Lead, LeadStatus, normalise_address
from seqcli.reasons import AttemptReason, LeadReason
from seqcli.store import Store

_LISTED = "on the suppression list: "
_LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+(?=[^.]*[a-z]){_LABEL}")
_LOCAL = re.compile(r"[^\s@<>()\[\],;:\"\\\x00-\x1f\x7f]+")
_JOINERS = "\u200c\u200d"
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_UNSEEN = frozenset({"Cc", "Cf"})
_HASH = re.compile("[0-9a-f]{64}")
_WRAPPING = re.compile(r"[\s<>()\[\],;\"'/]+|mailto:|https?:", re.IGNORECASE)


def read_pattern(text: str, kind: str = "") -> tuple[str, str]:
    """Return (pattern, kind) of an address, a domain (with or without `@`) or a wildcard such as `*@*.acme.example`.

    A `kind` from a list must fit. A hash of a forgotten address is read only with its kind.

    Raises:
        UsageError: it is none of these.
    """
    trimmed = _visible(text.strip()).strip()
    if kind == "hash" and _HASH.fullmatch(trimmed):
        return trimmed, kind
    if kind == "address" and "@" in trimmed and normalise_address(trimmed) == trimmed:
        # From our own export: 12m may know odd addresses that nobody would type.
        return trimmed, kind
    found = _read_wildcard(trimmed) if "*" in trimmed else _read_plain(trimmed)
    if found is None or kind not in {"", found[1]} or any(category(char) in _UNSEEN for char in found[0]):
        what = kind or "address, domain or wildcard"
        raise UsageError("bad_pattern", f"{text!r} is no {what}", _perhaps(trimmed))
    return found


def _visible(text: str) -> str:
    """Return a text without invisible characters, as copied web pages have them; joiners inside a domain stay."""
    local, at, domain = text.rpartition("@")
    return (
        _INVISIBLE.sub("", local)
        + at
        + _INVISIBLE.sub(lambda found: found[0] if found[0] in _JOINERS else "", domain)
    )


def _read_plain(text: str) -> tuple[str, str] | None:
    local, at, domain = normalise_address(text if "@" in text else f"@{text}").rpartition("@")
    if not at or not _DOMAIN.fullmatch(domain):
        return None
    if not local:
        return domain, "domain"
    return (f"{local}@{domain}", "address") if _LOCAL.fullmatch(local) else None


def _read_wildcard(text: str) -> tuple[str, str] | None:
    folded = normalize("NFC", text.lower()).rstrip(".")
    if re.search(r"[\s\[\]?\x00-\x1f\x7f]", folded) or not folded.strip("*@."):
        return None
    local, at, domain = folded.rpartition("@")
    if (at and not local) or (not at and not domain.startswith("*")):
        return None  # no address begins with its @
    labels = [_ascii_label(label) for label in domain.split(".")]
    return (f"{local}{at}{'.'.join(labels)}", "wildcard") if all(map(str.isascii, labels)) else None


def _ascii_label(label: str) -> str:
    """Return a domain label in the ASCII form of addresses; a label with a wildcard stays as it is."""
    if label.isascii() or "*" in label:
        return label
    return normalise_address(f"@{label}").removeprefix("@")


def _perhaps(text: str) -> str:
    """Return the hint for a text that is no pattern: the pattern inside it, or what patterns look like."""
    for word in _WRAPPING.split(text):
        inner = _read_plain(word) if word != text else None
        if inner is not None:
            return f'Perhaps "{inner[0]}".'
    return "Say a@b.example, b.example or *@b.example."


def suppress_staged(store: Store, actor: str, at: datetime) -> tuple[int, int]:
    """Add staged entries to the list and end the leads they cover; return (new entries, ended leads).

    Runs in the caller's transaction. A pattern that was on the list before ends only live leads: a bounced lead whose
    address is on the list because of the bounce stays bounced.
    """
    added = store.suppression_lists.add()
    store.suppression_lists.mark_covered()
    ended = 0
    for row in store.suppression_lists.iter_covered():
        lead = store.leads.get(row.lead_id)
        if not row.is_new and lead.status in FINAL:
            continue
        lead_event = LeadEvent(
            LeadEventKind.SUPPRESSED, LeadReason.LISTED, f"{_LISTED}{row.reason or row.pattern}"
        )
        if apply_lead_event(store, lead, lead_event, actor, at, spread=False).status is not lead.status:
            store.suppression_lists.count_ended(row.pattern)
            store.suppressed_leads.save(lead, row.pattern, at)
            ended += 1
    return added, ended


@dataclass(slots=True)
class Restored:
    """The leads that were restored, and those that stay suppressed, with the reason."""

    leads: list[Lead] = field(default_factory=list)
    left: list[tuple[Lead, str]] = field(default_factory=list)


def restore_leads(store: Store, pattern: str, at: datetime) -> Restored:
    """Restore the leads that exactly this pattern ended, in the caller's transaction; the pattern is off the list.

    A lead that answered, opted out or bounced meanwhile, whose person answered elsewhere, or that another pattern
    covers, stays suppressed.
    """
    restored = Restored()
    for kept in store.suppressed_leads.load_by_pattern(pattern):
        lead = store.leads.get(kept.lead_id)
        if why := kept.not_restorable or _why_left(store, lead):
            restored.left.append((lead, why))
        else:
            restored.leads.append(_restore(store, kept.as_it_was(lead), pattern, at))
    return restored


def _why_left(store: Store, lead: Lead) -> str:
    if covered := store.suppressions.find_reason(normalise_address(lead.email)):
        return f"suppressed by {covered}"
    answered = None if lead.allow_answered else find_answer_elsewhere(store, lead)
    return "" if answered is None else describe_answer(answered)


def _restore(store: Store, before: Lead, pattern: str, at: datetime) -> Lead:
    lead = store.leads.get(before.id)
    was_waiting = before.status in {LeadStatus.QUEUED, LeadStatus.IN_FLIGHT}
    status = status_after_hold(store, lead) if was_waiting else before.status
    lead_event = LeadEvent(
        LeadEventKind.RESTORED,
        before.reason_code,
        before.status_reason,
        resume_as=status,
        field=before.missing_field,
    )
    # A timer may have fired during the suppression: the next poll looks the lead up.
    after = apply_lead_event(store, lead, lead_event, "suppress", at, wake_at=plus_ms(at, SLACK_MS))
    if status in {LeadStatus.QUEUED, LeadStatus.HELD}:
        store.attempts.revive_cancelled(lead.id, lead.current_step, AttemptReason.LEAD_LISTED)
    store.suppressed_leads.delete(lead.id)
    note(store, lead, "suppress", "restored", f"no longer suppressed by {pattern}", at)
    return after
