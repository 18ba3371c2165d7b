"""What the columns of a contact file become, by the words of their headers."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest

from seqcli.contacts import ColumnRole, LeadRow, NoAddressColumnError, RejectedRow, open_contacts
from seqcli.contacts.columns import ColumnPlan
from seqcli.contacts.headers.column_phrases import Word, words_by_kind
from seqcli.contacts.headers.header_list import count_people_columns
from seqcli.contacts.headers.header_roles import Rank, read_header
from seqcli.contacts.headers.header_words import may_name_address
from seqcli.contacts.row_types import REJECT_COLUMNS


def roles(*headers: str) -> dict[str, str]:
    """Return the role of each column of a file, by its header."""
    return {each.header: each.role.value for each in ColumnPlan("", headers).plan({}, ())}


def taken_for(header: str) -> str:
    """Return the role of a column beside an address, as the list of vendors' headers has it."""
    meaning = read_header(header)
    if meaning is not None:
        return _OF_ADDRESSES.get((meaning.role, meaning.rank), meaning.role.value)
    column = ColumnPlan("", ("Email", header)).plan({}, ())[1]
    if column.role is ColumnRole.OPT_OUT:
        return "status" if column.field else "opt_out"
    return "none" if column.role is ColumnRole.FIELD else column.role.value


_OF_ADDRESSES = {
    (ColumnRole.EMAIL, Rank.COMPANY): "company_email",
    (ColumnRole.EMAIL, Rank.BESIDE): "beside_email",
}


def vendors() -> dict[str, dict[str, str]]:
    """Return what each header of each source means. `beside_email` is a buyer's or a user's address."""
    found: dict[str, dict[str, str]] = {}
    path = Path(__file__).parent / "samples" / "vendor_headers.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file, delimiter=";"):
            found.setdefault(line["source"], {})[line["header"]] = line["role"]
    return found


VENDORS = vendors()


def rows(header: Sequence[str], *cells: Sequence[str]) -> list[LeadRow | RejectedRow]:
    """Return the rows of a file."""
    text = io.StringIO()
    csv.writer(text).writerows([header, *cells])
    with open_contacts(io.BytesIO(text.getvalue().encode())) as file:
        return list(file)


def leads(header: Sequence[str], *cells: Sequence[str]) -> list[LeadRow]:
    """Return the leads of a file."""
    return [row for row in rows(header, *cells) if isinstance(row, LeadRow)]


