"""The errors of seqcli, each with a code, a message, a hint and an exit code."""

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of the process."""

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
    """An expected failure: what failed, with which object, and what to do next."""

    exit_code = ExitCode.BUG

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


class UsageError(SeqcliError):
    """An unknown sequence or address, or a question that needs a terminal."""

    exit_code = ExitCode.USAGE


class ConfigError(SeqcliError):
    """A setting is missing or wrong, or 12m does not know the key or the identity."""

    exit_code = ExitCode.CONFIGURATION


class InputFileError(SeqcliError):
    """A sequence or contact file cannot be used; nothing was stored."""

    exit_code = ExitCode.INPUT_REJECTED


class IdentityRefusedError(SeqcliError):
    """12m does not send from this identity until somebody acts there."""

    exit_code = ExitCode.IDENTITY_REFUSED


class NotSentError(SeqcliError):
    """12m did not take a mail that a person wrote; nothing was sent."""

    exit_code = ExitCode.SOME_FAILED


class BrakedError(SeqcliError):
    """Too many bounces, complaints or refusals: nothing is sent until a person resumes the sequence."""

    exit_code = ExitCode.SOME_FAILED


class InterruptedCommandError(SeqcliError):
    """Somebody interrupted a command; what it did until then is kept."""

    exit_code = ExitCode.INTERRUPTED


class InterruptedImportError(SeqcliError):
    """Somebody interrupted an import; nothing was stored."""

    exit_code = ExitCode.INTERRUPTED


class StreamError(SeqcliError):
    """The events stream could not be read to its end, so nothing was sent; safe to run again."""

    exit_code = ExitCode.TRY_AGAIN


class LockHeldError(SeqcliError):
    """Another run is using this state file; safe to run again."""

    exit_code = ExitCode.TRY_AGAIN


class StateError(SeqcliError):
    """The state file is missing, damaged, full, read-only, or belongs to another 12m address."""

    exit_code = ExitCode.STATE_UNUSABLE
