"""The one renderer of results and failures: JSON, CSV, plain text in a pipe, drawn on a terminal."""

import csv
import io
import re
import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import TextIO

from seqcli.errors import SeqcliError
from seqcli.output import json_envelope, open_metrics
from seqcli.output.messages import (
    DeclinedError,
    InterruptedQuestionError,
    Tone,
    log_prefix,
    say,
    warn,
)
from seqcli.output.result import Block, CommandResult, Diff, MailBlock, Message, Table
from seqcli.output.run_log import current_log, is_json_log, without_addresses, write_json_line
from seqcli.output.streams import clean, drop_stdout, for_people, is_terminal
from seqcli.reasons import LogLevel
from seqcli.zones import local_cells

#: What an import removes from cells. An export leaves it out, so that it reads back unchanged.
_CONTROL_IN_CELL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u202a-\u202e\u2066-\u2069\ufeff]|\r(?!\n)"
)


def show(
    command: str, result: CommandResult, *, as_json: bool, as_csv: bool = False, as_metrics: bool = False
) -> bool:
    """Write a result: data to stdout, notes to stderr. Return False if stdout failed; a closed pipe is no failure."""
    try:
        _show(command, result, as_json=as_json, as_csv=as_csv, as_metrics=as_metrics)
    except BrokenPipeError:
        drop_stdout()
    except OSError as error:
        _give_up_stdout(error)
        say("  What was done is done and kept.")
        return False
    return True


def show_mail(mail: MailBlock) -> None:
    """Show a mail to the person who is asked about it, on stderr."""
    shown = _cleaned(mail)
    if is_terminal(sys.stderr):
        from seqcli.output.drawing import draw  # noqa: PLC0415 - only on a terminal

        draw(shown, is_first=True, stderr=True)
    else:
        _write_plain_mail(mail, is_first=True, stream=sys.stderr)


def is_stdout_lost() -> bool:
    """Try stdout with an empty line, which harms neither help nor JSON. If it fails, report that and drop stdout."""
    try:
        sys.stdout.write("\n")
        sys.stdout.flush()
    except OSError as error:
        _give_up_stdout(error)
        return True
    return False


def _give_up_stdout(error: OSError) -> None:
    drop_stdout()
    say(f"error: the result could not be written: {error.strerror}", Tone.ERROR)


def _show(command: str, result: CommandResult, *, as_json: bool, as_csv: bool, as_metrics: bool) -> None:
    log = current_log()
    if as_json:
        json_envelope.write_result(command, result)
        if not is_json_log():
            return
    elif as_csv:
        _write_csv(result.csv_rows)
    elif as_metrics:
        open_metrics.write_metrics(result.metrics)
    elif log is None or not log.hides_result:
        for index, block in enumerate(result.blocks):
            _write_block(block, is_first=index == 0)
    sys.stdout.flush()
    for note in result.notes:
        if note.is_effect and is_json_log():
            continue
        if note.is_warning:
            warn(note.text)
        else:
            say(note.text)


def fail(command: str, error: SeqcliError, *, as_json: bool) -> None:
    """Write a failure: what failed and what to do next."""
    if is_json_log():
        _log_failure(error)
    if as_json:
        try:
            json_envelope.write_failure(command, error)
        except OSError:
            drop_stdout()
    if as_json or is_json_log():
        return
    if isinstance(error, DeclinedError | InterruptedQuestionError):
        say(error.message)
        return
    for index, line in enumerate(error.message.split("\n")):
        tone = Tone.PLAIN if index else Tone.ERROR
        say(f"error: {line}" if index == 0 else f"  {line}", tone, LogLevel.ERROR)
    if error.hint:
        say(f"  {error.hint}", level=LogLevel.ERROR)


def _log_failure(error: SeqcliError) -> None:
    facts = {
        "code": error.code,
        "message": without_addresses(error.message),
        "hint": without_addresses(error.hint) or None,
        "exit_code": int(error.exit_code),
    }
    write_json_line(LogLevel.ERROR, "failed", facts)


