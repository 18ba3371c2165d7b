"""How people say what they want: interested, not interested, not now, ask somebody else. Folded; tables only."""

# ruff: noqa: E501 - a phrase reads best on one line

from seqcli.patterns import AnyOf, compiled

_START = r"(?:^|[.!?\n;:,]\s?|\b(?:hi|hello|hallo|hey|thanks|thank you|danke|bedankt|merci|gracias|but|aber|mais|pero|maar|sorry|and)\b[ ,!.]{0,3})"
_SOME = r"(?: [\w'-]{1,14}){0,3}?"
_END = r"(?= ?(?:$|[.!?\n;,]|[-\u2013] ))"

# --- what turns a word into its opposite, in the words before it in its clause

NEGATED_BEFORE = compiled(
    r"(?:\b(?:(?<!why )not(?! only| sure)|never|no(?! problem| worries| doubt)|nobody|none|nor|without|less|neither|cannot|hardly|if|whether|unless|why(?! not)|who else|nicht|kein\w{0,2}|nie|ob|wenn|warum|ne|(?<!pourquoi )pas|non|jamais|sans|si|pourquoi(?! pas)|n'\w{1,14}|ni|nunca|sin|por que|niet|geen|nooit|of|waarom)\b|n't\b|\bdont\b)(?:(?! but | aber | mais | pero | maar )[^.!?\n;]){0,40}$"
)
#: An open "not only", or a double negation, says nothing that a rule reads.
DOUBLE = compiled(r"\b(?:not that|isn't that|not because|not only|nicht nur|pas que|no solo|niet alleen)\b")
#: Whoever asks to be removed, or wants less mail, is not "interested".
OF_MAIL = compiled(
    r"^[^.!?\n]{0,25}\b(?:remov|unsubscrib|delet|fewer|less\b|stop|opting|nothing|zero|abmeld|losch|entfern|desinscri|supprim|darme de baja|uitschrij|verwijder)"
)
ASKS_OF_US = compiled(r"\b(?:are|were|is|would) you\b[^.!?\n]{0,20}$|\b(?:sind|waren) sie\b[^.!?\n]{0,20}$")

#: Who asks how we know of them wants nothing of us.
WHENCE = compiled(
    r"\b(?:where|how) (?:did |do )?you (?:got|get|have|find|found|obtain\w{0,2}|know)\b|\bwoher haben sie\b|\bwho (?:told|gave) you\b|\bd'ou avez[- ]vous\b|\bcomo (?:ha|han) (?:conseguido|obtenido)\b|\bhoe komt u aan\b"
)
#: Whoever will come back asks nobody to.
SELF = compiled(r"\b(?:i|we)(?:'ll| will| shall|'d| would| may| might| can)(?: \w{2,10})?$")
OF_SELF = compiled(r"(?:come|get|reach|check|circle|touch|follow)\b")
DO_NOT = compiled(r"\b(?:don't|do not|never|stop|nicht|niet|pas|no|nunca)(?: \w{2,10})? $")

# --- interested

