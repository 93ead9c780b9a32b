"""May people be recruited from this country in this way?"""

from __future__ import annotations

from collections.abc import Iterator

from irhub.rulebook.case import Case
from irhub.rulebook.findings import Finding


def listed(case: Case) -> Iterator[Finding]:
    """Is the country on the red or amber list?"""
    country, how = case.choice("country"), case.choice("how")
    if how == "direct":
        yield case.say("direct", case.rule("direct_application"))
    elif how == "agency_after":
        yield case.say("agency_after", case.rule("agency_after_direct"))
    elif country == "elsewhere":
        yield case.say("elsewhere", case.rule("code_applies_to"))
    else:
        rule = case.rule("country_list", country)
        meaning = case.rule(f"{rule.rule.value}_means")
        yield case.say(str(rule.rule.value), rule, meaning, country=case.book.topics["country_list"].scopes[country])


def conduct(case: Case) -> Iterator[Finding]:
    """What else binds recruiters?"""
    if case.choice("how") != "direct":
        yield case.say("agencies", case.rule("ethical_recruiters_list"))
    yield case.say("no_fee", case.rule("may_recover_recruitment_fee"))


def care_route(case: Case) -> Iterator[Finding]:
    """Can a care worker still come from overseas?"""
    if case.choice("post") == "care":
        rule = case.rule("entry_clearance_open")
        yield case.say("care_open" if rule.rule.value else "care_closed", rule)


CHECKS = (listed, conduct, care_route)
