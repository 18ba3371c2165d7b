"""How counts are written in messages."""


def counted(count: int, noun: str) -> str:
    """Return "1 lead", "2 leads", "1,200 leads"."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
