"""The words above and below a quoted mail, folded (no case, no accents), by language. Tables only."""

# ruff: noqa: RUF001 - each in its own letters

from seqcli.patterns import compiled

_DATE = r"\b(?!\.)[^\n\d]{0,14}\d[^\n]{3,220}?"  # the date comes early, the author before the verb
_MONTH_FIRST = (  # "On Monday, November 30, 2026": the day comes late
    r" (?:mon|tues|wednes|thurs|fri|satur|sun)day, (?:january|february|march|april|may|june|july|august|september"
    r"|october|november|december) \d[^\n]{3,220}?"
)
_WROTE = r"(?:wrote|schrieb|a ecrit|escribio|ha scritto|escreveu|schreef|pisze\S{0,4}|napisal\S{0,4}|skrev)"
_SENT = (
    "sent|date|gesendet|datum|envoye|enviado|fecha|inviato|data|verzonden|enviada|wyslano|skickat|sendt|dato"
)
_ORIGINAL = (
    "original message|original appointment|forwarded message|ursprungliche nachricht|originalnachricht"
    "|weitergeleitete nachricht|message d'origine|message original|mensaje original|mensagem original"
    "|messaggio originale|oorspronkelijk bericht|ursprungligt meddelande|oryginalna wiadomosc"
    "|wiadomosc oryginalna|original meddelelse"
)
ATTRIBUTION = compiled(
    r"(?:^|(?<=\s))(?:"
    rf"on(?:{_DATE}|{_MONTH_FIRST})\bwrote\s?:"
    rf"|(?:am|at){_DATE}\bschrieb\b[^\n:]{{0,120}}:"
    r"|am\b[^\n\d]{0,14}\d[^\n@]{3,120}@[^\n@]{1,80}\bgeschrieben\s?:$"
    rf"|le{_DATE}\ba ecrit\s?:"
    rf"|el{_DATE}\bescribio\s?:"
    rf"|(?:il|in data){_DATE}\bha scritto\s?:"
    rf"|em{_DATE}\bescreveu\s?:"
    rf"|op{_DATE}\bschreef\b[^\n:]{{0,120}}:"
    rf"|op{_DATE}\bhet volgende geschreven\s?:$"
    rf"|(?:w dniu|dnia|pon|wt|sr|czw|pt|sob|niedz){_DATE}\b(?:pisze|napisal)\S{{0,4}}\s?:"
    rf"|den{_DATE}\bskrev\b[^\n:]{{0,120}}:"
    r"|\d[^\n]{5,150}?\bпишет\s?:"
    rf"|(?:[\w.'-]{{1,30}} ){{0,2}}[<(\[][^\s<>]{{1,100}}@[^\s<>]{{3,100}}[>)\]],? {_WROTE}"
    r"(?:\s?:| am\b[^\n\d]{0,14}\d[^\n]{3,50}:$)"
    # the header of our mail, on the line of the answer
    rf"|(?:from|von|de|da|van|od|fran|fra)\s?: ?[^\n]{{3,120}}?\s(?:{_SENT})\s?: "
    rf"|-{{2,}} ?(?:{_ORIGINAL})"
    r")"
)
# A date with its time and nothing else, on a line above "Name <address> wrote:".
DATE_LINE = compiled(
    r"(?:on|am|le|el|op) [\w., ]{3,50}?\d{2,4},?(?: (?:at|um|om|a las|a))?,? \d{1,2}[:.h]\d\d(?::\d\d)?"
    r"(?: ?[ap]\.?m\.?)?(?: uhr)?(?: [a-z]{2,4}(?:[+-]\d{1,4})?)?,?\s*"
)
# What each of these ends with: quick to look for, where a line is no attribution.
ATTRIBUTION_END = compiled(
    rf"(?:{_WROTE}|пишет|geschrieben|geschreven)\s?:|(?:schrieb|schreef|skrev)[^\n:]{{0,120}}:"
    rf"|\s(?:{_SENT})\s?: |(?<!\S)-{{2,}} ?(?:{_ORIGINAL})"
)
# So short that only the marks of a quote right below make it an attribution: a whole line, or the end of one.
SHORT_ATTRIBUTION = compiled(
    r"(?:^|(?<=[.!?)] ))(?:"
    r"on (?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\b[^\n:]{1,80}\bwrote"
    r"|am (?:mo|di|mi|do|fr|sa|so)[a-z]{0,8}\b[^\n:]{0,40}\bschrieb\b[^\n:]{0,40}"
    r"|le (?:lun|mar|mer|jeu|ven|sam|dim)[a-z]{0,5}\b[^\n:]{1,80}\ba ecrit"
    r"|el (?:lun|mar|mie|jue|vie|sab|dom)[a-z]{0,6}\b[^\n:]{1,80}\bescribio"
    r"|op (?:ma|di|wo|do|vr|za|zo)[a-z]{0,7}\b[^\n:]{0,40}\bschreef\b[^\n:]{0,40}"
    r")\s?:$"
)
CUT_LINES = compiled(rf"-{{2,}}\s?(?:{_ORIGINAL})|_{{10,}}\s*$|begin forwarded message:")
HEADER_BLOCK = compiled(r"(?:from|von|de|da|van|od|fran|fra|lahettaja|от)\s?:\s?\S")
SIGNATURE = compiled(
    r"(?:--|—|sent from my |sent from outlook|get outlook for |gesendet von meinem "
    r"|envoye de mon |enviado desde mi |inviato dal? |verzonden vanaf mijn |skickat fran min )"
)
