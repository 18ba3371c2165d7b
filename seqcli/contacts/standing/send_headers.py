"""Headers that ask whether to send, `Mailen?`, `Enviar emails`, `On lui écrit ?`: a no below is one to mail.

A header counts if each of its words is known. What has happened, `Mail sent`, is no word of these. Over `fold` words.
"""

import re
from functools import lru_cache

from seqcli.contacts.headers.header_phrases import fold
from seqcli.contacts.standing.send_header_phrases import ALONE, AROUND, MAIL, NOUNS_TOO, VERBS

_KNOWN = f"{VERBS}|{MAIL}|{AROUND}"


@lru_cache(maxsize=4096)
def asks_to_send(header: str) -> bool:
    """Return whether a header asks whether somebody gets mail."""
    folded = fold(header)
    if re.fullmatch(ALONE, folded):
        return True
    words = folded.split()
    if not words or not all(re.fullmatch(_KNOWN, word) for word in words):
        return False
    is_asked = "?" in header
    verbs = [word for word in words if re.fullmatch(VERBS, word)]
    sure = [word for word in verbs if is_asked or not re.fullmatch(NOUNS_TOO, word)]
    topics = [word for word in words if re.fullmatch(MAIL, word) and word != "e"]
    return bool(sure or (len(verbs) > 0 and set(topics) - set(verbs)))
