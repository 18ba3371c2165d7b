"""Who has answered another sender: headers and cells of lists kept by hand, in eight languages."""

import csv
import io

import pytest

from seqcli.commands.status_questions import perhaps_notes
from seqcli.contacts import open_contacts
from seqcli.contacts.contact_file import ContactFile
from seqcli.contacts.row_types import MovedRow
from seqcli.contacts.standing.answer_readings import Asks, asks
from seqcli.contacts.standing.campaign_status import StatusColumnFoundError


def read(header: str, *cells: str) -> tuple[list[str], ContactFile]:
    """Return where the people of a column stand, and the file."""
    text = io.StringIO()
    csv.writer(text).writerows(
        [("Email", header), *((f"p{n}@x.example", each) for n, each in enumerate(cells))]
    )
    found: set[int] = set()
    while True:
        file = open_contacts(io.BytesIO(text.getvalue().encode()), status_columns=found)
        try:
            rows = list(file)
        except StatusColumnFoundError as error:
            found.add(error.index)
            continue
        standings = [
            row.standing.status or "unknown" if isinstance(row, MovedRow) else "taken" for row in rows
        ]
        return [str(each) for each in standings], file


ANSWERED = (
    "Hat geantwortet=ja|Antwort erhalten=x|A répondu=oui|Réponse reçue=oui|Ha respondido=Sí|Ha risposto=sì|Respondeu=sim"
    "|Heeft gereageerd=ja|Odpowiedział=tak|Has answered=yes|Antwort am=3.4.2026|Date de réponse=2026-03-01"
    "|Termin vereinbart=ja|RDV pris=oui|Kunde hat geantwortet=ja"
    "|Statut=a répondu|Estado=Respondió|Stato=Ha risposto|Status=odpisał|Kontaktstatus=Geantwortet|Leadstatus=im Gespräch"
    "|Status kontaktu=umówione spotkanie|Statut du contact=RDV pris|Estado del contacto=contestó|Situação=respondeu"
    "|Stato contatto=appuntamento fissato|Status do contato=reunião agendada|Contactstatus=afspraak ingepland"
    "|Status=replied - call booked|Status=in talks|Status=Answered on 12 March|Status=Replied, wants prices"
    "|Status=hat am 3.4. telefonisch geantwortet|Status=rozmowa umówiona na 12.05"
    "|Reaktion=Termin vereinbart|Response=Yes, let's talk next week|Réponse=RDV pris le 12/03|Respuesta=Reunión agendada"
    "|Antwort=ja|Reactie=graag, bel me|Risposta=2026-03-01|Odpowiedź=tak, chętnie|Response=interested"
    "|Ergebnis=Termin vereinbart|Outcome=Meeting booked"
)
OTHERS = (
    "Status=Customer=taken|Status=Lead=taken|Status=New=taken|Status=Working=taken|Status=Qualified=taken"
    "|Kontaktstatus=Kunde=taken|Estado=Jalisco=taken|Stato=Attivo=taken|Statut=Client=taken|Result=Passed=taken"
    "|Client feedback=ok=taken|Reaktion=Nein=taken|Reaktion=-=taken|Antwort erhalten=noch nicht=taken|A répondu=non=taken|Response=pending=taken"
    "|Response time=3=taken|Reply-To=ann@x.example=taken|Keine Antwort=ja=taken|Response=No response=taken"
    "|Status=hat noch nicht geantwortet=finished|Statut=n'a pas répondu=finished|Status=Abwesenheitsnotiz=in progress"
    "|Status=1. Mail gesendet=in progress|Status=noch nicht angeschrieben=new"
)


@pytest.mark.parametrize("line", ANSWERED.split("|"))
def test_who_answered_elsewhere_is_kept_back(line: str) -> None:
    header, _, cell = line.partition("=")
    assert read(header, cell, "")[0] == ["answered", "taken"]


@pytest.mark.parametrize("line", OTHERS.split("|"))
def test_what_is_no_answer_stays_what_it_was(line: str) -> None:
    header, cell, status = line.split("=")
    assert read(header, cell)[0] == [status]


def test_a_text_that_may_be_an_answer_is_told_with_its_header_and_cell() -> None:
    standings, file = read("Reaktion", "Klingt spannend", "", "eher im Herbst", "mal sehen", "vielleicht")
    assert standings == ["taken"] * 5
    [note] = perhaps_notes(file.statuses.perhaps())
    assert (
        '"Reaktion" may say what people answered: "Klingt spannend", "eher im Herbst", "mal sehen"'
        in note.text
    )
    assert note.text.endswith('--map campaign_status="Reaktion"')


def test_beside_a_certain_answer_the_other_texts_are_kept_back_as_well() -> None:
    standings, file = read("Reaktion", "eher im Herbst", "Termin vereinbart", "keine", "")
    assert standings == ["unknown", "answered", "taken", "taken"]
    assert file.statuses.perhaps() == ()


def test_who_is_still_to_be_contacted_is_new_beside_an_answer() -> None:
    assert read("Statut du contact", "a répondu", "à contacter")[0] == ["answered", "new"]
    assert read("Status", "odpisała", "do kontaktu")[0] == ["answered", "new"]


def test_most_results_are_no_answers_also_beside_one() -> None:
    assert read("Outcome", "voicemail", "Meeting booked", "won")[0] == ["taken", "answered", "taken"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Antwortstatus", Asks.STATUS),
        ("Estado", Asks.STATUS_OF_ANYTHING),
        ("Kontaktstatus", Asks.STATUS),
        ("Rückmeldung", Asks.ANSWER),
        ("Antwort auf E-Mail", Asks.ANSWER),
        ("Order status", None),
        ("Project phase", None),
        ("Reply to email", None),
        ("Appointment", None),
        ("Contact", None),
        ("Questions answered", None),
        ("Date", None),
    ],
)
def test_a_header_says_what_its_cells_are(header: str, expected: Asks | None) -> None:
    assert asks(header) is expected
