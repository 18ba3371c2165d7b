"""`reply`: write an answer into a conversation. It is shown first, and sent only with --send and a confirmation."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from datetime import datetime

from seqcli.clock import Clock
from seqcli.commands.chosen import bare_address, choose
from seqcli.commands.composing import Draft, TextSource, quote, read_text, written
from seqcli.commands.reply_result import mail_block, preview_result, resolved_result, sent_result
from seqcli.commands.reply_target import (
    Seen,
    answered_already,
    find_answered_at,
    find_target,
    is_of_another,
    look,
    read_mail,
    refuse_answered,
    refuse_new_mail,
    refuse_open,
    refuse_suppressed,
)
from seqcli.commands.runs import open_send_context
from seqcli.commands.session import connected, opened, server_now
from seqcli.config import Settings
from seqcli.engine.leads.answering import close_answered, note_reply
from seqcli.engine.reconcile.look_ups import MAX_LOOK_UPS, look_up
from seqcli.engine.send.context import SendContext
from seqcli.engine.send.reply import (
    ReplyResult,
    ReplyTarget,
    claim,
    claim_again,
    find_written_since,
    hand_over,
    reply_key,
    settle_again,
)
from seqcli.engine.stream.drain import drain
from seqcli.errors import LockHeldError, SeqcliError, StreamError, UsageError
from seqcli.model import AttemptState, Step, Variant, normalise_address
from seqcli.output.messages import ASKING, DeclinedError, telling_of_wait
from seqcli.output.result import CommandResult, MailBlock
from seqcli.reasons import AttemptReason
from seqcli.store import Reply, Store
from seqcli.templates import MissingFieldError, TemplateProblem, render

#: How long a reply waits for a run that is at work; a round takes half a minute.
LOCK_WAIT_S = 120.0
_TRIES = 3
_PAUSE_S = 2.0
_NOTHING = "nothing was sent"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asks for. `send`: really send it. `again`: although the mail was answered already.

    `confirm_to` is the recipient as the person knows it; it takes the place of a typed confirmation.
    """

    source: TextSource
    send: bool = False
    confirm_to: str | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class ReplyPrompts:
    """How a reply talks with a person: `ask` returns what is typed, None off a terminal; `tell` shows a line."""

    ask: Callable[[str], str | None]
    show: Callable[[MailBlock], None]
    tell: Callable[[str], None]
    is_terminal: bool = False
    lock_wait_s: float = LOCK_WAIT_S


def reply(
    settings: Settings,
    which: str,
    sequence_id: str | None,
    wanted: Wanted,
    clock: Clock,
    prompts: ReplyPrompts,
) -> CommandResult:
    """Answer a mail, or the newest one of a person. Without `send` only show the answer.

    Raises:
        UsageError: no such mail, no text, a missing value, a recipient who must not get it, or no consent.
        SeqcliError: nothing was sent, and why.
    """
    wanted.source.check()
    with opened(settings.db) as store, ExitStack() as kept:
        if wanted.send:
            _refuse_play(store)
        now = server_now(store, clock)
        target = find_target(store, choose(store, which, now, sequence_id))
        seen = look(store, target)
        refuse_suppressed(store, target)
        if not wanted.again and store.replies.find_open(target.identity, target.conv_id) is None:
            refuse_answered(store, target)
        command = _command(which, sequence_id, again=wanted.again)
        draft = kept.enter_context(_text(store, target, wanted, command, prompts))
        text = _render(store, target, draft.text)
        _check_recipient(wanted, target)
        if not wanted.send:
            return preview_result(store, target, text)
        _agree(wanted, target, mail_block(store, target, text), prompts)
        with connected(settings, store, clock) as client, _locked(store, now, prompts):
            ctx = open_send_context(store, client, target.identity)
            with telling_of_wait(ASKING):
                result = send_reply(ctx, target, seen, text, wanted, clock)
        return sent_result(store, target, text, result)


def resolve_as_sent(settings: Settings, which: str, sequence_id: str | None, clock: Clock) -> CommandResult:
    """Settle a reply of unknown outcome as a person found it at 12m: it was sent.

    Raises:
        UsageError: no reply of this conversation is open.
    """
    with opened(settings.db) as store:
        now = server_now(store, clock)
        target = find_target(store, choose(store, which, now, sequence_id))
        with store.transaction():
            open_reply = _get_open(store, target)
            how = "resolved by hand: sent"
            store.replies.mark_accepted(open_reply, open_reply.created_at, AttemptReason.RESOLVED, how)
            close_answered(store, open_reply, now)
            note_reply(store, open_reply, "reply", "the reply by hand counts as sent", how, now)
        return resolved_result(target, open_reply)


