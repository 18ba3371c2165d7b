"""How other senders say where a person stands in a campaign: headers and words, with where they come from. Tables only.

Headers and words are compared by `header_key`: without case, blanks and signs. A minus before a number counts.
"""

from seqcli.contacts.headers.header_phrases import header_key


def _keys(*names: str) -> frozenset[str]:
    return frozenset(map(header_key, names))


#: Such a column says nothing else: a word that nobody knows is asked about.
SURE_HEADERS = _keys(
    *("campaign status", "campaign state", "lead campaign status", "emailer campaign status"),
    *(
        "sequence status",
        "sequence state",
        "sequence stage",
        "email sequence status",
        "apollo sequence status",
    ),
    *(
        "prospect sequence state",
        "sequence enrollment status",
        "sequence enrolment status",
        "sequence lead status",
    ),
    *("cadence status", "cadence state", "cadence stage", "cadence membership state", "journey status"),
    *("lead category", "lead_category_name", "interest status", "lead interest status", "lt_interest_status"),
    *("reply status", "reply category", "reply sentiment", "reply type", "inbox category"),
    *("outreach status", "outreach stage", "lemlist status", "lemlist state", "smartlead status"),
    *("instantly status", "apollo stage", "woodpecker status", "campaign_status"),
)
#: Such a column is about people whom somebody writes to: one word of the table makes it one of statuses.
LEAD_HEADERS = _keys(
    *(
        "lead status",
        "lead state",
        "lead stage",
        "hs_lead_status",
        "hubspot lead status",
        "lead_status_label",
    ),
    *(
        "contact stage",
        "prospect status",
        "prospect state",
        "prospect stage",
        "person stage",
        "person status",
    ),
    *("people stage", "recipient status", "recipient state", "last state"),
    *("interest level",),
    *("sending status", "merge status", "mail merge status"),
)
#: Such a column may be about anything: a neighbour, or a word that nobody but senders uses, makes it one of statuses.
LOOSE_HEADERS = _keys(
    *("status", "stage", "contact status", "current state", "enrollment status", "enrolment status"),
    *("status label", "sentiment"),
)
#: The same, but in files of senders too such a column is mostly about something else: only a word makes it one.
OTHER_HEADERS = _keys("state", "email status", "category name", "lead label", "category", "label")
#: A file with such a column comes from a sender.
NEIGHBOURS = _keys(
    *("lead category", "lead category id", "campaign_lead_map_id", "email_stats_id", "lt_interest_status"),
    *("interest status", "status_summary", "email_reply_count", "email_open_count", "timestamp_last_reply"),
    *(
        "reply count",
        "replied",
        "is replied",
        "email replied",
        "replied at",
        "last replied",
        "last replied at",
    ),
    *(
        "sequence name",
        "sequence id",
        "sequence step",
        "cadence name",
        "cadence id",
        "cadence",
        "current step",
    ),
    *("snippet1", "snipet1", "snippet 1", "last_sent_time", "lemlist id", "journey status"),
)
#: A yes, a number above zero or a day under these says that the person answered.
REPLY_HEADERS = _keys(
    *(
        "replied",
        "is replied",
        "has replied",
        "email replied",
        "emails replied",
        "contact replied",
        "lead replied",
    ),
    *("is interested", "meeting booked", "is meeting booked", "demoed"),
    *(
        "reply count",
        "replies count",
        "email reply count",
        "replied count",
        "number of replies",
    ),
    *("positive reply count", "neutral reply count", "negative reply count", "emails replied count"),
    *("replied at", "replied on", "replied date", "date replied", "last replied", "last replied at"),
    *(
        "last reply",
        "last reply at",
        "last reply date",
        "first reply",
        "first reply at",
        "reply date",
        "reply at",
    ),
    *("reply timestamp", "timestamp last reply", "email replied at", "meeting booked at"),
    *("last replied date", "last lead marked as interested date"),
    *("recent sales email replied date", "sales email last replied", "hs_sales_email_last_replied"),
    *("last marketing email reply date", "marketing emails replied", "emails replied to"),
)
#: The same, if a neighbour counts what else became of mails; elsewhere these are about a forum, say.
REPLIES_HEADERS = _keys("replies", "total replies")
MAIL_COUNTS = _keys(
    *("opens", "clicks", "bounces", "opened", "clicked", "emails sent", "sends", "open count", "click count"),
)
#: A yes under these says that another sender writes to the person now.
STARTED_HEADERS = _keys(
    *("currently in sequence", "now in sequence", "is enrolled in sequence", "hs_sequences_is_enrolled"),
    *("currently on cadence", "on cadence", "active in sequence", "actively being sequenced"),
)
#: Any text under these is what the person wrote.
REPLY_TEXT_HEADERS = _keys(
    *("reply text", "last reply text", "reply message", "last reply message", "reply body", "reply snippet"),
    *("reply content", "last reply content"),
)

