"""Words of statuses that say no no, in eight languages. Tables only, for folded words."""

#: What statuses of subscribers, leads and customers are made of, with blanks between.
HARMLESS = """
active subscribed subscriber subscribers resubscribed confirmed unconfirmed reconfirmed pending new open
opened clicked delivered sent enabled verified unverified validated valid ok okay good deliverable live
current lead leads prospect prospects customer customers client clients contact contacts member members user
users guest partner partners supplier vendor owner trial trialing qualified unqualified disqualified working
nurture nurturing engaged unengaged marketable imported created updated marketing transactional opportunity
deal won lost closed converted evaluating hot warm cold interested potential former ex past existing vip key
unknown other registered attended attending checked invited catch all catchall accept acceptall role based
risky disposable free webmail guessed likely engage soft softbounce softbounced single double in optin legacy
first second default regular standard basic premium paid unpaid paying due overdue incomplete demo evaluation
reseller investor press candidate applicant staff employee internal external suspect mql sql sal sqo raw
inbound outbound assigned unassigned owned priority medium high low allowed allow permitted yes true set up to
date available accepted approved authenticated extrapolated protected greylisted temporary temporarily
deferred queued processing scheduled draft waiting waitlist awaiting confirmation email emails mail newsletter
list the of by for from via a an and or is has been since on aktiv aktive aktiver angemeldet abonniert
abonnent abonnentin bestatigt unbestatigt ausstehend offen neu neue neuer kunde kundin kunden interessent
interessentin interessenten bestandskunde neukunde stammkunde altkunde kontakt zustellbar gultig gepruft
ungepruft eingeladen teilnehmer mitglied lieferant handler potenziell potentiell ehemalig ehemaliger ehemalige
gewonnen verloren abgeschlossen bearbeitung angebot angebotsphase qualifiziert registriert eingetragen
warteliste wartet freigeschaltet freigegeben zugestellt geoffnet erlaubt ja im der die das unbekannt anmeldung
eingegangen actif actifs inscrit inscrite abonne abonnee confirme confirmee attente en nouveau nouvelle ouvert
cliente valide verifie verifiee delivre distribue membre adherent fournisseur partenaire gagne perdu ancien
ancienne qualifie cours autorise accepte oui inconnu piste opportunite de la le du activo activa suscrito
suscrita suscriptor suscripto suscripta confirmado confirmada pendiente nuevo nueva abierto clientes prospecto
contacto valido valida verificado verificada entregado miembro socio proveedor ganado perdido antiguo antigua
calificado cualificado registrado espera si desconocido potencial interesado el ativo ativa inscrito inscrita
assinante pendente novo nova aberto contato entregue membro fornecedor parceiro ganho antigo qualificado
cadastrado sim desconhecido da do attivo attiva iscritto iscritta confermato confermata attesa sospeso nuovo
nuova aperto contatto verificato consegnato fornitore vinto perso qualificato registrato abbonato potenziale
sconosciuto di actief ingeschreven aangemeld geabonneerd bevestigd onbevestigd nieuw nieuwe klant klanten
geldig geverifieerd bezorgd lid leverancier oud gekwalificeerd geregistreerd afwachting wachtend onbekend
potentiele relatie aktywny aktywna zapisany zapisana potwierdzony potwierdzona niepotwierdzony niepotwierdzona
oczekujacy oczekuje nowy nowa otwarty klient klientka klienci prospekt wazny zweryfikowany dostarczony czlonek
dostawca wygrany przegrany staly tak zarejestrowany subskrybent potencjalny nieznany miekko odbijajacy
unavailable questionable unverifiable undetermined archived safe send error timeout connected attempted
progress untouched fresh processed completed finished done unresponsive
"""
#: More than one word: no word of these is harmless alone.
HARMLESS_PHRASES = (
    r"(?:(?:double|single) )?opt(?:ed)? ?in|no consent|not qualified|bad (?:fit|timing)|junk lead|no answer"
    r"|never (?:subscribed|bounced|opted out)|non marketing contacts?|not (?:catch ?all|checked|verified|opened"
    r"|set|required"
    r"|applicable)"
    r"|soft bounced?|bounced? \(?soft\)?|mailbox full|full mailbox|noch nicht bestatigt|nicht (?:bestatigt"
    r"|gepruft|geoffnet)"
    r"|non (?:confirmee?|verifiee?|ouvert)|(?:sin|no) (?:confirmar|confirmado|verificar)|non (?:confermat[oa]"
    r"|verificat[oa])"
    r"|nao (?:confirmad[oa]|verificad[oa])|niet (?:bevestigd|geverifieerd)|nie ?potwierdzon[ya]|no reply"
    r"|keine antwort"
)
#: A header with one of these heads a column of statuses.
STATE_HEADERS = (
    r"\w*status(?:es)?|statuts?|sta[nt]o?|stan|states?|stages?|estados?|estatus|etats?|situac(?:ion|ao)"
    r"|situazione|zustand"
    r"|\w*stand|phase|fase|etapa|etape"
)
#: A status of somebody who gets newsletters, or of mail to them.
ABOUT_SUBSCRIPTION = (
    r"mail(?!merge)|newsletter|subscri|abonn|suscri|assinant|subskry|courriel|correo|nieuwsbrie|boletin|boletim"
    r"|infolettre"
    r"|odbiorc|iscritt"
)
#: A file with such a column lists subscribers, of whom `Inactive` may say that they left.
SUBSCRIBERS = (
    "subscri|newsletter|suscri|assinant|subskry|nieuwsbrie|abonnent|abonnee|iscrizione|boletin|infolettre"
)
#: A subscription with one of these is paid for.
OF_PAYMENT = frozenset(
    {"trialing", "trial", "paid", "unpaid", "incomplete", "past due", "expired", "overdue"}
)
