"""What people write as their company who have none, in many languages: letters and digits in lower case only."""


def _folded(*names: str) -> frozenset[str]:
    return frozenset("".join(char for char in name.casefold() if char.isalnum()) for name in names)


#: Who begins a company's name so has none: "Freelance Designer".
FREELANCE = _folded("freelance", "freelancer", "freelancing", "freiberuflich", "freiberufler", "фрилансер")

#: Words for no company. The compared names of stored leads follow from this table and `FREELANCE`: leave both alone,
#: and add to `MORE_NO_COMPANY`.
NO_COMPANY = _folded(
    *("", "n/a", "na", "nil", "none", "null", "nan", "no", "nothing", "tbd", "tba", "x", "xx", "xxx"),
    *("test", "unknown", "undefined", "unspecified", "not applicable", "not available", "not provided"),
    *("no company", "company", "my company", "company name", "own company", "own business", "various"),
    *("other", "others", "confidential", "stealth", "stealth mode", "stealth startup"),
    *("stealth mode startup", "startup", "home office", "homeoffice", "no employer", "not employed"),
    *("keine Firma", "kein Unternehmen", "gmbh", "ag", "kg", "ug", "llc", "inc", "ltd", "limited"),
    *("corp", "plc", "sarl", "sas", "sa", "bv", "nv", "srl", "spa", "ab", "as", "aps", "oy"),
    *("sp. z o.o.", "s.r.o.", "kft", "lda", "pty ltd", "co", "ohg", "gbr", "freelance", "freelancer"),
    *("freelancers", "freelancing", "self", "self employed", "self employment", "independent"),
    *("independent consultant", "independent contractor", "independent professional", "consultant"),
    *("contractor", "entrepreneur", "sole trader", "sole proprietor", "private", "personal"),
    *("private practice", "private person", "individual", "home", "unemployed", "between jobs"),
    *("job seeker", "looking for a job", "open to work", "seeking opportunities", "student", "retired"),
    *("me", "myself", "keine", "keine Angabe", "k. A.", "kein", "ohne", "unbekannt", "privat"),
    *("privatperson", "Firma", "selbständig", "selbstständig", "selbständige", "selbstständige"),
    *("Selbständiger", "Selbstständiger", "freiberufler", "freiberuflerin", "freiberuflich"),
    *("Einzelunternehmer", "Einzelunternehmen", "arbeitslos", "arbeitssuchend", "Rentner", "Rentnerin"),
    *("im Ruhestand", "Pensionär", "Studentin", "aucun", "aucune", "néant", "sans", "inconnu"),
    *("inconnue", "non renseigné", "indépendant", "indépendante", "à mon compte", "auto-entrepreneur"),
    *("autoentrepreneur", "micro-entrepreneur", "profession libérale", "travailleur indépendant"),
    *("particulier", "retraité", "retraitée", "étudiant", "ninguno", "ninguna", "sin empresa"),
    *("desconocido", "desconocida", "autónomo", "autónoma", "por cuenta propia", "trabajador autónomo"),
    *("independiente", "particular", "jubilado", "estudiante", "nessuno", "nessuna", "sconosciuto"),
    *("libero professionista", "libera professionista", "lavoratore autonomo", "in proprio", "privato"),
    *("pensionato", "disoccupato", "studente", "ditta propria", "nenhum", "nenhuma", "desconhecido"),
    *("autônomo", "autônoma", "por conta própria", "independente", "profissional liberal"),
    *("trabalhador independente", "aposentado", "reformado", "desempregado", "geen", "onbekend"),
    *("zelfstandig", "zelfstandige", "zzp", "zzp'er", "eenmanszaak", "gepensioneerd", "werkloos"),
    *("brak", "nie dotyczy", "nieznany", "samozatrudniony", "samozatrudnienie", "własna działalność"),
    *("działalność gospodarcza", "prywatny", "prywatnie", "bezrobotny", "emeryt", "ingen", "inget"),
    *("egen", "egenföretagare", "egen företagare", "okänd", "selvstændig", "selvstendig", "ukendt"),
    *("ukjent", "pensionist", "yrittäjä", "itsenäinen yrittäjä", "ei mitään", "žádná", "žádný", "osvč"),
    *("živnostník", "živnosť", "szco", "nincs", "egyéni vállalkozó", "magánszemély", "yok", "serbest"),
    *("serbest meslek", "kendi işim", "bilinmiyor", "нет", "не указано", "самозанятый", "самозанятая"),
    *("фриланс", "фрилансер", "частное лицо", "безработный", "безработная", "пенсионер", "無", "无"),
    *(
        "なし",
        "個人",
        "个人",
        "自營",
        "自营",
        "自由業",
        "自由职业",
        "自由職業",
        "自由职业者",
        "フリーランス",
        "自営業",
        "個人事業主",
        "無職",
    ),
    *("없음", "개인", "프리랜서", "자영업"),
)

