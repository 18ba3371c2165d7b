"""The words of auto-replies, folded (no case, no accents), by language. Tables only."""

# ruff: noqa: E501, RUF001 - a phrase reads best on one line, in its own letters

from seqcli.inbound.date_phrases import MONTH
from seqcli.inbound.reading import fold
from seqcli.patterns import AnyOf, compiled

PREFIXES = tuple(
    map(
        fold,
        (
            "auto:",
            "auto :",
            "auto re:",
            "auto-re:",
            "automatic reply",
            "auto answer",
            "auto-answer",
            "autom. antwort",
            "auto reply",
            "auto-reply",
            "autoreply",
            "auto response",
            "auto-response",
            "autoresponse",
            "auto responder",
            "automated reply",
            "automated response",
            "automatic response",
            "out of office",
            "out of the office",
            "out-of-office",
            "ooo:",
            "away",
            "away from the office",
            "vacation reply",
            "vacation response",
            "on vacation",
            "on holiday",
            "on annual leave",
            "annual leave",
            "on leave",
            "on parental leave",
            "on maternity leave",
            "automatische antwort",
            "automatische beantwortung",
            "abwesenheit",
            "abwesend",
            "nicht im buro",
            "nicht im haus",
            "reponse automatique",
            "absence du bureau",
            "absent du bureau",
            "message d'absence",
            "absence :",
            "reponse auto",
            "respuesta auto",
            "respuesta automatica",
            "contestacion automatica",
            "fuera de la oficina",
            "fuera de oficina",
            "risposta automatica",
            "fuori ufficio",
            "fuori sede",
            "resposta automatica",
            "fora do escritorio",
            "ausencia temporaria",
            "automatisch antwoord",
            "automatisch bericht",
            "afwezig",
            "automatiskt svar",
            "automatiskt meddelande",
            "autosvar",
            "automatisk svar",
            "franvaro",
            "fravær",
            "ikke til stede",
            "automaattinen vastaus",
            "poissa",
            "automatyczna odpowiedz",
            "poza biurem",
            "automaticka odpoved",
            "automatikus valasz",
            "samodejni odgovor",
            "raspuns automat",
            "автоответ",
            "автоматическии ответ",
            "вне офиса",
            "otomatik yan\N{LATIN SMALL LETTER DOTLESS I}t",
            "automatinis atsakymas",
            "αυτοματη απαντηση",
            "自動応答",
            "自動返信",
            "自動回覆",
            "自动答复",
            "自动回复",
            "자동 회신",
            "자동 응답",
            "부재중",
        ),
    )
)
RECEIPTS = (
    "ticket received",
    "ticket created",
    "[ticket #",
    "[ticket id",
    "eingangsbestatigung",
    "empfangsbestatigung",
    "accuse de reception",
    "accuse reception",
    "acuse de recibo",
    "confirmacion de recepcion",
    "conferma di ricezione",
    "ontvangstbevestiging",
    "confirmacao de rec",
    "potwierdzenie otrzymania",
    "potwierdzenie przyjecia",
    "read:",
    "gelesen:",
    "lu :",
    "leido:",
    "letto:",
    "gelezen:",
    "not read:",
    "delivered:",
    "relayed:",
    "delivery status notification (success)",
    "delivery status notification (relay)",
    "successful mail delivery report",
    "zugestellt:",
)
# "We have received your message", in any of its word orders.
RECEIVED = AnyOf(
    r"^(?:\w+,? )?(?:mensaje|messaggio|mensagem|message|nachricht|bericht|wiadomosc|e-?mail|mail|correo) (?:bien |correctamente )?(?:recibido|ricevut[oa]|recebid[ao]|recue?|received|erhalten|ontvangen|otrzymana)\b",
    r"\b(?:you(?:'ll| will) hear (?:back )?from (?:us|our)|sie horen\b[^.!?]{0,40}\bvon uns|aurez de nos nouvelles|tendra noticias|avra nostre notizie|u hoort\b[^.!?]{0,30}\bvan ons|tera noticias|odezwiemy sie|(?:be)?dankt voor (?:het|uw) contact)\b",
    r"\b(?:accus\w+ (?:bonne )?reception|acus(?:o|amos) (?:recibo|a rece\w+)|conferm(?:o|iamo) (?:la ricezione|di aver)|bevestig\w* (?:wij |ik |hierbij )?(?:de )?ontvangst|potwierdzam\w* (?:otrzymanie|przyjecie)|bestatigen? (?:wir |ich )?(?:den |ihnen den )?(?:eingang|erhalt)|acknowledge receipt|confirma\w+ (?:a rece\w+|la recepcion))\b",
    r"\b(?:un miembro de nuestr|un membro del nostr|um membro da noss|czlonek nasz|ein mitglied unser|un membre de notr|een lid van on)\w+|\bunser team (?:pruft|wird|kommt|meldet)|\b(?:grazie per aver(?:ci)? |obrigad[oa] por (?:nos )?|danke?,? dass sie (?:uns )?|bedankt dat u )(?:contatt|contact)\w*",
    r"\b(?:(?:our|office|opening|service|business) hours|horario de (?:atendimento|atencion|oficina)|(?:offnungs|geschafts|service)zeiten|infolinia|openingstijden|horaires d'ouverture|orari(?:o)? (?:di apertura|d'ufficio)|service client\w* est ouvert|godziny (?:otwarcia|pracy))\b",
    r"\b(?:sehr viele|zahlreiche|large number of|high number of|muchas|numerosas|molte|numerose|veel|muitas|wiele|de nombreuses) (?:\w+ )?(?:anfragen|nachrichten|requests|messages|enquiries|consultas|richieste|aanvragen|berichten|solicitacoes|mensagens|zapytan|wiadomosci|demandes)|\b(?:wegens|door) (?:\w+ )?drukte\b",
    r"\byour (?:\w+ )?(?:message|e-?mail|mail|request|enquiry) is (?:now )?(?:in|with) (?:our|the) (?:queue|team|inbox)|\b(?:nachricht|anfrage|anliegen|e-?mail|mail)\b[^.!?]{0,25}\b(?:angekommen|eingetroffen)|\b(?:messaggio|mail|richiesta|domanda)\b[^.!?]{0,15}\b(?:arrivat|pervenut|registrat|inoltrat)[ao]|\b(?:bericht|vraag|aanvraag|mail)\b[^.!?]{0,20}\b(?:binnengekomen|aangekomen|in behandeling|doorgestuurd)|\b(?:mensagem|mail|pedido|chamado|ticket|solicitacao)\b[^.!?]{0,15}\b(?:chegou|abert[oa]|criad[oa]|registad[oa]|registrad[oa]|encaminhad[oa])\b",
    r"\b(?:due to|aufgrund|wegen|en raison|suite a|debido|a causa|devido|door|ze wzgledu|z powodu)\b[^.!?]{0,40}\b(?:volume|\w*anzahl|\w*zahl|nombre|volumen|numero|drukte|aantal|liczb\w)\b",
    r"\bmerci (?:de|d') ?(?:nous |m'|l')?avoir (?:contacte|ecrit)s?\b",
    r"\b(?:we|wir|nous|wij)\b[^.!?]{0,20}\b(?:received|got|recu|haben)\b[^.!?]{0,20}\b(?:message|note|e-?mail|mail|nachricht|anfrage|bericht)\b|\b(?:hemos|abbiamo) (?:recibido|ricevuto)\b|\b(?:we|wij) hebben\b[^.!?]{0,30}\bontvangen\b|\b(?:recebemos|otrzymalismy|dostalismy)\b",
    r"\b(?:operator[ei]?|atendente|consultor|medewerker|konsultant|pracownik|agente?|adviseur|conseiller|asesor|equipa?|team|zespol) (?:\w+ ){0,2}(?:respond|contest|rispond|reageer|beantwoord|odpow|repond|contact|skontakt|wird|neemt)\w*|\b(?:we|wir|nous|wij) (?:aim|try|endeavou?r|strive|bemuhen|streven) .{0,30}(?:respon|repl|answer|antwort|beantwo|repond)\w*|\b(?:is|ist|est|es|e) (?:very )?(?:important|wichtig) (?:to|fur) (?:us|uns)",
    r"\b(?:received|got) your (?:\w+ ){0,2}(?:message|e-?mail|mail|request|enquiry|inquiry|query|question|submission|ticket|application|correspondence)\b",
    r"\byour (?:\w+ ){0,2}(?:message|e-?mail|mail|request|enquiry|inquiry|query|submission|ticket|application)(?: \(?[#\w-]{1,20}\)?)? (?:has (?:now |just )?(?:been )?|was |is )(?:\w+ )?(?:reached us|received|registered|logged|created|submitted|assigned|opened|arrived|queued|forwarded)\b",
    r"\b(?:created|opened|logged|raised|assigned) (?:a|your|an?) (?:\w+ ){0,2}(?:ticket|case|request)\b|\bthank(?:s| you) for (?:contacting|reaching out to|getting in touch|writing to|e?-?mailing|your (?:\w+ )?(?:e-?mail|message|mail|enquiry|inquiry|request|interest))\b",
    r"\backnowledge?ment that\b|\b(?:member of (?:our|the) (?:\w+ )?team|someone (?:from|on|in) (?:our|the) \w+|our (?:\w+ )?team|(?:one of our |an? )(?:agents?|representatives?|advis[oe]rs?|specialists?)) (?:will|shall)\b|\bwir haben (?:sie|diese) erhalten\b|\b(?:mitarbeiter\w*|team|kollegen?) (?:wird|werden|meldet|kummert)\b|\b(?:un agente|un asesor|nuestro equipo) (?:se pondra|le|contactara)|\bun (?:conseiller|agent|collaborateur) vous\b|\b(?:ihre?|deine?|eure) (?:\w+ )?(?:e-?mail|mail|nachricht|anfrage|anliegen)\b.{0,40}\b(?:erhalten|eingegangen|empfangen|registriert|erfasst|aufgenommen|vermerkt)\b|\bvielen dank fur (?:ihre|deine) (?:anfrage|nachricht|e-?mail|kontaktaufnahme)",
    r"\b(?:bien|avons) recu votre\b|\bvotre (?:demande|message|mail|courriel|e-?mail)\b.{0,20}\b(?:transmise?|parvenue?|prise? en compte|recue?|enregistree?)\b",
    r"\b(?:hemos|he) recibido (?:su|tu)\b|\b(?:su|tu) (?:consulta|solicitud|mensaje|correo|peticion)(?: \w+)? ha (?:sido |llegado|quedado )(?:\w+ )?(?:registrad[oa]|recibid[oa]|asignad[oa]|correctamente|a nuestro)?|\bgracias por (?:contactar|ponerse|escribir)",
    r"\babbiamo ricevuto (?:la|il) (?:sua|tua|suo|tuo|vostr[ao])\b|\b(?:sua|tua|vostra|suo) [\w-]+ e stat[ao] (?:ricevut|pres|registrat|inoltrat)[ao]\b|\bgrazie per averci (?:contattat|scritt)o",
    r"\b(?:hebben|heb) (?:uw|je|jouw) (?:bericht|e-?mail|mail|aanvraag|vraag)\b.{0,30}\bontvangen\b|\b(?:bericht|e-?mail|aanvraag|vraag) (?:is|werd|staat) (?:\w+ ){0,3}(?:ontvangen|geregistreerd)\b|\bbedankt voor (?:uw|je) (?:bericht|mail|e-?mail|aanvraag)",
    r"\brecebemos (?:a |o )?(?:sua|seu)\b|\b(?:sua|seu) (?:mensagem|solicitacao|pedido|contato|contacto|e-?mail) (?:foi (?:\w+ )?(?:recebid|registrad|registad)[oa]|deu entrada)\b|\bobrigad[oa] (?:pelo|por) (?:seu|sua|o seu|nos|entrar)",
    r"\botrzymalismy\b|\b(?:zgloszenie|wiadomosc)\b.{0,25}\b(?:zarejestrowan|przyjet|otrzyman|dotarl)\w+|\bdziekujemy za (?:wiadomosc|kontakt|zgloszenie)",
    r"\b(?:mottagit|modtaget|mottatt|fatt) (?:ditt|din|deres|dit)\b|\btack for (?:ditt|att du)",
)
# What a receipt says besides, and a person who got our mail does not.
SERVICE = compiled(
    r"\b(?:binnen|in|within|innerhalb von|sous|en|entro|em) \d{1,2} (?:stunden|hours|heures|horas|ore|uur)\b|"
    r"\b(?:ordre d'arrivee|reihenfolge|orden de llegada|ordine di arrivo|volgorde|ordem de chegada|kolejnosci|mayor brevedad|maior brevidade|(?:piu )?breve tempo|logo que possivel|au plus (?:vite|tot)|quanto prima|najkrotszym|najszybciej|auf sie zu|kann\b.{0,20} dauern|langer duren|(?:un miembro de nuestr|un membro del nostr|um membro da noss|czlonek nasz|een van onze medewerk)\w+)\b"
    r"|"
    r"\b(?:someone|somebody|one of (?:our|the) \w+|an? (?:\w+ )?(?:colleague|agent|advisor)) (?:will|is going)|\b(?:ein(?:e[rs]?)?|unser\w*) (?:\w+ )?(?:mitarbeiter\w*|kolleg\w+|berater\w*|team|kundendienst)\b|\bun(?:e|o|a)? (?:de (?:nos|nuestr[oa]s) |dei nostri |nostro |nostra )?(?:collaborat\w+|conseill\w+|agente?|asesor\w*|companer[oa]|consulent\w|operator\w|colleg[ah]\w?|incaricato)\b"
    r"|\been (?:van onze )?(?:medewerker\w?|collega'?s?|adviseur)\b|\bum(?:a)? (?:dos nossos |nosso |das nossas )?(?:colega|atendente|agente|assistente|consultor)\w?\b|\bnasz\w? (?:pracowni\w+|konsultant\w?|zespol|doradca|specjalist\w)\b"
    r"|"
    r"\bsous peu\b"
    r"|"
    r"\b(?:response times?|antwortzeiten|bearbeitungszeit\w{0,2}|delais de reponse|tiempos? de respuesta|tempi di risposta|reactietijd\w{0,2}|tempos? de resposta|czas (?:odpowiedzi|oczekiwania))|\bwithin \d+ hours|\b(?:jours? ouvre|werktag|dias? (?:laborable|habil|util)|dias uteis|giorn[oi] lavorativ|werkdag|robocz|business day|working day)\w*|\b(?:ref|rif|nr|case|ticket)\b[ .:#]{1,4}[\w-]{0,6}\d{3,}"
    r"|"
    r"\bwithin \S{1,12} (?:to \w+ |\w+ )?(?:business |working )?(?:hours?|days?)\b|\b\d+ (?:business|working) days?|\bshortly\b|\bas soon as (?:possible|we can)|\bresponse times?\b|\breference(?: (?:number|id|no))?\b|\bticket\b|\bcase (?:number|id|no|#)|#\d{3,}|\bsupport (?:staff|team)|\bour team\b|\bautomat\w+|\bdo not reply|\bplease type your reply|\bin the order\b|\bwe aim to\b|\bhigh volume"
    r"|\bschnellst\w+|\bin kurze\b|\bumgehend\b|\bso (?:bald|schnell) wie moglich|\b(?:ticket|vorgangs|bearbeitungs|referenz)\s?-?nummer|\bbaldmoglichst|\bzeitnah\b|\binnerhalb\b|\bin bearbeitung"
    r"|\bmeilleurs delais|\bbrefs delais|\b(?:sous|de|dans) \d+ ?h|\bnumero\b|\bprochainement\b|\brapidement\b|\blo antes posible|\b(?:mayor|maxima) brevedad|\ben breve\b|\bplazo\b|\b\d+ horas|\bal piu presto|\bprima possibile|\bquanto prima|\bentro \S{1,10} (?:ore|giorni)|\ba breve\b|\bpresa in carico"
    r"|\bzo (?:snel|spoedig) mogelijk|\bspoedig\b|\bbinnen \S{1,10} (?:werk)?(?:dagen|uur)|\bgoede orde|\b(?:em|no prazo de) ate \d+|\bem breve\b|\bbrevemente\b|\b(?:mais|tao) (?:breve|rapid\w+)|\bassim que possivel|\bprotocolo\b|\bnajszybciej|\bwkrotce\b|\bw ciagu\b|\bnumer\w*\b|\bniezwlocznie|\bjak najszybciej|\bsa snart\b|\binom \S{1,8} (?:dagar|arbetsdagar|timmar)|\barendenummer"
)
NAME_IS_OUT = compiled(
    r"(?!(?:re|aw|sv|fw|fwd|wg|tr|rv)\s?:)[^?]{2,60} (?:is|am|will be) (?:\w+ )?(?:out of (?:the )?office|away(?: from| until|$)|on (?:\w+ )?(?:vacation|holidays?|leave|pto)\b)[^?]*$"
)

