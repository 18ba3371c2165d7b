"""Word classes of absence notes, folded: places, events, breaks, working days, stand-ins. Any note combines them. Tables only."""

# ruff: noqa: E501 - a row is a class, in all its languages

from seqcli.inbound.date_phrases import DAY_WORDS, WEEKDAY

_PLACE = r"(?:\w*office|shop|store|warehouse|factory|plant|company|business|practice|school|\w*buro\w?|betrieb|geschaft|werk|praxis|kanzlei|firma|unternehmen|bureaux?|agence|entreprise|societe|magasin|atelier|usine|cabinet|etablissement|oficinas?|empresa|tienda|fabrica|despacho|uffici\w{1,2}|azienda|negozio|sede|studio|ditta|stabilimento|kantoor|kantoren|bedrijf|winkel|zaak|praktijk|magazijn|escritorios?|loja|fabrica|biur\w{1,2}|(?:support|help|service)\s?-?(?:desk|team)?|soporte|suporte|assistenza|kundendienst|hotline|pomoc|sklep|zaklad)"
_SHUT = r"(?:cierra|encerra(?= (?:na|ao|no|de|para|por))|closed|shut|geschlossen|nicht besetzt|unbesetzt|fermee?s?|cerrad[oa]s?|chius[aeio]|gesloten|dicht(?=[.,;!]|$| (?:van|tot|wegens|tussen))|encerrad[oa]s?|fechad[oa]s?|zamkniet\w{1,2}|nieczynn\w{1,2})"
_NOT_GOOD = r"(?! (?:a |the )?(?:deal|contract|on (?!(?:mon|tues|wednes|thurs|fri)day (?:for|due|because|as)\b)|every|for (?:good|business)|to|out))(?![^.!?]{0,20}\b(?:new|nouve\w+|neue\w*|nuev\w+|nuov\w+|nieuwe|nov[oa]s|now[aey]\w*)\b(?! year))"
_SEASON = r"(?:christmas|xmas|winter|summer|easter|spring|autumn|festive|year[- ]end|holiday|weihnachts|sommer|oster|jahres|neujahrs|kerst|zomer|paas|nieuwjaars|eindejaars)"
_EVENT = r"(?:congres\w{0,3}|kongress\w{0,2}|conferen\w{1,4}|konferen\w{1,3}|conventions?|convegno|colloque|salon|salons|foire|seminair\w{0,1}|seminar\w{0,3}|symposium|tagung|messe|fachmesse|leitmesse|trade (?:fair|show)|fair|expo|feria|fiera|feira|beurs|vakbeurs|targach|kongresie|summit|workshop|atelier|taller|offsite|retreat|formations?|formacion|formazione|formacao|training|schulung|fortbildung|weiterbildung|lehrgang|cursus|curso|corso|opleiding|szkoleni\w{1,2}|kursie|warsztatach|off-?site)"

