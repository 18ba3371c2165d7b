"""The words of which hand-kept lists make statuses and headers, in eight languages, by what they say. Tables only.

Words are in lower case, without accents, as `fold` makes them.
"""

import re


def words(*lines: str) -> frozenset[str]:
    """Return the words of these lines."""
    return frozenset(word for line in lines for word in line.split())


def inflected(stems: str, *endings: str) -> frozenset[str]:
    """Return each of these stems with each of these endings."""
    return frozenset(f"{stem}{ending}" for stem in stems.split() for ending in endings)


#: Somebody has answered.
REPLIED = words(
    "replied answered responded reacted",
    "geantwortet beantwortet reagiert zuruckgemeldet ruckgemeldet zuruckgeschrieben zuruckgerufen",
    "repondu reagi rappele",
    "respondio respondido respondida contesto contestado contestada reacciono reaccionado",
    "risposto risponde reagito ricontattato",
    "respondeu retornou reagiu",
    "geantwoord beantwoord gereageerd teruggemaild teruggebeld",
    "odpowiedzial odpowiedziala odpowiedzieli odpowiedziano odpisal odpisala odpisali odpisano zareagowal",
    "zareagowala",
)
ANSWER = words(
    "reply replies response responses answer reaction feedback",
    "antwort antworten ruckmeldung ruckmeldungen reaktion ruckruf ruckantwort",
    "reponse reponses retour",
    "respuesta respuestas contestacion reaccion",
    "risposta risposte riscontro reazione",
    "resposta respostas retorno reacao",
    "antwoord antwoorden reactie reacties",
    "odpowiedz odpowiedzi odzew reakcja",
)
RECEIVED = words(
    "received got came arrived",
    "erhalten bekommen eingegangen gekommen liegt vor",
    "recu recue obtenu obtenue arrivee",
    "recibido recibida obtenida llegada",
    "ricevuto ricevuta arrivata avuta avuto",
    "recebido recebida obtida",
    "ontvangen gekregen binnen",
    "otrzymana otrzymano otrzymalismy dostalismy przyszla",
)
MEETING = words(
    "meeting meetings mtg mtgs mtng call demo appointment intro videocall zoom teams",
    "termin gesprach telefonat telefontermin erstgesprach videotermin meetingtermin besuchstermin treffen",
    "rdv rendez vous reunion entretien appel visio visioconference",
    "cita llamada videollamada entrevista",
    "appuntamento incontro chiamata riunione videochiamata colloquio",
    "reuniao chamada encontro videochamada",
    "afspraak gesprek belafspraak kennismaking kennismakingsgesprek",
    "spotkanie spotkania rozmowa rozmowe",
)
#: A meeting is, also one that was put off.
AGREED = words(
    "booked scheduled agreed set arranged confirmed fixed planned cancelled canceled postponed rescheduled",
    "requested wants",
    "vereinbart gebucht ausgemacht steht geplant fixiert bestatigt abgesagt verschoben stattgefunden gewunscht",
    "erbeten",
    "pris prise fixe fixee cale calee convenu confirme confirmee planifie planifiee prevu reporte annule demande",
    "demandee",
    "agendada agendado concertada concertado fijada fijado programada programado confirmada confirmado acordada",
    "solicitada",
    "fissato fissata presa preso concordato confermato confermata programmato pianificata spostato richiesto richiesta",
    "marcada marcado combinada",
    "held done happened took place stattgefunden gehabt gefuhrt gelaufen eu tenue tenida tenuto realizada realizado",
    "svolto avvenuto gehad geweest odbyla odbylo odbyte staat",
    "gemaakt ingepland gepland bevestigd verzet gevraagd",
    "umowione umowiono umowiona zaplanowane ustalone potwierdzone przelozone",
)
TALKS = words(
    "talks talking discussion discussions conversation conversations dialogue",
    "gesprach gesprachen",
    "echange echanges pourparlers",
    "conversaciones conversacion dialogo",
    "contatti conversazione",
    "conversa conversas conversando",
    "gesprek gesprekken",
    "rozmowach rozmow rozmawiamy rozmowy",
)
#: Only with a small word in front: alone it is the stage of a deal.
NEGOTIATIONS = words(
    "negotiation negotiations verhandlung verhandlungen negociation negociations negociacion negociaciones trattativa",
    "trattative negociacao negociacoes onderhandeling onderhandelingen negocjacjach",
)
PREPOSITIONS = words("in im en em w we")
#: One does not plan these alone, as one may plan a call.
MEETINGS_OF_TWO = words(
    "meeting mtg mtng demo appointment termin treffen rdv rendez vous reunion cita appuntamento incontro riunione",
    "reuniao afspraak spotkanie",
)
INTERESTED = words(
    "interested interest interessiert interesse interesses interesse interet interesado interesada interes",
    "interessato interessata interessado interessada geinteresseerd geinteresseerde zainteresowany zainteresowana",
    "zainteresowani",
)
#: Somebody was written to.
CONTACTED = (
    words("contacted emailed mailed messaged pinged written wrote approached contatou")
    | words("kontaktiert angeschrieben angemailt gemailt")
    | words(
        "gecontacteerd benaderd aangeschreven gemaild aangemaild skontaktowano kontaktowano napisano zmailowano"
    )
    | inflected("contacte prospecte demarche", "", "e", "s", "es")
    | inflected("ecrit contactee", "", "e", "s", "es")
    | inflected("contactad escrit contatad abordad", "o", "a", "os", "as")
    | inflected("contattat scritt", "o", "a", "i", "e")
    | inflected("skontaktowan kontaktowan", "y", "a", "i", "e")
)
MAIL = words(
    "mail mails email emails e message messages nachricht erstmail anschreiben courriel correo correos messaggio",
    "bericht wiadomosc wiadomosci maila maile mailing",
)
FOLLOW_UP = words(
    "followup followups reminder reminders nudge nudges bump bumps",
    "nachfassmail nachfassen erinnerung erinnerungsmail relance relances rappel",
    "seguimiento recordatorio sollecito sollecitos promemoria seguimento lembrete opvolging opvolgmail herinnering",
    "przypomnienie przypomnienia",
)
#: One of several mails, or a way to chase somebody, in a header with its number; `Rappel 1` may be a call.
CHASING = (FOLLOW_UP - {"rappel"}) | words("touch touches touchpoint touchpoints")
NUMBER = re.compile(r"\d{1,2}(?:st|nd|rd|th|er|ere|re|e|eme|ieme|a|o|ro|do|ste|de|te|ter)?")
ORDINALS = words(
    "first second third fourth fifth erste ersten erster zweite zweiten dritte dritten vierte premier premiere",
    "deuxieme seconde troisieme quatrieme primer primera segundo segunda tercer tercera cuarto prima primo seconda",
    "secondo terza terzo quarto primeiro primeira terceiro terceira eerste tweede derde vierde pierwszy pierwsza",
    "pierwszego drugi druga drugiego trzeci trzecia trzeciego erstmail erstkontakt",
)
#: The first mail to somebody.
OPENING = words("cold intro introduction initial opening")
#: A yes under `Contacted?`
ALREADY = words("already bereits schon deja ya gia ja al juz")
#: The same of a mail, beside `sent`.
DONE = words("ok okay done erledigt fait hecho fatto feito gedaan zrobione")
#: One mail of a sequence.
STEP = words(
    "step steps touch touchpoint schritt schritte stufe etape etapes paso pasos passo passos stap stappen krok kroki",
    "etapa",
)
SENT = (
    words("sent gesendet verschickt versendet versandt geschickt raus rausgegangen rausgeschickt abgeschickt")
    | words("verzonden verstuurd gestuurd wyslano")
    | inflected("envoye expedie", "", "e", "s", "es")
    | inflected("enviad", "o", "a", "os", "as")
    | inflected("inviat spedit mandat", "o", "a", "i", "e")
    | inflected("wyslan", "y", "a", "e")
)
#: A step of which only those speak who write to people.
TOUCH = words("touch touchpoint")
#: A machine has answered.
AUTOMATIC = words(
    "auto autoreply automatic automatische automatisch automatique automatica abwesenheit abwesenheitsnotiz abwesend",
    "absence absent ausencia ausente assenza assente afwezig afwezigheid automatyczna nieobecnosc",
)
NOT = words(
    "not never no nicht kein keine keinen nie pas aucun aucune jamais sans no sin non nessun nessuna senza nao",
    "nenhum niemals nunca nooit nigdy",
    "nenhuma sem niet geen nie brak bez didnt hasnt havent n",
)
#: Says nothing of where somebody stands: small words, days and ways.
AROUND = words(
    "fur voor pour para unser unsere unseren unserer meine notre nos votre nuestro nuestra mi nostra nostro mia nossa",
    "nosso minha onze ons mijn nasz nasza naszego",
    "the a an of to for by on at in via per with from and has have had he she they it is was been already us me",
    "our yet so",
    "far back positive positively negative negatively next week today yesterday tomorrow please phone tel",
    "hat haben hatte sie er es ist wurde bereits schon ja uns mir wir am um im bis zum zur der die das dem den",
    "und auf per",
    "mit noch positiv negativ nachste nachsten woche heute gestern morgen telefonisch schriftlich uhr eine einen",
    "le la les l un une du des de d au aux et par avec pour elle il ils on nous est ete deja oui encore positive",
    "positif",
    "prochaine semaine hier aujourdhui demain telephone ont",
    "el los las del y por con para nos fue han ha ya si hoy ayer manana proxima semana telefono positiva positivo",
    "i gli di da e al alla della per con ci sono stata stato gia oggi ieri domani prossima settimana telefono",
    "hanno ho",
    "o os as do da em na com foi ja sim hoje ontem amanha proxima foram",
    "their his her your first second third last final follow up followup mailing erste ersten zweite zweiten dritte",
    "premier premiere deuxieme dernier leur leurs primer primera segundo segunda primo prima secondo seconda loro",
    "primeiro primeira eerste tweede derde hun pierwszy pierwsza pierwszego drugi druga ostatni ihre ihrer su sus seu",
    "vom von bei nach kunde client cliente klant klient kunden nog encore aun todavia ancora ainda",
    "het een van op te met door en heeft hebben werd al vandaag gisteren volgende telefonisch positief negatief",
    "w z na do przez jest juz tak dzis wczoraj jutro przyszly tydzien telefonicznie pozytywna pozytywnie",
    "jan january januar janvier enero gennaio janeiro januari stycznia feb february februar fevrier febrero febbraio",
    "fevereiro februari lutego mar march marz mars marzo marco maart marca apr april avril abril aprile kwietnia",
    "may mai",
    "mayo maggio maio mei maja jun june juni juin junio giugno junho czerwca jul july juli juillet julio luglio",
    "julho lipca",
    "aug august aout agosto augustus sierpnia sep sept september septembre septiembre settembre setembro wrzesnia",
    "oct",
    "okt october oktober octobre octubre ottobre outubro pazdziernika nov november novembre noviembre novembro",
    "listopada",
    "dec dez december dezember decembre diciembre dicembre dezembro grudnia monday montag lundi lunes lunedi maandag",
    "mon tue tues wed thu thurs fri sat sun",
    "tuesday dienstag mardi martes martedi dinsdag wednesday mittwoch mercredi miercoles mercoledi woensdag thursday",
    "poniedzialek wtorek srode sroda czwartek piatek sobote segunda terca quarta quinta sexta feira",
    "donnerstag jeudi jueves giovedi donderdag friday freitag vendredi viernes venerdi vrijdag",
)
#: A meeting is, for certain and by both.
BOOKED = words(
    "booked agreed arranged confirmed vereinbart gebucht ausgemacht fixiert bestatigt pris prise fixe fixee cale calee",
    "convenu confirme agendada agendado concertada fijada confirmada acordada fissato fissata concordato confermato",
    "marcada marcado combinada gemaakt ingepland bevestigd umowione umowiono umowiona potwierdzone",
)
#: The same of a meeting; a call may also be planned by oneself.
BOOKED_IF_MEETING = words("scheduled set")
#: Whoever keeps a list may have done this as well, or it came of a call.
TOLD_OF_US = words(
    "zuruckgerufen rappele ricontattato teruggebeld beantwortet beantwoord odpowiedziano odpisano",
)
#: No word of the person: an opinion, or a call that was asked for.
NO_ANSWER = words("feedback retour ruckruf reaction")
#: `Wir haben geantwortet`, `ho risposto`.
OF_US = words("wir ho")
#: An answer that is still to come, or that comes from whoever keeps the list.
IF = words(
    "if once when until unless before after wenn sobald falls bis ob si quand des lorsque cuando hasta se quando",
    "appena",
    "expected awaiting awaits waiting waits due erwartet wartet warten erbeten bitte attente attend espera attesa",
    "aguardando wacht wachten czeka czekamy we wir ho",
    "als zodra tot gdy jesli kiedy czy",
)
#: Whoever answers the telephone has answered no mail.
BY_PHONE = re.compile(
    r"\banswer(?:ed|s)? (?:the |his |her |their |my |our )?(?:phone|tel\w*|calls?|door)\b|\ba[mn]s? telefon\b"
    r"|\b(?:repondu|reponse) (?:au|par) tel\w*|\bal telefono\b|\bel telefono\b|\bao telefone\b"
    r"|\btelefoon (?:beantwoord|opgenomen)\b|\b(?:odebral\w*|przez) telefon\b"
)
#: A line that is busy, as the result of a call.
BUSY = frozenset({"in gesprek"})
#: Says of an answer whether it is for or against.
SIDES = words(
    "positive negative positiv negativ positif negatif positivo positiva negativo negativa positief negatief",
    "pozytywna pozytywnie negatywna negatywnie",
)
#: Begins an answer that is a yes: `Yes, let's talk next week`.
GLADLY = words(
    "yes yep yeah sure ok okay gladly ja jaja gerne gern klar oui volontiers daccord si claro vale certo",
    "volentieri sim",
    "graag prima tak chetnie jasne",
)

