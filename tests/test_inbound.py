"""What inbound mail is: by sender, subject and snippet alone, in many languages, whatever strangers send."""

import contextlib
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqcli.inbound import (
    Hardness,
    MailFlag,
    MailKind,
    Verdict,
    classify,
    excerpt,
    find_return_date,
    mail_from_event,
    read_bounce,
)
from seqcli.inbound.reading import written_text
from seqcli.model import Mail

LEAD = "bo@acme.example"
OURS = "alice@ours.example"


def verdict(
    text: str = "",
    *,
    subject: str = "Re: Quick intro",
    sender: str = LEAD,
    name: str = "",
    headers: Mapping[str, str] | None = None,
    html: str = "",
) -> Verdict:
    mail = Mail(sender, name, subject, text, html, headers or {})
    return classify(mail, own_addresses=[OURS], lead_address=LEAD)


# --- Bounces


@pytest.mark.parametrize(
    ("sender", "name", "subject", "text"),
    [
        ("mailer-daemon@mx.example", "", "whatever", ""),
        ("MAILER-DAEMON@mx.example", "Mail Delivery System", "Undelivered Mail Returned to Sender", ""),
        ("postmaster@acme.example", "", "Postmaster notify: see transcript for details", "the transcript"),
        ("post_master@acme.example", "", "Hello", ""),
        ("Mail.Delivery.System@acme.example", "", "x", ""),
        ("ndr@acme.example", "", "x", ""),
        ("admin@acme.example", "Mail Delivery Subsystem", "Automatically rejected mail", ""),
        ("", "", "Failure notice", ""),
        ("", "", "Utilisateur inconnu", "A message could not be delivered to: bo@acme.example"),
        ("x1@acme.example", "Microsoft Outlook", "Undeliverable: Quick intro", ""),
        ("x1@acme.example", "", "Unzustellbar: Quick intro", ""),
        ("x1@acme.example", "", "Non remis : Quick intro", ""),
        ("x1@acme.example", "", "Non recapitabile: Quick intro", ""),
        ("x1@acme.example", "", "No se puede entregar: Quick intro", ""),
        ("x1@acme.example", "", "Не удается доставить: Quick intro", ""),
        ("x1@acme.example", "", "配信不能: Quick intro", ""),
        ("x1@acme.example", "", "Não é possível entregar: Quick intro", ""),
        ("x1@acme.example", "", "Onbestelbaar: Quick intro", ""),
        ("x1@acme.example", "", "Niedostarczalne: Quick intro", ""),
        ("x1@acme.example", "", "Det gick inte att leverera: Quick intro", ""),
        (
            "x1@acme.example",
            "",
            "Mail",
            "Final-Recipient: rfc822; bo@acme.example\nAction: failed\nStatus: 5.1.1",
        ),
    ],
)
def test_a_bounce_is_known_by_sender_or_subject(sender: str, name: str, subject: str, text: str) -> None:
    assert verdict(text, sender=sender, name=name, subject=subject).kind is MailKind.BOUNCE


def test_a_bounce_is_known_although_it_calls_itself_auto_replied() -> None:
    found = verdict(
        sender="mailer-daemon@mx.example",
        subject="Undeliverable: x",
        headers={"auto-submitted": "auto-replied"},
    )
    assert found.kind is MailKind.BOUNCE


@pytest.mark.window("W35")
def test_the_failed_address_may_stand_in_the_html_alone() -> None:
    found = verdict(
        "See the attachment", sender="mailer-daemon@mx.example", subject="x", html="<p>To bo@acme.example</p>"
    )
    assert found.addresses == ("bo@acme.example",)


@pytest.mark.parametrize(
    ("text", "hardness", "code"),
    [
        ("<bo@acme.example>: host mx said: 550 5.1.1 User unknown", Hardness.HARD, "5.1.1"),
        ("Remote server returned '550 No such user'", Hardness.HARD, "550"),
        ("Diagnostic-Code: smtp; 452 mailbox full", Hardness.SOFT, "452"),
        ("Status: 4.4.7\nAction: failed", Hardness.SOFT, "4.4.7"),
        (
            "We tried from 10.5.1.1 (version 5.5.2653.19) at 500 Main Street",
            Hardness.UNKNOWN,
            "",
        ),
        ("Your message couldn't be delivered.", Hardness.UNKNOWN, ""),
        ("bo@acme.example: user unknown", Hardness.HARD, ""),
        ("bo@acme.example: mailbox unavailable", Hardness.HARD, ""),
        ("Der Empfänger bo@acme.example ist unbekannt", Hardness.HARD, ""),
        ("Diese Adresse existiert nicht", Hardness.HARD, ""),
        ("L'adresse n'existe pas", Hardness.HARD, ""),
        ("El usuario no existe", Hardness.HARD, ""),
        ("L'utente non esiste", Hardness.HARD, ""),
        ("Het adres bestaat niet", Hardness.HARD, ""),
        ("O utilizador não existe", Hardness.HARD, ""),
        ("Adresat nie istnieje", Hardness.HARD, ""),
        ("宛先が存在しません", Hardness.HARD, ""),
        ("Пользователь не найден", Hardness.HARD, ""),
        ("用户不存在", Hardness.HARD, ""),
        ("552 5.2.2 over quota", Hardness.SOFT, "5.2.2"),
        ("5.2.2", Hardness.SOFT, "5.2.2"),
        ("Das Postfach ist voll", Hardness.SOFT, ""),
        ("La boîte aux lettres est pleine", Hardness.SOFT, ""),
        ("Host not found, try again later", Hardness.SOFT, ""),
        ("450 mailbox unavailable", Hardness.SOFT, "450"),
    ],
)
def test_the_class_of_a_bounce_follows_its_code(text: str, hardness: Hardness, code: str) -> None:
    found = verdict(text, sender="mailer-daemon@mx.example", subject="Undeliverable: x")
    assert (found.kind, found.hardness, found.code) == (MailKind.BOUNCE, hardness, code)