# What says that somebody is away, besides the words of single languages.
_TIMES_A_DAY = r"\b(?:check|read|rufe|checke|lese|prufe|consulte|lis|releve|reviso|leo|consulto|controllo|leggo|lees|bekijk|check|verifico|leio|vejo|sprawdzam|czytam|odbieram)\b[^.!?]{0,35}\b(?:once|twice|einmal|zweimal|une fois|deux fois|una vez|dos veces|una volta|due volte|(?:een|twee) keer|uma vez|duas vezes|(?:dwa )?raz\w?) (?:(?:a|am|pro|par|al|per|por|w) (?:\w+ )?)?(?:day|week|tag|woche|jour|semaine|dia|semana|giorno|settimana|dag|dziennie|tygodniu)\b"
AWAY_CLASSES = (
    _TIMES_A_DAY,
    rf"\b(?:i am|i'm|i'll be|i will be) (?:out|off) (?:on )?{WEEKDAY} (?:and|to|through|thru)\b",
    rf"\b{_PLACE}\b(?:[^.!?]|(?<=\d)\.){{0,45}}?[ ,]{_SHUT}\b{_NOT_GOOD}|\b(?:are|is|be) shut (?:down )?(?:for|from|until|between|on)\b",
    rf"\b(?:estamos|estaremos|permaneceremos|siamo|saremo|zijn|sind|haben|sommes|serons|we are|we're|we will be|we'll be|jestesmy|bedziemy|resteremo|restera)\b[^.!?]{{0,20}}\b{_SHUT}\b{_NOT_GOOD}",
    rf"\b{_SEASON}[- ]?(?:break|pause|shutdown|closure|shut-down|ferien|urlaub|vakantie|reces|sluiting|stop)\b|\btaking (?:a|our) (?:\w+ )?break\b|\b(?:pause|treve|fermeture|conges) (?:de |d'|des |pour les |estivale?s?)(?:noel|fin d'annee|fetes|ete)?\b|\bpausa (?:natalizia|estiva|pasquale|de natal|de verao|de navidad|navidena)\b|\bprzerw\w{1, 2} (?:swiateczn|urlopow|wakacyjn|noworoczn)\w+|\b(?:chiusura|cierre|encerramento) (?:estiv|natalizi|anual|per ferie|por vacaciones|vacacional|para ferias)\w*|\bvacances (?:de|d'|scolaires)|\bbouwvak\b",
    r"\b(?:not|n't) (?:be )?around\b(?! the)|\b(?:ben|zijn) (?:\w+ ){0,4}er (?:\w+ ){0,3}?niet\b(?! (?:uit|van|mee|over|klaar|zeker|aan|bij))|\bnon ci (?:sono|saro|siamo|saremo)(?=[.,;!]|$| (?:fino|oggi|domani|dal|da lun|in ufficio))|\b(?:no|nao) (?:estoy|estare|estamos|estaremos|estou|estarei|estaremos)(?=[.,;!]|$| (?:hasta|hoy|manana|esta semana|estos|ate|hoje|amanha|en la|no escr))|\bne (?:suis|serai|sommes|serons) pas (?:la(?=[.,;!]|$| (?:jusqu|cette|aujourd|du|ce|pour le))|present(?!e? sur)|au bureau|disponib|joignab|en poste)|\bmnie nie (?:ma|bedzie)\b|\bbin (?:ich )?(?:\w+ ){0,3}(?:weg|nicht da|nicht am platz)\b",
    rf"\b(?:je suis|je serai|je participe|j'assiste|en|sono|saro|partecipo|estoy|estare|asisto|me encuentro|estou|estarei|participo|encontro-me|jestem|biore udzial|uczestnicze|ik ben|ben ik|bezoek|bin|bin ich|nehme|besuche)\b[^.!?,;]{{0,25}} (?:an?|ad|al|alla|au|aux|en|in|sur|un|une|una|uno|num|numa|w|na|einer?|einem|der|dem|op|een|de|het|het|la|el|o|a) (?:\w+ )?{_EVENT}\b",
    r"\b(?:de baixa|en arret)\b(?! (?:de produ|de travail ill))|\b(?:atestado|afastamento|reposo) medico\b|\b(?:fuera del pais|fora do pais|fuori dal paese|out of the country|jours off)\b|\b(?:krankgemeldet|krankgeschrieben|arbeitsunfahig)\b|\b(?:arbeidsongeschikt|uitgeschakeld door ziekte)\b|\b(?:wegen|durch|pour|por|per|wegens|z powodu) (?:\w+ )?(?:krankheit|maladie|enfermedad|malattia|ziekte|doenca|choroby)\b",
)
# Classes that say little alone.
_PLURAL_DAYS = (
    "(?:poniedzialki|wtorki|srody|czwartki|piatki|montags|dienstags|mittwochs|donnerstags|freitags)"
)
_NO_WORK = r"(?:(?:not|n't) (?:be )?work(?:ing)?|arbeiten? (?:ich |wir )?nicht|ne travaill\w+ pas|no trabaj\w+|non lavor\w+|werk (?:ik )?niet|nao trabalh\w+|nie pracuj\w+)"
NO_WORK = rf"\b{_NO_WORK}\b[^.!?]{{0,12}}\b(?:{WEEKDAY}|{_PLURAL_DAYS}|this week|today|diese woche|heute|esta semana|deze week|cette semaine|questa settimana|w tym)|\b(?:{WEEKDAY}s?|{_PLURAL_DAYS})\b[^.!?,]{{0,12}}\b{_NO_WORK}"
EN_ROUTE = r"\b(?:in transit|in the air|auf reisen|auf achse|im zug|im flieger|onderweg|in de trein|en transito|em transito|hoy viajo|viajo|en route|sur la route|dans le train|dans l'avion|in treno|in volo|w trasie|w drodze|w pociagu)\b"
UNABLE = (
    rf"{_TIMES_A_DAY}|"
    r"\b(?:cannot|can't|unable to|not able to|kann (?:ich )?(?:derzeit |leider )?nicht|ne (?:peux|suis) pas|no (?:puedo|podre)|non (?:riesco|posso|potro)|niet in staat|kan (?:ik )?niet|nao (?:consigo|posso|poderei)|nie moge)\b[^.!?]{0,30}\b(?:answer|reply|respond|antworten|beantworten|repondre|atender|contestar|responder|rispondere|antwoorden|beantwoorden|reageren|odpisac|odpisywac|odpowiadac|odpowiedziec)\b"
)
SICK = (
    r"\b(?:indispost[oa]|indispuest[oa]|unpasslich|onwel|niedysponowan\w|adoentad[oa]|grippe\w*|flu|gripe|griep|influenza)\b|"
    r"\b(?:wegen|nach|suite a|apres|por|per|a causa di|dopo|door|na|devido a|apos|z powodu|po|due to|following|recovering from|after)\b(?: \w+){0,2} (?:operation|operacion|intervencion|cirurgia|intervento|operatie|operacji|operacao|surgery|zabiegu|unfall|accident|accidente|incidente|ongeval|acidente|wypadku)\b|\bconvalesc\w+|\bfall(?:e|t)\b[^.!?]{0,40}\baus\b|\buit de running\b"
    r"|\b(?:excedencia|aspettativa|on secondment|freigestellt|freistellung|mise en disponibilite|onbetaald verlof|licenca sem vencimento|urlopie bezplatnym|birth of (?:my|our)|geburt (?:meine|unsere)\w+|naissance de|nacimiento de (?:mi|nuestr)|nascita d|geboorte van|nascimento d|narodzin\w*)\b"
)
VISITING = r"\b(?:visiting (?:our|the|a)|auf besuch|besuche (?:derzeit|zurzeit|gerade|diese woche|unsere)|en visite|visitando|in visita|(?:ik )?bezoek (?:onze|deze)|em visita|wizytuj\w+)\b"
TEAM_OUT = r"\b(?:team|equipe|equipo|equipa|zespol|staff|belegschaft|personale?|mannschaft)\b[^.!?,]{0,25}\b(?:retreat|away[- ]day|outing|off-?site|team[- ]?(?:day|tag|dag|building|event)|\w*ausflug|klausur\w*|seminaire|heidag|uitje|teamuitje|jornada|convivencia|ritiro|gita|retiro|passeio|wyjezdzie|wyjazd\w*|integracyjn\w+)\b"
BAD_LINE = r"\b(?:irregul\w*|unregelmass\w*|onregelmat\w*|sporadi\w*|saltuari\w*|sporadyczn\w*|rzadko|rarely|selten|zelden|raramente|rara vez|nieregularn\w*)\b[^.!?]{0,25}\b(?:access|zugriff|acces|acceso|accesso|acesso|toegang|dostep\w*|e-?mails?|mails?|poczt\w*|posta|correo|inbox|postfach)\b|\b(?:access|zugriff|acces|acceso|accesso|acesso|toegang|dostep\w*|mails?|e-mails?|poczt\w*|posta|correo)\b[^.!?]{0,15}\b(?:irregul|unregelmass|onregelmat|sporadi|saltuari|nieregularn)\w*|\b(?:slecht\w*|poc[ao]|pouca|slab\w|peu de|poor|patchy|schlecht\w*|wenig|kaum|mal|ma) (?:\w+ )?(?:bereik|cobertura|rede|zasieg|reseau|netz|empfang|connessione|conexion|conexao|campo|connexion|signal|coverage|reception|internet)\b|\bconnexion (?:aleatoire|instable|difficile)"
BRIDGE = r"\b(?:puente|per il ponte|ponte|le pont|brugdag|brucken(?:tag|tage)|dlugi weekend|long weekend|thanksgiving|ferragosto|rosenmontag|karneval|carna?val|carnevale|(?:will be |are )?observing|koningsdag|boze cialo|majowk\w+)\b"
WORKING_DAYS = (
    r"\b(?:part[- ]?time|teilzeit\w*|temps partiel|mi-temps|media jornada|jornada (?:reducida|parcial)|tiempo parcial|tempo (?:parziale|parcial)|deeltijds?|meio (?:periodo|tempo|expediente)|(?:czesc|pol|niepelny\w?) etatu)\b"
    r"|\b(?:my|our|usual|regular) (?:working|office|work) (?:days|hours) (?:are|is)\b|\b(?:meine|unsere) (?:arbeits|buro)(?:tage|zeiten)\b|\bmes (?:jours|horaires)\b|\bmi(?:s)? (?:horario|dias)\b|\bi miei (?:giorni|orari)\b|\b(?:mijn|onze) (?:vaste )?werkdagen\b|\b(?:o meu horario|meus dias|os meus dias|meu horario)\b|\bmoje (?:dni|godziny) pracy\b"
    rf"|\b(?:work|arbeite|travaille|trabajo|lavoro|werk|trabalho|pracuje|present[ea]?|in the office|in ufficio|im buro|au bureau|en la oficina|op kantoor|no escritorio|w biurze)\b[^.!?,]{{0,25}}\b{WEEKDAY}s?\b (?:to|through|till|until|and|bis|und|au|et|a|y|al|e|tot|t/m|en|do|i)\b[^.!?,]{{0,12}}\b{WEEKDAY}"
)
FEAST = r"\b(?:es|e|est|is|ist|jest|de) (?:\w+ )?(?:fiesta|festivo|festa|festivita|ferie|feriado|feestdag|feiertag|swieto|holiday)\b|\b(?:festivita|festivos?|swiet\w{1,3}|hemelvaart|pinksteren|pasen|himmelfahrt|fronleichnam|pfingsten|ascension|pentecote|bank holidays?|jour ferie|etant ferie|puente)\b"
BUSY = (
    r"\b(?:with|visiting|seeing|at) (?:\w+ )?(?:customers?|clients?)\b|\bback[- ]to[- ]back\b|\b(?:beim|bei|mit) (?:\w+ )?kunden\b|\bchez (?:un |des )?clients?\b|\ben clientele\b|\b(?:con|em|visitando|dai|da|presso) (?:\w+ )?client[ei]s?\b|\bbij (?:een )?klant(?:en)?\b|\bu klient\w+|\breunid[oa]\b|\bocupad[oa]\b|\bimpegnat[oa]\b"
    r"|\bmam spotkania\b|\bvolg (?:ik )?(?:\w+ )?(?:training|cursus|opleiding)|\b(?:tied up|in meetings|in sessions|in training)\b|\bpeu disponible\b|\bpoco disponi\w+|\bpouco disponi\w+"
)

