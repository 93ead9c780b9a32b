"""What does sponsoring cost, who must pay, and what may be taken from the worker?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from irhub.rulebook.case import Case
from irhub.rulebook.checks.common import amount, up_to_a_penny
from irhub.rulebook.findings import Applied, Finding
from irhub.web.saying import plain, pounds

FIRST, FURTHER = 12, 6  # months that the two parts of the skills charge pay for
CLAUSES = (("transparency", "open"), ("proportionate", "real"), ("flexibility", "eased"))


def _cost(case: Case) -> bool:
    return case.choice("want") == "cost"


def size(case: Case) -> Iterator[Finding]:
    """Is the sponsor small?"""
    if not _cost(case):
        return
    if case.choice("size") != "work_out":
        if case.holds("size_on_licence"):
            yield case.say("size_held", case.rule("size_on_licence"))
        return
    rule, small, lines = _worked_out(case)
    yield case.say("size_small" if small else "size_large", rule, compared=lines)


def _worked_out(case: Case, by: str = "") -> tuple[Applied, bool, list[str]]:
    """The size rule, whether two of its three tests are met, and each test in words."""
    rule = case.rule("small_sponsor", by=by)
    last, lines = _two_of_three(case, rule, "")
    if not case.holds("size_on_licence"):  # the editions before the rule on two years
        return rule, last, lines
    before, lines_before = _two_of_three(case, rule, "_before")
    told = [f"Last financial year. {line}" for line in lines] + [f"The year before. {line}" for line in lines_before]
    return rule, last and before, told


def _two_of_three(case: Case, rule: Applied, year: str) -> tuple[bool, list[str]]:
    """Whether two of the three tests are met in one year, and each test in words."""
    lines, met = [], 0
    for name, say in (("turnover", pounds), ("assets", pounds), ("staff", plain)):
        given, most = case.number(f"{name}{year}"), amount(rule, name)
        met += given <= most
        lines.append(f"{name.capitalize()}: {say(given)}, at most {say(most)}: {'met' if given <= most else 'not met'}")
    return met >= 2, lines


def _by_size(case: Case, topic: str, by: str = "") -> tuple[Applied, ...]:
    """The rule of a topic for the sponsor's size, followed by the size rule of the same day if the size had to be worked out."""
    chosen = case.choice("size")
    if chosen != "work_out":
        return (case.rule(topic, chosen),)
    rule, small, _ = _worked_out(case, by)
    return case.rule(topic, "small" if small else "large"), rule


