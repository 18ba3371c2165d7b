"""The words of absence notes, folded (no case, no accents), by language. Stems and word orders, no sentences. Tables only."""

# ruff: noqa: E501, RUF001 - a row is a language, in its own letters

import re

from seqcli.inbound.absence_class_phrases import (
    ANSWERS_LATER,
    AWAY_CLASSES,
    BAD_LINE,
    BRIDGE,
    BUSY,
    CONSULTS,
    EN_ROUTE,
    FEAST,
    FROM_TOMORROW,
    NO_WORK,
    SICK,
    SLOWER,
    STAND_IN,
    TEAM_OUT,
    UNABLE,
    VISITING,
    WISHES,
    WORKING_DAYS,
    WRITE_AGAIN,
)
from seqcli.inbound.date_phrases import WEEKDAY, any_of
from seqcli.patterns import AnyOf, compiled


def _pattern(*rows: str) -> re.Pattern[str]:
    return compiled("|".join(rows))


_EN_SELF = r"(?:\b(?:i am|i'm|im|i'll be|i will be|i shall be|currently|presently|we are|we're|we will be|we'll be|am)\b|^)"
_EN_KINDS = (
    r"(?:(?:my|a|an|the|our|annual|parental|maternity|paternity|family|sick|medical|bereavement|personal|extended|paid|study|adoption"
    r"|compassionate|short|business|summer|winter|easter|christmas|spring|planned|scheduled|well[- ]deserved|long|public|bank|shared|military"
    r"|unpaid|work|some|half[- ]term|field|research|off-?site|sabbatical|overdue) ){0,3}"
)

_ANSWER = r"(?:repl(?:y|ies)|respon[ds]\w{0,4}|answer\w{0,3}|\w{0,3}antwort\w{0,5}|reagier\w{0,3}|repon\w{1,5}|respuesta\w?|contestar\w?|rispo\w{2,5}|reag\w{2,4}|reactie|antwoord\w{0,3}|respostas?|odpow\w{2,6}|odpis\w{1,5})"
_LATE = r"(?:longer|delayed|slow(?:er|ly)?|verzoger\w{0,3}|spater|langer (?:als|duren|op)|plus tard|retard|tard[ea]r?\w{0,2}|mas tarde|mais tarde|demorar\w?|ritardo|tardare|allungar\w{0,2}|rallong\w{1,3}|vertra\w{3,5}|opozni\w{1,4}|pozniej|wydluz\w{1,3}|dluzej)"

