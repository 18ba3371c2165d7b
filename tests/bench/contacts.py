"""A contact file of any size: six columns, people in no order, the same for the same seed.

Run: python -m bench.contacts FILE ROWS SEED
"""

import csv
import sys
from pathlib import Path
from random import Random

HEADER = ("Email", "First Name", "Last Name", "Company", "City", "Phone")
FIRST = ("Ada", "Bob", "Cyd", "Dora", "Eve", "Finn", "Gus", "Hana", "Irma", "Jörg", "Kaya", "Liv")
LAST = ("Lee", "Novak", "Stone", "Diaz", "Okafor", "Brandt", "Silva", "Kim", "Núñez", "Moreau")
FORMS = ("Ltd", "GmbH", "Inc.", "S.r.l.", "AB")


def write_contacts(path: Path, rows: int, seed: int) -> None:
    random = Random(seed)
    numbers = list(range(rows))
    random.shuffle(numbers)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in numbers:
            first, last, firm = random.choice(FIRST), random.choice(LAST), random.randrange(90_000)
            local = f"{first[0]}.{last[0]}{number}.s{seed}".lower()
            company = f"Firm {firm} {random.choice(FORMS)}"
            phone = f"+49 30 {random.randrange(10_000_000):07d}"
            writer.writerow(
                (f"{local}@firm{firm}.example", first, last, company, f"Town {random.randrange(900)}", phone)
            )


if __name__ == "__main__":
    write_contacts(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
