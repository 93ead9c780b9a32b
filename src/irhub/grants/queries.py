"""What the pages of this room read. What comes is what the database gives to whoever asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.utils.timezone import localdate

from irhub.accounts.models import Body, Membership
from irhub.accounts.policy import Whose
from irhub.accounts.roles import Kind
from irhub.accounts.row_security import system_access
from irhub.casework.assessing import AssessmentState
from irhub.casework.clocks import Hand, Reading, read, turns_of
from irhub.grants.calls import answer_by
from irhub.grants.method import method
from irhub.grants.models import Application, Assessment, Award, Call, Decision, Evidence, Pot
from irhub.grants.panels.models import Interest, PanelMember, View
from irhub.grants.workflows import APPLICATION, ApplicationState, CallState, of_both
from irhub.places.geography import Council, council_of, councils, councils_in, partnerships

_CLOCKS = {
    ApplicationState.SUBMITTED: "checks", ApplicationState.CHECKS: "checks", ApplicationState.ASSESSMENT: "assessment",
    ApplicationState.DECISION: "decision", ApplicationState.APPEAL: "appeal",
}  # fmt: skip
"""Which clock runs in which state: that of the checks from the day on which an application could be opened."""


@dataclass(frozen=True)
class Letter:
    """A decision as its applicant reads it: nobody who scored or decided is named."""

    outcome: str
    text: str
    on: datetime


def councils_of(body: Body) -> list[Council]:
    """For which councils a body can run a call: its own, those of its partnership, or all."""
    if body.kind == Kind.COUNCIL and (own := council_of(body.place_code)):
        return [own]
    place = next((each for each in partnerships() if each.slug == body.place_code), None)
    return list(councils_in(place)) if place else list(councils())


def area_words(codes: Iterable[str]) -> str:
    """Councils by name, in order."""
    return ", ".join(sorted(found.name for code in codes if (found := council_of(code)))) or "No council is named"


def pots_of(body: Body) -> QuerySet[Pot]:
    """The pots of a body."""
    return Pot.objects.filter(body=body).order_by("name")


def pot_numbered(number: int) -> Pot | None:
    """A pot of money."""
    return Pot.objects.filter(pk=number).first()


def whose_pot(number: int) -> Whose | None:
    """Whose a pot is."""
    body = Pot.objects.filter(pk=number).values_list("body_id", flat=True).first()
    return Whose(body=body) if body else None


def public_calls() -> QuerySet[Call]:
    """Every call that is, or was, open: those that take applications first."""
    return (
        Call.objects.exclude(state=CallState.DRAFT)
        .select_related("body")
        .order_by(F("state").desc(), "closes_on", "title")
    )


def open_calls(today: date) -> QuerySet[Call]:
    """The calls that take applications on a day."""
    found = public_calls().filter(state=CallState.OPEN, opens_on__lte=today, closes_on__gte=today)
    return found.order_by("closes_on", "title")


def calls_of(body: Body) -> QuerySet[Call]:
    """The calls that a body runs."""
    return Call.objects.filter(body=body).order_by("-opens_on", "title")


def call_numbered(number: int) -> Call | None:
    """A call."""
    return Call.objects.filter(pk=number).select_related("body").first()


def states_of(call: Call) -> list[tuple[str, int]]:
    """Where the applications to a call stand, and how many stand there: in the order of the steps."""
    found = Application.objects.filter(call=call, submitted_at__isnull=False, readable_on__lte=localdate())
    many = dict(found.values_list("state").annotate(many=Count("pk")))
    return [(str(each.label), many[each]) for each in ApplicationState if each in many]


@dataclass(frozen=True)
class Decided:
    """What of a call is decided. `outcomes`: in words, how many, and pence asked for; `appeals`: those whose appeal is heard, in the order in which
    they were submitted."""

    outcomes: list[tuple[str, int, int]]
    appeals: list[Application]


def decided_of(call: Call) -> Decided:
    """How the applications to a call were decided."""
    found = Application.objects.filter(call=call, decided_at__isnull=False).exclude(state=ApplicationState.RESERVE)
    rows = list(found.values_list("state").annotate(many=Count("pk"), asked=Sum("asked")).order_by("state"))
    heard = any(state == ApplicationState.APPEAL for state, _, _ in rows)
    return Decided(
        [(str(ApplicationState(state).label), *told) for state, *told in rows if state != ApplicationState.APPEAL],
        list(found.filter(state=ApplicationState.APPEAL).order_by("submitted_at", "pk")) if heard else [],
    )


def why_appealed(application: Application) -> str:
    """What an applicant wrote was wrong with the decision; blank of one that is not on appeal."""
    if application.state != ApplicationState.APPEAL:
        return ""
    lodged = application.events.filter(after=ApplicationState.APPEAL).order_by("-at", "-pk").first()
    return lodged.text if lodged else ""


def whose_call(number: int) -> Whose | None:
    """Whose a call is: the body's that runs it."""
    body = Call.objects.filter(pk=number).values_list("body_id", flat=True).first()
    return Whose(body=body) if body else None


