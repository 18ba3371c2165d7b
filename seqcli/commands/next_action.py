"""What `why` and `status` say about a lead's next action."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class NextCode(StrEnum):
    """What a lead waits for."""

    SEND = "send"
    SETTLE = "settle"
    PACED = "paced"
    LOOK_UP = "look_up"
    THROTTLED = "throttled"
    BRAKED = "braked"
    PAUSED = "paused"
    SEQUENCE_PAUSED = "sequence_paused"
    RELEASE = "release"
    WAIT = "wait"
    IMPORT = "import"
    RESOLVE = "resolve"
    REQUEUE = "requeue"
    RECONTACT = "recontact"
    COMPANY_FULL = "company_full"
    ANSWERED = "answered"
    ENROL = "enrol"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class NextAction:
    """What happens next to a lead: a code for programs, a sentence for people, and from when on, if known."""

    code: NextCode
    text: str
    at: datetime | None = None
