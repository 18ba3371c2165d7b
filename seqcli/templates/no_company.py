"""Tells which cells of a company column name no company: `Self-employed`, `Stealth Startup`, `CEO`, `12345`. Pure."""

import re
from functools import lru_cache

from seqcli.no_company_phrases import FREELANCE, NAMES_NO_COMPANY
from seqcli.patterns import compiled
from seqcli.templates import job_title_phrases as titles
from seqcli.templates.company_forms import without_forms
from seqcli.templates.letters import undecorated
from seqcli.templates.not_given import FIRST_WORDS, TELLING_WORDS, says_not_given

CODE = compiled(r"[^@\s]+@[^@\s]+\.\w+|[=@].*|\{\{[^{}]*\}\}|\{%[^{}]*%\}|%\w+%|<<.*|\*\|.*", re.DOTALL)
_ASIDE = r"\s*(?:[(\[/|:;\u2022\u2013\u2014-]|,(?!\s*(?:inc|llc|ltd|limited|gmbh|corp|plc|ag|b\.?v)\b)).*"
_LOOKING = (
    r"looking for|seeking|open to|between|in search of|auf der suche nach|suche|(?:en )?b[u\u00fa]squeda|buscando|busco"
    r"|(?:(?:en|\u00e0 la) )?recherche|(?:(?:in|alla) )?(?:cerca|ricerca)|cerco|(?:em )?busca|procurando|\u00e0 procura"
    r"|op zoek naar|zoek|szukam|poszukuj\u0119|(?:w trakcie )?poszukiwani[ae]|s\u00f6ker|s\u00f8ger|etsin"
)
_SOUGHT = (
    r"opportunit(?:y|ies)|roles?|jobs?|work|positions?|employment|challenges?|projects?"
    r"|arbeit|stelle|job|herausforderung(?:en)?|anstellung|besch\u00e4ftigung"
    r"|empleo|trabajo|oportunidad(?:es)?|retos?|d['\u2019]?emploi|d['\u2019]un emploi|emploi|travail|poste"
    r"|opportunit\u00e9s?|opportunit\u00e0|d['\u2019]opportunit\u00e9s|lavoro|occupazione|impiego"
    r"|emprego|trabalho|recoloca\u00e7\u00e3o|oportunidades?|werk|baan|uitdaging|prac[y\u0119]|jobb|arbete|arbejde"
    r"|t\u00f6it\u00e4|ty\u00f6t\u00e4"
)
_NO_WORK = compiled(
    r"(?:in )?stealth(?:[ -]mode)?(?: [\w-]+){0,2} (?:start-?up|company|venture|mode|project)"
    rf"|(?:in )?stealth(?:[ -]mode)?(?:(?: [\w-]+){{0,2}} (?:start-?up|company|venture|project))?{_ASIDE}"
    r"|student (?:at|an der|bei|\u00e0) .+|actively (?:looking|seeking)"
    r"|(?:confidential|undisclosed)\s*[(\[/,-].*|.*\bstealth (?:mode|start-?up)"
    r"|(?:(?:currently|now|semi|happily|fully|recently)[ -])?"
    r"(?:unemployed|retired|self[ -]?employed|freelance|freelancing)"
    r"|(?:retired|unemployed|self[ -]employed)\s*(?:[,(/|-]|from\s|since\s).*|self[ -]employed .*"
    r"|(?:retrait[e\u00e9]e?|rentner(?:in)?|jubilad[oa]|pensionat[oa]|aposentad[oa]|emeryt(?:ka)?|emekli)\s*[,(/|-].*"
    rf"|(?:(?:actively|currently|derzeit|aktiv|aktuell|actuellement|actualmente|attualmente|momenteel) )?"
    rf"(?:{_LOOKING})(?: [\w'\u2019-]+){{0,4}}? (?:{_SOUGHT})"
    r"(?: (?:in|as|for|en|como|comme|dans|als|im|come|nel|com|na) .*)?",
    re.IGNORECASE,
)
#: How what `_NO_WORK` matches begins, but for what ends in "stealth mode".
_NO_WORK_HEADS = (
    "in stealth confidential undisclosed currently now semi happily fully recently unemployed retired"
    " self selfemployed actively freelance freelancing looking seeking open between student derzeit aktiv"
    " aktuell actuellement actualmente attualmente momenteel auf suche en buscando busco busqueda alla"
    " cerca ricerca recherche cerco em busca procurando op zoek szukam poszukuj\u0119 poszukiwanie"
    " poszukiwania w s\u00f6ker s\u00f8ger etsin retraite rentner rentnerin jubilado jubilada pensionato"
    " pensionata aposentado aposentada emeryt emerytka emekli"
)
#: The words by one of which `_NO_WORK` and freelancers are known.
_FIRST_WORDS = FREELANCE | frozenset(_NO_WORK_HEADS.split())
_HEAD_CHARS = 3
#: How names that are no company begin.
_HEADS = frozenset(word[:_HEAD_CHARS] for word in NAMES_NO_COMPANY | _FIRST_WORDS | FIRST_WORDS)
_TITLE_HEADS = frozenset(word[:_HEAD_CHARS] for word in titles.WORDS)
_NO_WORK_CHARS = 80
_MIN_DIGITS = 5  # fewer with signs between them may be a name: 84.51
_NOT_A_WORD = compiled(r"[^\w']+|_")
#: A firm's own words behind "freelance"; a person's company follows "at" or a sign.
_FIRM = compiled(
    r"(?!.*(?: - |\b(?:at|for|with|bei|f\u00fcr|chez|pour|en|para|presso|per|bij|voor|dla)\b))[\w&'. -]+",
    re.IGNORECASE,
)