def whose_question(number: int, key: str) -> Whose | None:
    """Whose a question of a call is: as the call."""
    return whose_call(number)


def applications_by(body: Body) -> QuerySet[Application]:
    """What a body applied for, the newest first."""
    return Application.objects.filter(applicant=body).select_related("call").order_by("-begun_at")


def application_numbered(number: int) -> Application | None:
    """An application."""
    return Application.objects.filter(pk=number).select_related("call__body", "sheet").first()


def whose_application(number: int) -> Whose | None:
    """Whose an application is: the body's that runs the call once it is submitted, and the applicant's, who shares it."""
    found = Application.objects.filter(pk=number).first()
    if found is None:
        return None
    return of_both(found) if found.submitted_at else replace(of_both(found), body=None)


def whose_page(number: int, key: str) -> Whose | None:
    """Whose a page of an application is: as the application."""
    return whose_application(number)


def evidence_of(application: Application, page: str = "") -> list[Evidence]:
    """The files of an application, or of one page of it, without their bytes."""
    found = Evidence.objects.filter(application=application).defer("data").order_by("page", "kept_at", "pk")
    return list(found.filter(page=page) if page else found)


def evidence_numbered(number: int) -> Evidence | None:
    """A file of an application."""
    return Evidence.objects.filter(pk=number).select_related("application__call").first()


def whose_evidence(number: int) -> Whose | None:
    """Whose a file is: as the application."""
    found = Evidence.objects.filter(pk=number).values_list("application_id", flat=True).first()
    return whose_application(found) if found else None


def decisions_of(application: Application) -> list[Decision]:
    """The decisions on an application, for the body that runs the call, the newest first."""
    return list(application.decisions.order_by("-pk"))


def letters_of(application: Application) -> list[Letter]:
    """The decisions on an application, for its applicant, the newest first."""
    with system_access("an applicant reads the letter, and not who decided"):
        told = application.decisions.order_by("-pk").values_list("outcome", "letter", "decided_at")
        return [Letter(str(ApplicationState(outcome).label), letter, at) for outcome, letter, at in told]


def waiting_applications(body: Body, q: str = "", state: str = "", call: str = "") -> QuerySet[Application]:
    """The applications to the calls of a body that it may open: those that wait for it first, in the order in which they came."""
    found = Application.objects.filter(body=body, submitted_at__isnull=False, readable_on__lte=localdate())
    if q:
        found = found.filter(
            Q(name__icontains=q) | Q(title__icontains=q) | Q(reference__icontains=q) | Q(company_number__icontains=q)
        )
    if state:
        found = found.filter(state=state)
    if call.isdecimal():
        found = found.filter(call_id=int(call))
    return found.order_by(F("decided_at").desc(nulls_first=True), "submitted_at", "pk")


def applications_of(numbers: Iterable[int]) -> list[Application]:
    """The applications of these numbers, in their order, with what a list tells of each."""
    wanted = list(numbers)
    found = Application.objects.filter(pk__in=wanted).select_related("call").prefetch_related("events").in_bulk()
    return [found[number] for number in wanted if number in found]


