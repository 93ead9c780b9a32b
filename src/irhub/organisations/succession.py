"""One body, one history: what the sponsor register tells of an entry holds of those that its changes pair with it.

A sponsor has no number: when it moves town or changes its name, its entry ends and another begins. The changes pair the two, with
a confidence. A pair that is sure enough is followed, by links and decisions alike, in either direction and over any number of
steps; a less sure one is a guess, and waits for a person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count, pairwise

from django.db import connection

from irhub.organisations.models import Basis
from irhub.organisations.votes import ACCEPTED, REVIEW, SCORE, Answer, Judgement, Vote, judgement
from irhub.registers.models import Change
from irhub.registers.wording import describe

KINDS = ("moved_town", "renamed")
_OF_ONE_COMPANY = """
    SELECT company_number, array_agg(entity_key ORDER BY entity_key) FROM organisations_companylink c
    WHERE band = 'accepted' AND rests_on <> '' AND EXISTS (SELECT FROM registers_sponsorspan WHERE sponsor_key = c.entity_key)
    GROUP BY company_number HAVING count(*) > 1 ORDER BY company_number
"""


@dataclass(frozen=True)
class Step:
    """A pair of entries that a change tells to be one sponsor: the keys before and after, how sure, and the change in words."""

    before: str
    after: str
    confidence: float
    says: str


@dataclass(frozen=True)
class Way:
    """How one entry leads to another: how sure all steps together are, and the steps."""

    confidence: float
    steps: tuple[Step, ...]


Ways = Mapping[str, Mapping[str, Way]]
"""By entry, the other entries of the same body and the surest way to each."""


def steps() -> list[Step]:
    """Every pair of entries that is, or may be, one body: by the history of the sponsor register, or by Companies House."""
    return [*steps_of_register(), *_steps_of_companies()]


def _steps_of_companies() -> list[Step]:
    """The entries that bear, or bore, the name of one company: whatever the register told of them, they are one body."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_ONE_COMPANY)
        return [
            Step(before, after, 1.0, f"Companies House knows both names as those of company {number}")
            for number, keys in cursor.fetchall()
            for before, after in pairwise(keys)
        ]


def steps_of_register() -> list[Step]:
    """Every pair of entries that the history of the sponsor register tells of."""
    found = Change.objects.filter(register="home_office_sponsors", kind__in=KINDS).order_by("by", "entity_key")
    return [
        Step(
            change.entity_key_before,
            change.entity_key,
            change.confidence or 0.0,
            describe(
                change.kind, name=change.name, place=change.place, old_value=change.old_value,
                new_value=change.new_value, after=change.after, by=change.by, confidence=change.confidence,
            ).text,
        )
        for change in found
        if change.entity_key_before != change.entity_key
    ]  # fmt: skip


def ways(told: Iterable[Step], least: float = 0.0) -> dict[str, dict[str, Way]]:
    """The ways between entries over steps that are each at least so sure."""
    beside: dict[str, list[tuple[str, Step]]] = {}
    for step in told:
        if step.confidence >= least:
            beside.setdefault(step.before, []).append((step.after, step))
            beside.setdefault(step.after, []).append((step.before, step))
    return {key: _from(key, beside) for key in sorted(beside)}


def _from(start: str, beside: Mapping[str, Sequence[tuple[str, Step]]]) -> dict[str, Way]:
    """The surest way from an entry to each other one; of ways equally sure that with fewer steps."""
    order = count()
    found: dict[str, Way] = {}
    queue: list[tuple[float, int, int, str, tuple[Step, ...]]] = [(-1.0, 0, next(order), start, ())]
    while queue:
        confidence, many, _, key, walked = heappop(queue)
        if key in found:
            continue
        found[key] = Way(-confidence, walked)
        for other, step in beside[key]:
            if other not in found:
                further = (*walked, step)
                heappush(queue, (confidence * step.confidence, many + 1, next(order), other, further))
    del found[start]
    return dict(sorted(found.items()))


