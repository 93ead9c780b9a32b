"""What the pages of this room read. What comes is what the database gives to whoever asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils.timezone import localdate

from irhub.accounts.models import Body, Membership
from irhub.accounts.policy import Whose
from irhub.accounts.roles import Kind
from irhub.casework.assessing import AssessmentState
from irhub.casework.clocks import Reading, read, turns_of
from irhub.places.geography import Council, council_of, councils, councils_in, partnerships
from irhub.suppliers.method import method
from irhub.suppliers.models import (
    Application,
    Assessment,
    Concern,
    Condition,
    Decision,
    Entry,
    Evidence,
    FormerName,
    Framework,
    SubAgent,
    Suspension,
    Task,
    Use,
)
from irhub.suppliers.workflows import (
    APPLICATION,
    LASTING,
    ON_THE_LIST,
    ApplicationState,
    ConcernState,
    EntryState,
    FrameworkState,
    of_both,
)
from irhub.web.jinja import day

_CLOCKS = {
    ApplicationState.SUBMITTED: "checks", ApplicationState.CHECKS: "checks", ApplicationState.ASSESSMENT: "assessment",
    ApplicationState.MODERATION: "moderation", ApplicationState.DECISION: "decision", ApplicationState.APPEAL: "appeal",
}  # fmt: skip
"""Which clock runs in which state: that of the checks from the day on which an application came."""


def councils_of(body: Body) -> list[Council]:
    """For which councils a body can run a framework: its own, those of its partnership, or all."""
    if body.kind == Kind.COUNCIL and (own := council_of(body.place_code)):
        return [own]
    place = next((each for each in partnerships() if each.slug == body.place_code), None)
    return list(councils_in(place)) if place else list(councils())


def area_words(codes: Iterable[str]) -> str:
    """Councils by name, in order."""
    return ", ".join(sorted(found.name for code in codes if (found := council_of(code)))) or "No council is named"


def public_frameworks() -> QuerySet[Framework]:
    """Every framework that is, or was, open."""
    return Framework.objects.exclude(state=FrameworkState.DRAFT).select_related("body").order_by("state", "name")


def frameworks_of(body: Body) -> QuerySet[Framework]:
    """The frameworks that a body runs."""
    return Framework.objects.filter(body=body).order_by("name")


def framework_numbered(number: int) -> Framework | None:
    """A framework."""
    return Framework.objects.filter(pk=number).select_related("body").first()


def whose_framework(number: int) -> Whose | None:
    """Whose a framework is: the body's that runs it."""
    body = Framework.objects.filter(pk=number).values_list("body_id", flat=True).first()
    return Whose(body=body) if body else None


def listed(q: str = "", framework: str = "", lot: str = "", council: str = "", state: str = "") -> QuerySet[Entry]:
    """Suppliers that are, or were, on a list, by what somebody looks for. Without a state: those on the list now."""
    found = Entry.objects.filter(accepted_at__isnull=False).select_related("framework", "framework__body")
    found = found.prefetch_related(
        Prefetch("conditions", Condition.objects.order_by("due", "pk")),
        Prefetch("former_names", FormerName.objects.order_by("-until", "-pk")),
    )
    found = (
        found.filter(state__in=ON_THE_LIST)
        if not state
        else found.exclude(state__in=ON_THE_LIST)
        if state == "past"
        else found
    )
    if q:
        formerly = FormerName.objects.filter(name__icontains=q).values("entry_id")
        found = found.filter(
            Q(name__icontains=q) | Q(pk__in=formerly) | Q(company_number__icontains=q) | Q(reference__icontains=q)
        )
    if framework.isdecimal():
        found = found.filter(framework_id=int(framework))
    if lot:
        found = found.filter(lots__contains=[lot])
    if council:
        found = found.filter(councils__contains=[council])
    return found.order_by("name", "pk")


def condition_words(entry: Entry) -> str:
    """The conditions of a supplier as everybody reads them, each with its day; blank if there are none."""
    return "; ".join(
        f"{each.text} ({f'met on {day(each.met_on)}' if each.met_on else f'to be met by {day(each.due)}'})"
        for each in entry.conditions.all()
    )


def former_words(entry: Entry) -> str:
    """The names under which a supplier was on the list before, the last first, each with its last day; blank if there are none."""
    return "; ".join(f"{each.name} (until {day(each.until)})" for each in entry.former_names.all())


