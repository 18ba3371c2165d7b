"""The words of opt-outs, folded (no case, no accents), by language. Tables only."""

# ruff: noqa: E501, RUF001 - a phrase reads best on one line, and in its own letters

import re

from seqcli.inbound.reading import fold


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


# A line of only this is an opt-out, apart from polite words and punctuation.
KEYWORDS = frozenset(
    map(
        fold,
        # English
        [
            "stop",
            "stop it",
            "stop this",
            "stop all",
            "stop emails",
            "stop emailing",
            "stop mailing",
            "stop spam",
            "stop spamming",
            "unsubscribe",
            "unsubscribe me",
            "unsubscribe us",
            "unsubscribed",
            "unsub",
            "remove",
            "remove me",
            "remove us",
            "remove from list",
            "remove from your list",
            "opt out",
            "opt-out",
            "optout",
            "opt me out",
            "take me off",
            "take us off",
            "no more emails",
            "no more",
            # German
            "stopp",
            "abmelden",
            "abbestellen",
            "austragen",
            "austragung",
            "abmeldung",
            "loschen",
            "mich abmelden",
            "mich austragen",
            "mich loschen",
            "keine mails mehr",
            "keine e-mails mehr",
            "keine werbung",
            # French
            "arreter",
            "arretez",
            "desinscription",
            "desinscrire",
            "desinscrivez-moi",
            "desabonnement",
            "desabonner",
            "desabonnez-moi",
            "me desinscrire",
            "me desabonner",
            "supprimez-moi",
            "retirez-moi",
            # Spanish
            "baja",
            "dar de baja",
            "darme de baja",
            "deme de baja",
            "dame de baja",
            "cancelar suscripcion",
            "cancelar la suscripcion",
            "eliminar",
            "no mas correos",
            # Italian
            "cancellami",
            "cancellatemi",
            "cancellazione",
            "disiscrivimi",
            "disiscrivermi",
            "disiscrizione",
            "rimuovimi",
            "rimuovetemi",
            "basta",
            # Portuguese
            "descadastrar",
            "descadastre-me",
            "remova-me",
            "remover",
            "cancelar inscricao",
            "cancelar subscricao",
            "parar",
            "pare",
            # Dutch
            "afmelden",
            "uitschrijven",
            "afmelding",
            "meld mij af",
            "schrijf mij uit",
            "geen mails meer",
            # Polish
            "wypisz",
            "wypisz mnie",
            "wypisac",
            "rezygnuje",
            "usun mnie",
            "nie pisac",
            "stop mailom",
            # Swedish, Danish, Norwegian, Finnish
            "avregistrera",
            "avregistrera mig",
            "avsluta",
            "avanmal",
            "avanmalan",
            "sluta",
            "ta bort mig",
            "afmeld",
            "afmeld mig",
            "avmeld",
            "avmeld meg",
            "meld meg av",
            "peruuta tilaus",
            # Czech, Hungarian, Romanian, Russian, Turkish
            "odhlasit",
            "leiratkozas",
            "dezabonare",
            "отписаться",
            "отпишите меня",
            "стоп",
            "abonelikten cik",
            # Japanese, Chinese, Korean
            "配信停止",
            "退订",
            "退訂",
            "取消订阅",
            "수신거부",
            "수신 거부",
        ],
    )
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

_MAIL = r"(?:e-?mails?|e-?mailing|mails?|mailing|messages?|messaging|contacting|sending|writing|spamming|bothering|harassing|soliciting)"
_LIST = r"(?:(?:e-?mail(?:ing)?|mailing|contact|distribution|prospect|marketing|sales|cold|spam|subscri\w{2,8})s? ?)?(?:lists?|database|db|sequences?|campaigns?|crm|system|emails?|mailings?|records?|contacts)"
_MY = r"(?:me|us|(?:all )?(?:of )?my (?:e-?mail|mail|address|name|contact|details?|data|info\w{0,10}|personal)|our (?:e-?mail|address|domain|company)|this (?:e-?mail|address|mailbox|inbox))"

# Requests to end something, negated by "not" or "nicht" around them.
REMOVALS = _any_of(
    # English
    rf"\b(?:stop|quit|cease)(?: and desist)?(?: from)?(?: \w{{2,12}}){{0,2}}? {_MAIL}(?: \w{{2,12}}){{0,2}}? (?:me|us|my|our|to this|to me|these|this)\b",
    rf"\b(?:stop|cease) (?:these|this|your|all|the|any)(?: \w{{2,12}}){{0,2}}? {_MAIL}\b",
    rf"\bstop {_MAIL}\s*(?:$|[.!\n]|please)",
    rf"\b(?:take|get|cross|strike|drop|scratch) {_MY}(?: \w{{2,10}}){{0,2}}? (?:off|out of|from)(?: of)? (?:your|this|the|that|any|all|his|her|their)(?: \w{{2,12}}){{0,2}}? ?{_LIST}\b",
    rf"\b(?:remove|delete|erase|unlist|exclude) {_MY}(?: \w{{2,12}}){{0,3}}? (?:from|off|out of) (?:your|this|the|that|any|all|future)(?: \w{{2,12}}){{0,2}}? ?{_LIST}\b",
    rf"\b(?:please|pls|plz|kindly) (?:remove|delete|erase) {_MY}\b(?! from (?:the (?:cc|thread|meeting|invite|call)|cc))",
    r"\b(?:remove|delete|erase) (?:me|us|(?:all )?(?:of )?my (?:e-?mail )?(?:address|data|details|contact details|personal data))\s*(?:$|[.!,\n]|please|now|immediately|asap|from your)",
    r"(?<!to )\bunsubscribe (?:me|us|my (?:e-?mail|address|name)|this (?:e-?mail|address))\b",
    r"(?:^|[.!\n]\s?|please |pls )unsubscribe from (?:this|your|all|the)\b(?! (?:by|here|at|click|using|via))",
    r"\b(?:please|pls|plz|kindly) (?:unsubscribe|opt (?:me|us) out)\b",
    r"\b(?:i|we|i'd|we'd|i'm|am|are)(?: would| have| really| \w{2,10}ly)? (?:want|wish|like|need|asked|asking|trying|request(?:ing)?) (?:you )?to (?:unsubscribe|opt[ -]?out|be (?:removed|unsubscribed|taken off|deleted))\b",
    r"\bhow (?:do|can) (?:i|we) (?:unsubscribe|opt[ -]?out|get off (?:this|your))\b",
    r"\bopt (?:me|us) out\b",
    r"\b(?:take|get) (?:me|us) off\s*(?:$|[.!\n])",
    r"\bplease stop\s*(?:$|[.!\n])",
    r"(?:^|[.!\n]\s?|please )unsubscribe\s*(?:$|[.!\n])",
    r"\b(?:add|put) (?:me|us) (?:to|on|onto|in) (?:your|the|a) (?:do[ -]not[ -](?:contact|e-?mail|mail)|suppression|opt[ -]?out|black|block)\b",
    r"\bobject to (?:the |your |any )?(?:further )?processing of my\b",
    r"\b(?:leave (?:me|us) alone|lose my (?:e-?mail|address|number))\b",
    # German
    r"\b(?:nehmen sie|nimm|nehmt|streichen sie|streich|streiche|entfernen sie|entferne?n?|loschen sie|losche?n?|tragen sie|trage?n?) (?:bitte )?(?:mich|uns|meine?n?|unsere?n?|diese)\b[^.!?\n]{0,60}?(?:verteiler|liste|datenbank|kontakte|system|aus\b|raus\b|heraus\b|adresse|daten\b)",
    r"\bsehen sie (?:bitte )?von (?:weiteren|weiterer)\b",
    r"\b(?:mich|uns|meine (?:e-?mail-?)?(?:adresse|daten)) (?:bitte )?(?:aus|von) (?:ihre[mnr]|eure[mnr]|de[mnr])\b[^.!?\n]{0,40}?(?:loschen|entfernen|nehmen|streichen|austragen)",
    r"\bbitte (?:um )?(?:mich |uns )?(?:abmelden|austragen|abmeldung|austragung|loschen sie mich|loschung meiner)\b",
    r"\bmelde?n? (?:sie )?(?:bitte )?(?:mich|uns) (?:bitte )?(?:\w{2,12} )?ab\b",
    r"\b(?:horen sie|hor|hort) (?:bitte |endlich )?auf,?(?: damit| mir| uns)\b",
    r"\b(?:unterlassen|unterlasse) (?:sie )?(?:bitte |es |kunftig |zukunftig |jede|weitere|diese)",
    r"\bmochte (?:mich|uns) (?:\w{2,12} )?(?:abmelden|austragen)\b",
    r"\blassen sie mich (?:bitte )?in ruhe\b",
    # French
    r"\b(?:merci|veuillez|priere|je vous (?:prie|demande)|pouvez-vous|svp|s'il vous plait)(?: de)?(?: bien vouloir)? (?:me|nous|m'|arreter|cesser|supprimer|retirer|enlever)[^.!?\n]{0,15}?(?:desinscrire|desabonner|retirer|supprimer|enlever|de m'|de nous|vos (?:mails|messages|e-mails|envois)|mon adresse|mes (?:donnees|coordonnees))",
    r"\b(?:desinscrivez|desabonnez|retirez|enlevez|supprimez|otez|rayez)[- ](?:moi|nous)\b",
    r"\b(?:supprimez|retirez|enlevez|effacez) (?:mon (?:adresse|mail|e-?mail|contact|nom)|mes (?:donnees|coordonnees))\b",
    r"\b(?:arretez|cessez|stop)(?: immediatement)?(?: de|,)? (?:(?:m'|nous |me )(?:envoyer|ecrire|contacter|spammer|solliciter)|vos (?:mails|e-?mails|messages|envois))",
    r"\b(?:souhaite|veux|voudrais|desire) (?:me )?(?:desinscrire|desabonner|etre (?:retire|desinscrit|desabonne|supprime))",
    # Spanish
    r"\b(?:dadme|deme|denme|dame|darme|darnos|denos) de baja\b",
    r"\b(?:eliminen?me|quiten?me|borren?me|saquen?me|eliminarme|quitarme|borrarme|sacarme|borrame|eliminame|quitame|sacame) (?:por favor )?(?:de|del)\b",
    r"\b(?:elimine|eliminen|borre|borren|quite|quiten|borra|elimina|quita) (?:por favor )?(?:mi (?:correo|direccion|email|nombre|contacto)|mis datos)\b",
    r"\b(?:deje|dejen|deja|dejad|paren?) de (?:enviar|mandar|escribir|contactar|molestar)(?:me|nos)\b",
    r"\b(?:quiero|deseo|quisiera) (?:dar(?:me)? de baja|cancelar (?:la|mi) suscripcion)\b",
    # Italian
    r"\b(?:cancell(?:ami|atemi|imi|ateci)|rimuov(?:imi|etemi|ami|eteci)|toglie?(?:temi|mi)|elimin(?:ami|atemi))\b",
    r"\b(?:cancellate|cancelli|rimuovete|rimuova|eliminate|elimini|togliete|tolga) (?:per favore |pure )?(?:il mio|la mia|i miei|questo indirizzo)\b",
    r"\b(?:smettete(?:la)?|smetta|smettila|smetti|basta) (?:di|con) (?:inviar|mandar|scriver|contattar|disturbar|queste|questi)\w{0,4}",
    r"\b(?:vorrei|voglio|desidero|chiedo di) (?:disiscrivermi|cancellarmi|essere (?:rimoss|cancellat)[oa])\b",
    # Portuguese
    r"\b(?:remov[ae]|retire|exclu[ai]|tire|descadastre|apague|elimine)m?(?:-me(?![@\w-])| meu (?:e-?mail|endereco|nome|contato|contacto)| o meu (?:e-?mail|endereco|nome|contacto)| meus dados| os meus dados)\b",
    r"\bme (?:remova|retire|exclua|tire|descadastre)m? d(?:a|e|esta|essa|as|os)\b",
    r"\b(?:pare|parem|deixe|deixem) de (?:me )?(?:enviar|mandar|escrever|contatar|contactar)(?:-me)?\b",
    r"\b(?:quero|gostaria de|desejo) (?:me )?(?:descadastrar|cancelar (?:a|minha|a minha) (?:inscricao|subscricao|assinatura)|ser removid[oa])",
    # Dutch
    r"\b(?:haal|verwijder|schrap|schrijf|meld) (?:mij|me|ons|mijn (?:e-?mail|mail|adres|gegevens)\w{0,6})\b[^.!?\n]{0,40}?(?:van|uit|af|lijst|bestand|database)\b",
    r"\b(?:mij|me|ons|mijn \w{3,12}) (?:van|uit) (?:de|uw|deze|jullie|het|je) (?:\w{2,12} )?(?:\w{0,8}lijst|bestand|database) (?:te )?(?:halen|verwijderen|schrappen)",
    r"\b(?:verwijder|schrap) (?:a\.?u\.?b\.? |alstublieft |svp )?(?:mijn (?:e-?mail|mail|adres|gegevens)\w{0,6})",
    r"\b(?:stop|hou(?:d)? op) (?:\w{2,12} )?(?:met|alstublieft met) (?:het )?(?:sturen|mailen|e-?mailen|versturen|mij|me|deze|contact)",
    r"\b(?:wil|zou) (?:me|mij|ons) (?:graag )?(?:afmelden|uitschrijven)\b",
    # Polish
    r"\b(?:wypisz|wypiszcie|usun|usuncie|wykresl|skresl|skreslcie)(?:cie)? (?:mnie|nas|moj (?:adres|e-?mail)|moje dane)\b",
    r"\bprosze (?:o )?(?:mnie )?(?:wypisac|wypisanie|usunac|usuniecie|wykreslic|wykreslenie|skreslenie|zaprzestac|zaprzestanie|przestac)\b",
    r"\b(?:przestan|przestancie) (?:do mnie |mi )?(?:pisac|wysylac|mnie|spamowac)\b",
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

_OBJECT = r"(?: \w{2,12}){0,3}? (?:e-?mails?|messages?|mails?|newsletters?|mailings?|spam|solicitations?|communications?|offers?|from you)\b"
_END = r"(?: \w{2,12}){0,1}?\s*(?:again|any ?more|any longer|any further|ever|further|in (?:the )?future|at this (?:e-?mail|address)|to this (?:e-?mail|address)|[.!\n]|$)"

# Requests that contain their own "not".
REFUSALS = _any_of(
    # English
    rf"(?<!if you )(?<!why )\b(?:do not|don'?t|never) (?:\w{{2,10}} )?(?:e-?mail|mail|contact|write(?: to)?|message|spam|bother|send(?: any(?:thing| ?more| more| further)?)?(?: (?:e-?mails?|messages?|mails?))?(?: to)?) (?:me|us|this (?:e-?mail|address))(?: (?:any ?more )?(?:e-?mails?|messages?|mails?|spam|stuff|this))?{_END}",
    r"(?:^|[.!?,;\n]\s?|\bplease )no (?:more|further) (?:e-?mails?|messages?|contact|mailings?|communications?|spam)\b",
    rf"\b(?:do not|don'?t|no longer|never|not) (?:want|wish|care|like|need|consent)(?: to)? (?:to )?(?:(?:receive|get|have|see){_OBJECT}|hear from you|be (?:e-?mailed|contacted|on (?:your|this|the) (?:\w{{2,12}} )?list)|(?:you )?(?:to )?(?:contact|e-?mail) (?:me|us)|(?:any|more|your|these|this){_OBJECT})",
    r"\b(?:do not|don'?t) (?:have|give you)(?: my)? (?:permission|consent) to (?:contact|e-?mail|write)\b",
    # German
    r"(?:^|[.!?,;\n]\s?|\bbitte )(?:senden |schicken )?(?:mir |uns )?keine?r?n? (?:weiteren? |weitere |solchen? |werbe-?|unverlangten? |mehr )?(?:werbe-?)?(?:e-?mails?|mails?|nachrichten|werbung|anfragen|zusendungen|kontaktaufnahme)\b[^.!?\n]{0,25}?(?:mehr\b|zukommen|senden|schicken|erhalten|bekommen|zusenden|$|[.!\n])",
    r"\b(?:schreiben|kontaktieren|schicken|senden|mailen|belastigen|anschreiben)(?: sie)?(?: bitte)? (?:mich|mir|uns)(?: bitte)?(?: \w{2,12}){0,1}? (?:nicht mehr|nie wieder|nie mehr|nicht weiter|keine? \w{0,12} ?(?:mails?|e-?mails?|nachrichten|werbung))",
    r"\b(?:bitte |mich |uns )nicht (?:mehr|weiter) (?:kontaktieren|anschreiben|schreiben|mailen|belastigen|anmailen)\b",
    r"\b(?:mochte|will|wunsche) (?:\w{2,12} ){0,2}?(?:nicht (?:mehr |weiter )?(?:kontaktiert|angeschrieben)|keine? (?:\w{2,12} )?(?:e-?mails?|mails?|nachrichten|werbung|kontaktaufnahme|kontakt)\b)",
    # French
    r"\bne (?:m'|me |nous )(?:ecrivez|contactez|envoyez|sollicitez|relancez|spammez|ecris|contacte|envoie)[^.!?\n]{0,12}? (?:plus|jamais)\b",
    r"\bne (?:plus|pas) (?:me |m'|nous |jamais me )(?:ecrire|contacter|envoyer|solliciter|relancer)",
    r"\bne (?:souhaite|veux|desire|souhaitons|voulons) (?:plus|pas) (?:recevoir|etre (?:contacte|sollicite|demarche)|que vous)",
    r"(?:^|[.!?,;\n]\s?)plus (?:de|aucun) (?:mails?|e-?mails?|messages?|sollicitations?)\b\s*(?:$|[.!\n]|svp|s'il|merci)",
    # Spanish
    r"\bno (?:me|nos) (?:escriba|escriban|escribas|envie|envien|envies|mande|manden|mandes|contacte|contacten|contactes|moleste|molesten)[^.!?\n]{0,20}? (?:mas|nunca|otra vez|de nuevo|correos?|emails?|mensajes?)\b",
    r"\bno (?:quiero|deseo|queremos|deseamos) (?:recibir|que me|seguir recibiendo|mas (?:correos|emails|mensajes))",
    r"(?:^|[.!?,;\n]\s?|\bpor favor )no mas (?:correos?|emails?|mensajes?)\b",
    # Italian
    r"\bnon (?:mi |ci )?(?:scriv|contatt|invi|mand|disturb)\w{1,6}(?:mi|temi|ci)?(?: \w{2,12}){0,1}? (?:piu|mai piu)\b",
    r"\bnon (?:voglio|desidero|vogliamo|desideriamo|intendo) (?:piu )?(?:ricever|essere contattat|che mi|altre (?:e-?mail|mail))",
    # Portuguese
    r"\bnao (?:me |nos )?(?:envie|enviem|escreva|escrevam|mande|mandem|contate|contatem|contacte|contactem|incomode)(?:-me|-nos)?[^.!?\n]{0,20}? (?:mais|novamente|nunca)\b",
    r"\bnao (?:quero|desejo|queremos|gostaria de) (?:mais )?(?:receber|ser contat|ser contact|que me)",
    # Dutch
    r"\b(?:stuur|mail|schrijf|benader|contacteer)(?:t)? (?:mij|me|ons)(?: a\.?u\.?b\.?| alstublieft| svp)? (?:niet meer|nooit meer|geen \w{0,12} ?(?:mails?|e-?mails?|berichten|mail))",
    r"(?:^|[.!?,;\n]\s?|\b(?:graag|svp|alstublieft) )geen (?:verdere |nieuwe )?(?:mails?|e-?mails?|berichten|reclame) meer\b",
    r"\bgelieve (?:\w{2,12} ){0,2}?niet (?:meer|langer)\b",
    r"\b(?:(?:wil|wens|willen|wensen) (?:ik |wij |we )?(?:geen (?:\w{2,12} )?(?:mails?|e-?mails?|berichten)|niet meer (?:benaderd|gemaild|gecontacteerd)))",
    # Polish
    r"\b(?:prosze )?(?:nie (?:pisz|piszcie|wysylaj|wysylajcie|kontaktuj|kontaktujcie|przysylaj|przysylajcie)|o nie\w{0,12}|juz nie pisac|nie pisac|nie wysylac|nie kontaktowac|nie przesylac)(?: sie)?(?: \w{2,10}){0,3}? (?:wiecej|juz|nigdy|do mnie|mi|ze mna)\b",
    r"\bwiecej nie (?:pisac|wysylac|kontaktowac|przysylac)\b",
    r"\bnie (?:chce|zycze sobie|chcemy|zyczymy sobie|wyrazam zgody na)(?: juz)?(?: wiecej)? (?:otrzymywa\w{1,4}|dostawa\w{1,4}|kontakt\w{0,4}|mail\w{0,4}|wiadomosci|takich)",
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
    ]
)
CONDITION = re.compile(
    r"\b(?:if|when|wenn|falls|sollten|si|se|caso|als|indien|jesli|jezeli|om|hvis|jos|if you'd)\b"
)
ABOUT_ME = re.compile(r"\b(?:me|us|my|mich|mir|uns|meine?n?|moi|nous|mon|mes|me|mi|mij|mnie|mig|meg|oss)\b")
TRAILING_NEGATORS = re.compile(
    r"\b(?:nicht|niet|inte|ikke)\b(?! (?:mehr|meer|langre|lenger|langer|interessiert|geinteresseerd|intresserad))"
)

WEAK_WORDS = re.compile(
    r"\b(?:unsubscrib\w{0,6}|unsolicited|opt(?:ing|ed)?[ -]?out|spam\w{0,6}|mailing list|gdpr|dsgvo|rgpd|harass\w{0,6}"
    r"|remove (?:me|us|my)|take me off|take us off|delete my|(?:do not|don'?t) (?:e-?mail|contact|write)"
    r"|stop (?!by\b|in\b|over\b|at\b)\w{2,14}|stop(?=[.!\n]|$)|leave me alone"
    r"|abmelden|abbestellen|austragen|verteiler|keine (?:e-?)?mails|unterlassen|desinscri\w{1,8}|desabonn\w{1,8}|ne plus recevoir"
    r"|de baja|suscripcion|no me escrib\w{1,4}|cancellar\w{0,4}|disiscri\w{1,8}|rimuov\w{1,6}|descadastr\w{1,4}|remova|afmeld\w{0,3}"
    r"|uitschrijven|wypis\w{1,5}|nie pisz\w{0,4}|rezygnuj\w|avregistrer\w{1,3}|avanmal\w{0,3}|avmeld\w{0,3})\b"
    r"|отпис|配信停止|退订|수신거부"
)

CLAUSE_END = re.compile(
    r"[.!?;,:\n()]+|\s[-\u2013\u2014]+\s|\b(?:but|and|so|aber|und|mais|et|pero|ma|mas|e|maar|en|ale|i|men|och)\b"
)
POLITE = re.compile(
    r"\b(?:please|pls|plz|kindly|thanks|thank you|thx|bitte|danke|svp|s'il (?:vous|te) plait|merci|por favor|gracias|per favore|grazie|obrigado|obrigada|alstublieft|aub|graag|prosze|dziekuje|tack|snalla|vanligen|tak|takk)\b"
)
