"""First steps through the whole loop beside a bare loop of the same HTTP library, against a server that answers at once.

Every try and every acceptance is committed with `synchronous=FULL`, in a state file beside the contacts.
Run: python -m bench.sends PORT FOLDER LEADS. It prints how many a second, ours and bare.
"""

import json
import sys
import time
from pathlib import Path
from random import Random

import httpx
from world import plain_step

from seqcli.client import Client
from seqcli.clock import SystemClock
from seqcli.engine.loop import Runner
from seqcli.engine.run_report import Limits
from seqcli.engine.stream.freshness import load_server_time
from seqcli.model import lead_ids
from seqcli.store import NewLead, Store

IDENTITY = "alice.acme@inboxbase.ai"
STEPS = (
    plain_step("Hello {{ company }}", "Hi {{ first_name | default('there') }}, how is {{ company }}?"),
    plain_step(None, "Hi again."),
)


def make_state(path: Path, leads: int) -> Store:
    store, clock, id_of = Store.open(path, create=True), SystemClock(), lead_ids("intro")
    now = clock.now()
    store.meta.mark_made(now)
    addresses = (f"p{number}@firm{number}.example" for number in range(leads))
    rows = [
        NewLead(id_of(each), each, each, json.dumps({"company": f"Firm {number}", "first_name": "Ann"}))
        for number, each in enumerate(addresses)
    ]
    with store.transaction():
        store.sequences.save("intro", "intro", STEPS, now)
        store.imports.insert("intro", rows, now)
        store.releases.choose("intro", None, None, now)
        store.sequences.mark_started("intro", IDENTITY, 0, now)
        store.releases.mark_released(now)
    return store


def main(port: str, folder: str, leads: str) -> None:
    url, clock = f"http://127.0.0.1:{port}", SystemClock()
    store = make_state(Path(folder) / "sends.db", int(leads))
    client = Client(url, "sk_test_bench", load_server_time(store, clock))
    begun = time.perf_counter()
    report = Runner(store, client, clock, Random(1), command="poll").run(Limits())
    ours = report.first_steps / (time.perf_counter() - begun)
    if report.first_steps != int(leads):
        sys.exit(f"{report.first_steps} of {leads} were sent")
    store.close()
    body = json.dumps({"to": "p@firm.example", "subject": "Hello", "text": "Hi Ann, how is Firm?"}).encode()
    with httpx.Client() as bare:
        begun = time.perf_counter()
        for number in range(int(leads)):
            headers = {"Idempotency-Key": str(number), "Content-Type": "application/json"}
            bare.post(f"{url}/v1/identities/{IDENTITY}/send", content=body, headers=headers)
        print(ours, int(leads) / (time.perf_counter() - begun))


if __name__ == "__main__":
    main(*sys.argv[1:])
