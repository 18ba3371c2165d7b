"""How counts and shares are written in messages."""


def counted(count: int, noun: str) -> str:
    """Return "1 lead", "2 leads", "1,200 leads"."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def percent(share: float) -> str:
    """Return a share from 0 to 1 as "15 %", "28.6 %"."""
    return f"{share * 100:.3g} %"


def megabytes(count: int) -> str:
    """Return a number of bytes as "0.4 MB", "1,234.5 MB"."""
    return f"{count / 1_000_000:,.1f} MB"
