"""The words of auto-replies, folded (no case, no accents), by language. Tables only."""

# ruff: noqa: E501 - a phrase reads best on one line

import re

from seqcli.inbound.reading import fold

PREFIXES = tuple(
    map(
        fold,
        (
            "automatic reply",
            "auto reply",
            "auto-reply",
            "autoreply",
            "auto response",
            "auto-response",
            "autoresponse",
            "auto responder",
            "automated reply",
            "automated response",
            "automatic response",
            "out of office",
            "out of the office",
            "out-of-office",
            "ooo:",
            "away until",
            "away from the office",
            "vacation reply",
            "vacation response",
            "on vacation",
            "on holiday",
            "on annual leave",
            "annual leave",
            "on leave",
            "on parental leave",
            "on maternity leave",
            "automatische antwort",
            "automatische beantwortung",
            "abwesenheit",
            "abwesend",
            "nicht im buro",
            "nicht im haus",
            "reponse automatique",
            "absence du bureau",
            "absent du bureau",
            "message d'absence",
            "absence :",
            "respuesta automatica",
            "contestacion automatica",
            "fuera de la oficina",
            "fuera de oficina",
            "risposta automatica",
            "fuori ufficio",
            "fuori sede",
            "resposta automatica",
            "fora do escritorio",
            "ausencia temporaria",
            "automatisch antwoord",
            "automatisch bericht",
            "afwezig",
            "automatiskt svar",
            "automatiskt meddelande",
            "autosvar",
            "automatisk svar",
            "franvaro",
            "fravær",
            "ikke til stede",
            "automaattinen vastaus",
            "poissa",
            "automatyczna odpowiedz",
            "poza biurem",
            "automaticka odpoved",
            "automatikus valasz",
            "samodejni odgovor",
            "raspuns automat",
            "автоответ",
            "автоматическии ответ",
            "вне офиса",
            "otomatik yan\N{LATIN SMALL LETTER DOTLESS I}t",
            "automatinis atsakymas",
            "αυτοματη απαντηση",
            "自動応答",
            "自動返信",
            "自動回覆",
            "自动答复",
            "自动回复",
            "자동 회신",
            "자동 응답",
            "부재중",
        ),
    )
)
RECEIPTS = (
    "we have received your",
    "we received your",
    "we've received your",
    "your request has been received",
    "your message has been received",
    "your email has been received",
    "thank you for contacting",
    "thank you for your email",
    "thank you for your message",
    "thank you for your enquiry",
    "thank you for your inquiry",
    "thanks for contacting",
    "ticket received",
    "ticket created",
    "[ticket #",
    "[ticket id",
    "eingangsbestatigung",
    "empfangsbestatigung",
    "accuse de reception",
    "acuse de recibo",
    "conferma di ricezione",
    "ontvangstbevestiging",
    "read:",
    "gelesen:",
    "lu :",
    "leido:",
    "letto:",
    "gelezen:",
    "not read:",
    "delivered:",
    "relayed:",
    "delivery status notification (success)",
    "delivery status notification (relay)",
    "successful mail delivery report",
    "zugestellt:",
)
NAME_IS_OUT = re.compile(
    r"[^:]{2,60} (?:is|am) (?:currently |now )?(?:out of (?:the )?office|on (?:vacation|holiday|leave))"
)

