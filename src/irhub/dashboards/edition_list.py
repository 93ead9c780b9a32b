"""The editions of a register as a list: its columns and its filter."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse

from irhub.registers.deciding import judgement_told
from irhub.registers.models import Edition
from irhub.web.jinja import day
from irhub.web.listing import Cell, Column, FilterForm, Listing, Where, choice
from irhub.web.listing.columns import Value

COLOURS = {"accepted": "green", "quarantined": "yellow", "rejected": "red"}


class EditionFilters(FilterForm):
    """Which editions somebody asks for."""

    state = choice("Judgement", [(str(each), each.label) for each in Edition.State])


def _filed(key: str, title: str, means: str, value: Callable[[Edition], Value] | None = None) -> Column[Edition]:
    return Column(key, title, means, value=value, where=Where.FILES)


EDITIONS: Listing[Edition] = Listing(
    name="editions",
    told_apart_by=("number",),
    caption="Editions, newest first",
    noun=("edition", "editions"),
    none_at_all="No edition of it is held.",
    none_fits="No edition of it was judged so.",
    filters=EditionFilters,
    sort="date",
    look="irhub-stacked",
    columns=(
        Column(
            "date",
            "Edition",
            "The publisher’s date of the edition.",
            cell=lambda row: Cell(day(row.date), reverse("edition", args=[row.register, row.date.isoformat()])),
            order=("-date",),
            falls=True,
            heads=True,
            look="irhub-nowrap",
        ),
        Column(
            "records",
            "Records",
            "How many records it holds.",
            value=lambda row: row.record_count,
            order=("-record_count",),
            falls=True,
            numeric=True,
        ),
        Column(
            "state",
            "Judged",
            "Whether it counts: accepted, quarantined until somebody has looked, rejected, or superseded by another of its date.",
            cell=lambda row: Cell(row.get_state_display(), tag=COLOURS.get(row.state, "grey")),
            value=lambda row: row.get_state_display(),
            order=("state",),
        ),
        Column("why", "Why", "Why it was judged so, or what people decided.", value=lambda row: judgement_told(row, named=False), labelled=False),
        _filed("number", "Number", "Its number in the hub.", lambda row: row.pk),
        _filed("file_name", "File", "The publisher’s name of its file."),
        _filed("rows", "Rows", "Rows in the file, before duplicates were put together.", lambda row: row.row_count),
        _filed("sha256", "Fingerprint", "The SHA-256 of its file."),
        _filed("lost_percent", "Lost", "Percent of the records of the edition before that it no longer has."),
        _filed("gained_percent", "Gained", "Percent of its records that the edition before had not."),
        _filed("loaded_at", "Loaded", "When it was loaded."),
    ),
)  # fmt: skip
