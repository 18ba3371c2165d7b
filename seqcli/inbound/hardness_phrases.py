"""How notices say in words that an address is dead, a mailbox full, or a filter in the way; folded. Tables only."""

# ruff: noqa: E501 - a phrase reads best on one line, and in its own letters

import re

from seqcli.inbound.reading import fold
from seqcli.patterns import compiled


def _phrases(*phrases: str) -> str:
    return "|".join(re.escape(fold(phrase)) for phrase in phrases)


_WHO = r"(?:user|recipient|mailbox|address|account|e-?mail|person|customer|addressee|mail box|inbox)s?"
_WER = r"(?:benutzer|nutzer|empfanger|\w{0,14}adresse|adressat|teilnehmer|postfach|mailbox|account|konto|(?:e-?mail-?|mail)?adresse|domain)n?"
_QUI = r"(?:utilisateur|destinataire|adresse|boite(?: aux lettres)?|compte|usager)s?"
_QUIEN = r"(?:usuario|destinatario|direccion|buzon|cuenta|utilizador|endereco|conta|caixa)s?"
_WORD = r"(?: [^\s;]{1,80}){0,4}?"

DEAD = compiled(
    rf"\bunknown(?: or (?:illegal|invalid))? (?:local[- ]part|virtual|{_WHO})|\b{_WHO}(?: \S{{1,80}})? (?:is |was |are |were |has been |name )?(?:unknown|not found|not known|invalid|disabled|inactive|closed|deactivated|suspended|unavailable|not available|not valid|illegal|terminated|deleted)\b"
    rf"|\bno such (?:{_WHO}|domain|host|alias|name|local)|\b(?:does not|doesn'?t|do not|don'?t) exists?\b|\bdoes(?: not|n'?t) have an?\b.{{1,60}}\baccount\b"
    r"|\bno mailbox (?:here )?by (?:that|this) name|\b(?:wasn'?t|was not|couldn'?t be|could not be|can(?:no|')t be|not) found\b(?! in the (?:log|queue))|\bcannot find (?:the )?(?:recipient|user|mailbox)"
    r"|\bunrout(?:e)?able\b|\bnon-?existent\b|\bnot listed in\b|\bnot (?:our|a) (?:customer|valid (?:user|mailbox|recipient|address))\b|\bno longer (?:accepts? (?:mail|e-?mail|messages)|on (?:the )?server|active|valid|available|exists?|in use|monitored|with)\b"
    rf"|\b(?:invalid|bad|nonexistent|illegal|incorrect) (?:destination |recipient |final delivery )?{_WHO}|\bcouldn'?t find any host\b|\bunknown (?:host|domain)\b|\b(?:host|domain)(?: name)?(?: or domain name)? (?:is )?(?:not found|unknown)\b|\bmailbox (?:name )?(?:is )?not allowed\b"
    rf"|\b{_WHO} (?:address )?rejected: (?:user|unknown|no such|undeliverable|invalid)|\baccount that you tried to reach (?:does not|is (?:disabled|inactive))|\bhas left the (?:company|organi[sz]ation)\b|\bnxdomain\b|\bname or service not known\b|\b(?:could not|couldn'?t) be resolved\b|\bno local user\b|\bnot a known user\b|\bno matches to\b|\bnot a valid\b.{0, 20}\baddress\b|\bdid not (?:exactly )?match\b|\bno (?:valid|final) (?:recipients?|e-?mail delivery point)\b|\bnot have a final\b|\buser not local\b|\bnot (?:a )?recogni[sz]ed\b"
    # German
    rf"|\b{_WER}{_WORD} (?:ist )?(?:unbekannt|existier(?:t|en) (?:\w{{2,8}} )?nicht|nicht (?:gefunden|vorhanden|bekannt|erreichbar|gultig)|ungultig|deaktiviert|gesperrt|geschlossen)\b|\bunbekannte[rns]? {_WER}|\bexistier(?:t|en) (?:\w{{2,8}} )?nicht\b|\bnicht gefunden\b|\bgibt es nicht\b|\bungultige {_WER}"
    # French
    rf"|\bn'existe(?:nt)? (?:pas|plus)\b|\b{_QUI}{_WORD} (?:est |sont )?(?:inconnue?s?|introuvables?|invalides?|inexistante?s?|desactivee?s?|fermee?s?)\b|\best introuvable\b|\b(?:est|sont) inconnue?s?\b|\bn'a pas ete trouvee?\b"
    # Spanish and Portuguese
    rf"|\bn(?:o|ao) existe(?:n|m)?\b|\b{_QUIEN}{_WORD} (?:es |esta |e |foi )?(?:desconocid[oa]|inexistente|invalid[oa]|no valid[oa]|no encontrad[oa]|desconhecid[oa]|nao encontrad[oa]|desactivad[oa]|desativad[oa]|no disponible|indisponivel)\b|\b(?:no se (?:ha )?(?:pudo )?encontr(?:o|ado|ar)|nao (?:foi|pode ser) (?:possivel )?encontra(?:do|da|r))\b"
    # Italian
    r"|\bnon esist(?:e|ono)\b|\b(?:utente|destinatario|indirizzo|casella|account)(?: [^\s;]{1,80}){0,3}? (?:e )?(?:sconosciut[oa]|inesistente|non (?:e )?(?:valid[oa]|trovat[oa]|disponibile|attiv[oa])|disattivat[oa]|disabilitat[oa])\b|\bnon (?:e stato )?trovat[oa]\b|\bimpossibile trovare\b"
    # Dutch
    r"|\bbestaat niet\b|\b(?:onbekende?|ongeldige?) (?:gebruiker|ontvanger|e-?mailadres|adres|geadresseerde|postvak)|\b(?:gebruiker|ontvanger|adres|e-?mailadres|postvak)(?: [^\s;]{1,80}){0,3}? (?:is )?(?:onbekend|ongeldig|opgeheven|uitgeschakeld)\b|\bniet gevonden\b"
    # Polish
    r"|\bnie istniej(?:e|a)\b|\bnieznan(?:y|a|e) (?:uzytkownik|adresat|odbiorca|adres|skrzynka)|\bnie ma (?:takiego|takiej) \w{4,14}|\bnie (?:znaleziono|odnaleziono)\b|\bbrak (?:takiego |takiej )?(?:uzytkownika|skrzynki|konta|adresata|odbiorcy)|\b(?:uzytkownik|adresat|odbiorca|adres)(?: [^\s;]{1,80}){0,2}? (?:jest )?nieznany"
    # Swedish, Danish, Norwegian, Czech
    r"|\b(?:hittades inte|finns inte|okand (?:mottagare|anvandare)|(?:blev |ble )?ikke fundet|ble ikke funnet|findes ikke|finnes ikke|ukendt (?:bruger|modtager)|ukjent (?:bruker|mottaker)|neexistuje|nebyl nalezen)\b"
    "|"
    + _phrases(
        # Russian
        *(
            "не существует",
            "не найден",
            "неизвестный пользователь",
            "неизвестный адрес",
            "неизвестный получатель",
        ),
        *("нет такого пользователя", "нет такого адреса", "нет такого ящика", "пользователь неизвестен"),
        *(
            "не зарегистрирован",
            "адресат неизвестен",
            "получатель неизвестен",
            "ящик отключен",
            "ящик удален",
        ),
        # Japanese
        *(
            "存在しません",
            "存在しない",
            "存在いたしません",
            "見つかりません",
            "見つからない",
            "宛先不明",
            "宛先が不明",
        ),
        *("不明なユーザ", "ユーザ不明", "ユーザー不明", "アドレスが無効", "無効なアドレス", "アドレスが間違"),
        # Chinese, Korean
        *(
            "不存在",
            "找不到",
            "查无此",
            "查無此",
            "无此用户",
            "無此用戶",
            "無此使用者",
            "未找到",
            "地址错误",
            "无效的收件人",
        ),
        *("收件人无效", "地址无效", "帐号已停用", "存在しておりません", "존재하지 않", "찾을 수 없"),
    )
)

