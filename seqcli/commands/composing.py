"""Where the text of a reply comes from: an option, a file, standard input, a canned answer, or the person's editor."""

import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from seqcli.commands.session import shown_path
from seqcli.config import find_editor
from seqcli.errors import InterruptedCommandError, SeqcliError, UsageError

#: What stands in the editor below this line is cut off, and so is it in a file that was kept.
MARKER = "~~~~ Write above this line. It and all below are cut off. ~~~~"
_MAX_BYTES = 1_000_000
_FOLDER, _ENDING = "replies", ".txt"
_NO_TEXT = "the text is empty; only what stands above the line with ~~~~ is sent"


@dataclass(frozen=True, slots=True)
class TextSource:
    """What a person named as the text of a reply; `file` is `-` for standard input, `use` a canned answer."""

    text: str | None = None
    file: str | None = None
    use: str | None = None

    def check(self) -> None:
        """Refuse two texts.

        Raises:
            UsageError: more than one is named.
        """
        named = [name for name in ("text", "file", "use") if getattr(self, name) is not None]
        if len(named) > 1:
            given = " and ".join(f"--{name}" for name in named)
            raise UsageError("say_one", f"{given} both give the text", "Use one of them.")

    @property
    def is_named(self) -> bool:
        """Whether a person named a text; else it comes from standard input, or from the editor."""
        return (self.text, self.file, self.use) != (None, None, None)


def read_text(source: TextSource, db: Path) -> str:
    """Return the text that a person named, or standard input; nothing below the marker of the editor.

    Raises:
        UsageError: there is no such file or canned answer, or it is no text.
    """
    if source.text is not None:
        return source.text
    if source.use is not None:
        return _decoded(_canned(db, source.use).read_bytes(), f"{_FOLDER}/{source.use}")
    if source.file is None or source.file == "-":
        return _decoded(sys.stdin.buffer.read(_MAX_BYTES + 1), "standard input")
    try:
        with Path(source.file).open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
    except OSError as error:
        why = f"{shown_path(source.file)} cannot be read: {error.strerror}"
        raise UsageError("no_file", why, "Check the path.") from error
    return _decoded(content, shown_path(source.file))


def _decoded(content: bytes, name: str) -> str:
    if len(content) > _MAX_BYTES:
        raise UsageError("text_too_long", f"{name} is longer than a mail", "A reply has at most 200 kB.")
    try:
        return content.partition(MARKER.encode())[0].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError("not_text", f"{name} is not UTF-8 text", "Save it as UTF-8.") from error


def _canned(db: Path, name: str) -> Path:
    """Return the file of a canned answer: only what the folder lists has a name, so that no path leads out of it."""
    folder = db.parent / _FOLDER
    known = {path.name.removesuffix(_ENDING): path for path in folder.glob(f"*{_ENDING}") if path.is_file()}
    wanted = name.removesuffix(_ENDING)
    if wanted in known:
        return known[wanted]
    where = shown_path(str(folder))
    hint = f"Put texts into {where}, such as {where}/pricing{_ENDING}."
    if known:
        hint = f"Known: {', '.join(sorted(known))}. They are the files {where}/*{_ENDING}."
    raise UsageError("unknown_answer", f'there is no canned answer "{name}"', hint)


@dataclass(slots=True)
class Draft:
    """What a person wrote in an editor. The file is kept if it was not sent."""

    text: str
    path: Path


@contextmanager
def written(quoted: str, command: Sequence[str]) -> Iterator[Draft]:
    """Let a person write in the editor, above what is answered. What they wrote is kept if it is not sent.

    `command` is the seqcli command that answers the mail: a failure says how it sends the file.

    Raises:
        UsageError: there is no editor, it failed, or nothing was written.
        InterruptedCommandError: Ctrl-C, or the terminal was closed; the text is kept.
    """
    editor = find_editor()
    if not editor:
        raise UsageError("no_editor", "no editor was found", "Set EDITOR, or use --text or --file.")
    empty = f"\n\n{MARKER}\n{quoted}".encode("utf-8", "replace")
    with NamedTemporaryFile("wb", prefix="seqcli-reply-", suffix=".txt", delete=False) as file:
        file.write(empty)
        path = Path(file.name)
    with _kept_unless_sent(path, empty, command):
        _edit(editor, path)
        draft = Draft(_read_draft(path), path)
        if not draft.text.strip():
            raise UsageError("empty_text", f"nothing was sent: {_NO_TEXT}", "")
        yield draft
    path.unlink(missing_ok=True)


@contextmanager
def _kept_unless_sent(path: Path, empty: bytes, command: Sequence[str]) -> Iterator[None]:
    """Where the file has a person's words when something fails, say how to send it; else remove it."""
    try:
        yield
    except (KeyboardInterrupt, SeqcliError) as error:
        kept = ""
        if _is_written(path, empty):
            kept = f"; your text is kept: {shlex.join([*command, '--file', str(path), '--send'])}"
        else:
            path.unlink(missing_ok=True)
        if isinstance(error, SeqcliError):
            error.message += kept
            raise
        raise InterruptedCommandError("interrupted", f"interrupted{kept}") from None


def _is_written(path: Path, empty: bytes) -> bool:
    """Return whether a person wrote something, also below the line; a file that was emptied has nothing."""
    try:
        content = path.read_bytes()
    except OSError:
        return path.exists()
    return bool(content.strip()) and content.split() != empty.split()


def _read_draft(path: Path) -> str:
    try:
        return _decoded(path.read_bytes(), path.name)
    except OSError as error:
        why = f"nothing was sent: the editor left no file that can be read: {error.strerror}"
        raise UsageError("no_file", why, "") from error


def _edit(editor: list[str], path: Path) -> None:
    try:
        code = subprocess.run([*editor, str(path)], check=False).returncode  # noqa: S603 - the person's own editor
    except OSError as error:
        why = f"the editor {editor[0]} cannot be started: {error.strerror}"
        raise UsageError("no_editor", why, "Set EDITOR, or use --text or --file.") from error
    if code:
        raise UsageError("editor_failed", f"nothing was sent: the editor {editor[0]} ended with {code}", "")


def quote(text: str) -> str:
    """Return a mail as it is quoted below an answer."""
    return "".join(f"> {line}".rstrip() + "\n" for line in text.splitlines())
