"""A provider assesses itself against the code; it may publish its level, edition and expiry, which end by themselves, and nothing else is told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from irhub.compliance import actions, levels
from irhub.compliance.how_it_stands import standing_of
from irhub.compliance.kinds import Level
from irhub.compliance.models import Published
from irhub.compliance.queries import weighing_of
from irhub.compliance.questionnaire import STANDARDS, Weight, newest
from irhub.compliance.weighing import LASTS
from irhub.notify.models import Message
from irhub.rulebook.loading import rulebook
from irhub.web.errors import ActionRefused
from irhub.web.jinja import day
from tests.compliance.factories import ProviderFactory, PublishedFactory, answered, hr_of, meets_the_standards
from tests.factories import NAME, PROVIDER, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return hr_of(ProviderFactory())


def test_the_principles_and_benchmarks_are_statements_with_weight_source_and_rules_that_are_there():
    asking = newest(STANDARDS)
    assert [len(page.questions) for page in asking.pages] == [7, 13]
    known = {rule.id for rule in rulebook().every}
    wrong = [
        each.key
        for each in asking.questions
        if each.weight is None or not each.source or not each.evidence or not set(each.rules) <= known
    ]
    assert wrong == []
    assert asking.since == date(2026, 11, 23)
    assert {each.weight for each in asking.questions} == set(Weight)


def test_what_each_assessment_comes_to(by):
    sheet = actions.begin_check(by=by, name=STANDARDS)
    assert levels.level_of(weighing_of(standing_of(sheet))) is Level.TOWARDS
    sheet = meets_the_standards(by.body)
    assert levels.level_of(weighing_of(standing_of(sheet))) is Level.FULL
    answered(sheet, B10="no")
    assert levels.level_of(weighing_of(standing_of(sheet))) is Level.CORE
    sheet.refresh_from_db()
    answered(sheet, B5="partly")
    assert levels.level_of(weighing_of(standing_of(sheet))) is Level.TOWARDS


def test_a_provider_publishes_and_withdraws_its_level_by_its_own_choice(by):
    browser = signed_in(by.person)
    begun = browser.post("/self-check/standards/begin/", follow=True)
    assert "Ethical recruitment standards" in begun.text
    sheet = meets_the_standards(by.body)
    page = browser.get(f"/self-check/standards/{sheet.pk}/").text
    assert "Meets every statement, by its own assessment" in page
    assert levels.public_levels([PROVIDER]) == [], "not before the provider chooses so"
    browser.post(f"/self-check/standards/{sheet.pk}/publish/")
    told = levels.public_levels([PROVIDER])
    assert [(one.words, one.expires_on) for one in told] == [
        ("Meets every statement, by its own assessment", localdate() + timedelta(days=365))
    ]
    browser.post(f"/self-check/standards/{sheet.pk}/withdraw/")
    assert levels.public_levels([PROVIDER]) == []


def test_a_level_ends_by_itself_after_a_year(by):
    PublishedFactory(body=by.body)
    today = localdate()
    assert levels.public_levels([PROVIDER], today + timedelta(days=365))
    assert levels.public_levels([PROVIDER], today + timedelta(days=366)) == []


def test_a_level_is_withdrawn_at_once_when_an_answer_or_its_evidence_no_longer_bears_it_out(by):
    made = PublishedFactory(body=by.body)
    answered(made.sheet, B10="no")
    assert levels.public_levels([PROVIDER]) == []
    made = PublishedFactory(body=by.body)
    actions.remove_evidence(made.sheet.evidence.filter(question="B5").first(), by=by)
    actions.remove_evidence(made.sheet.evidence.filter(question="B5").first(), by=by)
    assert levels.public_levels([PROVIDER]) == []


def test_a_level_is_withdrawn_on_the_day_on_which_its_evidence_is_too_old_and_the_provider_is_told_before(by):
    made, today = PublishedFactory(body=by.body), localdate()
    last = today + LASTS[Weight.CRITICAL]
    page = signed_in(by.person).get(f"/self-check/standards/{made.sheet_id}/").text
    assert f"Its evidence counts until {day(last)}" in page
    assert levels.hold(last - timedelta(days=15)) == 0
    assert not Message.objects.exists()
    assert [levels.hold(last - timedelta(days=left)) for left in (14, 13, 0)] == [0, 0, 0]
    assert Message.objects.get().kind == "self-check-level"
    assert levels.hold(last + timedelta(days=1)) == 1
    assert levels.public_levels([PROVIDER]) == []
    assert Message.objects.count() == 2
    assert levels.hold(last + timedelta(days=1)) == 0


def test_below_the_core_nothing_can_be_published(by):
    sheet = actions.begin_check(by=by, name=STANDARDS)
    with pytest.raises(ActionRefused, match="every critical statement"):
        levels.publish(sheet, weighing_of(standing_of(sheet)), by=by)
    assert not Published.objects.exists()


def test_nothing_but_level_edition_and_days_is_told_to_anybody(by):
    PublishedFactory(body=by.body)
    (told,) = levels.public_levels([PROVIDER])
    assert set(vars(told)) == {"words", "edition", "version", "assessed_on", "expires_on"}
    assert NAME not in str(told)
    assert "@" not in str(told)
    assert levels.public_levels(["1-999"]) == levels.public_levels([]) == []
