"""The lists of this room: webinars that were held, those that a body runs, and who booked one."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from irhub.web.jinja import moment
from irhub.web.listing import Cell, Column, FilterForm, Listing, Where, choice, words_field
from irhub.webinars.workflows import BookingState, SessionState


class PastFilters(FilterForm):
    """Which of the past webinars somebody asks for."""

    q = words_field("Words")


class SessionFilters(FilterForm):
    """Which of a body's webinars somebody asks for."""

    q = words_field("Words of the title")
    state = choice("State", SessionState.choices)


class BookingFilters(FilterForm):
    """Which bookings somebody asks for."""

    q = words_field("Name, address or organisation")
    state = choice("State", BookingState.choices)


_COLOURS = {"draft": "grey", "published": "blue", "held": "green", "cancelled": "red"}


def _title(route: str) -> Any:
    return lambda row: Cell(row.title, href=reverse(route, args=[row.pk]))


PAST: Listing[Any] = Listing(
    name="webinars",
    caption="Webinars that were held, newest first",
    noun=("webinar", "webinars"),
    none_at_all="No webinar was held yet.",
    none_fits="No webinar has these words.",
    filters=PastFilters,
    columns=(
        Column("title", "Webinar", "Its title.", cell=_title("webinar"), order=("title",), heads=True),
        Column("starts_at", "Held", "When it began.", order=("starts_at",), falls=True),
        Column("by", "By", "The body that held it.", value=lambda row: row.body.name, order=("body__name",)),
        Column("recording", "Recording", "Whether there is one.", value=lambda row: "Yes" if row.recording_url else "No"),
    ),
)  # fmt: skip

SESSIONS: Listing[Any] = Listing(
    name="webinar-desk",
    caption="Webinars, the latest first",
    noun=("webinar", "webinars"),
    none_at_all="You have not drafted a webinar yet.",
    none_fits="No webinar fits.",
    filters=SessionFilters,
    columns=(
        Column("title", "Webinar", "Its title.", cell=_title("webinar-session"), order=("title",), heads=True),
        Column("starts_at", "Begins", "When it begins, in UK time.", order=("starts_at",), falls=True, cell=lambda row: Cell(moment(row.starts_at))),
        Column("state", "State", "Whether it is a draft, published, held or cancelled.", value=lambda row: str(row.get_state_display()), order=("state",), cell=lambda row: Cell(row.get_state_display(), tag=_COLOURS[row.state])),
        Column("taken", "Places taken", "Places that are booked or offered.", order=("taken",), falls=True, numeric=True),
        Column("capacity", "Places", "How many places there are.", order=("capacity",), falls=True, numeric=True),
        Column("waiting", "Waiting", "How many people wait for a place.", order=("waiting",), falls=True, numeric=True),
    ),
)  # fmt: skip

BOOKINGS: Listing[Any] = Listing(
    name="webinar-people",
    caption="Who booked, by name",
    noun=("booking", "bookings"),
    none_at_all="Nobody has booked yet.",
    none_fits="No booking fits.",
    filters=BookingFilters,
    columns=(
        Column("name", "Name", "Who is to come.", order=("name",), heads=True, cell=lambda row: Cell(row.name, under=row.email)),
        Column("email", "E-mail address", "Where the person is written to.", where=Where.FILES),
        Column("organisation", "Organisation", "For whom the person works.", order=("organisation",)),
        Column("wants", "Wants", "What the person needs, or hopes to hear."),
        Column("state", "State", "Where the booking stands.", value=lambda row: str(row.get_state_display()), order=("state",)),
        Column("made_at", "Asked", "When the person, or a colleague, asked for the place.", order=("made_at",), falls=True),
    ),
)  # fmt: skip
