"""Verify that a request to your webhook comes from your seqcli, and is not an old one that somebody sends again."""

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping


def is_from_seqcli(headers: Mapping[str, str], body: bytes, secret: str) -> bool:
    """Return whether the body was signed with SEQCLI_NOTIFY_SECRET in the last five minutes."""
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
    expected = "v1," + base64.b64encode(digest).decode()
    is_fresh = abs(time.time() - int(headers["webhook-timestamp"])) < 300
    return is_fresh and hmac.compare_digest(expected, headers["webhook-signature"])
