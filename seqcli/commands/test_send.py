"""`test-send`: really send every step of a sequence to one address."""

from collections.abc import Callable

from seqcli.addresses import address_problem
from seqcli.clock import Clock, to_text
from seqcli.commands.session import connected, get_leads_of, get_sequence, opened
from seqcli.config import Settings
from seqcli.engine.send.test_send import TestMail, find_gaps, send_test
from seqcli.errors import ExitCode, UsageError
from seqcli.model import Lead, Sequence, normalise_address
from seqcli.output.result import CommandResult, Note, Table, shown
from seqcli.store import Store
from seqcli.wording import counted


def send_to_oneself(
    settings: Settings, sequence_id: str, to: str, email: str, clock: Clock, ask: Callable[[str], bool]
) -> CommandResult:
    """Send every step with a lead's data to one address. The lead does not change, and answers change no lead.

    Raises:
        UsageError: no such sequence or lead, a missing value, a recipient who must not get it, or no consent.
        ConfigError: 12m does not accept the key or the identity.
    """
    with opened(settings.db) as store:
        sequence = get_sequence(store, sequence_id)
        lead = get_leads_of(store, email, sequence_id)[0]
        recipient = _check_recipient(store, to)
        _refuse_gaps(sequence, lead)
        identity = sequence.identity or settings.need_handle()
        question = (
            f'send {counted(len(sequence.steps), "mail")} of "{sequence.id}" with the data of {lead.email}'
            f" from {identity} to {recipient}; they count towards 12m's daily cap"
        )
        with connected(settings, store, clock) as client:
            if not ask(question):
                raise UsageError(
                    "not_confirmed", "nothing was sent", "Use --yes to go on without a question."
                )
            mails = list(send_test(store, client, clock, identity, sequence, lead, recipient))
        with store.transaction():
            change = f"a test with {counted(len(mails), 'mail')} to {recipient}"
            store.journal.append(client.server_time.now(), "test-send", change, "", None, sequence.id)
    return _result(sequence, lead, recipient, mails)


def _check_recipient(store: Store, to: str) -> str:
    if problem := address_problem(to):
        raise UsageError("bad_address", f"--to {to}: {problem}", "Use one address whose mail you read.")
    owned = store.leads.load_of_person(normalise_address(to))
    if owned:
        raise UsageError(
            "recipient_is_a_lead",
            f'{to} is a lead of "{owned[0].sequence_id}": the stream would take the test for a real send',
            "Send it to an address of your own.",
        )
    if why := store.suppressions.find_reason(normalise_address(to)):
        raise UsageError(
            "recipient_suppressed", f"{to} is on the suppression list: {why}", "Choose another address."
        )
    return to


def _refuse_gaps(sequence: Sequence, lead: Lead) -> None:
    gaps = find_gaps(sequence, lead)
    if gaps:
        raise UsageError(
            "step_incomplete",
            f"{lead.email} {'; '.join(gaps)}",
            f"Choose another lead, or import the value. Details: seqcli preview {sequence.id} --lead {lead.email}",
        )


def _result(sequence: Sequence, lead: Lead, recipient: str, mails: list[TestMail]) -> CommandResult:
    rows = tuple((f"step {each.step}", each.state, each.why or _leaves(each)) for each in mails)
    is_complete = len(mails) == len(sequence.steps) and all(each.state == "accepted" for each in mails)
    notes = (
        ()
        if is_complete
        else (Note("the test is incomplete: correct the problem and run it again", is_warning=True),)
    )
    data = {
        "sequence": sequence.id,
        "lead": lead.email,
        "to": recipient,
        "steps": [
            {
                "step": each.step,
                "state": each.state,
                "why": each.why,
                "dispatch_at": None if each.dispatch_at is None else to_text(each.dispatch_at),
            }
            for each in mails
        ],
    }
    table = Table(
        f"{sequence.id} to {recipient} with the data of {lead.email}", ("step", "state", "what"), rows
    )
    return CommandResult(data, (table,), notes, ExitCode.DONE if is_complete else ExitCode.SOME_FAILED)


def _leaves(mail: TestMail) -> str:
    return "" if mail.dispatch_at is None else f"12m sends it at {shown(to_text(mail.dispatch_at))}"
