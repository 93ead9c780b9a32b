"""Is the pay of a sponsored worker lawful, in a pay period and over its window?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from irhub.rulebook.case import Case
from irhub.rulebook.checks.common import WEEKS, amount, minimum_wage, rate, to_the_penny, up_to_a_penny
from irhub.rulebook.findings import Applied, Finding
from irhub.web.saying import plain, pounds

PENNY, MONTHS = Decimal("0.01"), 12


def certificate(case: Case) -> Iterator[Finding]:
    """Does the salary on the certificate meet the floor of its day?"""
    floor = case.rule("salary_floor")
    required, hourly, line = _required(case)
    year, hour = amount(floor), amount(floor, "hourly")
    compared = (line, f"Floor: {pounds(year)} a year and {pounds(hour)} an hour")
    if required < year:
        yield case.say("certificate_below", floor, compared=compared, short=pounds(up_to_a_penny(year - required)))
    elif hourly < hour:
        yield case.say("certificate_below_hour", floor, compared=compared, short=pounds(up_to_a_penny(hour - hourly)))
    else:
        yield case.say("certificate_met", floor, compared=compared)


def _required(case: Case) -> tuple[Decimal, Decimal, str]:
    """The yearly salary of the certificate, the hourly rate that it makes, and the sum in words."""
    required, hours = case.number("required"), case.number("hours")
    hourly = required / WEEKS / hours
    return (
        required,
        hourly,
        f"{pounds(required)} a year / {WEEKS} weeks / {plain(hours)} hours = {rate(hourly)} an hour",
    )


def period(case: Case) -> Iterator[Finding]:
    """Is the required rate reached in the pay period?"""
    test = case.rule("pay_period_test")
    if not test.rule.value:
        yield case.say("period_old", test)
        return
    floor = case.rule("salary_floor")
    line = _required(case)[2]
    needed = _needed(case)
    paid, hours = case.number("period_pay"), case.number("period_hours")
    compared = (
        line,
        f"{pounds(paid)} / {plain(hours)} hours = {rate(paid / hours)} an hour",
        f"Needed: {rate(needed)} an hour, the higher of the certificate and the floor of {pounds(amount(floor, 'hourly'))}",
    )
    # Compared as products, since a salary divided by weeks and hours rarely comes out even; pay comes in whole pennies.
    if paid + PENNY > needed * hours:
        yield case.say("period_met", test, floor, compared=compared)
    elif _reached_on_average(case, paid + PENNY, needed):
        yield case.say("period_salaried", case.rule("salaried_hours"), compared=compared)
    else:
        short = pounds(up_to_a_penny(needed - paid / hours))
        yield case.say("period_below", test, floor, compared=compared, short=short)


def _needed(case: Case) -> Decimal:
    """What each hour of a pay period must reach: the rate of the certificate, or the hourly floor if that is higher."""
    return max(_required(case)[1], amount(case.rule("salary_floor"), "hourly"))


def _period_is_open(case: Case) -> bool:
    """Whether the pay period falls short only because the month has more working hours than others."""
    paid, needed = case.number("period_pay") + PENNY, _needed(case)
    tested = case.rule("pay_period_test").rule.value
    return bool(tested) and paid <= needed * case.number("period_hours") and _reached_on_average(case, paid, needed)


def _reached_on_average(case: Case, paid: Decimal, hourly: Decimal) -> bool:
    """Whether a monthly salary reaches an hourly rate in a month of average length, though not in this one. Raises Unknown."""
    if not (case.holds("salaried_hours") and case.rule("salaried_hours").held):
        return False
    average = case.number("hours") * WEEKS / MONTHS
    return paid >= hourly * average and case.choice("salaried") == "yes"


def window(case: Case) -> Iterator[Finding]:
    """Is enough paid over the window of weeks or months?"""
    if not case.rule("pay_period_test").rule.value:
        return
    share = case.rule("pay_window", case.choice("window"))
    part = Fraction(str(share.rule.value))
    required, paid = case.number("required"), case.number("window_pay")
    exact = required * part.numerator / part.denominator
    compared = (
        f"{share.rule.value} of {pounds(required)} = {to_the_penny(exact)}, in whole pennies at least {pounds(up_to_a_penny(exact))}",
    )
    code = "window_met" if paid >= exact else "window_below"
    yield case.say(code, share, compared=compared, least=pounds(up_to_a_penny(exact)), paid=pounds(paid))


def living_wage(case: Case) -> Iterator[Finding]:
    """Is the national living wage of the day reached?"""
    wage = minimum_wage(case)
    paid, hours, deducted = case.number("period_pay"), case.number("period_hours"), case.number("deducted")
    used: list[Applied] = [wage]
    lines = [f"{pounds(paid)} basic pay - {pounds(deducted)} taken = {to_the_penny(paid - deducted)}"]
    left = paid - deducted
    if case.choice("home") == "yes":
        offset = case.rule("accommodation_offset")
        charge, days = case.number("home_charge"), case.number("home_days")
        free = amount(offset) * days
        sum_of_offset = f"{plain(days)} days x {pounds(amount(offset))} = {pounds(free)}; charged: {pounds(charge)}"
        if charge > free:
            used.append(offset)
            left -= charge - free
            lines += [sum_of_offset, f"Less the charge above the offset: {to_the_penny(left)}"]
            yield case.say("home_above", offset, compared=[sum_of_offset], excess=pounds(charge - free))
        else:
            yield case.say("home_within", offset, compared=[sum_of_offset])
    lines.append(
        f"{to_the_penny(left)} / {plain(hours)} hours = {rate(left / hours)} an hour against {pounds(amount(wage))}"
    )
    if left >= amount(wage) * hours:
        yield case.say("wage_met", *used, compared=lines)
    elif _reached_on_average(case, left, amount(wage)):
        if not _period_is_open(case):  # then the period has said it
            yield case.say("wage_salaried", case.rule("salaried_hours"), *used, compared=lines)
    else:
        yield case.say("wage_below", *used, compared=lines, short=pounds(up_to_a_penny(amount(wage) - left / hours)))


def also(case: Case) -> Iterator[Finding]:
    """What else applies?"""
    yield case.say("counts", case.rule("pay_that_counts"))
    repaid = case.rule("deductions_reduce_salary")
    if repaid.rule.value:
        yield case.say("repayments", repaid)
    records = case.rule("hmrc_pay_crosscheck")
    if records.held:
        yield case.say("tax_records", records)


CHECKS = (certificate, period, window, living_wage, also)
