"""The lists of this room: what a programme did by month, and whom it reached."""

from __future__ import annotations

from django.urls import reverse

from irhub.organisations.providers import LICENCE_IN_WORDS
from irhub.programmes.months import WHOLE, Told
from irhub.programmes.reach import SERVICES, SIZES, ReachRow, ReachTold
from irhub.web.listing import Cell, Column, FilterForm, Listing, Where, choice, of_month, words_field

HIDDEN = "under 5, or hidden with one"


class FigureFilters(FilterForm):
    """Which figures somebody asks for."""

    figure = choice("Figure", any_of_them="All figures")
    part = choice("Where or what", any_of_them="Everything")
    month = choice("Month", any_of_them="All months")


def part_told(row: Told) -> str:
    """For what part a figure stands."""
    return "The whole area" if row.part == WHOLE else row.part


def _value(row: Told) -> float | None:
    return int(row.value) if row.value is not None and row.value == int(row.value) else row.value


def _shown(row: Told) -> Cell:
    return Cell(HIDDEN if row.value is None else f"{_value(row):,}")


def _state(row: Told) -> str:
    if not row.frozen:
        return "May still change"
    return "Kept" if row.number == 1 else f"Corrected, version {row.number}"


FIGURES: Listing[Told] = Listing(
    name="figures",
    told_apart_by=("code", "month", "part", "state",),
    caption="Figures by month, the newest first",
    noun=("figure", "figures"),
    none_at_all="Nothing was counted yet.",
    none_fits="No figure fits what you ask for.",
    filters=FigureFilters,
    look="irhub-stacked",
    size=60,
    columns=(
        Column("figure", "Figure", "What is counted; its definition is on the page.", value=lambda row: row.figure.title, heads=True),
        Column("code", "Code", "The figure’s code.", value=lambda row: row.figure.key, where=Where.FILES),
        of_month("month", "Month", "The month, by London’s time.", lambda row: row.month),
        Column("part", "Where or what", "The council of the client, a theme, or the whole area.", value=part_told),
        Column("value", "Count", "How many. Empty in files where it is under five, or hidden so that such a one cannot be worked out.", value=_value, cell=_shown, numeric=True),
        Column("state", "State", "Whether the month is kept, and so never changes; may still change; or was counted again, and which version this is.", value=_state),
    ),
)  # fmt: skip


class ReachFilters(FilterForm):
    """Which of the providers that were never reached somebody asks for; councils are given when it is made."""

    q = words_field("Name contains")
    council = choice("Council", any_of_them="All councils")
    size = choice("Size", SIZES.items(), any_of_them="All sizes")
    service = choice("Service", SERVICES.items(), any_of_them="All services")
    licence = choice("Sponsor licence", LICENCE_IN_WORDS.items(), any_of_them="With or without one")


class ReachCountFilters(FilterForm):
    """Which counts of whom a programme reached somebody asks for; both are given when it is made."""

    by = choice("By", any_of_them="Everything")
    edition = choice("Edition", any_of_them="The newest")


def _count(value: int | None) -> Cell:
    return Cell(HIDDEN if value is None else f"{value:,}")


REACH: Listing[ReachRow] = Listing(
    name="programme-reach",
    told_apart_by=("provider_id",),
    caption="Providers that were never in touch, by name",
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

REACH_COUNTS: Listing[ReachTold] = Listing(
    name="reach",
    told_apart_by=("by", "name"),
    caption="Providers that were in touch, and never",
    noun=("row", "rows"),
    none_at_all="No edition is kept yet: the first is kept in the first night after the programme opened and a list of the CQC was loaded.",
    none_fits="No row fits.",
    filters=ReachCountFilters,
    look="irhub-stacked",
    size=100,
    columns=(
        Column("name", "Which providers", "The council, size, service or licence of the providers.", heads=True),
        Column("by", "By", "By what providers are counted; each provider counts once by each."),
        Column("providers", "Providers", "Care providers of the programme’s councils on the CQC’s list.", numeric=True),
        Column("reached", "In touch", "Those that ever were in touch. Empty in files where it is under five, or hidden so that such a one cannot be worked out.", cell=lambda row: _count(row.reached), numeric=True),
        Column("never", "Never", "Those that never were. Empty in files as the column before.", cell=lambda row: _count(row.never), numeric=True),
        of_month("edition", "As in the edition of", "The edition whose figures these are. It is an earlier one where they moved by fewer than five providers since, or with one that did.", lambda row: row.edition),
    ),
)  # fmt: skip
