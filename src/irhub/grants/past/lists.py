"""The lists of past grants: files, faults, recipients."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from irhub.grants.money import said
from irhub.grants.past.models import Match
from irhub.grants.past.queries import in_words
from irhub.web.listing import Cell, Column, FilterForm, Listing, choice, words_field

_COLOURS = {Match.ACCEPTED: "green", Match.REVIEW: "yellow", Match.NONE: "grey"}


class FaultFilters(FilterForm):
    """Which faults somebody looks for."""

    kind = choice("Kind", [], any_of_them="All kinds")
    q = words_field("Value, column or cell")


class RecipientFilters(FilterForm):
    """Which recipients somebody looks for."""

    match = choice("Match", Match.choices, any_of_them="All")
    q = words_field("Name or number")


FAULTS: Listing[Any] = Listing(
    name="grant-past-faults",
    told_apart_by=("sheet", "row", "column", "kind"),
    caption="What is wrong or doubtful in the file",
    noun=("value", "values"),
    none_at_all="Nothing in this file is wrong or doubtful.",
    none_fits="No value fits.",
    filters=FaultFilters,
    columns=(
        Column("row", "Row", "Its row, as the file counts them; 0 where it is about all of them.", cell=lambda row: Cell(str(row.row) if row.row else "All", under=row.cell or row.sheet), order=("row",), heads=True),
        Column("sheet", "Sheet", "Its sheet.", usual=False),
        Column("cell", "Cell", "As a spreadsheet names it.", usual=False),
        Column("column", "Column", "Its heading.", order=("column",)),
        Column("kind", "Kind", "What sort of fault it is.", value=lambda row: in_words(row.kind), order=("kind",)),
        Column("sentence", "What is wrong", "And what to do."),
        Column("before", "It says", "What stands there; blank where that may tell of a person."),
        Column("after", "Read as", "Blank where it was not read."),
    ),
    look="irhub-stacked",
)  # fmt: skip

RECIPIENTS: Listing[Any] = Listing(
    name="grant-past-recipients",
    told_apart_by=("name", "company_number", "charity_number"),
    caption="Recipients, those to check first",
    noun=("recipient", "recipients"),
    none_at_all="The file names no recipient.",
    none_fits="No recipient fits.",
    filters=RecipientFilters,
    look="irhub-stacked",
    columns=(
        Column("name", "Recipient", "As the file writes it.", cell=lambda row: Cell(row.name, href=reverse("grant-past-recipient", args=[row.pk])), order=("name",), heads=True),
        Column("match", "Match", "Whether it is known who it is.", value=lambda row: str(row.get_match_display()), cell=lambda row: Cell(str(row.get_match_display()), tag=_COLOURS[row.match]), order=("match",)),
        Column("known_as", "On the register", "Its name there.", cell=lambda row: Cell(row.known_as, under=(row.reasons or row.against or [""])[0])),
        Column("company_number", "Company", "Its company number.", order=("company_number",)),
        Column("charity_number", "Charity", "Its charity number.", order=("charity_number",)),
        Column("provider_id", "CQC provider", "Its id at the CQC.", order=("provider_id",)),
        Column("many", "Grants", "How many the file tells of.", order=("many",), numeric=True, falls=True),
        Column("given", "Awarded", "In all, in pounds.", value=lambda row: row.given / 100, cell=lambda row: Cell(said(row.given)), order=("given",), numeric=True, falls=True),
    ),
)  # fmt: skip
