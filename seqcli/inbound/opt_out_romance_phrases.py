"""How people ask to end mail in French, Spanish, Italian and Portuguese, folded, without polite words. Tables only.

Sentences are built from verbs, pronouns and objects. A removal is undone by a "not" around it; a refusal has its own.
"""

# ruff: noqa: E501 - a phrase reads best on one line

from seqcli.inbound.opt_out_shared_phrases import END, OTHER_THINGS, START
from seqcli.patterns import AnyOf

_OTHER = rf"(?![^.!?\n]{{0,40}}\b{OTHER_THINGS})"

# --- French

_FR_MAIL = r"(?:(?:e-?)?mails?|messages?|envois?|relances?|sollicitations?|spams?|courriels?|contacts?|demarchages?|communications?|pub\w{0,7}|newsletters?|prospection|publicites?)"
_FR_REMOVE = r"(?:desinscrire|desabonner|retirer|supprimer|enlever|effacer|rayer|oter|radier|sortir)"
_FR_CONTACT = (
    r"(?:ecrire|contacter|spammer|solliciter|relancer|harceler|demarcher|deranger|importuner|appeler)"
)
_FR_ASK = r"(?:merci|veuillez|priere|prie|demande|pouvez-vous|pourriez-vous|peux-tu|pourrais-tu|souhaite|veux|voudrais|desire|aimerais|vouloir|il faut)(?: de| d')?(?: bien vouloir)?"

FRENCH_REMOVALS = (
    rf"\b{_FR_ASK} (?:me |nous |m'){_FR_REMOVE}\b(?! une?\b){_OTHER}",
    r"\bque vous (?:me|nous) (?:retiriez|supprimiez|enleviez|desinscriviez|desabonniez|effaciez)\b",
    r"\b(?:souhaite|veux|voudrais|desire|demande|aimerais) (?:a )?etre (?:retire|desinscrit|desabonne|supprime|radie|enleve)",
    rf"\b(?:arrete[zrs]?|cesse[zrs]?|stoppe[zrs]?|stop)(?: (?!pas\b|jamais\b|de\b)\w{{4,14}})?(?:,| de| d'| avec)? ?(?:m'|me |nous ){_FR_CONTACT}\b",
    rf"\b(?:arrete[zrs]?|cesse[zrs]?|stoppe[zrs]?|stop)(?: (?!pas\b|jamais\b|de\b)\w{{4,14}})?(?:,| de| d'| avec)? ?(?:m'|me |nous )envoyer (?:des|vos|ces|tes|toujours|d'autres|de) ?{_FR_MAIL}",
    rf"\b(?:arrete[zrs]?|cesse[zrs]?|stoppe[zrs]?|stop)(?: avec| a)? ?(?:vos |tes |ces |cet? |toute?s? |tous |les |le |aux? )(?:ces |vos |les )?{_FR_MAIL}\b",
    rf"\b{_FR_ASK} ?(?:d')?(?:cesser|arreter|stopper)(?: la)?{END}|\bje me (?:desinscris|desabonne)\b|\binutile de (?:me|nous) (?:re)?{_FR_CONTACT}\b",
    r"\b(?:laisse[zs]?|fiche[zs]?|foute[zs]?|fous)[- ](?:moi|nous) (?:tranquilles?|en paix|la paix)\b",
    r"\bm'oppose (?:a|au)\b(?: \w{2,12}){0,3}? (?:traitement|utilisation|prospection|donnees)",
)
FRENCH_REFUSALS = (
    rf"\bne? ?(?:m'|me |nous )(?:ecrive[zs]|(?:re)?contacte[zs]?|relance[zs]?|sollicite[zs]?) pas{END}",
    rf"\bne? ?(?:m'|me |nous )envoi?y?e[zs]? (?:plus|jamais)(?:{END}| (?:rien|aucun\w?|jamais|d'autres|d'|de|ce genre|ces|vos|tes)(?: de)? ?(?:{_FR_MAIL})?(?:{END}| comme| svp))",
    rf"\bne (?:souhaite|veux|desire|souhaitons|voulons|desirons) (?:plus|pas) (?:recevoir(?: \w{{2,9}}){{0,3}}? {_FR_MAIL}|(?:plus )?recevoir (?:ca|cela|rien|ceci)|etre (?:re)?(?:contacte|sollicite|demarche|relance)|que vous me|(?:de |d'|vos |tes ){_FR_MAIL})",
    rf"{START}(?:plus|pas) (?:(?:de|d'|aucun) ?){_FR_MAIL}(?: (?:sur|a) (?:cette|mon|ma|mes|notre|nos) (?:adresse|(?:e-?)?mail|boite)\w{{0,2}})?{END}",
    r"\bne (?:plus|pas|jamais) etre (?:re)?(?:contacte|sollicite|demarche|relance|derange)",
    rf"\bne? ?(?:m'|me |nous )envoi?y?e[zs]? pas (?:de |d'|vos |ces ){_FR_MAIL}",
    rf"{START}plus aucune? {_FR_MAIL}",
    r"\bdemande (?:la suppression|l'effacement|ma desinscription|mon retrait|ma suppression)\b",
)

