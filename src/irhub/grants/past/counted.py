"""Past grants in the checks of new applications: what somebody had from any funder, and whom a funder gave to before.

A grant counts once its file was taken in, if it is known who received it, it is in pounds and no other row told of it already.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet, Sum

from irhub.accounts.models import Body
from irhub.accounts.row_security import system_access
from irhub.grants.past.models import Match, PastGrant
from irhub.grants.past.states import ImportState


def past_pence(
    *, since: date, company_numbers: Iterable[str] = (), charity_number: str = "", provider_ids: Iterable[str] = (), council: str = ""
) -> int:  # fmt: skip
    """What an organisation was awarded since a day by past grants of any funder, in pence. It is known by any of these; 0 if by none."""
    with system_access("what an applicant was awarded by any funder before the hub"):
        found = _of(company_numbers, charity_number, provider_ids, council).filter(awarded_on__gte=since)
        return int(found.aggregate(all=Sum("awarded"))["all"] or 0)


def past_grantee(
    body: Body | int, *, company_numbers: Iterable[str] = (), charity_number: str = "", provider_ids: Iterable[str] = (), council: str = ""
) -> list[PastGrant]:  # fmt: skip
    """The past grants that a body took in to whoever is known by any of these, the newest first, with their recipients."""
    with system_access("whether an applicant, or who is connected with it, was a grantee before the hub"):
        found = _of(company_numbers, charity_number, provider_ids, council).filter(body=body)
        return list(found.select_related("recipient").order_by("-awarded_on", "pk"))


def _of(
    company_numbers: Iterable[str], charity_number: str, provider_ids: Iterable[str], council: str
) -> QuerySet[PastGrant]:
    who = Q(pk__in=())
    if numbers := [one for one in company_numbers if one]:
        who |= Q(recipient__company_number__in=numbers)
    if ids := [one for one in provider_ids if one]:
        who |= Q(recipient__provider_id__in=ids)
    for column, value in (("charity_number", charity_number), ("council", council)):
        if value:
            who |= Q(**{f"recipient__{column}": value})
    counts = Q(past_import__state=ImportState.IN, recipient__match=Match.ACCEPTED, repeats=False, currency="GBP")
    return PastGrant.objects.filter(who, counts)
