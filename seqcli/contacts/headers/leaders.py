"""Finds the column of who leads a company, `Dirigeant`, `Owner name`: the person to write to, if there is no other."""

from collections.abc import Collection, Sequence

from seqcli.contacts.headers.column_values import agree_with_addresses, are_whole_names, pairs_of
from seqcli.contacts.headers.header_phrases import fold
from seqcli.patterns import compiled

_NAME = r"(?:full name|name|nom(?: et prenom)?|nome|nombre|naam|nazwisko|imie i nazwisko)"
_OF = r"(?: (?:of|of the|du|de la|de l|de|del|della|dell|do|da|des|der|van de|van))?"
#: Their names are those of people at the company.
_LEADERS = (
    r"ceo|founder|managing director|chief executive|gf|geschaftsfuhrer(?: ?in(?:nen)?)?|geschaftsleiter"
    r"|dirigeante?|gerante?|chef d ?entreprise|presidente?|gerente|director general|administrador"
    r"|representante legal|titolare|(?:legale )?rappresentante(?: legale)?|amministratore(?: delegato| unico)?"
    r"|socio(?: gerente)?|socia|directeur|bestuurder|zaakvoerder|prezes"
)
#: In sales lists these are the colleagues to whom a row belongs.
_OWNERS = (
    r"(?:business |company |firm )?owner|(?:geschafts)?inhaber(?: ?in)?|proprietaire|propietari[oa]|proprietari[oa]"
    r"|eigenaar|wlasciciel"
)
_COMPANY = r"(?: (?:der firma|de la empresa|da empresa|dell azienda))?"
_HEADER = compiled(rf"(?:{_NAME}{_OF} )?(?:(?P<leader>{_LEADERS})|(?:{_OWNERS}))(?: {_NAME})?{_COMPANY}")


def find_leader(
    headers: Sequence[str], rows: Collection[Sequence[str]], addresses: Collection[int]
) -> int | None:
    """Return the first column of whole names whose header says that they lead the company.

    Owners are taken only if some stand in the address of their row.
    """
    for place, header in enumerate(headers):
        named = _HEADER.fullmatch(fold(header))
        if named is None:
            continue
        pairs = pairs_of(rows, place, addresses)
        if are_whole_names(pairs) and (named["leader"] or agree_with_addresses(pairs)):
            return place
    return None
