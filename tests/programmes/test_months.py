"""What a programme did by month: counted by one way, told without small counts, kept before it is removed, and never altered."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import product

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.roles import Kind, Role
from irhub.accounts.row_security import Acting, acting
from irhub.programmes import months
from irhub.programmes.models import CountedMonth, FrozenMonth, Programme
from irhub.support import actions
from irhub.support.models import Case, Message
from irhub.web.background_jobs import jobs
from irhub.web.errors import ActionRefused
from irhub.web.london import LONDON
from irhub.web.working_days import months_after
from tests.factories import BodyFactory, MembershipFactory, signed_in
from tests.programmes.factories import SANDWELL, WALSALL
from tests.standing import stand
from tests.support.factories import adviser_of, asked, programme_of

pytestmark = pytest.mark.django_db


def then() -> date:
    """A month that is over long since."""
    return months_after(localdate().replace(day=1), -3)


def helpline() -> months.Monthly:
    found = months.report_named("helpline")
    assert found is not None
    return found


@pytest.fixture
def programme() -> Programme:
    """Six calls from Walsall and two from Sandwell, on the 5th of a month, of which seven were replied to the next day."""
    made = programme_of()
    ada = adviser_of(made.body)
    for number, code in enumerate([WALSALL] * 6 + [SANDWELL] * 2):
        question = asked(made, client_type="council", client_key=code, client_name="Example", text="May we?")
        case = actions.open_case(programme=made, asked=question, channel="telephone", by=ada)
        if number < 7:
            actions.reply(case=case, version=case.version, text="You may.", then="answer", channel="telephone", by=ada)
        Case._base_manager.filter(pk=case.pk).update(client_key=code if number in (0, 6) else f"{code}-{number}")
    came = datetime(then().year, then().month, 5, 12, tzinfo=LONDON)
    Case._base_manager.update(opened_at=came)
    with transaction.atomic():
        stand_still(came)
    return made


def stand_still(came: datetime) -> None:
    """Let the words have been said then. The database lets nobody alter them, so its triggers are put aside."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        Message._base_manager.filter(inbound=False).update(at=came + timedelta(days=1))
        cursor.execute("RESET session_replication_role")


def told(programme: Programme, month: date | None = None) -> dict:
    rows = months.told(helpline(), programme)
    return {(row.figure.key, row.part): row.value for row in rows if row.month == (month or then())}


def test_counts_are_told_by_month_without_small_ones(programme):
    found = told(programme)
    assert found["calls", ""] == 8
    assert ("calls", "Walsall") not in found, "one client, and as few elsewhere: no council is told"
    assert found["days", ""] in (0, 1)
    assert found["in-time", ""] is None, "all of them, so of each"
    assert ("calls", "Example") not in found


def test_a_month_is_kept_once_it_is_settled_and_never_changes(programme):
    assert months.freeze(helpline()) == 2, "the month itself, and the one after it"
    assert months.freeze(helpline()) == 0
    before = told(programme)
    Case._base_manager.all().delete()
    assert told(programme) == before
    kept = FrozenMonth.objects.get(month=then())
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
        FrozenMonth.objects.filter(pk=kept.pk).update(counts=[])
    with pytest.raises(DatabaseError, match="kept for good"), transaction.atomic():
        FrozenMonth.objects.filter(pk=kept.pk).delete()
    with acting(Acting(body=programme.body_id, side="oversight", role="viewer")):
        assert not FrozenMonth.objects.exists()


def test_a_month_that_still_changes_is_counted_by_the_job_and_by_the_page_where_that_is_not_at_work(programme):
    month = localdate().replace(day=1)
    Case._base_manager.update(opened_at=timezone.now())
    before = told(programme, month)
    assert before["calls", ""] == 8
    jobs()["months-so-far"].does()
    Case._base_manager.filter(client_key=WALSALL).delete()
    assert told(programme, month) == before, "as the job counted it"
    CountedMonth.objects.update(at=timezone.now() - months.FRESH)
    assert told(programme, month)["calls", ""] == 7
    Case._base_manager.all().delete()
    jobs()["months-so-far"].does()
    assert not CountedMonth.objects.filter(report="helpline").exists()


def test_retention_keeps_a_month_before_it_takes_from_it(programme):
    taken = months.frozen_first("helpline", lambda before: Case._base_manager.all().delete()[0])(timezone.now())
    assert taken
    assert told(programme)["calls", ""] == 8