def _skills_charge(case: Case) -> tuple[Decimal, tuple[Applied, ...], list[str]]:
    """The charge in pounds, the rules used, and the sum in words: a part of six months counts as six months."""
    exempt = _exempt(case)
    if exempt:
        return Decimal(0), (exempt,), ["The permission that the person holds makes the charge nil"]
    shortest = case.rule("skills_charge_from_months", "overseas" if case.choice("where") == "overseas" else "in_uk")
    sized = _by_size(case, "skills_charge")
    charge = sized[0]
    months = int(case.number("months"))
    if months < amount(shortest):
        return Decimal(0), (shortest,), [f"{months} months is less than {plain(amount(shortest))}"]
    further = max(0, -(-(months - FIRST) // FURTHER))
    total = amount(charge) + further * amount(charge, "further_6_months")
    lines = [
        f"First {FIRST} months: {pounds(amount(charge))}",
        f"Further half-years or parts of one in {months} months: {further}",
        f"{pounds(amount(charge))} + {further} x {pounds(amount(charge, 'further_6_months'))} = {pounds(total)}",
    ]
    return total, (*sized, shortest), lines


def _exempt(case: Case) -> Applied | None:
    """The rule by which no charge is due for the permission that the person holds, if there is one."""
    if case.choice("where") == "overseas" or not case.holds("skills_charge_exempt", "student"):
        return None
    permission = case.choice("permission")
    if permission not in ("student", "after_student"):
        return None
    rule = case.rule("skills_charge_exempt", permission)
    return rule if rule.rule.value else None


def skills_charge(case: Case) -> Iterator[Finding]:
    """How much is the skills charge?"""
    if not _cost(case):
        return
    total, used, lines = _skills_charge(case)
    yield case.say("skills_charge" if total else "skills_charge_none", *used, compared=lines, total=pounds(total))


def fees(case: Case) -> Iterator[Finding]:
    """What do the certificate and the licence cost?"""
    if not _cost(case):
        return
    certificate = case.rule("certificate_fee")
    yield case.say("certificate_fee", certificate, total=pounds(amount(certificate)))
    if case.choice("new_licence") == "yes":
        licence = _by_size(case, "licence_fee", by="licence_application")
        yield case.say("licence_fee", *licence, total=pounds(amount(licence[0])))


def visa(case: Case) -> Iterator[Finding]:
    """What does the visa cost?"""
    if not _cost(case):
        return
    fee = case.rule("health_and_care_visa_fee", "up_to_3_years" if case.number("months") <= 36 else "over_3_years")
    yield case.say("visa_fee", fee, total=pounds(amount(fee)))
    yield case.say("surcharge", case.rule("health_surcharge_exempt", "health_and_care"))


def employer_total(case: Case) -> Iterator[Finding]:
    """What must the sponsor pay in all?"""
    if not _cost(case):
        return
    total, used, _ = _skills_charge(case)
    certificate = case.rule("certificate_fee")
    lines = [f"Skills charge: {pounds(total)}", f"Certificate: {pounds(amount(certificate))}"]
    total += amount(certificate)
    licence: tuple[Applied, ...] = ()
    if case.choice("new_licence") == "yes":
        licence = _by_size(case, "licence_fee", by="licence_application")
        lines.append(f"Licence: {pounds(amount(licence[0]))}")
        total += amount(licence[0])
    parts = {each.rule.id: each for each in (*used, certificate, *licence)}.values()
    yield case.say("employer_total", *parts, compared=lines, total=pounds(total))


def passing_on(case: Case) -> Iterator[Finding]:
    """May this cost be taken from the worker?"""
    if _cost(case):
        return
    item = case.choice("item")
    if item == "skills_charge":
        yield case.say("never", case.rule("may_recover_skills_charge"))
    elif item == "certificate_fee":
        yield case.say("never", case.rule("may_recover_certificate_fee", "skilled_worker", by="item_certificate"))
    elif item == "licence_fee":
        yield case.say("never", case.rule("may_recover_licence_fee", "skilled_worker", by="item_licence"))
    elif item == "administration":
        yield case.say("never", case.rule("may_recover_administration", "any_route", by="item_certificate"))
    elif item == "recruitment_fee":
        yield case.say("never", case.rule("may_recover_recruitment_fee"))
    elif item == "training":
        yield case.say("never", case.rule("may_recover_other", "training"))
    else:
        yield case.say("under_clause", case.rule("may_recover_other", item))
        yield case.say("wage_floor", case.rule("national_living_wage"))


def salary(case: Case) -> Iterator[Finding]:
    """Does paying it back count against the salary?"""
    if not _cost(case) and case.choice("item") == "visa_fee":
        rule = case.rule("deductions_reduce_salary", by="item_certificate")
        if rule.rule.value:
            yield case.say("counts_against_salary", rule)


def clause(case: Case) -> Iterator[Finding]:
    """Is the clause fair?"""
    if _cost(case) or case.choice("item") not in ("visa_fee", "relocation"):
        return
    timing = case.rule("repayment_clause", "timing")
    taper, worked, paid = case.number("taper"), case.number("worked"), case.number("paid")
    if taper == 0:
        yield case.say("clause_flat", timing)
    else:
        left = max(taper - worked, Decimal(0))
        owed = up_to_a_penny(paid * left / taper)
        line = f"{pounds(paid)} x {plain(left)} of {plain(taper)} months left = {pounds(owed)}"
        code = "clause_falls" if left else "clause_over"
        yield case.say(code, timing, compared=[line], worked=plain(worked), owed=pounds(owed))
    for principle, key in CLAUSES:
        rule = case.rule("repayment_clause", principle)
        yield case.say(f"clause_{key}" if case.choice(key) == "yes" else f"clause_not_{key}", rule)


CHECKS = (size, skills_charge, fees, visa, employer_total, passing_on, salary, clause)
