"""Words that may belong to a note of absence, folded. They only ask for the rest of the mail. Tables only."""

# ruff: noqa: E501 - a phrase reads best on one line, and in its own letters

from seqcli.patterns import compiled

SIGNS_OF_ABSENCE = compiled(
    r"\b(?:out of (?:the )?office|ooo|away|vacation|holidays?|annual leave|on leave|parental|maternity|paternity|sabbatical|pto|travell?ing|back (?:on|in)|return(?:ing)? (?:on|to)|auto-?(?:matic|reply|response|mated)\w{0,6}"
    r"|urlaub|abwesen\w{1,6}|nicht im (?:buro|haus)|ausser haus|elternzeit|dienstreise|dienstlich|krank\w{0,8}|automatisch\w{0,2}"
    r"|absente?|absence|conges?|vacances|deplacement|automatique"
    r"|vacaciones|ausente|fuera de|de baja|automatic[oa]|ferie|assente|fuori|maternita|ferias|licenca|afwezig\w{0,4}|vakantie|verlof|urlop\w{0,3}|nieobecn\w{1,4}|zwolnieni\w{1,2}"
    r"|semester|franvarande|ferie|lomalla|отпуск\w{0,2})\b"
    r"|不在|休暇|休假|부재"
)
