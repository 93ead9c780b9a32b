"""Links as they are kept: the linker's answers with people's decisions above them, read by organisations and the queue."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

import polars as pl
from django.db import connection
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate
from psycopg import sql

from irhub.linkage.linker import thresholds
from irhub.organisations.models import Decision, Link, Member
from irhub.organisations.votes import Answer, Judgement, Vote, decided, judgement
from irhub.registers.care import is_care
from irhub.registers.frames import copy_rows

_STAKES = sql.SQL("""
    SELECT provider_id, coalesce(array_agg(DISTINCT council_code) FILTER (WHERE council_code <> ''), '{{}}'),
           count(*) FILTER (WHERE until IS NULL AND {is_care}),
           coalesce(sum(beds) FILTER (WHERE until IS NULL AND {is_care}), 0)
    FROM registers_location WHERE provider_id = ANY(%s) GROUP BY provider_id
""").format(is_care=is_care())
BASIS = sql.SQL("""(CASE WHEN l.decided_by <> '' THEN 'reviewer' WHEN l.band <> 'accepted' THEN ''
    WHEN l.rests_on = '' THEN 'follows' ELSE l.rests_on END)""")
"""Of links called `l`: what each rests on (models.Basis); blank if it is likely at most."""
_LISTED = sql.SQL("""
    SELECT l.sponsor_key, s.name, s.town, l.provider_id, coalesce(p.name, ''), l.score, l.band, l.decided_by, {basis},
           CASE WHEN l.said <> '' THEN jsonb_build_array(l.said) ELSE '[]' END || l.follows || l.reasons,
           CASE WHEN l.conflict <> '' THEN jsonb_build_array(l.conflict) ELSE '[]' END || l.against, l.others
    FROM organisations_link l
    JOIN LATERAL (SELECT name, town FROM registers_sponsorspan WHERE sponsor_key = l.sponsor_key
                  ORDER BY since DESC, line LIMIT 1) s ON true
    LEFT JOIN organisations_member p ON p.register = 'cqc_locations' AND p.entity_key = l.provider_id
    WHERE l.band <> 'rejected' AND starts_with(l.sponsor_key, %s) ORDER BY l.score DESC, l.sponsor_key, l.provider_id
""").format(basis=BASIS)


@dataclass(frozen=True)
class LinkRow:
    """A link that is accepted or waits for review, as it is listed. `decided_by`: blank where nobody did. `basis`: what
    it rests on (models.Basis); blank if it is likely at most."""

    sponsor_key: str
    sponsor_name: str
    sponsor_town: str
    cqc_provider_id: str
    provider_name: str
    score: float
    band: str
    decided_by: str
    basis: str
    reasons: list[str]
    against: list[str]
    others: list[dict[str, Any]]


@dataclass(frozen=True)
class Standing:
    """A link and why it is not accepted although it would be: the conflict that it would make, as a sentence."""

    answer: Answer
    conflict: str = ""


def links_listed(starting: str = "") -> list[LinkRow]:
    """The links that are accepted or wait for review, the surest first; of sponsors whose key starts so."""
    with connection.cursor() as cursor:
        cursor.execute(_LISTED, [starting])
        return [LinkRow(*row[:9], *map(json.loads, row[9:])) for row in cursor.fetchall()]


def likely(score: float) -> str:
    """How a link that nobody reviewed is told to those who review: likely from where the linker would accept it, and never certain."""
    word = "likely" if score >= thresholds()["accepted"] else "possible"
    return f"{word}, not reviewed ({min(score, 0.99):.0%})"


def judgements(sponsor_keys: Collection[str] | None = None) -> dict[str, dict[str, Judgement]]:
    """What people decided, by sponsor and provider: each person's latest word counts, unless it is that they are not sure."""
    told = Decision.objects.exclude(verdict__in=[Decision.Verdict.SKIP, Decision.Verdict.WITHDRAWN])
    if sponsor_keys is not None:
        told = told.filter(sponsor_key__in=sponsor_keys)
    latest: dict[tuple[str, str], dict[str, Vote | None]] = {}
    for made in told.filter(withdrawn_by=None).order_by("at", "pk"):
        sure = made.verdict != Decision.Verdict.UNSURE
        vote = Vote(made.pk, made.who, made.body, made.verdict, localdate(made.at)) if sure else None
        latest.setdefault((made.sponsor_key, made.provider_id), {})[made.who] = vote
    found: dict[str, dict[str, Judgement]] = {}
    for (sponsor, provider), votes in latest.items():
        judged = judgement(vote for vote in votes.values() if vote)
        if judged:
            found.setdefault(sponsor, {})[provider] = judged
    return found


