"""How people ask to end mail in Polish and in other languages, folded, without polite words. Tables only."""

# ruff: noqa: E501, RUF001 - a phrase reads best on one line, and in its own letters

from seqcli.inbound.opt_out_shared_phrases import END, START
from seqcli.patterns import AnyOf

# --- Polish

_PL_MAIL = r"(?:mail\w{0,3}|e-?mail\w{0,3}|wiadomosci|ofert\w{0,2}|reklam\w{0,2}|spam\w{0,2}|korespondencji|newsletter\w{0,2}|informacji handlowych|kontakt\w{0,2})"
_PL_WRITE = r"(?:pisac|wysylac|kontaktowac|przysylac|przesylac|dzwonic|mailowac|spamowac|nekac)"
_PL_DO_WRITE = r"(?:pisz|piszcie|wysylaj|wysylajcie|kontaktuj|kontaktujcie|przysylaj|przysylajcie|mailuj\w{0,3}|spamuj\w{0,3})"
_PL_ME = r"(?:do mnie|do nas|mi|nam|mnie|nas|ze mna|z nami|na ten adres)"

POLISH_REMOVALS = (
    rf"\b(?:zaprzest\w{{2,6}}|przestan|przestancie|(?<!chcemy )przestac|koniec z|dosc)(?: \w{{2,10}}){{0,3}}? (?:{_PL_WRITE}|pisani\w|wysylani\w|wysylk\w|{_PL_MAIL})\b",
    r"\b(?:rezygnuj\w{1,4}|wypisuje sie) z (?:\w{3,10} ){0,2}?(?:subskrypcji|newslettera|mail\w{0,4}|otrzymywania|list\w|wiadomosci|korespondencji|kontakt\w{0,2}|ofert\w{0,2}|przesylania|wysylki)",
    rf"\b(?:prosze|prosimy)(?: o)? (?:wypisanie|wypisac|wykreslenie|przestac){END}",
    rf"\b(?:prosze|prosimy|zadam)(?: o)? (?:natychmiast\w* )?zaprzesta(?:c|nie|nia){END}|\bwypisuje sie\b|\b(?:chce|chcialbym|chcialabym) (?:sie )?(?:wypisac|zrezygnowac){END}",
    r"\b(?:daj|dajcie|dac|dajze) (?:mi|nam) (?:\w{2,8} )?spokoj\b|\bcofam (?:\w{3,8} )?zgod\w\b|\bsprzeciw\w{0,4} (?:wobec|na|sie)\b",
)
POLISH_REFUSALS = (
    rf"\bnie {_PL_DO_WRITE}(?: sie)?(?:(?: \w{{2,10}}){{0,3}}? (?:wiecej|juz|nigdy|ponownie|{_PL_ME})\b|{END})",
    rf"\b(?:wiecej|juz|{_PL_ME}) nie {_PL_WRITE}\b|\bnie {_PL_WRITE}(?: sie)?(?:(?: \w{{2,10}}){{0,2}}? (?:wiecej|juz|ponownie|{_PL_ME})\b(?! (?!{_PL_MAIL}|takich|tych|zadnych|tego|prosze|dziekuj)\w{{4,}})|\s*(?:$|[.!\n]))",
    rf"\bo nie ?(?:wysyl|pis|kontakt|przesyl|przysyl)\w{{2,8}}(?: \w{{2,10}}){{0,3}}?(?: (?:wiecej|{_PL_ME}|{_PL_MAIL})\b|{END})",
    rf"\bnie (?:chce|zycze sobie|chcemy|zyczymy sobie)(?: (?:juz|wiecej|od was)){{0,2}} (?:(?:otrzymywa|dostawa)\w{{1,4}}(?: \w{{2,10}}){{0,2}}?(?: {_PL_MAIL}|{END})|(?:takich |tych |waszych |zadnych |tego |kolejnych ){{0,2}}{_PL_MAIL})",
    r"\bnie wyraza(?:m|my) (?:\w{3,8} )?zgody na (?:przetwarzanie|otrzymywanie|kontakt\w{0,6}|wysyl\w{2,4}|przesyl\w{2,6}|mail\w{0,4}|korespondencj\w)",
    r"\bnie wyraza(?:m|my) (?:\w{3,8} )?zgody\s*(?:$|[.!\n])",
    rf"{START}(?:zadnych|dosc|koniec)(?: \w{{3,9}})? {_PL_MAIL}\b",
)

