"""Cells that mean no, in eight languages, as patterns over `fold` forms. Tables only."""

#: A no under any header, wherever the cell is nothing but that.
ANYWHERE = (
    # English
    *(
        "unsub(?:s|scribed?|scribing|scription)?(?: me)?",
        "(?:global|user)? ?unsubscribed?",
        "opt(?:ed)? ?out",
    ),
    "(?:do|does) ?not ?(?:contact|e ?mail|mail|write|disturb|solicit|message|market|send)(?: (?:to|me|us|him|her))?",
    "(?:dont|never|cannot|can not) (?:be )?(?:contact|e ?mail|mail|write)(?:ed|en)?(?: (?:to|me|us|him|her))?",
    (
        "(?:(?:wants?|wishes|prefers?|asked|asks) )?(?:for |to (?:get|receive) )?no (?:more |further )?"
        "(?:contact|e ?mails?|mailings?|marketing|newsletters?)"
    ),
    *("(?:hard )?bounced?", "hardbounced?", "e?mails? ?bounced?", "bounced back", "emailsunsubscribed"),
    "complain(?:ed|t)(?: about (?:us|spam|(?:the |our )?e?mails?))?",
    *(
        "(?:spam|abuse) ?(?:complain(?:ed|t)|report(?:ed)?)",
        "(?:mark|report|flag)(?:ed)? (?:us )?(?:as )?(?:spam|junk)",
    ),
    *(
        "cleaned",
        "suppressed",
        "(?:black|block) ?list(?:ed)?",
        "sperrliste",
        "lista nera",
        "undeliverable",
        "spam ?trap",
        "no longer subscribed",
    ),
    *(
        "dnc(?: list)?",
        "donotcontact",
        "donotemail",
        "(?:please )?remove me",
        "take me off",
        "(?:remove|take) (?:me |us |him |her |them )?(?:from|off) (?:of )?(?:the |our |your )?(?:mailing )?list",
        "suppression ?list",
    ),
    "stop (?:e ?mailing|mailing|contacting|sending|writing)(?: me| us)?",
    *(
        "consent (?:withdrawn|revoked)",
        "(?:withdrew|withdrawn|revoked) consent",
        "objected(?: to processing)?",
    ),
    (
        "(?:asked|asks|wants?|requested) (?:to be (?:removed|taken off|unsubscribed)|for removal"
        "|not to be (?:contacted|e ?mailed))"
        "(?: (?:from|off) (?:the |our |your )?(?:mailing )?list)?"
    ),
    "removal request(?:ed)?",
    "wants? (?:to be )?(?:off|removed)(?: from)?(?: (?:the |our )?(?:mailing )?list)?",
    # German
    *("abgemeldet", "ausgetragen", "abbestellt", "newsletter ?abmeldung", "unzustellbar", "nicht zustellbar"),
    "(?:nicht|nie)(?: mehr)? (?:kontaktieren|anschreiben|mailen|anmailen|kontaktiert werden|angeschrieben werden)",
    *("keine? (?:weiteren? )?(?:e ?mails?|mails?|werbung|newsletter|kontaktaufnahme|mailings?)", "bereinigt"),
    *("werbe ?(?:sperre|widerspruch|verbot|stopp?)", "kontaktsperre", "mailsperre"),
    "(?:(?:der )?werbung )?(?:widersprochen|widerspruch)(?: gegen (?:die )?(?:werbung|kontaktaufnahme|mailings?))?",
    "(?:e ?)?mail(?: kam| kommt)? zuruck(?:gekommen)?",
    *("kein kontakt(?: mehr)?(?: erwunscht)?", "robinson ?liste", "(?:als )?spam (?:gemeldet|markiert)"),
    *("unterdruckt", "(?:kontakt|werbung) (?:un|nicht )erwunscht"),
    (
        "(?:will|mochte|wunscht|wollen|mochten|wunschen) (?:bitte )?keine?n? (?:weiteren? )?"
        "(?:e ?mails?|mails?|werbung|newsletter|mailings?|kontakt)(?: mehr)?(?: (?:erhalten|bekommen|haben))?"
    ),
    # French
    *("desabonnee?s?", "desinscrite?s?", "desinscription", "desabonnement", "liste noire", "blackliste[es]?"),
    "(?:ne )?(?:pas|plus) (?:le |la |les )?(?:re)?(?:contacter|lancer|mailer|emailer|solliciter|ecrire|envoyer)",
    "ne (?:souhaite|veut|desire) (?:pas|plus) etre (?:re)?(?:contactee?|sollicitee?)",
    (
        "ne (?:souhaite|veut|desire) (?:pas|plus) recevoir (?:de |nos |vos |les |des )?"
        "d?(?:(?:e ?)?mails?|courriels?|newsletters?|messages?|publicites?|communications?)"
    ),
    *("(?:signalee?|marquee?) comme (?:spam|indesirable)", "plainte(?: spam)?", "oppositione?", "rebond dur"),
    *("a demande (?:le retrait|la suppression)", "non (?:distribuable|delivrable)"),
    # Spanish
    *(
        "(?:dad[oa] |darse |se dio |dar )de baja",
        "de baja",
        "baja (?:newsletter|boletin|correos?|lista|mailing|e ?mail)",
        "desuscrit[oa]",
        "cancelo (?:la )?suscripcion",
    ),
    "no (?:volver a |quiere ser |desea ser )?(?:contactar|contactad[oa]|escribir|molestar)",
    "no enviar(?: correos?| mails?)?",
    "no (?:quiere|desea) (?:recibir )?(?:mas )?(?:correos?|(?:e ?)?mails?|publicidad|newsletters?|comunicaciones)",
    "(?:pidio|pide|solicito|solicita) (?:la |su )?baja",
    *("rebotad[oa]", "rebote(?: duro)?", "suprimid[oa]", "(?:marcad|reportad|denunciad)[oa] como spam"),
    *("queja(?: de spam)?", "lista negra", "no entregable"),
    # Italian
    *("disiscritt[oaie]", "disiscrizione", "cancellat[oa] dalla (?:lista|newsletter)", "rimbalzat[oa]"),
    "(?:iscrizione annullata|annullat[oa] (?:l )?iscrizione|ha annullato l iscrizione)",
    "non (?:piu )?(?:ri)?(?:contattare|scrivere|disturbare|inviare(?: mail| email)?)(?: piu)?",
    "non vuole (?:piu )?ricevere (?:piu )?(?:le |nostre )?(?:(?:e ?)?mail|newsletter|pubblicita|comunicazioni)",
    *("(?:segnalat|contrassegnat|marcat)[oa] come spam", "soppress[oa]", "non vuole essere contattat[oa]"),
    # Portuguese
    *("descadastrad[oa]s?", "descadastro", "desinscrit[oa]", "cancelou (?:a )?(?:inscricao|assinatura)"),
    "nao (?:mais )?(?:contactar|contatar|enviar(?: e ?mails?)?|perturbar|incomodar|escrever)(?: mais)?",
    "nao quer (?:mais )?receber (?:mais )?(?:(?:e ?)?mails?|newsletters?|publicidade|mensagens|comunicacoes)",
    "pediu (?:para (?:sair|ser removid[oa])(?: da lista)?|descadastro|(?:a )?remocao)",
    *("(?:denunciad|reportad)[oa] como spam", "nao quer (?:ser )?(?:contactad|contatad|contato)[oa]?"),
    # Dutch
    *("uitgeschreven", "afgemeld", "opgezegd voor nieuwsbrief", "gebounced?", "onbestelbaar"),
    "niet(?: meer)? (?:contacteren|benaderen|mailen|e ?mailen|aanschrijven|benaderd worden)",
    "wil geen (?:(?:e ?)?mails?|mailings?|reclame|contact|nieuwsbrief)(?: meer)?(?: ontvangen)?",
    *("geen (?:e ?mails?|mails?|mailings?|reclame|contact|nieuwsbrief)(?: meer)?", "zwarte lijst"),
    "(?:(?:gemeld|gemarkeerd|aangemerkt) )?als spam(?: (?:gemeld|gemarkeerd|aangemerkt))?",
    # Polish
    *("wypisan[yaie]", "wypisal[a]? sie", "odsubskrybowan[yae]", "(?:z)?rezygnowal[a]?(?: z newslettera)?"),
    "nie (?:kontaktowac(?: sie)?|pisac|mailowac|wysylac(?: maili| wiadomosci)?|zyczy sobie kontaktu)",
    "(?:prosi |prosze )nie kontaktowac(?: sie)?",
    "nie chce (?:juz )?(?:otrzymywac )?(?:e ?)?(?:maili|mailingu|wiadomosci|kontaktu|newslettera)",
    *("rezygnacja", "sprzeciw", "czarna lista", "odbit[yae]"),
    *("(?:zgloszon[yaeo]|oznaczon[yaeo]) jako spam", "bez (?:mailingu|kontaktu)"),
)
#: Not interested: a no from the person, by whatever channel it came.
NO_INTEREST = (
    *("(?:is |are )?(?:not|no longer|isnt|never) ?interested", "uninterested", "no interest"),
    *("kein(?:erlei)? (?:interesse|bedarf)", "nicht interessiert", "kein(?:e)? interesse(?: mehr)?"),
    "(?:nest |n est )?(?:pas|plus|non) (?:du tout )?interessee?s?",
    *("pas dinteret", "pas d interet", "aucun interet"),
    *("no (?:esta |estan |le )?(?:interesad[oa]s?|interesa)", "sin interes", "no tiene interes"),
    *("non (?:e |sono )?(?:piu )?interessat[oaie]", "non gli interessa", "nessun interesse"),
    *("nao (?:esta |estao )?interessad[oa]s?", "sem interesse", "nao tem interesse"),
    *("geen interesse(?: meer)?", "niet (?:meer )?geinteresseerd"),
    *("nie ?(?:jest )?zainteresowan[yaei]", "brak zainteresowania", "nie interesuje"),
)
#: A no only in a column of statuses; elsewhere it may be about anything.
IN_STATUS = (
    *("invalid", "blocked", "spam", "stop", "abuse", "removed", "not subscribed", "non subscribed"),
    *("pending unsub(?:scribe)?", "gesperrt", "blockiert", "ungultig", "entfernt", "invalide", "bloquee?"),
    *("baja", "invalid[oa]", "bloquead[oa]", "bloccat[oa]", "rimoss[oa]", "removid[oa]", "eliminad[oa]"),
    *("ongeldig", "geblokkeerd", "verwijderd", "niet ingeschreven", "usuniet[yae]", "zablokowan[yae]"),
    *("nieprawidlow[yae]", "not deliverable", "user suppressed", "cancellat[oa]"),
    *("rebond(?:i[es]?)?", "rimbalzo", "gebounc?t", "odbicie"),
)
#: What the address did, and not the person.
BOUNCE = (
    r"bounc|undeliver|invalid|bad data|cleaned|zustellbar|bereinigt|ungultig|rebond|distribuable|delivrable|invalide"
    r"|rebot|rebote|entregable|rimbalz|onbestelbaar|ongeldig|odbit|nieprawidlow"
)
#: Names of companies and words about places too.
NAMES_TOO = frozenset(
    {
        *("blacklist", "black list", "blocklist", "block list"),
        *("cleaned", "suppressed", "dnc", "bounce", "bounced", "optout", "opt out", "opposition", "sprzeciw"),
        *(
            "undeliverable",
            "unzustellbar",
            "nicht zustellbar",
            "onbestelbaar",
            "non distribuable",
            "no entregable",
        ),
    }
)