# What says that somebody is away. `\b` is left out where words are compounded.
AWAY = _pattern(
    *AWAY_CLASSES,
    SICK,
    r"\bout[- ]of[- ](?:the |my |our )?offices?\b(?! (?:reply|replies|message|note))|\booo\b|\baway from (?:the |my |our )?(?:office|desk|keyboard|mail|e-?mail|work|inbox)\b|\bteam is at (?:a|an|the|our) (?:\w+ )?(?:off-?site|retreat|conference)|\b(?:vacation|holiday|pto|leave) (?:has )?(?:begun|started)|\bbegun my (?:\w+ )?leave\b|\bavailability is (?:\w+ )?limited|\blimited availability|\bspending time with (?:my|the) family|\b(?:on|at) (?:a|the) (?:client|customer) (?:site|project)|\b(?:due to|following) (?:a )?(?:death|illness|bereavement|surgery|hospital|family emergency)\b|\b(?:poor|spotty|patchy|no) (?:reception|network|connection|signal|internet)\b|^out \d|\b(?:not|n't) be (?:looking|checking|reading)\b",
    rf"\b(?:on|taking|during) {_EN_KINDS}(?:leave(?: of absence)?|vacation|holidays?|pto|sabbatical|time off|jury duty|honeymoon|trip|travel|furlough)\b",
    rf"\b(?:enjoying|having) {_EN_KINDS}(?:vacation|holidays?|time off|break)\b",
    rf"{_EN_SELF}(?: (?!(?:a|an|the|so|not|that|in|no)\b)\w+){{0,2}} ?\b(?:away|absent|offline|travell?ing|(?:out|off)(?: sick| ill)?(?= (?:until|till?|thru|through|from|this|today|for|on|between|of office|due|sick|ill|starting|with|and|april|may|june)\b|[.,;!]|$)|sick|ill|unwell|closed(?! (?:on|every|for (?:good|business))\b)|unavailable|unplugg(?:ed|ing)|in the field|at (?:a|an|the|our) (?:\w+ )?(?:conference|off-?site|workshop|seminar|training|retreat|client site|trade (?:show|fair)|event)|attending|out and about|hospitali[sz]ed|recovering|out of (?:the )?(?:country|town|reach|action|pocket))\b",
    r"\b(?:offices?|company) (?:is|are|will be) (?:\w+ )?closed\b(?! (?:on|every|for (?:business|good))\b)|\b(?:not|no|without|limited|restricted|intermittent|sporadic|little) (?:\w+ ){0,3}access to (?:\w+ )?(?:e-?mails?|mail|messages|inbox)\b|\bnot (?:be )?(?:check|monitor|read|answer)ing (?:my |this |work |any )?(?:e-?mails?|mail|messages|inbox)\b|\b(?:parental|maternity|paternity|annual|sick|medical|family) leave\b",
    r"\b(?:poco|pouco|peu d'|scarso|malo|weinig|kaum|wenig) ?(?:acces|acceso|acesso|accesso|toegang|zugriff|zugang)\w*|\b(?:acces|acceso|accesso|acesso) (?:\w+ ){0,2}(?:limit|restr|ridott|reduzid)\w+|\b(?:sin|no tendre|no tengo|sem|senza|non avro|sans|keinen|geen|beperkte?) (?:acceso|acesso|accesso|acces|zugriff|zugang|toegang)\b|\bnie (?:mam|bede mial?a?) dostepu",
    # de
    r"\bnicht (?:\w+ ){0,2}(?:im (?:buro|hause?|dienst|office|einsatz)|am (?:arbeits)?platz|zu erreichen|erreichbar|verfugbar|da|an meinem platz|anwesend)\b|\bausser haus",
    r"\b(?:im|in|auf|aus dem)(?: \w+)? (?:\w*urlaub|elternzeit|mutterschutz|\w*ferien|sabbatical|kur|reha|pflegezeit)\b|urlaub\w*\b|abwesen\w+|\bnicht (?:\w+ ){0,2}gelesen",
    r"(?:geschafts|dienst)reise\b|\b(?:dienstlich|geschaftlich|beruflich)\w*(?: \w+){0,2} (?:unterwegs|ausser|verhindert|verreist)|\bunterwegs\b|\b(?:er)?krank(?:t|heit\w*|geschrieben|gemeldet)?\b|arbeitsunfahig|\bfortbildung|\b(?:im|in einem|auf einem|auf einer) (?:seminar|kongress|konferenz|workshop|tagung|reha)\b|\b(?:nur |sehr )?(?:eingeschrankt|bedingt|schwer|sporadisch) erreichbar|\bin teilzeit\b|\bschulung|\b(?:betriebs|werks)ferien|\bverreist\b|\bveranstaltung teil\b|\b(?:buro|betrieb|praxis|kanzlei|firma|unternehmen)\b.{0,40}\bgeschlossen|elternzeit|mutterschutz",
    # fr
    r"\babsent(?:e|s|es)?\b|\babsence\b|\b(?:en|de|mes|nos) (?:\w+ )?conges?\b|\bconge (?:de )?(?:maternite|paternite|parental|maladie|annuel)|\b(?:en|de) vacances\b|\bdeplacements?\b",
    r"\barret (?:de )?(?:maladie|travail)\b|\b(?:souffrant|malade)e?\b|\bjours de repos\b|\bne travaille pas\b|\ben (?:formation|seminaire|salon|congres|mission|voyage|rtt|teletravail)\b|\bhors d[ue] bureau\b|\b(?:bureaux?|agence|entreprise|societe) (?:\w+ ){1,3}fermee?s?\b|\b(?:indisponible|injoignable)\b|\b(?:est|sera|serons|sommes|seront) fermee?s? (?:pour|du|jusqu|ce|cette|le)|\bfermeture (?:annuelle|estivale)",
    # es
    r"\bfuera d[e|el] (?:la |mi )?(?:oficina|despacho)|\b(?:de|mis) vacaciones\b|\ben (?:un |una )?(?:congreso|feria|formacion|curso|conferencia)\b|\bconexion (?:intermitente|limitada)|\b(?:de|en|un) viaje\b|\bviajando\b|\ba viajar\b|\b(?:de|con) baja\b|\bbaja (?:medica|por|laboral|maternal|paternal)|\bde (?:permiso|licencia|excedencia)\b|\bpermiso de (?:maternidad|paternidad)|\bausen(?:te|tes|cia|tad[oa])\b|\bno (?:estoy|estare|me encuentro) (?:disponible|en la oficina|en el despacho)|\bcerrad[oa]s? (?:por|del|hasta)\b|\benferm[oa]\b",
    # it
    r"\bfuori (?:dall'|dell'|dal )?(?:ufficio|sede|stanza)\b|\b(?:in|per|le) (?:mie )?ferie\b|^ferie\b|\bassen(?:te|ti|za)\b|\btrasferta\b|\ball'estero\b|\bin (?:fiera|formazione|convegno)\b|\bmalattia\b|\bmalat[oa]\b|\bcongedo\b|\bmaternita\b|\baspettativa\b|\bin (?:permesso|viaggio|vacanza)\b|\bnon (?:sono|saro) (?:in ufficio|in sede|disponibile|raggiungibile)|\bchius[oi] (?:per|dal|fino)",
    # nl
    r"\bafwezig\w*|\bniet (?:\w+ )?op (?:het |de )?kantoor\b|\bbuiten (?:\w+ )?(?:het |de )?kantoor\b|\b(?:met|op|heb(?:ben)?) (?:\w+ )?vakantie\b|verlof\b|\b(?:op|zaken|dienst)\s?reis\b|\bziek(?:te|gemeld)?\b|\bniet (?:\w+ )?(?:bereikbaar|beschikbaar|aanwezig|aan het werk)\b|\bgesloten\b|\b(?:beperkt|slecht|moeilijk) bereikbaar|\bvrije dagen\b|\bop (?:een )?(?:training|cursus|beurs|congres)\b",
    # pt
    r"\bausen(?:te|tes|cia)\b|\b(?:de|em|minhas) ferias\b|\b(?:de|em) licenca\b|\blicenca (?:de |por )?(?:maternidade|paternidade|medica|parental|sem)|\bfora do (?:escritorio|pais)|\b(?:em|de) viagem\b|\bafastad[oa]\b|\bbaixa medica\b|\b(?:em|num|numa) (?:treinamento|formacao|conferencia|congresso|feira|reuniao externa)\b|\bdias de descanso\b|\bindisponive[li]s?\b|\b(?:em|de) (?:recesso|folga)\b|\bencerrad[oa]s? (?:para|por|ate)\b",
    # pl
    r"\burlop\w*|\bnieobecn\w+|\bdelegacj\w+|\bzwolnieni\w+ lekarsk\w+|\bna (?:l4|zwolnieniu|szkoleniu|konferencji|wakacjach)\b|\bpoza (?:biurem|firma)|\bodpoczywam\b|\bograniczony dostep|\bna (?:targach|urlopie|konferencji)|\bw podrozy\b|\bchor[ay]\b|\bnie (?:ma mnie|bedzie mnie|jestem dostepn\w+|bede dostepn\w+)|\bniedostepn\w+|\bbiuro (?:jest |bedzie )?(?:zamkniete|nieczynne)",
    # sv, da, no
    r"\bsemester\b|\bforaldraledig\w*|\b(?:tjanst|mamma|pappa)ledig\w*|\bledig\b|\bfranvar\w+|(?:tjanste|affars|forretnings|tjeneste|rejse|jobb)\s?re[ij]se?\b|\b(?:inte|ikke) (?:er )?(?:pa (?:\w+ )?(?:kontoret|plats|jobb\w*|arbejde)|til stede|inne)|\bsjuk\w*|\bsyk(?:e?meldt|dom)?\b|\bsyge?(?:meldt|dom)?\b|\bfravær\w*|\b(?:barsel|foreldre|fæ?dsels)\w*|\bbortre[ij]st|\bpermisjon\b|\borlov\b|\b(?:pa|holder|har|tar|i) (?:\w+ )?(?:sommer|vinter|paske|jule)?ferie\w*\b|\bude at rejse|\bute og reis\w*|\b(?:ude|ute|borte) (?:af|av|fra) (?:huset|kontoret)",
    # fi, cs, hu
    r"\b\w*lomalla\b|\bpoissa\w*|\b(?:virka|tyo)matkalla\b|\ben ole (?:\w+ ){0,3}(?:paikalla|toissa|tavoitettavissa)|\b(?:vanhempain|aitiys|isyys)vapaa\w*|\bdovolen\w+|\bmimo (?:kancelar|firmu|pracoviste)|\bnepritom\w+|\bsluzebni cest\w+|\bnemocn\w+|\b(?:matersk|rodicovsk)\w+|\bszabadsag\w*|\b(?:hazon|irodan) kivul|\bnem vagyok (?:\w+ ){0,2}(?:iroda|elerhet)\w*|\btavol(?:let\w*| vagyok)\b|\bkikuldetes\w*|\bbeteg(?:seg|szabadsag|allomany)\w*",
    # ru, tr
    r"\bотпуск\w*|\bкомандировк\w*|\bвне офиса|\bне (?:буду|будет|нахожусь) в офисе|\bменя не будет|\bотсутств\w+|\bбольнич\w+|\bдекрет\w*|\bizinde\w*|\bizinli\w*|\bofis (?:d[i\u0131]s[i\u0131]nda)\w*|\btatilde\w*|\bseyahatte\w*|\braporlu\w*",
    # What all languages have: sabbaticals, honeymoons, hospitals, closed offices, and the one who is not there.
    r"\bsabb?at\w{3,8}\b|\b(?:hospitali[sz]|ricoverat)\w*|\b(?:betriebs(?:ruhe|ferien)|auf (?:\w+ )?\w*reise|lua de mel|luna de miel|viaggio di nozze|voyage de noces|huwelijksreis|podrozy poslubnej|doente|ziek\w{0,2}|chor(?:ym|a|y)|krank\w{0,2}|baja (?:de |por )?(?:maternidad|paternidad))\b",
    r"\b(?:dagen|dias|giorni|giorno|jours|tage|days|de|di|dni)(?: \w+)? (?:rust|descanso|riposo|repos|rest|odpoczynku)\b|\b(?:freie tage|vrije? dagen|dagen vrij|ben (?:\w+ )?vrij|jours de conge|dias libres|giorni liberi|dias de folga|dni wolne|wolnego|mam wolne)\b",
    r"\b(?:estoy|estare|estou|estarei|sono|saro|estaremos) (?:fuera|fora|fuori|via)\b(?! (?:di me|de si))|\b(?:no|nao|non) (?:estoy|estare|estou|estarei|sono|saro|me encuentro|me encontro)(?: mais)? (?:disponi\w{2,6}|raggiungibile|(?:no|na|en|in) (?:la |el )?(?:oficina|ufficio|sede|escritorio))\b|\b(?:no se encuentra|nao se encontra)(?=[.,;]|$)|\bmnie nie ma\b|\bnie ma mnie\b",
    r"\b(?:persona|person|persoon|pessoa|osoba|correspondante?|destinataire|destinatario|interlocut\w{2,4}|empfanger\w{0,2})\b[^.!?]{0,50}\b(?:absen|assen|ausen|no se encuentra|afwezig|nieobecn|nao se encontra|abwesend|nicht im)",
    r"\b(?:ferme(?:e|s|es)? (?:pour|du|jusqu\w*|les?)|(?:fechad|encerrad)[oa]s? (?:para|por|ate|de|a)|(?:gesloten|geschlossen) (?:wegens|wegen|van|vom|tot|bis))\b|^(?:zamkniete|nieczynne|zamkniety|closed for (?!good|business))\b",
    # ja, zh, ko
    any_of(
        [
            "不在",
            "休暇",
            "出張",
            "休業",
            "育休",
            "産休",
            "お休み",
            "休假",
            "不在办公室",
            "出差",
            "请假",
            "請假",
            "产假",
            "產假",
            "年假",
            "离开办公室",
            "휴가",
            "부재",
            "출장",
            "휴직",
        ]
    ),
)

