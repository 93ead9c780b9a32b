"""A provider answers the self-check in sittings, with colleagues and for its locations; nothing is lost, and a result and a plan come of it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils.timezone import localdate

from irhub.accounts.acting import acting_in
from irhub.accounts.models import AuditEvent
from irhub.accounts.roles import Role
from irhub.compliance import actions, asking, queries
from irhub.compliance.how_it_stands import standing_of
from irhub.compliance.models import Answer, Evidence, PlanItem, Sheet
from irhub.compliance.questionnaire import NAME, PACK, STANDARDS, newest, rules_held
from irhub.compliance.reminding import remind
from irhub.notify.models import Message
from irhub.questions.questionnaire import NotApplicable
from irhub.rulebook.loading import rulebook
from irhub.web.errors import ActionRefused, StaleVersion
from irhub.web.yaml_files import read_yaml
from tests.compliance.factories import PlanItemFactory, ProviderFactory, SheetFactory, answered, hr_of, proven
from tests.factories import MembershipFactory, signed_in
from tests.support.factories import programme_of

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]


@pytest.fixture
def sheet() -> Sheet:
    made: Sheet = SheetFactory()
    return made


@pytest.fixture
def browser(sheet):
    return signed_in(hr_of(sheet.body).person)


def at(sheet: Sheet, more: str = "") -> str:
    return f"/self-check/{sheet.pk}/{more}"


def test_a_provider_begins_and_comes_back_to_the_same_check():
    body = ProviderFactory()
    browser = signed_in(hr_of(body).person)
    assert "Only sponsorship leads and administrators of" in browser.get("/self-check/").text
    first = browser.post("/self-check/begin/")
    assert browser.post("/self-check/begin/")["Location"] == first["Location"]
    assert browser.get("/self-check/")["Location"] == first["Location"]
    assert Sheet.objects.count() == 1


def test_one_question_at_a_time_each_answer_is_kept_as_it_is_given(sheet, browser):
    page = browser.post(at(sheet, "questions/situation/"), {"situation": ["sponsors", "senior"], "seen": "0"})
    assert page["Location"] == at(sheet, "questions/A1/")
    assert browser.post(at(sheet, "questions/A1/"), {"A1": "partly", "seen": "1"})["Location"] == at(
        sheet, "questions/A2/"
    )
    assert standing_of(sheet).answers == {"situation": ("sponsors", "senior"), "A1": "partly"}
    assert at(sheet, "questions/A2/") in browser.get(at(sheet)).text, "whoever comes back goes on there"
    assert browser.get(at(sheet, "questions/B3/")).status_code == 200
    assert browser.get(at(sheet, "questions/B7/")).status_code == 404, "nobody who switched: it is not asked"


def test_a_theme_as_a_list_may_be_left_open_in_part(sheet, browser):
    page = browser.get(at(sheet, "themes/licence/"))
    assert "Law as at" in page.text or "law as at" in page.text
    answer = browser.post(at(sheet, "themes/licence/"), {"A1": "yes", "A6": "unknown", "seen": "0"})
    assert answer.status_code == 302
    assert standing_of(sheet).answers == {"A1": "yes", "A6": "unknown"}
    browser.post(at(sheet, "themes/licence/"), {"A1": "yes", "seen": "1"})
    assert standing_of(sheet).answers == {"A1": "yes"}, "an answer can be taken away again"


def test_a_script_keeps_one_answer_of_a_list_and_stays_on_the_page(sheet, browser):
    kept = browser.post(at(sheet, "questions/A1/"), {"A1": "yes", "seen": "0"}, headers={"X-Kept-As-Typed": "1"})
    assert (kept.status_code, kept.text) == (200, "Kept: 1")


def test_why_it_does_not_apply_is_asked_and_a_name_in_it_is_refused(sheet, browser):
    page = browser.post(at(sheet, "questions/A1/"), {"A1": "not_applicable", "seen": "0"})
    assert page.status_code == 400
    assert "Say why" in page.text
    named = {"A1": "not_applicable", "A1-reason": "Only Grace Adeyemi is sponsored", "seen": "0"}
    page = browser.post(at(sheet, "questions/A1/"), named)
    assert "This looks like somebody’s name" in page.text
    assert "Grace Adeyemi" in page.text, "what was typed stays"
    assert not Answer.objects.exists()
    browser.post(at(sheet, "questions/A1/"), named | {"A1-reason": "We gave the licence back"})
    assert standing_of(sheet).answers == {"A1": NotApplicable("We gave the licence back")}


def test_two_people_answer_at_once_and_neither_loses_anything(sheet):
    one, other = hr_of(sheet.body), hr_of(sheet.body, "manager@provider.example")
    seen = standing_of(sheet)
    asked = {key: [each for each in seen.asked if each.key == key] for key in ("A1", "A3")}
    actions.answer(seen, asked["A1"], {"A1": "yes"}, seen=0, by=one)
    actions.answer(seen, asked["A3"], {"A3": "no"}, seen=0, by=other)
    with pytest.raises(StaleVersion, match=r"hr@provider.example answered “Name on the licence” as “Yes”"):
        actions.answer(seen, asked["A1"], {"A1": "no"}, seen=0, by=other)
    assert standing_of(sheet).answers == {"A1": "yes", "A3": "no"}


def test_a_rule_that_changed_since_asks_again_and_the_same_answer_given_again_counts(sheet, browser):
    answered(sheet, situation=("sponsors",))
    sheet.refresh_from_db()
    answered(sheet, on=date(2024, 4, 10), C1="yes", A1="yes")
    stands = standing_of(sheet)
    assert set(stands.again) == {"C1"}
    page = browser.get(at(sheet)).text
    assert "Asked again, since the law or the question changed" in page
    assert stands.because["C1"][0].title in page
    one = browser.get(at(sheet, "questions/C1/")).text
    assert "You answered “Yes” before." in one
    assert " checked" not in one.split('name="C1"')[1].split(">")[0], "nobody confirms it without looking"
    browser.post(at(sheet, "themes/pay/"), {"seen": str(stands.sheet.revision)})
    assert standing_of(sheet).again == {"C1": "yes"}, "a list in which it is left blank loses nothing"
    browser.post(at(sheet, "questions/C1/"), {"C1": "yes", "seen": str(stands.sheet.revision)})
    assert standing_of(sheet).answers["C1"] == "yes"
    newest = Answer.objects.filter(question="C1").latest("revision")
    question = next(each for each in stands.asking.questions if each.key == "C1")
    assert newest.rules == rules_held(question, localdate(), rulebook())


def test_evidence_is_an_index_and_a_worker_is_never_named(sheet, browser):
    told = {
        "what": "Payroll report", "kept_where": "HR drive", "keeper": "payroll manager", "seen_on-day": "1", "seen_on-month": "11",
        "seen_on-year": "2026", "looked_at": "20", "right": "19",
    }  # fmt: skip
    for field, words in (("what", "Passport N1234567"), ("kept_where", "Folder of Priya Example"), ("keeper", "Hr")):
        page = browser.post(at(sheet, "questions/C5/evidence/"), told | {field: words})
        answered(sheet, situation=("sponsors",))
        sheet.refresh_from_db()
        if field != "keeper":
            page = browser.post(at(sheet, "questions/C5/evidence/"), told | {field: words})
            assert "This looks like" in page.text, field
    assert not Evidence.objects.exclude(keeper="Hr").exists()
    Evidence.objects.all().delete()
    assert browser.post(at(sheet, "questions/C5/evidence/"), told | {"right": "21"}).status_code == 400
    assert browser.post(at(sheet, "questions/C5/evidence/"), told).status_code == 302
    assert "19 of 20 right" in browser.get(at(sheet, "questions/C5/")).text
    line = Evidence.objects.get()
    browser.post(f"/self-check/evidence/{line.pk}/remove/")
    assert not Evidence.objects.exists()
    assert 'type="file"' not in browser.get(at(sheet, "questions/C5/")).text, "no page takes a file"


def test_the_result_says_what_would_matter_first_and_becomes_a_plan(sheet, browser):
    answered(sheet, situation=("sponsors",), C1="no", A12="no", A1="yes", G5="no")
    proven(sheet, "A1")
    page = browser.get(at(sheet, "result/")).text
    assert page.index("First of all") < page.index("Pay above the floor")
    assert "Too much is not checked to say" in page
    assert "Name on the licence: " not in page
    for word in ("compliant", "you pass", "you will pass"):
        assert word not in page.lower()
    assert "You have answered 4 of" in page
    assert "and found 3 gaps" in page
    browser.post(at(sheet, "plan/make/"))
    titles = [item.title for item in queries.items_of(sheet)]
    assert titles.index("Pay above the floor") < titles.index("Governance") < titles.index("Welcome and support")
    assert "Name on the licence" not in titles
    many = len(titles)
    assert many == 3, "what nobody has answered yet is no gap that was found"
    assert "Every gap is in the plan already" in browser.post(at(sheet, "plan/make/"), follow=True).text
    assert PlanItem.objects.count() == many
    browser.post(at(sheet, "keep/"))
    kept = sheet.results.get()
    assert (kept.index, kept.open) == (None, many)
    assert kept.themes.get(theme="treatment").advice == 1
    assert "by hr@provider.example" not in page


def test_a_self_check_that_was_hardly_begun_says_how_much_is_left_and_lists_no_question_as_trouble(sheet, browser):
    answered(sheet, situation=("sponsors",), A1="yes")
    proven(sheet, "A1")
    page = browser.get(at(sheet, "result/")).text
    assert "No gap found in what you answered" in page
    assert "questions that are left" in page
    assert "Put every gap" not in page
    assert "Pay above the floor" not in page


def test_a_question_leads_to_the_helpline_with_its_theme_and_nothing_of_the_answer(sheet, browser, monkeypatch):
    programme = programme_of()
    contact = SimpleNamespace(programme=programme, programme_id=programme.pk)
    monkeypatch.setattr(asking, "helplines_of", lambda body: [contact])
    answered(sheet, situation=("sponsors",), C1="no")
    page = browser.get(at(sheet, "questions/C1/")).text
    found = re.search(r'href="([^"]+)">Ask the helpline about this question', page)
    assert found
    form = browser.get(unescape(found[1])).text
    assert "Self-check, question C1: Pay above the floor" in unescape(form)
    salary = programme.themes.get(code="salary")
    assert re.search(rf'value="{salary.pk}"[^>]*(checked|selected)', form)


def test_every_theme_of_the_questions_has_one_of_the_helpline():
    keys = {page.key for name in (NAME, STANDARDS) for page in newest(name).pages}
    assert keys <= asking.helpline_themes().keys()
    known = {one["code"] for one in read_yaml(ROOT / "src/irhub/programmes/themes.yaml")}
    assert set(asking.helpline_themes().values()) <= known


def test_an_action_leads_to_its_question_also_where_that_is_not_asked_any_more(sheet, browser):
    answered(sheet, situation=("switchers",), B7="no")
    browser.post(at(sheet, "plan/make/"))
    sheet.refresh_from_db()
    answered(sheet, situation=("none_of_these",))
    page = browser.get(at(sheet, "questions/B7/"), follow=True)
    assert "not asked this question any more" in page.text


def test_a_gap_of_a_location_leads_to_what_the_location_answered(sheet, browser, monkeypatch):
    monkeypatch.setattr(queries, "locations_of", lambda body: [queries.Location("1-201", "Elm Court")])
    actions.choose_places(sheet, ["1-201"], by=hr_of(sheet.body))
    (elm,) = queries.places_of(sheet)
    answered(sheet, situation=("sponsors",), E1="yes")
    proven(sheet, "E1")
    answered(elm, E1="no")
    page = browser.get(at(sheet, "result/")).text
    assert f'href="{at(elm, "questions/E1/")}"' in page


def test_an_action_is_planned_done_with_proof_and_reopened(sheet, browser):
    item = PlanItemFactory(body=sheet.body)
    colleague = hr_of(sheet.body, "manager@provider.example").person
    day = localdate() + timedelta(days=14)
    told = {
        "owner": str(colleague.pk), "due-day": str(day.day), "due-month": str(day.month), "due-year": str(day.year),
        "remind_on-day": str(day.day), "remind_on-month": str(day.month), "remind_on-year": str(day.year), "version": "1",
    }  # fmt: skip
    later = day + timedelta(days=1)
    late = {"remind_on-day": str(later.day), "remind_on-month": str(later.month), "remind_on-year": str(later.year)}
    assert "on or before the day" in browser.post(f"/self-check/actions/{item.pk}/", told | late).text
    assert "Say who does it" in browser.post(f"/self-check/actions/{item.pk}/", told | {"owner": ""}).text
    assert browser.post(f"/self-check/actions/{item.pk}/", told).status_code == 302
    assert browser.post(f"/self-check/actions/{item.pk}/", told).status_code == 409, "somebody else was quicker"
    page = browser.post(f"/self-check/actions/{item.pk}/do/", {"version": "2", "note": ""})
    assert "what shows it" in page.text
    page = browser.post(f"/self-check/actions/{item.pk}/do/", {"version": "2", "note": "Mrs Moyo has it"})
    assert "This looks like somebody’s name" in page.text
    browser.post(f"/self-check/actions/{item.pk}/do/", {"version": "2", "note": "The log is in the HR drive"})
    item.refresh_from_db()
    assert (item.state, item.owner, item.due) == ("done", colleague, day)
    assert "1 of 1 done" in browser.get(at(sheet, "plan/")).text
    browser.post(f"/self-check/actions/{item.pk}/reopen/", {"version": "3"})
    item.refresh_from_db()
    assert item.state == "to do"


def test_whoever_took_on_an_action_is_reminded_once_and_the_mail_tells_nothing_of_it(sheet):
    by, today = hr_of(sheet.body), localdate()
    gone = hr_of(sheet.body, "gone@provider.example")
    for owner in (by, by, gone):
        item = actions.add_item(sheet, "Pay what is owed", by=by)
        actions.plan_item(item, owner=owner.person_id, due=today, remind_on=today, version=1, by=by)
    gone.until = today
    gone.save()
    assert remind(today - timedelta(days=1)) == 0
    assert remind(today) == 1
    assert remind(today) == 0
    assert Message.objects.count() == 1, "what somebody took on who has left is told to those who are there"
    from irhub.notify.sealing import unseal

    letter = unseal(Message.objects.get().sealed)
    assert "3 actions" in letter.subject
    assert "Pay what is owed" not in letter.text


def test_head_office_answers_for_its_places_which_answer_what_is_different_and_confirm_the_rest(
    sheet, browser, monkeypatch
):
    locations = [queries.Location("1-201", "Elm Court"), queries.Location("1-202", "Rose House")]
    monkeypatch.setattr(queries, "locations_of", lambda body: locations)
    answered(sheet, situation=("sponsors",), E1="yes", F10="yes", A1="yes")
    proven(sheet, "E1")
    assert browser.post(at(sheet, "places/"), {"places": ["1-201", "1-202", "1-999"]}).status_code == 302
    elm, rose = queries.places_of(sheet)
    assert (elm.place, rose.place) == ("Elm Court", "Rose House")
    page = browser.get(at(elm)).text
    assert "Nobody has confirmed it yet" in page
    assert "Name on the licence" not in browser.get(at(elm, "themes/reporting/")).text
    assert browser.get(at(elm, "questions/A1/")).status_code == 404, "head office alone answers that"
    assert "Head office: Yes" in browser.get(at(elm, "questions/E1/")).text
    answered(elm, E1="no")
    elm_at, sheet_at = standing_of(elm), standing_of(sheet)
    assert elm_at.in_force["E1"] == "no"
    assert elm_at.in_force["F10"] == "yes"
    weighed = queries.weighing_of(sheet_at, [elm_at, standing_of(rose)])
    worst = next(one for one in weighed.gaps if one.question.key == "E1")
    assert (worst.place, worst.gap) == ("Elm Court", 2)
    browser.post(at(rose, "confirm/"), {"seen": str(sheet_at.sheet.revision)})
    assert "Confirmed by hr@provider.example" in browser.get(at(rose)).text
    sheet.refresh_from_db()
    answered(sheet, E2="yes")
    assert "Head office has answered something since" in browser.get(at(rose)).text
    rose.refresh_from_db()
    with pytest.raises(ActionRefused, match="Head office has changed an answer"):
        actions.confirm_place(rose, seen=1, by=hr_of(sheet.body))
    with acting_in(hr_of(sheet.body)):
        actions.choose_places(sheet, ["1-202"], by=hr_of(sheet.body))
    assert [one.place for one in queries.places_of(sheet)] == ["Rose House"]
    assert not Answer.objects.filter(sheet=elm.pk).exists()


def test_an_administrator_works_on_it_too_a_viewer_does_not_and_the_trail_tells_nothing_of_answers(sheet):
    viewer = MembershipFactory(body=sheet.body, role=Role.VIEWER, person__email="viewer@provider.example")
    assert signed_in(viewer.person).get(at(sheet)).status_code in (403, 404)
    boss = MembershipFactory(body=sheet.body, role=Role.ADMINISTRATOR, person__email="boss@provider.example")
    signed_in(boss.person).post(at(sheet, "questions/A1/"), {"A1": "no", "seen": "0"})
    assert standing_of(sheet).answers == {"A1": "no"}
    told = AuditEvent.objects.filter(about=f"self-check/{sheet.pk}").order_by("-number").first()
    assert (told.what, told.who, told.detail) == ("worked on a self-check", "boss@provider.example", {})


@pytest.mark.parametrize("page", ["", "themes/pay/", "questions/C5/", "result/", "plan/", "places/"])
def test_pages_take_few_queries_however_much_is_answered(sheet, browser, page, django_assert_max_num_queries):
    asked = standing_of(sheet).asking.questions
    answered(sheet, situation=tuple(asked[0].options), **{each.key: "yes" for each in asked if each.weight})
    for key in ("C5", "C1", "A1"):
        proven(sheet, key)
    browser.get(at(sheet))
    with django_assert_max_num_queries(20):
        assert browser.get(at(sheet, page)).status_code == 200


def test_neither_the_pack_nor_the_standards_are_a_self_check_with_locations_of_their_own(sheet, browser):
    pack, standards = (actions.begin_check(by=hr_of(sheet.body), name=name) for name in (PACK, STANDARDS))
    for page in ("", "plan/", "places/", "assessors/", "questions/opens/"):
        assert browser.get(at(pack, page)).status_code == 404, page
    assert browser.get(at(standards, "places/")).status_code == 404
    assert browser.get(at(standards)).status_code == 200
