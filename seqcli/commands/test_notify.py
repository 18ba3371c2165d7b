"""`test-notify`: tell whoever `seqcli.toml` names a made-up reply, and say what came of it."""

from urllib.parse import urlsplit

from seqcli.clock import Clock, to_text
from seqcli.commands.notifying import open_channels
from seqcli.config import Settings
from seqcli.engine.notify import NoticeKind, make_notice
from seqcli.errors import ConfigError, ExitCode
from seqcli.output.result import CommandResult, Table
from seqcli.project_file import NotifySettings, read_project_file
from seqcli.store import Notice


def send_sample(settings: Settings, clock: Clock) -> CommandResult:
    """Deliver one sample over every channel. It reads no state file and is not tried again.

    Raises:
        ConfigError: `seqcli.toml` cannot be used, or has no [notify].
    """
    project = read_project_file(settings.db)
    if project.notify is None:
        raise ConfigError(
            "no_notify",
            f"{project.path} has no [notify]",
            'Write [notify] into it, and below that command = ["./tell.py"] or webhook = "https://…".',
        )
    notice = _sample(clock)
    body = f"{notice.body}\n".encode()
    targets = _targets(project.notify)
    problems = {
        name: channel(notice.id, body, notice.at)
        for name, channel in open_channels(settings, project.notify).items()
    }
    rows = tuple((name, targets[name], problem or "delivered") for name, problem in problems.items())
    data = {
        "file": str(project.path),
        "notice": notice.id,
        "channels": [
            {"channel": name, "to": targets[name], "delivered": not problem, "problem": problem}
            for name, problem in problems.items()
        ],
    }
    is_done = not any(problems.values())
    table = Table(f"a sample to the channels of {project.path}", ("channel", "to", "result"), rows)
    return CommandResult(data, (table,), (), ExitCode.DONE if is_done else ExitCode.SOME_FAILED)


def _sample(clock: Clock) -> Notice:
    now = clock.now()
    return make_notice(
        NoticeKind.TEST,
        f"test:{to_text(now)}",
        now,
        'ada@acme.example answered ("intro", step 1). This is a test.',
        **{"from": "ada@acme.example"},
        email="ada@acme.example",
        sequence="intro",
        step=1,
        begins="Yes, call me tomorrow. This is a test of seqcli: nobody wrote.",
    )


def _targets(notify: NotifySettings) -> dict[str, str]:
    """Return where each channel leads: the program, the host. An argument or a path may be a secret."""
    parts = urlsplit(notify.webhook)
    return {"command": "".join(notify.command[:1]), "webhook": f"{parts.scheme}://{parts.netloc}"}
