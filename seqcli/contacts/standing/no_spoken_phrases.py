"""Noes as people tell them, in eight languages: what somebody asked for or said. Tables only.

Patterns over `fold` forms. `SPOKEN` is a no as a whole cell, and is found in a note.
"""

_US = r"(?: (?:us|me|him|her|them|that|we|very|clearly|explicitly|strongly|politely|again)){0,5}"
_WRITE = (
    r"(?:contact(?:ed|ing)?|e ?mail(?:ed|ing|s)?|mail(?:ed|ing|s)?|writ(?:e|ten|ing)|messag(?:e|ed|ing)"
    r"|reach(?:ed|ing)? out"
    r"|bother(?:ed|ing)?|pester(?:ed|ing)?|approach(?:ed|ing)?|spam(?:med|ming)?|get(?:ting)? in touch"
    r"|solicit(?:ed|ing)?"
    r"|send(?:ing)?(?: any)?(?: more)?(?: e ?mails?| mails?| anything| stuff))"
)
_AGAIN = r"(?: (?:to|him|her|them|us|me|anymore|any|more|again|ever|e ?mails?|mails?|with|please|back)){0,5}"
_DE_WRITE = (
    r"(?:(?:an)?(?:ge)?schr(?:eiben|ieben)|(?:an)?(?:zu)?schreiben|(?:an)?(?:ge)?mail(?:en|t)|kontaktier(?:en"
    r"|t)|zu ?(?:schreiben|mailen"
    r"|kontaktieren)|anzuschreiben|anzumailen|belastigen|belastigt|behelligen|behelligt)"
)
_FR_WRITE = (
    r"(?:(?:re)?ecrire|envoyer|(?:re)?contactee?r?|(?:re)?contacte[re]?|relancer?|relancee?|solliciter?"
    r"|sollicitee?|deranger?|derangee?|mailer|importuner?)"
)
_ES_WRITE = r"(?:escrib|contact|envi|mand|molest|insist)\w+"
_IT_WRITE = r"(?:(?:ri)?contatt\w+|(?:ri)?scriv\w+|invi\w+|mand\w+|disturb\w+|importun\w+)"
_PT_WRITE = r"(?:envi\w+|escrev\w+|contac?t\w+|mand\w+|incomod\w+|perturb\w+)"
_NL_WRITE = (
    r"(?:te )?(?:(?:ge)?mail(?:en|d)|(?:aan)?(?:ge)?schrijven|(?:aan)?geschreven|benader(?:en|d)"
    r"|contacteren|gecontacteerd|lastig(?:gevallen| vallen)?|storen)"
)
_PL_WRITE = r"(?:pisa[ct]\w*|pisani\w+|kontaktowa\w+|wysyla\w+|mailowa\w+|przysyla\w+|niepoko\w+)"