# --- Swedish, Danish, Norwegian, Finnish, Czech, Russian

_REMOVALS = (
    # Swedish, Danish, Norwegian
    r"\b(?:tag? bort|avregistrera|stryk|radera) (?:mig|oss|min (?:e-?post|mejl|mail|adress)\w{0,8}|mina uppgifter)\b",
    r"\b(?:sluta) (?:att )?(?:skicka|mejla|maila|kontakta|skriva|spamma)\b",
    r"\b(?:vill|onskar) (?:jag )?(?:avregistrera (?:mig|oss)|bli borttagen|avsluta prenumerationen)\b",
    r"\b(?:fjern|slet|slett) (?:mig|meg|os|oss|min (?:mail|e-?mail|adresse|e-?post)\w{0,8}|mine (?:data|oplysninger|opplysninger)) ?(?:fra|pa|$|[.!\n])",
    r"\b(?:afmeld|avmeld) (?:mig|meg|os|oss)\b",
    r"\b(?:stop|slutt|hold op) (?:med|a|at|å) (?:med )?(?:at |a |å )?(?:sende|maile|skrive|kontakte)\b",
    # Finnish, Czech, Russian
    r"\b(?:poistakaa|poista) (?:minut|minun|sahkopostini|osoitteeni)\b",
    r"\b(?:odhlaste|vymazte|odstrante) (?:me|mne|nas|muj|moji)\b",
    r"\b(?:удалите|исключите|уберите|отпишите) (?:меня|мои|нас)\b",
    r"\bпрекратите (?:мне |нам )?(?:писать|рассылк|слать|присылать)",
)
_REFUSALS = (
    # Swedish, Danish, Norwegian
    r"\b(?:skicka|mejla|maila|kontakta|skriv)(?: till)?(?: mig| oss)? (?:inte|aldrig)(?: \w{2,10})? ?(?:mer|mera|fler|flera|igen|langre|mig|oss)\b",
    r"(?:^|[.!?,;\n]\s?|\b(?:skicka|snalla) )(?:mig |oss )?(?:inga|ingen) (?:fler|mer|flera) (?:mejl|mail|e-?post|meddelanden|utskick)\b",
    r"\b(?:vill|onskar) (?:jag )?inte (?:langre )?(?:ha|fa|bli|motta|ta emot)(?: \w{2,10}){0,2}? ?(?:mejl|mail|e-?post|meddelanden|kontaktad|utskick|reklam)\b",
    r"\b(?:ikke|aldrig|aldri) (?:send|skriv|kontakt|mail)e? (?:til )?(?:mig|meg|os|oss) (?:mere|mer|igen|igjen)\b",
    r"\b(?:send|skriv|kontakt)e? (?:til )?(?:mig|meg|os|oss) (?:ikke|aldrig|aldri) (?:mere|mer|igen|igjen)\b",
    r"\bonsker ikke (?:a |at |å )?(?:modtage|motta|fa|flere|mere|a bli)\b",
    # Russian
    r"\b(?:больше )?не (?:пишите|присылайте|отправляйте|беспокойте)(?: мне| нам| меня)?(?: больше)?",
)

OTHER_REMOVALS = AnyOf(*POLISH_REMOVALS, *_REMOVALS)
OTHER_REFUSALS = AnyOf(*POLISH_REFUSALS, *_REFUSALS)
