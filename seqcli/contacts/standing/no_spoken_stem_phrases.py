"""What cells hold that may be a no of `no_spoken_phrases`, as `no_stem_phrases`. Table only."""

SPOKEN_STEMS = (
    # what people said, or asked for
    *("said (?:\\w+ )*no", "says (?:\\w+ )*no", "answered (?:\\w+ )*no", "replied (?:\\w+ )*no"),
    *("hard no", "firm no", "flat no", "clear no", "definite no", "nein gesagt", "sagt nein", "dit non"),
    *("que n[\u00e3a]?o", "ha detto", "disse", "zegt nee", "zei nee", "powiedzia"),
    *("to (?:stop|not|never)", "not to", "never to", "never (?:wr|em|co|bo|me|pe|want|wish)"),
    *("not (?:ever )?(?:wr|bother|pester|mess|wants? to|wish)",),
    *("dont (?:ever )?(?:wr|bother|pester|mess|wants? to|wish)",),
    *("n['\u2019]t (?:ever )?(?:wr|bother|pester|mess|wants? to|wish)", "quit ", "cease ", "longer w"),
    *("nichts", "nie (?:wieder|mehr)", "niemals", "keinesfalls", "gebeten", "bittet", "verbitt"),
    *("verbat", "untersag", "verbiet", "keine?n? mehr", "plus (?:l|m|n|r|d|v|e|\u00e9|\u00ea)", "jamais"),
    *("veut (?:plus|pas|auc)", "veulent (?:plus|pas|auc)", "souhait\\w+ (?:plus|pas|auc)"),
    *("d\u00e9sire (?:plus|pas|auc)", "demand\u00e9? (?:\u00e0|a|de) ne"),
    *("no (?:la|lo|les|man|dese|quie) ?", "di non", "non (?:de|vo|ma)", "para n[a\u00e3]o"),
    *("n[a\u00e3]o (?:l|o |a |v)", "niets meer", "niks meer", "nooit meer", "niet meer"),
    *("wil(?:len)? (?:niet|nooit|geen)", "om (?:\\w+ )?(?:niet|geen|nooit)", "ni(?:et|eco)? te mail"),
    *("nie ?(?:pis|wys|mail|przy|niep|chc|kont)", "wi[e\u0119]cej nie", "ju[z\u017c] nie"),
    # rights that they used
    *("right (?:to|of)", "erasure", "deletion", "objects to", "to be (?:forg|eras|del)", "restrict"),
    *("permission", "authori[sz]", "opt[ -]in (?:was )?(?:w|r)", "withdr", "revok"),
    *("l(?:\u00f6|o|oe)sch", "recht (?:auf|van|op|om)", "einwillig", "zustimmung", "droit", "effacement"),
    *("s['\u2019]oppos", "derecho", "supresi", "borrado", "oposi", "consentim", "opone", "diritto"),
    *("cancellaz", "consenso", "oppone", "direito", "apagamento", "exclus", "remo[c\u00e7]", "pedido de"),
    *("bezwaar", "toestemming", "prawo", "zgod", "cofn", "wycofa", "odwo[l\u0142]a", "\u017c\u0105da"),
    *("z\u0105da", "wniosek o", "klacht", "skarga", "beschwerde"),
    # answers
    *("absage", "abgesagt", "abgelehnt", "ablehn", "lehnt ab", "declin", "refus", "rebuff", "turned"),
    *("rechaz", "rifiut", "recus", "afgew", "afwij", "weiger", "odm[o\u00f3a]w", "marketable"),
    *("\u00e9t\u00e9 refus", "d\u00e9clin"),
    # mail servers
    *("5\\.[0-5]\\.\\d", "user unknown", "unknown (?:user|rec|mail|addr|local)"),
    *("no (?:such|valid) (?:user|mail|rec|addr|acc|pers|dom)",),
    *("user (?:\\w+ )*(?:not |unk|does|disab|inac|inval|susp|unav|rej)",),
    *("recipient (?:\\w+ )*(?:not |unk|does|disab|inac|inval|susp|unav|rej)",),
    *("mailbox (?:\\w+ )*(?:not |unk|does|disab|inac|inval|susp|unav|rej)",),
    *("address (?:\\w+ )*(?:not |unk|does|disab|inac|inval|susp|unav|rej)",),
    *("account (?:\\w+ )*(?:not |unk|does|disab|inac|inval|susp|unav|rej)",),
    *("domain (?:\\w+ )*(?:not |unk|does|disab|inac|inval|susp|unav|rej)",),
    *("bad (?:rec|mail|addr|user|dest)", "nonexistent (?:rec|mail|addr|user|dest)"),
    *("non-existent (?:rec|mail|addr|user|dest)", "nxdomain"),
    # other languages than the eight
    *("odhl", "nekontakt", "nepos[i\u00ed]l", "nezas[i\u00ed]l", "nem[a\u00e1] z", "bez z", "avregistr"),
    *("avprenum", "avanm", "kontakta ", "intresserad", "afmeldt", "avmeldt", "kontakt ikke"),
    *("ikke (?:kont|int)", "markkinointikielto", "ota yht", "kiinnost", "peruuttanut", "abonelikten"),
    *("listeden", "ilgilenm", "ileti[s\u015f]ime", "istemiyor", "leiratk", "nem [e\u00e9]rdek"),
    *("dezabonat", "interesat", "nu contact"),
)
