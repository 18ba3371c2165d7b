"""Whose names and addresses are columns of a form or an order: an attendee's, a buyer's, or somebody else's."""

from enum import StrEnum
from functools import lru_cache

from seqcli.contacts.headers.header_phrases import fold


class Party(StrEnum):
    """Somebody whom a header names beside others. Customers, contacts and people in general are none of these."""

    ATTENDEE = "attendee"
    BUYER = "buyer"
    RECEIVER = "receiver of the goods"
    USER = "user"
    PARENT = "parent"
    LEADER = "who leads the company"


# Beginnings of words, without accents.
_BEGINNINGS = {
    Party.ATTENDEE: (
        "attendee participant invitee registrant guest delegate visitor ticket badge"
        " teilnehm gast gaste besucher invite inscrit visiteur asistente invitad visitante partecipante invitato"
        " ospit huesped hospede"
        " visitatore convidad participante inscrito deelnemer bezoeker uczestni gosc"
    ),
    Party.BUYER: (
        "billing bill invoic buyer purchas payer order rechnung kaufer bestell zahler facturation acheteur payeur"
        " commande factura comprador pagador pedido fatturazione acquirente ordine pagante pagatore fatura cobranca"
        " factuur koper betaler faktur kupujac platnik zamawiajac"
    ),
    Party.RECEIVER: "shipping ship delivery liefer livraison envio spedizione entrega",
    Party.USER: "user",
    Party.PARENT: "parent guardian eltern erziehungsberechtigt tuteur genitore tutor encarregad ouder rodzic",
    Party.LEADER: (
        "ceo founder geschaftsfuhrer gf inhaber dirigeant gerant titolare gerente proprietario propietari eigenaar"
        " wlasciciel prezes owner"
    ),
}
_PARTIES = tuple((party, tuple(words.split())) for party, words in _BEGINNINGS.items())


@lru_cache(maxsize=1024)
def party_of(header: str) -> Party | None:
    """Return whom a header names, or None if it names nobody in particular."""
    words = fold(header).split()
    return next(
        (party for party, beginnings in _PARTIES if any(word.startswith(beginnings) for word in words)), None
    )


def is_of_other(name: str, address: str) -> bool:
    """Return whether a header of names names somebody else than the header of the address does.

    Names without a party may be those of whoever has the address, but for a parent's: they are the child's.
    """
    party, whose = party_of(name), party_of(address)
    return whose is not None and party is not whose and (party is not None or whose is Party.PARENT)
