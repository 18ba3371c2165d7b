"""Typer declarations of the commands for mail that people wrote: what waits, what it says, and what to do about it."""

from typing import Annotated

import typer

Which = Annotated[
    str, typer.Argument(metavar="EMAIL|ID", help="A person's address, or a number of `seqcli inbox`.")
]
