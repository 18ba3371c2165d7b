"""Headers of opt-out columns, as patterns over `header_key` forms; whole names are in `header_phrases`.

They are texts: `re` compiles and keeps those that a command needs, and few commands need any.
"""

FLAG = (
    "unsub(?:scribe|scription|date|time|at$|on$|$)|opt(?:ed)?out|donot(?:allow|send)?(?:bulk|mass"
    "|marketing)?(?:e?mail|contact)"
    "|hardbounce|^(?:is|has|was)?(?:e?mail)?(?:is|has|was)?bounced(?:at|on|date|time|reason)?$"
    "|blacklist|blocklist|e?mails?suppress(?:ed|ion)|bade?mailaddress|e?mailbadaddress"
    "|^(?:is)?(?:e?mails?)?suppress(?:ed|ion)|spamcomplain|^(?:is|has)?(?:e?mail)?complained"
    "|abgemeldet|abmeldung|abmelde(?:dat|zeit|tag)|abbestellt|^gesperrt|werbesperre|kontaktsperre|widerspr(?:uch|ochen)"
    "|werbeverbot|keinewerbung|keinnewsletter|keinee?mail|keinkontakt|^robinson|desabonn|desinscri|disiscri"
    "|descadastr"
    "|uitgeschreven|uitschrijf(?:datum|reden)|uitschrijving|afgemeld|wypisan|iscrizioneannullata"
    "|annullat[oa]iscrizione"
    # Czech, Slovak, Swedish, Norwegian, Danish, Finnish, Turkish, Hungarian, Romanian
    "|odhlas|avregistrer|avprenumer|^avanmal|^avmeldt|avmeldtnyhet|nyhetsbrev.*avmeldt|afmeldt|frameldt"
    "|markkinointikielto"
    "|abonelikten(?:c|ay)|listedenc\u0131k|leiratkoz|dezabon|отписа|退订|配信停止"
)
#: Of these, the ones of people who left.
WHO_LEFT = (
    "unsub|abgemeldet|ausgetragen|desabonn|desinscri|baja|disiscri|descadastr|uitgeschreven|afgemeld|wypisan"
)
#: In the words of a header: it is about another address of the person, which may bounce.
OTHER_ADDRESS = (
    r"\b(?:second|secondary|third|tertiary|alternat(?:e|ive)|additional|other|supplemental|sekundar\w*"
    r"|zweite\w*|weitere\w*"
    r"|secondaire|autre|secundari[oa]|otr[oa]|secondari[oa]|altr[oa]|outr[oa]|ander|alternativ\w*|dodatkow\w*)\b.*"
    r"\b(?:e ?mail|mail|correo|courriel|address)|\be ?mail(?: address)? [2-9]\b"
)
#: Microsoft Dynamics 365 asks whether mail is not allowed: "E-Mails nicht zulassen".
_NOT_ALLOWED = (
    "(?:massen|bulk|marketing)?e?mails?(?:nichtzulassen|niettoestaan)"
    "|nepas(?:autoriser|permettre)(?:les?|l|d)?(?:e?mails?|courriels?|courrierselectroniques?)(?:enmasse|groupes)?"
    "|nopermitir(?:el|los)?(?:correos?(?:electronicos?)?|e?mails?)(?:masivos?|enmasa)?"
    "|nonconsentire(?:le|la)?(?:e?mails?|postaelettronica)(?:massive|inblocco)?"
    "|naopermitir(?:os)?(?:e?mails?|correioeletronico)(?:emmassa)?"
    "|niezezwalaj(?:na)?(?:e?maile?|wiadomoscie?mail)(?:zbiorcze|masowe)?"
)
#: A yes under these is a no to mail. They are matched whole.
NEGATIVE = (
    f"{_NOT_ALLOWED}"
    "|(?:is|has|was|hs|contact|lead|person|custom|cf)*(?:(?:all|marketing|bulk)?e?mails?(?:ing|ings|address)?"
    "|marketing|newsletters?|mailings?|contact)"
    "(?:is|are|has|been|marketing)?(?:disabled|suspended|blocked|stopped|deactivated|quarantined|prohibited|refused"
    "|excluded|invalid|undeliverable|gesperrt|deaktiviert|ungultig|unzustellbar|invalide|bloquee?|desactivee?"
    "|rebotad[oa]|rimbalzat[oa]|devolvid[oa]|devuelt[oa]|gebounced?|odbit[ya]|invalid[oa]|bloquead[oa]"
    "|desactivad[oa]|desativad[oa]|bloccat[oa]|disattivat[oa]|ongeldig|geblokkeerd"
    "|uitgeschakeld|nieprawidlowy|zablokowany)(?:at|on|date|reason|am|le)?"
    "|(?:please)?no(?:more|bulk|mass|marketing|commercial|sales|promotional)*(?:e?mails?(?:ings?)?"
    "|newsletters?|marketing|contact)"
    "(?:please|allowed|flag)?"
    "|(?:never|dont|donot|cannot)(?:e?mail|contact|market(?:to)?)(?:again|anymore)?"
    "|cannotbe(?:e?mail|contact|market)ed"
    "|stope?mails?|notcontactable|notmailable|notemailable"
    "|(?:is)?exclude[ds]?(?:from)?(?:all|our|the|any)*(?:e?mails?|e?mailings?|marketing|campaigns?"
    "|newsletters?|outreach|contact)"
    "|(?:is|has|was|been)*(?:marked|reported|flagged)(?:as)?spam(?:at|on)?|(?:is)?spamreport(?:ed|er)?(?:at|on)?"
    "|donot(?:solicit|disturb)"
    "|(?:is|has)?(?:notinterested|globallysuppressed|objected(?:toprocessing)?)|(?:gdpr)?objection"
    "|refuse[sd]?(?:s|d)?(?:all)?(?:e?mails?|marketing|contact)"
    # German, French
    "|(?:bitte)?nicht(?:mehr)?(?:an)?(?:mailen|schreiben|kontaktieren|beschicken)"
    "|keine?(?:weiteren?)?(?:mails?|e?mailings?)"
    "|(?:e?mail|mailing|kontakt|newsletter|versand)(?:sperre|verbot|gesperrt)|keininteresse|werbewiderspruch"
    "|ne(?:pas|plus)(?:re)?(?:contacter|emailer|mailer|solliciter|ecrire|envoyer(?:de|d)?(?:e?mails?"
    "|courriels?)?|relancer)"
    "|ne(?:souhaite|veut)(?:pas|plus)(?:etre)?(?:re)?(?:contactee?|sollicitee?|recevoir(?:de|d)?(?:e?mails?)?)"
    "|refus(?:e|des?|d)?(?:les?|la|toute)?(?:e?mail(?:s|ing|ings)?|newsletter|prospection|marketing|contact)"
    "|stoppub|oppose(?:e)?"
    "|opposition(?:e?mail(?:ing|s)?|marketing|prospection|rgpd)?|pasinteressee?"
    # Spanish, Italian, Portuguese
    "|no(?:quiere|desea|acepta)?(?:recibir|enviar(?:le)?|mandar|contactar(?:le)?|molestar|escribir)(?:mas)?"
    "(?:correos?|e?mails?|publicidad|newsletters?)?|nointeresad[oa]|exclui(?:do|da)(?:de|del)?(?:correos?"
    "|e?mails?|envios)?"
    "|non(?:piu)?(?:contattare|inviare|scrivere|disturbare)(?:piu)?(?:e?mails?|newsletter)?|noninteressat[oa]"
    "|opposizione(?:al)?(?:trattamento|marketing)?"
    "|nao(?:mais)?(?:enviar|contatar|contactar|perturbar|perturbe|incomodar|receber)(?:mais)?(?:e?mails?"
    "|newsletters?)?"
    "|naointeressad[oa]|naoquer(?:receber)?(?:e?mails?|contato)?"
    # Dutch, Polish
    "|niet(?:meer)?(?:e?mailen|benaderen|contacteren|aanschrijven)|geen(?:e?mails?|e?mailings?|nieuwsbrief"
    "|reclame|contact)(?:sturen|verzenden|ontvangen)?"
    "|nie(?:wysylac|kontaktowac(?:sie)?|mailowac|pisac)(?:e?maili|wiadomosci|newslettera)?|sprzeciw(?:rodo"
    "|marketing)?"
    "|bez(?:mailingu|kontaktu)"
)
#: Forms ask in sentences: a word for agreeing and one for mail, anywhere in the header. Over `fold` forms.
AGREES = (
    r"\b(?:opt ?in|optin|consents?|consenting|agrees?|accepts?|allows?|permits?|permissions?|may|receives?"
    r"|subscription|subscribe|wants?|wish|wishes|like to|happy to|ok|okay|can"
    r"|(?:ein)?willig\w*|zustimm\w*|erlaub\w*|gewunscht|erwunscht|mochte|darf|durfen|einverstand\w*"
    r"|consentement|pouvons|voulez|j ?accepte|accepte|souhait\w+|autoris\w+|d ?accord|recevoir|veux|inscription"
    r"|podemos|acept\w+|autoriz\w+|consient\w+|consentimiento|quier[eo]|dese[ao]|recibir|permiso|suscripcion"
    r"|possiamo|vuoi|acconsent\w+|consens\w+|accett\w+|vogli\w+|desider[ao]|ricevere|iscrizione"
    r"|aceit\w+|quer|quero|receber|consentimento|concord[ao]|permissao|inscricao"
    r"|akkoord|toestemming|mag|mogen|wilt?|wenst|ontvang\w*|zgod[aey]|zgadza\w*|mo[gz]emy|wyraz\w+|chc[ea]"
    r"|otrzymywac)\b"
)
MAIL_TOPIC = (
    r"e ?mail|\bmail|newsletter|marketing|\bconta[ct]|gdpr|dsgvo|rgpd|\brodo\b|lgpd|werbung|publicidad|pubblicita"
    r"|publicite|\bpromo|\bupdates\b|\bnews\b|novidades|novedades|nieuwsbrief|boletin|boletim|infolettre"
    r"|\bcorreos?\b|comunica[cz]"
    r"|communications?\b|kontakt|\bmailow|\bgemaild|\bscriver|\becrire|\bescribir|aktualnosci"
)
DISAGREES = (
    r"\b(?:dont|not|no|never|out|nicht|keine?|ne|pas|non|nao|niet|geen|nie|last|count|number|status)\b"
)
#: A no under these ends. They are matched whole.
POSITIVE = (
    "(?:is|still|currently|has|are)*(?:e?mail|newsletter|mailinglist|marketing|list)?(?:is|still"
    "|currently)?subscribed"
    "(?:to|for|from)?(?:the|our|all|any)*(?:marketing)?(?:e?mails?|newsletters?|marketing|mailings?(?:list)?"
    "|list|updates)*"
    "|statusparacomunicac(?:ao|oes)pore?mail"
    "|newslettersubscriber|(?:is|can)?(?:be)?(?:e?mailable|marketable|(?:contactable|reachable)(?:(?:by|via"
    "|per)e?mail)?)"
    "|(?:is|are)?e?mails?(?:is|are|address|adresse|ist)?(?:enabled|valid|deliverable|gultig|zustellbar|valide"
    "|valid[oa]|geldig)|(?:is)?valide?mail(?:address)?|(?:e?mail)?sendable"
    "|(?:newsletter)?abonniert|newsletterangemeldet|newsletterabonnent|(?:est|encore)?abonnee?"
    "(?:(?:a|ala|aux?)(?:newsletter|e?mails?|lettre|infolettre))?|inscrite?ala(?:newsletter|infolettre)"
    "|(?:esta)?suscrit[oa](?:(?:a|al|ala)(?:boletin|newsletter|correos?))?"
    "|e?iscritt[oa]alla(?:newsletter|mailinglist)|(?:esta)?inscrit[oa](?:na|em|a)?newsletter"
    "|(?:is)?ingeschrevenvoor(?:de)?nieuwsbrief|(?:jest)?(?:zapisan[ya]|subskrybent)(?:na|do)?(?:newslettera?)?"
)
#: `Invalid Email` may also hold the address itself, so that only a clear yes counts. Matched whole.
BAD_ADDRESS = (
    "(?:is|has)?(?:invalid|wrong|dead|bounc(?:ed|ing)|undeliverable|ungultigee?)e?mail(?:address|adresse)?"
    "|(?:adresse|indirizzo|endereco|direccion)?(?:de|di)?e?mail(?:adresse|address"
    "|adres)?(?:existiertnicht|bestaatniet"
    "|nexiste(?:pas|plus)|noexiste|nonesiste|naoexiste|nieistnieje|(?:is|ist|est|e)?(?:notvalid"
    "|nonvalid[aoe]?|novalid[oa]|naovalid[oa]|nietgeldig|nichtgultig|niewazn[ya]|notdeliverable"
    "|nichtzustellbar)|do(?:esnot|esnt)exist)(?:mehr|meer"
    "|piu|mais|anymore)?"
)
#: Says which kind of bounce there was, if any. Matched whole.
BOUNCE_KIND = (
    "(?:last)?(?:hard)?(?:e?mail)?bounce(?:type|kind|category|class|classification|severity|status|state)?"
)
#: Which article of a law gives a right: `Objection (Art. 21)`.
LAW_ARTICLE = (
    r"\b(?:art|articl?e|artikel|articulo|articolo|artigo) \d+(?: (?:gdpr|dsgvo|ds gvo|rgpd|avg|rodo|lgpd))?\b"
)
#: A header of opt-outs behind one of these says the opposite: `Not unsubscribed`.
NOT = "(?:is|has)?(?:not|never|nicht|nichtmehr|niet|nie|non)(?:yet|been|noch)?"
REMOVED = "(?:is|was)?removed(?:at|on|date)?|(?:please)?remove|baja(?:el|desde|fecha)"
#: Why somebody left: any text below it is a reason. Matched whole.
WHY_LEFT = (
    "(?:motiv[oi]|razon|causa)(?:de|del|da|di|do|dela)?(?:labaja|baja|baixa|desuscripcion|descadastro|disiscrizione)"
    "|abmelde?(?:ungs)?grund|grund(?:der|fur)?(?:die)?(?:newsletter)?abmeldung"
    "|reden(?:van|voor)?(?:de)?(?:afmelding|uitschrijving)|(?:afmeld|uitschrijf)reden"
    "|powod(?:wypisania(?:sie)?|rezygnacjiznewslettera)"
    "|reasonfor(?:unsubscribing|unsubscription|leaving(?:the|our)?(?:mailing)?list|optout|optingout)"
    "|motifde(?:desinscription|desabonnement)"
)
NO_FLAG = (
    "(?:clause|fee|cost|price|deadline|period|weeds|equipment|policy|software|template"
    "|link|url|uri|href|token|hash|page|count|rate|footer)s?$|^resub"
)
LINK = "(?:rate|link|url|uri|href|token|hash|page|footer)s?$"
STATUS = (
    "^(?:contact|lead|prospect|campaign|sequence|email|subscription|subscriber|newsletter)state$"
    "|^(?:subscriber|abonnenten|empfanger|abonnee)status$|^retours?(?:de|du)?(?:e?mails?|courriels?|mailings?)$"
    "|^e?mail(?:address|adresse)?(?:health|validation|validity|verification|verdict)(?:status|result|state)?$"
    "|^(?:valida(?:cion|cao|tion|zione|r)|verifica(?:cion|cao|tion|zione|r)?|verifier|valider|comprobar|controll[oa]"
    "|prufung|controle|walidacja|weryfikacja|sprawdzenie)"
    "(?:de|del|do|da|della|van|o|el)?(?:l|la|le)?(?:e?mails?|e?mail[au]|correo|courriel)$"
    "|^(?:kontakt|lead|e?mail|newsletter|abo)status$"
    "|^(?:statut|etat|estado|estatus|situacion|situacao|stato|stan|status|zustand)"
    "(?:de|del|do|da|du|della|van)?(?:l|la|le)?(?:contact[oe]?|contatto|contato|lead|prospect|e?mail"
    "|abonnement|suscripcion|subscriber|abonnee?s?|abonnenten?|suscriptor|assinante|subskrybenta|odbiorcy|iscritto"
    "|destinat(?:aire|ario)|ontvanger|empfanger"
    "|inscricao|iscrizione|newsletter|kontaktu|subskrypcji|maila|e?mailu|correo(?:electronico)?"
    "|courriel|adressee?mail|e?mailadresse)?$"
    "|^\\w*status(?:der|des|of|de|del|do|van)?(?:l|la|le|el|il)?(?:e?mails?|e?mailadresse|correo"
    "|courriel|newsletter)$"
    "|(?:mail|contact|lead|marketing|newsletter|subscri|prospect|member).*status$"
    "|^(?:e?mail)?(?:verif(?:y|ication)|validation)(?:status|result|state)$"
    "|^(?:validate|verify|check)(?:work|business)?e?mails?(?:address)?(?:status|result|state)?$"
    "|^(?:work|business)?e?mail(?:adress|address|adresse)?(?:validity|s)?(?:check|checker|verifier|validator|controle"
    "|validation|verification|validierung|verifizierung|(?:uber)?prufung)(?:status|result|state)?$"
)
#: A status of somebody who gets newsletters.
SUBSCRIBER = (
    "subscriber|abonnee?s?$|abonnee(?:status)?$|abonnent|suscriptor|assinante|subskrybent|odbiorcy|iscritto"
)
#: A status of the address, or of mail to it.
MAILED = "mail|correo|courriel"
CONSENT = (
    "^(?:is|has)?(?:e?mail|marketing|newsletter|double|single|confirmed)*opt(?:ed)?in|^(?:marketing"
    "|promotional|werbe)e?mails?$|accepts(?:e?mail|marketing)"
    "|consent(?:ed|given|status)?$|einwilligung|^newsletter$|can(?:be)?(?:e?mail|contact)|mailingallowed"
    "|e?mailsallowed"
    "|e?mailallowed|e?mailzulassig|^bulke?mails?$|consent(?:to)?(?:receive|e?mail|marketing|newsletter)|permission"
    "|(?:oktoe?mail|e?mailok|maye?mail|maycontact|allow(?:s|ed)?(?:e?mails?|contact|marketing|newsletters?)"
    "|agree[sd]?(?:to)?(?:e?mail|marketing|newsletter|contact|receive)|(?:wants|receives?|getsthe"
    "|gets)(?:e?mails?|newsletters?|marketing|updates))"
    "|gdpr$|dsgvo|rgpd|lopd|lssi|rodo$|lgpd|^avg$|newsletter(?:abonnieren|abo|gewunscht|erwunscht|anmeldung|optin|abonnement)?$"
    "|^(?:abonnement)?(?:infolettre|nieuwsbrief|boletin|boletim|lettredinformation)(?:optin)?$|^abonnementnieuwsbrief"
    "|zustimmung|einverstandn|darfkontaktiert|darfangeschrieben|werbung(?:erlaubt|ok|erwunscht)|mailversanderlaubt"
    "|consentement|autoris|^accord(?!ion)|accepte(?:les?|des?|la|de)?(?:recevoir|e?mails?|newsletter"
    "|prospection|marketing|publicite|communication)"
    "|souhaiterecevoir|consentimi?ento|consenso|autoriza|autorizz|permiso|(?:acepta|quiere|desea)(?:recibir"
    "|publicidad|newsletter|boletin|e?mails?|correos?|marketing|comunicaciones)"
    "|accetta(?:newsletter|e?mails?|marketing|comunicazioni|pubblicita|diricevere)|(?:aceita|quer"
    "|deseja)(?:receber|newsletter|e?mails?|marketing|comunicacoes|publicidade)"
    # may be about an event
    "|^(?:angemeldet|inscrite?|iscritt[oa]|inscrit[oa]|ingeschreven|aangemeld|zapisan[ya])$"
    "|toestemming|akkoord|wil(?:nieuwsbrief|mailings)|(?:e?mail|marketing)toegestaan|zgod[aey]|wyraz(?:am|il|ila)"
)
NO_CONSENT = "(?:ip|country|city|source|url)$"
#: The last word of a header that says something else about a consent.
ABOUT_CONSENT = frozenset(
    {
        *(
            "ip",
            "date",
            "time",
            "at",
            "on",
            "text",
            "version",
            "method",
            "datum",
            "am",
            "fecha",
            "data",
            "type",
        ),
        *(
            "by",
            "id",
            "le",
            "el",
            "il",
            "op",
            "dnia",
            "form",
            "formular",
            "timestamp",
            "origin",
            "reason",
            "link",
        ),
    }
)
#: An account may be deactivated as well, so that a neighbour must show that it is about a list. Matched whole.
DEACTIVATED = (
    "(?:is)?(?:deactivated|deaktiviert|desactivee?|desactivad[oa]|disattivat[oa]|desativad[oa]|gedeactiveerd"
    "|dezaktywowan[aey])(?:at|on|am|date|le|el|il|em|op|dnia)?|deaktivierungsdatum|deaktivierungam|deactivationdate"
    "|dateofdeactivation|datededesactivation|fechadedesactivacion|datadidisattivazione|datadedesativacao"
    "|deactiveringsdatum|datadezaktywacji"
)
#: The day on which somebody confirmed that they want mail (CleverReach). In English it is mostly that of an account.
ACTIVATED = "aktiviertam|aktivierungsdatum"
PERHAPS_FLAG = (
    "unsub|optout|optedout|bounce|donotcontact|donotmail|donotemail|blocklist|suppression"
    "|^(?:is)?(?:blocked|banned|excluded|exclude|optedoff|quarantined|disabled|donotuse|sperre"
    "|data(?:da)?baixa|ausgeschlossen|austragung|widerruf(?:am|vom|datum)?)$"
)
#: Words of a column that says whether somebody takes mail: a no there is told.
BY_MAIL = (
    r"(?:contact\w*|kontakt\w*|contatt[oi]|contatos?|werbung|ads|advertising|publicite|publicidad|publicidade"
    r"|pubblicita|promotions?"
    r"|reclame|reklam[ay]|marketing|info(?:s|rmation)?|informationen) (?:by|via|per|par|por|tramite|via|door"
    r"|przez|mit|with)(?: d)?"
    r" (?:e ?mails?|mails?|courriels?|correo(?: electronico)?|posta elettronica)|e ?mail ?(?:werbung|marketing"
    r"|reclame)|(?:e ?mail )?kontakt(?:aufnahme|ierung)(?: (?:per|via) e ?mail)?|e ?mail ?kontakt"
    r"|contacto por (?:correo|e ?mail)"
)
#: By which channel, if a cell says nothing else: an opt-out there is none to mail.
VIA = (
    r"by|via|per|par|por|only|just|nur|and|or|y|et|und|e|over|on|the|no|from|phones?|telephones?|telefon\w*"
    r"|tel|calls?|calling"
    r"|cold|sms|texts?|messages?|whats|whatsapp|app|fax|post|postal|letters?|mobile|push|anrufe?|llamadas?"
    r"|appels?|courrier|briefe?"
)
#: In a header: it says how or why somebody opted out.
HOW = "source|reason|method|how|why|channel|via|quelle|grund|motif|motivo|reden|powod|origin"
#: What somebody forbade; a plain no to a consent is less.
FORBIDDEN = (
    *(
        "forbidden",
        "prohibited",
        "untersagt",
        "verboten",
        "interdit",
        "prohibid",
        "vietat",
        "proibid",
        "zabronion",
    ),
    *("zakazan",),
)
#: HubSpot has a column for every kind of mail: "Opted out of email: One to One".
OPTED_OUT_OF = "optedoutofemail"
REFUSALS = (
    *("denied", "withdrawn", "declined", "refus", "revoked", "donotallow", "notallowed", "nichtzulassen"),
    *(
        "notgiven",
        "notgranted",
        "optedout",
        "nichterteilt",
        "abgelehnt",
        "verweigert",
        "keine",
        "nondonne",
        "nonaccord",
    ),
    *(
        "denegad",
        "rechazad",
        "noacept",
        "noautoriz",
        "negat",
        "rifiut",
        "nonaccet",
        "negad",
        "recus",
        "naoac",
    ),
    *("geweigerd", "nietakkoord", "nietgegeven", "brak", "odmow", "niewyraz"),
)
MONTH = (
    r"(?:(?:jan|feb|fev|f\u00e9v|mar|mrz|m\u00e4r|mae?r|apr|avr|abr|ma[iyj]|jun|jul|juin|juil|aug|aou"
    r"|ao\u00fb|ago|sep|oc?[kt]t"
    r"|out|nov|de[cz]|d\u00e9c|dic|gen|mag|giu|lug|set|ott)[^\W\d_]{0,6})"
)
#: Days, and the words around them.
WHEN_GIVEN = (
    r"\b(?:einwilligung|zustimmung|consent(?:ement|imiento)?|consenso|toestemming|zgoda|[\dtz]*\d[\dtz]*|since|on|at"
    rf"|from|seit|am|vom|depuis|le|du|desde|el|dal|il|sinds|op|em|od|dnia|{MONTH})\b"
)
GIVEN = frozenset(
    {
        *("given", "granted", "confirmed", "accepted", "erteilt", "optedin", "accorde", "donne", "otorgado"),
        *(
            "concesso",
            "concedido",
            "gegeven",
            "akkoord",
            "udzielona",
            "wyrazona",
            "doubleoptin",
            "singleoptin",
        ),
        *(
            "liegtvor",
            "vorhanden",
            "eingeholt",
            "gegeben",
            "bestatigt",
            "obtenu",
            "obtenue",
            "donnee",
            "recueilli",
        ),
        *(
            "otorgada",
            "obtenido",
            "obtenida",
            "dado",
            "dada",
            "confirmado",
            "confirmada",
            "concedida",
            "ottenuto",
        ),
        *(
            "dato",
            "confermato",
            "rilasciato",
            "obtido",
            "verkregen",
            "ontvangen",
            "bevestigd",
            "uzyskana",
            "dana",
        ),
        *("received", "obtained", "onfile", "recorded", "signed", "valid", "active", "verified"),
        *(
            "firmado",
            "firmada",
            "signe",
            "signee",
            "unterschrieben",
            "firmato",
            "assinado",
            "getekend",
            "podpisana",
        ),
        *("acepta", "accepte", "accetta", "aceita", "ok", "agreed", "explicit", "express", "implied"),
    }
)
NO_LONGER = frozenset(
    {"nolonger", "notanymore", "nichtmehr", "nietmeer", "yano", "nonpiu", "naomais", "juznie"}
)
#: Words for consent that was given once and taken back; with that it is an opt-out.
WITHDRAWN = (
    *("withdrawn", "revoked", "widerrufen", "zuruckgezogen", "retir", "revoque", "revocad", "revocat"),
    *("ritirat", "revogad", "ingetrokken", "wycofan", "cofniet", "withdrew"),
)
