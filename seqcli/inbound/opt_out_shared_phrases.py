"""Parts that the opt-out patterns of all languages share."""

# ruff: noqa: E501 - a phrase reads best on one line

from seqcli.patterns import compiled

#: Where a clause begins: a border, then perhaps a word that only leads in.
START = (
    r"(?:(?:^|[.!?,;:()\n]|\s[-\u2013\u2014]) ?"
    r"(?:(?:and|so|also|then|but|just|no|ok|und|daher|also|nein|et|donc|alors|non|y|entonces|e|quindi|allora|en|dus|nee|nao|entao|i|wiec|nie) ){0,2})"
)
#: Where a sentence or clause ends, without asking.
END = r"(?: ?(?:$|[.!?,;:()\n]|\s[-\u2013\u2014]))"
#: What people take others out of that is no mail and no list, in several languages: stems.
OTHER_THINGS = (
    r"(?:orders?|invit\w{0,8}|meetings?|calls?|threads?|cc|bcc|loop|calendar|events?|webinar\w?|quotes?|slides?|deck|presenta\w{2,6}|prasentation"
    r"|sheets?|documents?|contracts?|invoices?|tickets?|projects?|channel|chat|group|website|cart|shipment|picture|photo"
    r"|bestell\w{2,6}|angebots?|termins?|besprechung|einladung|runde|gruppe|projekts?|vertrags?|rechnung"
    r"|commande|devis|reunion|invitation|projet|groupe|boucle|contrat|facture"
    r"|pedido|oferta|reunion|proyecto|grupo|copia|contrato|factura|presentacion"
    r"|ordine|preventivo|riunione|progetto|gruppo|contratto|fattura"
    r"|bestelling|offerte|vergadering|uitnodiging|groep|contract|factuur"
    r"|encomenda|orcamento|reuniao|projeto|apresentacao|convite"
    r"|zamowieni\w{1,2}|spotkani\w{1,2}|zaproszeni\w{1,2}|faktur\w{1,2}|umow\w{1,2})\b"
)

#: A request that holds only under a condition, as in our own footer, unless it is about the writer.
CONDITION = compiled(
    r"\b(?:if|when|wenn|falls|sollten|si|se|caso|als|indien|jesli|jezeli|om|hvis|jos|if you'd)\b"
)
ABOUT_ME = compiled(r"\b(?:me|us|my|mich|mir|uns|meine?n?|moi|nous|mon|mes|me|mi|mij|mnie|mig|meg|oss)\b")

#: One or two letters away from a keyword, and the opposite.
OPPOSITES = frozenset(
    [
        "subscribe",
        "subscribed",
        "subscriber",
        "anmelden",
        "anmeldung",
        "aanmelden",
        "aanmelding",
        "bestellen",
        "auftragen",
        "eintragen",
        "inschrijven",
        "inschrijving",
        "inscription",
        "inscripcion",
        "iscrizione",
        "cadastrar",
        "cadastro",
        "wpisz",
        "zapisz",
        "wpisac",
        "remote",
        "removed",
        "removal",
        "remover",
        "starten",
        "reactiver",
    ]
)