# What notes tell of besides, and other mail too: one of these says little, two say much.
_ELSEWHERE = _pattern(
    FEAST,
    BRIDGE,
    BUSY,
    EN_ROUTE,
    VISITING,
    TEAM_OUT,
    r"\b(?:in|op|een|un|una|em|uma|volg|na|w) (?:\w+ )?(?:training|schulung|cursus|corso|curso|formacion|formazione|formacao|szkoleni\w{1,2})\b|\b(?:en|in|op|na|a|em|numa|auf|at) (?:\w+ )?(?:conferen\w{1,3}|conferentie|konferenz|konferencji)\b",
    r"\b(?:public|bank) holiday\b|\w*feiertag\w{0,2}\b|\bjours? feries?\b|\bfestivo\b|\bferiado\b|\bfesta nazionale\b|\bfeestdag\b|\bswieto\b|\bdays? off\b|\bklausur\w*|\b(?:strike|streik\w{0,3}|greve|huelga|sciopero|staking|strajk)\b",
    rf"\b(?:work|arbeite|travaille|trabajo|lavoro|werk|trabalho|pracuje)\b[^.!?]{{0,12}}\b(?:part[- ]?time|teilzeit|temps partiel|tiempo parcial|tempo parcial|czesc etatu)|\bonly work (?:on )?{WEEKDAY}",
    r"\b(?:abroad|overseas|im ausland|a l'etranger|en el extranjero|all'estero|in het buitenland|no (?:estrangeiro|exterior)|za granica|zagranica)\b",
    r"\b(?:in|im|in den|en|em|w|na|mam) (?:\w+[- ]){0,3}?(?:workshops?|warsztat\w{0,3}|talleres?|ateliers?|meetings?|besprechungen|sitzungen|terminen|reunions?|reuniones|riunion[ei]|vergadering\w{0,2}|reunioes|spotkaniach)\b|\b(?:krankenhaus|hospital|klinik|szpital\w{0,2}|ziekenhuis|ospedale)\b",
)
_NO_ACCESS = _pattern(
    BAD_LINE,
    r"\b(?:not|no|nicht|keinen|ne|n'\w+|pas|non|niet|geen|nao|sem|sin|sans|senza|bez|nie)\b[^.!?]{0,15}\b(?:access|zugriff|acces|acceso|accesso|acesso|toegang|dostepu)\b (?:\w+ ){0,3}(?:e-?mails?|mails?|messagerie|correo|posta|poczty|postfach|inbox|boite|mailbox)\b",
    r"\b(?:limit|eingeschrankt|beschrankt|restr|restring|beperkt|ograniczon|ridott|reduz)\w* (?:\w+ )?(?:access|zugriff|zugang|acceso|acces|accesso|acesso|toegang|dostep)\w*\b|\bnur (?:\w+ )?(?:sporadisch|selten|zeitweise)\b|\b(?:only in the evenings?|nur abends|le soir seulement|solo (?:por la noche|la sera)|alleen 's avonds|so a noite|tylko wieczor\w{0,3})\b",
    r"\b(?:limit|intermit|eingeschrankt|restr|beperkt|ograniczon|slab)\w* .{0,20}\b(?:connection|internet\w{0,2}|conexion|connexion|connessione|ligacao|conexao|verbindung|verbinding|polaczeni\w)|\b(?:connection|internet|conexion|connexion|connessione|ligacao|conexao|verbindung)\b.{0,12}\b(?:limit|intermit|eingeschrankt|restr|ridott)\w*",
    r"\b(?:check|read|checke|lese|prufe|consulte|lis|reviso|leo|controllo|leggo|lees|leio|verifico|sprawdzam|czytam)\w{0,3} (?:\w+ ){0,3}(?:once|twice|einmal|zweimal|une fois|deux fois|una vez|dos veces|una volta|due volte|een keer|twee keer|uma vez|duas vezes|raz|dwa razy) (?:a |am |par |al |per |por |w |dziennie)",
    r"\b(?:e-?mails?|correos|nachrichten|messages?|maile|courriels?)\b[^.!?]{0,25}\b(?:not|nicht|no|non|niet|nao|nie|ne)\b[^.!?]{0,15}\b(?:answered|beantwortet|bearbeitet|lett[ei]|beantwoord|respondid|czytan|traite)\w*|\b(?:aucun (?:e-?)?mail ne|no mails? will|no se (?:responder|leer)\w{1,3})\b",
)
_SLOW = _pattern(
    r"\btard(?:ar|e)\w*\b[^.!?]{0,40}\b(?:contest|respond)\w+",
    r"\b(?:not|n't|nicht|ne|no|non|niet|nao|nie)\b[^.!?]{0,30}\b(?:see|read|answer|reply|get to|sehe|lese|beantwort\w*|verrai|lirai|repondrai|vere|leere|contestare|vedro|leggero|rispondero|zie|lees|beantwoord|verei|lerei|responderei|zobacze|przeczytam|odpowiem)\b[^.!?]{0,30}\b(?:before|until|vor|bis|avant|antes|hasta|prima|voor|przed)\b|\b(?:sehe|lese|zie|lees)\b[^.!?]{0,20}\b(?:nicht|niet) (?:vor|voor)\b",
    rf"\b{_ANSWER}[^.!?]{{0,40}}\b{SLOWER}\b|\b{SLOWER} (?:\w+ )?{_ANSWER}|\b{_ANSWER}[^.!?]{{0,40}}\b{_LATE}|\b{_LATE}\w* (?:\w+ )?{_ANSWER}",
)
_COVERED = compiled(
    r"\b(?:cover(?:s|ing)? for me|(?:vertritt|vertreten) mich|me rempla(?:ce|cent)|me (?:sustituye|reemplaza)|mi sostituis\w{1,4}|(?:vervangt|vervangen) (?:mij|me)|substitui-me|me substitui|zastepuj[ea] mnie)\b"
)
_WORKING_DAYS = _pattern(WORKING_DAYS, NO_WORK)
HINTS = (_ELSEWHERE, _NO_ACCESS, _SLOW, _COVERED, _WORKING_DAYS)

