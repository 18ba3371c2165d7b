"""The mails of machines: bounces, delay notices, auto-replies, challenges."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

BounceStyle = Literal["postfix", "gmail", "exchange", "exim", "qmail"]

BOUNCE_STYLES: tuple[BounceStyle, ...] = ("postfix", "gmail", "exchange", "exim", "qmail")
SOFT_STYLES: tuple[BounceStyle, ...] = ("postfix", "gmail")  # the others only report permanent errors

HARD_TEXTS = {
    "5.1.1": "550 5.1.1 The email account that you tried to reach does not exist",
    "5.1.10": "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
    "5.4.1": "550 5.4.1 Recipient address rejected: Access denied",
}
SOFT_TEXTS = {
    "4.2.2": "452 4.2.2 The recipient's inbox is out of storage space",
    "4.7.1": "451 4.7.1 Greylisting in action, please come back later",
    "4.3.2": "421 4.3.2 System not accepting network messages",
}

_FAILED_PREFIXES = (
    "Undeliverable: ",
    "Unzustellbar: ",
    "Non remis : ",
    "Non recapitabile: ",
    "No se puede entregar: ",
    "Не удается доставить: ",  # noqa: RUF001 - Exchange in Russian
    "配信不能: ",
)

AUTO_REPLIES = (
    (
        "Automatic reply: ",
        "Thank you for your message. I am out of the office until Monday, with limited access.",
    ),
    ("Automatische Antwort: ", "Vielen Dank für Ihre Nachricht. Ich bin bis Montag nicht im Büro."),
    ("Réponse automatique : ", "Merci de votre message. Je suis absente du bureau jusqu'à lundi."),
    ("Out of Office: ", "I'm travelling this week and will read my mail when I am back."),
    ("自動応答: ", "ただいま不在にしております。来週月曜日に戻ります。"),
)


@dataclass(frozen=True, slots=True)
class ComposedMail:
    """A mail before it is delivered."""

    sender: str
    sender_name: str
    subject: str
    text: str
    headers: Mapping[str, str] = field(default_factory=dict)
    html: str = ""


def bounce_mail(
    style: BounceStyle, address: str, subject: str, smtp_text: str, variant: int = 0
) -> ComposedMail:
    """Return a bounce in the style of a mail server; `smtp_text` makes it soft or hard."""
    domain = address.rpartition("@")[2]
    mx = f"mx.{domain}"
    report = {
        "content-type": "multipart/report; report-type=delivery-status",
        "auto-submitted": "auto-replied",
    }
    if style == "gmail":
        text = f"Your message wasn't delivered to {address}. The response was:\n\n{smtp_text}\n"
        return ComposedMail(
            "mailer-daemon@googlemail.example",
            "Mail Delivery Subsystem",
            "Delivery Status Notification (Failure)",
            text,
            {**report, "x-failed-recipients": address},
        )
    if style == "exchange":
        text = (
            f"Delivery has failed to these recipients or groups:\n\n{address}\n"
            "The e-mail address you entered couldn't be found. Please check the recipient's e-mail address "
            f"and try to resend the message.\n\nDiagnostic information for administrators:\n\n"
            f"Generating server: {mx}\n{address}\nRemote Server returned '{smtp_text}'\n"
        )
        prefix = _FAILED_PREFIXES[variant % len(_FAILED_PREFIXES)]
        return ComposedMail(f"postmaster@{domain}", "Microsoft Outlook", prefix + subject, text, report)
    if style == "exim":
        text = (
            "This message was created automatically by mail delivery software.\n\nA message that you sent "
            "could not be delivered to one or more of its recipients. This is a permanent error. "
            f"The following address(es) failed:\n\n  {address}\n    host {mx} [192.0.2.25]\n    "
            f"SMTP error from remote mail server after RCPT TO:<{address}>:\n    {smtp_text}\n"
        )
        title = "Mail delivery failed: returning message to sender"
        return ComposedMail(f"mailer-daemon@{mx}", "Mail Delivery System", title, text, {**report})
    if style == "qmail":
        text = (
            f"Hi. This is the qmail-send program at {mx}.\nI'm afraid I wasn't able to deliver your message "
            "to the following addresses.\nThis is a permanent error; I've given up. "
            "Sorry it didn't work out.\n\n"
            f"<{address}>:\n{mx} said: {smtp_text}\n"
        )
        return ComposedMail(f"mailer-daemon@{mx}", "", "failure notice", text)
    text = (
        f"This is the mail system at host {mx}.\n\nI'm sorry to have to inform you that your message "
        "could not\nbe delivered to one or more recipients. It's attached below.\n\nFor further assistance, "
        f"please send mail to postmaster.\n\n                   The mail system\n\n<{address}>: host "
        f"{mx}[192.0.2.25] said: {smtp_text} (in reply to RCPT TO command)\n"
    )
    title = "Undelivered Mail Returned to Sender"
    return ComposedMail(f"MAILER-DAEMON@{mx}", "Mail Delivery System", title, text, report)


def delay_mail(address: str) -> ComposedMail:
    """Return a notice that a delivery is delayed and will be retried."""
    text = (
        f"There was a temporary problem delivering your message to {address}. Delivery will be retried for "
        "46 more hours; you'll be notified if it fails for good. The response was:\n\n"
        "451 4.4.1 Connection timed out, still trying\n"
    )
    return ComposedMail(
        "mailer-daemon@googlemail.example",
        "Mail Delivery Subsystem",
        "Delivery Status Notification (Delay)",
        text,
        {"content-type": "multipart/report; report-type=delivery-status", "auto-submitted": "auto-replied"},
    )


def auto_reply_mail(address: str, subject: str, variant: int) -> ComposedMail:
    """Return an auto-reply from the address itself."""
    prefix, text = AUTO_REPLIES[variant % len(AUTO_REPLIES)]
    headers = {"auto-submitted": "auto-replied", "x-auto-response-suppress": "All"}
    return ComposedMail(address, name_of(address), prefix + subject, text, headers)


def challenge_mail(address: str) -> ComposedMail:
    """Return a mail that asks for a proof that a person wrote, before anything is delivered."""
    text = "I filter my mail. To have your message delivered, confirm that you are a human by following the link."
    return ComposedMail(address, name_of(address), "Please confirm your message", text)


def name_of(address: str) -> str:
    """Return the name a mail program would show for `first.last@…`."""
    return address.partition("@")[0].replace(".", " ").title()
