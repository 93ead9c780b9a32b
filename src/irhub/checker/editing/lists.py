"""The lists of those who edit rules, and of the cases that one keeps."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from irhub.checker.kinds import State
from irhub.checker.models import Proposal, SavedCase
from irhub.rulebook.flow import flows
from irhub.web.jinja import day
from irhub.web.listing import Cell, Column, FilterForm, Listing, choice


@dataclass(frozen=True)
class JudgedCase:
    """A kept case, the answer to it when it was kept, and the answer now."""

    case: SavedCase
    then: str
    now: str


@dataclass(frozen=True)
class ProposalRow:
    """A proposal, and what it is about, in words."""

    proposal: Proposal
    about: str


WAITING, ALL = "open", "all"


class ProposalFilters(FilterForm):
    """Which proposals somebody asks for: those that wait, unless told otherwise."""

    state = choice("Show", [*((str(each), each.label) for each in State), (ALL, "All")], any_of_them=None)


CASES: Listing[JudgedCase] = Listing(
    name="cases",
    caption="Cases, newest first",
    noun=("case", "cases"),
    none_at_all="You keep no case yet.",
    none_fits="You keep no case yet.",
    size=30,
    look="",
    columns=(
        Column(
            "case",
            "Case",
            "The name that you gave it.",
            cell=lambda row: Cell(row.case.title, reverse("case", args=[row.case.pk]), under=flows()[row.case.checker].title),
            heads=True,
        ),
        Column("then", "When you kept it", "The answer then.", cell=lambda row: Cell(row.then, under=day(row.case.saved_at))),
        Column("now", "Now", "The answer by the rules of today.", own=True),
        Column("delete", "Delete", "", own=True, unseen=True),
    ),
)  # fmt: skip
PROPOSALS: Listing[ProposalRow] = Listing(
    name="proposals",
    caption="Proposals, newest first",
    noun=("proposal", "proposals"),
    none_at_all="No proposal waits.",
    none_fits="There is none.",
    filters=ProposalFilters,
    size=30,
    look="",
    columns=(
        Column("kind", "Change", "What sort of change it is.", own=True, heads=True),
        Column("about", "About", "Which rule it is about."),
        Column(
            "proposed",
            "Proposed",
            "When and by whom.",
            cell=lambda row: Cell(
                day(row.proposal.proposed_at), under=f"{row.proposal.proposed_by}, {row.proposal.proposed_as}"
            ),
        ),
        Column(
            "state",
            "State",
            "Whether it waits, was approved or was turned down.",
            cell=lambda row: Cell(
                row.proposal.get_state_display(), under=f"edition {row.proposal.edition}" if row.proposal.edition else ""
            ),
        ),
    ),
)  # fmt: skip
