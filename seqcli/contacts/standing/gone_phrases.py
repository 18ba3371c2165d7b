"""People who can get no mail any more, in eight languages: who died, who left the company. Tables only.

Patterns over `fold` forms.
"""

DECEASED = (
    r"deceased|passed away|died|verstorben|gestorben|decedee?|fallecid[oa]|fallecio|decedut[oa]|falecid[oa]|faleceu"
    r"|overleden|zmarl[yaei]|nie zyje"
)
#: Who left: an address of that company is dead, or somebody else reads it.
GONE = (
    r"(?:has )?left (?:the |this |his |her |their )?(?:company|business|organi[sz]ation|firm|employer)",
    (
        r"(?:is |has )?(?:no longer|not)(?: working| works?| employed| there| here)?(?: (?:at|with|for|in))?"
        r" (?:the |this )?(?:company|business|organi[sz]ation|firm)(?: any ?more)?"
    ),
    r"(?:is )?no longer (?:works? |working |employed |based )?(?:there|here|employed)",
    r"(?:does not|doesnt) work (?:there|here) any ?more",
    (
        r"(?:ist |arbeitet )?nicht mehr (?:(?:im|beim) unternehmen|(?:in|bei) der firma|dort|da|beschaftigt|tatig)"
        r"(?: (?:beschaftigt|tatig))?|(?:hat )?(?:das unternehmen|die firma) (?:verlassen|gewechselt)"
        r"|(?:ist )?(?:aus (?:dem unternehmen|der firma) )?ausgeschieden|firma verlassen"
    ),
    (
        r"(?:a )?quitte (?:la |l ?)?(?:societe|entreprise|boite)"
        r"|(?:ne )?travaille plus (?:ici|la|chez eux|dans la societe)"
        r"|n ?est plus (?:en poste|dans l ?entreprise|dans la societe)|(?:nest )?plus en poste"
    ),
    r"(?:ya )?no (?:trabaja|esta) (?:mas )?(?:aqui|alli|ahi|en la empresa)|(?:dejo|abandono|ha dejado) la empresa",
    r"non (?:lavora|e) piu (?:qui|li|in azienda|presso l ?azienda)|ha lasciato l ?azienda",
    r"(?:ja )?nao (?:trabalha|esta) (?:mais )?(?:aqui|la|na empresa)|(?:saiu|desligou se|desligad[oa]) da empresa",
    (
        r"(?:werkt|is) (?:er |daar |hier )?niet meer(?: (?:hier|daar|werkzaam|in dienst|bij (?:het|dit) bedrijf)){0,3}"
        r"|uit dienst|heeft (?:het )?bedrijf verlaten"
    ),
    r"(?:juz )?nie pracuje (?:juz )?(?:tam|tu|w (?:tej )?firmie)|(?:odszedl|odeszla) z firmy",
)
#: Who has another job: told.
CHANGED_JOB = r"(?:has )?(?:changed|switched|moved) (?:jobs?|employers?|compan(?:y|ies))|job changed"
#: Words of headers.
DECEASED_WORDS = (
    r"deceased|died|verstorben|gestorben|decede|decedee|deces|fallecid[oa]|fallecimiento|decedut[oa]|decesso"
    r"|falecid[oa]|falecimento|overleden|overlijden|zmarl[yae]|zgon"
)
LEFT_WORDS = r"left|longer|gone|ausgeschieden|verlassen|quittee?|dejo|lasciato|saiu|verlaten|odszedl|odeszla"
EMPLOYER = (
    r"company|employer|firm|business|organi[sz]ation|work|works|unternehmen|firma|societe|entreprise|empresa|azienda"
    r"|bedrijf|firmy"
)
LEFT_TOO = r"no|has|works?|with|there|here|a|ha|il|heeft|la"
#: What cells hold that may be one of these.
GONE_STEMS = (
    *(
        "deceas",
        "passed away",
        "died",
        "verstorben",
        "gestorben",
        "d[e\u00e9]c[e\u00e9]d",
        "falleci",
        "(?:[e\u00e8] )?decedut",
        "faleci",
        "faleceu",
    ),
    *(
        "overled",
        "zmar",
        "nie \u017cyje",
        "nie zyje",
        "left (?:the|this|his|her|their|comp|bus|org|firm|emp)",
    ),
    *(
        "no longer",
        "not (?:at|with|w|em|in|for)",
        "work (?:here|there)",
        "changed",
        "switched",
        "moved (?:j|e|c)",
    ),
    *(
        "nicht mehr",
        "verlassen",
        "gewechselt",
        "ausgesch",
        "quitt",
        "plus (?:en|ici|la|l\u00e0|chez|dans)",
    ),
    *(
        "no (?:trab|est)",
        "(?:dej|abandon|ha dejado)",
        "non (?:lav|e |\u00e8)",
        "ha lasciato",
        "n[a\u00e3]o (?:tr|est)",
    ),
    *("saiu", "deslig", "niet meer", "uit dienst", "bedrijf verl", "nie prac", "odszed", "odesz"),
)
