"""What people write: several wordings for each intention, and how mail programs quote the mail that they answer."""

import html
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

REPLIES = (
    "Thanks for reaching out. Could you send me some times for next week?",
    "Interesting. What does it cost for about forty people?",
    "Not my area, but my colleague Ravi looks after this. I have passed it on.",
    "We signed with somebody else in spring, so not this year.",
    "Sure, let's talk on Thursday morning.",
)
OPT_OUTS = (
    "Please take me off your list.",
    "Stop emailing me.",
    "unsubscribe",
    "Please remove my address from your list, thank you.",
)
QUESTIONS = (
    "Thanks for your note.\n\nTwo questions:\n- What does it cost for about forty people?\n- Does it work with SAP?",
    "Could you send me a short overview? A page is enough.",
    "How long does the introduction take, and who has done it in our trade?",
    "Do you have an office in Austria, or is all of this remote?",
)
REFERRALS = (
    "I am not the right person for this. Please talk to {name}, {address}.",
    "{name} looks after our tools: {address}. Feel free to say that I sent you.",
    "This is {name}'s area. Please write to {address} instead.",
)
POSTPONEMENTS = (
    "Not now, try me in March.",
    "We are in the middle of a move. Please come back to me in three months.",
    "The budget for this year is spent. Let's speak again in January.",
    "Good idea, bad timing. Ask me again after the summer.",
)
REFUSALS = (
    "Thanks, but we are not interested.",
    "We have something that works, so this is not for us.",
    "No need at the moment, and I don't see that changing. All the best!",
    "Thank you, we have decided against it.",
)
AGREEMENTS = (
    "That sounds useful. Can we talk on Thursday at 10?",
    "Yes, I'd like to see it. Here is my number: +43 1 5550 132.",
    "Interesting, tell me more. Tuesday or Wednesday afternoon would suit me for a call.",
    "Let's do it.\n\nSend me an invitation for next week, any morning.",
)
COLLEAGUES = ("Dana", "Sam", "Priya", "Jonas")
#: Who writes without having been asked: sender, subject, text.
STRANGERS = (
    ("kim.berg@orrery.example", "A question", "Hello, I found your site. Do you deliver to Graz as well?"),
    (
        "news@tradefair.example",
        "Five halls, 300 exhibitors: the fair begins on Monday",
        "Dear reader,\n\nthe fair opens on Monday. Get your ticket now.\n\nThe team of the trade fair",
    ),
)


@dataclass(frozen=True, slots=True)
class QuotedMail:
    """The mail that somebody answers."""

    sent_at: datetime
    name: str
    address: str
    to: str
    subject: str
    text: str


def quoted(words: str, mail: QuotedMail, layout: int) -> tuple[str, str]:
    """Return text and HTML of an answer with the quoted mail, as one of several mail programs writes it."""
    return LAYOUTS[layout % len(LAYOUTS)](words, mail)


def _marked(mail: QuotedMail) -> str:
    return "\n".join(f"> {line}".rstrip() for line in mail.text.splitlines())


def _gmail(words: str, mail: QuotedMail) -> tuple[str, str]:
    when = mail.sent_at.strftime("%a, %d %b %Y at %H:%M")
    return f"{words}\n\nOn {when}, {mail.name} <{mail.address}> wrote:\n{_marked(mail)}\n", ""


def _outlook(words: str, mail: QuotedMail) -> tuple[str, str]:
    head = (
        ("From", f"{mail.name} <{mail.address}>"),
        ("Sent", mail.sent_at.strftime("%A, %B %d, %Y %I:%M %p")),
        ("To", mail.to),
        ("Subject", mail.subject),
    )
    above = "\n".join(f"{name}: {value}" for name, value in head)
    bold = "<br>".join(f"<b>{name}:</b> {html.escape(value)}" for name, value in head)
    return (
        f"{words}\n\n{'_' * 32}\n{above}\n\n{mail.text}\n",
        f"<div>{_as_html(words)}</div><hr><div>{bold}<br><br>{_as_html(mail.text)}</div>",
    )


def _apple(words: str, mail: QuotedMail) -> tuple[str, str]:
    when = mail.sent_at.strftime("%d %b %Y, at %H:%M")
    return f"{words}\n\n> On {when}, {mail.name} <{mail.address}> wrote:\n> \n{_marked(mail)}\n", ""


def _in_german(words: str, mail: QuotedMail) -> tuple[str, str]:
    when = mail.sent_at.strftime("%d.%m.%Y um %H:%M")
    return f"{words}\n\nAm {when} schrieb {mail.name} <{mail.address}>:\n{_marked(mail)}\n", ""


def _in_french(words: str, mail: QuotedMail) -> tuple[str, str]:
    when = mail.sent_at.strftime("%d/%m/%Y à %H:%M")
    return f"{words}\n\nLe {when}, {mail.name} <{mail.address}> a\nécrit :\n\n{_marked(mail)}\n", ""


def _below(words: str, mail: QuotedMail) -> tuple[str, str]:
    when = mail.sent_at.strftime("%d/%m/%Y %H:%M")
    return f"On {when}, {mail.name} <{mail.address}> wrote:\n\n{_marked(mail)}\n\n{words}\n", ""


def _as_html(text: str) -> str:
    return "<br>".join(html.escape(line) for line in text.split("\n"))


LAYOUTS: tuple[Callable[[str, QuotedMail], tuple[str, str]], ...] = (
    _gmail,
    _outlook,
    _apple,
    _in_german,
    _in_french,
    _below,
)
