"""Words of headers that ask whether to send, in eight languages, for `send_headers`. Tables only.

Patterns over `fold` words.
"""

#: What we might do, or the person might get.
VERBS = (
    r"send|include|add|write|writing|mail|e?mail|receives?|gets?|contact"
    r"|senden|schicken|zusenden|zuschicken|versenden|verschicken|anschreiben|beschicken|aufnehmen|mailen|anmailen"
    r"|bemailen|erhalt|erhalten"
    r"|bekommt|bekommen|kontaktieren"
    r"|envoyer|envoie|envoyons|ecrire|ecrit|ecrivons|recoit|recevoir|mailer|contacter"
    r"|enviar(?:le)?|envia|enviamos|mandar(?:le)?|manda|mandamos|escribir(?:le)?|escribimos|recibe|recibir"
    r"|contactar"
    r"|inviare|invia|inviamo|mandare|mandiamo|scrivere|scriviamo|riceve|ricevere|contattare"
    r"|enviamos|escrever|escrevemos|recebe|receber|contatar"
    r"|sturen|stuur|zenden|verzenden|toesturen|aanschrijven|schrijven|ontvangt|ontvangen|krijgt|krijgen|benaderen"
    r"|wysylac|wysylamy|wyslac|pisac|piszemy|mailowac|otrzymuje|dostaje|kontaktowac"
)
#: A verb only beside a question mark: else it heads the column of a person or a letter.
NOUNS_TOO = r"contact|mail|e?mail|write|manda|envia|invia|schreiben|erhalten|stuur"
MAIL = (
    r"e|mails?|emails?|newsletters?|mailings?|emailings?|rundmails?|werbung|werbemails?|courriels?|infolettre"
    r"|correos?"
    r"|boletin|publicidade?|boletim|pubblicita|publicite|pub|nieuwsbrie\w+|reclame|maili|maile|maila|mailing\w?"
    r"|newsletter\w?"
    r"|marketing|promotions?|offers?|angebote"
    r"|campaigns?|kampagnen?|campagnes?|campanas?|campanhas?|campagn[ae]|kampani\w+|verteiler|mailing ?list[ae]?"
    r"|mailinglijst"
)
#: These alone ask as well.
ALONE = (
    r"mailing|emailing|e mailing|rundmail|mailversand|newsletterversand|(?:e ?)?mail ?verteiler|mailing ?list[ae]?"
    r"|wysylka (?:maili|newslettera)"
)
AROUND = (
    r"ok|okay|can|may|shall|in|into|should|do|we|i|they|please|to|him|her|them|this|person|by|per|via|the|our|a|any"
    r"|darf|durfen|sollen|soll|wir|man|bitte|ihm|ihr|noch|weiter|ja|nein|yes|no|y|n|j|oui|si|sim|nao|nee|tak|nie"
    r"|non"
    r"|peut|on|lui|leur|doit|des|de|la|les|d|par|nos|puede|podemos|le|se|los|las|el|por|un|una"
    r"|possiamo|si|puo|gli|della|dei|le|lo|podemos|pode|para|os|as|uma|um|mag|mogen|we|ons|de|het|een|nog|czy"
    r"|mozna|sie|do|x"
)
