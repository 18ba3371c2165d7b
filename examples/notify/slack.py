#!/usr/bin/env python3
"""Post what seqcli tells to a Slack channel. SLACK_WEBHOOK_URL is the address that Slack gives an incoming webhook."""

import json
import os
import sys
from urllib.request import Request, urlopen


def plain(text: str) -> str:
    """Return text without Slack's markup: else a mail could mention the whole channel."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


notice = json.load(sys.stdin)
text = plain(notice["what"])
if notice["begins"]:
    text += f"\n> {plain(notice['begins'])}"
body = json.dumps({"text": text}).encode()
request = Request(os.environ["SLACK_WEBHOOK_URL"], body, {"Content-Type": "application/json"})
urlopen(request, timeout=8).close()  # any answer but a 2xx raises, and seqcli tries again later
