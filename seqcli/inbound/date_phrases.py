"""The words of dates, folded (no case, no accents), by language. Tables only."""

# ruff: noqa: E501, RUF001 - a row is a language, in its own letters

import re
from collections.abc import Iterable

from seqcli.inbound.reading import fold
from seqcli.patterns import compiled


def any_of(words: Iterable[str]) -> str:
    """Return a pattern that matches any of the words, longest first."""
    folded = sorted({fold(word) for text in words for word in text.split("|")}, key=len, reverse=True)
    return f"(?:{'|'.join(folded)})"


# By the codes that dateparser knows them by.
MONTHS = {
    "en": "january|jan|february|feb|march|mar|april|apr|may|june|jun|july|jul|august|aug|september|sept|sep|october|oct"
    "|november|nov|december|dec",
    "de": "januar|janner|februar|marz|mrz|mai|juni|juli|oktober|okt|dezember|dez",
    "fr": "janvier|janv|fevrier|fevr|mars|avril|avr|juin|juillet|juil|aout|septembre|octobre|novembre|decembre",
    "es": "enero|ene|febrero|marzo|abril|abr|mayo|junio|julio|agosto|ago|septiembre|setiembre|octubre|noviembre|diciembre|dic",
    "it": "gennaio|gen|febbraio|aprile|maggio|mag|giugno|giu|luglio|lug|settembre|ottobre|ott|dicembre",
    "nl": "januari|februari|maart|mrt|mei|augustus|oktober",
    "pt": "janeiro|fevereiro|fev|marco|maio|junho|julho|setembro|outubro|novembro|dezembro",
    "pl": "stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|wrzesnia|pazdziernika|listopada|grudnia|styczniu|lutym"
    "|marcu|kwietniu|maju|czerwcu|lipcu|sierpniu|wrzesniu|pazdzierniku|listopadzie|grudniu",
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
WEEKDAYS = (
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
# Many short ones are words of another language ("mon retour"): they need a preposition before or a date behind.
SHORT_WEEKDAYS = (
    "mon|lun|pon|pn",
    "tue|tues|mar|mart|wt",
    "wed|mer|mie|wo|sr",
    "thu|thur|thurs|jeu|jue|gio|czw",
    "fri|ven|vie|vr|pt",
    "sat|sam|sab|sob",
    "sun|dim|dom|zo",
)
# These even need a dot or comma behind.
TWO_LETTERS = ("mo|ma", "di", "mi", "do", "fr", "sa|za", "so")
WEEKDAY_NUMBER = {
    fold(word): number
    for rows in (WEEKDAYS, SHORT_WEEKDAYS, TWO_LETTERS)
    for number, words in enumerate(rows)
    for word in words.split("|")
}
WEEKDAY, SHORT_WEEKDAY, _TWO_LETTERS = any_of(WEEKDAYS), any_of(SHORT_WEEKDAYS), any_of(TWO_LETTERS)
BESIDE_DAY = rf"(?:{WEEKDAY}|{SHORT_WEEKDAY}\b|{_TWO_LETTERS}\b(?:(?=[.,])|(?<!do)(?=\s\d{{1,2}}[./]\d)))"

# Parts of a month, by the day that each counts as; rather late, because waiting too long costs less.
MONTH_END = 31
_MONTH_PARTS = {
    10: (
        "early|beginning of|start of|anfang|debut|principios de|primeros de|comienzos de|inizio|inizi di|begin|inicio de"
        "|inicios de|comeco de|poczatku|poczatek"
    ),
    15: ("mid|middle of|mitte|mi|mediados de|meta|meta di|medio|half|meados de|polowy|polowie"),
    MONTH_END: (
        "end of|the end of|late|ende|fin|fin de|la fin|la fin de|fin du mois de|la fin du mois de|final de|finales de|final del mes de|finales del mes de|fines de|fine|fine di|eind|einde|eind van"
        "|fim de|fim do mes de|finais de|final do mes de|konca|koniec|koncem|koncu"
    ),
}
# The month or year that is going on, by its last month.
ENDS_OF = {
    0: (
        "end of the month|end of this month|end of month|monatsende|ende des monats|ende dieses monats|fin du mois|fin de mes"
        "|final de mes|finales de mes|fine mese|fine del mese|eind van de maand|einde van de maand|eind deze maand|fim do mes"
        "|final do mes|konca miesiaca"
    ),
    12: (
        "end of the year|end of this year|end of year|jahresende|ende des jahres|fin de l'annee|fin de ano|final de ano"
        "|finales de ano|fine anno|fine dell'anno|eind van het jaar|einde van het jaar|fim do ano|final do ano|konca roku"
    ),
}
END_OF = {fold(words): month for month, row in ENDS_OF.items() for words in row.split("|")}
MONTH_PART = any_of(_MONTH_PARTS.values())
MONTH_PARTS = {day: compiled(rf"\b{any_of([words])}[ -]$") for day, words in _MONTH_PARTS.items()}
# What binds a month without a day.
MONTH_IN = any_of(
    [
        *_MONTH_PARTS.values(),
        "in|until|till|til|thru|through|of|by|bis|im|ab|en|hasta|a|fino a|tot|em|ate|w|we|do|od|since|vanaf|from|para",
    ]
)

_COUNT_WORDS = {
    1: "one|a|an|einer|einem|eine|einen|une|un|una|uno|een|uma|um|jeden|jedna",
    2: "two|zwei|deux|dos|due|twee|duas|dois|dwa|dwie|dwoch",
    3: "three|drei|trois|tres|tre|drie|trzy|trzech",
    4: "four|vier|quatre|cuatro|quattro|quatro|cztery|czterech",
    5: "five|funf|cinq|cinco|cinque|vijf|piec|pieciu",
    6: "six|sechs|seis|sei|zes|szesc|szesciu",
    7: "a few|seven|sieben|sept|siete|sette|zeven|sete|siedem",
    8: "eight|acht|huit|ocho|otto|oito|osiem",
    9: "nine|neun|neuf|nueve|nove|negen|dziewiec",
    10: "ten|zehn|dix|diez|dieci|tien|dez|dziesiec|dziesieciu",
    12: "twelve|zwolf|douze|doce|dodici|twaalf|doze|dwanascie",
    14: "fourteen|vierzehn|quatorze|catorce|quattordici|veertien|catorze|czternascie",
    15: "fifteen|funfzehn|quinze|quince|quindici|vijftien|pietnascie",
}
COUNTS = {word: number for number, words in _COUNT_WORDS.items() for word in words.split("|")}
DAYS_OF_UNIT = {
    "days|day|tagen|tage|tag|jours|jour|dias|dia|giorni|giorno|dagen|dag|dni|dzien": 1,
    "weeks|week|wochen|woche|semaines|semaine|semanas|semana|settimane|settimana|weken|tygodnie|tydzien|tygodni": 7,
    "months|month|monaten|monate|monat|mois|meses|mes|mesi|mese|maanden|maand|miesiace|miesiac|miesiecy": 30,
}
UNIT = any_of(DAYS_OF_UNIT)
COUNT = rf"(?:\d{{1,2}}|{any_of(COUNTS)})"
LENGTHS = {
    "a fortnight": 14, "quinze jours": 14, "quindici giorni": 14, "vierzehn tagen": 14, "quinze dias": 14,
    "tydzien": 7, "miesiac": 30,
}  # fmt: skip
_NEAR = {
    0: "today|heute|aujourd'hui|hoy|oggi|vandaag|hoje|dzisiaj|dzis",
    1: "tomorrow|morgen|demain|manana|domani|amanha|jutra|jutro",
    2: (
        "the day after tomorrow|day after tomorrow|ubermorgen|apres-demain|apres demain|pasado manana|dopodomani|overmorgen"
        "|depois de amanha|pojutrze"
    ),
}
NEAR = {fold(word): days for days, words in _NEAR.items() for word in words.split("|")}
TOMORROW = any_of([_NEAR[1], _NEAR[2]])
NEXT_WEEK = any_of(
    [
        "next week|nachste woche|nachster woche|kommende woche|kommender woche|la semaine prochaine|semaine prochaine|la proxima semana",
        "la semana que viene|la settimana prossima|la prossima settimana|volgende week|na proxima semana|proxima semana",
        "przyszlym tygodniu|nastepnym tygodniu|nasta vecka|neste uke|naeste uge|next working week",
    ]
)

# What stands directly before a day.
ARTICLES = r"(?:the |den |dem |der |le |el |il |l'|lo |op |dia |o |no dia |na |em |on |am |the morning of |den\.? |w |we |dnia )?"
ORDINAL = r"(?:\u00b0|st|nd|rd|th|er|eme|o|a|e|de|ste|ten|sten|go|\.)?"
OF = r"(?:of |de |di |d'|del )?"
_UNTIL_WORDS = (
    r"(?:until|untill|till?|'til|thru|through|to|upto|up to|bis|jusqu'(?:au|a|en)|au|hasta|al|fino|sino|all?'?|tot|t/m"
    r"|ate|a|ao|do|az do|до|по|do dnia)"
)
_DASH = r"[-\u2013\u2014]"
# Words that bind the day after them as the end of an absence.
UNTIL = compiled(
    rf"(?:\b{_UNTIL_WORDS}|\s?{_DASH}|ending|ends|end date:?|last day:?)"
    rf"(?: (?:and including|and incl\.?|including|{MONTH_PART}|einschliesslich|einschl\.?|inkl\.?|inklusive|zum|inclusive|y incluyendo"
    r"|a|al|au|ao|o|la|het|en met|en|och med|og med|dnia|the|el|le|il|l'|den|dem|de|dia|w(?:lacznie)?|and|in))*"
    r"[\s:,(]{0,3}$"
)
# "Between the 5th and" binds what follows as the end as well.
BETWEEN = compiled(
    r"\b(?:between|entre|zwischen|tussen|tra|fra|miedzy) [^.;!?]{1,40} (?:and|und|et|y|e|en|a|i)(?: (?:the|dem|den|le|el|il|l'|o|de))*\s$"
)
# "Not before 4 May" does so too.
NOT_BEFORE = compiled(
    r"(?:n't|\b(?:not|nicht|pas|non|no|niet|nao|nie)) [^.;!?]{0,40}\b(?:before|vor|avant|prima|antes|voor|przed)"
    r"(?: (?:the|dem|den|le|du|dell?|de|do|el|il|dia))*\s$"
)
# A day in front of the end of a range, and the other way round.
RANGE_GOES_ON = compiled(rf"\.?\s?(?:{_UNTIL_WORDS}|{_DASH})\s?{ARTICLES}(?:\d|{BESIDE_DAY}|{MONTH}\b)")
RANGE_BEFORE = compiled(rf"\b{BESIDE_DAY}\.?\s?(?:{_UNTIL_WORDS}|{_DASH})\s?$")
# "From: 4 May" in a form looks like the header above a quote. For text that is not folded.
FORM_LINE = compiled(
    r"^(from|to|von|bis|du|au|desde|hasta|dal|al|van|tot|de|a|od|do)\s?:[ \t]*(?=\d)",
    re.IGNORECASE | re.MULTILINE,
)
# A line that quotes our own subject.
SUBJECT_LINE = compiled(r"\W*(?:subject|betreff|objet|asunto|oggetto|onderwerp|assunto|temat)\s?:")
# Words that bind the day after them as the start of an absence, or as history.
START = compiled(
    r"\b(?:from|since|as of|starting|beginning|between|entre|zwischen|tussen|tra|fra|miedzy|ab|vom|von|seit|depuis|du"
    r"|a (?:partir|compter|contar) (?:d[eu]|do dia)|des|desde|del|dal|dall?'?|a decorrere dal|van|vanaf|sinds|de|desde o|od"
    r"|poczawszy od|c|с|left(?: \w+){0,4} on|leaving|(?:sent|gesendet|envoye|enviad[oa]|inviato|verzonden|wyslano)(?: \w+)?)"
    r"(?: (?:the|dem|den|le|el|il|dia|dnia|on|o))*[\s:,]{0,3}$"
)
# Stems of return: before or after the day, in any order.
RETURN = compiled(
    r"\b(?:(?:be|am|i'm|are|we're|and|then|when|until|am not|fully|not)? ?\bback\b|return|resum|reopen|re-open|(?:available|reachable|online) again|again (?:available|reachable)"
    r"|open again|respond again|rejoin|wieder|zuruck|(?:komme|kehre|kehren|kehrt)\b|ruckkehr|(?:de |mon |notre |a )?retour|reviens|reviendr|revenons|rentre|reprend"
    r"|repris|rouvr|reouv|vuelv|volver|volvem|vuelta|regress?(?:o|a|ar|are|arei|amos|ando|ara|aremos)\b|reincorpor|incorpor|retom|reabr|rientr|torn|ritorn|riapr|riprend"
    r"|di nuovo|nuovamente|nuevamente|tornero|de nuevo|novamente|up again|joignable|de nouveau|a nouveau|terug|weer\b|hervat|heropen|opnieuw|volt[aeo]|retorn|novamente|de volta|wrac|wroc|powrot|powroc"
    r"|ponownie|w biurze bede|bede w biurze|z powrotem|tillbaka|ater\b|tilbake|tilbage|igen\b|palaan|vrat|vrac|vernus|верн|буду в|выид|zpet|donecegim|ofiste ol)"
)
# An answer from that day on is as good as a return.
REPLY = compiled(
    r"\b(?:lesen|beantwort\w*|antwort\w*|repl(?:y|ies)|respond|answer|read|lirai|consulter\w*|repondr\w*|traiter\w*|responder\w*|get back to you|melden?|recontact\w*|contactar\w*|contatter\w*|odezw\w*|contestar\w*|atender\w*|risponder\w*|legger\w*|beantwoord\w*|reageer|lees|odpowiem|odpowiemy|odpisze)\b"
)
# "Available from Monday" is a return too, unless it is denied.
AVAILABLE = compiled(
    r"\b(?:available|reachable|contactable|in the office|at my desk|erreichbar|verfugbar|ansprechbar|anwesend|im (?:buro|haus|dienst)"
    r"|fur sie da|zu erreichen|te bereiken|disponib\w+|presente?s?|au bureau|en la oficina|localizable|reperibile|raggiungibile|operativ[oa]|in ufficio|in sede"
    r"|bereikbaar|beschikbaar|aanwezig|op kantoor|disponive\w+|contactavel|no escritorio|dostepn\w+|osiagaln\w+|w biurze|open|geoffnet|besetzt|ouverte?s?|abiert[oa]|apert[oi]|geopend|abert[oa]|czynn\w+)\b"
)
DENIED = compiled(
    r"n't\b|\b(?:not|no|nicht|kein\w*|ne|n'\w+|pas|non|niet|geen|nao|nie|hardly|kaum|only by|phone|tele\w+|mobile?|handy)\b"
)
# "back to you", "return your call": no return of a person.
NO_RETURN = compiled(
    r"\b(?:(?:reviens|revenons|revenir|reviendr\w{2,3}) vers (?:vous|toi)|(?:get|got|getting|come|came|be|is|write|report|call) back to (?:you|me|us)|back to (?:you|me)|return (?:your|the|my|a|to you|to us) "
    r"|returned (?:your|the|to sender)|back from|returned from|(?:go|goes|going|went|come|comes|came|bring|set|turn|pay|step|hold|date|dates|feed|way|fight|push|roll) back|call(?:ing)? (?:you|me) back)"
)
# "I work Monday to Thursday" tells no absence.
HABIT = compiled(
    r"\b(?:(?:i|we) (?:only )?work|working days|hours|arbeite|sprechzeiten|offnungszeiten|burozeiten|horario|orario|travaille|horaires|werk|trabalho|pracuje|godziny)\b(?:(?!\b(?:bin|am|i'm|i'll|suis|serai|estare|saro|estarei|estoy|vuelvo|sono|rientro|ben|volto|reviens|wracam|back)\b)[^.!?,]){0,40}$"
    r"|\b(?:every|jeden|chaque|cada|ogni|elke|todas as|kazdy) $|\bclosed on $"
)
# Stems of absence beside a length ("two weeks away") or a few weekdays ("out Wed to Fri").
AWAY_STEM = compiled(
    r"\b(?:away|out\b|off\b|absen|leave\b|holiday|vacation|break\b|closed|gone\b|unavailable|sick|ill\b|travel|trip\b|urlaub|abwes|weg\b|verreist|ausser|unterwegs"
    r"|krank|geschlossen|nicht|elternzeit|dienstreise|conge|vacances|deplacement|fermee?s?\b|voyage|en formation|fuera|vacaciones|ausen|cerrad|viaje"
    r"|baja|via\b|ferie|fuori|assen|trasferta|chius|viaggio|malat|vakantie|afwezig|vrij\b|\w*verlof|niet\b|gesloten|op reis|ziek|fora\b|ferias"
    r"|licenca|encerrad|viagem|urlop|nie ma|nie bedzie|nieobecn|poza|nieczynn|zamkniet|zwolnieni|wyje|delegacj)"
)
# "Two weeks ago", "one day a week", "every two weeks": no length of an absence.
NO_LENGTH_BEFORE = compiled(
    rf"\b(?:{UNIT}|last|past|previous|letzten|vergangenen|vor|seit|depuis|il y a|hace|da|sinds|od|ostatni\w*|derniere?s|ultim\w+|afgelopen|ha|every"
    r"|alle|tous les|toutes les|cada|ogni|elke|iedere|co|than|notice of)\s$"
)
NO_LENGTH_AFTER = compiled(
    r"^ (?:ago|fa|geleden|temu|atras|earlier|before|notice|vorher|zuvor|avant|antes|prima|in advance|im voraus|each|every)\b"
    rf"|^ (?:an?|per|pro|par|por|alla|na|w|a la|in der|im) (?:{UNIT}|year|jahr|an|ano|anno|jaar|roku)\b"
)
# "Monday to Friday 9-17": hours, no absence.
HOURS_AFTER = compiled(
    rf"^(?:\s?(?:{_UNTIL_WORDS}|{_DASH})\s?{BESIDE_DAY}\.?)?[\s,(:]*(?:(?:from|between|von|zwischen|de|das?|dalle|van|tussen|od|entre|w godz\w*)\.? )?"
    r"\d{1,2}(?:[:.h]\d\d|h\b)?\s?(?:am|uhr|uur|h|hs)?\s?"
    rf"(?:{_DASH}|to|until|bis|a|as|au|alle|tot|do|e|and|y|und|en)\s?\d"
)
DAY_WORDS = compiled(
    rf"\b{WEEKDAY}\b|\b\d{{1,2}}{ORDINAL}\s?{OF}{MONTH}\b|\b{MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?\b|\b\d{{1,2}}[./]\s?\d{{1,2}}\b"
    rf"|\b{TOMORROW}\b|\b{COUNT} {UNIT}\b|\b{NEXT_WEEK}\b|\d{{4}}-\d\d-\d\d|\d{{1,2}}月|\d{{1,2}}{fold('월')}"
    rf"|\b(?:until|till|bis zum|jusqu'au|hasta el|fino al|sino al|tot|ate) (?:the )?\d{{1,2}}\b|\d{{1,2}}-ig\b"
    rf"|\b(?:today|heute|aujourd'hui|hoy|oggi|vandaag|hoje|dzisiaj|dzis|this week|diese woche|cette semaine|esta semana"
    rf"|questa settimana|deze week|w tym tygodniu)\b"
)

_HOUR_UNITS = r"(?! ?(?:am|pm|uhr|uur|h|hs|hrs|o'clock|a\.m|p\.m|godz)\b)"
_NOT_MONTH = rf"(?!\.?\s?{OF}{MONTH}\b)"
_ANY_SHORT = rf"(?:{SHORT_WEEKDAY}|{_TWO_LETTERS})"
# A day in any notation. Which words bind it as a return is asked afterwards.
DAY = compiled(
    rf"(?:\b(?P<weekday>{BESIDE_DAY})\.?,?\s(?:\(|{ARTICLES}))?"
    r"(?:"
    r"(?<!\d)(?P<iso>(?P<y>20\d\d)[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2}))(?!\d)"
    rf"|(?<![\d.,/-])(?P<first>\d{{1,2}}{ORDINAL}\s?(?:{_DASH}|/)\s?)?(?P<day>\d{{1,2}}){ORDINAL}[\s-]?{OF}(?P<month>{MONTH})\b\.?"
    r"(?:,? ?-?(?:de |del )?(?P<year>20\d\d)\b)?"
    rf"|\b(?P<month2>{MONTH})\b\.?\s(?:the )?(?P<span>\d{{1,2}}(?:st|nd|rd|th)?\s?(?:{_DASH}|to|through|thru)\s?)?(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.]\d)"
    rf"(?!\s?{MONTH}\b)(?:,?\s(?P<year2>20\d\d)\b)?"
    r"|(?<!\d)(?:(?P<firstnumber>\d{1,2})\.?\s?[-\u2013\u2014]\s?(?=\d{1,2}[./]\s?\d))?(?P<n1>\d{1,2})(?P<mark>[./-])\s?(?P<n2>\d{1,2})(?:(?P=mark)\s?(?P<year3>20\d\d|\d\d))?(?!\d)"
    r"|(?P<east>(?P<m4>\d{1,2})[月\u110b]\S{0,3}?\s?(?P<d4>\d{1,2})(?:日|\u110b))"
    r")"
    rf"|\b(?P<nextweekday>{NEXT_WEEK},? (?:on |am |op |w )?)?(?P<alone>{WEEKDAY})\b(?P<ofnextweek>,? (?:of |in |in der |de |der |della |w )?{NEXT_WEEK}\b)?"
    rf"(?:,? (?:the |den |dem |de |le |el |il |o |dia )?(?P<dayonly>\d{{1,2}})(?:st|nd|rd|th|\.)?(?![\d:.,/]*\d){_HOUR_UNITS})?"
    rf"|\b(?P<shortday>{SHORT_WEEKDAY})\.?,? (?:the )?(?P<dayshort>\d{{1,2}})(?:st|nd|rd|th|\.)?(?![\d:.,/-]*\d)(?! \d){_NOT_MONTH}{_HOUR_UNITS}"
    rf"|\b(?:(?P<shortrange>{_ANY_SHORT}\.?\s?(?:{_DASH}|{_UNTIL_WORDS})\s?)|(?:until|till|til|thru|through|on|back|next|bis|t/m|tot) (?={SHORT_WEEKDAY}\b)"
    rf"|(?:bis|t/m|tot) (?={_TWO_LETTERS}\b))(?!mar\b)(?P<short>{_ANY_SHORT})\b(?!\.?,? (?:the )?(?:\d|{MONTH}\b))"
    rf"|\b(?P<monthin>{MONTH_IN}[ -])?\b(?P<monthonly>{MONTH})\b(?:\.?,? (?:de |del )?(?P<year4>20\d\d)\b|(?(monthin)(?!\.?\s?\d)|(?!)))"
    rf"|\b(?P<endof>{any_of(END_OF)})\b"
    rf"|\b(?P<count>{COUNT})[ -](?:(?:full|whole|next|ganze|volle|nachsten|kommenden|prochain(?:e?s)|proxim[ao]s|prossim[ei]|hele|komende) )?(?P<unit>{UNIT})\b"
    rf"|\b(?P<length>{any_of(LENGTHS)})\b"
    rf"|\b(?P<near>{any_of(NEAR)})\b"
    rf"|\b(?P<nextweek>{NEXT_WEEK})\b"
    rf"|\b(?:du|vom|del|dal|from the) \d{{1,2}}(?:st|nd|rd|th|\.)? (?:au|bis|bis zum|al|to the|until the) (?P<rangeto>\d{{1,2}})(?:st|nd|rd|th|\.)?"
    rf"(?=[\s,.;!)]|$)(?![.,]\d)(?! \d){_NOT_MONTH}{_HOUR_UNITS}"
    r"|\b(?:the|zum|am|jusqu'au|le|el|al|dia|il|tot) (?P<dayalone>\d{1,2})(?:st|nd|rd|th|\.)?(?=[\s,.;!)]|$)(?![.,]\d)"
    rf"{_NOT_MONTH}{_HOUR_UNITS}(?! ?(?:%|days?|weeks?|months?|tage|jours|dias|giorni)\b)"
)
LENGTH_BEFORE = compiled(
    r"\b(?:in|for|within|next|after|fur|nach|dans|pendant|pour|en|durante|por|tra|fra|per|over|voor|em|za|na|przez|the|about|de"
    r"|nachsten|kommenden|prochain(?:e?s)|proxim[ao]s?|prossim[ie]|komende|najblizsz[ey]|kolejne)[\s(]*$"
)
