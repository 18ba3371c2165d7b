"""How people ask to end mail in English, German and Dutch, folded, without polite words. Tables only.

Sentences are built from verbs, pronouns and objects. A removal is undone by a "not" around it; a refusal has its own.
"""

# ruff: noqa: E501 - a phrase reads best on one line

from seqcli.inbound.opt_out_shared_phrases import END, OTHER_THINGS, START
from seqcli.patterns import AnyOf

_OTHER = rf"(?![^.!?\n]{{0,40}}\b{OTHER_THINGS})"

# --- English

_MAIL = r"(?:(?:cold |sales |marketing |spam |e-?)?(?:mails?|mailings?|messages?|newsletters?)|spam|communications?|contact|outreach|correspondence|solicitations?|sequences?|follow-?ups?|offers|pitches)"
_DATA = r"(?:e-?mail|mail|address|name|contact|details?|data|info\w{0,10}|personal \w{3,12}|records?|account|number|domain|company|organi[sz]ation|team|staff)"
_ME = rf"(?:me|us|[\w.+-]{{1,64}}@[\w.-]{{3,80}}\w|(?:all )?(?:of )?(?:my|our) {_DATA}(?: (?:address(?:es)?|details?|data|information|and \w{{3,10}}))?|(?:all )?(?:the )?(?:personal )?data (?:about|on|of) (?:me|us)|all (?:the )?(?:personal )?(?:data|information) (?:that )?you (?:have|hold|keep|store) (?:about|on|of) (?:me|us)|this (?:e-?mail|address|mailbox|inbox|contact|domain))(?: (?:address|and (?:me|my \w{3, 10}|everybody|everyone)))?"
_STOP = r"(?:stop|(?<=you )stopped|quit|cease|desist|discontinue|refrain|end)(?: and desist)?(?: (?:from|with|w/))?"
_CONTACTING = r"(?:e-?mailing|mailing|messaging|contacting|texting|spamming|bothering|harassing|pestering|soliciting|pinging|chasing|approaching|targeting)"
_NOW = r"(?: (?:now|immediately|asap|at once|already|today|permanently|completely|too|as well|then|right away|again|any ?more|forever))?"
_NOT = r"(?:do not|don'?t|never)(?: (?:ever|even|bother to|dare to|you dare))?"
_CONTACT = r"(?:e-?mail|mail|contact|message|spam|bother|text|ping|pester|approach|solicit|call|phone|write(?: to)?|reach out(?: to)?|get in touch(?: with)?|follow up(?: with)?|get back to|chase)"
_AGAIN = r"(?:again|any ?more|any longer|any further|ever|further|in (?:the )?future|at (?:this|all)|to this(?! (?:address|number))|from now)"
_WANT = r"(?:want|wish|care|like|need|consent|expect|agree)"
_SOME = r"(?: \w{2,12}){0,3}?"

