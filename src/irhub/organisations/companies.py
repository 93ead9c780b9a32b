"""Which company each sponsor most likely is, and each provider that gave the CQC no number: shown with reasons, joined by nothing.

Only records that changed are compared again, until companies or the linker change; the links are those of comparing all. Only answers that
changed are written.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from django.conf import settings
from django.db import connection
from psycopg import sql

from irhub.linkage import linker, state
from irhub.linkage.companies import relink_companies
from irhub.linkage.sides import Learned
from irhub.organisations.models import CompanyLink
from irhub.registers.models import CompanySpan
from irhub.registers.spans import copy_rows

_WITHOUT_NUMBER = """
    SELECT * FROM (
        SELECT DISTINCT ON (provider_id) provider_id, provider_name, provider_city, provider_county
        FROM registers_locationspan WHERE provider_id <> '' ORDER BY provider_id, since DESC, line
    ) newest
    WHERE NOT EXISTS (SELECT FROM registers_locationspan given
                      WHERE given.provider_id = newest.provider_id AND trim(given.company_number, '0') <> '')
    ORDER BY provider_id
"""
_OTHER_COMPANY = """
    UPDATE organisations_link l SET other_company = true
    FROM organisations_companylink c
    WHERE c.entity_key = l.sponsor_key AND c.band = 'accepted' AND l.band = 'accepted'
        AND (%(sponsors)s::text[] IS NULL OR c.entity_key = ANY(%(sponsors)s))
        AND EXISTS (SELECT FROM registers_locationspan p
                    WHERE p.provider_id = l.provider_id AND trim(p.company_number, '0') <> '')
        AND NOT EXISTS (SELECT FROM registers_locationspan p
                        WHERE p.provider_id = l.provider_id AND p.company_number = c.company_number)
"""
_FACTS = ("entity_key", "name", "town", "county", "former_names")
_ASKED = {name: pl.List(pl.String) if name == "former_names" else pl.String() for name in _FACTS}


@dataclass(frozen=True)
class LikelyCompany:
    """The company that a record most likely is, by its name and place: how sure, why, and the company's newest row."""

    record: str
    link: CompanyLink
    company: CompanySpan


def link_to_companies(
    sponsors: pl.DataFrame, companies: pl.DataFrame | None, learned: Learned | None, *, everything: bool = False
) -> int:
    """Bring the links to companies up to date; tells of how many records the answer changed.

    `sponsors`, `companies`: see linkage.inputs. `learned`: what the linker learned last, for where places lie. `everything`: compare
    all records again.
    """
    if companies is None:
        CompanyLink.objects.all().delete()
        return 0
    asked = pl.concat([sponsors.rename({"sponsor_key": "entity_key"}).select(_FACTS), _providers()])
    folder = Path(settings.HOME) / "linkage" / "companies"
    found, run = relink_companies(None if everything else state.load(folder), asked, companies, learned)
    state.save(run, folder)
    answers = _answers(found)
    kept = pl.DataFrame(
        list(CompanyLink.objects.values_list("entity_key", "mark")),
        schema={"entity_key": pl.String, "mark": pl.Int64},
        orient="row",
    )
    gone = kept.join(answers, on=kept.columns, how="anti")["entity_key"].to_list()
    changed = answers.join(kept, on=kept.columns, how="anti")
    with connection.cursor() as cursor:
        if gone:
            cursor.execute("DELETE FROM organisations_companylink WHERE entity_key = ANY(%s)", [gone])
        if changed.height:
            copy_rows(sql.Identifier(CompanyLink._meta.db_table), changed)
            cursor.execute("ANALYZE organisations_companylink")
    return changed.height


def likely_companies(names: Mapping[str, str]) -> list[LikelyCompany]:
    """The companies that these records (names by key) are accepted to be, the surest first."""
    found = list(CompanyLink.objects.filter(entity_key__in=names, band=CompanyLink.Band.ACCEPTED).order_by("-score"))
    spans = CompanySpan.objects.filter(company_number__in=[link.company_number for link in found])
    newest = spans.order_by("company_number", "-since").distinct("company_number")
    held = {span.company_number: span for span in newest}
    return [
        LikelyCompany(names[link.entity_key], link, held[link.company_number])
        for link in found
        if link.company_number in held
    ]


def mark_other_companies(sponsor_keys: Collection[str] | None) -> None:
    """Mark those of the links just kept, of some sponsors or of all, that companies speak against (see models.Link)."""
    with connection.cursor() as cursor:
        cursor.execute(_OTHER_COMPANY, {"sponsors": None if sponsor_keys is None else list(sponsor_keys)})


def _providers() -> pl.DataFrame:
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT_NUMBER)
        return pl.DataFrame([(*row, []) for row in cursor.fetchall()], schema=_ASKED, orient="row")


def _answers(found: pl.DataFrame) -> pl.DataFrame:
    """Links as they are stored, each with a mark of all that it says."""
    known = pl.col("band") != linker.NOT_LINKED
    rows = found.select(
        "entity_key",
        "score",
        company_number=pl.when(known).then("company_number").otherwise(pl.lit("")),
        band=pl.when(known).then("band").otherwise(pl.lit(CompanyLink.Band.NONE)),
        reasons=pl.Series(map(json.dumps, found["reasons"].to_list()), dtype=pl.String),
        against=pl.Series(map(json.dumps, found["against"].to_list()), dtype=pl.String),
    )
    said = pl.concat_str("score", "company_number", "band", "reasons", "against", separator="\n")
    return rows.with_columns(mark=said.hash(seed=3).reinterpret(signed=True))