def test_the_code_is_not_taken_from_our_own_mail() -> None:
    text = "Your message to bo@acme.example was not delivered.\n\n--- Original message follows.\nWe cut error 550 5.1.1 by half"
    assert (
        verdict(text, sender="mailer-daemon@mx.example", subject="failure notice").hardness
        is Hardness.UNKNOWN
    )


def test_the_failed_address_is_read_without_our_own() -> None:
    text = (
        "This message was created automatically. It was sent by alice@ours.example.\n"
        "The following address failed: <BO@Acme.example>:\n"
        "Final-Recipient: rfc822; bo2@acme.example\n"
        "Received: from mx.ours.example\nFrom: Alice <other@ours.example>\nTo: first@acme.example\n"
    )
    found = verdict(text, sender="mailer-daemon@mx.example", subject="failure notice")
    assert found.addresses == ("bo2@acme.example", "bo@acme.example", "first@acme.example")


def test_the_failed_address_is_read_from_a_header() -> None:
    found = verdict(
        sender="mailer-daemon@mx.example", subject="x", headers={"x-failed-recipients": "bo@acme.example"}
    )
    assert found.addresses == ("bo@acme.example",)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: Undeliverable: Quick intro", "Did you see that your mail bounced?"),
        ("Undeliverable: Quick intro", "Ha, I nearly deleted this one. Call me."),
        ("Delivery failure", "That is the title of my next book. Interested?"),
        ("Re: failure notice", "We talked about this.\n> could not be delivered\n> 550 5.1.1 User unknown"),
        ("Fwd: Undeliverable: Quick intro", "Look at this"),
        ("Undeliverable things", "A story"),
    ],
)
def test_a_person_who_writes_about_bounces_is_a_person(subject: str, text: str) -> None:
    assert verdict(text, subject=subject).kind is MailKind.HUMAN


def test_a_bounce_from_the_leads_own_address_needs_a_second_sign() -> None:
    text = "Your message could not be delivered. 550 5.1.1 User unknown"
    assert verdict(text, subject="Undeliverable: Quick intro").kind is MailKind.BOUNCE


def test_a_lead_who_is_a_postmaster_may_answer() -> None:
    mail = Mail("postmaster@acme.example", "", "Re: Quick intro", "Sure, call me.")
    assert classify(mail, lead_address="postmaster@acme.example").kind is MailKind.HUMAN


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Considered UNSOLICITED BULK EMAIL, apparently from you", ""),
        ("Undeliverable: Quick intro", "550 5.7.1 Message blocked by our filter"),
        ("Undeliverable: Quick intro", "554 rejected: listed at Spamhaus blocklist"),
    ],
)
def test_a_filter_block_says_nothing_of_the_address(subject: str, text: str) -> None:
    found = verdict(text, sender="postmaster@acme.example", subject=subject)
    assert (found.kind, found.hardness, found.flags) == (
        MailKind.BOUNCE,
        Hardness.SOFT,
        ("blocked by filter",),
    )


def test_words_of_our_own_mail_are_no_filter_block() -> None:
    text = "550 5.1.1 User unknown\n\nOriginal message:\nNever be blocked by our filter again"
    assert verdict(text, sender="mailer-daemon@mx.example", subject="Undeliverable: x").flags == ()


# --- Delays


@pytest.mark.window("W34")
@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Delivery Status Notification (Delay)", ""),
        ("Warning: message 14jRTi-0007jE-00 delayed 24 hours", ""),
        (
            "Delayed Mail (still being retried)",
            "Your message could not be delivered for 4 hours. It will be retried.",
        ),
        ("Delivery delayed: Quick intro", ""),
        ("Zustellung verzögert: Quick intro", ""),
        ("Message delayed (bo@acme.example)", ""),
        ("Quick intro - delivery delayed", ""),
        ("Your mail to bo@acme.example is taking longer than expected", ""),
        ("Delivery notification", "451 4.4.1 no answer from host. We are still trying."),
        (
            "Delivery Status Notification",
            "Final-Recipient: rfc822; bo@acme.example\nAction: delayed\nStatus: 4.4.7",
        ),
    ],
)
def test_delayed_is_not_bounced(subject: str, text: str) -> None:
    found = verdict(text, sender="mailer-daemon@mx.example", subject=subject)
    assert (found.kind, found.hardness) == (MailKind.DELAY, None)


@pytest.mark.parametrize(
    "text",
    [
        "Action: failed\nStatus: 4.4.7\nWe were still trying for five days",
        "I'm not going to try again; will be retried never. I've given up.",
    ],
)
def test_a_notice_that_gave_up_is_a_bounce(text: str) -> None:
    assert verdict(text, sender="mailer-daemon@mx.example", subject="failure notice").kind is MailKind.BOUNCE


def test_our_own_subject_about_delays_makes_no_delay() -> None:
    found = verdict(
        "550 5.1.1", sender="postmaster@acme.example", subject="Undeliverable: Are your trucks delayed?"
    )
    assert found.kind is MailKind.BOUNCE


@pytest.mark.parametrize(
    "subject", ["Delivery Status Notification (Success)", "Delivered: Quick intro", "Relayed: Quick intro"]
)
def test_a_report_of_success_changes_nothing(subject: str) -> None:
    found = verdict(sender="postmaster@acme.example", subject=subject)
    assert (found.kind, found.flags) == (MailKind.DELAY, (MailFlag.DELIVERED,))


@pytest.mark.parametrize("fate", ["delivered", "relayed", "expanded", "deliverable"])
def test_a_report_of_success_is_no_bounce_and_no_answer(fate: str) -> None:
    text = f"Final-Recipient: rfc822; bo@acme.example\nAction: {fate}\nStatus: 2.0.0"
    found = verdict(text, sender="someone@acme.example", subject="Report")
    assert (found.kind, found.flags) == (MailKind.DELAY, (MailFlag.DELIVERED,))
    assert found.addresses == (LEAD,)