#: What somebody asked for.
SPOKEN = (
    (
        r"(?:asked|asks|wants?|wanted|wish(?:es|ed)|request(?:ed|s)) (?:us )?to (?:come|get|be) off (?:of )?"
        r"(?:(?:the|our|your|this) )?(?:e ?mail |mailing ){0,2}list"
        r"|(?:please )?get (?:me|us|him|her|them) off (?:of )?(?:the|our|your|this) (?:e ?mail |mailing ){0,2}list"
    ),
    (
        r"stop (?:(?:par |per |via |by )?(?:e ?)?mail )?(?:recue?|received|erhalten|eingegangen|recibido|ricevuto"
        r"|recebido|ontvangen|otrzymano)"
        r"|(?:replied|answered|responded|wrote(?: back)?|antwortete(?: mit)?|a repondu|respondio|ha risposto|respondeu"
        r"|antwoordde|odpisal[a]?) stop"
    ),
    # to be left alone
    (
        r"(?:wants?|wanted|wish(?:es|ed)|asked|asks|prefers?) to be left (?:alone|in peace)"
        r"|(?:will|mochte) (?:endlich )?(?:seine |ihre )?(?:in )?ruhe (?:haben|gelassen werden)"
        r"|(?:veut|demande a|souhaite) (?:qu on |quon )?(?:le |la |etre )?laissee? tranquille"
        r"|(?:pide|pidio|quiere) que (?:le|la|lo) dejen? en paz|(?:vuole|chiede di) essere lasciat[oa] in pace"
        r"|(?:quer|pediu para) ser deixad[oa] em paz|wil met rust gelaten worden"
    ),
    # off a list
    (
        r"(?:(?:will|mochte|wollte|bittet) )?aus (?:dem|unserem|der|unserer) (?:e ?mail ?)?"
        r"(?:verteiler|mailing ?liste|liste|newsletter)"
        r" (?:raus|heraus|genommen|entfernt|gestrichen|geloscht|ausgetragen|herausgenommen)(?: werden)?"
        r"|(?:etre|soit) (?:retiree?|enlevee?|supprimee?) de (?:la|notre|nos) (?:listes?|newsletter)"
        r"|(?:salir|(?:le|la) (?:quitemos|borremos|saquemos)) de la lista|se (?:borro|salio) de la lista"
        r"|(?:essere |si e )(?:tolt|cancellat|rimoss)[oa] dalla (?:mailing )?(?:lista|list|newsletter)"
        r"|(?:quer |pediu para )?sair da (?:lista|newsletter)|saiu da (?:lista|newsletter)|se descadastrou"
        r"|descadastrou se"
        r"|(?:wil )?van de (?:mailing ?)?lijst (?:af|gehaald|verwijderd)(?: worden)?"
        r"|(?:chce |prosi o )?(?:usunac|usuniecie|wykreslenie) (?:go |ja )?z (?:listy|bazy|newslettera)"
    ),
    # complaints
    (
        r"(?:beschwerde|beschwert sich|hat sich beschwert) (?:uber|wegen) (?:die |unsere )?(?:e ?mails?|mails?"
        r"|spam|werbung|newsletter)"
        r"|plainte (?:pour|concernant) (?:les |nos )?(?:spam|e ?mails?|mails?)|se plaint (?:du spam|(?:des"
        r"|de nos) (?:e ?)?mails?)"
        r"|(?:queja|se queja) (?:por|de) (?:el |los )?(?:spam|correos?|e ?mails?)|(?:reclamo"
        r"|si lamenta) (?:per|dello|delle) (?:spam|mail|e ?mail)"
        r"|(?:reclamacao|reclamou) (?:por|de|do|dos) (?:spam|e ?mails?)|(?:klacht|klaagt) over (?:de "
        r"|onze )?(?:spam|mails?|mailings?)"
        r"|skarga na (?:spam|maile)"
    ),
    (
        rf"(?:asked|asks|told|tells|request(?:ed|s)?|begged|instructed|wants?|wanted|wish(?:es|ed)|prefer(?:s|red)"
        rf"|said|says|demand(?:ed|s)|insists?){_US}"
        rf" (?:(?:to )?(?:not|never|no longer|stop)|not to|never to)(?: to)?(?: be| being"
        rf"| ever){{0,5}} {_WRITE}{_AGAIN}"
    ),
    (
        r"(?:(?:he|she|they) )?(?:do(?:es)? not|dont|doesnt|did not|didnt|never|no longer|not) (?:wants?"
        r"|wish(?:es)?)(?: to)? (?:hear (?:from us|from you|anything|more|any more)"
        rf"|hear|be (?:contacted|e ?mailed|mailed|bothered|written to)|(?:(?:receive|get|any|more|our|further"
        rf"|your) ){{0,5}}(?:e ?mails?|newsletters?|mailings?|contact|marketing)){_AGAIN}(?: from (?:us|you))?"
    ),
    (
        r"(?:please )?(?:never|do not|dont) (?:ever )?(?:write|e ?mail|contact|bother|pester|message)(?: (?:to|him"
        r"|her|them|us|me)){0,5} (?:again|ever|any ?more)"
    ),
    rf"(?:please )?(?:stop|quit|cease) {_WRITE}{_AGAIN}",
    # receive
    (
        rf"(?:asked|asks|told|requested|wants?|wanted|wishes|prefers?|said){_US} (?:to )?(?:not|never|no longer|stop)"
        r"(?: to)? (?:receiv(?:e|ing)|get(?:ting)?) (?:(?:any|more|our|these|further|anymore) ){0,5}"
        r"(?:e ?mails?|mails?|newsletters?|mailings?|messages|anything)(?: (?:from us|anymore|any more|again)){0,5}"
    ),
    (
        r"(?:nous )?(?:a |ont )?demande(?:nt)?(?: a| de){0,5} ne (?:plus|pas) recevoir(?: (?:de|nos|vos|des"
        r"|les)){0,5}"
        r" d?(?:e ?mails?|messages?|courriels?|newsletters?|communications?|publicites?)"
    ),
    (
        r"(?:pidio|pide|solicita|solicito|dijo)(?: que)? (?:no|dejar de) recibir (?:mas |nuestros ){0,5}"
        r"(?:correos?|e ?mails?|mensajes|publicidad|comunicaciones|newsletters?)"
    ),
    (
        r"(?:ha )?(?:chiesto|chiede) di non ricevere (?:piu |le |nostre ){0,5}"
        r"(?:(?:e ?)?mail|newsletter|messaggi|comunicazioni|pubblicita)(?: piu)?"
    ),
    (
        r"(?:pediu|pede|solicitou)(?: para)? (?:nao|deixar de) receber (?:mais |os |nossos ){0,5}"
        r"(?:(?:e ?)?mails?|mensagens|newsletters?|comunicacoes|publicidade)(?: mais)?"
    ),
    (
        r"(?:vraagt|vroeg|heeft gevraagd|verzoekt)(?: om)? geen (?:(?:e ?)?mails?|mailings?|nieuwsbrieven|berichten)"
        r" (?:meer )?(?:te )?(?:ontvangen|krijgen|sturen)"
    ),
    (
        r"(?:bat|bittet|hat)(?: (?:uns|darum|gebeten|bitte)){0,5} keine (?:weiteren )?(?:e ?mails?|mails?|newsletter"
        r"|werbung|nachrichten)(?: mehr)? (?:zu )?(?:erhalten|bekommen|schicken|senden|zusenden|zuzusenden)"
    ),
    # German
    (
        r"(?:hat |haben )?(?:(?:der|jeder|jeglicher|unserer) )?(?:daten)?(?:verarbeitung|werbung|nutzung"
        r"|kontaktaufnahme"
        r"|zusendung)(?: seiner daten| ihrer daten)? widersprochen"
    ),
    (
        r"(?:will|mochte|wunscht|wollen|mochten)(?: (?:bitte|von uns|von euch|von ihnen|absolut|gar"
        r"|ab sofort)){0,5} nichts(?: (?:mehr|von uns|von euch|davon)){0,5} (?:wissen|horen|bekommen|erhalten|lesen)"
    ),
    (
        rf"(?:(?:ihn|sie|ihm|ihr|bitte|uns|mich) ){{0,5}}(?:nicht mehr|nie wieder|nie mehr) {_DE_WRITE}(?: werden)?"
        rf"|(?:niemals|keinesfalls) {_DE_WRITE} werden|keinesfalls {_DE_WRITE}"
    ),
    (
        rf"(?:hat|bat|bittet|haben)? ?(?:uns )?(?:darum )?(?:gebeten|bat|bittet)(?: (?:uns|darum|ihn|sie|ihm"
        rf"|ihr)){{0,5}} (?:nicht|nie)(?: (?:mehr|wieder))? {_DE_WRITE}(?: (?:zu )?werden)?"
    ),
    (
        r"(?:verbittet sich|verbat sich|untersagt|untersagte|verbietet)(?: (?:uns|jede|jegliche"
        r"|weitere)){0,5} (?:e ?mails?|mails?|werbung|kontaktaufnahme|kontakt|zusendung(?:en)?)"
    ),
    (
        r"(?:will|mochte|wunscht|wollen) (?:absolut |bitte )?(?:keine?n?|nie) (?:mehr |weiteren? ){0,5}(?:e ?mails?"
        r"|mails?|werbung|post von uns|newsletter|kontakt|zusendungen|infos) (?:mehr)?(?: von uns)?"
    ),
    # French
    (
        rf"(?:ne |n )?plus(?: (?:lui|leur|me|nous|les?|la|l|etre)){{0,5}} {_FR_WRITE}(?: (?:d ?e ?mails?"
        rf"|de mails?|rien|svp|a nouveau)){{0,5}}|(?:ne |n )?jamais(?: (?:lui|leur|me|nous|les?|la|l)){{0,5}} etre"
        rf" {_FR_WRITE}"
    ),
    (
        r"(?:ne |n )?(?:veut|veulent|souhaite|souhaitent|desire) (?:plus|pas|aucun(?:e)?)(?: (?:recevoir|de|des"
        r"|nos|vos|aucun|aucune|du tout)){0,5} d?(?:e ?mails?|messages?|courriels?|newsletters?|nouvelles"
        r"|sollicitations?|contact|prospection|pub)(?: de (?:notre|votre) part)?"
    ),
    (
        r"(?:ne |n )?(?:veut|veulent|souhaite) plus (?:entendre parler de nous|avoir de nos nouvelles"
        r"|etre (?:derangee?|importunee?))"
    ),
    (
        r"(?:nous )?(?:a |ont )?demande(?:nt)?(?: a| de){0,5} ne (?:plus|pas)"
        rf"(?: (?:lui|leur|les?|la|l|etre)){{0,5}} {_FR_WRITE}"
    ),
    # Spanish
    (
        rf"(?:ha )?(?:pid\w+|solicit\w+|dijo|dice|ruega|rogo|exige)(?: (?:que"
        rf"|por favor)){{0,5}} no (?:(?:se )?(?:le|la"
        rf"|lo|les|los|las) )?(?:(?:volvamos|vuelvan) a )?{_ES_WRITE}(?: (?:mas|correos?|nada|e ?mails?"
        rf"|nunca)){{0,5}}"
    ),
    (
        r"no (?:(?:le|la|lo|les) )?(?:volver a )?(?:escribir|contactar|enviar|mandar|molestar)(?:le|lo|la"
        r"|les)?(?: (?:correos?|e ?mails?|nada))? (?:mas|nunca)"
    ),
    (
        rf"no (?:quiere|desea|quieren)(?: (?:que (?:le|la) mand\w+ nada mas|saber (?:nada"
        rf"|mas)(?: (?:mas )?de nosotros)?|que (?:se )?(?:le|la|lo"
        rf"|les) (?:(?:volvamos|vuelvan) a )?{_ES_WRITE}(?: mas)?|(?:recibir )?mas (?:correos?|e ?mails?"
        rf"|mensajes)|(?:que )?(?:le "
        rf"|la )?molesten))"
    ),
    # Italian
    (
        rf"(?:ha(?:nno)? )?(?:chiesto|chiede|chiedono|prega|dice"
        rf"|detto) di non (?:essere )?(?:piu )?{_IT_WRITE}(?: (?:piu|e ?mail|mail|nulla)){{0,5}}"
    ),
    (
        r"non (?:vuole|desidera|gradisce|vogliono) (?:piu )?(?:ricevere )?(?:piu )?(?:sentir\w+|saperne"
        r"|avere (?:nostre )?notizie"
        r"|altre (?:e ?)?mail|(?:le |nostre |altre )?(?:e ?)?mail|comunicazioni|essere (?:disturbat|ricontattat"
        r"|contattat)[oa])(?: (?:piu|nulla|niente|da noi)){0,5}"
    ),
    rf"non {_IT_WRITE} (?:piu|mai piu)",
    # Portuguese
    (
        rf"(?:pediu|pede|pediram|solicitou|disse)(?: (?:para|que)){{0,5}} nao (?:(?:o|a|lhe"
        rf"|os) )?(?:ser (?:mais )?)?(?:mais )?{_PT_WRITE}(?: (?:mais|e ?mails?|nada)){{0,5}}"
    ),
    (
        r"nao quer(?:em)? (?:mais )?(?:saber(?: de nos| mais)?|(?:receber )?(?:(?:e ?)?mails?|mensagens)|contac?to"
        r"|ouvir (?:falar )?(?:de|mais))(?: (?:mais|nosso|nossos)){0,5}"
    ),
    r"nao (?:lhe |o |a )?(?:voltar a )?(?:escrever|enviar|contac?tar|mandar|incomodar)(?: e ?mails?)? mais",
    # Dutch
    (
        r"wil(?:len)? (?:echt |absoluut |graag )?(?:niets|niks) meer (?:van ons )?(?:horen|weten|ontvangen"
        r"|krijgen)(?: van ons)?"
    ),
    rf"wil(?:len)? (?:niet|nooit)(?: meer)? (?:door ons )?{_NL_WRITE}(?: worden)?",
    (
        rf"(?:vraagt|vroeg|heeft|verzoekt|verzocht)(?: (?:ons|gevraagd|verzocht|om|hem|haar"
        rf"|hen)){{0,5}} (?:niet|nooit"
        rf"|geen)(?: meer)?(?: (?:e ?)?mails?)? (?:{_NL_WRITE}(?: te)?(?: worden)?|te sturen)"
    ),
    rf"(?:niet|nooit) meer {_NL_WRITE}",
    (
        r"wil(?:len)? geen (?:verdere |enkele )?(?:(?:e ?)?mails?|mailings?|berichten|reclame|contact"
        r"|nieuwsbrieven)(?: meer)?(?: ontvangen| van ons)?"
    ),
    # Polish
    (
        rf"(?:po)?prosi(?:l[ao]?|my)?(?: (?:o|zeby|by|aby|nas|juz|wiecej|do (?:niego|niej|nich)|jej|mu"
        rf"|im)){{0,5}} nie ?{_PL_WRITE}(?: (?:wiecej|juz"
        rf"|do (?:niego|niej|nich)|maili|ofert|sie)){{0,5}}"
    ),
    r"(?:wiecej|juz) nie (?:pisac|kontaktowac|wysylac|mailowac)(?: (?:do (?:niego|niej)|maili|sie)){0,5}",
    r"nie (?:pisac|kontaktowac|wysylac|mailowac)(?: (?:sie|maili|do (?:niego|niej))){0,5} (?:juz|wiecej)",
    (
        r"nie (?:chce|chca|zyczy sobie) (?:(?:juz|wiecej|od nas|zadnych|naszych|dostawac"
        r"|otrzymywac) ){0,5}(?:(?:e ?)?maili|wiadomosci|kontaktu|ofert|slyszec|newslettera)(?: od nas| o nas)?"
    ),
)
#: Somebody said no: the answer to a call or a mail.
SAID_NO = (
    (
        r"(?:(?:he|she|they|lead|prospect|client|customer) )?(?:has |just )?(?:said|says|answered"
        r"|replied)(?: (?:a )?(?:clear|flat|firm|definite))? no(?: (?:thanks|thank you|to us|way))?"
    ),
    r"(?:hard|firm|flat|clear|definite) no",
    (
        r"(?:hat )?nein gesagt|sagt nein|a dit non|dit non|dijo que no|ha detto (?:di )?no|disse (?:que )?nao"
        r"|zegt nee|zei nee|powiedzial[a]? nie"
    ),
)
#: Also what somebody declines who is asked for something else: told, where a header speaks of an answer.
DECLINED = (
    r"(?:klare |leider |schriftliche )?absage(?: (?:erhalten|bekommen|erteilt))?|(?:hat )?(?:abgesagt"
    r"|abgelehnt)|lehnt ab|ablehnung"
    r"|declined|refused|refusal|rebuffed|turned (?:us|it) down|decline"
    r"|refus|(?:a )?refuse|decline|(?:ha )?rechazad[oa]|rechaza|rechazo|rechaz|rifiuto|(?:ha )?rifiutato"
    r"|rifiuta|recusou|recusa|recusad[oa]"
    r"|afgewezen|afwijzing|weigert|(?:heeft )?geweigerd|odmowa|odmowil[a]?|odmawia|non ?marketable"
)
#: Cells of other languages than the eight that are wholly a no.
FURTHER = (
    (
        "(?:\u30e1\u30fc\u30eb)?\u914d\u4fe1(?:\u505c\u6b62|\u62d2\u5426|\u4e0d\u8981)"
        "|\u53d7\u4fe1\u62d2\u5426|\u5df2?(?:\u9000|\u53d6\u6d88)\u8ba2(?:\u9605)?"
    ),
    (
        r"vill inte ha (?:utskick|nyhetsbrev|mejl|e ?post)"
        r"|(?:vil|onsker) ikke (?:ha|have|motta|modtage) (?:nyhe[td]sbrev|e ?post|mails?)"
    ),
    (
        r"odhlasen[aoyi]?(?: z (?:odberu|newsletteru))?|nekontaktovat|neposilat(?: e ?maily)?|nezasilat|nema zajem"
        r"|bez zajmu"
    ),
    (
        r"avregistrerad(?: fran (?:utskick|nyhetsbrev(?:et)?))?|avprenumererad|avanmald(?: fran (?:utskick"
        r"|nyhetsbrev(?:et)?))?|kontakta (?:ej|inte)|inte intresserad|ej intresserad"
    ),
    (
        r"afmeldt(?: (?:fra )?nyhedsbrev(?:et)?)?|avmeldt(?: (?:fra )?nyhetsbrev(?:et)?)?|kontakt ikke"
        r"|ma ikke kontaktes|ikke (?:interesseret|interessert)"
    ),
    (
        r"(?:suora|sahkoposti)?markkinointikielto|ala ota yhteytta|ei kiinnostunut|ei kiinnosta"
        r"|peruuttanut (?:tilauksen|uutiskirjeen)"
    ),
    (
        "abonelikten (?:c\u0131kt\u0131|ayr\u0131ld\u0131)|listeden c\u0131kt\u0131|ilgilenmiyor"
        "|iletisime gecmeyin|e ?posta istemiyor"
    ),
    (
        r"leiratkozott(?: a hirlevelrol)?|nem erdekli|nem erdeklodik|dezabonat[ae]?|nu (?:este|e) interesat[ae]?"
        r"|nu contactati"
    ),
)
#: A mail server that has no such mailbox: behind a code of class 5.
NO_MAILBOX = (
    r"\b5 (?:1 (?:1|2|3|6|10)|2 1|4 4)\b|user unknown|unknown (?:user|recipient|mailbox|address|local part)"
    r"|no (?:such|valid) (?:user|mailbox|recipients?|address|account|person|domain)|no mailbox"
    r"|(?:user|recipient|mailbox|address|account|domain)(?: \w+){0,4} (?:not found|unknown|(?:does not|doesnt"
    r"|not) exist|disabled|inactive|invalid|not known|suspended)"
    r"|(?:invalid|bad|nonexistent|non existent) (?:recipient|mailbox|address|user|destination)|nxdomain"
    r"|(?:does not|doesnt) exist"
    r"|recipient address rejected|mailbox unavailable"
)
SMTP_CODE = (
    r"(?:(?:smtp|error|host|hard|bounced?|reply|response|remote|server|said|failed|failure|delivery|dsn|status"
    r"|code|undelivered|message"
    r"|permanent|final|last|mail) ){0,5}5(?:\d\d|(?: \d{1,2}){2})\b"
)
#: A bounce that is final, as a kind, and one that is not.
FINAL = (
    r"\b(?:hard|hardbounced?|permanent\w*|final|dur|dure|definiti\w+|duro|durs|hart\w*|endgultig\w*"
    r"|dauerhaft\w*|tward\w+|trwal\w+|stal[aey])\b"
)
NOT_FINAL = (
    r"\b(?:soft\w*|transient|temporar\w*|temporaire\w*|tempor\w+|weich\w*|blando|leve|mou|miekk\w+"
    r"|czasow\w*|tymczas\w*|not?|nie|non|kein\w*|nicht)\b"
)
