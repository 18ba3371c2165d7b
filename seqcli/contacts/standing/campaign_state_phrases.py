"""The words that say how a campaign stands and whether a mail went out, in eight languages. Tables only.

Words are in lower case, without accents, as `fold` makes them; `follow up` is one word.
"""

import re

from seqcli.contacts.standing.answer_phrases import (
    AROUND,
    CAMPAIGN,
    CONTACT,
    FOLLOW_UP,
    LEAD,
    MAIL,
    OPENING,
    STEP,
    inflected,
    words,
)

#: Of several words, the one that says the same.
JOINED_WORDS = {
    "follow up": "followup",
    "followed up": "followedup",
    "reached out": "contacted",
    "on hold": "onhold",
    "no one": "nobody",
}
JOINED = re.compile(rf"\b(?:{'|'.join(JOINED_WORDS)})\b")
#: Says no by itself of whatever follows.
NOBODY = words("nobody niemand niemandem niemanden nadie nessuno ninguem nikt nikogo")
#: A second mail went out, so there was a first.
FOLLOWED_UP = (
    words("followedup chased reminded nachgefasst nachgehakt erinnert opgevolgd herinnerd ponaglono")
    | words("relancee relancees")
    | inflected("sollecitat", "o", "a", "i", "e")
)
#: Somebody has looked after the person.
PROCESSED = (
    words(
        "processed worked touched handled bearbeitet abgearbeitet verwerkt behandeld bewerkt przetworzono obsluzono"
    )
    | inflected("traite", "", "e", "s", "es")
    | inflected("tratad procesad processad gestionad trabajad trabalhad", "o", "a", "os", "as")
    | inflected("lavorat gestit", "o", "a", "i", "e")
    | inflected("przetworzon obsluzon", "y", "a", "e")
)
STARTED = (
    words(
        "started launched begun activated initiated gestartet begonnen angelaufen aktiviert gestart opgestart"
    )
    | words("geactiveerd rozpoczeto uruchomiono")
    | inflected("demarre commence lance active entame", "", "e", "s", "es")
    | inflected(
        "iniciad comenzad empezad lanzad activad lancad comecad ativad arrancad", "o", "a", "os", "as"
    )
    | inflected("avviat iniziat lanciat attivat cominciat", "o", "a", "i", "e")
    | inflected("rozpoczet uruchomion aktywowan", "y", "a", "e")
)
RUNNING = (
    words(
        "active running ongoing live enrolled resumed inprogress aktiv laufend laufende laufender lauft lauf"
    )
    | words(
        "loopt lopend lopende actief actieve trwa trwajaca attiva attivo attive attivi ativa ativo ativas ativos"
    )
    | inflected("actif inscrit", "", "s")
    | inflected("activ", "o", "a", "e", "es", "os", "as")
    | inflected("inscrit", "e", "es", "o", "a")
    | inflected("aktywn", "y", "a", "e")
)
#: With a small word in front: `en cours`, `w toku`.
UNDERWAY = words(
    "progress bearbeitung gange cours traitement curso proceso marcha corso lavorazione esecuzione andamento execucao",
    "ejecucion uitvoering behandeling toku trakcie realizacji",
)
PAUSED = (
    words("paused onhold suspended pausiert angehalten ausgesetzt unterbrochen pause pausa gepauzeerd pauze")
    | words("opgeschort wstrzymano pauzie")
    | inflected("suspendu", "", "e", "s", "es")
    | inflected("pausad suspendid", "o", "a", "os", "as")
    | inflected("sospes", "o", "a", "i", "e")
    | inflected("wstrzyman zawieszon", "y", "a", "e")
)
FINISHED = (
    words(
        "finished completed complete done ended abgeschlossen beendet fertig erledigt durchlaufen durchgelaufen"
    )
    | words("ausgelaufen afgerond voltooid beeindigd klaar afgelopen zakonczono ukonczono gotowe")
    | inflected("termine acheve cloture finalise", "", "e", "s", "es")
    | inflected("fini", "", "e", "s", "es")
    | inflected("terminad finalizad completad concluid encerrad acabad", "o", "a", "os", "as")
    | inflected("complet", "e", "o", "a")
    | inflected("completat terminat conclus finit ultimat", "o", "a", "i", "e")
    | inflected("zakonczon ukonczon", "y", "a", "e")
)
STOPPED = (
    words("stopped cancelled canceled aborted gestoppt abgebrochen gestopt geannuleerd afgebroken stopgezet")
    | words("zatrzymano przerwano anulowano")
    | inflected("arrete annule stoppe abandonne", "", "e", "s", "es")
    | inflected("interrompu", "", "e", "s", "es")
    | inflected("detenid parad cancelad interrumpid interrompid", "o", "a", "os", "as")
    | inflected("interrott fermat annullat", "o", "a", "i", "e")
    | inflected("zatrzyman przerwan anulowan", "y", "a", "e")
)
#: Something is still to come: an answer, or the first mail.
PENDING = words(
    "pending awaiting waiting ausstehend aussteht wartet wartend warten attente pendiente espera esperando attesa",
    "pendente aguardando aguarda afwachting wacht wachten wachtend oczekuje oczekujacy oczekujaca oczekiwanie czeka",
)
#: Those of them that are said of a mail, and not only of an answer.
UNSENT = words(
    "pending ausstehend aussteht attente pendiente attesa pendente afwachting oczekuje oczekujacy oczekujaca"
)
#: Stands before what is still to be done.
TO_DO = PENDING | words("to zu zum noch te nog a da per por para do jeszcze encore aun ainda ancora yet")
#: What is still to be done with somebody who is new.
DOINGS = words(
    "contact email mail write send start launch begin",
    "kontaktieren anschreiben anmailen senden versenden verschicken starten",
    "contacter demarcher ecrire envoyer demarrer lancer commencer",
    "contactar escribir enviar iniciar lanzar comenzar empezar",
    "contattare scrivere inviare avviare iniziare lanciare",
    "contatar abordar escrever lancar comecar",
    "benaderen contacteren aanschrijven mailen versturen verzenden",
    "kontaktu wyslania uruchomienia rozpoczecia skontaktowania napisania",
)
#: Before what is still to be done, that it is not done: `sin contactar`.
WITHOUT = words("sin sem sans senza")
#: The same as a thing, of which only a word of waiting says that it is to come: not `en contacto`.
COMING = words(
    "contact sending versand kontaktaufnahme",
    "denvoi envoi envio invio verzending wysylki wysylke contacto contatto contato",
)
FRESH = words(
    "fresh new raw neu neuer neue neues nouveau nouvelle nouveaux nuevo nueva nuovo nuova novo nova nieuw nieuwe nowy",
    "nowa",
)
#: How often somebody was written to.
TIMES = words(
    "once twice thrice times zweimal dreimal mal fois vez veces volta volte vezes keer maal raz razy dwukrotnie",
    "two three zwei drei deux trois dos tres due tre duas dois twee drie dwa trzy",
)
#: Which of several mails it is, if it is not the first.
ORDINALS = words(
    "second third zweite zweiten dritte dritten deuxieme troisieme segundo segunda tercer terceiro secondo terzo",
    "tweede derde drugi druga trzeci trzecia",
)
#: Words that say nothing of where somebody stands.
SMALL = (
    (AROUND | TIMES | OPENING | words("yes bei pm utc gmt stata stato stati state zostal zostala jeszcze"))
    - FOLLOW_UP
    - STEP
    - LEAD
)
#: What is no more than another name for the thing that goes on.
THINGS = CAMPAIGN | MAIL | FOLLOW_UP | STEP
PERSON = LEAD | CONTACT

#: A number before or behind a word, which is no day: `mail 2`, `2nd mail`.
NUMBERED = re.compile(
    r"(?:^|[a-z] )\d{1,2}[a-z]{0,4} [a-z]{4}|[a-z]{4} (?:n |nr |no |number )?\d{1,2}(?= [a-z]|$)"
)
#: Without its accent a mail that follows; with it, that one went out.
RELANCED = re.compile("relanc(?:\u00e9|e\u0301)s?\\b", re.IGNORECASE)
_ITALIAN_NEVER = r"(?:^|\b(?:non|ancora) )(?P<never>mai) (?:stat[oaie] )?\w*[^c]t[oaie]\b"
#: `mai` is "never" before an Italian participle, and May elsewhere.
NEVER = re.compile(_ITALIAN_NEVER)
#: Prefixes that deny the rest of a word: `unbearbeitet`, `nierozpoczeta`.
DENYING_PREFIXES = ("un", "nie", "non", "on")
