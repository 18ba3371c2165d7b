"""The checks of `doctor`: each returns what it found, in words for the one line, and how to mend it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from seqcli.clock import HOUR_MS, MINUTE_MS, format_duration
from seqcli.config import may_reach
from seqcli.engine.leads.braking import load_news, release_command
from seqcli.hosts import is_loopback
from seqcli.model import LeadStatus
from seqcli.store import Store
from seqcli.wording import counted, megabytes

_SKEW_MS = 5 * MINUTE_MS
#: The last retry of an unknown send comes after an hour.
_LONG_OPEN_MS = 2 * HOUR_MS
_LONG_UNTOLD_MS = HOUR_MS
#: Below both of these a disk is nearly full, however small the file is.
_LEAST_SHARE, _LEAST_BYTES = 0.05, 1_000_000_000
#: What a run may write into the log beside the file before it moves into the file, with room to spare.
_LOG_BYTES = 64_000_000


class DiskSpace(Protocol):
    """The size of a disk, and what is free on it for us, in bytes."""

    @property
    def total(self) -> int:
        """The size of the disk."""

    @property
    def free(self) -> int:
        """What is free."""


DiskUsage = Callable[[Path], DiskSpace]


@dataclass(frozen=True, slots=True)
class Patient:
    """What is checked: the open file, 12m's time `now`, this machine's time `here`, and the limits."""

    store: Store
    now: datetime
    here: datetime
    max_age_ms: int
    copy: Path | None
    max_age_copy_ms: int
    private_files: tuple[Path, ...]
    disk: DiskUsage


@dataclass(frozen=True, slots=True)
class Check:
    """What a check found: `what` for the line, `mend` for a person; `numbers` are measurements by name."""

    name: str
    is_fine: bool
    what: str
    mend: str = ""
    numbers: tuple[tuple[str, int], ...] = ()


def _check_polls(patient: Patient) -> Check:
    """Check when the streams of identities with live leads were last read to their end."""
    live = patient.store.monitoring.load_live_identities()
    read = {each.identity: each.drained_at for each in patient.store.cursors.load_all()}
    ages = {each: _age_ms(patient.now, at) for each in live if (at := read.get(each)) is not None}
    never = [each for each in live if each not in ages]
    mend = "seqcli poll, then look at its line in the crontab and at its log"
    oldest = max(ages.values(), default=0)
    numbers = (("poll_age_s", oldest // 1000),) if ages else ()
    if never:
        return Check("poll", False, f"{never[0]} was never polled", mend, numbers)
    if not live:
        return Check("poll", True, "nobody to poll for")
    whose = max(ages, key=lambda each: ages[each]) if len(ages) > 1 else ""
    what = f"last poll{f' of {whose}' if whose else ''} {_ago(oldest)}"
    is_fine = oldest <= patient.max_age_ms
    return Check("poll", is_fine, what, "" if is_fine else mend, numbers)


def _check_holds(patient: Patient) -> Check:
    held: Counter[str] = Counter()
    for each in patient.store.monitoring.load_lead_totals():
        if each.status == LeadStatus.HELD:
            held[each.sequence_id] += each.leads
    total = held.total()
    where = (
        f" ({', '.join(f'{name} {count}' for name, count in held.most_common(3))})" if len(held) > 1 else ""
    )
    what = f"{counted(total, 'lead')} held{where}" if total else "nobody held"
    return Check("holds", not total, what, "seqcli leads --held" if total else "", (("held", total),))


def _check_sends(patient: Patient) -> Check:
    """Check for sends that wait for a person, or whose outcome is open for long."""
    kinds = (patient.store.monitoring.count_open_steps(), patient.store.monitoring.count_open_replies())
    parked, unknown = sum(each.parked for each in kinds), sum(each.unknown for each in kinds)
    since = min((each.unknown_since for each in kinds if each.unknown_since), default=patient.now)
    open_ms = _age_ms(patient.now, since)
    numbers = (("open_sends", unknown), ("parked", parked))
    if parked:
        mend = "seqcli resolve EMAIL says whether it was sent; seqcli leads --held names who"
        return Check("sends", False, f"{counted(parked, 'send')} parked", mend, numbers)
    if open_ms > _LONG_OPEN_MS:
        what = f"{counted(unknown, 'send')} unconfirmed for {format_duration(open_ms)}"
        return Check("sends", False, what, "seqcli poll; seqcli why EMAIL says what 12m answered", numbers)
    return Check("sends", True, f"{counted(unknown, 'send')} unconfirmed", numbers=numbers)


def _check_brakes(patient: Patient) -> Check:
    brakes = load_news(patient.store)
    numbers = (("brakes", len(brakes)),)
    if not brakes:
        return Check("brake", True, "no brake on", numbers=numbers)
    names = ", ".join(f"{each.name} ({each.cause})" for each in brakes)
    mend = f"seqcli status says why; {release_command(patient.store, brakes[0])}"
    return Check("brake", False, f"brake on: {names}", mend, numbers)


def _check_disk(patient: Patient) -> Check:
    """Check for room for a copy of the file and for its log."""
    folder = patient.store.path.resolve().parent
    space = patient.disk(folder)
    needed = patient.store.count_bytes() + _LOG_BYTES
    is_nearly_full = space.free < min(_LEAST_SHARE * space.total, _LEAST_BYTES)
    numbers = (("disk_free_bytes", space.free),)
    if space.free >= needed and not is_nearly_full:
        return Check("disk", True, f"{megabytes(space.free)} free", numbers=numbers)
    what = f"disk nearly full: {megabytes(space.free)} free"
    mend = f"make room in {folder}: a copy of the file and its log need {megabytes(needed)}"
    return Check("disk", False, what, mend, numbers)


def _check_clock(patient: Patient) -> Check | None:
    """Check this machine's clock by 12m's last answer. A simulated 12m has a clock of its own."""
    base_url = patient.store.meta.find("base_url")
    if base_url is None or is_loopback(urlsplit(base_url).hostname or ""):
        return None
    offset_ms = patient.store.meta.find_server_offset_ms()
    numbers = (("clock_offset_s", -offset_ms // 1000),)
    off = format_duration(abs(offset_ms) // 1000 * 1000)
    if abs(offset_ms) <= _SKEW_MS:
        return Check("clock", True, f"clock off by {off}", numbers=numbers)
    where = "behind" if offset_ms > 0 else "ahead of"
    mend = "let the machine set its clock: timedatectl set-ntp true"
    return Check("clock", False, f"clock {off} {where} 12m's", mend, numbers)


def _check_copy(patient: Patient) -> Check | None:
    """Check that the copy, or the newest copy in a folder, is a whole copy of this file, and young."""
    if patient.copy is None:
        return None
    mend = f"seqcli backup {patient.copy / 'NAME.db' if patient.copy.is_dir() else patient.copy}"
    found = _find_newest(patient)
    if found is None:
        return Check("copy", False, f"no copy of this file at {patient.copy}", mend)
    age_ms = max(0, round(patient.here.timestamp() * 1000 - found * 1000))
    numbers = (("copy_age_s", age_ms // 1000),)
    is_fine = age_ms <= patient.max_age_copy_ms
    return Check("copy", is_fine, f"last copy {_ago(age_ms)}", "" if is_fine else mend, numbers)


def _find_newest(patient: Patient) -> float | None:
    """Return when the newest copy of this file was last written; other files are none, nor is this file itself."""
    path = patient.copy
    try:
        files = [] if path is None else sorted(path.iterdir()) if path.is_dir() else [path]
        copies = [each for each in files if each.is_file() and patient.store.is_copy(each)]
        return max((each.stat().st_mtime for each in copies), default=None)
    except OSError:
        return None


def _check_rights(patient: Patient) -> Check:
    """Check that only the owner may read the state file and the key."""
    there = [each for each in patient.private_files if may_reach(each)]
    names = ", ".join(str(each) for each in there if each.stat().st_mode & 0o077)
    if not names:
        return Check("rights", True, "private files readable only by you")
    return Check("rights", False, f"others may read {names}", f"chmod 600 {names.replace(', ', ' ')}")


def _check_notices(patient: Patient) -> Check:
    notices = patient.store.monitoring.count_notices()
    numbers = (("notices", notices.total),)
    untold_ms = _age_ms(patient.now, notices.since or patient.now)
    if untold_ms <= _LONG_UNTOLD_MS:
        return Check("notices", True, f"{counted(notices.total, 'notice')} to deliver", numbers=numbers)
    what = f"{counted(notices.total, 'notice')} undelivered for {format_duration(untold_ms)}"
    return Check("notices", False, what, "check the channels in seqcli.toml, then seqcli poll", numbers)


def _age_ms(now: datetime, at: datetime) -> int:
    return max(0, round((now - at).total_seconds() * 1000))


def _ago(age_ms: int) -> str:
    return f"{format_duration(age_ms // 1000 * 1000)} ago"


#: In the order of the line. The first one has something to say also when all is well.
DOCTOR_CHECKS: tuple[Callable[[Patient], Check | None], ...] = (
    _check_polls,
    _check_holds,
    _check_sends,
    _check_brakes,
    _check_disk,
    _check_clock,
    _check_copy,
    _check_rights,
    _check_notices,
)
