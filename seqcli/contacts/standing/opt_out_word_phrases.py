"""Words of headers of opt-outs, for `opt_out_words`. Patterns over `fold` words. Tables only."""

#: Words that say whose, when and how, and change nothing.
AROUND = (
    r"is|has|was|been|pour|admin|administrator|system|provider|be|hs|cf|sf|mc|cn|bio|my|the|our|any"
    r"|all|this|that|to|at|on|of|by|from|for|in|via|per"
    r"|par|por|and|since|seit|ab|depuis|desde|sinds|vanaf|em|para"
    r"|auto|automatically|automatic|manually|globally|global|permanently|permanent|hard|yes|flag|date|time"
    r"|timestamp|user"
    r"|person|lead|customer|recipient|subscriber|member|address(?:es)?|delivery|sending|receiving|future"
    r"|further|more|new"
    r"|please|direct|bulk|mass|commercial|promotional|sales|cold|electronic|list|lists"
    r"|am|vom?n?|zum?r?|der|die|das|dem|den|des|aus|fur|gegen|datum|seit|bitte|person|kunde|adresse"
    r"|automatisch|versendung|liste"
    r"|elektronische[rn]?|weiteren?|dauerhaft|endgultig|hart|als"
    r"|le|la|les|l|d|de|du|date|tou(?:te)?s|sur|a|aux?|toute|nos|votre|definiti(?:f|ve)|client|electroniques?|comme"
    r"|el|los|las|del|en|fecha|permanente|definitiv[oa]|direccion|cliente|electronic[oa]s?|duro|como|contra"
    r"|il|lo|gli|dal|dalla|dalle|dagli|dai|da|dei|delle|di|data|nella|indirizzo|cliente|elettronic[oa]|come|al|alla"
    r"|das?|dos?|das|na|no|nas|nos|endereco|eletronic[oa]s?|ao|aos"
    r"|van|voor|uit|de|het|op|adres|klant|datum|alle|tegen|door|z|ze|od|o|do|dnia|adres|klient|wszystkich|wobec|e"
)
MAIL = (
    r"e|[dl]?e?mail(?:s|ings?)?|e?posta?|newsletters?|marketing|outreach|werbung|werbe\w*|werbemails?"
    r"|mailversand|rundmails?"
    r"|courriels?|publicite|prospection|sollicitations?|infolettre|correos?|publicidad|boletin|comunicaciones"
    r"|pubblicita|posta"
    r"|comunicazioni|publicidade|comunicacoes|boletim|nieuwsbrie\w+|reclame|mailinglijst|maili|mailingu"
    r"|newslettera|mailing\w*"
)
CONTACT = (
    r"contact(?:s|ed)?|communications?|kontakt\w*|contatos?|contatt[oi]|contactos?|outreach|anschreiben"
    r"|solicitations?"
)
SENDING = (
    r"campaigns?|sequences?|cadences?|sends?|sendings?|mailouts?|versand|aussendung(?:en)?|kampagnen?"
    r"|verteiler|campagnes?|envois?"
    r"|diffusions?|envios?|campanas?|invi[io]?|campagn[ae]|campanhas?|verzending(?:en)?|campagnes?|wysylki"
    r"|wysylek|kampanii"
    r"|sequenzen?|rundschreiben"
)
STOPPED = (
    r"interdiction|prohibition|prohibicion|divieto|proibicao|verbod|zakaz|disabled?|suspended|blocked"
    r"|stopped|deactivated|quarantined|prohibited|forbidden|barred|restricted"
    r"|gesperrt|deaktiviert|verboten|untersagt|unerwunscht|gestoppt|eingestellt|sperre|sperrvermerk|sperrkennzeichen"
    r"|desactivee?s?|bloquee?s?|interdite?s?|stop|stoppee?s?|suspendue?s?|npai|rucklaufer"
    r"|desactivad[oa]s?|bloquead[oa]s?|prohibid[oa]s?|suspendid[oa]s?|disattivat[oaie]|bloccat[oaie]"
    r"|vietat[oaie]|sospes[oaie]"
    r"|desativad[oa]s?|proibid[oa]s?|suspens[oa]s?|uitgeschakeld|geblokkeerd|verboden|gestopt"
    r"|zablokowan[aey]|zakazan[aey]|wstrzyman[aey]|wylaczon[aey]"
    r"|blokkeren|blokkering|blokkade|sperren|sperrung|bloque(?:ar|o|r)|bloqueio|blocage|blocc(?:are|o)|blokad[ay]"
    r"|zablokuj|blokowanie|deaktivieren|deaktivierung|desactivar|desativar|disattivare|desactiver|uitschakelen"
)
#: Stopped, said of what is sent: also of parcels, so that only a yes or a day counts.
HELD = (
    r"blocked|gesperrt|bloquee?s?|bloquead[oa]s?|bloccat[oaie]|geblokkeerd|zablokowan[aey]|excluid[oa]s?|barred"
    r"|suspendid[oa]s?|sospes[oaie]|suspendue?s?|suspended"
)
DISPATCH = r"sends?|sendings?|mailouts?|aussendung(?:en)?|envois?|envios?|invi[io]?|verzending(?:en)?|wysylki|wysylek"
EXCLUDED = (
    r"exclud(?:e|es|ed|ing)|exclusions?|omit(?:ted)?|suppress(?:ed|ion)?|ausgeschlossen|ausschliess?en"
    r"|ausschluss|ausnehmen"
    r"|ausschlie(?:ss|\u00df)en|exclu(?:e?s?|re)|excluid[oa]s?|excluir|exclusion|esclus[oaie]|escluder[ei]"
    r"|esclusione|exclusao"
    r"|uitgesloten|uitsluiten|uitsluiting|wykluczon[aey]|wykluczyc|wykluczenie|wylaczon[aey]"
)
REFUSED = (
    r"interdiction|prohibition|prohibicion|divieto|proibicao|verbod|zakaz|prohibited|forbidden|barred"
    r"|verboten|untersagt|unerwunscht|interdite?s?|prohibid[oa]s?|vietat[oaie]"
    r"|proibid[oa]s?"
    r"|verboden|zakazan[aey]|refus(?:es?|ed|al|ee?s?)|declin(?:es|ed)|object(?:s|ed|ions?|ing)?|oppos(?:es"
    r"|ed|ee?|e)|opposition|right"
    r"|ablehnung|abgelehnt|widersprochen|widerspruch|verweigert|lehnt|ab|einspruch"
    r"|rehus(?:ar|a|o|ad[oa])|rechazar|rifiutare|recusar|refuser|weigeren|ablehnen|odrzuca\w*"
    r"|rechaz[oa]|rechazad[oa]s?|rifiut[oai]|rifiutat[oaie]|opposizione|opposto|oposicion|oposicao|recus[ao]"
    r"|recusad[oa]s?"
    r"|opoe|se|bezwaar|bezwaren|geweigerd|weigert|maakt|odmowa|odmawia|odmowil[a]?|sprzeciw\w*"
)
CONSENT = (
    r"(?:consents?|permissions?|optin|opt|einwilligung\w*|zustimmung\w*|werbeeinwilligung|erlaubnis"
    r"|consentement|accord|autorisation"
    r"|consentimi?ento|autorizacion|permiso|consenso|autorizzazione|autorizacao|permissao|toestemming|zgod[aey])"
)
WITHDRAWN = (
    r"withdraw(?:n|al)?|revok(?:ed|e)|revocation|cancell?ed|rescinded|widerruf\w*|zuruckgezogen|entzogen"
    r"|zuruckgenommen|retiree?"
    r"|retrait|revoquee?|revocation|retirad[oa]|revocad[oa]|revocacion|revocat[oa]|ritirat[oa]|revoca"
    r"|revogad[oa]|revogacao"
    r"|retirada|ingetrokken|intrekking|cofniet[aey]|wycofan[aey]|cofniecie|wycofanie|odwolan[aey]|odwolanie"
)
LAW = (
    r"gdpr|dsgvo|ds|gvo|rgpd|lgpd|rodo|avg|eu|opt|in|double|processing|verarbeitung|traitement|tratamiento"
    r"|trattamento|tratamento"
)
BOUNCED = (
    r"bounced?|bounceback|hardbounced?|rebond|rebondie?|rebote|rebotad[oa]|rimbalzo|rimbalzat[oa]|gebounced?"
    r"|gebounct|odbit[aey]|odbicie|devolvid[oa]|devuelt[oa]|undeliver(?:ed|able)|unzustellbar\w*|onbestelbaar"
)
ONE_MAIL = (
    r"e|(?:e?mail|correo|courriel|posta)(?:1|_1)?|e?mail(?:address|adresse|adres)|maila|e?mailu"
    r"|mailbox|elettronica"
)
#: The address is wrong, or mail to it came back.
BAD = (
    r"bad|wrong|invalid|incorrect|faulty|dead|broken|erroneous|nonexistent|undeliverable|returned"
    r"|fehlerhafte?|falsche?|ungultige?|defekte?|inaktiv|zuruckgekommen|rucklaufer|unbekannt"
    r"|erronee?s?|invalides?|incorrecte?s?|erreur|fausse|faux|inexistante?|mauvaise|retournee?|caduque"
    r"|erroneo|erronea|incorrect[oa]|incorret[oa]|invalid[oa]|inexistente|errad[oa]|devuelt[oa]|devolvid[oa]"
    r"|voltou|volto|errat[oa]|inesistente|respint[oa]|tornat[oa]|scorrett[oa]|sbagliat[oa]"
    r"|onjuiste?|ongeldige?|foutieve?|foute?|onbekend|teruggekomen|bledn[yae]|bledny|nieprawidlow[yae]"
    r"|niepoprawn[yae]|zl[yae]|nieaktualn[yae]|zwrocon[yae]"
)
BAD_TOO = r"indietro|en|con|mit|nicht|mehr|meer|ist|est|es|jest"
KIND = (
    r"types?|kinds?|categor(?:y|ie|ia)|class|classification|severity|last|typ|art|tipo|soort|rodzaj|kategorie"
    r"|kategoria"
    r"|letzter?|dernier|ultim[oa]|laatste|ostatni[ae]"
)
#: Somebody wants no mail.
WANTS = (
    r"wants?|wish(?:es)?|prefers?|requests?|requested|asks?|asked|would|like|will|mochte|wunscht|veut|souhaite"
    r"|desire|quiere|desea"
    r"|vuole|desidera|quer|deseja|wil|wenst|chce|zyczy|sobie|receive|erhalten|recevoir|recibir|ricevere"
    r"|receber|ontvangen"
)
NONE = r"no|keine?r?n?|aucune?s?|ningun[oa]?|nessun[oa]?|nenhuma?|geen|zadn\w+|bez|ne|plus|pas|non|nao"