_FULL = r"(?:full|over ?quota|over its quota|overquota)"
FULL = compiled(
    rf"\b(?:mail ?box|inbox|account|folder|disk|storage|user|recipient)(?:'s)?(?: \S{{1,80}})? (?:is |was |are )?(?:almost )?{_FULL}\b|\bover (?:its |the |their |his |her )?(?:mailbox |storage |disk )?quota\b|\bquota (?:has been |was |is )?(?:exceed\w{{0,2}}|full|reached|limit)|\bexceed(?:s|ed)? (?:(?:its|the|their|his|her|allowed|maximum|allocated) )?(?:mailbox |storage |disk |mail )?(?:quota|limit on|space|size limit of the mailbox)|\bexceeding (?:its|the|their|his|her) (?:\w{4, 8} )?quota\b|\bquotaexceeded|\bquota violation\b|\bmailbox (?:size |storage )?limit (?:has been |was |is )?(?:exceeded|reached)"
    r"|\b(?:insufficient|not enough|out of|no) (?:system |disk |mail |mailbox )?(?:storage|space|room)\b|\b(?:storage|space) (?:is )?(?:not enough|insufficient|exhausted|used up)\b|\bgetting too much mail\b|\btoo many messages\b"
    r"|\b(?:postfach|mailbox|speicher\w{0,6}|kontingent|quota|posteingang)\b[^.;\n]{0,80}\b(?:voll|erschopft|uberschritten|uberfullt|ausgeschopft)\b|\bist (?:uber)?voll\b"
    r"|\b(?:boite|messagerie|quota|espace)\b[^.;\n]{0,80}\b(?:pleine?|saturee?|depassee?|atteinte?|insuffisant)\b"
    r"|\b(?:buzon|cuota|bandeja|espacio|cuenta)\b[^.;\n]{0,80}\b(?:llen[oa]|excedid[oa]|superad[oa]|agotad[oa])\b"
    r"|\b(?:casella|spazio|quota|mailbox)\b[^.;\n]{0,80}\b(?:pien[oa]|esaurit[oa]|superat[oa])\b"
    r"|\b(?:postvak|mailbox|postbus|quotum|opslag\w{0,8})\b[^.;\n]{0,80}\b(?:vol|overschreden)\b"
    r"|\b(?:caixa|cota|quota|espaco)\b[^.;\n]{0,80}\b(?:chei[oa]|excedid[oa]|esgotad[oa]|lotad[oa])\b"
    r"|\b(?:skrzynk\w|limit\w{0,2}|pojemnosc|konto)\b[^.;\n]{0,80}\b(?:peln[aey]|przepelnion[aey]|przekroczon[aey])\b"
    "|"
    + _phrases(
        *(
            "ящик переполнен",
            "ящик заполнен",
            "превышена квота",
            "превышен лимит",
            "квота превышена",
            "переполнен",
        ),
        *("容量が超過", "容量を超", "容量オーバー", "容量超過", "いっぱい", "満杯", "空き容量がない"),
        *("已满", "已滿", "空间不足", "空間不足", "超出配额", "容量不足", "超过限额", "용량 초과", "가득"),
    )
)