# Whoever wants to hear from us again, or is there after all, writes by hand.
WRITE_AGAIN = r"\b(?:(?:ci|mi) ri(?:scriv|contatt|chiam)[ai]|ri(?:scriv|contatt)[ea]te(?:ci|mi)|re-?ecri[vr]\w+|relance[zr]?\w*|ree?scrib\w+|(?:escri[bv]|contact|habl|llam|lig|fal|mail|schreib|schrijf|napis|pis|odezw|kontakt|writ)\w*[^.!?]{0,30}\b(?:again|otra vez|de nuevo|nuevamente|de novo|outra vez|novamente|noch ?(?:ein)?mal|erneut|nochmals|opnieuw|nog (?:eens|een keer)|ponownie|jeszcze raz|di nuovo|a nouveau)|(?:is|are|am) here|(?:stop|come|drop) by|stand \d|our meeting|your (?:\w+ )?points|(?:told|asked) (?:him|her|them)|we had|(?:so|also|donc|quindi|dus|por eso|por isso|wiec|daher),? (?:\w+ )?(?:this week|diese woche|cette semaine|questa settimana|deze week|esta semana|w tym tygodniu)|(?:answer|antwort|reponse|respuesta|risposta|antwoord|resposta|odpowiedz) (?:is|lautet|ist|est|es|e|brzmi|to) (?!(?:\w+ )?(?:auto|slow|delay))\w+|not looking for|escrevam?-me|escriba?me|ecrivez-moi|schreiben sie mir|schrijf me|mi scriva|prosze (?:sie )?odezwac|pasuje|schikt|ginge|besser|lieber (?:am|im|nicht|ein\w*|mit)|liever|mieux|plutot|mejor|meglio|melhor|lepiej|me viene bien|mi va bene|me convien\w+|m'irait|me serve|me da jeito|komt (?:mij|me) goed)\b"