MACHINE_TEXTS = tuple(
    map(
        fold,
        (
            "this automatic reply",
            "this automated reply",
            "automatically generated message",
            "automatically generated reply",
            "automatically generated email",
            "automatic reply to your",
            "automatic response to your",
            "do not reply to this email",
            "please do not reply to this",
            "dies ist eine automatische",
            "diese nachricht wurde automatisch",
            "diese e-mail wurde automatisch",
            "automatisch generierte",
            "automatisch erstellt",
            "ceci est une reponse automatique",
            "ceci est un message automatique",
            "message genere automatiquement",
            "este es un mensaje automatico",
            "esta es una respuesta automatica",
            "mensaje generado automaticamente",
            "questa e una risposta automatica",
            "messaggio generato automaticamente",
            "esta e uma resposta automatica",
            "mensagem automatica",
            "dit is een automatisch",
            "automatisch gegenereerd",
            "to jest automatyczna",
            "wiadomosc wygenerowana automatycznie",
            "detta ar ett automatiskt",
            "dette er et automatisk",
            "это автоматическ",
            "это автоматическии",
        ),
    )
)
# "This is an automated message", with any words between.
MACHINE_SAYS = compiled(
    r"\bthis\b.{0,30}?\bauto(?:[- ]?(?:reply|response|responder)|(?:matic|mated|matically|[- ]?generated)\b(?: \w+){0,3}? (?:reply|response|message"
    r"|e-?mail|mail|notification|note|acknowledge?ment|answer|confirmation|notice|sent|generated|created))\b"
    r"|\bautomatisch\w* (?:ruckmeldung|antwort|abwesenheits|eingangs|nachricht|generiert|erstellt|versendet|verschickt|antwoord|bericht|gegenereerd|verzonden)\w*"
    r"|\b(?:reponse|message|mail|courriel|accuse de reception) (?:\w+ )?(?:automatique|genere)\b|\bgenerad[oa] (?:de forma )?automatic\w+|\b(?:respuesta|mensaje|correo) (?:\w+ )?automatic[oa]\b|\b(?:risposta|messaggio|mail) (?:\w+ )?automatic[oa]\b"
    r"|\b(?:resposta|mensagem|e-?mail) (?:\w+ )?automatic[oa]\b|\bautomatyczn\w+ (?:odpowied|wiadomo|mail)\w*|\b(?:odpowiedz|wiadomosc) (?:\w+ )?(?:automatyczn|wygenerowan)\w*"
    r"|\bautomat\w* (?:an \w+ \w+ |a \w+ \w+ |to \w+ \w+ |naar \w+ \w+ )?(?:forwarded|weitergeleitet|transmis\w*|reenviad\w*|inoltrat\w*|doorgestuurd|encaminhad\w*|przekazan\w*)|\b(?:forwarded|transmis\w*|reenviad\w*|inoltrat\w*|encaminhad\w*|przekazan\w*) automat\w*"
    r"|\bautomatisk\w* (?:svar|meddelande|besked|melding)|\bавтоматическ\w+ (?:ответ|сообщен|уведомл)\w*|\botomatik (?:yan|bir|mesaj|ileti)\w*"
)
DEAD_MAILBOX = compiled(
    r"(?:mailbox|e-?mail(?: address| account)?|address|account|inbox|postfach|e-?mail-adresse|boite|adresse|buzon|direccion|cuenta|correo"
    r"|casella|indirizzo|caixa|endereco|mailadres|adres|adressen|skrzynka|konto)\b.{0,40}?"
    r"(?:(?:no longer|not|nicht|n'est|ne sont|pas|plus|no|non|niet|nao|nie)\b[^.!?]{0,20}?\b(?:attended|manned|atiende|monitor|relevee?|surveille|consulte|atendid|revisad|vigilad|presidiat|controllat|lett[oa]|utilizzat|gelezen|beheerd|bekeken|gebruikt|lid[ao]|utilizad|verificad|uzywan|czytan|obslugiwan|sprawdzan|betreut|gelesen|genutzt)\w*"
    r"|en desuso|dismess[oa]|opgeheven|desativad[oa]|zlikwidowan\w|aufgelost|unattended|unmanned|unbesetzt|unbeaufsichtigt|desatendid[oa]|onbemand|incustodit[oa]"
    r"|(?:is|has been|was|are|'s) (?:no longer|not) (?:in use|active|monitored|valid|used|being monitored|read|checked|being (?:read|checked|used)|attended)"
    r"|no longer (?:exists|in use|active|monitored|valid|used|checked)|ha sido (?:desactivad|dada de baja|cerrad)|foi (?:desativad|encerrad)|e stat[ao] disattivat|(?:nie jest juz|jest juz nie|juz nie)\w*|nieaktywn\w*|nieaktualn\w*|has been (?:decommissioned|replaced|closed|deactivated|disabled|discontinued|retired|shut down)"
    r"|nicht mehr (?:in gebrauch|aktiv|gelesen|verwendet|genutzt|abgerufen|gultig|betreut|existiert)|wird nicht mehr|existiert nicht mehr"
    r"|n'est plus (?:\w+ )?(?:utilisee?|active|valide|consultee?|en service|relevee?|lue)|ya no (?:esta|se|existe)|ha dejado de"
    r"|non e piu|non (?:viene|verra|sara) piu|nao esta mais|ja nao|niet meer in gebruik|is niet meer|wordt niet (?:meer|langer)|nie jest juz"
    r"|(?:anvands|ar|lases) inte langre|(?:bruges|brukes|leses|læses) ikke (?:længere|lenger))"
)
# Our mail should go to another address from now on.
NEW_ADDRESS = compiled(
    r"\bnew (?:e-?mail )?address(?: is|:)|\bneue (?:e-?)?mail(?:-?adresse)?(?: lautet| ist|:)|\bnouvelle adresse\b|\bnueva (?:direccion|cuenta)|\bnuovo (?:indirizzo|recapito)|\bnieuwe? (?:e-?mail)?(?:adres)|\bnovo (?:endereco|e-?mail)|\bnowy (?:adres|e-?mail)|\bny (?:e-?post)?adress?e?\b|\bplease update your (?:records|address book|contacts)"
)
THIS = compiled(
    r"\b(?:this|the|my|your|dieses?|diese[rs]?|mein|meine|das|cette|ce|cet|esta|este|la|questa|questo|essa|esse|dit|deze|ten|ta|to|moj"
    r"|denna|den har|denne|die alte|the old|old|alte)(?: \w{1,12}){0,2} ?$|(?:^|[.!,] )$"
)
#: Who is there now instead of somebody who left.
SUCCESSOR = compiled(
    r"\b(?:successor|replacement|nachfolge\w{0,4}|ansprechpartner\w{0,5}|(?:mon|ma|notre) remplacante?|sucesora?|sostitut[oa]|successore|opvolg\w{2,4}|sucessora?|nastepc\w{1,3}|nastepczyni)\b"
)
#: Whoever leaves soon still answers.
NOT_YET = compiled(
    rf"\b(?:will|going to|soon|next \w+|in the \w+|im (?:sommer|herbst|winter|fruhjahr|fruhling)|bald|demnachst|nachste[nrs]? \w+|bientot|pronto|presto|binnenkort|em breve|wkrotce|(?:in|im|en|a|em|w) {MONTH})\b"
)
ASKED_POLITELY = compiled(
    r"\b(?:please|kindly|veuillez|merci (?:de|d')|bitte|wenden sie|por favor|dirij\w*|dirigirse|rivolger\w+|si prega|gelieve|neem (?:\w+ )?contact|prosze|prosimy)\b"
)
# Whoever writes so keeps the company; the sentence goes on with an answer.
LEFT_COMPANY = compiled(
    r"\b(?:desvinculad[oa] de|desligou-se d[ae]|desligad[oa] d[ae])\b|"
    r"^(?:\W*(?:hello|hi|dear|please note)\W[^.!?]{0,20})?(?:\w+ ){1,3}left (?!the\b|a\b|my\b|me\b|for\b)\w+ (?:at the end|in|on|as of)\b|\barbeitet?\b.{0,25}\bnicht (?:mehr|langer)\b|\bnicht (?:mehr|langer) bei \w+(?=[.,;!])|\bodszed\w{1,4} z\b|\bn'est plus (?:chez|collaborat|employe|dans nos|joignable a cette)\w*|\bya no (?:colabora|presta|esta en la)\b|\bnon (?:e piu (?:in azienda|(?:un )?dipendente|presso|con noi|parte)|collabora piu)|\b(?:ja nao|nao) (?:colabora|exerce|integra|esta na empresa|faz parte)\b|\bheeft (?:\w+ )?(?:\w+ )verlaten\b|\bnie (?:jest|pracuje) juz\b|\bjuz nie (?:jest|pracuje)\b"
    r"|"
    r"\b(?:ya no|piu|ja nao|plus|juz|niet (?:meer|langer)|nicht (?:mehr|langer))\b[^.!?;]{0,15}\b(?:empresa|azienda|societa|entreprise|firmie|bedrijf|unternehmen)\b"
    r"|"
    r"\b(?:changed (?:departments?|roles?)|abteilung gewechselt|change de service|cambiado de departamento|cambiato (?:reparto|ufficio)|van afdeling veranderd|mud(?:ei|ou) de departamento|zmieni\w{2,3} dzial)\b"
    r"|"
    r"\b(?:i|he|she)(?: have|'ve| has)? (?:now |recently )?(?:left \w+ (?:on|in|at|as of)|retired|moved on from \w+)\b|\b(?:he|ha) dejado (?:la|esta) (?:empresa|compania)|\bme he jubilado|\bse ha jubilado|\b(?:ho|ha) lasciato (?:la|l'|il) ?(?:azienda|societa|gruppo)?|\b(?:in|andat[oa] in) pensione\b|\b(?:deixei|deixou) (?:a|de trabalhar)|\b(?:aposent\w{2,4}-?(?:se|me)|reform(?:ou|ei)-(?:se|me)|me aposentei|se aposentou)|\bodszed\w{2,4} z\b|\bodesz\w{2,3} z\b|\b(?:na|przeszed\w{1,4} na|przesz\w{2,3} na) emeryture\b|\bruhestand\b|\bin (?:rente|pension)\b|\ba la retraite\b|\bmet pensioen\b|\bi(?:'ve| have) retired\b|\bverlassen\. "
    r"|"
    r"no longer (?:with\b|works?(?! on)\b|working\b(?! on)|employed\b|part of\b|at\b|an employee\b|a member\b)|(?:has|have) (?:now |recently |since )?(?:left|departed|moved on|retired)\b|\bleft (?:the company|our company|us\b|the organi|the firm|the business)"
    r"|\b(?:does|do)(?:n't| not) work (?:here|at|for)\b.{0,30}\b(?:any ?more|any longer)"
    r"|nicht (?:mehr|langer) (?:fur|bei|im|in|teil)\b.{0,40}?(?:tatig|beschaftigt|unternehmen|hause?|angestellt|firma|arbeit)|arbeitet? nicht (?:mehr|langer)|ausgeschieden|\bich habe (?:\w+ ){1,4}verlassen|(?:unternehmen|firma|haus|gesellschaft)(?: \w+){0,3} verlassen"
    r"|\blast (?:working )?day (?:at|with|in)\b.{0,30}\bwas\b|\bj'ai quitte\b|ne (?:travaille|fait|fais) plus(?: partie)?|a quitte (?:la|notre|l'|ses|son)|n'est plus (?:en poste|parmi|salarie|dans l)"
    r"|ya no (?:trabaj[oa]|forma parte|formo parte|pertenece|esta con)|dejo de trabajar|ha dejado (?:de trabajar|la|nuestra) (?:empresa|compania)"
    r"|non (?:lavor[oa]|fa|faccio) piu|ha lasciato (?:la|l')"
    r"|ja nao (?:trabalh[ao]|faz)|nao (?:trabalh[ao]|faz|faco) mais|(?:deixou|saiu d)[ae]? (?:a |na )?empresa"
    r"|niet (?:meer|langer) (?:werkzaam|in dienst|bij|werkt)|werkt? (?:\w+ )?niet (?:meer|langer)|uit dienst|arbeitsverhaltnis\b.{0,40}\b(?:endet|beendet)|passed away|died\b|ist verstorben|est decedee?|ha fallecido|e (?:deceduto|mancat[oa])|is overleden|faleceu|zmarl[aoy]?\b|jubilad[oa]\b|\bna emeryturze|(?:unternehmen|firma|gesellschaft) (?:zum|per|am|seit|mit)\b.{0,25}verlassen|quitte (?:mes|ses) fonctions|zakonczyl\w* (?:wspolprac|prac)"
    r"|nie pracuj[ea]\w* (?:juz )?|juz nie pracuj[ea]|nie jest juz (?:pracowni|zatrudn)"
    r"|(?:arbetar|jobbar) inte langre|har slutat|(?:arbejder|jobber) ikke (?:længere|lenger)|har sluttet"
    r"|больше не работает|artik calismiyor|ei ole enaa tyossa|jiz nepracuje"
)

