"""Opt-outs and their look-alikes, one by one: what the rules were built on."""

from pathlib import Path

import pytest

from seqcli.inbound import Doubt, MailFlag, MailKind, Verdict, classify
from seqcli.inbound.opt_out_clauses import slips
from seqcli.model import Mail

LEAD = "bo@acme.example"
OURS = "alice@ours.example"


def examples(name: str) -> list[str]:
    """Return the mails of a file, one a line; a line break is written \\n."""
    lines = (Path(__file__).parent / "examples" / name).read_text().splitlines()
    return [line.replace("\\n", "\n") for line in lines]


def read(text: str, **fields: object) -> Verdict:
    mail = Mail(**{"sender": LEAD, "subject": "Re: Quick intro", "text": text} | fields)  # type: ignore[arg-type]
    return classify(mail, own_addresses=[OURS], lead_address=LEAD)


@pytest.mark.parametrize("text", examples("opt_outs.txt"))
def test_a_request_to_end_is_an_opt_out(text: str) -> None:
    assert read(text).kind is MailKind.OPT_OUT


@pytest.mark.parametrize("text", examples("people.txt"))
def test_a_request_about_other_things_is_none(text: str) -> None:
    assert read(text).kind is not MailKind.OPT_OUT


@pytest.mark.parametrize(
    "text",
    [
        # a list of those who get no mail
        "Please mark us as do-not-contact.",
        "Bitte setzen Sie mich auf Ihre Sperrliste.",
        "Pónganme en su lista negra.",
        "Zet me op jullie zwarte lijst.",
        "Wpiszcie mnie na swoją czarną listę.",
        # a ban, and what was never allowed
        "Je vous interdis de me recontacter.",
        "Vi diffido dal ricontattarmi.",
        "Ik verbied u nog contact met mij op te nemen.",
        "Non autorizzo l'uso della mia mail per scopi commerciali.",
        "Não autorizo o uso do meu e-mail para fins comerciais.",
        # a right
        "Please honour my right to be forgotten.",
        "Ich mache von meinem Recht auf Löschung Gebrauch.",
        "Chcę skorzystać z prawa do bycia zapomnianym.",
        # a wish, and what shall not be
        "Pouvez-vous faire le nécessaire pour que je ne reçoive plus vos messages ?",
        "Le agradecería que no me contactara más.",
        "Preferirei che non mi contattaste più.",
        "Não desejamos voltar a ser contactados.",
        "Ik heb liever dat u geen contact meer met mij opneemt.",
        "Chiedo che i miei dati vengano cancellati come previsto dal GDPR.",
        "Merci de ne plus solliciter nos équipes.",
        "Persona equivocada. No insistan, por favor.",
        # an end at the end, or at the beginning of what shall end
        "Gelieve deze mails stop te zetten.",
        "Ik ben die berichten van jullie zat, stop ermee.",
        "you keep writing, i keep deleting. please stop",
        "Veuillez cesser l'envoi de mails publicitaires.",
        "Tercera vez que lo digo: ¡no más publicidad a esta dirección!",
        "I would appreciate it if you removed my details from your system.",
        "Not interested, please do not contact me or any of my colleagues again.",
        "Vi invitiamo a non contattarci ulteriormente.",
        "Nie chcę więcej o was słyszeć.",
        "Veuillez m'exclure de vos prochaines campagnes.",
        "Ik heb liever niet dat u mij mailt.",
        # in haste, or broken by a mail program
        "bitte nich mehr anschreiben",
        "nn scrivetemi piu",
        "descadastrar pfv",
        "Lass mich in Ruhe mit deinem Spam.",
        "Nunca di mi consentimiento para recibir publicidad. No\nvuelvan a enviarme nada.",
    ],
)
def test_requests_of_many_kinds_are_opt_outs(text: str) -> None:
    assert read(text).kind is MailKind.OPT_OUT


