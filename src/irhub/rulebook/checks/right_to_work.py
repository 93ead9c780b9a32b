"""Which right-to-work check, repeated when, kept how long, and what penalty?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from irhub.rulebook.case import Case
from irhub.rulebook.checks.common import amount
from irhub.rulebook.findings import Finding
from irhub.web.saying import plain, pounds, say_day
from irhub.web.working_days import last_day_of_months

FOR_EVER = ("british_irish_passport", "british_irish_other")


def _wants(case: Case, what: str) -> bool:
    return case.choice("want") == what


def scope(case: Case) -> Iterator[Finding]:
    """Must this person be checked?"""
    if not _wants(case, "check"):
        return
    rule = case.rule("scheme_scope")
    if case.choice("engaged") == "employee":
        yield case.say("scope_employee", rule)
    else:
        yield case.say("scope_old" if rule.rule.value == "employees" else "scope_wide", rule)


def in_time(case: Case) -> Iterator[Finding]:
    """Is the check done before the work begins?"""
    if not _wants(case, "check"):
        return
    rule = case.rule("scheme_scope")
    checked = case.day("check")
    code = "too_late" if checked > rule.day else "before_start"
    yield case.say(code, rule, check=checked, start=rule.day)


def method(case: Case) -> Iterator[Finding]:
    """Which check fits the person?"""
    if not _wants(case, "check"):
        return
    person = case.choice("person")
    if person == "clipped":
        yield case.say("clipped", case.rule("clipped_passport_accepted"))
    elif person == "nothing":
        yield case.say("nothing", case.rule("scheme_scope"))
    else:
        rule = case.rule("check_method", person)
        yield case.say("method", rule, value=rule.rule.value)


def repeat(case: Case) -> Iterator[Finding]:
    """When must the check be repeated?"""
    if not _wants(case, "check") or case.choice("person") in ("clipped", "nothing"):
        return
    person = case.choice("person")
    if person == "pending":
        notice = case.rule("positive_verification_notice", by="notice")
        due = last_day_of_months(notice.day, int(amount(notice)))
        lines = [f"{say_day(notice.day)} + {plain(amount(notice))} months = {say_day(due)}"]
        yield case.say("notice_until", notice, compared=lines, due=due)
        return
    rule = case.rule("vignette_manual_then_online") if person == "vignette" else case.rule("check_method", person)
    if person in FOR_EVER or case.choice("permission") == "no":
        yield case.say("repeat_none", rule)
    else:
        yield case.say("repeat_before", rule, due=case.day("permission_end"))


def keep(case: Case) -> Iterator[Finding]:
    """How long must the copy be kept?"""
    if _wants(case, "check"):
        yield case.say("keep_rule", case.rule("retention_after_employment", by="check"))
    elif _wants(case, "keep"):
        rule = case.rule("retention_after_employment")
        due = last_day_of_months(rule.day, 12 * int(amount(rule)))
        lines = [f"{say_day(rule.day)} + {plain(amount(rule))} years = {say_day(due)}"]
        yield case.say("keep_until", rule, compared=lines, due=due)


def transfer(case: Case) -> Iterator[Finding]:
    """When must people from a transfer be checked?"""
    if _wants(case, "transfer"):
        rule = case.rule("transfer_check_grace")
        due = rule.day + timedelta(days=int(amount(rule)))
        lines = [f"{say_day(rule.day)} + {plain(amount(rule))} days = {say_day(due)}"]
        yield case.say("transfer_by", rule, compared=lines, due=due)


def penalty(case: Case) -> Iterator[Finding]:
    """How high can the penalty be?"""
    if not _wants(case, "penalty"):
        return
    repeated = case.choice("repeated") == "yes"
    rule = case.rule("civil_penalty_repeat" if repeated else "civil_penalty_first", "each")
    workers = case.number("workers")
    total = amount(rule) * workers
    lines = [f"{plain(workers)} x {pounds(amount(rule))} = {pounds(total)}"]
    yield case.say("penalty_repeat" if repeated else "penalty_first", rule, compared=lines, total=pounds(total))


CHECKS = (scope, in_time, method, repeat, keep, transfer, penalty)
