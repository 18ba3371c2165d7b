"""Legal forms of companies behind and in front of their names, as patterns. Tables only."""

import re

from seqcli.patterns import compiled


def _dotted(*forms: str) -> str:
    """Return a pattern for legal forms, with or without a dot and a space after each letter."""
    return "|".join(r"\.?\s?".join(form) + r"\.?" for form in forms)


_LONG = (
    *(r"incorporated", r"inc\.?", r"(?:private|proprietary|company|pvt\.?|public) (?:limited|ltd\.?)"),
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
        r"co\.?,? (?:limited|ltd\.?)",
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
    *(r"tic\.",),
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
    ),
    *(r"S\.?\s?[pP]\.?\s?A\.?", r"[AS]/[SA]", r"O[yY]", r"A[bB]", r"C[oO]\.", r"CO", r"ASA"),
    *(r"S\.?a\.?s\.", r"S\.?n\.?c\."),
    *(r"ME", r"EPP", r"MEI", r"OG", r"eG", r"HB", r"IVS", r"LC", r"OOD", r"EOOD", r"EAD", r"ET", r"Ky"),
    *(r"SCI", r"SCA", r"SCS", r"CVBA", r"BVBA"),
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
FORM_IN_FRONT = compiled(
    rf"^(?:(?:{_EASTERN}|\u6709\u9650\u516c\u53f8)\s*(?=\S)"
    r"|(?:\u041e\u041e\u041e|\u041e\u0410\u041e|\u0417\u0410\u041e|\u041f\u0410\u041e|\u041d\u0410\u041e|\u0410\u041e"
    r"|\u0418\u041f|\u0422\u041e\u0412|\u0422\u041e\u041e|\u0427\u041f|\u0424\u041e\u041f|\u041e\u0414\u041e|\u0427\u0423\u041f)"
    r"(?=[\s\"\u00ab\u201e\u201c])\s*"
    r"|(?:\u0e1a\u0e23\u0e34\u0e29\u0e31\u0e17|\u0e1a\u0e08\u0e01\.|\u0e1a\u0e21\u0e08\.)\s*(?=\S)"
    r"|(?:SARL|SASU|EURL|UAB|Ab(?= Oy)|P?PHU|FHU|F\.H\.U\.|P\.P\.H\.U\.|SIA|O\u00dc|PT\.?|CV\.|Oy|SAS)"
    r"\s+(?!Institute\b|Partners\b|Solutions\b)(?=\S))"
)
#: Registered, trademark and service marks.
MARKS = compiled(r"\s*(?:[\u00ae\u2122\u2120\u00a9]|\((?:r|tm|sm|c)\)(?=\s|,|$))", re.IGNORECASE)
#: A name that the company trades under.
TRADES_AS = compiled(
    r"[\s,(]+(?:d/b/a|dba|d\.b\.a\.?|t/a|trading as|doing business as)[\s:]+(.*\w)\W*$", re.IGNORECASE
)
#: What a company says of itself behind its name.
SLOGAN = compiled(r"\s*[|\u2022\u2023\uff5c].*$|\s+[-\u2013\u2014\u00b7]+\s.*$|\s*\u2014.*$|\s//\s.*$|:\s.*$")
DESCRIPTION = compiled(
    r"\s*,\s+an?\s.*\b(?:corporation|company|subsidiary|division|partnership|business|brand|unit|firm|llc)\b.*$"
    r"|[\s,]+(?:formerly|f/k/a|fka|ehemals|vormals|anciennement|c/o)\s.*$",
    re.IGNORECASE,
)
REGION = compiled(r"\s*[(\[][^()\[\]]*[)\]]$")
