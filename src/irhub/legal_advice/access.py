"""Who may open this room's pages: see accounts/access.py. Nobody of oversight, save a council for what it booked itself."""

from __future__ import annotations

from collections.abc import Mapping

from irhub.accounts.access import Find
from irhub.accounts.policy import Rule
from irhub.legal_advice import queries
from irhub.legal_advice.workflows import (
    ADVISES,
    ASKED_IT,
    COUNCILS,
    LAWYERS,
    LEADS,
    PROVIDERS,
    PROVIDERS_READ,
    SECOND_PERSON,
)
from irhub.web.listing import with_downloads

_MINE = Rule("the minutes of legal advice that one's provider or council has", to=(PROVIDERS_READ, COUNCILS))
_BOOKS = Rule("booking a lawyer", to=(ADVISES, PROVIDERS, COUNCILS))
_READS = Rule("an appointment with a lawyer", to=(ADVISES, PROVIDERS_READ, COUNCILS))
_FIRM = Rule("giving legal advice: bookings, times, timer", to=(LAWYERS,))
_HUB = Rule("who has how many minutes of legal advice", to=(ADVISES,))
_MONTHS = Rule("what the law firm is owed, by month", to=(ADVISES, LAWYERS))
_CALLS = ("legal-call", "legal-check", "legal-start", "legal-stop", "legal-confirm", "legal-typed", "legal-missed")
_ONE = ("legal-appointment", "legal-calendar")
_CHANGES = ("legal-cancel", "legal-move")

ACCESS: Mapping[str, Rule] = {
    "legal-mine": _MINE,
    "legal-book": _BOOKS,
    **dict.fromkeys(_ONE, _READS),
    **dict.fromkeys(_CHANGES, _BOOKS),
    **dict.fromkeys(("legal-day", "legal-times", "legal-time-back", "legal-series-end", *_CALLS), _FIRM),
    **dict.fromkeys((*with_downloads("legal-desk"), "legal-client", "legal-corrections"), _HUB),
    "legal-decide": Rule("agreeing to a correction that somebody else asked for", to=(SECOND_PERSON,)),
    "legal-take-back": Rule("withdrawing a correction that one asked for", to=(ASKED_IT,)),
    **dict.fromkeys((*with_downloads("legal-invoices"), *with_downloads("legal-invoice")), _MONTHS),
    "legal-abandon": Rule("giving up a call of legal advice", to=(LEADS,)),
    "legal-close": Rule("closing a month of legal advice", to=(LEADS,)),
}
PARTS: Mapping[str, Rule] = {
    "legal-reckoning": Rule("whether the minutes of the ledger all stand on an invoice", to=(LEADS,)),
}
WHOSE: Mapping[str, Find] = {
    **dict.fromkeys((*_ONE, *_CHANGES, *_CALLS, "legal-abandon"), queries.whose_appointment),
    "legal-time-back": queries.whose_slot,
    "legal-series-end": queries.whose_series,
    "legal-client": queries.whose_entitlement,
    **dict.fromkeys(("legal-decide", "legal-take-back"), queries.whose_correction),
    **dict.fromkeys(("legal-invoice", "legal-close"), queries.whose_month),
}
