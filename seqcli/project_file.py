"""Reads `seqcli.toml` beside the state file: the settings that belong to neither a sequence nor the environment.

Only the commands that use such a setting read it.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from seqcli.errors import ConfigError
from seqcli.hosts import is_host, is_loopback

PROJECT_FILE = "seqcli.toml"
MAX_FILE_BYTES = 100_000
_TABLES = ("notify",)
_NOTIFY_KEYS = ("command", "webhook")
_COMMAND_EXAMPLE = 'write a list, such as ["./tell-slack.py"] or ["notify", "--quiet"]'


@dataclass(frozen=True, slots=True)
class NotifySettings:
    """Who is told what happened. A command runs in `folder`, where the file is. An empty `command` or `webhook`: none.

    `repr` leaves out the URL: many services put a secret into it.
    """

    folder: Path
    command: tuple[str, ...] = ()
    webhook: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ProjectSettings:
    """What `path` says; everything is None if there is no such file."""

    path: Path
    notify: NotifySettings | None = None


def project_file_of(db: Path) -> Path:
    """Return where the file of a state file is: beside its real path, as its lock and its mark."""
    return Path(os.path.realpath(db)).parent / PROJECT_FILE


def read_project_file(db: Path) -> ProjectSettings:
    """Return the settings of a state file's folder.

    Raises:
        ConfigError: the file cannot be read or used; the message names every problem.
    """
    path = project_file_of(db)
    raw = _read(path)
    if raw is None:
        return ProjectSettings(path)
    data = _parse(path, raw)
    if problems := list(_problems(data)):
        raise _unusable(path, problems)
    entry = data.get("notify")
    if entry is None:
        return ProjectSettings(path)
    notify = NotifySettings(path.parent, tuple(entry.get("command", ())), entry.get("webhook", ""))
    return ProjectSettings(path, notify)


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unusable(path, [f"cannot be read ({error.strerror or error})"]) from error
    if len(raw) > MAX_FILE_BYTES:
        raise _unusable(path, ["is larger than 100 KB, too large for settings"])
    return raw


def _parse(path: Path, raw: bytes) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 - most folders have no such file

    try:
        return tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _unusable(path, [f"line {line} is not UTF-8; save it as UTF-8 text"]) from error
    except (ValueError, RecursionError) as error:
        raise _unusable(path, [f"is not TOML: {str(error) or 'nested too deeply'}"]) from error


def _unusable(path: Path, problems: list[str]) -> ConfigError:
    if len(problems) == 1:
        message = f"{path}: {problems[0]}"
    else:
        message = "\n".join([f"{path} has {len(problems)} problems:", *(f"  {each}" for each in problems)])
    return ConfigError("bad_project_file", message, "Correct the file. Nothing was sent.")


def _problems(data: Mapping[str, Any]) -> Iterator[str]:
    yield from _unknown(data, _TABLES, "", _NOTIFY_KEYS)
    entry = data.get("notify")
    if entry is None:
        return
    if not isinstance(entry, Mapping):
        yield '"notify" is not a table; write [notify] on a line of its own, with command or webhook below it'
        return
    yield from _unknown(entry, _NOTIFY_KEYS, "notify.", ())
    if not any(key in entry for key in _NOTIFY_KEYS):
        yield "[notify] names nobody to tell; write command or webhook below it, or remove it"
    if "command" in entry:
        yield from _command_problems(entry["command"])
    if "webhook" in entry:
        yield from _webhook_problems(entry["webhook"])


def _unknown(
    entry: Mapping[str, Any], known: tuple[str, ...], where: str, below: tuple[str, ...]
) -> Iterator[str]:
    """Yield the keys of a table that mean nothing; `below` are the keys of `[notify]`."""
    for key in entry:
        if key in known:
            continue
        if key in below:
            yield f'unknown key "{key}"; it belongs under [notify]'
            continue
        from seqcli.templates import suggest  # noqa: PLC0415 - only a mistake needs it

        close = suggest(key, known)
        advice = f'did you mean "{where}{close}"?' if close else "known keys are " + ", ".join(known)
        yield f'unknown key "{where}{key}"; {advice}'


def _command_problems(command: object) -> Iterator[str]:
    if not isinstance(command, list):
        yield f'"notify.command" is not a list; {_COMMAND_EXAMPLE}'
    elif not command or not all(isinstance(each, str) for each in command):
        yield f'"notify.command" must name a program and its arguments as texts; {_COMMAND_EXAMPLE}'
    elif not command[0].strip():
        yield f'"notify.command" begins with an empty text; {_COMMAND_EXAMPLE}'
    elif any("\0" in each for each in command):
        yield '"notify.command" has a zero byte in it; remove it'


def _webhook_problems(webhook: object) -> Iterator[str]:
    """Yield what is wrong with a URL, without quoting its path and query: they may be secret."""
    if not isinstance(webhook, str):
        yield '"notify.webhook" is not a text; write an https URL, such as "https://hooks.acme.example/seqcli"'
        return
    try:
        parts = urlsplit(webhook)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        yield '"notify.webhook" is not a URL'
        return
    is_plain = webhook.isascii() and webhook.isprintable() and not set(' \\"<>') & set(webhook)
    if not is_plain or not host or not is_host(host):
        yield '"notify.webhook" is not a URL with a host; write it in ASCII and without blanks'
    elif "@" in parts.netloc:
        yield '"notify.webhook" must not contain a user name or password; the signature shows who called'
    elif parts.fragment:
        yield '"notify.webhook" ends with a #fragment, which is never sent; remove it'
    elif parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        yield f'"notify.webhook" must be an https URL (or http on this machine), not {parts.scheme}://{host}'