KNOWN = {
    "email": (
        "Work Email #1|contact_email|Attendee Email|E-Mail (geschäftlich)|Person: Email|Kontakt-E-Mail|leadEmail"
        "|leademail|Wie lautet Ihre E-Mail-Adresse?|What is your work email address?|E-mail 1 - Value"
        "|Adresse e-mail professionnelle|Correo electrónico del contacto|E-mail del contatto|E-mail do contato"
        "|E-mailadres contactpersoon|Adres e-mail klienta|客户邮箱|電子郵件地址|メールアドレス|Emails"
        "|Your best email (required)|properties.email|Email__c|Email ID|Recipient|Company Contact Email|Billing Email|User Email"
        "|School contact email|Email de l\u2019agence|E-Mail-Adr."
    ),
    "other_email": (
        "Alternate Email 1|Email 2|Contact Email 2|E-mail 2 - Value|E-Mail (privat)|Home Email"
        "|E-mail personnel|Correo personal|E-mail personale|Tertiary Email|E-Mail 2: Adresse"
    ),
    "first_name": (
        "Invitee First Name|First Name*|first_name (required)|What is your first name?|Billing First Name"
        "|properties.firstname|Name (First)|Vorname Ansprechpartner|Vorname (Pflichtfeld)|Prénom du contact"
        "|Quel est votre prénom ?|Contact Vorname|Voornaam|Imię|Primeiro nome|Nombre de pila|Preferred name"
        "|Preferred First Name|1. First name|Contact: First Name|firstName|Cleaned First Name"
        "|FRSTNAME|f_name|vname|prenom_contact|What should we call you?|Wie dürfen wir Sie nennen?|Jak masz na imię?"
    ),
    "last_name": (
        "Invitee Last Name|Name - Last|Nachname Ansprechpartner|Nom de famille|Apellidos del contacto"
        "|Cognome del referente|Sobrenome|Nazwisko klienta|Achternaam contactpersoon|Billing Last Name|LNAME|nname|Apellido paterno"
    ),
    "full_name": (
        "Your full name|Customer Name|lead_name|1. Your name|Name des Ansprechpartners|Ansprechpartner"
        "|Kundenname|Vor- und Nachname|Nom complet|Nom Prénom|Nombre y apellidos|Nome e cognome"
        "|Imię i nazwisko|Naam contactpersoon|联系人姓名|お名前|Company Contact Name|Last, First|Nom du contact"
        "|First & Last Name|Primary Contact|Full Name of contact|¿Cómo te llamas?|Comment vous appelez-vous ?"
        "|Wie heißen Sie?|Come ti chiami?|Hoe heet je?|Jak się nazywasz?|Como você se chama?|Who are you?"
        "|School contact name|Hotel guest name|Naam en voornaam|Ansprechpartner (m/w/d)|cust_name|kd_name"
    ),
    "company": (
        "Accounts|Ragione sociale|公司名称|Lead > Company|Company Name for Emails|Nom de l'entreprise"
        "|Nom de l\u2019entreprise|Name der Firma|Firmenname|Nome dell'azienda|Nombre de la empresa|Razón social"
        "|Nome da empresa|Naam bedrijf|Nazwa firmy|会社名|Contact Company Name|Person - Organization"
        "|Organization 1 - Name|Account Name: Account Name|Billing Address Company|Employer|Your company|Full name of company|Company full name"
        "|Company name (if applicable)|Name (Adressattyp Unternehmen)|Associated Company|Where do you work?"
        "|Who do you work for?|Per quale azienda lavori?|Dove lavori?|Waar werk je?|¿Cómo se llama tu empresa?"
        "|Hoe heet je bedrijf?|What is your company called?|Dla jakiej firmy pracujesz?|Société participant"
        "|School Name|Name des Vereins|Nom de l\u2019agence|Nombre del hotel|Nome da escola|Nome della clinica"
        "|Winkelnaam|Nazwa sklepu|Praxisname|Company / School|Business/Restaurant Name|Law Firm|comp_name"
    ),
}


@pytest.mark.parametrize(
    ("header", "expected"),
    [(header, role) for role, headers in KNOWN.items() for header in headers.split("|")],
)
def test_a_header_is_known_by_its_words(header: str, expected: str) -> None:
    meaning = read_header(header)
    assert meaning is not None
    assert meaning.role.value == expected
    assert may_name_address(("x", header)) or "email" not in expected


UNKNOWN = (
    "Where do you live?|Who should we contact?|What do you do?|Company employees|Kontakt per E-Mail|Ticket name|"
    "Son name|Email Reach|Record ID|Full Name - Title"
    "|Owner Email|Account Owner|Contact owner|Assigned to|Rep name|Created by|Manager name|Assistant email"
    "|Referrer email|Sender email|Sender name|From email|From name|Spouse name|Emergency contact|Mother's name"
    "|User name|username|User Name (login)|Login|Campaign name|List name|Event name|Product name|File name"
    "|Domain name|Host name|hostname|filename|Company ID|Company size|Company phone|Company LinkedIn Url"
    "|Company Address|Company City|Company Domain|Company Website|Name pronunciation|Name prefix|Name suffix"
    "|Former company|Previous employer|Parent company|Email status|Email confidence|Email verified|Email sent"
    "|Last emailed|Email template|Email owner|Email domain|Email subject|Email opens|Middle name|Maiden name"
    "|Birth name|Nickname|Additional Name|Last contact|Last contacted|First contact|Last Email|First Email"
    "|Contact 2 Email|Contact 2 First Name|Kontaktquelle|Family|Given|Deal name|Deal - Title|Opportunity Name|Person 2 Name|Name 1|Name2|Customer|Client|Kunde|Lead|Account ID"
    "|Contact ID|E-mail Display Name|E-mail 1 - Type|ad_name|adset_name|form_name|Billing address|Mailing address"
    "|Contact address|Personal|Work|Primary|Home|Business|First Company|Legal name|Contact owner email"
    "|Lead source|Lead status|Full|Value|Direct|Office|Professional|General|Organization Title|Project name"
    "|Job title|City|Country|Deal name|Opportunity name|Group name|School district|School|Hotel|Brand|Name L|Shop customer name|E-mail 1 - Label|Bank name|Street name"
    "|Kontoinhaber|Sachbearbeiter|Zuständig|Betreuer|Propriétaire|Propietario del contacto|Nom de la campagne"
    "|Nombre del evento|Nome do produto|Bezeichnung Artikel|Nazwa produktu|Naam campagne|Ad name|Page name"
    "|Notify email|Reply-to email|CC email|BCC email|Support email|Employee count|Number of contacts"
)


