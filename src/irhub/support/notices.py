"""The kinds of message that the helpline writes (notify/kinds.py)."""

from __future__ import annotations

from datetime import timedelta

from irhub.notify.kinds import Kind

CONFIRM = Kind("helpline-confirm", "Links that confirm a question to the helpline")
ASKED = Kind("helpline-came", "That a question came to the helpline")
REPLY = Kind("helpline-reply", "Replies of the helpline", of_use=timedelta(days=14))
YOURS = Kind("helpline-yours", "That a case of the helpline was given or escalated to you", route="support")
CONCERN = Kind("helpline-concern", "That a safeguarding concern waits for your decision", route="support")
WORKER = Kind("helpline-worker", "Workers who asked to be handed to those who help workers", of_use=timedelta(days=14))
WITHDRAWN = Kind("helpline-worker-withdrew", "Workers who withdrew what they had agreed to", of_use=timedelta(days=14))
RETURNED = Kind("helpline-returned", "That mail to a client of the helpline came back", route="support")
MAIL_WAITS = Kind(
    "helpline-mail-waits", "That mail to the helpline waits for somebody to look at it", route="support-tray"
)
FEEDBACK = Kind("helpline-feedback", "Asking how the helpline did", of_use=timedelta(days=14))
KINDS = (CONFIRM, ASKED, REPLY, YOURS, CONCERN, WORKER, WITHDRAWN, RETURNED, MAIL_WAITS, FEEDBACK)
