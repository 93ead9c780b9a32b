"""Sponsors that may be an organisation's though no link says so: of its name, or perhaps its new name. While one stands, nobody
can say that the organisation's licence left the register.

One that a person told apart from the organisation, or decided to be another, is none.
"""

from __future__ import annotations

from collections.abc import Collection

import polars as pl
from django.db import connection
from psycopg import sql

from irhub.organisations.succession import Ways
from irhub.registers.as_at import stood_on
from irhub.registers.frames import read_frame

_NAMED = """
    SELECT DISTINCT other.sponsor_key FROM registers_sponsorspan own JOIN registers_sponsorspan other USING (name_key)
    WHERE own.sponsor_key = ANY(%s)
"""
_NAMES = """
    SELECT DISTINCT sponsor_key, name_key FROM registers_sponsorspan
    WHERE %(only)s::text[] IS NULL OR sponsor_key = ANY(%(only)s)
"""
_GONE = "DELETE FROM organisations_namesake WHERE %(only)s::text[] IS NULL OR sponsor_key = ANY(%(only)s)"
_KEPT = """
    INSERT INTO organisations_namesake (organisation_id, sponsor_key)
    SELECT DISTINCT own.organisation_id, other.entity_key
    FROM unnest(%(own)s::text[], %(other)s::text[]) AS alike (own, other)
    JOIN organisations_member own ON own.register = 'home_office_sponsors' AND own.entity_key = alike.own
    JOIN organisations_member other ON other.register = 'home_office_sponsors' AND other.entity_key = alike.other
    WHERE own.organisation_id <> other.organisation_id
        AND NOT EXISTS (
            SELECT FROM organisations_link decided
            WHERE decided.sponsor_key = other.entity_key AND decided.band = 'accepted' AND decided.decided_by <> '')
        AND NOT EXISTS (
            SELECT FROM organisations_link rejected JOIN organisations_member provider
                ON provider.register = 'cqc_locations' AND provider.entity_key = rejected.provider_id
            WHERE rejected.sponsor_key = other.entity_key AND rejected.band = 'rejected' AND rejected.decided_by <> ''
                AND provider.organisation_id = own.organisation_id)
"""


def stands(organisation: sql.Composable, day: sql.Composable) -> sql.Composed:
    """Whether such a sponsor of an organisation stood on a day ('infinity': stands now)."""
    return sql.SQL("""EXISTS (
        SELECT FROM organisations_namesake namesake JOIN registers_sponsorspan standing USING (sponsor_key)
        WHERE namesake.organisation_id = {organisation} AND {stood})""").format(
        organisation=organisation, stood=stood_on(day, sql.SQL("standing"))
    )


def alike(sponsors: Collection[str], guessed: Ways) -> set[str]:
    """The sponsors that bear the name of one of these, or may be one of them under another name or in another town."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, [list(sponsors)])
        named = {key for (key,) in cursor.fetchall()}
    return named.union(*(guessed.get(sponsor, {}) for sponsor in sponsors))


def keep(guessed: Ways, sponsors: Collection[str] | None) -> None:
    """Make the namesakes among these sponsors anew, or all; of a sponsor that is meant every one that is `alike` is too."""
    meant = None if sponsors is None else set(sponsors)
    only = {"only": None if meant is None else list(meant)}
    names = read_frame(_NAMES, {}, only)
    # not joined in the database, which does not know yet how many sponsors an edition brought
    bear = names.join(names, on="name_key").filter(pl.col("sponsor_key") != pl.col("sponsor_key_right"))
    pairs = [*bear.select("sponsor_key", "sponsor_key_right").iter_rows()]
    pairs += [(own, other) for own in guessed for other in guessed[own] if meant is None or other in meant]
    with connection.cursor() as cursor:
        cursor.execute(_GONE, only)
        cursor.execute(_KEPT, only | {"own": [own for own, _ in pairs], "other": [other for _, other in pairs]})
