"""Local parts that belong to no single person: those that a team reads, and those that nobody reads."""

ROLES = frozenset(
    [
        *("abuse", "accounting", "accounts", "admin", "administrator", "all", "billing", "booking"),
        *("bookings", "careers", "contact", "contacto", "contactus", "customerservice", "email", "enquiries"),
        *("enquiry", "everyone", "feedback", "finance", "hallo", "hello", "help", "helpdesk", "hi"),
        *("hostmaster", "hr", "info", "inquiries", "it", "jobs", "kontakt", "legal", "mail", "marketing"),
        *("media", "news", "newsletter", "noc", "office", "orders", "post", "press", "privacy", "purchasing"),
        *("reception", "root", "sales", "security", "service", "staff", "subscribe", "support", "team"),
        *("unsubscribe", "vertrieb", "webmaster"),
    ]
)

_UNREAD_WORDS = (
    ("no", "reply"),
    ("do", "not", "reply"),
    ("dont", "reply"),
    ("no", "responder"),
    ("ne", "pas", "repondre"),
    ("nicht", "antworten"),
    ("keine", "antwort"),
    ("mailer", "daemon"),
    ("postmaster",),
)
UNREAD = frozenset(joint.join(words) for words in _UNREAD_WORDS for joint in ("", "-", "_", "."))
