"""Opt-outs and their look-alikes, one by one: what the rules were built on."""

import pytest

from seqcli.inbound import Doubt, MailFlag, MailKind, Verdict, classify
from seqcli.inbound.opt_outs import slips
from seqcli.model import Mail

LEAD = "bo@acme.example"
OURS = "alice@ours.example"

OPT_OUTS = (
    "No thanks - unsubscribe, Ben",
    "Hi, stop. Regards",
    "Please, unsubcribe.",
    "unsuscribe",
    "usubscribe",
    "stopp",
    "Stop!!! Where did you get my name?",
    "take me off this",
    "Please stop reaching out",
    "lose my number",
    "Enough. Leave me alone.",
    "If you don't stop emailing me I will report you.",
    "Remove bo@acme.example from your list",
    "Unsubscribe\n\nOn Mon, 4 May 2026 Alice <alice@ours.example> wrote: Hi Bo",
    "Alice <alice@ours.example> wrote:\nHi Bo, quick intro.\n\nplease remove me",
    "Stop From: Alice <alice@ours.example> Sent: Monday, 4 May 2026 To: Bo Subject: Quick intro Hi Bo",
    "Hi Alice, thanks for reaching out but we're all set. Please remove us from future mailings.",
    "Please do not send me any further correspondence.",
    "Not interested. Please take my name off your distribution list. Thank you.",
    "I don't know how you got my address but please delete it.",
    "This is unsolicited. Remove me immediately or I will report you.",
    "Kindly desist from sending me such mails",
    "Please add this address to your suppression list",
    "Can you stop these please?",
    "I'd appreciate it if you stopped emailing me.",
    "Would you please unsubscribe me from this?",
    "No thank you, and please don't reach out again.",
    "Hey, we already have a vendor. You can take us off the list.",
    "please unsubsribe me",
    "REMOVE",
    "Remove my email please",
    "For the last time: stop!",
    "We are not interested in your services. Do not contact us again in this regard.",
    "I am no longer at this company, remove me",
    "Stop sending me this crap",
    "Please cease and desist",
    "I never gave consent. Remove my details from your systems.",
    "opt-out",
    "Bitte nehmen Sie uns aus Ihrer Liste, wir haben schon einen Anbieter.",
    "Wir haben kein Interesse und möchten nicht mehr kontaktiert werden.",
    "Ich bitte Sie, mich aus Ihrem Verteiler zu streichen.",
    "Bitte nehmen Sie meine Adresse aus Ihrer Datenbank.",
    "Danke, aber nein. Bitte keine weiteren Nachrichten.",
    "Ich möchte von Ihnen nicht mehr angeschrieben werden",
    "Woher haben Sie meine Daten? Bitte umgehend löschen!",
    "Bitte schicken Sie mir keine Mails mehr",
    "Kein Interesse, bitte aus der Liste entfernen",
    "Das ist Spam. Löschen Sie mich aus Ihrem System.",
    "Hiermit widerspreche ich der Verwendung meiner Daten.",
    "Abmeldung bitte",
    "Bitte meldet mich ab, danke",
    "Nein. Keine Mails mehr!",
    "Bonjour, merci de me désinscrire de votre liste, cordialement",
    "Nous ne sommes pas intéressés, merci de ne plus nous contacter.",
    "Je vous remercie de bien vouloir me retirer de vos contacts",
    "Veuillez cesser de m'envoyer des emails",
    "Merci de supprimer mon adresse mail de vos listings",
    "Pourriez-vous me désabonner svp",
    "Stop aux mails",
    "Désabonnement",
    "J'aimerais ne plus recevoir vos mails.",
    "Désinscrivez moi",
    "Pas intéressé. Ne plus contacter.",
    "je veux me désabonner",
    "Retirez mon mail de votre base",
    "Buenos días, por favor denme de baja de su lista de correo.",
    "No estamos interesados. No nos escriban más.",
    "Por favor deje de enviarme correos",
    "Les ruego que me eliminen de su base de datos",
    "Quiero darme de baja",
    "Quitadme de la lista",
    "No me interesa, no me mandéis más mails",
    "Basta de correos",
    "Solicito que eliminen mis datos",
    "Favor de no contactarme más",
    "Eliminar de la lista por favor",
    "Baja inmediata",
    "No deseo seguir recibiendo sus mensajes",
    "Buongiorno, vi prego di cancellarmi dalla vostra mailing list.",
    "Non siamo interessati, non contattateci più.",
    "Chiedo la cancellazione dei miei dati",
    "Desidero non ricevere più vostre comunicazioni",
    "Per favore rimuovete il mio indirizzo dalla lista",
    "Smettetela con queste email",
    "Cancellazione",
    "Mi cancelli dalla lista grazie",
    "La smetta di scrivermi",
    "Potete togliermi dalla lista?",
    "Non inviatemi più email",
    "Voglio disiscrivermi",
    "Graag uit jullie mailinglijst verwijderen.",
    "Wij hebben geen interesse, gelieve ons niet meer te contacteren.",
    "Kunt u mij uitschrijven?",
    "Ik wil me afmelden.",
    "Verwijder mijn e-mailadres uit uw bestand",
    "Stop met het sturen van mails",
    "Geen mails meer aub",
    "Haal mijn adres van de lijst",
    "Ik wens geen mails meer te ontvangen",
    "Gelieve mijn gegevens te verwijderen",
    "Schrijf ons alsjeblieft uit",
    "Bom dia, por favor removam o meu contacto da vossa lista.",
    "Não temos interesse, não nos contactem mais.",
    "Favor não enviar mais e-mails",
    "Gostaria de ser removido da lista",
    "Peço que retirem o meu nome",
    "Quero cancelar a subscrição",
    "Pare de mandar e-mail",
    "Não me mande mais nada",
    "Remova-me da lista",
    "Me remova da lista por favor",
    "Por favor, me exclua do seu mailing",
    "Solicito a exclusão dos meus dados",
    "Dzień dobry, proszę o wypisanie mnie z listy mailingowej.",
    "Nie jesteśmy zainteresowani, proszę więcej nie pisać.",
    "Proszę usunąć mnie z bazy danych",
    "Proszę o usunięcie moich danych osobowych",
    "Nie życzę sobie otrzymywania ofert handlowych",
    "Proszę przestać do mnie pisać",
    "Nie wysyłajcie mi więcej maili",
    "Chcę się wypisać",
    "Proszę nie wysyłać mi ofert",
    "Rezygnuję",
    "Usuńcie mój adres",
    "Proszę o niekontaktowanie się ze mną",
    "Appreciate the note but please remove me from your outreach list. Best of luck!",
    "I'm going to have to ask you to stop emailing me.",
    "take me out of your database",
    "Hi there - not for me, please unsubscribe.\nSent from my iPhone",
    "Unsubscribe!!!!",
    "please dont contact our company again",
    "We do not accept solicitations. Remove this address.",
    "You keep mailing me. Stop it.",
    "Do not send me emails.",
    "Remove us. Thanks.",
    "No more emails, thank you.",
    "I don't wish to receive marketing emails",
    "unsubscribe me from all lists please and thank you",
    "Stop mailing me!",
    "Please take us off this email chain of yours, we never signed up",
    "Bitte entfernen Sie mich aus Ihrer Kontaktliste.",
    "Stop. Keine Werbung mehr.",
    "Bitte löschen Sie meine Kontaktdaten aus Ihrem System und schreiben Sie mir nicht mehr.",
    "Nehmen Sie mich von der Liste!",
    "Bitte stellen Sie den Versand an mich ein.",
    "Guten Tag, ich möchte keine weiteren E-Mails von Ihnen erhalten. Danke.",
    "Wir sind nicht interessiert, bitte nicht mehr kontaktieren. VG",
    "Hört auf uns Mails zu schicken",
    "Abmelden. Danke.",
    "ich will mich abmelden",
    "Bonjour, veuillez me supprimer de votre base de données.",
    "Stop. Merci.",
    "Ne m'envoyez plus d'emails svp",
    "Merci de retirer mon adresse de votre liste d'envoi",
    "Arrêtez le spam",
    "On n'est pas intéressés, ne nous relancez plus.",
    "Je ne veux plus être contacté par votre société",
    "désinscrivez-nous svp",
    "Por favor bórrenme de su lista de contactos",
    "No me envíen más correos, gracias",
    "Dar de baja este correo",
    "Quiero que dejen de enviarme publicidad",
    "No gracias. No me contacten más.",
    "Hola, quítenme de su base de datos. Saludos",
    "Cancelar suscripción",
    "Deja de mandarme mensajes",
    "Grazie ma non siamo interessati, vi chiedo di rimuoverci dalla lista.",
    "Non mi mandate più email",
    "Basta con questo spam",
    "Cancellate il mio indirizzo email",
    "Toglieteci dalla vostra lista",
    "disiscrivetemi",
    "Non voglio ricevere email da voi",
    "Verwijder ons van de mailinglijst",
    "Ik wil geen e-mails meer van jullie",
    "Stop met spammen",
    "Haal mij eraf",
    "Kunt u mijn gegevens verwijderen?",
    "Geen interesse. Graag niet meer mailen.",
    "Schrijf mij uit van deze lijst",
    "Por favor, retirem-me da lista",
    "Parem de enviar emails",
    "Não quero receber emails",
    "Apague meu contato",
    "Sem interesse, favor remover.",
    "Pode remover o meu email da lista?",
    "Não me contate novamente",
    "Proszę usunąć mój e-mail z listy",
    "Proszę mi nic więcej nie wysyłać",
    "Wypiszcie nas z tej listy",
    "Nie chcę dostawać takich wiadomości",
    "Przestańcie wysyłać spam",
    "Nie jestem zainteresowany, proszę o usunięcie z listy",
    "Proszę o wykreślenie z bazy",
)

