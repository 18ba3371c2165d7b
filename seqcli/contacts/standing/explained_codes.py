"""Headers that explain the codes below them: `Newsletter (0 für nein, -1 für ja)`, `Opt-out [1=yes, 2=no]`."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

_YES = r"yes|ja|oui|s[ií]|sim|tak|true|wahr|vrai"
_NO = r"no|nein|non|n[aã]o|nee|nie|false|falsch|faux"
_CODE = r"-?\b(?:\d{1,2}|[a-z])"
_MEANS = r"\s*(?:=|:|f[uü]r|fuer|for|means|pour|para|per|voor|dla)\s*"
_PAIR = re.compile(
    rf"(?P<code>{_CODE}){_MEANS}(?P<says>{_YES}|{_NO})\b|\b(?P<named>{_YES}|{_NO})\s*[=:]\s*(?P<number>{_CODE})\b",
    re.IGNORECASE,
)
_IS_YES = re.compile(_YES, re.IGNORECASE)
_ROUND = " \t([{<:;,-/"
_FEWEST = 2


@lru_cache(maxsize=4096)
def explained(header: str) -> tuple[str, Mapping[str, str]]:
    """Return a header without the explanation of its codes, and what they mean: `yes` or `no`; none if it has none."""
    found = list(_PAIR.finditer(header))
    codes = {
        (each["code"] or each["number"]).lower(): "yes"
        if _IS_YES.fullmatch(each["says"] or each["named"])
        else "no"
        for each in found
    }
    front = header[: found[0].start()].rstrip(_ROUND) if found else ""
    if len(codes) < _FEWEST or len({*codes.values()}) < _FEWEST or not front:
        return header, {}
    return front, codes


def decoded(header: str, test: Callable[[str], bool]) -> Callable[[str], bool]:
    """Return a test that takes a cell as what the header says that its code means."""
    codes = explained(header)[1]
    return (lambda cell: test(read_code(header, cell))) if codes else test


def read_code(header: str, cell: str) -> str:
    """Return what a cell means if it is a code that its header explains, and any other cell as it is."""
    codes = explained(header)[1]
    return codes.get(cell.strip().lower(), cell) if codes else cell
