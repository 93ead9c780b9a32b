"""What the test of access puts into the addresses of this room."""

from __future__ import annotations

from tests.legal_advice import owned
from tests.owners import Makes, named_by_lot, number

THINGS: Makes = {
    **dict.fromkeys(
        ("legal-appointment", "legal-calendar", "legal-cancel", "legal-move", "legal-abandon"),
        lambda owner: named_by_lot(owned.appointment_of(owner.body)),
    ),
    **dict.fromkeys(
        ("legal-call", "legal-check", "legal-start", "legal-stop", "legal-confirm", "legal-typed", "legal-missed"),
        lambda owner: named_by_lot(owned.booking_of(owner.body)),
    ),
    "legal-client": lambda owner: named_by_lot(owned.entitlement_of(owner.body)),
    "legal-close": owned.month_of,
    "legal-decide": lambda owner: named_by_lot(owned.correction_of(owner.body)),
    "legal-invoice": owned.month_of,
    "legal-series-end": lambda owner: number(owned.series_of(owner.body)),
    "legal-take-back": lambda owner: named_by_lot(owned.correction_of(owner.body, owner.email)),
    "legal-time-back": lambda owner: named_by_lot(owned.slot_of(owner.body)),
}

STANDS_ON = {
    **dict.fromkeys(
        (
            "legal-abandon",
            "legal-appointment",
            "legal-calendar",
            "legal-cancel",
            "legal-client",
            "legal-close",
            "legal-decide",
            "legal-invoice",
            "legal-move",
            "legal-take-back",
        ),
        owned.scheme_of,
    ),
    **dict.fromkeys(
        (
            "legal-call",
            "legal-check",
            "legal-confirm",
            "legal-missed",
            "legal-series-end",
            "legal-start",
            "legal-stop",
            "legal-time-back",
            "legal-typed",
        ),
        owned.of_firm,
    ),
}
