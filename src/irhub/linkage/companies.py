"""Sponsors and providers joined to companies: by the number where a register gives it, else by names, former names and place.

The same machinery as for providers, and the same points; how well they serve is measured in docs/linkage.md.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from irhub.linkage import inputs, linker, rules, sides
from irhub.linkage.linker import State
from irhub.linkage.names.words import plain
from irhub.linkage.sides import Learned
from irhub.registers.phrases import phrase

COLUMNS = ("entity_key", "company_number", "score", "band", "rests_on", "reasons", "against")
_THEM = ("company", "companies")
_BY_NUMBER, _NAME_DIFFERS = 0.999, 0.9
"""The score of a number that a register gives, and of one whose company never bore the name given."""


def link_companies(entities: pl.DataFrame, companies: pl.DataFrame, learned: Learned | None = None) -> pl.DataFrame:
    """Link sponsors or providers to the companies that they most likely are.

    `entities`: entity_key, name, town, county, and where known former_names (list) and company_number. `companies`: see
    inputs.COMPANIES. `learned`: what the registers of care taught, for where places lie. Returns a row for each entity: entity_key,
    company_number (null where none is worth telling), score, band, rests_on, reasons, against (see linker.link).
    """
    return relink_companies(None, entities, companies, learned)[0]


def relink_companies(
    before: State | None, entities: pl.DataFrame, companies: pl.DataFrame, learned: Learned | None = None
) -> tuple[pl.DataFrame, State]:
    """What link_companies gives, and the run to hand in as `before` next time: then only entities that changed are compared.

    The links are the same as those of comparing everything with what the earlier run learned. Where companies changed since, everything
    is compared, and what their names teach is learned anew.
    """
    known = companies.unique("company_number", keep="first", maintain_order=True)
    asked = inputs.with_columns(entities, ("entity_key", "name", "town", "county", "company_number"))
    numbered = asked.join(
        inputs.with_columns(known, ("company_number", "company_name", "previous_names")), on="company_number"
    )
    named = entities.join(numbered, on="entity_key", how="anti").rename({"entity_key": "sponsor_key"})
    run = _by_name(before, named, known, learned)
    links = run.links.select(
        "score", "band", "rests_on", "reasons", "against", entity_key="sponsor_key", company_number="provider_id"
    ).select(COLUMNS)
    return pl.concat([_by_number(numbered), links]).sort("entity_key"), run


def _by_number(rows: pl.DataFrame) -> pl.DataFrame:
    words = plain(pl.col("name")).str.replace_all(r"\blimited\b", "ltd")
    borne = pl.concat_str(
        pl.lit("|"), pl.concat_str("company_name", "previous_names", separator=" | ", ignore_nulls=True), pl.lit("|")
    )
    same = (
        borne.str.split("|").list.eval(plain(pl.element()).str.replace_all(r"\blimited\b", "ltd")).list.contains(words)
    )
    score = pl.when(same).then(_BY_NUMBER).otherwise(_NAME_DIFFERS)
    differs = pl.concat_list(phrase("The company is called “{}”, not “{}”", "company_name", "name"))
    accepted = score >= linker.thresholds()["accepted"]
    return rows.select(
        "entity_key",
        "company_number",
        score=score,
        band=pl.when(accepted).then(pl.lit(linker.ACCEPTED)).otherwise(pl.lit(linker.REVIEW)),
        rests_on=pl.lit(rules.NUMBER),
        reasons=pl.concat_list(phrase("The register gives the company number {}", "company_number")),
        against=pl.when(same).then(pl.lit([], pl.List(pl.String))).otherwise(differs),
    )


def _by_name(before: State | None, asked: pl.DataFrame, companies: pl.DataFrame, learned: Learned | None) -> State:
    numbers = inputs.with_columns(companies, ("company_number", "company_name", "post_town", "postcode"))
    places = numbers.select(
        provider_id="company_number",
        provider_name="company_name",
        location_id="company_number",
        location_name="company_name",
        city="post_town",
        provider_city="post_town",
        provider_postcode="postcode",
        company_number="company_number",
    )
    if before and before.companies is not None and companies.equals(before.companies):
        return linker.relink(before, asked, places, companies, _THEM)
    here = sides.learn(asked, places, companies)
    if learned is not None:
        here = replace(here, gazetteer=learned.gazetteer, shares=learned.shares)
    return linker.start(asked, places, companies, here, _THEM)
