"""The SQL condition that finds a person's leads.

The unique index of leads begins with the domain, so that it finds a company's leads as well and there is one index
fewer to keep. Whoever asks for an address therefore names its domain too, or SQLite reads every lead.
"""


def is_of_person(address: str, lead: str = "lead") -> str:
    """Return the condition that a lead is of the person at an address; both are SQL, the address is normalised."""
    domain = f"substr({address}, instr({address}, '@') + 1)"
    return f"{lead}.domain = {domain} AND {lead}.address = {address}"
