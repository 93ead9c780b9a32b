"""Making organisations of records: ids are minted once and kept, memberships are derived anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import connection, transaction

from irhub.organisations import links, members, namesakes, succession
from irhub.organisations.binding import rebind
from irhub.organisations.clusters import Clusters, Conflict, Edge, cluster
from irhub.organisations.companies import link_to_companies, of_other_companies
from irhub.organisations.linking import Linked, linkers_answers
from irhub.organisations.links import Standing
from irhub.organisations.models import Link, Member
from irhub.organisations.votes import ACCEPTED, COMPANY, REVIEW, Answer
from irhub.registers import lagging, taking_in
from irhub.registers.deriving import Touched
from irhub.registers.progress import Progress, step
from irhub.registers.wording import FOLLOWED_FROM

SPONSORS, PROVIDERS = members.SPONSORS, members.PROVIDERS

_MANY = 10_000
"""Sponsors: where more than these changed, all organisations are formed anew."""


@dataclass(frozen=True)
class Relinked:
    """How records were linked, in a sentence, and keys of those whose links or organisations may now be others; None: all."""

    how: str
    touched: Touched | None = None


def link(
    progress: Progress = lambda *_: None, *, everything: bool = False, moved: Collection[str] | None = None
) -> Relinked:
    """Bring links and organisations up to date with the registers and decisions, in one transaction.

    Links what changed since the last run, or everything where that is no basis or is asked for. `moved`: the sponsors whose spans
    changed since organisations were last formed, if nothing else in the registers did: then only organisations that these, or
    the linker's new answers, touch are formed again. The result is that of forming all.

    Every CQC provider is in an organisation, together with those of the same company number; a sponsor joins the provider
    to which it is linked, or else stands alone. Where that changes, ids that are no longer used redirect, and the move is kept.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('irhub organisations'))")
        with step(progress, "Linking sponsors to providers"):
            linked = linkers_answers(everything=everything)
        with step(progress, "Linking to companies"):
            companies = link_to_companies(linked.sponsors, linked.companies, linked.learned, everything=everything)
        with step(progress, "Forming organisations"):
            return _formed(linked, companies, None if everything else moved)


def _formed(linked: Linked, companies: Collection[str], moved: Collection[str] | None) -> Relinked:
    sponsors, providers = (None, None) if moved is None else _changed(linked.answers, companies, moved)
    if sponsors is None or providers is None:
        _organise(linked.answers, None, None)
        return Relinked(linked.how)
    _organise([answer for answer in linked.answers if answer.sponsor_key in sponsors], sponsors, providers)
    return Relinked(linked.how, Touched(frozenset(sponsors), frozenset(providers)))


