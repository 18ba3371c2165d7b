"""The day of return in the words that auto-replies use. Whole mails are in test_auto_replies.py."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from seqcli.inbound import find_return_date
from seqcli.model import Mail

SAMPLES = Path(__file__).parent / "samples" / "return_dates.txt"
RECEIVED = datetime(2026, 3, 4, 10, tzinfo=UTC)  # a Wednesday


def told(text: str, subject: str = "Re: Quick intro") -> str | None:
    found = find_return_date(Mail("bo@acme.example", "", subject, text), RECEIVED)
    return found.isoformat() if found else None


def samples(section: str) -> list[tuple[str, str | None]]:
    """Return texts with their day of return."""
    _, _, rest = SAMPLES.read_text(encoding="utf-8").partition(f"=== {section}\n")
    rows = [line.split(" | ", 1) for line in rest.split("\n===")[0].strip().splitlines()]
    return [(text.replace("\\n", "\n"), None if day == "-" else day) for day, text in rows]


@pytest.mark.parametrize(("text", "day"), samples("ranges"))
def test_the_end_of_a_range_counts(text: str, day: str | None) -> None:
    assert told(text) == day


@pytest.mark.parametrize(("text", "day"), samples("months"))
def test_a_month_may_have_a_year_or_a_part(text: str, day: str | None) -> None:
    assert told(text) == day


@pytest.mark.parametrize(("text", "day"), samples("lengths"))
def test_a_length_beside_an_absence_counts_from_its_start(text: str, day: str | None) -> None:
    assert told(text) == day


@pytest.mark.parametrize(("text", "day"), samples("available"))
def test_being_available_from_a_day_on_is_a_return(text: str, day: str | None) -> None:
    assert told(text) == day


@pytest.mark.parametrize(("text", "day"), samples("weekdays"))
def test_weekdays_and_near_days(text: str, day: str | None) -> None:
    assert told(text) == day


@pytest.mark.parametrize(("text", "day"), samples("subjects"))
def test_our_own_subject_dates_no_absence(text: str, day: str | None) -> None:
    assert told("I am currently out of the office.", text) == day


@pytest.mark.parametrize(("text", "day"), samples("quotes"))
def test_our_own_subject_quoted_in_the_text_dates_no_absence(text: str, day: str | None) -> None:
    assert told(text) == day
