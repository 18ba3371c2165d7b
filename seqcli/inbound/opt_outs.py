"""Recognises opt-outs in replies, and spam complaints that a provider forwards.

A plain word rule ("stop" anywhere) would match every reply that quotes our own footer. So only the first three lines
that the sender wrote count, and only a request, or a line that is nothing but a keyword. An opt-out suppresses the
person everywhere. A single word only flags the mail for a person to read.
Source: RFC 5965 (abuse reports), public collections of replies.
"""

import re
from collections.abc import Collection

from seqcli.inbound.bounces import failed_addresses
from seqcli.inbound.opt_out_phrases import (
    ABOUT_ME,
    CLAUSE_END,
    CONDITION,
    FILLERS,
    KEYWORDS,
    NEGATORS,
    OTHERS,
    PHRASES,
    POLITE,
    REFUSALS,
    REMOVALS,
    TRAILING_NEGATORS,
    WEAK_WORDS,
)
from seqcli.inbound.reading import SUBJECT_LIMIT, WRITTEN_LIMIT, body, first_phrase, flat, written_lines
from seqcli.inbound.verdict import MailFlag, MailKind, Verdict
from seqcli.model import Mail

_LINES_READ = 3
_LINE_LIMIT = 500
_COMPLAINT_SUBJECTS = ("complaint about message from", "email feedback report", "abuse report")
_COMPLAINT_TEXT = "this is an email abuse report"
_EDGE = re.compile(r"^\W+|\W+$")
_EDGES = " \t.,;:!?*_-\u2013\u2014\"'()[]<>/#~=|"


def read_complaint(mail: Mail, own_addresses: Collection[str]) -> Verdict | None:
    """Return a complaint that came through a provider's feedback loop, or None."""
    text = body(mail)
    kind = mail.headers.get("content-type", "").casefold()
    feedback = re.search(
        r"^feedback-type:\s{0,5}(abuse|fraud|opt-out|complaint)", text, re.IGNORECASE | re.MULTILINE
    )
    subject = flat(mail.subject[:SUBJECT_LIMIT])
    told = subject.startswith(_COMPLAINT_SUBJECTS) or _COMPLAINT_TEXT in flat(text[:2000])
    if not feedback and not told and "feedback-report" not in kind:
        return None
    if re.search(r"^feedback-type:\s{0,5}not-spam", text, re.IGNORECASE | re.MULTILINE):
        return None
    addresses = failed_addresses(mail, own_addresses)
    return Verdict(
        MailKind.OPT_OUT,
        "spam complaint forwarded by a provider",
        addresses=addresses,
        flags=(MailFlag.COMPLAINT,),
    )


def read_opt_out(mail: Mail) -> Verdict | None:
    """Return an opt-out, a human mail flagged as a possible opt-out, or None."""
    lines = written_lines(body(mail))
    for line in [_bare(flat(mail.subject[:SUBJECT_LIMIT])), *lines[:_LINES_READ]]:
        if _bare(line[:_LINE_LIMIT]) in KEYWORDS:
            return Verdict(MailKind.OPT_OUT, f'says only "{line[:60]}"')
    request = _request("\n".join(line[:_LINE_LIMIT] for line in lines[:_LINES_READ]))
    if request:
        return Verdict(MailKind.OPT_OUT, f'says "{request[:80]}"')
    weak = WEAK_WORDS.search("\n".join(lines)[:WRITTEN_LIMIT])
    if weak:
        return Verdict(MailKind.HUMAN, f'may ask to stop: "{weak.group()}"', flags=(MailFlag.MAYBE_OPT_OUT,))
    return None


def _bare(line: str) -> str:
    return " ".join(_EDGE.sub("", POLITE.sub(" ", line)).split())


def _request(text: str) -> str:
    """Return the first opt-out request in the text, or an empty text."""
    for found in REFUSALS.finditer(text):
        asks = text[found.end() : found.end() + 2].lstrip().startswith("?")
        if not asks and not _is_about_others(text, found):
            return found.group().strip(_EDGES)
    for found in REMOVALS.finditer(text):
        if not _is_about_others(text, found) and not _is_negated(text, found):
            return found.group().strip(_EDGES)
    return first_phrase(text, PHRASES)


def _clause_before(text: str, position: int) -> str:
    return CLAUSE_END.split(text[max(0, position - 120) : position])[-1]


def _is_about_others(text: str, found: re.Match[str]) -> bool:
    """Return whether the words before it refer to others, as in our own footer: "if you wish to …"."""
    before = _clause_before(text, found.start())
    words = before.split()
    if words and words[-1] in OTHERS:
        return not ABOUT_ME.search(found.group())
    return bool(CONDITION.search(before)) and not ABOUT_ME.search(found.group())


def _is_negated(text: str, found: re.Match[str]) -> bool:
    """Return whether its clause negates a request: "do not remove me", "bitte nicht löschen"."""
    words = re.findall(r"[\w']+", _clause_before(text, found.start()))
    following = CLAUSE_END.split(text[found.end() : found.end() + 60], maxsplit=1)[0]
    if TRAILING_NEGATORS.search(found.group()) or TRAILING_NEGATORS.match(following.lstrip()):
        return True
    for position in range(len(words) - 1, -1, -1):
        if words[position] in NEGATORS:
            # "if you do not stop …" is still a request
            return not CONDITION.search(" ".join(words[:position]))
        if words[position] not in FILLERS:
            return False
    return False