def _write_csv(rows: Iterable[tuple[str, ...]]) -> None:
    """Write rows as they come, for spreadsheets and for our own import. A pipe or file gets UTF-8 in any locale."""
    from seqcli.contacts import safe_cell  # noqa: PLC0415 - only exports need it

    if isinstance(sys.stdout, io.TextIOWrapper) and not is_terminal(sys.stdout):
        sys.stdout.reconfigure(encoding="utf-8")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerows(
        [safe_cell(_CONTROL_IN_CELL.sub("", cell)) if cell else "" for cell in row] for row in rows
    )


def _write_block(block: Block, *, is_first: bool) -> None:
    block = _cleaned(block)
    if is_terminal(sys.stdout):
        from seqcli.output.drawing import draw  # noqa: PLC0415 - only on a terminal

        draw(block, is_first=is_first)
    elif isinstance(block, Table):
        if not block.only_on_terminal:
            _write_plain_table(block, is_first=is_first)
    elif isinstance(block, MailBlock):
        _write_plain_mail(block, is_first=is_first)
    elif isinstance(block, Message):
        sys.stdout.writelines(
            f"{line}\n" for line in ("", f"{block.when}  {block.who}", *_indented(block.lines))
        )
    elif isinstance(block, Diff):
        _write_lines((block.title, *block.lines))
    else:
        _write_lines(block.lines)


def _cleaned(block: Block) -> Block:
    """Return a block whose texts are safe on a terminal, with local times. A mail's own text keeps its times."""
    if isinstance(block, Table):
        return _local_table(block)
    if isinstance(block, MailBlock):
        return replace(
            block,
            title=for_people(block.title),
            head=tuple((name, clean(value)) for name, value in block.head),
            lines=tuple(map(clean, block.lines)),
            remark=for_people(block.remark),
        )
    if isinstance(block, Message):
        lines = tuple(map(clean, block.lines))
        return replace(block, when=for_people(block.when), who=clean(block.who), lines=lines)
    if isinstance(block, Diff):
        return replace(block, title=clean(block.title), lines=tuple(map(clean, block.lines)))
    return replace(block, lines=tuple(map(for_people, block.lines)))


def _local_table(table: Table) -> Table:
    """Return a clean table with local times. The head of a column of times names the zone once."""
    if not table.rows:
        return replace(table, title=for_people(table.title))
    local = [local_cells(tuple(map(clean, cells))) for cells in zip(*table.rows, strict=True)]
    heads = [
        f"{name} ({zone})" if zone else name for name, (zone, _) in zip(table.columns, local, strict=True)
    ]
    rows = zip(*(cells for _, cells in local), strict=True)
    renamed = dict(zip(table.columns, heads, strict=True))
    below = tuple(renamed[each] for each in table.below)
    return replace(table, title=for_people(table.title), columns=tuple(heads), rows=tuple(rows), below=below)


def _write_lines(lines: Iterable[str]) -> None:
    prefix = log_prefix(sys.stdout)
    sys.stdout.writelines(f"{prefix}{line}\n" for line in lines if line or not prefix)


def _write_plain_table(table: Table, *, is_first: bool) -> None:
    lines = [] if is_first else [""]
    if table.title:
        lines.append(table.title)
    rows = [table.columns, *table.rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(table.columns))]
    for row in rows:
        cells = [
            cell.rjust(width) if name in table.right else cell.ljust(width)
            for cell, width, name in zip(row, widths, table.columns, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    _write_lines(lines)


def _indented(lines: Iterable[str]) -> Iterable[str]:
    """Indent a mail's text, so that it cannot be taken for our own words."""
    return (f"    {line}".rstrip() for line in lines)


def _write_plain_mail(mail: MailBlock, *, is_first: bool, stream: TextIO | None = None) -> None:
    """Write a mail without wrapping."""
    head = [f"{name + ':':<9}{value}" for name, value in mail.head]
    text = list(_indented(mail.lines))
    gap = [""] if text else []
    lines = [mail.title, *head, *gap, *text, *gap, mail.remark]
    stream = stream or sys.stdout
    if not is_first:
        stream.write("\n")
    stream.writelines(line.rstrip() + "\n" for line in lines)
