"""The queue: which pairs wait for a person, in the order in which deciding them matters most."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet, Sum
from django.utils.timezone import localdate

from irhub.organisations.decisions import standing
from irhub.organisations.linking import sampling_order
from irhub.organisations.models import Decision, Link, Member, ProviderInCouncil
from irhub.review.scope import Scope

REASONS = (
    ("", "Everything that waits"),
    ("likely", "Likely, not reviewed"),
    ("score", "Not sure enough"),
    ("disagree", "Reviewers disagree"),
    ("numbers", "Conflicting company numbers"),
    ("company", "The name is another company's"),
    ("sample", "Sample, to measure accepted links"),
    ("second", "Decided by others, for a second opinion"),
    ("aside", "Set aside by me"),
)
SURE = (("", "All"), ("high", "75% or more"), ("middle", "50% to 75%"), ("low", "Under 50%"))
_EDGES = {"high": (0.75, 1.01), "middle": (0.5, 0.75), "low": (-0.01, 0.5)}
_COLUMNS = (
    "sponsor_key", "provider_id", "score", "waits_for", "decided_by", "locations", "beds",
)  # fmt: skip
_LIKELY = Q(linked=Link.Band.ACCEPTED, rests_on="")
_WAITED = ((Q(linked=Link.Band.REVIEW) | _LIKELY) & ~Q(band=Link.Band.ACCEPTED, decided_by="")) | ~Q(waits_for="")
_LOOKED_AT = _WAITED | Q(sampled=True) | ~Q(decided_by="")
_MEANT = {
    "": _WAITED,
    "score": _WAITED & ~_LIKELY & Q(waits_for__in=["", "score"]),
    "disagree": Q(waits_for="disagree"),
    "numbers": Q(waits_for="numbers"),
    "company": Q(waits_for="company"),
    "likely": _WAITED & _LIKELY & Q(waits_for__in=["", "likely"]),
    "sample": Q(sampled=True),
    "second": _LOOKED_AT,
    "aside": _LOOKED_AT & (Q(decided_by="") | ~Q(waits_for="")),
}
"""The links that wait, or waited before they were decided (not those that follow a change of town or name), for each of REASONS; of the last two, those that _named tells."""
_SET_ASIDE = (Decision.Verdict.UNSURE, Decision.Verdict.SKIP)


@dataclass(frozen=True)
class QueueFilter:
    """What a reviewer wants to see: a reason of REASONS, a council's code, a range of SURE; blank for all."""

    reason: str = ""
    council: str = ""
    sure: str = ""


class Waiting(NamedTuple):
    """A pair in the queue. `mine`: the reviewer's own verdict, blank for none; `handled`: they need not be asked again.

    `ours`: which part of the provider's councils are the reviewer's, or are the one asked for; 1 for all of England.
    """

    # a tuple: a queue of England makes thousands, three times as fast
    sponsor_key: str
    provider_id: str
    score: float
    waits_for: str
    decided_by: str
    locations: int
    beds: int
    ours: float
    mine: str
    handled: bool


@dataclass(frozen=True)
class Queue:
    """Pairs in the order to decide them, and how far it has come: `decided` by anybody of all that waited or wait."""

    pairs: list[Waiting]
    decided: int
    total: int
    aside: int

    def next_after(self, sponsor_key: str = "", provider_id: str = "") -> Waiting | None:
        """The first pair that the reviewer has not dealt with, other than the one just seen."""
        left = (pair for pair in self.pairs if not pair.handled)
        return next((pair for pair in left if (pair.sponsor_key, pair.provider_id) != (sponsor_key, provider_id)), None)


def queue(scope: Scope, who: str, asked: QueueFilter, *, blind: bool = False) -> Queue:
    """The pairs that a reviewer may decide and asked for.

    Ordered by uncertainty (1 where people disagree, companies conflict or a likely link would show a licence, else 4p(1-p) of the probability p) times the
    care locations of the provider, times the part of its councils that are the reviewer's, and of equals by its beds, so that a provider without care comes last; a sample and second opinions by
    chance, so that any first part of them is a fair sample. Blind, what others decided is in the queue like everything else.
    """
    mine = _latest_of(who)
    only = _named(asked.reason, who, mine)
    on_ones_own = asked.reason == "second" or (asked.reason == "sample" and blind)
    ours = frozenset({asked.council}) if asked.council else scope.codes
    pairs, decided, total, aside = [], 0, 0, 0
    for sponsor_key, provider_id, score, waits_for, decided_by, locations, beds, *councils in _meant(scope, asked):
        pair = (sponsor_key, provider_id)
        if only is not None and pair not in only:
            continue
        verdict = mine.get(pair, "")
        set_aside = verdict in _SET_ASIDE
        done = bool(verdict) and not set_aside if on_ones_own else bool(decided_by) and not waits_for
        total, decided, aside = total + 1, decided + done, aside + set_aside
        if not done and set_aside == (asked.reason == "aside"):
            handled = bool(verdict) and asked.reason != "aside"
            part = 1.0 if ours is None else len(ours.intersection(*councils)) / len(*councils)
            pairs.append(Waiting(*pair, score, waits_for, decided_by, locations, beds, part, verdict, handled))
    order = _by_chance if asked.reason in ("sample", "second") else _by_importance
    return Queue(sorted(pairs, key=order), decided, total, aside)


