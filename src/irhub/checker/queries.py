"""What the pages about rules, proposals and kept cases read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from irhub.accounts.models import Membership
from irhub.accounts.policy import Whose
from irhub.accounts.roles import Role
from irhub.accounts.row_security import system_access
from irhub.checker.book import current
from irhub.checker.kinds import State
from irhub.checker.models import Proposal, SavedCase
from irhub.questions.address import read_answer
from irhub.questions.words import said
from irhub.rulebook.book import Rulebook
from irhub.rulebook.comparing import Facts
from irhub.rulebook.flow import Flow, flows
from irhub.web.rooms import gathered


@dataclass(frozen=True)
class Lesson:
    """Something public that teaches a rule: what it is ("Page", "Webinar"), its title and its address."""

    kind: str
    title: str
    address: str


def lessons(rule: str) -> list[Lesson]:
    """The public pages and recordings, of every room, that teach a rule, in whichever of its versions (guidance/teaching.py)."""
    return [
        Lesson(teaches.kind, taught.title, taught.address)
        for room in gathered("teaches", "TEACHES")
        for teaches in room
        for taught in teaches.public()
        if any(name.partition(" ")[0] == rule for name in taught.rules.values())
    ]


def editors(role: Role) -> list[str]:
    """The e-mail addresses of those who hold a role today, in order."""
    held = Membership.objects.current().filter(role=role)
    return sorted(set(held.values_list("person__email", flat=True)))


def proposals(state: str = "") -> QuerySet[Proposal]:
    """Proposals in a state, or all of them, newest first."""
    found = Proposal.objects.order_by("-proposed_at", "-pk")
    return found.filter(state=state) if state else found


def proposal(number: int) -> Proposal | None:
    """One proposal."""
    return Proposal.objects.filter(pk=number).first()


def open_about(about: str) -> list[Proposal]:
    """The proposals about a rule or source that wait for a second person, oldest first."""
    return list(Proposal.objects.filter(rule=about, state=State.OPEN).order_by("pk"))


def approved() -> list[Proposal]:
    """Every approved proposal in the order of editions."""
    return list(Proposal.objects.filter(state=State.APPROVED).order_by("edition_day", "edition_number"))


def approved_reasons(rule: str) -> dict[str, Proposal]:
    """The approved proposals whose document has a version of a rule, by edition."""
    rows = Proposal.objects.filter(state=State.APPROVED, document__contains=f"id: {rule}\n")
    return {str(row.edition): row for row in rows}


def facts_read(checker: str, written: Mapping[str, str], book: Rulebook | None = None) -> dict[str, Any]:
    """Facts as the engine takes them, of facts as an address writes them. What is no answer to a question is left out."""
    flow = flows().get(checker)
    if flow is None:
        return {}
    book = book or current()
    given = {question.key: read_answer(question.of(book), written.get(question.key, "")) for question in flow.questions}
    return {key: fact for key, fact in given.items() if fact is not None}


def fact_words(flow: Flow, facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each fact of a case in words: its label, and what was answered."""
    book = current()
    return [
        (question.label, said(question.of(book), facts[question.key]))
        for question in flow.asked(facts, book)
        if question.key in facts
    ]


def cases_of(owner: str) -> QuerySet[SavedCase]:
    """The cases that somebody keeps, newest first."""
    return SavedCase.objects.filter(saved_by=owner).order_by("-saved_at", "-pk")


def case_numbered(number: int) -> SavedCase | None:
    """A kept case."""
    return SavedCase.objects.filter(pk=number).first()


def whose_case(number: int) -> Whose | None:
    """Whose a kept case is: the person's who keeps it."""
    found = case_numbered(number)
    return Whose(person=found.saved_by) if found else None


def whose_proposal(number: int) -> Whose | None:
    """Whose a proposal is: the person's who made it."""
    found = proposal(number)
    return Whose(person=found.proposed_by) if found else None


def cases_of_everybody() -> list[Facts]:
    """Every kept case, to be judged again; without its title and owner, whom it is nobody else's business to know."""
    book = current()
    with system_access("kept cases are judged again when a rule would change"):
        kept = list(SavedCase.objects.order_by("pk").values_list("pk", "checker", "facts"))
    return [
        Facts(f"Kept case {number}", checker, facts_read(checker, facts, book))
        for number, checker, facts in kept
        if checker in flows()
    ]


def ids_in_proposals() -> set[str]:
    """The ids of rules that stand in any proposal, so that none is given twice."""
    documents = Proposal.objects.values_list("document", flat=True)
    return {key for document in documents for key in re.findall(r"^- id: (\S+)$", document, re.M)}