# Somebody who was away, or goes away later, writes by hand.
NOT_NOW = compiled(
    rf"{FROM_TOMORROW}|"
    r"\b(?:was|were|been|had) (?:\w+ ){0,2}(?:away|out|on|off|travell?ing|sick|ill|absent)\b|\bsorry for (?:the|my|being) (?:\w+ )?(?:slow|late|delay)"
    r"|\b(?:just|only|now) (?:back|returned|got back)|\bback from\b|\bgoing (?:on|away)\b|\b(?:war|waren|gewesen)\b|\b(?:etais|etait|rentre de)\b"
    r"|\b(?:estuve|estaba|acabo de)\b|\b(?:ero|sono stat[oa])\b|\b(?:was ik|was met)\b|\b(?:estive|estava)\b|\b(?:bylem|bylam)\b"
    rf"|(?<!until )(?<!back )(?<!return )(?<!tot )(?<!bis )(?<!zum )(?<!hasta )(?<!do )\b{any_of(['next week', 'nachste woche', 'la semaine prochaine', 'semana que viene', 'proxima semana', 'prossima settimana', 'settimana prossima', 'volgende week', 'przyszlym tygodniu', 'nasta vecka'])}(?! (?:on |em |de |am )?{WEEKDAY})(?![^.!?,]{{0,25}}\b(?:wieder|zuruck|back|retour|weer|terug|vuelvo|de vuelta|rientr|torn|volt|wrac))"
)