def test_a_month_counted_again_is_a_further_version_with_its_reason(programme):
    lead = adviser_of(programme.body, "lead", Role.HELPLINE_LEAD)
    with pytest.raises(ActionRefused, match="not kept yet"):
        months.count_again(helpline(), programme, then(), why="Two were one", by=lead)
    months.freeze(helpline())
    cases = list(Case.objects.order_by("pk"))
    stand(cases[1], state="merged", merged_into_id=cases[0].pk)
    with pytest.raises(ActionRefused, match="Say why"):
        months.count_again(helpline(), programme, then(), why=" ", by=lead)
    with pytest.raises(ActionRefused, match="fewer than five clients"):
        months.count_again(helpline(), programme, then(), why="Two were one", by=lead)
    assert told(programme)["calls", ""] == 8
    for case in cases[2:6]:
        stand(case, state="merged", merged_into_id=cases[0].pk)
    months.count_again(helpline(), programme, then(), why="Two were one", by=lead)
    assert told(programme)["calls", ""] is None, "three are left"
    assert [(one.number, one.why) for one in months.corrections(helpline(), programme)] == [(2, "Two were one")]
    assert FrozenMonth.objects.filter(month=then(), number=1).exists()


@pytest.mark.parametrize(("calls", "questions", "told"), [(8, 5, (8, 5, 6, 7)), (3, 10, (None, None, 6, 7))])
def test_a_small_figure_cannot_be_worked_out_from_others_of_the_same_cases(calls, questions, told):
    counts = [
        months.Count(figure, part, many, many)
        for figure, part, many in (
            ("calls", "", calls), ("questions", "", questions), ("themes", "Moving", 6), ("themes", "Visas", 7),
            ("calls", "Walsall", calls), ("questions", "Walsall", questions),
        )
    ]  # fmt: skip
    rows = list(months._shown(helpline(), then(), counts, None))
    assert tuple(row.value for row in rows if row.part in ("", "Moving", "Visas")) == told
    assert bool([row for row in rows if row.part == "Walsall"]) is (calls >= 5), "nor from councils"


def test_whoever_tries_every_month_finds_no_small_count_from_themes_and_totals_together():
    """Every month of up to ten clients with a case each, by three themes and two ways in: of those that are told alike, a count under five that is
    hidden could be any of several."""
    alike: dict[tuple, list[dict]] = {}
    for themes in product(range(11), repeat=3):
        many = sum(themes)
        for calls in range(many + 1) if many <= 10 else ():
            world = {"calls": calls, "questions": many - calls} | {f"theme {at}": one for at, one in enumerate(themes)}
            counts = [months.Count(key, "", world[key], world[key]) for key in ("calls", "questions")]
            counts.append(months.Count("clients", "", many, many))
            counts += [months.Count("themes", key, one, one) for key, one in list(world.items())[2:] if one]
            rows = months._shown(helpline(), then(), counts, None)
            alike.setdefault(tuple((row.figure.key, row.part, row.value) for row in rows), []).append(world)
    assert len(alike) > 100
    for worlds in alike.values():
        for key in worlds[0]:
            could = {world[key] for world in worlds}
            assert len(could) >= 4 or not could & set(range(1, 5)), (key, could, worlds[:3])


def test_a_share_is_hidden_where_few_differ():
    many = {str(number) for number in range(9)}
    assert [months.of_a_share(many, set()), months.of_a_share({"1"}, many), months.of_a_share(many, many)] == [1, 1, 9]


def test_who_runs_and_who_pays_and_the_department_read_the_figures_and_nobody_else(programme):
    payer = BodyFactory(kind=Kind.PARTNERSHIP, name="Region of Sampleshire")
    Programme._base_manager.filter(pk=programme.pk).update(commissioned_by=payer)
    address = reverse("programme-figures", args=[programme.slug, "helpline"])
    months.freeze(helpline())
    this_month = f"{localdate():%B %Y}"
    seen = []
    for body, role in (
        (programme.body, Role.HELPLINE_LEAD),
        (payer, Role.LEAD),
        (BodyFactory(kind=Kind.DEPARTMENT, name="Department of Examples"), Role.ANALYST),
        (BodyFactory(name="Mockley Council"), Role.LEAD),
    ):
        client = signed_in(MembershipFactory(body=body, role=role, person__email=f"{body.pk}@example.org").person)
        page = client.get(address)
        seen.append(page.status_code)
        if page.status_code == 200:
            assert "Calls" in page.content.decode()
            assert (this_month in page.content.decode()) is (body == programme.body), "others see kept months alone"
            file = client.get(address, {"format": "csv"}).content.decode()
            assert "Working days to a first reply" in file
            if body == programme.body:
                assert f",{localdate():%Y-%m}," in file, "data files write months as ISO 8601 does"
                assert this_month not in file
    assert seen == [200, 200, 200, 404]