@pytest.mark.parametrize(
    "text",
    [
        "Our domain was put on a blacklist last month, can you help with that?",
        "I don't want to be contacted by competitors, is my data safe with you?",
        "Do you check prospects against a suppression list before sending?",
        "Please don't send any more info for now, let's just talk on Thursday.",
        "Never mind the previous message, Tuesday works.",
        "Don't reply to this address, use my private one.",
        "Lassen Sie mich in Ruhe darüber nachdenken, ich melde mich.",
        "Löschen Sie bitte meine letzte Mail, die war für jemand anderen.",
        "Pouvez-vous m'enlever un doute : est-ce compatible avec notre CRM ?",
        "Nous cherchons à ne plus envoyer de mails à la main.",
        "Ya no recibo sus mensajes, ¿puede comprobarlo?",
        "Basta una mail di conferma, grazie.",
        "Lasciamo perdere la demo, mi dica solo il prezzo.",
        "Chega-me um e-mail de confirmação, obrigado.",
        "Chcemy przestać wysyłać maile ręcznie.",
        "Nasze dane zostały przypadkowo usunięte, robicie kopie?",
        "Nie potrzebuję więcej informacji, proszę przysłać umowę.",
    ],
)
def test_the_same_words_about_other_things_are_none(text: str) -> None:
    assert read(text).kind is not MailKind.OPT_OUT


@pytest.mark.parametrize(
    ("word", "other", "expected"),
    [
        ("unsubcribe", "unsubscribe", 1),
        ("unsusbcribe", "unsubscribe", 1),
        ("usubscrbe", "unsubscribe", 2),
        ("same", "same", 0),
        ("stop", "unsubscribe", 3),
    ],
)
def test_slips_are_letters_missed_added_changed_or_swapped(word: str, other: str, expected: int) -> None:
    assert slips(word, other) == expected


AUTOMATIC = {"auto-submitted": "auto-replied"}


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("unsubscribe", ""),
        ("Unsubscribe", "Apple Mail sent this email to unsubscribe from the message list."),
        ("unsubscribe", "This message was automatically generated by Mail."),
        ("unsubscribe 3f9a0c", ""),
        ("unsubscribe:bo@acme.example", "List-Unsubscribe=One-Click"),
        ("List-Unsubscribe", "unsubscribe"),
        ("unsubscribe", "> Hi Bo, quick intro"),
    ],
)
def test_the_unsubscribe_button_counts_although_it_is_automatic(subject: str, text: str) -> None:
    assert read(text, subject=subject, headers=AUTOMATIC).kind is MailKind.OPT_OUT


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Automatic reply: unsubscribe", ""),
        ("Unsubscribe rates", ""),
        ("unsubscribe", "I am out of the office until 5 May, for urgent matters call my colleague."),
    ],
)
def test_other_automatic_mails_are_no_button(subject: str, text: str) -> None:
    assert read(text, subject=subject, headers=AUTOMATIC).kind is MailKind.AUTO_REPLY


# --- Complaints


@pytest.mark.parametrize(
    "text",
    [
        "Feedback-Type: abuse\nOriginal-Mail-From: <alice@ours.example>\nOriginal-Rcpt-To: <bo@acme.example>",
        "Feedback-Type: abuse\nRemoval-Recipient: bo@acme.example",
        "Feedback-Type: abuse\nFinal-Recipient: rfc822; bo@acme.example",
        "Feedback-Type: fraud\n\nX-HmXmrOriginalRecipient: <bo@acme.example>\nTo: undisclosed",
        "Feedback-Type: abuse\n\nFrom: alice@ours.example\nTo: Bo\n <bo@acme.example>\nCc: kim@acme.example",
        "Feedback-Type: abuse\nList-Unsubscribe: <mailto:u+bo=acme.example@ours.example>",
        "Feedback-Type: abuse\nList-Unsubscribe: <https://ours.example/u?who=bo%40acme.example>",
        "This is an email abuse report Feedback-Type: abuse Original-Rcpt-To: bo@acme.example To: x@else.example",
        "A user of ours marked this message as spam. It was sent to bo@acme.example. Ask help@isp.example.",
    ],
)
def test_a_complaint_names_who_complained_never_the_provider_or_us(text: str) -> None:
    mail = Mail("feedback@isp.example", "", "FW: Quick intro", text)
    found = classify(mail, own_addresses=[OURS])
    assert (found.kind, found.flags) == (MailKind.OPT_OUT, (MailFlag.COMPLAINT,))
    assert found.addresses[0] == LEAD
    assert not {OURS, "feedback@isp.example"} & set(found.addresses)


