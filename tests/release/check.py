"""Builds the wheel and the sdist and installs each in clean environments, where the demo must run: `make release`.

Each Python from 3.11 on that is on the PATH is tried with pip, the newest also with pipx and uv. It prints one line for
each; exit status 1 if one fails, or if there was nothing to try.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTHONS = ("python3.11", "python3.12", "python3.13", "python3.14")
SECONDS_EACH = 600


def run(command: list[str], folder: Path, **env: str) -> None:
    """Run a command in a folder.

    Raises:
        RuntimeError: it failed; with the end of what it said.
    """
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "SEQCLI_"))}
    done = subprocess.run(
        command,
        cwd=folder,
        env={**clean, **env},
        capture_output=True,
        text=True,
        timeout=SECONDS_EACH,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:4])} … exits with {done.returncode}: {done.stderr[-600:]}")


def make_venv(python: str, folder: Path) -> Path:
    """Return the `bin` of a new environment."""
    run([python, "-m", "venv", str(folder)], ROOT)
    return folder / "bin"


def pip(tools: Path, *words: str, folder: Path) -> None:
    run([str(tools / "python"), "-m", "pip", "install", "--quiet", *words], folder)


def build(folder: Path) -> list[Path]:
    """Return the wheel and the sdist, built from a copy of what git would commit."""
    tools = make_venv(sys.executable, folder / "build-venv")
    pip(tools, "build", folder=folder)
    run([str(tools / "python"), "-m", "build", "--outdir", str(folder / "dist"), str(ROOT)], folder)
    found = sorted((folder / "dist").iterdir())
    if [each.name.endswith((".whl", ".tar.gz")) for each in found] != [True, True]:
        raise RuntimeError(f"the build made {[each.name for each in found]}")
    return found


def try_demo(seqcli: Path, folder: Path) -> None:
    """Run the installed program outside the repository: its version, a report of itself, and the demo."""
    home = folder / "home"
    home.mkdir()
    run([str(seqcli), "--version"], home)
    run([str(seqcli), "demo"], home)
    if not (home / "seqcli-demo.html").exists():
        raise RuntimeError("the demo wrote no page with charts")


def with_pip(python: str, package: Path, folder: Path) -> None:
    tools = make_venv(python, folder / "venv")
    pip(tools, "-c", str(ROOT / "constraints.txt"), f"{package}[report]", folder=folder)
    try_demo(tools / "seqcli", folder)


def with_pipx(python: str, package: Path, folder: Path) -> None:
    tools = make_venv(sys.executable, folder / "tools")
    pip(tools, "pipx", folder=folder)
    homes = {"PIPX_HOME": str(folder / "pipx"), "PIPX_BIN_DIR": str(folder / "bin")}
    run([str(tools / "pipx"), "install", "--python", python, f"{package}[report]"], folder, **homes)
    try_demo(folder / "bin" / "seqcli", folder)


def with_uv(python: str, package: Path, folder: Path) -> None:
    tools = make_venv(sys.executable, folder / "tools")
    pip(tools, "uv", folder=folder)
    homes = {"UV_TOOL_DIR": str(folder / "uv"), "UV_TOOL_BIN_DIR": str(folder / "bin")}
    command = [
        str(tools / "uv"),
        "tool",
        "install",
        "--python",
        python,
        f"seqcli[report] @ {package.as_uri()}",
    ]
    run(command, folder, **homes)
    try_demo(folder / "bin" / "seqcli", folder)


def cases(packages: list[Path]) -> Iterator[tuple[str, str, Path]]:
    """Yield (how, python, package) for what is on this machine."""
    pythons = [found for name in PYTHONS if (found := shutil.which(name)) and works(found)]
    for python in pythons:
        for package in packages:
            yield "pip", python, package
    if pythons:
        wheel = next(each for each in packages if each.suffix == ".whl")
        yield "pipx", pythons[-1], wheel
        yield "uv", pythons[-1], wheel


def works(python: str) -> bool:
    """Return whether a Python on the PATH starts: a shim of a version manager may be there for none."""
    return subprocess.run([python, "--version"], capture_output=True, check=False).returncode == 0


def main() -> int:
    hows = {"pip": with_pip, "pipx": with_pipx, "uv": with_uv}
    tried = failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for how, python, package in cases(build(folder)):
            tried += 1
            place = folder / str(tried)
            place.mkdir()
            try:
                hows[how](python, package, place)
                said = "ok"
            except (RuntimeError, subprocess.TimeoutExpired) as error:
                failed += 1
                said = str(error)
            print(f"{how:5} {Path(python).name:11} {package.name:30} {said}", flush=True)
            shutil.rmtree(place, ignore_errors=True)
    print(f"{tried} tried, {failed} failed")
    return int(failed > 0 or tried == 0)


if __name__ == "__main__":
    sys.exit(main())
