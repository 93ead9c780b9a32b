"""The page docs/indicators.md, written from the catalogue."""

from __future__ import annotations

from irhub.indicators.catalogue import CATALOGUE
from irhub.indicators.indicator import SEVERITIES, Indicator, Of, Question
from irhub.registers.sources import SOURCES

_HEAD = """# Indicators

Made of `src/irhub/indicators/catalogue/` by `irhub docs`: one small module an indicator.

An indicator is a prompt to ask, never a finding. There is no total score of anybody, and none reads nationality, surname,
language or who lives in a neighbourhood. Signals are listed with the most urgent first, then those of providers with most
locations and beds. Every signal carries the rows of the registers behind it and, apart from itself, on what the link between
licence and provider rests and who reviewed it. Rates carry a 95% interval (Wilson); shares of too few are not shown.

A signal as at a past day is worked out by the same definitions from the editions up to that day. Records are joined into
organisations as they are joined today.
"""


def indicators_markdown() -> str:
    """The whole page, as Markdown."""
    parts = [_HEAD]
    for question in Question:
        parts.append(f"## {question}\n")
        parts += [_section(one) for one in CATALOGUE.values() if one.question is question]
    return "\n".join(parts)


def _section(one: Indicator) -> str:
    severities = "\n".join(
        f"| {severity} | {one.severities[severity]} |" for severity in SEVERITIES if severity in one.severities
    )
    reads = "; ".join(
        f"{SOURCES[register].title}: {SOURCES[register].title_of(column)}" for register, column in one.evidence
    )
    facts = [
        f"Version {one.version} of {one.history[-1].on:%-d %B %Y}",
        *([] if one.of is Of.ORGANISATION else [f"about {'a council’s area' if one.of is Of.COUNCIL else one.of}"]),
        f"for: {one.audience}",
        str(one.direction),
        *([f"in {one.unit}"] if one.unit else []),
        *([f"shares of fewer than {one.minimum_denominator} are not shown"] if one.minimum_denominator else []),
    ]
    return f"""### {one.title} (`{one.code}`)

{one.asks} {one.why}

Must not be concluded:

{chr(10).join(f"- {text}" for text in one.not_to_conclude)}

| severity | when |
|---|---|
{severities}

Next: {one.next_step} {"; ".join(facts)}. Reads {reads}.
"""
