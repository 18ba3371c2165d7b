"""The words of opt-outs that no sentence needs, folded (no case, no accents), by language. Tables only."""

# ruff: noqa: E501 - a phrase reads best on one line, and in its own letters

from seqcli.inbound.opt_out_germanic_phrases import GERMANIC_REFUSALS, GERMANIC_REMOVALS
from seqcli.inbound.opt_out_other_phrases import OTHER_REFUSALS, OTHER_REMOVALS
from seqcli.inbound.opt_out_romance_phrases import ROMANCE_REFUSALS, ROMANCE_REMOVALS
from seqcli.inbound.opt_out_shared_phrases import OTHER_THINGS
from seqcli.inbound.reading import fold
from seqcli.patterns import compiled


def _words(*lines: str) -> frozenset[str]:
    return frozenset(fold(word.strip()) for line in lines for word in line.split(","))


#: A request to end something, undone by "not" around it.
REMOVALS = (GERMANIC_REMOVALS, ROMANCE_REMOVALS, OTHER_REMOVALS)
#: A request that has its own "not".
REFUSALS = (GERMANIC_REFUSALS, ROMANCE_REFUSALS, OTHER_REFUSALS)

# Words that mean mail and nothing else: a clause of only this counts beside others.
KEYWORDS = _words(
    "unsubscribe,unsubscribed,unsub,opt out,opt-out,optout,opting out,take off,take off list,off list,remove from list,remove from your list,list-unsubscribe,unsubscribe request,unsubscribe list",
    "remove,remove me,remove us,take me off,take us off,opt me out,delete me,mich loschen,usun mnie,verwijder mij,no mas,anular suscripcion,anular la suscripcion,cease and desist,no more emails,no more mails,stop emails,stop emailing,stop mailing,stop spam,stop spamming,stop contacting,do not contact,do not email",
    "abmelden,abbestellen,austragen,austragung,abmeldung,abmelden newsletter,keine mails mehr,keine e-mails mehr,keine werbung,aus dem verteiler,raus aus dem verteiler",
    "desinscription,desinscrire,desinscrivez,desinscrivez-moi,desabonnement,desabonner,desabonnez,desabonnez-moi,supprimez-moi,retirez-moi,desinscris-moi,desabonne-moi",
    "dar de baja,darse de baja,darme de baja,deme de baja,dame de baja,baja de la lista,baja lista,cancelar suscripcion,cancelar la suscripcion,desuscribir,desuscribirme,desuscribirse,no mas correos",
    "cancellami,cancellatemi,cancellaci,disiscrivimi,disiscrivermi,disiscrivetemi,disiscrizione,disiscriviti,rimuovimi,rimuovetemi,annulla iscrizione,cancella iscrizione,cancellarmi",
    "descadastrar,descadastre,descadastre-me,descadastro,remova-me,remover-me,cancelar inscricao,cancelar subscricao,anular subscricao,cancelar assinatura,desinscrever",
    "afmelden,uitschrijven,afmelding,uitschrijving,meld mij af,schrijf mij uit,geen mails meer",
    "wypisz,wypiszcie,wypisz mnie,wypisac,wypisanie,nie pisac,stop mailom,wypisz z listy",
    "avregistrera,avanmal,avanmalan,ta bort mig,afmeld,avmeld,meld meg av,peruuta tilaus",
    "odhlasit,leiratkozas,dezabonare,отписаться,отписка,отпишите,abonelikten cik",
    "配信停止,退订,退訂,取消订阅,수신거부,수신 거부",
)
# The same as an only sentence, or a first one: "Stop!!! Who gave you my address?"
STOPS = _words(
    "stop,stop it,stop this,stop now,stop all,please stop,just stop,stopp,stop already,enough stop,no stop,hor auf,horen sie auf,aufhoren,schluss,schluss damit",
    "arretez,arretez tout,arrete,ca suffit,basta,basta cosi,basta ya,parad,parad ya,paren,smettetela,smettila,pare,parem,parar,chega,stop ermee,hou op,houd op,ophouden,przestan,przestancie,sluta,стоп",
)
STOP_SLIPS = _words("stop,stpo,sotp,tsop")
# Words that say too little beside others.
BARE_WORDS = _words(
    "remove all,delete,no more,off",
    "loschen,entfernen,austragen,streichen,mich loschen,arreter,supprimer,retirer,baja,eliminar,borrar,cancellazione,cancellare,rimuovere,remover,retirar,sair,cancelar,verwijderen,verwijder mij,rezygnuje,rezygnacja,usun,usun mnie,usunac,avsluta",
)
# Around a keyword these change nothing.
AROUND_KEYWORDS = _words(
    "newsletter,mails,emails,list,liste,lista,lijst,favor,queira,right,you,inmediata,immediata,imediata,direkt,me,us,now,immediately,asap,today,all,everything,forever,permanently,mich,uns,sofort,jetzt,umgehend,endlich,moi,nous,immediatement,me,nos,ya,inmediatamente,mi,ci,subito,mij,ons,direct,nu,onmiddellijk,ja,imediatamente,mnie,nas,natychmiast,meg,mig,от,меня",
)
# Whole phrases that need no word boundaries.
PHRASES = tuple(
    map(
        fold,
        [
            "配信を停止してください",
            "配信停止をお願い",
            "配信停止を希望",
            "请不要再发",
            "请勿再发",
            "不要再給我",
            "수신거부 부탁",
        ],
    )
)