#: Words that say who, when and from where, and change nothing.
AROUND = frozenset(
    {
        *("email", "emails", "e", "mail", "mails", "address", "status", "lead", "prospect", "user", "person"),
        *(
            "customer",
            "client",
            "contact",
            "recipient",
            "subscriber",
            "has",
            "have",
            "is",
            "was",
            "been",
            "be",
        ),
        *("auto", "automatically", "globally", "permanently", "manually", "from", "all", "of", "the", "our"),
        *("this", "any", "list", "lists", "mailing", "mailings", "newsletter", "newsletters", "campaign"),
        *(
            "campaigns",
            "marketing",
            "communications",
            "by",
            "via",
            "link",
            "on",
            "at",
            "since",
            "please",
            "pls",
        ),
        *(
            "again",
            "anymore",
            "more",
            "ever",
            "requested",
            "yes",
            "true",
            "und",
            "bitte",
            "mehr",
            "hat",
            "ist",
        ),
        *("sich", "vom", "von", "wurde", "am", "per", "kunde", "le", "la", "est", "sest", "s", "se", "ha"),
        *("de", "du", "des", "svp", "merci", "el", "por", "favor", "cliente", "correo", "correos", "boletin"),
        *("si", "e", "dalla", "da", "a", "o", "foi", "para", "fue", "esta", "para", "van", "voor"),
        *("nieuwsbrief", "heeft", "is", "zich", "aub", "prosze", "z", "newslettera", "klient", "mailingu"),
    }
)
POLITE = frozenset(
    {
        *("please", "pls", "thanks", "thank", "you", "thx", "bitte", "danke", "svp", "merci", "por", "favor"),
        *(
            "gracias",
            "grazie",
            "obrigado",
            "obrigada",
            "aub",
            "bedankt",
            "dank",
            "prosze",
            "dziekuje",
            "sorry",
        ),
    }
)
#: Too little to compare once the words around are gone.
TOO_LITTLE = frozenset(
    {"", "no", "not", "do not", "never", "dont", "keine", "kein", "nie", "non", "nao", "geen"}
)
#: Behind a no, these take it back or put it off.
TURNED = (
    r"\b(?:but|now|later|until|yet|currently|this (?:year|month|quarter|time)|at (?:the|this) moment|no|not|nein|non"
    r"|nao|nee|nie|false|never|aber|jetzt|derzeit|bis|mais|pero|ahora|ma|mas|agora|maar|nu|ale|teraz|soft)\b"
)
#: What a status says behind "invalid" or "blocked" if it is about mail.
ABOUT_MAIL = r"mail|smtp|recipient|spam|bounc|unsub|opt|\bmx\b|domain|syntax|inbox|complain|address|dns"
#: A no inside a note.
IN_NOTES = (
    r"\b(?<!not )(?<!never )(?:unsubscribed?|opted out|(?:do not|dont|never) (?:contact|e ?mail|mail)"
    r"|(?:not|no longer) interested|no interest|(?:please )?remove (?:me|him|her|them)\b.{0,12}(?:list|mail)?"
    r"|take (?:me|us|him|her|them) off|stop (?:e ?mailing|contacting|mailing)"
    r"|(?:reported|marked)(?: us)? as spam|asked (?:us )?not to (?:be )?(?:contact|e ?mail|mail|write)\w*"
    r"|abgemeldet|kein(?:e|erlei)? interesse|nicht (?:mehr )?(?:interessiert|kontaktieren|anschreiben|mailen)"
    r"|keine (?:e ?mails|mails|werbung|newsletter)|widersprochen|werbesperre"
    r"|desabonnee?|desinscrite?|(?:ne |n)?(?:pas|plus) (?:re)?(?:contacter|interessee?|solliciter)"
    r"|(?:pas|plus) etre (?:re)?(?:contactee?|sollicitee?)"
    r"|de baja|no contactar|no (?:le |esta )?(?:interesa|interesad[oa])|no (?:quiere|desea) (?:recibir|ser|mas)"
    r"|disiscritt[oa]|non (?:e |piu )?(?:interessat[oa]|contattare|ricontattare)|non (?:gli |le )?interessa"
    r"|descadastrad[oa]|nao (?:contatar|contactar|tem interesse|(?:esta )?interessad[oa])|sem interesse"
    r"|uitgeschreven|geen interesse|niet (?:meer )?(?:benaderen|mailen|contacteren|geinteresseerd)"
    r"|wypisan[ya]|nie(?:jest| )?(?:kontaktowac|zainteresowan[yaei])|niezainteresowan[yaei]|brak zainteresowania)\b"
)
#: Patterns over lower-case cells: every no of these tables holds one of these, so that other cells are passed at once.
STEMS = (
    *(
        "unsub",
        "opt(?:ed)?[ _-]*out",
        "not[ _-]*(?:int|con|e|m|w|di|so|s|to b|zust)",
        "don['\u2019]?t[ _-]*(?:con|e|m|w)",
    ),
    *(
        "dont(?:con|e|m|w)",
        "never (?:con|e|mail|int|wri|be )",
        "can ?not (?:be |con|e|mail)",
        "longer (?:int|sub)",
    ),
    *(
        "no[ _-]+(?:more|con|e|mail|mark|news|int|vol|qu|des|mol|esc|env|le |est|ent|tie)",
        "isn['\u2019]?t int",
        "unint",
    ),
    *(
        "bounc",
        "complain",
        "spam",
        "abuse",
        "cleaned",
        "suppress",
        "black[ _-]*list",
        "junk",
        "undeliv",
        "dnc",
    ),
    *(
        "remov",
        "take (?:me|us|him|her|them) off",
        "wants? (?:to be |not )?(?:off|rem|tak|uns|no |to )",
        "asks (?:to|for|no)",
        "requested (?:to|not|rem)",
        "wishes (?:to|no)",
        "prefers? (?:to|no)",
        "take (?:\\w+ )?off",
        "asked (?:for|to|not)",
        "stop",
        "consent",
        "object(?:ed|ion)",
    ),
    *("invalid", "block", "subscribed", "abgem", "ausgetr", "abbest", "abmeld", "zustell"),
    *("nicht (?:m|k|a|i|z)", "nie (?:m|k|a|ch|ang|pi|wy|za|je|int|\u017cy|zy)", "niezain", "nie zain"),
    *(
        "kein\\w* (?:int|bed|kon|mail|e-?mail|werb|news|weit)",
        "bereinigt",
        "werbe",
        "sperre",
        "sperrl",
        "zur\u00fcck",
        "zuruck",
        "lista nera",
        "widersp",
        "unerw",
    ),
    *(
        "robinson",
        "unterdr",
        "gesperrt",
        "blockiert",
        "ung\u00fcltig",
        "entfernt",
        "abonn",
        "inscri",
        "noire",
        "blackl",
    ),
    *(
        "pas (?:re)?(?:co|ce|la|ma|em|so|ec|\u00e9c|en|\u00eat|et|int|du|d)",
        "plus (?:re)?(?:co|ce|la|ma|em|so|ec|\u00e9c|en|\u00eat|et|int|du|d)",
        "pas d",
        "aucun int",
        "signal",
        "marqu",
    ),
    *(
        "plainte",
        "opposi",
        "rebond",
        "demand\u00e9? l",
        "non[ -](?:int|con|ri|pi|dis|del|sc|in|vu|e |\u00e8|gl|sub|so)",
    ),
    *(
        "nonsub",
        "bloqu",
        "supprim",
        "baja",
        "suscri",
        "rebot",
        "suprim",
        "queja",
        "negra",
        "elimin",
        "sin int",
    ),
    *(
        "iscri",
        "annullat",
        "cancel(?:ou|o |\u00f3|lat)",
        "rimbalz",
        "soppr",
        "segnal",
        "nessun int",
        "bloccat",
        "rimoss",
    ),
    *(
        "descad",
        "n[a\u00e3]o (?:m|c|e|p|i|t|q)",
        "na\u0303o (?:m|c|e|p|i|t|q)",
        "denunc",
        "pediu",
        "reportad",
        "marcad",
        "sem int",
    ),
    *(
        "uitges",
        "afgem",
        "opgez",
        "onbest",
        "niet (?:m|c|b|a|ge|in)",
        "geen (?:e|m|r|c|n|int)",
        "zwarte",
        "ongeldig",
    ),
    *(
        "geblok",
        "verwijd",
        "als spam",
        "wypis",
        "odsub",
        "rezygn",
        "sprzec",
        "czarna",
        "odbit",
        "zgl",
        "zg\u0142",
        "oznac",
    ),
    *("bez (?:mai|kon)", "brak zain", "usuni", "zablok", "nieprawid"),
)
#: How a cell begins that is wholly a no. Names and addresses are only looked at for these.
HEADS = (
    *STEMS,
    *("wil ", "pid", "solicit", "mail", "e-mail"),
    *("pls", "heeft", "cancelad", "client ", "wish", "prefer", "ask", "take", "der w", "ha a"),
    *("m\u00f6cht", "mocht", "w\u00fcnsch", "wunsch", "wollen"),
    *(
        "do ",
        "do_",
        "do-",
        "does ",
        "donot",
        "has ",
        "hard",
        "mark",
        "report",
        "flag",
        "global",
        "user",
        "email",
    ),
    *(
        "please",
        "contact",
        "lead ",
        "asked",
        "off ",
        "bitte",
        "vom ",
        "hat ",
        "will ",
        "als ",
        "unz",
        "desab",
    ),
    *(
        "d\u00e9sab",
        "desins",
        "d\u00e9sins",
        "d\u00e9mar",
        "liste noire",
        "lista negra",
        "dado de",
        "dada de",
        "de baja",
    ),
    *(
        "se dio",
        "marcad",
        "reportad",
        "disis",
        "disiscr",
        "no\\b",
        "ne ",
        "zrezyg",
        "als spam",
        "gemeld",
        "gemark",
    ),
)
