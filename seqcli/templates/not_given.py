"""Tells texts that say that a name or a company is not known: `Sin empresa`, `Name unbekannt`, `brak danych`. Pure."""

from seqcli.templates.letters import bare


def _phrases(*texts: str) -> frozenset[str]:
    """Return the phrases in texts, without accents; a phrase has `_` for its blanks."""
    return frozenset(bare(phrase).replace("_", " ") for text in texts for phrase in text.split())


_MISSING = _phrases(
    "no without missing unknown ohne kein keine keinen unbekannter unbekannte fehlender sans pas_de pas_d aucun",
    "aucune sin ningún ninguna no_hay no_tiene no_tengo senza nessun nessuna sem nenhum nenhuma não_tem",
    "não_tenho geen zonder brak bez",
)
_THINGS = _phrases(
    "name first_name last_name full_name contact contact_name contact_person company company_name organization",
    "organisation business employer person details information data namen vorname vornamen nachname nachnamen",
    "firma firmenname firmennamen unternehmen kontakt ansprechpartner ansprechpartnerin kontaktperson angabe",
    "angaben daten nom prénom nom_de_famille entreprise société interlocuteur raison_sociale",
    "précision nombre apellido apellidos empresa compañía contacto razón_social datos especificar",
    "asignar definir nome cognome azienda società ditta impresa contatto referente dati ragione_sociale",
    "informazioni información sobrenome apelido contato dados informação cadastro responsável",
    "identificação naam voornaam achternaam bedrijf bedrijfsnaam organisatie contactpersoon gegevens",
    "nazwa nazwy imię imienia nazwisko nazwiska imienia_i_nazwiska firmy kontaktu danych osoby_kontaktowej",
    "informacji",
)
_UNKNOWN = _phrases(
    "unknown missing not_given not_provided not_known not_available unavailable not_stated not_specified",
    "not_supplied not_applicable unbekannt fehlt nicht_bekannt nicht_angegeben nicht_vorhanden nicht_zutreffend",
    "inconnu inconnue manquant non_renseigné non_renseignée non_communiqué sans_objet desconocido",
    "desconocida no_indicado no_disponible no_aplica pendiente sconosciuto sconosciuta non_indicato mancante",
    "non_applicabile desconhecido desconhecida não_informado não_informada não_se_aplica onbekend",
    "ontbreekt niet_bekend niet_opgegeven niet_van_toepassing nieznana nieznane nie_podano nie_dotyczy",
)
_PAIRS = ((_MISSING, _THINGS), (_THINGS, _UNKNOWN))
#: Each text begins with one of these words, and a text has one of those in front or at the end.
FIRST_WORDS = frozenset(phrase.partition(" ")[0] for phrase in _MISSING | _THINGS | _UNKNOWN)
TELLING_WORDS = frozenset(phrase.partition(" ")[0] for phrase in _MISSING) | frozenset(
    phrase.rpartition(" ")[2] for phrase in _UNKNOWN
)


def says_not_given(text: str) -> bool:
    """Return whether a text says no more than that a name or a company is not known, or that there is none."""
    words = bare(text).replace("'", " ").replace("\u2019", " ").split()
    if " ".join(words) in _UNKNOWN:
        return True
    cuts = range(1, len(words))
    return any(
        " ".join(words[:cut]) in front and " ".join(words[cut:]) in behind
        for cut in cuts
        for front, behind in _PAIRS
    )