# Notes begin with the absence: whoever is away from tomorrow on writes by hand.
FROM_TOMORROW = (
    r"(?:^|[.!?,;] )(?:next month|nachsten monat|le mois prochain|el mes que viene|il mese prossimo|volgende maand|(?:no )?proximo mes|w przyszlym miesiacu)\b(?![^.!?]{0,25}\b(?:wieder|zuruck|back|retour|weer|terug|vuelv|rientr|torn|volt|wrac))|"
    r"\b(?:from|starting|as of|ab|des|a partir d[e']|da|vanaf|od) ?(?:tomorrow|morgen|demain|manana|domani|amanha|jutra)\b(?![^.!?]{0,40}\b(?:wieder|zuruck|back|available|erreichbar|disponi\w+|terug|weer|bereikbaar|di nuovo|volt\w+|vuelv\w+|de vuelta|torn\w+|wrac\w+|dostepn\w+|retour|raggiungibile|reponds?|respond\w+|rispond\w+|antwort\w+|answer|reply|nouveau|novo|nuevo))"
)

_LATER = (
    r"(?:(?:next|first|following) (?:working |business |available )?day|when (?:i'm|i am) (?:next )?(?:in|back)|\w*nachsten (?:arbeits|werk)tag|prochain jour|prochaine journee|(?:siguiente|proximo|primer) dia|(?:prossimo|primo|successivo) giorno|(?:eerst)?volgende (?:werk)?dag|nast\w+ dni\w? |najbli\w+ dni\w?|(?:nastepnego|najblizszego|pierwszego) dnia"
    r"|afterwards|thereafter|danach|anschliessend|ensuite|despues|posteriormente|dopo|in seguito|successivamente|daarna|nadien|depois|posteriormente|po tym|potem"
    r"|return|ruckkehr|retour|rentree|reouverture|vuelta|regreso|rientro|ritorno|riapertura|terugkomst|regressar|reabertura|powrocie)"
)
_ANSWERS = (
    r"(?:(?:will|'ll) pick (?:this|it|things|your \w+) up|me ocup\w+|m'occup\w+|occupero|occuperemo|tratarei|trato|pak ik|zajm\w+ sie|reageren|beantwoorden)\b|"
    r"(?:(?:will|'ll|shall) (?:\w+ )?(?:reply|respond|answer|get back|be in touch|come back to you|catch up|deal with|read|see|be (?:handled|processed|answered|read|dealt))|(?:be)?antworten?|melde\w?|kummer\w{0,2}|bearbeite\w*|reponds?|repondr\w+|revi(?:ens|endr\w+)|recontact\w+|traite\w*|prendr\w+ connaissance|lue?s?|serai de nouveau"
    r"|leere|leer[ae]mos|leio|leremos|lese|respond[oe]\w*|contest[oae]\w*|atend[eo]\w*|tratad[oa]|rispond\w+|legger\w+|lett[ei]|ricontatt\w+|gestit[ei]|reage\w+|beantwoord\w*|antwoorden?|antwoord ik|krijgt u antwoord|krijgt antwoord|kom ik|behandeld|gelezen|lees|lerei|odpis\w+|odpowie\w*|odpowiada\w*|odezw\w+|przeczyta\w+|bekijk|erreicht mich|wordt gelezen)"
)
# An answer on a day, or after the absence.
ANSWERS_LATER = (
    rf"\b(?:{_ANSWERS})\b[^.!?]{{0,60}}(?:\b{_LATER}|{DAY_WORDS.pattern})"
    rf"|(?:\b{_LATER}|{DAY_WORDS.pattern})[^.!?;]{{0,25}}?\b(?:{_ANSWERS})\b"
)
# Who does the work meanwhile.
STAND_IN = (
    r"\bubernimmt\b(?! ihr)|\b(?:me cubre|mi copre|neemt (?:het|mijn|alles|dit) (?:\w+ )?over|takes over for me|is stepping in)\b|"
    r"\b(?:my|meine|mes|mis|i miei|le mie|mijn|(?:os )?meus|moje|moich) (?:\w+ )?(?:projects?|projekte?n?|projets|proyectos|progetti|pratiche|projecten|projetos|projekty|dossiers?|themen|cases|accounts|kunden|clientes?|clients?|clienti|klanten|klienci|klientow)\b|\b(?:kolleg(?:e|in) \w+|my deputy|mein stellvertreter)\b|\bplease (?:try|use|see)\b|\b(?:call|ring|phone) (?!me\b|us\b|you\b)\w+ (?:on|at)\b"
    r"|"
    r"\b(?:point of contact|in my (?:place|stead|absence)|covering for me|my (?:cover|replacement|stand-?in|duties|tasks))\b|\bmeine (?:aufgaben|vertretung|themen|arbeit)\b|\b(?:mes (?:fonctions|dossiers|missions)|ma remplacante|mon remplacant|a ma place)\b|\bmis? (?:funciones|tareas|sustitut[oa]|lugar|puesto)\b|\b(?:al mio posto|le mie (?:mansioni|attivita)|mi[ao] sostitut[oa])\b|\b(?:mijn (?:taken|werk|vervang\w+|waarnem\w+)|neemt waar)\b|\b(?:meu lugar|(?:minhas|as minhas) funcoes|meu substituto|minha substituta|meus assuntos)\b|\bmo(?:je|ich) (?:obowiazk\w+|zadania|sprawy)\b|\bvervangt mij\b"
    r"|\b(?:for|in) (?:any|all|other) (?:\w+ )?(?:matters?|questions?|enquir\w+|requests?|issues?)\b|\banything that cannot\b|\bbei (?:fragen|ruckfragen|bedarf|eil\w*)\b|\b(?:pour toute|pour toutes|pour tout) \w+|\bpara (?:cualquier|qualquer|todo|temas|assuntos)\b|\bper (?:qualsiasi|ogni|qualunque|tutte le)\b|\b(?:voor (?:vragen|overige|alle|andere)|met vragen)\b|\bwe wszystkich\b|\bw (?:razie|sprawach|innych)\b"
    r"|\b(?:please|kindly) (?:e-?mail|contact|write|call|speak|use|send|direct|turn)\b|\bbitte (?:\w+ ){0,2}(?:an|schreiben|richten|wenden|kontakt\w*|rufen)\b|\bricht\w+ sie\b|\b(?:merci d(?:e |')(?:ecrire|adresser|contacter|vous|envoyer)|veuillez|vous (?:pouvez|invit\w+))\b|\b(?:dirija\w*|contacte\w*|puede (?:escribir|llamar|contactar)|le rog\w+|fale com|falar com|hable con)\b|\b(?:vi prego|la prego|la preghiam\w|si prega|vi preghiamo|potete|puo) (?:di )?(?:\w+ )?(?:scriver\w|rivolger\w+|contattar\w+|chiamar\w)\b|\b(?:gelieve|u kunt|stuur uw|mail (?:dan )?naar|bel (?:dan )?)\b|\b(?:queira|por favor) (?:\w+ )?(?:contact\w+|envi\w+|escrev\w+|fal\w+|lig\w+)\b|\b(?:prosze|prosimy) (?:\w+ )?(?:o kontakt|pisac|kierowac|dzwonic)\b"
)
WISHES = r"\b(?:merry christmas|(?:happy|joyful|wonderful|lovely) (?:holidays?|new year|easter|christmas|festive)|season's greetings|happy holiday season|frohe\w* (?:\w+ )?(?:weihnacht\w*|fest\w*|ostern)|schone (?:\w+ )?(?:feiertage|weihnacht\w*|tage)|guten rutsch|gutes neues|joyeu\w+ (?:noel|fetes|paques)|bonnes? (?:annee|fetes|fin d'annee|vacances)|belles fetes|meilleurs voeux|felices (?:fiestas|pascuas)|feliz (?:ano|navidad|natal|pascoa)|boas (?:festas|entradas)|buon[ea]? (?:feste|natale|anno|pasqua|ferie|ferragosto|vacanze)|auguri|(?:fijne|prettige) (?:\w+ )?(?:feestdagen|kerst\w*|vakantie|dagen)|gelukkig nieuwjaar|(?:zalig|vrolijk) (?:kerst\w*|pasen)|wesolych swiat|(?:szczesliwego|udanego) nowego|es grusst)\b"
# A season is a day far off; an afternoon is one near.
SOME_TIME = r"\b(?:morgen(?:ochtend|middag|fruh)|(?:back|zuruck|retour|reviens|vuelvo|regreso|torno|rientro|terug|volto|regresso|wracam) (?:(?:on|am|le|el|il|op|de|no|dia|a|o|the) ){0,2}\d{1,2}(?![\d:.]\d)|(?:de|the|am) \d{1,2}(?:e|th|nd|st|rd|\.) (?:terug|back|zuruck)|in the (?:autumn|fall|spring|summer|winter|new year)|im (?:herbst|fruhjahr|fruhling|sommer|neuen jahr)|(?:a l'|en )(?:automne|hiver|ete)|au printemps|en (?:otono|primavera|verano|invierno)|in (?:autunno|primavera|estate|inverno)|in (?:het|de) (?:najaar|voorjaar|zomer|winter|herfst|lente)|(?:no|na) (?:outono|primavera|verao|inverno)|jesienia|wiosna|latem|zima|this (?:morning|afternoon|evening)|(?:heute|morgen) (?:nachmittag|vormittag)|cet apres-midi|ce (?:jour|matin)|esta (?:tarde|manana|manha)|questo pomeriggio|stamattina|vanmiddag|vanochtend|po poludniu)\b"
SLOWER = r"(?:plus lent\w*|lent(?:ement|itud|amente|ezza)|langsamer|trager|(?:wat|iets) later|later dan|devagar|wolniej|mas despacio|con retraso|com atraso|en differe|verzogert|unregelmassig)"
# Whoever asks others about our mail, or plans what follows the return, writes by hand.
CONSULTS = (
    r"\b(?:i'll|i will|we'll|we will|let me|and|have|has|we|and) (?:\w+ )?(?:talk(?:ed)? (?:to|with)|discuss(?:ed)? (?:it|this|with)|bring it up|raise it|run it by|check with|discussed)\b|\b(?:bespreche|besprechen|besprochen|klare das|spreche (?:das|mit))\b|\b(?:j'en|en) (?:parle|discute|parlerai|discuterai)\b|\bavons (?:\w+ )?discute\b|\bje (?:le|la) (?:transmets|consulte)\b|\b(?:lo|la|se lo) (?:hablo|comento|comentare|consulto|hablare|consultare)\b|\bhemos (?:comentado|hablado)\b|\b(?:ne|gliene) (?:parlo|parlero|discuto|abbiamo)\b|\b(?:overleg|bespreek|besproken)\b|\b(?:vou falar|falo (?:com|segunda|disso)|discutimos|vou ver com)\b|\b(?:omow\w+|porozmawiam|zapytam|dam znac|spytam)\b"
    r"|\b(?:en dan|i wtedy|und dann|y entonces|e poi|e ai|et alors|et on|and then)\b(?! (?:\w*antwo|beant|reageer|odp|respond|rispond|reply|answer|be |back|wieder|weer|de nuevo))"
)
