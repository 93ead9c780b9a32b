"""The lists of this room: suppliers, for everybody and for those who run a framework, and applications."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from irhub.suppliers.queries import area_words, clock_of, condition_words, former_words
from irhub.suppliers.workflows import ApplicationState, EntryState
from irhub.web.jinja import day
from irhub.web.listing import Cell, Column, FilterForm, Listing, Where, choice, words_field
from irhub.web.london import local_day


class SupplierFilters(FilterForm):
    """Which suppliers somebody looks for."""

    q = words_field("Name, former name or number")
    framework = choice("Framework", [], any_of_them="All frameworks")
    lot = choice("Lot", [], any_of_them="All lots")
    council = choice("Council", [], any_of_them="All councils")
    state = choice("On the list", [("past", "No more")], any_of_them="Now")


class ApplicationFilters(FilterForm):
    """Which applications somebody looks for."""

    q = words_field("Name or number")
    state = choice(
        "State",
        [(str(each), str(each.label)) for each in ApplicationState if each != ApplicationState.DRAFT],
        any_of_them="All states",
    )


_COLOURS = {
    EntryState.LISTED: "green",
    EntryState.SUSPENDED: "yellow",
    EntryState.PROPOSED: "yellow",
    EntryState.TERMS: "blue",
}


def _status(row: Any) -> Cell:
    return Cell(str(row.get_state_display()), tag=_COLOURS.get(row.state, "grey"))


def _under(row: Any) -> str:
    """What stands below a recruiter’s name: its numbers, and what it was called before."""
    formerly = former_words(row)
    return f"{row.reference}, company {row.company_number}" + (f". Formerly {formerly}" if formerly else "")


def _due(row: Any) -> str:
    clock = clock_of(row)
    if clock is None or clock.due is None:
        return ""
    return f"{day(clock.due)}{', late' if clock.overdue else ''}"


SUPPLIERS: Listing[Any] = Listing(
    name="suppliers",
    told_apart_by=("number",),
    caption="Approved recruiters, by name",
    noun=("recruiter", "recruiters"),
    none_at_all="No recruiter is approved yet.",
    none_fits="No recruiter fits. Remove a filter, or look among those that are no longer on the list.",
    filters=SupplierFilters,
    look="irhub-stacked",
    columns=(
        Column("name", "Recruiter", "Its registered name.", cell=lambda row: Cell(row.name, href=reverse("supplier", args=[row.pk]), under=_under(row)), order=("name",), heads=True),
        Column("formerly", "Formerly", "The names under which it was on this list before, each with its last day.", value=former_words, where=Where.FILES),
        Column("number", "Number", "Its number on the list.", value=lambda row: row.reference, where=Where.FILES),
        Column("company_number", "Company number", "Its number at Companies House.", where=Where.FILES),
        Column("framework", "Framework", "The framework whose list it is on.", value=lambda row: row.framework.name, cell=lambda row: Cell(row.framework.name, under=str(row.framework.get_basis_display())), order=("framework__name",)),
        Column("basis", "In law", "Whether that is an advisory list or a framework under the Procurement Act 2023.", value=lambda row: str(row.framework.get_basis_display()), where=Where.FILES),
        Column("lots", "Lots", "For what it is approved.", value=lambda row: "; ".join(row.lots)),
        Column("councils", "Area", "The councils in which it may work.", value=lambda row: area_words(row.councils)),
        Column("from", "From", "The first day.", value=lambda row: row.begins_on, cell=lambda row: Cell(day(row.begins_on)), order=("begins_on",), falls=True),
        Column("until", "Until", "The last day.", value=lambda row: row.ends_on, cell=lambda row: Cell(day(row.ends_on)), order=("ends_on",)),
        Column("conditions", "Conditions", "What it is to do to stay approved, with the day by which, or on which it did.", value=condition_words, where=Where.FILES),
        Column("state", "Where it stands", "Where it stands on the list. It is no judgement of what it did.", value=lambda row: str(row.get_state_display()), cell=_status, order=("state",)),
    ),
)  # fmt: skip

APPLICATIONS: Listing[Any] = Listing(
    name="supplier-desk",
    told_apart_by=("reference",),
    caption="Applications, those that wait first",
    noun=("application", "applications"),
    none_at_all="Nobody has applied yet.",
    none_fits="No application fits.",
    filters=ApplicationFilters,
    look="irhub-stacked",
    columns=(
        Column("name", "Applicant", "Its registered name.", cell=lambda row: Cell(row.name, href=reverse("supplier-assess", args=[row.pk])), order=("name",), heads=True),
        Column("reference", "Reference", "The number of the application.", order=("reference",)),
        Column("framework", "Framework", "To which it applies.", value=lambda row: row.framework.name, order=("framework__name",)),
        Column("submitted", "Submitted", "The day on which it was submitted.", value=lambda row: local_day(row.submitted_at), order=("submitted_at",)),
        Column("state", "State", "How far it is.", value=lambda row: str(row.get_state_display()), order=("state",)),
        Column("due", "This step by", "The last day of the step at which it stands, in working days.", value=_due),
    ),
)  # fmt: skip

ENTRIES: Listing[Any] = Listing(
    name="supplier-entries",
    caption="Suppliers of your frameworks, those with concerns or tasks first",
    noun=("supplier", "suppliers"),
    none_at_all="No supplier is approved yet.",
    none_fits="No supplier is approved yet.",
    look="irhub-stacked",
    columns=(
        Column("name", "Supplier", "Its registered name.", cell=lambda row: Cell(row.name, href=reverse("supplier-entry", args=[row.pk]), under=row.reference), order=("name",), heads=True),
        Column("framework", "Framework", "On whose list it is.", value=lambda row: row.framework.name),
        Column("state", "State", "How far it is.", value=lambda row: str(row.get_state_display()), cell=_status, order=("state",)),
        Column("concerns", "Open concerns", "How many concerns about it are not closed. None is a finding.", value=lambda row: row.concerns_open, order=("concerns_open",), falls=True, numeric=True),
        Column("waits", "Open tasks", "How many tasks about it are open.", order=("waits",), falls=True, numeric=True),
    ),
)  # fmt: skip
