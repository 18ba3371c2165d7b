"""How exporters name columns of opt-outs, in many languages, and what they write into them. Tables only."""

import re
import unicodedata

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NO_WORD = re.compile(r"[\W_]+")
_SPELT = str.maketrans({"'": "", "\u2019": "", "\u0142": "l", "\u0141": "l", "\u0131": "i"})


def header_key(text: str) -> str:
    """Return a header without case, accents, blanks and punctuation, for comparison."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if char.isalnum())


def fold(text: str) -> str:
    """Return the words of a text in lower case, without accents and signs, one blank between them."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in text if not unicodedata.combining(char))
    return _NO_WORD.sub(" ", _CAMEL.sub(" ", text).translate(_SPELT).casefold()).strip()


def _keys(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(header_key(name) for name in names))


# One language's first name is another's last or full name; a partner column in the file decides.
PARTNERS = {"nom": "first_name", "nome": "last_name", "nombre": "last_name", "name": "", "account": ""}

FLAG_KEYS = frozenset(
    _keys(
        *("email opt out", "email opted out", "opt out", "opted out", "has opted out of email", "opt-out"),
        *("do not contact", "do not email", "do not mail", "dnc", "no contact", "do not contact flag"),
        *("unsubscribed", "unsubscribe", "is unsubscribed", "globally unsubscribed"),
        *("unsubscribed from email", "unsubscribed from all email", "unsubscribed from all emails"),
        *("email unsubscribed", "opt_out", "unsub time", "unsubscribed at", "unsubscribe date"),
        *("unsubscribed on", "unsubscribed date", "opted out at", "opt-out date", "opted out date"),
        *("unsub reason", "clean time", "date unsubscribed", "bounced", "email bounced", "has bounced"),
        *("hard bounced", "is bounced", "bounced at", "bounce date", "email hard bounce reason"),
        *("email bounced reason", "email bounced date", "invalid email address", "email blocklisted"),
        *("email blacklist", "email blocklist", "blacklist", "blocklist", "email suppressed"),
        *("email suppressions", "email suppression reason", "email complained", "unsubscribed time"),
        *("unsubscribe time", "unsubscribed from emails", "unsubscribe reason", "opt out of email"),
        *("opted out of email", "has opted out", "opt out date", "spam complaint", "blacklisted"),
        *("blocklisted", "suppressed", "is suppressed", "complained", "email blacklisted", "abgemeldet"),
        *("nicht kontaktieren", "désabonné", "désinscrit", "ne pas contacter", "dado de baja"),
        *("abgemeldet am", "abmeldedatum", "newsletter abgemeldet", "werbesperre", "kontaktsperre"),
        *("désinscrit le", "désabonné le", "date de désinscription", "date de désabonnement", "baja"),
        *("fecha de baja", "fecha baja", "is opted out", "unsub", "global unsubscribe", "emails blacklisted"),
        *("email invalid", "email is invalid", "do not send", "do not send email", "suppression reason"),
        *("no contactar", "disiscritto", "non contattare", "descadastrado", "uitgeschreven"),
    )
)
SUBSCRIBED_KEYS = frozenset(_keys("subscribed", "is subscribed", "email subscribed"))
STATUS_KEYS = frozenset(
    _keys(
        *("status", "email status", "subscription status", "subscriber status", "contact status"),
        *("lead status", "last state", "marketing status", "member status", "email marketing status"),
        *("marketing contact status", "statut", "verification status"),
        *("email verification", "validation status", "email subscription status"),
        *("marketing email status", "mailing status", "newsletter status", "list status", "prospect status"),
        *("stage", "contact stage", "email address status", "zb status"),
    )
)
#: How spreadsheets write booleans, by language.
_BOOLEANS = (
    *(
        ("wahr", "falsch"),
        ("vrai", "faux"),
        ("vero", "falso"),
        ("verdadero", "falso"),
        ("verdadeiro", "falso"),
    ),
    *(("waar", "onwaar"), ("prawda", "fałsz"), ("sann", "falskt"), ("sant", "usann"), ("sand", "falsk")),
    *(
        ("tosi", "epätosi"),
        ("pravda", "nepravda"),
        ("doğru", "yanl\u0131\u015f"),
        ("adevărat", "fals"),
        ("igaz", "hamis"),
    ),
    *(("истина", "ложь"), ("αληθης", "ψευδης"), ("tõene", "väär"), ("resnično", "neresnično")),
    *(("真", "假"), ("真", "偽"), ("veritable", "fals"), ("cert", "fals"), ("истина", "неистина")),
)
_TRUE = frozenset(header_key(yes) for yes, _ in _BOOLEANS)
_FALSE = frozenset((*(header_key(no) for _, no in _BOOLEANS), "falsz", "yanlis", "usant", "いいえ"))
NO_WORDS = frozenset(
    {
        *("", "0", "no", "n", "false", "f", "off", "none", "null", "na", "nein", "non", "nee", "nao", "nie"),
        *(
            *("nej", "ei", "ne", "hayir", "hay\u0131r", "nem", "nu", "\u3044\u3044\u3048"),
            "falsch",
            "falso",
            "faux",
            "нет",
            "否",
            "unchecked",
            "notchecked",
            "brak",
            "geen",
            "keine",
            "keiner",
            "ninguno",
        ),
        *_FALSE,
    }
)
YES_WORDS = frozenset(
    {
        *("yes", "y", "true", "t", "1", "10", "x", "on", "ja", "j", "wahr", "oui", "vrai", "si", "sim"),
        *("tak", "ano", "kylla", "evet", "igen", "\u306f\u3044"),
        *("да", "是", "checked", "optedout", "out", "s"),
        *_TRUE,
    }
)
# In a column of opt-outs: this person still gets mail. A date may follow.
IN_WORDS = frozenset(
    {
        *("subscribed", "resubscribed", "stillsubscribed", "currentlysubscribed", "active"),
        *("optedin", "optin", "optedbackin", "notoptedout", "notoptout", "neveroptedout", "notunsubscribed"),
        *("neverunsubscribed", "notsuppressed", "notblacklisted", "notblocklisted", "notbounced", "nobounce"),
        *("neverbounced", "notcomplained", "notset", "notspecified", "allow", "allowed", "zulassen"),
        *("autoriser", "permitir", "permettre", "consenti", "consentire", "toestaan", "zezwalaj", "zezwol"),
        *("erlaubt", "nosubscribed", "falsesubscribed", "nooptedin", "nostillsubscribed"),
        *("nonotunsubscribed", "clean", "ok", "good", "valid", "deliverable", "delivered", "passed", "safe"),
        *(
            "notlisted",
            "notfound",
            "notblocked",
            "noissues",
            "nofound",
            "marketable",
            "nothing",
            "clear",
            "negative",
            "unlisted",
            "free",
        ),
    }
)
# Punctuation that means no, or nothing; every other sign, such as a check mark, means yes.
NO_SIGNS = frozenset(" \t\r\n\u00a0-\u2013\u2014_.,[](){}\"'\u2610")
CHECK_MARKS = frozenset("\u2713\u2714\u2611\u2705")
CROSSES = frozenset("\u2717\u2718\u274c\u2715\u2716\u2610\u00d7")
