"""Headers of notes, and how notes tell of an answer, in eight languages. Tables only, for folded texts."""

import re

#: Such a column says how things stand with a person.
PROGRESS = re.compile(
    r"(?:\w+ )?(?:stand|(?:letzter|aktueller) stand|stand der dinge|\w*(?:sach|kontakt|gesprachs|bearbeitungs)stand"
    r"|(?:akquise|kampagnen|vertriebs)stand"
    r"|stand van zaken|laatste stand|next steps?|nachste[rs]? schritte?|(?:prochaine )?etapes?|proxim[oa]s? pass?os?"
    r"|prossim[oi] pass[oi]|volgende stap(?:pen)?|nastepny krok|dalsze kroki|follow ?ups?|suivi\w*|seguimiento"
    r"|seguimento|opvolging|nachverfolgung|wiedervorlage|outreach|akquise|prospection|last (?:touch|activity)"
    r"|letzte aktivitat|avancement|etat d avancement|situacion actual|situacao atual|stato avanzamento"
    r"|nachfass\w*|nachhaken|relances?|sollecit[oi]|lembretes?"
    r"|next actions?|postep\w*|stan rozmow"
    r"|(?:last|latest|letzte|derniere|ultima|laatste|ostatnia) (?:inter)?(?:action|aktion|accion|azione|acao"
    r"|actie|akcja)"
    r"|latest(?: update| news)?|updates?|actueel|where (?:are we|we are))"
)
#: Such a column says what was done last with anybody, in a campaign or not.
LAST_OF_ALL = re.compile(
    r"\b(?:activity|aktivitat|touch|(?:inter)?(?:action|aktion|accion|azione|acao|actie|akcja))s?\b"
)
#: Such a column holds notes.
NOTES = re.compile(
    r"\b(?:\w*notiz(?:en)?|notes?|remarks?|comments?|memos?|history|activity|info|\w*kommentare?|\w*bemerkung(?:en)?"
    r"|anmerkung(?:en)?|verlauf|historie|commentaires?|obs|remarques?|historique|observations?|comentarios?|observaciones"
    r"|historial|notas?|comment[io]|osservazioni|storico|observac(?:ao|oes)|historico|opmerking(?:en)?|notities?"
    r"|geschiedenis|uwagi|komentarz\w*|notatk[ai]|historia)\b"
)
#: One of these stands in every lower-case note that tells of an answer. By first letters, as this is quick.
MAY_TELL = re.compile(
    r"a(?:cordad|gree|gend|nswer|rrang|usgemacht)|b(?:ack|est[a\u00e4]tigt|evestigd|ook)"
    r"|c(?:al\u00e9|kge|kmeldung|o(?:mbinad|n(?:cert|cord|f[ei]rm|test|venu)))|fi(?:jad|ssat|x)|ge(?:bucht|maakt)"
    r"|ingepland|m(?:arcad|e(?:eting set|ldet))|demo set|ntwo(?:ord|rt)|o(?:d(?:p[io]|zew)|twierdzon)|p(?:on[ds]|ris)"
    r"|r(?:ea[cgkz\u00e7]|epl|etorn|iscontr)"
    r"|s(?:chedul|p(?:ost|uest))|teruggemaild|um[o\u00f3]wi|vereinbart|zareagow|zugesagt"
).search
_STANDING = (
    r"a(?:bord|fspraak|guard|pp(?:oint|roach|unt)|tt(?:ent|es)|usst(?:eh|and)|wait)|b(?:enader|ump)"
    r"|c(?:hased|ita|on(?:t(?:ac|at)|versa)|zek)|d(?:emo|[e\u00e9]march|i(?:[a\u00e1]log|scus))"
    r"|e(?:c(?:ri|hang)|nv[io]|rinner|spera|xp[e\u00e9]di)|\u00e9c(?:ri|hang)|follow|gespr|herinner"
    r"|in(?:vi|contr)|kontakt|lembrete|m(?:a(?:il|ndat)|e(?:eting|ssag)|tn?g)"
    r"|n(?:udge|a(?:ch(?:fass|ge)|pisa)|[e\u00e9]go[ct])|o(?:czek|nderhandel|p(?:gevolgd|volg))"
    r"|p(?:end|inged|o(?:nagl|urparl)|r(?:o(?:memoria|spect)|zypomn))"
    r"|r(?:a(?:us|ppel)|dv|e(?:cordat|lanc|mind|ndez|uni)|\u00e9uni|iuni|ozm)"
    r"|s(?:and|ch(?:ickt|rieb|rev)|cri|e(?:guim|n[dt])|ollecit|p(?:edi|otkani)|tuur)"
    r"|t(?:alk|ermin|r(?:attat|effen))|ver(?:handl|zond)|w(?:a(?:cht|it|rt)|r(?:it|ote)|ys[l\u0142])"
)
_MAY_BE_WRITTEN = re.compile(_STANDING).search


