"""What an application tells of countries, sub-agents and interests, held against the rulebook and the registers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.utils.timezone import localdate

from irhub.casework.checks import Found, Result
from irhub.checker.book import current
from irhub.registers.models import CompanySpan, ControllerSpan
from irhub.rulebook.rules import Rule
from irhub.suppliers.models import Application, DeclaredInterest, SubAgent
from irhub.suppliers.registers_tell import CONTROL, first_told, found_of, listed_as
from irhub.suppliers.sourcing import TOPIC, country_name
from irhub.web.jinja import day

Known = tuple[str, ...]
_MEANS = {"red": "nobody may recruit actively there", "amber": "only within the agreement with that country"}


def found_for(application: Application) -> list[Found]:
    """What registers and the rulebook tell of an application today."""
    agents = list(application.agents.order_by("pk"))
    return [
        *(_of_the_account(application, found) for found in found_of(application.company_number, application.name)),
        _countries(application.countries, localdate()),
        _agents(agents, localdate()),
        _interests(application, agents),
    ]


def _of_the_account(application: Application, found: Found) -> Found:
    """What is told of the company, with that the account which applies was made for another number, where it was."""
    account = application.supplier.place_code
    if found.key != "company" or account in ("", application.company_number):
        return found
    return replace(
        found, result=Result.LOOK, says=f"{found.says} The account that applies was made for company {account}."
    )


def _countries(scopes: Sequence[str], today: date) -> Found:
    if not scopes:
        return Found("countries", Result.CLEAR, "It names no country on the red or the amber list.")
    said = [words for scope in scopes if (words := _listed(scope, today))]
    if not said:
        return Found("countries", Result.CLEAR, f"No country that it names is on a list on {day(today)}.")
    return Found("countries", Result.LOOK, f"It finds people in {'; '.join(said)}.")


def _listed(scope: str, today: date) -> str:
    """On which list a country is, with the rule and since when; blank if on none."""
    book = current()
    rule: Rule | None = book.rule(TOPIC, scope, today) if (TOPIC, scope) in book.lines else None
    if rule is None:
        return ""
    since = f", since {day(rule.since)}" if rule.since else ""
    return f"{country_name(scope)} ({rule.value} list{since}: {_MEANS.get(str(rule.value), '')}; rule {rule.id})"


def _agents(agents: Sequence[SubAgent], today: date) -> Found:
    """What is told of the sub-agents: where they are, their companies, and whether the national list has them."""
    if not agents:
        return Found("agents", Result.CLEAR, "It names no sub-agent.")
    numbers = [each.company_number for each in agents if each.company_number]
    held: dict[str, list[CompanySpan]] = {}
    for span in CompanySpan.objects.filter(company_number__in=numbers).order_by("-since"):
        held.setdefault(span.company_number, []).append(span)
    companies = {number: spans[0] for number, spans in held.items() if spans[0].until is None}
    listed = listed_as([each.name for each in agents])
    told = {each: [*_of_agent(each, companies, today)] for each in agents}
    words = [f"{each.name}: {', '.join(said)}" for each, said in told.items() if said]
    rows = [number for number, span in sorted(companies.items()) if span.company_status.casefold() != "active"]
    on_it = f"{len(listed)} of {len(agents)} are on NHS Employers’ list of ethical recruiters."
    row = first_told(held[rows[0]], "company_status") if rows else {}
    return Found(
        "agents", Result.LOOK if words else Result.CLEAR, f"{'; '.join(words)}. {on_it}" if words else on_it, **row
    )


def _of_agent(agent: SubAgent, companies: Mapping[str, CompanySpan], today: date) -> Iterable[str]:
    if words := _listed(agent.country, today):
        yield f"in {words}"
    span = companies.get(agent.company_number)
    if span is not None and span.company_status.casefold() != "active":
        yield f"its company’s status is {span.company_status}"
    if agent.checked_on is None:
        yield "never checked, or no day was given"


def _interests(application: Application, agents: Sequence[SubAgent]) -> Found:
    """Who of the body has an interest in the applicant or a sub-agent: declared in itself, or in a company with the same people in control."""
    declared = list(
        DeclaredInterest.objects.filter(body_id=application.body_id, ended_on=None).select_related("person")
    )
    theirs = [application.company_number, *(each.company_number for each in agents if each.company_number)]
    known = _who_controls([*theirs, *(each.company_number for each in declared)])
    mine = set().union(*(known.get(number, {}) for number in theirs))
    said, row = [], None
    for each in declared:
        if each.company_number in theirs:
            said.append(
                f"{each.person.name} declared an interest in {each.name}, which is the applicant or its sub-agent"
            )
        elif shared := mine & known.get(each.company_number, {}).keys():
            row = row or known[each.company_number][min(shared)]
            said.append(
                f"{each.person.name} declared an interest in {each.name}, which somebody controls who controls the applicant or its sub-agent"
            )
    if application.interests.strip():
        said.append(f"the supplier declares: {application.interests.strip()}")
    if not said:
        words = f"The supplier declares none. {len(declared)} declared interests of people of this body were compared: registers show nobody in common."
        return Found("interests", Result.CLEAR, words)
    words = "; ".join(said)
    return Found(
        "interests", Result.LOOK, f"{words[0].upper()}{words[1:]}.",
        CONTROL if row else "", row.since if row else None, row.line if row else None,
    )  # fmt: skip


def interest_of(application: Application, person: int) -> str:
    """What connects somebody with an applicant, by what they declared and the registers; blank if nothing is known."""
    agents = list(application.agents.all())
    theirs = [application.company_number, *(each.company_number for each in agents if each.company_number)]
    declared = list(DeclaredInterest.objects.filter(body_id=application.body_id, person_id=person, ended_on=None))
    known = _who_controls([*theirs, *(each.company_number for each in declared)])
    mine = set().union(*(known.get(number, {}) for number in theirs))
    for each in declared:
        if each.company_number in theirs or mine & known.get(each.company_number, {}).keys():
            return str(each.name)
    return ""


def _who_controls(numbers: Iterable[str]) -> dict[str, dict[Known, ControllerSpan]]:
    """Of each company by whom it is controlled today (a person by name and month of birth, a company by number), with the row; a company is
    told as controlling itself, so that one which owns the other is found."""
    found: dict[str, dict[Known, ControllerSpan]] = {}
    spans = ControllerSpan.objects.filter(company_number__in=set(numbers), until=None, ceased_on=None).order_by("pk")
    for span in spans:
        here = found.setdefault(span.company_number, {("company", span.company_number): span})
        if span.owner_number:
            here[("company", span.owner_number)] = span
        elif span.person_key and span.birth_year:
            here[("person", span.person_key, str(span.birth_year), str(span.birth_month))] = span
    return found
