"""The further addresses of people whose contact file had several, in SQL. All addresses are normalised."""

from collections.abc import Iterable

from seqcli.store.database import Database

#: An address that more people have than this is one of a team or a company.
_MOST_PEOPLE = 5


class OtherAddresses:
    """Under which other addresses people are known: an answer or an opt-out from there is theirs."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def save(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Remember pairs of an address and whose it is also."""
        self._db.run_many(
            "INSERT INTO other_address(address, person) VALUES (?, ?) ON CONFLICT DO NOTHING", pairs
        )

    def find_people(self, address: str) -> list[str]:
        """Return under which addresses the people are written to who also have this one; none if it is shared."""
        found = self._db.rows(
            "SELECT person FROM other_address WHERE address = ? LIMIT ?", address, _MOST_PEOPLE + 1
        )
        return [row["person"] for row in found] if len(found) <= _MOST_PEOPLE else []

    def find_of(self, person: str) -> list[str]:
        """Return the other addresses of a person."""
        found = self._db.rows("SELECT address FROM other_address WHERE person = ? ORDER BY address", person)
        return [row["address"] for row in found]
