"""What the pages of this room read. Only the acting body's own ever come: the database gives no other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from irhub.accounts.models import Body, Membership
from irhub.accounts.policy import Whose
from irhub.accounts.queries import people_of
from irhub.accounts.roles import Kind
from irhub.compliance.how_it_stands import Standing, standing_of
from irhub.compliance.models import Evidence, Matter, PlanItem, Result, Sheet
from irhub.compliance.questionnaire import NAME
from irhub.compliance.weighing import Weighed, Weighing, weigh, worst
from irhub.compliance.workflows import ItemState, MatterState
from irhub.programmes.eligibility import councils_of_client
from irhub.programmes.models import Audience, ContactPoint
from irhub.programmes.queries import contacts_for, programmes_covering
from irhub.registers.models import LocationSpan
from irhub.web.london import local_day


def head_of(body: Body, name: str = NAME) -> Sheet | None:
    """The self-check of a body, or its answers to another questionnaire; None if it has begun none."""
    return Sheet.objects.filter(body=body, questionnaire=name, head=None).first()


def sheet_numbered(number: int) -> Sheet | None:
    """A self-check, of a provider or of one of its places."""
    return Sheet.objects.select_related("head", "body").filter(pk=number).first()


def whose_sheet(number: int, **_: object) -> Whose | None:
    """Whose a self-check is: the body's."""
    found = Sheet.objects.filter(pk=number).only("body_id").first()
    return Whose(body=found.body_id) if found else None


def places_of(head: Sheet) -> list[Sheet]:
    """The places that answer for themselves below a head office, by name."""
    return list(Sheet.objects.filter(head=head).select_related("head", "body").order_by("place", "location_id"))


def evidence_numbered(number: int) -> Evidence | None:
    """A line of the index of evidence."""
    return Evidence.objects.select_related("sheet").filter(pk=number).first()


def whose_evidence(number: int) -> Whose | None:
    """Whose a line of evidence is: the body's."""
    found = evidence_numbered(number)
    return Whose(body=found.body_id) if found else None


def weighing_of(standing: Standing, places: Iterable[Standing] = ()) -> Weighing:
    """What a provider's answers come to, with those of its places: of each question the worst."""
    return Weighing(tuple(worst(each for one in (standing, *places) for each in _weighed(one))))


def _weighed(standing: Standing) -> list[Weighed]:
    found = []
    for question in standing.asked:
        own = standing.heads is None or question.key in standing.answers or question.key in standing.again
        answer = standing.in_force.get(question.key)
        one = weigh(question, answer, standing.proof_of(question.key), standing.on, standing.sheet.place)
        if one is not None and own:
            found.append(one)
    return found


def all_standings(head: Sheet) -> tuple[Standing, list[Standing]]:
    """How a provider's self-check stands, and those of its places."""
    own = standing_of(head)
    return own, standings_of_places(own)


def standings_of_places(head: Standing) -> list[Standing]:
    """How the places of a provider stand. `head`: how its head office does."""
    return [standing_of(place, on=head.on, heads=head) for place in places_of(head.sheet)]


def results_of(sheet: Sheet, many: int = 12) -> list[Result]:
    """The results that a provider kept, the newest first."""
    return list(Result.objects.filter(sheet=sheet).prefetch_related("themes").order_by("-kept_at")[:many])


def leads_to(sheet: Sheet, key: str) -> bool:
    """Whether an action of the plan or a line of evidence leads to a question."""
    about = {"sheet": sheet, "question": key}
    return Evidence.objects.filter(**about).exists() or PlanItem.objects.filter(**about).exists()


def items_of(head: Sheet) -> list[PlanItem]:
    """What is in an action plan: open before ended, what is due first before the rest."""
    found = PlanItem.objects.filter(sheet=head).select_related("owner", "matter")
    return sorted(
        found,
        key=lambda one: (one.state != ItemState.TO_DO, one.due is None, one.due or local_day(one.made_at), one.pk),
    )


def matters_of(body: Body) -> list[Matter]:
    """The visits and letters of a provider, the open ones first, then the newest."""
    found = Matter.objects.filter(body=body).order_by("-dated", "-pk")
    return sorted(found, key=lambda one: one.state != MatterState.OPEN)


def matter_numbered(number: int) -> Matter | None:
    """A visit or letter."""
    return Matter.objects.select_related("sheet").filter(pk=number).first()


def whose_matter(number: int, **_: object) -> Whose | None:
    """Whose a visit or letter is: the body's."""
    found = Matter.objects.filter(pk=number).only("body_id").first()
    return Whose(body=found.body_id) if found else None


def steps_of(matter: Matter) -> list[PlanItem]:
    """What there is to do about a visit or letter, in order."""
    return list(PlanItem.objects.filter(matter=matter).select_related("owner").order_by("pk"))


def helplines_of(body: Body) -> list[ContactPoint]:
    """Where a provider turns to for help: the helplines for providers of the programmes that cover its councils."""
    codes = councils_of_client(Kind.PROVIDER, body.place_code) if body.place_code else []
    programmes = {one.pk: one for code in codes for one in programmes_covering(code)}
    return [contact for one in programmes.values() for contact in contacts_for(one, Audience.PROVIDER)]


def item_numbered(number: int) -> PlanItem | None:
    """A step of an action plan."""
    return PlanItem.objects.select_related("sheet", "owner", "matter").filter(pk=number).first()


def whose_item(number: int) -> Whose | None:
    """Whose a step of an action plan is: the body's."""
    found = item_numbered(number)
    return Whose(body=found.body_id) if found else None


def open_items(membership: Membership) -> int:
    """How many open actions somebody has."""
    return PlanItem.objects.filter(body_id=membership.body_id, owner=membership.person, state=ItemState.TO_DO).count()


def names_of_colleagues(body: Body) -> list[str]:
    """The names of those who act for a body: an index names roles instead."""
    return list({held.person.name for held in people_of(body) if " " in held.person.name})


@dataclass(frozen=True)
class Location:
    """A care location of a provider, as the newest list of the CQC has it."""

    id: str
    name: str


def locations_of(body: Body) -> list[Location]:
    """The locations of a provider, by name; none of a body that is none, or of which the registers hold nothing."""
    if not body.place_code:
        return []
    rows = LocationSpan.objects.filter(provider_id=body.place_code, until=None).order_by("location_name", "location_id")
    return [Location(*row) for row in rows.values_list("location_id", "location_name")]
