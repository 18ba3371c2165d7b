"""What an auto-reply is and when its writer is back: hand-written mail, half of it never looked at while the rules grew."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqcli.inbound import MailFlag, MailKind, Verdict, classify, find_return_date, return_dates
from seqcli.model import Mail
from seqcli.reasons import AnswerKind

SAMPLES = Path(__file__).parent / "samples"
SENDER = "bo@acme.example"
OURS = "alice@ours.example"
RECEIVED = datetime(2026, 4, 23, 12, tzinfo=UTC)  # a Thursday
DATED = frozenset(["en", "de", "fr", "es", "it", "nl", "pt", "pl"])
WEAK_HEADERS = {"auto-submitted": "auto-generated", "x-auto-response-suppress": "All"}


@dataclass(frozen=True)
class Sample:
    language: str
    subject: str
    back: date | None
    kind: str
    successor: str
    headers: dict[str, str]
    text: str


def samples(name: str) -> Iterator[Sample]:
    blocks = (SAMPLES / f"{name}.txt").read_text(encoding="utf-8").split("\n=== ")[1:]
    for block in blocks:
        head, _, rest = block.partition("\n")
        language, subject, back, kind, successor = ([*head.split(" | "), "", "", ""])[:5]
        lines = rest.strip().split("\n")
        headers = dict(line[1:].split(": ", 1) for line in lines if line.startswith("@"))
        text = "\n".join(line for line in lines if not line.startswith("@"))
        day = date.fromisoformat(back) if back not in {"", "-"} else None
        yield Sample(language, subject, day, kind, successor, headers, text)


def read(subject: str, text: str, headers: dict[str, str] | None = None) -> Verdict:
    mail = Mail(SENDER, "", subject, text, "", headers or {})
    return classify(mail, own_addresses=[OURS], lead_address=SENDER)


def recall(name: str, way: str) -> float:
    found = []
    for sample in samples(name):
        text = " ".join(sample.text.split())[:200] if "snippet" in way else sample.text
        subject = "Re: Quick intro" if "ours" in way else sample.subject
        verdict = read(subject, text, (sample.headers or WEAK_HEADERS) if "headers" in way else None)
        wanted = MailKind.CHALLENGE if sample.kind == "challenge" else MailKind.AUTO_REPLY
        found.append(verdict.kind is wanted)
    print(f"{name}, {way}: {sum(found)} of {len(found)}")
    return sum(found) / len(found)


@pytest.mark.parametrize("name", ["auto_replies_tuning", "auto_replies_held_out"])
@pytest.mark.parametrize(
    ("way", "floor"),
    [
        ("headers, own subject", 0.97),
        ("own subject", 0.95),
        ("own subject, snippet", 0.95),
        ("subject is ours", 0.93),
        ("subject is ours, snippet", 0.93),
    ],
)
def test_auto_replies_are_recognised(name: str, way: str, floor: float) -> None:
    assert recall(name, way) >= floor


@pytest.mark.parametrize("name", ["human_tuning", "human_held_out"])
def test_human_mail_stays_human(name: str) -> None:
    machines = (MailKind.AUTO_REPLY, MailKind.CHALLENGE, MailKind.BOUNCE, MailKind.DELAY)
    wrong = [
        (subject, sample.text)
        for sample in samples(name)
        for subject in {sample.subject, "Re: Quick intro"}
        if read(subject, sample.text).kind in machines
    ]
    assert wrong == []


@pytest.mark.parametrize("name", ["auto_replies_tuning", "auto_replies_held_out"])
def test_a_dead_address_is_flagged_with_its_successor(name: str) -> None:
    for sample in samples(name):
        verdict = read("Re: Quick intro", sample.text)
        dead = verdict.flags == (MailFlag.ADDRESS_IS_DEAD,)
        assert dead == (sample.kind == "dead"), sample
        assert verdict.successor == sample.successor, sample


@pytest.mark.parametrize("name", ["auto_replies_tuning", "auto_replies_held_out"])
def test_the_day_of_return_is_found(name: str) -> None:
    stated = [sample for sample in samples(name) if sample.language in DATED]
    wrong = {
        sample.text: found
        for sample in stated
        if (found := find_return_date(Mail(SENDER, "", sample.subject, sample.text), RECEIVED)) != sample.back
    }
    print(f"{name}: {len(stated) - len(wrong)} of {len(stated)}")
    assert wrong == {}


# --- Signs


@pytest.mark.parametrize(
    "subject",
    [
        "Auto: Quick intro",
        "AUTO: Bo Ek is out of the office (returning 05/18/2026)",
        "[EXTERNAL] Automatic reply: Quick intro",
        "Automatic reply: Quick intro - is it for you?",
        "Quick intro (Out of Office)",
        "Quick intro [Abwesenheitsnotiz]",
        "Quick intro - is it for you? (automatic reply)",
        "Out of Office AutoReply: Quick intro",
        "Away until 4 May",
    ],
)
def test_a_subject_tells_an_auto_reply(subject: str) -> None:
    assert read(subject, "Can it wait?").kind is MailKind.AUTO_REPLY


@pytest.mark.parametrize(
    "subject",
    [
        "Auto parts: our catalogue",
        "Automatic replies in your tool",
        "Out of office messages in your tool",
        "Away game on Saturday",
        "Are you on holiday?",
        "Re: Bo Ek is out of the office",
        "Automation (short)",
    ],
)
def test_a_subject_about_auto_replies_is_a_persons(subject: str) -> None:
    assert read(subject, "Tell me more.").kind is MailKind.HUMAN


def test_the_first_line_may_say_what_the_subject_does_not() -> None:
    assert read("Re: Quick intro", "Auto-reply: I read this tonight.").kind is MailKind.AUTO_REPLY
    assert read("Re: Quick intro", "Automatische Antwort\nBin nicht da.").kind is MailKind.AUTO_REPLY


@pytest.mark.parametrize(
    "headers",
    [
        {"auto-submitted": "auto-replied; owner-email=bo@acme.example"},
        {"x-auto-reply": "yes"},
        {"precedence": "auto-reply"},
        {"preference": "auto_reply"},
        {"x-autogenerated": "Reply"},
        {"x-ms-exchange-generated-message-source": "Mailbox Rules Agent"},
    ],
)
def test_a_header_tells_an_auto_reply(headers: dict[str, str]) -> None:
    assert read("Re: Quick intro", "Cheers", headers).kind is MailKind.AUTO_REPLY


@pytest.mark.parametrize("headers", [{"precedence": "bulk"}, {"auto-submitted": "auto-generated"}])
def test_a_weak_header_alone_tells_nothing(headers: dict[str, str]) -> None:
    assert read("Re: Quick intro", "Here is what you asked for.", headers).kind is MailKind.HUMAN


def test_a_question_below_in_the_quote_changes_nothing() -> None:
    text = "I am on annual leave until 4 May.\n\nOn Wed, 22 Apr 2026 at 10:00, Alice wrote:\n> Can we talk?"
    assert read("Re: Quick intro", text).kind is MailKind.AUTO_REPLY


def test_a_challenge_is_a_kind_of_its_own() -> None:
    text = "Please click the link to confirm you are human. Your message will then be delivered."
    found = read("Re: Quick intro", text)
    assert (found.kind, found.answer_kind) == (MailKind.CHALLENGE, AnswerKind.CHALLENGE)
    assert read("Re: Quick intro", "Confirm you are human :) Who wrote this?").kind is MailKind.HUMAN


def test_a_mailbox_that_rests_is_not_dead() -> None:
    found = read("Automatic reply: x", "I am on leave until 4 May. My mailbox is not monitored.")
    assert (found.kind, found.flags) == (MailKind.AUTO_REPLY, ())


def test_neither_we_nor_the_sender_are_the_successor() -> None:
    text = f"{SENDER} is no longer active. Mail of {OURS} goes to kim@acme.example, who took the post."
    assert read("Automatic reply: x", f"This mailbox is closed. {text}").successor == "kim@acme.example"


# --- Days of return


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("back on 4 May 2026", "2026-05-04"),
        ("I return on May 4th, 2026.", "2026-05-04"),
        ("until 2026-05-04", "2026-05-04"),
        ("until 05/13/2026", "2026-05-13"),
        ("until 13/05/2026", "2026-05-13"),
        ("until 13.5.", "2026-05-13"),
        ("I'm back on next Monday", "2026-04-27"),
        ("I will be back in two weeks", "2026-05-07"),
        ("out for 3 days", "2026-04-26"),
        ("from 1 to 14 August", "2026-08-14"),
        ("From April 27 until May 8 I am out", "2026-05-08"),
        ("I am away from 27 April and will be back on 8 May. In case call +49 30 05.06.77", "2026-05-08"),
        ("We have been in business since 2019. I return 3 June", "2026-06-03"),
        ("back on 4 May 2025", None),
        ("back on 4 May 2028", None),
        ("I was out until 3 April", None),
        ("until 05/01/2027", "2027-01-05"),
        ("until 01/05/2027", "2027-01-05"),
        ("until 06/05/2026", "2026-06-05"),
        ("until Wednesday 06/05", "2026-05-06"),
        ("returning Thursday", "2026-04-30"),
        ("out until tomorrow", "2026-04-24"),
        ("back on the 5th", "2026-05-05"),
        ("back Monday at 9.30", "2026-04-27"),
        ("until 4 pm", None),
        ("Call 555-01-42", None),
        ("Ich bin vom 27. April bis 8. Mai nicht im Büro", "2026-05-08"),
        ("Ich bin ab 11.05. wieder da", "2026-05-11"),
        ("bis Ende der Woche", None),
        ("bis zum 5.", "2026-05-05"),
        ("ab Dienstag wieder", "2026-04-28"),
        ("du 27 avril au 8 mai", "2026-05-08"),
        ("absent jusqu'au 1er mai", "2026-05-01"),
        ("je reviens dans deux semaines", "2026-05-07"),
        ("de retour lundi prochain", "2026-04-27"),
        ("à partir du 12 mai je serai de nouveau au bureau, retour", "2026-05-12"),
        ("hasta el 4 de mayo de 2026", "2026-05-04"),
        ("vuelvo el próximo lunes", "2026-04-27"),
        ("en dos semanas", "2026-05-07"),
        ("regreso el 1º de junio", "2026-06-01"),
        ("fino al 1° maggio", "2026-05-01"),
        ("rientro il 12/05/2026", "2026-12-05"),
        ("dal 27 aprile all'8 maggio", "2026-05-08"),
        ("tra due settimane", "2026-05-07"),
        ("torno lunedì prossimo", "2026-04-27"),
        ("t/m 4 mei", "2026-05-04"),
        ("over twee weken terug", "2026-05-07"),
        ("volgende maandag terug", "2026-04-27"),
        ("vanaf 12 mei ben ik weer aanwezig", "2026-05-12"),
        ("até segunda-feira", "2026-04-27"),
        ("volto a 4 de maio", "2026-05-04"),
        ("retorno dia 4/5", "2026-05-04"),
        ("daqui a duas semanas; em duas semanas volto", "2026-05-07"),
        ("do poniedziałku", "2026-04-27"),
        ("wracam za dwa tygodnie", "2026-05-07"),
        ("od 27 kwietnia do 8 maja", "2026-05-08"),
        ("do 1 września 2026", "2026-09-01"),
        ("I am on leave 4 May – 15 May", "2026-05-15"),
        ("OOO 27/4 - 8/5", "2026-05-08"),
        ("Apr 27-May 8", "2026-05-08"),
        ("April 27-30", "2026-04-30"),
        ("from 27 to 30 April", "2026-04-30"),
        ("I will be on leave starting Monday, April 27 through Friday, May 8, 2026.", "2026-05-08"),
        ("back in the office Mon 4 May", "2026-05-04"),
        ("until the 4th of May", "2026-05-04"),
        ("until May 4 2026 inclusive", "2026-05-04"),
        ("I'll be back in the office in June", "2026-06-01"),
        ("till end of May", "2026-05-31"),
        ("back in September", "2026-09-01"),
        ("Ab September bin ich wieder da", "2026-09-01"),
        ("bis Ende Mai", "2026-05-31"),
        ("jusqu'à fin mai", "2026-05-31"),
        ("back next week", "2026-04-27"),
        ("I return to the office on Monday, 4 May 2026 at 09:00. My phone: 555-01-11.", "2026-05-04"),
        ("I'm on vacation from 20.04.2026 to 03.05.2026", "2026-05-03"),
        ("2026/05/04 back", "2026-05-04"),
        ("returning 20260504", None),
        ("back Jan 2", "2027-01-02"),
        ("back 2nd January", "2027-01-02"),
        ("Back: 05-05-2026", "2026-05-05"),
        ("Return date: 4-May-2026", "2026-05-04"),
        ("return on 4-May", "2026-05-04"),
        ("Last day of leave: 30/04/2026", "2026-04-30"),
        ("I will return on Monday. My office hours are Tuesday to Friday", "2026-04-27"),
        ("Out of office Thursday 23 April and Friday 24 April, back Monday 27 April", "2026-04-27"),
        ("Please call my colleague until 30 April. I return on 4 May", "2026-05-04"),
        ("I am out today. Back tomorrow", "2026-04-24"),
        ("Je reprends le 04 mai", "2026-05-04"),
        ("Ich bin am 4. Mai zurück", "2026-05-04"),
        ("Ich bin nächsten Montag wieder da", "2026-04-27"),
        ("wieder da am Mo., 4. Mai", "2026-05-04"),
        ("bis 4.5.26", "2026-05-04"),
        ("in einer Woche", "2026-04-30"),
        ("in 10 days", "2026-05-03"),
        ("for the next 2 weeks", "2026-05-07"),
        ("back a week from Monday", None),
    ],
)
def test_a_day_of_return_is_read(text: str, day: str | None) -> None:
    found = find_return_date(Mail(SENDER, "", "Re: Quick intro", text), RECEIVED)
    assert (found and found.isoformat()) == day


@pytest.mark.parametrize(
    ("received", "text", "day"),
    [
        (datetime(2026, 12, 21, tzinfo=UTC), "back on 7 January", "2027-01-07"),
        (datetime(2026, 12, 21, tzinfo=UTC), "back on 05/01", "2027-05-01"),
        (datetime(2026, 12, 21, tzinfo=UTC), "bis 05.01. im Urlaub", "2027-01-05"),
        (datetime(2026, 12, 21, tzinfo=UTC), "back on 05/01, out since 18/12", "2027-01-05"),
        (datetime(2026, 12, 21, tzinfo=UTC), "until 1 December", None),
        (datetime(2026, 1, 30, tzinfo=UTC), "back on the 31st", "2026-01-31"),
        (datetime(2026, 2, 1, tzinfo=UTC), "until 31 February", None),
        (datetime(2026, 2, 1, tzinfo=UTC), "until the end of February", "2026-02-28"),
    ],
)
def test_a_day_without_a_year_is_the_next_one(received: datetime, text: str, day: str | None) -> None:
    found = find_return_date(Mail(SENDER, "", "", text), received)
    assert (found and found.isoformat()) == day


@pytest.mark.parametrize(
    "words", ["4 may ", "back on 4 may 2025, ", "4 mai 5 enero 6 maja 7 mei 8 maio ", "04/05 "]
)
def test_few_phrases_are_parsed_however_long_the_mail(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    parser = ModuleType("dateparser")
    parser.__dict__["parse"] = lambda phrase, **_: parsed.append(phrase)
    monkeypatch.setitem(sys.modules, "dateparser", parser)
    find_return_date(Mail(SENDER, "", "", words * (100_000 // len(words))), RECEIVED)
    assert len(parsed) <= return_dates.MOST_PARSED
    assert all(len(phrase) < 30 for phrase in parsed)


@given(st.text(max_size=200), st.sampled_from(["", "until ", "back on 4", "31/02", "next "]))
def test_no_text_breaks_the_reader_of_days(text: str, start: str) -> None:
    found = find_return_date(Mail(SENDER, "", text, start + text), RECEIVED)
    assert found is None or RECEIVED.date() <= found


MARCH = datetime(2026, 3, 2, 9, tzinfo=UTC)


def read_automatic(text: str) -> Verdict:
    mail = Mail(
        "ada@acme.example", "", "Automatic reply: Hello", text, headers={"auto-submitted": "auto-replied"}
    )
    return classify(mail, own_addresses=["us@ours.example"], lead_address=mail.sender, written_at=MARCH)


@pytest.mark.parametrize(
    "text",
    [
        "I have left the office for today and will be back tomorrow.",
        "I'm out until 16 March. Please note that Jane Doe has left the company; write to bo@bolt.example instead.",
        "Ich bin bis 16. März nicht im Büro. Frau Doe hat das Unternehmen verlassen.",
        "Je suis absent jusqu'au 16 mars. Jane Doe a quitté l'entreprise.",
        "I've changed roles and no longer work in procurement. Out until 16 March.",
        "Our old address info@bolt.example is no longer in use; I'm on leave until 9 March.",
        "I'm away. Please do not reply to this message.",
        "Ich bin im Urlaub. Bitte antworten Sie nicht auf diese E-Mail.",
        "I am out until 5 March. To unsubscribe from our newsletter click here.",
        "I'm away. Please stop sending paper invoices to our old address.",
    ],
)
def test_who_tells_a_return_or_what_machines_say_of_themselves_is_away(text: str) -> None:
    assert (read_automatic(text).kind, read_automatic(text).flags) == (MailKind.AUTO_REPLY, ())


@pytest.mark.parametrize(
    "text",
    [
        "Ada Byron hat die Firma zum 31.01. verlassen.",
        "I've retired! Please write to bo@bolt.example.",
        "Estoy jubilado.",
        "Jestem na emeryturze.",
        "We are sad to tell you that Ada passed away in January.",
    ],
)
def test_who_has_left_for_good_is_told_by_more_words(text: str) -> None:
    assert read_automatic(text).flags == (MailFlag.ADDRESS_IS_DEAD,)


@pytest.mark.parametrize(
    "text",
    [
        "I do not accept unsolicited sales emails. Stop emailing me.",
        "I am out until 2026-03-05. Please remove me from your list.",
    ],
)
def test_a_request_in_an_auto_reply_to_end_mail_counts(text: str) -> None:
    assert read_automatic(text).kind is MailKind.OPT_OUT


@pytest.mark.parametrize(
    "text",
    [
        "I'm at the Berlin trade fair all week, so replies will take a little longer than normal.",
        "Monday is a public holiday here and the office is shut. We're back on Tuesday.",
        "I'm in transit today and may not see your note until tomorrow.",
        "Due to illness I will not be working this week. My deputy, Hal Stone, will look after urgent matters.",
        "The Acme team is on its annual retreat today. We'll respond tomorrow morning.",
        "We got your message and will reply within 48 hours.",
        "Meine Arbeitstage sind Dienstag bis Donnerstag. Ich antworte Ihnen am nächsten Arbeitstag.",
        "Wir machen Weihnachtspause und sind ab dem 8. Januar zurück. Einen guten Rutsch!",
        "Freitags arbeite ich nicht. Am Montag lese ich Ihre Nachricht.",
        "Frau Stein hat unser Haus verlassen. Ihre Nachfolgerin ist Ina Hold, hold@acme.example.",
        "Ich besuche derzeit unsere Werke in den USA und habe nur sporadisch Zugriff auf E-Mails.",
        "Unser Team ist heute auf Betriebsausflug. Morgen früh sind wir wieder erreichbar.",
        "Ihre Nachricht ist eingegangen, wir antworten binnen 48 Stunden.",
        "Je suis présente au bureau du mardi au jeudi. Je vous répondrai à mon prochain jour de présence.",
        "L'équipe est en pause pour les fêtes, reprise le 5 janvier. Bonne année !",
        "Je ne travaille pas le vendredi, votre message sera lu lundi.",
        "Nora Blanc n'est plus collaboratrice de notre maison. Écrivez à son remplaçant : luc@acme.example.",
        "En visite dans nos usines américaines, j'ai un accès irrégulier à mes mails.",
        "Toute l'équipe est en séminaire aujourd'hui, nous vous répondrons demain matin.",
        "Message bien reçu, réponse sous 48 heures.",
        "Trabajo a media jornada, de martes a jueves. Le responderé el próximo día que trabaje.",
        "Cerramos por Navidad y volvemos el 8 de enero. ¡Feliz año!",
        "Hoy viajo y tendré poca cobertura. Respondo mañana.",
        "Oficina cerrada por puente. Volvemos el lunes.",
        "Visitando nuestras fábricas de EE. UU., con acceso irregular al correo.",
        "Todo el equipo está hoy en una jornada externa. Respondemos mañana por la mañana.",
        "Mensaje recibido, responderemos en 48 horas.",
        "Sono in ufficio dal martedì al giovedì. Le risponderò il primo giorno utile.",
        "Pausa natalizia: torniamo operativi l'8 gennaio. Auguri!",
        "Oggi sono in viaggio con poca connessione, rispondo domani.",
        "Uffici chiusi per il ponte. Ci rivediamo lunedì.",
        "In visita ai nostri stabilimenti USA, leggo la posta saltuariamente.",
        "Lunedì il nostro ufficio è chiuso per festività. Risponderemo martedì.",
        "Ik ben op een congres en antwoord trager dan normaal.",
        "Maandag is een feestdag en is het kantoor dicht. Dinsdag zijn we er weer.",
        "Uw bericht is bij ons binnengekomen en een collega gaat ermee aan de slag.",
        "Nora Blom heeft onze organisatie verlaten. Haar opvolger is Luuk: luuk@acme.example.",
        "Op vrijdag werk ik niet. Ik lees uw mail maandag.",
        "Bedankt voor het contact met Acme Support. U hoort binnen één werkdag van ons.",
        "Uw bericht is ontvangen, u krijgt binnen 48 uur antwoord.",
        "Trabalho de terça a quinta. Respondo no meu próximo dia de trabalho.",
        "Fazemos uma pausa de Natal e voltamos a 8 de janeiro. Feliz ano novo!",
        "Hoje estou em trânsito e com pouca rede. Respondo amanhã.",
        "Escritório fechado por causa da ponte. Até segunda.",
        "Em visita às nossas fábricas nos EUA, com acesso irregular ao e-mail.",
        "Hoje toda a equipa está num retiro. Respondemos amanhã de manhã.",
        "Mensagem recebida, respondemos em 48 horas.",
        "Pracuję od wtorku do czwartku. Odpiszę następnego dnia roboczego.",
        "Mamy przerwę świąteczną, wracamy 8 stycznia. Szczęśliwego Nowego Roku!",
        "Dziś jestem w trasie, słaby zasięg. Odpowiem jutro.",
        "Biuro nieczynne, długi weekend. Do zobaczenia w poniedziałek.",
        "Wizytuję nasze zakłady w USA i rzadko sprawdzam pocztę.",
        "Cały zespół jest dziś na wyjeździe integracyjnym. Odpowiemy jutro rano.",
        "Wiadomość otrzymana, odpowiemy w ciągu 48 godzin.",
    ],
)
def test_a_note_without_a_header_is_told_by_its_words(text: str) -> None:
    assert read("Re: Quick question", text).kind is MailKind.AUTO_REPLY


@pytest.mark.parametrize(
    "text",
    [
        "Our company is closed to unsolicited offers until further notice.",
        "Please contact my colleague Jill Marsh, jill@acme.example, she handles this.",
        "Happy new year to you too! We start budgeting in February.",
        "I'm not the right person. Please contact Dan in IT: dan@acme.example.",
        "One of our engineers will test it next week and I will tell you how it went.",
        "Wir sind auf der Messe in Hannover, Halle 4. Kommen Sie vorbei.",
        "Einer unserer Mitarbeiter testet das gerade.",
        "Unser Laden ist montags geschlossen, sonst immer.",
        "Notre entreprise est fermée à toute sollicitation.",
        "Nous serons au salon de Lyon la semaine du 12, venez nous voir.",
        "Pour toute question d'achat, c'est Claire Morel.",
        "No estoy interesado, gracias.",
        "¡Feliz año a ti también! El presupuesto lo vemos en febrero.",
        "Para cualquier duda de compras, Laura Gil.",
        "Non ci sono novità per ora, ci vediamo in autunno.",
        "Sono in riunione fino a mezzogiorno, poi libero.",
        "Ho letto la sua mail, rispondo domani.",
        "Mail naar inkoop@acme.example, ik ga hier niet over.",
        "Een van onze mensen heeft dit al getest.",
        "Uw mail is doorgestuurd naar inkoop, succes.",
        "Respondo na segunda com mais detalhe.",
        "A loja está fechada à segunda, venha noutro dia.",
        "Nie jestem zainteresowany.",
        "Mam spotkania do dwunastej, potem jestem wolny.",
        "Przeczytałem maila, odpiszę jutro.",
        "I'm attending the conference in Lisbon too, see you at the bar.",
        "Tenemos dos compañeras de baja, no hay capacidad hasta otoño.",
        "I don't work Fridays, Monday afternoon would be okay.",
        "After my surgery I've lost track, what was this about?",
        "Out of office most of this week, but send me the numbers.",
        "Bin bis Donnerstag im Urlaub. Können Sie die Zahlen bis dahin schicken?",
        "Wir bekommen sehr viele Anfragen wie Ihre und lehnen alle ab.",
        "Je ne travaille pas le vendredi, lundi me va.",
        "Nous recevons de nombreuses demandes comme la vôtre et les refusons toutes.",
        "Estoy de vacaciones hasta el jueves. ¿Me pasas los números antes?",
        "Acuso recibo, lo veremos en el comité de marzo.",
        "Giovedì sono a Lione, potremmo vederci lì.",
        "Vrijdag werk ik niet, maandag kan wel.",
        "Mijn klanten vragen ernaar, vertel meer.",
        "Temos dois doentes, não é o momento.",
        "W piątki nie pracuję, poniedziałek może być.",
        "Moi klienci o to pytają, proszę powiedzieć więcej.",
        "We have moved to a new office and are closed until the boxes are unpacked, ha. Try me in June.",
        "Ich bin erst am Montag wieder da, dann gern.",
        "Amanhã estou em formação, melhor quinta.",
        "I'm on holiday from Friday, can you send the numbers before?",
        "Sick today, sorry. Tomorrow same time?",
        "I'm on leave and honestly not looking for anything.",
        "Montag haben wir zu, Dienstag um 11 wäre gut.",
        "Ich bin in Elternzeit und suche nichts.",
        "Fermés lundi, mardi 11h serait bien.",
        "Je suis en congé et je ne cherche rien.",
        "El lunes cerramos, el martes a las 11 estaría bien.",
        "In ferie da venerdì, mi mandi prima i numeri.",
        "Messaggio ricevuto, non credo faccia per noi.",
        "Maandag zijn we dicht, dinsdag 11 uur zou goed zijn.",
        "Esta semana não estou, mas a resposta é sim.",
        "Od piątku urlop, proszę o liczby wcześniej.",
        "Wiadomość otrzymana, nie sądzę, by to było dla nas.",
    ],
)
def test_who_answers_beside_an_absence_is_a_person(text: str) -> None:
    assert read("Re: Quick question", text).kind is not MailKind.AUTO_REPLY


def test_who_copies_in_a_colleague_is_a_person() -> None:
    text = "I'm currently on parental leave until May but my colleague Jim might want to see this, cc'd."
    mail = Mail(SENDER, "", "Re: Quick question", text)
    assert classify(mail, own_addresses=[OURS], lead_address=SENDER).kind is MailKind.HUMAN