@pytest.mark.parametrize("header", UNKNOWN.split("|"))
def test_a_header_with_another_word_has_no_role(header: str) -> None:
    assert read_header(header) is None


def test_a_word_has_one_meaning() -> None:
    phrases = [phrase for each in words_by_kind().values() for phrase in each]
    assert sorted(phrases) == sorted(set(phrases))
    assert set(words_by_kind()) == set(Word)


def test_a_person_is_greeted_at_an_address_of_their_own() -> None:
    for own in ("Email", "Personal Email", "Contact Email", "Alternate Email 1"):
        header = ("Company Email", own, "First Name")
        found = roles(*header)
        assert found["Company Email"] == "field"
        assert found[own] == "email"
        [row] = rows(header, ("info@acme.example", "ann@acme.example", "Ann"))
        assert isinstance(row, LeadRow)
        assert row.address == "ann@acme.example"
        assert row.fields["company_email"] == "info@acme.example"
    [row] = rows(("Company Email", "Email"), ("info@acme.example", ""))
    assert isinstance(row, RejectedRow)


def test_an_address_of_the_company_is_taken_if_there_is_no_other_and_told() -> None:
    columns = ColumnPlan("", ("Office email", "First Name")).plan({}, ())
    assert (columns[0].role, columns[0].doubtful) == (
        "email",
        "an address of the company, not of the person",
    )
    both = roles("Firmen-E-Mail", "E-Mail Firma", "Vorname")
    assert both == {"Firmen-E-Mail": "email", "E-Mail Firma": "other_email", "Vorname": "first_name"}


def test_whoever_opts_out_is_known_by_the_address_of_the_company_too() -> None:
    header = ("Email", "Company Email", "Unsubscribed")
    [row] = rows(header, ("ann@acme.example", "info@acme.example", "yes"))
    assert set(row.also) == {"ann@acme.example", "info@acme.example"}


def test_the_address_of_a_buyer_or_a_user_is_not_that_of_a_contact() -> None:
    header = ("User Email", "Invitee Email", "Invitee First Name")
    assert roles(*header)["Invitee Email"] == "email"
    [row] = rows(header, ("bo@our.example", "", "Ann"))
    assert isinstance(row, RejectedRow)
    assert roles("Billing Email", "Company Email") == {"Billing Email": "email", "Company Email": "field"}


OF_ATTENDEES = (
    "E-mail,Attendee name,Attendee email|E-Mail,Teilnehmername,Teilnehmer-E-Mail"
    "|E-mail,Prénom du participant,E-mail du participant|E-mail,Nombre del asistente,Correo del asistente"
    "|E-mail,Nome do participante,E-mail do participante|E-mail,Nome partecipante,E-mail partecipante"
    "|E-mail,Naam deelnemer,E-mail deelnemer|E-mail,Imię uczestnika,E-mail uczestnika"
    "|Order Email,Ticket First Name,Ticket Email|Main email,Guest name,Guest email"
    "|Customer Email,Recipient Name,Recipient Email|E-mail,Naam bezoeker,E-mail bezoeker"
)


@pytest.mark.parametrize("headers", OF_ATTENDEES.split("|"))
def test_whoever_has_the_name_is_written_to_at_their_own_address(headers: str) -> None:
    other, _, own = header = headers.split(",")
    for order in (header, header[::-1]):
        found = ColumnPlan("", order).plan({}, ())
        taken = {each.header: (each.role.value, each.doubtful) for each in found}
        assert taken[own] == ("email", "")
        assert taken[other] == ("field", "not written to: perhaps somebody else's address")
    [row] = rows(header, ("office@acme.example", "Ann", ""))
    assert isinstance(row, RejectedRow)