ENGLISH_REMOVALS = (
    rf"\b{_STOP}{_SOME} {_CONTACTING}(?:{_NOW}{END}|(?: \w{{2,12}}){{0,1}}? (?:me|us|my|our|this|these|here|people)\b)",
    rf"\b(?:remov(?:e|ing)|delet(?:e|ing)|eras(?:e|ing)|unlist|exclud(?:e|ing)|wipe|purge|scrub|deregister|(?<=mind )unsubscribing|tak(?:e|ing)(?= \S{{2,40}} (?:off|out))) {_ME}{_NOW}(?:{END}|(?: \w{{2,10}}){{0,2}}? (?:from|off|out of|in|under|on)\b{_OTHER}| (?:i|we|as|because|since|or|and|otherwise)\b)",
    rf"\b(?:(?:take|cross|strike|drop|scratch) {_ME}|(?:get|leave|keep) (?:me|us))(?: \w{{2,10}}){{0,1}}? (?:off|out of|from)\b(?! (?:the|my|our) (?!\w{{0,10}} ?list))(?! \w{{2,10}} (?:hook|guard|ground|phone|air|mind|plane|train|hands)){_OTHER}",
    rf"{START}(?:remove|delete|take|take off) (?:from|off) (?:your|the|this|all|any)(?: \w{{2,12}}){{0,2}}? (?:lists?|database|mailings?|crm|sequences?|contacts|system|records?|books|files?)\b",
    rf"{START}unsubscribe from (?:this|your|all|the)\b(?! (?:by|here|at|click|using|via))",
    r"\b(?:i|we|i'd|we'd|i'm|am|are)(?: would| have| really| \w{2,10}ly)? (?:want|wish|like|need|asked|asking|trying|request(?:ing)?|prefer|demand)(?: you)? to (?:unsubscribe|opt[ -]?out|be (?:removed|unsubscribed|taken off|deleted|left alone|excluded|opted out))\b",
    r"\b(?:i|we) (?:want|need|would like) (?:off|out of)(?: of)? (?:this|your|the|these)(?: \w{2,12}){0,2}? ?(?:lists?|mailings?|e-?mails?|sequences?|campaigns?)\b",
    r"\bhow (?:do|can) (?:i|we) (?:unsubscribe|opt[ -]?out|get off (?:this|your))\b",
    r"\b(?:add|put) (?:me|us|my \w{4,8}|this \w{4,8}) (?:to|on|onto|in) (?:your|the|a) (?:do[ -]not[ -](?:contact|e-?mail|mail)|suppression|opt[ -]?out|black|block|dnc)\b",
    r"\bobject to (?:the |your |any )?(?:further )?(?:processing|use) of (?:my|our)\b|\bwithdraw (?:my|our) consent\b",
    r"\b(?:i|we)(?:'m|'re| am| are)? (?:hereby )?(?:opting out|hereby opt out|unsubscribing)\b",
    r"\bmy (?:address|e-?mail|mail|data|details|information|name|number)\b[^.!?\n]{0,40}\b(?:delete|remove|erase) (?:it|them)\b",
    r"\bget (?:my|our) \w{3,8} (?:off|out of) (?:your|this)\b|\b(?:unsubscribed|asked (?:you )?to (?:stop|be removed)) (?:twice|already|before|(?:several|many|multiple|\w+) times)\b|\balready (?:unsubscribed|opted out)\b",
    rf"\b{_STOP} (?:these|those){END}|\b(?:i|we) be (?:removed|unsubscribed|taken off|deleted)\b|\bhave (?:me|us|my \w{{4,8}}) (?:removed|deleted|taken off|unsubscribed)\b",
    r"\b(?:exercise|exercising|exerce|ejerzo|ejercer|esercito|exerco)\b[^.!?\n]{0,30}\b(?:right|droit|derecho|diritto|direito)\b",
    rf"\b(?:leave (?:me|us) (?:alone|be)|lose (?:my|our|this) (?:e-?mail|address|number|contact|details?)){_NOW}\b",
)
ENGLISH_REFUSALS = (
    rf"(?<!if you )(?<!why )\b{_NOT} (?:\w{{2,10}} )?(?:{_CONTACT}|send(?: any(?:thing| ?more| more| further)?)?(?: {_MAIL})?(?: to)?) (?:me|us|this (?:e-?mail|address)|our (?:company|team|staff))(?: (?:any ?more |any |more |further |such |these ){{0,2}}(?:{_MAIL}|stuff|this))?(?: (?:personally|directly|here|about this|like this|on this|with this))?(?: {_AGAIN}|\s*(?:[.!\n]|$))",
    rf"(?:{START}|\band ){_NOT} (?:{_CONTACT}|write|reach out|get in touch|follow up|reply)(?: (?:to|with) (?:me|us))?(?: (?:on|about) this)?(?: {_AGAIN}| ?(?:$|[.!\n]))(?<!mail)(?<!call)(?<!contact)",
    rf"\b(?:do not|don'?t|no longer|never|not) {_WANT}(?: to)? (?:to )?(?:(?:receive|get|have|see)(?: \w{{2,12}}){{0,3}}? (?:{_MAIL}|from you)\b|hear from you|be (?:e-?mailed|contacted|bothered|approached)(?! by (?!you))|be (?:on (?:your|this|the) (?:\w{{2,12}} )?list)|(?:you )?(?:to )?(?:contact|e-?mail) (?:me|us)|(?:any|more|your|these|this)(?: \w{{2,12}}){{0,2}}? (?:{_MAIL}|from you)\b)",
    rf"(?<!was )(?<!were )\b(?:not|never) (?:to )?(?:be )?(?:contacted|e-?mailed|bothered)(?: by you)? {_AGAIN}",
    rf"\b(?:prefer|rather|ask(?:ed|ing)?|told|want|like|wish) (?:you )?not (?:to )?(?:(?:get|receive|hear)(?: (?:these|this|those|any|more|such|your|from)){{1,2}}\b|be (?:contacted|e-?mailed|bothered|on (?:your|this) \w{{0,8}} ?list)\b|{_CONTACT} (?:me|us)\b)",
    rf"\bno need to {_CONTACT}(?: (?:me|us))? {_AGAIN}",
    rf"\bnot interested in (?:receiving|getting|hearing|any|your|these|such|further|more)(?: \w{{2,12}}){{0,3}}? (?:{_MAIL}|from you)\b",
    r"\b(?:do not|don'?t|did not|didn't|never) (?:have|give you|gave you|give)(?: you)?(?: my| our)? (?:permission|consent) (?:to (?:contact|e-?mail|write|use|process)|for)\b",
)