NEGATORS = frozenset(
    [
        "not",
        "don't",
        "dont",
        "never",
        "didn't",
        "cannot",
        "can't",
        "no",
        "n't",
        "nicht",
        "nie",
        "niemals",
        "kein",
        "keine",
        "ne",
        "pas",
        "jamais",
        "nunca",
        "non",
        "mai",
        "nao",
        "niet",
        "nooit",
        "geen",
        "inte",
        "aldrig",
        "ikke",
        "aldri",
        "не",
    ]
)
# Words that may stand between a negation and the request.
FILLERS = frozenset(
    [
        "to",
        "you",
        "me",
        "us",
        "them",
        "him",
        "her",
        "want",
        "wish",
        "need",
        "like",
        "ask",
        "asking",
        "asked",
        "have",
        "do",
        "did",
        "will",
        "would",
        "should",
        "must",
        "please",
        "going",
        "ever",
        "yet",
        "just",
        "that",
        "i",
        "we",
        "sie",
        "bitte",
        "mich",
        "uns",
        "zu",
        "du",
        "vous",
        "me",
        "de",
        "veuillez",
        "te",
        "le",
        "la",
        "que",
        "quiero",
        "usted",
        "favor",
        "por",
        "si",
        "mi",
        "vi",
        "lo",
        "eu",
        "quero",
        "u",
        "jij",
        "alstublieft",
        "mij",
        "prosze",
        "mnie",
        "att",
        "mig",
        "vill",
        "jag",
        "meg",
        "vil",
        "jeg",
        "at",
        "a",
    ]
)
# After such a word the request is somebody else's, or our own footer: "if you no longer wish to receive …".
OTHERS = frozenset(
    [
        "you",
        "u",
        "they",
        "he",
        "she",
        "who",
        "people",
        "users",
        "customers",
        "everyone",
        "everybody",
        "anyone",
        "to",
        "pour",
        "para",
        "per",
        "aby",
        "zeby",
    ]
)
ASKS_YOU = compiled(r"\b(?:can|could|will|would|kunt|kan|wilt|wil) (?:you|u|je|jij|jullie) ?$")
TRAILING_NEGATORS = compiled(
    r"\b(?:nicht|niet|inte|ikke)\b(?! (?:mehr|meer|langre|lenger|langer|interessiert|geinteresseerd|intresserad))"
)


