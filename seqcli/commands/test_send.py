"""`test-send`: the steps of a sequence, really sent, to one address."""

from collections.abc import Callable

from seqcli.clock import Clock, to_text
from seqcli.commands.session import connected, get_leads_of, get_sequence, opened
from seqcli.config import Settings
from seqcli.contacts import address_problem
from seqcli.engine.send.test_send import TestMail, find_gaps, send_test
from seqcli.errors import ExitCode, UsageError
from seqcli.model import Lead, Sequence, normalise_address
from seqcli.output.result import CommandResult, Note, Table, shown
from seqcli.store import Store
from seqcli.wording import counted


def send_to_oneself(
    settings: Settings, sequence_id: str, to: str, email: str, clock: Clock, ask: Callable[[str], bool]
) -> CommandResult:
    """Send every step with a lead's data to one address; the lead is not touched, and answers move nobody.

    Raises:
        UsageError: no such sequence or lead, a step that lacks a value, a reader who must not get it, no consent.
        ConfigError: 12m does not accept the key or the identity.
    """
    with opened(settings.db) as store:
        sequence = get_sequence(store, sequence_id)
        lead = get_leads_of(store, email, sequence_id)[0]
        reader = _reader(store, to)
        _refuse_gaps(sequence, lead)
        identity = sequence.identity or settings.need_handle()
        question = (
            f'send {counted(len(sequence.steps), "mail")} of "{sequence.id}" with the data of {lead.email}'
            f" from {identity} to {reader}; 12m counts them like any other"
        )
        with connected(settings, store, clock) as client:
            if not ask(question):
                raise UsageError(
                    "not_confirmed", "nothing was sent", "Say --yes to go on without a question."
                )
            mails = list(send_test(store, client, clock, identity, sequence, lead, reader))
        with store.transaction():
            change = f"a test with {counted(len(mails), 'mail')} to {reader}"
            store.journal.append(client.server_time.now(), "test-send", change, "", None, sequence.id)
    return _answer(sequence, lead, reader, mails)


def _reader(store: Store, to: str) -> str:
    if problem := address_problem(to):
        raise UsageError("bad_address", f"--to {to}: {problem}", "Give one address that reads mail.")
    owned = store.leads.load_of_person(normalise_address(to))
    if owned:
        raise UsageError(
            "reader_is_a_lead",
            f'{to} is a lead of "{owned[0].sequence_id}": a test would be taken for the real thing',
            "Send it to an address of your own.",
        )
    if why := store.suppressions.find_reason(normalise_address(to)):
        raise UsageError("reader_suppressed", f"{to} is on the suppression list: {why}", "Choose another.")
    return to


def _refuse_gaps(sequence: Sequence, lead: Lead) -> None:
    gaps = find_gaps(sequence, lead)
    if gaps:
        raise UsageError(
            "step_incomplete",
            f"{lead.email} {'; '.join(gaps)}",
            f"Choose another lead, or import the value. `seqcli preview {sequence.id} --lead {lead.email}` shows more.",
        )


def _answer(sequence: Sequence, lead: Lead, reader: str, mails: list[TestMail]) -> CommandResult:
    rows = tuple((f"step {each.step}", each.state, each.why or _leaves(each)) for each in mails)
    is_whole = len(mails) == len(sequence.steps) and all(each.state == "accepted" for each in mails)
    notes = (
        ()
        if is_whole
        else (Note("the test is not whole: start it again when that is mended", is_warning=True),)
    )
    data = {
        "sequence": sequence.id,
        "lead": lead.email,
        "to": reader,
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
    table = Table(f"{sequence.id} to {reader} with the data of {lead.email}", ("step", "state", "what"), rows)
    return CommandResult(data, (table,), notes, ExitCode.DONE if is_whole else ExitCode.SOME_FAILED)


def _leaves(mail: TestMail) -> str:
    return "" if mail.dispatch_at is None else f"leaves 12m at {shown(to_text(mail.dispatch_at))}"
