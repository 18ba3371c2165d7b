"""Recognises auto-replies: out-of-office notes, receipts, and mailboxes that nobody reads any more.

"I'm out next week, but interested" is human. It must not count as automatic, because a sequence goes on after an
auto-reply. Text alone counts only if it says that it is automatic, or is a note of absence and nothing else.
Source: RFC 3834 (Auto-Submitted), public collections of auto-replies.
"""

from seqcli.inbound.auto_reply_phrases import (
    AWAY_DETAILS,
    AWAY_TEXTS,
    DEAD_MAILBOX,
    ENGAGED,
    LEFT_COMPANY,
    MACHINE_TEXTS,
    NAME_IS_OUT,
    PREFIXES,
    RECEIPTS,
    THIS,
)
from seqcli.inbound.reading import SUBJECT_LIMIT, addresses_in, body, first_phrase, flat, fold, written_lines
from seqcli.inbound.verdict import MailFlag, MailKind, Verdict
from seqcli.model import Mail, normalise_address


def subject_prefix(subject: str) -> str:
    """Return the auto-reply prefix of a (flat) subject, or an empty text."""
    bare = subject.lstrip("[(*< ")
    return next((prefix for prefix in PREFIXES if bare.startswith(prefix)), "")


def read_auto_reply(mail: Mail) -> Verdict | None:
    """Return an auto-reply, flagged if the address is dead, or None."""
    if flat(mail.headers.get("auto-submitted", "")[:100]) == "no":
        return None
    written = " ".join(written_lines(body(mail)))[:4000]
    why = _why_automatic(mail, written) or _why_dead(written)
    if not why:
        return None
    about = f"{flat(mail.subject[:SUBJECT_LIMIT])}\n{written}"
    dead = DEAD_MAILBOX.search(written) or LEFT_COMPANY.search(about)
    if not dead:
        return Verdict(MailKind.AUTO_REPLY, why)
    named = (each for each in addresses_in(written) if each != normalise_address(mail.sender))
    return Verdict(
        MailKind.AUTO_REPLY, why, flags=(MailFlag.ADDRESS_IS_DEAD,), successor=next(iter(named), "")
    )


def _why_automatic(mail: Mail, written: str) -> str:
    strong = _strong_header(mail)
    if strong:
        return strong
    subject = flat(mail.subject[:SUBJECT_LIMIT])
    prefix = subject_prefix(subject) or next(
        (receipt for receipt in RECEIPTS if subject.startswith(receipt)), ""
    )
    if prefix or NAME_IS_OUT.match(subject):
        return f'subject says "{prefix or subject[:60]}"'
    machine = first_phrase(written[:600], MACHINE_TEXTS)
    if machine and not ENGAGED.search(written[:300]):
        return f'text says "{machine}"'
    return _why_away(mail, written[:1500])


def _why_away(mail: Mail, written: str) -> str:
    """Return a reason if the text is a note of absence and nothing else."""
    away = first_phrase(written, AWAY_TEXTS)
    if not away:
        return ""
    sure = _weak_header(mail) or first_phrase(written, AWAY_DETAILS)
    return f'text says "{away}"' if sure and not ENGAGED.search(written) else ""


def _why_dead(written: str) -> str:
    """Return a reason if the text says that nobody reads this mailbox."""
    found = DEAD_MAILBOX.search(written[:600])
    itself = found and THIS.search(written[: found.start()][-40:])
    return f'text says "{found.group()[:80]}"' if found and itself and not ENGAGED.search(written) else ""


def _strong_header(mail: Mail) -> str:
    headers = mail.headers
    if fold(headers.get("auto-submitted", "").strip()[:100]).startswith("auto-replied"):
        return "header Auto-Submitted says auto-replied"
    if fold(headers.get("precedence", "").strip()[:100]).replace("-", "_") == "auto_reply":
        return "header Precedence says auto_reply"
    for name in ("x-autoreply", "x-autorespond", "x-autoresponder"):
        if flat(headers.get(name, "")[:100]) not in {"", "no", "false"}:
            return f"header {name} is set"
    return ""


def _weak_header(mail: Mail) -> bool:
    """Return whether there is a header that notifications have too; it only confirms another sign."""
    return (
        fold(mail.headers.get("auto-submitted", "").strip()[:100]).startswith("auto-")
        or "x-auto-response-suppress" in mail.headers
    )