def resend(
    settings: Settings,
    which: str,
    sequence_id: str | None,
    confirm_to: str | None,
    clock: Clock,
    prompts: ReplyPrompts,
) -> CommandResult:
    """Send a parked reply again, with its key and bytes: a person found that it was not sent.

    Raises:
        UsageError: no reply of this conversation is parked, or no consent.
        SeqcliError: nothing was sent, and why.
    """
    with opened(settings.db) as store:
        _refuse_play(store)
        now = server_now(store, clock)
        target = find_target(store, choose(store, which, now, sequence_id))
        parked = _get_open(store, target)
        if parked.state is not AttemptState.PARKED:
            refuse_open(store, target)
        wanted, seen = Wanted(TextSource(), send=True, confirm_to=confirm_to), look(store, target)
        text = _text_of(parked)
        _check_recipient(wanted, target)
        _agree(wanted, target, mail_block(store, target, text), prompts)
        with connected(settings, store, clock) as client, _locked(store, now, prompts):
            ctx = open_send_context(store, client, target.identity)
            with telling_of_wait(ASKING):
                _read_streams(ctx, target)

            def check() -> None:
                refuse_suppressed(store, target)
                refuse_new_mail(store, target, seen, ctx.now())

            with telling_of_wait(ASKING):
                result = _hand_over(ctx, claim_again(ctx, _get_open(store, target), check), clock)
        return sent_result(store, target, text, result)


def _refuse_play(store: Store) -> None:
    if store.meta.find("is_play") is not None:
        raise UsageError(
            "is_play",
            f"{_NOTHING}: {store.path} is of a demo or a rehearsal, its 12m is gone",
            "Without --send the answer is only shown.",
        )


def _get_open(store: Store, target: ReplyTarget) -> Reply:
    found = store.replies.find_open(target.identity, target.conv_id)
    if found is None:
        raise UsageError(
            "nothing_open", f"no reply to {target.address} has an unknown outcome", "Nothing to resolve."
        )
    return found


# -- the text


def _command(which: str, sequence_id: str | None, *, again: bool) -> list[str]:
    """Return the command that answers this mail, without the text."""
    return [
        *("seqcli", "reply", which),
        *(("--sequence", sequence_id) if sequence_id else ()),
        *(("--again",) if again else ()),
    ]


def _text(
    store: Store, target: ReplyTarget, wanted: Wanted, command: list[str], prompts: ReplyPrompts
) -> AbstractContextManager[Draft]:
    """Return the text, as long as the person's file of it is needed.

    Raises:
        UsageError: there is none.
    """
    if wanted.source.is_named or not prompts.is_terminal:
        return nullcontext(Draft(read_text(wanted.source, store.path), store.path))
    if not wanted.send:
        raise UsageError(
            "no_text",
            "there is nothing to show yet: no text is given",
            "Use --text, --file or --use NAME, or --send to write it in your editor.",
        )
    mail = None if target.item is None else read_mail(store, target.item)
    return written(quote(mail.text if mail else ""), command)


def _render(store: Store, target: ReplyTarget, text: str) -> str:
    """Return the text with the lead's values. Who is no lead has none: a colleague must not be greeted as the lead.

    Raises:
        UsageError: the text is empty, or a value is missing.
    """
    if any("\udc80" <= char <= "\udcff" for char in text):
        raise UsageError("not_text", "--text is not valid UTF-8", "Use a terminal with UTF-8.")
    if not text.strip():
        raise UsageError("empty_text", f"{_NOTHING}: the text is empty", "Use --text, --file or --use NAME.")
    known = store.replies.load_in(target.identity, target.conv_id)
    # An interrupted reply whose text is given once more must have the same words.
    number = sum(each.state not in {AttemptState.UNKNOWN, AttemptState.PARKED} for each in known)
    fields = target.lead.fields if target.lead and not is_of_another(target) else {}
    step = Step("1d", 0, (Variant("a", None, text),))
    try:
        return render(step, fields, reply_key(target.conv_id, number)).text or ""
    except MissingFieldError as error:
        whose = f"{target.address} has no {error.field}"
        if not target.lead or is_of_another(target):
            whose = f"who wrote this mail is no lead and has no {error.field}"
        raise UsageError(
            "missing_field", f"the text needs {error.field}: {whose}", "Write it out."
        ) from error
    except TemplateProblem as error:
        raise UsageError("bad_text", f"the text cannot be used: {error.message}", "Correct it.") from error


def _text_of(parked: Reply) -> str:
    return str(json.loads(parked.request_body or b"{}").get("text", ""))


# -- consent


def _check_recipient(wanted: Wanted, target: ReplyTarget) -> None:
    named = wanted.confirm_to
    if named is not None and normalise_address(bare_address(named)) != normalise_address(target.address):
        raise UsageError(
            "other_recipient", f"{_NOTHING}: it would go to {target.address}, not to {named}", "Look again."
        )


def _agree(wanted: Wanted, target: ReplyTarget, block: MailBlock, prompts: ReplyPrompts) -> None:
    """Let a person confirm the recipient. Where another person wrote the mail, only the whole address does.

    Raises:
        UsageError: nobody can answer, or the answer was no.
    """
    if wanted.confirm_to is not None:
        return
    if prompts.is_terminal:
        prompts.show(block)
    is_special = is_of_another(target)
    typed = None
    if prompts.is_terminal:  # a long answer has scrolled its head away
        prompts.tell(f'Send this to {target.address}, subject "{dict(block.head)["Subject"]}"?')
        words = (
            "Type the address of the recipient"
            if is_special
            else "Type yes, or the address of the recipient,"
        )
        typed = prompts.ask(f"{words} to send it:")
    if typed is None:
        raise UsageError(
            "not_confirmed",
            f"{_NOTHING}: say whom it goes to",
            f"Off a terminal: --send --confirm-to {target.address}",
        )
    if normalise_address(bare_address(typed)) != normalise_address(target.address) and (
        is_special or typed.lower() != "yes"
    ):
        raise DeclinedError("not_confirmed", _NOTHING)