# What stands before the absence or the return of somebody else.
OTHERS_RETURN = compiled(
    r"\b(?:she|he|they|she's|he's|who|er|sie(?! erreichen)|elle|il|ella|lui|lei|zij|hij|ele|ela|ona|on)\b[^.]{0,20}$"
)
# "I'll ask them when I'm back": a plan, no note.
PLAN = compiled(r"\b(?:when|once|after|wenn|sobald|quand|cuando|quando|wanneer|als|gdy|kiedy) [^.!?]{0,12}$")
OTHERS_ABSENCE = compiled(
    r"\b(?:our|my|his|her|unsere?|meine?|notre|mon|nuestr[oa]|mi|nostr[oa]|il mio|onze|mijn|nosso|meu|nasz|moj) (?!team|office|whole|entire|buro|agence|oficina|ufficio|kantoor)\w+"
    r" (?:\w+ )?(?:is|are|ist|est|esta|e|jest) (?:\w+ ){0,2}$"
    r"|\b(?:two|three|some|several|zwei|drei|deux|trois|dos|tres|due|tre|twee|drie|duas|dois|dwie|dwoch|dwoje|trzy) (?:\w+ )?(?:people|colleag|kolleg|collegu|companer|collegh|collega|colega|kolezan|koleg|mitarbeit|medewerk|pracowni|persone|personas|pessoas|osob)[\w']*(?: \w+){0,2} $"
)

