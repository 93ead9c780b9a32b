"""What the pages of learning read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from irhub.accounts.policy import Whose
from irhub.grants.learning.comparing import Compared, compared
from irhub.grants.learning.measures import measures
from irhub.grants.learning.models import GrantLesson, GrantResult
from irhub.grants.models import Award, Call, GrantAnswer
from irhub.grants.position import spent_of, sums_by
from irhub.grants.queries import whose_of_both
from irhub.grants.workflows import NOT_ACCEPTED
from irhub.places.geography import council_of
from irhub.web.suppression import shown


@dataclass(frozen=True)
class Row:
    """A result as evaluators get it: of no grantee by name, to the month, small counts hidden, no free text."""

    grant: str
    call: str
    month: date
    council: str
    kind: str
    pounds: str
    measure: str
    sort: str
    grade: str
    many: int | None
    out_of: int | None
    planned: int | None
    again_grantee: str
    again_funder: str


def grants_of(call: Call) -> list[Award]:
    """The grants of a call whose agreement both signed."""
    found = Award.objects.filter(call=call).exclude(state__in=NOT_ACCEPTED).select_related("application", "applicant")
    return list(found.order_by("granted_on", "pk"))


def comparison(call: Call) -> Compared:
    """The grants of a call side by side."""
    awards = grants_of(call)
    numbers = [award.pk for award in awards]
    return compared(
        awards, GrantResult.objects.filter(award__in=numbers), GrantLesson.objects.filter(award__in=numbers), _planned(awards), _spent(awards)
    )  # fmt: skip


def of_award(award: Award) -> Compared:
    """One grant with what it came to."""
    lessons = GrantLesson.objects.filter(award=award)
    return compared([award], GrantResult.objects.filter(award=award), lessons, _planned([award]), _spent([award]))


def results_of(award: Award) -> list[GrantResult]:
    """What was told of a grant, by both sides."""
    order = {one.key: at for at, one in enumerate(measures().measures)}
    found = GrantResult.objects.filter(award=award)
    return sorted(found, key=lambda one: (order.get(one.measure, len(order)), not one.by_grantee))


def result_numbered(number: int) -> GrantResult | None:
    """A result of a grant."""
    return GrantResult.objects.filter(pk=number).select_related("award").first()


def whose_result(number: int) -> Whose | None:
    """Whose a result is: the funder's and the grantee's."""
    return whose_of_both(GrantResult, number)


def for_evaluation(call: Call) -> list[Row]:
    """The results of a call as evaluators get them."""
    told = comparison(call)
    rows = []
    for at, project in enumerate(told.projects, 1):
        award = project.award
        again = {lesson.by_grantee: str(lesson.get_again_display()) for lesson in project.lessons}
        for one in project.reached:
            grade, many = next(iter(one.by_grade.items()))
            rows.append(
                Row(
                    f"{call.pk}-{at}", call.title, award.granted_on.replace(day=1), _council(award), str(award.applicant.kind), _band(award.granted),
                    one.measure.title, one.measure.sort, grade, shown(many), None if one.out_of is None else _of(one.out_of, many), _few(one.planned),
                    again.get(True, ""), again.get(False, ""),
                )
            )  # fmt: skip
    return rows


def _spent(awards: Iterable[Award]) -> dict[int, int | None]:
    """What was spent of grants, by their numbers."""
    return {number: spent_of(at) for number, at in sums_by([award.pk for award in awards]).items()}


def _planned(awards: Iterable[Award]) -> dict[int, dict[str, str]]:
    """What applications planned, by application and question."""
    asked = {one.planned for one in measures().measures if one.planned}
    applications = [award.application_id for award in awards]
    found: dict[int, dict[str, str]] = {}
    rows = GrantAnswer.objects.filter(sheet__application__in=applications, question__in=asked).order_by("revision")
    for application, question, answer in rows.values_list("sheet__application", "question", "answer"):
        found.setdefault(application, {})[question] = answer
    return found


def _council(award: Award) -> str:
    found = council_of(award.application.council) if award.application.council else None
    if found is None and len(award.call.councils) == 1:
        found = council_of(award.call.councils[0])
    return found.name if found else ""


def _band(amount: int) -> str:
    """The size of a grant, so that none is found by its exact amount."""
    for most, words in ((100_000, "up to £1,000"), (500_000, "£1,000 to £5,000"), (1_000_000, "£5,000 to £10,000")):
        if amount <= most:
            return words
    return "over £10,000"


def _of(whole: int, part: int) -> int | None:
    """A whole of which neither the part nor what is left of it is told if it is small."""
    return None if shown(part) is None or shown(whole) is None or shown(whole - part) is None else whole


def _few(many: int | None) -> int | None:
    return None if many is None else shown(many)
