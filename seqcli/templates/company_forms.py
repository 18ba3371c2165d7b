"""Legal forms of companies behind and in front of their names, and what else a name carries that nobody says."""

import re

from seqcli.patterns import compiled


def _dotted(*forms: str) -> str:
    """Return a pattern for legal forms, with or without a dot and a space after each letter."""
    return "|".join(r"\.?\s?".join(form) + r"\.?" for form in forms)


_LONG = (
    *(r"incorporated", r"inc\.?", r"(?:private|proprietary|(?<!& )company|pvt\.?|public) (?:limited|ltd\.?)"),
    *(r"limited",),
    *(r"ltd\.?", r"corporation", r"corp\.?", r"(?:public )?limited company"),
    *(r"limited liability (?:company|partnership)",),
    *(
        r"pty\.?",
        r"pte\.?",
        r"pvt\.?",
        r"bhd\.?",
        r"berhad",
        r"pbc",
        r"(?<!& )co\.?,? (?:limited|ltd\.?)",
        r"sdn\.?",
        r"tbk\.?",
        r"dac",
        r"cic",
        r"lllp",
    ),
    *(r"pllc", r"ulc"),
    *(r"p\.\s?c\.", r"p\.\s?a\.", r"w\.?\s?l\.?\s?l\.?", r"fz[ -]?llc", r"fz[ce]o?", r"dmcc"),
    *(r"k\.\s?k\.", r"g\.\s?k\."),
    *(r"kabushiki kaisha", r"godo kaisha"),
    *(r"g?gmbh\.?", r"g\.\s?m\.\s?b\.\s?h\.?", r"ges\.?\s?m\.?\s?b\.?\s?h\.?"),
    *(r"gesellschaft\s?m\.?\s?b\.?\s?h\.?", r"mbh"),
    *(r"aktiengesellschaft", r"ohg", r"kgaa", r"gbr", r"partg\s?mbb", r"partg", r"mbb"),
    *(r"e\.\s?[kvg]\.", r"e\.?kfm\.?"),
    *(r"ug \(haftungsbeschr(?:\u00e4|ae)nkt\)",),
    *(r"s[\u00e0a]rl", r"sasu", r"eurl", r"s\.a\.s\.u\.", r"soci\u00e9t\u00e9 anonyme", r"ltda\.?"),
    *(r"lda\.?", r"eireli"),
    *(r"limitada", r"unipessoal", r"unipersonale", r"sociedad (?:limitada|an[o\u00f3]nima)"),
    *(r"s\.?\s?r\.?\s?l\.?\s?s\.?",),
    *(r"societ\u00e0 cooperativa", r"soc\.?\s?coop\.?(?:\s?a\s?r\.?\s?l\.?)?", r"s\.?\s?de\s?r\.?\s?l\.?"),
    *(r"s\.?\s?a\.?(?:\s?s\.?|\s?p\.?\s?i\.?)?(?:\s?b\.?)?\s?de\s?c\.?\s?v\.?",),
    *(r"s\.?\s?de\s?r\.?\s?l\.?\s?de\s?c\.?\s?v\.?",),
    *(r"aktiebolag", r"osakeyhti\u00f6", r"aktieselskab", r"anpartsselskab", r"aksjeselskap", r"oyj"),
    *(r"aps", r"ehf\.?"),
    *(r"sp\.?\s?z\s?o\.?\s?o\.?", r"sp\.\s?[kj]\.", r"sp\.?\s?k\."),
    *(r"sp[\u00f3o][\u0142l]ka (?:z o\.?\s?o\.?|akcyjna|z ograniczon\u0105 odpowiedzialno\u015bci\u0105)",),
    *(r"spol\.?\s?s\s?r\.?\s?o\.?", r"a\.\s?s\.", r"kft\.?", r"zrt\.?", r"nyrt\.?", r"d\.\s?o\.\s?o\.?"),
    *(r"d\.\s?d\.?", r"o\u00fc"),
    *(r"a\.?\s?\u015f\.?", r"ltd\.?\s?\u015fti\.?", r"san\.?\s?ve\s?tic\.?", r"v\.\s?o\.\s?f\.?"),
    *(r"vof", r"c\.\s?v\."),
    *(r"s\.\s?l\.\s?n\.\s?e\.?", r"s\.\s?l\.\s?l\.?", r"[as]\.\s?c\.", r"o\.\s?s\."),
    *(r"[kv]\.\s?o?\.?\s?s\.", r"j\.\s?d\.\s?o\.\s?o\.?"),
    *(r"kommandiittiyhti\u00f6", r"bt\.", r"k[hk]t\.", r"rt\.", r"\u015fti\.?", r"san\.(?: tic\.)?"),
    *(r"tic\.", r"ltd\.?\s?sti\.?", r"san(?:ayi)?\.?\s?(?:ve\s?)?tic(?:aret)?\.?"),
    *(r"(?:ticaret )?limited \u015firketi", r"anonim \u015firketi"),
    *(r"s\.?\s?\u00e0\.?\s?r\.?\s?l\.?", r"sprl", r"scrl", r"asbl", r"vzw", r"s\.?c\.?a\.?r\.?l\.?", r"sagl"),
    *(
        r"lt[\u00e9e]e\.?",
        r"limit\u00e9e",
        r"e\.?i\.?r\.?l\.?",
        r"(?:[ye&+] )?c[\u00edi]a\.?,? ltda\.?",
        r"s\.?g\.?p\.?s\.?",
    ),
    *(r"soci\u00e9t\u00e9 (?:\u00e0 responsabilit\u00e9 limit\u00e9e|par actions simplifi\u00e9e)",),
    *(
        r"s\.\s?a\.\s?[ael]\.",
        r"s\.\s?a\.\s?i\.\s?c\.",
        r"s\.\s?l\.\s?p\.",
        r"c\.\s?[ab]\.",
        r"s\.\s?coop\.?",
    ),
    *(r"sociedad de responsabilidad limitada", r"sociedad por acciones simplificada"),
    *(r"sociedade (?:an\u00f3nima|limitada|unipessoal)", r"s\.\s?n\.\s?c\.", r"s\.\s?a\.\s?s\."),
    *(
        r"societ[\u00e0a] (?:a responsabilit[\u00e0a] limitata|per azioni|benefit|semplice)(?: semplificata)?",
    ),
    *(r"(?:a|con) socio unico", r"in liqui?dazione", r"in liquidation", r"i\.\s?(?:[lg]|gr)\."),
    *(r"gesellschaft mit beschr\u00e4nkter haftung", r"kommanditgesellschaft", r"gesbr", r"egbr", r"gug"),
    *(
        r"e\.\s?u\.",
        r"e\.?\s?kfr\.?",
        r"vvag",
        r"u\.\s?a\.",
        r"besloten vennootschap",
        r"naamloze vennootschap",
    ),
    *(
        r"handelsbolag",
        r"kommanditbolag",
        r"ekonomisk f\u00f6rening",
        r"a\.\s?m\.\s?b\.\s?a\.?",
        r"hf\.",
        r"t:?mi",
    ),
    *(
        r"sp[\u00f3o][\u0142l]ka (?:komandytowa|jawna|cywilna|partnerska)",
        r"sp\.\s?(?:p|kom)\.",
        r"[sp]\.\s?[ks]\.\s?a\.",
    ),
    *(
        r"[ou]\.\s?p\.\s?s\.",
        r"z\.\s?[s\u00fa]\.",
        r"[ocp]?jsc",
        r"[pq]\.\s?p?\.?\s?[js]\.\s?s?\.?\s?c\.",
        r"opc",
    ),
    *(r"(?:nig\.?|soc\.?) (?:ltd\.?|limited)", r"close corporation", r"national association", r"n\.\s?a\."),
    *(r"a\.\s?e\.(?:\s?b\.\s?e\.)?", r"[oe]\.\s?e\.", r"\u03bf\.\s?\u03b5\.", r"\u03b5\.\s?\u03b5\."),
    *(r"\u0634\.?\s?\u0645\.?\s?[\u0645\u0644]\.?", r"\u0630\.?\s?\u0645\.?\s?\u0645\.?"),
    *(r"\u0627\u0644\u0645\u062d\u062f\u0648\u062f\u0629",),
    *(r"\u043b\u0438\u043c\u0438\u0442\u0435\u0434", r"\u043b\u0442\u0434\.?"),
    *(r"\u0435?\u043e\u043e\u0434", r"\u0435?\u0430\u0434", r"\u03b1\.?\u03b5\.?"),
    *(r"\u03b5\.?\u03c0\.?\u03b5\.?", r"\u03b9\.?\u03ba\.?\u03b5\.?"),
    *(r"\u0e08\u0e33\u0e01\u0e31\u0e14(?: \(\u0e21\u0e2b\u0e32\u0e0a\u0e19\))?",),
    *(r"\u05d1\u05e2[\"\u05f4\u201d]\u05de",),
    _dotted("llc", "llp", "plc", "sarl", "srl", "sro", "doo"),
)
# Short forms count only in capitals or with dots: "Made As" and "Hotel Spa" are names.
_SHORT = (
    _dotted(
        "SA",
        "SL",
        "SE",
        "AG",
        "KG",
        "UG",
        "BV",
        "NV",
        "AB",
        "AS",
        "LP",
        "KK",
        "SAS",
        "SNC",
        "SAC",
        "SLU",
        "SAU",
        "IKE",
        "EPE",
    ),
    *(r"S\.?\s?[pP]\.?\s?A\.?", r"[AS]/[SA]", r"[IKP]/S", r"O[yY]", r"A[bB]", r"C[oO]\.", r"CO", r"ASA"),
    *(r"S\.?a\.?s\.", r"S\.?n\.?c\."),
    *(r"ME", r"EPP", r"MEI", r"OG", r"eG", r"HB", r"IVS", r"LC", r"OOD", r"EOOD", r"EAD", r"ET", r"Ky"),
    *(
        r"SCI",
        r"SCA",
        r"SCS",
        r"CVBA",
        r"BVBA",
        r"SCOP",
        r"SELARL",
        r"SELAS",
        r"SCCL",
        r"SLP",
        r"SpA",
        r"snc",
        r"sas",
    ),
    *(r"KB", r"eU", r"eK", r"NPC", r"PFA", r"SB", r"UAB", r"SIA", r"AMBA", r"ANS", r"M\.\s?IKE"),
)
FORM_BEHIND = compiled(
    r"(?:[\s,]+|(?<=[)\]]))(?:(?i:(?:&|\+|u\.|und)\s*co\.?,?\s*(?:kgaa|kg|ohg))"
    rf"|(?i:{'|'.join(_LONG)})|(?:{'|'.join(_SHORT)}))$"
)
_EASTERN = (
    r"\u682a\u5f0f\u4f1a\u793e|\u6709\u9650\u4f1a\u793e|\u5408\u540c\u4f1a\u793e|\(\u682a\)|\(\u6709\)"
    r"|\u3231|\u3232|\uc8fc\uc2dd\ud68c\uc0ac|\uc720\ud55c\ud68c\uc0ac|\(\uc8fc\)|\(\uc720\)|\u321c"
)
EASTERN_BEHIND = compiled(
    rf"\s*(?:{_EASTERN}|(?:\u80a1\u4efd)?\u6709\u9650(?:\u8d23\u4efb|\u8cac\u4efb)?\u516c\u53f8|\u80a1\u4efd\u516c\u53f8)$"
)
_CYRILLIC_IN_FRONT = (
    r"(?:\u041e\u041e\u041e|\u041e\u0410\u041e|\u0417\u0410\u041e|\u041f\u0410\u041e|\u041d\u0410\u041e|\u0410\u041e|\u0418\u041f"
    r"|\u0422\u041e\u0412|\u0422\u041e\u041e|\u0427\u041f|\u0424\u041e\u041f|\u041e\u0414\u041e|\u0427\u0423\u041f|\u041f\u0410\u0422"
    r"|\u041f\u0440\u0410\u0422|\u0424\u0413\u0423\u041f|\u041c\u0423\u041f|\u0413\u0423\u041f|\u0415\u0422"
    r"|(?i:общество \u0441 ограниченной ответственностью|(?:публичное )?акционерное общество"
    r"|товариство з обмеженою відповідальністю))"
    r"(?=[\s\"\u00ab\u201e\u201c])\s*"
)
_VIETNAMESE_IN_FRONT = (
    r"(?i:(?:công|cong) ty|cty)"
    r"(?i:\s+(?:tnhh|cổ phần|co phan|cp|mtv|hợp danh|(?:một|hai) thành viên|trách nhiệm hữu hạn)(?!\w))*\s+(?=\S)"
)
#: What follows the initials of a British or American founder: "S.A. Miller & Sons".
_BRITISH = r".*(?:&|\b(?:and|Sons|Brothers|Associates|Ltd|Limited|Inc|LLC|LLP|PLC|plc|Corp)\b)"
_DOTTED_IN_FRONT = (
    (
        r"(?:S\.\s?[Aaà]\.?\s?[Rr]\.\s?[Ll]\.|S\.\s?[rR]\.\s?[lL]\.|S\.\s?P\.\s?R\.\s?L\.|S\.\s?N\.\s?C\.|S\.\s?p\.\s?A\."
        r"|V\.\s?O\.\s?F\.|E\.\s?U\.\s?R\.\s?L\.|S\.\s?C\.\s?I\.)\s*(?=\S)"
    ),
    rf"(?:S\.\s?A\.(?:\s?S\.)?|[BN]\.\s?V\.)\s+(?!{_BRITISH})(?=\w)",
)
#: English names begin with these letters too: the words behind have to be French, or Swedish or Lithuanian.
_WITH_ITS_LANGUAGE = (
    r"(?:SCI|SNC|EARL|SA)\s+(?=(?:[Dd](?:e|u|es)|[Ll](?:a|e|es)|D[EU]S?|L[AE]S?)\s|[DdLl]['\u2019])",
    (
        r"AB\s+(?=[^&]*(?:[åäöÅÄÖėšžų]|\b(?i:svensk|nordisk|skånsk|stockholm)"
        r"|(?i:bolaget|verken|industrier?|fabriken|bryggeri(?:et)?|bygg|transporter|skog|mekaniska)\b))"
    ),
)
_WORDS_IN_FRONT = (
    r"(?:ditta(?: individuale)?|fa\.|firma(?! \w+(?:owa|[iy]jna|inna)\b| \w+owo-))"
    r"|(?-i:[AIKP]/S|ApS|Aktiebolaget|Tmi|T:mi|MTÜ|VšĮ|IĮ|GAEC|SCEA|SELARL|SELAS|SPRL|BVBA|ASBL|VZW|OOO|OAO|ZAO|PAO|TOV"
    r"|[OCP]?JSC|LLC|P\.\s?H\.\s?U\.|F\.\s?H\.|Z?PHU|SARL|SASU|EURL|UAB|Ab(?= Oy)|PPHU|FHU|F\.H\.U\.|P\.P\.H\.U\."
    r"|SIA|OÜ|PT\.|PT(?! (?:Studio|Gym|Fitness|Centre|Center|Clinic|by|with)\b)|CV\.|Oy(?! Vey\b)|SAS)"
)
_IN_FRONT = (
    rf"(?:{_EASTERN}|\u6709\u9650\u516c\u53f8|医療法人|一般社団法人)\s*(?=\S)",
    _CYRILLIC_IN_FRONT,
    r"(?:\u0e1a\u0e23\u0e34\u0e29\u0e31\u0e17|\u0e1a\u0e08\u0e01\.|\u0e1a\u0e21\u0e08\.)\s*(?=\S)",
    _VIETNAMESE_IN_FRONT,
    *_DOTTED_IN_FRONT,
    *_WITH_ITS_LANGUAGE,
    rf"(?i:{_WORDS_IN_FRONT})\s+(?!Institute\b|Partners\b|Solutions\b)(?=\S)",
)
FORM_IN_FRONT = compiled(rf"^(?:{'|'.join(_IN_FRONT)})")
#: How letters and invoices address a company.
ADDRESSED = compiled(
    r"^(?:c/o:?|\u2105|care of|m/s\.?|messrs\.?|att(?:n|ention)[.:]+|z\.\s?hd\.|p/a|spett\.?(?:\s?le)?\.?(?:\s+ditta)?"
    r"|(?:company|firma|empresa|soci\u00e9t\u00e9|azienda):)\s+(?=\w)",
    re.IGNORECASE,
)
#: Forms that say so only by what stands around them: the name is the first group.
_WITH_MORE = (
    r"(?:GmbH|gGmbH|mbH|(?:D|d)\.\s?o\.\s?o\.|DOO|s\.\s?r\.\s?o\.|[Ss]p\.?\s?z\s?o\.?\s?o\.?|S\.?[rR]\.?[lL]\.?"
    r"|S\.\s?[pP]\.\s?A\.|A\.\u015e\.|Kft\.?)(?:\s*&\s*[Cc]o\.?\s*(?:KGaA|KG|OHG))?[\s,/]+(?![&+\W]|und\b)\S.*"
)
FORM_AROUND = tuple(
    compiled(pattern)
    for pattern in (
        # Romania
        r"^S\.?\s?C\.?\s+(.+?),?\s+(?:(?i:s\.?\s?r\.?\s?l\.?(?:\s?-?\s?d\.?)?)|S\.?\s?A\.?)$",
        # South Africa, Greece, Bulgaria: behind two words, as one may be a club
        r"^(\S+\s+\S.*?),?\s+(?:CC|AE|AD)$",
        r"^(.*\b(?i:bank|trust|banc\w*)\b.*?),?\s+NA$",
        r"^(.+?),?\s+(?i:s\.?\s?n\.?\s?c\.?|s\.?\s?a\.?\s?s\.?|s\.?\s?r\.?\s?l\.?)\s+d(?:i|ei|el|ella)\s.+$",
        rf"^(\w.+?)[\s,]+{_WITH_MORE}$",
        r"^(\w.+?)[\s,]+(?i:ltd\.?|limited|inc\.?|llc|plc|ag|b\.?v\.?|s\.?a\.?|(?:pvt|pty)\.? ltd\.?),\s+\w.*$",
    )
)
#: Registered, trademark and service marks.
MARKS = compiled(r"\s*(?:[\u00ae\u2122\u2120\u00a9]|\((?:r|tm|sm|c)\)(?=\s|,|$))", re.IGNORECASE)
#: A name that the company trades under.
TRADES_AS = compiled(
    r"[\s,(]+(?:d/b/a|dba|d\.b\.a\.?|t/a|h\.?o\.?d\.?n\.?|trading (?:as|under)|doing business as|operating as)"
    r"[\s:]+(.*\w)\W*$",
    re.IGNORECASE,
)
#: What stands between a company's name and what it says of itself.
SLOGAN = compiled(r"\s*[|\u2022\u2023\uff5c]|\s+[-\u2013\u2014\u00b7]+\s|\s*\u2014|\s//\s|:\s")
DESCRIPTION = compiled(
    r"\s*,\s+an?\s.*\b(?:corporation|company|subsidiary|division|partnership|business|brand|unit|firm|llc)\b.*$"
    r"|[\s,]+(?:formerly|f/k/a|fka|ehemals|vormals|anciennement|c/o"
    r"|inh(?:aber(?:in)?)?\.?:?|owner:|prop\.|proprietor:?)\s.*$"
    r"|[\s,;]+(?-i:NASDAQ|NYSE|AMEX|TSXV?|ASX|LSE|AIM|OTC(?:Q[BX])?|HKEX|SGX|BSE|NSE|FSE|ETR|XETRA|EPA|BIT|BME)\s?:.*$",
    re.IGNORECASE,
)
REGION = compiled(r"(?<=\S)\s*[(\[](?:[^()\[\]]|\([^()\[\]]*\))*[)\]]$")
#: Brackets and quotes around a whole name, and a link of Markdown.
WRAPPED = compiled(
    r"^(?:\[([^()\[\]]+)\](?:\([^()\s]*\))?|\(([^()\[\]]+)\)|\{([^{}]+)\}|<([^<>]+)>|\*+([^*]+)\*+)$"
)
#: `Firma A`, `Firma A GmbH`, but not `Firma A. Schmidt`
_LETTER = compiled(r"[A-Za-z](?:\s+(?:GmbH|AG|KG|UG|SE|[Ss]p\.?\s?z\s?o\.?\s?o\.?|S\.?[rR]\.?[lL]\.?))?$")
_QUOTES = "\"'\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a\u2018\u2019\u300c\u300d` "


def unquoted(name: str) -> str:
    """Return a name without quotes around it."""
    return name.strip(_QUOTES) or name


def without_forms(name: str) -> str:
    """Return a name without legal forms behind and in front; a name of nothing else keeps them."""
    name = _without_front(name)
    while True:
        shorter = _shorter(name)
        if shorter == name or shorter.casefold() in {"", "the"} or shorter.endswith(("&", "+")):
            return name
        name = shorter


def _without_front(name: str) -> str:
    around = next((found for each in FORM_AROUND if (found := each.match(name))), None)
    if around:
        return _without_front(around[1])
    front = FORM_IN_FRONT.match(name)
    rest = name[front.end() :] if front else ""
    if not rest or FORM_BEHIND.fullmatch(f" {rest}") or _LETTER.match(rest):
        return name
    return _without_front(unquoted(rest))


def _shorter(name: str) -> str:
    shorter = REGION.sub("", EASTERN_BEHIND.sub("", FORM_BEHIND.sub("", name)))
    return shorter.rstrip(" ,;-").strip(_QUOTES)
