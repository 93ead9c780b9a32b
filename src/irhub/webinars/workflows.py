"""How a session and a booking go from state to state, and who may move them."""

from __future__ import annotations

from typing import Any

from django.db.models import TextChoices

from irhub.accounts.policy import SYSTEM, Grant, Rows, Who, Whose, acting_as
from irhub.accounts.roles import Kind, Role
from irhub.accounts.workflow import STAYS, Fill, Move, Workflow, of_its_body

ORGANISES = acting_as(Role.ADVISER, Role.HELPLINE_LEAD, of=frozenset({Kind.DELIVERY_PARTNER}), rows=Rows.OWN_BODY)
"""Who runs the webinars of a hub."""
_WHO = (ORGANISES,)


class SessionState(TextChoices):
    """Where a session stands."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    HELD = "held", "Held"
    CANCELLED = "cancelled", "Cancelled"


SESSION = Workflow(
    thing="webinar",
    states=SessionState,
    begins=SessionState.DRAFT,
    ends=frozenset({SessionState.HELD, SessionState.CANCELLED}),
    whose=of_its_body,
    moves=(
        Move(
            "edit", (SessionState.DRAFT, SessionState.PUBLISHED, SessionState.HELD), STAYS, _WHO,
            told="changed a webinar", can="change it",
        ),
        Move(
            "publish", (SessionState.DRAFT,), SessionState.PUBLISHED, _WHO, told="published a webinar", can="publish it",
        ),
        Move(
            "hold", (SessionState.PUBLISHED,), SessionState.HELD, _WHO, told="said that a webinar was held",
            can="say that it was held", late="Only a published webinar can have been held.",
        ),
        Move(
            "cancel", (SessionState.DRAFT, SessionState.PUBLISHED), SessionState.CANCELLED, _WHO,
            told="cancelled a webinar", can="cancel it",
            reason="Say why it is cancelled: everybody who booked is told.", at_field="reason",
            fills={"cancelled_because": Fill.REASON},
        ),
        Move(
            "tick who came", (SessionState.HELD,), STAYS, _WHO, told="ticked who came to a webinar", can="tick who came",
        ),
        Move(
            "settle the attendance", (SessionState.HELD,), STAYS, _WHO, told="settled who came to a webinar",
            can="say that the attendance is complete", fills={"settled_at": Fill.NOW, "settled_by": Fill.WHO},
        ),
        Move(
            "open the attendance again", (SessionState.HELD,), STAYS, _WHO,
            told="opened the attendance of a webinar again", can="open the attendance again",
            fills={"settled_at": Fill.NOTHING, "settled_by": Fill.NOTHING},
        ),
    ),
)  # fmt: skip


class BookingState(TextChoices):
    """Where a booking stands."""

    ASKED = "asked", "Waits for the e-mail address to be confirmed"
    WAITING = "waiting", "On the waiting list"
    OFFERED = "offered", "Offered a place"
    BOOKED = "booked", "Booked"
    LAPSED = "lapsed", "Did not take the place offered"
    CANCELLED = "cancelled", "Cancelled"
    WALKED_IN = "walked in", "Came without a booking"


TAKES_A_PLACE = (BookingState.OFFERED, BookingState.BOOKED)
"""States in which somebody takes up one of the session's places: the database counts these (the migration's trigger)."""
OVER = (BookingState.LAPSED, BookingState.CANCELLED)
"""States of somebody who can book anew."""


def _of_the_booker(row: Any) -> Whose:
    return Whose(body=row.body_id, person=row.booked_by)


_ANYBODYS = (ORGANISES, SYSTEM, Grant(Who.SIGNED_IN, Rows.OWN))
_BEFORE = (BookingState.ASKED, BookingState.WAITING)
BOOKING = Workflow(
    thing="booking",
    states=BookingState,
    begins=BookingState.ASKED,
    ends=frozenset({BookingState.LAPSED, BookingState.CANCELLED}),
    whose=_of_the_booker,
    moves=(
        Move("wait", (BookingState.ASKED,), BookingState.WAITING, _ANYBODYS, told="joined a waiting list", can="join the waiting list"),
        Move("book", (BookingState.ASKED,), BookingState.BOOKED, _ANYBODYS, told="booked a webinar", can="book it"),
        Move(
            "offer", (BookingState.WAITING,), BookingState.OFFERED, (ORGANISES, SYSTEM),
            told="offered a place at a webinar", can="offer a place", fills={"offered_at": Fill.NOW},
        ),
        Move("accept", (BookingState.OFFERED,), BookingState.BOOKED, _ANYBODYS, told="took a place at a webinar", can="take the place",
             late="This booking is now “{state}”, and offers no place."),
        Move(
            "lapse", (BookingState.OFFERED,), BookingState.LAPSED, (SYSTEM,), told="let the offer of a place lapse",
            can="let the offer lapse",
        ),
        Move(
            "cancel", (*_BEFORE, *TAKES_A_PLACE), BookingState.CANCELLED, _ANYBODYS, told="cancelled a booking",
            can="cancel it", fills={"cancelled_at": Fill.NOW},
        ),
        Move(
            "came unbooked", (BookingState.ASKED,), BookingState.WALKED_IN, _WHO,
            told="added somebody who came without a booking", can="add somebody who came",
        ),
        Move(
            "undo who came", (BookingState.WALKED_IN,), BookingState.CANCELLED, _WHO,
            told="took back who came without a booking", can="undo who came", fills={"cancelled_at": Fill.NOW},
        ),
    ),
)  # fmt: skip