@pytest.mark.parametrize("headers", ["Email,Lead name,Lead email", "Email,Ansprechpartner,Kontakt-E-Mail"])
def test_a_contact_without_an_address_is_written_to_at_the_plain_one(headers: str) -> None:
    other, _, own = header = headers.split(",")
    for order in (header, header[::-1]):
        assert {key: role for key, role in roles(*order).items() if key in {other, own}} == {
            own: "email",
            other: "other_email",
        }
    found = rows(header, ("office@acme.example", "Ann", "ann@acme.example"), ("bob@bolt.example", "Bob", ""))
    assert [row.address for row in found if isinstance(row, LeadRow)] == [
        "ann@acme.example",
        "bob@bolt.example",
    ]


def test_a_plain_address_is_taken_where_that_of_the_contact_is_blank_everywhere_or_the_name_is_plain() -> (
    None
):
    header = ("Email", "Contact name", "Contact email")
    found = rows(header, ("ann@acme.example", "Ann Lee", ""), ("bob@bolt.example", "Bob Ray", ""))
    assert [row.address for row in found if isinstance(row, LeadRow)] == [
        "ann@acme.example",
        "bob@bolt.example",
    ]
    assert roles("First name", "Email", "Contact email")["Email"] == "email"


def test_nobody_is_greeted_with_the_name_of_a_buyer_who_has_another_address() -> None:
    for other in ("Email", "Ticket email"):
        found = roles(other, "Buyer name", "Buyer email")
        assert found == {other: "email", "Buyer name": "field", "Buyer email": "field"}
    assert roles("Buyer email", "Buyer name") == {"Buyer email": "email", "Buyer name": "full_name"}
    header = ("Ticket email", "Buyer name", "Buyer email")
    mapped = ColumnPlan("", header).plan({"email": "Buyer email"}, ())
    assert [each.role.value for each in mapped] == ["field", "full_name", "email"]


def test_the_names_of_a_contact_fill_blank_ones_of_a_row_together_and_that_is_told() -> None:
    header = ("Vorname", "Nachname", "Ansprechpartner Vorname", "Ansprechpartner Nachname", "E-Mail")
    found = leads(
        header,
        ("Ute", "Kranz", "Jens", "Ostermann", "a@kranz.example"),
        ("", "", "Jens", "Ostermann", "b@ostermann.example"),
        ("", "Kern", "Jens", "Ostermann", "c@kern.example"),
        ("", "", "Frau", "Graf", "d@graf.example"),
        ("Team", "", "Herr Jens", "", "e@graf.example"),
        ("", "", "", "", "f@graf.example"),
    )
    named = [(row.fields.get("first_name", ""), row.fields.get("last_name", "")) for row in found]
    assert named == [
        ("Ute", "Kranz"),
        ("Jens", "Ostermann"),
        ("", "Kern"),
        ("", "Graf"),
        ("Jens", ""),
        ("", ""),
    ]
    assert found[0].notes == ()
    assert found[1].notes == (
        'last name taken from "Ansprechpartner Nachname"',
        'first name taken from "Ansprechpartner Vorname"',
    )
    assert found[1].fields["ansprechpartner_vorname"] == "Jens"
    told = {each.header: each.doubtful for each in ColumnPlan("", header).plan({}, ())}
    assert told["Vorname"] == '"Ansprechpartner Vorname" used only where it is blank'


def test_a_whole_name_of_a_contact_fills_blank_names() -> None:
    header = ("First name", "Last name", "Contact person", "Contact name", "Email")
    found = rows(
        header, ("", "", "", "Ann Lee", "ann@acme.example"), ("Bo", "", "Ann Lee", "", "bo@bolt.example")
    )
    named = [row.fields["first_name"] for row in found if isinstance(row, LeadRow)]
    assert named == ["Ann", "Bo"]


def test_another_company_fills_a_blank_one_but_no_buyers() -> None:
    header = ("Email", "Company", "Legal company name", "Billing company")
    found = leads(
        header,
        ("a@x.example", "Acme", "Acme Inc.", ""),
        ("b@x.example", "", "Bolt Inc.", "Corax"),
        ("c@x.example", "n/a", "Dune Inc.", ""),
        ("d@x.example", "Freelance", "", "Corax"),
    )
    assert [row.fields.get("company", "") for row in found] == ["Acme", "Bolt Inc.", "Dune Inc.", ""]
    assert found[1].notes == ('company taken from "Legal company name"',)


def test_nothing_fills_what_somebody_mapped() -> None:
    header = ("Vorname", "Ansprechpartner Vorname", "Firma", "Firmenname", "E-Mail")
    for mapping in ({"first_name": "Vorname"}, {"company": "Firma"}):
        columns = ColumnPlan("", header).plan(mapping, ())
        filled = {each.stands_in for each in columns if each.stands_in}
        assert filled == {"first_name", "company"} - {*mapping}


