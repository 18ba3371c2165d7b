"""What `make` does before anything is installed: it finds a Python, or says what it looked for."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

MAKEFILE = Path(__file__).parents[1] / "Makefile"
MAKE = shutil.which("make")
ENVIRONMENT = ".venv/bin/python"

pytestmark = pytest.mark.skipif(MAKE is None, reason="no make")


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder that is the whole PATH; its name has a space, as some people's have."""
    shelf = tmp_path / "my programs"
    shelf.mkdir()
    return shelf


def put(shelf: Path, name: str, *, fits: bool) -> None:
    """Put a Python into the folder that fits or not, and writes down what it was asked to do."""
    python = shelf / name
    python.write_text(
        "#!/bin/sh\n"
        'case "$1" in\n'
        f"  -c) exit {0 if fits else 1};;\n"
        f"  --version) echo 'Python of {name}';;\n"
        f'  *) echo "{name} $*" >> made;;\n'
        "esac\n",
        encoding="utf-8",
    )
    python.chmod(0o755)


def make(shelf: Path, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(MAKE), "-f", str(MAKEFILE), *args, ENVIRONMENT],
        cwd=shelf.parent,
        env={"PATH": str(shelf), **env},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def made(shelf: Path) -> str:
    told = shelf.parent / "made"
    return told.read_text(encoding="utf-8").split()[0] if told.exists() else ""


@pytest.mark.parametrize(
    ("there", "chosen"),
    [
        ({"python3.14": True, "python3.11": True, "python3": True}, "python3.14"),
        ({"python3.13": True, "python3": True}, "python3.13"),
        ({"python3.12": True}, "python3.12"),
        ({"python3.11": True}, "python3.11"),
        ({"python3": True}, "python3"),
        (
            {"python3.14": False, "python3.12": True},
            "python3.12",
        ),  # a shim of a version that is not installed
    ],
)
def test_make_takes_the_newest_python_that_fits_and_says_which(
    shelf: Path, there: dict[str, bool], chosen: str
) -> None:
    for name, fits in there.items():
        put(shelf, name, fits=fits)
    done = make(shelf)
    assert done.returncode == 0, done.stderr
    assert made(shelf) == chosen
    assert f"with {chosen}: Python of {chosen}" in done.stdout


@pytest.mark.parametrize("there", [{}, {"python3": False}])
def test_make_says_what_it_looked_for_where_no_python_fits(shelf: Path, there: dict[str, bool]) -> None:
    for name, fits in there.items():
        put(shelf, name, fits=fits)
    done = make(shelf)
    assert done.returncode != 0
    assert not made(shelf)
    assert "Python 3.11 or newer" in done.stderr
    assert "Looked for: python3.14 python3.13 python3.12 python3.11 python3\n" in done.stderr
    assert "make PYTHON=/path/to/python3" in done.stderr


@pytest.mark.parametrize("by_environment", [True, False])
def test_a_python_that_was_named_is_the_one(shelf: Path, *, by_environment: bool) -> None:
    put(shelf, "python3.14", fits=True)
    put(shelf, "mine", fits=True)
    mine = str(shelf / "mine")
    done = make(shelf, PYTHON=mine) if by_environment else make(shelf, f"PYTHON={mine}")
    assert done.returncode == 0, done.stderr
    assert made(shelf) == "mine"


def test_a_named_python_that_is_too_old_is_not_replaced_in_silence(shelf: Path) -> None:
    put(shelf, "python3.14", fits=True)
    put(shelf, "old", fits=False)
    done = make(shelf, "PYTHON=old")
    assert done.returncode != 0
    assert not made(shelf)
    assert "Looked for: old\n" in done.stderr


def test_the_question_that_make_asks_is_one_that_this_python_answers() -> None:
    question = next(
        line.partition(":= ")[2]
        for line in MAKEFILE.read_text(encoding="utf-8").splitlines()
        if line.startswith("FITS")
    )
    asked = subprocess.run([sys.executable, "-c", question], check=False, env=dict(os.environ))
    assert asked.returncode == 0