# --- German

_DE_LIST = r"(?:\w{0,16}verteiler\w{0,2}|\w{0,16}listen?|datenbank|kontakten?|system|datei|kartei|adressbestand|bestand|newsletter)"
_DE_DATA = r"(?:(?:e-?mail-?|mail-?|kontakt|person\w{6,14} )?(?:adressen?|daten|kontakt|mail|e-?mail|namen?|eintrag|firma|unternehmen|betrieb))"
_DE_MINE = rf"(?:mich|uns|(?:alle )?(?:meine?n?|unsere?n?)(?: (?!letzte|vorige|vorherige|erste)\w{{4,16}})? {_DE_DATA}|diese (?:e-?mail-?)?adresse|(?:alle )?(?:\w{{3,4}} )?(?:uber|zu|von) (?:mich|uns|mir|meiner person) (?:gespeicherten )?daten)"
_DE_REMOVE = r"(?:nehmen|nehmt|nimm|streichen|streicht|streiche?|entfernen|entfernt|entferne?|loschen|loscht|losche?|tragen|tragt|trage?|werfen|werft|wirf|schmeiss\w{0,2})(?: sie)?"
_DE_TO_REMOVE = r"(?:zu )?(?:loschen|entfernen|nehmen|(?:her)?aus(?:zu)?nehmen|raus(?:zu)?nehmen|streichen|aus(?:zu)?tragen|ab(?:zu)?melden|werfen|tilgen)"
_DE_MAIL = r"(?:(?:werbe-?|spam-?)?(?:e-?)?mails?|nachrichten?|werbung|anfragen?|zusendung(?:en)?|kontakt\w{0,12}|spam|newsletter|angebote|akquise\w{0,8}|post|anschreiben)"
_DE_TO_CONTACT = r"(?:zu )?(?:kontaktieren|an(?:zu)?schreiben|schreiben|an(?:zu)?mailen|mailen|belastigen|an(?:zu)?rufen|kontaktiert|angeschrieben|nach(?:zu)?fassen|melden|(?:zu)?schicken|(?:zu)?senden)"
_DE_NEVER = (
    r"(?:nicht (?:mehr|weiter|wieder|noch ?(?:ein)?mal|langer)|nie (?:wieder|mehr)|niemals(?: wieder| mehr)?)"
)
_DE_SOME = r"(?: (?!nicht\b|nie\b|nur\b)\w{2,12}){0,3}?"

