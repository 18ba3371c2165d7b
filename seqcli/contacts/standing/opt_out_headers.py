"""Headers that are about something other than mail: another channel, a payment, a server."""

import re
from functools import lru_cache

from seqcli.contacts.headers.header_phrases import fold

_POST = (
    r"\b(?:direct|postal|paper|snail|voice) ?mail\b|\bvoicemail\b|\bcorreo (?:postal|ordinario)\b|\bdirectmail\b"
    r"|\bdo ?not ?allow ?mails?\b|\bcourriers? (?:postal|postaux|papier)\b|\bposta (?:cartacea|ordinaria)\b"
    r"|\bpoczta (?:tradycyjna|papierowa)\b|\bdonotpostalmail\b"
)
_BY_POST = r"\bpost(?:al|e|ale|werbung)?\b|\bbriefe?\b|\bletters?\b"
_BARE_MAIL = r"\bmail(?:s|ing|ings)?\b"
_MAIL = (
    r"e ?mail|\bmail|mail\b|newsletter|nieuwsbrief|mailing|courriel|electroni|elettronic|eletronic|\bcorreos?\b"
    r"|elektronicz"
)
_OTHER = (
    # short messages and the like
    r"sms|\bmms\b|\btext(?:s|ing|o|os)?\b|text ?messag|donottext|whats ?app|wechat|telegram|viber|messenger"
    r"|\brcs\b|push|browser|in ?app\b|linked ?in|esemes"
    # fax and telephone
    r"|fax|phone|telefon|telephon|telefoon|\btel\b|\bmobil[ey]?\b|\bmovil\b|\bhandy\b|\bcell(?:ular)?\b|\bcelular\b"
    r"|\bcalls?\b|\bcalling\b|donotcall|nocall|robocall|anruf|\bappels?\b|\bappeler\b|demarchage|\bllama(?:r|das?)\b"
    r"|\bchiama(?:re|t[ae])\b|\bligar\b|\bligac(?:ao|oes)\b|\bchamadas?\b|\bbellen\b|\bdzwonic\b|\btps\b|\bctps\b"
    # post
    r"|postal|\bpost\b(?! (?:event|webinar|call|campaign|meeting|demo|sale))"
    r"|postwerbung|briefpost|\bbrief(?:e|werbung)?\b"
    r"|\bcourriers?\b|\blistown"
    # no channel at all
    r"|\bpayments?\b|\binvoices?\b|\borders?\b|\bche(?:que|ck) |\bcheques?\b|\bips?\b|\bserver\b|\bweb ?sites?\b"
    r"|\bdo ?not ?trade\b|\brechnung|\bzahlung|\bpaiement|\bfacture|\bpago\b|\bpagament"
)


@lru_cache(maxsize=4096)
def is_other_channel(text: str) -> bool:
    """Return whether a header or a detail is about a channel that is not mail, or about no channel at all."""
    rest = re.sub(_POST, " post ", fold(text))
    if re.search(_BY_POST, rest):
        rest = re.sub(_BARE_MAIL, " ", rest)
    return re.search(_OTHER, rest) is not None and re.search(_MAIL, rest) is None
