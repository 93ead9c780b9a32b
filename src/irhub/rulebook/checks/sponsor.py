"""May this person be sponsored in this role?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from irhub.rulebook.case import Case
from irhub.rulebook.checks.common import WEEKS, amount, minimum_wage, rate, to_the_penny, up_to_a_penny
from irhub.rulebook.findings import Applied, Finding
from irhub.web.saying import plain, pounds, say_day
from irhub.web.working_days import months_after

IN_CARE = ("with_us", "with_other")
EDITION = "the day of this edition of the rulebook"


def _covered(case: Case) -> bool:
    """Whether the case is one of a care job with an organisation: every check but the first two is about those."""
    return case.has("role", "care_worker", "senior_care_worker") and not case.has("employer", "household")


def job(case: Case) -> Iterator[Finding]:
    """Is the job one that can be sponsored?"""
    if case.choice("role") == "other":
        yield case.say("other_job", case.rule("skill_floor", day=case.book.known, words=EDITION))
    elif case.has("employer", "household"):
        yield case.say("household", case.rule("personal_capacity_sponsorship", day=case.book.known, words=EDITION))
    else:
        yield case.say("occupation", case.rule("occupation_eligible", case.choice("role")))


def licence(case: Case) -> Iterator[Finding]:
    """Does the licence allow a certificate to be assigned?"""
    if not _covered(case):
        return
    state = case.choice("licence")
    by = "certificate_assigned"
    if state == "suspended":
        yield case.say("licence_suspended", case.rule("work_during_suspension", by=by))
    elif state == "b":
        code = (
            "licence_b_extension"
            if case.choice("where") == "uk" and case.choice("status") == "with_us"
            else "licence_b_new"
        )
        yield case.say(code, case.rule("licence_rating", "b", by=by))
    else:
        yield case.say("licence_a" if state == "a" else "licence_none", case.rule("licence_rating", "a", by=by))


def place(case: Case) -> Iterator[Finding]:
    """Is the route open to a person who applies from where they are?"""
    if not _covered(case):
        return
    if case.choice("where") == "overseas":
        entry = case.rule("entry_clearance_open")
        yield case.say("entry_open" if entry.rule.value else "entry_closed", entry, application=entry.day)
        if entry.rule.value:
            yield case.say("criminal_record", case.rule("criminal_record_certificate", "overseas"))
        return
    route = case.rule("in_country_route_open")
    yield case.say("route_open", route)
    expiry = case.rule("list_expiry")
    if expiry.held:
        yield case.say("list_end", expiry)


def student(case: Case) -> Iterator[Finding]:
    """May a Student switch?"""
    if not _covered(case) or not case.has("status", "student") or not case.holds("student_must_finish"):
        return
    rule = case.rule("student_must_finish")
    if not rule.rule.value:
        yield case.say("student_free", rule)
    else:
        yield case.say("student_not_yet" if case.choice("study") == "neither" else "student_may", rule)


def worked_first(case: Case) -> Iterator[Finding]:
    """Has the person worked for the sponsor for long enough?"""
    if not _covered(case) or case.choice("where") == "overseas":
        return
    status = case.choice("status")
    wait = case.rule("switch_months")
    if status in IN_CARE:
        yield case.say("no_wait", wait)
        return
    months = int(amount(wait))
    if wait.held and months == 0:
        yield case.say("no_wait_then", wait)
        return
    if case.has("lawful", "no"):
        yield case.say("not_lawful", wait)
        return
    since, assigned = case.day("worked_since"), wait.day
    enough = months_after(since, months)
    compared = (
        f"First day of work: {say_day(since)}",
        f"{months} months later: {say_day(enough)}",
        f"Certificate assigned: {say_day(assigned)}, which is {'not before' if assigned >= enough else 'before'} {say_day(enough)}",
    )
    if assigned < enough:
        yield case.say("too_early", wait, compared=compared, since=since, enough=enough, assigned=assigned)
        return
    case.choice("lawful")
    yield case.say("waited", wait, compared=compared, since=since, enough=enough, assigned=assigned)


def displaced_first(case: Case) -> Iterator[Finding]:
    """Were displaced workers tried first, where that was the rule?"""
    if not _covered(case) or (case.choice("where") == "overseas" and not case.has("certificate_assigned")):
        return
    rule = case.rule("displaced_pool_first", "england")
    if not rule.rule.value:
        yield case.say("pool_not_needed", rule)
    elif case.choice("where") == "uk" and (case.choice("status") in IN_CARE or _worked_lawfully(case, rule)):
        yield case.say("pool_exempt", rule)
    else:
        yield case.say("pool_held" if case.choice("pool") == "yes" else "pool_missing", rule)


def _worked_lawfully(case: Case, rule: Applied) -> bool:
    """The exception for people who had worked lawfully for the sponsor for some months."""
    known = case.has("worked_since") and case.has("lawful", "yes")
    return known and months_after(case.day("worked_since"), int(amount(rule, "months_worked"))) <= rule.day


def registered(case: Case) -> Iterator[Finding]:
    """Is the employer registered with the Care Quality Commission?"""
    if not _covered(case):
        return
    rule = case.rule("cqc_registration_required", "england")
    if not rule.rule.value:
        yield case.say("cqc_not_needed", rule)
    elif case.choice("cqc") == "yes":
        yield case.say("cqc_met", rule)
    elif case.has("status", "with_us") and case.choice("unbroken") == "yes":
        yield case.say("cqc_unbroken", rule)
    else:
        yield case.say("cqc_not_met", rule)


def pay(case: Case) -> Iterator[Finding]:
    """Is the pay high enough?"""
    if not _covered(case):
        return
    floor = case.rule("salary_floor")
    hours = case.number("hours")
    if case.choice("paid_by") == "hour":
        hourly = case.number("hourly")
        yearly = hourly * WEEKS * hours
        compared = [f"{pounds(hourly)} an hour x {plain(hours)} hours x {WEEKS} weeks = {to_the_penny(yearly)} a year"]
    else:
        yearly = case.number("yearly")
        hourly = yearly / WEEKS / hours
        compared = [f"{to_the_penny(yearly)} a year / {WEEKS} weeks / {plain(hours)} hours = {rate(hourly)} an hour"]
    wage_hourly = hourly
    used = [floor]
    if case.choice("repays") == "yes":
        rule = case.rule("deductions_reduce_salary")
        if rule.rule.value:
            used.append(rule)
            yearly, lines = _less_repayment(case, yearly)
            hourly = yearly / WEEKS / hours
            compared += [
                *lines,
                f"{to_the_penny(yearly)} a year / {WEEKS} weeks / {plain(hours)} hours = {rate(hourly)} an hour",
            ]
        else:
            yield case.say("repays_old", rule)
    else:
        yield case.say("repays_none", case.rule("deductions_reduce_salary"))
    yield _against_floor(case, used, yearly, hourly, compared)
    yield case.say("pay_basic", case.rule("pay_that_counts"))
    yield _against_wage(case, wage_hourly)


def _less_repayment(case: Case, yearly: Decimal) -> tuple[Decimal, list[str]]:
    repaid, months = case.number("repaid"), case.number("months")
    each = repaid * 12 / months
    return yearly - each, [
        f"{pounds(repaid)} paid back over {plain(months)} months = {to_the_penny(each)} a year",
        f"{to_the_penny(yearly)} - {to_the_penny(each)} = {to_the_penny(yearly - each)} a year",
    ]


def _against_floor(case: Case, used: list[Applied], yearly: Decimal, hourly: Decimal, compared: list[str]) -> Finding:
    year, hour = amount(used[0]), amount(used[0], "hourly")
    compared = [
        *compared,
        f"{to_the_penny(yearly)} a year is {'below' if yearly < year else 'not below'} the floor of {pounds(year)}",
        f"{rate(hourly)} an hour is {'below' if hourly < hour else 'not below'} the floor of {pounds(hour)}",
    ]
    if yearly < year:
        return case.say("pay_below", *used, compared=compared, short=pounds(up_to_a_penny(year - yearly)))
    if hourly < hour:
        return case.say("pay_below_hour", *used, compared=compared, short=pounds(up_to_a_penny(hour - hourly)))
    return case.say("pay_met", *used, compared=compared)


def _against_wage(case: Case, hourly: Decimal) -> Finding:
    wage = minimum_wage(case, by="certificate_assigned")
    compared = [f"{rate(hourly)} an hour against {pounds(amount(wage))}"]
    if hourly < amount(wage):
        return case.say("wage_below", wage, compared=compared, short=pounds(up_to_a_penny(amount(wage) - hourly)))
    return case.say("wage_met", wage, compared=compared)


def english(case: Case) -> Iterator[Finding]:
    """Has the person shown enough English?"""
    if not _covered(case):
        return
    rule = case.rule("english_level", "first")
    if case.choice("where") == "uk" and case.choice("status") not in ("other_visa", "student"):
        yield case.say("english_in_route", rule)
        return
    if case.choice("where") == "overseas":
        return
    shown = case.choice("english")
    enough = {"B1": ("B1", "B2"), "B2": ("B2",)}[str(rule.rule.value)]
    code = "english_exempt" if shown == "exempt" else "english_met" if shown in enough else "english_not_met"
    yield case.say(code, rule)


def family(case: Case) -> Iterator[Finding]:
    """May the partner and children come too?"""
    if not _covered(case) or case.choice("family") == "no":
        return
    rule = case.rule("dependants_allowed", "care_new")
    if rule.rule.value:
        yield case.say("family_yes", rule)
    elif case.choice("where") == "uk" and case.choice("status") in IN_CARE:
        since = case.day("care_since")
        assert rule.rule.since is not None
        if since < rule.rule.since:
            yield case.say("family_keeps", rule, since=since)
            return
        yield case.say("family_no", rule, since=since)
    else:
        newer = case.rule("dependants_allowed", "below_degree_new")
        yield case.say("family_no", *((rule, newer) if newer.held else (rule,)))
    if not rule.rule.value and case.holds("child_born_here") and case.choice("born_here") == "yes":
        yield case.say("family_child", case.rule("child_born_here"))
    if not rule.rule.value and case.holds("child_sole_responsibility"):
        alone = case.rule("child_sole_responsibility")
        if alone.held and case.choice("sole_responsibility") == "yes":
            yield case.say("family_sole", alone)


def also(case: Case) -> Iterator[Finding]:
    """What else applies?"""
    if not _covered(case):
        return
    yield case.say("role_test", case.rule("role_test"))
    rights = case.rule("inform_workers_of_rights", by="certificate_assigned")
    if rights.held:
        yield case.say("rights", rights)
    if case.choice("where") != "overseas":
        return
    brake = case.rule("nationality_visa_brake", "afghanistan")
    if brake.held:
        yield case.say("visa_brake", brake)


CHECKS = (job, licence, place, student, worked_first, displaced_first, registered, pay, english, family, also)
