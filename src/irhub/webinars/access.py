"""Who may open this room's pages: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from irhub.accounts.access import Find
from irhub.accounts.policy import ANYONE, PUBLIC, Rule, acting_as
from irhub.accounts.roles import OVERSIGHT, Kind
from irhub.web.listing import with_downloads
from irhub.webinars import coming, queries
from irhub.webinars.workflows import ORGANISES

_PUBLIC = Rule("webinars to come, and the recordings of past ones", to=(PUBLIC,), second_factor=False)
# A booking is opened by the link in a mail, as whoever booked may have no account: the link is drawn by lot.
_BY_LINK = Rule("one’s booking of a webinar, by the link in a mail", to=(ANYONE,), second_factor=False, by_link=True)
_RUNS = Rule("running webinars", to=(ORGANISES,))
_ONE = (
    "webinar-session", "webinar-edit", "webinar-publish", "webinar-hold", "webinar-cancel", "webinar-recording",
    "webinar-slides-add", "webinar-question-add", "webinar-people", "webinar-attendance", "webinar-log", "webinar-tick", "webinar-attendance-settle",
    "webinar-attendance-reopen", "webinar-certificates", "webinar-write",
)  # fmt: skip
_CERTIFICATE = ("webinar-certificate-correct", "webinar-certificate-withdraw")
_CONNECTION = ("webinar-connection", "webinar-unbooked", "webinar-unsettle")

ACCESS: Mapping[str, Rule] = {
    **dict.fromkeys(("webinars", "webinar", "webinar-slides"), _PUBLIC),
    "webinar-book": Rule("booking a webinar", to=(PUBLIC,), second_factor=False),
    "webinar-bookings": Rule(
        "what was booked for one’s body", to=(acting_as(of=OVERSIGHT | {Kind.PROVIDER}),), second_factor=False
    ),
    **dict.fromkeys(
        (
            "webinar-booking",
            "webinar-confirm",
            "webinar-take",
            "webinar-booking-cancel",
            "webinar-calendar",
            "webinar-certificate",
        ),
        _BY_LINK,
    ),
    **dict.fromkeys((*with_downloads("webinar-desk"), "webinar-add", *_ONE), _RUNS),
    "webinar-certificate-check": Rule("whether a certificate of a webinar holds", to=(ANYONE,), second_factor=False),
    **dict.fromkeys((*_CERTIFICATE, "webinar-log-undo", *_CONNECTION), _RUNS),
    **dict.fromkeys(with_downloads("webinar-people")[1:], replace(_RUNS, confirm=True)),
    **dict.fromkeys(("webinar-slides-remove", "webinar-question-remove"), _RUNS),
}
WHOSE: Mapping[str, Find] = {
    **dict.fromkeys(_ONE, queries.whose_session),
    **dict.fromkeys(_CERTIFICATE, queries.whose_certificate),
    "webinar-log-undo": coming.whose_log,
    **dict.fromkeys(_CONNECTION, coming.whose_connection),
    "webinar-slides-remove": queries.whose_slides,
    "webinar-question-remove": queries.whose_question,
}
