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
    r"|subject|requests?|compliance|rights?|npai|svar|kommentarer?|anteckning(?:ar)?|notat(?:er)?|vastaus"
    r"|poznamky?|odpoved|reakce|valasz|estatus|progress|pipeline|qualification|attempts?"
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
    r"\bcourses?\b|\bclasses\b|training|seminar|\bworkshop|conferenc|\bparty\b|\bparties\b|dinner|lunch"
    r"|\btrips?\b|\bexams?\b|school|\blessons?\b|meetup|\brsvp|festival|\btournament|\bcamps?\b|excursion"
    r"|\breunion\b(?! (?:status|result))|\bkurs|schulung|\bfeier|\w+feier\b|veranstaltung|ausflug|prufung"
    r"|\bkinder|\bkind\b|schule|fortbildung|weiterbildung|lehrgang|turnier|\bkita|tagung|vortrag|stammtisch"
    r"|\bsport|\bessen\b|abendessen|sommerfest|weihnachts|\bformation|\bcours\b|\bstages?\b(?= (?:de|d)\b)"
    r"|soiree|\batelier|examen|sortie|\becole|\bdiner\b|repas|colloque|cantine|\bcurso|\btaller|\bformacion"
    r"|\bcena\b|fiesta|escuela|\bclases?\b|jornada|excursion|\bcorsi\b|\bcorso\b|\bformazione|lezion|\bgita\b"
    r"|scuola|\besame|\bfesta\b|convegno|\bformacao|\baulas?\b|jantar|oficina|palestra|escola|cursus|borrel"
    r"|opleiding|\bfeest|\bles(?:sen)?\b|\bkerst|bijeenkomst|congres|\buitje\b|examen|\bkurz|szkoleni"
    r"|wydarzeni|warsztat|imprez|kolacj|konferencj|zajec|wycieczk|szkol[aey]|insuranc|billing|auto ?renew"
    r"|renewal|\bcontracts?\b|warrant|pension|\b401 ?k\b|payroll|salary|\badd ?ons?\b"
    r"|krankenkasse|benefit|\bloyalty|rewards?\b|donation|gift ?aid|mortgage|\bloans?\b|overdraft"
    r"|paperless|e ?bill|direct debit|\bplans?\b|trial\b|purchase|versicherung|vertrag|vertrage|mitgliedschaft"
    r"|\btreue|\brente|\bspende|bonusprogramm|darlehen|\bkredit|lastschrift|\bbestellung|assurance|contrat"
    r"|fidelite|adhesion|mutuelle|\bdons?\b|abonnement (?:tel|tv|mobile)|commande|prelevement|\bseguro"
    r"|contrato|fidelidad|membresia|donacion|\bpedido|assicurazion|contratt|fedelta|tessera|polizza|donazion"
    r"|\bordin[ei]\b|fidelidade|doacao|encomenda|verzekering|contract\b|lidmaatschap|spaarprogramma|donatie"
    r"|incasso|bestelling|ubezpiecz|umow[aye]|lojalnos|czlonkost|darowizn|zamowien|faktur|tracking|profiling"
    r"|analytics|cookie|data ?shar|shar(?:e|ing) (?:my |of )?data|third ?part|\bsell\b|\bsale of"
    r"|personali[sz]ed|retarget|remarket|advertis|\bads\b|photo|\bimages?\b|pictures?\b|video|recording"
    r"|geolocation|biometric|\bai\b|\bdna\b|organ\b|\bfotos?\b|aufzeichnung|tonaufnahme|videoaufnahme"
    r"|bildrechte|bilder|datenweitergabe"
    r"|profilage|droit a l ?image|\bpartage|\bcesion|imagen|grabacion|perfilado|immagin|profilazione|imagem"
    r"|gravacao|partilha|compartilh|beeldmateriaal|zdjec|wizerun|profilowan|\bnagran|\bapps?\b|\bwebhook"
    r"|\bapi\b|\bslack|\bteams\b|vehicle|\bcars?\b|parking|\bproducts?\b|\bmodules?\b|\bfeatures?\b|\bsoftware"
    r"|upgrade|coffee|sponsor|\bbroadband|electricity|\bwater\b|\bgas\b|fahrzeug|\bkfz|\bpkw\b|wasser"
    r"|\bstrom\b|gewerbe|wohnsitz|\w*produkt|\btelefonie|\bhund\b|vehicule|voiture|produits?\b"
    r"|electricite|cafe\b|\beau\b|vehiculo|\bcoche|producto|agua\b|\bluz\b|veicolo|prodott|acqua|veiculo"
    r"|\bcarro|produto|voertuig|kenteken|\bkvk|water\b|stroom|pojazd|samoch|\bprad\b|\bvisas?\b|\bjob alerts?\b"
    r"|position applied|vaccin|\bmeal|menu\b|catering|\bcredit|tenan"
    r"|\bwohnung|\bmiete"
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
