"""What the names at Companies House say of a name that a register states, and of a number that it gives.

Two different company names speak for two companies, since a company has one name. Where Companies House knows no company of the
sponsor's name, now or formerly, its name is no company's (misspelled, cut short, or a home's name with a company's form put to it), and
says no more than a name without a form does. A number can be mistaken too: its parent's, or with a slip.
"""

from __future__ import annotations

import polars as pl
from rapidfuzz.distance import Indel
from rapidfuzz.process import cpdist

from irhub.linkage.names.legal import legal_key
from irhub.linkage.names.parts import NAME, parts
from irhub.linkage.names.words import legal_form
from irhub.registers.sources.keys import name_key

_AT_COMPANIES_HOUSE = ("ltd", "plc", "llp", "cic")
"""Legal forms of bodies that Companies House registers all of."""
_ALIKE = 0.7
"""How alike letters are, from which a name may be a company's with a slip: names of two firms share less."""


def unregistered(sponsors: pl.DataFrame, companies: pl.DataFrame) -> pl.DataFrame:
    """The sponsors that state a company's name which none of `companies` bears or bore: sponsor_key.

    `sponsors`: sponsor_key, name; only those whose company would be among `companies` by the key of the whole name, if there were one.
    So names that give another name too, or begin with "The", are not judged. `companies`: see inputs.COMPANIES.
    """
    numbered = sponsors.with_row_index("owner")
    stated = (
        parts(numbered.select("owner", kind=pl.lit(NAME), text="name"))
        .filter(pl.col("kind") == NAME, legal_form(pl.col("text")).is_in(_AT_COMPANIES_HOUSE))
        .select("owner", legal=legal_key(pl.col("text")))
    )
    whole = numbered.select("owner", "sponsor_key", key=name_key(pl.col("name")))
    known = names_borne(companies).select(key=name_key(pl.col("text"))).unique()
    plain = whole.join(stated, left_on=["owner", "key"], right_on=["owner", "legal"], how="semi")
    return plain.join(known, on="key", how="anti").select("sponsor_key").unique()


def names_borne(companies: pl.DataFrame) -> pl.DataFrame:
    """Every name that companies bear or bore: company_number, text, former (whether it bore it), legal (see names.legal).

    `companies`: see inputs.COMPANIES.
    """
    now = companies.select("company_number", text="company_name", former=False)
    then = companies.select("company_number", text=pl.col("previous_names").str.split(" | "), former=True).explode(
        "text"
    )
    return pl.concat([now, then]).drop_nulls("text").with_columns(legal=legal_key(pl.col("text")))


def own_companies(places: pl.DataFrame, borne: pl.DataFrame) -> pl.DataFrame:
    """The names of the companies whose numbers providers gave: provider, and the columns of `borne`.

    Not those of a company that never bore the name which the provider states, if another company bears it or bore it, or if the names are
    unlike: then the number is a mistake. `places`: see inputs.PLACES, with provider, an integer. `borne`: see names_borne.
    """
    given = places.select("provider", "company_number").unique().filter(pl.col("company_number") != "")
    known = given.join(borne, on="company_number").sort("provider", "company_number", "former", "text")
    named = places.join(given, on="provider", how="semi").select("provider", text="provider_name").unique()
    stated = (
        parts(named.select(owner="provider", kind=pl.lit(NAME), text="text"))
        .filter(pl.col("kind") == NAME, pl.col("whole"))
        .select(provider="owner", stated=legal_key(pl.col("text")))
        .filter(pl.col("stated") != "")
    )
    pairs = known.join(stated, on="provider")
    alike = cpdist(pairs["legal"].to_list(), pairs["stated"].to_list(), scorer=Indel.normalized_similarity)
    elsewhere = pl.col("stated").is_in(borne["legal"].unique().implode())
    mistaken = (
        pairs.with_columns(alike=pl.Series(alike, dtype=pl.Float32), elsewhere=elsewhere)
        .group_by("provider", "company_number")
        .agg(pl.col("alike").max(), pl.col("elsewhere").any())
        .filter(pl.col("alike") < pl.when("elsewhere").then(1.0).otherwise(_ALIKE))
    )
    return known.join(mistaken, on=["provider", "company_number"], how="anti", maintain_order="left")
