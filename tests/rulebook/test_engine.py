"""Whatever is asked: every finding says by which rule, which day and which source; no guess; no date that does not matter."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.questions.questionnaire import UNKNOWN, Kind
from irhub.rulebook.engine import evaluate
from irhub.rulebook.findings import Outcome, Verdict
from irhub.rulebook.flow import flows
from irhub.rulebook.rules import Certainty
from irhub.rulebook.worked import worked_cases
from irhub.web.working_days import bank_holidays
from tests.examples import tried
from tests.rulebook.random_cases import BOOK, DAYS, answer, walks

FLOWS = flows()


@tried(400)
@given(walks())
def test_every_finding_names_rule_version_deciding_day_and_source(walked):
    name, answers = walked
    flow = FLOWS[name]
    result = evaluate(flow.name, answers)
    assert result.findings or result.needs
    for finding in result.findings:
        assert finding.applied
        assert finding.sentence
        assert finding.title
        assert "{" not in finding.title + finding.sentence
        for each in finding.applied:
            assert each.rule.version >= 1
            assert BOOK.by_id[each.rule.id] is each.rule
            assert isinstance(each.day, date)
            assert each.why.startswith("What decides is the ")
            if each.held:
                assert each.rule.covers(each.day)
            sourced = BOOK.sources_of(each.rule) or each.rule.certainty is Certainty.TO_BE_VERIFIED
            assert sourced, each.rule.name


@tried(400)
@given(walks())
def test_a_doubtful_rule_never_gives_an_answer(walked):
    name, answers = walked
    flow = FLOWS[name]
    for finding in evaluate(flow.name, answers).findings:
        doubtful = any(each.doubt for each in finding.applied)
        assert doubtful == bool(finding.doubts)
        if doubtful:
            assert finding.outcome is Outcome.NOT_SETTLED
            assert not finding.compared
            assert finding.due is None


@tried(300)
@given(walks(), st.data())
def test_a_fact_that_is_taken_away_changes_findings_to_needs_and_never_adds_one(walked, data):
    name, answers = walked
    flow = FLOWS[name]
    known = [key for key, value in answers.items() if value != UNKNOWN]
    taken = data.draw(st.sampled_from(known))
    before = evaluate(flow.name, answers)
    after = evaluate(flow.name, {**answers, taken: UNKNOWN})
    for finding in after.findings:
        if finding not in before.findings:
            assert taken in SOFT, (taken, finding)


SOFT = {
    "returned",
    "application",
    "where",
    "status",
    "worked_since",
    "lawful",
    "repays",
    "employer",
    "family",
    "unbroken",
}
"""Facts whose absence is itself an answer (the worker has not come back), or leads to another branch."""


RELEVANT = {
    "sponsor": {
        "occupation": {"application"},
        "route_open": {"certificate_assigned"},
        "entry_closed": {"application"},
        "cqc_met": {"application"},
        "pay_met": {"certificate_assigned"},
        "pay_below": {"certificate_assigned"},
        "wage_met": {"certificate_assigned"},
        "english_met": {"application"},
        "english_not_met": {"application"},
        "family_keeps": {"application", "care_since"},
        "waited": {"certificate_assigned", "worked_since"},
        "too_early": {"certificate_assigned", "worked_since"},
    },
    "pay": {
        "certificate_met": {"certificate_assigned"},
        "certificate_below": {"certificate_assigned"},
        "wage_met": {"on"},
        "wage_below": {"on"},
        "window_met": {"certificate_assigned"},
        "period_met": {"certificate_assigned"},
    },
    "costs": {
        "skills_charge": {"certificate_assigned"},
        "certificate_fee": {"certificate_assigned"},
        "licence_fee": {"licence_application"},
        "visa_fee": {"application"},
    },
    "right-to-work": {"scope_wide": {"start"}, "method": {"check"}, "keep_rule": {"check"}},
    "country": {"red": {"on"}, "care_closed": {"application"}},
    "settlement": {"english": {"application"}, "fee": {"application"}},
}
"""For each finding, the only dates that may change it: the basis of its rules, and the dates that are compared."""


@tried(500)
@given(walks(*RELEVANT), st.data())
def test_moving_a_date_that_does_not_matter_never_changes_a_finding(walked, data):
    name, answers = walked
    flow = FLOWS[name]
    dates = [question.key for question in flow.questions if question.kind is Kind.DATE and question.key in answers]
    dates = [key for key in dates if answers[key] != UNKNOWN]
    if not dates:
        return
    moved = data.draw(st.sampled_from(dates))
    before = evaluate(flow.name, answers)
    after = evaluate(flow.name, {**answers, moved: data.draw(DAYS)})
    for finding in before.findings:
        relevant = RELEVANT[flow.name].get(finding.code)
        if relevant is not None and moved not in relevant:
            assert finding in after.findings, (finding.code, moved)


@tried(300)
@given(walks(), st.data())
def test_a_fact_that_a_flow_does_not_ask_for_never_decides(walked, data):
    name, answers = walked
    unasked = [question for question in FLOWS[name].questions if question.key not in answers]
    extra = {question.key: data.draw(answer(question)) for question in unasked}
    assert evaluate(name, {**extra, **answers}) == evaluate(name, answers)


OUTSIDE = {
    "sponsor": {
        "visa_brake": {"cqc", "hours", "age", "repays", "family", "licence", "pool"},
        "student_may": {"cqc", "hours", "age", "family", "licence", "born_here"},
        "student_not_yet": {"cqc", "hours", "age", "family", "licence", "born_here"},
        "family_no": {"cqc", "hours", "age", "licence", "born_here"},
        "family_child": {"cqc", "hours", "age", "licence"},
        "pay_met": {"age", "cqc", "family", "licence", "english", "lawful"},
        "pay_below": {"age", "cqc", "family", "licence", "english", "lawful"},
        "wage_met": {"cqc", "family", "licence", "english", "lawful"},
    },
    "pay": {
        "certificate_met": {"age", "home", "window", "period_hours", "period_pay"},
        "period_met": {"age", "home", "window", "deducted"},
        "window_met": {"age", "home", "period_hours", "deducted"},
        "wage_met": {"window", "window_pay"},
    },
    "costs": {
        "certificate_fee": {"permission", "size", "months", "where"},
        "skills_charge": {"new_licence"},
        "skills_charge_none": {"new_licence"},
        "visa_fee": {"permission", "size", "new_licence"},
    },
    "report": {
        "pay_cut_by": {"days_before", "reason"},
        "object_by": {"breach_before"},
    },
}
"""For some findings, the facts that are outside the scope of their rules: whoever they differ for is told the same."""


@tried(500)
@given(walks(*OUTSIDE), st.data())
def test_cases_that_differ_only_in_a_fact_outside_the_scope_of_a_rule_get_the_same_finding(walked, data):
    name, answers = walked
    before = evaluate(name, answers)
    for finding in before.findings:
        for question in FLOWS[name].questions:
            if question.key in OUTSIDE[name].get(finding.code, ()) and question.key in answers:
                other = FLOWS[name].kept({**answers, question.key: data.draw(answer(question))}, BOOK)
                assert finding in evaluate(name, other).findings, (finding.code, question.key)


def test_the_engine_is_pure_and_never_looks_at_the_clock():
    assert worked_cases()
    for case in worked_cases():
        assert evaluate(case.checker, case.facts) == evaluate(case.checker, dict(reversed(case.facts.items())))


def test_an_earlier_answer_can_be_repeated_with_the_edition_of_its_day():
    facts = {"want": "penalty", "event": date(2024, 2, 12), "repeated": "no", "workers": Decimal(1)}
    then = evaluate("right-to-work", facts, known=date(2026, 11, 23))
    now = evaluate("right-to-work", facts)
    assert then.verdict is Verdict.NOT_SETTLED
    assert now.verdict is Verdict.YES
    assert then.findings[0].applied[0].rule.name == "RTW-01 version 1"
    assert now.findings[0].applied[0].rule.name == "RTW-01 version 2"
    assert (then.known, now.known) == (date(2026, 11, 23), BOOK.known)
    with pytest.raises(ValueError, match="no rulebook of 2026-11-22"):
        evaluate("right-to-work", facts, known=date(2026, 11, 22))


FLOOR = [
    (date(2023, 4, 11), "SAL-01"),
    (date(2023, 4, 12), "SAL-02"),
    (date(2024, 4, 3), "SAL-02"),
    (date(2024, 4, 4), "SAL-03"),
    (date(2025, 4, 8), "SAL-03"),
    (date(2025, 4, 9), "SAL-04"),
    (date(2025, 4, 10), "SAL-04"),
]


@pytest.mark.parametrize(("day", "expected"), FLOOR)
def test_the_salary_floor_is_that_of_the_day_the_certificate_was_assigned(day, expected):
    facts = {"certificate_assigned": day, "required": Decimal(26000), "hours": Decimal("37.5")}
    found = {each.code: each for each in evaluate("pay", facts).findings}
    assert found["certificate_met"].applied[0].rule.id == expected
    assert found["certificate_met"].applied[0].day == day


@given(st.dates(date(2021, 1, 1), date(2035, 1, 1)))
def test_a_deadline_in_working_days_counts_no_weekend_and_no_bank_holiday(day):
    result = evaluate("report", {"what": "end", "event": day})
    counted = result.findings[0].counted
    assert len(counted) == 10
    assert all(each.weekday() < 5 for each in counted)
    assert not {(each.month, each.day) for each in counted} & {(12, 25), (1, 1)}
    assert counted[0] > day
    passed = [day + timedelta(days=n + 1) for n in range((counted[-1] - day).days)]
    assert tuple(each for each in passed if each.weekday() < 5 and each not in bank_holidays()) == counted
