"""`init`: write `.env` and an example sequence, and check key and identity at 12m."""

from contextlib import ExitStack
from pathlib import Path

from seqcli.clock import Clock, ServerTime
from seqcli.commands.session import connected, opened
from seqcli.config import (
    BASE_URL,
    DEFAULT_BASE_URL,
    ENV_FILE,
    HANDLE,
    KEY,
    Settings,
    example,
    fill_env_file,
    read_env_file,
    write_env_file,
)
from seqcli.errors import ConfigError
from seqcli.output.result import CommandResult, Note, Text

EXAMPLE = Path("intro.toml")


def init(
    settings: Settings, clock: Clock, *, key: str | None, handle: str | None, check: bool
) -> CommandResult:
    """Write `.env`, or fill in what it leaves blank; write an example sequence; check key and identity at 12m.

    Raises:
        ConfigError: key or handle is missing, or 12m does not accept them.
    """
    given = Settings(settings.db, settings.base_url, handle or settings.handle, key or settings.key)
    values = _needed(given)
    lines = []
    if check:
        _ask_12m(given, clock)
        lines.append(f"12m accepts the key and the identity {given.handle}")
    notes = []
    env = Path(ENV_FILE)
    if env.exists():
        filled = fill_env_file(env, values)
        lines.append(
            f"wrote {' and '.join(filled)} into {env}; only you can read it"
            if filled
            else f"{env} exists and has all settings; it was not changed"
        )
        kept = read_env_file(env)
        notes = [
            Note(f"{env} has another {name}, or none, and later runs use {env}: correct it", is_warning=True)
            for name, value in values.items()
            if kept.get(name) != value
        ]
    else:
        write_env_file(env, values)
        lines.append(f"wrote {env}; only you can read it")
    if not EXAMPLE.exists():
        _write_example()
        lines.append(f"wrote {EXAMPLE}, an example to edit")
    data = {"env_file": str(env), "handle": given.handle, "checked": check}
    notes.append(Note(f"next: seqcli import-sequence {EXAMPLE}"))
    return CommandResult(data, (Text(tuple(lines)),), tuple(notes))


def _needed(given: Settings) -> dict[str, str]:
    """Return what `.env` must hold. If key or handle is missing, write the rest, so that the person can fill it in.

    Raises:
        ConfigError: key or handle is missing.
    """
    elsewhere = {} if given.base_url == DEFAULT_BASE_URL else {BASE_URL: given.base_url}
    known = {KEY: given.need_key() if given.key else "", HANDLE: given.handle or "", **elsewhere}
    try:
        return {**known, KEY: given.need_key(), HANDLE: given.need_handle()}
    except ConfigError as error:
        env = Path(ENV_FILE)
        if env.exists():
            fill_env_file(env, known)
            hint = f"Put key and handle into {env}, then run `seqcli init` again."
        else:
            write_env_file(env, known)
            hint = f"Put key and handle into {env}, which was just written, then run `seqcli init` again."
        raise ConfigError(error.code, error.message, hint) from None


def _ask_12m(given: Settings, clock: Clock) -> None:
    """Check key and identity at 12m. Creates no state file, so that no wrong setting is stored in one."""
    from seqcli.client import Client  # noqa: PLC0415 - httpx is heavy

    with ExitStack() as stack:
        if given.db.exists():
            client = stack.enter_context(connected(given, stack.enter_context(opened(given.db)), clock))
        else:
            client = Client(given.base_url, given.need_key(), ServerTime(clock))
            stack.callback(client.close)
        client.read_events(given.need_handle(), 0)


def _write_example() -> None:
    try:
        EXAMPLE.write_text(example("intro.toml").read_text(encoding="utf-8"), encoding="utf-8")
    except OSError as error:
        hint = "Use a folder that you can write to."
        raise ConfigError("example_not_written", f"{EXAMPLE}: {error.strerror}", hint) from error