def lots_offered() -> list[str]:
    """Every lot of frameworks that everybody sees."""
    return sorted({lot for lots in public_frameworks().values_list("lots", flat=True) for lot in lots})


def councils_offered() -> list[tuple[str, str]]:
    """The councils for which a framework that everybody sees is, code and name."""
    codes = {code for each in public_frameworks().values_list("councils", flat=True) for code in each}
    return sorted(((one.code, one.name) for one in councils() if one.code in codes), key=lambda pair: pair[1])


def entry_numbered(number: int) -> Entry | None:
    """A supplier on a list, or to be."""
    return Entry.objects.filter(pk=number).select_related("framework", "framework__body").first()


def public_entry(number: int) -> Entry | None:
    """A supplier that is, or was, on a list."""
    return (
        Entry.objects.filter(pk=number, accepted_at__isnull=False)
        .select_related("framework", "framework__body")
        .first()
    )


def whose_entry(number: int) -> Whose | None:
    """Whose an entry is: the body's that runs the framework, and the supplier's."""
    found = Entry.objects.filter(pk=number).values_list("body_id", "supplier_id").first()
    return Whose(body=found[0], shared_with=frozenset({found[1]})) if found else None


def entries_of(body: Body) -> QuerySet[Entry]:
    """The suppliers of the frameworks that a body runs, those first about which concerns or tasks wait."""
    waits = Count("tasks", filter=Q(tasks__state="open"), distinct=True)
    concerns = Count("concerns", filter=~Q(concerns__state=ConcernState.CLOSED), distinct=True)
    counted: Any = (
        Entry.objects.filter(body=body).select_related("framework").annotate(waits=waits, concerns_open=concerns)
    )
    found: QuerySet[Entry] = counted.order_by("-concerns_open", "-waits", "name")
    return found


def called(application: Application) -> str:
    """What an applicant is called: on the list if it came there, where a new name may have been put since, else as its application says."""
    return Entry.objects.filter(application=application).values_list("name", flat=True).first() or application.name


def condition_numbered(number: int) -> Condition | None:
    """A condition of a supplier."""
    return Condition.objects.filter(pk=number).select_related("entry").first()


def whose_condition(number: int) -> Whose | None:
    """Whose a condition is."""
    found = condition_numbered(number)
    return Whose(body=found.body_id) if found else None


def task_numbered(number: int) -> Task | None:
    """A task about a supplier."""
    return Task.objects.filter(pk=number).select_related("entry").first()


def whose_task(number: int) -> Whose | None:
    """Whose a task is."""
    found = task_numbered(number)
    return Whose(body=found.body_id) if found else None


def concern_numbered(number: int) -> Concern | None:
    """A concern about a supplier."""
    return Concern.objects.filter(pk=number).select_related("entry").first()


def concerns_of(entry: Entry) -> list[Concern]:
    """Concerns about a supplier, the newest first."""
    return list(entry.concerns.order_by("-told_at"))


def whose_concern(number: int) -> Whose | None:
    """Whose a concern is: the body's that runs the framework."""
    found = concern_numbered(number)
    return Whose(body=found.body_id) if found else None


def suspension_of(entry: Entry) -> Suspension | None:
    """The newest suspension of a supplier."""
    return Suspension.objects.filter(entry=entry).order_by("-begun_at").first()


def uses(membership: Membership | None, entry: Entry) -> bool:
    """Whether the body for which somebody acts noted that it works with a supplier."""
    return membership is not None and Use.objects.filter(body_id=membership.body_id, entry=entry).exists()


def applications_by(body: Body) -> QuerySet[Application]:
    """What a supplier applied for, the newest first."""
    return Application.objects.filter(supplier=body).select_related("framework").order_by("-begun_at")


def entries_by(body: Body) -> list[Entry]:
    """Where a supplier is on a list, or was offered the terms of one."""
    return list(Entry.objects.filter(supplier=body, state__in=LASTING).order_by("pk"))


def suspensions_to_answer(body: Body) -> list[Suspension]:
    """The suspensions of a supplier that last and that it has not answered."""
    open_ones = Suspension.objects.filter(
        supplier=body, answer="", entry__state__in=(EntryState.SUSPENDED, EntryState.PROPOSED)
    )
    return list(open_ones.order_by("answer_by"))


def application_numbered(number: int) -> Application | None:
    """An application."""
    return Application.objects.filter(pk=number).select_related("framework", "framework__body", "sheet").first()


