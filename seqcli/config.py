"""Settings from flags, environment and `.env`, in that order.

Without pydantic, because every command loads the settings: `status` would take half as long again to start.
"""

import os
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from seqcli.errors import ConfigError
from seqcli.hosts import is_host, is_loopback

DEFAULT_BASE_URL = "https://api.inboxbase.ai"
DEFAULT_DB = "seqcli.db"
ENV_FILE = ".env"
KEY, HANDLE, BASE_URL, DB = "TWELVEM_KEY", "TWELVEM_HANDLE", "TWELVEM_BASE_URL", "SEQCLI_DB"
NOTIFY_SECRET = "SEQCLI_NOTIFY_SECRET"  # noqa: S105 - the name of a setting
#: A shorter text is no key, and may be a part of anything.
_MIN_KEY_CHARS = 8
#: Whoever knows one signed notice can try all shorter secrets.
_MIN_SECRET_CHARS = 24


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a run. `repr` leaves out the key and the secret."""

    db: Path
    base_url: str
    handle: str | None
    key: str | None = field(repr=False)
    notify_secret: str | None = field(default=None, repr=False)

    def need_key(self) -> str:
        """Return the API key.

        Raises:
            ConfigError: it is missing or not a key.
        """
        if not self.key:
            raise ConfigError(
                "no_key",
                f"{KEY} is not set",
                f"Put it into {ENV_FILE} or the environment, or run `seqcli init`.",
            )
        if not self.key.startswith("sk_") or not self.key.isascii() or not self.key.isprintable():
            raise ConfigError("bad_key", f"{KEY} is not a 12m key", "Keys begin with sk_.")
        return self.key

    def need_handle(self) -> str:
        """Return the identity to send from.

        Raises:
            ConfigError: it is missing.
        """
        if not self.handle:
            raise ConfigError(
                "no_handle",
                f"{HANDLE} is not set",
                f"Put the identity to send from, such as alice.acme@inboxbase.ai, into {ENV_FILE}.",
            )
        return self.handle

    def need_notify_secret(self) -> str:
        """Return the secret that signs what a webhook gets.

        Raises:
            ConfigError: it is missing or too short.
        """
        if self.notify_secret and len(self.notify_secret) >= _MIN_SECRET_CHARS:
            return self.notify_secret
        problem = f"is shorter than {_MIN_SECRET_CHARS} characters" if self.notify_secret else "is not set"
        raise ConfigError(
            "no_notify_secret",
            f"{NOTIFY_SECRET} {problem}; notify.webhook needs it for the signature",
            f"Put a long random text into {ENV_FILE} or the environment, such as `openssl rand -hex 32` prints.",
        )


def load_settings(db: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of this run; a flag overrides the environment, which overrides `.env` in this folder.

    Raises:
        ConfigError: the base URL is neither https nor on this machine, or `.env` cannot be read.
    """
    env = os.environ if environ is None else environ
    found = {**read_env_file(Path(ENV_FILE)), **{k: v for k, v in env.items() if v}}
    return Settings(
        db=db or Path(found.get(DB) or DEFAULT_DB),
        base_url=check_base_url(found.get(BASE_URL) or DEFAULT_BASE_URL),
        handle=(found.get(HANDLE) or "").strip() or None,
        key=(found.get(KEY) or "").strip() or None,
        notify_secret=(found.get(NOTIFY_SECRET) or "").strip() or None,
    )


def read_env_file(path: Path) -> dict[str, str]:
    """Return the settings in a file, or none if there is none that this user may reach.

    Raises:
        ConfigError: it cannot be read.
    """
    if not may_reach(path):
        return {}
    from dotenv import dotenv_values  # noqa: PLC0415 - not every folder has such a file

    try:
        return {name: value for name, value in dotenv_values(path, interpolate=False).items() if value}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            "bad_env_file", f"{path} cannot be read: {error}", "It must be UTF-8 text."
        ) from error


def may_reach(path: Path) -> bool:
    """Return whether there is such a file, in a folder that this user may enter.

    It may not with `sudo -u outbound seqcli status --db FILE`, typed in the folder of another user.
    """
    try:
        return path.is_file()
    except OSError:
        return False


def known_keys() -> set[str]:
    """Return every key and secret that this run may have read, for texts that must not have them; never raises."""
    secret = (KEY, NOTIFY_SECRET)
    found = {os.environ.get(name) or "" for name in secret}
    with suppress(ConfigError):
        in_file = read_env_file(Path(ENV_FILE))
        found |= {in_file.get(name) or "" for name in secret}
    return {key.strip() for key in found} - {""}


