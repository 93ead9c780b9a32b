"""Taking a snapshot: the registers as at a day, from the database into frames."""

from __future__ import annotations

from datetime import date

import polars as pl
from psycopg import sql

from irhub.indicators.snapshot import Snapshot
from irhub.organisations.links import BASIS
from irhub.registers.care import is_care
from irhub.registers.frames import read_frame
from irhub.registers.sources import SOURCES

_SPAN = sql.SQL("s.since, CASE WHEN s.until <= %(day)s THEN s.until END AS until, s.line")
_QUERIES: dict[str, tuple[str, dict[str, pl.DataType]]] = {
    "editions": (
        "SELECT register, date, state, fictional FROM registers_edition WHERE date <= %(day)s",
        {"date": pl.Date(), "fictional": pl.Boolean()},
    ),
    "sponsors": (
        "SELECT m.organisation_id, s.sponsor_key, s.name_key, s.name, s.town, s.route, s.rating, {span}"
        " FROM registers_sponsorspan s JOIN organisations_member m ON m.register = 'home_office_sponsors'"
        " AND m.entity_key = s.sponsor_key WHERE s.since <= %(day)s",
        {},
    ),
    "locations": (
        "SELECT m.organisation_id, s.location_id, s.location_name, s.provider_id, s.provider_name, s.council_code,"
        " s.service_types, s.care_home, s.dormant, s.beds, s.overall_rating, s.rating_date, s.inherited_rating,"
        " s.location_start, s.provider_start, s.ownership_type, s.company_number, s.charity_number, s.brand_id,"
        " s.brand_name, s.postcode, s.street, s.provider_postcode, s.nominated_individual,"
        " {is_care} AS social_care, {span}"
        " FROM registers_locationspan s JOIN organisations_member m ON m.register = 'cqc_locations'"
        " AND m.entity_key = s.provider_id WHERE s.since <= %(day)s",
        {"care_home": pl.Boolean(), "dormant": pl.Boolean(), "beds": pl.Int64(), "rating_date": pl.Date(),
         "inherited_rating": pl.Boolean(), "location_start": pl.Date(), "provider_start": pl.Date(),
         "social_care": pl.Boolean()},
    ),
    "provider_ratings": (
        "SELECT m.organisation_id, s.rated_id AS provider_id, s.provider_name, s.rating, s.rating_date, {span}"
        " FROM registers_ratingspan s JOIN organisations_member m ON m.register = 'cqc_locations'"
        " AND m.entity_key = s.rated_id WHERE s.level = 'provider' AND s.domain = 'Overall' AND s.since <= %(day)s",
        {"rating_date": pl.Date()},
    ),
    "deactivated": (
        "SELECT m.organisation_id, s.location_id, s.name, s.provider_id, s.location_end, {span}"
        " FROM registers_deactivatedspan s JOIN organisations_member m ON m.register = 'cqc_locations'"
        " AND m.entity_key = s.provider_id WHERE s.since <= %(day)s",
        {"location_end": pl.Date()},
    ),
    "companies": (
        "SELECT s.company_number, s.company_name, s.previous_names, s.company_status, s.postcode, s.address1, s.incorporated,"
        " s.accounts_due, s.confirmation_due, {span} FROM registers_companyspan s WHERE s.since <= %(day)s",
        {"incorporated": pl.Date(), "accounts_due": pl.Date(), "confirmation_due": pl.Date()},
    ),
    "controllers": (
        "SELECT s.company_number, s.kind, s.name, s.person_key, s.middle_initial, s.birth_year, s.birth_month,"
        " s.owner_number, s.natures, s.ceased_on, {span} FROM registers_controllerspan s WHERE s.since <= %(day)s",
        {"birth_year": pl.Int64(), "birth_month": pl.Int64(), "ceased_on": pl.Date()},
    ),
    "links": (
        "SELECT l.sponsor_key, l.provider_id, m.organisation_id, l.score, l.band, {basis} AS basis FROM organisations_link l"
        " JOIN organisations_member m ON m.register = 'cqc_locations' AND m.entity_key = l.provider_id WHERE l.band <> 'rejected'",
        {"score": pl.Float64()},
    ),
    "namesakes": ("SELECT organisation_id, sponsor_key FROM organisations_namesake", {}),
    "sponsor_companies": (
        "SELECT entity_key AS sponsor_key, company_number, score, rests_on AS link_basis FROM organisations_companylink"
        " WHERE band = 'accepted' AND rests_on <> ''",
        {"score": pl.Float64()},
    ),
    "changes": (
        "SELECT kind, entity_key, entity_key_before, name, place AS town, old_value, new_value, after, by, line_before,"
        " line_after, confidence FROM registers_change WHERE by <= %(day)s AND kind IN ('licence_removed',"
        " 'rating_changed', 'provider_changed')",
        {"after": pl.Date(), "by": pl.Date(), "line_before": pl.Int64(), "line_after": pl.Int64(),
         "confidence": pl.Float64()},
    ),
}  # fmt: skip
_EVERY_SPAN: dict[str, pl.DataType] = {"since": pl.Date(), "until": pl.Date(), "line": pl.Int64()}


def snapshot_as_at(day: date) -> Snapshot:
    """The registers as their editions up to `day` say, joined into organisations as they are today."""
    frames = {name: _frame(query, types, day) for name, (query, types) in _QUERIES.items()}
    late = pl.DataFrame([(name, source.late_after_days) for name, source in SOURCES.items()], orient="row",
                        schema={"register": pl.String, "late_after": pl.Int64})  # fmt: skip
    frames["editions"] = frames["editions"].join(late, on="register", how="left")
    return Snapshot(as_at=day, **frames)


def _frame(query: str, types: dict[str, pl.DataType], day: date) -> pl.DataFrame:
    """The rows of a query as a frame; a column of no stated type is text, the empty text where it is blank."""
    return read_frame(
        sql.SQL(query).format(span=_SPAN, is_care=is_care("s"), basis=BASIS), _EVERY_SPAN | types, {"day": day}
    )
