"""Self-checks and what belongs to them, each on the fewest other things that it needs. Every name is invented."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import factory
from django.utils.timezone import localdate
from factory.django import DjangoModelFactory

from irhub.accounts.models import Body, Membership
from irhub.accounts.roles import Kind, Role
from irhub.compliance import actions, levels, repeats
from irhub.compliance.how_it_stands import standing_of
from irhub.compliance.models import Evidence, Look, Matter, Opening, PlanItem, Published, Repeat, Result, Sheet
from irhub.compliance.queries import weighing_of
from irhub.compliance.questionnaire import STANDARDS, newest, question_of
from tests.factories import NAME, PROVIDER, BodyFactory, MembershipFactory, PersonFactory


class ProviderFactory(BodyFactory):
    """A care provider that takes part."""

    kind = Kind.PROVIDER
    name = NAME
    place_code = PROVIDER


def hr_of(body: Body, email: str = "hr@provider.example") -> Membership:
    """Somebody who works on the self-check of a provider."""
    made: Membership = MembershipFactory(body=body, role=Role.SPONSORSHIP_LEAD, person__email=email)
    return made


def own(body: Body) -> Body:
    """A provider: no other body has a self-check."""
    return body if body.kind == Kind.PROVIDER else ProviderFactory()


def answered(sheet: Sheet, *, on: date | None = None, **given: Any) -> None:
    """Answer questions by their keys."""
    at = standing_of(sheet)
    questions = [each for each in at.asking.questions if each.key in given]
    actions.answer(at, questions, given, seen=sheet.revision, by=hr_of(sheet.body), on=on)


def proven(sheet: Sheet, key: str, seen_on: date | None = None) -> Evidence:
    """Note evidence for a question."""
    question = question_of(newest(sheet.questionnaire), key)
    assert question is not None
    note = actions.Note("Payroll report", "HR drive", "payroll manager", seen_on or localdate())
    return actions.add_evidence(sheet, question, note, by=hr_of(sheet.body))


class SheetFactory(DjangoModelFactory[Sheet]):
    """A self-check of a provider, begun and not answered."""

    class Meta:
        model = Sheet

    body = factory.SubFactory(ProviderFactory)

    @classmethod
    def _create(cls, model_class: type[Sheet], *_: Any, body: Body) -> Sheet:
        return actions.begin_check(by=hr_of(own(body)))


class PlanItemFactory(DjangoModelFactory[PlanItem]):
    """An action of a plan."""

    class Meta:
        model = PlanItem

    body = factory.SubFactory(ProviderFactory)
    title = "Write down who reads the guidance"

    @classmethod
    def _create(cls, model_class: type[PlanItem], *_: Any, body: Body, title: str) -> PlanItem:
        return actions.add_item(SheetFactory(body=body), title, by=hr_of(own(body)))


class EvidenceFactory(DjangoModelFactory[Evidence]):
    """A line of the index of evidence."""

    class Meta:
        model = Evidence

    body = factory.SubFactory(ProviderFactory)

    @classmethod
    def _create(cls, model_class: type[Evidence], *_: Any, body: Body) -> Evidence:
        return proven(SheetFactory(body=body), "A1")


class MatterFactory(DjangoModelFactory[Matter]):
    """A letter of last Monday that suspends the licence, with what there is to do."""

    class Meta:
        model = Matter

    body = factory.SubFactory(ProviderFactory)
    kind = "suspension"
    dated = date(2026, 11, 23)

    @classmethod
    def _create(cls, model_class: type[Matter], *_: Any, body: Body, kind: str, dated: date) -> Matter:
        return actions.open_matter(kind=kind, dated=dated, by=hr_of(own(body)))


class RepeatFactory(DjangoModelFactory[Repeat]):
    """A right-to-work check that must be repeated within a year."""

    class Meta:
        model = Repeat

    body = factory.SubFactory(ProviderFactory)
    reference = "F-17"
    shown = "evisa"
    ends = factory.LazyFunction(lambda: localdate() + timedelta(days=200))

    @classmethod
    def _create(cls, model_class: type[Repeat], *_: Any, body: Body, reference: str, shown: str, ends: date) -> Repeat:
        return repeats.add_repeat(reference=reference, shown=shown, ends=ends, by=hr_of(own(body)))


class ResultFactory(DjangoModelFactory[Result]):
    """A result that was kept."""

    class Meta:
        model = Result

    body = factory.SubFactory(ProviderFactory)

    @classmethod
    def _create(cls, model_class: type[Result], *_: Any, body: Body) -> Result:
        at = standing_of(SheetFactory(body=body))
        return actions.keep_result(at, weighing_of(at), by=hr_of(own(body)))


def meets_the_standards(body: Body) -> Sheet:
    """An assessment in which every statement is met, with evidence."""
    sheet = actions.begin_check(by=hr_of(body), name=STANDARDS)
    keys = [question.key for question in newest(STANDARDS).questions]
    answered(sheet, **dict.fromkeys(keys, "yes"))
    for key in keys:
        proven(sheet, key)
    sheet.refresh_from_db()
    return sheet


class PublishedFactory(DjangoModelFactory[Published]):
    """A level that a provider has published."""

    class Meta:
        model = Published

    body = factory.SubFactory(ProviderFactory)

    @classmethod
    def _create(cls, model_class: type[Published], *_: Any, body: Body) -> Published:
        body = own(body)
        sheet = meets_the_standards(body)
        return levels.publish(sheet, weighing_of(standing_of(sheet)), by=hr_of(body))


class OpeningFactory(DjangoModelFactory[Opening]):
    """That a provider lets somebody read the theme of its licence from today on for a week; looked at today."""

    class Meta:
        model = Opening

    body = factory.SubFactory(ProviderFactory)
    person = factory.SubFactory(PersonFactory)

    @classmethod
    def _create(cls, model_class: type[Opening], *_: Any, body: Body, person: Any, **more: Any) -> Opening:
        sheet, today = SheetFactory(body=body), localdate()
        theme = next(page for page in newest().pages if page.key == "licence")
        told = {
            "themes": [theme.key], "questions": [each.key for each in theme.questions], "begins_on": today,
            "ends_on": today + timedelta(days=7), "provider": body.name, "opened_by": "hr@provider.example",
        }  # fmt: skip
        made = model_class.objects.create(body=body, sheet=sheet, person=person, email=person.email, **told | more)
        Look.objects.create(body=body, opening=made)
        return made