def test_a_report_of_two_fates_is_the_worse_one() -> None:
    text = "Final-Recipient: rfc822; kim@acme.example\nAction: delivered\n\nFinal-Recipient: rfc822; bo@acme.example\nAction: failed\nStatus: 5.1.1"
    assert verdict(text, sender="mailer-daemon@mx.example", subject="Report").kind is MailKind.BOUNCE


# --- Auto-replies


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Quick intro",
        "Out of Office: Quick intro",
        "Out of office Re: Quick intro",
        "Autoreply: Quick intro",
        "Automatische Antwort: Quick intro",
        "Abwesenheitsnotiz: Quick intro",
        "Réponse automatique : Quick intro",
        "Absence du bureau",
        "Respuesta automática: Quick intro",
        "Fuera de la oficina",
        "Risposta automatica: Quick intro",
        "Resposta automática: Quick intro",
        "Automatisch antwoord: Quick intro",
        "Afwezig: Quick intro",
        "Automatiskt svar: Quick intro",
        "Autosvar: Quick intro",
        "Frånvaro: Quick intro",
        "Fravær: Quick intro",
        "Automaattinen vastaus: Quick intro",
        "Automatyczna odpowiedź: Quick intro",
        "Automatická odpověď: Quick intro",
        "Automatikus válasz: Quick intro",
        "Samodejni odgovor: Quick intro",
        "Автоответ: Quick intro",
        "Автоматический ответ: Quick intro",
        "Otomatik yanıt: Quick intro",
        "自動応答: Quick intro",
        "自動返信: Quick intro",
        "自動回覆: Quick intro",
        "自动答复: Quick intro",
        "자동 회신: Quick intro",
        "부재중: Quick intro",
        "Away until May 5",
        "Bo Ek is out of the office",
    ],
)
def test_an_auto_reply_is_known_by_its_prefix(subject: str) -> None:
    assert verdict("Thank you for your mail.", subject=subject).kind is MailKind.AUTO_REPLY


@pytest.mark.parametrize(
    "headers",
    [
        {"auto-submitted": "auto-replied"},
        {"auto-submitted": "Auto-Replied (vacation)"},
        {"x-autoreply": "yes"},
        {"precedence": "auto_reply"},
    ],
)
def test_an_auto_reply_is_known_by_its_headers(headers: dict[str, str]) -> None:
    assert verdict("Bin dann mal weg", headers=headers).kind is MailKind.AUTO_REPLY


@pytest.mark.parametrize(
    "headers", [{"auto-submitted": "auto-generated"}, {"x-auto-response-suppress": "All"}]
)
def test_a_weak_header_needs_a_second_sign(headers: dict[str, str]) -> None:
    assert verdict("Yes, call me.", headers=headers).kind is MailKind.HUMAN
    assert verdict("I am out of office.", headers=headers).kind is MailKind.AUTO_REPLY


@pytest.mark.parametrize(
    "text",
    [
        "I am out of the office until 5 May and have limited access to mail.",
        "Ich bin bis zum 5. Mai nicht im Büro. In dringenden Fällen hilft Frau Ek.",
        "Je suis absent du bureau jusqu'au 5 mai.",
        "This is an automated response. We got your mail.",
    ],
)
def test_a_plain_note_of_absence_is_an_auto_reply(text: str) -> None:
    assert verdict(text).kind is MailKind.AUTO_REPLY


@pytest.mark.parametrize(
    "text",
    [
        "I'm out next week, but interested",
        "I'm out of the office until Monday, but interested. Call me then.",
        "Out of the office until Monday - can we talk on Tuesday?",
        "Ich bin im Urlaub bis zum 5. Mai, aber interessiert.",
        "Are you out of the office until Monday?",
        "Bo is no longer with us in sales, write to Kim instead.",
    ],
)
def test_a_person_who_is_away_is_a_person(text: str) -> None:
    assert verdict(text).kind is MailKind.HUMAN


def test_auto_submitted_no_means_a_person() -> None:
    assert (
        verdict("I am out of the office until May.", headers={"auto-submitted": "no"}).kind is MailKind.HUMAN
    )


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Automatic reply: Quick intro", "Bo is no longer with the company."),
        ("Automatic reply: Bo has left the company", ""),
        ("Re: Quick intro", "This mailbox is no longer in use. Please write to info@acme.example."),
        ("Automatische Antwort: x", "Herr Ek ist nicht mehr für uns tätig."),
        ("Automatische Antwort: x", "Dieses Postfach wird nicht mehr gelesen."),
        ("Réponse automatique : x", "Bo Ek a quitté la société."),
        ("Respuesta automática: x", "Bo ya no trabaja aquí."),
        ("Automatisch antwoord: x", "Dit e-mailadres is niet meer in gebruik."),
    ],
)
def test_a_mailbox_that_nobody_reads_is_flagged(subject: str, text: str) -> None:
    found = verdict(text, subject=subject)
    assert (found.kind, found.flags) == (MailKind.AUTO_REPLY, ("address is dead",))


# --- Opt-outs