_INFO = r"(?:info\w{0,9}|details?|pric\w{1,6}|quotes?|proposal|deck|brochure|case stud\w{1,3}|material\w{0,2}|examples?|offer|one[- ]pager|references?|documentation|slides)"
_CALL = r"(?:call|chat|meeting|demo|conversation|talk|intro|slot|time|something up)"
_ENGLISH_INTEREST = (
    r"\b(?:interested|interesting|intrigued|curious|keen)\b(?! (?:(?:a|to|in) )?(?:thought|question|point|times|know\w{0,3} (?:where|how|why|who)))",
    rf"\b(?:send|share|e-?mail|forward|give|get|show|provide|pass)(?: (?:me|us|over|along|through)){{0,2}}{_SOME} {_INFO}\b",
    r"\btell (?:me|us)(?: a (?:bit|little))? more\b|\b(?:learn|know(?! more about this than)|hear|find out|see) more\b",
    r"\bsounds (?:good|great|useful|promising|perfect|like a plan)\b|\bworks for (?:me|us)\b|\bcount (?:me|us) in\b|\bgood idea\b|\bgood timing\b",
    rf"\b(?:let's|let us|lets|can we|could we|shall we|happy to|glad to|open to|up for|when can we|like to|love to|want to)(?: \w{{1,9}}){{0,3}}? (?:{_CALL}|meet|speak|discuss|connect|connecting|explore|schedule|book|arrange)\b",
    rf"\b(?:schedule|book|arrange|set up|do)(?: \w{{1,9}}){{0,3}}? {_CALL}\b",
    rf"{_START}(?:please |just )?(?:call|ring|phone) me\b(?! (?:an?|back in)\b)",
    r"\bhow (?:much|expensive)\b[^.!?\n]{0,30}(?:\bis\b|\bare\b|\bcost|\bper\b|\bfor\b|\bdo you charge|\?)|\bwhat (?:does|would|do|will|is) (?:it|this|that|the|your|you)\b[^.!?\n]{0,20}\b(?:cost|price|charge|pricing|rate)",
    r"\bwould (?:it|this|that) cost\b|\bwhat do you charge\b|\bnext steps?\b",
    r"\bwhen (?:are|would|could) you (?:be )?(?:free|available)\b|\b(?:i'm|i am|we are|we're) (?:free|available) (?:on|at|next|this|tomorrow)\b|\bdoes (?:\d\S{0,6}|(?:mon|tues|wednes|thurs|fri)day|tomorrow|next week) (?:\w{2,9} )?work\b|\bdoes \d{1,2} ?[ap]m work\b|\bi have \w{2,6} (?:an hour|minutes)\b",
    rf"{_START}(?:yes|yes please|sure|absolutely|definitely|of course)(?: please)?,? ?(?:please|let's|lets|i have|i'd|happy|send){{0,1}}(?<=please)",
    r"\b(?:i'd|i would|we'd|we would) (?:like|love) to (?:see|try|learn|hear|know|discuss|talk|chat|meet)\b|\blooking for exactly\b|\bexactly what (?:i|we)\b|\bsend (?:me |us )?(?:an )?invit\w{1,6}\b",
    r"\bin my (?:calendar|diary)\b|\b(?:do you have|is there|got|can i see|can we see) (?:an? |any )?(?:free )?(?:trial|video|demo|reference\w?|example\w?|case stud\w{1,3})\b|\bup for (?:a|it|this|that)\b|\b(?:give me|give us) a (?:ring|call|buzz)\b|\bprice ?lists?\b|\bget started\b",
    r"\bhappy to (?:chat|talk|meet|have|take|connect|jump|hop)\b|\blet's (?:talk|chat|meet|speak|connect)\b(?! (?:in|after|again|next (?:month|quarter|year)))|\bopen to (?:a |it|this|learning|hearing)",
)
_GERMAN_INTEREST = (
    r"\binteressiert\b|\binteresse\b|\b(?:klingt|hort sich)(?: \w{2,8}){0,2} (?:spannend|interessant|gut|super|vielversprechend)\b|\b(?:sehr|ist|finde ich) (?:spannend|interessant)\b",
    r"\b(?:schicken|senden|schick|sende|zusenden|zuschicken|mailen)\b[^.!?\n]{0,30}\b(?:info\w{0,12}|unterlagen|angebot|preis\w{0,6}|details|broschure|material\w{0,2}|prasentation)\b",
    r"\b(?:gerne?|konnen wir|lassen sie uns|wollen wir|mochte)\b[^.!?\n]{0,40}\b(?:telefonieren|sprechen|termin|treffen|austauschen|kennenlernen|demo)\b",
    r"\bwas (?:kostet|kosten|wurde (?:das|es|dies)\b[^.!?\n]{0,40} kosten)|\bwie teuer\b|\bwie hoch (?:ist|sind) (?:der|die) (?:preis|kosten)",
    r"\bhaben sie (?:eine? |vielleicht |auch )?(?:demo|referenz\w{0,2}|beispiel\w?|preisliste|testversion|testzugang)\b|\b(?:ist|ware) (?:das )?(?:fur uns )?(?:\w{5,12} )?ein thema\b|\bgerne? (?:einmal |mal )?(?:ansehen|anschauen|testen|ausprobieren)\b|\bbitte um (?:ein|ihr|rueckruf|ruckruf)\w{0,2}\b",
    r"\bwann (?:haben sie|passt|hatten sie|konnen wir)\b|\brufen sie mich\b|\brufen sie uns\b|\bruf mich an\b|\bmehr (?:daruber )?(?:erfahren|wissen)\b",
)
_FRENCH_INTEREST = (
    r"\b(?:m'interesse|nous interesse|interesse(?:e|es|s)?|interessants?|interessante)\b",
    r"\b(?:m'envoyer|nous envoyer|me rappeler|me contacter)\b|\brappelez[- ](?:moi|nous)\b(?! (?:en|dans|plus|apres|a partir))",
    r"\b(?:envoyez|envoyer|transmettez|transmettre|adressez)\b[^.!?\n]{0,30}\b(?:info\w{0,9}|plaquette|brochure|devis|tarifs?|documentation|details|offre|presentation)\b",
    r"\bdire plus\b|\ben savoir plus\b|\bquel (?:est|serait) (?:le|votre) (?:prix|tarif|cout)|\bcombien (?:ca|cela|est-ce|coute)\b|\bquels sont vos tarifs\b",
    r"\bquand etes[- ]vous (?:disponible|libre)|\bvos disponibilites\b|\bappelez[- ](?:moi|nous)\b|\bm'appeler\b|\bnous appeler\b|\bavec plaisir\b|\boui,? volontiers\b|\bvolontiers\b|\bprendre (?:un )?rendez-vous\b",
)
_SPANISH_INTEREST = (
    r"\b(?:me|nos) interesa(?:ria)?\b|\binteresad[oa]s?\b|\binteresante\b|\bsuena (?:bien|interesante|genial)\b",
    r"\b(?:envieme|enviame|mandeme|mandame|enviarme|envienos|mandarme|enviarnos|envie|mande)\b[^.!?\n]{0,30}\b(?:info\w{0,9}|propuesta|presupuesto|precios?|tarifas?|detalles|catalogo)\b",
    r"\bcuenteme\b|\bcuentame\b|\bcuanto (?:cuesta|vale|seria)\b|\bque precio\b|\b(?:me|nos) gustaria (?:ver|saber|conocer|hablar|tener)\b|\bpodemos hablar\b|\bcuando podemos\b|\bllameme\b|\bllamame\b|\bmas informacion\b",
)
_DUTCH_INTEREST = (
    r"\bgeinteresseerd\b|\binteresse\b|\bklinkt (?:goed|interessant|leuk|mooi)\b|\binteressant\b",
    r"\b(?:stuur|sturen|mail|toesturen|opsturen)\b[^.!?\n]{0,30}\b(?:info\w{0,6}|informatie|offerte|prij\w{1,5}|documentatie|brochure|voorstel)\b",
    r"\b(?:informatie|offerte|info|voorstel|prijzen)\b[^.!?\n]{0,15}\b(?:sturen|toesturen|mailen)\b|\bwat kost\w{0,2}\b|\bzullen we\b[^.!?\n]{0,20}\b(?:bellen|afspreken|praten)\b",
    r"\b(?:kunnen|zullen) we\b[^.!?\n]{0,25}\b(?:bellen|afspreken|spreken|praten)\b|\bgraag (?:ontvang|zie|hoor|wil) (?:ik|wij|we)\b|\bbel (?:mij|ons)\b",
    r"\bwanneer (?:kunnen we|kunt u|heeft u|schikt)\b|\bja,? graag\b|\bbel me\b|\bbelt u mij\b|\bmeer (?:weten|horen)\b",
)
INTERESTED = AnyOf(
    *_ENGLISH_INTEREST, *_GERMAN_INTEREST, *_FRENCH_INTEREST, *_SPANISH_INTEREST, *_DUTCH_INTEREST
)