def test_a_complaint_may_name_its_complainer_in_a_header_alone() -> None:
    mail = Mail("staff@isp.example", "", "Complaint", "", "", {"x-hmxmroriginalrecipient": LEAD})
    assert classify(mail, own_addresses=[OURS]).addresses == (LEAD,)


def test_a_person_who_calls_us_spam_is_no_provider() -> None:
    found = read("I have marked your message as spam.")
    assert (found.kind, found.flags) == (MailKind.HUMAN, (MailFlag.MAYBE_OPT_OUT,))


# --- What a snippet leaves open


@pytest.mark.parametrize(
    ("mail", "doubt"),
    [
        (Mail("mailer-daemon@mx.example", "", "failure notice", "Sorry, bo@acme.example"), Doubt.NO_CLASS),
        (Mail("mailer-daemon@mx.example", "", "failure notice", "550 5.1.1 User unknown"), Doubt.NO_ADDRESS),
        (Mail("mailer-daemon@mx.example", "", "failure notice", "550 5.1.1 bo@acme.example"), None),
        (Mail("mailer-daemon@mx.example", "", "Delayed Mail", "bo@acme.example"), None),
        (Mail("mailer-daemon@mx.example", "", "failure notice", "Sorry.\nbo@acme.example"), None),
        (Mail("mailer-daemon@mx.example", "", "failure notice", "Sorry", "<p>Sorry</p>"), None),
        (Mail("fbl@isp.example", "", "Abuse report", "This is an email abuse report for"), Doubt.NO_ADDRESS),
        (Mail(LEAD, "", "Re: Quick intro", "Is this spam?"), Doubt.OPT_OUT),
        (Mail(LEAD, "", "Re: Quick intro", "I'm on annual leave, talk soon"), Doubt.ABSENCE),
        (Mail(LEAD, "", "Re: Quick intro", "Gern im Mai, bin im Urlaub."), Doubt.ABSENCE),
        (
            Mail(LEAD, "", "Re: Quick intro", "Thanks", "", {"auto-submitted": "auto-generated"}),
            Doubt.ABSENCE,
        ),
        (
            Mail(LEAD, "", "Automatic reply: Quick intro", "I am out of office. " + "Call Kim. " * 15),
            Doubt.ABSENCE,
        ),
        (Mail(LEAD, "", "Automatic reply: Quick intro", "I am out of office until 5 May."), None),
        (Mail(LEAD, "", "Re: Quick intro", "On Mon, 4 May 2026 Alice wrote: Hi Bo"), Doubt.NOTHING_WRITTEN),
        (Mail(LEAD, "", "Re: Quick intro", ""), Doubt.NOTHING_WRITTEN),
        (Mail(LEAD, "", "Re: Quick intro", "Sounds good, call me."), None),
        (Mail(LEAD, "", "Re: Quick intro", "Sounds good.\nIs this spam?"), None),
        (Mail(LEAD, "", "Re: Quick intro", "stop"), None),
    ],
)
def test_a_snippet_leaves_open_what_the_text_may_tell(mail: Mail, doubt: Doubt | None) -> None:
    found = classify(mail, own_addresses=[OURS])
    assert (found.doubt, found.is_settled) == (doubt, doubt is None)


def test_a_bounce_in_our_own_conversation_needs_no_address() -> None:
    mail = Mail("mailer-daemon@mx.example", "", "failure notice", "550 5.1.1 User unknown")
    assert classify(mail, own_addresses=[OURS], lead_address=LEAD).is_settled


def test_thanks_for_reaching_out_is_no_sign_of_an_opt_out() -> None:
    assert not read("Thanks for reaching out. Could you send me some times for next week?").flags
    assert read("Please, no more reaching out to anybody here").flags == (MailFlag.MAYBE_OPT_OUT,)
