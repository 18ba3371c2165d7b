"""Recognises spam complaints that a provider forwards, and names the person who complained.

The sender of a complaint is the provider, and the copy in it is ours: only the report and the copy's recipient name the
complainer. Some providers strike the address out; then only an address inside one of ours may be left.
Source: RFC 5965 (abuse reports), the feedback loops of Yahoo, Outlook.com, AOL and Comcast.
"""

# ruff: noqa: E501 - a phrase reads best on one line

import re
from collections.abc import Collection, Iterator
from urllib.parse import unquote

from seqcli.inbound.reading import SUBJECT_LIMIT, addresses_in, body, flat, fold
from seqcli.inbound.verdict import MailFlag, MailKind, Verdict
from seqcli.model import Mail, normalise_address
from seqcli.patterns import compiled

_SUBJECTS = compiled(
    r"(?:\W{0,3}(?:feedback loop|fbl)\b|complaint about message from|e-?mail feedback report|abuse report"
    r"|(?:spam|abuse|phishing) complaint|spam (?:report|feedback)|fbl report|feedback[ -]loop report)"
)
_TEXTS = compiled(
    r"this is an? e-?mail abuse report|this is a spam complaint|complaint was received from"
    r"|\b(?:users?|customers?|subscribers?|members?|recipients?)\b[^.\n]{0,60}\b(?:marked|reported|flagged)\b[^.\n]{0,60}\bas (?:spam|junk)"
)
_FEEDBACK = compiled(
    r"(?:^|[\s>])feedback-type:\s{0,5}(?:abuse|fraud|opt-out|complaint|virus|miscategorized|other)\b"
)
_NOT_SPAM = compiled(r"(?:^|[\s>])feedback-type:\s{0,5}not-spam")
_OUTLOOK_HEADER = "x-hmxmroriginalrecipient"

_REPORT_FIELDS = (
    "original-rcpt-to|x-hmxmroriginalrecipient|removal-recipient|(?:final|original)-recipient"
    "|x-original-to|delivered-to|envelope-to|x-rcpt-to|x-failed-recipients"
)
_FIELDS = tuple(
    compiled(rf"(?:^|[\s>])(?:{names})[ \t]?:[ \t]?((?:[^\n]|\n[ \t]){{1,300}})")
    for names in (_REPORT_FIELDS, "to|an|a|para|aan|do|till|til")
)
_RETURN_FIELDS = compiled(
    r"(?:^|[\s>])(?:list-unsubscribe|return-path|original-mail-from|x-list-unsubscribe|errors-to|message-id)[ \t]?:[ \t]?"
    r"((?:[^\n]|\n[ \t]){1,600})"
)
#: lena=kunde.example in a local part, or after a sign that ends a word.
_INSIDE = compiled(
    r"(?:^|[+\s<:/?&;-])(?:[a-z]{2,20}[+-])?([\w.%*-]{1,64})=((?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,20})(?=@|[>&\s]|$)"
)
_NEXT_FIELD = compiled(r"\s[a-z][a-z-]{1,30}:\s")
_ROLES = compiled(r"(?:abuse|postmaster|help|support|feedback|fbl|no-?reply|arf|staff|info|complaints?)\b")


def read_complaint(mail: Mail, own_addresses: Collection[str]) -> Verdict | None:
    """Return a complaint that came through a provider's feedback loop, or None."""
    text = fold(body(mail))
    if not _is_complaint(mail, text) or _NOT_SPAM.search(text):
        return None
    return Verdict(
        MailKind.OPT_OUT,
        "spam complaint forwarded by a provider",
        addresses=tuple(dict.fromkeys(_complainers(mail, text, own_addresses))),
        flags=(MailFlag.COMPLAINT,),
    )


def _is_complaint(mail: Mail, text: str) -> bool:
    kind = mail.headers.get("content-type", "")[:500].casefold()
    if "feedback-report" in kind or _OUTLOOK_HEADER in mail.headers or _FEEDBACK.search(text):
        return True
    if "list-id" in mail.headers or "list-post" in mail.headers:
        return False  # people of a list talk about spam
    return bool(_SUBJECTS.match(flat(mail.subject[:SUBJECT_LIMIT])) or _TEXTS.search(flat(text[:2000])))


def _complainers(mail: Mail, text: str, own_addresses: Collection[str]) -> Iterator[str]:
    """Yield who may have complained, the most certain first; never the provider, never us."""
    own = {normalise_address(address) for address in own_addresses}
    provider = normalise_address(mail.sender)
    found = [*_in_fields(mail, text, own), *_inside_addresses(text)]
    if not found:
        found = [address for address in addresses_in(text) if not _is_of_provider(address, provider)]
    for address in found:
        if address not in own and address != provider and "=" not in address.partition("@")[0]:
            yield address


def _in_fields(mail: Mail, text: str, own: set[str]) -> Iterator[str]:
    """Yield the first address, that is not ours, of each field that names a recipient."""
    for name in (
        _OUTLOOK_HEADER,
        "x-original-rcpt-to",
        "original-rcpt-to",
        "removal-recipient",
        "final-recipient",
    ):
        yield from addresses_in(mail.headers.get(name, "")[:500])
    for pattern in _FIELDS:
        for found in pattern.finditer(text):
            value = _NEXT_FIELD.split(found.group(1), maxsplit=1)[0]
            yield from [address for address in addresses_in(value) if address not in own][:1]


def _inside_addresses(text: str) -> Iterator[str]:
    """Yield the addresses that are packed into one of ours, or into a link."""
    for found in _RETURN_FIELDS.finditer(text):
        value = unquote(_NEXT_FIELD.split(found.group(1), maxsplit=1)[0])
        for packed in _INSIDE.finditer(value):
            local = packed.group(1).rpartition("+")[2]
            yield from addresses_in(f"{local}@{packed.group(2)}")
        for named in re.finditer(
            r"[?&=/]([\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{1,60}){1,5})(?=[&>\s]|$)", value
        ):
            yield from addresses_in(named.group(1))


def _is_of_provider(address: str, provider: str) -> bool:
    return bool(_ROLES.match(address)) or address.rpartition("@")[2] == provider.rpartition("@")[2]