# -- the send


def _locked(store: Store, now: datetime, prompts: ReplyPrompts) -> AbstractContextManager[object]:
    """Hold the lock of a round, waiting for a run that is at work."""
    stack = ExitStack()
    try:
        stack.enter_context(store.round_lock("reply", now))
    except LockHeldError as error:
        if error.code != "lock_held":
            raise
        prompts.tell(f"{error.message}; waiting for it")
        stack.enter_context(store.round_lock("reply", now, timeout_s=prompts.lock_wait_s))
    return stack


def _read_streams(ctx: SendContext, target: ReplyTarget) -> None:
    """Read the streams that may say no: of the person's other identities, then of the one that sends (rule R18).

    Raises:
        StreamError, ConfigError: one cannot be read, or a mail of this person must be read at 12m first.
    """
    store = ctx.store
    others = {
        lead.identity
        for address in target.people
        for lead in store.leads.load_of_person(address)
        if lead.identity
    }
    for identity in sorted(others - {ctx.identity}):
        drain(open_send_context(store, ctx.client, identity))
    drain(ctx)
    if any(store.events.is_look_up_open(address) for address in target.people):
        for kept in store.events.load_look_ups(ctx.identity, MAX_LOOK_UPS):
            look_up(ctx, kept)
        if any(store.events.is_look_up_open(address) for address in target.people):
            raise StreamError(
                "look_up_open",
                f"{_NOTHING}: a mail of {target.address} must be read at 12m first",
                "Run seqcli poll, then this again.",
            )


def send_reply(
    ctx: SendContext, target: ReplyTarget, seen: Seen, text: str, wanted: Wanted, clock: Clock
) -> ReplyResult:
    """Send a reply under the lock, after everything that forbids it was asked again.

    Raises:
        SeqcliError: nothing was sent, and why.
    """
    store = ctx.store
    _read_streams(ctx, target)
    refuse_suppressed(store, target)
    earlier = _settle_earlier(ctx, target, clock)
    if earlier is not None and not wanted.again and _text_of(earlier.reply) == text:
        return earlier
    refuse_open(store, target)
    refuse_answered(store, target, seen, again=wanted.again)
    if not wanted.again:
        _refuse_if_12m_knows_more(ctx, target)

    def check() -> None:
        refuse_suppressed(store, target)
        refuse_open(store, target)
        refuse_answered(store, target, seen, again=wanted.again)
        refuse_new_mail(store, target, seen, ctx.now())

    return _hand_over(ctx, claim(ctx, target, text, check), clock)


def _settle_earlier(ctx: SendContext, target: ReplyTarget, clock: Clock) -> ReplyResult | None:
    """Settle the reply of this conversation that was interrupted; None if there is none, or nothing is known yet."""
    earlier = ctx.store.replies.find_open(target.identity, target.conv_id)
    if earlier is None or earlier.state is not AttemptState.UNKNOWN:
        return None
    result = _insist(ctx, settle_again(ctx, earlier), clock)
    return result if result.reply.state is AttemptState.ACCEPTED else None


def _refuse_if_12m_knows_more(ctx: SendContext, target: ReplyTarget) -> None:
    """Refuse where 12m has a mail of ours that this file does not know, newer than the one that is answered.

    Steps that a restored file has sent since it was lost are newer than an answer that it has lost: so without a mail
    to answer, any such mail counts that is newer than what the person wrote last.
    """
    if target.item is None and target.lead is None:
        return
    at = find_written_since(ctx, target, find_answered_at(ctx.store, target))
    if at is not None:
        raise answered_already(at, " by a mail that this file does not know")


def _hand_over(ctx: SendContext, claimed: Reply, clock: Clock) -> ReplyResult:
    result = _insist(ctx, hand_over(ctx, claimed), clock)
    if result.error is not None and result.reply.state is not AttemptState.UNKNOWN:
        raise _plain(result.error)
    return result


def _insist(ctx: SendContext, result: ReplyResult, clock: Clock) -> ReplyResult:
    """Ask 12m again under the same key while it gives no clear answer, a few times: a person waits."""
    for _ in range(_TRIES - 1):
        if result.reply.state is not AttemptState.UNKNOWN or result.error is not None or not ctx.may_send():
            break
        clock.sleep(_PAUSE_S)
        result = settle_again(ctx, result.reply)
    return result


def _plain(error: SeqcliError) -> SeqcliError:
    """Return an error that says that nothing was sent."""
    if not error.message.startswith(_NOTHING):
        error.message = f"{_NOTHING}: {error.message}"
        error.args = (error.message,)
    return error