# --- not interested

NOT_INTERESTED = AnyOf(
    r"\b(?:not|n't|never|no longer|hardly)(?: (?:\w{2,12}ly|that|so|very|at all|too)){0,2} (?:be )?(?:interested|interesting|looking (?:for|to)|in the market|relevant|a (?:\w{3,7} )?(?:fit|match|need|priority for us)|for (?:us|me)\b|something (?:we|i) (?:need|want|use))",
    r"\b(?:no|zero|any) (?:real |current |particular )?(?:interest|need|use) (?:in|for|of|here|at|whatsoever|on)\b|\bno interest\b|\bno need\b|\bno use for (?:it|this|that)\b",
    rf"{_START}(?:no,? (?:thanks|thank you|thx|ty)|thanks,? but no thanks|nope|hard pass|pass)\b",
    r"\b(?:i|we)(?:'ll| will| would|'d)? (?:have to |rather )?(?:pass|decline)\b(?! (?:it|this|that|your \w+|the \w+) (?:on|along|to))",
    r"\b(?:don't|do not|dont|doesn't|do n't) (?:really |currently |actually )?(?:need|want|require|have (?:a|any) (?:need|use|interest)|use (?:this|that|such))\b",
    r"\b(?:we're|we are|i'm|i am|are) (?:all set|well covered|covered|already (?:covered|set|sorted|taken care)|sorted|good,? (?:thanks|thank you))\b|\ball set\b",
    r"\b(?:happy|satisfied|pleased|content) with (?:our|the|my|what|them|who)\b|\bhappy where we are\b",
    r"\b(?:we|i) (?:already|currently) (?:have|use|work with|got|do)\b|\bhave (?:someone|somebody|a (?:partner|vendor|provider|supplier)) (?:who|that|for|already|in place)\b|\bdo (?:this|that|it|all (?:this|that)) in-?house\b|\b(?:best of|good) luck\b|\bdecided against\b|\b(?:we're|we are|i'm|i am) good\b(?! (?:to|for|on|with) )|\b(?:vendor|provider|partner|supplier|tool|system|team|agency)s? (?:already )?(?:covers?|does|do|handles?) (?:that|this|it|all)\b|\b(?:doesn't|does not|don't|do not) apply to (?:us|me)\b|\b(?:got|have|has) (?:this|that|it|all of this) (?:all )?covered\b|\b(?:thanks|thank you|thx),? but no\b",
    r"\bkeine?r?n? (?:\w{3,12} ){0,1}?(?:interesse|bedarf|verwendung)\b|\bnicht (?:\w{3,12} ){0,2}?(?:interessiert|interessant|relevant|von interesse|notig|benotigt)\b|\bnein,? danke\b|\b(?:brauchen|benotigen) (?:wir|ich) (?:\w{2,8} ){0,2}?nicht\b|\b(?:wir|ich) (?:brauchen?|benotigen?) (?:\w{2,8} ){0,2}?nicht\b",
    r"\b(?:bereits|schon|gut|bestens) (?:\w{3,12} )?(?:versorgt|ausgestattet|aufgestellt|abgedeckt)\b|\b(?:haben|nutzen|verwenden) (?:\w{2,8} )?(?:bereits|schon)\b|\bmit \w{3,10} (?:\w{3,12} )?\w{3,20} (?:sehr |bestens )?zufrieden\b|\bsind (?:\w{3,8} )?zufrieden\b|\bpasst (?:\w{2,6} )?nicht (?:zu|fur)\b|\bkommt\b[^.!?\n]{0,25}\bnicht in ?frage\b|\barbeiten (?:bereits|schon)\b",
    r"\bpas (?:du tout |vraiment |forcement )?(?:interess\w{0,4}|concern\w{1,4}|besoin)\b|\bne (?:nous|m'|me) ?interesse(?:nt)? pas\b|\bpas d'interet\b|\b(?:n'avons|n'ai|avons) (?:pas|aucun) (?:\w{2,8} )?besoin\b|\b(?:n'en|en) (?:avons|ai) pas besoin\b|\bnon,? merci\b|\bpas pour nous\b",
    r"\b(?:deja|bien) (?:equipe\w{0,2}|un (?:prestataire|fournisseur|partenaire)|une solution)\b|\bsatisfaits? de notre\b",
    r"\bno (?:\w{3,8} ){0,1}?(?:me|nos) interesa\b|\bno (?:estamos|estoy) interesad\w{1,2}\b|\bno,? gracias\b|\bno (?:lo |la |los )?(?:necesitamos|necesito|precisamos)\b|\bya (?:tenemos|contamos|trabajamos|usamos)\b|\bno hay interes\b|\bsin interes\b|\bno (?:me |nos )?hace falta\b",
    r"\bgeen (?:\w{3,10} )?(?:interesse|behoefte|belangstelling|gebruik)\b|\bniet (?:\w{3,10} )?(?:geinteresseerd|interessant|relevant|nodig|van toepassing)\b|\bnee,? (?:bedankt|dank|dankjewel)|\b(?:al|reeds) (?:voorzien|een (?:leverancier|partner|oplossing))\b|\bhebben (?:hier|daar) (?:al|geen)\b|\bhebben al een\b|\b(?:maken|maak) [^.!?\n]{0,15}geen gebruik\b",
)