def test_names_of_somebody_else_than_whoever_has_the_address_are_merge_fields_and_not_offered() -> None:
    header = ("Attendee Name", "Buyer Email")
    assert roles(*header) == {"Attendee Name": "field", "Buyer Email": "email"}
    text = "Attendee Name,Buyer Email\nAnn Lee,bo@x.example\nBob Ray,cy@y.example\nUgo Neri,di@z.example\n"
    with open_contacts(io.BytesIO(text.encode())) as file:
        list(file)
        assert file.offers() == ()
    found = rows(("First Name", "Last Name", "Parent Email"), ("Tim", "Frost", "nina@harbor.example"))
    assert [row.fields for row in found if isinstance(row, LeadRow)] == [
        {"first_name_2": "Tim", "last_name_2": "Frost"}
    ]
    assert roles("Parent company", "Email") == {"Parent company": "field", "Email": "email"}


def test_an_attendee_with_names_of_their_own_gets_no_mail_for_a_buyer_without_an_address() -> None:
    header = ("Email", "First Name", "Ticket First Name", "Ticket Email")
    assert roles(*header)["Ticket Email"] == "field"
    [row] = rows(header, ("", "Sandra", "Noah", "noah@ray.example"))
    assert isinstance(row, RejectedRow)
    assert roles("Email", "First Name", "Ticket Email")["Ticket Email"] == "other_email"


def test_the_address_of_the_company_is_named_where_a_person_has_none() -> None:
    found = rows(("Email", "Company Email"), ("", "info@acme.example"), ("", "none"))
    assert [row.message for row in found if isinstance(row, RejectedRow)] == [
        'the row has no address. Perhaps "info@acme.example", from "Company Email".',
        "the row has no address",
    ]


def test_the_address_of_the_company_is_taken_if_it_has_the_name_of_the_person() -> None:
    header = ("Vorname", "Nachname", "E-Mail Ansprechpartner", "E-Mail Firma")
    found = rows(
        header,
        ("Ute", "Kranz", "", "ute.kranz@kranz.example"),
        ("Jens", "Graf", "", "info@morgenrot.example"),
        ("Ida", "Wolf", "ida@wolf.example", "wolf@wolf.example"),
    )
    assert isinstance(found[0], LeadRow)
    assert (found[0].address, found[0].notes) == (
        "ute.kranz@kranz.example",
        ('address taken from "E-Mail Firma"',),
    )
    assert isinstance(found[1], RejectedRow)
    assert isinstance(found[2], LeadRow)
    assert found[2].address == "ida@wolf.example"


def test_who_leads_a_company_is_the_person_only_if_there_is_no_other() -> None:
    cells = [("Claire Petit", "Acme", "claire@acme.example"), ("Luc Roux", "Bolt", "info@bolt.example")]
    found = rows(("Dirigeant", "Firme", "Email"), *cells)
    assert [row.fields["first_name"] for row in found if isinstance(row, LeadRow)] == ["Claire", "Luc"]
    beside = rows(
        ("Dirigeant", "Nom complet", "Email"), ("Claire Petit", "Ann Lee", "ann@acme.example"), cells[1]
    )
    assert isinstance(beside[0], LeadRow)
    assert beside[0].fields["first_name"] == "Ann"
    owned = rows(("Owner", "Firm", "Email"), ("Claire Petit", "Acme", "ann@acme.example"), cells[1])
    assert isinstance(owned[1], LeadRow)
    assert "first_name" not in owned[1].fields


def test_companies_under_a_header_of_names_are_no_names() -> None:
    header = ("Name", "Email", "Contact")
    for name, email in (("Acme GmbH", "ann@acme.example"), ("Acme", "office@acme.example")):
        found = rows(header, (name, email, "Ann Lee"), (name.replace("Acme", "Bolt"), "bo@bolt.example", ""))
        assert isinstance(found[0], LeadRow)
        assert (found[0].fields["first_name"], found[0].fields["company"]) == ("Ann", name)
        assert isinstance(found[1], LeadRow)
        assert "first_name" not in found[1].fields
    found = rows(header[:2], ("Carla Neri", "carla@neri.example"), ("Ugo Bruni", "ugo@bruni.example"))
    assert [row.fields["first_name"] for row in found if isinstance(row, LeadRow)] == ["Carla", "Ugo"]