GERMAN_REMOVALS = (
    rf"\b{_DE_REMOVE}{_DE_SOME} (?:mich|uns){_DE_SOME} (?:aus|von|vom|raus|heraus)\b{_OTHER}",
    rf"\b{_DE_REMOVE}{_DE_SOME} (?!mich\b|uns\b){_DE_MINE}(?: (?!nicht\b)\w{{2,12}}){{0,3}}?(?:{END}| (?:aus|von|vom)\b{_OTHER}|\b(?= (?:und|umgehend|sofort)))",
    rf"\b{_DE_REMOVE} (?:mich|uns)(?: \w{{4,12}})?{END}",
    rf"\b{_DE_MINE}{_DE_SOME}(?: (?:aus|von|vom) (?:\w{{3,6}} )?(?:\w{{2,14}} )?{_DE_LIST})? {_DE_TO_REMOVE}\b",
    rf"{START}(?:aus|von|vom) (?:\w{{3,6}} )?(?:\w{{2,14}} )?{_DE_LIST}(?: (?!nicht)\w{{2,10}})? {_DE_TO_REMOVE}\b",
    rf"(?<!ich )\b(?:melden|meldet|melde?)(?: sie)? (?:mich|uns)(?: (?!nicht\b)\w{{2,12}}){{0,4}}? (?:ab|raus)(?:{END}| (?:und|von|vom|danke|aus)\b)",
    rf"\b(?:mochten?|will|wollen|wunschen?)(?: \w{{2,10}}){{0,2}} (?:aus|von|vom) (?:\w{{3,6}} )?(?:\w{{2,14}} )?{_DE_LIST} (?:geloscht|entfernt|gestrichen|genommen|ausgetragen|raus|heraus)\b",
    rf"\bkein interesse (?:an|mehr an) (?:\w{{4,10}} ){{0,2}}?{_DE_MAIL}\b|\bschluss mit (?:\w{{3,8}} ){{0,2}}{_DE_MAIL}\b|\b(?:(?:ich|wir) )?melden? (?:ich |wir )?(?:mich|uns) (?:hiermit )?ab{END}",
    r"\bum (?:meine |die )?(?:austragung|abmeldung|loschung|entfernung|streichung)\b(?! de[srm] (?!\w{0,8}daten|\w{0,8}adresse))",
    r"\b(?:unterlassen|unterlasse)(?: sie)? (?:es|kunftig|zukunftig|das)\b",
    rf"\b(?:stellen|stellt|stelle?)(?: sie)?(?: (?!nicht)\w{{2,10}}){{0,3}}? (?:versand|zusendung(?:en)?|{_DE_MAIL})(?: \w{{2,10}}){{0,3}}? ein\b",
    rf"\babstand von (?:\w{{4,10}} ){{0,2}}?{_DE_MAIL}|\bverschon\w{{1,3}}(?: sie)? (?:mich|uns)\b|\b{_DE_MAIL} (?:\w{{3,10}} ){{0,3}}?(?:unerwunscht|nicht erwunscht)\b",
    rf"\bvon (?:weiteren|weiterer|jeder|jeglicher|solchen) (?:\w{{4,14}} )?{_DE_MAIL}(?: \w{{4,10}})? (?:absehen|abzusehen|abstand)",
    rf"\b(?:lassen|lasst|lass)(?: sie)? (?:mich|uns)(?: \w{{3,10}}){{0,2}}? in (?:ruhe|frieden){END}",
)
GERMAN_REFUSALS = (
    r"\b(?:schreiben|kontaktieren|mailen|belastigen|schreib|schreibt|kontaktiert)(?: sie)? (?:mich|mir|uns) nicht(?: an)?\s*(?:$|[.!\n])",
    rf"(?:{START}|\b(?:mich|uns|mir) )(?:\w{{4,12}} )?{_DE_NEVER}(?: (?:mich|uns|mir))? {_DE_TO_CONTACT}\b",
    rf"(?:{START})(?:senden |schicken )?(?:mir |uns )?kein(?:erlei|e?r?n?) (?:weiteren? |solchen? |unverlangten? |unerwunschten? |mehr ){{0,2}}{_DE_MAIL}(?:\b[^.!?\n]{{0,25}}?(?:mehr\b|zukommen|senden|schicken|erhalten|bekommen|zusenden|an (?:mich|uns|diese))|{END})",
    rf"\b(?:mochten?|will|wollen|wunschen?|brauchen?)(?: (?:ich|wir|auch|kunftig|von \w{{3,6}})){{0,2}}? (?:(?:{_DE_NEVER}|nicht) (?:\w{{2,10}} ){{0,2}}?(?:kontaktiert|angeschrieben|belastigt)|kein(?:erlei|e?r?n?) (?:\w{{2,12}} ){{0,2}}?{_DE_MAIL}(?:{END}| (?:mehr|von|erhalten|bekommen|zugesandt)))",
)

