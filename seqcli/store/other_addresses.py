"""Under which other addresses people are known, in SQL. All addresses are normalised."""

import json
from collections.abc import Collection, Iterable

from seqcli.addresses.role_phrases import ROLES
from seqcli.model import mailbox_of
from seqcli.store.database import Database

#: A person has no more addresses than this; what would be more is a knot in the data.
_MOST_NAMES = 20


class OtherAddresses:
    """The further addresses of people in contact files, and the mailboxes of those who are written to under an alias.

    An answer or an opt-out from there is theirs. An address that several people have in their rows, or that a team
    reads, is nobody's.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def save(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Remember pairs of an address and who is written to under another one."""
        self._db.run_many(
            "INSERT INTO other_address(address, person) VALUES (?, ?) ON CONFLICT DO NOTHING", pairs
        )

    def save_mailboxes(self, addresses: Iterable[str]) -> None:
        """Remember the mailboxes of these people, where theirs are aliases."""
        pairs = ((mailbox_of(address), address) for address in addresses)
        self.save((mailbox, address) for mailbox, address in pairs if mailbox != address)

    def load_people(self, addresses: Collection[str]) -> dict[str, list[str]]:
        """Return, by these addresses, who is written to under another one."""
        if self._is_empty():
            return {}
        found = self._db.rows(
            "SELECT address, person FROM json_each(?) CROSS JOIN other_address ON address = value",
            json.dumps(list(addresses)),
        )
        people: dict[str, list[str]] = {}
        for row in found:
            people.setdefault(row["address"], []).append(row["person"])
        return {
            address: only for address, each in people.items() if (only := _without_strangers(address, each))
        }

    def find_people(self, address: str) -> list[str]:
        """Return under which other addresses somebody is written to who also has this one."""
        return self.load_people([address]).get(address, [])

    def find_names(self, address: str) -> list[str]:
        """Return every address of a person: this one first, its mailbox, and what contact files join with them."""
        names = dict.fromkeys((address, mailbox_of(address)))
        if self._is_empty():
            return list(names)
        asked: set[str] = set()
        while (new := names.keys() - asked) and len(names) < _MOST_NAMES:
            asked |= new
            for people in self.load_people(new).values():
                names.update(dict.fromkeys(people))
            for each in self._find_of(new):
                names.update(dict.fromkeys((each, mailbox_of(each))))
        return list(names)

    def _is_empty(self) -> bool:
        return self._db.row("SELECT 1 FROM other_address LIMIT 1") is None

    def _find_of(self, people: Collection[str]) -> list[str]:
        """Return the other addresses of these people that nobody else has."""
        found = self._db.rows(
            "SELECT DISTINCT address FROM json_each(?) CROSS JOIN other_address ON person = value",
            json.dumps(list(people)),
        )
        return list(self.load_people([row["address"] for row in found])) if found else []


def _without_strangers(address: str, people: list[str]) -> list[str]:
    """Return the aliases of a mailbox, and whose further address it is if only one person has it."""
    aliases = [each for each in people if mailbox_of(each) == address]
    others = [each for each in people if each not in aliases]
    is_shared = len(others) > 1 or address.partition("@")[0] in ROLES
    return aliases if is_shared else aliases + others