def test_a_school_is_the_company_if_there_is_no_better_one() -> None:
    header = ("School Name", "Email")
    [row] = leads(header, ("Maple High", "ann@maple.example"))
    assert row.fields["company"] == "Maple High"
    found = leads(("Company", *header), ("Acme", "Yale", "a@x.example"), ("", "Yale", "b@x.example"))
    assert [row.fields.get("company", "") for row in found] == ["Acme", ""]
    guests = leads(("Hotel Name", "Email"), *(("Grand", f"{number}@x.example") for number in range(5)))
    assert not any("company" in row.fields for row in guests)
    [row] = leads(("Parent Name", "Parent Email", "School Name"), ("Ann Lee", "ann@x.example", "Maple High"))
    assert "company" not in row.fields


def test_the_address_of_an_agency_is_not_that_of_who_leads_it() -> None:
    header = ("Nom de l\u2019agence", "Email de l\u2019agence", "G\u00e9rant", "Email du g\u00e9rant")
    found = rows(
        header,
        ("Acme Immo", "info@acme.example", "Luc Morel", "luc@acme.example"),
        ("Bolt Immo", "info@bolt.example", "Eva Roux", ""),
    )
    assert isinstance(found[0], LeadRow)
    assert (found[0].address, found[0].fields["company"]) == ("luc@acme.example", "Acme Immo")
    assert isinstance(found[1], RejectedRow)
    assert "info@bolt.example" in found[1].message


WHOLE_NAMES = (("Carla Neri", "carla@neri.example"), ("Bertrand Quesnel", "b@quesnel.example"))


@pytest.mark.parametrize("header", ["Nom", "Nome", "Naam", "Nazwisko", "Last name", "Cognome"])
def test_whole_names_under_a_header_of_surnames_are_split(header: str) -> None:
    found = leads((header, "Email"), *WHOLE_NAMES, ("Simon V.", "simon@post.example"))
    assert [row.fields["first_name"] for row in found[:2]] == ["Carla", "Bertrand"]


def test_two_surnames_and_companies_are_no_whole_names() -> None:
    surnames = (("Garc\u00eda L\u00f3pez", "garcia@x.example"), ("Neri Roux", "neri@y.example"))
    for cells in (surnames, (("Vidal Gil", "vidal@x.example"), ("Gil Mora", "gil@y.example"))):
        assert not any("first_name" in row.fields for row in leads(("Apellidos", "Email"), *cells))
        assert not any("first_name" in row.fields for row in leads(("Last name", "Email"), *cells))
    told = (
        ("Aminata Diallo-Roche", "aminata@diallo-roche.example"),
        ("D\u00e9sir\u00e9 Okou", "desire@okou.example"),
    )
    assert [row.fields["first_name"] for row in leads(("Nom", "Email"), *told)] == [
        "Aminata",
        "D\u00e9sir\u00e9",
    ]
    firms = (("Atelier Morel", "atelier@ateliermorel.example"), ("Garage Roux", "garage@garageroux.example"))
    assert not any("first_name" in row.fields for row in leads(("Nom", "Email"), *firms))


def test_the_first_rows_say_what_a_customer_is() -> None:
    firms = ("Acme GmbH", "Bolt AG")
    people = ("Ann Lee", "Bob Ray")
    for header in ("Kunde", "Client", "Cliente"):
        for names, field in ((firms, "company"), (people, "full_name")):
            found = rows((header, "Email"), (names[0], "ann@acme.example"), (names[1], "bob@bolt.example"))
            assert [row.fields[field] for row in found if isinstance(row, LeadRow)] == list(names)
    [row] = rows(("Kunde", "Email"), ("4711", "ann@acme.example"))
    assert isinstance(row, LeadRow)
    assert row.fields == {"kunde": "4711"}


