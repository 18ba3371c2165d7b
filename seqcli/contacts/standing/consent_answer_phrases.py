"""The words of which forms make answers to whether somebody agrees, in eight languages. Tables only.

Words are in lower case, without accents and apostrophes, as `fold` makes them: `J'accepte` is `jaccepte`.
"""

from seqcli.contacts.standing.answer_phrases import words

YES = words("yes yep yeah ja jawohl oui si sim tak sure certainly")
#: Somebody speaks of themselves.
I_AGREE = words(
    "agree accept consent authorise authorize allow permit",
    "stimme zustimme willige einwillige akzeptiere erlaube einverstanden",
    "jaccepte accepte acceptons jautorise autorise consens jaccorde accorde daccord",
    "acepto autorizo consiento permito presto",
    "acconsento accetto autorizzo consento permetto daccordo",
    "aceito concordo consinto",
    "akkoord instem accepteer",
    "zgadzam wyrazam akceptuje zezwalam",
)
#: The same, or what somebody wishes or gives.
AGREES = I_AGREE | words(
    "agrees agreed accepts accepted consents consented allows allowed permission like want wish happy gladly",
    "mochte will gerne gern zustimmung einwilligung stimmt zugestimmt eingewilligt erteilt erteile erlaubt",
    "souhaite jaimerais veux voudrais volontiers consentement accord acceptee",
    "acepta autoriza conforme acuerdo deseo quiero gustaria consentimiento",
    "acconsente accetta voglio desidero vorrei volentieri consenso",
    "aceita concorda quero desejo gostaria consentimento",
    "toestemming wil graag akkoord",
    "zgoda zgode zgody wyraza wyrazil wyrazila chce chcialbym chcialabym",
)
REFUSES = words(
    "disagree disagrees decline declines declined refuse refuses refused reject object denied",
    "ablehne lehne lehnt abgelehnt widerspreche verweigere verweigert",
    "refuse refusons refusee moppose oppose",
    "rechazo rehuso deniego niego denegado desacuerdo",
    "rifiuto nego negato dissento oppongo",
    "recuso rejeito discordo negado",
    "weiger weigert bezwaar",
    "odmawiam odmawia sprzeciwiam",
)
NOT = words(
    "not dont doesnt never wont cannot",
    "nein nicht kein keine keinen keinerlei",
    "non ne pas naccepte nautorise naccorde aucun aucune",
    "nunca tampoco",
    "nessun nessuna",
    "nao nunca",
    "nee niet geen",
    "nie",
)
#: "In the" beside one of these, except where a negation stands.
NO = "no"
PORTUGUESE = words("sim aceito aceita concordo concorda consinto quero desejo gostaria receber meu minha")
#: Before a negation: `yo no acepto`, `I give no consent`.
BEFORE_NO = words("yo i give doy")
#: A negated French verb is one word.
NEGATED = words("naccepte nautorise naccorde")
#: Somebody has a choice, so that a negation alone beside it refuses: `lieber nicht`.
RATHER = words(
    "rather prefer lieber liever plutot prefere mejor prefiero meglio preferisco melhor prefiro wole"
)
AROUND = words(
    "i we do am would will to the a be being of by with for on my me us your our this that it please thanks any",
    "more give",
    "ich wir bin bitte danke damit dem der die das den zu ein ab mit per von fur es mir und in werden mehr",
    "je nous suis le la les de des du d a au un une que etre recu par en avec merci ce cela svp plus",
    "yo estoy de el los las del por para con mi que ser favor gracias doy mis mas",
    "io sono mi il lo i gli di al alla allo ai del della dei delle con per il mio a essere grazie do piu",
    "eu estou o os as com em no na meu minha por obrigado obrigada dou",
    "ik ga ben het een om te voor met op mijn dat er mee geef in dank u je jullie bedankt wij meer",
    "sie na w do o mi moj moja przez od prosze dziekuje mnie te to",
)
#: What one agrees to; any other channel is none of these.
MAIL = words(
    "e mail mails email emails newsletter newsletters marketing communications messages updates news offers receive",
    "receiving contacted contact commercial promotional information",
    "werbung informationen angebote neuigkeiten zusendung erhalten bekommen kontaktiert werblich werbliche",
    "recevoir communications commerciales offres informations lettre infolettre courriel courriels contactee contacte",
    "recibir comunicaciones comerciales correo correos publicidad boletin informacion novedades contacto",
    "ricevere comunicazioni commerciali promozionali pubblicita promozioni posta elettronica novita linvio",
    "receber comunicacoes comerciais novidades publicidade boletim informacoes contato",
    "ontvangen nieuwsbrief mailings reclame aanbiedingen informatie",
    "otrzymywanie otrzymywac informacje informacji handlowych marketingowych maile mailowy kontakt",
)
