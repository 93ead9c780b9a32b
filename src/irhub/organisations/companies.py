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
from irhub.registers.frames import copy_rows, read_frame
from irhub.registers.models import CompanySpan

_WITHOUT_NUMBER = """
    SELECT * FROM (
        SELECT DISTINCT ON (provider_id) provider_id AS entity_key, provider_name AS name, provider_city AS town,
               provider_county AS county
        FROM registers_locationspan WHERE provider_id <> '' ORDER BY provider_id, since DESC, line
    ) newest
    WHERE NOT EXISTS (SELECT FROM registers_locationspan given
                      WHERE given.provider_id = newest.entity_key AND given.company_number <> '')
    ORDER BY entity_key
"""
_OTHER_COMPANY = """
    UPDATE organisations_link l SET other_company = true
    FROM organisations_companylink c
    WHERE c.entity_key = l.sponsor_key AND c.band = 'accepted' AND l.band = 'accepted'
        AND (%(sponsors)s::text[] IS NULL OR c.entity_key = ANY(%(sponsors)s))
        AND EXISTS (SELECT FROM registers_locationspan p
                    WHERE p.provider_id = l.provider_id AND p.company_number <> '')
        AND NOT EXISTS (SELECT FROM registers_locationspan p
                        WHERE p.provider_id = l.provider_id AND p.company_number = c.company_number)
"""
_FACTS = ("entity_key", "name", "town", "county", "former_names")
_MANY = 10_000
"""When more answers than this changed, the database looks anew at how they are spread."""


@dataclass(frozen=True)
class LikelyCompany:
    """The company that a record most likely is, by its name and place: how sure, why, and the company's newest row."""

    record: str
    link: CompanyLink
    company: CompanySpan


def link_to_companies(
    sponsors: pl.DataFrame, companies: pl.DataFrame | None, learned: Learned | None, *, everything: bool = False
) -> set[str]:
    """Bring the links to companies up to date; tells the keys of the records whose answer changed.

    `sponsors`, `companies`: see linkage.inputs. `learned`: what the linker learned last, for where places lie. `everything`: compare
    all records again.
    """
    if companies is None:
        told = set(CompanyLink.objects.values_list("entity_key", flat=True))
        CompanyLink.objects.all().delete()
        return told
    asked = pl.concat([sponsors.rename({"sponsor_key": "entity_key"}).select(_FACTS), _providers()])
    folder = Path(settings.HOME) / "linkage" / "companies"
    before = None if everything else state.load(folder)
    found, run = relink_companies(before, asked, companies, learned)
    state.save(run, folder, before)
    answers = _answers(found)
    kept = read_frame("SELECT entity_key, mark FROM organisations_companylink", {"mark": pl.Int64()})
    gone = kept.join(answers, on=kept.columns, how="anti")["entity_key"].to_list()
    changed = answers.join(kept, on=kept.columns, how="anti")
    with connection.cursor() as cursor:
        if gone:
            cursor.execute("DELETE FROM organisations_companylink WHERE entity_key = ANY(%s)", [gone])
        if changed.height:
            copy_rows(sql.Identifier(CompanyLink._meta.db_table), _storable(changed))
        if changed.height > _MANY:
            cursor.execute("ANALYZE organisations_companylink")
    return {*gone, *changed["entity_key"]}


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
    return read_frame(_WITHOUT_NUMBER).select(
        pl.col(name) if name != "former_names" else pl.lit([], pl.List(pl.String)).alias(name) for name in _FACTS
    )


def _answers(found: pl.DataFrame) -> pl.DataFrame:
    """Links with a mark of all that each says: what is told of no company is left blank."""
    known = pl.col("band") != linker.NOT_LINKED
    rows = found.select(
        "entity_key",
        "score",
        "reasons",
        "against",
        company_number=pl.when(known).then("company_number").otherwise(pl.lit("")),
        band=pl.when(known).then("band").otherwise(pl.lit(CompanyLink.Band.NONE)),
    )
    sentences = (pl.col(name).list.join("\n") for name in ("reasons", "against"))
    said = pl.concat_str("score", "company_number", "band", *sentences, separator="\t")
    return rows.with_columns(mark=said.hash(seed=3).reinterpret(signed=True))


def _storable(answers: pl.DataFrame) -> pl.DataFrame:
    """Links as they are stored: sentences as JSON."""
    return answers.with_columns(
        pl.Series(name, map(json.dumps, answers[name].to_list()), dtype=pl.String) for name in ("reasons", "against")
    )
