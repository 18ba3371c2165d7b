"""Words of notes against mail, advertising and newsletters, in eight languages, for `mail_refusals`. Tables only.

Patterns over `fold` words, except `TOPIC_STEMS`, which are over lower-case cells.
"""

NEGATION = (
    r"no|not|never|dont|doesnt|without|zero|nein|nee|kein(?:e[nrms]?|erlei)?|nicht|nie|niemals|ohne|nix|nichts"
    r"|pas|plus(?= d)|aucune?|jamais|sans|non|sin|nada|ningun[oa]?|nunca|niente|nessun[oa]?|basta|senza|nulla"
    r"|nao|sem|nenhuma?|chega|geen|niet|nooit|zonder|niks|nie|bez|zadn\w+|dosc"
)
#: Mail that people are sent in numbers.
ADVERTS = (
    r"newsletter\w*|mailshots?|mailing\w*|promotional|promo ?mails?|(?:marketing|sales|promo) (?:e ?)?(?:mails?"
    r"|messages?"
    r"|material)"
    r"|werb(?:ung|e\w+)|rundmails?|massenmails?|infomails?|infolettres?|pubs?|publicites?|publicitaires?"
    r"|prospection"
    r"|publicidade?s?|publicitari[oa]s?|boletin(?:es|s)?|boletim|promocion(?:es)?|promoc(?:ao|oes)|pubblicita"
    r"|pubblicitari[eao]|promozion[ei]|nieuwsbrie\w+|reclame\w*|reklam\w*|mailingow|ofert handlowych|advertising"
    r"|adverts?"
)
MAIL = r"(?:e ?)?mails?|(?:e ?)?mail(?:en|i|e|em|a|ow|owo)|courriels?|correos?(?: electronicos?)?"
#: Between a negation and a word for mail: it is about an answer or an address, or whether there is one.
BETWEEN = (
    r"repl(?:y|ies)|answer|response|antwort|reaktion|ruckmeldung|reponse|retour|respuesta|risposta|resposta"
    r"|antwoord"
    r"|reactie|odpowiedzi|reakcji|hat|haben|habe|a|ai|ont|tiene|tengo|tienen|hay|ha|ho|hanno|tem|tenho|ha|heeft"
    r"|heb|ma|mam"
    r"|valid|gultige[ns]?|valide|valid[oa]|geldige?|personal|personliche[ns]?|perso|private?[nrs]?|direct[oa]?"
    r"|direkte[ns]?"
    r"|work|business|corporate|pro|known|bekannte[ns]?|other|andere[ns]?|weitere[ns]?|second|zweite[ns]?|working"
    r"|active"
    r"|individual|named|company|public|in|im|the|our|my|meine[nr]?|unsere[nr]?|at|auf|sur|en|nel|nella|na|w|into"
    r"|used?|uses"
    r"|verified|confirmed|single|new|neue[ns]?|d?adresse|address|indirizzo|profit|has|have|had|is"
)
#: These are no word between.
PARTICLES = r"de|des|du|d|par|per|por|via|by|any|more|further|mehr|weiteren?|di|da|door|przez"
#: In front of a negation: whether there is an address, or what they do themselves.
BEFORE = (
    r"(?:has|have|had|got|hat|haben|habe|hatte|heeft|heb|ont|a|na|n a|ai|jai|i|there is|there was|is|was|ist|war"
    r"|gibt(?: es)?|es gibt"
    r"|mach(?:t|en)|schalte[nt]|lesen|liest|reads?|runs?|doing|does|doet|fait|font|hacen?|fanno|fazem?|robia?)"
    r"(?: (?:noch|still|leider|als|ook|currently|derzeit|aktuell|nog|toujours|encore))?"
)
#: Somewhere in the same clause: it tells what became of one mail, or that there is no address.
EXCUSES = (
    r"d?adress\w*|address\w*|adres\w*|indirizz\w+|direccion\w*|enderec\w+|yet|so far|noch|bisher|encore|aun"
    r"|todavia|ancora"
    r"|ainda|nog|jeszcze|repl\w+|answer\w*|respon\w+|\w*antwort\w*|reag\w+|consult\w*|reakt\w+|repon\w+|contest\w+"
    r"|respuest\w+"
    r"|rispo\w+|respo\w+|antwoord\w*|gereageerd|reactie|odpow\w+|odpis\w+|vorhanden|bekannt|known|found|gefunden"
    r"|trouve\w*"
    r"|encontrad\w+|trovat\w+|gevonden|znalez\w+|available|verfugbar|disponi\w+|listed|hinterlegt|angegeben|on file"
    r"|running|currently|provided|registered|registrad\w+|cadastrad\w+|renseigne\w*|website|webseite|web|homepage"
    r"|site|pagina"
)
#: As well, but not if somebody asks for something.
HAPPENED = (
    r"open\w*|read|reads|reading|seen|receiv\w+|got|gets|arriv\w*|bounc\w+|deliver\w+|sent|check\w*|verif\w+"
    r"|confirm\w*"
    r"|click\w*|understood|works?|working|subscribed to|from|geoffnet|gelesen|liest|erhalten|bekommen|bekam"
    r"|angekommen"
    r"|gesehen|geschickt|gesendet|verschickt|gepruft|bestatigt|funktion\w*|ouvert\w*|ouvre|lu|lus|lues?|lit"
    r"|recue?s?"
    r"|envoyee?s?|vue?s?|fonctionne|abiert\w*|abre|leid[oa]s?|lee|recibid\w+|recibio|lleg\w+|enviad\w+|vist[oa]s?"
    r"|funciona|apert\w*|apre|lett[aoei]|legge|ricevut\w+|inviat\w+|funzion\w*|abert\w*|abriu|lid[oa]s?|recebeu"
    r"|recebid\w+|chegou|geopend|opent|gelezen|leest|ontvangen|aangekomen|gezien|verstuurd|verzonden|werkt"
    r"|otw\w+|czyta\w*|przeczyt\w*|otrzyma\w*|dotar\w*|wysla\w*|wyslan\w+|doszed\w*|dosta\w*|dziala"
)
ASKED = (
    r"wants?|wanted|wish(?:es)?|please|pls|asked|asks|prefers?|will|mochte|wunscht|bitte|bittet|bat|veut|souhaite"
    r"|svp|merci"
    r"|demande|quiere|desea|pide|pidio|favor|vuole|desidera|chiede|quer|deseja|pede|pediu|wil|wenst|graag|aub"
    r"|vraagt|chce"
    r"|prosi|prosze"
)
#: Behind a word for mail: it is something else.
BEHIND = (
    r"budgets?|teams?|managers?|departments?|dept|director|agenc(?:y|ies)|people|person|roles?|staff|strateg\w+"
    r"|plans?"
    r"|tools?|software|server|client|app|account|box|folder|merge|signature|system|provider|programm?e?|domain"
    r"|link|page"
    r"|agentur|abteilung|leiter\w*|konto|ordner|spend|platform\w*|signup|form|marketing|verification|id"
)
#: What notes hold that may be against mail.
TOPIC_STEMS = (
    *(
        "mail",
        "werb",
        "newsl",
        "nieuwsbr",
        "infolettre",
        "publi",
        "pubbli",
        "pubs? ",
        "pubs?$",
        "promo",
        "prospection",
    ),
    *("courriel", "correo", "bolet", "reklam", "reclam", "advert"),
)
#: What clauses hold that may negate something.
NEGATION_STEMS = (
    r"\b(?:no(?:t|n)?|never|don['\u2019]?t|doesn['\u2019]?t|without|zero|nein|nee|kein\w*|nicht|nie|niemals|ohne"
    r"|nix|nichts|pas|plus"
    r"|aucun\w*|jamais|sans|sin|nada|ning[u\u00fa]n\w*|nunca|niente|nessun\w*|basta|senza|nulla|n[\u00e3a]o|sem"
    r"|nenhum\w*|chega|geen|niet|nooit|zonder|niks|bez|[\u017cz]adn\w+|do\u015b\u0107)\b|na\u0303o"
)
#: A whole cell against advertising and newsletters.
NO_ADVERTS = (
    r"(?:niente|basta|no)(?: piu)? (?:newsletter|pubblicita|mailing)(?: (?:via|per) (?:e ?)?mail)?|basta (?:e ?)?mail",
    r"(?:nada de|no mas|basta de) (?:publicidad|newsletters?|correos|e ?mails|mailings?)(?: por (?:correo|e ?mail))?",
    r"no (?:publicidad|newsletter|mailings?)(?: por (?:correo|e ?mail))?",
    (
        r"(?:surtout )?(?:pas|plus) de (?:mailings?|pubs?|publicites?|newsletters?|prospection|mails publicitaires)"
        r"(?: (?:par )?(?:e ?)?mail)?|aucune (?:pub(?:licite)?|newsletter|prospection)(?: par (?:e ?)?mail)?"
    ),
    r"(?:sem|chega de|nada de) (?:publicidade|newsletters?|e ?mails promocionais|mailings?)(?: por e ?mail)?",
    r"(?:zadnych|bez|dosc) (?:reklam|newsletterow|mailingow|newslettera|ofert handlowych)(?: (?:mailem|na maila))?",
    (
        r"keinerlei (?:werbung|e ?mails|mails|newsletter|mailings?)(?: mehr)?(?: (?:zu)?(?:schicken|senden))?"
        r"|keine werbung (?:mehr )?(?:per (?:e ?)?mail|(?:zu)?(?:schicken|senden))"
    ),
    r"geen (?:reclame|nieuwsbrie(?:f|ven)|mailings?)(?: (?:per|via) (?:e ?)?mail| (?:meer )?sturen)",
    r"no (?:marketing|promotional|sales) (?:e ?)?mails?|no (?:adverts?|advertising) by e ?mail",
)
NO_ADVERTS_STEMS = (
    *(
        "niente (?:pi[u\u00f9] )?(?:newsl|pubb|mailing)",
        "basta (?:e-?)?mail",
        "basta (?:de|newsl|pubb|mailing)",
        "nada de",
    ),
    *("no m[a\u00e1]s ", "no pi[u\u00f9] ", "no (?:publi|pubb|newsl|mailing|mark|promo|sales|adv)"),
    *("pas de (?:mail|pub|newsl|prosp)", "plus de (?:mail|pub|newsl|prosp)", "aucune (?:pub|newsl|prosp)"),
    *(
        "sem (?:publi|newsl|e-?mail|mailing)",
        "chega de",
        "\u017cadnych",
        "zadnych",
        "bez (?:rek|new|mai|ofe)",
    ),
    *("do\u015b\u0107 (?:rek|new|mai|ofe)", "keinerlei", "keine werb", "geen (?:rec|nieuw|mailing)"),
)
