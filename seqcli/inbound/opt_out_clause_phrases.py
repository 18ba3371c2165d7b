"""The words that opt-outs are made of, folded (no case, no accents), by language. Stems and forms, no sentences. Tables only.

Verbs stand in the forms of a request: imperative, infinitive, subjunctive. What somebody did, or does himself, is none.
"""

# ruff: noqa: E501 - a row reads best on one line

import re
from typing import NamedTuple

from seqcli.patterns import AnyOf, compiled


class Words(NamedTuple):
    """The words of one language.

    `take` is a verb that means a removal only beside a list. `acts` finds what `stop`, `remove`, `take` and `no` find.
    """

    remove: re.Pattern[str]
    take: re.Pattern[str]
    me: re.Pattern[str]
    to_me: re.Pattern[str]
    my_data: re.Pattern[str]
    lists: re.Pattern[str]
    stop: re.Pattern[str]
    write: re.Pattern[str]
    send: re.Pattern[str]
    mail: re.Pattern[str]
    wish: re.Pattern[str]
    get: re.Pattern[str]
    your: re.Pattern[str]
    no: re.Pattern[str]
    more: re.Pattern[str]
    acts: AnyOf


def _words(*, me: str, to_me: str = "", **rows: str) -> Words:
    rows |= {"me": me, "to_me": to_me or me}
    patterns = {name: rf"(?<![\w-])(?:{row})(?!\w)" for name, row in rows.items()}
    acts = AnyOf(*(patterns[name] for name in ("stop", "remove", "take", "no")))
    return Words(acts=acts, **{name: compiled(pattern) for name, pattern in patterns.items()})


#: One mail out of many: "delete my last mail".
_ONE_MAIL = r"(?:last|latest|previous|earlier|first|letzte|vorige|vorherige|erste|dernier|precedent|premier|ultim|anterior|primer|laatste|eerdere|ostatni|poprzedni|pierwsz)"


_PRIVATE = r"(?:private|personal) (?:e-?mail|address|inbox)|(?:private[nrs]?|personliche[nr]?) (?:e-?mail-?)?(?:adresse|mail)|adresse (?:privee|perso\w{0,6})|(?:direccion|correo) (?:personal|privad[oa])|indirizzo (?:privato|personale)|prive-?(?:adres|mail)|(?:endereco|e-?mail) pessoal|prywatn\w{1,3} (?:adres|mail)\w{0,1}"


def _data(owners: str, things: str, this: str) -> str:
    about = r"(?:[\w']+ ){0,4}(?:(?:about|on|over) me|(?:uber|zu) m(?:ich|ir|einer person)|sur moi|me concernant|mi[oa]s|sobre mim?|su di me|over mij|na moj temat|o mnie|dotyczac\w{1,4} mnie)"
    return rf"(?:{owners}) (?:(?!{_ONE_MAIL})[\w'-]{{3,16}} )?(?:{things})|(?:{this})|{_PRIVATE}|(?:{things}) {about}"


