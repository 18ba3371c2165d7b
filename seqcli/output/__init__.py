"""How results and failures look: a JSON envelope, tables on a terminal, plain text in a pipe. No decisions here."""

from seqcli.output.messages import ask, confirm, end_line, log_effect, say, warn
from seqcli.output.progress_views import SendView, live, progress, sends
from seqcli.output.render import fail, is_stdout_lost, show, show_mail
from seqcli.output.run_log import RunLog, begin_log, end_log, logs_effects
from seqcli.output.streams import recommend_with, reopen_closed_streams

__all__ = [
    "RunLog",
    "SendView",
    "ask",
    "begin_log",
    "confirm",
    "end_line",
    "end_log",
    "fail",
    "is_stdout_lost",
    "live",
    "log_effect",
    "logs_effects",
    "progress",
    "recommend_with",
    "reopen_closed_streams",
    "say",
    "sends",
    "show",
    "show_mail",
    "warn",
]