def may_stand(cell: str) -> re.Match[str] | None:
    """Return quickly whether a lower-case cell may say how things stand.

    It speaks of an answer, of a mail that went out, of a talk, or of a meeting. Two searches are quicker than one.
    """
    return MAY_TELL(cell) or _MAY_BE_WRITTEN(cell)


_SHORT = re.compile("[^@]{1,40}").fullmatch


def may_be_nth(cell: str) -> re.Match[str] | None:
    """As `may_stand`, or the cell may be a day or a yes; an address is neither."""
    return _SHORT(cell) or (None if "@" in cell else may_stand(cell))


_MEETINGS = (
    r"meeting|demo|appointment|termin|gesprach|rdv|rendez vous|reunion|cita|appuntamento|riunione|reuniao|afspraak"
    r"|gesprek|spotkanie"
)
#: Words between which others may stand, in any note.
RUNNING = re.compile(
    r"\b(?:he|she|they|has|have|already|client|customer|lead|prospect|contact|who)"
    r" (?:has |have |already |since |just |kindly ){0,3}"
    r"(?:replied|answered|responded|wr(?:ote|itten) back|got(?:ten)? back to)\b|\bgot back to (?:us|me)\b"
    r"|(?<!\bi )\b(?:replied|answered|responded) (?:back |to (?:our|my|the|first|last) (?:\w+ )?(?:e ?)?mail )?"
    r"(?:on |at )?(?:the )?\d"
    r"|\bhat (?:\w+ ){0,4}?(?:geantwortet|zuruckgeschrieben|zuruckgemeldet|reagiert|zugesagt)\b"
    r"|(?<!\bi )\b(?:replied|answered|responded) to (?:our|my|the|first|last) (?:\w+ )?(?:e ?)?mails?\b"
    r"|\b(?:antwort|reply|answer|reponse|respuesta|risposta|resposta|antwoord|reactie|odpowiedz)"
    r" (?:am|vom|on|from|le|du|el|del|il|em|de|op|van|z) \d"
    r"|\bmeldete sich (?:\w+ ){0,5}zuruck\b|\bhat sich (?:\w+ ){0,4}gemeldet\b"
    r"|\brespondeu (?:dia|em|no dia|por e ?mail|que|ao (?:nosso )?e ?mail|positiv)"
    r"|\b(?:respondio|contesto) (?:el (?:dia )?\d|que|por e ?mail|por correo|al correo|al e ?mail|a nuestro)"
    r"|\b(?:geantwortet|zuruckgemeldet) am \d|\b(?:a|ont) (?:deja |bien |enfin )?(?:repondu|reagi)\b|\breponse recue\b"
    r"|\b(?:ha|han) (?:ya |me |nos )?(?:contestado|respondido)\b|\b(?:ya|me|nos) (?:me |nos )?(?:contest|respondi)o\b"
    r"|\b(?:ha|hanno) (?:gia |ci )?risposto\b|\b(?:ja|nos|ele|ela) respondeu\b"
    r"|\bheeft (?:\w+ ){0,3}(?:gereageerd|geantwoord|teruggemaild)\b|\b(?:odpowiedzial|odpisal)a?\b"
    rf"|\b(?:{_MEETINGS}) (?:is |was |has been |ist |est |wurde |zostalo |(?:with|mit|avec|con|com|met|z) \w+ )?"
    r"(?:on |for |am |fur |le |el |il |em |op |voor |na )?(?:\d+ )*"
    r"(?:booked|agreed|arranged|vereinbart|gebucht|ausgemacht|pris|fixe|cale|convenu|agendada|concertada"
    r"|fissat[oa]|marcada|gemaakt|ingepland|umowion[ea])\b"
)