def apply_decisions(sponsor_keys: Collection[str]) -> Touched:
    """After decisions on these sponsors: bring their links up to date, and the organisations that they touch.

    Returns keys of those whose links or organisations may now be others.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('irhub organisations'))")
        sponsors, providers = _touched(sponsor_keys)
        _organise(links.linkers_answers_kept(sponsors), sponsors, providers)
        # one whom a decision ruled out may have made way for another, which waits now
        providers |= set(Link.objects.filter(sponsor_key__in=sponsors).values_list("provider_id", flat=True))
        return Touched(frozenset(sponsors), frozenset(providers))


def rebuild(progress: Progress = lambda *_: None) -> None:
    """Make spans and changes anew from the archive, and bind decisions to their rows again; all or nothing. What is derived of them
    lags until it is brought up to date.

    Raises ActionRefused, with nothing changed, if a person's correction or decision cannot be bound to its row.
    """
    with transaction.atomic():
        lagging.forget()
        taking_in.rebuild(progress)
        rebind()


def _changed(
    answers: Iterable[Answer], companies: Collection[str], moved: Collection[str]
) -> tuple[set[str], set[str]] | tuple[None, None]:
    """Every sponsor and provider that new answers of the linker, new links to `companies` or `moved` spans touch; None of both
    where these are so many that to form all is quicker."""
    new = {answer.sponsor_key: answer for answer in answers}
    kept = {answer.sponsor_key: answer for answer in links.linkers_answers_kept()}
    other = {key for key in new.keys() | kept.keys() if new.get(key) != kept.get(key)}
    told = other | set(moved) | set(companies)
    if len(told) > _MANY:
        return None, None
    return _touched(told, {new[key].provider_id for key in other & new.keys()})


def _touched(sponsor_keys: Collection[str], provider_ids: Collection[str] = ()) -> tuple[set[str], set[str]]:
    """Every sponsor and provider whose organisation, or namesakes, may change: those that are joined with these, or would be."""
    guessed = succession.ways(succession.steps())
    sponsors, providers = set(sponsor_keys), set(provider_ids)
    sponsors |= namesakes.alike(sponsors, guessed)
    judged = links.judgements(sponsors)
    providers |= {provider for of_sponsor in judged.values() for provider in of_sponsor}
    providers |= set(Link.objects.filter(sponsor_key__in=sponsors).values_list("provider_id", flat=True))
    while True:
        keys = sponsors | providers
        joined = Member.objects.filter(
            organisation__in=Member.objects.filter(entity_key__in=keys).values("organisation")
        ).values_list("register", "entity_key")
        blocked = Link.objects.filter(waits_for=Link.WaitsFor.NUMBERS)
        found_providers = {key for register, key in joined if register == PROVIDERS}
        found_sponsors = {key for register, key in joined if register == SPONSORS}
        found_sponsors |= set(blocked.filter(provider_id__in=providers).values_list("sponsor_key", flat=True))
        found_sponsors |= namesakes.alike(sponsors, guessed)
        found_providers |= set(blocked.filter(sponsor_key__in=sponsors).values_list("provider_id", flat=True))
        if found_providers <= providers and found_sponsors <= sponsors:
            return sponsors, providers
        providers |= found_providers
        sponsors |= found_sponsors


def _organise(answers: Iterable[Answer], sponsors: Collection[str] | None, providers: Collection[str] | None) -> None:
    """Put decisions above the linker's answers, keep the links, form organisations of them: of some records, or of all."""
    told = succession.steps()
    followed, guessed = succession.ways(told, FOLLOWED_FROM), succession.ways(told)
    judged = succession.with_followed_decisions(links.judgements(sponsors), followed, sponsors)
    own = _without_other_companies(links.with_decisions(answers, judged))
    stand = _without_other_companies(succession.with_followed_links(own, followed, guessed))
    known = members.providers_known(providers)
    accepted = [row for row in stand if row.band == "accepted" and row.provider_id in known]
    shape = cluster(
        {key: provider.number for key, provider in known.items()},
        {key: provider.minted_on for key, provider in known.items()},
        (_edge(row) for row in accepted),
    )
    conflicts = {(conflict.sponsor_key, conflict.provider_id): conflict for conflict in shape.conflicts}
    links.keep(
        [
            Standing(row, _told(conflicts[pair], shape, known) if pair in conflicts else "")
            for row in stand
            for pair in [(row.sponsor_key, row.provider_id)]
        ],
        sponsors,
    )
    joined = [row for row in accepted if (row.sponsor_key, row.provider_id) not in conflicts]
    members.store(members.wanted(known, shape, links.accepted_of(joined), followed, sponsors), whole=sponsors is None)
    namesakes.keep(guessed, sponsors)


def _without_other_companies(rows: Sequence[Answer]) -> list[Answer]:
    """Links of which nobody decided wait for a person where a company's number contradicts them."""
    unseen = [(row.sponsor_key, row.provider_id) for row in rows if row.band == ACCEPTED and not row.decided]
    contradicted = of_other_companies(unseen)
    return [
        replace(row, band=REVIEW, waits_for=COMPANY) if (row.sponsor_key, row.provider_id) in contradicted else row
        for row in rows
    ]


def _edge(row: Answer) -> Edge:
    return Edge(row.sponsor_key, row.provider_id, row.score, row.decided.first if row.decided else None)


def _told(conflict: Conflict, shape: Clusters, known: dict[str, members.Provider]) -> str:
    other = known[shape.anchors[conflict.sponsor_key]]
    return (
        f"The sponsor is held to be {other.name}, company {conflict.other_number}, and this provider is company "
        f"{conflict.number}: one organisation cannot be both"
    )
