"""The words of dates, folded (no case, no accents), by language. Tables only."""

# ruff: noqa: E501, RUF001 - a row is a language, in its own letters

import re
from collections.abc import Iterable

from seqcli.inbound.reading import fold


def any_of(words: Iterable[str]) -> str:
    """Return a pattern that matches any of the words, longest first."""
    folded = sorted({fold(word) for text in words for word in text.split("|")}, key=len, reverse=True)
    return f"(?:{'|'.join(folded)})"


# By the codes that dateparser knows them by.
MONTHS = {
    "en": "january|jan|february|feb|march|mar|april|apr|may|june|jun|july|jul|august|aug|september|sept|sep|october|oct"
    "|november|nov|december|dec",
    "de": "januar|janner|februar|marz|mai|juni|juli|oktober|okt|dezember|dez",
    "fr": "janvier|janv|fevrier|fevr|mars|avril|avr|juin|juillet|juil|aout|septembre|octobre|novembre|decembre",
    "es": "enero|febrero|marzo|abril|abr|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre|dic",
    "it": "gennaio|febbraio|aprile|maggio|giugno|giu|luglio|lug|settembre|ottobre|ott|dicembre",
    "nl": "januari|februari|maart|mrt|mei|augustus|oktober",
    "pt": "janeiro|fevereiro|fev|marco|maio|junho|julho|setembro|outubro|novembro|dezembro",
    "pl": "stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|wrzesnia|pazdziernika|listopada|grudnia",
    "sv": "maj|augusti",
    "ru": "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря",
    "cs": "ledna|unora|brezna|dubna|kvetna|cervna|cervence|srpna|zari|rijna|listopadu|prosince",
    "tr": "ocak|subat|mart|nisan|mayis|may\u0131s|haziran|temmuz|agustos|eylul|ekim|kasim|aral\u0131k",
    "fi": "tammikuuta|helmikuuta|maaliskuuta|huhtikuuta|toukokuuta|kesakuuta|heinakuuta|elokuuta|syyskuuta|lokakuuta",
    "hu": "januar|februar|marcius|aprilis|majus|junius|julius|augusztus|szeptember|oktober",
}
MONTH = any_of(MONTHS.values())
MONTH_LANGUAGE = {fold(word): code for code, words in reversed(MONTHS.items()) for word in words.split("|")}

