"""The lists of this room: webinars that were held, those that a body runs, who booked one and who came, certificates."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime

from irhub.web.jinja import day, moment
from irhub.web.listing import Cell, Column, FilterForm, Listing, Where, choice, words_field
from irhub.webinars.models import Booking, Certificate, Connection, Standing
from irhub.webinars.saying import when_words
from irhub.webinars.workflows import BookingState, SessionState


class PastFilters(FilterForm):
    """Which of the past webinars somebody asks for."""

    q = words_field("Words")


class SessionFilters(FilterForm):
    """Which of a body's webinars somebody asks for."""

    q = words_field("Words of the title")
    state = choice("State", SessionState.choices, any_of_them="All states")


class BookingFilters(FilterForm):
    """Which bookings somebody asks for."""

    q = words_field("Name, address or organisation")
    state = choice("State", BookingState.choices, any_of_them="All states")


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
        Column("made_at", "Asked", "When the person, or a colleague, asked for the place.", value=lambda row: localtime(row.made_at).replace(microsecond=0),
               cell=lambda row: Cell(moment(row.made_at)), order=("made_at",), falls=True),
    ),
)  # fmt: skip


def _stands(row: Any) -> Cell:
    if row.newer:
        return Cell("Replaced", tag="grey", under=f"by {row.newer.number}")
    if row.withdrawn:
        return Cell("Withdrawn", tag="red", under=f"on {day(row.withdrawn.at)} by {row.withdrew}: {row.withdrawn.why}")
    return Cell("Holds", tag="green")


CERTIFICATES: Listing[Certificate] = Listing(
    name="webinar-certificates",
    caption="Certificates by name",
    noun=("certificate", "certificates"),
    none_at_all="Nobody was there for three quarters of the time, or it is not known yet who came.",
    none_fits="No certificate fits.",
    look="irhub-stacked",
    columns=(
        Column("name", "Name", "Whom it names.", heads=True),
        Column("number", "Number", "By which anybody can check it."),
        Column("stands", "Does it hold?", "Whether it holds, was replaced, or was withdrawn and why.", cell=_stands),
        Column("do", "What to do", "What can be done with it.", own=True, unseen=True, where=Where.PAGE),
    ),
)  # fmt: skip

BOOKED: Listing[Booking] = Listing(
    name="webinar-bookings",
    caption="Webinars to come, the next first",
    noun=("booking", "bookings"),
    none_at_all="Nothing is booked.",
    none_fits="No booking fits.",
    look="irhub-stacked",
    columns=(
        Column("name", "Person", "Who is to come.", order=("name",), heads=True),
        Column("title", "Webinar", "Its title.", cell=lambda row: Cell(row.session.title, href=reverse("webinar", args=[row.session_id])), order=("session__title",)),
        Column("when", "When", "When it begins, in UK time.", value=lambda row: when_words(row.session), order=("session__starts_at",)),
        Column("state", "State", "Where the booking stands.", value=lambda row: str(row.get_state_display()), order=("state",)),
    ),
)  # fmt: skip


def _who_it_was(row: Any) -> Cell:
    if row.standing == Standing.OPEN:
        return Cell("To settle", tag="yellow")
    if row.standing == Standing.NOBODY:
        return Cell("Runs the webinar" if row.runs_it and not row.settled_by else "Nobody who booked")
    return Cell(", ".join(each.booking.name for each in row.behind.all()), under=f"by {row.settled}")


CONNECTIONS: Listing[Connection] = Listing(
    name="webinar-connections",
    caption="Connections, first those to settle",
    noun=("connection", "connections"),
    none_at_all="No report was read yet.",
    none_fits="No connection fits.",
    look="irhub-stacked",
    size=200,
    columns=(
        Column("name", "In the report", "As the report names it.", heads=True, cell=lambda row: Cell((row.name or "No name") + (f" ({row.also})" if row.also else ""), under=row.email or "no address")),
        Column("who", "Who it was", "Who was behind it, and who said so.", cell=_who_it_was),
        Column("do", "What to do", "What can be done with it.", own=True, unseen=True, where=Where.PAGE),
    ),
)  # fmt: skip
