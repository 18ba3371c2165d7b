"""Recognises challenge-response mail: a machine that wants to know whether a person wrote."""

from seqcli.inbound.reading import body, first_phrase, flat
from seqcli.inbound.verdict import MailKind, Verdict
from seqcli.model import Mail

_TEXTS = ("confirm that you are a human", "to have your message delivered, confirm", "request to be approved")


def read_challenge(mail: Mail) -> Verdict | None:
    """Return a challenge, or None for any other mail."""
    found = first_phrase(flat(f"{mail.subject}\n{body(mail)[:2000]}"), _TEXTS)
    return Verdict(MailKind.CHALLENGE, f'text says "{found}"') if found else None
