"""The kinds of message about frameworks and suppliers (notify/kinds.py)."""

from __future__ import annotations

from irhub.notify.kinds import Kind

APPLICATION = Kind("supplier-application", "Applications to frameworks of approved recruiters")
SUPPLIER = Kind("supplier", "Where you stand as an approved recruiter")
USED = Kind("supplier-used", "Where a recruiter stands that you work with")

KINDS = (APPLICATION, SUPPLIER, USED)
