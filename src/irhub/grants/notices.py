"""The kinds of message about grants (notify/kinds.py)."""

from __future__ import annotations

from irhub.notify.kinds import Kind

APPLICATION = Kind("grant-application", "Applications for grants, and grants")
ASSESSING = Kind("grant-assessment", "Applications for grants that you are asked to assess")

RETURNS = Kind("grant-return", "Returns of your grants")

KINDS = (APPLICATION, ASSESSING, RETURNS)
