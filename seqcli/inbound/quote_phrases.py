"""The words above and below a quoted mail, folded (no case, no accents), by language. Tables only."""

# ruff: noqa: RUF001 - each in its own letters

from seqcli.patterns import compiled

_DATE = r"\b(?!\.)[^\n\d]{0,14}\d[^\n]{3,220}?"  # the date comes early, the author before the verb
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
    rf"on{_DATE}\bwrote\s?:"
    rf"|(?:am|at){_DATE}\bschrieb\b[^\n:]{{0,120}}:"
    rf"|le{_DATE}\ba ecrit\s?:"
    rf"|el{_DATE}\bescribio\s?:"
    rf"|(?:il|in data){_DATE}\bha scritto\s?:"
    rf"|em{_DATE}\bescreveu\s?:"
    rf"|op{_DATE}\bschreef\b[^\n:]{{0,120}}:"
    rf"|(?:w dniu|dnia|pon|wt|sr|czw|pt|sob|niedz){_DATE}\b(?:pisze|napisal)\S{{0,4}}\s?:"
    rf"|den{_DATE}\bskrev\b[^\n:]{{0,120}}:"
    r"|\d[^\n]{5,150}?\bпишет\s?:"
    rf"|(?:[\w.'-]{{1,30}} ){{0,2}}[<(\[][^\s<>]{{3,100}}@[^\s<>]{{3,100}}[>)\]],? {_WROTE}\s?:"
    # the header of our mail, on the line of the answer
    rf"|(?:from|von|de|da|van|od|fran|fra)\s?: ?[^\n]{{3,120}}?\s(?:{_SENT})\s?: "
    rf"|-{{2,}} ?(?:{_ORIGINAL})"
    r")"
)
# What each of these ends with: quick to look for, where a line is no attribution.
ATTRIBUTION_END = compiled(
    rf"(?:{_WROTE}|пишет)\s?:|(?:schrieb|schreef|skrev)[^\n:]{{0,120}}:"
    rf"|\s(?:{_SENT})\s?: |(?<!\S)-{{2,}} ?(?:{_ORIGINAL})"
)
CUT_LINES = compiled(rf"-{{2,}}\s?(?:{_ORIGINAL})|_{{10,}}\s*$|begin forwarded message:")
HEADER_BLOCK = compiled(r"(?:from|von|de|da|van|od|fran|fra|lahettaja|от)\s?:\s?\S")
SIGNATURE = compiled(
    r"(?:--|—|sent from my |sent from outlook|get outlook for |gesendet von meinem "
    r"|envoye de mon |enviado desde mi |inviato dal? |verzonden vanaf mijn |skickat fran min )"
)
