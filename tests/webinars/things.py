"""What the test of access puts into the addresses of this room."""

from __future__ import annotations

from tests.owners import Makes, number
from tests.webinars.factories import (
    CertificateFactory,
    ConnectionFactory,
    LogFactory,
    QuestionFactory,
    SessionFactory,
    SlidesFactory,
)

THINGS: Makes = {
    **dict.fromkeys(
        (
            "webinar-session",
            "webinar-edit",
            "webinar-publish",
            "webinar-hold",
            "webinar-cancel",
            "webinar-recording",
            "webinar-slides-add",
            "webinar-question-add",
            "webinar-people",
            "webinar-attendance",
            "webinar-log",
            "webinar-tick",
            "webinar-attendance-settle",
            "webinar-attendance-reopen",
            "webinar-certificates",
            "webinar-write",
        ),
        lambda owner: number(SessionFactory(body=owner.body)),
    ),
    **dict.fromkeys(
        ("webinar-connection", "webinar-unbooked", "webinar-unsettle"),
        lambda owner: number(ConnectionFactory(session__body=owner.body)),
    ),
    **dict.fromkeys(
        ("webinar-certificate-correct", "webinar-certificate-withdraw"),
        lambda owner: number(CertificateFactory(booking__session=SessionFactory(body=owner.body, published=True))),
    ),
    "webinar-log-undo": lambda owner: number(LogFactory(session__body=owner.body)),
    "webinar-slides-remove": lambda owner: number(SlidesFactory(session__body=owner.body)),
    "webinar-question-remove": lambda owner: number(QuestionFactory(session__body=owner.body)),
}
EVERYBODYS: Makes = {
    **dict.fromkeys(("webinar", "webinar-book"), lambda _: number(SessionFactory(published=True))),
    "webinar-slides": lambda _: number(SlidesFactory(session__published=True)),
    **dict.fromkeys(
        (
            "webinar-certificate",
            "webinar-booking",
            "webinar-confirm",
            "webinar-take",
            "webinar-booking-cancel",
            "webinar-calendar",
        ),
        lambda _: {"lot": CertificateFactory().booking.lot},
    ),
}