# What notes say besides, by what it is about. Each is a sign of a note.
URGENT = compiled(
    r"\burgen(?!a)|\bemergenc|\bcan(?:'?t|not) wait|\btime[- ](?:sensitive|critical)|\bimmediate (?:assistance|attention|help)|\bpressing\b|\bdringend|\beilig|\bnotfall|\bin wichtigen"
    r"|\ben cas d(?:e|') ?(?:besoin|urgence)|\bspoed|\bpiln(?:ych|e|a|ej|ym|ie)\b|\bnaglych|\bbrattom|\bbradskande|\bhast(?:er|e|ende)?\b|\bpresserende|\bkiireel|\bnalehav|\bsurgos|\bсрочн|\bacil\b"
)
WILL_REPLY = compiled(
    rf"{ANSWERS_LATER}|"
    r"\b(?:as soon as i can|sobald (?:ich kann|(?:wie )?moglich)|des que (?:possible|je)|en cuanto pueda|cuando pueda|appena (?:possibile|posso)|zodra (?:het|ik) kan|assim que pu?der?|assim que possivel|jak tylko)\b|"
    r"\b(?:answer|reply|respon|get back to|attend to|deal with|read|look|process|handle)\w*\b[^.!?]{0,70}\b(?:return|back|as soon as|when i can|when i am|when i'm|then|after that|after i|in the order|once)\b|\b(?:upon|on|after|until|once|when|expect)\b.{0,25} (?:i |we |my )?(?:return|back|reply)|\b(?:slow|slower|delayed|delay|late)\w* (?:\w+ )?(?:in |to )?(?:respon|reply|answer)"
    r"|\b(?:beantwort|bearbeit|lese|melde|antwort)\w*\b.{0,50}\b(?:ruckkehr|danach|wieder|sobald|urlaub|nach)|\b(?:nach|bei) meiner? (?:ruckkehr|urlaub)|\b(?:danach|anschliessend|sobald)\b.{0,40}(?:beantwort|bearbeit|lese|antwort)"
    r"|\b(?:a|des|apres) (?:mon|notre|ma) (?:retour|reouverture|reprise)|\b(?:repondr|traite|reviendrai|recontact)\w* .{0,40}\b(?:retour|des que|reouverture)|\b(?:tras|a|hasta|cuando) (?:mi|nuestro)?\s?(?:regres|vuel)\w*|\b(?:responder|contestar|atender)(?:e|emos)\b"
    r"|\b(?:al|dopo il) (?:mio|nostro) (?:rientro|ritorno)|\brisponder(?:o|emo)\b|\b(?:bij|na|tot) (?:mijn |onze )?(?:terugk|terugkom)\w*|\b(?:beantwoord|reageer|lees)\w* .{0,40}\b(?:daarna|zodra|terug|weer)|\b(?:no|ao|apos o|ate o) (?:meu|nosso) (?:retorno|regresso)|\bresponder(?:ei|emos)\b|\bdemorar a responder"
    r"|\bpo (?:moim )?powrocie|\bodpowie(?:m|my)\b|\b(?:svarar|svarer|kigger|ser|laser|læser) .{0,40}\b(?:tillbaka|tilbage|tilbake|hjemme|nar)|\bpalattuani|\bodpovim|\bответ\w* .{0,30}(?:возвращ|позже|как только)|\bпо возвращении"
)
THANKS = compiled(
    r"\bthank(?:s| you)(?: \w+){0,2} for (?:your|the|getting|reaching|contacting|writing|e?-?mailing|messaging)\b|\byou(?:'ve| have) reached\b|\b(?:vielen |herzlichen |besten )?dank fur (?:ihre|deine|die)\b|\bmerci (?:de|pour|beaucoup pour) (?:votre|ton|nous|m')|\b(?:muchas )?gracias por (?:su|tu|contactar|escribir|ponerse)"
    r"|\bgrazie (?:mille )?per (?:la|il|aver)|\b(?:be|har)?dankt? voor (?:je|uw|het|jouw)|\bobrigad[oa] (?:pelo|pela|por)|\bdziekuj\w+ za (?:wiadomosc|mail\w*|kontakt|e-?mail)|\b(?:tack|tak|takk) for (?:ditt|din|dit|att|meldingen|mailen|beskeden)|\bспасибо за (?:письмо|ваше|сообщ)|\bkiitos viestist|\bdekuji za|\bkoszonom (?:a )?(?:level|meg)"
    r"|\bdear (?:sender|customer|sir|all|colleague)|\b(?:estimado|gentile|cher|geachte|liebe[r]?|prezad\w*) (?:remitente|mittente|expediteur|afzender|absender\w*)"
)
REDIRECT = compiled(
    rf"{STAND_IN}|"
    r"\b(?:empfang|accueil|recepcion|reception|receptie|rececao|recepcao|recepcj\w)\b|\b(?:contact|reach out to|refer to|direct|speak to|call|ring|phone|write to|e-?mail|go to|reach)\b.{1,60}(?:@|instead|\bteam\b|\bdesk\b|\boffice\b|\breception\b|\bcolleagues?\b|\bmanager\b|\bmain line|\bswitchboard|\bassistant|\bsupport\b)|\b(?:in|during) my absence|\bin my place|\bin the meantime|\bwhile (?:i am|i'm) (?:away|out|gone|off)|\bmy (?:colleague|team|deputy|assistant|manager)s?\b|\bcan (?:help|assist)\b|\bhas taken over my\b|\b(?:is|will be) (?:covering|handling|managing|looking after|taking care of) my\b|\bget hold of\b|\bcover(?:s|ing)? (?:for )?(?:me|my)\b|\b(?:encarga de mis|sostituisce|sostituira|neemt mijn|nimmt meine|prend le relais|me remplace)\b|\bfor (?:support|sales|help|anything|everything)\b"
    r"|\bvertret\w+|\bwenden sie sich|\bkontaktieren sie|\bmeine (?:kollegen?|kollegin\w*)\b|\bhilft (?:ihnen|frau|herr)|\b(?:contacter|joindre|adresser|ecrire a|solliciter)\b|\bmes? collegues?|\bmon collaborateur|\b(?:contacte|contactar|contacten|contactad|escrib[ae]|escribir|dirigirse|dirija\w*)\b|\bcompaner[oa]s?\b|\ble atender"
    r"|\b(?:contattat?e|contattare|rivolger\w+|scrivere a|colleg(?:a|hi|he))\b|\bneem (?:\w+ )?contact op|\b(?:je|u) (?:kunt|kan) .{0,40}\b(?:terecht|bellen|bereiken|contact|mailen)|\bcollega'?s?\b|\b(?:contacte|contate|contactar|entre em contat?c?to|entrar em contat?c?to|colegas?|dirija)\b"
    r"|\bprosze (?:\w+ )?(?:o kontakt|pisac|kontaktowac|dzwonic|kierowac)|\bzastep\w+|\bkoleg\w*\b|\bkolezank\w+|\bkontakta?\b|\bkontaktuj\w+|\b(?:vaxeln|receptionen|sentralbordet)\b|\bota yhteytta|\bпишите|\bобращаи\w+|\bпо всем вопросам|\bzvoli|\byazabil"
)
NOT_READ = compiled(
    rf"{UNABLE}|"
    r"\b(?:lees|lese|bekijk|checke?|read|lis|consulte|leo|leggo|leio|czytam)\b(?: \w+){0,3}? (?:geen|keine|nicht|niet|no|pas|nao|non)\b|"
    r"\b(?:not|n't|no|nicht|keine?n?|ne|n'|pas|non|niet|geen|nao|nie|nunca)\b[^.!?]{0,30}?\b(?:check|monitor|lese\w?|gelesen|abruf|consult|relev|lis\b|leo\b|lee\b|leer|leid|revis|legg|lett[oa]|controll|lees|gelezen|bekijk|leio|lid[ao]|verific|czyta|sprawdza)\w*|"
    r"\b(?:not|n't|nobody|never|rarely|irregularly|sporadically|only|twice a day|once a day)\b(?: \w+){0,4} (?:read|check|monitor|answer|forward|look|see|access)\w*|\bwill be (?:deleted|forwarded)|\bcheck(?:ing)? (?:this |my )?(?:inbox|e-?mail|mail) (?:only|twice|once|rarely)"
    r"|\b(?:nicht|keine?)\b(?: \w+){0,4} (?:weitergeleitet|gelesen|beantwort\w*|lesen|bearbeitet|abgerufen)|\bsporadisch|\bunregelmassig|\beingeschrankt|\bbis auf weiteres|\bne (?:pourrai|peux|consulte|lis|serai|suis) |\b(?:facon|maniere) irreguliere|\bponctuellement|\bno (?:leo|leere|podre|reviso|consultare)|\bsaltuari\w+|\bnon (?:potro|leggo|leggero|posso)"
    r"|\bniet (?:\w+ )?(?:gelezen|doorgestuurd|in staat|lezen|beantwoorden)|\bnao (?:poderei|lerei|consulto|leio)|\bnie (?:odczytuj|czytam|bede odpowiadac|odbieram)\w*|\b(?:inte|ikke) .{0,15}(?:laser|leser|læser|svarar|svarer)|\b(?:laser|leser|læser|svarar|svarer) (?:inte|ikke)|\bnem olvas\w*"
)
PRESENTLY = compiled(
    r"\b(?:currently|presently|at the moment|at present|for the time being|temporarily|right now|derzeit|zurzeit|zur zeit|momentan|aktuell|gegenwartig|vorubergehend|actuellement|en ce moment|pour le moment|actualmente|en este momento|por el momento"
    r"|attualmente|al momento|in questo momento|momenteel|op dit moment|tijdelijk|thans|atualmente|neste momento|no momento|de momento|obecnie|aktualnie|w tej chwili|chwilowo|for tillfallet|for narvarande|i ojeblikket|for oyeblikket|for tiden"
    rf"|talla hetkella|momentalne|jelenleg|сеичас|в настоящее время|su anda|su an)\b|{any_of(['現在', 'ただいま', '目前', '현재'])}"
)
SEASONAL = compiled(WISHES)
DETAILS = (PRESENTLY, URGENT, WILL_REPLY, THANKS, REDIRECT, NOT_READ, SEASONAL)
# Words that any mail begins or ends with, and what is no sentence.
ADDRESS_OR_NUMBER = compiled(r"@|https?://|\bwww\.|\d{3,}|\bext\b")
# What notes talk of, and our mail does not.
TOPIC = compiled(
    r"\b(?:(?:e-?)?mails?|messages?|inbox|mailbox|correspondence|phones?|access|wi-?fi|during this (?:time|period)|(?:e-?mail)?nachrichten|postfach|zugriff|handy|telefon\w*|in dieser zeit|wahrend dieser|messagerie|courriels?|(?:durant|pendant) cette"
    r"|correos?|mensajes|durante (?:este|ese|esta|questo|esse)|posta|messaggi|telefono|cellulare|berichten|telefonisch|toegang|mensagens|telefone|poczt\w*|maile?|maila|telefon\w*|dostep\w*|w tym czasie)\b"
)
GREETING = compiled(
    r"\W*(?:hi|hello|hey|dear|greetings|hallo|guten|sehr|moin|liebe[rs]?|bonjour|salut|madame|monsieur|hola|buen[oa]s|estimad[oa]s?|saludos|salve|buon\w*|gentil\w+|cordiali|ciao|beste|geachte|hoi|dag|groet\w*"
    r"|ola|bom|boa|prezad\w*|caro|cumprimentos|atenciosamente|dzien|witam|szanown\w+|pozdrawiam|pozdrowieniami|hej|hei|god|mvh|vanliga|venlig|vennlig|terveisin|dobry|здравствуйте|merhaba|regards|best|kind|cheers|sincerely|cordialement|bien (?:cordialement|a vous)|mit freundlichen|viele|grusse?n?|thank you|thanks|merci|danke|gracias|grazie|bedankt|obrigad[oa]|dziekuje|please note|apolog\w+|please (?:expect|excuse|bear|accept)|we (?:appreciate|apologi[sz]e|look forward)|in observance|inconvenience|patience|understanding|verstandnis|comprehension|comprension|comprensione|begrip|compreensao)\b"
)