#: No answer, as whole cells without blanks.
NOT_YET = words(
    "offen ausstehend nochnicht nochoffen enattente pasencore pendiente todaviano aunno inattesa nonancora pendente",
    "aindanao nogniet inafwachting jeszczenie oczekuje",
)

# -- words of headers alone

STATE = words(
    "status statut estado estatus stato stan state stage phase fase etap etapa etat situacao situacion situazione",
    "bearbeitungsstatus bearbeitungsstand stadium",
)
#: These are also a place or a state of a thing.
STATE_OF_ANYTHING = words(
    "estado stato stan state phase fase etap etapa etat situacao situacion situazione stadium"
)
#: A campaign of mails, by name.
CAMPAIGN = words(
    "campaign campaigns sequence sequences cadence cadences drip kampagne kampagnen mailkampagne sequenz sequenzen",
    "kadenz campagne campagnes",
    "campana campanas secuencia secuencias cadencia cadencias campagna sequenza sequenze cadenza",
    "campanha campanhas sequencia sequencias kampania kampanii kampanie sekwencja sekwencji kadencja kadencji",
)
#: The same as an occupation; such a column may hold notes as well.
OUTREACH = words(
    "outreach akquise kaltakquise prospeccion prospection prospeccao acquisitie prospecting",
)
LEAD = words("lead leads leada prospect prospects prospecto interessent interessenten")
CONTACT = words("contact contacts kontakt kontakte kontaktu kontakts contacto contatto contato")
WHO = (
    CAMPAIGN
    | OUTREACH
    | LEAD
    | CONTACT
    | words(
        "kunde kunden customer client clients cliente klant klanten klient klienta person persona personne pessoa",
        "persoon osoby osoba recipient empfanger destinataire destinatario ontvanger odbiorca odbiorcy ansprechpartner",
    )
)
#: Such a column is about what was done for the person.
WORK = words("bearbeitungsstatus bearbeitungsstand")
WHEN = words(
    "date datum fecha data day tag jour dia giorno dag dzien dnia zeitpunkt timestamp last first letzte",
    "letzter letztes",
    "derniere ultima ultimo laatste ostatnia",
)
#: A day of a mail that need not be one of a campaign.
LAST = words(
    "last latest recent letzte letzter letztes zuletzt dernier derniere ultima ultimo laatste laatst ostatni ostatnia",
)
#: Behind or before what happened on a day.
DAY_FOLLOWS = words("on am le el il em op dnia date datum fecha data day tag jour dia giorno dag dzien")
#: The same in English, before a time as well.
DAY_OR_TIME = DAY_FOLLOWS | {"at"}
#: With a day and a mail, that it went out.
SENDING = words("versand envoi denvoi envio invio verzending wysylki wyslania")
RESULT = words(
    "outcome result results disposition ergebnis resultat resultado risultato esito resultaat uitkomst wynik",
    "rezultat",
)