@pytest.mark.parametrize(
    "text",
    [
        "STOP",
        "Stop.",
        "unsubscribe",
        "Unsubscribe please!",
        "Remove me",
        "Hi Alice,\nremove me please\nBo",
        "Please stop emailing me.",
        "stop sending me these emails",
        "Kindly stop contacting us",
        "Please take me off your list",
        "Take me off this mailing list, thanks.",
        "please remove my address",
        "Please remove me from your mailing list.",
        "Can you please remove me from your list?",
        "Not interested, remove me from your database.",
        "I am not interested please remove me",
        "I'd like to unsubscribe.",
        "Please unsubscribe me",
        "Do not contact me again.",
        "Don't email me anymore",
        "Never write to me again!",
        "No more emails please",
        "We do not wish to receive your emails",
        "I no longer want to hear from you",
        "Opt me out",
        "stop \N{OCTAGONAL SIGN}",
        "Wrong person. Please take me off.",
        "I never signed up. Unsubscribe.",
        "Please remove from list",
        "Please add me to your do not contact list",
        "Bitte nicht mehr kontaktieren",
        "Gelieve mij niet meer te mailen",
        "Proszę więcej nie pisać",
        "If you don't stop emailing me I will call a lawyer.",
        "delete my data",
        "Leave me alone",
        "How do I unsubscribe?",
        "Bitte nehmen Sie mich aus Ihrem Verteiler.",
        "Bitte löschen Sie meine Daten.",
        "Bitte tragen Sie mich aus",
        "Bitte keine weiteren E-Mails.",
        "Schreiben Sie mir nicht mehr!",
        "Bitte melden Sie mich ab.",
        "Ich möchte keine Werbung erhalten",
        "Abmelden",
        "Merci de me désinscrire.",
        "Veuillez me retirer de votre liste",
        "Désinscrivez-moi",
        "Ne m'écrivez plus.",
        "Je ne souhaite plus recevoir vos messages",
        "Arrêtez de m'envoyer des mails",
        "Désinscription",
        "Por favor, denme de baja",
        "Dejen de enviarme correos",
        "No me escriban más",
        "No quiero recibir más correos",
        "Baja",
        "Cancellatemi dalla lista",
        "Non scrivetemi più",
        "Non voglio più ricevere le vostre mail",
        "Smettetela di inviarmi mail",
        "Por favor, remova meu e-mail da lista",
        "Não me envie mais e-mails",
        "Não quero receber mais mensagens",
        "Parem de me enviar isto",
        "Descadastrar",
        "Haal mij van de lijst",
        "Stuur mij geen verdere mails",
        "Ik wil geen mails meer ontvangen",
        "Verwijder mijn gegevens",
        "Afmelden",
        "Proszę mnie wypisać",
        "Proszę usunąć mój adres",
        "Nie chcę otrzymywać takich wiadomości",
        "Proszę o nieprzesyłanie mi więcej wiadomości",
        "Wypisz mnie",
        "Ta bort mig från listan",
        "Sluta mejla mig",
        "Skicka inga fler mejl",
        "Avregistrera",
        "Afmeld mig",
        "Ikke send meg mer",
        "Удалите меня из рассылки",
        "配信停止",
        "退订",
        "수신거부",
        "stop\n\n> Hi Bo, quick intro\n> reply STOP to unsubscribe",
        "> Hi Bo, quick intro\n\nPlease stop emailing me",
    ],
)
def test_a_directed_request_or_a_bare_keyword_is_an_opt_out(text: str) -> None:
    assert verdict(text).kind is MailKind.OPT_OUT


@pytest.mark.parametrize(
    "text",
    [
        "Don't stop emailing me, I like it.",
        "Please do not remove me from your list",
        "I don't want you to stop emailing me",
        "Never unsubscribe me",
        "Bitte nehmen Sie mich nicht aus dem Verteiler",
        "Can you stop by on Tuesday?",
        "We are a one-stop shop.",
        "Ich habe keine Nachrichten mehr von Ihnen bekommen, was ist los?",
        "J'ai reçu plus de mails.",
        "Jag fick inga fler mejl",
        "Ik heb geen mails meer gekregen",
        "Yes, Tuesday.\n--\nBo\nunsubscribe me",
        "Yes\nSent from my phone, please do not stop",
        "Not interested.",
        "Interested! Who else is on your list?",
        "Don't email me, call me: 555",
        "Please remove me from the CC of that thread",
        "My boss wants to stop sending paper invoices",
        "Why would anyone unsubscribe from this?",
        "How do you stop emails from bouncing?",
        "If you no longer wish to receive these emails, reply STOP",
        "If you'd like to unsubscribe, let me know",
        "To unsubscribe from this list click here",
        "Don't want to hear from us? Reply with the word",
        "Wenn Sie keine weiteren E-Mails erhalten möchten, antworten Sie bitte.",
        "Si vous ne souhaitez plus recevoir nos messages, dites-le",
        "No quiero dejar de hablar con ustedes",
        "Sounds good.\n\nOn Mon, 4 May 2026 at 10:00, Alice <alice@ours.example> wrote:\n> Hi\n> Reply STOP to unsubscribe",
        "Sounds good. On Mon, 4 May 2026 at 10:00, Alice <alice@ours.example> wrote: please take me off your list",
        "Klingt gut.\nAm Mo., 4. Mai 2026 um 10:00 Uhr schrieb Alice <alice@ours.example>:\nBitte nehmen Sie mich aus Ihrem Verteiler",
        "Ok pour moi.\n\nLe lun. 4 mai 2026 à 10:00, Alice <alice@ours.example> a écrit :\n> Désinscription",
        "Yes\n-----Original Message-----\nremove me",
        "Yes\n\nFrom: Alice <alice@ours.example>\nSent: Monday, 4 May 2026\nSubject: Quick intro\n\nStop",
        "Yes\n________________________________\nunsubscribe",
        "One\ntwo\nthree\nstop",
    ],
)
def test_no_such_request_is_no_opt_out(text: str) -> None:
    assert verdict(text).kind is MailKind.HUMAN


@pytest.mark.parametrize(
    "text",
    [
        "Is there a way to unsubscribe here?",
        "Is this spam?",
        "Please do not remove me",
        "One\ntwo\nthree\nstop",
    ],
)
def test_a_weak_word_is_flagged_and_never_suppresses(text: str) -> None:
    found = verdict(text)
    assert (found.kind, found.flags) == (MailKind.HUMAN, ("maybe opt-out",))