PEOPLE = (
    "Please remove the second item from the order",
    "Take my colleague off the thread",
    'When I click "unsubscribe" your site shows an error',
    "The button «se désinscrire» is broken",
    "Don't stop emailing me",
    "Please do not remove me",
    "Anmelden bitte",
    "subscribe",
    "Nice! Alice <alice@ours.example> wrote: Hi Bo. Reply STOP to unsubscribe",
    "Nice! Von: Alice <alice@ours.example> Gesendet: Montag An: Bo Betreff: Hallo Bitte abmelden",
    "To stop these mails, reply with the word",
    "We stopped emailing our customers on Sundays",
    "Pour ne plus recevoir nos mails, répondez STOP",
    "Si no desea recibir más correos, responda BAJA",
    "Could you remove the attachment and resend? It's too big.",
    "We'd like to stop using our old provider. What do you offer?",
    "I unsubscribed from their tool last month, so yes, we're looking.",
    "Please take me through the pricing.",
    "Please stop by when you are in town.",
    "We don't need this right now, but keep me posted.",
    "I'm not the right person. Please contact our CTO.",
    "Do not contact me before next Tuesday, I'm travelling. After that, gladly.",
    "Please delete the old invoice and send a new one.",
    "I get a lot of spam, but this one is relevant.",
    "Sorry, I meant to reply sooner. Don't give up on me!",
    "Does it stop working when the list is larger than 1,000?",
    "Remove my doubts: does it integrate with SAP?",
    "We removed them from our database last week, good timing.",
    "Take us as an example: 40 trucks.",
    "Don't send me a contract yet.",
    "No more excuses, let's do it.",
    "We opted out of their contract in May.",
    "Please leave me a voicemail.",
    "Please get me the numbers by Friday.",
    "I can't stop reading your blog",
    "Please end the trial on Friday.",
    "Not this quarter.",
    "Delete that, I found it.",
    "Bitte löschen Sie den Termin, ich rufe an.",
    "Wir hören nächste Woche auf zu produzieren, danach gern.",
    "Nehmen Sie mich bitte in den Verteiler auf.",
    "Ich melde mich ab Montag bei Ihnen.",
    "Bitte senden Sie mir keine Muster, nur die Preisliste.",
    "Streichen Sie Punkt 2, sonst einverstanden.",
    "Schicken Sie das nicht mehr an Herrn Abt, sondern an mich.",
    "Wir wollen keine weiteren Lieferanten, aber ein Angebot dürfen Sie senden.",
    "Je ne suis plus chez Acme, contactez Luc.",
    "Merci de supprimer le point 3 du contrat.",
    "Nous arrêtons cette année avec notre prestataire, appelez-moi.",
    "Retirez-moi un doute : c'est compatible avec SAP ?",
    "Merci de ne pas m'appeler le lundi.",
    "Estoy de baja hasta mayo, escriba a Ana.",
    "No me mande muestras, solo el precio.",
    "Quiten la cláusula 4 y firmamos.",
    "Dejen de preocuparse por el plazo.",
    "Togliete la clausola 4 e firmiamo.",
    "Non mi mandi campioni, solo il listino.",
    "Sono in ferie, mi scriva a maggio.",
    "Cancellate pure la prenotazione di lunedì.",
    "Haal clausule 4 eruit en we tekenen.",
    "Stuur mij geen monsters, alleen de prijslijst.",
    "Meld mij aan voor de demo.",
    "Tirem a cláusula 4 e assinamos.",
    "Não me envie amostras, só o preço.",
    "Estou de férias, escreva em maio.",
    "Proszę usunąć punkt 4 i podpisujemy.",
    "Nie proszę o próbki, tylko o cennik.",
    "Proszę pisać na mój nowy adres.",
    "Please remove Kevin from your contacts and add Jane, she took over.",
    "Our newsletter stops in May, so timing is good.",
    "Stop, collaborate and listen :) Sure, let's talk.",
    "Cancel my 3pm, let's do 4pm.",
    "You don't stop, do you? OK, you win, call me.",
    "We take data deletion seriously: how do you delete my data after the trial?",
    "I'd rather you email me than call.",
    "Please don't contact my colleagues, I am the one who decides.",
    "What happens if I want to unsubscribe after a month?",
    "Can you take this off the invoice?",
    "no",
    "Please forward this to my address at work.",
    "We could not find your mail, send again?",
    "Wie kann ich mich für das Webinar anmelden?",
    "Bitte löschen Sie die Bestellung.",
    "Kein Stress, melden Sie sich im Mai.",
    "Ich nehme Sie in den Verteiler auf.",
    "Hören wir auf mit dem Sie?",
    "Ich lösche gerade alte Mails, Ihre bleibt.",
    "Merci de me retirer de la réunion de jeudi, je préfère vendredi.",
    "Je ne veux plus attendre, on signe ?",
    "Arrêtons-nous à 3 000 euros.",
    "Deme precio de baja tensión y de alta.",
    "¿Me puede quitar el IVA?",
    "No me escriba usted, ya le escribo yo el lunes.",
    "Non mi scriva lunedì, sono via; martedì va bene.",
    "Mi tolga una curiosità: quanto costa?",
    "Ik schrijf u morgen uit Parijs.",
    "Kunt u de offerte van de lijst halen?",
    "Tire o meu colega da chamada, por favor.",
    "Pare de fumar foi o tema do seu blog? Gostei.",
    "Proszę wypisać mi ofertę.",
    "Proszę usunąć to zdjęcie ze strony.",
)


def read(text: str, **fields: object) -> Verdict:
    mail = Mail(**{"sender": LEAD, "subject": "Re: Quick intro", "text": text} | fields)  # type: ignore[arg-type]
    return classify(mail, own_addresses=[OURS], lead_address=LEAD)


@pytest.mark.parametrize("text", OPT_OUTS)
def test_a_request_to_end_is_an_opt_out(text: str) -> None:
    assert read(text).kind is MailKind.OPT_OUT


@pytest.mark.parametrize("text", PEOPLE)
def test_a_request_about_other_things_is_none(text: str) -> None:
    assert read(text).kind is MailKind.HUMAN


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
        "A user marked this message as spam. It was sent to bo@acme.example. Ask help@isp.example.",
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
