"""Who has answered another sender: headers and cells of lists kept by hand, in eight languages."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from seqcli.commands.status_questions import perhaps_notes
from seqcli.contacts import open_contacts
from seqcli.contacts.contact_file import ContactFile
from seqcli.contacts.row_types import CampaignStatus, LeadRow, MovedRow, RejectedRow
from seqcli.contacts.standing.answer_note_phrases import MAY_TELL, may_stand
from seqcli.contacts.standing.answer_notes import answer_among
from seqcli.contacts.standing.answer_phrases import (
    ANSWER,
    BOOKED,
    CONTACTED,
    FOLLOW_UP,
    MEETINGS_OF_TWO,
    NEGOTIATIONS,
    NO_ANSWER,
    REPLIED,
    SENT,
    TALKS,
    TOLD_OF_US,
)
from seqcli.contacts.standing.answer_readings import Asks, asks, may_be_answer
from seqcli.contacts.standing.campaign_meanings import find_meaning, find_result
from seqcli.contacts.standing.campaign_state_phrases import FOLLOWED_UP, PENDING
from seqcli.contacts.standing.campaign_status import StatusColumnFoundError
from seqcli.contacts.standing.campaign_words import ANSWERED as ANSWERED_WORDS


def read(header: str, *cells: str, mapped: bool = False) -> tuple[list[str], ContactFile]:
    """Return where the people of a column stand, and the file. `mapped`: somebody said that the column tells it."""
    rows, file = read_columns((header,), *((each,) for each in cells), found={1} if mapped else set())
    return [standing(row) for row in rows], file


def read_columns(
    headers: Sequence[str], *lines: Sequence[str], found: set[int] | None = None
) -> tuple[list[LeadRow | RejectedRow], ContactFile]:
    """Return the rows of a file with these columns behind an address, and the file."""
    text = io.StringIO()
    csv.writer(text).writerows(
        [("Email", *headers), *((f"p{n}@x.example", *each) for n, each in enumerate(lines))]
    )
    found = found or set()
    while True:
        file = open_contacts(io.BytesIO(text.getvalue().encode()), status_columns=found)
        try:
            return list(file), file
        except StatusColumnFoundError as error:
            found.add(error.index)


def standing(row: LeadRow | RejectedRow) -> str:
    """Return where the person of a row stands."""
    return str(row.standing.status or "unknown" if isinstance(row, MovedRow) else "taken")


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


KEPT = (
    "Letzter Stand=hat zugesagt, Angebot raus|Stand van zaken=heeft gereageerd, afspraak 3/4"
    "|Stand=hat geantwortet, Rückruf am 3.4.|Suivi=RDV pris le 12/04|Seguimiento=ya respondió"
    "|Outreach=emailed 3 Mar, answered 5 Mar|Next step=Demo booked 4 April|Następny krok=spotkanie umówione na 3.04"
)
TOLD = (
    "COMENTARIOS=ya ha contestado, quiere reunión|Notes=replied|Call notes=already replied, wants a meeting"
    "|Notiz=hat geantwortet|Kommentar=Hat am 3. März geantwortet und will Preise|Uwagi=Klient odpisał na maila i prosi o cennik"
    "|Notes=Met in Berlin. He has already replied to our first mail|Commentaire=a déjà répondu au mail, rappeler"
    "|Comentário=já respondeu, reunião marcada|Opmerking=heeft gisteren gereageerd|Nota=ci ha risposto ieri"
)
SILENT = (
    "Notes=answered the phone|Notes=Not answered|Notes=waiting for an answer|Notes=he never replied"
    "|Notiz=hat nicht geantwortet|Notiz=wartet auf Antwort|Notes=Call scheduled for Monday|Notes=wants a demo"
    "|Notes=we replied to their RFP|Notiz=wir haben geantwortet|Nota=non ha risposto|Nota=ho risposto"
    "|Opmerking=geen antwoord|Opmerking=teruggebeld, geen gehoor|Commentaire=rappelé le 3/4"
    "|Commentaire=n'a pas répondu|Commentaire=en attente de réponse|Comentario=contestó al teléfono"
    "|Uwagi=nie odpisał|Next step=Call planned|Next step=send proposal once he replied|Suivi=RDV à prendre"
    "|Notes=All questions answered|Notes=If she replied, forward to Bob|Notes=replied?|Notes=out of office reply"
    "|Gesprächsergebnis=Rückruf|Resultaat=in gesprek|Stand=Halle 4|Product=already replied"
)


@pytest.mark.parametrize("line", KEPT.split("|"))
def test_how_things_stand_keeps_back_whoever_surely_answered_and_nobody_else(line: str) -> None:
    header, _, cell = line.partition("=")
    assert read(header, cell, "send offer")[0] == ["answered", "taken"]


@pytest.mark.parametrize("line", TOLD.split("|"))
def test_an_answer_in_a_note_is_told_and_kept_back_if_somebody_says_so(line: str) -> None:
    header, _, cell = line.partition("=")
    standings, file = read(header, cell, "met at the fair")
    assert standings == ["taken"] * 2
    assert [each.texts for each in file.statuses.perhaps()] == [(cell,)]
    assert read(header, cell, "met at the fair", mapped=True)[0] == ["answered", "taken"]


@pytest.mark.parametrize("line", SILENT.split("|"))
def test_other_notes_say_nothing(line: str) -> None:
    header, _, cell = line.partition("=")
    standings, file = read(header, cell)
    assert (standings, file.statuses.perhaps()) == (["taken"], ())


NOTES = (Path(__file__).parent / "samples" / "answer_notes.txt").read_text(encoding="utf-8").splitlines()


def test_notes_of_salespeople_say_what_their_owners_mean() -> None:
    wrong = []
    for line in NOTES[1:]:
        truth, header, cell = line.split("~")
        [found], file = read(header, cell)
        if found == "taken":
            found = "told" if file.statuses.perhaps() else "silent"
        if found != truth:
            wrong.append(f"{line}: {found}")
    assert wrong == []


ELSEWHERE = [
    line
    for name in ("standing_elsewhere", "standing_elsewhere_2")
    for line in (Path(__file__).parent / "samples" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("line", [line for line in ELSEWHERE if line[0] != "#"])
def test_columns_of_campaigns_and_of_mails_that_went_out_say_what_their_owners_mean(line: str) -> None:
    header, *pairs = line.split("~")
    cells, truths = zip(*(pair.rpartition("=")[::2] for pair in pairs), strict=True)
    standings, file = read(header, *cells)
    if "unread" in truths:
        assert (standings, file.statuses.words(), file.statuses.perhaps()) == (["taken"] * len(cells), (), ())
        return
    found = ["imported" if each in {"taken", "new"} else each for each in standings]
    assert found == list(truths)


STARTED = (
    "Statut campagne=Terminée=finished|Estado campaña=En curso=in progress|Stato campagna=Completata=finished"
    "|Status kampanii=Zakończona=finished|Cadência=Finalizada=finished|Kampagnenstatus=Abgeschlossen=finished"
    "|Campagne status=Afgerond=finished|Status=Mtg booked 4/12=answered|Fase=In trattativa=answered"
    "|Stand van zaken=in gesprek=answered|Bearbeitungsstand=in Bearbeitung=in progress|Kontaktstatus=abgeschlossen=finished"
    "|Étape=Relance 2 envoyée=in progress|Email Sent=2025-03-01 10:22:41=in progress|Mail sent=3 March=in progress"
    "|E-Mail gesendet am=1.3.2025=in progress|Contacted?=yes=in progress|Contacted?=yes, waiting for reply=in progress"
    "|Kontaktiert=ja=in progress|Contacté=oui=in progress|Angeschrieben am=12.03.2025=in progress"
    "|Já contactado?=Sim, 3/3=in progress|Nachfassen=Hat sich schon gemeldet, Termin 12.05.=answered"
    "|Nachfassen=Hat sich gemeldet=answered|Nachfassen=Termin 12.05.=answered|1. Mail am=2.2.2026=in progress"
    "|Contacted=yes, replied 3 May=answered|Kontaktiert=2x=in progress|Emails sent=3=in progress"
    "|Outreach=waiting for reply=in progress|Suivi=relancée deux fois=in progress|Sequence step=2=in progress"
    "|Kontaktiert=angemailt am 3.4.=in progress|Status=Antwort ausstehend=in progress|Follow-up=2nd email sent=in progress"
)
NEW = (
    "Mai contattato|Untouched|Fresh lead|unbearbeitet|Pendiente de envío|Novo lead|Nunca contactado|Nunca contatado"
    "|Nooit benaderd|nigdy nie kontaktowano|Nobody has written yet|to be emailed|noch niemand angeschrieben|sin iniciar"
)
NOT_WRITTEN = (
    "Contacted?=no|Contacted?=not yet|Kontaktiert=noch nicht|Email sent=0|Email sent=1970-01-01|Já contactado?=0/3"
    "|Contacted by=Nora|Last contacted=2026-03-01|Last email sent=2026-03-01|Letzte Mail gesendet am=1.3.2026"
    "|May be contacted=yes|Darf kontaktiert werden=ja|E-Mail-Versand=ja|Sent from email=ann1@x.example"
    "|Confirmation email sent=yes|Last activity=email sent|Letzte Aktivität=Mail verschickt|Email date=2026-03-01"
    "|Campaign=Follow-up 2|Campaign=Active customers|Campaign=Demo|Sequence step=0|Status=Abgeschlossen|Status=Aktiv"
    "|Phase=Negotiation|Kundenstatus=Abgeschlossen|Contact status=Active|Suivi=relance le 12/04|Next step=Call 12.5."
    "|Status=contact in May|Status=in contact|Status=invoice sent"
)


@pytest.mark.parametrize("line", STARTED.split("|"))
def test_who_was_written_to_elsewhere_is_kept_back(line: str) -> None:
    header, cell, truth = line.split("=")
    assert read(header, cell, "")[0] == [truth, "taken"]


@pytest.mark.parametrize("cell", NEW.split("|"))
def test_whom_nobody_has_written_to_is_new(cell: str) -> None:
    assert read("Campaign status", cell)[0] == ["new"]
    assert read("Stage", "replied", cell)[0] == ["answered", "new"]


@pytest.mark.parametrize("line", NOT_WRITTEN.split("|"))
def test_what_says_nothing_of_a_mail_that_went_out_stays_what_it_was(line: str) -> None:
    header, cell = line.split("=")
    standings, file = read(header, cell)
    assert (standings, file.statuses.perhaps()) == (["taken"], ())


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("contacté en mai", CampaignStatus.STARTED),
        ("im Mai kontaktiert", CampaignStatus.STARTED),
        ("non ancora mai contattata", CampaignStatus.NEW),
        ("nicht kontaktieren", CampaignStatus.OPTED_OUT),
        ("no contactar", CampaignStatus.OPTED_OUT),
        ("inaktiv", None),
        ("not followed up", None),
        ("Step 3 of 7", CampaignStatus.STARTED),
        ("nicht abgeschlossen", CampaignStatus.STARTED),
        ("nicht pausiert", None),
        ("relance", None),
    ],
)
def test_words_of_a_campaign_are_read_one_by_one(cell: str, status: CampaignStatus | None) -> None:
    assert find_meaning("Campaign status", cell).status is status


NTH = (
    "1er mail|Premier mail|Date du 1er mail|1er mail envoy\u00e9|Relance 1|1. Mail|Erste Mail am|Mail 1 verschickt am|1st email"
    "|1st email sent|Prima mail|Primer correo|Primeiro e-mail|Eerste mail|Pierwszy mail|Touch 2|Follow-up 1|2. Nachfassmail"
    "|Sollecito 1|Seguimento 2|2e herinnering|1. Mail am|Reminder 2 sent on"
)


@pytest.mark.parametrize("header", NTH.split("|"))
def test_who_got_one_of_several_mails_is_kept_back(header: str) -> None:
    standings, file = read(
        header, "03/03/2026", "x", "", "0", "-", "nein", "ann@x.example", "Hi Ann, nice talk"
    )
    assert standings == ["in progress"] * 2 + ["taken"] * 6
    assert file.statuses.perhaps() == ()
    assert read(header, "a r\u00e9pondu", "")[0] == ["answered", "taken"]


@pytest.mark.parametrize(
    "header", ["Step 1", "Last email", "Email 1 subject", "Rappel 1", "Date 1", "Email", "First name"]
)
def test_other_headers_with_numbers_tell_of_no_mail(header: str) -> None:
    assert read(header, "03/03/2026", "x")[0] == ["taken"] * 2


def test_a_note_below_one_of_several_mails_is_told_and_its_option_keeps_it_back() -> None:
    cells = ("03/03/2026", "he has replied and wants a demo soon", "met in Ulm")
    standings, file = read("Mail 2", *cells)
    assert standings == ["in progress", "taken", "taken"]
    assert [each.texts for each in file.statuses.perhaps()] == [cells[1:2]]
    assert read("Mail 2", *cells, mapped=True)[0] == ["in progress", "answered", "taken"]


SHARED = (
    "Note~Ne souhaite pas \u00eatre recontact\u00e9=opted out~RDV pris le 20/10 avec Paul=answered"
    "~deux relances envoy\u00e9es=in progress|Contacted?~yes=in progress~yes, replied 3 May=answered~2x=in progress"
    "|Sequence step~2=in progress~replied=answered~3=in progress"
)


@pytest.mark.parametrize("line", SHARED.split("|"))
def test_each_cell_has_its_own_meaning_where_all_share_a_name(line: str) -> None:
    header, *pairs = line.split("~")
    for ordered in (pairs, pairs[::-1]):
        cells, truths = zip(*(pair.split("=") for pair in ordered), strict=True)
        standings, file = read(header, *cells, mapped=header == "Note")
        assert standings == ["taken" if each == "opted out" else each for each in truths]
        found = {each.status: (each.word[0], each.count) for each in file.statuses.words()}
        assert found == {truth: ("(", count) for truth, count in Counter(truths).items()}


def test_a_mail_that_went_out_yields_to_a_status_that_says_more() -> None:
    text = "Email,Status,Email Sent\na@x.example,Unresponsive,yes\nb@x.example,To contact,yes\n"
    rows = list(open_contacts(io.BytesIO(text.encode()), status_columns={1}))
    assert [row.standing.status for row in rows if isinstance(row, MovedRow)] == ["finished", "in progress"]


def test_every_cell_that_tells_of_a_mail_passes_the_quick_test() -> None:
    tables = (CONTACTED, SENT, FOLLOWED_UP, FOLLOW_UP, TALKS, NEGOTIATIONS, MEETINGS_OF_TWO, PENDING)
    words = frozenset[str]().union(*tables) - {"vous"}
    assert {word for word in words if not may_stand(word)} == set()
    for accented in (
        "relanc\u00e9",
        "r\u00e9union 3/4",
        "\u00e9crit",
        "d\u00e9march\u00e9",
        "en n\u00e9gociation",
        "wys\u0142ano",
    ):
        assert may_stand(accented)


def test_of_a_long_note_the_words_that_tell_of_an_answer_are_shown() -> None:
    _, file = read("Notes", "met at the fair in Ulm " * 20 + ", he has replied and wants prices")
    assert file.statuses.perhaps()[0].texts == ("… he has replied",)


def test_every_note_that_tells_of_an_answer_passes_the_quick_test() -> None:
    for line in (*KEPT.split("|"), *TOLD.split("|")):
        cell = line.partition("=")[2]
        assert MAY_TELL(cell.lower())
        assert answer_among(cell)
    words = (REPLIED | ANSWER | BOOKED) - TOLD_OF_US - NO_ANSWER
    assert {word for word in words if not MAY_TELL(word)} == {
        "cale",
        "calee",
    }  # mostly written with an accent
    assert MAY_TELL("rdv cal\u00e9")


def test_beside_a_certain_answer_the_other_texts_are_kept_back_as_well() -> None:
    standings, file = read("Reaktion", "eher im Herbst", "Termin vereinbart", "keine", "")
    assert standings == ["unknown", "answered", "taken", "taken"]
    assert file.statuses.perhaps() == ()


def test_who_is_still_to_be_contacted_is_new_beside_an_answer() -> None:
    assert read("Statut du contact", "a répondu", "à contacter")[0] == ["answered", "new"]
    assert read("Status", "odpisała", "do kontaktu")[0] == ["answered", "new"]
    for word in ("offen", "noch offen", "nog benaderen", "da contattare", "por contactar", "à contacter"):
        assert read("Outreach status", word)[0] == ["new"]


@pytest.mark.parametrize(
    "line",
    [
        *(
            "Estatus del lead=Negociaci\u00f3n=Leads entrantes",
            "Lead Status=Negotiation/Review=Incoming leads",
        ),
        *(
            "Etapa del lead=Negociando=Nuevo",
            "Leadstatus=In Verhandlung=Neu",
            "Statut du lead=N\u00e9gociations=Nouveau",
        ),
        *(
            "Stato del lead=Trattativa=Nuovo",
            "Status do lead=Negocia\u00e7\u00e3o=Novo",
            "Leadstatus=Onderhandeling=Nieuw",
        ),
        "Status leada=Negocjacje=Nowy",
    ],
)
def test_a_lead_that_negotiates_has_answered(line: str) -> None:
    header, *cells = line.split("=")
    assert read(header, *cells)[0] == ["answered", "new"]
    assert read("Deal stage", cells[0])[0] == ["taken"]


def test_most_results_are_no_answers_also_beside_one() -> None:
    assert read("Outcome", "voicemail", "Meeting booked", "won")[0] == ["taken", "answered", "taken"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Antwortstatus", Asks.STATUS),
        ("Estado", Asks.STATUS_OF_ANYTHING),
        ("Kontaktstatus", Asks.CONTACT),
        ("Rückmeldung", Asks.ANSWER),
        ("Antwort auf E-Mail", Asks.ANSWER),
        ("Status kampanii", Asks.CAMPAIGN),
        ("Cadência", Asks.CAMPAIGN_OR_STATUS),
        ("Sequenzschritt", Asks.STEP),
        ("Estado del lead", Asks.LEAD),
        ("Date d'envoi du mail", Asks.WRITTEN),
        ("Campaign name", None),
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


def test_a_long_text_that_tells_of_an_answer_passes_the_quick_test() -> None:
    behind = "they want prices for about forty vans in the spring of next year"
    words = [line.partition("  ")[0].rpartition(": ")[2] for line in ANSWERED_WORDS.strip().splitlines()]
    cells = [f"{word}{between}{behind}" for word in words for between in (": ", " - ", ", ")]
    cells += [line.partition("=")[2] for line in f"{ANSWERED}|{KEPT}".split("|")]
    told = [cell for cell in cells if find_result("Outcome", cell) is not None]
    assert len(told) > len(words)
    assert all(map(may_be_answer, told))
