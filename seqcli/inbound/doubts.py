"""Tells whether what is at hand of a mail settles what it is, where that matters.

An event may carry no more than a subject and a snippet. Then the text that tells hard from soft, an absence from an
answer, or an opt-out from a question may stand further down. The conversation's timeline has it.
"""

from seqcli.inbound.doubt_phrases import SIGNS_OF_ABSENCE
from seqcli.inbound.reading import body, flat, written_lines
from seqcli.inbound.verdict import Doubt, Hardness, MailFlag, MailKind, Verdict
from seqcli.model import Mail

_SNIPPET_LIMIT = 400  # no snippet is longer
_CUT_FROM = 140  # a shorter text is no cut one


def find_doubt(mail: Mail, verdict: Verdict, *, in_own_conversation: bool) -> Doubt | None:
    """Return what reading the whole mail may change, or None if it is settled or nothing more can be read."""
    if has_whole_text(mail):
        return None
    if verdict.kind in {MailKind.BOUNCE, MailKind.OPT_OUT} and _names_nobody(verdict, in_own_conversation):
        return Doubt.NO_ADDRESS
    if verdict.kind is MailKind.BOUNCE and verdict.hardness is Hardness.UNKNOWN:
        return Doubt.NO_CLASS
    if verdict.kind is MailKind.AUTO_REPLY:
        return Doubt.ABSENCE if _may_be_cut(mail) else None
    return _doubt_of_human(mail, verdict) if verdict.kind is MailKind.HUMAN else None


def has_whole_text(mail: Mail) -> bool:
    """Return whether the text is more than a snippet: snippets are short, and on one line."""
    text = mail.text.strip()
    return bool(mail.html.strip()) or "\n" in text or len(text) > _SNIPPET_LIMIT


def _names_nobody(verdict: Verdict, in_own_conversation: bool) -> bool:
    if verdict.kind is MailKind.OPT_OUT and MailFlag.COMPLAINT not in verdict.flags:
        return False  # its sender opts out
    return not verdict.addresses and (verdict.kind is MailKind.OPT_OUT or not in_own_conversation)


def _may_be_cut(mail: Mail) -> bool:
    text = body(mail).strip()
    return not text or len(text) >= _CUT_FROM or text.endswith(("…", "..."))


def _doubt_of_human(mail: Mail, verdict: Verdict) -> Doubt | None:
    if MailFlag.MAYBE_OPT_OUT in verdict.flags:
        return Doubt.OPT_OUT
    written = " ".join(written_lines(body(mail)))
    automatic = flat(mail.headers.get("auto-submitted", "no")[:100]) != "no" or (
        "x-auto-response-suppress" in mail.headers
    )
    if automatic or SIGNS_OF_ABSENCE.search(f"{flat(mail.subject[:500])}\n{written}"):
        return Doubt.ABSENCE
    return None if written else Doubt.NOTHING_WRITTEN
