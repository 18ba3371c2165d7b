"""Imports httpx without its command line, which would load Rich and Pygments: a fifth of the start of a poll.

Where that cannot be imported httpx does without, as on a machine that lacks Rich.
"""

import sys

_COMMAND_LINE = "httpx._main"

if _COMMAND_LINE not in sys.modules:
    sys.modules[_COMMAND_LINE] = None  # type: ignore[assignment]
    try:
        import httpx  # noqa: F401 - it stays loaded
    finally:
        del sys.modules[_COMMAND_LINE]