# --- Spanish

_ES_MAIL = (
    r"(?:correos?|(?:e-?)?mails?|mensajes?|publicidad|spam|comunicaciones|newsletters?|ofertas|propaganda)"
)
_ES_DATA = r"(?:mi (?:correo|direccion|e?-?mail|nombre|contacto|numero|cuenta)|(?:todos )?mis datos|nuestr[oa]s? (?:empresa|correo|direccion|e?-?mail|datos|contacto))"
_ES_VERB = r"(?:elimin|quit|borr|saqu|sac|suprim|retir|remuev)"
_ES_CONTACT = r"(?:escribir|contactar|molestar|llamar|enviar|mandar|spamear|insistir)"

SPANISH_REMOVALS = (
    rf"\b(?:de|den|da|dad|des|dar|dese|darse)(?:me|nos) de baja\b|\b(?:me|nos) (?:de|den|des|deis|da|das|dan) de baja\b|{START}dar(?:se)? de baja\b",
    rf"\b{_ES_VERB}(?:e|en|a|ad|ar|es|an|ueme|uen|eis|uense)(?:me|nos)(?:{END}| (?:ya )?(?:de|del)\b{_OTHER})",
    rf"\b(?:me|nos) {_ES_VERB}(?:e|en|a|as|es|an|eis|ais|aran?|aras|ase|asen|iera|ieran) (?:de|del)\b{_OTHER}",
    rf"\b{_ES_VERB}(?:e|en|a|ad|ar|es|an) {_ES_DATA}{_OTHER}",
    rf"\b(?:dej(?:e|en|a|ad|es|eis)|par(?:e|en|a|ad|es))(?: ya)? de {_ES_CONTACT}(?:me|nos|les?)?\b(?! (?:la|el|los|las)\b)",
    rf"{START}{_ES_VERB}ar (?:de|del) (?:(?:la|su|tu|esta|vuestra) )?(?:lista|base|boletin)|\b(?:me|nos) (?:diera|dieran|dieras) de baja\b",
    rf"\bces(?:e|en|ar|ad) (?:de |el |los |con |ya ){{1,2}}(?:envios?|{_ES_MAIL}|contacto)",
    r"\bdejad?(?:e|en)?(?:me|nos) en paz\b|\bme opongo al? (?:tratamiento|uso)\b",
)
SPANISH_REFUSALS = (
    r"\bno (?:me|nos|le|se) ?(?:(?:vuelva|vuelvan|vuelvas|volvais) a )?(?:escrib|contact|molest)(?:a|as|an|ais|e|es|en|eis|ir|ar)(?:(?: \w{2,10}){0,2}? (?:mas|nunca|otra vez|de nuevo|nuevamente|jamas)\b|\s*(?:$|[.!\n]))",
    rf"\bno (?:envi|mand)(?:e|es|en|eis|ar)(?:me|nos)? (?:mas|nunca) (?:{_ES_MAIL}|info\w{{0,9}}|nada)",
    rf"{START}(?:favor )?(?:de )?no (?:escribir|contactar|molestar|enviar|mandar)(?:me|nos)?(?: (?:mas|nunca mas|nada|{_ES_MAIL})\b|{END})",
    rf"\bno (?:quiero|deseo|queremos|deseamos|quisiera)(?: (?:recibir|seguir recibiendo|que me (?:envien|manden|envies|mandes)))?(?: (?:mas|sus|tus|estos|vuestros|ningun|este tipo de|mas de (?:sus|estos))){{0,2}} {_ES_MAIL}\b",
    r"\bno (?:quiero|deseo|queremos|deseamos|quisiera) (?:ser (?:mas )?)?contactad[oa]s?\b|\b(?:anular|cancelar) (?:la|mi) suscripcion\b",
    rf"{START}no (?:me )?molest(?:e|es|en|eis)(?: mas)?\s*(?:$|[.!\n])|\bno (?:recibir|seguir recibiendo) (?:mas |sus |tus |estos ){{1,2}}{_ES_MAIL}\b",
    rf"{START}no mas {_ES_MAIL}\b",
)