def test_quoted_words_are_not_even_flagged() -> None:
    assert verdict("Sounds good.\n\n> Reply STOP to unsubscribe").flags == ()


@pytest.mark.parametrize(
    "text",
    [
        # the words of a request, in an order or a mood of their own
        "I'd appreciate it if you stopped sending these.",
        "I'd like all further contact to stop.",
        "Please make sure nobody from your side writes to us again.",
        "You have no permission to use my data. Delete it and confirm.",
        "Take my address out of your system, will you?",
        "Ich will nichts mehr von euch hören",
        "Ich lege keinen Wert auf weitere Nachrichten von Ihnen.",
        "Woher haben Sie meine Adresse? Bitte unverzüglich löschen!",
        "Merci de ne plus revenir vers nous.",
        "On n'est pas intéressés, ne nous recontactez pas.",
        "Les ruego que se abstengan de enviarme publicidad.",
        "¿Me puedes quitar de tu lista de envíos? Gracias",
        "¿Cómo me doy de baja de estos correos?",
        "Por favor, denme de baja",
        "Siamo a posto, evitate di ricontattarci.",
        "Ciao, mi levi dalla lista? Grazie",
        "Vi chiedo di cancellare tutti i dati che avete su di me.",
        "Wilt u mij s.v.p. verwijderen uit uw mailinglijst?",
        "U wordt verzocht geen verdere e-mails te sturen.",
        "Não temos interesse. Favor não entrar mais em contato.",
        "Exijo que apaguem todos os dados que têm sobre mim.",
        "Como faço para sair desta lista?",
        "Skąd macie mój adres? Proszę go natychmiast usunąć.",
        "PROSZĘ NIE WYSYŁAĆ MI WIĘCEJ MAILI.",
        "Proszę o niekontaktowanie się w przyszłości.",
        # a misspelt verb
        "Pleas remvoe me from this list",
        "merci de me desinscire",
        "graag mij verwijdren uit de lijst",
    ],
)
def test_the_words_of_a_clause_tell_a_request_in_any_order(text: str) -> None:
    assert verdict(text).kind is MailKind.OPT_OUT


@pytest.mark.parametrize(
    "text",
    [
        # another time, way or address
        "Please don't contact me before 9am.",
        "Bitte schicken Sie den Bericht nicht mehr an meine alte Adresse, sondern an diese.",
        "No me llames antes de las 9, luego cuando quieras.",
        "Proszę nie wysyłać już raportu na stary adres, tylko na ten.",
        # another thing or person
        "No me manden más muestras, con el catálogo basta.",
        "Proszę nie przysyłać więcej próbek, wystarczy cennik.",
        "Please take us through the list of features.",
        "Nehmen Sie mich bitte auch in den Verteiler für das Webinar auf.",
        "We do not want to lose customers who no longer get our mails.",
        "Bitte keine Anrufe, aber eine Mail nehme ich gern.",
        # what the writer plans, cannot do, or what happened
        "Nous voulons arrêter d'envoyer nos newsletters à la main. Votre outil le fait ?",
        "Ik kan vandaag niet meer schrijven, morgen verder.",
        "Nunca me habían contactado por esto, suena bien.",
        "Jo left. Mail to jo@acme.example no longer gets read.",
        # a question of our product
        "Peut-on supprimer nos données à la fin de l'essai ?",
        "Können wir unsere Daten nach dem Test löschen?",
        "How can I delete a contact in your app?",
        # words one letter away
        "Lassen Sie uns vorher kurz sprechen, Donnerstag?",
        "Toglietemi una curiosità: quanto costa?",
        "Rien de plus.",
        "Put me on the list.",
        "I asked my team to stop the pilot until we hear from you.",
        "Non esiti a ricontattarmi a giugno.",
    ],
)
def test_a_limit_a_plan_or_another_thing_makes_no_request(text: str) -> None:
    assert verdict(text).kind is not MailKind.OPT_OUT


@pytest.mark.parametrize(
    "text",
    [
        "I'm in back-to-back workshops through Thursday and won't see this before Friday.",
        "I am working from our Tokyo office, so replies may take longer than usual.\nI read mail once a day.",
        "Gone fishing! Back 2 April.",
        "Ich bin auf einer Schulung und antworte verzögert.",
        "Ik ben afwezig tot en met 21 maart.\n\nMet vriendelijke groet,\nPiet Boer\nInkoop, Acme",
        "Je suis en année sabbatique et ne consulte pas cette messagerie.",
        "Estoy hospitalizada. Carina (carina@acme.example) me sustituye.",
        "Hoy es festivo local. Mañana contestaré a su correo.",
        "Mi trovo all'estero con connessione limitata.",
        "Não estarei disponível até à próxima segunda-feira.",
        "Em greve hoje, os e-mails não serão respondidos.",
        "Jestem na urlopie bezpłatnym i nie sprawdzam tej skrzynki.",
        # receipts
        "We got your note and will be in touch within one business day. Ref: A-1182",
        "Abbiamo ricevuto il messaggio e risponderemo entro un giorno lavorativo.",
        "Due to a high volume of enquiries our response times are longer than usual.",
    ],
)
def test_signs_that_languages_share_tell_an_absence_or_a_receipt(text: str) -> None:
    assert verdict(text).kind is MailKind.AUTO_REPLY


@pytest.mark.parametrize(
    "text",
    [
        "I've moved on from Acme. Reach the team at team@acme.example.",
        "Frau Weber befindet sich im Ruhestand. Neue Ansprechpartnerin ist Frau Sommer.",
        "He dejado la empresa. Mi sucesor es Luis Gil (luis@acme.example).",
        "Ho cambiato reparto. Per gli acquisti: acquisti@acme.example",
        "Odszedłem z firmy. Moim następcą jest Łukasz Bąk (lukasz@acme.example).",
        "Dieses Postfach ist unbesetzt. Hilfe: acme.example/hilfe",
        "Este buzón no está atendido. Utilice el formulario de contacto.",
    ],
)
def test_who_has_left_and_a_mailbox_without_a_reader_make_the_address_dead(text: str) -> None:
    found = verdict(text)
    assert found.kind is MailKind.AUTO_REPLY
    assert MailFlag.ADDRESS_IS_DEAD in found.flags


