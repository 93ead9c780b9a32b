"""Mails to a helpline, as bytes. Every name is invented."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from django.utils import timezone

MAILBOX = "helpline@hub.example"
SERVER = "mx.hub.example"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PASSED = f"{SERVER}; dmarc=pass header.from=quillmoor.example; spf=pass smtp.mailfrom=quillmoor.example"


def letter(
    text: str = "Two, please.", *, to: str = MAILBOX, sender: str = "Pat Example <pat@quillmoor.example>",
    subject: str = "Re: certificates", number: str = "1", found_out: str = PASSED, files: Any = (), **more: str,
) -> bytes:  # fmt: skip
    """A mail. `files`: pairs of name and bytes. `more`: further headers, with _ for -."""
    mail = EmailMessage()
    if found_out:
        mail["Authentication-Results"] = found_out
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"], mail["Date"] = f"<{number}@quillmoor.example>", format_datetime(timezone.now().replace(hour=9))
    for name, value in more.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    for name, data in files:
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def keyed(key: str) -> str:
    """The address to which a contact with a key answers."""
    return f"helpline+{key}@hub.example"


def report(number: str, failed: str) -> bytes:
    """A mail server's report that a mail with a number could not be delivered to an address."""
    return f"""Return-Path: <>
From: MAILER-DAEMON@relay.example
To: {MAILBOX}
Subject: Undelivered Mail Returned to Sender
Message-ID: <report-{number}@relay.example>
Date: Mon, 23 Nov 2026 09:00:00 +0000
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I could not deliver your message.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; {failed}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 no such mailbox

--b
Content-Type: message/rfc822

Message-ID: <{number}@hub.example>
From: hub@localhost
To: {failed}
Subject: Your question

Hello.

--b--
""".replace("\n", "\r\n").encode()
