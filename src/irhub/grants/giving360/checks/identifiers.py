"""Identifiers of grants, each by itself: those that a reader of the file could not follow from edition to edition."""

from __future__ import annotations

import re
from collections.abc import Iterator

from irhub.grants.giving360.awards import Award
from irhub.grants.giving360.checks.finding import ASKS, STOPS, Known, Said

_SHAPE = re.compile(r"360G-[A-Za-z0-9_]+-\S+")
REGRANTS = ("FRG010", "FRG020", "FRG030", "FRG040", "FRG050", "FRG060", "FRG070")
"""Codes of the standard for money that is granted again by whoever receives it."""


def findings(award: Award, known: Known) -> Iterator[Said]:
    """What is wrong with the identifier of an award."""
    told = award.identifier
    if not told:
        yield Said(
            "identifier",
            "identifier_missing",
            STOPS,
            "There is no identifier: give the publisher’s prefix, a hyphen and a number of the grant’s own.",
        )
    elif known.prefix and not told.startswith(f"{known.prefix}-"):
        yield Said(
            "identifier",
            "identifier_prefix",
            STOPS,
            f"The identifier does not begin with {known.prefix}-: use the publisher’s own prefix.",
        )
    elif not _SHAPE.fullmatch(told):
        yield Said(
            "identifier",
            "identifier_shape",
            STOPS,
            "The identifier is not a prefix of 360Giving, a hyphen and a number: it looks like 360G-leeds-2024-17.",
        )
    elif set(told) & set("/\\;"):
        yield Said(
            "identifier",
            "identifier_signs",
            STOPS,
            "The identifier holds a slash or a semicolon, which programs trip over: use a hyphen.",
        )
    for related in award.related:
        if not _SHAPE.fullmatch(related) or ";" in related:
            yield Said(
                "related",
                "related_shape",
                ASKS,
                "A related grant is not named by an identifier of 360Giving: correct it or leave it out.",
            )
        elif related == told:
            yield Said("related", "related_to_itself", STOPS, "The grant is said to belong to itself: leave that out.")
    if award.regrant and award.regrant not in REGRANTS:
        yield Said(
            "regrant",
            "regrant_unknown",
            STOPS,
            f"The regrant type is none of {', '.join(REGRANTS)}: use one of these, or leave it out of a final grant.",
        )