PREFERENCES = [
    ("Billing First Name,First Name", "First Name", "first_name"),
    ("Invitee First Name,First Name", "First Name", "first_name"),
    ("Shipping First Name,Attendee First Name", "Attendee First Name", "first_name"),
    ("Billing First Name,Shipping First Name", "Billing First Name", "first_name"),
    ("Preferred name,First Name", "First Name", "first_name"),
    ("Company,Company Name for Emails", "Company Name for Emails", "company"),
    ("Account,Company", "Company", "company"),
    ("Registered company name,Company", "Company", "company"),
    ("Name,Contact Name", "Contact Name", "full_name"),
    ("Name,Full Name", "Full Name", "full_name"),
    ("Display Name,Full Name", "Full Name", "full_name"),
    ("Work Email,Email", "Email", "email"),
    ("Personal Email,Work Email", "Work Email", "email"),
    ("Billing Email,Contact Email", "Contact Email", "email"),
    ("Email 2,Email 1", "Email 1", "email"),
    ("Work Email 1,Work Email 2", "Work Email 1", "email"),
]


@pytest.mark.parametrize(("headers", "taken", "expected"), PREFERENCES)
def test_the_nearest_of_several_columns_is_taken(headers: str, taken: str, expected: str) -> None:
    found = roles(*headers.split(","))
    assert [header for header, role in found.items() if role == expected] == [taken]


BESIDE = [
    ("Nom du contact,Prénom du contact", "last_name,first_name"),
    ("Nom du contact,Société", "full_name,company"),
    ("Nombre del cliente,Apellidos del cliente", "first_name,last_name"),
    ("Name,Vorname,Firma", "last_name,first_name,company"),
    ("Name,Vorname,Nachname", "full_name,first_name,last_name"),
    ("Naam,Voornaam", "last_name,first_name"),
    ("¿Cómo te llamas?,Apellidos", "first_name,last_name"),
    ("Comment vous appelez-vous ?,Nom de famille", "first_name,last_name"),
    ("Name,First Name", "full_name,first_name"),
    (
        "Name (Adressattyp natürl. Person),Vorname (Adressattyp natürl. Person),Name (Adressattyp Unternehmen)",
        "last_name,first_name,company",
    ),
]


@pytest.mark.parametrize(("headers", "expected"), BESIDE)
def test_a_name_is_read_beside_the_other_names(headers: str, expected: str) -> None:
    assert list(roles(*headers.split(",")).values()) == expected.split(",")


def test_data_and_titles_are_no_header() -> None:
    assert count_people_columns(("Ann", "Lee", "Acme GmbH", "Berlin", "work", "lead", "Customer")) == 0
    found = rows(("Customer Emails",), ("Work email", "First name"), ("ann@acme.example", "Ann"))
    assert [row.fields for row in found if isinstance(row, LeadRow)] == [{"first_name": "Ann"}]


def test_a_surname_in_front_is_not_greeted() -> None:
    header = ("Email", "Nom Pr\u00e9nom")
    names = [
        "Durand Anna",
        "Anna Durand",
        "Durand, Anna",
        "DURAND Anna",
        "Petit Durand Anna",
        "Durand Petit Verger",
    ]
    found = rows(header, *((f"p{number}@x.example", name) for number, name in enumerate(names)))
    firsts = [row.fields.get("first_name", "") for row in found if isinstance(row, LeadRow)]
    assert firsts == ["Anna"] * 5 + [""]


@pytest.mark.parametrize("name", list(VENDORS))
def test_the_headers_of_a_vendor_have_their_roles(name: str) -> None:
    found = {header: (truth, taken_for(header)) for header, truth in VENDORS[name].items()}
    wrong = {header: f"{taken}, not {truth}" for header, (truth, taken) in found.items() if taken != truth}
    assert wrong == {}


def test_the_list_of_vendors_headers_is_long() -> None:
    assert sum(map(len, VENDORS.values())) >= 500


