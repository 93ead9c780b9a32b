"""What providers find hard is counted for an area: five or more, in steps, of last month and before, and of nobody in particular."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from irhub.accounts.roles import Kind, Role
from irhub.compliance import actions, queries
from irhub.compliance.how_it_stands import standing_of
from irhub.compliance.models import Result
from irhub.compliance.questionnaire import newest
from irhub.compliance.regional import Hard, hard_in, in_steps
from irhub.web.london import LONDON
from tests.compliance.factories import ProviderFactory, SheetFactory, answered, hr_of, proven
from tests.factories import BodyFactory, MembershipFactory, signed_in
from tests.programmes.factories import WALSALL
from tests.programmes.test_reach import provider

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 29)


def kept(number: int, *, gap: bool, day: date = date(2026, 10, 20), code: str = WALSALL) -> None:
    """A provider of a council that kept a result on a day: with a gap in how people are treated or without, and gaps elsewhere."""
    key = provider(number, code)
    sheet = SheetFactory(body=ProviderFactory(name=f"Mockley {number} Ltd", place_code=key))
    elsewhere = [
        next(each.key for each in page.questions if each.weight)
        for page in newest().pages
        if page.key not in ("treatment", "about-you")
    ]
    answered(
        sheet, **dict.fromkeys(("G1", "G2", "G3", "G4", "G6"), "no" if gap else "yes"), **dict.fromkeys(elsewhere, "no")
    )
    for each in () if gap else ("G1", "G2", "G3", "G4", "G6"):
        proven(sheet, each, day)
    at = standing_of(sheet, on=day)
    result = actions.keep_result(at, queries.weighing_of(at), by=hr_of(sheet.body, f"hr{number}@provider.example"))
    Result.objects.filter(pk=result.pk).update(kept_at=datetime(day.year, day.month, day.day, tzinfo=LONDON))


def told(found: Hard) -> dict[str, int | None]:
    return {row.title: row.at_least for row in found.themes}


def test_under_five_nothing_is_told_and_with_five_or_more_the_steps():
    for number in range(1, 5):
        kept(number, gap=True)
    assert hard_in({WALSALL}, TODAY) == Hard(date(2026, 11, 1), None)
    for number in range(5, 9):
        kept(number, gap=False)
    assert hard_in({WALSALL}, TODAY).at_least == 5
    assert told(hard_in({WALSALL}, TODAY))["How people are treated"] is None, (
        "four with and four without: neither is told"
    )
    for number in range(9, 12):
        kept(number, gap=True)
    assert told(hard_in({WALSALL}, TODAY))["How people are treated"] is None, "the rest, four, could be worked out"
    kept(12, gap=False)
    found = hard_in({WALSALL}, TODAY)
    assert (found.at_least, told(found)["How people are treated"]) == (10, 5)
    assert hard_in(None, TODAY) == found
    assert hard_in({"E08000025"}, TODAY).at_least is None


def test_what_was_kept_this_month_or_more_than_a_year_ago_counts_nothing():
    for number in range(1, 6):
        kept(number, gap=True, day=TODAY - timedelta(days=number))
    for number in range(6, 11):
        kept(number, gap=True, day=date(2025, 9, 1))
    assert hard_in(None, TODAY).at_least is None


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (5, 5), (9, 5), (10, 10), (14, 10)])
def test_counts_are_told_in_steps_of_five(count, shown):
    assert in_steps(count) == shown


@pytest.mark.parametrize(
    ("kind", "role", "may"),
    [
        (Kind.PARTNERSHIP, Role.LEAD, True), (Kind.DEPARTMENT, Role.ANALYST, True), (Kind.EVALUATOR, Role.RESEARCHER, True),
        (Kind.COUNCIL, Role.COMMISSIONER, False), (Kind.COUNCIL, Role.LEAD, False), (Kind.PROVIDER, Role.ADMINISTRATOR, False),
    ],
)  # fmt: skip
def test_those_who_plan_for_an_area_read_it_and_no_commissioner(kind, role, may):
    held = MembershipFactory(
        body=BodyFactory(kind=kind, name=f"Another {kind}"), role=role, person__email="x@example.org"
    )
    page = signed_in(held.person).get("/self-check/hard/")
    assert (page.status_code == 200) is may
    assert not may or "nothing is shown" in page.text
