"""What stops a lead's sends, until when, and the command that ends it: for `why` and `leads`. Nothing changes here."""

import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from seqcli.clock import to_text
from seqcli.companies import COMPANY_FIELD, company_domain
from seqcli.engine.leads.pausing import resume_command
from seqcli.model import Lead, normalise_address
from seqcli.output.result import shown
from seqcli.reasons import PauseCause
from seqcli.store import Pause


@dataclass(frozen=True, slots=True)
class Stop:
    """One thing that stops a lead's sends: a clause for people, when it ends by itself, and what ends it before."""

    text: str
    ends_at: datetime | None = None
    command: str = ""

    def __str__(self) -> str:
        """Return the clause with its command."""
        return f"{self.text}: {self.command}" if self.command else self.text


def find_stops(lead: Lead, pauses: Iterable[Pause], now: datetime) -> Iterator[Stop]:
    """Yield the pauses of a lead that have not ended."""
    for pause in active_pauses(pauses, now):
        yield Stop(f"it is {describe_pause(pause)}", pause.paused_until, _commands(lead, pause.cause))


def active_pauses(pauses: Iterable[Pause], now: datetime) -> list[Pause]:
    """Return the pauses that have not ended."""
    return [each for each in pauses if each.paused_until is None or each.paused_until > now]


def tell_stops(stops: Iterable[Stop]) -> str:
    """Return all of them in one clause, first what lets the lead go last."""
    return "; and ".join(map(str, sorted(stops, key=_ends, reverse=True)))


def last_end(stops: Iterable[Stop]) -> datetime | None:
    """Return when the last of them ends by itself; None if one of them does not, or there is none."""
    ends = [each.ends_at for each in stops]
    known = [each for each in ends if each is not None]
    return max(known) if known and len(known) == len(ends) else None


def describe_pause(pause: Pause) -> str:
    """Return `paused by hand until …`, with the reason."""
    end = shown(to_text(pause.paused_until)) if pause.paused_until else "you resume it"
    by = " by hand" if pause.cause is PauseCause.PERSON else ""
    return f"paused{by} until {end}" + (f" ({pause.reason})" if pause.reason else "")


def resume_lead_command(lead: Lead, cause: PauseCause) -> str:
    """Return the command that ends a person's pauses of one cause."""
    return resume_command(lead.email, cause)


def _commands(lead: Lead, cause: PauseCause) -> str:
    command = f"`{resume_lead_command(lead, cause)}`"
    company = company_of(lead)
    if cause is not PauseCause.COMPANY or not company:
        return command
    return f"{command}, or for everybody there {_for_company(company)}"


def _for_company(company: str) -> str:
    return f"`seqcli resume --company {shlex.quote(company)} --cause company`"


def company_of(lead: Lead) -> str:
    """Return what names a lead's company: its name, else its domain, else nothing."""
    named = lead.fields.get(COMPANY_FIELD, "").strip() if lead.company_key else ""
    return named or company_domain(normalise_address(lead.email))


def _ends(stop: Stop) -> tuple[bool, float]:
    return stop.ends_at is None, 0.0 if stop.ends_at is None else stop.ends_at.timestamp()