# What a person says who answers us. None of it stands in an absence note, or only beside something urgent.
ENGAGED = compiled(
    rf"{CONSULTS}|{WRITE_AGAIN}|"
    rf"\b(?:[ap]m|\d|{WEEKDAY}) works\b|"
    r"\bcc'd\b|\b(?:in cc|(?:en|in) copie|(?:en|in|em) copia|in kopie|w kopii)\b(?! an\b)|"
    r"(?:^|[.!\n] ?)gerne? (?!wieder)|\b(?:go ahead|we(?:'d| would)? (?:want|like|need)|wir (?:wollen|brauchen|suchen|mochten)|nous (?:voulons|cherchons|avons besoin)|queremos|necesitamos|buscamos|vogliamo|cerchiamo|abbiamo bisogno|(?:we|wij) (?:willen|zoeken)|precisamos|procuramos|chcemy|potrzebujemy|szukamy)\b|"
    r"\b(?:interest(?:ed|ing|s me)|sounds|calendar|slot|appointment|rendez-vous|una cita|appuntamento|afspraak|daarna graag|(?<!mam )spotkani[ea]|suits me|works? (?:for me|best|fine|well)|open that day|let's|lets|let us|pric(?:e|es|ing)|quote|proposal|demo|deck|one-pager|brochure|keen|booked|works for|would be (?:good|great|fine|better)|good time|ping me|chat|catch up(?! on (?:my |the )?(?:e-?)?(?:mail|messages))|call with|our call|pencil|(?:can|could|shall|should|do) (?:we|you)|happy to|looping|copying in|cc'?ing|adding \w+ (?:here|in)|forwarding|i forwarded|passed (?:it|this) on|covering for(?! me)|look(?:ing)? after(?! my| any| urgent| all)|took over|taking over|take a look|look at|will look(?! after)|(?:ask|try|write|email|mail|contact|remind|ping) (?:me )?again|again then|come back to me|circle back|follow up with me|send (?:me|us|over|the (?:deck|pric|info|details|one))|budget|contract|cost|no need|don't need|we need|not interested|no thanks|not (?:for|the right)|see you|before (?:that|then) is|is fine|and sorry|your (?:offer|product|tool|pitch|service))\b"
    r"|\b(?:talk|speak)(?: to you)? (?:then|after|soon|on|next|in|when)\b"
    r"|\b(?:interessier\w*|(?<!fur ihr )interesse|angebot\w*|preis\w*|kosten|kostet|klingt|vertrag\w*|anbieter|unterlagen|termin|telefonieren|schau\w* ich|schicken sie|schick\w* (?:mir|uns)|sende?n? sie (?:mir|uns)|melden sie sich (?!bitte (?:an|bei (?:meine|frau|herr)))[^!?]{0,40}\b(?:noch ?mal|wieder bei|noch einmal|gern)|danach gern\w*|dann gern\w*|ansprechpartner(?:in)?\b(?=.{0,30}\bwas\b)|wollen wir|konnen wir|passt|aber)\b"
    r"|\b(?:(?<!fur ihr )interess\w+|tarifs?|prix|offre|devis|rappelez|rappeler|appelez|on se parle|on s'appelle|parlons|disponible (?:mardi|lundi|jeudi|mercredi|vendredi|le)|envoyez|renvo\w+|revenez vers|recontactez|je regarde|actualite)\b|(?:[,.;] |^)mais\b|\bmais (?:votre|vos|je|j'|on|nous|pas|cela|ca|c'est|n'hesitez)"
    r"|\b(?:precios?|oferta|propuesta|interesad[oa]|llamame|llameme|hablamos|hablar|mandame|enviame|envieme|los veo|lo miro|escribeme|presupuesto|contrato|pero)\b"
    r"|\b(?:prezz\w+|listino|offert[ae]|interessat\w+|sentiamo|sentirci|sentiamoci|mandami|mi mandi|mandatemi|chiamami|mi chiami|risentiamo|ma mi)\b"
    r"|\b(?:prijs\w*|prijzen|aanbod|offerte|voorstel|geinteresseerd|bel me|bel je|bel ik|daarna bellen|stuur (?:me|mij)|kunnen we|dan even|maar)\b"
    r"|\b(?:precos?|proposta|orcamento|gostei|falar|falamos|envie-me|me envi[ae]|analiso|podemos)\b|, mas\b"
    r"|\b(?:cen[aeyniky]{0,4}|ofert\w+|zainteresow\w+|porozmawia\w+|zadzwoni\w*|przeslij|prosze (?:o oferte|przeslac|wyslac)|mozemy|ale)\b"
    r"|\b(?:pris(?:et|er|erna|lista)?|relevant|intresser\w*|interesser\w*|horas av|hor garna av|ring mig|ring meg|men)\b|\b(?:интерес\w*|цен[аыу]|созвон\w*|предложен\w*|но)\b"
)
# Bare words that a subject of its own may consist of.
AWAY_NOUN = compiled(
    r"^(?:my |mon |ma |mi |mijn |mein )?(?:vacations?|holidays?|leave|paternity|maternity|parental|sabbatical|pto|time off|business trip|vacances|conges?|vacaciones|baja|viaje|ferie|viaggio|vacanze|vakantie"
    r"|reis|ferias|licenca|viagem|wakacje|wyjazd|choroba|ferien|reise|semester|dovolena|loma|отпуск|izin)\b"
)
CALL_ME = compiled(r"\b(?:(?:call|meet|text|ring) me|rufen sie (?:mich|gern)|ruf mich|ligue|liga-me)\b")
# Questions that notes ask themselves.
CANNED_QUESTION = AnyOf(
    r"[^.!?\n]{0,80}\b(?:urgent|question|questions|help|assistance|support|emergency|dringend|fragen|hilfe|urgence|questions|aide|urgente"
    r"|urgencia|ayuda|urgenze|aiuto|spoed|vragen|hulp|ajuda|pilne|pomocy)\b[^.!?\n]{0,30}\?",
    r"\S+://\S+",
    r"[\"'][^\"'\n]{0,200}\?[\"']",
)

