"""Making organisations of records: ids are minted once and kept, memberships are derived anew."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable

import polars as pl
from django.db import connection, transaction
from psycopg import sql

from irhub.organisations.links import make_links
from irhub.registers.spans import copy_rows

SPONSORS, PROVIDERS = "home_office_sponsors", "cqc_locations"
OWN_RECORD = "its own record on the register"

_SPONSORS = """
    SELECT DISTINCT ON (sponsor_key) sponsor_key, name, town AS place,
           min(since) OVER (PARTITION BY sponsor_key) AS minted_on
    FROM registers_sponsorspan ORDER BY sponsor_key, since DESC, line
"""
_PROVIDERS = """
    SELECT DISTINCT ON (provider_id) provider_id, provider_name AS name, provider_city AS place,
           min(since) OVER (PARTITION BY provider_id) AS minted_on
    FROM registers_locationspan WHERE provider_id <> '' ORDER BY provider_id, since DESC, line
"""


def organisation_id(register: str, entity_key: str) -> str:
    """The id that an organisation anchored in this record gets: the same wherever the same registers are loaded."""
    digest = hashlib.sha256(f"{register}|{entity_key}".encode()).digest()
    return base64.b32encode(digest)[:10].decode().lower()


def link(progress: Callable[[str, int, int], None] = lambda *_: None) -> None:
    """Bring organisations up to date with the registers, in one transaction.

    Every CQC provider anchors an organisation; a sponsor joins the one it is linked to, or else anchors its own. An id
    that a sponsor had before it was linked leaves a redirect.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('irhub organisations'))")
        sponsors, providers = (_frame(query) for query in (_SPONSORS, _PROVIDERS))
        progress("Linking", 1, 3)
        linked = make_links()
        progress("Linking", 2, 3)
        _store(_memberships(sponsors, providers, linked))
        progress("Linking", 3, 3)


def _frame(query: str) -> pl.DataFrame:
    with connection.cursor() as cursor:
        cursor.execute(query)
        names = [column.name for column in cursor.description or ()]
        schema = {name: pl.Date() if name == "minted_on" else pl.String() for name in names}
        return pl.DataFrame(cursor.fetchall(), schema=schema, orient="row")


def _memberships(sponsors: pl.DataFrame, providers: pl.DataFrame, linked: pl.DataFrame) -> pl.DataFrame:
    """Every record with the anchor of its organisation: register, entity_key, anchor_register, anchor_key, ..."""
    own = providers.select(
        register=pl.lit(PROVIDERS),
        entity_key="provider_id",
        anchor_register=pl.lit(PROVIDERS),
        anchor_key="provider_id",
        reason=pl.lit(OWN_RECORD),
        name="name",
        place="place",
        minted_on="minted_on",
    )
    joined = sponsors.join(linked, on="sponsor_key", how="left").select(
        register=pl.lit(SPONSORS),
        entity_key="sponsor_key",
        anchor_register=pl.when(pl.col("provider_id").is_null()).then(pl.lit(SPONSORS)).otherwise(pl.lit(PROVIDERS)),
        anchor_key=pl.coalesce("provider_id", "sponsor_key"),
        reason=pl.col("reason").fill_null(OWN_RECORD),
        name="name",
        place="place",
        minted_on="minted_on",
    )
    return pl.concat([own, joined], how="vertical_relaxed")


def _store(members: pl.DataFrame) -> None:
    """Mint the ids that are missing, point unused ids at the organisation that took their record in, write members."""
    wanted = members.with_columns(
        organisation_id=pl.struct("anchor_register", "anchor_key").map_elements(
            lambda anchor: organisation_id(anchor["anchor_register"], anchor["anchor_key"]),
            return_dtype=pl.String,
        )
    ).select(
        "register",
        "entity_key",
        "organisation_id",
        "reason",
        "name",
        "place",
        "minted_on",
        "anchor_register",
        "anchor_key",
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE wanted_members (register text, entity_key text, organisation_id text, reason text,"
            " name text, place text, minted_on date, anchor_register text, anchor_key text)"
        )
        copy_rows(sql.Identifier("wanted_members"), wanted)
        cursor.execute("ANALYZE wanted_members")
        cursor.execute(
            "INSERT INTO organisations_organisation (id, register, entity_key, minted_on)"
            " SELECT organisation_id, anchor_register, anchor_key, minted_on FROM wanted_members"
            " WHERE register = anchor_register AND entity_key = anchor_key"
            " ON CONFLICT (register, entity_key) DO NOTHING"
        )
        # an anchor keeps the id it was first given, whatever rule minted it
        cursor.execute(
            "UPDATE wanted_members w SET organisation_id = o.id FROM organisations_organisation o"
            " WHERE o.register = w.anchor_register AND o.entity_key = w.anchor_key AND o.id <> w.organisation_id"
        )
        cursor.execute(
            "UPDATE organisations_organisation o SET redirect_to_id = new.target FROM (SELECT o.id,"
            " CASE WHEN w.organisation_id <> o.id THEN w.organisation_id END AS target"
            " FROM organisations_organisation o JOIN wanted_members w USING (register, entity_key)) new"
            " WHERE new.id = o.id AND o.redirect_to_id IS DISTINCT FROM new.target"
        )
        cursor.execute(
            "DELETE FROM organisations_member m WHERE NOT EXISTS (SELECT FROM wanted_members w"
            " WHERE w.register = m.register AND w.entity_key = m.entity_key)"
        )
        cursor.execute(
            "INSERT INTO organisations_member (register, entity_key, organisation_id, reason, name, place)"
            " SELECT register, entity_key, organisation_id, reason, name, place FROM wanted_members"
            " ON CONFLICT (register, entity_key) DO UPDATE SET organisation_id = excluded.organisation_id,"
            " reason = excluded.reason, name = excluded.name, place = excluded.place"
            " WHERE (organisations_member.organisation_id, organisations_member.reason, organisations_member.name,"
            " organisations_member.place) IS DISTINCT FROM"
            " (excluded.organisation_id, excluded.reason, excluded.name, excluded.place)"
        )
        cursor.execute("DROP TABLE wanted_members")
