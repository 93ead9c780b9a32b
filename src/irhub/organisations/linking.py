"""What the linker says of every sponsor: read from the spans of the registers, as answers that decisions can be put above."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl
from django.conf import settings

from irhub.linkage import linker, state
from irhub.linkage.registered import unregistered
from irhub.linkage.sides import Learned
from irhub.organisations import succession
from irhub.organisations.votes import Answer
from irhub.registers.frames import read_frame
from irhub.registers.models import shown_by_directory
from irhub.registers.newest_editions import newest_whole
from irhub.web.saying import counted

SAMPLE = 200
"""How many of the linker's accepted links are drawn to measure its precision: enough for ±1.4 points at 99%."""

_SPONSORS = """
    WITH newest AS (
        SELECT DISTINCT ON (sponsor_key) sponsor_key, name, town, county, type_and_rating
        FROM registers_sponsorspan ORDER BY sponsor_key, since DESC, line
    ), routes AS (
        SELECT sponsor_key, array_agg(DISTINCT route ORDER BY route) AS routes FROM registers_sponsorspan GROUP BY 1
    ), former AS (
        SELECT entity_key AS sponsor_key, array_agg(DISTINCT old_value ORDER BY old_value) AS former_names
        FROM registers_change WHERE kind = 'renamed' GROUP BY 1
    )
    SELECT sponsor_key, name, town, county, type_and_rating, array_to_json(routes) AS routes,
           array_to_json(coalesce(former_names, '{}')) AS former_names
    FROM newest JOIN routes USING (sponsor_key) LEFT JOIN former USING (sponsor_key) ORDER BY sponsor_key
"""
_PLACES = """
    WITH other AS (
        SELECT DISTINCT ON (location_id) location_id, also_known_as FROM registers_directoryspan
        WHERE also_known_as <> '' ORDER BY location_id, since DESC, line
    )
    SELECT DISTINCT ON (location_id, provider_id, provider_name_key, location_name_key)
           provider_id, provider_name, location_id, location_name, brand_name, street, address2, city, county, postcode,
           latitude, longitude, local_authority, region, provider_city, provider_county, provider_postcode,
           company_number, service_types, nominated_individual, inspection_directorate,
           coalesce(also_known_as, '') AS also_known_as
    FROM registers_location LEFT JOIN other USING (location_id) WHERE provider_id <> ''
    ORDER BY location_id, provider_id, provider_name_key, location_name_key, register = 'cqc_directory', since DESC, line
"""
_COMPANIES = """
    SELECT DISTINCT ON (company_number) company_number, company_name, previous_names, post_town, postcode,
           company_status, sic_codes
    FROM registers_companyspan ORDER BY company_number, since DESC
"""
_KNOWN_TO_COMPANIES_HOUSE = """
    SELECT DISTINCT ON (s.sponsor_key) s.sponsor_key, s.name FROM registers_sponsorspan s
    WHERE s.since <= %(day)s AND (s.until IS NULL OR s.until > %(day)s) AND EXISTS (
        SELECT FROM registers_sponsorspan known JOIN registers_edition e
            ON e.register = 'home_office_sponsors' AND e.state = 'accepted' AND e.date = known.since AND e.loaded_at <= %(loaded)s
        WHERE known.sponsor_key = s.sponsor_key)
    ORDER BY s.sponsor_key, s.since DESC, s.line
"""
_TYPES: dict[str, pl.DataType] = {
    "routes": pl.List(pl.String), "former_names": pl.List(pl.String), "latitude": pl.Float64(), "longitude": pl.Float64(),
}  # fmt: skip


_ONLY_IN_DIRECTORY = """
    SELECT provider_id, max(since) AS since, max(lacked_by) AS lacked_by FROM registers_location WHERE until IS NULL
    GROUP BY provider_id HAVING bool_and(register = 'cqc_directory')
"""


@dataclass(frozen=True)
class Linked:
    """The linker's answer for every sponsor that it would link, or have a person look at, and how it was come by.

    `sponsors`, `companies`: what was read. `learned`: None where nothing was linked.
    """

    answers: list[Answer]
    how: str
    sponsors: pl.DataFrame = field(default_factory=pl.DataFrame)
    companies: pl.DataFrame | None = None
    learned: Learned | None = None


def linkers_answers(*, everything: bool = False) -> Linked:
    """Link what changed since the run whose state is kept in the data folder; or everything, and say why."""
    places, companies = places_frame(), companies_frame()
    sponsors = sponsors_frame(companies)
    if sponsors.is_empty() or places.is_empty():
        why = "There is nothing to link: load the sponsor register and the CQC's list of locations."
        return Linked([], why, sponsors, companies)
    folder = Path(settings.HOME) / "linkage"
    before = None if everything else state.load(folder)
    why = _why_everything(before, places, companies) if not everything else "you asked for it"
    if before and not why:
        after = linker.relink(before, sponsors, places, companies)
        changed = sponsors.join(before.sponsors, on=sponsors.columns, how="anti", nulls_equal=True).height
        how = f"Linked only what changed since the run that is kept: {counted(changed, 'sponsors')}."
    else:
        after = linker.start(sponsors, places, companies)
        how = f"Linked everything: {why}."
    if state.worth_keeping(after, before):
        state.save(after, folder, before)
    answers = _telling_files(answers_of(after.links.filter(pl.col("band") != linker.NOT_LINKED)))
    return Linked(answers, how, sponsors, companies, after.learned)


