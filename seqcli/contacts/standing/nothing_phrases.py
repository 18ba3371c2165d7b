"""Cells below an opt-out that say there is none: never, not yet. Patterns over `fold` forms, except `NO_DAY`."""

#: What somebody might have asked for, or what might be set.
_ASKED = (
    r"requests?|opt ?outs?|objections?|complaints?|restrictions?|blocks?|bounces?|entry|entries|records?"
    r"|anfragen?|antrag|abmeldung(?:en)?|widerspruch|widerspruche|sperren?|werbesperre|eintrage?"
    r"|einschrankung(?:en)?"
    r"|demandes?|oppositions?|desinscriptions?|desabonnements?|refus|blocages?"
    r"|solicitud(?:es)?|bajas?|oposicion|quejas?|bloqueos?|rebotes?"
    r"|richiest[ae]|opposizion[ei]|disiscrizion[ei]|blocc(?:o|hi)|reclami?"
    r"|pedidos?|solicitac(?:ao|oes)|oposicao|descadastros?|bloqueios?|restric(?:ao|oes)"
    r"|verzoek(?:en)?|bezwaar|bezwaren|afmelding(?:en)?|klacht(?:en)?|blokkade"
    r"|wniosku|wnioskow|sprzeciwu|sprzeciwow|rezygnacji|zgloszenia|zgloszen|blokady|skarg"
)
#: What somebody might have done.
_OUT = (
    r"unsubscribed|opted ?out|blocked|suppressed|bounced|abgemeldet|gesperrt|widersprochen|ausgetragen|abbestellt"
    r"|desinscrite?|desabonnee?|bloquee?|de baja|dad[oa] de baja|bloquead[oa]|disiscritt[oa]|bloccat[oa]"
    r"|descadastrad[oa]|uitgeschreven|afgemeld|geblokkeerd|wypisan[ya]|zablokowan[ya]"
)
_DONE = (
    r"yet|so far|received|requested|on file|made|found|filed|vorhanden|erfolgt|eingegangen|gestellt|eingelegt"
    r"|bekannt"
    r"|recue?s?|faite|enregistree?|recibid[oa]s?|registrad[oa]s?|ricevut[aoie]|recebid[oa]s?|ontvangen|ingediend"
    r"|otrzyman[oy]|wniesion[yo]|zglosz?on[yoe]"
)
#: On the contrary, they may be written to.
_MAY = (
    r"(?:ok|okay|fine|happy|free|can|may|allowed) (?:to )?(?:be )?(?:contact(?:ed)?|e ?mail(?:ed)?|mail(?:ed)?"
    r"|write)"
    r"|(?:darf|kann) (?:weiterhin |gerne? )?(?:kontaktiert|angeschrieben|angemailt) werden|kontakt (?:erlaubt|ok)"
    r"|peut (?:toujours )?etre (?:contactee?|sollicitee?)|(?:se )?(?:le |la )?puede (?:contactar|escribir)"
    r"|puo essere (?:contattat[oa])|pode (?:ser )?(?:contac?tar|contac?tad[oa])|contact(?:o)? permitid[oa]"
    r"|mag (?:wel )?(?:benaderd|gemaild|gecontacteerd) worden|mozna (?:sie )?(?:kontaktowac|pisac)(?: sie)?"
)
#: There is no opt-out, whatever else the column tells.
NOTHING = (
    r"never|not (?:yet|requested|applicable|relevant)|nope|nah|nil|nothing(?: so far)?|none so far|no ?(?:one|body)"
    rf"|{_MAY}"
    r"|nie|niemals|noch (?:nie|nicht|keine?)|keine?s?|nichts|entfallt|trifft nicht zu|(?:liegt )?nicht vor"
    r"|nicht (?:zutreffend|relevant|vorhanden|erfolgt|eingegangen|eingelegt|beantragt|gesetzt)"
    r"|jamais|pas (?:encore|concernee?|applicable)|aucune?s?|sans objet|ras|rien|neant|so|s o"
    r"|non (?:applicable|concernee?|demandee?|recue?)"
    r"|nunca|jamas|nada|ningun[oa]?s?|no (?:aplica|procede|consta|solicitad[oa])|(?:todavia|aun) no"
    r"|no (?:todavia|aun)"
    r"|mai|nulla|niente|nessun[oa]?|non (?:ancora|applicabile|pertinente|richiest[oa]|pervenut[oa])|ancora no"
    r"|nenhuma?s?|nao (?:consta|se aplica|aplicavel|ha|solicitad[oa])|ainda nao"
    r"|nooit|niets|niet|nvt|n v t|nog (?:niet|nooit)|niet (?:van toepassing|gevraagd|aangevraagd|ontvangen)|geen"
    r"|nigdy|nic|zad(?:en|na|ne)|nie (?:dotyczy|zgloszono|zlozono|wniesiono)|jeszcze nie|nd|n d"
    rf"|(?:no|keine?r?n?|pas d|pas de|aucune?|sin|sem|ningun[oa]?|senza|nessun[oa]?|nenhuma?|geen|brak|bez)"
    rf" (?:{_ASKED})"
    rf"(?: (?:{_DONE}))?"
    rf"|(?:not yet|noch nicht|pas encore|(?:todavia|aun) no|non ancora|ainda nao|nog niet|jeszcze nie)(?: \w+){{1,3}}"
    r"|pas a ce jour|hasta ahora no|ate agora nao|fino(?: ad)? ora no|tot nu toe niet"
    rf"|(?:none|keine?[rs]?|aucune?|ningun[oa]?|nessun[oa]|nenhuma?|geen) (?:{_DONE})"
    r"|not (?:now|currently|at (?:this|the) (?:time|moment))|(?:derzeit|aktuell|bisher"
    r"|bislang) (?:nicht|keine?)|momenteel niet"
    r"|not (?:on|in) (?:the |any |our )?list|nicht (?:auf der|in der) liste|pas (?:sur|dans) la liste"
    r"|no esta en la lista"
    r"|non (?:e )?in lista|nao esta na lista|niet op de lijst|nie na liscie"
    rf"|(?:not|never|nicht|nie|noch nicht|pas|non|no|nao|niet|nog niet) (?:{_OUT})"
)
#: Nobody filled the cell in. Where a column says why somebody left, it tells that they kept the reason to themselves.
NOT_STATED = (
    r"blank|empty|unset|no (?:data|info|information|value)"
    r"|not (?:set|given|provided|specified|recorded|stated|available)"
    r"|leer|keine? (?:angaben?|daten|wert)|nicht (?:angegeben|hinterlegt|gepflegt|erfasst|ausgefullt)"
    r"|vide|non (?:renseignee?|definie?|communiquee?|precisee?)|pas renseignee?"
    r"|vacio|en blanco|sin (?:datos|informacion|especificar|definir)|no (?:definid[oa]|especificad[oa]|indicad[oa])"
    r"|vuoto|non (?:impostat[oa]|specificat[oa]|definit[oa]|indicat[oa]|disponibile|presente)"
    r"|vazio|em branco|sem (?:dados|informacao|registro|registo)|nao (?:definid[oa]|informad[oa]|especificad[oa])"
    r"|leeg|niet (?:ingevuld|ingesteld|bekend)|geen (?:opgave|gegevens)"
    r"|puste|nie (?:ustawion[oaey]|ustawiono|podano|okreslono)|brak (?:danych|informacji)"
)
#: Below a consent: nobody has asked, or the answer is still to come.
NEVER_ASKED = (
    r"never subscribed|pending|unconfirmed|(?:awaiting|not) confirm(?:ed|ation)|unknown|unbekannt|inconnu"
    r"|desconocido|sconosciuto"
    r"|desconhecido|onbekend|nieznan[ey]|unbestatigt|non confirmee?|sin confirmar|non confermat[oa]"
    r"|nao confirmad[oa]"
    r"|niet bevestigd|niepotwierdzon[ey]|en attente|pendiente|in attesa|pendente|ausstehend"
)
#: Below a header of people who left: this one still gets mail. Below that of a block the same words say that it holds.
STILL_IN = (
    r"(?:still |noch |toujours |encore |sigue |ancora |nog )?(?:aktiv|angemeldet|abonniert|actif"
    r"|active|inscrite?|abonnee?|activ[oa]|suscrit[oa]|attiv[oa]|iscritt[oa]|ativ[oa]"
    r"|inscrit[oa]|actief|ingeschreven|aangemeld|aktywn[ya]|zapisan[ya])"
)
#: What programs write where there is no day: the zero of Excel, Unix, .NET and SQL Server. Over the cell itself.
NO_DAY = (
    r"(?:1899-12-3[01]|1900-0?1-0?[01]|1970-0?1-0?1|1753-0?1-0?1|0001-0?1-0?1|0000-00-00)"
    r"|(?:3[01][./-]12|12[./-]3[01])[./-]1899|0?[01][./-]0?[01][./-](?:1900|1970|1753|0001|0000)"
)
#: A month, behind its day.
MONTHS = (
    r"jan(?:uary?|vier|eiro|uari)?|gennaio|enero|stycznia|feb(?:ruary?|rero|braio|ruari)?|fev(?:rier|ereiro)?|lutego"
    r"|mar(?:ch|z|s|zo|co|ca)?|maart|apr(?:ile?)?|avril|abril|kwietnia|ma[iy]|mayo|maggio|maio|mei|maja"
    r"|jun[eio]?|juin|junio|giugno|junho|czerwca|jul[yi]?|juillet|julio|luglio|julho|lipca|aug(?:ust|ustus)?|aout"
    r"|agosto|sierpnia|sept?(?:ember|embre|iembre)?|settembre|setembro|wrzesnia|o[ck]t(?:ober|obre|ubre)?|ottobre"
    r"|outubro|pazdziernika|nov(?:ember|embre|iembre|embro)?|listopada|de[cz](?:ember|embre|embro)?|d[ie]c(?:iembre)?"
    r"|dicembre|grudnia"
)
