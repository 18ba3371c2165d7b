"""How results and failures look: a JSON envelope, tables on a terminal, plain text in a pipe. No decisions here."""

from seqcli.output.messages import ask, confirm, end_line, log_lines, say, warn
from seqcli.output.progress_views import SendView, live, progress, sends
from seqcli.output.render import fail, is_stdout_lost, show, show_mail
from seqcli.output.streams import reopen_closed_streams

__all__ = [
    "SendView",
    "ask",
    "confirm",
    "end_line",
    "fail",
    "is_stdout_lost",
    "live",
    "log_lines",
    "progress",
    "reopen_closed_streams",
    "say",
    "sends",
    "show",
    "show_mail",
    "warn",
]
