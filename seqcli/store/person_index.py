"""SQL conditions that find the leads of a person, of a domain and of a company. No other statement asks for these.

The indexes of leads have parts, and an import into a large file fills one that is small: so the pages that it writes
stay in memory. Whoever looks somebody up names every part, or SQLite reads every lead. The index of people goes by
domain first, so that it finds the leads of a domain as well, and there is one index fewer to keep.
"""

from collections.abc import Collection

PARTS = (0, 1, 2, 3)
#: So many leads come before an import fills another part.
_LEADS_A_PART = 100_000


def part_to_fill(leads: int) -> int:
    """Return the part for an import into a file of about so many leads: the first, then the others in turn."""
    return 0 if leads < _LEADS_A_PART else 1 + leads // _LEADS_A_PART % 3


def is_of_person(address: str, lead: str = "lead", parts: Collection[int] = PARTS) -> str:
    """Return the condition that a lead is of the person at an address; both are SQL, the address is normalised."""
    domain = f"substr({address}, instr({address}, '@') + 1)"
    return f"{is_of_domain(domain, lead, parts)} AND {lead}.address = {address}"


def is_of_domain(domain: str, lead: str = "lead", parts: Collection[int] = PARTS) -> str:
    """Return the condition that a lead has an address under a domain (SQL)."""
    return f"{_is_in(parts, lead)} AND {lead}.domain = {domain}"


def is_of_company(key: str, lead: str = "lead") -> str:
    """Return the condition that a lead's company has this compared name (SQL), which is not empty."""
    return f"{_is_in(PARTS, lead)} AND {lead}.company_key = {key} AND {lead}.company_key <> ''"


def _is_in(parts: Collection[int], lead: str) -> str:
    return f"{lead}.part IN ({', '.join(map(str, parts))})"
