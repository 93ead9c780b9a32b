"""The decision sheet of a call: who waits to be decided, in the order in which money goes to them, with what the method recommends.

Money goes to the best score first, of claims to whoever came first, as long as the pot lasts. People decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from irhub.casework.assessing import ASSESSORS
from irhub.casework.checks import Result, Standing, standing_in, standing_of
from irhub.casework.ledger import free
from irhub.grants.asking import asked_in
from irhub.grants.method import GRADES, Scored, criteria, method, scored
from irhub.grants.models import Application, Call, Check, Score
from irhub.grants.panels.sitting import NOBODY, Panel, panels_of
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
    after it; `panel`: who decides on it now."""

    application: Application
    result: Scored | None
    standing: tuple[Standing, ...]
    panel: Panel = NOBODY
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
        return sum(view.award == (self.recommended in FOR_IT) for view in self.panel.views) if self.recommended else 0


def lines_of(call: Call, left: int | None = None) -> list[Line]:
    """Who waits to be decided in a call, in the order in which money goes to them: asked for all of them at once. `left`: pence in its pot, if
    they were counted already."""
    return _with_people(_ranked(call, free(call.pot) if left is None else left))


def line_of(application: Application) -> Line:
    """An application as its call’s sheet has it, with its checks as they are kept; where it does not wait there, as an appeal, without a
    recommendation."""
    call = application.call
    waits = application.state in WAITS
    lines = _ranked(call, free(call.pot)) if waits else _lines(call, [application])
    own = next(line for line in lines if line.application.pk == application.pk)
    standing = tuple(standing_of(application, method().checks))
    return _with_people([replace(own, application=application, standing=standing)])[0]


def _ranked(call: Call, left: int) -> list[Line]:
    """Who waits to be decided in a call, with what is recommended, and without what people said of it."""
    waiting = Application.objects.filter(call=call, state__in=WAITS).select_related("sheet")
    return in_turn(_lines(call, waiting.order_by("submitted_at", "pk")), left, call)


def in_turn(lines: list[Line], left: int, call: Call) -> list[Line]:
    """Lines in the order in which money goes to them, with what is recommended. `lines`: whoever came first, first; `left`: pence in the pot."""
    lines.sort(key=lambda line: -line.result.percent if line.result else 0 if call.by_panel else -1)
    told = []
    for line in lines:
        recommended = _recommended(line, left, call)
        left -= line.application.asked if recommended == ApplicationState.AWARDED else 0
        told.append(replace(line, recommended=recommended, left=left))
    return told


def _recommended(line: Line, left: int, call: Call) -> str:
    if line.fails or (line.result and not line.result.fund):
        return ApplicationState.REFUSED
    if call.by_panel and line.result is None:
        return ""
    return ApplicationState.AWARDED if line.application.asked <= left else ApplicationState.RESERVE


def _lines(call: Call, applications: Iterable[Application]) -> list[Line]:
    # a call has thousands of scores and checks, of which the sheet needs a few columns: rows are made ten times as fast as models
    found = list(applications)
    grades: dict[int, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    scores = Score.objects.filter(application__in=found).order_by("assessment_id")
    for of, assessment, question, grade in scores.values_list("application_id", "assessment_id", "question", "grade"):
        grades[of][assessment][question] = grade
    checks = defaultdict(list)
    made = Check.objects.filter(application__in=found).order_by("by_person", "pk")
    for row in made.values_list("application_id", "key", "result", named=True):
        checks[row.application_id].append(row)
    lines, asked = [], asked_in(call).questions
    for one in found:
        one.call = call
        given = list(grades[one.pk].values())
        result = scored(asked, given[0], given[1], method()) if len(given) >= ASSESSORS else None
        standing = tuple(standing_in(checks[one.pk], method().checks))
        lines.append(Line(one, result, standing))
    return lines


def _with_people(lines: Sequence[Line]) -> list[Line]:
    """Lines with who decides on each."""
    panels = panels_of(line.application for line in lines)
    return [replace(line, panel=panels[line.application.pk]) for line in lines]


def feedback_for(line: Line) -> str:
    """Feedback that could be sent with a decision, to be read and changed first: no words of assessors."""
    return "\n".join(_feedback(line)) or "We checked your organisation and read your evidence."


def _feedback(line: Line) -> Iterator[str]:
    if line.fails:
        yield f"Your application does not pass: {'; '.join(line.fails)}."
    if line.result is None:
        return
    yield f"Your answers came to {line.result.percent} of 100, where {method().pass_percent} are needed."
    for each in criteria(asked_in(line.application.call).questions):
        if (grade := line.result.grades.get(each.key)) is not None:
            better = (
                ""
                if grade >= max(GRADES) - 1
                else f" To be stronger: {each.looks_for[:1].lower()}{each.looks_for[1:]}."
            )
            yield f"{each.label}: {GRADES[int(grade)].lower()}.{better}"