# Subjects that are nothing but a word of absence, and words that a note's subject has besides.
SUBJECT_REST = compiled(
    r"^\w*[\s:;,.!()\[\]/|\u2013\u2014-]*(?:$|[:;,(\[|/\u2013\u2014]|- )|^\w*\s?[:;,.!(\[|/*\u2013\u2014]|^\w* - "
    r"|^\w*[\s,-]+(?:re|aw|sv|rv|tr|odp|r)\s?:"
    r"|^\w*[\s,-]+(?:until|till|til|thru|through|from|on|this|today|with|due|bis|vom|von|ab|wegen|jusqu|du|le|pour|hasta|del|desde"
    r"|por|fino|dal|per|tot|van|wegens|ate|de|do|od|fram|fra|message|and|und|et|y|e|en|i|zu)\b"
    r"|^\w*[\s,-]+(?:auto|repl|respon|notif|notiz|meldung|assist|alert|annuel|tempor|laboral|medica|lekarsk|krank|dienst|odpow)"
)
BRACKETED_END = compiled(r"[(\[{<*|]([^()\[\]{}<>*|]{2,60})[)\]}>*|][\s.!]*$")
AUTOMATIC_WORDS = compiled(
    r"\bauto[- ]?(?:reply|response|responder|matic|mated|antwort)\b|\bautomat\w*|\bautorep\w*|\bautosvar|\bautomaatti\w*|\bавто\w*"
    r"|\babwesenheits\w*|\bvacation\b|\bholiday\b|\baway\b|\bfranvar\w*"
    rf"|{any_of(['自動', '自动', '자동'])}"
)