#: One line a word: the word, and who writes it. `~`: others write it too, so that it makes no column one of statuses.
#: `stage:` and `interest:` before a word: only under a header that has this word. If senders mean different things by a
#: word, it stands under the more careful meaning.
NEW = """
new                         ~ HubSpot, Freshsales, Reply.io, Salesforce
lead                        ~ Instantly
open not contacted            Salesforce, Salesloft
not contacted                 Smartlead, Zoho, Reply.io
uncontacted                   Salesloft
not yet contacted             lists kept by hand
to contact                  ~ lists kept by hand
to be contacted             ~ lists kept by hand
not emailed                   QuickMail
not started                 ~ Smartlead, Apollo
not active                  ~ Outreach
not replied yet               Woodpecker
stage: cold                 ~ Apollo
cold outreach               ~ Salesloft
potential                   ~ Close
prospect                    ~ Freshsales
imported                    ~ lemlist
scanned                     ~ lemlist
reviewed                    ~ lemlist
enriching                   ~ lemlist
to launch                     lemlist
ready to send                 lemlist
staged                      ~ Salesloft
removed no action             Salesloft
added                       ~ QuickMail
incoming leads              ~ Kommo
incoming lead               ~ Kommo
eingehende leads            ~ Kommo
leads entrants              ~ Kommo
leads entrantes             ~ Kommo
lead entrante               ~ Kommo
lead in entrata             ~ Kommo
leads de entrada            ~ Kommo
inkomende leads             ~ Kommo
leady przychodzące          ~ Kommo
neu                         ~ lists kept by hand
nouveau                     ~ lists kept by hand
nuevo                       ~ lists kept by hand
nuovo                       ~ lists kept by hand
novo                        ~ lists kept by hand
nieuw                       ~ lists kept by hand
nowy                        ~ lists kept by hand
zu kontaktieren             ~ lists kept by hand
noch zu kontaktieren        ~ lists kept by hand
à contacter                 ~ lists kept by hand
por contactar               ~ lists kept by hand
da contattare               ~ lists kept by hand
a contatar                  ~ lists kept by hand
te benaderen                ~ lists kept by hand
te contacteren              ~ lists kept by hand
do kontaktu                 ~ lists kept by hand
offen                       ~ lists kept by hand
noch offen                  ~ lists kept by hand
noch kontaktieren           ~ lists kept by hand
noch anschreiben            ~ lists kept by hand
nog benaderen               ~ lists kept by hand
nog te benaderen            ~ lists kept by hand
nog te contacteren          ~ lists kept by hand
encore à contacter          ~ lists kept by hand
aún por contactar           ~ lists kept by hand
pendiente de contactar      ~ lists kept by hand
ancora da contattare        ~ lists kept by hand
ainda a contatar            ~ lists kept by hand
por contatar                ~ lists kept by hand
jeszcze do kontaktu         ~ lists kept by hand
nicht kontaktiert             lists kept by hand
non contacté                  lists kept by hand
no contactado                 lists kept by hand
sin contactar                 lists kept by hand
non contattato                lists kept by hand
não contatado                 lists kept by hand
niet gecontacteerd            lists kept by hand
nie skontaktowano             lists kept by hand
"""
STARTED = """
active                      ~ Instantly, Woodpecker, Reply.io, Outreach, Salesloft, Close, Apollo
1                           ~ Instantly
started                     ~ Smartlead
in progress                 ~ Smartlead, HubSpot
paused                      ~ Instantly, Smartlead, Woodpecker, Reply.io, Outreach, Mailshake, Close, lemlist
2                           ~ Instantly
resumed                     ~ lemlist
running                     ~ QuickMail
active running                Outreach
active paused                 Outreach
executing                   ~ HubSpot
enrolled                    ~ HubSpot
in sequence                   HubSpot, Apollo
in cadence                    Salesloft
on cadence                    Salesloft
in campaign                   Woodpecker, lemlist
processing                  ~ Salesloft, Apollo
scheduled                   ~ Salesloft, QuickMail
pending                     ~ Outreach, Mailshake
reassigned                  ~ Salesloft
working                     ~ Salesloft, Salesforce
working contacted             Salesforce
contacted                     lemlist, Woodpecker, Freshsales, Zoho
approaching                   Apollo, Outreach
engaging                    ~ Reply.io
open                        ~ HubSpot, Salesloft, Mailshake
attempting                    Freshsales
attempted                     HubSpot
attempted to contact          HubSpot, Freshsales, Zoho
attempting to contact         HubSpot
contact in future             Zoho
under review                ~ Freshsales
emailed                       QuickMail
followed up                   QuickMail
sent                        ~ Mailshake
delivered                   ~ Mailshake
opened                      ~ QuickMail, Mailshake
clicked                     ~ QuickMail, Mailshake
emails sent                   lemlist
email sent                    lemlist
emails opened                 lemlist
email opened                  lemlist
emails clicked                lemlist
email clicked                 lemlist
emails failed                 lemlist
emails send failed            lemlist
linkedin sent                 lemlist
linkedin opened               lemlist
linkedin invite done          lemlist
linkedin invite accepted      lemlist
not sent                    ~ Apollo
hooked                        lemlist
attracted                     lemlist
out of office                 Smartlead, Instantly, Reply.io, QuickMail, Apollo
interest: 0                 ~ Instantly
ooo                           Salesmate, Outreach
autoreplied                   Woodpecker
auto reply                    Smartlead
auto replies                  Salesgear
automatic reply               Smartlead
missing data                ~ Reply.io
inactive                    ~ Reply.io
called                      ~ Reply.io
to call                     ~ Reply.io
to check                      Woodpecker
to review                     Woodpecker
failed                      ~ Outreach, Apollo
has error                   ~ QuickMail
error                       ~ Close
disabled                    ~ Outreach
soft bounced                  Outreach
nurturing                   ~ Salesforce, Apollo
kontaktiert                   lists kept by hand
contacté                      lists kept by hand
contactado                    lists kept by hand
contattato                    lists kept by hand
contatado                     lists kept by hand
gecontacteerd                 lists kept by hand
skontaktowano                 lists kept by hand
angeschrieben                 lists kept by hand
in Bearbeitung              ~ lists kept by hand
en cours                    ~ lists kept by hand
en curso                    ~ lists kept by hand
in corso                    ~ lists kept by hand
em andamento                ~ lists kept by hand
w toku                      ~ lists kept by hand
"""
FINISHED = """
completed                   ~ Smartlead, Instantly, Salesloft, Mailshake
3                           ~ Instantly
finished                    ~ Outreach, Reply.io, Apollo, Close
finished no reply             Outreach, Salesmate
completed no reply            Mailshake, Yesware
sequence finished             Apollo
sequence completed            HubSpot, Smartlead
no reply                      Reply.io, Mailshake
no response                   Freshsales, Reply.io
nonresponsive                 Woodpecker
unresponsive                  Apollo, Outreach, Reply.io
cold                        ~ QuickMail
skipped                     ~ Instantly, lemlist
-3                          ~ Instantly
stopped                     ~ Smartlead
canceled                    ~ QuickMail, Close
cancelled                   ~ QuickMail
aborted                     ~ QuickMail
removed                     ~ Salesloft
archived                    ~ Salesloft
unenrolled                    HubSpot
exited                      ~ Mixmax, Freshsales
ended                       ~ Apollo
ignored                     ~ Mailshake
unqualified                 ~ HubSpot, Freshsales
disqualified                ~ Outreach, Freshsales
not qualified               ~ Salesloft, Zoho
bad fit                     ~ Close
junk lead                   ~ Zoho
closed not converted        ~ Salesforce, Salesloft
lost lead                   ~ Zoho
changed job                   Apollo
changed jobs                  Apollo
job change                    Instantly
keine Antwort                 lists kept by hand
sans réponse                  lists kept by hand
pas de réponse                lists kept by hand
sin respuesta                 lists kept by hand
nessuna risposta              lists kept by hand
sem resposta                  lists kept by hand
geen antwoord                 lists kept by hand
geen reactie                  lists kept by hand
brak odpowiedzi               lists kept by hand
"""
ANSWERED = """
replied                       Apollo, Woodpecker, Reply.io, Outreach, Salesloft, Mailshake, QuickMail
responded                     QuickMail
finished replied              Outreach
completed replied             Mailshake
emails replied                lemlist
email replied                 lemlist
emails interested             lemlist
linkedin replied              lemlist
linkedin interested           lemlist
warmed                        lemlist
positive reply                Outreach, Apollo
negative reply                Outreach
neutral reply                 Outreach
positive                    ~ QuickMail, Salesloft
negative                    ~ QuickMail, Salesloft
neutral                     ~ QuickMail, Salesloft
interested                    Smartlead, Instantly, lemlist, Apollo, Woodpecker, Reply.io, Close, Freshsales
interest: 1                 ~ Instantly
willing to meet               Apollo
meeting request               Smartlead
meeting intent                Reply.io
more information            ~ Reply.io
forwarded                   ~ Reply.io
person referral               Apollo
wrong contact               ~ Apollo
meeting requested             Smartlead
meeting booked                Instantly, Reply.io, HubSpot, lemlist
meetings booked               Salesgear
interest: 2                 ~ Instantly
meeting scheduled             Outreach, HubSpot
meeting set                   Salesloft
meeting completed             Instantly
interest: 3                 ~ Instantly
booked                      ~ QuickMail
demo                        ~ Freshsales
demoed                        Apollo
demo scheduled              ~ Freshsales
no show                       Instantly
information request           Smartlead
follow up question            Apollo
referral                    ~ Smartlead, Apollo
wrong person                  Smartlead, Instantly, Apollo
interest: -2                ~ Instantly
not now                       Apollo, Outreach
maybe                       ~ Woodpecker
maybe later                   Woodpecker
bad timing                    HubSpot
connected                   ~ HubSpot, Reply.io
open deal                     HubSpot
engaged                     ~ Outreach
in conversation               Outreach
goal                        ~ Close
goal reached                ~ Close
qualified                   ~ Close, Freshsales
qualified lead              ~ Freshsales
sales qualified lead        ~ HubSpot, Freshsales
pre qualified               ~ Zoho
opportunity                 ~ HubSpot, Salesloft
converted                   ~ Freshsales, Salesforce
closed converted            ~ Salesforce, Salesloft
customer                    ~ Close, Freshsales
partner                     ~ Freshsales
won                         ~ Instantly, Mailshake, Freshsales
closed                      ~ Instantly
interest: 4                 ~ Instantly
lost                        ~ Instantly, Mailshake, Freshsales
interest: -3                ~ Instantly
uncategorizable by ai         Smartlead
lead: negotiation           ~ Zoho, Kommo
lead: negotiations          ~ lists kept by hand
lead: negotiating           ~ lists kept by hand
lead: negotiation review    ~ Zoho
lead: contract negotiation  ~ lists kept by hand
lead: contract discussion   ~ Kommo
lead: discussions           ~ Kommo
lead: verhandlung           ~ lists kept by hand
lead: verhandlungen         ~ lists kept by hand
lead: vertragsverhandlung   ~ lists kept by hand
lead: négociation           ~ lists kept by hand
lead: négociations          ~ lists kept by hand
lead: negociación           ~ Kommo
lead: negociaciones         ~ lists kept by hand
lead: negociando            ~ lists kept by hand
lead: discusión de contrato  ~ Kommo
lead: negoziazione          ~ lists kept by hand
lead: trattativa            ~ lists kept by hand
lead: negociação            ~ Kommo
lead: negociações           ~ lists kept by hand
lead: onderhandeling        ~ lists kept by hand
lead: onderhandelingen      ~ lists kept by hand
lead: negocjacje            ~ lists kept by hand
lead: negocjacja            ~ lists kept by hand
geantwortet                   lists kept by hand
hat geantwortet               lists kept by hand
beantwortet                   lists kept by hand
répondu                       lists kept by hand
a répondu                     lists kept by hand
respondió                     lists kept by hand
respondido                    lists kept by hand
ha respondido                 lists kept by hand
ha risposto                   lists kept by hand
risposto                      lists kept by hand
respondeu                     lists kept by hand
beantwoord                    lists kept by hand
heeft geantwoord              lists kept by hand
gereageerd                    lists kept by hand
odpowiedział                  lists kept by hand
odpowiedziała                 lists kept by hand
odpowiedziano                 lists kept by hand
interessiert                ~ lists kept by hand
intéressé                   ~ lists kept by hand
interesado                  ~ lists kept by hand
interessato                 ~ lists kept by hand
interessado                 ~ lists kept by hand
geïnteresseerd              ~ lists kept by hand
zainteresowany              ~ lists kept by hand
Termin vereinbart             lists kept by hand
rendez-vous fixé              lists kept by hand
reunión agendada              lists kept by hand
appuntamento fissato          lists kept by hand
reunião marcada               lists kept by hand
afspraak gemaakt              lists kept by hand
spotkanie umówione            lists kept by hand
"""
BOUNCED = """
bounced                     ~ Instantly, Woodpecker, Reply.io, Outreach, Salesloft, Mailshake, QuickMail
hard bounced                ~ Outreach
finished bounced              Salesmate, Outreach
emails bounced                lemlist
email bounced                 lemlist
sender originated bounce      Smartlead
-1                          ~ Instantly
invalid                     ~ Woodpecker, QuickMail
bad data                      Apollo
bad info                      Reply.io
bad contact info              Outreach
left company                  Outreach
"""
OPTED_OUT = """
unsubscribed                ~ Instantly, Smartlead, Mailshake, QuickMail, Freshsales
-2                          ~ Instantly
emails unsubscribed           lemlist
unsubscribed from email       lemlist
opted out                   ~ Outreach, Reply.io, Woodpecker
finished opt out              Salesmate
not interested              ~ Smartlead, Instantly, lemlist, Apollo, Woodpecker, Reply.io, Close
interest: -1                ~ Instantly
do not contact              ~ Smartlead, Apollo, Outreach, Salesloft, Reply.io, QuickMail
blacklisted                 ~ Woodpecker
blacklist                   ~ Woodpecker
blocked                     ~ Smartlead
"""
#: seqcli's own words, in the lists that it writes. Who is suppressed or has bounced there is suppressed here.
OWN_STARTED, OWN_FINISHED, OWN_ANSWERED = "in_flight", "exhausted", "replied"

#: Words that mean something else in the files of one sender, by a header that nobody else writes.
OF_SENDER = {
    # a lead that waits for its first mail
    header_key("campaign_lead_map_id"): {"started": "new"},
}

#: What a person may call a meaning in `--status`, beside its own name.
SYNONYMS = {
    "new": ("not contacted", "none"),
    "in progress": ("started", "active", "running"),
    "finished": ("completed", "done", "ended"),
    "answered": ("replied", "interested", "reply"),
    "bounced": ("bounce", "invalid"),
    "opted out": ("opt out", "unsubscribed", "do not contact", "not interested", "suppressed"),
}