# --- Italian

_IT_MAIL = (
    r"(?:(?:e-?)?mail|messaggi|comunicazioni|spam|pubblicita|newsletter|offerte|proposte|messaggio|posta)"
)
_IT_DATA = r"(?:(?:indirizzo|(?:e-?)?mail|dati|nome|contatt[oi]|nominativo|recapit[oi]|account|numero)\b)"
_IT_MY = rf"(?:(?:tutti )?(?:il mio|la mia|i miei|il nostro|i nostri|la nostra)(?: \w{{4,10}})? {_IT_DATA}|la nostra azienda|quest[oa] {_IT_DATA})"
_IT_VERB = r"(?:cancell|rimuov|elimin|togli|tolga|tolg|disiscriv|depenn)"

ITALIAN_REMOVALS = (
    rf"\b{_IT_VERB}(?:a|ate|i|ete|ite|er|ar|e|iam|iate)?(?:mi|ci)(?:{END}| (?:subito )?(?:da|dal|dalla|dai|dalle|dall')\b{_OTHER})",
    rf"\b(?:mi|ci) (?:cancelli|rimuova|elimini|tolga|disiscriva|cancellaste|toglieste|rimuoveste|tolgano|cancellino|cancellate|rimuovete|togliete)(?:{END}| (?:da|dal|dalla|dai|dalle)\b{_OTHER})",
    rf"\b{_IT_VERB}(?:a|ate|i|ete|ite|ere|are|e|iate)? {_IT_MY}{_OTHER}",
    r"\b(?:vorrei|voglio|desidero|chiedo|chiediamo|vorremmo|richiedo|gradirei)(?: di)? (?:disiscrivermi|cancellarmi|essere (?:rimoss|cancellat|disiscritt|tolt|eliminat)[oaie])\b",
    r"\b(?:chiedo|richiedo|chiediamo) la (?:cancellazione|rimozione) d(?:ei|el|ella|i) (?:miei|mio|mia|nostri)\b",
    r"\b(?:lasci(?:a|ate)(?:mi|ci)|(?:mi|ci) lasci) in pace\b|\bmi oppongo al\b",
)
ITALIAN_REFUSALS = (
    rf"\bnon (?:mi |ci )(?:scriv|contatt|disturb)\w{{1,4}}{END}(?<!,)",
    r"\bnon (?:ri)?(?:scriv|contatt|disturb|invi|mand)\w{1,4}(?:mi|ci)\s*(?:$|[.!\n])",
    rf"\bnon ricevere (?:piu|altr\w|ulterior\w)(?: (?:vostr|quest|altr)\w)?(?: ?{_IT_MAIL}|{END}| nulla| niente)|\bnon essere (?:piu )?(?:contattat|disturbat)[oaie]",
    rf"\bnon (?:voglio|desidero|vogliamo|desideriamo|intendo|intendiamo|gradisco)(?: piu)? (?:ricever\w{{1,3}}(?: piu)? (?:(?:altr|vostr|quest|ulterior)\w{{1,2}} |le |i ){{0,2}}(?:{_IT_MAIL}|nulla|niente)|essere(?: piu)? (?:contattat|disturbat)|che mi (?:scriv|contatt)|(?:altr|vostr|quest|piu)\w{{0,2}} {_IT_MAIL})",
)

