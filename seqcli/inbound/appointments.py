"""Tells an appointment within days from a wish to be asked later: "call me on Monday" from "call me in June".

A day is near if a sentence names a weekday, a time of day, or a date within two weeks, and no day beyond. Folded texts.
"""

# ruff: noqa: E501 - a phrase reads best on one line

import re
from collections.abc import Iterator
from datetime import date, timedelta

from seqcli.inbound.coming_dates import find_coming_date
from seqcli.inbound.meaning_phrases import NEXT
from seqcli.patterns import AnyOf, compiled

_NEAR_DAYS = timedelta(days=14)
#: Where nobody knows when a mail was written, every month that it names begins more than two weeks later.
_SOME_DAY = date(2000, 1, 15)
_SENTENCE = compiled(r"[^.!?\n]+(?:\.\d[^.!?\n]*)*")
_LONGEST = 400  # characters of a sentence that are read

_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miercoles|jueves|viernes|sabado|domingo|(?:maan|dins|woens|donder|vrij|zater|zon)dag"
_NEAR = AnyOf(
    rf"\b(?:{_WEEKDAY})(?:(?:vor|nach)?mittag|morgen|abend|ochtend|middag|avond)?\b|\b(?:on|next|this) (?:mon|tues?|wed|thu(?:rs?)?|fri)\b",
    r"\b(?:today|tonight|tomorrow|this (?:morning|afternoon|evening|week)|later today|heute|morgen|ubermorgen|diese woche|aujourd'hui|demain|cet apres-midi|cette semaine|hoy|manana|esta (?:tarde|semana)|vandaag|vanmiddag|overmorgen|deze week)\b",
    r"\b\d{1,2}(?:[:.]\d\d)? ?(?:am|pm|a\.m|p\.m|uhr|uur|heures?|h(?:\d\d)?|o'clock)\b|\b(?:at|um|a las|om|vers|a) \d{1,2}(?:[:.]\d\d)?(?= ?(?:$|[.,!?;\n]))",
    r"\b(?:in|dans|en|dentro de|over) \w{1,7} (?:minutes?|mins?|hours?|minuten|stunden?|heures?|minutos?|horas?|minuut|uur|uren)\b|\b(?:in|dans) (?:half an hour|einer halben stunde|une demi-heure)\b",
)
_INVITES = AnyOf(
    r"\b(?:let's|lets|let us|how about|what about|i can do|i could do|suits (?:me|us)|works(?= (?:for|well|fine|best|great|too)\b| ?$)|(?:can|could|shall) we (?:\w{2,9} ){0,2}?(?:talk|speak|meet|do|have|chat|call|say|make it|connect)|are you free|i'm free|i am free|i have time)\b|\b(?:call|ring|phone) (?:me|us)\b",
    r"\b(?:rufen sie (?:mich|uns)|ruf (?:mich|uns)|lassen sie uns|lass uns|(?:sprechen|telefonieren|reden) wir|passt|konnen wir (?:\w{2,10} ){0,4}?(?:sprechen|telefonieren|reden|treffen)|(?:habe|hatte) ich zeit|wie ware)\b",
    r"\b(?:r?appelez-(?:moi|nous)|(?:re)?parlons|voyons-nous|(?:me|nous) convient|je suis (?:libre|disponible))\b",
    r"\b(?:llameme|llamame|hablemos|podemos hablar|(?:me|nos) viene bien|nos vemos)\b",
    r"\b(?:bel (?:me|mij|ons)|belt u (?:me|mij|ons)|laten we|kan ik|schikt|past(?= (?:mij|me|ons|goed)\b| ?$)|(?:zullen|kunnen) we (?:\w{2,10} ){0,4}?(?:bellen|spreken|praten|afspreken))\b",
)
_ASSENTS = compiled(
    r"^[ \W]*(?:yes|yep|sure|ok|okay|oke|absolutely|of course|great|perfect|fine|gladly|ja|(?:sehr )?gerne?|klar|naturlich|einverstanden|oui|d'accord|volontiers|parfait|avec plaisir|si|claro|vale|perfecto|de acuerdo|por supuesto|prima|goed|graag|natuurlijk|akkoord)\b(?: please| bitte)? ?[,;:\u2013-]"
)
_CONTACT = compiled(
    r"\b(?:(?:try|ask|contact|e-?mail|write(?: to)?|ping|call|remind) (?:me|us|again|back)|get back|check (?:back|in)|come back|follow up|reach out|touch base|reconnect|melden sie|schreiben sie|kontaktieren sie|recontactez|relancez|rappelez|ecrivez|contactez|revenez|escribame|contacteme|llameme|vuelva|neem|(?:mail|bel) (?:me|mij|ons))\b"
)
_NEGATED = compiled(
    r"\b(?:not|never|cannot|no(?! problem| worries)|nicht|kein\w{0,2}|nie|pas|jamais|non|nunca|niet|geen|nooit|stop\w{0,4}|remov\w{1,3}|unsubscribe\w?|losche\w?|entfern\w{0,2}|supprim\w{1,3}|desinscri\w{1,4}|elimin\w{1,3}|verwijder\w{0,2})\b|n't\b"
)


def names_appointment(text: str, today: date | None) -> bool:
    """Return whether somebody agrees to talk within days, or invites us to."""
    return any(
        _is_agreed(sentence) and is_near(sentence, today)
        for sentence in _sentences(text)
        if not _NEGATED.search(sentence)
    )


def is_near(sentence: str, today: date | None) -> bool:
    """Return whether the day or the hour that a sentence names is near; "next week" is in an invitation only."""
    if names_far_day(sentence, today):
        return False
    dated = sentence if _INVITES.search(sentence) else NEXT.sub("", sentence)
    return find_coming_date(dated, today or _SOME_DAY) is not None or _NEAR.search(sentence) is not None


def names_far_day(text: str, today: date | None) -> bool:
    """Return whether the day that a text names lies two weeks ahead or more."""
    today = today or _SOME_DAY
    day = find_coming_date(text, today)
    return day is not None and day >= today + _NEAR_DAYS


def sentence_at(text: str, found: re.Match[str]) -> str:
    """Return the sentence around what was found."""
    start = max(text.rfind(mark, max(0, found.start() - _LONGEST), found.start()) for mark in ".!?\n") + 1
    start = max(start, found.start() - _LONGEST)
    ends = _SENTENCE.match(text, found.start(), found.end() + _LONGEST)
    return text[start : max(found.end(), ends.end() if ends else 0)]


def _is_agreed(sentence: str) -> bool:
    return bool(_INVITES.search(sentence) or (_ASSENTS.search(sentence) and _CONTACT.search(sentence)))


def _sentences(text: str) -> Iterator[str]:
    return (found.group()[:_LONGEST] for found in _SENTENCE.finditer(text))
