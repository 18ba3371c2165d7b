"""Noes in the words of data protection, in eight languages, as patterns over `fold` forms. Tables only."""

#: A right that a law gives, and that somebody used.
RIGHTS = (
    r"(?:gdpr )?rtbf(?: (?:was )?(?:exercised|invoked|requested|received))?",
    (
        r"(?:gdpr )?right (?:to|of) (?:object(?:ion)?|erasure|be forgotten|deletion)(?: (?:was )?(?:exercised"
        r"|invoked|requested|asserted|used|received))?"
    ),
    r"(?:exercised|invoked|used) (?:the |his |her |their )?right (?:to|of) (?:object(?:ion)?|erasure|be forgotten)",
    (
        r"objections? (?:to (?:(?:direct )?marketing|processing|e ?mails?|contact)(?: (?:received|raised|lodged"
        r"|filed))?|received|raised|lodged|filed|on file|exercised|registered)"
    ),
    (
        r"(?:has )?(?:objected|objects) to (?:(?:the |our |any )?(?:(?:direct )?marketing|processing|e ?mails?"
        r"|mailings?|contact|being contacted|use of (?:his|her|their) data))"
    ),
    (
        r"(?:data |gdpr )?(?:erasure|deletion)(?: of (?:the )?data)? (?:requested|demanded|request(?: received)?"
        r"|asked for)"
    ),
    (
        r"(?:request(?:ed|s)|ask(?:ed|s) for|demand(?:ed|s)|wants) (?:(?:data )?(?:erasure|deletion)"
        r"|(?:erasure|deletion) of (?:his"
        r"|her|their|all|the|personal) data)"
    ),
    r"(?:wants|asked|asks|wishes) to be (?:forgotten|erased|deleted)",
    r"(?:processing restricted|restriction of processing(?: requested)?|restricted processing)",
    (
        r"(?:permission|opt in|authori[sz]ation) (?:was )?(?:withdrawn|revoked)|(?:withdrew|withdrawn"
        r"|revoked) (?:permission|opt in|authori[sz]ation)"
    ),
    # German
    (
        r"(?:daten)?loschung (?:(?:der|seiner|ihrer|aller) (?:daten )?)?(?:verlangt|beantragt|gefordert|gewunscht"
        r"|angefordert|erbeten|gewollt)|losch(?:antrag|begehren|verlangen|ersuchen)(?: (?:gestellt|eingegangen"
        r"|erhalten))?"
    ),
    (
        r"(?:verlangt|fordert|beantragt|wunscht|will|mochte) (?:die )?(?:(?:daten)?loschung)(?: (?:der|seiner"
        r"|ihrer|aller) daten)?"
    ),
    (
        r"(?:hat )?widerspruch (?:gegen (?:die )?(?:werbung|e ?mails?|mails?|mailings?|kontaktaufnahme"
        r"|(?:daten)?verarbeitung|newsletter) )?(?:eingelegt|erhalten|eingegangen|erklart|liegt vor)"
        r"|(?:hat )?widerspruch eingelegt"
        r"|legt widerspruch ein"
    ),
    (
        r"(?:hat )?widerspruchsrecht ausgeubt|recht auf (?:loschung|vergessen ?werden|widerspruch)(?: (?:ausgeubt"
        r"|geltend gemacht))?"
    ),
    (
        r"(?:einwilligung|zustimmung)(?: (?:wurde|am))? (?:widerrufen|zuruckgezogen|entzogen|zuruckgenommen)"
        r"|widerruf (?:der )?(?:einwilligung|zustimmung)"
    ),
    # French
    r"(?:a exerce son )?droit (?:d ?opposition|a l ?(?:effacement|oubli))(?: (?:exerce|demande|invoque))?",
    (
        r"(?:effacement|suppression)(?: (?:de ses|des) donnees)? (?:demandee?|requise?|exigee?)"
        r"|demande (?:la |l ?)?(?:suppression|effacement)(?: de ses donnees)?|demande d(?:e suppression"
        r"| ?effacement| ?opposition)(?: (?:de ses|des) donnees)?"
    ),
    (
        r"opposition (?:recue|exercee|exprimee|enregistree|au traitement|a la prospection)|consentement (?:retire"
        r"|revoque)|a retire son consentement|soppose (?:au traitement|a la prospection|aux? e ?mails?)"
    ),
    # Spanish
    (
        r"(?:ejercio (?:su |el )?)?derecho (?:de|al|a la) (?:oposicion|olvido|supresion|cancelacion)(?: (?:ejercid"
        r"|ejercitad|solicitad)o)?"
    ),
    (
        r"(?:supresion|borrado|eliminacion)(?: de (?:sus )?datos)? (?:solicitad|pedid|exigid)[oa]|solicit(?:ud de"
        r"|a|o)(?: la| el)? (?:supresion|oposicion|borrado|eliminacion)(?: de (?:sus )?datos)?"
    ),
    (
        r"oposicion (?:recibida|ejercida|registrada|al tratamiento)|consentimiento (?:retirado|revocado)|(?:retiro"
        r"|revoco) (?:(?:su|el) )?consentimiento|se opone al tratamiento"
    ),
    # Italian
    r"diritto (?:di|all?) ?(?:opposizione|oblio|cancellazione)(?: (?:esercitato|richiesto))?",
    (
        r"(?:cancellazione|eliminazione)(?: (?:dei )?dati)? (?:richiesta|chiesta)"
        r"|richiesta (?:di )?(?:cancellazione|opposizione)(?: dati| dei dati)?|(?:chiede"
        r"|ha chiesto) la cancellazione(?: dei (?:suoi )?dati)?"
    ),
    (
        r"opposizione (?:ricevuta|esercitata|al trattamento|al marketing)|consenso (?:revocato|ritirato)"
        r"|ha (?:revocato|ritirato) il consenso|si oppone al trattamento"
    ),
    # Portuguese
    r"direito (?:de|ao) (?:oposicao|esquecimento|apagamento)(?: exercido)?",
    (
        r"(?:eliminacao|apagamento|exclusao|remocao)(?: d[eo]s? (?:seus )?dados)? (?:solicitad|pedid)[oa]"
        r"|pedido de (?:eliminacao|apagamento|exclusao|remocao|oposicao)(?: d[eo]s? dados)?|(?:pediu"
        r"|solicitou) (?:a |o )?(?:eliminacao|apagamento|exclusao)(?: d[eo]s? (?:seus )?dados)?"
    ),
    (
        r"oposicao (?:recebida|exercida|ao tratamento)|consentimento (?:retirado|revogado)|(?:retirou"
        r"|revogou) o consentimento"
    ),
    # Dutch
    r"recht (?:van|op|om) (?:bezwaar|vergetelheid|verwijdering|gegevenswissing)(?: (?:uitgeoefend|ingeroepen))?",
    (
        r"bezwaar(?: tegen (?:verwerking|marketing|mail(?:ings?)?|reclame))? (?:ontvangen|gemaakt|ingediend"
        r"|aangetekend|geregistreerd)|bezwaar tegen (?:verwerking|marketing|mail(?:ings?)?|reclame)|(?:maakt"
        r"|maakte|heeft) bezwaar(?: gemaakt)?(?: tegen (?:verwerking|marketing|mails?|reclame))?"
    ),
    (
        r"(?:data)?verwijdering(?: (?:van )?gegevens)? (?:gevraagd|verzocht|aangevraagd|geeist)"
        r"|verwijder(?:ings)?verzoek|verzoek (?:tot|om) verwijdering|toestemming ingetrokken"
        r"|(?:heeft )?toestemming ingetrokken"
    ),
    # Polish
    (
        r"(?:(?:zglos\w+|zlozy\w+|wniesion\w+|wnios\w+) )?sprzeciw(?: (?:wniesion|zlozon"
        r"|zgloszon)[yae])?(?: wobec (?:przetwarzania|marketingu))?"
    ),
    (
        r"(?:zadanie|wniosek o|zada) usunieci[ae](?: (?:swoich )?danych)?|prawo (?:do bycia zapomnianym"
        r"|(?:do )?sprzeciwu|do usuniecia danych)"
    ),
    r"zgoda (?:wycofana|cofnieta|odwolana)|(?:cofn\w+|wycofal[a]?|odwolal[a]?) zgode",
)
