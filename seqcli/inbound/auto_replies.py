"""Tells auto-replies from people: out-of-office notes, receipts, and mailboxes that nobody reads any more.

"I'm out next week, but interested" is a person. Notes like that must never pass for a machine, because an auto-reply
lets a sequence go on; so the text alone only counts where it says that a machine wrote it.
Source: RFC 3834 (Auto-Submitted), public collections of auto-replies.
"""

import re

from seqcli.inbound.reading import SUBJECT_LIMIT, body, first_phrase, flat, fold, written_lines
from seqcli.inbound.verdict import ADDRESS_IS_DEAD, Kind, Verdict
from seqcli.model import Mail

_PREFIXES = tuple(
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
            "otomatik yanıt",
            "otomatik yanit",
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
_RECEIPTS = (
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
_NAME_IS_OUT = re.compile(
    r"[^:]{2,60} (?:is|am) (?:currently |now )?(?:out of (?:the )?office|on (?:vacation|holiday|leave))"
)

_MACHINE_TEXTS = tuple(
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
            "automated response",
            "automated message",
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
_AWAY_TEXTS = (
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
_AWAY_DETAILS = (
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
_ENGAGED = re.compile(
    r"\?|\b(?:but|interested|sounds|let's|lets|call me|happy to|send me|book|schedule|aber|interessiert|mais|interesse"
    r"|pero|interesado|interesada|interessato|interessata|mas|maar|geinteresseerd|ale|zainteresowany|men|intresserad)\b"
)

_DEAD_MAILBOX = re.compile(
    r"(?:mailbox|e-?mail(?: address| account)?|address|account|inbox|postfach|e-?mail-adresse|boite|adresse|buzon|direccion"
    r"|casella|indirizzo|caixa|endereco|mailadres|adres|adressen)\b.{0,40}?"
    r"(?:(?:is|has been|was|are) (?:no longer|not) (?:in use|active|monitored|valid|used|being monitored|read|checked)"
    r"|no longer (?:exists|in use|active|monitored|valid)|has been (?:closed|deactivated|disabled|discontinued)"
    r"|nicht mehr (?:in gebrauch|aktiv|gelesen|verwendet|genutzt|abgerufen|gultig)|wird nicht mehr"
    r"|n'est plus (?:utilisee?|active|valide|consultee?|en service)|ya no (?:esta|se|existe)|ha dejado de"
    r"|non e piu|non viene piu|nao esta mais|ja nao|niet meer in gebruik|is niet meer|wordt niet meer|nie jest juz"
    r"|anvands inte langre|ar inte langre)"
)
_LEFT_COMPANY = re.compile(
    r"no longer (?:with|works?|working|employed|part of|at|an employee)\b|(?:has|have) left (?:the company|our company|us\b|the organi)"
    r"|nicht mehr (?:fur|bei|im|in)\b.{0,40}?(?:tatig|beschaftigt|unternehmen)|arbeitet nicht mehr|ausgeschieden"
    r"|ne travaille plus|ne fait plus partie|a quitte (?:la|notre|l')|ya no trabaja|ya no forma parte"
    r"|non lavora piu|non fa piu parte|ja nao trabalha|nao trabalha mais|nao faz mais parte"
    r"|niet meer werkzaam|werkt niet (?:meer|langer)|nie pracuje juz|juz nie pracuje|nie jest juz pracownikiem"
    r"|arbetar inte langre|jobbar inte langre|har slutat|arbejder ikke længere|jobber ikke lenger"
)


def subject_prefix(subject: str) -> str:
    """Return the auto-reply prefix that a (flat) subject begins with, if any."""
    bare = subject.lstrip("[(*< ")
    return next((prefix for prefix in _PREFIXES if bare.startswith(prefix)), "")


def read_auto_reply(mail: Mail) -> Verdict | None:
    """Return an auto-reply, with a flag where the address is dead, or None."""
    if flat(mail.headers.get("auto-submitted", "")[:100]) == "no":
        return None
    written = " ".join(written_lines(body(mail)))[:4000]
    dead_mailbox = _DEAD_MAILBOX.search(written)
    why = _why_automatic(mail, written) or (
        f'text says "{dead_mailbox.group()[:80]}"' if dead_mailbox else ""
    )
    if not why:
        return None
    dead = (
        dead_mailbox
        or _LEFT_COMPANY.search(written)
        or _LEFT_COMPANY.search(flat(mail.subject[:SUBJECT_LIMIT]))
    )
    return Verdict(Kind.AUTO_REPLY, why, flags=(ADDRESS_IS_DEAD,) if dead else ())


def _why_automatic(mail: Mail, written: str) -> str:
    strong = _strong_header(mail)
    if strong:
        return strong
    subject = flat(mail.subject[:SUBJECT_LIMIT])
    prefix = subject_prefix(subject) or next(
        (receipt for receipt in _RECEIPTS if subject.startswith(receipt)), ""
    )
    if prefix or _NAME_IS_OUT.match(subject):
        return f'subject says "{prefix or subject[:60]}"'
    machine = first_phrase(written[:1500], _MACHINE_TEXTS)
    if machine and not _ENGAGED.search(written[:300]):
        return f'text says "{machine}"'
    return _why_away(mail, written[:1500])


def _why_away(mail: Mail, written: str) -> str:
    """Return a reason if the text is a note of absence and nothing else."""
    away = first_phrase(written, _AWAY_TEXTS)
    if not away:
        return ""
    if _weak_header(mail):
        return f'text says "{away}", headers agree'
    plain = first_phrase(written, _AWAY_DETAILS) and not _ENGAGED.search(written)
    return f'text says "{away}"' if plain else ""


def _strong_header(mail: Mail) -> str:
    headers = mail.headers
    if fold(headers.get("auto-submitted", "").strip()[:100]).startswith("auto-replied"):
        return "header Auto-Submitted says auto-replied"
    if fold(headers.get("precedence", "").strip()[:100]).replace("-", "_") == "auto_reply":
        return "header Precedence says auto_reply"
    for name in ("x-autoreply", "x-autorespond", "x-autoresponder"):
        if flat(headers.get(name, "")[:100]) not in {"", "no", "false"}:
            return f"header {name} is set"
    return ""


def _weak_header(mail: Mail) -> bool:
    """Say whether a header that also sits on plain notifications is there: it only backs up another sign."""
    return (
        fold(mail.headers.get("auto-submitted", "").strip()[:100]).startswith("auto-")
        or "x-auto-response-suppress" in mail.headers
        or flat(mail.headers.get("precedence", "")[:100]) in {"bulk", "junk"}
    )
