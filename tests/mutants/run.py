"""Plants one bug after the other in a copy of the tree and shows that the suite notices: `make mutants`.

Exit status 1 if a bug survives, 2 if a text to be replaced is not found (the list must follow the code).
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from mutants.planted import PLANTED, Edit, Planted

ROOT = Path(__file__).resolve().parents[2]
SECONDS_EACH = 180
KEPT = ("seqcli", "tests", "docs", "pyproject.toml", "README.md")


def copy_tree(folder: Path) -> None:
    for name in KEPT:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__", "corpus"))
        elif source.exists():
            shutil.copy(source, folder / name)


def plant(folder: Path, edit: Edit) -> None:
    path = folder / edit.path
    text = path.read_text(encoding="utf-8")
    if text.count(edit.old) != 1:
        print(f"{edit.path}: stands {text.count(edit.old)} times, not once:\n{edit.old}", file=sys.stderr)
        sys.exit(2)
    path.write_text(text.replace(edit.old, edit.new), encoding="utf-8")


def run_tests(folder: Path, tests: tuple[str, ...]) -> tuple[int, str]:
    """Return pytest's exit status and its first failure; a run that does not end counts as a failure."""
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    env = {**os.environ, "PYTHONPATH": str(folder)}
    try:
        done = subprocess.run(
            command, cwd=folder, env=env, capture_output=True, text=True, timeout=SECONDS_EACH, check=False
        )
    except subprocess.TimeoutExpired:
        return 1, "did not end"
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return done.returncode, failed[0].partition("::")[2].partition(" - ")[0] if failed else done.stdout[-300:]


def try_one(planted: Planted | None, tests: tuple[str, ...]) -> tuple[int, str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_tree(folder)
        for edit in planted.edits if planted else ():
            plant(folder, edit)
        return run_tests(folder, tests)


def main() -> int:
    status, what = try_one(None, ("tests/test_rules.py",))
    if status:
        print(f"the suite fails without any planted bug: {what}", file=sys.stderr)
        return 2
    alive, began = [], time.monotonic()
    for planted in PLANTED:
        status, what = try_one(planted, planted.tests)
        # 1 means that tests failed; anything else (nothing collected, bad usage) proves nothing.
        if status != 1:
            alive.append(planted.name)
        print(
            f"{'killed' if status == 1 else 'ALIVE'}  {planted.name:42} {what if status == 1 else ''}",
            flush=True,
        )
    print(f"{len(PLANTED) - len(alive)} of {len(PLANTED)} killed in {time.monotonic() - began:.0f} s")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