def environment_without_secrets() -> dict[str, str]:
    """Return the environment for a program that we start: without our key and secret, under whatever name."""
    secrets = {each for each in known_keys() if len(each) >= _MIN_KEY_CHARS}
    return {
        name: value
        for name, value in os.environ.items()
        if name not in {KEY, NOTIFY_SECRET} and not any(each in value for each in secrets)
    }


def check_base_url(url: str) -> str:
    """Return the base URL without a trailing slash or `/v1`.

    Raises:
        ConfigError: it is neither https nor on this machine; the key must not travel unencrypted.
    """
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise ConfigError(
            "bad_base_url", f"{BASE_URL} is not a URL: {url!r}", f"Leave it out for {DEFAULT_BASE_URL}."
        ) from error
    if "@" in parts.netloc:
        raise ConfigError(
            "bad_base_url",
            f"{BASE_URL} must not contain a user name or password",
            f"The key goes into {KEY}.",
        )
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    is_plain = url.strip().isprintable() and "\\" not in url and not parts.query and not parts.fragment
    if not (host and is_host(host) and is_safe and is_plain):
        raise ConfigError(
            "bad_base_url",
            f"{BASE_URL} must be an https URL (or http on this machine), not {url!r}",
            f"Leave it out for {DEFAULT_BASE_URL}.",
        )
    return url.strip().rstrip("/").removesuffix("/v1")


def write_env_file(path: Path, values: Mapping[str, str]) -> None:
    """Write settings to a new file that only its owner can read.

    Raises:
        ConfigError: it cannot be written.
    """
    text = "".join(f"{name}={value}\n" for name, value in values.items())
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(text)
    except OSError as error:
        raise ConfigError(
            "env_not_written", f"{path}: {error.strerror}", "Use a folder that you can write to."
        ) from error


def fill_env_file(path: Path, values: Mapping[str, str]) -> list[str]:
    """Fill the blank settings of a file; return their names. No other line changes.

    The file is replaced as a whole and then readable only by its owner, as it has a key.

    Raises:
        ConfigError: it cannot be read or written.
    """
    known = read_env_file(path)
    missing = {name: value for name, value in values.items() if value and name not in known}
    try:
        before = text = path.read_bytes().decode()
        for name, value in missing.items():
            text = _fill(text, name, value)
        if text != before:
            _replace_file(path.resolve(), text)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            "env_not_written", f"{path}: {error}", "Use a folder that you can write to."
        ) from error
    return [name for name in missing if _blank_line(name).search(before)]


def _fill(text: str, name: str, value: str) -> str:
    return _blank_line(name).sub(lambda found: f"{found[1]}{value}", text)


def _blank_line(name: str) -> re.Pattern[str]:
    return re.compile(
        rf"""^([ \t]*(?:export[ \t]+)?{name}[ \t]*=)[ \t]*(?:""|'')?[ \t]*(?=\r?$)""", re.MULTILINE
    )


def _replace_file(path: Path, text: str) -> None:
    """Replace a file by a new one that only its owner can read."""
    from tempfile import mkstemp  # noqa: PLC0415 - only `init` needs it

    handle, name = mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def find_editor() -> list[str]:
    """Return the command of the person's editor: VISUAL, EDITOR, else the first of the usual ones; empty for none."""
    import shlex  # noqa: PLC0415 - seldom needed
    from shutil import which  # noqa: PLC0415

    for name in ("VISUAL", "EDITOR"):
        if chosen := shlex.split(os.environ.get(name) or ""):
            return chosen
    return next(([name] for name in ("sensible-editor", "nano", "vi") if which(name)), [])


def own_command() -> list[str]:
    """Return the command that starts this seqcli from the current folder, on the PATH or not."""
    from shutil import which  # noqa: PLC0415 - only the demo needs it

    program = Path(sys.argv[0])
    if program.name != "seqcli" or not program.is_file():
        return [sys.executable, "-m", "seqcli"]
    on_path = which("seqcli")
    if on_path is not None and Path(on_path).resolve() == program.resolve():
        return ["seqcli"]
    absolute = Path.cwd() / program
    return [str(absolute.relative_to(Path.cwd()) if absolute.is_relative_to(Path.cwd()) else absolute)]


def example(name: str) -> Path:
    """Return the path of an example: in the package when installed, else in the project folder."""
    here = Path(__file__).parent
    return next(folder / name for folder in (here / "examples", here.parent / "examples") if folder.is_dir())
