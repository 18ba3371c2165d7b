#!/usr/bin/env python3
"""Mail what seqcli tells to the address given as argument. SENDMAIL is the program, such as msmtp; else sendmail."""

import json
import os
import subprocess
import sys
from email.message import EmailMessage

notice = json.load(sys.stdin)
mail = EmailMessage()
mail["To"] = sys.argv[1]
mail["From"] = os.environ.get("MAIL_FROM", sys.argv[1])
mail["Subject"] = f"seqcli: {notice['what']}"[:200]
mail["Message-ID"] = f"<{notice['id'].encode().hex()}@seqcli>"  # a mail program shows a double once
lines = [f"{name}: {value}" for name, value in notice.items() if value is not None]
mail.set_content("\n".join(lines) + "\n")
program = os.environ.get("SENDMAIL", "sendmail")
subprocess.run([program, "-i", "-t"], input=mail.as_bytes(), check=True)