# --- not now

#: Words of postponing: whatever day is named beside them.
POSTPONED = AnyOf(
    rf"\bnot (?:right )?now\b|{_START}(?:unfortunately |sorry,? |perhaps |maybe )?not (?:at the|at this) (?:moment|time|point|stage){_END}|\bmaybe (?:later|next \w{{4,7}}|in)\b|\bperhaps later\b|\bsome other time\b|\banother time\b",
    r"\b(?:maybe|perhaps) after\b|\bfor later\b",
    r"\bbad (?:timing|time)\b|\btiming (?:is|isn't|is not|'s)[^.!?\n]{0,12}\b(?:right|bad|off|good|ideal|great)\b|\b(?:isn't|is not|not) (?:a|the) (?:good|right|best|great) (?:time|moment)\b|\bnot (?:a|our) priority\b|\bno budget\b|\bbudget (?:is|has been) (?:frozen|gone|spent|used)\b|\bnot ready (?:yet|for)\b|\btoo (?:early|soon) for us\b",
    r"\b(?:derzeit|zurzeit|momentan|jetzt|aktuell|im moment|gerade|im augenblick|zur zeit)(?: (?:leider|eher|noch))? nicht\b|\bim moment haben wir\b[^.!?\n]{0,30}\bkein|\bvielleicht (?:spater|nachstes|im|nach|in)\b|\b(?:nachstes|kommendes) jahr (?:gerne )?(?:wieder|nochmal|noch einmal)|\bnach (?:den|der|dem) [^.!?\n]{3,30} (?:gerne )?(?:wieder|nochmal|noch einmal)\b|\bspater (?:noch|gerne|wieder)\b",
    r"\bpas (?:maintenant|pour le moment|pour l'instant|en ce moment|tout de suite|a l'heure actuelle)\b|\bpas le bon moment\b|\bplus tard\b",
    r"\bahora(?: mismo)? no\b|\b(?:de|por el|en este|por ahora|de) momento no\b|\bmas adelante\b|\bno es (?:un |el )?buen momento\b",
    r"\bnu (?:even )?niet\b|\b(?:op dit moment|momenteel|voorlopig|op het moment)(?: \w{3,8})? niet\b|\bmisschien (?:later|volgend|in)\b",
)
#: Asks for another time, which may be this afternoon: then it is an appointment.
ANOTHER_TIME = AnyOf(
    r"\b(?:try|ask|contact|write|get in touch|reach out|call|check|talk|speak|ping)\b[^.!?\n]{0,20}\bagain (?:in|on|at|after|next|around|mid|early|later|then)\b|\btry me then\b",
    r"\b(?:try|ask|contact|e-?mail|write(?: to)?|ping|call|approach|remind|reach out to|check(?: back)?(?: in)?(?: with)?|get (?:back|in touch)(?: to| with)?|come back to|follow up with|circle back(?: with)?) (?:me|us) (?:again|back|later|in(?! the (?:morning|afternoon|evening))|after(?! lunch)|next(?! week\b)|around|mid|early|at the end|towards|when|once|then|on(?= (?:the (?:first|second|third|last|\d)|\d{1,2}(?:st|nd|rd|th)\b)))\b",
    r"\b(?:check|circle|come|get|reach|touch) (?:back|out|base|in)(?: (?:to|with) (?:me|us))?(?: again)?(?: later)? (?:in|on|after|next|around|mid|early|at the end|towards|when|once|then|later)\b",
    r"\b(?:follow up|follow-up|revisit|reconnect|pick (?:this|it) up|talk again|speak again|try again|let's talk|reach out)(?: with (?:me|us))?(?: (?:this|it|again))? (?:in(?! person)|on|after|next|around|mid|early|later|once|when|then)\b|\blet's talk after\b|\bcome back to me then\b",
    r"\b(?:melden|kontaktieren|sprechen|fragen|kommen|schreiben|rufen) (?:sie|wir)\b[^.!?\n]{0,45}\b(?:wieder|noch ?mal|noch einmal|nochmals|erneut)\b|\b(?:lassen sie|lass) uns\b[^.!?\n]{0,45}\b(?:wieder|noch ?mal|noch einmal|nochmals|erneut)\b",
    r"\b(?:recontact|relanc|reven|rappel)e?z?(?:ez|er)?[- ](?:moi|nous|vers (?:moi|nous))\b|\b(?:re)?parlons(?:-en)? (?:en|dans|apres|a partir|debut|fin|mi)\b",
    r"\b(?:escribame|escribanos|contacteme|contactenos|llameme|hablemos)\b[^.!?\n]{0,30}\b(?:de nuevo|nuevamente|otra vez)\b|\b(?:vuelva|vuelve|escribame|contacteme|contactenos|llameme|hablemos)\b[^.!?\n]{0,30}\b(?:en|dentro|despues|mas tarde|a partir)\b",
    r"\bkunt u\b[^.!?\n]{0,30}\b(?:opnieuw|nog eens|nogmaals|weer)\b|(?<!ik )(?<!we )(?<!wij )\b(?:neem|kom|mail|bel|laten we)\b[^.!?\n]{0,45}\b(?:weer|opnieuw|nog eens|nogmaals)\b",
    r"\bnot (?:before|until|till)\b|\b(?:nicht vor|erst (?:wieder )?(?:in|im|ab|nach)|fruhestens)\b|\bpas avant\b|\bno antes de\b|\bniet voor\b|\bpas (?:weer )?(?:in|vanaf|na)\b",
)
#: A question about prices asks now, whatever day it names.
OF_PRICE = compiled(
    r"\b(?:how|what|was|wie|quels?|combien|cuanto|que|wat)\b|cost|pric|kost|prix|tarif|prec|prij"
)
#: Asks us to come back, whatever else is said.
COME_BACK = AnyOf(
    r"\b(?:try|ask|contact|e-?mail|write|ping|call|approach|remind|check|circle|come|get|reach|revisit|reconnect|follow)\b[^.!?\n]{0,40}\b(?:again|back|later|in|on|after|next|mid|early|when|once|then)\b",
    r"\blet's talk (?:in|after|next)\b|\b(?:maybe|perhaps|vielleicht|peut-etre|quizas|misschien)\b|\b(?:wieder|noch ?mal|noch einmal|erneut)\b|\b(?:recontact|relanc|reven)\w{1,5}[- ]|\b(?:vuelva|escribame|contacteme)\b|\b(?:weer|opnieuw|nog eens)\b",
)