#: "No e-mail" is "in the mail" in Portuguese.
IN_THE, PORTUGUESE = "no", r"deseja|quer|receber|gostaria"
SPAM = r"spam|junk|abuse|indesirable|courrier"
REPORTED = (
    r"mark(?:ed)?|marcou|marco|denunciou|denuncio|reporto|reportou|segnalo|signale|gemarkeerd"
    r"|zglosil[a]?|oznaczyl[a]?"
    r"|report(?:ed|s)?|flagged|complain(?:ed|ts?|er)|as|message|gemeldet|markiert|beschwerden?"
    r"|signalee?|marquee?|plaintes?"
    r"|marcad[oa]|denunciad[oa]|denuncia|reportad[oa]|quejas?|segnalat[oa]|contrassegnat[oa]|reclamo"
    r"|segnalazione|denuncia|reclamacao"
    r"|gemarkeerd|klacht(?:en)?|zgloszon[aeoy]|oznaczon[aeoy]|skarga|zgloszenie|jako"
)
COMPLAINT = (
    r"complaints?|beschwerden?|plaintes?|quejas?|reclamos?|reclami|reclamac(?:ao|oes)|klacht(?:en)?|skarg[ai]"
)
COMPLAINT_TOO = r"filed|received|lodged|made|eingegangen|erhalten|recue|recibida|ricevuto|recebida|ontvangen"
LISTED = (
    r"schwarz(?:er|e|en)|noire|nera|negra|zwarte|czarn(?:a|ej)|repoussoir|exclusion|blocage|exclusao"
    r"|bloqueio|robinson|sperr\w*"
)
LIST = r"liste?[sn]?|list[aey]|lijst|listas|auf|(?:mail|e?mail)?verteiler(?:liste)?|mailing(?:list[aey]?|lijst|liste)"
LEFT_LIST = (
    r"left|leaves?|quit|removed|deleted|quittee?|salio|saiu|usci(?:to|ta)|verlassen|verlaten|opuscil[a]?"
    r"|retiree?|supprimee?|enlevee?|rayee?|rimoss[oa]|cancellat[oa]|tolt[oa]|eliminat[oa]|geloscht"
    r"|entfernt|gestrichen"
    r"|ausgetragen|verwijderd|geschrapt|eliminad[oa]|removid[oa]|borrad[oa]|retirad[oa]|quitad[oa]|usuniet[yae]"
    r"|wykreslon[yae]|skreslon[yae]"
)

CANCELLED = (
    r"cancelou|cancelo|annule|kundigung|gekundigt|abbestellung|resiliation|annulation|opzegging|opgezegd"
    r"|cancelled|canceled|cancellation"
    r"|cancellazione|annullamento|cancellat[oa]|annullat[oa]|cancelamento|cancelad[oa]|cancelacion"
    r"|descadastr\w+|remocao"
)
SUBSCRIPTION = (
    r"iscrizion[ei]|inscricao|suscripcion|newsletters?|infolettre|boletin|boletim|nieuwsbrief|newslettera"
    r"|mailing(?:list[ae]?|lijst|liste)?"
)
PLACES = r"e|no|na|se|as|ab|ds|in|right"  # these words alone announce nothing
VAGUE = r"(?:spam )?complaint|plainte|queja|suppression ?list|cleaned|objected|rezygnacja|(?:e ?)?mail|stop"
WHEN = (
    r"\b(?:since|seit|ab|depuis|desde|sinds|vanaf|em|date|time|datum|data|fecha|timestamp|on|at|am|le"
    r"|el|il|op|dnia|is|has|was)\b"
)
