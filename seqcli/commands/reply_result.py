"""What `reply` shows: the answer before it is sent, and what became of it."""

from typing import Any

from seqcli.clock import to_text
from seqcli.commands.reply_target import find_subject, is_of_another
from seqcli.engine.send.reply import ReplyResult, ReplyTarget
from seqcli.errors import ExitCode
from seqcli.model import AttemptState, normalise_address
from seqcli.output.result import CommandResult, MailBlock, Note, Text, shown
from seqcli.store import Reply, Store

#: A mail that leaves so soon leaves now.
_SOON_S = 60


def mail_block(store: Store, target: ReplyTarget, text: str) -> MailBlock:
    """Return an answer as its recipient will see it."""
    head = [("To", target.address)]
    if is_of_another(target) and target.item is not None:
        head.append(("Answers", target.item.sender or "an unknown writer"))
    head += [
        ("Subject", find_subject(store, target) or "(that of the conversation)"),
        ("From", target.identity),
    ]
    title = "answer"
    if target.item is not None:
        title = f"answer to mail {target.item.id} of {shown(to_text(target.item.at))}"
    remark = _of_another(target) or "12m sends it into the conversation"
    return MailBlock(
        title, tuple(head), tuple(text.expandtabs(4).split("\n")), remark, bool(_of_another(target))
    )


def _of_another(target: ReplyTarget) -> str:
    """Return a warning where another person wrote the mail than who is likely to get the answer."""
    if not is_of_another(target) or target.item is None:
        return ""
    return (
        f"{target.item.sender or 'Somebody'} wrote the mail, in 12m's conversation with {target.address}."
        " 12m chooses who of them gets the answer"
    )


def preview_result(store: Store, target: ReplyTarget, text: str) -> CommandResult:
    """Return an answer that was not sent."""
    notes = [Note("not sent. To send it: add --send")]
    found = store.replies.find_open(target.identity, target.conv_id)
    if found is not None:
        at = shown(to_text(found.created_at))
        notes.append(Note(f"whether your reply of {at} was sent is {found.state}", is_warning=True))
    data = _data(store, target, text) | {"state": "preview", "why": ""}
    return CommandResult(data, (mail_block(store, target, text),), tuple(notes))


def sent_result(store: Store, target: ReplyTarget, text: str, result: ReplyResult) -> CommandResult:
    """Return an answer that 12m has, or may have."""
    reply = result.reply
    is_sent = reply.state is AttemptState.ACCEPTED
    data = _data(store, target, text) | {
        "state": reply.state,
        "why": result.why,
        "sent_to": result.to,
        "dispatch_at": None if reply.dispatch_at is None else to_text(reply.dispatch_at),
    }
    notes = []
    if result.to is not None and normalise_address(result.to) != normalise_address(target.address):
        notes.append(Note(f"12m sends it to {result.to}, not to {target.address}", is_warning=True))
    if not is_sent:
        hint = "do not write it once more: `seqcli poll` asks 12m again under the same key"
        notes.append(Note(f"it is not known yet whether it was sent ({result.why}): {hint}", is_warning=True))
    lines = (
        tuple(_lines(target, result)) if is_sent else (f"your reply to {target.address} may have been sent",)
    )
    return CommandResult(data, (Text(lines),), tuple(notes), ExitCode.DONE if is_sent else ExitCode.TRY_AGAIN)


def _lines(target: ReplyTarget, result: ReplyResult) -> list[str]:
    to = result.to or target.address
    first = f"12m accepted your reply to {to}; it leaves {_when(result.reply)}"
    if result.is_known:
        first = f"12m had this reply to {to} already: it was not sent a second time"
    lines = [first]
    if target.item is not None:
        lines.append(f"mail {target.item.id} is done")
    if target.lead is not None:
        lines.append(f"{target.lead.email} in {target.lead.sequence_id} is replied: no further step is sent")
    return lines


def _when(reply: Reply) -> str:
    at = reply.dispatch_at
    is_now = at is None or reply.accepted_at is None or (at - reply.accepted_at).total_seconds() < _SOON_S
    return "now" if is_now or at is None else f"at {shown(to_text(at))}"


def resolved_result(target: ReplyTarget, reply: Reply) -> CommandResult:
    """Return a reply that counts as sent, as a person said."""
    data = {"to": target.address, "conversation": target.conv_id, "state": AttemptState.ACCEPTED}
    line = f"your reply of {shown(to_text(reply.created_at))} to {target.address} counts as sent"
    return CommandResult(data, (Text((line,)),))


def _data(store: Store, target: ReplyTarget, text: str) -> dict[str, Any]:
    return {
        "to": target.address,
        "subject": find_subject(store, target),
        "identity": target.identity,
        "conversation": target.conv_id,
        "mail": target.item.id if target.item else None,
        "writer": target.item.sender if target.item else None,
        "lead": target.lead.email if target.lead else None,
        "sequence": target.lead.sequence_id if target.lead else None,
        "text": text,
    }
