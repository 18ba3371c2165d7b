"""Files that log sends: columns such as `sent_at`, `open_count` or `subject` show that a sender wrote the statuses."""

from collections.abc import Iterable

from seqcli.contacts.headers.header_phrases import fold, header_key
from seqcli.contacts.row_types import CampaignStatus
from seqcli.contacts.standing.answer_readings import Asks, asks
from seqcli.contacts.standing.send_log_phrases import (
    ABOUT_A_MAIL,
    FAILED,
    GOODS,
    INBOUND,
    OPENED,
    SENT,
    TRACKED,
)

#: Headers for the days of mails.
_DAYS = {Asks.WRITTEN, Asks.NTH_MAIL, Asks.SENT}


def _is_about_goods(headers: Iterable[str]) -> bool:
    return any(GOODS.search(fold(each)) for each in headers)


def are_sent_to(headers: Iterable[str]) -> bool:
    """Return whether `sent_at` says that somebody was written to: no column is about goods, bills or messages to us."""
    headers = tuple(headers)
    return not _is_about_goods(headers) and not any(INBOUND.search(fold(each)) for each in headers)


def words_of_log(headers: Iterable[str]) -> dict[str, CampaignStatus | None]:
    """Return what words mean beside such headers, by `word_key`; none if no header shows that mails were sent."""
    headers = tuple(headers)
    keys = frozenset(map(header_key, headers))
    is_tracked = not keys.isdisjoint(TRACKED) or any(asks(each) in _DAYS for each in headers)
    if not (is_tracked or not keys.isdisjoint(ABOUT_A_MAIL)) or _is_about_goods(headers):
        return {}
    sent = SENT | OPENED if is_tracked else SENT
    return {**dict.fromkeys(sent, CampaignStatus.STARTED), **dict.fromkeys(FAILED)}