# --- referral

_ASK = r"(?:contact|e-?mail|write to|talk to|talk with|speak to|speak with|reach out to|get in touch with|ask|address|connect with|try|call|check with|liaise with)"
_WHOM = r"(?:my (?:colleague|boss|manager|co-?worker|assistant|partner|successor|team)|our (?:\w{2,14} ){0,2}(?:team|manager|head|director|department|lead|office|cto|ceo|cfo|coo|vp|buyer|chief|colleague|it|hr|procurement|purchasing)|the (?:\w{2,14} ){0,2}(?:team|manager|head|director|department|office|person)|head of)"
_ADDRESS = r"[\w.+-]{1,64}@[\w.-]{3,80}"
REFERRAL = AnyOf(
    rf"\b{_ASK} (?:directly )?(?:{_WHOM}\b|{_ADDRESS})|\b{_ASK}(?: [\w'.-]{{1,14}}){{1,3}} ?[:(<,-] ?{_ADDRESS}|\b(?:reach out to|talk to|speak to|speak with|get in touch with|write to|contact)(?: [\w'-]{{2,14}}){{1,2}} (?:there|instead|about this|for this|on this|directly|in our|from our|at our)\b",
    r"\b(?:not|n't) (?:be )?(?:the|your) (?:right|correct|best|proper) (?:person|contact|one|point of contact|addressee)\b|\bwrong (?:person|contact|department)\b",
    r"\bis (?:the|your) (?:right|best|correct) (?:person|contact)\b|\b(?:handles|manages|runs|looks after|is in charge of|is responsible for|takes care of|deals with|now leads) (?:this|that|these|it|all (?:this|that|of this)|our \w{2,14}|procurement|purchasing|such)\b(?! now is)",
    r"\b\w{2,14} does (?:this|that|it|all that) now\b|\b(?:is|are) (?:now )?(?:in charge of|responsible for) (?:this|that|it)\b|\b(?:this|that|it) is (?:handled|managed|done|dealt with|decided) by\b|\b(?:no longer|don't|not) (?:work in|responsible for|in charge of|handle|deal with|in that department)\b|\btook over from me\b|\b(?:direct|address|route) (?:this|that|it|these|such \w+)(?: \w+)? to\b|\b(?:go|goes|sent|directed|addressed) to (?:our|my|the) (?:\w{2,14} ){0,2}(?:team|department|manager|head|management|office|colleague)\b|\b(?:go|goes|sent|directed|addressed|write) to \S{1,64}@|\bi(?:'ve| have)? moved to another (?:team|role|department)\b",
    r"\b(?:i've|i have|i|i'm|i am|we have|we've|have|am)(?: just)? (?:copied|copying|cc'?ed|cc'?d|cc'?ing|looped|looping|added|adding|forwarded|forwarding|passed|passing|sent)(?: (?:in|your|this|that|it|on|along|the))*(?: [\w'-]{2,14}){0,3}? (?:in|to (?:my|our|the)|who|here|for|on to)\b|\b(?:forwarded|forwarding|passed|passing) (?:this|that|it|your \w{3,10}) (?:on |along )?to\b",
    rf"\b(?:adding|looping in|looping|cc'?ing|copying|ccing)(?: in)?(?: [\w'-]{{2,14}}){{0,3}} ?[(<]? ?{_ADDRESS}",
    r"\b(?:wenden sie sich|kontaktieren sie|schreiben sie|sprechen sie)(?: \w{2,10}){0,3}? (?:an|mit|meine?n?|unsere?n?|herrn?|frau)\b(?! mich\b)(?! uns\b)|\b(?:falsche|nicht (?:der|die) richtige)\w{0,2} ansprechpartner\w{0,3}\b|\bnicht (?:\w{3,8} )?zustandig\b|\bzustandig (?:ist|sind|dafur|hierfur)\b|\bweitergeleitet\b|\b(?:leite|gebe) [^.!?\n]{2,50}\bweiter\b|\bkummert sich (?:darum|hierum|um)\b|\bansprechpartner\w{0,3} (?:dafur|hierfur|fur|ist|ware)\b|\b(?:das|dies) (?:macht|verantwortet|betreut) (?:bei uns |jetzt )?(?:mein|unser|herr|frau|die|der)\b",
    r"\b(?:contacter|contactez|adresser a|adressez-vous a|ecrire a|voyez avec|voir avec|rapprocher de|joindre)\b[^.!?\n]{0,20}(?:\b(?:mon|ma|notre|nos|le|la|m|mme|monsieur|madame) |@)|\bvoyez avec\b|\bs'en occupe\b|\bs'occupe de (?:ca|cela|ce)\b|\bvoir (?:ca |cela )?avec (?:mon|ma|notre|le|la)\b|\bpas la bonne personne\b|\bpas le bon (?:interlocuteur|contact)\b|\b(?:transmis|transfere|fait suivre|transmets|transfere) (?:votre|ce|le|la)\b|\becrire a \S{1,64}@",
    r"\b(?:contacte|contactar|hable|hablar|pongase en contacto|escriba|dirijase)(?: \w{1,10}){0,2}? (?:con|a) (?:\S{1,64}@|mi |nuestr\w |el |la |los |las )|\bno soy la persona\b|\bpersona (?:adecuada|correcta|indicada)\b|\b(?:el|la) responsable es\b|\b(?:reenviado|remitido|pasado) (?:su|este|tu|el) (?:correo|mensaje|email)\b|\bllevan? este tema\b",
    r"\bcontact op(?: te)? ?(?:nemen)? met (?:mijn|onze|de|\S{1,64}@)|\bcontact opnemen met (?:mijn|onze|de)\b|\bterecht bij\b|\bdoorgestuurd\b|\bga (?:hier|daar) niet over\b|\bgaat (?:hier|daar) ?over\b|\bstuur\w? (?:het|dit|uw \w{3,8}) door\b|\bdat doet (?:mijn|onze)\b|\bniet de (?:juiste|goede) (?:persoon|contactpersoon)\b|\bverantwoordelijk (?:hiervoor|daarvoor) is\b|\bmail naar \S{1,64}@",
)

