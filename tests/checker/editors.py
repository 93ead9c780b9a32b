"""Rules editors, and proposals that they might make. Every name is invented."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import localdate

from irhub.accounts.models import Membership, Person
from irhub.accounts.roles import Kind as BodyKind
from irhub.accounts.roles import Role
from irhub.checker import actions
from irhub.checker.book import current
from irhub.checker.editing import drafts
from irhub.checker.kinds import Kind
from irhub.checker.models import Proposal
from tests.factories import BodyFactory, PersonFactory

READ = localdate()
"""When the new source was read: past midnight, the day before."""
NEW_SOURCE = {
    "source_title": "Fees from May",
    "source_publisher": "Example Law",
    "source_kind": "law firm",
    "source_url": "https://example.org/fees",
    "source_read-day": str(READ.day),
    "source_read-month": str(READ.month),
    "source_read-year": str(READ.year),
}
WHY = "The page of fees says so since May."


def editor(name: str = "ada") -> Person:
    return PersonFactory(
        email=f"{name}@example.org",
        roles=[(BodyFactory(kind=BodyKind.PARTNERSHIP, name="Example Partnership"), Role.RULES_EDITOR)],
    )


def membership(who: Person) -> Membership:
    return Membership.objects.get(person=who)


def document(kind: Kind, about: str, **given: str) -> str:
    """The document of a draft whose page was sent with these fields changed."""
    return draft(kind, about, **given).document


def draft(kind: Kind, about: str, **given: str) -> drafts.Draft:
    book = current()
    reason = {"reason": WHY}
    if kind is Kind.ADD:
        topic = book.topics[about]
        like = drafts.fields_of(drafts.model_rule(book, topic))
        return drafts.addition(book, topic, {**like, "scope": "all", **reason, **given}, set(), localdate())
    if kind is Kind.READ:
        return drafts.read_again(book, about, {**reason, **given}, localdate())
    rule = book.by_id[about]
    makes: Any = {Kind.CORRECT: drafts.correction, Kind.END: drafts.ending, Kind.WITHDRAW: drafts.withdrawal}[kind]
    made: drafts.Draft = makes(book, rule, {**drafts.fields_of(rule), **reason, **given}, localdate())
    return made


def proposed(who: Person, kind: Kind, about: str, **given: str) -> Proposal:
    made = draft(kind, about, **given)
    assert made.document, made.errors
    return actions.propose(kind, about, made.document, made.reason, by=membership(who))


def approved(who: Person, proposal: Proposal, **more: str) -> Proposal:
    seen = actions.fingerprint(actions.answers_changed(proposal.document))
    return actions.approve(proposal.pk, seen=seen, by=membership(who), **more)
