"""The list of those that a body buys from: its columns and its filters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from irhub.contracts import queries
from irhub.contracts.queries import ListedLine
from irhub.contracts.told import places_told
from irhub.organisations.providers import LICENCE_IN_WORDS
from irhub.web.listing import Column, FilterForm, Listing, Where, choice, words_field


class LineFilters(FilterForm):
    """Which lines of the list somebody asks for."""

    q = words_field("Name, postcode or reference")
    licence = choice("Sponsor licence", queries.LICENCES)
    match = choice("Match", queries.MATCHES, any_of_them="Every line")


def _filed(key: str, title: str, means: str, value: Callable[[ListedLine], Any]) -> Column[ListedLine]:
    return Column(key, title, means, value=value, where=Where.FILES)


def _fact(key: str, title: str, means: str) -> Column[ListedLine]:
    return _filed(key, title, means, lambda row: getattr(row.facts, key) if row.facts else None)


def _seen(key: str, title: str, by: Callable[[ListedLine], Any] | None = None, **more: Any) -> Column[ListedLine]:
    return Column(key, title, "", own=True, by=by, where=Where.PAGE, **more)


LINES: Listing[ListedLine] = Listing(
    name="my-providers",
    size=25,
    told_apart_by=("line",),
    caption="Your providers: first those whose licence left the register, then lines to check, then those that ask for attention soonest",
    noun=("line", "lines"),
    none_at_all="No line of your list fits.",
    none_fits="No line of your list fits.",
    look="irhub-stacked",
    columns=(
        _seen("in_list", "In your list", lambda row: row.line.name, heads=True),
        _seen("provider", "CQC provider", lambda row: row.facts.name if row.facts else ""),
        _seen("held", "Sponsor licence"),
        _seen("attention", "What deserves attention", lambda row: len(row.signals) or None, falls=True),
        _seen("rating", "Lowest rating"),
        _seen("places", "Locations", lambda row: row.facts.locations if row.facts else None, falls=True, numeric=True),
        _filed("reference", "Reference", "Your own reference, as your file has it.", lambda row: row.line.reference),
        _filed("name", "Name", "The name in your file.", lambda row: row.line.name),
        _filed("postcode", "Postcode", "The postcode in your file.", lambda row: row.line.postcode),
        _filed("match", "Match", "Whether the line is matched to a CQC provider.", lambda row: row.line.get_match_display()),
        _filed("cqc_provider_id", "CQC provider id", "The CQC’s number of the provider that it is matched to.", lambda row: row.line.provider_id),
        _filed("provider_name", "CQC provider", "That provider’s name, as the CQC has it.", lambda row: row.facts.name if row.facts else ""),
        _fact("organisation_id", "Organisation", "The hub’s number of the body to which that provider belongs."),
        _filed(
            "licence",
            "Sponsor licence",
            "Whether a sponsor that is linked to the provider is on the register of licensed sponsors. To have left it is no proof "
            "that a licence was revoked.",
            lambda row: LICENCE_IN_WORDS[row.facts.licence] if row.facts else None,
        ),
        _fact("left_by", "Left by", "The date of the edition by which the last sponsor linked to it had left the register."),
        _fact("lowest_rating", "Lowest rating", "The lowest of the CQC’s overall ratings of its locations; blank if none was rated."),
        _fact("locations", "Locations", "How many active locations it has."),
        _fact("beds", "Beds", "Care home beds of these."),
        _filed("signals", "Signals", "How many signals ask for something to be done about it.", lambda row: len(row.signals)),
        _filed("most_urgent_signal", "Most urgent signal", "The first of these, in a sentence.", lambda row: row.signals[0].says if row.signals else ""),
        _filed("decided_by", "Decided by", "Who decided the match; blank if nobody did.", lambda row: row.line.decided_by),
        _filed("rows", "Rows", "The rows of your file.", lambda row: places_told(row.line.places) or str(row.line.number)),
        _filed("line", "Line", "The line’s number in the hub.", lambda row: row.line.pk),
    ),
)  # fmt: skip
