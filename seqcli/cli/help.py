"""How the help reads: commands in groups, in whole sentences, and what every command takes. It runs nothing."""

from collections.abc import Callable
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from seqcli import output
from seqcli.errors import InterruptedCommandError
from seqcli.zones import show_in_utc

#: The README's groups; a command that is in none of them stands last.
GROUPS = {
    "Set up": ("init", "import-sequence", "import-leads", "sequences", "check", "preview", "test-send"),
    "Run": ("start", "poll"),
    "Look": ("status", "why", "replies", "leads", "export"),
    "Steer": ("pause", "resume", "stop", "requeue", "resolve", "suppress"),
    "Keep": ("backup", "forget"),
    "Try": ("demo", "rehearse", "simulator"),
}
F = TypeVar("F", bound=Callable[..., Any])
_HELP_NAMES = {"help_option_names": ["-h", "--help"]}


class Command(TyperCommand):
    """A command that can show times in UTC, as every command can."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the command's own options, then what every command takes."""
        *params, help_option = super().get_params(ctx)
        return [*params, _utc_option(), help_option]


def _utc_option() -> TyperOption:
    return TyperOption(
        param_decls=["--utc"],
        is_flag=True,
        default=False,
        expose_value=False,
        callback=lambda _context, _option, wanted: show_in_utc(wanted),
        help="Show times in UTC, not in your time zone.",
    )


class Commands(TyperGroup):
    """A group of commands that reports an interrupted command and lists its commands by what they are for."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; Typer would end an interrupted one in silence."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            output.end_line()  # after the terminal's ^C
            raise InterruptedCommandError(
                "interrupted", "interrupted; what was done is done and kept"
            ) from None

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write every command with its whole first paragraph; click would cut it off."""
        left = {name: command for name, command in self.commands.items() if not command.hidden}
        groups = () if ctx.parent else GROUPS.items()
        width = max(map(len, left))
        for title, names in (*groups, ("Commands", tuple(left))):
            rows = [(name.ljust(width), _promise(left.pop(name))) for name in names if name in left]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)


def _promise(command: Any) -> str:
    return " ".join((command.help or "").partition("\n\n")[0].split())


class App(typer.Typer):
    """Declares commands that have `-h` and `--utc`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(cls=Commands, context_settings=_HELP_NAMES, rich_markup_mode=None, **options)

    def command(self, *args: Any, **options: Any) -> "Callable[[F], F]":
        """Declare a command."""
        declare: Callable[[F], F] = super().command(*args, **{"cls": Command, **options})
        return declare
