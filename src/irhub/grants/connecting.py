"""With which other applicants and grantees an applicant is connected, and what its group was given: by registers and by what they wrote."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, Sum

from irhub.accounts.row_security import system_access
from irhub.grants.models import Application, Award
from irhub.grants.past.counted import past_pence
from irhub.grants.workflows import NOT_GIVEN
from irhub.indicators.models import Owned
from irhub.organisations.models import Member
from irhub.registers.models import CompanySpan, ControllerSpan

CONTROL, CQC = "companies_house_psc", "cqc_locations"
_FURTHEST = 3
"""So many steps of control, from company to company, make one group."""


@dataclass(frozen=True)
class Group:
    """Numbers of companies with the same owner, and of CQC providers of the same owner; `row`: an entry that says who controls the applicant."""

    companies: frozenset[str] = frozenset()
    providers: frozenset[str] = frozenset()
    row: ControllerSpan | None = None


@dataclass(frozen=True)
class Connected:
    """Another applicant or grantee, and why it is connected."""

    application: Application
    because: str


@dataclass(frozen=True)
class Near:
    """What an applicant shares with others: its group, and the companies that are registered at its postcode."""

    group: Group
    address: frozenset[str] = field(default_factory=frozenset)


def group_of(application: Application) -> Group:
    """The group of an applicant: up and down by control of companies, and the providers with the same owner."""
    companies, row = _companies(application.company_number)
    return Group(companies, _providers(application.provider_id), row)


def _companies(number: str) -> tuple[frozenset[str], ControllerSpan | None]:
    """Companies that whoever controls this one controls, that control it, or that it controls; with an entry that says so."""
    if not number:
        return frozenset(), None
    found, fresh = {number}, {number}
    first: ControllerSpan | None = None
    for _ in range(_FURTHEST):
        now = ControllerSpan.objects.filter(until=None, ceased_on=None)
        spans = list(now.filter(Q(company_number__in=fresh) | Q(owner_number__in=fresh)))
        same = Q(pk=None)
        for span in spans:
            first = first or span
            if span.owner_number:
                same |= Q(owner_number=span.owner_number)
            elif span.person_key and span.birth_year:
                same |= Q(person_key=span.person_key, birth_year=span.birth_year, birth_month=span.birth_month)
        there = {span.owner_number for span in spans} | {span.company_number for span in spans}
        there |= set(now.filter(same).values_list("company_number", flat=True))
        fresh = there - found - {""}
        found |= fresh
        if not fresh:
            break
    return frozenset(found - {number}), first if len(found) > 1 else None


def _providers(provider: str) -> frozenset[str]:
    """CQC providers of the same owner, as the hub worked it out."""
    mine = Member.objects.filter(register=CQC, entity_key=provider or "-").values("organisation_id")
    owner = Owned.objects.filter(organisation_id__in=mine).values("owner_key")
    theirs = Owned.objects.filter(owner_key__in=owner).values("organisation_id")
    found = Member.objects.filter(register=CQC, organisation_id__in=theirs).exclude(entity_key=provider)
    return frozenset(found.values_list("entity_key", flat=True))


def _address(number: str) -> frozenset[str]:
    """Companies that are registered at the same postcode."""
    own = CompanySpan.objects.filter(company_number=number or "-", until=None).first()
    if own is None or not own.postcode:
        return frozenset()
    there = CompanySpan.objects.filter(postcode=own.postcode, until=None).exclude(company_number=number)
    return frozenset(there.values_list("company_number", flat=True))


def connected_with(application: Application) -> tuple[Near, list[Connected]]:
    """Others that applied to the same call, and grantees of any funder, that are the same, of one group, or share an address or account."""
    near = Near(group_of(application), _address(application.company_number))
    same = Q(holder__iexact=application.holder) | Q(provider_id__in=near.group.providers)
    for column in ("provider_id", "charity_number"):
        if value := getattr(application, column):
            same |= Q(**{column: value})
    if numbers := {application.company_number, *near.group.companies, *near.address} - {""}:
        same |= Q(company_number__in=numbers)
    with system_access("whether an applicant is connected with other applicants and with grantees"):
        others = (
            Application.objects.filter(same, submitted_at__isnull=False)
            .exclude(pk=application.pk)
            .exclude(state="withdrawn")
        )
        others = others.filter(Q(call_id=application.call_id) | Q(award__isnull=False))
        found = list(others.select_related("call__body").order_by("-pk"))
    return near, [Connected(each, _because(application, each, near)) for each in found]


def _because(one: Application, other: Application, near: Near) -> str:
    shared = (
        (one.company_number and one.company_number == other.company_number, "the same company"),
        (one.provider_id and one.provider_id == other.provider_id, "the same provider"),
        (one.charity_number and one.charity_number == other.charity_number, "the same charity"),
        (one.holder.casefold() == other.holder.casefold(), "the same bank account holder"),
        (other.company_number in near.group.companies or other.provider_id in near.group.providers, "the same group or owner"),
    )  # fmt: skip
    return next((words for holds, words in shared if holds), "the same registered postcode")


def given_to_group(application: Application, group: Group, since: date) -> int:
    """Pence of grants of any funder since a day, in the hub and of before it, to an applicant and its group, under whichever of its accounts they
    applied."""
    by = known_by(application, group)
    same = Q(applicant_id=application.applicant_id)
    same |= Q(application__company_number__in=by["company_numbers"] - {""})
    same |= Q(application__provider_id__in=by["provider_ids"] - {""})
    for column in ("charity_number", "council"):
        if by[column]:
            same |= Q(**{f"application__{column}": by[column]})
    with system_access("what an applicant and its group were awarded by any funder"):
        awards = (
            Award.objects.filter(same, granted_on__gte=since)
            .exclude(state__in=NOT_GIVEN)
            .exclude(application=application)
        )
        given = awards.aggregate(all=Sum("granted"))["all"] or 0
    return given + past_pence(since=since, **by)


def known_by(application: Application, group: Group) -> dict[str, Any]:
    """By what past grants of an applicant and its group are found (past/counted.py)."""
    return {
        "company_numbers": {application.company_number, *group.companies},
        "provider_ids": {application.provider_id, *group.providers},
        "charity_number": application.charity_number,
        "council": application.council,
    }
