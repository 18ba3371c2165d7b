"""Cells that mean no below some headers only: statuses, and questions whether somebody wants mail. Tables only.

Patterns over `fold` forms.
"""

#: A no only in a column of statuses; elsewhere it may be about anything.
IN_STATUS = (
    *("invalid", "blocked", "spam", "stop", "abuse", "removed", "not subscribed", "non subscribed"),
    *("pending unsub(?:scribe)?", "gesperrt", "blockiert", "ungultig", "entfernt", "invalide", "bloquee?"),
    *("baja", "invalid[oa]", "bloquead[oa]", "bloccat[oa]", "rimoss[oa]", "removid[oa]", "eliminad[oa]"),
    *("ongeldig", "geblokkeerd", "verwijderd", "niet ingeschreven", "usuniet[yae]", "zablokowan[yae]"),
    *("nieprawidlow[yae]", "not deliverable", "user suppressed", "cancellat[oa]"),
    "baja voluntaria",
    *("rebond(?:i[es]?)?", "rimbalzo", "gebounc?t", "odbicie", "(?:spam ?)?beschwerde", "klacht", "skarga"),
)
#: In a status of mail: there is no such mailbox, or what was sent came back.
NO_ADDRESS = (
    r"(?:(?:the |die |das |la |l |el |il |o |het )?(?:(?:e ?)?mail ?)?(?:adress?e?|address|adres|direccion"
    r"|indirizzo"
    r"|endereco|mailbox|postfach|boite|buzon|casella|konto|skrzynka) (?:is |ist |est |es |e |jest )?)?"
    r"(?:npai|n p a i|user unknown|unknown user|no such (?:user|address)|address not found"
    r"|recipient (?:unknown|not found)"
    r"|(?:does not|doesnt) exist|returned|bad|dead|wrong"
    r"|rucklaufer|zuruckgekommen|existiert nicht(?: mehr)?|fehlerhaft|falsch"
    r"|n ?existe (?:pas|plus)|erronee?|inexistante?|retournee?|no existe(?: mas)?|devuelt[oa]|erroneo"
    r"|non esiste(?: piu)?|inesistente|respint[oa]|errat[oa]|tornat[oa] indietro"
    r"|nao existe(?: mais)?|inexistente|devolvid[oa]|voltou|errad[oa]"
    r"|bestaat niet(?: meer)?|teruggekomen|retour|onjuist|nie istnieje|zwrocon[yae]|zwrot|bledn[yae]|bledny)"
)
#: In a column about being contacted: not wanted.
UNWANTED = (
    r"(?:(?:bitte|ist|wird) )?(?:nicht(?: mehr)? (?:gewunscht|erwunscht|gewollt)|unerwunscht)"
    r"|not (?:wanted|desired|welcome)|unwanted|non souhaitee?|pas souhaitee?|non desiree?|indesirable"
    r"|no (?:desead[oa]|querid[oa])|non (?:desiderat[oa]|gradit[oa]|volut[oa])|indesiderat[oa]"
    r"|nao desejad[oa]|indesejad[oa]"
    r"|niet (?:gewenst|gewild)|ongewenst|niepozadan[yae]|nie zyczy sobie"
)
#: An answer to whether somebody wants mail.
PLAINLY_NOT = (
    r"(?:please|bitte|lieber|eher|better|rather|absolutely|definitely|plutot|surtout|mejor|meglio|melhor|liever"
    r"|por favor"
    r"|per favore|prosze) (?:no|not|dont|nicht|nein|non|pas|nao|niet|nee|nie)|auf keinen fall"
    r"|(?:not|nicht|pas|niet|dont)(?: (?:please|bitte|svp|aub|at all))?"
)
