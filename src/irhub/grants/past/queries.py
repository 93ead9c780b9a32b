"""What the pages of past grants read. Only the acting body's own ever come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from irhub.accounts.models import Body
from irhub.accounts.policy import Whose
from irhub.grants.past.matching import providers_told
from irhub.grants.past.models import Match, PastFault, PastGrant, PastImport, PastRecipient
from irhub.organisations.models import Member
from irhub.organisations.search import search

MOST_FOUND = 8


@dataclass(frozen=True)
class Offered:
    """Who a recipient may be: what is sent if they are chosen, the name, and more to tell them by."""

    key: str
    name: str
    more: str


def imports_of(body: Body) -> QuerySet[PastImport]:
    """The files of past grants of a body, the newest first."""
    return PastImport.objects.filter(body=body).order_by("-read_at", "-pk")


def import_numbered(number: int) -> PastImport | None:
    """A file of past grants."""
    return PastImport.objects.filter(pk=number).select_related("file").defer("file__data").first()


def whose_import(number: int) -> Whose | None:
    """Whose a file of past grants is."""
    body = PastImport.objects.filter(pk=number).values_list("body_id", flat=True).first()
    return Whose(body=body) if body else None


def whose_recipient(number: int) -> Whose | None:
    """Whose a recipient is: as the file."""
    body = PastRecipient.objects.filter(pk=number).values_list("body_id", flat=True).first()
    return Whose(body=body) if body else None


def recipient_numbered(number: int) -> PastRecipient | None:
    """A recipient of past grants."""
    return PastRecipient.objects.filter(pk=number).select_related("past_import").first()


def counts_of(held: PastImport) -> Mapping[str, int]:
    """How many grants, those that repeat others, what they come to in pence, faults, and recipients by how they stand."""
    grants = PastGrant.objects.filter(past_import=held)
    told = grants.aggregate(
        grants=Count("pk"), told_before=Count("pk", filter=Q(repeats=True)),
        pence=Sum("awarded", filter=Q(repeats=False, currency="GBP")),
    )  # fmt: skip
    by_match = PastRecipient.objects.filter(past_import=held).values_list("match").annotate(many=Count("pk"))
    matches = dict.fromkeys(Match.values, 0) | {str(match): many for match, many in by_match}
    faults = PastFault.objects.filter(past_import=held).count()
    return {key: value or 0 for key, value in told.items()} | matches | {"faults": faults, "aside": len(held.aside)}


def kinds_of(held: PastImport) -> list[tuple[str, str]]:
    """The kinds of faults of a file with how many there are of each, the most first: for a filter."""
    found = (
        PastFault.objects.filter(past_import=held)
        .values_list("kind")
        .annotate(many=Count("pk"))
        .order_by("-many", "kind")
    )
    return [(kind, f"{in_words(kind)} ({many:,})") for kind, many in found]


def in_words(kind: str) -> str:
    """A kind of fault, to be read."""
    words = kind.replace("_", " ")
    return words[:1].upper() + words[1:]


def faults_of(held: PastImport, kind: str = "", q: str = "") -> QuerySet[PastFault]:
    """The values of a file that are wrong or doubtful, in its order."""
    found = PastFault.objects.filter(past_import=held)
    if kind:
        found = found.filter(kind=kind)
    if q:
        found = found.filter(
            Q(before__icontains=q) | Q(after__icontains=q) | Q(column__icontains=q) | Q(cell__iexact=q)
        )
    return found.order_by("sheet", "row", "pk")


def recipients_of(held: PastImport, match: str = "", q: str = "") -> QuerySet[PastRecipient]:
    """The recipients of a file, those to check first."""
    found = PastRecipient.objects.filter(past_import=held)
    if match:
        found = found.filter(match=match)
    if q:
        found = found.filter(Q(name__icontains=q) | Q(known_as__icontains=q) | Q(said_company=q) | Q(said_charity=q))
    told: QuerySet[PastRecipient] = found.annotate(
        many=Count("grants"), given=Coalesce(Sum("grants__awarded"), 0)
    ).order_by("-match", "name", "pk")
    return told


def next_to_check(held: PastImport) -> PastRecipient | None:
    """The first recipient that nobody decided on and that is not plain."""
    return PastRecipient.objects.filter(past_import=held, match=Match.REVIEW).order_by("name", "pk").first()


def grants_of(recipient: PastRecipient) -> list[PastGrant]:
    """The grants of a recipient, the newest first."""
    return list(PastGrant.objects.filter(recipient=recipient).order_by("-awarded_on", "pk"))


def offered_to(recipient: PastRecipient, find: str = "") -> list[Offered]:
    """Who a recipient may be, the likeliest first; or what was looked for."""
    if find:
        ids = _found(find)
    else:
        ids = list(dict.fromkeys(one for one in (recipient.provider_id, *recipient.others) if one)) or _found(
            recipient.name
        )
    told = providers_told(ids)
    offered = [Offered(each, told[each][0], f"Care provider {each}, {told[each][1]}") for each in ids if each in told]
    if recipient.said_company or recipient.said_charity:
        numbers = [f"company {recipient.said_company}"] if recipient.said_company else []
        numbers += [f"charity {recipient.said_charity}"] if recipient.said_charity else []
        offered.insert(
            0,
            Offered(
                "number", recipient.known_as or recipient.name, f"By the number in your file: {', '.join(numbers)}"
            ),
        )
    return offered


def _found(text: str) -> list[str]:
    """Ids of care providers that a text may mean, the nearest first."""
    places = {one.organisation_id: at for at, one in enumerate(search(text, MOST_FOUND)) if one.provider}
    members = Member.objects.filter(register="cqc_locations", organisation_id__in=places).values_list(
        "organisation_id", "entity_key"
    )
    return [key for _, key in sorted((places[each], key) for each, key in members)][:MOST_FOUND]