# --- Challenges: a machine that wants a proof before it delivers our mail

CHALLENGE_NAMES = compiled(
    r"\bboxbe\b|\bspam ?arrest|\btmda\b|\bmailblocks\b|\bsendio\b|\bchoicemail\b|\bknowspam\b|\bspamcop challenge|\bactive spam killer|\bbluebottle\b|\bspamblocker\b|\bchallenge[- ]response"
)
CHALLENGE_PROOF = compiled(
    r"\b(?:verif|confirm|prov|validat|authenticat)\w*\b.{0,60}\b(?:human|real person|live person|a person|not a (?:\w+ )?(?:bot|robot|machine|spam\w*|computer)|your (?:identity|address|e-?mail address|message|e-?mail))\b|\bsender (?:verification|confirmation)\b"
    r"|\bprotect\w* (?:(?:him|her|them|my|your|it)sel\w+|me|my|his|her|their|this|the|our)\b.{0,40}\b(?:junk|spam|unwanted|unsolicited)|\bto protect \w+ .{0,30}\b(?:junk|spam)|\bsenders? (?:that )?(?:i|we)(?: have|'ve)? (?:\w+ )?approved|\bapproved senders?\b|\bnot (?:yet )?on (?:\w+ )?(?:\w+'s )?(?:white-?\s?list|allow-?\s?list|list of)|\byour address (?:was|is) not recogni|\bnot on (?:my|the|his|her) (?:\w+ )?list\b"
    r"|\bbestatig\w* .{0,40}\b(?:mensch|absender|adresse)|\bconfirm\w* que (?:vous etes|es usted|es un|voce e|eres)|\bconferm\w* .{0,40}\b(?:umano|persona|indirizzo)|\b(?:humain|humano|mensch|czlowiek)\w*\b"
)
CHALLENGE_ACT = compiled(
    r"\b(?:click|follow|visit|open) (?:on )?(?:the|this|here|below|on)\b|\bfill (?:out|in) the\b|\breply to this (?:message|e-?mail|mail)|\b(?:auf|den) (?:\w+ )?link\b|\bcliqu\w+|\bhaga clic|\bclicc\w+|\bclique\b|\bklik\w+|\bby (?:clicking|visiting|following|replying)\b"
)
CHALLENGE_MAIL = compiled(
    r"\byour (?:e-?mail|message|mail)|\b(?:message|e-?mail|mail) (?:that )?you (?:have )?sent|\b(?:receive|read|see) your|\bincoming (?:messages|mail)|\b(?:ihre|deine) (?:e-?mail|mail|nachricht)"
    r"|\bvotre (?:message|mail|courriel|e-?mail)|\b(?:su|tu) (?:mensaje|correo)|\b(?:sua|suo|tuo|tua|vostro) (?:messaggio|mail|e-?mail|mensagem)|\b(?:uw|je) (?:bericht|mail|e-?mail)|\bwiadomosc"
)
CHALLENGE_HELD = compiled(
    r"\b(?:deliver|releas|held|hold|holding|queue|quarantin|wait|guest list|white-?\s?list|allow only|allow incoming|approved? (?:sender|list)|just this once|only (?:have to|need to)? ?(?:do this )?once|won't have to do this again|receive your (?:e-?mail|message|mail)|one[- ]time|pending|zugestellt|zuruckgehalten|zustell|livre|remis|entregad|en attente|consegn|recapit|bezorg|dostarcz)\w*"
)
NO_MORE = compiled(
    r"\b(?:no longer|closed|deactivated|mehr|plus|ya no|piu|mais|ja nao|meer|langer|juz|langre|lenger|længere)\b"
)