def clock_of(application: Application) -> Reading | None:
    """By when the step at which an application stands is to be done, and of a claim when the answer is due; None where nothing waits for the body
    that runs the call."""
    state = ApplicationState(application.state)
    if state not in _CLOCKS:
        return None
    if not application.call.by_panel and state != ApplicationState.APPEAL:
        due, today = answer_by(application), localdate()
        return Reading(due, (due - today).days, today > due, Hand.OURS)
    name = _CLOCKS[state]
    ours = {str(each) for each, clock in _CLOCKS.items() if clock == name}
    events = sorted(application.events.all(), key=lambda event: event.pk)
    opened = application.readable_on or localdate()  # an application that could not be opened waited for nobody
    turns = [(max(day, opened), hand) for day, hand in turns_of(APPLICATION, events, ours=ours)]
    return read(method().clocks[name], turns, localdate()) if turns else None


def assessments_of(membership: Membership) -> QuerySet[Assessment]:
    """What somebody was asked to assess, what is open first."""
    mine = Assessment.objects.filter(assessor_id=membership.person_id, body_id=membership.body_id)
    return mine.order_by("in_at", "-asked_at")


def assessment_numbered(number: int) -> Assessment | None:
    """One assessor's work on an application."""
    return Assessment.objects.filter(pk=number).first()


def whose_assessment(number: int) -> Whose | None:
    """Whose an assessment is: the assessor's."""
    found = assessment_numbered(number)
    return Whose(body=found.body_id, person=found.email) if found else None


def whose_scores(number: int, key: str) -> Whose | None:
    """Whose a page of an assessment is: the assessor's."""
    return whose_assessment(number)


def to_score(membership: Membership) -> int:
    """How many assessments wait for somebody."""
    return assessments_of(membership).filter(state__in=(AssessmentState.ASKED, AssessmentState.OPEN)).count()


def to_view(membership: Membership) -> int:
    """How many applications wait for the view of somebody on their panel: not those on which they gave one, or declared an interest in."""
    me = membership.person_id
    wait = ((ApplicationState.DECISION, False), (ApplicationState.APPEAL, True))
    sits = (
        Q(state=state)
        & Exists(PanelMember.objects.filter(call=OuterRef("call"), person=me, on_appeal=appeal, left_at=None))
        & ~Exists(View.objects.filter(application=OuterRef("pk"), person=me, on_appeal=appeal))
        for state, appeal in wait
    )
    found = waiting_applications(membership.body).filter(reduce(or_, sits))
    return found.exclude(Exists(Interest.objects.filter(application=OuterRef("pk"), person=me))).count()


def awards_of(body: Body, q: str = "", state: str = "") -> QuerySet[Award]:
    """The grants that a body gave, the newest first."""
    found = Award.objects.filter(body=body).select_related("call", "application").defer("call__questions")
    if q:
        found = found.filter(Q(name__icontains=q) | Q(reference__icontains=q) | Q(application__title__icontains=q))
    return (found.filter(state=state) if state else found).order_by("-granted_on", "-pk")


def award_numbered(number: int) -> Award | None:
    """A grant."""
    return Award.objects.filter(pk=number).select_related("call__body", "application").first()


def award_of(application: Application) -> Award | None:
    """The grant that came of an application."""
    return Award.objects.filter(application=application).first()


def whose_award(number: int) -> Whose | None:
    """Whose a grant is: the funder's, and the grantee shares it."""
    return whose_of_both(Award, number)


def whose_of_both(model: Any, number: int) -> Whose | None:
    """Whose something about a grant is: the funder's, and the grantee shares it."""
    found = model._default_manager.filter(pk=number).values_list("body_id", "applicant_id").first()
    return Whose(body=found[0], shared_with=frozenset({found[1]})) if found else None


def to_sign(body: Body) -> int:
    """How many agreements of a body's grants wait for its signature."""
    return Award.objects.filter(body=body, state="signed").count()


def entries_of(row: Any) -> list[Any]:
    """What was booked on a pot or a grant, the newest first."""
    return list(row.entries.order_by("-pk"))