_NAME = r"(?: [^\W\d]\S{0,20}){0,3}"
#: A clause of only this says nothing of mail: greetings, a "no", what leads in.
GREETINGS = compiled(
    rf"(?:hi|hello|hey|dear|hallo|moin|servus|guten (?:tag|morgen|abend)|gruss gott|liebe[rs]?|sehr geehrte[rs]?|bonjour|salut|bonsoir|cher|chere|hola|buenos dias|buenas(?: tardes)?|estimad[oa]s?|ciao|salve|buongiorno|buonasera|gentile|egregio|hoi|dag|beste|geachte|goede(?:ndag|morgen|middag)|goeiedag|ola|oi|bom dia|boa tarde|car[oa]s?|prezad[oa]s?|dzien dobry|czesc|witam|szanown[aiy]\w{{0,2}}|hej|hei|good (?:morning|afternoon|evening|day))(?: there| team| zusammen| all)?{_NAME}"
)
SIGN_OFFS = compiled(
    rf"(?:(?:(?:with )?(?:kind|kindest|best|warm|warmest|many)? ?(?:regards|wishes)|best|cheers|sincerely|yours(?: (?:truly|sincerely))?|br|rgds|sent from my \w+|gesendet von mein\w+ \w+|envoye de mon \w+|enviado desde mi \w+|(?:viele |beste |liebe |schone |freundliche |mit (?:freundlichen |besten ))?gruss?e?n?|gruss|mfg|vg|lg|bg|cordialement|bien a vous|salutations|(?:un )?(?:cordial )?saludos?|atentamente|(?:cordiali |distinti )?saluti|cordialmente|(?:met )?(?:vriendelijke )?groet(?:en|jes)?|mvg|gr|cumprimentos|melhores cumprimentos|atenciosamente|att|abracos?|pozdrawiam|pozdrowienia|(?:z )?powazaniem|mvh|hilsen|halsningar))(?: aus \w+)?{_NAME}"
)
NO_WORDS = compiled(
    r"(?:no|nope|nah|nein|non|nee|nao|nie|nej|ok|okay|yes|sorry|hm+|well|look|listen|enough|genug|reicht|es reicht|hola|seriously)(?: (?:way|need|interest|sorry|please|merci|danke|tak))?"
    r"|(?:(?:i'?m|we'?re|i am|we are|am|still|really|it'?s) ){0,2}not (?:\w+ )?(?:interested|for (?:me|us)|relevant|a fit|needed|interesting|now)(?: (?:in|at all|in this|anymore|any more|at this time|right now|sorry))?"
    r"|(?:(?:ich habe|wir haben|leider|derzeit|absolut|habe|danke) ){0,2}kein (?:interesse|bedarf)(?: \w+)?|nicht interessiert"
    r"|(?:je ne suis |nous ne sommes |ne suis )?pas interesse\w*|cela ne m'interesse pas"
    r"|no (?:me|nos) interesa\w*|no (?:estoy|estamos) interesad\w+|non (?:mi|ci) interessa|non (?:sono|siamo) interessat\w|nessun interesse"
    r"|geen (?:interesse|behoefte)|niet geinteresseerd|(?:nao (?:tenho|temos) |sem )interesse|nao (?:estou|estamos) interessad\w+|nao me interessa"
    r"|(?:nie (?:jestem|jestesmy) )?(?:nie ?)?zainteresowan\w+|wrong (?:person|address|number|guy)|falscher? (?:person|adresse|ansprechpartner)|i'?ve asked (?:\w+ ){0,3}\w+"
)
#: Beside these words even a bare "delete" is about them.
OWN_DATA = compiled(
    r"\b(?:my|our|meine?n?|unsere?n?|mon|mes|mis?|il mio|i miei|mijn|meus?|minhas?|moj\w{0,3}|moich) (?:\w{4,14} )?(?:data|details|e-?mail\w{0,8}|mail\w{0,8}|address|daten|adressen?|donnees|coordonnees|correo|datos|dati|indirizzo|gegevens|dados|dan\w{1,3})\b"
)
#: Beside these words even a late "stop it" is about mail.
MAILING = compiled(
    r"\b(?:(?:e-?)?mailing|(?:e-?)?mails|you keep|nachrichten|messages|mensajes|correos|messaggi|berichten|mailtjes|mensagens|wiadomosci|maile|spam\w{0,6}|harass\w{0,6}|pester\w{0,4}|belastig\w{1,4}|inbox)\b"
)
#: After a keyword: the list that somebody leaves.
FROM_A_LIST = compiled(
    r"(?:from|off|vom|von|aus|de|del|des|du|da|dal|dalla|dalle|van|uit|z|ze)(?: [^\s]{1,20}){1,4}"
)
OTHER_THINGS_NAMED = compiled(rf"\b{OTHER_THINGS}")
#: Said before a comma or nothing: "no thanks". It must not negate what follows.
NO_THANKS = compiled(
    r"\b(?:no|nein|non|nee|nao|nie|nej|nei)[, ]{1,2}(?:thanks|thank you|thx|danke|vielen dank|merci|gracias|grazie|bedankt|dank u|obrigad[oa]|dziekuje|tack|tak|takk)\b"
)
#: Politeness that no pattern needs. "Merci de" and "prosze" are verbs in a request, and stay.
PLEASE = compiled(
    r" ?\b(?:please|pls|plz|kindly|bitte|svp|stp|s'il (?:vous|te) plait|x favor|xfa(?:vor)?|porfi[sa]|por gentileza|pfv?|per piacere|x favore|x cortesia|ajb|aljeblieft|a\.u\.b\.?|bittesch\w{1,3}|dzieki|por favor|porfa|per favore|per cortesia|cortesemente|alstublieft|alsjeblieft|aub|(?:a\.u\.b|s\.v\.p|s\.t\.p)\.?|vanligen|snalla)(?!\w)"
)
THANKS = compiled(
    r"\b(?:(?:many |vielen |besten |mille |muchas |molte |hartelijk )?(?:thanks|thank you|thx|danke?|merci(?! (?:de|d'|pour)\b)|gracias|grazie|bedankt|obrigad[oa]|dziekuje|dziekujemy|tack|takk))\b(?: (?:in advance|im voraus|d'avance|so much|very much|again))?"
)
POLITE = compiled(
    r"\b(?:please|pls|plz|kindly|thanks|thank you|thx|ty|bitte|danke|svp|stp|s'il (?:vous|te) plait|merci(?: d'avance)?|(?:muchas )?gracias(?: de antemano)?|x favor|xfa(?:vor)?|porfi[sa]|por gentileza|pfv?|per piacere|x favore|x cortesia|ajb|aljeblieft|a\.u\.b\.?|bittesch\w{1,3}|com urgencia|z gory|dzieki|bardzo|por favor|per favore|porfa|grazie|obrigad[oa]|alstublieft|alsjeblieft|aub|graag|prosze|dziekuje|tack|snalla|vanligen|takk?|just|simply)(?!\w)"
)
#: What the button of a mail program sends in the sender's name.
BUTTON_TEXTS = compiled(
    r"(?:apple mail sent this|this (?:message|e-?mail) was (?:automatically )?(?:generated|sent)|unsubscribe request|list-unsubscribe=one-click|please unsubscribe|i (?:want|would like) to unsubscribe|(?:mail|outlook|gmail|yahoo)\b[^.\n]{0,60}unsubscribe|diese (?:nachricht|e-?mail) wurde automatisch)"
)
BUTTON_SUBJECTS = compiled(
    r"(?:list-?)?unsubscribe(?: (?:request|me|from list))?(?:[ :#=<\[(_-]{1,3}(?=\S{0,200}[\d@=])\S{1,200})?|opt-?out|remove(?: me)?|abmelden|desinscription|baja|leave"
)

