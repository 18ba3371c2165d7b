"""The failures seqcli can name, each with a code, a hint and an exit code. It never prints or exits."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What a process status means; the README and `docs/cli.md` list them."""

    DONE = 0
    SOME_FAILED = 1
    USAGE = 2
    CONFIGURATION = 3
    INPUT_REJECTED = 4
    IDENTITY_REFUSED = 5
    TRY_AGAIN = 6
    STATE_UNUSABLE = 7
    BUG = 70
    INTERRUPTED = 130


class SeqcliError(Exception):
    """A failure that is not a bug: what failed, with which object, and what to do next."""

    exit_code = ExitCode.BUG

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


class UsageError(SeqcliError):
    """An unknown sequence or address, or a question nobody can answer off a terminal."""

    exit_code = ExitCode.USAGE


class ConfigError(SeqcliError):
    """A setting is missing or wrong, or 12m does not know the key or the identity."""

    exit_code = ExitCode.CONFIGURATION


class InputFileError(SeqcliError):
    """A sequence or contact file cannot be used; nothing of it was stored."""

    exit_code = ExitCode.INPUT_REJECTED


class IdentityRefusedError(SeqcliError):
    """12m refuses to send from this identity until somebody acts there."""

    exit_code = ExitCode.IDENTITY_REFUSED


class InterruptedCommandError(SeqcliError):
    """Somebody interrupted a command; what it had done by then is done and kept."""

    exit_code = ExitCode.INTERRUPTED


class InterruptedImportError(SeqcliError):
    """Somebody interrupted an import; nothing of it was stored."""

    exit_code = ExitCode.INTERRUPTED


class StreamError(SeqcliError):
    """The events stream could not be read to its end, so nothing was sent; safe to run again."""

    exit_code = ExitCode.TRY_AGAIN


class LockHeldError(SeqcliError):
    """Another run is at work on this state file; safe to run again."""

    exit_code = ExitCode.TRY_AGAIN


class StateError(SeqcliError):
    """The state file is missing, damaged, full, read-only, or belongs to another world."""

    exit_code = ExitCode.STATE_UNUSABLE
