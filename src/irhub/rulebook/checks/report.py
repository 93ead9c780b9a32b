"""What must be reported or done, by when? Every deadline shows the days that were counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from irhub.rulebook.case import Case
from irhub.rulebook.checks.common import amount
from irhub.rulebook.findings import Applied, Finding, say_weekday
from irhub.web.saying import pounds, say_day
from irhub.web.working_days import holidays_between, last_day_of_months, working_days_after, working_days_from

WORKER_EVENTS = ("end", "pay_or_duties")
_DAYS = 7
"""The days of a week."""


def _in_working_days(case: Case, code: str, rule: Applied, *first: Applied, **gaps: object) -> Finding:
    """A deadline so many working days after the deciding day, which is not counted; `first` are rules it builds on."""
    counted = working_days_after(rule.day, int(amount(rule)))
    return case.say(code, rule, *first, compared=_count(rule.day, counted), counted=counted, due=counted[-1], **gaps)


def _skipped(first: date, last: date) -> str:
    holidays = [f", {name} on {say_weekday(day)}" for day, name in holidays_between(first, last)]
    return f"Not counted: weekends{''.join(holidays)}."


def _count(start: date, counted: tuple[date, ...]) -> list[str]:
    return [
        f"Counting begins after {say_weekday(start)}. Day 1 is {say_weekday(counted[0])}.",
        f"Day {len(counted)} is {say_weekday(counted[-1])}.",
        _skipped(start, counted[-1]),
    ]


def _in_days(case: Case, code: str, rule: Applied) -> Finding:
    """A deadline so many calendar days from the deciding day, which is counted only if the rule says so."""
    days = int(amount(rule))
    counted = bool(rule.rule.also.get("date_counts"))
    due = rule.day + timedelta(days=days - counted)
    begin = f"day 1 is {say_day(rule.day)}" if counted else f"day 1 is {say_day(rule.day + timedelta(days=1))}"
    return case.say(code, rule, compared=[f"{days} days, of which {begin}, end on {say_weekday(due)}"], due=due)


def worker_changed(case: Case) -> Iterator[Finding]:
    """When must a change about a worker be reported?"""
    what = case.choice("what")
    if what in WORKER_EVENTS:
        rule = case.rule("report_worker_event")
        yield _in_working_days(case, "report_by", rule, event=rule.day)
    elif what == "place":
        yield from _moved(case)


def _moved(case: Case) -> Iterator[Finding]:
    if case.has("place_kind", "hybrid") and case.holds("report_hybrid_work"):
        hybrid = case.rule("report_hybrid_work")
        if not hybrid.rule.value:
            yield case.say("hybrid_not", hybrid, event=hybrid.day)
            return
    elif case.holds("report_hybrid_work"):
        case.choice("place_kind")
    rule = case.rule("report_work_location")
    yield _in_working_days(case, "place_by", rule, event=rule.day)


def absent(case: Case) -> Iterator[Finding]:
    """When must an absence be reported?"""
    if case.choice("what") != "absence":
        return
    trigger = case.rule("absence_trigger")
    absence = working_days_from(trigger.day, int(amount(trigger)) + 1)
    tenth, eleventh = absence[-2:]
    if case.has("returned") and case.day("returned") <= eleventh:
        lines = [
            f"Working days of absence: day 1 is {say_weekday(absence[0])}, day {len(absence) - 1} is {say_weekday(tenth)}.",
            _skipped(absence[0], tenth),
        ]
        yield case.say(
            "absence_not_yet", trigger, compared=lines, counted=absence[:-1], returned=case.day("returned"), tenth=tenth
        )
        return
    counted = working_days_after(tenth, int(amount(case.rule("report_worker_event", day=tenth))))
    code = "absence_ended" if case.has("returned") else "absence_by"
    lines = [
        f"Absence: day 1 is {say_weekday(absence[0])}, day {len(absence) - 1} is {say_weekday(tenth)}.",
        _skipped(absence[0], tenth),
        *_count(tenth, counted),
    ]
    yield case.say(
        code,
        trigger,
        case.rule("report_worker_event", day=tenth, words="the tenth day of absence"),
        compared=lines,
        counted=counted,
        due=counted[-1],
        tenth=say_weekday(tenth),
        eleventh=say_weekday(eleventh),
    )


def not_started(case: Case) -> Iterator[Finding]:
    """By when must the worker start?"""
    if case.choice("what") != "no_start":
        return
    dates = [case.day(key) for key in ("certificate_start", "valid_from", "granted")]
    rule = case.rule("start_within", day=max(dates), words="the latest of the three dates")
    due = rule.day + timedelta(days=int(amount(rule)))
    lines = [f"{say_day(rule.day)} + {int(amount(rule))} days = {say_weekday(due)}"]
    yield case.say("start_by", rule, compared=lines, due=due, latest=rule.day)
    yield _in_working_days(
        case, "no_start_report_by", case.rule("report_worker_event", day=due, words="the last day to start"), rule
    )


def unpaid(case: Case) -> Iterator[Finding]:
    """How long may pay be missing or reduced?"""
    if case.choice("what") != "unpaid":
        return
    rule = case.rule("unpaid_pay_trigger", by="unpaid_from")
    long = case.holds("report_long_absence")
    if long and case.choice("unpaid_kind") == "reduced":
        cut = case.rule("report_worker_event", by="unpaid_from")
        yield _in_working_days(case, "pay_cut_by", cut, event=cut.day)
    if long and case.number("days_before") > _DAYS * int(amount(rule)):
        yield from _weeks_passed(case, rule)
        return
    last, lines = _four_weeks_over(case, rule)
    used, absent_now = last < rule.day, long and case.has("unpaid_kind", "absent")
    if used:
        yield case.say("weeks_used", rule, compared=lines, year=rule.day.year, event=rule.day)
    reported = case.rule("report_worker_event", day=last, words="the day the four weeks are over")
    if case.choice("reason") == "yes":
        yield case.say("unpaid_listed", rule)
    elif not used:
        yield case.say("unpaid_limit", rule, compared=lines, due=last)
        yield _in_working_days(case, "unpaid_report_by", reported, rule)
    if absent_now:
        absence, code = case.rule("report_long_absence", by="unpaid_from"), "absence_now" if used else "long_absence_by"
        yield _in_working_days(case, code, reported, absence, absence=absence.rule.says, last=last)


def _weeks_passed(case: Case, rule: Applied) -> Iterator[Finding]:
    """What follows if the weeks were passed before the day given: on a day that is not known, so no deadline is named."""
    listed = case.choice("reason") == "yes"
    if case.has("unpaid_kind", "absent") or not listed:
        long = case.rule("report_long_absence", by="unpaid_from")
        yield case.say("weeks_passed", rule, long, year=rule.day.year, event=rule.day, report=long.rule.says)
    yield case.say("unpaid_listed" if listed else "unpaid_over", rule)


def _four_weeks_over(case: Case, rule: Applied) -> tuple[date, list[str]]:
    """The last day of the weeks allowed in a calendar year, and the sum: a new count begins on 1 January."""
    weeks, start = int(amount(rule)), rule.day
    before = int(case.number("days_before")) if case.holds("report_long_absence") else 0
    left = max(_DAYS * weeks - before, 0)
    last = start + timedelta(days=left - 1)
    lines = [f"{weeks} weeks are {_DAYS * weeks} days; {before} were used earlier in {start.year}, so {left} are left"]
    if last.year > start.year and case.holds("report_long_absence"):
        last = date(last.year, 1, 1) + timedelta(days=_DAYS * weeks - 1)
        lines.append(f"They are not used up by 31 December {start.year}; a new count begins on 1 January {last.year}")
    if left:
        lines.append(f"Counted from {say_weekday(start)}, that day included, they are over on {say_weekday(last)}")
    return last, lines


def organisation_changed(case: Case) -> Iterator[Finding]:
    """When must a change about the organisation be reported?"""
    what = case.choice("what")
    if what == "organisation":
        rule = case.rule("report_organisation_event")
        yield _in_working_days(case, "organisation_by", rule, event=rule.day)
    elif what == "transfer":
        rule = case.rule("transfer_licence_application")
        yield _in_working_days(case, "transfer_by", rule, event=rule.day)
        yield _in_working_days(case, "transfer_report_by", case.rule("report_organisation_event"))


def licence_letter(case: Case) -> Iterator[Finding]:
    """What follows from a letter about the licence?"""
    what = case.choice("what")
    if what == "suspension":
        yield _in_working_days(case, "suspension_by", case.rule("suspension_reply"))
        yield case.say("suspension_work", case.rule("work_during_suspension"))
    elif what == "downgrade":
        yield _in_working_days(case, "downgrade_by", case.rule("downgrade_reply"))
    elif what == "action_plan":
        yield _in_working_days(case, "plan_pay_by", case.rule("action_plan_payment"))
        fee = case.rule("action_plan_fee")
        yield case.say("plan_fee", fee, fee=pounds(amount(fee)))
        yield case.say("plan_length", case.rule("action_plan_length"))
        yield case.say("plan_twice", case.rule("b_rating_limit"))
    if what in ("suspension", "downgrade"):
        standard = case.rule("enforcement_standard")
        if standard.held:
            yield case.say("suspicion", standard)


def revoked(case: Case) -> Iterator[Finding]:
    """What follows from a revocation?"""
    if case.choice("what") != "revoked":
        return
    yield case.say("revoked_work", case.rule("work_after_revocation"))
    yield case.say("revoked_appeal", case.rule("appeal_right"))
    for code, scope in (("revoked_wait", "revoked"), ("revoked_repeat", "repeat")):
        rule = case.rule("cooling_off", scope)
        if rule.held:
            due = last_day_of_months(rule.day, int(amount(rule)))
            lines = [f"{say_day(rule.day)} + {int(amount(rule))} months = {say_day(due)}"]
            yield case.say(code, rule, compared=lines, due=due)
    yield case.say("letters", case.rule("revocation_letters"))


def permission(case: Case) -> Iterator[Finding]:
    """How long may the worker stay?"""
    what = case.choice("what")
    if what not in ("revoked", "cancelled"):
        return
    pause = case.rule("cancellation_paused", "revoked_care_sponsor")
    if pause.held:
        yield case.say("pause", pause)
    yield case.say("in_time", case.rule("in_time_application_extends", by="letter"))
    if what == "cancelled":
        yield _sixty_days(case, case.rule("cancellation_period"))


def _sixty_days(case: Case, rule: Applied) -> Finding:
    usual = rule.day + timedelta(days=int(amount(rule)))
    lines = [f"{say_day(rule.day)} + {int(amount(rule))} days = {say_weekday(usual)}"]
    if case.day("visa_end") < usual:
        lines.append(f"The visa ends on {say_weekday(case.day('visa_end'))}, which is sooner")
        return case.say("visa_sooner", rule, compared=lines, due=case.day("visa_end"))
    return case.say("sixty_days", rule, compared=lines, due=usual)


def penalty(case: Case) -> Iterator[Finding]:
    """What follows from a penalty notice or an information request?"""
    what = case.choice("what")
    if what == "information":
        yield _in_days(case, "answer_by", case.rule("information_request_reply"))
    if what != "penalty":
        return
    yield _in_days(case, "object_by", case.rule("civil_penalty_objection"))
    faster = case.rule("civil_penalty_fast_payment")
    if case.choice("breach_before") == "no":
        yield _in_days(case, "pay_less_by", faster)
    else:
        yield case.say("pay_less_no", faster)


def missing(case: Case) -> Iterator[Finding]:
    """What may be said of a sponsor that is not on the register?"""
    if case.choice("what") == "missing":
        yield case.say("missing_means", case.rule("register_absence_meaning"))


CHECKS = (
    worker_changed,
    absent,
    not_started,
    unpaid,
    organisation_changed,
    licence_letter,
    revoked,
    permission,
    penalty,
    missing,
)