LANGUAGES = (
    # English
    _words(
        remove="(?<=if you )(?:removed|deleted|erased)|clear(?= (?:my|our)\\b)|(?:removed|deleted|erased|wiped|purged|forgotten|unsubscribed)(?=$| from| off| out| and\\b)|remov(?:e|ing|al)|delet(?:e|ing|ion)|eras(?:e|ing|ure)|unsubscribe|purge|wipe|scrub|unlist|forget|suppress|blacklist",
        take="(?<=if you )(?:took|dropped|left)(?=.{0,60} (?:off|out of|from)\\b)|(?:tak(?:e|ing)|strike|cross|drop|leave|keep|get|clear|exclude)(?=.{0,60} (?:off|out of|from)\\b)",
        me="me|us|myself|ourselves",
        my_data=_data(
            "my|our|all my|all our",
            "opt-?out|e-?mail|address(?:es)?|name|contact|details?|data|info\\w{0,10}|records?|number|domain|company",
            "this (?:e-?mail|address|mailbox|inbox)",
        ),
        lists="outreach|cadences?|drip|(?:\\w+[- ])?lists?|database|mailings?|crm|distribution|sequences?|campaigns?|newsletters?|records|system|books",
        stop="spare|cancel(?=.{1,30}(?:mails?|messages?|communications?)\\b)|stop|stopped|cease|desist|quit|refrain|avoid|discontinue",
        write="pitch(?:ing)?|prospect(?:ing)?|(?:e-?mail|mail|contact|messag|spam|bother|text|ping|pester|approach|solicit|target|harass)(?:e|ing|ed|s)?|writ(?:es?|ing)|reach(?:ing)? out|follow(?:ing)? up|get(?:ting)? in touch|chas(?:e|ing)",
        send="send(?:ing)?|keep sending",
        mail="follow[- ]?ups?|info(?:rmation)?|promotions?|ads|advert\\w{0,8}|marketing|(?:cold |sales )?(?:e-?)?mails?|mailings?|messages?|newsletters?|spam|communications?|contact|outreach|correspondence|solicitations?|pitches|follow-?ups?|offers|anything|this|these|stuff|crap|junk",
        wish="make sure|ensure|see to it|keen|want|wish|like|care|need|rather|prefer|interested|so that",
        get="be (?:a )?part of|be (?:on|in)|receiv(?:e|ing)|get|getting|see|seeing|hear|hearing|be (?:e-?mailed|contacted|bothered|approached|chased)|read(?:ing)?",
        your="from you|from your \\w+|your|you|these|this",
        no="no|not|don'?t|didn'?t|did not|won't|never(?! mind)|nobody|no one|cannot|nothing|n't|without",
        more="continu(?:e|ing)|follow[- ]?ups?|again|any ?more|any longer|further|no longer|never(?! mind)|no more|more|in (?:the )?future",
    ),
    # German
    _words(
        remove="geloscht|entfernt|gestrichen|ausgetragen|abgemeldet|gesperrt|rausgenommen|(?:zu )?losch(?:en|t|e|ung)|(?:zu )?entfern(?:en|t|e|ung)|streich(?:en|t|e|ung)|austragen|auszutragen|austragung|tilgen|vernicht(?:en|et|e)|sperr(?:en|t|e)|abmelden|abzumelden|austragt",
        take="ausschliess\\w{1,3}|auszuschliessen|schliess\\w{1,3}(?=.{0,60} aus\\b)|ausgenommen|ausnehmen|(?:nehm(?:en|t|e)|nimm|tragen|tragt|trag|schmeiss\\w{0,2}|werf(?:en|t)|wirf)(?=.{0,60} (?:aus|von|vom|raus)\\b)|(?:her)?aus(?:zu)?nehmen|raus(?:zu)?nehmen|(?:aus|von|vom)\\b.{0,60} (?:nehmen|werfen|holen)|raus|heraus",
        me="mich|uns",
        to_me="mich|mir|uns",
        my_data=_data(
            "meine[nr]?|mein|unsere[nr]?|unser|samtliche meiner",
            "\\w{0,16}daten|\\w{0,8}-?adressen?|(?:e-?)?mail\\w{0,3}|kontakt\\w{0,6}|namen?|angaben|eintrag",
            "diese (?:e-?)?(?:mail-?)?adresse",
        ),
        lists="\\w{0,10}kampagnen?|\\w{0,10}aktionen|sequenz\\w{0,2}|\\w{0,16}verteiler\\w{0,2}|\\w{0,16}listen?|datenbank(?:en)?|kartei|adressbuch|bestand|system|newsletter\\w?|mailings?",
        stop="erspar\\w{1,3}|abzustellen|abstellen|einzustellen|aufhoren|hor\\w{0,3}(?=.{0,60} auf\\b)|(?:zu )?unterlass\\w{0,3}|unterlasst|stopp(?:en|t|e)?|beend(?:en|et|e)|verzicht(?:en|et|e)|absehen|abzusehen|abstand|seh(?:en|t)(?=.{0,60} ab\\b)|einstellen|einzustellen|stell(?:en|t|e)?(?=.{0,60} ein\\b)|verschon(?:en|t|e)|schluss|reicht",
        write="behelligt|stor(?:en|t|e)|bedrang(?:en|t)|an(?:zu)?sprechen|zuspammen|zu(?:zu)?mullen|(?:zu )?(?:an)?schreib(?:en|t|e)?|anzuschreiben|angeschrieben|(?:zu )?kontaktier(?:en|t|e)|mail(?:en|t)|an(?:zu)?mailen|belastig(?:en|t|e)|behellig(?:en|t|e)|nerv(?:en|t)|(?:zu )?melden|meldet|meld|nach(?:zu)?fassen|nach(?:zu)?haken|spammen|spammt|kontakt\\w{0,9}|bombardier(?:en|t|e)",
        send="(?:zu)?(?:zu)?schick(?:en|t|e|s)?|(?:zu)?(?:zu)?sende?(?:n|t)?|zukommen|versand",
        mail="infos?|informationen|infomaterial|follow-?ups?|reklame|newsletters?|mailings?|belastigung(?:en)?|nachfragen|(?:werbe-?|spam-?)?(?:e-?)?mails?|nachrichten?|werbung|zusendung(?:en)?|spam|newsletter|angebote|akquise\\w{0,8}|anschreiben|kontaktaufnahmen?|kontakt\\w{0,9}|anfragen|nichts|sowas|so (?:et)?was|zeug|mist|kram",
        wish="dass (?:ich|wir)|damit (?:ich|wir)|verzichte\\w?|lege|wunscht|bitte darum|mocht\\w{1,3}|will|wollen|wunschen?|brauch(?:e|en)|wert",
        get="erhalte|bekomme|kriege|(?:gestort|genervt|bedrangt|kontaktiert) (?:zu )?werden|wert auf|erhalten|bekommen|kriegen|sehen|horen|lesen|(?:kontaktiert|angeschrieben|belastigt|angemailt|behelligt) werden",
        your="von (?:ihnen|euch|dir)|ihre[nrms]?|eure[nrms]?|deine[nrms]?|diese[nrms]?|solche[nrms]?|dieser art",
        no="nicht|niemand|nie|niemals|kein(?:e|en|er|es|em|erlei)?|nichts|ohne",
        more="follow[- ]?ups?|fortan|mehr|weiter(?:e|en|er|es|hin)?|wieder|noch ?mals?|noch einmal|erneut\\w{0,2}|(?:zu)?kunftig|in zukunft|nie|niemals",
    ),
    # French
    _words(
        remove="(?:soient|soit|etre) (?:supprime|efface|retire|desinscrit|raye|radie|enleve|desabonne)\\w{0,2}|(?:me |m'|nous )?(?:desinscri(?:re|vez|s|ption)|desabonn(?:er|ez|e|ement)|supprim(?:er|ez|e|es)|suppression|effac(?:er|ez|e|es)|effacement|ray(?:er|ez|e)|radi(?:er|ez|e)|retir(?:er|ez|e|es)|retrait|enlev(?:er|ez|e|es)|ot(?:er|ez))",
        take="ecart(?:er|ez)|sort(?:ir|ez)|sors|vir(?:er|ez|e)|exclu(?:re|ez|s)",
        me="(?:me|moi|nous)(?![^ -])|m'\\w+|(?:\\w+-)?(?:moi|nous)",
        my_data=_data(
            "mon|ma|mes|notre|nos|toutes mes",
            "adresse|(?:e-?)?mail|contact|nom|numero|donnees|coordonnees|infos?|informations?|fiche|societe",
            "cette adresse|ce mail",
        ),
        lists="campagnes?|sequences?|listings?|repertoires?|listes?|fichiers?|bases?|envois?|mailings?|diffusion|newsletters?|carnet|crm|prospection|abonnement",
        stop="epargn(?:er|ez|e)|mettre (?:fin|un terme)|mettez (?:fin|un terme)|arret(?:er|ez|e|es)|cess(?:er|ez|e|es)|stopp(?:er|ez|e)|evit(?:er|ez|e)|absten(?:ir|ez)|inutile|dispens(?:er|ez)|stop|marre|assez|basta(?! un[ae]?\\b)",
        write="(?:m'|me |nous )?(?:re)?(?:embete[rz]|prospect(?:er|ez|e)|appel(?:er|ez)|emmerd(?:er|ez|e)|contacti(?:ez|ons)|ecriv(?:iez|e)|sollicitiez|relanciez)|(?:m'|me |nous )?(?:ecri(?:re|vez|s)|(?:re)?contact(?:er|ez|e|es)|(?:re)?sollicit(?:er|ez|e|es)|relanc(?:er|ez|e|es)|spamm(?:er|ez|e)|derang(?:er|ez|e)|harcel(?:er|ez|e)|demarch(?:er|ez|e)|importun(?:er|ez|e)|rev(?:enir|enez|eniez) vers|insist(?:er|ez|e)|embet(?:er|ez|e))",
        send="(?:m'|me |nous )?(?:envo(?:yer|yez|ie|ies|i)|adress(?:er|ez))",
        mail="infos?|informations?|offres?|promo\\w{0,6}|reclames?|demarchages|courriers?|(?:e-?)?mails?|messages?|envois?|relances?|sollicitations?|spams?|courriels?|contacts?|demarchage|communications?|pubs?|publicites?|newsletters?|prospection|rien|ca|cela|ce genre|ces trucs",
        wish="que (?:je|j'|nous)|afin de|pour|souhait\\w{1,5}|veu(?:x|t)|voul\\w{2,4}|desir\\w{1,5}|aimer\\w{2,4}|voudr\\w{2,4}|comment",
        get="recoi(?:ve|s)|recevions|etre (?:importune|embete|prospecte)\\w{0,2}|recevoir|avoir|lire|voir|etre (?:re)?(?:contacte|sollicite|demarche|relance|derange)\\w{0,2}|entendre",
        your="de (?:vous|toi|votre part)|vos|votre|tes|ces|cette?|aucun\\w{0,2}|ce genre",
        no="ne|n'|pas|personne|jamais|aucun\\w{0,2}|rien|sans",
        more="continu(?:er|ez|e)|relances?|re(?:contact|sollicit|ecri)\\w{1,5}|plus|jamais|davantage|a l'avenir|desormais|a nouveau|encore",
    ),
    # Spanish
    _words(
        remove="(?:elimin|borr|quit)(?:aran?|aras|aseis|asen?)|(?:sean|sea|ser) (?:eliminad|borrad|suprimid|cancelad|retirad|quitad)[oa]s?|(?:elimin|suprim)iendo|(?:elimin|borr)(?:e|en|a|ad|ar|es|eis)(?:me|nos|los|las|lo|la)?|suprim(?:a|an|e|ir)(?:me|nos)?|supresion|eliminacion|borrado|desuscrib\\w{1,6}|dar\\w{0,4} de baja|de(?:n|me|nme|nos|d|is|s)? de baja|dad\\w{0,3} de baja|da(?:me|nos)? de baja|doy de baja|cancel(?:e|en|a|ar)(?:me)?|cancelacion|mi baja|la baja",
        take="exclu(?:yan?|yas|id|ir|ye)(?:me|nos)?|quit(?:e|en|a|ad|ar|es|as)(?:me|nos|enme)?|quitenme|saqu(?:e|en|es)(?:me|nos)?|sac(?:a|ad|ar|as)(?:me|nos)?|retir(?:e|en|a|ad|ar|es)(?:me|nos)?|salgo|remuev(?:a|an)(?:me|nos)?|exclu(?:ya|yan|ir)(?:me|nos)?|salir\\w{0,2}",
        me="me|nos|\\w{3,}(?:me|nos)",
        my_data=_data(
            "mi|mis|nuestr[oa]s?|todos mis",
            "correo|direccion|(?:e-?)?mail|nombre|contacto|numero|cuenta|datos|empresa",
            "est[ea] (?:correo|(?:e-?)?mail|direccion|cuenta)",
        ),
        lists="campanas?|secuencias?|listas?|bases?|envios|boletin\\w{0,2}|mailing|newsletter|registros?|suscripcion|difusion",
        stop="ahorr(?:e|en|ad|ar)(?:me|nos|se)?|dej(?:e|en|a|ad|es|eis|ar|aras|aran)(?= (?:ya )?de\\b)|par(?:e|en|a|ad|es|ar)(?= (?:ya )?(?:de|con)\\b)|par(?:e|en|ad)(?= (?:\\w{4,16} )?(?:est|es)[aeo]s? )|ces(?:e|en|ad|ar)|absteng\\w{1,5}|abstener\\w{0,2}|evit(?:e|en|a|ad|ar)(?:nos)?|(?:ces|par|dej)(?:aran?|aras|asen?)|basta(?! (?:una?|que|con (?:que|una?)|solo)\\b)|alto|suspend(?:a|an|er)|hart[oa] de",
        write="(?:contact|molest)(?:aran?|aras|aseis|asen?|ando)(?:me|nos)?|escrib(?:ieran?|ieras|iendo)(?:me|nos)?|agobi(?:es|e|en|eis|ar)(?:me)?|llam(?:e|en|es|eis|ar)(?:me|nos)?|acos(?:e|en|es|ar)(?:me)?|escrib(?:a|as|an|ais|ir|e|es)(?:me|nos|le)?|contact(?:e|en|es|eis|ar|ad)(?:me|nos)?|molest(?:e|en|es|eis|ar)(?:me|nos)?|insist(?:a|as|an|ais|ir)|spame\\w{1,5}|moleste\\w{0,3}",
        send="(?:envi|mand)(?:aran?|aras|asen|eis)|(?:envi|mand)(?:e|en|es|eis|ar|ando|a|as)(?:me|nos|le)?|remit\\w{1,5}|lleg(?:ar|ue)",
        mail="informacion|info|promociones|anuncios|seguimientos?|correos?|envios?|boletin\\w{0,2}|(?:e-?)?mails?|mensajes?|publicidad|spam|comunicacion(?:es)?|newsletters?|ofertas|propaganda|contacto|nada|esto|eso|cosas|informacion comercial",
        wish="que (?:yo )?no|quier\\w{1,3}|quer(?:emos|ria|riamos)|dese(?:o|a|amos)|quisier\\w{1,4}|agradec\\w{1,6}|prefier\\w",
        get="reciba(?:mos)?|ser (?:molestad|importunad)[oa]s?|recib(?:ir|iendo|a)|ver|leer|saber|tener noticias|ser contactad[oa]s?|seguir recibiendo",
        your="de (?:usted|ustedes|vosotros|ti)|su parte|sus?|tus?|vuestr[oa]s?|est[eo]s?|estas?|es[eo]s?|ningun\\w?|tanto",
        no="no|nunca|nadie|ningun[ao]?|jamas|ni|sin",
        more="sig(?:a|as|an|ais)|seguir|continu\\w{1,4}|seguimientos?|ya(?= no)|recontact\\w{1,5}|mas|nunca|jamas|otra vez|de nuevo|nuevamente|volver|vuelv(?:a|as|an|ais)|volvieras?|volvieran|ocurra|en (?:el )?futuro|en adelante|futuras?",
    ),
    # Italian
    _words(
        remove="(?:vengano|venga|siano|sia|essere|venire) (?:cancellat|rimoss|eliminat|tolt|disiscritt)[oaie]|(?:cancell|elimin)iate(?:mi|ci)?|rimuoviate|cancell(?:a|i|are|ate|ino)(?:mi|ci|lo|la|li)?|cancellar(?:mi|ci)|cancellazione|rimuov(?:a|ere|ete|ano|i)(?:mi|ci|lo)?|rimuover(?:mi|ci)|rimozione|elimin(?:a|i|are|ate|ino)(?:mi|ci|lo|li)?|eliminar(?:mi|ci)|disiscriv\\w{1,6}|disiscrizione|annull(?:are|a|ate|i)|depenn\\w{1,6}",
        take="esclud(?:ete|ano|i)(?:mi|ci)?|tolt[oaie]|togliate|leviate|togli(?:ere|ete|etemi|eteci|mi|ci|er(?:mi|ci))?|tolga(?:no)?(?:mi)?|lev(?:i|a|ate|are|ino)(?:mi|ci)?|levar(?:mi|ci)|esclud(?:a|ere|ete)(?:mi|ci)?|uscire|esco",
        me="mi|ci|\\w{4,}(?:mi|ci)|me|noi",
        my_data=_data(
            "mi[oae]|miei|nostr[oaei]",
            "indirizzo|(?:e-?)?mail|dati|nome|contatt[oi]|nominativo|recapit[oi]|account|numero|azienda",
            "quest[oa] (?:indirizzo|(?:e-?)?mail|contatto)",
        ),
        lists="campagn[ae]|sequenz[ae]|list[ae]|mailing|database|archiv\\w{1,3}|elench\\w{1,2}|rubrica|indirizzario|newsletter|invii|iscrizione|banca dati|contatti",
        stop="risparmi(?:a|ate|ate)(?:mi|ci)?|smett(?:ere|ete|i|a|iate)(?:la)?|cess(?:a|ate|are|i|ino|iate)|evit(?:a|ate|are|i|ino|iate)|finitela|finiscila|piant(?:a|ate)la|ferm(?:a|ate|i|ino|are)|asten(?:er|et|g)\\w{1,5}|basta(?! (?:una?|il|la|che|poco|solo|anche)\\b)|interromp\\w{1,6}|diffid\\w{1,3}|interromp\\w{1,4}|stop",
        write="(?:ri)?(?:contatt|disturb)(?:aste|asse|assero)|(?:ri)?scrive(?:ste|sse|ssero)|(?:ri)?(?:contatt|disturb)ando(?:mi|ci)?|scrivendo(?:mi|ci)?|tempest\\w{2,6}|chiam(?:are|ate|i)(?:mi|ci)?|chiamar(?:mi|ci)|assill\\w{2,6}|stress\\w{2,5}|(?:ri)?scriv(?:a|ere|ete|iate|ano|i)(?:mi|ci)?|(?:ri)?scriver(?:mi|ci)|(?:ri)?contatt(?:are|ate|i|iate|ino)(?:mi|ci)?|(?:ri)?contattar(?:mi|ci)|disturb(?:are|ate|i|iate|ino)(?:mi|ci)?|disturbar(?:mi|ci)|insist(?:ere|ete|a|i|iate)|importun\\w{1,6}|spammar\\w{0,2}|cercar(?:mi|ci)",
        send="(?:invi|mand)(?:are|ate|i|ino|iate|ando)(?:mi|ci)?|(?:invi|mand)ar(?:mi|ci)|sped\\w{2,5}|trasmett\\w{1,4}",
        mail="informazioni|info|promozioni|solleciti|e-?mails|mails|sollecitazioni|queste|(?:e-?)?mail|messaggi[o]?|comunicazion[ei]|spam|pubblicita|newsletter|offerte|proposte|contatt[oi]|nulla|niente|cose|roba",
        wish="che (?:io |noi )?non|vogli\\w{1,3}|vorre\\w{1,4}|desider\\w{1,4}|intend\\w{1,4}|gradi\\w{1,4}|preferi\\w{1,4}|come faccio",
        get="riceva|riceviamo|ricever\\w{1,2}|ricevendo|vedere|legger\\w|sentire|sentir(?:vi|la|ti)|essere (?:ri)?(?:contattat|disturbat)[oaie]|avere",
        your="sentir(?:vi|la|ti)|da(?:lla)? (?:voi|lei|te|vostra parte|sua parte)|vostr[oaei]|su[oae]|suoi|tu[oae]|tuoi|quest[oaei]|altr[eio]",
        no="inutile|non|mai|niente|nessun\\w?|senza|ne",
        more="continu\\w{1,4}|solleciti|ricontatt\\w{1,7}|riscriv\\w{1,6}|piu|mai|permett\\w{1,6}|ulterior\\w|ulteriormente|altr[eio]|nuovamente|di nuovo|in futuro|ancora",
    ),
    # Dutch
    _words(
        remove="verwijder(?:en|t|d)?|schrap(?:pen|t)?|wis(?:sen|t)?|uitschrij(?:ven|f)|uit te schrijven|afmelden|af te melden|verwijdering|opzeggen",
        take="sluit(?=.{0,60} uit\\b)|uitsluiten|uit te sluiten|haal|haalt|(?:te )?(?:af ?)?halen|afhalen|neem|neemt|gooi(?:en|t)?|zet(?=.{0,40} (?:af|uit)\\b|.{0,40} (?:blok|zwart))|kom(?=.{0,40} (?:af|uit)\\b)|schrijf(?=.{0,40} uit\\b)|meld(?=.{0,40} af\\b)|streep",
        me="mij|me|ons",
        my_data=_data(
            "mijn|onze?|al mijn",
            "gegevens|\\w{0,8}adres\\w{0,5}|(?:e-?)?mail\\w{0,6}|naam|data|contact\\w{0,9}|persoonsgegevens|bedrijf",
            "dit (?:e-?)?(?:mail-?)?adres",
        ),
        lists="campagnes?|reeks\\w{0,2}|mailinglijst\\w{0,2}|\\w{0,12}lijst\\w{0,2}|bestand\\w{0,2}|database|databank|systeem|mailing\\w{0,4}|nieuwsbrie\\w{1,4}|adresboek|administratie",
        stop="bespaar|besparen|stop(?: te)? ?zetten|(?:te )?(?:staken|stoppen|beeindigen)|stop(?:pen|t)?|hou(?:d|dt|den)?(?=.{0,30} op\\b)|ophouden|op te houden|staak|staken|kap(?:pen|t)?|zie(?:t|n)?(?=.{0,60} af\\b)|af te zien|vermijd|genoeg",
        write="mailtjes sturen|storen|stoor|bel(?:len|t)?|aanmailen|schrijf|schrijft|(?:aan)?schrijven|aan te schrijven|mail(?:en|t)?|gemaild|contacte(?:er|ert|ren)|gecontacteerd|benader(?:en|t|d)?|lastig(?: te)? vallen|val(?:t|len)?(?=.{0,30} lastig\\b)|spam(?:men|t)|contact",
        send="stuur|stuurt|sturen|toe(?: te )?sturen|(?:ver|toe)?zend(?:en|t)?|opsturen",
        mail="\\w{0,8}acquisitie|info(?:rmatie)?|promoties?|verkooppraatjes|follow-?ups?|e-?mailtjes|berichtjes|opvolging\\w{0,2}|onzin|zooi|benadering|benaderingen|toenadering|(?:e-?)?mails?|mailings?|mailtjes?|berichten|reclame|spam|nieuwsbrie\\w{1,4}|aanbiedingen|contact|niets|dit soort|troep",
        wish="dat (?:ik|wij|we)|zodat (?:ik|wij|we)|stel(?:len)?|liever|verzoek(?:en)?|wil|willen|zou(?:den)? graag|wens(?:en|t)?|hoef|hoeven|prijs|wenst",
        get="ontvang|krijg|(?:worden )?(?:lastiggevallen|aangeschreven)(?: worden)?|prijs op|ontvangen|krijgen|zien|horen|lezen|(?:worden )?(?:benaderd|gemaild|gecontacteerd)(?: worden)?",
        your="van (?:u|jullie|jou|je)|uw|jullie|je|deze|dit|die|zulke|dergelijke",
        no="niet|niemand|nooit|geen|niets|zonder",
        more="blijf|blijven|follow[- ]?ups?|meer|nooit|nog eens|waag|verder\\w?|langer|weer|opnieuw|nogmaals|voortaan|in de toekomst|in het vervolg",
    ),
    # Portuguese
    _words(
        remove="(?:sejam|seja|ser) (?:eliminad|apagad|removid|excluid|retirad|deletad|descadastrad)[oa]s?|apagarem|eliminarem|removerem|retirarem|apagamento|remov(?:a|am|er|ei|i)(?:-?(?:me|nos|o|os))?|exclu(?:a|am|ir|i)(?:-me|-nos)?|elimin(?:e|em|ar|a)(?:-me|-o|-os)?|apag(?:ue|uem|ar|a)(?:-me|-o)?|delet(?:e|em|ar|a)|descadastr\\w{1,6}|desinscrev\\w{1,4}|remocao|exclusao|eliminacao|cancel(?:ar|e|em|amento)",
        take="exclu(?:a|am|ir|i)(?:-me|-nos)?|retir(?:e|em|ar|a)(?:-me|-nos)?|tir(?:e|em|ar|a|em-me)(?:-me|-nos)?|sair|sai|saio",
        me="me|nos|eu|\\w{2,}-(?:me|nos)",
        my_data=_data(
            "o meu|os meus|meus?|minhas?|os? noss[oa]s?|noss[oa]s?",
            "subscricao|inscricao|assinatura|(?:e-?)?mails?|endereco|nome|contac?tos?|dados|numero|cadastro|registr?o|empresa",
            "est[ea] (?:e-?mail|endereco|contac?to)",
        ),
        lists="campanhas?|sequencias?|listas?|bases?|mailing|cadastros?|registr?os?|newsletter|envios|subscricao|inscricao|assinatura|divulgacao|distribuicao",
        stop="poup(?:e|em|ar)(?:-me|-nos)?|par(?:e|em|ar|arem|a)(?= (?:ja )?(?:de|com)\\b)|deix(?:e|em|ar|a|arem)(?= (?:ja )?de\\b)|par(?:e|em)(?= (?:\\w{4,16} )?(?:est|ess)[ae]s? )|cess(?:e|em|ar|arem)|evit(?:e|em|ar)|absten\\w{2,8}(?:-se)?|chega(?!-|.{0,3}\\buma?\\b)|(?:cess|par)ass\\w{1,2}|basta(?! (?:un[ae]?|uma?|que|o|a|so)\\b)|suspend(?:a|am|er)",
        write="(?:escrev|contac?t)(?:endo|ando)(?:-me|-nos)?|escreverem(?:-me)?|lig(?:ue|uem|ar)|encha\\w{0,1}|encher|perturb(?:e|em|ar)(?:-me)?|aborrec(?:er|a|am)|spam(?:ar|em)|escrev(?:a|am|er|as)(?:-me|-nos)?|(?:re)?contac?t(?:e|em|ar|es|arem)(?:-me|-nos)?|incomod(?:e|em|ar)(?:-me|-nos)?|insist(?:a|am|ir)|importun\\w{1,4}|chate(?:ie|iem|ar)|procur(?:e|em|ar)|entr(?:e|em|ar)(?= (?:\\w+ )?em contac?to)|falar comigo|ser (?:mais )?(?:contac?tad|incomodad)[oa]s?",
        send="(?:envi|mand)(?:e|em|es|ar|arem|a|am)(?:-me|-nos)?|remet\\w{1,3}|encaminh\\w{1,3}",
        mail="informac(?:ao|oes)|info|promoc(?:ao|oes)|anuncios|abordage(?:m|ns)|propostas|correio|(?:e-?)?mails?|mensage(?:m|ns)|contac?tos?|publicidade|spam|comunicac\\w{3,5}|newsletters?|ofertas|propaganda|envios?|nada|isto|isso|coisas",
        wish="que (?:eu )?nao|prefir\\w|quer(?:o|emos|ia|iamos)|desej(?:o|a|amos)|pretend(?:o|e|emos)|gost(?:aria|ava)\\w{0,3}|agradec\\w{1,4}|prefir\\w",
        get="receba(?:mos)?|ser (?:re|mais |novamente )?(?:contac?tad|incomodad|perturbad|importunad)[oa]s?|receb(?:er|endo|a)|ver|ler|ouvir|saber|ser (?:contac?tad|incomodad)[oa]s?",
        your="de (?:voces?|si|vos)|da (?:sua|vossa) parte|seus?|suas?|voss[oa]s?|est[ea]s?|ess[ea]s?|quaisquer|qualquer|isto|isso",
        no="nao|ninguem|nunca|jamais|nem|sem|nenhum\\w{0,2}",
        more="continu\\w{1,4}|sig(?:a|am)|recontac?t\\w{1,5}|volte[ms]?|voltem|mais|nunca|jamais|novamente|de novo|outra vez|atrev\\w{1,3}|volt(?:e|em|ar|ar a|asse|assem)|no futuro|futuramente|futur[oa]s",
    ),
    # Polish
    _words(
        remove="usuwa(?:c|nie)|wykasuj\\w{0,4}|wykasowa(?:c|nie)|wymaz\\w{1,4}|usuniet\\w|usun(?:ac|cie|iecie|ieciem?|iecia|ieto)?|wypis(?:z|zcie|ac|anie|ania|ujcie)|wykresl(?:cie|ic|enie|enia)?|skresl(?:cie|ic|enie)?|wyrejestr\\w{3,8}|skas(?:uj|ujcie|owac|owanie)|zrezygnowac|anuluj(?:cie)?|anulowac",
        take="wyklucz\\w{1,4}|pomin\\w{1,5}|pomija\\w{1,5}|wyrzuc\\w{0,4}|wywal\\w{0,4}|zdejm\\w{1,4}|zdjac|wyciagn\\w{1,4}",
        me="mnie|nas|sie",
        to_me="mnie|mi|nas|nam|mna|nami",
        my_data=_data(
            "moje?|mojego|mojej|moich|nasz|nasze|naszego|naszych",
            "\\w{0,4}adres\\w{0,2}|(?:e-?)?mail\\w{0,2}|dan(?:e|ych)|kontakt\\w{0,2}|numer\\w{0,2}|firm\\w|nazwisko",
            "ten adres|tego adresu|ten mail",
        ),
        lists="kampani\\w{0,2}|sekwencj\\w|list\\w|baz\\w|mailing\\w{0,4}|newsletter\\w{0,2}|subskrypcj\\w|wysyl(?:ki|ek)|rejestr\\w{0,2}|wiadomosci",
        stop="oszczedz\\w{1,5}|przesta(?:n|ncie|nie|c|niecie)|zaprzesta(?:nie|c|ncie|nia)|skoncz(?:cie|yc)?|zakoncz(?:cie|yc)|koniec|dosc|w?strzym\\w{2,6}|powstrzym\\w{2,6}|zaniech\\w{2,4}|daruj\\w{0,4}",
        write="niekontaktowani\\w|zawraca\\w{1,4}|dzwon(?:ic|cie)?|nachodz\\w{0,4}|napastow\\w{2,4}|niepokoic|niepok\\w{2,5}|pisaliscie|pisal|pis(?:z|zcie|ac|ania|anie|ali)|(?:nie)?kontakt(?:uj|ujcie|owac|owania|owanie|owali|u)|mail(?:uj|ujcie|owac)|nek(?:aj|ajcie|ac)|spam(?:uj|ujcie|owac)|niepisani[ea]|odzyw\\w{2,5}|zaczepi\\w{2,4}|nagab\\w{3,6}|meczyc|mecz\\w{0,3}",
        send="(?:nie)?(?:wy|przy|prze)slan\\w{1,2}|zasypyw\\w{2,4}|podsyl\\w{2,5}|(?:nie)?(?:wy|przy|prze)syl(?:aj|ajcie|ac|ania|anie|ali)|slac|slij|slijcie|wyslac",
        mail="informacj\\w|propozycj\\w|promocj\\w|wiadomosc|korespondencji|materialow|rzeczy|(?:e-?)?mail\\w{0,3}|wiadomosci|ofert\\w{0,2}|reklam\\w{0,2}|spam\\w{0,2}|korespondencj\\w|newsletter\\w{0,2}|kontakt\\w{0,2}|nic|niczego|tego|takich rzeczy|wysylk\\w|informacji handlowych",
        wish="(?:ze)?bym|(?:ze)?bysmy|zebym|abym|interesuj\\w{1,2}|wolal\\w{2,4}|chce|chcemy|chcial\\w{1,5}|zycz(?:e|ymy)|potrzebuj\\w{1,3}",
        get="otrzymywal\\w{0,2}|dostawal\\w{0,2}|byc nekan\\w{1,2}|niepokojon\\w{1,2}|otrzymyw\\w{2,3}|dostaw\\w{2,3}|widziec|slyszec|czytac|ogladac",
        your="o (?:was|panstwu|tobie)|od (?:was|panstwa|ciebie|pana|pani)|wasz\\w{0,3}|panstwa|twoich|takich|tych|zadn\\w{1,3}|kolejnych|tymi|takimi",
        no="nie|ani|nikt|zadn\\w{1,3}|nigdy|bez|nic|nie\\w{3,10}ni[ea]",
        more="dalej|wiecej|jeszcze raz|juz|nigdy|ponownie|kolejn\\w{1,3}|dalsz\\w{1,3}|w przyszlosci|zadn\\w{1,3}|znowu|znow|nic|nic|wcale",
    ),
)