def with_followed_decisions(
    judged: Mapping[str, Mapping[str, Judgement]], followed: Ways, sponsors: Collection[str] | None = None
) -> dict[str, dict[str, Judgement]]:
    """What people decided, of an entry on which nobody decided too, if they did on another of the same body.

    Where they decided on the entry itself, that holds. Else one vote from each person counts, their latest on any of its entries.
    `sponsors`: the entries meant, None for all.
    """
    found = {sponsor: dict(of_sponsor) for sponsor, of_sponsor in judged.items()}
    for sponsor, others in followed.items():
        if sponsors is not None and sponsor not in sponsors:
            continue
        votes: dict[str, dict[str, Vote]] = {}
        for other in others:
            for provider, made in judged.get(other, {}).items():
                of_provider = votes.setdefault(provider, {})
                for vote in made.votes:
                    if vote.who not in of_provider or of_provider[vote.who].number < vote.number:
                        of_provider[vote.who] = vote
        for provider, of_provider in votes.items():
            together = judgement(of_provider.values())
            if together and provider not in judged.get(sponsor, {}):
                found.setdefault(sponsor, {})[provider] = together
    return found


def with_followed_links(stand: Sequence[Answer], followed: Ways, guessed: Ways) -> list[Answer]:
    """How pairs stand once accepted links follow their sponsor to its other entries.

    An entry without an accepted link of its own takes those of its body's likeliest entry that has one, unless people decided on
    that pair. Over a guess the pair is not accepted: it goes to review.
    """
    rows = {(row.sponsor_key, row.provider_id): row for row in stand}
    accepted: dict[str, list[Answer]] = {}
    for row in stand:
        if row.band == ACCEPTED:
            accepted.setdefault(row.sponsor_key, []).append(row)
    alone = [sponsor for sponsor in guessed if sponsor not in accepted]
    for sponsor in alone:
        if found := _likeliest(followed.get(sponsor, {}), accepted):
            other, way = found
            for row in accepted[other]:
                _accept(rows, sponsor, row, way)
        elif found := _likeliest(guessed[sponsor], accepted):
            other, way = found
            for row in accepted[other]:
                _ask(rows, sponsor, row, way)
    return [rows[pair] for pair in sorted(rows)]


def _likeliest(others: Mapping[str, Way], accepted: Mapping[str, Sequence[Answer]]) -> tuple[str, Way] | None:
    """Of the entries to which ways lead that with the link to follow: a decided one first, then the surest of link and way."""

    def order(key: str) -> tuple[bool, float, str]:
        row = max(accepted[key], key=lambda row: (row.decided is not None, row.score))
        return row.decided is None, -row.score * others[key].confidence, key

    found = min((key for key in others if key in accepted), key=order, default=None)
    return None if found is None else (found, others[found])


def _accept(rows: dict[tuple[str, str], Answer], sponsor: str, row: Answer, way: Way) -> None:
    pair = (sponsor, row.provider_id)
    own = rows.get(pair) or Answer(sponsor, row.provider_id, 0.0, "", REVIEW)
    if own.decided:
        return
    score = max(own.score, row.score * way.confidence)
    rows[pair] = replace(
        own, score=score, own_score=own.score, band=ACCEPTED, waits_for="", follows=_told(way, row), decided=row.decided
    )


def _ask(rows: dict[tuple[str, str], Answer], sponsor: str, row: Answer, way: Way) -> None:
    pair = (sponsor, row.provider_id)
    if pair not in rows:
        score = row.score * way.confidence
        rows[pair] = Answer(sponsor, row.provider_id, score, "", REVIEW, waits_for=SCORE, follows=_told(way, row))


def _told(way: Way, row: Answer) -> list[str]:
    return [*(step.says.rstrip(".") for step in way.steps), basis_in_words(row)]


def basis_in_words(answer: Answer) -> str:
    """What an accepted link rests on, as everybody reads it: who decided, and what the linker weighed, is for those who review."""
    if answer.decided:
        return answer.decided.in_public
    return str(Basis(answer.rests_on or Basis.FOLLOWS).label).lower()


def anchors(alone: Mapping[str, tuple[object, str]], followed: Ways) -> dict[str, str]:
    """Of entries that are linked to no provider the one that anchors their body: the one that stood first.

    `alone`: those entries, each with what they are ordered by.
    """
    return {key: min((other for other in (key, *followed[key]) if other in alone), key=lambda other: alone[other])
            for key in alone if key in followed}  # fmt: skip