# --- Portuguese

_PT_MAIL = r"(?:e-?mails?|mails?|mensage(?:m|ns)|contac?tos?|publicidade|spam|comunicac\w{3,5}|newsletters?|ofertas|propaganda)"
_PT_DATA = r"(?:(?:todos )?(?:os? |as? )?(?:meus?|nossos?|minhas?|nossas?)(?: \w{4,10})? (?:empresa|e-?mail|mail|endereco|nome|contac?tos?|dados|numero|registr?o|cadastro|inscricao)|este e-?mail)"
_PT_VERB = r"(?:remov|retir|exclu|tir|descadastr|apagu|apag|elimin|delet)"
_PT_FROM = rf"d(?:a|e|o|as|os|essa|esta|esse|este|a sua|a vossa)\b{_OTHER}"

PORTUGUESE_REMOVALS = (
    rf"\bme (?:tir|remov|exclu|retir|descadastr)(?:a|e|i|am|em|ir|ar|er)?(?:{END}| (?:dai|disso|{_PT_FROM}))",
    rf"\b{_PT_VERB}(?:a|e|am|em|i|ia|ar|er|ir)?-(?:me|nos)(?![@\w-])(?:{END}| {_PT_FROM}| ja\b)",
    rf"\b{_PT_VERB}(?:a|e|am|em|i|ar|er|ir)? {_PT_DATA}{_OTHER}",
    r"\b(?:quero|gostaria de|desejo|pretendo|queria)(?: me)? (?:descadastrar|sair d(?:a|esta|essa|as?) (?:sua |vossa )?(?:lista|mailing)|cancelar (?:a |minha |a minha )(?:inscricao|subscricao|assinatura)|ser (?:removid|retirad|excluid)[oa])",
    r"\bdeix(?:e|em|a)(?:-me|-nos)? em paz\b|\bme deix[ae]m? em paz\b",
)
PORTUGUESE_REFUSALS = (
    r"\bnao (?:(?:me|nos) (?:escrev|contac?t|incomod|chate)[ae]m?|(?:escrev|contac?t|incomod|chate)[ae]m?-(?:me|nos))\s*(?:$|[.!\n])",
    rf"\bnao (?:quero|desejo|queremos|pretendo|pretendemos|desejamos|gostaria de)(?: mais)? (?:receber|continuar a receber)(?: mais)?(?: (?:os |as )?(?:seus|suas|vossos|vossas|estes|estas|esses|este tipo de|quaisquer))? ?(?:{_PT_MAIL}|isso|isto|nada|mais\b)",
    rf"\bnao (?:(?:quero|desejo|queremos|pretendo|desejamos|gostaria de)(?: mais)? )?(?:ser (?:mais )?(?:contac?tad|incomodad)|que me (?:contac?tem|escrevam|enviem)|mais {_PT_MAIL})",
)

ROMANCE_REMOVALS = AnyOf(*FRENCH_REMOVALS, *SPANISH_REMOVALS, *ITALIAN_REMOVALS, *PORTUGUESE_REMOVALS)
ROMANCE_REFUSALS = AnyOf(*FRENCH_REFUSALS, *SPANISH_REFUSALS, *ITALIAN_REFUSALS, *PORTUGUESE_REFUSALS)
