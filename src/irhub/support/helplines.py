"""Which helplines there are, and which of them are for a client: by the councils that they cover, and what they offer there."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from irhub.accounts.roles import Kind
from irhub.programmes.eligibility import councils_of_client
from irhub.programmes.models import Programme, Scheme
from irhub.programmes.queries import covered
from irhub.programmes.workflows import ProgrammeState, SchemeState

FEW = 6
"""So many councils are named; more are counted."""


def helplines() -> QuerySet[Programme]:
    """The helplines that can be asked: those of the open programmes of delivery partners."""
    found = Programme.objects.filter(state=ProgrammeState.OPEN, body__kind=Kind.DELIVERY_PARTNER)
    return found.select_related("body").order_by("name")


def helplines_for(kind: str, key: str) -> list[Programme]:
    """The helplines that cover a client's councils: those with a scheme that is open to it there today first."""
    codes, today = councils_of_client(kind, key), localdate()
    here = Scheme.objects.filter(
        programme=OuterRef("pk"), state=SchemeState.PUBLISHED, open_to__contains=[kind], councils__overlap=codes,
        opens_on__lte=today, closes_on__gte=today,
    )  # fmt: skip
    return list(
        helplines().filter(councils__overlap=codes).annotate(offers=Exists(here)).order_by("-offers", "name")
        if codes
        else []
    )


def covers_told(programme: Programme) -> str:
    """Which councils a programme covers, in words: “Sampleham and Walsall”, or how many."""
    names = [council.name for council in covered(programme.councils)]
    if len(names) > FEW:
        return f"{len(names)} councils"
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