def whose_application(number: int) -> Whose | None:
    """Whose an application is: the body's that runs the framework once it is submitted, and the supplier's, who shares it."""
    found = Application.objects.filter(pk=number).first()
    if found is None:
        return None
    return of_both(found) if found.submitted_at else replace(of_both(found), body=None)


def whose_page(number: int, key: str) -> Whose | None:
    """Whose a page of an application, or a question of it, is: as the application."""
    return whose_application(number)


def evidence_of(application: Application, page: str = "") -> list[Evidence]:
    """The files of an application, or of one page of it, without their bytes."""
    found = Evidence.objects.filter(application=application).defer("data").order_by("page", "kept_at", "pk")
    return list(found.filter(page=page) if page else found)


def evidence_numbered(number: int) -> Evidence | None:
    """A file of an application."""
    return Evidence.objects.filter(pk=number).select_related("application").first()


def whose_evidence(number: int) -> Whose | None:
    """Whose a file is: as the application."""
    found = Evidence.objects.filter(pk=number).values_list("application_id", flat=True).first()
    return whose_application(found) if found else None


def agents_of(application: Application) -> list[SubAgent]:
    """The sub-agents that an applicant named."""
    return list(application.agents.order_by("name", "pk"))


def agent_numbered(number: int) -> SubAgent | None:
    """One sub-agent."""
    return SubAgent.objects.filter(pk=number).select_related("application").first()


def whose_agent(number: int) -> Whose | None:
    """Whose a sub-agent is: that of its application."""
    found = SubAgent.objects.filter(pk=number).values_list("application_id", flat=True).first()
    return whose_application(found) if found else None


def decisions_of(application: Application) -> list[Decision]:
    """The decisions on an application, the newest first."""
    return list(application.decisions.order_by("-pk"))


def waiting_applications(body: Body, q: str = "", state: str = "") -> QuerySet[Application]:
    """The applications to the frameworks of a body that it may open, those that wait for it first."""
    found = Application.objects.filter(body=body, submitted_at__isnull=False, readable_on__lte=localdate())
    found = found.select_related("framework").prefetch_related("events")
    if q:
        found = found.filter(Q(name__icontains=q) | Q(reference__icontains=q) | Q(company_number__icontains=q))
    return (found.filter(state=state) if state else found).order_by(
        F("decided_at").desc(nulls_first=True), "submitted_at", "pk"
    )


def clock_of(application: Application) -> Reading | None:
    """By when the step at which an application stands is to be done; None where nothing waits for the body that runs the framework."""
    state = ApplicationState(application.state)
    if state not in _CLOCKS:
        return None
    name = _CLOCKS[state]
    ours = {str(each) for each, clock in _CLOCKS.items() if clock == name}
    events = sorted(application.events.all(), key=lambda event: event.pk)
    opened = application.readable_on or localdate()  # an application that could not be opened waited for nobody
    turns = [(max(day, opened), hand) for day, hand in turns_of(APPLICATION, events, ours=ours)]
    return read(method().clocks[name], turns, localdate()) if turns else None


def assessments_of(membership: Membership) -> QuerySet[Assessment]:
    """What somebody was asked to assess, what is open first."""
    return Assessment.objects.filter(assessor_id=membership.person_id, body_id=membership.body_id).order_by(
        "in_at", "-asked_at"
    )


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


def assessors_of(application: Application) -> list[Assessment]:
    """Who was asked to assess an application, and how far each is."""
    return list(application.assessments.select_related("assessor").order_by("pk"))


def to_score(membership: Membership) -> int:
    """How many assessments wait for somebody."""
    return assessments_of(membership).filter(state__in=(AssessmentState.ASKED, AssessmentState.OPEN)).count()


def tasks_open(body: Body) -> int:
    """How many tasks about suppliers of a body are open."""
    return Task.objects.filter(body=body, state="open").count()


def concerns_to_grade(body: Body) -> int:
    """How many concerns about suppliers of a body nobody has read and graded yet."""
    return Concern.objects.filter(body=body, state=ConcernState.NEW).count()


def history_of(entry: Entry) -> Sequence[tuple[str, Any]]:
    """Where a supplier stood from which day on: words and day, the newest first."""
    return [(str(EntryState(each.state).label), each.on) for each in entry.statuses.order_by("-on", "-pk")]
