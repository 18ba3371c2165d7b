"""Plans which request fails, and how: by ordinal, in turn or at random (seeded). `fault_injection` performs it."""

import random
from collections import Counter, defaultdict, deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Endpoint = Literal["send", "events", "conversations"]


class Fault(StrEnum):
    """Everything that can go wrong, by what the client sees and whether 12m had acted."""

    # Any request, before it took effect
    SERVER_ERROR = "5xx before acting"
    CONNECT = "connection refused"
    TIMEOUT = "no answer, before acting"
    RESET = "connection reset before acting"
    CLOSED = "connection closed before acting"
    RATE_LIMITED = "429 without results"
    UNAUTHORISED = "401 invalid api key"
    IDENTITY_NOT_FOUND = "404 identity"
    CONVERSATION_NOT_FOUND = "404 conversation"

    # A send, before it took effect
    REFUSED = "422"
    CAP_EXCEEDED = "429 cap_exceeded"
    IN_PROGRESS = "409 in progress"
    STORED_ERROR = "500 kept under the key for 24 hours"
    STORED_LIMIT = "429 kept under the key for 24 hours"

    # Any request, after it took effect
    SERVER_ERROR_AFTER = "5xx after acting"
    TIMEOUT_AFTER = "no answer, after acting"
    RESET_AFTER = "connection reset after acting"
    CLOSED_AFTER = "connection closed after acting"
    TRUNCATED = "body cut off"
    GARBAGE = "body is not JSON"
    EMPTY = "body empty"
    NAN = "body is NaN"
    LIST = "body is a list"
    BAD_UTF8 = "body is not UTF-8"
    BAD_GZIP = "body is broken gzip"
    WRONG_SHAPE = "body of another shape"
    SLOW = "one byte a second"

    # A send, after it took effect
    NO_CONV_ID = "answer without convId"
    NO_RESULTS = "answer with no result"
    TWO_RESULTS = "answer with two results"
    OTHER_RECIPIENT = "answer about somebody else"

    # The stream
    DUPLICATED = "the same event under a new seq"
    LOST = "an event never shown"
    UNKNOWN_TYPE = "an event of an unknown type"
    MALFORMED = "an event that cannot be read"
    SHUFFLED = "events of a page out of order"
    ENDLESS = "hasMore for ever"
    STUCK = "cursor does not move, hasMore"
    BACKWARDS = "cursor goes back"
    NO_CURSOR = "page without a cursor"


ANY_BEFORE = frozenset(
    {
        Fault.SERVER_ERROR,
        Fault.CONNECT,
        Fault.TIMEOUT,
        Fault.RESET,
        Fault.CLOSED,
        Fault.RATE_LIMITED,
        Fault.UNAUTHORISED,
        Fault.IDENTITY_NOT_FOUND,
        Fault.CONVERSATION_NOT_FOUND,
    }
)
SEND_BEFORE = frozenset(
    {Fault.REFUSED, Fault.CAP_EXCEEDED, Fault.IN_PROGRESS, Fault.STORED_ERROR, Fault.STORED_LIMIT}
)
ANY_AFTER = frozenset(
    {
        Fault.SERVER_ERROR_AFTER,
        Fault.TIMEOUT_AFTER,
        Fault.RESET_AFTER,
        Fault.CLOSED_AFTER,
        Fault.TRUNCATED,
        Fault.GARBAGE,
        Fault.EMPTY,
        Fault.NAN,
        Fault.LIST,
        Fault.BAD_UTF8,
        Fault.BAD_GZIP,
        Fault.WRONG_SHAPE,
        Fault.SLOW,
    }
)
SEND_AFTER = frozenset({Fault.NO_CONV_ID, Fault.NO_RESULTS, Fault.TWO_RESULTS, Fault.OTHER_RECIPIENT})
STREAM_ONLY = frozenset(Fault) - ANY_BEFORE - ANY_AFTER - SEND_BEFORE - SEND_AFTER

FITS: Mapping[Endpoint, frozenset[Fault]] = {
    "send": ANY_BEFORE | SEND_BEFORE | ANY_AFTER | SEND_AFTER,
    "events": (ANY_BEFORE | ANY_AFTER | STREAM_ONLY) - {Fault.CONVERSATION_NOT_FOUND},
    "conversations": ANY_BEFORE | ANY_AFTER,
}


