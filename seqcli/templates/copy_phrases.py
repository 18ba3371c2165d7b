"""Words that proofreading looks for: placeholders, opt-outs, postal addresses. Tables only."""

import re

# Field names in square brackets, as in copy written for another tool.
BRACKETED_FIELDS = frozenset(
    {
        *("city", "company", "companyname", "country", "date", "email", "firstname", "fname", "fullname"),
        *("industry", "jobtitle", "lastname", "link", "lname", "name", "organization", "painpoint", "phone"),
        *("position", "product", "role", "sendername", "signature", "title", "website"),
    }
)


def names_field(words: str) -> bool:
    """Return whether the words in square brackets name a field, like `[First Name]` and `[your city]`."""
    name = re.sub("[ _-]+", "", words).casefold()
    return name in BRACKETED_FIELDS or name.startswith(("your", "insert"))


# How a mail offers an opt-out, in the most frequent languages of cold mail.
OPT_OUT = re.compile(
    r"unsubscribe|opt(?:ing)?[ -]?out|(?:reply|answer|respond|write|say)\W{1,3}(?:with\W{1,3})?(?:stop|no\b|remove)"
    r"|no longer (?:want|wish|hear|receive|be contacted)|no more (?:e-?mails|messages|notes)|(?:rather|prefer) not"
    r"|(?:not|n.t) (?:want|wish|like|care) to (?:hear|receive|get|be)|take you off|remove you|no,? thanks"
    r"|(?:will|wo)(?: not|n.t| never) (?:write|e-?mail|contact|bother)"
    r"|stop (?:writing|e-?mailing|contacting|these|hearing)"
    r"|abmelden|abbestell|austragen|keine (?:weiteren )?(?:e-?mails|nachrichten)|nicht mehr (?:schreib|h\u00f6ren)"
    r"|d[\u00e9e]sinscri|d[\u00e9e]sabonn|ne plus (?:recevoir|vous)|\bde baja\b|no (?:desea|quiere) recibir"
    r"|cancellar|disiscri|non (?:desidera|vuole) ricevere|afmeld|uitschrijv|geen (?:mails|berichten)|avregistrer"
    r"|avmeld|cancelar (?:a )?(?:inscri|subscri)|wypisa|rezygn",
    re.IGNORECASE,
)
# Case-sensitive: "12 Mill Drive" is an address, "drive" is an ordinary word.
STREET = re.compile(
    r"\b(?:Street|Road|Lane|Avenue|Drive|Square|Suite|Floor|Boulevard|Parkway|Court|Terrace|Highway|Place|Way|St|Rd"
    r"|Ln|Ave|Dr|Blvd|P\.? ?O\.? Box|Rue|rue|Quai|Chemin|Via|Viale|Piazza|Corso|Calle|C/|Avenida|Plaza|Paseo|Rua|Ul\."
    r"|ul\.|Aleja)(?!\w)"
    r"|(?:[Ss]tra(?:\u00dfe|sse)|[Ss]tr\.|[Ww]eg|[Pp]latz|[Gg]asse|[Aa]llee|[Ll]aan|[Ss]traat|[Gg]racht|[Kk]ade|gatan"
    r"|v\u00e4gen|vej|gade|gata|veien|katu|utca)(?!\w)"
)
POSTCODE = re.compile(
    r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b"  # United Kingdom
    r"|\b[A-Z]{2}\s\d{5}(?:-\d{4})?\b"  # United States
    r"|\b(?:[A-Z]{1,2}-)?\d{5}\s[A-Z\u00c0-\u00de][a-z\u00df-\u00ff]"  # Germany, France, Spain, Italy ...
    r"|\b\d{4}\s?[A-Z]{2}\b"  # Netherlands
)