# Monday first.
WEEKDAYS = tuple(
    any_of([words])
    for words in (
        (
            "monday|montag|lundi|lunes|lunedi|maandag|segunda-feira|segunda feira|segunda|poniedzialek|poniedzialku|mandag"
            "|понедельник|понедельника"
        ),
        (
            "tuesday|dienstag|mardi|martes|martedi|dinsdag|terca-feira|terca feira|terca|wtorek|wtorku|tisdag|tirsdag"
            "|вторник|вторника"
        ),
        (
            "wednesday|mittwoch|mercredi|miercoles|mercoledi|woensdag|quarta-feira|quarta feira|quarta|sroda|srode|srody"
            "|onsdag|среда|среду|среды"
        ),
        (
            "thursday|donnerstag|jeudi|jueves|giovedi|donderdag|quinta-feira|quinta feira|quinta|czwartek"
            "|czwartku|torsdag|четверг|четверга"
        ),
        (
            "friday|freitag|vendredi|viernes|venerdi|vrijdag|sexta-feira|sexta feira|sexta|piatek|piatku|fredag"
            "|пятница|пятницу|пятницы"
        ),
        "saturday|samstag|sonnabend|samedi|sabado|sabato|zaterdag|sobota|sobote|soboty|lordag|суббота|субботу",
        "sunday|sonntag|dimanche|domingo|domenica|zondag|niedziela|niedziele|niedzieli|sondag|воскресенье",
    )
)
WEEKDAY = f"(?:{'|'.join(WEEKDAYS)})"
# Many are words of another language ("mon retour"), so they need a preposition before or a date behind.
SHORT_WEEKDAYS = {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip
SHORT_WEEKDAY = any_of(SHORT_WEEKDAYS)
MONTH_IN = any_of(
    [
        "in|until|till|til|thru|through|of|early|mid|late|by|bis|im|ab|ende|mitte|anfang|en|fin|mi|hasta|a|fino a|fine|inizio",
        "eind|begin|tot|em|ate|fim de|final de|finales de|w|we|do|konca|od|since|vanaf|from",
    ]
)
MONTH_END = re.compile(r"\b(?:end of|late|ende|fin|finales de|final de|fine|eind|fim de|konca)(?: de)?[ -]$")
MONTH_MIDDLE = re.compile(r"\b(?:mid|mitte|mi|mediados de|meta|medio|meados de|polowy)[ -]$")

COUNTS = {
    "a few": 7, "one": 1, "a": 1, "an": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10,
    "einer": 1, "einem": 1, "eine": 1, "zwei": 2, "drei": 3, "vier": 4, "sechs": 6,
    "une": 1, "un": 1, "deux": 2, "trois": 3, "quatre": 4, "quinze": 15,
    "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "due": 2, "tre": 3, "quattro": 4,
    "een": 1, "twee": 2, "drie": 3, "uma": 1, "um": 1, "duas": 2, "dois": 2, "quatro": 4,
    "jeden": 1, "dwa": 2, "trzy": 3, "cztery": 4,
}  # fmt: skip
DAYS_OF_UNIT = {
    "days|day|tagen|tage|tag|jours|jour|dias|dia|giorni|giorno|dagen|dag|dni|dzien": 1,
    "weeks|week|wochen|woche|semaines|semaine|semanas|semana|settimane|settimana|weken|tygodnie|tydzien|tygodni": 7,
    "months|month|monaten|monate|monat|mois|meses|mes|mesi|mese|maanden|maand|miesiace|miesiac|miesiecy": 30,
}
UNIT = any_of(DAYS_OF_UNIT)
COUNT = rf"(?:\d{{1,2}}|{any_of(COUNTS)})"
FORTNIGHT = {
    "a fortnight": 14,
    "quinze jours": 14,
    "quindici giorni": 14,
    "vierzehn tagen": 14,
    "quinze dias": 14,
}
TOMORROW = any_of(["tomorrow", "morgen", "demain", "manana", "domani", "amanha", "jutro"])
NEXT_WEEK = any_of(
    [
        "next week|nachste woche|nachster woche|kommende woche|kommender woche|la semaine prochaine|la proxima semana",
        "la semana que viene|la settimana prossima|la prossima settimana|volgende week|na proxima semana",
        "przyszlym tygodniu|nastepnym tygodniu|nasta vecka|neste uke|naeste uge|next working week",
    ]
)

# What stands directly before a day.
ARTICLES = r"(?:the |den |dem |der |le |el |il |l'|lo |op |dia |o |no dia |na |em |on |am |the morning of |den\.? |w |we |dnia )?"
ORDINAL = r"(?:\u00b0|st|nd|rd|th|er|eme|o|a|e|de|\.)?"
OF = r"(?:of |de |di |d'|del )?"
# Words that bind the day after them as the end of an absence.
UNTIL = re.compile(
    r"(?:\b(?:until|untill|till?|'til|thru|through|to|upto|up to|bis|jusqu'(?:au|a|en)|au|hasta|al|fino|sino|all?'?|tot|t/m"
    r"|ate|a|ao|do|az do|till|til|до|по|do dnia)|\s?[-\u2013\u2014]|ending|ends|end date:?|last day:?)"
    r"(?: (?:and including|and incl\.?|including|the end of|end of|einschliesslich|einschl\.?|inkl\.?|inklusive|zum|inclusive"
    r"|end of|mid|fin|fine|ende|mitte|eind|finales de|final de|fim de|konca|y incluyendo|a|al|au|ao|o|en met|en|och med|og med|dnia|the|el|le|il|l'|den|dem|de|dia|w(?:lacznie)?|and))*"
    r"[\s:,(]{0,3}$"
)
# Words that bind the day after them as the start of an absence, or as history.
START = re.compile(
    r"\b(?:from|since|as of|starting|beginning|between|ab|vom|von|seit|depuis|du|a partir d[eu]|des|desde|del|dal|dall?'?"
    r"|van|vanaf|sinds|de|desde o|od|c|с|left(?: \w+){0,4} on|leaving)(?: (?:the|dem|den|le|el|il|dia|dnia|on|o))*[\s:,]{0,3}$"
)
# Stems of return: before or after the day, in any order.
RETURN = re.compile(
    r"\b(?:(?:be|am|i'm|are|we're|and|then|when|until|am not|fully|not)? ?\bback\b|return|resum|reopen|re-open|(?:available|reachable|online) again|again (?:available|reachable)"
    r"|open again|respond again|rejoin|wieder|zuruck|(?:komme|kehre|kehren|kehrt)\b|ruckkehr|(?:de |mon |notre |a )?retour|reviens|reviendr|revenons|rentre|reprend"
    r"|repris|rouvr|reouv|vuelv|volver|volvem|vuelta|regress?(?:o|a|ar|are|arei|amos|ando|ara|aremos)\b|reincorpor|incorpor|retom|reabr|rientr|torn|ritorn|riapr|riprend"
    r"|di nuovo|nuovamente|tornero|de nuevo|novamente|up again|joignable|a compter d|de nouveau|a nouveau|terug|weer\b|hervat|heropen|opnieuw|volt[aeo]|retorn|novamente|de volta|wrac|wroc|powrot|powroc"
    r"|ponownie|w biurze bede|(?<!nie )bede dostepn\w{1,2}|(?<!not be )(?<!n't be )(?<!not )available (?=from)|bede w biurze|z powrotem|tillbaka|ater\b|tilbake|tilbage|igen\b|palaan|vrat|vrac|vernus|верн|буду в|выид|zpet|donecegim|ofiste ol)"
)
# An answer from that day on is as good as a return.
REPLY = re.compile(
    r"\b(?:lesen|beantwort\w*|antwort\w*|repl(?:y|ies)|respond|answer|read|lirai|repondr\w*|traiter\w*|responder\w*|contestar\w*|atender\w*|risponder\w*|legger\w*|beantwoord\w*|reageer|lees|odpowiem|odpowiemy|odpisze)\b"
)
# "back to you", "return your call": no return of a person.
NO_RETURN = re.compile(
    r"\b(?:(?:reviens|revenons|revenir|reviendr\w{2,3}) vers (?:vous|toi)|(?:get|got|getting|come|came|be|is|write|report|call) back to (?:you|me|us)|back to (?:you|me)|return (?:your|the|my|a|to you|to us) "
    r"|returned (?:your|the|to sender)|back from|returned from|(?:go|goes|going|went|come|comes|came|bring|set|turn|pay|step|hold|date|dates|feed|way|fight|push|roll) back|call(?:ing)? (?:you|me) back)"
)
# "I work Monday to Thursday" tells no absence.
HABIT = re.compile(
    r"\b(?:(?:i|we) (?:only )?work|working days|hours|arbeite|sprechzeiten|offnungszeiten|burozeiten|horario|orario|travaille|horaires|werk|trabalho|pracuje|godziny)\b(?:(?!\b(?:bin|am|i'm|i'll|suis|serai|estare|saro|estarei|estoy|vuelvo|sono|rientro|ben|volto|reviens|wracam|back)\b)[^.!?,]){0,40}$"
    r"|\b(?:every|jeden|chaque|cada|ogni|elke|todas as|kazdy) $|\bclosed on $"
)
DAY_WORDS = re.compile(
    rf"\b{WEEKDAY}\b|\b\d{{1,2}}{ORDINAL}\s?{OF}{MONTH}\b|\b{MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?\b|\b\d{{1,2}}[./]\s?\d{{1,2}}\b"
    rf"|\b{TOMORROW}\b|\b{COUNT} {UNIT}\b|\b{NEXT_WEEK}\b|\d{{4}}-\d\d-\d\d|\d{{1,2}}月|\d{{1,2}}{fold('월')}"
    rf"|\b(?:until|till|bis zum|jusqu'au|hasta el|fino al|sino al|tot|ate) (?:the )?\d{{1,2}}\b|\d{{1,2}}-ig\b"
    rf"|\b(?:today|heute|aujourd'hui|hoy|oggi|vandaag|hoje|dzisiaj|dzis|this week|diese woche|cette semaine|esta semana"
    rf"|questa settimana|deze week|w tym tygodniu)\b"
)

# A day in any notation. Which words bind it as a return is asked afterwards.
DAY = re.compile(
    rf"(?:\b(?:(?P<weekday>{WEEKDAY})|{SHORT_WEEKDAY}\b|(?:mo|di|mi|do|fr|sa|so)\b(?=[.,]))\.?,?\s(?:\(|{ARTICLES}))?"
    r"(?:"
    r"(?<!\d)(?P<iso>(?P<y>20\d\d)[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2}))(?!\d)"
    rf"|(?<![\d.,/-])(?P<days>\d{{1,2}}\.?\s?[-\u2013\u2014]\s?)?(?P<day>\d{{1,2}}){ORDINAL}[\s-]?{OF}(?P<month>{MONTH})\b\.?"
    r"(?:,? ?-?(?:de |del )?(?P<year>20\d\d)\b)?"
    rf"|\b(?P<month2>{MONTH})\b\.?\s(?:the )?(?P<span>\d{{1,2}}(?:st|nd|rd|th)?\s?(?:[-\u2013\u2014]|to|through|thru)\s?)?(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.]\d)"
    rf"(?!\s?{MONTH}\b)(?:,?\s(?P<year2>20\d\d)\b)?"
    r"|(?<!\d)(?P<n1>\d{1,2})(?P<mark>[./-])\s?(?P<n2>\d{1,2})(?:(?P=mark)\s?(?P<year3>20\d\d|\d\d))?(?!\d)"
    r"|(?P<east>(?P<m4>\d{1,2})[月\u110b]\S{0,3}?\s?(?P<d4>\d{1,2})(?:日|\u110b))"
    r")"
    rf"|\b(?P<alone>{WEEKDAY})\b(?:,? (?:the )?(?P<dayonly>\d{{1,2}})(?:st|nd|rd|th|\.)?(?![\d:.,/]*\d)"
    r"(?! ?(?:am|pm|uhr|h|hs|hrs|o'clock|a\.m|p\.m)\b))?"
    rf"|\b(?:until|till|til|thru|through|on|back|next) (?P<short>{SHORT_WEEKDAY})\b(?!\.?,? (?:the )?(?:\d|{MONTH}\b))"
    rf"|\b{MONTH_IN}[ -](?P<monthonly>{MONTH})\b(?!\.?\s?\d)"
    rf"|\b(?P<count>{COUNT}) (?P<unit>{UNIT})\b"
    rf"|\b(?P<fortnight>{any_of(FORTNIGHT)})\b"
    rf"|\b(?P<tomorrow>{TOMORROW})\b"
    rf"|\b(?P<nextweek>{NEXT_WEEK})\b"
    r"|\b(?:the|zum|am|jusqu'au|le|el|al|dia|il|tot) (?P<dayalone>\d{1,2})(?:st|nd|rd|th|\.)?(?=[\s,.;!)]|$)(?![.,]\d)"
    rf"(?!\.?\s?{OF}{MONTH}\b)"
    r"(?! ?(?:am|pm|uhr|h|hs|hrs|o'clock|a\.m|p\.m|%|days?|weeks?|months?|tage|jours|dias|giorni)\b)"
)
LENGTH_BEFORE = re.compile(r"\b(?:in|for|within|next|after|fur|nach|dans|pendant|pour|en|durante|por|tra|fra|per|over|"
                            r"voor|em|za|na|the|about|de|nachsten|prochaines|proximas?|prossime|komende)[\s(]*$")  # fmt: skip
