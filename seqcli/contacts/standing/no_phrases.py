"""Cells that mean no, in eight languages, as patterns over `fold` forms. Tables only."""

#: A no under any header, wherever the cell is nothing but that.
ANYWHERE = (
    # English
    *(
        "unsub(?:s|d|scribed?|scribing|scription)?(?: me| us)?(?: requests?)?",
        "(?:global|user)? ?unsubscribed?",
        "(?:unsubscribed|opted out) by (?:an? |the )?(?:admin(?:istrator)?|api|import|staff|support|owner|team)",
        "opt(?:e?d)? ?out",
    ),
    "(?:do|does) ?not ?(?:contact|e ?mail|mail|write|disturb|solicit|message|market|send)(?: (?:to|me|us|him|her))?",
    "(?:dont|never|cannot|can not) (?:contact|e ?mail|mail|write)(?: (?:to|me|us|him|her))?",
    "(?:dont|never|cannot|can not) be (?:contacted|e ?mailed|mailed|written to)",
    (
        "(?:(?:wants?|wishes|prefers?|asked|asks) )?(?:for |to (?:get|receive) )?no (?:more |further )?"
        "(?:e ?mails?|mailings?|marketing|newsletters?)"
    ),
    (
        "(?:wants?|wishes|prefers?|asked|asks) (?:for |to (?:get|receive) )?no (?:more |further )?contact"
        "|no (?:more|further) contact|(?:please )?no contact (?:please|any ?more|at all|wanted|desired)"
        "|please no contact"
    ),
    *("(?:hard )?bounced?", "hardbounced?", "e?mails? ?bounced?", "bounced back", "emailsunsubscribed"),
    "complain(?:ed|t)(?: about (?:us|spam|(?:the |our )?e?mails?))?",
    *(
        "(?:spam|abuse) ?(?:complain(?:ed|t)|report(?:ed)?)(?: received)?",
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
        "(?: (?:from |off )?(?:the |our |your )?(?:mailing )?list)?"
    ),
    "removal request(?:ed)?",
    "on hold (?:hard )?(?:bounced?|opt(?:ed)? ?out)",  # CiviCRM
    "(?:requests?|requested) no (?:more |further )?(?:e ?mails?|contact|mailings?)",
    "(?:requested|asked for) (?:a )?removal",
    (
        "(?:do not|dont|does not|doesnt|did not) want (?:any |more |our |to (?:get|receive) )*"
        "(?:to be (?:contacted|e ?mailed)|e ?mails?|mails|newsletters?|mailings?|contact)(?: any ?more| again)?"
    ),
    "(?:wishes|wants|prefers) not to be (?:contacted|e ?mailed)",
    "declined (?:further |any )?contact",
    "do not follow up",
    "removed from (?:the |our )?(?:mailing|e ?mail) list(?: at (?:own|his|her|their) request)?",
    "(?:dead|bad|invalid|wrong) e ?mail(?: address)?",
    "(?:e ?mail(?: address)?|mailbox) (?:is )?(?:invalid|dead|no longer (?:valid|in use|active))",
    "(?:e ?mail(?: address)?|mailbox) (?:does not|doesnt) exist",
    "(?:delete|erase|remove) my (?:data|details|address|e ?mail(?: address)?|information)",
    "leave (?:me|us) alone",
    "wants? (?:to be )?(?:off|removed)(?: from)?(?: (?:the |our )?(?:mailing )?list)?",
    "non ?market(?:ing|able)(?: contact)? (?:opt(?:ed)? ?out|unsubscribed|bounced|do not (?:contact|e ?mail))",
    "invalid mailbox|no (?:such )?mailbox",
    "mailbox (?:is |was )?(?:not found|unknown|disabled|inactive|closed|no longer exists)",
    # a request
    (
        "(?:baja (?:solicitad|pedid|tramitad|confirmad)a|(?:desinscription|desabonnement) (?:demandee?|effectuee?)"
        "|descadastro (?:solicitado|pedido)|disiscrizione (?:richiesta|effettuata)"
        "|(?:afmelding|uitschrijving) (?:aangevraagd|gevraagd|ontvangen)"
        "|(?:newsletter ?)?(?:abmeldung|abbestellung) (?:erfolgt|gewunscht|beantragt|erhalten|eingegangen))"
    ),
    # complaints
    (
        "(?:(?:hat sich )?beschwert(?: sich)?|(?:sest|s est) plainte?|se quejo|si e lamentat[oa]|reclamou"
        "|(?:heeft )?geklaagd|poskarzyl[a]? sie)"
        "(?: (?:uber|wegen|de|du|des|por|per|dello|delle|dos|over|na|o)"
        " (?:(?:die|unsere|nos|les|los|nuestros|nostre|nossos|onze|nasze) )?"
        "(?:spam|(?:e ?)?mails?|maile|newsletters?|werbung|correos|pub))?"
    ),
    # German
    *("abgemeldet", "ausgetragen", "abbestellt", "newsletter ?abmeldung", "unzustellbar", "nicht zustellbar"),
    "(?:nicht|nie)(?: mehr)? (?:kontaktieren|anschreiben|mailen|anmailen|kontaktiert werden|angeschrieben werden)",
    *("keine? (?:weiteren? )?(?:e ?mails?|mails?|werbung|newsletter|kontaktaufnahme|mailings?)", "bereinigt"),
    *("werbe ?(?:sperre|widerspruch|verbot|stopp?)", "kontaktsperre", "mailsperre"),
    "(?:(?:der )?werbung )?(?:widersprochen|widerspruch)(?: gegen (?:die )?(?:werbung|kontaktaufnahme|mailings?))?",
    "(?:e ?)?mail(?: kam| kommt)? zuruck(?:gekommen)?",
    *(
        "kein(?:en)? kontakt (?:mehr|erwunscht|gewunscht|bitte|aufnehmen)(?: erwunscht)?",
        "robinson ?liste",
        "(?:als )?spam (?:gemeldet|markiert)",
    ),
    "(?:mich |uns )?(?:austragen|abmelden)",
    "(?:will|mochte|wunscht) (?:bitte )?nicht (?:mehr )?(?:kontaktiert|angeschrieben|angemailt) werden",
    "(?:datenschutz|dsgvo) ?widerspruch",
    "e ?mail ?adresse (?:ist )?(?:ungultig|falsch|existiert nicht(?: mehr)?)",
    (
        "(?:mich |uns )?(?:aus|von) (?:dem|der|ihrem|ihrer|eurem|eurer) (?:e ?mail ?)?(?:verteiler"
        "|(?:mailing ?)?liste)"
        " (?:nehmen|loschen|entfernen|streichen|austragen)"
    ),
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
    "(?:merci de |veuillez )?(?:me |nous )?(?:desinscrire|desabonner)",
    "(?:a demande |demande )?a ne (?:plus|pas) etre contactee?",
    "(?:adresse )?e ?mail (?:est )?(?:invalide|erronee?|inexistante?)",
    (
        "(?:merci de |veuillez )?(?:me |nous )?(?:retirer|supprimer|enlever) de (?:votre|vos"
        "|la) listes?(?: de diffusion)?"
    ),
    *("a demande (?:le retrait|la suppression)", "non (?:distribuable|delivrable)"),
    (
        "(?:il |elle )?(?:a )?demande (?:a |d |de )?etre (?:retiree?|supprimee?|enlevee?|desinscrite?"
        "|desabonnee?|rayee?)"
        "(?: (?:de|des|du) (?:la |notre |nos |votre |vos )?(?:listes?|mailings?|newsletters?|fichiers?"
        "|bases?)(?: de diffusion)?)?"
    ),
    "(?:a )?(?:signale|marque)(?: (?:en|comme))+ (?:spam|indesirable)",
    # Spanish
    "(?:ha )?(?:marco|marcado|reporto|reportado|denuncio|denunciado) como spam",
    *(
        "(?:dad[oa] |darse |se dio |dar )de baja",
        "de baja",
        "baja (?:newsletter|boletin|correos?|lista|mailing|e ?mail)",
        "desuscrit[oa]",
        "cancelo (?:la )?suscripcion",
    ),
    "no (?:volver a )?(?:contactar|escribir|molestar)",  # "no contactado": nobody has written yet
    "no (?:quiere|desea) (?:ser )?(?:contactad[oa]|molestad[oa])",
    "no enviar(?: correos?| mails?)?",
    "no (?:quiere|desea) (?:recibir )?(?:mas )?(?:correos?|(?:e ?)?mails?|publicidad|newsletters?|comunicaciones)",
    "(?:dar(?:me|nos)? de baja)",
    "no quiere que (?:le|la|lo|les|se le) (?:contacten|escriban|molesten)",
    "(?:correo|e ?mail) (?:devuelto|rebotado|invalido|no valido|inexistente)",
    "(?:quitar|eliminar|borrar|sacar)(?:me|nos|l[oe])? de (?:la|su|vuestra) lista",
    "(?:pidio|pide|solicito|solicita) (?:la |su )?baja",
    *("rebotad[oa]", "rebote(?: duro)?", "suprimid[oa]", "(?:marcad|reportad|denunciad)[oa] como spam"),
    *("queja(?: de spam)?", "lista negra", "no entregable"),
    # Italian
    "(?:ha )?(?:segnalato|segnalo|contrassegnato|marcato) come spam",
    *("disiscritt[oaie]", "disiscrizione", "cancellat[oa] dalla (?:lista|newsletter)", "rimbalzat[oa]"),
    "(?:iscrizione annullata|annullat[oa] (?:l )?iscrizione|ha annullato l iscrizione)",
    "non (?:piu )?(?:ri)?(?:contattare|scrivere|disturbare|inviare(?: mail| email)?)(?: piu)?",
    "(?:cancella(?:te)?|rimuov(?:ete|i)|togli(?:ete)?|disiscriv(?:ete|i))mi(?: dalla (?:mailing )?(?:lista|list))?",
    "non vuole (?:piu )?essere contattat[oa]",
    "chiede di essere (?:cancellat|rimoss)[oa]",
    "e ?mail (?:inesistente|non valida|errata)",
    "non vuole (?:piu )?ricevere (?:piu )?(?:le |nostre )?(?:(?:e ?)?mail|newsletter|pubblicita|comunicazioni)",
    *("(?:segnalat|contrassegnat|marcat)[oa] come spam", "soppress[oa]"),
    # Portuguese
    "(?:marcou|denunciou|reportou) como spam",
    *(
        "descadastrad[oa]s?",
        "descadastro",
        "desinscrit[oa]",
        "cancelou (?:a )?(?:inscricao|assinatura|subscricao)",
    ),
    "nao (?:mais )?(?:contactar|contatar|enviar(?: e ?mails?)?|perturbar|incomodar|escrever)(?: mais)?",
    "nao quer (?:mais )?receber (?:mais )?(?:(?:e ?)?mails?|newsletters?|publicidade|mensagens|comunicacoes)",
    "(?:remover?|retirar|tirar)(?: me| nos)? da lista",
    "nao quer (?:mais )?ser (?:contactad|contatad)[oa]",
    "solicitou (?:o )?descadastro",
    "pediu (?:para (?:sair|ser removid[oa])(?: da lista)?|descadastro|(?:a )?remocao)",
    *("(?:denunciad|reportad)[oa] como spam", "nao quer (?:ser )?(?:contactad|contatad|contato)[oa]?"),
    # Dutch
    "heeft als spam (?:gemarkeerd|gemeld)",
    *("uitgeschreven", "afgemeld", "opgezegd voor nieuwsbrief", "gebounced?", "onbestelbaar"),
    "niet(?: meer)? (?:contacteren|benaderen|mailen|e ?mailen|aanschrijven|benaderd worden)",
    "wil niet (?:meer )?(?:benaderd|gemaild|gecontacteerd) worden",
    "mail (?:komt|kwam) terug",
    "e ?mail ?adres (?:is )?(?:ongeldig|bestaat niet(?: meer)?)",
    "(?:graag |gelieve )?(?:mij |ons )?(?:uitschrijven|afmelden)",
    "wil geen (?:(?:e ?)?mails?|mailings?|reclame|contact|nieuwsbrief)(?: meer)?(?: ontvangen)?",
    *("geen (?:e ?mails?|mails?|mailings?|reclame|nieuwsbrief)(?: meer)?", "zwarte lijst"),
    "geen contact (?:meer|opnemen|gewenst)",
    "(?:(?:gemeld|gemarkeerd|aangemerkt) )?als spam(?: (?:gemeld|gemarkeerd|aangemerkt))?",
    # Polish
    "(?:oznaczyl[a]?|zglosil[a]?) jako spam",
    *("wypisan[yaie]", "wypisal[a]? sie", "odsubskrybowan[yae]", "(?:z)?rezygnowal[a]?(?: z newslettera)?"),
    "nie (?:kontaktowac(?: sie)?|pisac|mailowac|wysylac(?: maili| wiadomosci)?|zyczy sobie kontaktu)",
    "(?:prosi |prosze )nie kontaktowac(?: sie)?",
    "prosi o nie ?kontaktowanie(?: sie)?",
    "(?:prosze |prosi )?o (?:usuniecie|wypisanie|wykreslenie)(?: mnie| nas)?(?: z (?:listy|bazy|newslettera))?",
    "nie chce (?:juz )?(?:otrzymywac )?(?:e ?)?(?:maili|mailingu|wiadomosci|kontaktu|newslettera)",
    *("rezygnacja", "sprzeciw", "czarna lista", "odbit[yae]"),
    *("(?:zgloszon[yaeo]|oznaczon[yaeo]) jako spam", "bez mailingu"),
)
#: Not interested: a no from the person, by whatever channel it came.
NO_INTEREST = (
    *(
        "(?:is |are )?(?:not|no longer|isnt|never) ?(?:interest(?:ed)?|intersted|intrested)",
        "uninterested",
        "no interest",
    ),
    *(
        "(?:(?:wir haben|ich habe|hat|haben|leider) )*kein(?:erlei)? (?:interesse|bedarf)",
        "nicht interessiert",
        "kein(?:e)? interesse(?: mehr)?",
    ),
    "(?:nest |n est )?(?:pas|plus|non) (?:du tout )?interessee?s?",
    *("pas dinteret", "pas d interet", "aucun interet"),
    *("no (?:esta |estan |les? |me |nos )?(?:interesad[oa]s?|interesa)", "sin interes", "no tiene interes"),
    *("non (?:e |sono )?(?:piu )?interessat[oaie]", "non (?:gli|mi|ci|le) interessa", "nessun interesse"),
    *("nao (?:esta |estao )?interessad[oa]s?", "sem interesse", "nao (?:tem|tenho|temos|ha) interesse"),
    *("geen interesse(?: meer)?", "niet (?:meer )?geinteresseerd"),
    *("nie ?(?:jest(?:em|esmy)? )?zainteresowan[yaei]", "brak zainteresowania", "nie interesuje"),
)
#: What the address did, and not the person.
BOUNCE = (
    r"bounc|undeliver|invalid|no longer (?:valid|in use|active)|exist|dead e|bad e|wrong e|mail errat"
    r"|mail komt|mail kwam|devuelto|no valid|non valid|inesist|bad data|cleaned|zustellbar|bereinigt|ungultig"
    r"|rebond|distribuable|delivrable"
    r"|tornat|tornano|torna indietro|respint|zwroc|wroci|wraca|revenu|retour|returned|came back|comes back|voltou"
    r"|devolvid|teruggekomen|adres|direccion|indirizzo|endereco|bledn|rechazado"
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
        *(
            "auto",
            "automatically",
            "globally",
            "permanently",
            "manually",
            "manuell",
            "manuellement",
            "from",
            "all",
            "of",
            "the",
            "our",
        ),
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
        *("manualmente", "manualnie", "handmatig", "selbst", "zelf", "self", "sam"),
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
#: What people write below a mail that they do not want: told, as it may be about anything.
COMMANDS = frozenset({"stop", "remove", "please remove", "bitte loschen"})
#: How people decline: told where a header speaks of an answer.
ANSWERS = frozenset(
    {
        *(
            *("nej tack", "nej tak", "nei takk", "ei kiitos", "ne dekuji", "nem koszonom"),
            "no thanks",
            "no thank you",
            "nein danke",
            "non merci",
        ),
        *("no gracias", "no grazie", "nao obrigado", "nao obrigada", "nee bedankt", "nee dank je"),
        *("nee dank u", "nie dziekuje"),
    }
)
#: A no that answers a question, before the one that counts.
BARE_NO = frozenset({"no", "nein", "non", "nao", "nee", "nie"})
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
#: How a note goes on that says of what somebody had enough.
BEHIND = r"(?:out )?(?:of|from|in|vom?n?|aus|de|du|des|del|dal|dalla|do|da|voor|van|ze?|an)\b"
#: By which channel somebody wants no contact, or told that they left.
BY = r"(?:by|via|per|par|por|on the|over the|am|tramite|przez)\b"
LEFT = r"unsub|opted out|abgemeldet|desabonn|desinscri|baja|disiscri|descadastr|uitgeschreven|wypisan"
#: A no inside a note.
IN_NOTES = (
    r"\b(?<!not )(?<!never )(?:unsubscribed?(?! (?:surveys?|links?|pages?|rates?|buttons?|flows?|forms?"
    r"|managers?|software|tools?))|opted out|(?:do not|dont|never) (?:contact|e ?mail|mail)"
    r"|(?:not|no longer) interested|no interest(?! (?:rates?|free|loans?|charges?|payments?|costs?|accru))"
    r"|(?:please )?remove (?:me|him|her|them)\b.{0,12}(?:list|mail)?"
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
