"""Which company each sponsor most likely is, and each provider that gave the CQC no number: shown with reasons, joined by nothing.

Only records that changed are compared again, until companies or the linker change; the links are those of comparing all. Only answers that
changed are written.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
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
        FROM registers_location WHERE provider_id <> ''
        ORDER BY provider_id, register = 'cqc_directory', since DESC, line
    ) newest
    WHERE NOT EXISTS (SELECT FROM registers_locationspan given
                      WHERE given.provider_id = newest.entity_key AND given.company_number <> '')
    ORDER BY entity_key
"""
_OTHER_COMPANY = """
    SELECT pair.sponsor_key, pair.provider_id
    FROM unnest(%(sponsors)s::text[], %(providers)s::text[]) AS pair (sponsor_key, provider_id)
    JOIN organisations_companylink c ON c.entity_key = pair.sponsor_key AND c.band = 'accepted' AND c.rests_on <> ''
    WHERE EXISTS (SELECT FROM registers_locationspan p JOIN registers_companyspan known USING (company_number)
                  WHERE p.provider_id = pair.provider_id)
        AND NOT EXISTS (SELECT FROM registers_locationspan p
                        WHERE p.provider_id = pair.provider_id AND p.company_number = c.company_number)
"""
_FACTS = ("entity_key", "name", "town", "county", "former_names")
_MANY = 10_000
"""When more answers than this changed, the database looks anew at how they are spread."""


@dataclass(frozen=True)
class LikelyCompany:
    """The company whose name a record bears: why, and the company's newest row."""

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
    if state.worth_keeping(run, before):
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
    """The companies whose names these records (names by key) bear now or bore, by name; guesses are not told."""
    links = links_to_companies(names)
    return likeliest(names, links, spans_of_companies({link.company_number for link in links}))


def links_to_companies(keys: Collection[str]) -> list[CompanyLink]:
    """The accepted links of these records that rest on a name, the surest first."""
    proven = CompanyLink.objects.filter(band=CompanyLink.Band.ACCEPTED).exclude(rests_on="")
    return list(proven.filter(entity_key__in=keys).order_by("-score", "entity_key"))


def spans_of_companies(numbers: Collection[str]) -> list[CompanySpan]:
    """The spans of these companies, by number, the newest first."""
    return list(CompanySpan.objects.filter(company_number__in=numbers).order_by("company_number", "-since"))


def likeliest(
    names: Mapping[str, str], links: Sequence[CompanyLink], spans: Sequence[CompanySpan]
) -> list[LikelyCompany]:
    """The companies to which these links lead, with the newest span of each that is held, in the order of the links."""
    held = {span.company_number: span for span in reversed(spans)}
    return [
        LikelyCompany(names[link.entity_key], link, held[link.company_number])
        for link in links
        if link.company_number in held
    ]


def of_other_companies(pairs: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of these pairs (sponsor_key, provider_id) whose sponsor's name is another company's than any whose number the provider gave,
    where Companies House knows such a number."""
    asked = {"sponsors": [sponsor for sponsor, _ in pairs], "providers": [provider for _, provider in pairs]}
    with connection.cursor() as cursor:
        cursor.execute(_OTHER_COMPANY, asked)
        return {(sponsor, provider) for sponsor, provider in cursor.fetchall()}


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
        "rests_on",
        "reasons",
        "against",
        company_number=pl.when(known).then("company_number").otherwise(pl.lit("")),
        band=pl.when(known).then("band").otherwise(pl.lit(CompanyLink.Band.NONE)),
    )
    sentences = (pl.col(name).list.join("\n") for name in ("reasons", "against"))
    said = pl.concat_str("score", "company_number", "band", "rests_on", *sentences, separator="\t")
    return rows.with_columns(mark=said.hash(seed=3).reinterpret(signed=True))


def _storable(answers: pl.DataFrame) -> pl.DataFrame:
    """Links as they are stored: sentences as JSON."""
    return answers.with_columns(
        pl.Series(name, map(json.dumps, answers[name].to_list()), dtype=pl.String) for name in ("reasons", "against")
    )
