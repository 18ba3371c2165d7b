"""How notices say that a mail is only late, or that it arrived; folded. Tables only."""

# ruff: noqa: E501 - a phrase reads best on one line, and in its own letters

from seqcli.inbound.reading import fold
from seqcli.patterns import compiled

DELAY_SUBJECTS = (
    "(delay)",
    "задержка доставки",
    "delayed:",
    "delivery delayed",
    "delivery delay",
    "message delayed",
    "mail delayed",
    "delayed mail",
    "message has not yet been delivered",
    "could not send message for past",
    "still being retried",
    "zustellung verzogert",
    "verzogert:",
    "verzogerte zustellung",
    "remise retardee",
    "retard de remise",
    "entrega retrasada",
    "entrega atrasada",
    "recapito ritardato",
    "bezorging vertraagd",
)

#: Plain words at the end of a subject that is not ours.
DELAY_ENDS = compiled(
    r"(?:\bdelayed|\bdelivery delay|\b(?:mail|message) delay|\bstill (?:queued|trying)|longer than (?:expected|usual)|\bdeferred"
    r"|\b(?:verzogert|verspatet)|\bretardee?|\bretrasad[oa]|\britardat[oa]|\bvertraagd|\batrasad[oa]|\bopoznion[aey])"
    r"(?: \(?[^\s()]{1,80}\)?){0,3}\W{0,5}$"
    r"|(?:bisher|noch) nicht zugestellt|not (?:yet )?(?:been )?delivered yet"
)

#: After these a subject tells the reason itself.
SUBJECTS_WITH_REASON = compiled(
    r"(?:returned mail: (?!see)|delivery failure: |mail delivery failure: |user unknown|address not found|utilisateur inconnu|warning: \S{3,100} - user unknown)"
)

SUCCESS_TEXTS = tuple(
    map(
        fold,
        (
            "successful delivery notification",
            "successfully delivered",
            "was delivered successfully",
            "has been delivered to the following",
            "have been delivered to the following",
            "these recipients or groups is complete",
            "wurde erfolgreich zugestellt",
            "erfolgreich zugestellt",
            "a ete remis aux destinataires suivants",
            "se ha entregado a los siguientes",
            "se entrego correctamente",
            "e stato recapitato ai seguenti",
            "recapitato correttamente",
            "is bezorgd bij de volgende",
            "foi entregue aos seguintes",
            "entregue com sucesso",
            "zostala dostarczona do nastepujacych",
            "успешно доставлено",
            "正常に配信されました",
            "已成功送达",
        ),
    )
)

DELAY_TEXTS = tuple(
    map(
        fold,
        (
            "action: delayed",
            "will be retried",
            "has been delayed",
            "still trying",
            "will keep trying",
            "will continue to try",
            "delivery attempts will continue",
            "continue to attempt",
            "not yet been delivered",
            "this is a warning message only",
            "has been postponed",
            "will try again",
            "will retry",
            "weitere zustellversuche",
            "wird weiterhin versuchen",
            "wird versucht, die nachricht",
            "nouvelles tentatives",
            "se seguira intentando",
            "ulteriori tentativi",
            "proximas tentativas",
            "has not yet been",
            "hasn't been delivered yet",
            "not been able to deliver yet",
            "do not need to resend",
            "do not resend your",
            "still queued",
            "is still in the queue",
            "keep trying",
            "continue trying",
            "will be attempted again",
            "has been requeued",
            "temporary problem delivering",
            "delivery incomplete",
            "will be attempted",
            "attempts to deliver the message will continue",
            "transient non-fatal",
            "will retry for",
            "is delayed",
            "wird weiter versucht",
            "weiter versucht",
            "versucht es noch",
            "noch nicht zugestellt",
            "bisher nicht zugestellt",
            "verzogert sich",
            "continuera d'essayer",
            "est retardee",
            "a ete retardee",
            "nouvelle tentative",
            "se volvera a intentar",
            "seguira intentando",
            "se ha retrasado",
            "verra ritentat",
            "nuovo tentativo",
            "nuovi tentativi",
            "continuera a provare",
            "opnieuw geprobeerd",
            "blijft proberen",
            "is vertraagd",
            "tentara novamente",
            "novas tentativas",
            "esta atrasada",
            "ponowna proba",
            "kolejne proby",
            "ponawiane",
            "jest opozniona",
            "попытки доставки будут",
            "пока не доставлено",
            "еще не доставлено",
            "будет повторена",
            "задержка доставки",
            "задерживается",
            "再送を試み",
            "再送します",
            "遅延しています",
            "まだ配信されていません",
            "延迟",
            "稍后重试",
            "将继续尝试",
            "仍在尝试",
        ),
    )
)
