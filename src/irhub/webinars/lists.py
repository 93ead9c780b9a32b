"""The lists of this room: webinars that were held, those that a body runs, and who booked one."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from irhub.organisations.providers import LICENCE_IN_WORDS
from irhub.web.jinja import moment
from irhub.web.listing import Cell, Column, FilterForm, Listing, Where, choice, words_field
from irhub.webinars.reach import SERVICES, SIZES, ReachRow
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


class ReachFilters(FilterForm):
    """Which of the providers that were never reached somebody asks for; councils are given when it is made."""

    q = words_field("Name contains")
    council = choice("Council")
    size = choice("Size", SIZES.items())
    service = choice("Service", SERVICES.items())
    licence = choice("Sponsor licence", LICENCE_IN_WORDS.items())


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
    look="irhub-stacked",
    columns=(
        Column("title", "Webinar", "Its title.", cell=_title("webinar"), order=("title",), heads=True),
        Column("starts_at", "Held", "When it began.", order=("starts_at",), falls=True),
        Column("by", "By", "The body that held it.", value=lambda row: row.body.name, order=("body__name",)),
        Column("recording", "Recording", "Whether there is one.", value=lambda row: "Yes" if row.recording_url else "No"),
    ),
)  # fmt: skip

SESSIONS: Listing[Any] = Listing(
    name="webinar-desk",
    told_apart_by=("number",),
    caption="Webinars, the latest first",
    noun=("webinar", "webinars"),
    none_at_all="You have not drafted a webinar yet.",
    none_fits="No webinar fits.",
    filters=SessionFilters,
    look="irhub-stacked",
    columns=(
        Column("title", "Webinar", "Its title.", cell=_title("webinar-session"), order=("title",), heads=True),
        Column("starts_at", "Begins", "When it begins, in UK time.", order=("starts_at",), falls=True, cell=lambda row: Cell(moment(row.starts_at))),
        Column("state", "State", "Whether it is a draft, published, held or cancelled.", value=lambda row: str(row.get_state_display()), order=("state",), cell=lambda row: Cell(row.get_state_display(), tag=_COLOURS[row.state])),
        Column("taken", "Places taken", "Places that are booked or offered.", order=("taken",), falls=True, numeric=True),
        Column("capacity", "Places", "How many places there are.", order=("capacity",), falls=True, numeric=True),
        Column("number", "Number", "The webinar’s number in the hub.", value=lambda row: row.pk, where=Where.FILES),
        Column("waiting", "Waiting", "How many people wait for a place.", order=("waiting",), falls=True, numeric=True),
    ),
)  # fmt: skip

BOOKINGS: Listing[Any] = Listing(
    name="webinar-people",
    told_apart_by=("number",),
    caption="Who booked, by name",
    noun=("booking", "bookings"),
    none_at_all="Nobody has booked yet.",
    none_fits="No booking fits.",
    filters=BookingFilters,
    look="irhub-stacked",
    columns=(
        Column("name", "Name", "Who is to come.", order=("name",), heads=True, cell=lambda row: Cell(row.name, under=row.email)),
        Column("number", "Number", "The booking’s number in the hub.", value=lambda row: row.pk, where=Where.FILES),
        Column("email", "E-mail address", "Where the person is written to.", where=Where.FILES),
        Column("organisation", "Organisation", "For whom the person works.", order=("organisation",)),
        Column("wants", "Wants", "What the person needs, or hopes to hear."),
        Column("state", "State", "The state of the booking.", value=lambda row: str(row.get_state_display()), order=("state",)),
        Column("made_at", "Asked", "When the person, or a colleague, asked for the place.", order=("made_at",), falls=True),
    ),
)  # fmt: skip

REACH: Listing[ReachRow] = Listing(
    name="webinar-reach",
    told_apart_by=("provider_id",),
    caption="Providers of whom nobody attended, by name",
    noun=("provider", "providers"),
    none_at_all="Every provider of the area that is on the CQC’s list was reached, or none is loaded.",
    none_fits="No provider fits.",
    filters=ReachFilters,
    look="irhub-stacked",
    most=50_000,
    columns=(
        Column("name", "Provider", "Its name, as the CQC has it.", cell=lambda row: Cell(row.name, href=reverse("organisation", args=[row.organisation_id])), by=lambda row: row.name, heads=True),
        Column("council", "Council", "Where most of its locations in the area are.", by=lambda row: row.council),
        Column("locations", "Locations", "How many of its care locations are in the area.", by=lambda row: row.locations, falls=True, numeric=True),
        Column("service", "Service", "What it gives in the area: home care, care homes or both.", value=lambda row: SERVICES[row.service], by=lambda row: row.service),
        Column("licence", "Sponsor licence", "Whether a linked sponsor is on the register of licensed sponsors.", value=lambda row: LICENCE_IN_WORDS[row.licence], by=lambda row: row.licence),
        Column("provider_id", "CQC provider id", "The CQC’s number of the provider.", where=Where.FILES),
    ),
)  # fmt: skip