#: Somebody else's wish, or what our tool does for others.
THIRD_PARTY = compiled(
    r"\b(?:customers?|clients?|users?|people|recipients?|subscribers?|prospects|leads|they|he|she|him|her|them"
    r"|kunden?|empfanger\w?|nutzer\w?|abonnenten|interessenten|leute|abonnes|destinataires|utilisateurs|clientes?|usuarios|destinatarios|suscriptores"
    r"|clienti|utenti|destinatari|iscritti|klanten|ontvangers|gebruikers|abonnees|usuarios|assinantes|klienci|klientow|odbiorcy|odbiorcow|uzytkownicy)\b"
)
#: Verbs that people misspell, and that mean little else a letter or two away.
OFTEN_MISSPELT = (
    *(
        "remove",
        "delete",
        "unsubscribe",
        "entfernen",
        "loschen",
        "abmelden",
        "austragen",
        "desinscrire",
        "desinscrivez",
        "desabonner",
        "desabonnez",
        "supprimer",
        "supprimez",
        "retirer",
        "eliminenme",
        "eliminar",
        "quitenme",
        "borrenme",
        "cancellatemi",
        "toglietemi",
        "rimuovetemi",
        "disiscrivetemi",
        "verwijder",
        "verwijderen",
        "uitschrijven",
        "afmelden",
        "remova",
        "remover",
        "removam",
        "descadastrar",
        "wypisac",
        "wypiszcie",
        "wykreslic",
    ),
)
OF_US = compiled(
    r"\b(?:you|sie|euch|ihnen|dich|vous|les? pedi|(?:vi|ti) ho|u gevraagd|jullie|lhes|panstwa|already|twice|zweimal|mehrmals|deja|gia|juz|(?:dos|duas) (?:veces|vezes)|due volte|twee keer)\b"
)
#: Those the writer speaks for, where a list is named.
OURS = compiled(
    r"\b(?:our|unser\w{0,2}|notre|nos|nuestr[oa]s?|(?:il )?nostr[oaei]|onze?|noss[oa]s?|nasz\w{0,3}) (?:\w+ )?(?:offices?|teams?|staff|departments?|company|colleagues?|employees|firm|buro\w?|abteilung\w{0,2}|firma|unternehmen|mitarbeiter\w{0,3}|kollegen"
    r"|bureaux?|services?|equipes?|societe|entreprise|collaborateurs|collegues|salaries|employes|equipos?|oficinas?|empresas?|companeros|empleados|uffici\w?|colleghi|dipendenti|aziend[ae]|societa"
    r"|kantoor|afdeling\w{0,2}|bedrijf|collega's|medewerkers|escritorio|equipas?|equipes?|colegas|colaboradores|biur\w{1,3}|zespol\w{0,2}|firm\w{1,2}|pracownik\w{1,3})\b"
)
#: What the writer plans himself: "we want to stop sending newsletters".
OWN_PLAN = compiled(
    r"\b(?:(?:i|we)(?:'d| would)? (?:want|like|plan|need|decided|had|have) to|(?:ich|wir) (?:will|wollen|mochten?)|(?:je|nous) (?:veux|voulons|souhait\w{1,4}|devons)|(?:queremos|quiero|vogliamo|voglio|quero|chcemy|chce)|(?:ik|we|wij) (?:wil|willen))\b"
)
#: What somebody takes or removes for the writer: "retirez-moi un doute".
AN = compiled(r"\b(?:an?|un|une|una|uno|eine?[nrm]?|een|uma?)\b")
#: The writer has asked before.
ASKED = compiled(
    r"\b(?:asked|told|gebeten|gesagt|(?:ai|avons) (?:deja )?(?:demande|dit)|pedi|pedido|dicho|chiesto|detto|gevraagd|gezegd|disse|prosil\w{2,5})\b"
)
#: The writer as the one who acts.
WRITER = compiled(r"\b(?:i|we|ich|wir|je|nous|yo|nosotros|io|noi|ik|wij|we|eu|ja|my|no longer)\b")
#: What happened, or what the writer cannot do himself: no request.
NO_REQUEST = compiled(
    r"\b(?:(?<!you )have|has|had|haven't|hasn't|(?<!if you )did|(?<!if you )didn't|(?<!od )(?<! o )(?<!do )was|were|got|why|zosta(?:l|la|lo|ly|li)|(?:i|we) can(?:'?t|not)?|hat|habe|haben|hatten|wurden?|warum|(?:kann|konnen|konnten) (?:ich|wir)|(?:ich|wir) (?:kann|konnen|konnte\w?)"
    r"|(?:j'|n'|m'|l')?(?:ai|avons|avez|ont)|[nml]'a|pourquoi|(?:peux|pouvons)(?! [mn])|peut-on|he|hemos|han|habia\w{0,3}|por que|puedo|podemos|ho|abbiamo|hai|hanno|(?<!che )avete|perche|posso|possiamo"
    r"|heb(?! liever)|hebben|heeft|werd\w{0,2}|waarom|(?:kan|kunnen) (?:ik|we|wij)|(?:ik|we|wij) (?:kan|kunnen)|temos|(?<!que )tem|tinham|foi|porque|moge|mozemy|dlaczego|nie moge|bylo)\b"
)
#: The request goes on: another time, another way, another place, a part only.
LIMITS = compiled(
    r"\b(?:this week|next week|for now|for the moment|por ahora|por agora|por enquanto|pour (?:l'instant|le moment)|vorerst|furs erste|per ora|per il momento|voorlopig|na razie|diese woche|nachste woche|cette semaine|esta semana|questa settimana|deze week|w tym tygodniu|old|alten?|ancienne|antigua|vecchi[oa]|oude|antig[oa]|stary|stara|not that|hesitat\w{0,3}|feel free|zoger\w{0,3}|hesite\w{0,2}|dud(?:e|es|en|eis)|esit(?:i|are|ate)|aarzel|gerust|hesit(?:e|em|ar)|waha(?:j|c)\w{0,4}|before|until|till|unless|instead|rather than|more than|by (?:phone|post|fax|e?-?mail)|on (?:my|the) (?:phone|mobile)|in english|trial|plan|tier|beta|demo|during|twice|after"
    r"|vor|bevor|bis|sondern|lieber(?! (?:nicht|kein))|statt\w{0,5}|auf englisch|per (?:post|fax|telefon|e?-?mail)|testphase|solange|telefonisch|mobil\w{0,2}|handy"
    r"|avant|d'ici|plutot|en anglais|par (?:telephone|courrier|mail)|essai|tant que|pendant|telephone"
    r"|antes|hasta|sino|en ingles|por telefono|prueba|mientras"
    r"|prima|fino a|bensi|piuttosto|in inglese|per telefono|prova"
    r"|totdat|tot|liever(?! (?:niet|geen|dat))|in het engels|per post|telefonisch|proef\w{0,7}"
    r"|ate|em vez|em ingles|por telefone|teste|enquanto"
    r"|przed|dopoki|zanim|po angielsku|telefonicznie|testow\w{0,5}|lecz)\b"
)
#: A question that asks us to do something.
ASKS_US = compiled(
    r"\b(?:(?:can|could|will|would) (?:(?:you|someone|somebody)|(?:i|we) be)|konn(?:en|ten) sie|k(?:annst|onntest) du|konn(?:t|tet) ihr|wurde(?:n sie|st du|t ihr)|pou(?:vez|rriez)-vous|pou(?:vez|rriez) vous|(?:peux|pourrais)[- ]tu|tu (?:peux|pourrais)|vous pou(?:vez|rriez)"
    r"|pued(?:e|en|es)|podri(?:a|as|an|ais)|podeis|puo|puoi|potete|potrebbe|potresti|potreste|(?:kunt|kan|wilt|wil) u|(?:kun|kan|wil|zou) (?:je|jij)|(?:kunnen|willen|zouden) jullie|zou(?:dt)? u"
    r"|podem?|poderia[ms]?|podes|mozesz|mozecie|moze pan\w?|moga panstwo|czy moze\w{0,3}|moglby\w{0,3}|moglibyscie)\b"
)
ASKS_HOW = compiled(
    r"\b(?:how|wie|comment|como|come|hoe|jak)\b.{0,40}\b(?:i|we|ich|mich|uns|je|me|m'|mi|nos|faccio|possiamo|posso|ik|wij|faco|eu|moge|mozemy|faire|hacer|hago|puedo|podemos|hacemos|sortir|salgo|salir|esco|uscire|saio|sair)\b"
)
#: "It" and "them", where the text has named the writer's data.
IT = compiled(
    r"\b(?:it|them|diese|sie|les|los?|las?|li|ze|het|go|je|ich|os)\b|\w-(?:l[ae]s?|os?)\b|\w{4}l[oai]s?\b"
)
#: Where the sense of a sentence changes.
BORDER = compiled(
    r"[.!?;,:()\n\N{BULLET}]+|\s[-\u2013\u2014]+\s|\b(?:and|und|but|aber|sondern|mais (?=je|j'|ne|n'|vous|nous|merci|on)|pero|sino|maar|ale|oraz|lecz|et(?= (?:de|d'|veuillez|merci)\b)|y(?= (?:que|de|por|les?)\b)|e(?= (?:di|che|vi|de|que|por)\b)|or(?! (?:my|our|any)\b)|otherwise|oder(?! (?:mein|unser))|sonst|sinon|oppure|albo|lub|of(?= (?:ik|wij|we)\b))\b"
)
#: What a request says besides the verb and the list.
LEADS_IN = compiled(
    r"\b(?:\w{1,3}|from|your|this|want|would|like|bitte|eurem?r?|ihrem?r?|mochte|dalla|della|vostra|demande|souhaite|votre|solicito|pido|quiero|deseo|favor|desde|esta|vuestra|que|quero|desejo|peco|para|pedimos|desta|dessa|vossa|chiedo|voglio|vorrei|questa|graag|naar|agradec\w{1,6}|deze|jullie|prosze|prosimy|merci|priere|veuillez|gelieve|ruego|agradeco|agradezco|uprzejmie|waszej|panstwa|tej)\b"
)
#: What comes after it is for another day or another person: "to stop these mails, reply …", "a list".
PURPOSE = compiled(
    r"(?:to|um(?! \w+ung)|pour|para(?! de\b)|per(?! (?:gdpr|dsgvo|rgpd|art))|om|(?:aby|zeby)(?!.{0,60}\b(?:nie|moj\w{1,3}|moich)\b)|how to)\b|.*\b(?:a|an|any|ein|eine[rmn]?|une|una|een|uma) (?:\w+ )?(?:list|liste|lista|lijst)\b"
)
#: "Leave me be", where no verb of mail is needed.
PEACE = compiled(
    r"\b(?:lasci(?!amo)\w{1,6} (?:stare|perdere)|lach(?:e|ez)[- ](?:moi|nous)|zostaw(?:cie)? (?:mnie|nas)(?: \w+)? w spokoju|(?:lass|lasst|lassen sie) (?:mich|uns)(?: \w{4,9})? in (?:ruhe|frieden)(?=$| (?:mit|damit|bitte|jetzt|endlich|sonst))"
    r"|dej[ae]\w{0,3}(?:me|nos) (?:en paz|tranquil\w{1,2})|deix\w{1,3}-(?:me|nos) (?:em paz|sossegad\w{1,2})|(?:me|nos) deix\w{1,2} (?:em paz|sossegad\w{1,2}|quiet\w{1,2})|laat (?:mij|me|ons)(?: \w+)? met rust|leave (?:me|us) in peace|spadaj\w{0,3}|odczep\w{0,3} sie|wypchaj\w{0,3} sie)\b"
    r"|^(?:m'|me |nous )(?:ecri[st]?|contacte[sz]?|relance[sz]?|envoie[sz]?) plus\b|\b(?:no insist(?:as?|an|ais|ir)|ne pas insister|n'insiste[sz]? (?:pas|plus)|inutile d'insister|non insist(?:ete|a|i|ere|iate)|nao insist(?:as?|am|ir)|nie nalega(?:c|j|jcie))(?=$| (?:mas|plus|piu|mais|oltre|wiecej))|^(?:get lost|piss off|fuck off|bugger off|sod off|rot op|verpisst? (?:dich|euch)|haut ab|va te faire \w+|vete a la mierda|vaffanculo)$"
)
#: "Stop it", where the text names mail.
STOP_IT = compiled(
    r"(?:(?:just|so|now|then|bitte|also|dus|enfin|endlich|ya|ja) )*(?:stop(?: (?:it|this|that|now|ermee|hiermee))?|hou(?:d|dt)?(?: u)? (?:er|hier)mee op|hor(?:t|en sie)? (?:\w+ )?(?:damit )?auf|lass(?:t|en sie)? (?:das|es)(?: (?:sein|bleiben))?|(?:stellen sie|stellt) das ein|unterlass(?:t|en sie) das"
    r"|arretez?(?: ca| cela)?|ca suffit|smett\w{1,4}la|finit?\w{1,4}la|piantat?\w{0,3}la|paren(?: ya)?|para(?: ya)?|parem?(?: com isso)?|przestan(?:cie)?|skoncz(?:cie)?(?: z tym)?|end (?:it|this) here)(?: (?:now|jetzt|endlich|nu|maintenant|ya|ja|teraz|here))?"
)
#: A list of those who get no mail, and the verbs that put somebody on it.
BLOCK_LIST = compiled(
    r"\b(?:do[ -]not[ -](?:contact|e-?mail|mail|call)|dnc|dns|suppression|black-?list\w{0,3}|black list|block-?list\w{0,3}|opt[ -]?out list|sperr(?:liste|datei|vermerk)\w{0,2}|robinson\w{0,6}|liste (?:noire|rouge|d'opposition|d'exclusion|de suppression|repoussoir)"
    r"|lista (?:negra|nera|robinson|d[ei] (?:exclusion|exclusao|esclusione|supresion|supressao|soppressione|bloqueo|bloqueio|bloqueados|blocco))|registro delle opposizioni|zwarte lijst|(?:blokkeer|uitsluit)\w{0,3}lijst|czarn\w{1,2} list\w|list\w (?:blokad|wykluczen|zablokowanych))\b"
)
PUTS = compiled(
    r"\b(?:add|put|place|mark|flag|setz\w{0,2}|nehm\w{0,2}|nimm|trag\w{0,2}|pack\w{0,2}|ajout\w{1,3}|inscri\w{1,4}|m'(?:ajout|inscri)\w{1,4}|mett\w{1,5}|metti\w{0,3}|pon(?:er|ga|gan|ganme|game|me)?(?:me|nos)?|pongan?(?:me|nos)?|inclu(?:ya|yan|yanme|ir|irme|a|am)(?:-me)?|anad\w{1,6}|agreg\w{1,5}"
    r"|inser\w{1,7}|aggiung\w{1,6}|zet|plaats|voeg|coloqu\w{1,4}(?:-me)?|adicion\w{1,5}(?:-me)?|ponha\w?|dodaj\w{0,3}|dodanie|wpis\w{1,6}|umiesc\w{0,4})\b"
)
#: What the writer never allowed, beside his own data.
NOT_ALLOWED = compiled(
    r"\b(?:no (?:autoriz|consient)\w{1,4}|non (?:autorizz|acconsent)\w{1,4}|nao (?:autoriz|consint)\w{1,4}|n'autoris\w{1,4} pas|geen toestemming|nie (?:zgadza(?:m|my) sie|wyraza(?:m|my) (?:\w+ )?zgody)|(?:do not|don't|not) (?:consent|authori[sz]e|agree)|(?:erlaube|gestatte)\w?(?: \w+)? nicht)\b"
)
#: A clause that ends with what shall end: "deze mails te stoppen".
ENDS_LAST = compiled(r"\b(?:(?:te|zu) \w+|stop ?(?:te )?zetten|einzustellen|einstellen|unterlassen|beenden)$")
#: Rights that laws give, where the writer uses them.
RIGHTS = compiled(
    r"\b(?:right (?:to|of) (?:be forgotten|erasure|deletion|object\w{0,3}|removal)|recht auf (?:loschung|vergess\w{2,8}|widerspruch)|droit (?:a l'effacement|a l'oubli|a la suppression|d'opposition)|derecho (?:de|al?|a la) (?:supresion|olvido|oposicion|cancelacion|eliminacion)"
    r"|diritto (?:alla cancellazione|all'oblio|di opposizione)|recht op (?:verwijdering|vergetelheid|wissing|gegevenswissing|bezwaar)|direito (?:ao apagamento|ao esquecimento|a (?:eliminacao|exclusao)|de oposicao)|praw\w (?:do bycia zapomnian\w{1,2}|do usuniecia|do sprzeciwu|do zapomnienia))\b"
)
USES = compiled(
    r"\b(?:my|mein\w{0,2}|mon|mi|mio|mijn|meu|moj\w{0,3}|swoj\w{0,3}|exercis\w{1,3}|invok\w{1,3}|mach\w{1,2}|ausuben|exerc\w{1,3}|ejerc\w{1,3}|ejerzo|eserci\w{1,5}|gebruik\w{0,5}|(?:s)?korzyst\w{1,3})\b"
)
#: What the writer would have instead of being written to.
PREFERS = compiled(
    r"\b(?:prefer|rather|prefier[oae]\w{0,2}|preferiria\w{0,3}|preferisc\w|preferire\w{1,3}|prefir[oa]|preferi(?:a|amos)|prefere(?:r\w{2,4})?|liever|lieber|zebys\w{0,3}|wol(?:e|al\w{2,4}|imy))\b"
)
#: "We invite you to ...", which is no invitation to a meeting.
INVITES = compiled(r"\b(?:(?:vi|la|ti|vous|les?|os|te) invit\w{1,5}|invito) (?=a\b)")
#: What the writer forbids.
FORBIDS = compiled(
    r"\b(?:(?:i|we) (?:hereby )?(?:forbid|prohibit)|untersag\w{1,2}|verbiet\w{1,2}|interdi(?:s|sons)|prohib(?:o|imos)|viet(?:o|iamo)|diffid(?:o|iamo)|verbied(?:en)?|proib(?:o|imos)|zabraniam\w{0,1}|zakazuj\w{1,3})\b"
)
#: News that somebody may have enough of, without leaving.
INFO = compiled(r"\b(?:info\w{0,12}|materia\w{1,4})\b")
#: "Be contacted": with a "not" and a wish nothing else is needed.
CONTACTED = compiled(
    r"\b(?:be (?:e-?mailed|contacted|bothered|approached|chased|solicited|pitched|spammed)|(?:kontaktiert|angeschrieben|belastigt|angemailt|behelligt|gestort|genervt) (?:zu )?werden|etre (?:re)?(?:contacte|sollicite|demarche|relance|derange|importune|prospecte)\w{0,2}"
    r"|ser (?:re)?(?:\w+ )?(?:contac?tad|molestad|incomodad|importunad|perturbad)[oa]s?|(?:essere|venire) (?:\w+ )?(?:ri)?(?:contattat|disturbat|importunat)[oaie]|(?:benaderd|gemaild|gecontacteerd|lastiggevallen|aangeschreven) (?:te )?worden|worden (?:benaderd|gemaild|gecontacteerd|lastiggevallen|aangeschreven)|byc (?:\w+ )?(?:nagabywan|niepokojon|nekan)\w{1,2})\b"
    r"(?! (?:by|par|por|da|door|przez) (?!you|your|vous|votre|vos|ustedes?|sus?|ti|voi|vostr|lei|u|jullie|voces?|voss|si|panstwa|was|ciebie))"
)
#: Objections and withdrawals that laws know.
OBJECTS = compiled(
    r"\b(?:no autorizo|non autorizzo|nao autorizo|n'autorise pas|geen toestemming|nie (?:zgadzam sie|wyrazam zgody)|do not consent|untersag\w{1,2}|verbiet\w{1,2})\b|\b(?:i|we|hereby) (?:hereby )?(?:object|withdraw|revoke)|\bwider(?:sprech\w{1,2}|spruch|ruf\w{1,3})\b|\b(?:je )?(?:m'oppose|retire mon|revoque)\b|\bdroit d'opposition|\b(?:me opongo|revoco|retiro|retirar|oposicion)\b|\b(?:mi oppongo|revoco|ritiro|opposizione)\b"
    r"|\b(?:maak|teken) (?:\w+ )?bezwaar|\b(?:bezwaar|trek\b.{0,50}\bin)\b|\b(?:me oponho|oponho-me|revogo|retiro|oposicao)\b|\b(?:sprzeciw\w{0,4}|cofam|wycofuje|odwoluje)\b"
)
OBJECTED = compiled(
    r"\b(?:kontaktaufnahme|consent|processing|marketing|personal data|my data|einwilligung|zustimmung|daten\w{0,12}|werb\w{2,12}|consentement|traitement|donnees|prospection|consentimiento|tratamiento|datos|consenso|trattamento|dati|toestemming|verwerking|gegevens|consentimento|tratamento|dados|zgod[aey]|przetwarzani\w{1,3}|danych)\b"
)
