"""Headers of opt-out columns, as patterns over `header_key` forms; whole names are in `header_phrases`."""

import re

FLAG = re.compile(
    "unsub(?:scribe|scription|$)|opt(?:ed)?out|donot(?:allow|send)?(?:bulk|mass|marketing)?(?:e?mail|contact)"
    "|hardbounce|^(?:is|has|was)?(?:e?mail)?(?:is|has|was)?bounced(?:at|on|date|time|reason)?$"
    "|blacklist|blocklist|^(?:is)?(?:e?mails?)?suppress(?:ed|ion)|spamcomplain|^(?:is|has)?(?:e?mail)?complained"
    "|abgemeldet|abmeldung|abmeldedat|abbestellt|^gesperrt|werbesperre|kontaktsperre|widerspr(?:uch|ochen)"
    "|keinewerbung|keinnewsletter|keinee?mail|keinkontakt|^robinson|desabonn|desinscri|disiscri|descadastra"
    "|uitgeschreven|afgemeld|wypisan|отписа|退订|配信停止"
)
REMOVED = re.compile("(?:is|was)?removed(?:at|on|date)?")
NO_FLAG = re.compile("(?:link|url|uri|href|token|hash|page|count|rate|footer)s?$|^resub")
LINK = re.compile("(?:link|url|uri|href|token|hash|page|footer)s?$")
STATUS = re.compile(
    "(?:mail|contact|lead|marketing|newsletter|subscri|consent|prospect|member|permission|optin).*status$"
)
CONSENT = re.compile(
    "^(?:is|has)?(?:e?mail|marketing|newsletter)?opt(?:ed)?in|accepts(?:e?mail|marketing)"
    "|consent(?:ed|given)?$|einwilligung|^newsletter$|can(?:be)?(?:e?mail|contact)|mailingallowed|e?mailsallowed"
    "|e?mailallowed|e?mailzulassig|^bulke?mails?$"
)
NO_CONSENT = re.compile("(?:ip|country|city|source|url)$")
PERHAPS_FLAG = re.compile(
    "unsub|optout|optedout|bounce|donotcontact|donotmail|donotemail|blocklist|suppression"
)
#: HubSpot has a column for every kind of mail: "Opted out of email: One to One".
OPTED_OUT_OF = "optedoutofemail"
REFUSALS = (
    "denied",
    "withdrawn",
    "declined",
    "refused",
    "revoked",
    "donotallow",
    "notallowed",
    "nichtzulassen",
)
GIVEN = frozenset({"given", "granted", "confirmed", "accepted", "erteilt"})
