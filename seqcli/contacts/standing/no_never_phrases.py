"""Never, in eight languages: what we have not done yet is no no, what we may never do is one. Tables only.

Patterns over `fold` forms.
"""

#: Nobody has written to this person yet.
NOT_YET = (
    r"(?:(?:was|were|has|have|is|we) )?(?:never|not)(?: (?:yet|been|ever|once|previously|even))*"
    r" (?:contacted|e ?mailed|mailed|messaged|written(?: to)?|approached|reached(?: out)?(?: to)?|touched"
    r"|spoken to)"
    r"(?: (?:yet|before|so far|by (?:e ?mail|mail|us|anyone|phone)|until now|previously|to date|me|us))*"
    r"|(?:(?:wurde|ist) )?(?:(?:noch|bisher|bislang) )*(?:nie|niemals|nicht)"
    r"(?: (?:zuvor|vorher|von uns|per (?:e ?)?mail))*"
    r" (?:kontaktiert|angeschrieben|angemailt|gemailt|geschrieben|angesprochen|beschickt)(?: worden)?"
    r"|(?:na |n a )?(?:encore )?(?:jamais|pas encore)(?: encore)?(?: ete)?"
    r" (?:(?:re)?(?:contacte|relance|sollicite|demarche|approche|mail)e?s?|ecrit)(?: par (?:e ?)?mail)?"
    r"|(?:(?:aun|todavia) )?(?:nunca|no|jamas)(?: (?:ha|han|hemos|se|le|la|lo|les|fue|sido))*"
    r" (?:contactad[oa]s?|escrito)(?: (?:aun|todavia|antes|por (?:correo|e ?mail)))*"
    r"|(?:(?:ancora|e) )*(?:mai|non)(?: (?:ancora|e|mai|stat[oa]|gli|le|abbiamo))*"
    r" (?:contattat[oaie]|scritto)(?: (?:prima|via (?:e ?)?mail))*"
    r"|(?:ainda )?(?:nunca|nao|jamais)(?: (?:foi|fomos|lhe|ainda))* (?:contac?tad[oa]s?|abordad[oa]s?|escrito)"
    r"(?: (?:ainda|antes|por e ?mail))*"
    r"|(?:nog )?(?:nooit|niet)(?: (?:eerder|door ons|per (?:e ?)?mail))*"
    r" (?:benaderd|gemaild|gecontacteerd|aangeschreven|geschreven)(?: geweest)?"
    r"|(?:(?:jeszcze|nigdy) )*nie (?:s?kontaktowan\w+|pisano|mailowano|wysylano)(?: (?:sie|jeszcze|nigdy|maili))*"
)
#: There is no address, as far as somebody knows.
NO_ADDRESS_KNOWN = (
    r"(?:(?:he|she|they|it) )?(?:has|have|had|with) no (?:e ?)?mails?(?: address(?:es)?)?(?: (?:yet|on file"
    r"|so far))?"
    r"|(?:no|without) e ?mail address(?:es)?(?: (?:yet|on file|so far|known|found|given|available))?"
    r"|(?:hat|haben|habe)(?: (?:noch|leider|bisher))* keine?n? (?:e ?)?mail(?: ?adresse)?"
    r"|keine (?:e ?)?mail ?adresse(?: (?:bekannt|vorhanden|gefunden))?|heeft (?:nog )?geen (?:e ?)?mail(?: ?adres)?"
    r"|geen (?:e ?)?mail ?adres(?: bekend)?|(?:(?:il|elle) )?n ?a pas (?:d ?|de )(?:e ?)?mail"
)
#: Nobody may ever write to this person.
NEVER = (
    (
        r"(?:never|not) to be (?:contacted|e ?mailed|mailed|written to)(?: (?:again|by (?:us|e ?mail)|any ?more))*"
        r"|(?:must|should|may) (?:not|never)(?: ever)? be (?:contacted|e ?mailed|mailed|written to)"
        r"(?: (?:again|by (?:us|e ?mail)|any ?more))*"
        r"|(?:do not|dont) ever (?:contact|e ?mail|mail|write)(?: (?:to|him|her|them|me|us))*"
    ),
    r"(?:nie|niemals|keinesfalls) (?:kontaktieren|anschreiben|anmailen|mailen|schreiben|bemailen)",
    (
        r"(?:a )?ne jamais (?:(?:le|la|les|lui|leur|l) )*(?:re)?(?:contacter|ecrire|lancer|mailer|solliciter"
        r"|envoyer)"
        r"|jamais (?:re)?(?:contacter|lancer|mailer|solliciter)"
    ),
    r"(?:no (?:contactar|escribir|enviar)(?:le|la|lo)? nunca|nunca (?:contactar|escribir|enviar|mandar)(?:le|la|lo)?)",
    r"(?:mai|non) (?:contattare|scrivere|inviare)(?: (?:mai|mail|e ?mail))*",
    r"(?:nao (?:contac?tar|escrever|enviar) nunca|nunca (?:contac?tar|escrever|enviar|mandar))(?: (?:mais|e ?mails?))*",
    r"nooit (?:meer )?(?:benaderen|contacteren|mailen|aanschrijven|schrijven)",
    r"nigdy nie (?:kontaktowac|pisac|mailowac|wysylac)(?: (?:sie|maili))*|nie (?:kontaktowac|pisac)(?: sie)? nigdy",
)
#: Nobody has been in touch, or the person does not want it: a no where somebody is asked whether they want any.
NO_CONTACT = (
    r"no contact|(?:kein|keinen|keinerlei) kontakt|pas de contact|aucun contact|sin contacto|ningun contacto"
    r"|nessun contatto|sem contac?to|nenhum contac?to|geen contact|brak kontaktu|bez kontaktu"
)
#: What cells hold that may be one of `NEVER`.
NEVER_STEMS = (
    *("never to", "not to be", "never be", "not be", "ever (?:co|e|m|w|be)", "nie(?:mals)? (?:k|a|m|s|b)"),
    *("jamais", "nunca", "mai (?:c|s|i)", "re mai", "nooit", "nigdy"),
)
