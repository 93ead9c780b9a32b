"""Sponsors whose stated company name no company bears: misspelled, cut short, or a home's name with a company's form put to it.

Two different company names speak for two companies, since a company has one name. Where Companies House knows no company of the
sponsor's name, now or formerly, its name is no company's, and says no more than a name without a form does.
"""

from __future__ import annotations

import polars as pl

from irhub.linkage.names.legal import legal_key
from irhub.linkage.names.parts import NAME, parts
from irhub.linkage.names.words import legal_form
from irhub.registers.sources.keys import name_key

_AT_COMPANIES_HOUSE = ("ltd", "plc", "llp", "cic")
"""Legal forms of bodies that Companies House registers all of."""


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
    former = companies.select(name=pl.col("previous_names").str.split(" | ")).explode("name")
    borne = pl.concat([companies.select(name="company_name"), former]).drop_nulls()
    known = borne.select(key=name_key(pl.col("name"))).unique()
    plain = whole.join(stated, left_on=["owner", "key"], right_on=["owner", "legal"], how="semi")
    return plain.join(known, on="key", how="anti").select("sponsor_key").unique()
