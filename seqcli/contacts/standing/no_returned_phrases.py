"""Cells that say that mail came back or that an address is bad, in eight languages. Tables only.

Patterns over `fold` forms.
"""

_MAIL = r"(?:(?:the|die|la|l|le|el|il|o|de) )?(?:e ?)?mails?(?: adress?e?| address| adres)?"
_ADDRESS = r"(?:adress?e?|address|adres|direccion|indirizzo|endereco)"
#: What came back is mail. The English "mail" may be post.
RETURNED = (
    r"(?:the )?e ?mails? (?:(?:is|was|were) )?(?:returned|came back|comes back|rejected|undeliver(?:ed|able))",
    rf"{_MAIL} (?:ist )?(?:unzustellbar|nicht zustellbar|kommt (?:als unzustellbar )?zuruck)",
    rf"{_MAIL} (?:est )?(?:revenu|retournee?|rejetee?|revient)(?: en erreur)?|retour npai mail|(?:e ?)?mail npai",
    rf"(?:{_MAIL}|(?:el )?correo) (?:rechazado|devuelto|no existe|rebota)",
    (
        rf"{_MAIL} (?:e )?(?:(?:ri)?tornat[ao](?: indietro)?|torna indietro|respint[ao](?: dal server)?"
        r"|non (?:consegnat[ao]|esiste|recapitat[ao]))|mancata consegna(?: (?:e ?)?mail)?"
    ),
    rf"{_MAIL} (?:voltou|volta|retornou|devolvido|rejeitado|nao existe|errado|inexistente)",
    rf"{_MAIL} (?:kwam |komt |is )?(?:teruggekomen|retour(?:gekomen)?|onbestelbaar|bestaat niet(?: meer)?)",
    (
        rf"{_MAIL} (?:wrocil|wraca|zwrocony|odbity|odbil sie|odbija|nie istnieje|nieaktualny|bledny)"
        r"|(?:zly|bledny|niepoprawny|nieaktualny) (?:adres )?(?:e ?mail|mailowy|maila)"
        r"|adres (?:e ?mail|mailowy|maila) (?:nie istnieje|bledny|nieaktualny|niepoprawny)"
    ),
)
#: In a status: an address, and not where somebody lives.
BAD_ADDRESS = (
    (
        r"(?:zly|bledny|nieprawidlowy) adres|(?:wrong|bad|invalid|dead) address|(?:falsche|ungultige|tote) adresse"
        r"|(?:mauvaise|fausse) adresse|verkeerd adres|fout adres"
    ),
    (
        rf"{_ADDRESS} (?:(?:is|ist|est|es|e|jest) )?(?:ungultig|falsch|unbekannt|existiert nicht(?: mehr)?"
        r"|invalid|wrong|unknown|does not exist|erronee?|invalide|n ?existe (?:pas|plus)|erronea|incorrecta"
        r"|no existe"
        r"|errat[oa]|inesistente|sbagliat[oa]|errad[oa]|incorreto|inexistente|nao existe|ongeldig|onjuist"
        r"|bestaat niet(?: meer)?|nie istnieje|bledny|niepoprawny)"
    ),
    r"(?:permanent(?:ly)?|hard) (?:fail(?:ed|ure)?|undeliverable|unzustellbar)|opgeschoond",
    r"(?:twardo|trwale) odbijajac[yae]|odbijajac[yae] (?:twardo|trwale)",
    r"desuscript[oa]|inhabilitad[oa] por (?:desuscripcion|baja|rebotes?|queja)",
    r"unerwunscht|ongewenst|indesirable|indesiderat[oa]|indesejad[oa]|unwanted",
    r"(?:en |sur )?liste (?:repoussoir|d ?opposition|de suppression)(?: (?:du|de) compte)?",
)
#: In a status it may be a no, or something else: told.
DOUBTFUL = r"junk|(?:terug|retour)gekomen|zuruckgekommen|respint[oa]|tornat[oa] indietro|devolvid[oa]|devuelt[oa]|npai"
#: In a status of a subscriber only: of a lead it says something else.
HELD = r"held|junk"
RETURNED_STEMS = (
    *(
        "email(?:s)? (?:is |was |were )?(?:ret|cam|com|rej|und)",
        "e-mail(?:s)? (?:is |was |were )?(?:ret|cam|com|rej)",
    ),
    *(
        "mails? (?:\\w+ )?(?:unz|nicht z|kommt|rev|reto|rej|rech|dev|no e|rebo)",
        "npai",
        "correo (?:rech|dev|no e|reb)",
    ),
    *(
        "mails? (?:[\u00e8e] )?(?:(?:ri)?torna|resp|non )",
        "mancata con",
        "mail (?:volt|reto|dev|rej|n[\u00e3a]o|err|inex)",
    ),
    *(
        "mails? (?:\\w+ )?(?:terug|retour|onbes|best)",
        "mail (?:wr[o\u00f3]|wrac|zwr|odbi|nie |nieak|b[\u0142l])",
    ),
    *("z[\u0142l]y (?:adres|e-?mail|mail)", "b[\u0142l][e\u0119]dny", "niepoprawny", "nieaktualny"),
    "adress?e? (?:ist |est |jest )?(?:ung|fal|unb|exi|inv|err|ine|n['\u2019e]|ni|b[\u0142l]|ong|onj|bes)",
    "address (?:is )?(?:inv|wro|unk|doe)",
    *("direcci\\w+ (?:es )?(?:err|inc|no )", "indirizzo (?:[e\u00e8] )?(?:err|ine|sba)"),
    *(
        "endere[\u00e7c]o (?:err|inc|ine|n)",
        "falsche adresse",
        "ung\u00fcltige adresse",
        "tote adresse",
        "permanent",
    ),
    *(
        "mauvaise adresse",
        "fausse adresse",
        "wrong address",
        "bad address",
        "dead address",
        "verkeerd adres",
        "fout adres",
    ),
    *(
        "hard (?:fail|und)",
        "opgeschoond",
        "twardo",
        "trwale",
        "desuscript",
        "inhabilitad",
        "unerw\u00fcnscht",
    ),
    *("ongewenst", "ind[e\u00e9]sir", "indesid", "indesej", "unwanted", "liste (?:rep|d)"),
)
