"""How the help reads: commands in groups, whole sentences, and the options of every command."""

from collections.abc import Callable
from copy import copy
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from seqcli import output
from seqcli.errors import InterruptedCommandError
from seqcli.zones import show_in_utc

#: The title of each module's commands, in the order of the README.
GROUPS = {
    "set_up": "Set up",
    "run": "Run",
    "look": "Look",
    "answer": "Answer",
    "steer": "Steer",
    "keep": "Keep",
    "try_out": "Try",
}
F = TypeVar("F", bound=Callable[..., Any])
_HELP_NAMES = {"help_option_names": ["-h", "--help"]}


class Command(TyperCommand):
    """A command that can show times in UTC, as every command can."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the command's own options, then what every command takes."""
        return _with_utc(super().get_params(ctx))


def _with_utc(params: list[Any]) -> list[Any]:
    *own, help_option = params
    return [*own, _utc_option(), help_option]


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
    """Click group that reports an interrupted command and lists its commands by the module that declares them."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command. Without this, Typer ends an interrupted one in silence."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            output.end_line()  # after the terminal's ^C
            raise InterruptedCommandError(
                "interrupted", "interrupted; what was done is done and kept"
            ) from None

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write every command with its whole first paragraph, which click would cut off."""
        listed = {name: command for name, command in self.commands.items() if not command.hidden}
        width = max(map(len, listed))
        sections: dict[str, list[tuple[str, str]]] = (
            {} if ctx.parent else {each: [] for each in GROUPS.values()}
        )
        for name, command in sorted(listed.items(), key=lambda each: isinstance(each[1], TyperGroup)):
            title = "Commands" if ctx.parent else group_of(command)
            sections.setdefault(title, []).append((name.ljust(width), _promise(command)))
        for title, rows in sections.items():
            with formatter.section(title):
                formatter.write_dl(rows)


class CommandWithActions(Commands):
    """A command of its own that also has commands below it."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the command's own options, then what every command takes."""
        return _with_utc(super().get_params(ctx))


def group_of(command: Any) -> str:
    """Return the title of the group that a command is listed in."""
    return GROUPS.get(command.callback.__module__.rpartition(".")[2], "Commands")


def _promise(command: Any) -> str:
    return " ".join((command.help or "").partition("\n\n")[0].split())


def name_of(declared: Any) -> str:
    """Return the word by which a declared command is called."""
    return str(declared.name or declared.callback.__name__.replace("_", "-"))


class App(typer.Typer):
    """Typer app whose commands all have `-h` and `--utc`."""

    def __init__(self, **options: Any) -> None:
        plain = {"cls": Commands, "context_settings": _HELP_NAMES, "rich_markup_mode": None}
        super().__init__(**{**plain, **options})

    def with_only(self, name: str) -> "App":
        """Return an app with this command alone, or this app if it declares none: others take long to declare."""
        named = [each for each in self.registered_commands if name_of(each) == name]
        if not named:
            return self
        narrowed = copy(self)
        narrowed.registered_commands, narrowed.registered_groups = named, []
        return narrowed

    def command(self, *args: Any, **options: Any) -> "Callable[[F], F]":
        """Declare a command."""
        declare: Callable[[F], F] = super().command(*args, **{"cls": Command, **options})
        return declare
