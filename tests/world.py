"""What tests share: a simulated 12m, a state file, and the loop between them on one virtual clock."""

import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import httpx

from seqcli.client import Client
from seqcli.clock import VirtualClock
from seqcli.companies import company_key
from seqcli.eligibility import Blocker
from seqcli.engine.loop import Runner, check_world
from seqcli.engine.run_report import Limits, RunReport
from seqcli.engine.stream.freshness import load_server_time
from seqcli.errors import ExitCode
from seqcli.model import Step, Variant, lead_id, normalise_address
from seqcli.sequence_settings import SequenceSettings, settings_to_json
from seqcli.simulator import DEFAULT_HANDLE, DEFAULT_KEY, Fault, Faults, World, make_app
from seqcli.simulator.faults import ANY_AFTER, ANY_BEFORE
from seqcli.simulator.transport import InProcessTransport
from seqcli.store import NewLead, Store, opening
from seqcli.store.database import make_private
from seqcli.store.eligibility import BLOCKER, eligibility_values

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
BASE_URL = "http://localhost"
#: A correct client survives these without a person's help and without waiting for a day.
RECOVERABLE = (
    (ANY_BEFORE | ANY_AFTER | {Fault.NO_CONV_ID, Fault.IN_PROGRESS, Fault.CAP_EXCEEDED})
    | {Fault.DUPLICATED, Fault.LOST, Fault.UNKNOWN_TYPE, Fault.SHUFFLED, Fault.ENDLESS, Fault.STUCK}
) - {Fault.IDENTITY_NOT_FOUND, Fault.CONVERSATION_NOT_FOUND, Fault.SLOW}


def plain_step(subject: str | None, text: str, wait: str = "3d", wait_ms: int = 3 * 86_400_000) -> Step:
    return Step(wait, wait_ms, (Variant("a", subject, text),))


STEPS = (
    plain_step("Hello {{ company }}", "Hi {{ first_name | default('there') }}, about {{ company }}."),
    plain_step(None, "Hi again.", "4 days", 4 * 86_400_000),
    plain_step(None, "Last time.", "5d", 5 * 86_400_000),
)


#: Most tests write to one person from several sequences, and to people of one company, who act alone.
LONERS: Mapping[str, Any] = {"recontactMs": 0, "companyStop": "off"}


def set_wall(clock: VirtualClock, instant: datetime) -> None:
    """Change only the wall time, like a corrected machine."""
    clock._now = instant


def pass_unseen(clock: VirtualClock, seconds: float) -> None:
    """Advance only the monotonic time, as if somebody set the wall clock back after a sleep."""
    clock._elapsed += seconds


@cache
def _new_file(_page_bytes: int) -> bytes:
    """Return a state file as it is made; every migration of every test would take a minute."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "new.db"
        Store.open(path, create=True).close()
        return path.read_bytes()


@dataclass
class Bench:
    """A state file and a world, and what a person would do with them."""

    path: Path
    world: World
    clock: VirtualClock
    faults: Faults = field(default_factory=Faults)
    seed: int = 0
    wrap: Callable[[httpx.BaseTransport], httpx.BaseTransport] = lambda wire: wire
    api_key: str = DEFAULT_KEY
    store: Store = field(init=False)
    client: Client = field(init=False)

    def __post_init__(self) -> None:
        self.app = make_app(self.world, self.faults)
        self.open()

    def open(self) -> None:
        if not self.path.exists():
            make_private(self.path)
            self.path.write_bytes(_new_file(opening._PAGE_BYTES))
        self.store = Store.open(self.path, create=True)
        self.store._database._conn.execute(
            "PRAGMA synchronous = OFF"
        )  # no test here cuts the power, and disks are slow
        self.store.meta.mark_made(self.clock.now())
        self.client = Client(
            BASE_URL,
            self.api_key,
            load_server_time(self.store, self.clock),
            transport=self.wrap(InProcessTransport(self.app)),
        )

    def reopen(self) -> None:
        """What a crashed process leaves behind is opened by a new one."""
        self.store.close()
        self.client.close()
        self.open()

    def add_sequence(
        self,
        sequence_id: str = "intro",
        steps: tuple[Step, ...] = STEPS,
        settings: Mapping[str, Any] | SequenceSettings | None = None,
    ) -> None:
        stored: Mapping[str, Any] = LONERS
        if isinstance(settings, SequenceSettings):
            stored = {**settings_to_json(settings), **LONERS}
        elif settings is not None:
            stored = settings
        with self.store.transaction():
            self.store.sequences.save(sequence_id, sequence_id, steps, self.clock.now(), stored)

    def add_leads(
        self, *addresses: str, sequence_id: str = "intro", fields: str = '{"company": "Acme"}'
    ) -> None:
        key = company_key(json.loads(fields).get("company", ""))
        rows = [
            NewLead(lead_id(sequence_id, a), a, normalise_address(a), fields, company_key=key)
            for a in addresses
        ]
        with self.store.transaction():
            self.store.imports.insert(sequence_id, rows, self.clock.now())

    def release(
        self,
        sequence_id: str = "intro",
        limit: int | None = None,
        pace_ms: int | None = 0,
        handle: str = DEFAULT_HANDLE,
    ) -> None:
        with self.store.transaction():
            self.store.releases.choose(sequence_id, None, limit, self.clock.now())
            self.store.sequences.mark_started(sequence_id, handle, pace_ms, self.clock.now())
            self.store.releases.mark_released(self.clock.now())

    def poll(self, **limits: Any) -> RunReport:
        check_world(self.store, BASE_URL)
        runner = Runner(self.store, self.client, self.clock, Random(self.seed), command="poll")
        return runner.run(Limits(**limits))

    def live(self, days: float, every_hours: float = 6) -> list[RunReport]:
        """Poll as cron would, for so many days; a run that could not read the stream is soon made again."""
        reports = []
        for _ in range(round(days * 24 / every_hours)):
            self.clock.advance(hours=every_hours)
            reports.append(self.poll())
            for _ in range(5):
                if reports[-1].exit_code() is not ExitCode.TRY_AGAIN:
                    break
                self.clock.advance(minutes=10)
                reports.append(self.poll())
        return reports

    def status(self, address: str, sequence_id: str = "intro") -> tuple[str, str]:
        lead = self.store.leads.get(lead_id(sequence_id, address))
        return str(lead.status), lead.status_reason

    def accepted(self, address: str) -> list[tuple[int | None, str | None]]:
        """Return (step, key) of every acceptance for an address, from the world's own ledger."""
        return [
            (x.step, x.key)
            for x in self.world.ledger
            if normalise_address(x.to) == normalise_address(address)
        ]


def find_blocker_in_sql(store: Store, lead: str, now: datetime) -> Blocker | None:
    """Return what the statements of `store.eligibility` say, which Python has to say as well."""
    query = f"SELECT {BLOCKER} AS blocker FROM lead JOIN sequence ON sequence.id = lead.sequence_id WHERE lead.id = :lead"
    (row,) = store._database.rows_by_name(query, {**eligibility_values(now), "lead": lead})
    return None if row["blocker"] is None else Blocker(row["blocker"])