MACHINE_TEXTS = tuple(
    map(
        fold,
        (
            "this is an automatic",
            "this is an automated",
            "this is an auto-generated",
            "this is an auto-reply",
            "this is an autoreply",
            "this is an auto reply",
            "this automatic reply",
            "this automated reply",
            "automatically generated message",
            "automatically generated reply",
            "automatically generated email",
            "automatic reply to your",
            "automatic response to your",
            "do not reply to this email",
            "please do not reply to this",
            "dies ist eine automatische",
            "diese nachricht wurde automatisch",
            "diese e-mail wurde automatisch",
            "automatisch generierte",
            "automatisch erstellt",
            "ceci est une reponse automatique",
            "ceci est un message automatique",
            "message genere automatiquement",
            "este es un mensaje automatico",
            "esta es una respuesta automatica",
            "mensaje generado automaticamente",
            "questa e una risposta automatica",
            "messaggio generato automaticamente",
            "esta e uma resposta automatica",
            "mensagem automatica",
            "dit is een automatisch",
            "automatisch gegenereerd",
            "to jest automatyczna",
            "wiadomosc wygenerowana automatycznie",
            "detta ar ett automatiskt",
            "dette er et automatisk",
            "это автоматическ",
            "это автоматическии",
        ),
    )
)
AWAY_TEXTS = (
    "out of the office",
    "out of office",
    "away from the office",
    "away from my desk",
    "on annual leave",
    "on vacation",
    "on holiday",
    "on parental leave",
    "on maternity leave",
    "on paternity leave",
    "nicht im buro",
    "nicht im hause",
    "ausser haus",
    "im urlaub",
    "nicht erreichbar",
    "in elternzeit",
    "absent du bureau",
    "en conges",
    "en vacances",
    "fuera de la oficina",
    "de vacaciones",
    "fuori ufficio",
    "in ferie",
    "fora do escritorio",
    "de ferias",
    "afwezig",
    "niet op kantoor",
    "met vakantie",
    "op vakantie",
    "poza biurem",
    "na urlopie",
    "inte pa kontoret",
    "pa semester",
    "ikke pa kontoret",
    "pa ferie",
)
AWAY_DETAILS = (
    "return",
    "until",
    "limited access",
    "in my absence",
    "during my absence",
    "in urgent",
    "urgent matters",
    "bis zum",
    "bis einschliesslich",
    "in dringenden",
    "vertretung",
    "ab dem",
    "jusqu'au",
    "de retour",
    "en cas d'urgence",
    "hasta el",
    "regreso",
    "urgente",
    "fino al",
    "rientro",
    "urgenza",
    "ate o dia",
    "regresso",
    "retorno",
    "tot en met",
    "dringend",
    "do dnia",
    "pilnych",
    "till och med",
    "tillbaka",
    "bradskande",
    "tilbake",
    "tilbage",
)
ENGAGED = re.compile(
    r"\?|\b(?:but|interested|sounds|let's|lets|call me|happy to|send me|book|schedule|aber|interessiert|mais|interesse"
    r"|pero|interesado|interesada|interessato|interessata|mas|maar|geinteresseerd|ale|zainteresowany|men|intresserad)\b"
)

DEAD_MAILBOX = re.compile(
    r"(?:mailbox|e-?mail(?: address| account)?|address|account|inbox|postfach|e-?mail-adresse|boite|adresse|buzon|direccion"
    r"|casella|indirizzo|caixa|endereco|mailadres|adres|adressen)\b.{0,40}?"
    r"(?:(?:is|has been|was|are) (?:no longer|not) (?:in use|active|monitored|valid|used|being monitored|read|checked)"
    r"|no longer (?:exists|in use|active|monitored|valid)|has been (?:closed|deactivated|disabled|discontinued)"
    r"|nicht mehr (?:in gebrauch|aktiv|gelesen|verwendet|genutzt|abgerufen|gultig)|wird nicht mehr"
    r"|n'est plus (?:utilisee?|active|valide|consultee?|en service)|ya no (?:esta|se|existe)|ha dejado de"
    r"|non e piu|non viene piu|nao esta mais|ja nao|niet meer in gebruik|is niet meer|wordt niet meer|nie jest juz"
    r"|anvands inte langre|ar inte langre)"
)
THIS = re.compile(
    r"\b(?:this|the|my|dieses?|diese[rs]?|mein|meine|das|cette|ce|cet|esta|este|la|questa|questo|essa|esse|dit|deze|ten|ta|to|moj"
    r"|denna|den har|denne)(?: \w{1,12}){0,2} ?$"
)
LEFT_COMPANY = re.compile(
    r"no longer (?:with|works?|working|employed|part of|at|an employee)\b|(?:has|have) left (?:the company|our company|us\b|the organi)"
    r"|nicht mehr (?:fur|bei|im|in)\b.{0,40}?(?:tatig|beschaftigt|unternehmen)|arbeitet nicht mehr|ausgeschieden"
    r"|ne travaille plus|ne fait plus partie|a quitte (?:la|notre|l')|ya no trabaja|ya no forma parte"
    r"|non lavora piu|non fa piu parte|ja nao trabalha|nao trabalha mais|nao faz mais parte"
    r"|niet meer werkzaam|werkt niet (?:meer|langer)|nie pracuje juz|juz nie pracuje|nie jest juz pracownikiem"
    r"|arbetar inte langre|jobbar inte langre|har slutat|arbejder ikke længere|jobber ikke lenger"
)