BUSY = compiled(
    r"\b(?:temporar\w{1,4}|transient|try (?:again |it )?later|come back later|grey ?list\w{0,3}|gray ?list\w{0,3}|too many connections|rate limit\w{0,3}|throttl\w{2,4}|vorubergehend\w{0,2}|temporairement|temporalmente|temporaneamente|tijdelijk|temporariamente|tymczasowo|connection (?:timed out|refused|reset)|operation timed out)\b"
)

# A filter, where nothing says that the address is dead.
FILTERED = compiled(
    r"\b(?:anti-?)?spam(?:my|ming|verdacht\w{0,3}|filter\w{0,2})?\b|\bjunk mail\b|\bbanned (?:sending|sender)|\bdmarc\b|\bspf\b|\bdkim\b|\b(?:poor|low|bad|sender|ip|domain|your) (?:\w{2,8} )?reputation\b"
    r"|\bpolicy (?:restrictions?|violation|reasons?|rejection)|\b(?:security|organi[sz]ation'?s?|content|company|mail) polic(?:y|ies)\b|\b(?:due to|violates?|by|local) (?:\w{2,12} )?polic(?:y|ies)\b|\bcontent (?:filter\w{0,3}|reject\w{0,3}|restriction)|\b5\.7\.(?:2[0-9]|5\d\d|6\d\d|7\d\d)\b"
    r"|\bmessage (?:was |has been |is )?blocked\b|\bhas been blocked\b|\bbl(?:ack|ock)[- ]?list\w{0,3}|(?<!rejected: )\baccess denied\b|\bsender (?:address |domain )?(?:rejected|denied|blocked|not allowed)|\bclient host (?:\S{1,60} )?(?:rejected|blocked)|\b(?:reverse dns|rdns|ptr record)\b|\bphishing\b|\bvirus\b|\bmalware\b|\bunsolicited\b|\bunerwunschte werbung|\bindesirables?\b|\bno deseado\b"
)
