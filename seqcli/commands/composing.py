"""Where the text of a reply comes from: an option, a file, standard input, a canned answer, or the person's editor."""

import subprocess
import sys
from collections.abc import Iterator
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
        return content.decode("utf-8-sig").partition(MARKER)[0]
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
def written(quoted: str) -> Iterator[Draft]:
    """Let a person write in the editor, above what is answered. The file is kept if what follows fails.

    Raises:
        UsageError: there is no editor, it failed, or nothing was written.
    """
    command = find_editor()
    if not command:
        raise UsageError("no_editor", "no editor was found", "Set EDITOR, or use --text or --file.")
    with NamedTemporaryFile("wb", prefix="seqcli-reply-", suffix=".txt", delete=False) as file:
        file.write(f"\n\n{MARKER}\n{quoted}".encode("utf-8", "replace"))
        path = Path(file.name)
    try:
        _edit(command, path)
        draft = Draft(_decoded(path.read_bytes(), path.name), path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    if not draft.text.strip():
        path.unlink()
        raise UsageError("empty_text", "nothing was sent: the text is empty", "")
    kept = f"your text is kept: --file {path}"
    try:
        yield draft
    except KeyboardInterrupt:
        raise InterruptedCommandError("interrupted", f"interrupted; {kept}") from None
    except SeqcliError as error:
        error.message = f"{error.message}\n{kept}"
        raise
    path.unlink(missing_ok=True)


def _edit(command: list[str], path: Path) -> None:
    try:
        code = subprocess.run([*command, str(path)], check=False).returncode  # noqa: S603 - the person's own editor
    except OSError as error:
        why = f"the editor {command[0]} cannot be started: {error.strerror}"
        raise UsageError("no_editor", why, "Set EDITOR, or use --text or --file.") from error
    if code:
        raise UsageError("editor_failed", f"the editor {command[0]} ended with {code}", "Nothing was sent.")


def quote(text: str) -> str:
    """Return a mail as it is quoted below an answer."""
    return "".join(f"> {line}".rstrip() + "\n" for line in text.splitlines())
