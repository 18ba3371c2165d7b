"""Words in cells of names that are no part of a name, or that say which part is which. Tables only, in lower case."""

#: Titles in front of a name. Those that are names as well (`Don`, `Pan`) count only with their dot.
TITLES = frozenset(
    {
        *("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "lady", "lord"),
        *("madam", "capt", "captain", "sgt", "sergeant", "lt", "lieutenant", "col", "colonel", "maj"),
        *("gen", "cmdr", "cdr", "adm", "cpt", "rev", "reverend", "hon", "senator", "sen", "governor"),
        *("gov", "ambassador", "rabbi", "messrs", "esq", "atty", "mr(s)", "herr", "herrn", "frau"),
        *("fräulein", "doktor", "hr", "dipl.-ing", "univ.-prof", "dr.med", "dr.-ing", "dipl.-kfm"),
        *("dipl.-kffr", "dipl.-inf", "ddr", "prof.dr", "priv.-doz", "med", "rer", "nat", "iur", "mme"),
        *("mlle", "madame", "monsieur", "mademoiselle", "maître", "docteur", "pr", "dre", "sr", "sra"),
        *("srta", "señor", "señora", "señorita", "doña", "dña", "dª", "dra", "lcdo", "lcda", "sig"),
        *("sig.ra", "sig.na", "signor", "signora", "dott", "dott.ssa", "dottor", "dottoressa", "avv"),
        *("prof.ssa", "geom", "rag", "senhor", "senhora", "exmo", "exma", "engº", "profª", "arq"),
        *("dhr", "mevr", "mevrouw", "meneer", "mw", "drs", "heer", "mgr", "inż", "hab", "pani", "mudr"),
        *(
            "judr",
            "rndr",
            "phdr",
            "paní",
            "fru",
            "fröken",
            "frøken",
            "\u0433-\u043d",
            "\u0433-\u0436\u0430",
            "господин",
        ),
        *("engr", "ustaz", "ustadz", "drg"),
        *("professeur", "notaio", "sigra", "signa", "sig.a", "dottssa", "dr.ssa", "egregio", "egregia"),
        *("gent.mo", "gent.ma", "gent.le", "ill.mo", "ill.ma", "spett.le", "ex.mo", "ex.ma", "excmo"),
        *("excma", "ilmo", "ilma", "licda", "profa", "mtro", "mtra", "cllr", "councillor", "mag.a"),
        *(
            "coach",
            "principal",
            "headmaster",
            "headmistress",
            "headteacher",
            "superintendent",
            "provost",
            "chef",
        ),
        *("госпожа", "\u0434-\u0440", "проф", "bayan", "say\u0131n", "av", "op.dr", "doç"),
    }
)
#: Titles with a dot with whom people go by their given name as well.
DOTTED_GIVEN_TITLES = frozenset(
    {
        *("md", "mohd", "pst", "hj", "hjh", "kum", "km", "engr", "er", "adv", "ar", "bro", "br", "barr"),
        *("arc", "pharm", "surv", "most"),
    }
)
#: Titles only with their dot: without it they are names or initials.
DOTTED_TITLES = DOTTED_GIVEN_TITLES | {
    *("m", "me", "fr", "sr", "ing", "mag", "don", "d", "lic", "eng", "ir", "rev", "sig", "bc", "gen", "maj"),
    *("col", "pan", "univ", "dipl", "hr", "av", "pr", "arch", "med", "major", "rtn", "ven", "assoc", "asst"),
    *("brig", "frl", "lek", "adw", "abg", "cav", "comm", "egr", "gent", "spett", "dna"),
    *("mej", "enf"),
}
#: Titles, with or without a dot, where a name follows that is certain: they are names or words as well.
TITLES_OF_NAMES = frozenset(
    {
        *("pr", "sr", "hr", "fr", "mw", "me", "sig", "ing", "arch", "rag", "eng", "arq", "av", "lic"),
        *("mestre", "pan", "pastor"),
    }
)
#: In front of a Spanish, Italian or Portuguese given name: elsewhere a given name itself.
TITLES_OF_SOUTHERN_NAMES = frozenset({"don", "dona"})
#: As these, in these letters only.
CAPITAL_TITLES_OF_NAMES = frozenset({"RA", "RAin", "StB", "StBin", "DI"})
#: All of these, in lower case.
TITLES_THAT_ARE_WORDS = (
    TITLES_OF_NAMES | TITLES_OF_SOUTHERN_NAMES | frozenset(each.lower() for each in CAPITAL_TITLES_OF_NAMES)
)
#: Given names that are written short, of which only one long one exists.
SHORT_NAMES = {"fco": "Francisco", "fca": "Francisca"}
#: Titles with whom people go by their given name. By themselves they may be a surname.
GIVEN_TITLES = frozenset(
    {
        *("sheikh", "sheikha", "shaikh", "shaikha", "shaykh", "sheik", "smt", "shri", "shree", "khun"),
        *("datuk", "dato", "datin", "puan", "encik", "cik", "mst", "bapak", "alhaji", "alhaja", "shrimati"),
        *("fnu", "nfn"),  # no first name, in American data
        *("\u0627\u0644\u0634\u064a\u062e", "\u0627\u0644\u0634\u064a\u062e\u0629"),
        *("\u0627\u0644\u0633\u064a\u062f", "\u0627\u0644\u0633\u064a\u062f\u0629"),
        *("\u0627\u0644\u062f\u0643\u062a\u0648\u0631", "\u0627\u0644\u0645\u0647\u0646\u062f\u0633"),
        *("\u0936\u094d\u0930\u0940", "\u0936\u094d\u0930\u0940\u092e\u0924\u0940"),
    }
)
#: Titles of two words.
TITLE_PAIRS = frozenset(
    {
        *(("tan", "sri"), ("toh", "puan"), ("puan", "sri"), ("dato", "sri"), ("dato", "seri")),
        *(("datuk", "sri"), ("datuk", "seri"), ("datin", "sri"), ("datin", "seri"), ("wing", "commander")),
    }
)
#: Titles of two words with whom people do not go by their given name.
POLITE_PAIRS = frozenset({("de", "heer"), ("sz", "p"), ("r", "pr"), ("per", "ind"), ("p", "ind")})
#: Titles in front of two further words or more; before one, a part of the name.
LONG_TITLES = frozenset({"md"})
#: Titles in these letters only.
CAPITAL_TITLES = frozenset({"CA", "CS", "CMA"})
#: What stands behind another title, with its dot: `Dr. phil.`
LATER_TITLES = frozenset(
    {
        *("phil", "h.c", "e.h", "mult", "habil", "oec", "pol", "theol", "jur", "vet", "dent", "techn", "sc"),
        *("agr", "psych", "soc", "publ", "hum", "med", "rer", "nat", "iur", "ing", "univ", "math", "phys"),
    }
)
#: Too much like names or words to be a title without a dot.
NAMELIKE_TITLES = frozenset(
    {
        *(
            "sig",
            "col",
            "gen",
            "maj",
            "pr",
            "sr",
            "med",
            "nat",
            "rer",
            "av",
            "rag",
            "mw",
            "hr",
            "arq",
            "hon",
            "op",
        ),
        *("shri", "shree", "\u0936\u094d\u0930\u0940", "cik", "shaikh"),
    }
)

#: Degrees and certificates behind a name, without dots and hyphens.
CREDENTIALS = frozenset(
    {
        *("phd", "mba", "md", "msc", "bsc", "jd", "cpa", "cfa", "pmp", "esq", "jr", "sr", "dphil"),
        *("llm", "llb", "csm", "cspo", "cissp", "cisa", "cism", "rn", "bsn", "msn", "dds", "dvm"),
        *("dnp", "pharmd", "edd", "psyd", "shrmcp", "shrmscp", "phr", "sphr", "cfp", "chfc", "clu"),
        *("cgma", "cma", "acca", "fca", "aca", "cipd", "mcipd", "frsa", "obe", "mbe", "cbe", "meng"),
        *("beng", "peng", "mfa", "mph", "mpa", "msw", "lcsw", "emba", "cpcu", "leed", "aia", "faia"),
        *("riba", "acc", "pcc", "mcc", "togaf", "itil", "cams", "crm", "bcom", "mcom", "mphil", "edm"),
        *("drph", "facs", "faap", "frcs", "mrcp", "mbbs", "bds", "cphr", "csp", "gphr", "diplingfh"),
        *("dipling", "fh", "ba", "ma", "ms", "bs", "pe", "cpm", "cscp", "cpsm", "pgmp", "pmiacp"),
        *("ceo", "cfo", "cto", "cmo", "coo", "cio", "svp", "evp", "ciso", "chro"),
        "lion",
    }
)
#: Names, words or initials unless a comma stands in front of them.
COMMA_CREDENTIALS = frozenset(
    {"ba", "ma", "ms", "bs", "pe", "sr", "fh", "acc", "crm", "leed", "aia", "edm", "cma", "csp"}
)
#: Credentials that count without a comma in any case; others in capitals only.
MIXED_CREDENTIALS = frozenset(
    {"phd", "msc", "bsc", "dphil", "pharmd", "psyd", "edd", "esq", "jr", "llm", "meng", "beng"}
)
#: Credentials that are surnames as well, if all of a name is in capitals.
NAMELIKE_CREDENTIALS = frozenset({"lion"})
#: Words of a post: what stands behind a name and a comma or slash says what the person does.
POSTS = frozenset(
    {
        *("ceo", "cfo", "cto", "cmo", "coo", "cio", "vp", "svp", "evp", "owner", "founder"),
        *("co-founder", "cofounder", "president", "partner", "director", "manager", "head", "engineer"),
        *("consultant", "attorney", "sales", "marketing", "coach", "certified", "advisor", "designer"),
        *("developer", "author", "speaker", "investor", "recruiter", "realtor", "broker", "agent"),
        *("architect", "lawyer", "analyst", "specialist", "lead", "chief", "managing", "senior"),
        *("principal", "executive", "chairman", "hr", "geschäftsführer", "geschäftsführerin"),
        *("inhaber", "inhaberin", "leiter", "leiterin", "berater", "gründer", "gründerin", "directeur"),
        *("directrice", "gérant", "gérante", "fondateur", "fondatrice", "responsable", "gerente"),
        *("socio", "directora", "fundador", "titolare", "direttore", "fondatore", "diretor", "sócio"),
        *("eigenaar", "oprichter", "prezes", "właściciel"),
    }
)
#: What teams, posts and strangers are called in the cell of a name; a name of nothing but these greets nobody.
ROLES = POSTS | {
    *("info", "information", "contact", "contacts", "support", "service", "services", "customer"),
    *("customers", "client", "clients", "office", "admin", "administrator", "administration"),
    *("reception", "receptionist", "billing", "accounting", "accounts", "account", "payable"),
    *("receivable", "finance", "purchasing", "procurement", "hiring", "human", "resources"),
    *("operations", "webmaster", "postmaster", "helpdesk", "secretary", "assistant", "staff", "crew"),
    *("guest", "user", "users", "username", "subscriber", "member", "friend", "friends", "colleague"),
    *("there", "desk", "frontdesk", "front", "help", "helpline", "hotline", "concierge", "housekeeping"),
    *("reservation", "booking", "switchboard", "callcenter", "officer", "coordinator", "representative"),
    *("bookkeeper", "accountant", "controller", "treasurer", "warehouse", "dispatch", "headquarters"),
    *("complaints", "returns", "helpcenter", "backoffice", "frontoffice", "sysadmin", "chatbot"),
    *("hotel", "restaurant", "pharmacy", "clinic", "school"),
    *("rezeption", "anmeldung", "leitung", "ansprechpartner", "ansprechpartnerin", "hausverwaltung"),
    *(
        "telefonzentrale",
        "sachbearbeiter",
        "sachbearbeiterin",
        "kundenbetreuung",
        "bestellung",
        "bestellungen",
        "auskunft",
        "poststelle",
    ),
    *(
        "réception",
        "réceptionniste",
        "standardiste",
        "standard",
        "gérance",
        "gestion",
        "secrétaire",
        "comptable",
        "gestionnaire",
    ),
    *("gerencia", "encargado", "encargada", "recepcionista", "información", "facturación", "oficina"),
    *("tienda", "secretaria", "secretario", "administrador", "administradora", "atención", "centralita"),
    *(
        "amministratore",
        "amministratrice",
        "portineria",
        "centralino",
        "centralinista",
        "informazioni",
        "negozio",
        "contabile",
    ),
    *("faturamento", "faturação", "gerência", "loja", "informações", "suporte", "secretário"),
    *("balie", "kantoor", "winkel", "receptioniste", "secretariaat", "beheerder", "secretaresse"),
    *("recepcja", "sekretariat", "kierownik", "sklep", "właścicielka", "dyrektor"),
    *("växel", "ägare", "kontor", "butik", "resepsjon", "receptionen"),
    *("resepsiyon", "muhasebe", "sekreter", "müdür", "recepce", "ресепшн", "ресепшен"),
    *("colleagues", "everyone", "everybody", "all", "someone", "nobody", "anyone", "buyer", "seller"),
    *("vendor", "supplier", "shopper", "visitor", "lead", "prospect", "person", "employee"),
    *("homeowner", "resident", "proprietor", "supervisor", "store", "shop", "business", "general"),
    *("anonymous", "giver", "donor", "donors", "participant", "attendee", "registrant", "unregistered"),
    *("registered", "unnamed", "unknown", "walk-in", "walkin", "website", "online", "default", "generic"),
    *(
        "gast",
        "gäste",
        "gastbesteller",
        "gastkonto",
        "gastkunde",
        "gastkundin",
        "laufkunde",
        "laufkundschaft",
    ),
    *("barverkauf", "barkunde", "spender", "spenderin", "anonymer", "anonyme", "anonymes", "unbekannter"),
    *(
        "unbekannte",
        "teilnehmer",
        "teilnehmerin",
        "besucher",
        "besucherin",
        "benutzer",
        "benutzerin",
        "nutzer",
    ),
    *("invité", "invitée", "donateur", "donatrice", "visiteur", "visiteuse", "participante", "comptoir"),
    *("passage", "utilisateur", "utilisatrice", "abonné", "abonnée", "destinataire", "adhérent", "adhérente"),
    *("inconnu", "inconnue", "invitado", "invitada", "donante", "anónimo", "anónima", "mostrador", "público"),
    *("consumidor", "final", "visitante", "asistente", "usuario", "usuaria", "suscriptor", "suscriptora"),
    *("ospite", "donatore", "visitatore", "visitatrice", "partecipante", "utente", "occasionale", "generico"),
    *(
        "consumatore",
        "finale",
        "iscritto",
        "iscritta",
        "sconosciuto",
        "sconosciuta",
        "convidado",
        "convidada",
    ),
    *("doador", "doadora", "balcão", "avulso", "usuário", "usuária", "utilizador", "desconhecido"),
    *(
        "bezoeker",
        "anoniem",
        "anonieme",
        "deelnemer",
        "gebruiker",
        "abonnee",
        "losse",
        "passant",
        "consument",
    ),
    *("onbekende", "gość", "darczyńca", "anonimowy", "anonimowa", "detaliczny", "detaliczna", "uczestnik"),
    *("uczestniczka", "użytkownik", "użytkowniczka", "indywidualny", "odbiorca", "nieznany"),
    *("madam", "sir", "sirs", "ladies", "gentlemen", "recipient", "sender", "addressee", "mailbox"),
    *("email", "newsletter", "press", "media", "jobs", "careers", "recruiting", "legal", "management"),
    *("board", "it", "noreply", "hello", "enquiries", "inquiries", "bookings", "reservations"),
    *("orders", "shipping", "valued", "kundenservice", "kundendienst", "kunde", "kundin", "kunden"),
    *("verkauf", "vertrieb", "einkauf", "büro", "buchhaltung", "sekretariat", "geschäftsführung"),
    *("geschäftsleitung", "personalabteilung", "personal", "verwaltung", "zentrale", "empfang"),
    *("redaktion", "mitarbeiter", "freund", "interessent", "accueil", "direction", "secrétariat"),
    *("comptabilité", "achats", "ventes", "commercial", "cliente", "rédaction", "équipe"),
    *("propriétaire", "rh", "ventas", "compras", "administración", "contabilidad", "dirección"),
    *("recepción", "secretaría", "equipo", "propietario", "recursos", "humanos", "clientes"),
    *("amministrazione", "acquisti", "vendite", "direzione", "segreteria", "commerciale"),
    *("contabilità", "proprietario", "vendas", "recepção", "atendimento", "administração"),
    *("financeiro", "diretoria", "comercial", "contato", "contacto", "proprietário", "klantenservice"),
    *("verkoop", "inkoop", "receptie", "administratie", "directie", "boekhouding", "klant", "sprzedaż"),
    *("biuro", "księgowość", "zarząd", "klient", "obsługa", "kundtjänst", "kundservice", "bokföring"),
    *("försäljning", "ekonomi", "inköp", "kund", "бухгалтерия", "секретарь", "администратор"),
    *("менеджер", "продажи", "клиент", "директор", "приемная", "приёмная", "офис", "поддержка"),
    *(
        "продаж",
        "担当者",
        "ご担当者",
        "ご担当者様",
        "担当者様",
        "お客様",
        "담당자",
        "고객",
        "고객님",
        "客服",
        "客户",
        "销售",
    ),
}
#: Words between or before role words.
_SMALL_WORDS = (
    "the",
    "of",
    "and",
    "or",
    "de",
    "du",
    "des",
    "la",
    "le",
    "al",
    "del",
    "da",
    "do",
    "our",
    "your",
    "dear",
)
SMALL_WORDS = frozenset({*_SMALL_WORDS, "&", "a", "an", "to", "für", "der", "die"})
#: A name with one of these anywhere belongs to several people.
SEVERAL_WORDS = frozenset(
    {
        *("team", "teams", "department", "departments", "dept", "abteilung", "département"),
        *("departamento", "reparto", "afdeling", "dział", "avdelning", "отдел", "équipe", "equipo"),
        *(
            "equipe",
            "zespół",
            "familie",
            "family",
            "eheleute",
            "famille",
            "familia",
            "famiglia",
            "państwo",
            "部",
        ),
    }
)
#: A name that begins with one of these is an office's.
OFFICE_WORDS = frozenset(
    {
        *("info", "support", "service", "servicio", "serviço", "servizio", "ufficio", "biuro", "the"),
        *("office", "fam"),
    }
)
#: A name that ends with one of these is a company's or an office's.
COMPANY_WORDS = frozenset(
    {
        *("support", "service", "services", "group", "solutions", "consulting", "agency", "company"),
        *("corp", "gmbh", "inc", "ltd", "llc", "limited", "corporation", "plc", "sarl", "srl", "pvt"),
        *("marketing", "office", "helpdesk", "vertrieb", "verwaltung", "reception", "accounting"),
        *("pty", "foundation", "university", "holding", "holdings", "partners", "sons", "söhne"),
        *("technologies", "systems", "software", "studios", "ooo", "\u043e\u043e\u043e", "co"),
    }
)
CONNECTORS = frozenset({"&", "and", "und", "et", "y", "e", "en", "i", "och", "og", "и", "和", "と"})
#: Words that make a cell more than a name: greetings, and what stands before a place or a person.
GREETING_WORDS = frozenset(
    {
        *(
            "at",
            "from",
            "aka",
            "n\u00e9e",
            "geb",
            "bei",
            "chez",
            "attn",
            "attention",
            "fao",
            "handen",
            "haenden",
        ),
        *("attentie", "atenci\u00f3n", "attenzione", "old", "hiring"),
        "hi",
        "hey",
        "dear",
        "hola",
        "bonjour",
        "liebe",
        "lieber",
        "hello",
        "hallo",
        "sehr",
        "estimado",
        "estimada",
        "querido",
        "querida",
        "prezado",
        "prezada",
        "ch\u00e8re",
        "ciao",
        "geachte",
        "szanowny",
        "szanowna",
        "cze\u015b\u0107",
    }
)
