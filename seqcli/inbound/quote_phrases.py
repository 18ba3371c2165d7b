"""The words above and below a quoted mail, folded (no case, no accents), by language. Tables only."""

# ruff: noqa: RUF001 - each in its own letters

import re

_DATE = r"\b(?!\.)[^\n\d]{0,14}\d[^\n]{3,220}?"  # the date comes early, the author before the verb
ATTRIBUTION = re.compile(
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
    r")"
)
CUT_LINES = re.compile(
    r"-{2,}\s?(?:original message|original appointment|forwarded message|ursprungliche nachricht"
    r"|originalnachricht|weitergeleitete nachricht|message d'origine"
    r"|message original|mensaje original|mensagem original"
    r"|messaggio originale|oorspronkelijk bericht|ursprungligt meddelande|oryginalna wiadomosc"
    r"|wiadomosc oryginalna|original meddelelse)"
    r"|_{10,}\s*$"
    r"|begin forwarded message:"
)
HEADER_BLOCK = re.compile(r"(?:from|von|de|da|van|od|fran|fra|lahettaja|от)\s?:\s?\S")
SIGNATURE = re.compile(
    r"(?:--|—|sent from my |sent from outlook|get outlook for |gesendet von meinem "
    r"|envoye de mon |enviado desde mi |inviato dal? |verzonden vanaf mijn |skickat fran min )"
)
