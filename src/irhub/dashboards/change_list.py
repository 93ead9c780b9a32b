"""The feed of changes as a list: what files hold of each, by what it is filtered, and the changes that fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from irhub.dashboards import queries
from irhub.organisations.members import SPONSORS
from irhub.organisations.queries import beside_others, organisations_of
from irhub.places import (
    PARTNERSHIP,
    Council,
    council_of,
    councils,
    councils_by_name,
    councils_in,
    place_at,
    places,
    regions,
)
from irhub.registers import queries as register_queries
from irhub.registers.models import Change
from irhub.registers.queries import ToldChange
from irhub.registers.sources import SOURCES
from irhub.registers.wording import FOLLOWED_FROM, KINDS
from irhub.web.jinja import day
from irhub.web.listing import Column, Fetched, FilterForm, Listing, choice, day_field, page_by_page, words_field


class ChangeFilters(FilterForm):
    """Which changes somebody asks for."""

    named = words_field("Name contains")
    council = choice("Council", lambda: [(one.slug, one.name) for one in councils_by_name()])
    region = choice("Region", lambda: [(one.code, one.name) for one in regions()], any_of_them="All of England")
    partnership = choice("Partnership", lambda: [(one.slug, one.name) for one in places() if one.kind == PARTNERSHIP])
    care = choice("Whom it concerns", [("all", "Everybody on the registers")], any_of_them="Care providers")
    register = choice("Register", [(name, source.title) for name, source in SOURCES.items()])
    kind = choice("Kind of change", [(kind, wording.title) for kind, wording in KINDS.items()])
    since = day_field("From")
    until = day_field("To")

    def clean(self) -> dict[str, Any]:
        """“To” is left out, and that is told, where it is before “From”."""
        told = super().clean() or {}
        since, until = told.get("since"), told.get("until")
        if since and until and since > until:
            self.add_error(
                "until", f"“To” is before “From”, {day(since)}. We left “To” out: give that day or a later one"
            )
        return told


@dataclass(frozen=True)
class FeedRow:
    """A change in words, and the organisation that it is about; blank if it is about none."""

    told: ToldChange
    organisation_id: str


def _column(key: str, title: str, means: str) -> Column[FeedRow]:
    return Column(key, title, means, value=lambda row: getattr(row.told.change, key))


def _one_sponsor(row: FeedRow) -> str:
    change = row.told.change
    if change.confidence is None or change.register != SPONSORS:
        return ""
    return "taken" if change.confidence >= FOLLOWED_FROM else "not told"


CHANGES: Listing[FeedRow] = Listing(
    name="changes",
    told_apart_by=("register", "kind", "by", "record", "line_before", "line_after",),
    caption="Changes, newest first",
    noun=("change", "changes"),
    none_at_all="No change fits.",
    none_fits="No change fits.",
    columns=(
        _column("register", "Register", "The register in which it was seen."),
        _column("kind", "Kind", "The kind of change; the page “How to read this” tells what each means."),
        _column("after", "After", "The date of the edition before it."),
        _column("by", "By", "The date of the edition in which it was first seen."),
        Column("record", "Record", "By which the hub tells the register’s records apart: an id of the CQC, a company number, or a sponsor’s"
               " name and town.", value=lambda row: row.told.change.entity_key),
        _column("name", "Name", "Whom or what it is about, as the register has it."),
        _column("place", "Place", "Where that is."),
        _column("old_value", "Before", "What stood there before; blank if nothing did."),
        _column("new_value", "Now", "What it says now; blank if nothing."),
        Column("one_sponsor", "One sponsor", "Of two entries of the sponsor register: “taken” for one sponsor, or “not told”; blank"
               " where the register itself says what changed.", value=_one_sponsor),
        _column("line_before", "Row before", "The row in the edition before it; blank if there is none."),
        _column("line_after", "Row after", "The row in the edition in which it was seen; blank if there is none."),
        Column("sentence", "In words", "The change in a sentence.", value=lambda row: row.told.sentence.text),
        Column("organisation_id", "Organisation", "The hub’s number of the body that it is about; blank if there is none."),
    ),
)  # fmt: skip


def changes_asked_for(filters: dict[str, Any]) -> QuerySet[Change]:
    """The changes that fit, newest first. `filters`: of ChangeFilters."""
    found = register_queries.changes_between(
        filters["since"],
        filters["until"],
        [filters["kind"]] if filters["kind"] else [],
        [filters["register"]] if filters["register"] else [],
        filters["named"],
    )
    here = _councils(filters)
    return found if here is None else queries.of_councils(found, here)


def in_words(found: QuerySet[Change]) -> Fetched[FeedRow]:
    """Changes with their sentences and the organisations that they are about, a page at a time."""

    def told(part: QuerySet[Change]) -> Sequence[FeedRow]:
        about = organisations_of(part)
        return [
            FeedRow(one, about.get(one.change.pk, ""))
            for one in register_queries.changes_told(part, beside_others(part))
        ]

    return page_by_page(found, told)


def _councils(filters: dict[str, Any]) -> Sequence[Council] | None:
    """The councils whose care providers are meant; None for everybody on the registers."""
    council = council_of(filters["council"]) if filters["council"] else None
    region = next((region for region in regions() if region.code == filters["region"]), None)
    partnership = place_at("partnerships", filters["partnership"]) if filters["partnership"] else None
    if council:
        return [council]
    if region:
        return councils_in(region)
    if partnership:
        return partnership.councils
    return None if filters["care"] == "all" else councils()
