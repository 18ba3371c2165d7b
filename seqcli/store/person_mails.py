"""The mails of a person that events tell of, in SQL: what was taken for an answer, and its correction by hand."""

import json
from typing import Any, NamedTuple

from seqcli.clock import from_text
from seqcli.reasons import BY_PERSON, AnswerKind, EventHandling
from seqcli.store.database import Database
from seqcli.store.events import StoredEvent
from seqcli.store.person_index import is_of_person

_BY_PERSON = ", ".join(repr(each.value) for each in sorted(BY_PERSON))
_COLUMNS = (
    "event.identity, event.seq, json_extract(event.body, '$.data.message.id') AS mail_id, event.handling,"
    " event.lead_id, event.detail, event.answer_kind"
)


class UsedMail(NamedTuple):
    """A mail and how its event was used; `mail_id` is 12m's."""

    identity: str
    seq: int
    mail_id: str | None
    handling: EventHandling
    lead_id: str | None
    detail: str
    answer_kind: AnswerKind | None

    @property
    def may_be_answer(self) -> bool:
        """Whether it was taken for a person's word, or may yet be once it is read at 12m."""
        return self.answer_kind in BY_PERSON or self.handling is EventHandling.TO_LOOK_UP


class PersonMails:
    """Mails of persons."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find(self, identity: str, seq: int) -> UsedMail | None:
        """Return the mail of an event, or None."""
        row = self._db.row(
            f"SELECT {_COLUMNS} FROM event WHERE identity = ? AND seq = ? AND handling IS NOT NULL",
            identity,
            seq,
        )
        return None if row is None else _mail(row)

    def load_answers(self, address: str) -> list[UsedMail]:
        """Return the mails that were taken for a person's word, for any lead of the person, by time."""
        found = self._db.rows(
            f"SELECT {_COLUMNS} FROM lead JOIN event ON event.lead_id = lead.id"
            f" WHERE {is_of_person('?1')} AND event.answer_kind IN ({_BY_PERSON}) AND event.handling IS NOT NULL"
            " ORDER BY event.seq",
            address,
        )
        return [_mail(row) for row in found]

    def load_absences(self, address: str) -> list[StoredEvent]:
        """Return the events of the auto-replies that paused leads of a person, by time."""
        found = self._db.rows(
            "SELECT event.* FROM lead JOIN event ON event.lead_id = lead.id"
            f" WHERE {is_of_person('?1')} AND event.handling = 'lead_paused'"
            " ORDER BY coalesce(event.occurred_at, event.received_at), event.seq",
            address,
        )
        return [
            StoredEvent(
                row["identity"],
                row["seq"],
                row["type"],
                json.loads(row["body"]),
                from_text(row["received_at"]),
            )
            for row in found
        ]


def _mail(row: Any) -> UsedMail:
    mail_id = row["mail_id"] if isinstance(row["mail_id"], str) else None
    kind = None if row["answer_kind"] is None else AnswerKind(row["answer_kind"])
    return UsedMail(
        row["identity"],
        row["seq"],
        mail_id,
        EventHandling(row["handling"]),
        row["lead_id"],
        row["detail"],
        kind,
    )
