"""The list of signals: what files hold of each, and by what it is filtered."""

from __future__ import annotations

from collections.abc import Iterator

from irhub.indicators.indicator import SEVERITIES
from irhub.indicators.rows import SignalRow
from irhub.places import council_of, councils
from irhub.web.listing import Column, FilterForm, Listing, choice

SEVERITY_CHOICES = [(str(severity), str(severity).capitalize()) for severity in SEVERITIES]


class SignalsOfPlace(FilterForm):
    """How soon, and of which indicator: those that the visitor may see are given when it is made."""

    severity = choice("How soon", SEVERITY_CHOICES)
    indicator = choice("Indicator")


class SignalsOfIndicator(FilterForm):
    """Of which council, and how soon: the severities that the indicator has are given when it is made."""

    council = choice(
        "Council",
        lambda: sorted(((one.slug, one.name) for one in councils()), key=lambda pair: pair[1]),
        any_of_them="All councils",
    )
    severity = choice("How soon to act")


SIGNALS: Listing[SignalRow] = Listing(
    name="signals",
    told_apart_by=("indicator", "organisation_id", "council_code",),
    caption="What deserves attention",
    noun=("signal", "signals"),
    none_at_all="No signal holds here.",
    none_fits="No signal fits the filters.",
    size=25,
    most=100_000,
    columns=(
        Column("indicator", "Indicator", "The indicator’s code; the hub’s page of indicators defines it.", value=lambda row: row.code),
        Column("version", "Version", "By which version of the indicator it was found."),
        Column("as_at", "As at", "As at which day of the registers."),
        Column("severity", "How soon", "How soon to act: act this week, look soon, for information."),
        Column("since", "Since", "The fact’s own date, where it has one (see own_date); else the first edition by which it held."),
        Column("own_date", "Own date", "Whether since is the fact’s own date."),
        Column("organisation_id", "Organisation", "The hub’s number of the body that it is about; blank of a place."),
        Column("name", "Name", "Whom or what it is about."),
        Column("council_code", "Council code", "Of a place, the code of the Office for National Statistics; blank of an organisation."),
        Column("councils", "Councils", "The councils that it concerns, separated by “ | ”.", value=lambda row: _councils(row)),
        Column("locations", "Locations", "Care locations of the organisation."),
        Column("beds", "Beds", "Care home beds of these."),
        Column("value", "Value", "The indicator’s figure, in its unit."),
        Column("denominator", "Out of", "Of how many a share is."),
        Column("low", "Low end", "The low end of the 95% interval of a rate."),
        Column("high", "High end", "The high end of that interval."),
        Column("says", "What is so", "What the registers say, in a sentence. It is a reason to ask, never a finding."),
        Column("next_step", "Next step", "What to do first."),
        Column("link", "Rests on", "What the link between provider and sponsor rests on.", value=lambda row: row.link_says),
        Column("sources", "Source rows", "The rows of registers that show it, separated by “ | ”.", value=lambda row: " | ".join(_sources(row))),
    ),
)  # fmt: skip


def _councils(row: SignalRow) -> str:
    named = (council_of(code) for code in row.councils)
    return " | ".join(council.name for council in named if council)


def _sources(row: SignalRow) -> Iterator[str]:
    for one in row.evidence:
        line = "none" if one.line is None else one.line
        yield f"{one.register} {one.date:%Y-%m-%d} row {line}: {one.says}"
