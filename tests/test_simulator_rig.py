"""What the simulator's tests share: a world in process, and the few requests 12m knows. It holds no rule."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx

from seqcli.clock import VirtualClock
from seqcli.simulator import DEFAULT_HANDLE, DEFAULT_KEY, Faults, Options, World, make_app

MONDAY = datetime(2026, 4, 27, 8, 0, tzinfo=UTC)
PATH = f"/v1/identities/{DEFAULT_HANDLE.replace('@', '%40')}"
ADA = "ada@lumen.example"
MAIL: dict[str, Any] = {
    "to": ADA,
    "subject": "Quick intro",
    "text": "Hi Ada,\nshort question.",
    "noReplyEventAfter": "3d",
}


@dataclass
class Rig:
    options: Options = field(default_factory=Options)
    faults: Faults = field(default_factory=Faults)
    seed: int = 0

    def __post_init__(self) -> None:
        self.clock = VirtualClock(MONDAY)
        self.world = World(self.clock, self.seed, self.options)
        self.app = make_app(self.world, self.faults)
        self.http = httpx.Client(
            transport=httpx.WSGITransport(app=self.app),
            base_url="http://12m.example",
            headers={"Authorization": f"Bearer {DEFAULT_KEY}"},
        )

    @property
    def log(self) -> list[dict[str, Any]]:
        self.world.run_due()
        return self.world.identities[DEFAULT_HANDLE].log

    @property
    def types(self) -> list[str]:
        return [event["type"] for event in self.log]

    def send(self, key: str | None = None, body: bytes | None = None, **changes: Any) -> httpx.Response:
        fields = {name: value for name, value in {**MAIL, **changes}.items() if value is not None}
        headers = {"Idempotency-Key": key} if key else {}
        content = json.dumps(fields).encode() if body is None else body
        return self.http.post(f"{PATH}/send", content=content, headers=headers)

    def follow_up(self, conv_id: str, key: str | None = None, **changes: Any) -> httpx.Response:
        return self.send(key, **{"to": None, "subject": None, "convId": conv_id, **changes})

    def accepted(self, key: str | None = None, **changes: Any) -> str:
        answer = self.send(key, **changes)
        assert answer.is_success, answer.text
        return str(answer.json()["results"][0]["convId"])

    def events(self, since: int = 0, **query: Any) -> dict[str, Any]:
        answer = self.http.get(f"{PATH}/events", params={"since": since, **query})
        assert answer.status_code == 200, answer.text
        page: dict[str, Any] = answer.json()
        return page

    def conversation(self, conv_id: str) -> dict[str, Any]:
        answer = self.http.get(f"{PATH}/conversations/{conv_id}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def conversations(self, **query: Any) -> dict[str, Any]:
        answer = self.http.get(f"{PATH}/conversations", params=query)
        assert answer.status_code == 200, answer.text
        page: dict[str, Any] = answer.json()
        return page

    def last(self, type_: str) -> dict[str, Any]:
        return next(event for event in reversed(self.log) if event["type"] == type_)
