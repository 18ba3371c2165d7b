"""`forget`: erase a person's data and keep the address suppressed as a hash."""

from pathlib import Path

from seqcli.clock import Clock, to_text
from seqcli.commands.session import opened, server_now
from seqcli.errors import UsageError
from seqcli.model import normalise_address
from seqcli.output.result import CommandResult, Note, Text, shown
from seqcli.wording import counted


def forget(db: Path, email: str, clock: Clock) -> CommandResult:
    """Erase a person's data and keep the address suppressed as a hash.

    Raises:
        UsageError: the file has nothing about this address.
    """
    address = normalise_address(email)
    with opened(db) as store:
        at = server_now(store, clock)
        if not store.erasure.knows_person(address):
            raise UsageError(
                "unknown_address",
                f"{db} has nothing about {email}",
                f"Check the spelling. To suppress an address that was never imported: seqcli suppress add {email}",
            )
        leads = store.leads.load_of_person(address)
        matched = store.erasure.load_matched(address)
        with store.transaction():
            for each in (*matched, email):
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
    also = Note(f"forgot {', '.join(matched)} too: mail from there was matched to this person")
    return CommandResult(
        {"forgotten_leads": len(leads)}, (Text((line,)),), (*((also,) if matched else ()), note)
    )
