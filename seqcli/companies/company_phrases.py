"""What people write as their company who have none, in many languages: letters and digits in lower case only."""


def _folded(*names: str) -> frozenset[str]:
    return frozenset("".join(char for char in name.casefold() if char.isalnum()) for name in names)


NO_COMPANY = _folded(
    *("", "n/a", "na", "nil", "none", "null", "nan", "no", "nothing", "tbd", "tba", "x", "xx", "xxx", "test"),
    *("unknown", "undefined", "unspecified", "not applicable", "not available", "not provided", "no company"),
    *("company", "my company", "company name", "own company", "own business", "various", "other", "others"),
    *("confidential", "stealth", "stealth mode", "stealth startup", "stealth mode startup", "startup"),
    *("freelance", "freelancer", "freelancers", "freelancing", "self", "self employed", "self employment"),
    *("independent", "independent consultant", "independent contractor", "independent professional"),
    *("consultant", "contractor", "entrepreneur", "sole trader", "sole proprietor", "private", "personal"),
    *("private practice", "private person", "individual", "home", "unemployed", "between jobs", "job seeker"),
    *("looking for a job", "open to work", "seeking opportunities", "student", "retired", "me", "myself"),
    *("keine", "keine Angabe", "k. A.", "kein", "ohne", "unbekannt", "privat", "privatperson", "Firma"),
    *("selbständig", "selbstständig", "selbständige", "selbstständige", "Selbständiger", "Selbstständiger"),
    *("freiberufler", "freiberuflerin", "freiberuflich", "Einzelunternehmer", "Einzelunternehmen"),
    *("arbeitslos", "arbeitssuchend", "Rentner", "Rentnerin", "im Ruhestand", "Pensionär", "Studentin"),
    *("aucun", "aucune", "néant", "sans", "inconnu", "inconnue", "non renseigné", "indépendant"),
    *("indépendante", "à mon compte", "auto-entrepreneur", "autoentrepreneur", "micro-entrepreneur"),
    *("profession libérale", "travailleur indépendant", "particulier", "retraité", "retraitée", "étudiant"),
    *("ninguno", "ninguna", "sin empresa", "desconocido", "desconocida", "autónomo", "autónoma"),
    *("por cuenta propia", "trabajador autónomo", "independiente", "particular", "jubilado", "estudiante"),
    *("nessuno", "nessuna", "sconosciuto", "libero professionista", "libera professionista"),
    *(
        "lavoratore autonomo",
        "in proprio",
        "privato",
        "pensionato",
        "disoccupato",
        "studente",
        "ditta propria",
    ),
    *("nenhum", "nenhuma", "desconhecido", "autônomo", "autônoma", "por conta própria", "independente"),
    *("profissional liberal", "trabalhador independente", "aposentado", "reformado", "desempregado"),
    *("geen", "onbekend", "zelfstandig", "zelfstandige", "zzp", "zzp'er", "eenmanszaak", "particulier"),
    *("gepensioneerd", "werkloos", "brak", "nie dotyczy", "nieznany", "samozatrudniony", "samozatrudnienie"),
    *("własna działalność", "działalność gospodarcza", "prywatny", "prywatnie", "bezrobotny", "emeryt"),
    *("ingen", "inget", "egen", "egenföretagare", "egen företagare", "okänd", "selvstændig"),
    *("selvstendig", "ukendt", "ukjent", "pensionist", "yrittäjä", "itsenäinen yrittäjä", "ei mitään"),
    *(
        "žádná",
        "žádný",
        "osvč",
        "živnostník",
        "živnosť",
        "szco",
        "nincs",
        "egyéni vállalkozó",
        "magánszemély",
    ),
    *("yok", "serbest", "serbest meslek", "kendi işim", "bilinmiyor", "нет", "не указано", "самозанятый"),
    *("самозанятая", "фриланс", "фрилансер", "частное лицо", "безработный", "безработная", "пенсионер"),
    *("無", "无", "なし", "個人", "个人", "自營", "自营", "自由業", "自由职业", "自由職業", "自由职业者"),
    *("フリーランス", "自営業", "個人事業主", "無職", "없음", "개인", "프리랜서", "자영업"),
)
