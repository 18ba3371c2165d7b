"""Reads a cell that is an object of JSON, such as listmonk writes: its keys are headers."""

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from seqcli.contacts.standing.opt_out_cells import says_no
from seqcli.contacts.standing.opt_outs import is_consent, is_status, opt_out_test

_MOST_CHARS, _DEEPEST = 20_000, 4


def read_object(cell: str) -> dict[str, Any] | None:
    """Return a cell that is an object of JSON; None for any other text."""
    if not cell.lstrip().startswith("{") or len(cell) > _MOST_CHARS:
        return None
    try:
        found = json.loads(cell)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def find_no_in_object(found: dict[str, Any]) -> tuple[str, bool] | None:
    """Return the first no of an object as `key: value`, and whether it is an opt-out by its key."""
    for key, value in _leaves(found, (), _DEEPEST):
        says, is_opt_out = _test_under(key)
        if says is not None and says(value):
            return f"{key}: {value}", is_opt_out
    return None


@lru_cache(maxsize=1024)  # half a million objects may have the same keys
def _test_under(key: str) -> tuple[Callable[[str], bool] | None, bool]:
    """Return the test for the values of a key, and whether they are opt-outs."""
    test = opt_out_test(key)
    if test is not None:
        return test, not is_status(key)
    return (says_no if is_consent(key) else None), False


def _leaves(value: object, path: tuple[str, ...], depth: int) -> Iterator[tuple[str, str]]:
    """Yield the key and the text of every value that is neither blank, an object nor a list."""
    if isinstance(value, dict) and depth:
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key), depth - 1)
    elif path and isinstance(value, str | int | float) and value != "":
        yield ".".join(path), json.dumps(value).strip('"') if isinstance(value, bool) else str(value).strip()
