"""Which record belongs to which organisation: ids minted, redirects pointed, moves written down."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db import connection
from django.utils.timezone import localdate
from psycopg import sql

from irhub.organisations.clusters import Clusters
from irhub.organisations.models import Link, Move
from irhub.organisations.succession import Ways, anchors, basis_in_words
from irhub.organisations.votes import Answer
from irhub.registers.frames import copy_rows

SPONSORS, PROVIDERS = "home_office_sponsors", "cqc_locations"
OWN_RECORD = "its own record on the register"
NO_LONGER = "the registers as they stand now no longer show them to be the same"
TOLD_APART = "a reviewer decided that they are different organisations"

_SPONSORS = """
    SELECT DISTINCT ON (sponsor_key) sponsor_key, name, town AS place,
           min(since) OVER (PARTITION BY sponsor_key) AS minted_on
    FROM registers_sponsorspan WHERE %(only)s::text[] IS NULL OR sponsor_key = ANY(%(only)s)
    ORDER BY sponsor_key, since DESC, line
"""
_PROVIDERS = """
    SELECT DISTINCT ON (provider_id) provider_id, provider_name, provider_city,
           min(since) OVER (PARTITION BY provider_id),
           first_value(company_number) OVER (
               PARTITION BY provider_id ORDER BY company_number = '', since DESC, line)
    FROM registers_location
    WHERE provider_id <> '' AND (%(only)s::text[] IS NULL OR provider_id = ANY(%(only)s))
    ORDER BY provider_id, register = 'cqc_directory', since DESC, line
"""
_SCHEMA = {
    "register": pl.String(), "entity_key": pl.String(), "anchor_register": pl.String(), "anchor_key": pl.String(),
    "reason": pl.String(), "name": pl.String(), "place": pl.String(), "minted_on": pl.Date(),
    "organisation_id": pl.String(),
}  # fmt: skip


@dataclass(frozen=True)
class Provider:
    """A provider: its newest published name, its town, its newest company number ("" for none), when it first stood."""

    name: str
    place: str
    minted_on: date
    number: str


def organisation_id(register: str, entity_key: str) -> str:
    """The id that an organisation anchored in this record gets: the same wherever the same registers are loaded."""
    digest = hashlib.sha256(f"{register}|{entity_key}".encode()).digest()
    return base64.b32encode(digest)[:10].decode().lower()


def providers_known(only: Collection[str] | None = None) -> dict[str, Provider]:
    """The providers that stand or stood, by id; some of them, or all."""
    with connection.cursor() as cursor:
        cursor.execute(_PROVIDERS, {"only": None if only is None else list(only)})
        return {key: Provider(*row) for key, *row in cursor.fetchall()}


def wanted(
    known: Mapping[str, Provider],
    shape: Clusters,
    accepted: Mapping[str, Sequence[Answer]],
    followed: Ways,
    sponsors: Collection[str] | None,
) -> pl.DataFrame:
    """Every record with its organisation: register, entity_key, organisation_id, reason, name, place, minted_on, its anchor.

    `accepted`: the links that hold, by sponsor, the strongest first. `followed`: the entries that are one body with a sponsor.
    `sponsors`: whose records are meant, None for all.
    """
    rows = [
        (
            PROVIDERS,
            key,
            PROVIDERS,
            anchor,
            _why_here(key, anchor, known),
            provider.name,
            provider.place,
            provider.minted_on,
        )
        for key, provider in known.items()
        for anchor in [shape.anchors[key]]
    ]
    with connection.cursor() as cursor:
        cursor.execute(_SPONSORS, {"only": None if sponsors is None else list(sponsors)})
        found = {key: told for key, *told in cursor.fetchall()}
    first = anchors({key: (told[2], key) for key, told in found.items() if key not in accepted}, followed)
    for key, told in found.items():
        if held := accepted.get(key):
            rows.append((SPONSORS, key, PROVIDERS, shape.anchors[key], _why_linked(held[0]), *told))
        else:
            anchor = first.get(key, key)
            why = OWN_RECORD if anchor == key else followed[key][anchor].steps[0].says.rstrip(".")
            rows.append((SPONSORS, key, SPONSORS, anchor, why, *told))
    return pl.DataFrame([(*row, organisation_id(row[2], row[3])) for row in rows], schema=_SCHEMA, orient="row")


def _why_here(key: str, anchor: str, known: Mapping[str, Provider]) -> str:
    if key == anchor:
        return OWN_RECORD
    mine, other = known[key], known[anchor]
    if mine.number == other.number:
        return f"the same company number as {other.name}, {mine.number}"
    return f"a sponsor is linked both to it and to {other.name}"


def _why_linked(answer: Answer) -> str:
    return "; ".join(answer.follows) if answer.follows and not answer.decided else basis_in_words(answer)


def store(members: pl.DataFrame, *, whole: bool) -> None:
    """Mint the ids that are missing, point unused ids at the organisation that took their record in, write members, moves.

    `whole`: records that are not among these no longer exist.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE wanted_members (register text, entity_key text, organisation_id text, reason text,"
            " name text, place text, minted_on date, anchor_register text, anchor_key text)"
        )
        copy_rows(sql.Identifier("wanted_members"), members)
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
        if whole:
            # of an anchor whose record is no longer held, the way leads on to where its organisation went
            cursor.execute(
                "UPDATE organisations_organisation o SET redirect_to_id = onward.redirect_to_id"
                " FROM organisations_organisation onward"
                " WHERE o.redirect_to_id = onward.id AND onward.redirect_to_id IS NOT NULL"
            )
            cursor.execute(
                "DELETE FROM organisations_member m WHERE NOT EXISTS (SELECT FROM wanted_members w"
                " WHERE w.register = m.register AND w.entity_key = m.entity_key)"
            )
        cursor.execute(
            "SELECT w.register, w.entity_key, w.name, m.organisation_id, w.organisation_id, w.reason"
            " FROM wanted_members w JOIN organisations_member m USING (register, entity_key)"
            " WHERE m.organisation_id <> w.organisation_id ORDER BY w.register, w.entity_key"
        )
        _tell_moves(cursor.fetchall())
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


def _tell_moves(moved: Sequence[tuple[str, str, str, str, str, str]]) -> None:
    alone = [row[1] for row in moved if row[5] == OWN_RECORD]
    apart = Link.objects.filter(sponsor_key__in=alone).exclude(said="").exclude(band=Link.Band.ACCEPTED)
    told_apart = set(apart.values_list("sponsor_key", flat=True))
    today = localdate()
    Move.objects.bulk_create(
        Move(
            register=register, entity_key=key, name=name, came_from_id=before, went_to_id=after, on=today,
            because=(TOLD_APART if key in told_apart else NO_LONGER) if reason == OWN_RECORD else reason,
        )
        for register, key, name, before, after, reason in moved
    )  # fmt: skip