def _why_everything(before: linker.State | None, places: pl.DataFrame, companies: pl.DataFrame | None) -> str:
    """Why the last run is no basis for this one, in words; blank if it is.

    What words and places teach is learned anew when providers or companies change (monthly), so that it never grows old; a
    daily edition of the sponsor register changes it too little to matter.
    """
    if before is None:
        return "no earlier run is kept, or another version of the linker made it"
    if not places.equals(before.places):
        return "care providers changed, and what their names and places teach was learned again"
    if (companies is None) != (before.companies is None) or (
        companies is not None and before.companies is not None and not companies.equals(before.companies)
    ):
        return "companies changed, and what their names teach was learned again"
    return ""


def answers_of(made: pl.DataFrame) -> list[Answer]:
    """Links as the linker gives them, as answers; a steady sample of the accepted ones is drawn.

    A link is drawn if a digest of its keys is among the lowest, so that an edition changes the sample no more than it must.
    """
    accepted = made.filter(pl.col("band") == linker.ACCEPTED)
    drawn = set(sorted(map(sampling_order, accepted["sponsor_key"], accepted["provider_id"]))[:SAMPLE])
    return [
        Answer(
            row["sponsor_key"], row["provider_id"], row["score"], row["band"], row["band"], row["reasons"],
            row["against"], row["others"],
            sampled=row["band"] == linker.ACCEPTED and sampling_order(row["sponsor_key"], row["provider_id"]) in drawn,
            rests_on=row["rests_on"],
        )
        for row in made.iter_rows(named=True)
    ]  # fmt: skip


def _telling_files(answers: list[Answer]) -> list[Answer]:
    """The answers, with a reason which says so where only the CQC's directory shows the provider."""
    shown = read_frame(_ONLY_IN_DIRECTORY, {"since": pl.Date(), "lacked_by": pl.Date()})
    says = {provider: shown_by_directory(since, lacked_by) for provider, since, lacked_by in shown.iter_rows()}
    return [
        replace(answer, reasons=[*answer.reasons, says[answer.provider_id].removesuffix(".")])
        if answer.provider_id in says
        else answer
        for answer in answers
    ]


def sampling_order(sponsor_key: str, provider_id: str) -> str:
    """A digest of a pair: in its order, any number of sampled pairs from the first on is a random sample."""
    return hashlib.sha256(f"{sponsor_key}|{provider_id}".encode()).hexdigest()


def sponsors_frame(companies: pl.DataFrame | None = None) -> pl.DataFrame:
    """Every sponsor that ever stood on the register (see linkage.inputs.SPONSORS).

    `companies`: those that are held, where it is to be told whose stated name is no company's.
    """
    together = succession.ways(succession.steps_of_register())
    bodies = pl.DataFrame(
        [(key, min(key, *others)) for key, others in together.items()],
        schema={"sponsor_key": pl.String, "body": pl.String},
        orient="row",
    )
    return (
        _frame(_SPONSORS)
        .join(bodies, on="sponsor_key", how="left", maintain_order="left")
        .with_columns(pl.col("body").fill_null(""))
        .join(_unregistered(companies), on="sponsor_key", how="left", maintain_order="left")
        .with_columns(pl.col("unregistered").fill_null(False))
    )


def _unregistered(companies: pl.DataFrame | None) -> pl.DataFrame:
    """The sponsors whose stated name is no company's (see linkage.registered): sponsor_key, unregistered.

    Only the companies that bore a name which was on a register are kept of Companies House. So only sponsors are judged that were held
    when its newest edition was loaded, and that stood on the day of which it is.
    """
    whole = newest_whole("companies_house")
    told = pl.DataFrame(schema={"sponsor_key": pl.String})
    if companies is not None and whole is not None:
        asked = {"day": whole.date, "loaded": whole.loaded_at}
        told = unregistered(read_frame(_KNOWN_TO_COMPANIES_HOUSE, {}, asked), companies)
    return told.with_columns(unregistered=pl.lit(True))


def places_frame() -> pl.DataFrame:
    """Every location that is or was in the CQC's workbook or its newer directory (see linkage.inputs.PLACES)."""
    return _frame(_PLACES)


def companies_frame() -> pl.DataFrame | None:
    """The companies that are held (see linkage.inputs.COMPANIES); None if there are none."""
    found = _frame(_COMPANIES)
    return found if found.height else None


def _frame(query: str) -> pl.DataFrame:
    return read_frame(query, _TYPES)
