"""`forget`: erase a person's data and keep the address suppressed as a hash."""

from pathlib import Path

from seqcli.clock import Clock, to_text
from seqcli.commands.session import opened, server_now
from seqcli.errors import UsageError
from seqcli.model import mailbox_of, normalise_address
from seqcli.output.result import CommandResult, Note, Text, shown
from seqcli.store import Store
from seqcli.wording import counted


def forget(db: Path, email: str, clock: Clock) -> CommandResult:
    """Erase a person's data and keep the address suppressed as a hash.

    Raises:
        UsageError: the file has nothing about this address, or it is another one of somebody who is a lead.
    """
    address = normalise_address(email)
    with opened(db) as store:
        at = server_now(store, clock)
        if not store.leads.load_of_person(address):
            _refuse_other_address(store, address)
        if not store.erasure.knows_person(address):
            raise UsageError(
                "unknown_address",
                f"{db} has nothing about {email}",
                f"Check the spelling. To suppress an address that was never imported: seqcli suppress add {email}",
            )
        others = _find_others(store, address)
        leads = [lead for each in (address, *others) for lead in store.leads.load_of_person(each)]
        with store.transaction():
            for each in (*others, email):
                store.erasure.forget_person(each, at)
            store.journal.append(at, "forget", "person forgotten", counted(len(leads), "lead"))
        store.compact_log()
    kept = f"the suppression list keeps only a hash of the address, since {shown(to_text(at))}"
    line = f"forgot {counted(len(leads), 'lead')}; {kept}"
    kept_copies = [each.name for each in sorted(db.parent.glob(f"{db.name}.before-*"))]
    named = (
        f"; so has {', '.join(kept_copies)}, from before an update of seqcli: delete it"
        if kept_copies
        else ""
    )
    note = Note(f"your own copies and exports of the state file still have this person{named}")
    also = Note(f"forgot {', '.join(others)} too: other addresses of this person")
    return CommandResult(
        {"forgotten_leads": len(leads)}, (Text((line,)),), (*((also,) if others else ()), note)
    )


def _refuse_other_address(store: Store, address: str) -> None:
    """Raise an error if a lead has this address beside its own: who is forgotten by halves is written to again."""
    for person in store.other_addresses.find_people(address):
        if store.leads.load_of_person(person):
            raise UsageError(
                "other_address",
                f"{address} is another address of {person}",
                f"Forget the person: seqcli forget {person}",
            )


def _find_others(store: Store, address: str) -> list[str]:
    """Return the person's other addresses: those of contact files and of mails matched by hand, and the mailbox.

    An address that is a lead is somebody of its own, unless it is the mailbox.
    """
    mailbox = mailbox_of(address)
    named = dict.fromkeys((*store.other_addresses.find_names(address), *store.erasure.load_matched(address)))
    is_theirs = (each for each in named if each == mailbox or not store.leads.load_of_person(each))
    return [each for each in is_theirs if each != address]