@pytest.mark.parametrize(
    "text",
    [
        "Our replies to tickets are delayed by two days. That is what we want to fix.",
        "Your system sent me an out of office reply although you answered later, funny. Yes to Thursday.",
        "I'm abroad until May, but e-mail reaches me everywhere. Go ahead.",
        "Ich bin im Sommer in Rente, das entscheidet mein Nachfolger Max Berg.",
        "Die Antwortzeiten unseres Supports sind zu lang, wir brauchen Hilfe.",
        "Gern im Mai, bin im Urlaub.",
        "Bien reçu, merci. Je reviens vers vous après le comité de jeudi.",
        "Mail niet het kantoor in Utrecht, mail mij.",
        "We run a hospital.",
        "We ship overseas.",
        "I only work with agencies.",
        "No tengo acceso al documento.",
        "Le vostre ultime mail non sono arrivate.",
        "I'm in meetings all day until Thursday. Thursday 3pm works.",
    ],
)
def test_a_person_who_mentions_absence_or_delay_is_a_person(text: str) -> None:
    assert verdict(text).kind is MailKind.HUMAN


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("W dniach 7-19 marca jestem nieobecny.", date(2025, 3, 19)),
        ("Będę dostępny od 25.03.", date(2025, 3, 25)),
        ("Je travaille à temps partiel et serai de retour jeudi.", date(2025, 3, 13)),
        ("Ich arbeite Teilzeit und bin erst am Donnerstag wieder im Haus.", date(2025, 3, 13)),
    ],
)
def test_a_range_of_days_and_a_habit_hide_no_return(text: str, day: date) -> None:
    assert find_return_date(Mail(LEAD, "", "Re: Quick intro", text), datetime(2025, 3, 10, tzinfo=UTC)) == day


@pytest.mark.parametrize(
    ("subject", "text", "hardness"),
    [
        (
            "Message status - undeliverable",
            "The message was undeliverable:\n\tbo (user not found)",
            Hardness.HARD,
        ),
        (
            "Your message to bo@acme.example was rejected",
            "bo@acme.example no longer accepts mail.",
            Hardness.HARD,
        ),
        ("Non recapitabile: domanda", "bo non trovato in acme.example.", Hardness.HARD),
        (
            "Undelivered Mail Returned to Sender",
            "connect to mx.acme.example: Connection timed out",
            Hardness.SOFT,
        ),
    ],
)
def test_a_notice_without_a_code_tells_its_class_in_words(
    subject: str, text: str, hardness: Hardness
) -> None:
    found = classify(Mail("noreply@mx.example", "Mail Delivery System", subject, text), own_addresses=[OURS])
    assert (found.kind, found.hardness) == (MailKind.BOUNCE, hardness)


def test_people_of_a_discussion_list_complain_of_nothing() -> None:
    mail = Mail(
        LEAD, "", "Re: spam report", "This is a spam complaint", "", {"list-id": "<users.lists.example>"}
    )
    assert classify(mail).kind is not MailKind.OPT_OUT


def test_a_subject_that_is_nothing_but_a_keyword_is_an_opt_out() -> None:
    assert verdict(subject="Unsubscribe").kind is MailKind.OPT_OUT


def test_quotes_in_html_are_no_words_of_the_sender() -> None:
    html = "<style>stop</style><p>Yes &amp; soon</p><div>On Mon, 4 May 2026, Alice wrote:<blockquote><p>stop</p></blockquote></div>"
    assert verdict(html=html).kind is MailKind.HUMAN
    assert verdict(html="<div>stop</div><blockquote>Hi Bo</blockquote>").kind is MailKind.OPT_OUT


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        ("This is an email abuse report for a message received from 192.0.2.1", {}),
        ("Feedback-Type: abuse\nUser-Agent: x\nOriginal-Rcpt-To: bo@acme.example", {}),
        ("", {"content-type": "multipart/report; report-type=feedback-report"}),
    ],
)
def test_a_complaint_is_an_opt_out(text: str, headers: dict[str, str]) -> None:
    found = verdict(text, sender="feedback@isp.example", subject="FW: Quick intro", headers=headers)
    assert (found.kind, found.flags) == (MailKind.OPT_OUT, ("complaint",))


def test_a_complaint_by_subject_is_an_opt_out() -> None:
    found = verdict(sender="staff@isp.example", subject="complaint about message from 192.0.2.1")
    assert found.flags == ("complaint",)


def test_a_report_that_a_mail_is_no_spam_is_no_complaint() -> None:
    headers = {"content-type": "multipart/report; report-type=feedback-report"}
    found = verdict("Feedback-Type: not-spam", sender="feedback@isp.example", headers=headers)
    assert "complaint" not in found.flags


def test_a_complaint_names_the_recipient() -> None:
    text = (
        "Feedback-Type: abuse\nOriginal-Rcpt-To: <bo@acme.example>\nOriginal-Mail-From: <alice@ours.example>"
    )
    assert verdict(text, sender="feedback@isp.example").addresses == ("bo@acme.example",)


def test_nothing_at_all_is_a_person() -> None:
    assert classify(Mail("")).kind is MailKind.HUMAN


# --- email.bounced


