"""The simulated 12m: what the organisation, recipients and mail servers do. It knows no HTTP."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal

from seqcli.clock import Clock, to_text
from seqcli.model import normalise_address
from seqcli.simulator.mails import (
    BOUNCE_STYLES,
    HARD_TEXTS,
    SOFT_STYLES,
    SOFT_TEXTS,
    BounceStyle,
    ComposedMail,
    auto_reply_mail,
    bounce_mail,
    challenge_mail,
    delay_mail,
    name_of,
)
from seqcli.simulator.records import Drop, Identity, Message, Rejection, SimulatedConversation, instant_of
from seqcli.simulator.replies import OPT_OUTS, REPLIES, QuotedMail, quoted
from seqcli.simulator.sending import Sending
from seqcli.simulator.settings import (
    DEFAULT_HANDLE,
    DEFAULT_KEY,
    DEFAULT_ORGANISATION,
    DEFAULT_WAIT_MS,
    Options,
)
from seqcli.simulator.wire import bounce_data, message_payload, pick

BounceWay = Literal["event", "daemon_ours", "daemon_strange", "event_and_daemon"]

_VERIFICATION = {"status": "undeliverable", "detail": "mailbox does not exist"}


class World(Sending):
    """A 12m with one organisation, one identity and one key at first.

    `who` is a conversation id or an address (its newest conversation); without such a conversation a method raises
    `KeyError`. Methods act at the clock's time, after all due events.
    """

    def __init__(
        self,
        clock: Clock,
        seed: int = 0,
        options: Options | None = None,
        handles: Iterable[str] = (DEFAULT_HANDLE,),
        api_key: str = DEFAULT_KEY,
    ) -> None:
        super().__init__(clock, seed, options)
        self.api_keys = {api_key: DEFAULT_ORGANISATION}
        for handle in handles:
            self.add_identity(handle)

    # What the organisation does

    def add_key(self, key: str, organisation: str = DEFAULT_ORGANISATION) -> None:
        """Make a key valid for every identity of an organisation."""
        self.api_keys[key] = organisation

    def revoke_key(self, key: str = DEFAULT_KEY) -> None:
        """Make a key invalid."""
        self.api_keys.pop(key, None)

    def reject(self, address: str, reason: str, verification: Mapping[str, str] | None = None) -> None:
        """Reject an address from now on, for a reason of 12m or any other."""
        if verification is None and reason == "invalid_recipient":
            verification = _VERIFICATION
        self.rejections[normalise_address(address)] = Rejection(reason, verification)

    def allow(self, address: str) -> None:
        """Accept an address again."""
        self.rejections.pop(normalise_address(address), None)
        self.do_not_contact.discard(normalise_address(address))

    def block(self, handle: str, reason: str | None) -> None:
        """Reject all sends of an identity, for a reason such as `no_accounts`; None ends it."""
        self.identities[handle].blocked = reason

    def replace_mailbox(self, handle: str) -> None:
        """Replace the mailbox of an identity."""
        self.run_due()
        identity = self.identities[handle]
        identity.mailbox += 1
        local = identity.handle.partition("@")[0]
        account = f"{local}{identity.mailbox}@{identity.organisation}-mail.example"
        for conversation in self.conversations_of(handle):
            conversation.account, conversation.reassigned = account, True
        self.append_event(handle, "mailbox.replaced", {"identity": handle, "account": {"email": account}})

    def drop_queued(
        self,
        address: str,
        event: Literal["email.cancelled", "email.send_failed_permanently"] = "email.cancelled",
        reason: str = "cancelled by an admin",
    ) -> int:
        """Drop the mails queued for an address; return their number."""
        self.run_due()
        queued = self.queued_to(address)
        for pending in queued:
            self.drop(pending, Drop(event, reason))
        return len(queued)

    def write_by_hand(
        self, who: str, text: str = "A word from the dashboard.", handle: str | None = None
    ) -> str:
        """Send a mail from the dashboard, to a conversation or an address; return the conversation id.

        It is announced and resets the timer like any outbound mail, but is not in the ledger.
        """
        self.run_due()
        identity = self._identity_or_first(handle)
        try:
            conversation = self.conversation(who)
        except KeyError:
            conversation = self.new_conversation(identity, who, "By hand")
        identity = self.identities[conversation.identity]
        self.accept(identity, self.outbound(identity, conversation, text, DEFAULT_WAIT_MS))
        self.run_due()
        return conversation.id

    def label(self, who: str, label: str, *, remove: bool = False) -> None:
        """Add or remove a label in the dashboard."""
        self.run_due()
        self.note(self.conversation(who), "label_removed" if remove else "label_added", label)

    def archive(self, who: str, *, archived: bool = True) -> None:
        """Archive a conversation, or unarchive it."""
        self.run_due()
        conversation = self.conversation(who)
        conversation.archived = archived
        self.note(conversation, "archived" if archived else "unarchived", None)

    def delete_conversation(self, who: str) -> None:
        """Delete a conversation: 12m answers 404 for it, and its timer never fires."""
        self.run_due()
        conversation = self.conversation(who)
        self.disarm(conversation)
        del self.conversations[conversation.id]
        self._of_identity[conversation.identity].remove(conversation)
        self._by_address[normalise_address(conversation.address)].remove(conversation)

    def drop_timer(self, who: str) -> None:
        """Cancel the no-reply timer, as if its event had been lost."""
        self.run_due()
        self.disarm(self.conversation(who))

    # What recipients and their mail servers do

    def human_reply(
        self,
        who: str,
        text: str | None = None,
        from_address: str | None = None,
        *,
        fresh_conversation: bool = False,
        quote: bool = True,
    ) -> str:
        """Receive a reply, perhaps from another address or in a new conversation; return the conversation id."""
        self.run_due()
        conversation = self.conversation(who)
        address = from_address or conversation.address
        words = text or REPLIES[pick(address, len(REPLIES))]
        if fresh_conversation:
            mail = ComposedMail(address, name_of(address), conversation.subject, words)
            return self._receive_new(self.identities[conversation.identity], mail)
        words, markup = self._quoting(conversation, address, words) if quote else (words, "")
        mail = ComposedMail(address, name_of(address), f"Re: {conversation.subject}", words, html=markup)
        return self._receive(conversation, mail, human=True)

    def _quoting(self, conversation: SimulatedConversation, address: str, words: str) -> tuple[str, str]:
        """Return text and HTML of an answer that quotes our last mail, if there is one."""
        last = conversation.last_outbound()
        if last is None:
            return words, ""
        mail = QuotedMail(
            instant_of(last.at_ms), last.sender_name, last.sender, last.to, last.subject, last.text
        )
        layout = self.options.quote_layout
        return quoted(words, mail, pick(address, 1000) if layout is None else layout)

    def opt_out(self, who: str, text: str | None = None) -> str:
        """Receive an opt-out."""
        conversation = self.conversation(who)
        return self.human_reply(who, text or OPT_OUTS[pick(conversation.address, len(OPT_OUTS))])

    def auto_reply(self, who: str, variant: int | None = None, *, text: str | None = None) -> str:
        """Receive an auto-reply, perhaps one that says `text`, such as a date of return."""
        self.run_due()
        conversation = self.conversation(who)
        chosen = pick(conversation.address, 1000) if variant is None else variant
        mail = auto_reply_mail(conversation.address, conversation.subject, 0 if text else chosen)
        return self._receive(conversation, replace(mail, text=text or mail.text), human=False)

    def challenge(self, who: str) -> str:
        """Receive a mail that asks for a proof that a person wrote."""
        self.run_due()
        conversation = self.conversation(who)
        return self._receive(conversation, challenge_mail(conversation.address), human=False)

    def receive(self, who: str, mail: ComposedMail, *, fresh_conversation: bool = False) -> str:
        """Receive any mail of a machine; return the conversation id."""
        self.run_due()
        conversation = self.conversation(who)
        if fresh_conversation:
            return self._receive_new(self.identities[conversation.identity], mail)
        return self._receive(conversation, mail, human=False)

    def delay_notice(self, who: str) -> str:
        """Receive a delay notice."""
        self.run_due()
        conversation = self.conversation(who)
        return self._receive(conversation, delay_mail(conversation.address), human=False)

    def bounce(
        self,
        who: str,
        how: BounceWay = "event",
        *,
        hard: bool = True,
        style: BounceStyle | None = None,
        smtp_text: str | None = None,
    ) -> None:
        """Bounce the newest mail to an address, by event, by a mailer-daemon's mail, or by both.

        `smtp_text` begins with the reply code and the enhanced status code. A hard bounce by event puts the address
        on do-not-contact. Where events carry only snippets, the mailer-daemon uses a style that shows address and
        code in the snippet.
        """
        self.run_due()
        conversation = self.conversation(who)
        address = conversation.address
        texts = list((HARD_TEXTS if hard else SOFT_TEXTS).values())
        said = smtp_text or texts[pick(address, len(texts))]
        if how != "event":
            mail = bounce_mail(
                style or self._style(address, hard=hard),
                address,
                conversation.subject,
                said,
                pick(address, 7),
            )
            if how == "daemon_strange":
                self._receive_new(self.identities[conversation.identity], mail)
            else:
                self._receive(conversation, mail, human=False)
        if how in ("event", "event_and_daemon"):
            layout = self.options.bounce_layout
            chosen = pick(address, 1000) if layout is None else layout
            data = bounce_data(conversation.last_outbound(), address, said.split()[1], said, chosen)
            self.emit(conversation, "email.bounced", data)
            if hard:
                self.add_do_not_contact(address)

    def _style(self, address: str, *, hard: bool) -> BounceStyle:
        if self.options.message_detail == "snippet":
            return "gmail"
        styles = BOUNCE_STYLES if hard else SOFT_STYLES
        return styles[pick(address, len(styles))]

    def first_contact_from(
        self,
        address: str,
        text: str = "Hello, I found your site. Do you deliver to Graz?",
        subject: str = "A question",
        handle: str | None = None,
    ) -> str:
        """Receive a mail from an unknown address; return the id of the new conversation."""
        self.run_due()
        mail = ComposedMail(address, name_of(address), subject, text)
        return self._receive_new(self._identity_or_first(handle), mail)

    def _identity_or_first(self, handle: str | None) -> Identity:
        return self.identities[handle] if handle else next(iter(self.identities.values()))

    def _receive_new(self, identity: Identity, mail: ComposedMail) -> str:
        conversation = self.new_conversation(identity, mail.sender, mail.subject)
        self.open_conversation(conversation)
        self._take_in(conversation, mail, "email.received")
        return conversation.id

    def _receive(self, conversation: SimulatedConversation, mail: ComposedMail, *, human: bool) -> str:
        if human or self.options.auto_mail_cancels_timer:
            self.disarm(conversation)
        self._take_in(conversation, mail, "email.replied")
        return conversation.id

    def _take_in(self, conversation: SimulatedConversation, mail: ComposedMail, event: str) -> None:
        conversation.answered = True
        message_id = self.new_id("msg")
        now = self.now_ms()
        date = to_text(instant_of(now))
        message = Message(
            id=message_id,
            header_id=f"<{message_id}@{mail.sender.rpartition('@')[2]}>",
            direction="inbound",
            sender=mail.sender,
            sender_name=mail.sender_name,
            to=conversation.account,
            subject=mail.subject,
            text=mail.text,
            at_ms=now,
            html=mail.html,
            headers={"date": date, **mail.headers},
        )
        self.enter(conversation, message)
        self.emit(conversation, event, {"message": message_payload(message, self.options)})