def with_decisions(answers: Iterable[Answer], judged: dict[str, dict[str, Judgement]]) -> list[Answer]:
    """How every pair stands (see votes.decided), of sponsors that have an answer of the linker or a decision."""
    of_linker = {answer.sponsor_key: answer for answer in answers}
    review_from = thresholds()["review"]
    return [
        standing
        for sponsor in sorted(of_linker.keys() | judged.keys())
        for standing in decided(sponsor, of_linker.get(sponsor), judged.get(sponsor, {}), review_from)
    ]


def linkers_answers_kept(sponsor_keys: Collection[str] | None = None) -> list[Answer]:
    """What the linker said of sponsors, of some or of all, when it last ran."""
    kept = Link.objects.exclude(linked="").order_by("sponsor_key")
    if sponsor_keys is not None:
        kept = kept.filter(sponsor_key__in=sponsor_keys)
    own = Coalesce("own_score", "score")
    told = ("sponsor_key", "provider_id", own, "linked", "reasons", "against", "others", "sampled", "rests_on")
    return [
        Answer(sponsor, provider, score, linked, linked, reasons, against, others, sampled, rests_on=rests_on)
        for sponsor, provider, score, linked, reasons, against, others, sampled, rests_on in kept.values_list(*told)
    ]


def keep(rows: Sequence[Standing], sponsor_keys: Collection[str] | None = None) -> None:
    """Put these in place of the links that are kept: of some sponsors, or of all."""
    stakes = _stakes({row.answer.provider_id for row in rows})
    told = [
        {
            "sponsor_key": answer.sponsor_key,
            "provider_id": answer.provider_id,
            "score": answer.score,
            "own_score": answer.own_score,
            "linked": answer.linked,
            "band": "review" if row.conflict else answer.band,
            "waits_for": "numbers" if row.conflict else answer.waits_for,
            "conflict": row.conflict,
            "decided_by": answer.decided.decided_by if answer.decided else "",
            "said": answer.decided.said if answer.decided else "",
            "follows": json.dumps(answer.follows),
            "reasons": json.dumps(answer.reasons),
            "against": json.dumps(answer.against),
            "others": json.dumps(answer.others),
            "sampled": answer.sampled,
            "rests_on": answer.rests_on,
            **stakes.get(answer.provider_id, _Stakes())._asdict(),
        }
        for row in rows
        for answer in [row.answer]
    ]
    with connection.cursor() as cursor:
        if sponsor_keys is None:
            cursor.execute("DELETE FROM organisations_link")
        else:
            cursor.execute("DELETE FROM organisations_link WHERE sponsor_key = ANY(%s)", [list(sponsor_keys)])
    if told:
        frame = pl.DataFrame(
            told, schema_overrides={"councils": pl.List(pl.String), "own_score": pl.Float64}, infer_schema_length=None
        )
        copy_rows(sql.Identifier("organisations_link"), frame)


class _Stakes(NamedTuple):
    """The councils where a provider has or had locations, and the care locations and beds that it has now."""

    councils: Sequence[str] = ()
    locations: int = 0
    beds: int = 0


def _stakes(providers: Collection[str]) -> dict[str, _Stakes]:
    with connection.cursor() as cursor:
        cursor.execute(_STAKES, [list(providers)])
        return {provider: _Stakes(*told) for provider, *told in cursor.fetchall()}


@dataclass(frozen=True)
class JoinedPair:
    """An accepted link between a sponsor and a provider of one organisation, and the councils that the provider is in."""

    sponsor_key: str
    provider_id: str
    sponsor_name: str
    provider_name: str
    councils: list[str]


def joined_pairs(organisation_id: str) -> list[JoinedPair]:
    """The accepted links by which sponsors and providers are one organisation, by the sponsor's name."""
    named = dict(Member.objects.filter(organisation_id=organisation_id).values_list("entity_key", "name"))
    found = Link.objects.filter(band=Link.Band.ACCEPTED, sponsor_key__in=named, provider_id__in=named)
    pairs = [
        JoinedPair(link.sponsor_key, link.provider_id, named[link.sponsor_key], named[link.provider_id], link.councils)
        for link in found
    ]
    return sorted(pairs, key=lambda pair: (pair.sponsor_name, pair.sponsor_key, pair.provider_id))


def accepted_of(rows: Iterable[Answer]) -> dict[str, list[Answer]]:
    """The accepted links of each sponsor, decided ones first, then the higher score."""
    accepted = sorted(
        (row for row in rows if row.band == "accepted"),
        key=lambda row: (row.sponsor_key, row.decided is None, -row.score, row.provider_id),
    )
    return {sponsor: list(found) for sponsor, found in groupby(accepted, key=lambda row: row.sponsor_key)}
