"""Logs of sends and trackers of touches: where their people stand. `|` is between columns."""

import pytest
from test_answers_elsewhere import read_columns, standing

from seqcli.contacts.row_types import ConsentRemark, LeadRow
from seqcli.contacts.standing.answer_readings import Asks, asks


def outcome(headers: str, cells: str) -> str:
    """Return what becomes of a person: `ends`, where they stand, `told`, or `imported`."""
    (row,), file = read_columns(headers.split("|"), cells.split("|"))
    stands = standing(row)
    if row.opted_out:
        return "ends"
    if stands not in {"taken", "new"}:
        return stands
    assert isinstance(row, LeadRow)
    is_said = any(isinstance(note, ConsentRemark) for note in row.notes)
    is_doubtful = any(column.doubtful.startswith("not read as an opt-out") for column in file.columns)
    return "told" if is_said or is_doubtful or file.unknown.mentions() or file.unheard_words else "imported"


@pytest.mark.parametrize(
    ("headers", "cells", "expected"),
    [
        # days of touches
        ("sent_at", "2026-05-11T16:43:26.542785+00:00", "in progress"),
        ("nudge_sent", "2026-05-11", "in progress"),
        ("touch1_sent", "2026-05-11", "in progress"),
        ("Gesendet am", "1.3.2026", "in progress"),
        ("Touch 2", "x", "in progress"),
        ("Email 1 date", "3/4/2026", "in progress"),
        ("Mail 1 envoyé ?", "OK 12/3", "in progress"),
        ("Primer correo", "enviado 3/4", "in progress"),
        ("Primer correo", "sin enviar", "imported"),
        ("sent_at", "not yet", "imported"),
        ("sent_at", "1.2.jan@x.example", "imported"),
        ("Gesendet", "1.3.2026", "imported"),
        ("Last sent at", "2026-03-01", "imported"),
        ("First touch date", "2026-03-01", "imported"),
        ("Step 1", "2026-03-01", "imported"),
        ("Email 2", "work", "imported"),
        ("invoice_no|sent_at", "17|2026-03-01", "imported"),
        ("message|sent_at", "Please call me|2026-03-01", "imported"),
        ("message_id|sent_at", "a7|2026-03-01", "in progress"),
        # logs of sends
        ("status|subject", "sent|Hello", "in progress"),
        ("Status|Betreff", "Zugestellt|Hallo", "in progress"),
        ("Estado|Plantilla", "Enviado|intro", "in progress"),
        ("status|open_count", "opened|2", "in progress"),
        ("status|campaign", "clicked|Spring", "in progress"),
        ("status|subject", "sent", "in progress"),
        ("status", "sent", "imported"),
        ("status|subject", "open|Login", "imported"),
        ("Estado|Asunto", "abierto|Duda", "imported"),
        ("status|subject", "failed|Hello", "imported"),
        ("status|touch1_sent", "sent|", "in progress"),
        ("status|order_id|campaign", "delivered|7|google", "imported"),
        # nothing went out
        ("status|sent_at", "pending|", "imported"),
        ("Statut|Mail envoyé le", "en attente|", "imported"),
        ("status|sent_at", "pending|2026-03-01", "in progress"),
        ("status|sent_at|replied", "pending||", "in progress"),
        ("Campaign status|Email sent", "waiting|", "in progress"),
    ],
)
def test_who_was_written_to_by_a_log_or_a_tracker_is_in_progress(
    headers: str, cells: str, expected: str
) -> None:
    assert outcome(headers, cells.ljust(1)) == expected


def test_a_failed_mail_of_a_log_is_a_word_that_nobody_knows() -> None:
    rows, file = read_columns(("status", "sent_at"), ("sent", "2026-03-01"), ("failed", ""), ("Fehler", ""))
    assert [standing(row) for row in rows] == ["in progress", "unknown", "unknown"]
    assert [each.word for each in file.statuses.unknown()] == ["failed", "Fehler"]


def test_a_pending_mail_counts_as_new_only_in_rows_without_a_day() -> None:
    headers = ("touch1_sent", "touch2_sent", "status")
    rows, file = read_columns(headers, ("", "-", "pending"), ("2026-05-04", "", "pending"), ("", "", "sent"))
    assert [standing(row) for row in rows[:2]] == ["new", "in progress"]
    words = [(each.word, each.status, each.count) for each in file.statuses.words() if each.word == "pending"]
    assert sorted(words) == [("pending", "in progress", 1), ("pending", "new", 1)]


def test_a_row_that_is_too_short_has_no_day() -> None:
    rows, _ = read_columns(("status", "sent_at"), ("replied", "2026-03-01"), ("pending",))
    assert [standing(row) for row in rows] == ["answered", "new"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("email_2_sent_at", Asks.WRITTEN),
        ("2nd follow-up sent", Asks.WRITTEN),
        ("Touch 3 date", Asks.WRITTEN),
        ("Date sent", Asks.SENT),
        ("Contact 2 status", None),
        ("Campaign 1", None),
        ("Invoice 1 sent", None),
    ],
)
def test_a_number_in_a_header_counts_mails(header: str, expected: Asks | None) -> None:
    assert asks(header) is expected