@pytest.mark.parametrize(
    ("data", "hardness", "code"),
    [
        ({}, Hardness.HARD, ""),
        ({"recipient": LEAD}, Hardness.HARD, ""),
        ({"type": "email.bounced", "to": LEAD}, Hardness.HARD, ""),
        ({"bounceType": "Permanent"}, Hardness.HARD, ""),
        ({"bounce": {"type": "soft", "code": "4.2.2"}}, Hardness.SOFT, "4.2.2"),
        ({"bounce_type": "Transient"}, Hardness.SOFT, ""),
        ({"classification": "hard", "status": 550}, Hardness.HARD, "550"),
        ({"class": "soft", "status": "5.1.1"}, Hardness.SOFT, "5.1.1"),
        ({"class": "4.x.x"}, Hardness.SOFT, ""),
        ({"severity": "temporary"}, Hardness.SOFT, ""),
        ({"smtpCode": 452}, Hardness.SOFT, "452"),
        ({"enhancedCode": "4.2.2"}, Hardness.SOFT, "4.2.2"),
        ({"diagnostic": "smtp; 550 5.1.1 User unknown"}, Hardness.HARD, "5.1.1"),
        ({"status": "bounced", "text": "421 try later"}, Hardness.SOFT, "421"),
        ({"bounce": {"permanent": True}}, Hardness.HARD, ""),
        ({"soft": True}, Hardness.SOFT, ""),
        ({"hard": False, "category": None, "code": True}, Hardness.HARD, ""),
    ],
)
def test_a_bounce_event_is_hard_unless_it_says_soft(
    data: dict[str, Any], hardness: Hardness, code: str
) -> None:
    found = read_bounce(data)
    assert (found.kind, found.hardness, found.code) == (MailKind.BOUNCE, hardness, code)


@pytest.mark.parametrize(
    "data",
    [
        {"recipient": LEAD},
        {"recipients": [LEAD]},
        {"to": f"Bo <{LEAD.upper()}>"},
        {"email": LEAD},
        {"address": LEAD},
        {"bouncedAddress": LEAD},
        {"failed_recipient": LEAD},
        {"finalRecipient": f"rfc822; {LEAD}"},
        {"bounce": {"bouncedRecipients": [{"emailAddress": LEAD, "status": "5.1.1"}]}},
        {"message": {"from": OURS, "to": [{"email": LEAD, "name": "Bo"}]}},
        {"text": f"<{LEAD}>: 550 no"},
        {"from": {"email": "x@other.example"}, "to": [OURS, LEAD, "mailer-daemon@mx.example"]},
    ],
)
def test_a_bounce_event_names_the_recipient_under_any_plausible_name(data: dict[str, Any]) -> None:
    assert read_bounce(data, own_addresses=[OURS]).addresses == (LEAD,)


def test_a_bounce_event_by_a_filter_is_soft_and_flagged() -> None:
    found = read_bounce({"diagnosticCode": "550 5.7.1 blocked using Spamhaus"})
    assert (found.hardness, found.flags) == (Hardness.SOFT, ("blocked by filter",))
    assert read_bounce({"type": "blocked"}).flags == ("blocked by filter",)


# --- The mail of an event


@pytest.mark.parametrize(
    ("sender", "expected"),
    [
        (LEAD, (LEAD, "")),
        (f"Bo Ek <{LEAD}>", (LEAD, "Bo Ek")),
        (f'"Ek, Bo" <{LEAD}>', (LEAD, "Ek, Bo")),
        (f"{LEAD} (Bo Ek)", (LEAD, "Bo Ek")),
        ({"email": LEAD, "name": "Bo Ek"}, (LEAD, "Bo Ek")),
        ({"address": LEAD}, (LEAD, "")),
        ([{"address": LEAD, "name": "Bo"}], (LEAD, "Bo")),
        ({"value": [{"address": LEAD, "name": "Bo"}]}, (LEAD, "Bo")),
        ("<>", ("", "")),
        ("Postmaster <>", ("", "Postmaster")),
        ("", ("", "")),
        (None, ("", "")),
        ([], ("", "")),
    ],
)
def test_a_sender_comes_in_many_shapes(sender: object, expected: tuple[str, str]) -> None:
    mail = mail_from_event({"message": {"from": sender, "subject": "x"}})
    assert (mail.sender, mail.sender_name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Passed it on. On Mon, 02 Mar 2026 at 08:24, Al <al@acme.example> wrote:", "Passed it on."),
        ("Très bien,\nà jeudi !\n\nLe 2 mars 2026 à 08:24, Al a écrit :\n> Bonjour", "Très bien, à jeudi !"),
        ("Yes\n\n> Would Tuesday do?\n\nNo,\tWednesday", "Yes No, Wednesday"),
        ("> all quoted", "Fleet"),
        ("word " * 100, ("word " * 32)[:160]),
    ],
)
def test_an_excerpt_is_what_the_person_typed(text: str, expected: str) -> None:
    assert excerpt(Mail(LEAD, "", "Fleet", text)) == expected


def test_missing_text_is_made_from_html_else_from_the_snippet() -> None:
    assert mail_from_event({"message": {"text": "a", "snippet": "b"}}).text == "a"
    assert mail_from_event({"message": {"html": "<p>a</p><p>b</p>", "snippet": "c"}}).text == "a\nb"
    assert mail_from_event({"message": {"snippet": "don&#39;t"}}).text == "don't"
    assert mail_from_event({"message": {"text": None}}).text == ""


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-replied"},
        {"auto-submitted": ["auto-replied"]},
        [{"name": "Auto-Submitted", "value": "auto-replied"}],
        [["Auto-Submitted", "auto-replied"]],
        ["Auto-Submitted: auto-replied"],
    ],
)
def test_headers_come_in_many_shapes(headers: object) -> None:
    assert mail_from_event({"message": {"headers": headers}}).headers == {"auto-submitted": "auto-replied"}


@pytest.mark.parametrize(
    "message", ["text", 3, ["x"], True, {"from": 3}, {"from": True}, {"from": {"email": 3}}, {"from": [3]}]
)
def test_an_unusable_message_is_refused_with_a_reason(message: object) -> None:
    with pytest.raises(ValueError, match=r"^(message|from)\S* is "):
        mail_from_event({"message": message})


