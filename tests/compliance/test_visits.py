"""The day of a visit and its letters: by when to answer by the rulebook, what to do, whom to call, and a pack that tells nothing of gaps."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from irhub.checker.letters import letter_due
from irhub.compliance import actions, queries
from irhub.compliance.how_it_stands import standing_of
from irhub.compliance.matters import clock_of, steps, steps_due
from irhub.compliance.models import Matter, PlanItem
from irhub.compliance.pack_file import words_of
from irhub.compliance.questionnaire import PACK
from irhub.compliance.workflows import MatterKind
from irhub.web.errors import ActionRefused
from tests.compliance.factories import MatterFactory, ProviderFactory, SheetFactory, answered, hr_of, proven
from tests.factories import signed_in

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


@pytest.fixture
def by():
    return hr_of(ProviderFactory())


@pytest.fixture
def browser(by):
    return signed_in(by.person)


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        ("suspension", date(2026, 12, 21)),
        ("downgrade", date(2026, 12, 21)),
        ("action_plan", date(2026, 12, 7)),
        ("visit", None),
    ],
)
def test_the_clock_of_a_letter_is_the_rulebooks_with_how_it_was_counted(kind, due):
    clock = clock_of(kind, MONDAY)
    assert (clock.due if clock else None) == due
    assert clock is None or (clock.says and clock.counted)


def test_the_helpline_and_the_provider_count_alike():
    assert clock_of("suspension", date(2026, 12, 14)) == letter_due(date(2026, 12, 14))


def test_every_kind_has_steps_each_with_a_reason():
    assert set(steps()) == set(MatterKind)
    told = [(kind, step.key) for kind in MatterKind for step in steps()[kind] if step.title and step.why]
    assert len(told) == len(set(told)) == sum(map(len, steps().values())) > 20
    reply = next(one for one in steps_due("suspension", MONDAY) if one.step.key == "reply")
    assert reply.due == date(2026, 12, 21)


def test_no_step_is_due_on_a_weekend_or_before_anybody_knew_of_the_letter():
    saturday, christmas = date(2026, 11, 28), date(2026, 12, 25)
    for dated in (saturday, christmas):
        told = steps_due("suspension", dated, noted=dated)
        assert all(one.due and one.due.weekday() < 5 and not dated <= one.due <= dated for one in told)
    late = steps_due("suspension", MONDAY, noted=date(2026, 12, 2))
    assert min(one.due for one in late if one.due) == date(2026, 12, 2)
    assert steps_due("suspension", MONDAY, noted=date(2026, 12, 24))[-1].due == date(2026, 12, 21), (
        "not the rulebook’s day"
    )


def test_a_letter_is_not_dated_after_today_and_a_visit_may_be_announced(by):
    soon = localdate() + timedelta(days=7)
    with pytest.raises(ActionRefused, match="cannot be dated after today"):
        actions.open_matter(kind="suspension", dated=soon, by=by)
    assert actions.open_matter(kind="visit", dated=soon, by=by).dated == soon


def test_a_letter_shows_by_when_what_to_do_and_whom_to_call(browser, settings):
    settings.IRHUB_HELPLINE = {"name": "Sampleham helpline", "phone": "0121 496 0000"}
    told = {"kind": "suspension", "dated-day": "23", "dated-month": "11", "dated-year": "2026"}
    page = browser.post("/self-check/visits/", told, follow=True)
    assert "21 December 2026" in page.text
    assert 'href="tel:01214960000"' in page.text
    assert "Assign no certificates" in page.text
    assert "noted already" in browser.post("/self-check/visits/", told).text
    matter = Matter.objects.get()
    item = PlanItem.objects.get(matter=matter, step="freeze")
    browser.post(f"/self-check/actions/{item.pk}/do/", {"version": "1", "note": "Frozen today"})
    page = browser.get(f"/self-check/visits/{matter.pk}/").text
    assert "1 of 9 done" in page
    for word in ("carry on until told otherwise", "leave the country"):
        assert word not in page
    assert "Write how it ended." in browser.post(f"/self-check/visits/{matter.pk}/close/", {"version": "1"}).text
    browser.post(f"/self-check/visits/{matter.pk}/close/", {"version": "1", "note": "The licence is back"})
    assert "The licence is back" in browser.get(f"/self-check/visits/{matter.pk}/").text
    browser.post(f"/self-check/visits/{matter.pk}/reopen/", {"version": "2"})
    matter.refresh_from_db()
    assert matter.state == "open"


def test_a_name_is_refused_in_the_pack_and_in_how_it_ended(browser, by):
    page = browser.post("/self-check/visit-pack/", {"opens": "Grace Adeyemi", "seen": "0"})
    assert "This looks like somebody’s name" in page.text
    with pytest.raises(ActionRefused, match="somebody’s name"):
        actions.move_matter(MatterFactory(body=by.body), "close", note="Mrs Moyo left", version=1, by=by)


def test_the_pack_is_a_tagged_pdf_with_roles_and_places_and_no_gap(browser, by):
    assert b"%PDF" in browser.get("/self-check/visit-pack/pack.pdf").content, "there is one before anything is written"
    browser.post("/self-check/visit-pack/", {"opens": "Deputy manager", "room": "Training room", "seen": "0"})
    sheet = SheetFactory(body=by.body)
    answered(sheet, A1="yes", A12="no", G5="no")
    proven(sheet, "A1")
    answer = browser.get("/self-check/visit-pack/pack.pdf")
    assert answer["Content-Type"] == "application/pdf"
    for mark in (b"/StructTreeRoot", b"/Marked true", b"/Lang"):
        assert mark in answer.content
    words = str(
        words_of(standing_of(queries.head_of(by.body, PACK)), standing_of(sheet), provider="X", on=MONDAY, helplines=[])
    )
    for told in (
        "Deputy manager",
        "Training room",
        "Name on the licence",
        "Payroll report",
        "payroll manager",
        "Receives officers",
    ):
        assert told in words
    for kept in ("Governance", "Welcome and support", "gap", "critical", "yet"):
        assert kept not in words
    assert standing_of(sheet).answers["A12"] == "no"


def test_the_pack_asks_of_what_may_be_a_name_and_takes_it_once_somebody_said_that_it_is_none(browser):
    given = {"seen": "0", "room": "Wexcombe Oatlea, upstairs"}
    asked = browser.post("/self-check/visit-pack/", given)
    assert asked.status_code == 400
    assert "“Wexcombe Oatlea” names nobody" in asked.text
    assert browser.post("/self-check/visit-pack/", given | {"nobody": "Wexcombe Oatlea"}).status_code == 302
    assert "Wexcombe Oatlea, upstairs" in browser.get("/self-check/visit-pack/").text