def _by_importance(pair: Waiting) -> tuple[object, ...]:
    uncertainty = (
        1.0 if pair.waits_for in ("disagree", "numbers", "company", "likely") else 4 * pair.score * (1 - pair.score)
    )
    return (-uncertainty * pair.locations * pair.ours, -pair.beds, -uncertainty, pair.sponsor_key, pair.provider_id)


def _by_chance(pair: Waiting) -> tuple[object, ...]:
    return (sampling_order(pair.sponsor_key, pair.provider_id),)


def _meant(scope: Scope, asked: QueueFilter) -> QuerySet[Link, Any]:
    """The links that were asked for, each as a row of _COLUMNS: there are thousands, and the page needs no more of them."""
    links = Link.objects.filter(_MEANT.get(asked.reason, Q(pk__in=[])))
    if scope.codes is not None:
        links = links.filter(councils__overlap=sorted(scope.codes))
    if asked.council:
        links = links.filter(councils__contains=[asked.council])
    if asked.sure in _EDGES:
        least, most = _EDGES[asked.sure]
        links = links.filter(score__gte=least, score__lt=most)
    narrowed = (
        asked.council or scope.codes is not None
    )  # for all of England councils tell nothing, and take longest to read
    return links.values_list(*_COLUMNS, *(["councils"] if narrowed else []))


def _named(reason: str, who: str, mine: dict[tuple[str, str], str]) -> set[tuple[str, str]] | None:
    """The pairs to which decisions narrow what was asked for; None where they do not."""
    if reason == "second":
        return _decided_by_others(who)
    if reason == "aside":
        return {pair for pair, verdict in mine.items() if verdict in _SET_ASIDE}
    return None


def _latest_of(who: str) -> dict[tuple[str, str], str]:
    """The latest verdict of a person on each pair; a skip does not take an earlier same or different away."""
    latest: dict[tuple[str, str], str] = {}
    told = standing().filter(who=who).order_by("at", "pk").values_list("sponsor_key", "provider_id", "verdict")
    for key, provider, verdict in told:
        if verdict != Decision.Verdict.SKIP or (key, provider) not in latest:
            latest[key, provider] = verdict
    return latest


def _decided_by_others(who: str) -> set[tuple[str, str]]:
    sure = standing().filter(verdict__in=[Decision.Verdict.SAME, Decision.Verdict.DIFFERENT])
    return set(sure.exclude(who=who).values_list("sponsor_key", "provider_id"))


@dataclass(frozen=True)
class Listed:
    """A pair as the list of the queue shows it."""

    pair: Waiting
    sponsor_name: str
    sponsor_place: str
    provider_name: str
    provider_place: str
    locations: int
    beds: int


def listed(pairs: Iterable[Waiting]) -> list[Listed]:
    """Pairs with the names and places of their two sides, and what the provider runs."""
    shown = list(pairs)
    keys = [pair.sponsor_key for pair in shown] + [pair.provider_id for pair in shown]
    named = {
        key: (name, place)
        for key, name, place in Member.objects.filter(Q(entity_key__in=keys)).values_list("entity_key", "name", "place")
    }
    here = ProviderInCouncil.objects.filter(
        as_at=None, adult_social_care=True, provider_id__in={pair.provider_id for pair in shown}
    )
    runs = {
        provider: (locations, beds)
        for provider, locations, beds in here.values_list("provider_id").annotate(Sum("locations"), Sum("beds"))
    }
    none = ("no longer held", "")
    return [
        Listed(pair, *named.get(pair.sponsor_key, none), *named.get(pair.provider_id, none), *runs.get(pair.provider_id, (0, 0)))
        for pair in shown
    ]  # fmt: skip


@dataclass(frozen=True)
class Mine:
    """Something that the reviewer decided: the newest can be undone."""

    sponsor_key: str
    provider_id: str
    sponsor_name: str
    provider_name: str
    verdict: str
    on: date


def my_last(who: str, most: int = 5) -> list[Mine]:
    """What a person decided last and stands by, newest first."""
    return [
        Mine(
            made.sponsor_key, made.provider_id, made.sponsor["name"], made.provider["provider_name"],
            made.get_verdict_display(), localdate(made.at),
        )
        for made in standing().filter(who=who).order_by("-at", "-pk")[:most]
    ]  # fmt: skip
