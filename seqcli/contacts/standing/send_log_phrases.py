"""Headers and words of files that log sends, in eight languages, for `send_logs`. Tables only.

Headers are compared by `header_key`; words are as `fold` makes them.
"""

import re

from seqcli.contacts.headers.header_phrases import header_key
from seqcli.contacts.standing.answer_phrases import inflected, words


def _keys(*names: str) -> frozenset[str]:
    return frozenset(map(header_key, names))


#: Such a column says what became of a mail.
TRACKED = _keys(
    *("delivered at", "failed at", "message id"),
    *("open count", "opens", "opened at", "first opened", "first opened at", "last opened at"),
    *("click count", "clicks", "clicked at", "first clicked", "first clicked at", "last clicked at"),
    *("geöffnet am", "ouvert le", "abierto el", "aperto il", "aberto em", "geopend op", "data otwarcia"),
)
#: Such a column is also found beside tickets and forms.
ABOUT_A_MAIL = _keys(
    *("subject", "email subject", "mail subject", "subject line", "betreff", "objet", "asunto", "oggetto"),
    *("assunto", "onderwerp", "template", "template name", "template id", "email template", "vorlage"),
    *("plantilla", "sjabloon", "szablon"),
    *("campaign", "campaign name", "campaign id", "kampagne", "campagne", "campaña", "campagna", "campanha"),
    *("kampania",),
)
#: Beside one of these, goods or bills were sent.
GOODS = re.compile(
    r"\b(?:orders?|invoices?|tracking|shipp\w+|shipments?|parcels?|paid|payments?|quotes?|sku"
    r"|bestell\w+|auftrags?\w*|rechnung\w*|sendungs?\w*|paket\w*|commandes?|factur\w+|colis|pedidos?|envios?"
    r"|ordin[ei]|fattur\w+|spedizion\w+|encomendas?|faturas?|factu\w+|zamowien\w+|faktur\w*|przesylk\w+)\b"
)
#: Beside one of these, people have sent something to us.
INBOUND = re.compile(
    r"\b(?:message(?! id\b)|nachricht|mensaje|messaggio|mensagem|bericht"
    r"|wiadomosc|enquiry|inquiry|anfrage|question|frage|submission|form)\b"
)
SENT = (
    words(
        "sent delivered clicked gesendet versendet verschickt zugestellt geklickt cliquee clique delivree delivre"
    )
    | inflected("envoye distribue", "", "e")
    | inflected("enviad entregad clicad", "o", "a")
    | inflected("inviat consegnat cliccat", "o", "a")
    | words("entregue verzonden verstuurd afgeleverd bezorgd geklikt wyslano dostarczono kliknieto")
    | inflected("wyslan dostarczon klikniet", "y", "a", "e")
)
#: A ticket may be open as well.
OPENED = words(
    "opened geoffnet ouvert ouverte abierto abierta aperto aperta aberto aberta geopend otwarty otwarta otwarto"
)
#: Nobody knows whether such a mail is tried again.
FAILED = words(
    "failed error errored rejected fehlgeschlagen fehler echoue echouee echec erreur fallido fallida fallito fallita",
    "errore falhou falha erro mislukt fout niepowodzenie blad",
)