LAYOUTS = (Path(__file__).parent / "samples" / "header_layouts.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("layout", LAYOUTS.split("\n@ ")[1:], ids=lambda layout: layout.partition("\n")[0])
def test_a_layout_is_read_as_its_owner_means_it(layout: str) -> None:
    _, *lines = layout.strip().splitlines()
    data = "\n".join(line for line in lines if line[:2] not in {"= ", "+ "}).encode()
    [truth] = [line[2:].split("|") for line in lines if line.startswith("= ")]
    offered = [each for line in lines if line.startswith("+ ") for each in line[2:].split("|")]
    found: list[str] = []
    mapping = {}
    try:
        open_contacts(io.BytesIO(data)).close()
    except NoAddressColumnError as error:
        mapping["email"] = error.option
        found.append(f"email={error.option}")
    with open_contacts(io.BytesIO(data), mapping=mapping) as file:
        row = next(iter(file))
        list(file)
        found += [f"{each.role}={each.option}" for each in file.offers()]
    assert isinstance(row, LeadRow)
    names = [row.fields.get(name, "-") for name in ("first_name", "last_name", "company")]
    assert [row.address, *names] == truth
    assert found == offered


def test_a_column_of_yes_and_no_holds_no_addresses() -> None:
    header = ("Email?", "Email ID", "E-Mail", "Vorname")
    found = rows(header, ("yes", "17", "ann@acme.example", "Ann"), ("no", "18", "", "Bob"))
    assert isinstance(found[0], LeadRow)
    assert found[0].address == "ann@acme.example"
    assert isinstance(found[1], RejectedRow)
    assert found[1].code == "no_address"


def test_a_column_that_is_blank_leaves_its_role_to_the_next() -> None:
    header = ("Email", "Company Name for Emails", "Company")
    found = rows(header, ("a@x.example", "", "Acme"), ("b@x.example", "", "Bolt"))
    assert [row.fields["company"] for row in found if isinstance(row, LeadRow)] == ["Acme", "Bolt"]


def test_a_rejects_file_states_what_the_first_rows_decided() -> None:
    text = "Kunde,Email\nAcme GmbH,ann@acme.example\nBolt AG,bo@bolt.example\nDune AG,bad\n"
    with open_contacts(io.BytesIO(text.encode())) as file:
        assert file.header == ("company=Kunde", "email=Email")
        [bad] = [row for row in file if isinstance(row, RejectedRow)]
    again = [*file.header, *REJECT_COLUMNS], [*bad.cells, "4", "Email", "", "bad_address", "corrected"]
    [row] = rows(again[0], [cell.replace("bad", "cy@dune.example") for cell in again[1]])
    assert isinstance(row, LeadRow)
    assert (row.address, row.fields["company"]) == ("cy@dune.example", "Dune AG")


@pytest.mark.parametrize(
    ("headers", "role"),
    [
        ("Compañía del contacto|Empresa del contacto|Company of the contact|Société du contact", "company"),
        ("Empresa do contato|Bedrijf van contact|Nombre de la empresa del contacto", "company"),
        ("Azienda del contatto|Unternehmen des Kontakts|Empresa (contacto)|Contact (company)", "company"),
        ("Persona de contacto de la empresa|Nom du contact de l'entreprise|Company contact", "full_name"),
    ],
)
def test_a_header_is_about_what_stands_in_front_of_an_of(headers: str, role: str) -> None:
    assert {each: roles("Email", each)[each] for each in headers.split("|")} == dict.fromkeys(
        headers.split("|"), role
    )


@pytest.mark.parametrize(
    "header",
    [
        ("Nombre del lead", "Contacto principal", "Compañía del contacto", "Correo (contacto)"),
        ("Lead name", "Main contact", "Company", "Contact email"),
        ("Nome do lead", "Contato principal", "Empresa do contato", "E-mail do contato"),
        ("Nom du lead", "Contact principal", "Société du contact", "E-mail (contact)"),
    ],
)
def test_the_name_of_a_lead_beside_a_contact_and_a_company_is_the_title_of_a_deal(
    header: tuple[str, ...],
) -> None:
    deals = {
        ("Office refit", "Ann Lee", "Acme Ltd"): ("Ann", "Acme Ltd"),
        ("Eve Fox", "Eve Fox", "Fox Ltd"): ("Eve", "Fox Ltd"),
        ("Lead #504", "Bob Ray", ""): ("Bob", None),
        ("Lead #505", "", "Crane Ltd"): (None, "Crane Ltd"),
    }
    found = leads(header, *((*cells, f"p{place}@firm.example") for place, cells in enumerate(deals)))
    said = [(row.fields.get("first_name"), row.fields.get("company")) for row in found]
    assert said == [*deals.values()]


def test_the_name_of_a_lead_is_the_company_where_no_column_has_one() -> None:
    people = (
        ("Acme Ltd", "Ann Lee", "ann@acme.example", ""),
        ("Bolt Ltd", "Bob Ray", "bob@bolt.example", ""),
    )
    for header in (
        ("lead_name", "contact_name", "contact_email", "x"),
        ("Lead", "Contact", "Email", "Company"),
    ):
        found = [row.fields["company"] for row in rows(header, *people) if isinstance(row, LeadRow)]
        assert found == ["Acme Ltd", "Bolt Ltd"]