def names_no_company(value: str) -> bool:
    """Return whether a value says that somebody has no company, or names none: `Freelance`, `Stealth Startup`."""
    head = value[:_HEAD_CHARS]
    if head.isascii() and head.isalpha() and _begins_as_company(head.lower(), value):
        return False  # most
    if _is_plain_company(value):
        return False  # nearly all others
    return len(value) <= _NO_WORK_CHARS and _names_no_company(value)


def _begins_as_company(head: str, value: str) -> bool:
    if head in _HEADS or "@" in value or "tealth" in value:
        return False
    if head not in _TITLE_HEADS:
        return True
    last = value.rpartition(" ")[2].rstrip(".").lower()
    return last.isalnum() and last not in titles.WORDS


def _is_plain_company(value: str) -> bool:
    """Return quickly whether words of plain letters, digits, dots and commas certainly name a company."""
    text = value.lower().replace(".", "").replace(",", " ")
    key = text.replace(" ", "")
    if not key.isalnum() or not key.isascii() or key in NAMES_NO_COMPANY or "stealth" in key or key.isdigit():
        return False
    words = text.split()
    first = words[0]
    if first in TELLING_WORDS or words[-1] in TELLING_WORDS:
        return False
    return first not in _FIRST_WORDS and not (first in titles.WORDS and words[-1] in titles.WORDS)


@lru_cache(maxsize=4096)
def _names_no_company(value: str) -> bool:
    text = " ".join(undecorated(value).split()).strip(" .!?-\u2013*")
    key = "".join(filter(str.isalnum, text.casefold()))
    if key in NAMES_NO_COMPANY or _is_number(text, key) or _is_job_title(text.lower()):
        return True
    if says_not_given(text):
        return True
    if _is_firm_of_freelancers(text):
        return False
    first = text.casefold().partition(" ")[0].rstrip(",;:/|-")
    return first in FREELANCE or CODE.fullmatch(text) is not None or _NO_WORK.fullmatch(text) is not None


def _is_number(text: str, key: str) -> bool:
    """Return whether a text is a number or a date; one digit is a name, as X is."""
    return key.isdecimal() and len(key) > 1 and (text.isdecimal() or len(key) >= _MIN_DIGITS)


def _is_firm_of_freelancers(text: str) -> bool:
    """Return whether a legal form stands behind more than a word for no company: `Freelance Hub GmbH`."""
    name = without_forms(text)
    if name == text or not _FIRM.fullmatch(name):
        return False
    key = "".join(filter(str.isalnum, name.casefold()))
    words = name.casefold().replace("-", " ").split()
    return key not in NAMES_NO_COMPANY and (words[0] in FREELANCE or words[:2] == ["self", "employed"])


def _is_job_title(text: str) -> bool:
    """Return whether a text in lower case is a job title and nothing else."""
    words = [word for word in _NOT_A_WORD.split(text.replace(".", "").replace("\u2019", "'")) if word]
    if len(words) < 2:
        return words[:1] != [] and words[0] in titles.ALONE
    if not titles.WORDS.issuperset(words) or words[0] in titles.LINKS:
        return False
    if words[-1] in titles.ROLES:
        return True
    led = next((place for place, word in enumerate(words) if word in titles.LEADERS), len(words))
    return led < len(words) and (titles.FUNCTIONS | titles.LINKS | titles.ROLES).issuperset(words[led + 1 :])
