"""Tells what a header is about: mail, nothing in particular, another channel, or another thing that people leave."""

import re
from collections.abc import Collection
from enum import Enum
from functools import lru_cache

from seqcli.contacts.headers.header_phrases import fold, header_key
from seqcli.contacts.standing.no_spoken_phrases import SMTP_CODE
from seqcli.contacts.standing.topic_phrases import GENERAL, HEADS, INTEREST_IN, LEAVES, LEFT, MAIL, THINGS


class About(Enum):
    """What a header is about, as far as a no below it goes."""

    #: Mail, or nothing but that there are notes, say.
    MAIL = "mail"
    #: Another channel, a course, a contract: a no below it is none to mail.
    OTHER = "other"
    #: A word that is not known.
    UNKNOWN = "unknown"


_POST = (
    r"\b(?:direct|postal|paper|snail|voice) ?mail\b|\bvoicemail\b|\bcorreo (?:postal|ordinario)\b|\bdirectmail\b"
    r"|\bdo ?not ?allow ?mails?\b|\bcourriers? (?:postal|postaux|papier)\b|\bposta (?:cartacea|ordinaria)\b"
    r"|\bpoczta (?:tradycyjna|papierowa)\b|\bdonotpostalmail\b"
)
_BY_POST = (
    r"(?<!\be )(?<!spark )\bpost(?:al|e|ale|werbung)?\b"
    r"|\bbriefe?\b|\bletters?\b|\bprint(?:ed)?\b|\bpaper\b|\bgedruckt\w*"
    r"|\bpapier\w*|\bimprime\w*"
    r"|\bimpres[oa]s?\b|\bcartace[oa]\b|\bpapel\b|\bdrukowan\w+|\bcatalog(?:ue)?s?\b|\bkatalog\w*|\bcatalogo\b"
)
#: A no with one of these is about any contact, or about the list of whoever writes.
CONTACT = (
    r"contact|kontakt|contat|write|schreib|\bdnc\b|\b(?:our|your|mailing|votre|notre|vostra|vuestra"
    r"|vossa|ihrer|unserer) list"
)
#: Numbers that somebody may be called at, without the word phone.
_DIALS = r"(?:direct|office|hq|headquarters|main|switchboard|work|home|corporate|company|other)(?: dial| line| number)?"
_BARE_MAIL = r"\b(?:mail(?:s|ing|ings)?|newsletters?)\b"
_MAIL = (
    r"e ?mail|\bmail|mail\b|\be posta?\b|newsletter|nieuwsbrief|mailing|courriel|electroni|elettronic"
    r"|eletronic|\bcorreos?\b"
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
    r"|postal"
    r"|(?<!\be )(?<!spark )\bpost\b(?! (?:event|webinar|call|campaign|meeting|demo|sale))"
    r"|postwerbung|briefpost|\bbrief(?:e|werbung)?\b"
    r"|\bcourriers?\b|\blistown|\bprint(?:ed)?\b|\bgedruckt|\bpapier|\bimprime|\bimpres[oa]\b|\bcartace[oa]\b"
    r"|\bdrukowan"
    r"|\bcatalog(?:ue)?s?\b|\bkatalog|\bcatalogo\b|\bdo ?not ?mail post\b"
    # in Cyrillic, Chinese and Japanese
    r"|\u0441\u043c\u0441|\u0437\u0432\u043e\u043d|\u0442\u0435\u043b\u0435\u0444\u043e\u043d|\u77ed\u4fe1"
    r"|\u7535\u8bdd|\u96fb\u8a71|\u4f20\u771f|\u90f5\u9001|\u90ae\u5bc4"
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


@lru_cache(maxsize=4096)
def about(header: str) -> About:
    """Return what a header is about."""
    words = fold(header)
    if is_other_channel(header):
        return About.OTHER
    if re.search(MAIL, words):
        return About.MAIL
    if _names_thing(words):
        return About.OTHER
    unknown = [word for word in words.split() if not re.fullmatch(GENERAL, word)]
    if not unknown or re.search(rf"\b(?:{HEADS})\b", words):
        return About.MAIL
    return About.UNKNOWN


def _names_thing(words: str) -> bool:
    """Return whether words name something else that people leave or refuse."""
    if re.search(THINGS, words):
        return True
    wished = re.search(INTEREST_IN, words)
    return wished is not None and _has_unknown(wished["rest"])


def _has_unknown(words: str) -> bool:
    return any(not re.fullmatch(GENERAL, word) for word in words.split())


def is_about_other(text: str) -> bool:
    """Return whether a header or a detail is about another channel or another thing."""
    return about(text) is About.OTHER


@lru_cache(maxsize=4096)
def leaves_unknown(header: str) -> bool:
    """Return whether a header of opt-outs says of what, and that may be something else than mail."""
    words = fold(header)
    if re.search(MAIL, words):
        return False
    left = re.search(LEFT, words)
    if left is not None and not left[0].startswith("unsub"):
        return _has_unknown(left["rest"])
    others = [word for word in words.split() if re.search(LEAVES, word) is None]
    return len(others) < len(words.split()) and _has_unknown(" ".join(others))


@lru_cache(maxsize=4096)
def names_mail(cell: str) -> bool:
    """Return whether a no says that it is about mail, whatever the header says."""
    words = fold(cell)
    return re.search(MAIL, words) is not None or re.match(SMTP_CODE, words) is not None


def names_contact(cell: str) -> bool:
    """Return whether a no says that it is about mail, or about any contact."""
    return names_mail(cell) or re.search(CONTACT, fold(cell)) is not None


def means_post(header: str, others: Collection[str]) -> bool:
    """Return whether the bare "mail" of a header means post, as a neighbour says the same of e-mail."""
    key = header_key(header)
    if "mail" not in key or "email" in key:
        return False
    twin = key.replace("mail", "email")
    return any(header_key(other).startswith(twin) for other in others)


def means_phone(header: str, others: Collection[str]) -> bool:
    """Return whether a header forbids to call a number, as a neighbour holds one: `Direct DNC` beside `Direct`."""
    whose, _, dnc = fold(header).rpartition(" ")
    if dnc != "dnc" or re.fullmatch(_DIALS, whose) is None:
        return False
    return any(
        fold(other).startswith(whose) or is_other_channel(other) for other in others if other != header
    )