#: Words that say that a mail was handed on; and that it was handed to the writer, who then refers us to nobody.
HANDED_ON = compiled(
    r"\b(?:forward|pass|sent|weitergeleitet|transmis|transfer|fait suivre|reenviad|remitid|pasad|doorgestuurd)"
)
TO_WRITER = AnyOf(
    r"\b(?:forward|pass|sent)\w{0,3}\b[^.!?\n]{0,30}\b(?:to|on) (?:me|us)\b|\b(?:forwarded|sent|passed) (?:me|us)\b",
    r"\b(?:mir|uns|mich)\b[^.!?\n]{0,40}\bweitergeleitet\b",
    r"\b(?:m'|nous )(?:a|ont|avez) (?:\w{2,8} )?(?:transmis|transfere|fait suivre)\b",
    r"\b(?:me|nos) (?:ha|han) (?:reenviado|remitido|pasado)\b",
    r"\b(?:mij|me|ons)\b[^.!?\n]{0,40}\bdoorgestuurd\b",
)

# --- when

MONTHS = (
    "january|jan|januar|janner|janvier|enero|januari",
    "february|feb|februar|fevrier|febrero|februari",
    "march|mar|marz|mars|marzo|maart",
    "april|apr|avril|abril",
    "may|mai|mayo|mei",
    "june|jun|juni|juin|junio",
    "july|jul|juli|juillet|julio",
    "august|aug|aout|agosto|augustus",
    "september|sept|sep|septembre|septiembre|setiembre",
    "october|oct|oktober|okt|octobre|octubre",
    "november|nov|novembre|noviembre",
    "december|dec|dezember|decembre|diciembre",
)
MONTH_NUMBER = {word: number for number, words in enumerate(MONTHS, 1) for word in words.split("|")}
_MONTH = "|".join(sorted(MONTH_NUMBER, key=len, reverse=True))
#: "in March" needs a word before the month: may, mar and mai are other words as well.
MONTH_NAMED = compiled(
    rf"\b(?P<before>in|im|en|a partir de|a partir du|vanaf|after|nach|apres|despues de|na|ab|from|until|till|bis|mid|mitte|mi|early|anfang|debut|end of|ende|fin|eind|late|by|of|around|on|am|le|el|op|\d{{1,2}}(?:st|nd|rd|th|\.|er)?(?: of| de)?)[ -](?:the )?(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.|er)? (?:of |de )?)?(?P<month>{_MONTH})\b\.?(?: (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b)?(?:,? (?P<year>20\d\d))?"
)
QUARTER = compiled(
    r"\b(?:q(?P<q>[1-4])|(?P<number>[1-4])(?:st|nd|rd|th|\.|er|e|eme|o)? (?:quarter|quartal|trimestre|kwartaal)|(?P<word>first|second|third|fourth|ersten?|zweiten?|dritten?|vierten?|premier|deuxieme|troisieme|quatrieme|primer|segundo|tercer|cuarto|eerste|tweede|derde|vierde) (?:quarter|quartal|trimestre|kwartaal))\b(?: (?:of )?(?P<year>20\d\d))?"
)
QUARTER_WORDS = {
    word: number
    for number, words in enumerate(
        (
            "first|erste|ersten|premier|primer|eerste",
            "second|zweite|zweiten|deuxieme|segundo|tweede",
            "third|dritte|dritten|troisieme|tercer|derde",
            "fourth|vierte|vierten|quatrieme|cuarto|vierde",
        ),
        1,
    )
    for word in words.split("|")
}
NEXT = compiled(
    r"\b(?:next (?P<en>week|month|quarter|year)|(?:nachste[nrs]?|kommende[nrs]?) (?P<de>woche|monat|quartal|jahr)|(?:la |le |l'|en )?(?P<fr>semaine|mois|trimestre|annee) (?:prochaine?|qui vient)|(?:la |el )?proxim[oa] (?P<es>semana|mes|trimestre|ano)|volgende? (?P<nl>week|maand|kwartaal|jaar))\b"
)
NEXT_UNITS = {
    "week|woche|semaine|semana": "week",
    "month|monat|mois|mes|maand": "month",
    "quarter|quartal|trimestre|kwartaal": "quarter",
    "year|jahr|annee|ano|jaar": "year",
}
IN_TIME = compiled(
    r"\b(?:in|dans|en|dentro de|over)(?: about| etwa| ca\.?| environ| ongeveer| around)? (?P<count>\d{1,3}|[a-z]{2,10}) (?P<unit>days?|weeks?|months?|tagen?|wochen?|monaten?|jours?|semaines?|mois|dias?|semanas?|mes(?:es)?|dagen|weken|maanden)\b"
)
ISO_DAY = compiled(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
