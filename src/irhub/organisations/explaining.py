"""Why a sponsor was or was not linked: every provider that it may be, with the evidence, whether it is linked or not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl
from django.conf import settings

from irhub.linkage import inputs, linker, reasons, sides, state
from irhub.organisations.linking import sponsors_frame
from irhub.organisations.links import judgements
from irhub.organisations.models import Member
from irhub.registers.sources.keys import name_key, place_key
from irhub.web.errors import ActionRefused

_MOST = 5
"""Candidates told of a sponsor."""


@dataclass(frozen=True)
class Candidate:
    """A provider that a sponsor may be: the probability, what people decided, what speaks for and against it."""

    provider_id: str
    name: str
    score: float
    decided: list[str]
    reasons: list[str]
    against: list[str]


@dataclass(frozen=True)
class Explained:
    """A sponsor, what becomes of it in a phrase, and its candidates, likeliest first. `held`: it is or was on the register."""

    name: str
    town: str
    held: bool
    says: str
    candidates: list[Candidate]


def explained(name: str, town: str = "") -> list[Explained]:
    """Explain every sponsor that is called NAME (in TOWN, if one is given), or what would become of one that is not held.

    Raises ActionRefused if nothing was linked yet.
    """
    run = state.load(Path(settings.HOME) / "linkage")
    if run is None:
        raise ActionRefused("Nothing was linked yet by this version of the linker: run irhub link first.")
    run = linker.relink(run, sponsors_frame(run.companies), run.places, run.companies)  # which may be some days old
    asked = pl.DataFrame({"name": [name], "town": [town]}).with_columns(
        sponsor_key=name_key(pl.col("name")) + "|" + place_key(pl.col("town"))
    )
    key = asked["sponsor_key"][0]
    wanted = pl.col("sponsor_key") == key if town else pl.col("sponsor_key").str.starts_with(key)
    sponsors, pairs, held, known = run.sponsors.filter(wanted), run.pairs, True, run.sponsors
    if sponsors.is_empty():
        held, sponsors = False, asked
        pairs = pl.concat([pairs, linker.compared(sides.prepare_sponsors(sponsors, run.learned), run.providers)])
    every = pl.concat([pairs, linker.scored(pairs, known).drop("sum")], how="horizontal")
    ranked = every.join(sponsors.select("sponsor_key"), on="sponsor_key", how="semi").sort(
        "sponsor_key", "score", "sum", "provider_id", descending=[False, True, True, False]
    )
    return [_explained(row, ranked, sponsors, held=held) for row in sponsors.sort("sponsor_key").to_dicts()]


def _explained(row: dict[str, str], ranked: pl.DataFrame, sponsors: pl.DataFrame, *, held: bool) -> Explained:
    key = row["sponsor_key"]
    best = ranked.filter(pl.col("sponsor_key") == key).head(_MOST)
    known = inputs.with_columns(sponsors, ("sponsor_key", "town", "county"))
    told = [reasons.told(best.slice(at, 1), known).row(0, named=True) for at in range(best.height)]
    names = dict(
        Member.objects.filter(entity_key__in=[one["provider_id"] for one in told]).values_list("entity_key", "name")
    )
    decided = judgements({key}).get(key, {})
    candidates = [
        Candidate(
            one["provider_id"], names.get(one["provider_id"], "no longer held"), one["score"],
            [f"{decided[one['provider_id']].said} ({decided[one['provider_id']].decided_by})"]
            if one["provider_id"] in decided
            else [],
            one["reasons"] or [], one["against"] or [],
        )
        for one in told
    ]  # fmt: skip
    return Explained(row["name"], row["town"] or "", held, _says(candidates), candidates)


def _says(candidates: list[Candidate]) -> str:
    if not candidates:
        return "no provider is like it"
    at, score = linker.thresholds(), candidates[0].score
    if score >= at["accepted"]:
        return "linked to the first of these"
    return "waits for a person" if score >= at["review"] else "linked to none: none is likely enough"
