"""The entry point. `--version` answers before anything heavy is imported."""

import atexit
import gc
import os
import signal
import sys
from contextlib import suppress

#: After so many new objects garbage is looked for. A start makes fewer, and they stay: a search would find nothing.
_ALLOCATIONS = 200_000


def main() -> int:
    """Run the command line of this process and return its exit code."""
    if sys.argv[1:] == ["--version"]:
        from seqcli import __version__  # noqa: PLC0415 - the shortest way to the answer

        with suppress(OSError):  # the long way says what is wrong with stdout
            os.write(1, f"seqcli {__version__}\n".encode())
            return 0
    end_like_ctrl_c()
    gc.set_threshold(_ALLOCATIONS)
    atexit.register(gc.freeze)  # else Python looks through everything once more, before it frees it anyway
    try:
        from seqcli.cli import main as run  # noqa: PLC0415 - as above

        return run()
    except KeyboardInterrupt:  # while Python was still reading the program
        with suppress(OSError):
            os.write(2, b"interrupted\n")
        return 130


def end_like_ctrl_c() -> None:
    """Let SIGTERM and SIGHUP end this process as Ctrl-C does, unless it was started to ignore them (nohup)."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


if __name__ == "__main__":
    sys.exit(main())