@dataclass(frozen=True, slots=True)
class Injection:
    """A fault with its details.

    `status` is the status of a 5xx. `retry_after` is the text of the header; `date`, `rfc850`, `asctime` (45 seconds
    ahead) and `twice` stand for those forms, None leaves it out. `variant` selects a malformed event, 0 to 6: the
    first four stay in the log, the others have no usable `seq` and appear on one page only.
    """

    fault: Fault
    status: int = 503
    retry_after: str | None = None
    variant: int = 0


RETRY_AFTER_FORMS = (
    *(None, "1", "30", "date", "rfc850", "asctime", "0", "-5", "1.5"),
    *("soon", "1000000000000", "twice"),
)


class Faults:
    """A plan of faults. `counts` has the faults that occurred, `ordinals` the requests per endpoint.

    `rates` are the probabilities of random faults, `at_most` their maximum number; only faults that fit the endpoint
    occur.
    """

    def __init__(
        self,
        seed: int = 0,
        *,
        rates: Mapping[Fault, float] | None = None,
        at_most: int | None = None,
        lost_types: Collection[str] = ("email.no_reply",),
    ) -> None:
        self.rates = dict(rates or {})
        self.at_most = at_most
        self.lost_types = frozenset(lost_types)
        self.lost: set[tuple[str, int]] = set()
        self.counts: Counter[Fault] = Counter()
        self.ordinals: Counter[Endpoint] = Counter()
        self.random = random.Random(seed)  # noqa: S311 - seeded on purpose
        self._calm = False
        self._by_ordinal: dict[tuple[Endpoint, int], Injection] = {}
        self._in_turn: defaultdict[Endpoint, deque[Injection | None]] = defaultdict(deque)
        self._always: dict[Endpoint, Injection] = {}
        self._at_random = 0

    def on(self, endpoint: Endpoint, ordinal: int, what: Fault | Injection) -> None:
        """Plan a fault for the n-th request to an endpoint, counted from 1."""
        self._by_ordinal[endpoint, ordinal] = _injection(what)

    def then(self, endpoint: Endpoint, *what: Fault | Injection | None) -> None:
        """Plan faults for the next requests to an endpoint, one each; None means no fault."""
        self._in_turn[endpoint].extend(None if one is None else _injection(one) for one in what)

    def always(self, endpoint: Endpoint, what: Fault | Injection | None) -> None:
        """Plan a fault for every other request to an endpoint; None ends it."""
        self._always.pop(endpoint, None)
        if what is not None:
            self._always[endpoint] = _injection(what)

    def calm(self) -> None:
        """Stop all faults; lost events stay lost."""
        self._calm = True

    def resume(self) -> None:
        """Resume the plan."""
        self._calm = False

    def draw(self, endpoint: Endpoint) -> Injection | None:
        """Count the request and return its fault, if any."""
        self.ordinals[endpoint] += 1
        if self._calm:
            return None
        planned = self._planned(endpoint)
        if planned is not None:
            self.counts[planned.fault] += 1
        return planned

    def _planned(self, endpoint: Endpoint) -> Injection | None:
        planned = self._by_ordinal.get((endpoint, self.ordinals[endpoint]))
        if planned is not None:
            return planned
        if self._in_turn[endpoint]:
            return self._in_turn[endpoint].popleft()
        return self._always.get(endpoint) or self._random(endpoint)

    def _random(self, endpoint: Endpoint) -> Injection | None:
        if self.at_most is not None and self._at_random >= self.at_most:
            return None
        number = self.random.random()
        for fault, rate in self.rates.items():
            if fault not in FITS[endpoint]:
                continue
            number -= rate
            if number < 0:
                self._at_random += 1
                return self._varied(fault)
        return None

    def _varied(self, fault: Fault) -> Injection:
        return Injection(
            fault,
            status=self.random.choice((500, 502, 503, 504)),
            retry_after=self.random.choice(RETRY_AFTER_FORMS),
            variant=self.random.randrange(7),
        )


def _injection(what: Fault | Injection) -> Injection:
    return Injection(what) if isinstance(what, Fault) else what
