"""Contact files of any size: people in no order, the same for the same seed.

Run: python -m bench.contacts FILE ROWS SEED, for one of six columns.
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

HEADER = ("Email", "First Name", "Last Name", "Company", "City", "Phone")
FIRST = ("Ada", "Bob", "Cyd", "Dora", "Eve", "Finn", "Gus", "Hana", "Irma", "Jörg", "Kaya", "Liv")
LAST = ("Lee", "Novak", "Stone", "Diaz", "Okafor", "Brandt", "Silva", "Kim", "Núñez", "Moreau")
FORMS = ("Ltd", "GmbH", "Inc.", "S.r.l.", "AB")


SYLLABLES = ("ba", "de", "ki", "lo", "mu", "ra", "so", "ti", "na", "ve")
#: What a CRM exports besides: statuses, numbers, days, notes and columns that nobody fills in.
MORE = (
    *("Lead Source", "Revenue", "Created", "Notes", "Fax", "Lead Status", "Employees", "Last Activity"),
    *("Remark", "State", "Owner", "Record ID", "Modified", "Description", "Twitter", "Rating", "Score"),
    *(
        "Closed",
        "Next Step",
        "Extension",
        "Segment",
        "Visits",
        "Birthday",
        "Feedback",
        "Assistant",
        "Product",
    ),
    *("Opens", "Renewal", "Outcome", "Parent", "Campaign", "Clicks", "Meeting", "Summary"),
)
WORDS = ("Web", "Event", "Referral", "Partner", "Hot", "Working", "Qualified")


def write_contacts(path: Path, rows: int, seed: int) -> None:
    """Write six columns: `HEADER`."""
    _write(path, HEADER, _people(rows, seed))


def write_whole_names(path: Path, rows: int, seed: int) -> None:
    """Write five columns, one of them with first and last names; nearly every name is another one."""
    random = Random(seed)
    people = (
        (email, f"{first} {''.join(random.choices(SYLLABLES, k=4)).capitalize()}", *cells)
        for email, first, _, *cells in _people(rows, seed)
    )
    _write(path, ("Email", "Name", *HEADER[3:]), people)


def write_forty_columns(path: Path, rows: int, seed: int) -> None:
    """Write the six columns and those of a CRM."""
    random = Random(seed)

    def cell(kind: int) -> str:
        number = random.randrange(1_000_000)
        day = f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}"
        note = f"Met at the fair, wants a call in spring about {number % 50_000} vans"
        return (random.choice(WORDS), str(number), day, note if number % 3 else "", "")[kind % 5]

    people = ((*person, *map(cell, range(len(MORE)))) for person in _people(rows, seed))
    _write(path, (*HEADER, *MORE), people)


def _people(rows: int, seed: int) -> Iterator[tuple[str, ...]]:
    random = Random(seed)
    numbers = list(range(rows))
    random.shuffle(numbers)
    for number in numbers:
        first, last, firm = random.choice(FIRST), random.choice(LAST), random.randrange(90_000)
        local = f"{first[0]}.{last[0]}{number}.s{seed}".lower()
        company = f"Firm {firm} {random.choice(FORMS)}"
        phone = f"+49 30 {random.randrange(10_000_000):07d}"
        yield f"{local}@firm{firm}.example", first, last, company, f"Town {random.randrange(900)}", phone


def _write(path: Path, header: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    write_contacts(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