# --- Dutch

_NL_MAIL = r"(?:(?:e-?)?mails?|mailtjes?|berichten|reclame|spam|nieuwsbrie\w{1,4}|aanbiedingen|post)"
_NL_DATA = r"(?:gegevens|adres\w{0,5}|(?:e-?)?mail\w{0,6}|naam|data|contact\w{0,9}|persoonsgegevens)"
_NL_MINE = (
    rf"(?:mij|me|ons|(?:mijn|onze|al mijn)(?: \w{{4,14}})? {_NL_DATA}|ons bedrijf|dit (?:e-?)?mail-?adres)"
)
_NL_SOME = r"(?: (?!niet\b|nooit\b|geen\b)\w{2,12}){0,5}?"

DUTCH_REMOVALS = (
    rf"\b(?:haal|haalt|verwijder|verwijdert|schrap|schrapt|neem|gooi)(?: u)? {_NL_MINE}(?:{END}| (?:a\.?u\.?b\.? )?(?:van|uit|af)\b{_OTHER}| (?:\w{{2,12}} ){{1,2}}?(?:van|uit)\b{_OTHER})",
    rf"{START}(?:graag )?van (?:\w{{2,8}} )?\w{{0,8}}lijst af{END}",
    rf"\bhaal(?:t u)? (?:mij|me|ons) (?:er ?(?:af|uit)|hier ?(?:van ?)?(?:af|uit)){END}",
    r"\b(?:schrijf|schrijft|meld|meldt)(?: u)? (?:mij|me|ons)(?: (?!niet)\w{2,12}){0,4}? (?:uit|af)\b",
    rf"\b{_NL_MINE}{_NL_SOME} (?:te )?(?:uitschrijven|uit te schrijven|afmelden|af te melden|verwijderen|halen|schrappen|wissen)\b",
    rf"{START}(?:graag )?(?:van|uit) (?:de|uw|deze|jullie|het|je) (?:\w{{2,12}} )?(?:\w{{0,8}}lijst|bestand|database) (?:te )?(?:halen|verwijderen|schrappen)",
    r"\b(?:wil|wens|willen|wensen)(?: \w{2,12}){0,5}? (?:uitgeschreven|afgemeld|verwijderd)(?: te)? worden\b",
    r"\blaat (?:mij|me|ons)(?: \w{2,8})? met rust\b",
    r"\bbezwaar tegen (?:de |het )?(?:verwerking|gebruik)\b",
)
DUTCH_REFUSALS = (
    r"\b(?:neem|nemen|zoek)(?: u)? geen contact (?:meer|op|met (?:mij|me|ons))\b",
    rf"\b(?:wil|wens|willen|wensen|hoef|hoeven)(?: (?:ik|wij|we|dit|deze|uw|jullie|die|zulke|hier)){{0,2}}(?: {_NL_MAIL})? (?:geen (?:\w{{2,12}} ){{0,2}}?(?:{_NL_MAIL}|contact)|(?:niet|nooit)(?: meer| langer)? (?:\w{{2,10}} )?(?:ontvangen|krijgen|benaderd|gemaild|gecontacteerd))",
    rf"\bgeen prijs op (?:\w{{2,12}} ){{0,3}}?(?:{_NL_MAIL}|contact)\b",
)

GERMANIC_REMOVALS = AnyOf(*ENGLISH_REMOVALS, *GERMAN_REMOVALS, *DUTCH_REMOVALS)
GERMANIC_REFUSALS = AnyOf(*ENGLISH_REFUSALS, *GERMAN_REFUSALS, *DUTCH_REFUSALS)
