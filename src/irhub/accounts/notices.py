"""The kinds of message about people's part in the hub (notify/kinds.py)."""

from __future__ import annotations

from datetime import timedelta

from irhub.notify.kinds import Kind

INVITATION = Kind("invitation", "Invitations to take part", of_use=timedelta(days=7))
DECISION = Kind("provider-decision", "Answers to providers who ask to take part", of_use=timedelta(days=7))
PASSWORD = Kind("password", "Links for a forgotten password", of_use=timedelta(days=1))
SECURITY = Kind("security", "Notices about sign-in, passwords and second steps")
TRAIL = Kind("trail", "The head of the audit trail, for its auditors to keep", of_use=timedelta(days=7))
COVER = Kind("cover", "Colleagues who are away, and whose work comes to you", of_use=timedelta(days=7))
KINDS = (INVITATION, DECISION, PASSWORD, SECURITY, TRAIL, COVER)
