"""Says in a sentence what became of an event of the stream."""

from seqcli.inbound import in_words
from seqcli.reasons import Disposition, EventHandling
from seqcli.store import UsedEvent

_SAID = {
    EventHandling.STALE_TIMER: "no wait needs this timer any more: nothing changes",
    EventHandling.SHORT_TIMER: "12m's timer was shorter than this step's wait: the wait goes on",
}
_PLAIN = frozenset({EventHandling.OWN_SEND, EventHandling.OWN_REPLY})


def what_became_of(event: UsedEvent) -> str:
    """Return what became of an event: what it meant, after a word for it if nothing followed."""
    if event.handling in _SAID:
        return _SAID[event.handling]
    if not event.detail:
        return event.disposition
    said = in_words(event.detail)
    is_plain = event.disposition == Disposition.APPLIED or event.handling in _PLAIN
    return said if is_plain else f"{event.disposition}: {said}"
