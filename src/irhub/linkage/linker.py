"""Linking sponsors to CQC providers: the whole register, or only what changed since."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import polars as pl

from irhub.linkage import features, inputs, reasons, rules, scoring, sides
from irhub.linkage.sides import Learned, Providers, Sponsors

ACCEPTED, REVIEW, NOT_LINKED = "accepted", "review", "not linked"
AT_ONCE = 30_000
"""Sponsors that are compared at a time: it bounds memory, and changes nothing else."""
PROVIDERS = ("provider", "providers")
"""What sponsors are linked to, one and several, in words; companies else."""
_TOLD_FROM = 0.02
"""A candidate less likely than this is not told."""
_OTHERS = 4
_BELOW = 0.01
"""How far below acceptance a link stays that a rule keeps for reviewers."""


@dataclass(frozen=True)
class State:
    """What a run leaves for the next: what it learned and was given, the providers prepared, and every pair compared."""

    learned: Learned
    sponsors: pl.DataFrame
    places: pl.DataFrame
    companies: pl.DataFrame | None
    providers: Providers
    pairs: pl.DataFrame
    links: pl.DataFrame


@cache
def thresholds() -> Mapping[str, float]:
    """The least score of a link that is accepted, and of one that a person should review (docs/linkage.md: how set)."""
    text = files(__package__).joinpath("data", "thresholds.json").read_text(encoding="utf-8")
    told: Mapping[str, float] = json.loads(text)
    return told


def compared(sponsors: Sponsors, providers: Providers) -> pl.DataFrame:
    """Every pair worth telling, with its evidence, `sum` (the points of the pair alone), ids and names."""
    table = scoring.shipped()["pair"]
    told = features.evidence(sponsors, providers)
    ours = sponsors.names.frame.select(pl.col("core", "text", "kind", "rules").gather(told["s"]).name.suffix("_s"))
    theirs = providers.names.frame.select(pl.col("core", "text", "kind", "rules").gather(told["p"]).name.suffix("_p"))
    given = scoring.points(told, scoring.MARKS, table)
    keys = pl.DataFrame(
        {
            "sponsor_key": sponsors.frame["sponsor_key"].gather(told["sponsor"]),
            "provider_id": providers.frame["provider_id"].gather(told["provider"]),
        }
    )
    kept = told.drop("sponsor", "provider", "s", "p", "rough")
    return pl.concat([keys, kept, ours, theirs], how="horizontal").with_columns(sum=scoring.total(given, table))


def all_compared(sponsors: pl.DataFrame, learned: Learned, providers: Providers) -> pl.DataFrame:
    """Every pair worth telling (see compared), a block of sponsors at a time."""
    ordered = sponsors.sort("sponsor_key")
    blocks = [
        compared(sides.prepare_sponsors(ordered.slice(at, AT_ONCE), learned), providers)
        for at in range(0, max(ordered.height, 1), AT_ONCE)
    ]
    return pl.concat(blocks).with_columns(pl.col("sum") + scoring.smaller(learned.many))


def scored(pairs: pl.DataFrame, sponsors: pl.DataFrame) -> pl.DataFrame:
    """Evidence about who else fits, the rule that decides (see rules.decided) and the score (0 to 1), in the order of `pairs`: all the
    pairs of the registers.

    `sponsors`: those of the pairs (see inputs); which of them are one body.
    """
    table, held = scoring.shipped()["rivals"], _with_bodies(pairs, sponsors)
    against = scoring.rivals(held)
    logit = scoring.total(scoring.points(against, scoring.RIVAL_MARKS, table), table)
    score = pl.Series("score", scoring.probability(logit.to_numpy()))
    return ruled(pl.concat([against, score.to_frame(), rules.decided(held)], how="horizontal"))


def _with_bodies(pairs: pl.DataFrame, sponsors: pl.DataFrame) -> pl.DataFrame:
    """Pairs with `body`: whom a sponsor is one with; its own key where it is alone."""
    if "body" not in sponsors.columns:
        return pairs.with_columns(body="sponsor_key")
    together = sponsors.filter(pl.col("body") != "").select("sponsor_key", "body")
    joined = pairs.join(together, on="sponsor_key", how="left", maintain_order="left")
    return joined.with_columns(pl.col("body").fill_null(pl.col("sponsor_key")))


def ruled(told: pl.DataFrame) -> pl.DataFrame:
    """Scores as rules leave them (see rules): what a rule accepts is as sure as `rules.SURE`, what it keeps back is below
    acceptance, and what it wants shown is seen by reviewers.

    `told`: score and rule, a row for each pair.
    """
    most, least = thresholds()["accepted"] - _BELOW, thresholds()["review"]

    def told_by(of_rule: Callable[[rules.Rule], bool | None]) -> pl.Expr:
        told = dict(enumerate(map(of_rule, rules.RULES)))
        return pl.col("rule").replace_strict(told, default=None, return_dtype=pl.Boolean)

    sure, shown = told_by(lambda rule: rule.accepts), told_by(lambda rule: rule.shown)
    return told.with_columns(
        score=pl.when(sure)
        .then(pl.max_horizontal("score", pl.lit(rules.SURE)))
        .when(~sure)
        .then(pl.min_horizontal("score", pl.lit(most)))
        .otherwise("score")
    ).with_columns(score=pl.when(shown).then(pl.max_horizontal("score", pl.lit(least))).otherwise("score"))


def links_of(pairs: pl.DataFrame, sponsors: pl.DataFrame, them: tuple[str, str] = PROVIDERS) -> pl.DataFrame:
    """The answer for each sponsor (see link). `pairs`: all that were compared. `them`: see reasons.told."""
    against = scored(pairs, sponsors)
    likely = (
        pl.concat([pairs.select("sponsor_key", "provider_id"), against.select("sum", "score")], how="horizontal")
        .with_row_index("at")
        .filter(pl.col("score") >= _TOLD_FROM)
        .sort("sponsor_key", "score", "sum", "provider_id", descending=[False, True, True, False])
        .with_columns(rank=pl.int_range(pl.len()).over("sponsor_key"))
    )
    others = (
        likely.filter(pl.col("rank").is_between(1, _OTHERS))
        .group_by("sponsor_key", maintain_order=True)
        .agg(others=pl.struct("provider_id", "score"))
    )
    first = likely.filter(pl.col("rank") == 0)["at"]
    best = pl.concat([pairs[first], against[first].drop("sum")], how="horizontal")
    told = reasons.told(best, inputs.with_columns(sponsors, ("sponsor_key", "town", "county")), them)
    at = thresholds()
    answer = (
        sponsors.select("sponsor_key")
        .join(told, on="sponsor_key", how="left")
        .join(others, on="sponsor_key", how="left")
    )
    none = pl.lit([], pl.List(pl.String))
    return answer.select(
        "sponsor_key",
        "provider_id",
        "rule",
        rests_on=pl.col("rests_on").fill_null(""),
        score=pl.col("score").fill_null(0.0),
        band=pl.when(pl.col("score") >= at["accepted"])
        .then(pl.lit(ACCEPTED))
        .when(pl.col("score") >= at["review"])
        .then(pl.lit(REVIEW))
        .otherwise(pl.lit(NOT_LINKED)),
        reasons=pl.col("reasons").fill_null(none),
        against=pl.col("against").fill_null(none),
        others=pl.col("others").fill_null(pl.lit([], others.schema["others"])),
    ).sort("sponsor_key")


def start(
    sponsors: pl.DataFrame,
    places: pl.DataFrame,
    companies: pl.DataFrame | None = None,
    learned: Learned | None = None,
    them: tuple[str, str] = PROVIDERS,
) -> State:
    """Link the whole register and keep what the next edition needs (see link, relink)."""
    learned = learned or sides.learn(sponsors, places, companies)
    providers = sides.prepare_providers(places, learned, companies)
    pairs = all_compared(sponsors, learned, providers)
    return State(learned, sponsors, places, companies, providers, pairs, links_of(pairs, sponsors, them))


def link(sponsors: pl.DataFrame, places: pl.DataFrame, companies: pl.DataFrame | None = None) -> pl.DataFrame:
    """Link every sponsor to the CQC provider that it most likely is.

    For the columns of `sponsors`, `places` and `companies` see inputs. Returns a row for each sponsor: sponsor_key,
    provider_id (the likeliest, null where none is worth telling), score (the probability that it is right), band
    (accepted, review, not linked), rule (the name of the rule that decided, null where points did),
    rests_on (what proves it, see rules.RESTS_ON; blank where nothing does), reasons and against (lists of sentences, the strongest first), others (list of
    provider_id and score: who else it may be).
    """
    return start(sponsors, places, companies).links


def relink(
    state: State,
    sponsors: pl.DataFrame,
    places: pl.DataFrame,
    companies: pl.DataFrame | None = None,
    them: tuple[str, str] = PROVIDERS,
) -> State:
    """Link again after new editions: only sponsors that changed, and those whose possible providers changed.

    The links are the same as those of start(sponsors, places, companies, state.learned), which compares everything.
    """
    same_places = places.equals(state.places) and _same(companies, state.companies)
    providers = state.providers if same_places else sides.prepare_providers(places, state.learned, companies)
    changed = sponsors.join(state.sponsors, on=sponsors.columns, how="anti", nulls_equal=True)
    if not same_places:
        touched = sponsors.join(_touched(sponsors, state, providers), on="sponsor_key", how="semi")
        changed = pl.concat([changed, touched]).unique("sponsor_key", keep="first", maintain_order=True)
    gone = state.sponsors.join(sponsors, on="sponsor_key", how="anti")
    redone = pl.concat([changed["sponsor_key"], gone["sponsor_key"]])
    kept = state.pairs.filter(~pl.col("sponsor_key").is_in(redone.implode()))
    pairs = pl.concat([kept, all_compared(changed, state.learned, providers)])
    if same_places:
        places, companies = state.places, state.companies  # the very frames, which need not be kept twice
    return State(state.learned, sponsors, places, companies, providers, pairs, links_of(pairs, sponsors, them))


def _same(one: pl.DataFrame | None, other: pl.DataFrame | None) -> bool:
    return one is other or (one is not None and other is not None and one.equals(other))


def _touched(sponsors: pl.DataFrame, state: State, providers: Providers) -> pl.DataFrame:
    """Sponsors that may have other candidates, or other evidence, now that providers changed: sponsor_key."""
    before, after = (_fingerprints(side) for side in (state.providers, providers))
    moved = pl.concat(
        [before.join(after, on=["key", "mark"], how="anti"), after.join(before, on=["key", "mark"], how="anti")]
    )
    ordered = sponsors.sort("sponsor_key")
    ours = sides.prepare_sponsors(ordered, state.learned)
    named = ours.keys.join(moved.select("key").unique(), on="key", how="semi").select("name_id").unique()
    return (
        ours.frame.select("sponsor_key", owner="sponsor")
        .join(ours.names.frame.join(named, on="name_id", how="semi"), on="owner", how="semi")
        .select("sponsor_key")
    )


def _fingerprints(providers: Providers) -> pl.DataFrame:
    """For each key, marks of everything about the providers that bear it on which evidence hangs: key, mark."""
    about = (
        providers.frame.select("provider", about=pl.struct("provider_id", "size", "company_number").hash(seed=3))
        .join(
            providers.points.group_by("provider").agg(
                points=pl.struct("row", "column", "north", "east").hash(3).bitwise_xor()
            ),
            on="provider",
            how="left",
        )
        .join(
            providers.places.group_by("provider").agg(areas=pl.struct("key", "level").hash(3).bitwise_xor()),
            on="provider",
            how="left",
        )
        .select(owner="provider", about=pl.struct("about", "points", "areas").hash(seed=3))
    )
    names = providers.names.frame.join(about, on="owner").select(
        "name_id", mark=pl.struct("about", "text", "kind").hash(seed=3)
    )
    return providers.keys.join(names, on="name_id").select("key", "mark").unique()
