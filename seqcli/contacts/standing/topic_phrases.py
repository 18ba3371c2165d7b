"""What headers of contact files are about, in eight languages. Patterns over `fold` words. Tables only."""

#: About mail, wherever it stands in a word.
MAIL = (
    r"mail|newsletter|\bdigest\b|\bnews\b|\bupdates\b|nieuwsbrie|infolettre|courriel|\bmejl|\bcorreos?\b"
    r"|posta elettronica|marketing|werbung"
    r"|\bwerbe\w*|publicidad"
    r"|pubblicita|publicite|\breclame\b|prospection|outreach|boletin|boletim|\bversand|verteiler"
    r"|\bcampaigns?\b|kampanii?\b|campana"
    r"|campanhas?\b|campagn|kampagn|\binvi[io]?\b|\benvi(?:os?|ois?)\b|nyhetsbrev|nyhedsbrev|utskick|uutiskirj"
    r"|hirlevel"
    r"|\bcontact(?:ed|ing|er|ee?|ar\w*|eren)\b|\bcontact (?:you|me|us)\b|kontaktier|contattar|contatar\w*"
    r"|anschreiben|angeschrieben"
    r"|\bescribir\w*|\becrire|\bscriver\w*|\bhear from us"
)
#: About neither mail nor anything else: every word of a header that says nothing is one of these.
GENERAL = (
    # English
    r"status(?:es)?|states?|stages?|steps?|notes?|comments?|remarks?|tags?|labels?|groups?|segments?|lists?"
    r"|categor(?:y|ies)"
    r"|types?|kinds?|outcomes?|results?|dispositions?|respon[sd]\w*|repl(?:y|ies|ied)|answer\w*|feedback|sentiments?"
    r"|reasons?|infos?|information|details?|memos?|misc|other|custom|fields?|columns?|col|text|last|first"
    r"|latest|final"
    r"|next|actions?|follow|up|call(?:s|ed)?|phone|telephone|activit(?:y|ies)|events?|history|logs?|leads?|contacts?"
    r"|prospects?|customers?|clients?|persons?|people|members?|users?|recipients?|sales|crm|our|your|their|internal"
    r"|general|current(?:ly)?|previous|dates?|why|what|how|did|does|they|he|she|we|happened|sa(?:y|id)"
    r"|any(?:thing)?|flags?"
    r"|preferences?|communications?|permissions?|restrictions?|solicit|codes?|legal|lawful|basis|gdpr|consent"
    r"|interest(?:ed)?"
    r"|levels?|ratings?|qualif\w*|engagement|delivery|disturb|hold|opt(?:ed)?|outs?|in|workflow|account|bucket"
    r"|values?"
    r"|unsub\w*|marked|reported|all|global(?:ly)?|auto|is|has|was|been|at|on|by|via|of|the|for|to|and|or|from"
    r"|with|not|no|do"
    r"|e|x|q|id|nr|number|quality|description|summary|conversation|meetings?|demo|visit|private|public|extra"
    r"|additional"
    r"|\w*subscri\w*|\w*bounce\w*|spam|\w*abonn\w*|sequence|cadence|suppress\w*|privacy|datenschutz|data"
    r"|subject|requests?|compliance|rights?|npai|estatus|progress|pipeline|qualification|attempts?"
    r"|sdr|bdr|rep|owner|agent|audience|[a-z]{2,8}\d+|lt|pl|cf|sf|hs|mc|esp|unnamed"
    r"|preferred|channel|method|way|time|sub|finish(?:ed)?|unengaged|check|verification"
    # German
    r"|stand|bearbeitungsstand|notiz(?:en)?|bemerkung(?:en)?|kommentare?|anmerkung(?:en)?|hinweise?"
    r"|ruckmeldung(?:en)?"
    r"|antwort(?:en)?|reaktion(?:en)?|ergebnis(?:se)?|resultat(?:e)?|grund|kategorien?|gruppen?|schlagworte?"
    r"|merkmale?"
    r"|kennzeichen|letzte[rs]?|sonstiges|kontakt\w*|kunden?\w*|interessent(?:en)?|interne?|gesprachs?\w*"
    r"|sperr\w+|typ|art"
    r"|aktion|datum|zeit|vermerk|werte?|am|vom?n?|zum?r?|per|der|die|das|dem|den|und|interesse|einstufung|dsgvo"
    # French
    r"|statuts?|etats?|commentaires?|remarques?|observations?|retours?|reponses?|resultats?|raisons?|motifs?|groupes?"
    r"|categories?|etiquettes?|mots?|cles?|derni(?:er|ere)s?|suivi|divers|avis|evenements?|privees?|internes?"
    r"|qualifs?"
    r"|du|de|la|le|les|des|par|pour|interets?|prises?|rgpd|dates?"
    # Spanish, Portuguese, Italian
    r"|estados?|notas?|comentarios?|observac(?:ion|iones|ao|oes)|obs|respuestas?|resultad[oi]s?|motivos?"
    r"|grupos?|categorias?"
    r"|etiquetas?|ultim[oa]s?|seguimiento|clientes?|contact[oi]s?|situac(?:ion|ao)|gestion|entrega|fechas?|internas?"
    r"|stato|note|commenti?o?|osservazion[ei]|rispost[ae]|esit[oi]|risultat[oi]|motivi|grupp[oi]|categori[ae]"
    r"|etichett[ae]"
    r"|clienti?e?|contatt[oi]|annotazion[ei]|situazione|evento|eventos|interno|interna|del|della|dell|di|do|da"
    r"|dos|el|por|con"
    r"|interes|interess[ei]|resposta|retorno|anotac(?:oes|ao)|contatos?|lgpd|data"
    # Dutch, Polish
    r"|notities?|opmerking(?:en)?|commentaar|reacties?|antwoord(?:en)?|resultaat|reden(?:en)?|groep(?:en)?"
    r"|categorie(?:en)?"
    r"|laatste|klant(?:en)?|relaties?|toelichting|avg|van|voor|op|het|een|intern"
    r"|stan|notatk[ai]|uwag[ai]|komentarz[ey]?|odpowiedz\w*|reakcja|wynik\w*|powod|grupa|kategoria|etykiet[ay]"
    r"|ostatni[ae]?|klient\w*|rodo|dnia|ze?|journal|zustell\w*|deliverab\w*|zainteresowanie|odber\w*"
    r"|[a-z]|\d+|[a-z]{1,3}\d+|field\d+|column\d+|custom\d+"
)
#: Behind one of these, other words only say whose it is or when.
HEADS = (
    r"outcomes?|dispositions?|respon[sd]\w*|repl(?:y|ies)|answers?|feedback|sentiments?|notes?|comments?"
    r"|remarks?|memos?"
    r"|tags?|notiz\w*|\w*notiz(?:en)?|bemerkung(?:en)?|kommentare?|anmerkung(?:en)?|ruckmeldung(?:en)?|antwort(?:en)?"
    r"|reaktion(?:en)?|ergebnis\w*|\w+ergebnis|commentaires?|remarques?|observac\w+|observations?|reponses?"
    r"|comentarios?"
    r"|respuestas?|notas?|commenti?o?|osservazion[ei]|rispost[ae]|esit[oi]|resposta|opmerking(?:en)?|notities?"
    r"|reacties?"
    r"|antwoord(?:en)?|uwagi|komentarz[ey]?|notatk[ai]|odpowiedz\w*|annotazion[ei]"
)
#: What else people leave, refuse or decline.
THINGS = (
    # courses and company
    r"\bcourses?\b|\bclass(?:es)?\b|training|seminar|\bworkshop|webinar|conferenc|\bparty\b|\bparties\b|dinner"
    r"|lunch|\btrips?\b"
    r"|\bexams?\b|school|\blessons?\b|meetup|\brsvp|festival|\btournament|\bcamps?\b|excursion"
    r"|\breunion\b(?! (?:status|result))"
    r"|\bkurs|schulung|\bfeier|\w+feier\b|veranstaltung|ausflug|prufung|\bkinder|\bkind\b|schule|fortbildung"
    r"|weiterbildung"
    r"|lehrgang|turnier|\bkita|tagung|vortrag|stammtisch|\bsport|\bessen\b|abendessen|sommerfest|weihnachts"
    r"|formation|\bcours\b|\bstages?\b(?= (?:de|d)\b)|soiree|\batelier|examen|sortie|\becole|\bdiner\b|repas"
    r"|colloque|cantine"
    r"|\bcurso|\btaller|formacion|\bcena\b|fiesta|escuela|\bclases?\b|jornada|excursion"
    r"|\bcorsi\b|\bcorso\b|formazione|lezion|\bgita\b|scuola|\besame|\bfesta\b|convegno"
    r"|formacao|\baulas?\b|jantar|oficina|palestra|escola"
    r"|cursus|borrel|opleiding|\bfeest|\bles(?:sen)?\b|\bkerst|bijeenkomst|congres|\buitje\b|examen"
    r"|\bkurz|szkoleni|wydarzeni|warsztat|imprez|kolacj|konferencj|zajec|wycieczk|szkol[aey]"
    # money and contracts
    r"|insuranc|billing|auto ?renew|renewal|\bcontracts?\b|polic(?:y|ies)\b|warrant|pension|\b401 ?k\b"
    r"|payroll|salary|\badd ?ons?\b|krankenkasse|benefit"
    r"|loyalty|rewards?\b"
    r"|membership|donation|gift ?aid|mortgage|\bloans?\b|overdraft|paperless|e ?bill|direct debit|\bplans?\b"
    r"|trial\b|purchase"
    r"|versicherung|vertrag|vertrage|mitgliedschaft|treue|\brente|spende|bonusprogramm|darlehen|kredit"
    r"|lastschrift|bestellung"
    r"|assurance|contrat|fidelite|adhesion|mutuelle|\bdons?\b|abonnement (?:tel|tv|mobile)|commande|prelevement"
    r"|seguro|contrato|fidelidad|membresia|donacion|pedido|assicurazion|contratt|fedelta|tessera|polizza"
    r"|donazion|ordine"
    r"|fidelidade|doacao|encomenda|verzekering|contract\b|lidmaatschap|spaarprogramma|donatie|incasso|bestelling"
    r"|ubezpiecz|umow[aye]|lojalnos|czlonkost|darowizn|zamowien|faktur"
    # data, pictures, devices
    r"|tracking|profiling|analytics|cookie|data ?shar|shar(?:e|ing) (?:my |of )?data|third ?part|\bsell\b"
    r"|\bsale of|personali[sz]ed"
    r"|retarget|remarket|advertis|\bads\b|photo|\bimages?\b|pictures?\b|video|recording|\bsurvey|geolocation"
    r"|biometric|\bai\b"
    r"|\bdna\b|organ\b|\bfotos?\b|aufzeichnung|bildrechte|bilder|datenweitergabe|umfrage|profilage|droit a l ?image"
    r"|enregistrement|sondage|partage|cesion|imagen|grabacion|perfilado|immagin|profilazione|registrazione"
    r"|imagem|gravacao"
    r"|partilha|compartilh|beeldmateriaal|enquete|zdjec|wizerun|profilowan|ankiet|nagr"
    # apps and notices
    r"|\bapps?\b|\balerts?\b|notificat(?=ion)|reminder|erinnerung|benachrichtig|recordatori|promemori|lembrete"
    r"|herinnering"
    r"|powiadomi|alertes?|avvisi|meldingen|\bwebhook|\bapi\b|\bslack|\bteams\b"
    # things and services
    r"|vehicle|\bcars?\b|parking|\bproducts?\b|\bmodules?\b|\bfeatures?\b|\bsoftware|upgrade|coffee|sponsor"
    r"|\bbroadband|electricity"
    r"|\bwater\b|\bgas\b|fahrzeug|\bkfz|\bpkw\b|\bauto\b|wasser|\bstrom\b|gewerbe|wohnsitz|\w*produkt"
    r"|\btelefonie|\bhund\b|internet"
    r"|vehicule|voiture|produits?\b|electricite|cafe\b|\beau\b|vehiculo|coche|producto|agua\b|\bluz\b|veicolo"
    r"|prodott|acqua"
    r"|veiculo|carro|produto|voertuig|kenteken|\bkvk|water\b|stroom|pojazd|samoch|\bprad\b|\bvisas?\b"
    r"|\bjobs?\b|position applied"
    r"|\bcandida|applica(?:tion|nt)|bewerb|vaccin|\bmeal|menu\b|catering|\bcredit|tenan|wohnung|\bmiete"
)
#: What follows is what somebody may be interested in.
INTEREST_IN = (
    r"\b(?:interest(?:ed)? in|interesse an|interets? (?:pour|a|dans|formation)|interes en|interess[ea] (?:a"
    r"|per|em|in)"
    r"|interesse (?:voor|in|em|per)|interess[e]es? (?:par|a|aux?)|interessat[oaie] (?:a|al|alla|ai|alle"
    r"|in)|interesad[oa]s? (?:en|por)|interessad[oa]s? (?:em|no|na)|geinteresseerd in|interessiert an"
    r"|zainteresowan\w+)\b (?P<rest>.+)"
)
#: An opt-out, and what somebody opted out of.
LEFT = (
    r"(?:\bopt(?:ed)? ?outs?|\bunsubscri\w+|\bunsub|\babgemeldet|\babmeldung|\bausgetragen|\babbestellt"
    r"|\bdes(?:abonn|inscri)\w+"
    r"|\bdisiscri\w+|\bdescadastr\w+|\bde baja|\bbaja|\bafgemeld|\buitgeschreven|\bwypisan\w+|\bodhlas\w+"
    r"|\bavregistrerad|\bavanmald"
    r"|\bafmeldt|\bavmeldt)"
    r" (?:out of|of|from|for|vom?n?|aus|fur|de|du|des|del|dal(?:la|l)?|do|da|en|voor|van|ze?|od|fran|for|til"
    r"|fra)\b (?P<rest>.+)"
)
#: Words for leaving that are said of much else than of mail.
LEAVES = (
    r"abgemeldet|abmeldung|ausgetragen|abbestellt|afgemeld|uitgeschreven|uitschrijv|desinscri|disiscri|wypisan"
    r"|avanmald"
    r"|odhlas|gesperrt|widerspr|abmeldedat|uitschrijf"
)