#: Legal forms and names in the table above: alone they are no company to compare, but they are one to speak of.
_SPOKEN = _folded(
    *("x", "gmbh", "ag", "kg", "ug", "llc", "inc", "ltd", "limited", "corp", "plc", "sarl", "sas"),
    *("sa", "bv", "nv", "srl", "spa", "ab", "as", "aps", "oy", "s.r.o.", "kft", "lda", "co", "ohg"),
    *("gbr", "pty ltd", "", "na", "nan", "no"),
)
MORE_NO_COMPANY = _folded(
    *("self employed", "semi-retired", "retiree", "housewife", "homemaker", "stay at home mom"),
    *("stay-at-home mom", "stay at home parent", "career break", "sabbatical", "on sabbatical"),
    *("maternity leave", "parental leave", "gap year", "freelance work", "in stealth"),
    *("stealth company", "undisclosed", "not disclosed", "no longer working", "confidential company"),
    *("private company", "own", "asdf", "asd", "qwerty", "foo", "foobar", "abc123", "none yet", "n.a."),
    *("test company", "testfirma", "test firma", "demo company", "sample company", "0", "działalność własna"),
    *("na na", "not employed", "not working", "job hunting", "available", "available for hire"),
    *("for hire", "Hausfrau", "Elternzeit", "in Elternzeit", "in Rente", "pensioniert", "Ruhestand"),
    *("vertraulich", "freischaffend", "ohne Firma", "noch keine", "arbeitsuchend", "auf Jobsuche"),
    *("nicht angegeben", "à la retraite", "en retraite", "sans emploi", "sans activité"),
    *("en recherche d'emploi", "au chômage", "demandeur d'emploi", "entrepreneur individuel"),
    *("confidentiel", "étudiante", "à son compte", "jubilada", "desempleado", "desempleada", "en paro"),
    *("sin empleo", "ama de casa", "confidencial", "ninguna empresa", "trabajador independiente"),
    *("trabajo por cuenta propia", "no aplica", "no tengo", "freelance independiente", "in pensione"),
    *("pensionata", "disoccupata", "in cerca di lavoro", "casalinga", "riservato"),
    *("lavoratrice autonoma", "aposentada", "reformada", "desempregada", "dona de casa"),
    *("trabalhador autônomo", "profissional autônomo", "zelfstandig ondernemer", "met pensioen"),
    *("werkzoekend", "werkzoekende", "huisvrouw", "vertrouwelijk", "na emeryturze", "emerytka"),
    *("emerytura", "jednoosobowa działalność gospodarcza", "bezrobotna", "poufne", "brak firmy"),
    *("pensionär", "pensionerad", "arbetslös", "egen firma", "arbetssökande", "hemmafru", "student"),
    *("studerande", "индивидуальный предприниматель", "ип", "на пенсии", "не работаю", "домохозяйка"),
    *(
        "студент",
        "студентка",
        "конфиденциально",
        "нет компании",
        "退職",
        "定年退職",
        "主婦",
        "学生",
        "退休",
        "无业",
    ),
    *("은퇴", "학생", "무직", "主夫"),
)
#: What is written for no company and is no company's name either.
NAMES_NO_COMPANY = (NO_COMPANY | MORE_NO_COMPANY) - _SPOKEN