#: How people write in haste.
SHORT_FORMS = {
    "nich": "nicht",
    "nix": "nichts",
    "niks": "niets",
    "nn": "non",
    "jms": "jamais",
    "dnt": "don't",
}
SHORT_FORM = compiled(rf"\b(?:{'|'.join(SHORT_FORMS)})\b")

WEAK_WORDS = compiled(
    r"\b(?:unsubscrib\w{0,6}|unsolicited|opt(?:ing|ed)?[ -]?out|spam\w{0,6}|mailing list|gdpr|dsgvo|rgpd|rodo|harass\w{0,6}"
    r"|remove (?:me|us|my)|take (?:me|us) off|off (?:this|your) list|delete my|(?:do not|don'?t) (?:e-?mail|contact|write)"
    r"|stop (?!by\b|in\b|over\b|at\b)\w{2,14}|stop(?=[.!,\n]|$)|leave me alone|(?<!for )reaching out"
    r"|abmelden|abbestellen|austragen|verteiler|keine (?:weiteren )?(?:e-?)?mails|unterlassen|in ruhe|desinscri\w{1,8}|desabonn\w{1,8}|ne plus (?:recevoir|me)"
    r"|de baja|suscripcion|no me (?:escrib|contact|mand|envi)\w{1,4}|cancellar\w{0,4}|disiscri\w{1,8}|rimuov\w{1,6}|non (?:mi )?(?:scriv|contatt)\w{1,6}|descadastr\w{1,4}|remova|afmeld\w{0,3}"
    r"|uitschrijven|niet meer mailen|wypis\w{1,5}|nie pisz\w{0,4}|nie pisac|rezygnuj\w|avregistrer\w{1,3}|avanmal\w{0,3}|avmeld\w{0,3})\b"
    r"|отпис|配信停止|退订|수신거부"
)

CLAUSE_END = compiled(
    r"[.!?;,:\n()]+|\s[-\u2013\u2014]+\s|\b(?:but|and|so|aber|und|mais|et|pero|ma|mas|e|maar|en|ale|i|men|och)\b"
)
#: Where a clause ends; a dash within words is none.
CLAUSE_BORDER = compiled(r"([.!?;,:()\n\u3002\uff01]+|\s[-\u2013\u2014]+(?=\s)|\s?[\u2013\u2014]\s?)")
#: Words that the writer only names.
QUOTED = compiled(r"\"[^\"\n]{1,80}\"|«[^»\n]{1,80}»|(?<!\w)'[^'\n]{1,60}'(?!\w)")