def test_without_a_message_the_event_itself_is_read() -> None:
    assert mail_from_event({"from": LEAD, "subject": "x"}) == Mail(LEAD, "", "x")
    assert mail_from_event({}) == Mail("")


# --- Whatever strangers send

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
KNOWN_KEYS = st.sampled_from(
    [
        "message",
        "from",
        "to",
        "headers",
        "text",
        "html",
        "subject",
        "snippet",
        "bounce",
        "type",
        "code",
        "status",
        "email",
        "hard",
    ]
)
EVENT_DATA = st.dictionaries(KNOWN_KEYS | st.text(), JSON | st.dictionaries(KNOWN_KEYS, JSON), max_size=6)
WORDS = st.lists(
    st.sampled_from(
        [
            "stop",
            "don't",
            "me",
            "mailer-daemon@",
            "\n",
            ">",
            "On 4 May",
            "wrote:",
            "550",
            "5.1.1",
            "<",
            "&#",
            "@x.y",
            "нет",
            "\u0301",
        ]
    ),
    max_size=30,
).map(" ".join)


@given(
    sender=st.text(),
    name=st.text(),
    subject=st.text() | WORDS,
    text=st.text() | WORDS,
    html=st.text() | WORDS,
)
def test_any_mail_is_classified(sender: str, name: str, subject: str, text: str, html: str) -> None:
    found = classify(Mail(sender, name, subject, text, html), own_addresses=[OURS], lead_address=LEAD)
    assert found.why
    assert (found.hardness is not None) == (found.kind is MailKind.BOUNCE)


@given(data=EVENT_DATA)
def test_any_event_is_read_or_refused(data: dict[str, Any]) -> None:
    assert read_bounce(data, own_addresses=[OURS]).kind is MailKind.BOUNCE
    with contextlib.suppress(ValueError):
        assert classify(mail_from_event(data)).why


def test_deep_and_wide_events_are_read() -> None:
    deep: Any = LEAD
    for _ in range(400):
        deep = {"bounce": [deep]}
    assert read_bounce(deep).hardness is Hardness.HARD
    assert read_bounce({str(number): LEAD for number in range(100_000)}).hardness is Hardness.HARD


def read_everything(big: str) -> float:
    """Return the seconds of the processor that all readers take for a mail of these words; others' work does not count."""
    started = time.process_time()
    classify(Mail("mailer-daemon@mx.example", "", big, big, "", {"auto-submitted": big}), lead_address=LEAD)
    classify(Mail(LEAD, big, "Re: " + big, "", big), lead_address=LEAD)
    classify(Mail(LEAD, big, "Re: " + big, big), lead_address=LEAD)
    read_bounce({"text": big, "to": big, "type": big})
    mail_from_event({"message": {"from": big, "html": big, "snippet": big, "headers": [big]}})
    return time.process_time() - started


@pytest.mark.parametrize(
    "seed",
    [
        "a",
        "a@",
        "a.",
        "a@b.",
        "<",
        "<a ",
        "<blockquote>",
        "&amp",
        ">",
        "\n",
        " ",
        "-",
        "_",
        "on 4 may ",
        "on 4 may wrote",
        "Am 4. ",
        "stop ",
        "remove my email ",
        "don't email me ",
        "keine mails ",
        "5.1.1",
        "5",
        "status: ",
        "to: a@b.example ",
        "final-recipient: ",
        "from: x\n",
        "original message ",
        "\u0301\u0327",
        "é",
        "adresse ",
        "this mailbox ",
        "nicht mehr bei ",
        "your message to ",
        "is out ",
        "(",
        '"',
        "remove me a b ",
        "stop a b ",
        "12 пишет ",
        "From: a\nTo: b\n",
        "<script>",
        "bo:",
        "unsubcribe, ",
        "stop\n\n",
        "name <a@b.example> wrote",
        "from : a sent ",
        "list-unsubscribe: a=b.example ",
        "feedback-type: abuse to: ",
        "mailbox a a a ",
        "postfach ",
        "no me ",
        "nehmen sie mich ",
        "prosze mnie ",
        "alle uber mich gespeicherten daten ",
        "delayed (a) ",
        "«a ",
        "Hi Bo,\n",
        "\ufdfa",  # one sign that stands for eighteen letters
        "remvoe me, ",
        "non mi scr, ",
    ],
)
def test_a_mail_of_100_kb_takes_no_time(seed: str) -> None:
    end = "X" if len(seed) % 2 else ""
    assert read_everything(seed * (100_000 // len(seed)) + end) < 3


@settings(max_examples=20)
@given(seed=WORDS.filter(bool) | st.text(min_size=1, max_size=6))
def test_no_repetition_takes_long(seed: str) -> None:
    assert read_everything(seed * (100_000 // len(seed))) < 3


QUOTE = "On Mon, 02 Mar 2026 at 09:00, Alice <alice@ours.example> wrote:\n> Hi, about Acme.\n"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Back on 23 March 2026.\n\n", "Back on 23 March 2026."),
        ("Back on 23 March 2026\n", "Back on 23 March 2026"),
        ("On 5 occasions I asked: remove me.\n\n", "On 5 occasions I asked: remove me."),
        ("Stop, on 3 grounds. ", "Stop, on 3 grounds."),
        ("Yes ", "Yes"),
        ("", ""),
    ],
)
def test_a_day_in_a_persons_words_does_not_begin_the_quote(typed: str, kept: str) -> None:
    assert written_text(typed + QUOTE) == kept


def test_an_opt_out_above_a_quote_is_read_whole() -> None:
    assert (
        verdict("On 5 occasions I asked you: remove me from your list.\n\n" + QUOTE).kind is MailKind.OPT_OUT
    )
