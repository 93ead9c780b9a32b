"""The decision sheet of a call: who waits to be decided, in the order in which money goes to them, with what the method recommends.

Money goes to the best score first, of claims to whoever came first, as long as the pot lasts. People decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from irhub.accounts.models import Membership
from irhub.casework.assessing import ASSESSORS
from irhub.casework.checks import Result, Standing, standing_in
from irhub.casework.ledger import free
from irhub.grants.guarding import of_applicants
from irhub.grants.method import GRADES, Scored, criteria, method, scored, version_of
from irhub.grants.models import Application, Call, Score, View
from irhub.grants.workflows import ApplicationState

WAITS = (ApplicationState.DECISION, ApplicationState.RESERVE)
"""Where an application waits for money: to be decided, or good enough when none was left."""
FOR_IT = (ApplicationState.AWARDED, ApplicationState.RESERVE)
"""Outcomes with which a view for an award agrees."""
IN_WORDS = {
    ApplicationState.AWARDED: "Award", ApplicationState.RESERVE: "Good enough, and no money is left", ApplicationState.REFUSED: "Award none", "": "A person decides",
}  # fmt: skip
"""What is recommended, in words."""


@dataclass(frozen=True)
class Line:
    """An application on the sheet. `standing`: its checks; `recommended`: an outcome, blank where the method has none; `left`: pence in the pot
    after it; `views`: of the panel that sits now; `interests`: who declared one;
    `had_a_part`: the addresses, in small letters, of those who may give no view."""

    application: Application
    result: Scored | None
    standing: tuple[Standing, ...]
    views: tuple[View, ...]
    interests: tuple[str, ...]
    had_a_part: frozenset[str]
    recommended: str = ""
    left: int = 0

    @property
    def words(self) -> str:
        """What is recommended, in words."""
        return IN_WORDS[self.recommended]

    @property
    def fails(self) -> list[str]:
        """The checks that it does not pass."""
        return [each.check.title for each in self.standing if each.fails]

    @property
    def looks(self) -> list[str]:
        """The checks that found something to look into."""
        return [each.check.title for each in self.standing if each.last and each.last.result == Result.LOOK]

    @property
    def agree(self) -> int:
        """How many views agree with what is recommended."""
        return sum(view.award == (self.recommended in FOR_IT) for view in self.views) if self.recommended else 0

    def gave(self, by: Membership) -> bool:
        """Whether somebody gave their view."""
        return any(view.person_id == by.person_id for view in self.views)


def lines_of(call: Call, left: int | None = None) -> list[Line]:
    """Who waits to be decided in a call, in the order in which money goes to them: asked for all of them at once. `left`: pence in its pot, if
    they were counted already."""
    found = (
        Application.objects.filter(call=call, state__in=WAITS).select_related("sheet").order_by("submitted_at", "pk")
    )
    lines = _lines(call, found)
    lines.sort(key=lambda line: -line.result.percent if line.result else 0 if call.by_panel else -1)
    told, left = [], free(call.pot) if left is None else left
    for line in lines:
        recommended = _recommended(line, left, call)
        left -= line.application.asked if recommended == ApplicationState.AWARDED else 0
        told.append(replace(line, recommended=recommended, left=left))
    return told


def line_of(application: Application) -> Line:
    """An application as its call’s sheet has it; where it does not wait there, as an appeal, without a recommendation."""
    if application.state in WAITS:
        return next(line for line in lines_of(application.call) if line.application.pk == application.pk)
    return _lines(application.call, [application])[0]


def _recommended(line: Line, left: int, call: Call) -> str:
    if line.fails or (line.result and not line.result.fund):
        return ApplicationState.REFUSED
    if call.by_panel and line.result is None:
        return ""
    return ApplicationState.AWARDED if line.application.asked <= left else ApplicationState.RESERVE


def _lines(call: Call, applications: Iterable[Application]) -> list[Line]:
    found = list(applications)
    grades: dict[int, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for score in Score.objects.filter(application__in=found).order_by("assessment_id"):
        grades[score.application_id][score.assessment_id][score.question] = score.grade
    checks, views, interests, works = (
        _by_application(found, name, order)
        for name, order in (("checks", "by_person"), ("views", "pk"), ("interests", "pk"), ("assessments", "pk"))
    )
    near = of_applicants(one.applicant_id for one in found)
    lines = []
    for one in found:
        one.call = call
        given = list(grades[one.pk].values())
        result = scored(version_of(one).questions, given[0], given[1], method()) if len(given) >= ASSESSORS else None
        out = {each.person_id for each in interests[one.pk]}
        on_appeal = one.state == ApplicationState.APPEAL
        sits = tuple(view for view in views[one.pk] if view.on_appeal == on_appeal and view.person_id not in out)
        standing = tuple(standing_in(checks[one.pk], method().checks))
        declared = tuple(each.who for each in interests[one.pk])
        part = {
            *declared,
            *near.get(one.applicant_id, {}).values(),
            *(each.email for each in works[one.pk]),
            *(each.who for each in checks[one.pk] if each.by_person),
        }
        lines.append(Line(one, result, standing, sits, declared, frozenset(each.lower() for each in part)))
    return lines


def _by_application(applications: Iterable[Application], name: str, order: str) -> dict[int, list]:  # type: ignore[type-arg]
    model = Application._meta.get_field(name).related_model
    kept: dict[int, list] = defaultdict(list)  # type: ignore[type-arg]
    for row in model.objects.filter(application__in=list(applications)).order_by(order, "pk"):  # type: ignore[union-attr]
        kept[row.application_id].append(row)
    return kept


def feedback_for(line: Line) -> str:
    """Feedback that could be sent with a decision, to be read and changed first: no words of assessors."""
    return "\n".join(_feedback(line)) or "We checked your organisation and read your evidence."


def _feedback(line: Line) -> Iterator[str]:
    if line.fails:
        yield f"Your application does not pass: {'; '.join(line.fails)}."
    if line.result is None:
        return
    yield f"Your answers came to {line.result.percent} of 100, where {method().pass_percent} are needed."
    for each in criteria(version_of(line.application).questions):
        if (grade := line.result.grades.get(each.key)) is not None:
            better = (
                ""
                if grade >= max(GRADES) - 1
                else f" To be stronger: {each.looks_for[:1].lower()}{each.looks_for[1:]}."
            )
            yield f"{each.label}: {GRADES[int(grade)].lower()}.{better}"
