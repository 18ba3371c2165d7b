"""A simulated 12m with its own clock, scripted recipients and faults: for demo, rehearsal and tests.

It shares no code with the client or the store, so that a misreading of 12m cannot hide in both.

- `World` is the simulated 12m without HTTP; `World.ledger` lists the accepted sends.
- `People` are the recipients: they react to mail, and state how every lead must end.
- `Faults` plan what goes wrong.
- `make_app` serves a world in process (WSGI), `serve` over HTTP on loopback.
"""

from seqcli.simulator.answers import ConnectionDropped
from seqcli.simulator.app import App, Request, make_app
from seqcli.simulator.faults import Fault, Faults, Injection
from seqcli.simulator.people import BOUNCING, TALKATIVE_MIX, USUAL_MIX, People, Persona, PersonaKind, Truth
from seqcli.simulator.records import AcceptedSend, Drop, Identity, Rejection, SimulatedConversation
from seqcli.simulator.replies import STRANGERS
from seqcli.simulator.server import ScaledClock, Served, serve
from seqcli.simulator.settings import (
    DEFAULT_HANDLE,
    DEFAULT_KEY,
    OFFICE_HOURS,
    Drip,
    Options,
)
from seqcli.simulator.world import World

__all__ = [
    "BOUNCING",
    "DEFAULT_HANDLE",
    "DEFAULT_KEY",
    "OFFICE_HOURS",
    "STRANGERS",
    "TALKATIVE_MIX",
    "USUAL_MIX",
    "AcceptedSend",
    "App",
    "ConnectionDropped",
    "Drip",
    "Drop",
    "Fault",
    "Faults",
    "Identity",
    "Injection",
    "Options",
    "People",
    "Persona",
    "PersonaKind",
    "Rejection",
    "Request",
    "ScaledClock",
    "Served",
    "SimulatedConversation",
    "Truth",
    "World",
    "make_app",
    "serve",
]
