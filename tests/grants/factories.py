"""Pots, calls, applications and grants, each on the fewest other things that it needs. Every name is invented."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from django.utils.timezone import localdate
from factory.django import DjangoModelFactory

from irhub.accounts.models import Body, Membership
from irhub.accounts.moving import begin
from irhub.accounts.roles import OVERSIGHT, Kind, Role
from irhub.casework.ledger import book, reserve
from irhub.grants import applying, bank_details, bank_files, calls, deciding, money
from irhub.grants.asking import asked_in
from irhub.grants.method import Asked, criteria, ready
from irhub.grants.models import Application, Assessment, Award, Call, Evidence, Pot
from irhub.grants.panels.models import PanelMember
from irhub.grants.payments.models import (
    Advance,
    Answer,
    AnswerLine,
    BankDetails,
    Batch,
    Change,
    GranteeTask,
    Payment,
    Repayment,
    Report,
)
from irhub.grants.shapes import Shape
from irhub.grants.workflows import APPLICANTS, ApplicationState, AwardState
from irhub.questions.questionnaire import Kind as Asks
from tests.factories import BodyFactory, MembershipFactory
from tests.programmes.factories import SANDWELL, WALSALL
from tests.standing import stand

APPLICANT = "Quillmoor Care Ltd"
DECIDERS = ("decider", "colleague")
"""Who is on the panel of a call."""


def member_of(body: Body, role: Role, name: str) -> Membership:
    """Somebody in a role of a body."""
    made: Membership = MembershipFactory(body=body, role=role, person__email=f"{name}-of-{body.pk}@example.org")
    return made


def officer_of(body: Body, name: str = "officer") -> Membership:
    """Somebody who runs the grants of a body."""
    return member_of(body, Role.GRANTS_OFFICER, name)


def assessor_of(body: Body, name: str = "assessor") -> Membership:
    """Somebody who scores for a body."""
    return member_of(body, Role.ASSESSOR, name)


def on_panel(call: Call, *members: Membership, on_appeal: bool = False) -> None:
    """Name people to the panel of a call, or to hear its appeals, past its page: those who are not named yet."""
    for one in members:
        told = {"body_id": call.body_id, "email": one.person.email, "on_appeal": on_appeal}
        PanelMember.objects.get_or_create(call=call, person=one.person, defaults=told)


def speaker_of(applicant: Body) -> Membership:
    """Somebody who speaks for an applicant."""
    return member_of(applicant, Role.ADMINISTRATOR, "speaker")


class FunderFactory(BodyFactory):
    """A partnership that gives grants."""

    kind = Kind.PARTNERSHIP
    name = "Sampleshire Partnership"


class ApplicantFactory(BodyFactory):
    """A charity that signs in."""

    kind = Kind.COMMUNITY_PARTNER
    name = APPLICANT


def funder(body: Body) -> Body:
    """The body itself if it can give grants, else a partnership."""
    return body if body.kind in OVERSIGHT else FunderFactory()


class PotFactory(DjangoModelFactory[Pot]):
    """A pot with £50,000, of which an officer awards up to £5,000 at once and a lead up to £25,000."""

    class Meta:
        model = Pot

    body = factory.SubFactory(FunderFactory)

    @classmethod
    def _create(cls, model_class: type[Pot], *_: Any, body: Body, **more: Any) -> Pot:
        body = funder(body)
        by, today = officer_of(body), localdate()
        inside = more.pop("inside", 5_000_000)
        usual: dict[str, Any] = {
            "name": f"Pot of {body.name} {body.pk}", "chain": ["Department of Examples", body.name], "opens_on": today - timedelta(days=90),
            "closes_on": today + timedelta(days=300), "officer_limit": 500_000, "lead_limit": 2_500_000,
        }  # fmt: skip
        told = usual | more
        if found := model_class.objects.filter(name=told["name"]).first():
            return found
        made = money.add_pot(by=by, **told)
        return money.put_in(made, inside, version=made.version, reason="Grant letter 1", by=by) if inside else made


class CallFactory(DjangoModelFactory[Call]):
    """A draft of a call with people on its panel; `open=True`: one to which anybody of the right kind can apply."""

    class Meta:
        model = Call

    body = factory.SubFactory(FunderFactory)
    open = False

    @classmethod
    def _create(cls, model_class: type[Call], *_: Any, body: Body, open: bool, **more: Any) -> Call:
        body = funder(body)
        by, today = officer_of(body), localdate()
        pot = more.pop("pot", None) or PotFactory(body=body)
        shape = more.get("shape", Shape.PANEL)
        claim = shape == Shape.CLAIM
        usual: dict[str, Any] = {
            "title": f"{'Claims' if claim else 'Projects'} of {body.name} {body.pk}", "pot": pot, "purpose": "Fair recruitment from abroad.",
            "shape": shape, "least": 150_000 if claim else 50_000, "most": 150_000 if claim else 1_000_000, "kinds": sorted(map(str, APPLICANTS)),
            "councils": [WALSALL, SANDWELL], "eligible": "Training and advice.", "ineligible": "Wages, and fees of agencies.", "quorum": 2,
            "opens_on": today - timedelta(days=30), "closes_on": today + timedelta(days=10), "decide_by": today + timedelta(days=40),
            "contact": "grants@example.org", "appeal_to": "The programme board",
        }  # fmt: skip
        told = usual | more
        made = model_class.objects.filter(title=told["title"]).first() or calls.add_call(by=by, **told)
        if made.by_panel and made.state == "draft":
            on_panel(made, *(officer_of(body, name) for name in DECIDERS[: made.quorum]))
        if open and made.state == "draft":
            calls.open_call(made, version=made.version, by=by)
        return made


def answer_of(question: Asked) -> str:
    """An answer with which an application can be submitted: of the budget, £2,000 in all."""
    if question.kind in (Asks.MONEY, Asks.WHOLE):
        return "2000" if question.key == "services" else "0"
    return "no" if question.options else "We asked forty workers, and thirty told us so."


def answer_all(application: Application, **otherwise: str) -> None:
    """Give every question an answer, as usual or otherwise."""
    sheet = application.sheet
    sheet.given.model.objects.bulk_create(
        sheet.given.model(
            sheet=sheet, body_id=sheet.body_id, question=each.key, answer=otherwise.get(each.key, answer_of(each)), version=sheet.version,
            revision=sheet.revision + 1, who="speaker@charity.example",
        )
        for each in asked_in(application.call).questions
    )  # fmt: skip
    sheet.revision += 1
    sheet.save(update_fields=["revision"])


def grades(grade: int = 3, **otherwise: int) -> dict[str, tuple[int, str]]:
    """A grade for every criterion, with why."""
    return {
        each.key: (otherwise.get(each.key, grade), "By what it says.") for each in criteria(ready("panel").questions)
    }


def details(**more: Any) -> dict[str, Any]:
    """What an application says of its applicant and project."""
    today = localdate()
    usual: dict[str, Any] = {
        "name": APPLICANT, "company_number": "", "charity_number": "1234567", "title": "A welcome for nurses", "asked": 200_000,
        "starts_on": today + timedelta(days=30), "ends_on": today + timedelta(days=120), "holder": "Quillmoor Care", "aid": 0,
    }  # fmt: skip
    return usual | more


class ApplicationFactory(DjangoModelFactory[Application]):
    """An application that was begun. `answered=True`: with every answer; `state`: put there past the table."""

    class Meta:
        model = Application

    body = factory.SubFactory(FunderFactory)
    answered = False
    state = ApplicationState.DRAFT

    @classmethod
    def _create(
        cls, model_class: type[Application], *_: Any, body: Body, answered: bool, state: str, **more: Any
    ) -> Application:
        own = body.kind in APPLICANTS and body.kind not in OVERSIGHT
        applicant = more.pop("applicant", None) or (body if own else ApplicantFactory())
        call = more.pop("call", None) or CallFactory(body=body, open=True)
        usual = {"asked": call.least} if call.least == call.most else {}
        made = applying.begin_application(
            call, by=speaker_of(applicant), **details(**({"name": applicant.name} | usual | more))
        )
        if answered:
            answer_all(made)
            if call.shape == Shape.CLAIM:
                EvidenceFactory(application=made, page="claim", name="receipt.pdf")
        if state != ApplicationState.DRAFT:
            now = timezone.now()
            stand(
                made, state=state, submitted_at=now, readable_on=localdate(), signed_by="Pat Example, director",
                decided_at=now if state in ("refused", "awarded", "appeal") else None,
            )  # fmt: skip
        return made


class AssessmentFactory(DjangoModelFactory[Assessment]):
    """Somebody who was asked to assess an application that is being assessed."""

    class Meta:
        model = Assessment

    body = factory.SubFactory(FunderFactory)

    @classmethod
    def _create(cls, model_class: type[Assessment], *_: Any, body: Body, **more: Any) -> Assessment:
        application = more.pop("application", None)
        if application is None:
            application = ApplicationFactory(body=body, answered=True, state=ApplicationState.ASSESSMENT)
        person = more.pop("person", None) or assessor_of(application.body).person
        made = Assessment(
            body_id=application.body_id, application=application, assessor=person, email=person.email, told=application.name
        )  # fmt: skip
        return begin(made, by="test", told="asked somebody to assess an application for a grant")


class AwardFactory(DjangoModelFactory[Award]):
    """A grant of £2,000 that was offered, with its money from the pot; `state`: put there past the table."""

    class Meta:
        model = Award

    body = factory.SubFactory(FunderFactory)
    state = AwardState.OFFERED

    @classmethod
    def _create(cls, model_class: type[Award], *_: Any, body: Body, state: str, **more: Any) -> Award:
        applicant = more.pop("applicant", None)
        application = more.pop("application", None) or ApplicationFactory(
            body=body, applicant=applicant, answered=True, state=ApplicationState.DECISION
        )
        by, colleague = (officer_of(application.body, name) for name in DECIDERS)
        deciding.give_view(
            application, award=True, note="Good.", no_interest=True, version=application.version, by=colleague
        )
        deciding.give_view(application, award=True, note="Good.", no_interest=True, version=application.version, by=by)
        deciding.decide(
            application, version=application.version, outcome="awarded", amount=more.pop("granted", application.asked), feedback="Well done.",
            no_interest=True, by=by,
        )  # fmt: skip
        made = model_class.objects.get(application=application)
        if state != AwardState.OFFERED:
            now = timezone.now()
            stand(
                made,
                state=state,
                grantee_at=now,
                grantee_by="Pat Example, director",
                funder_at=now if state == "active" else None,
            )
        return made


class EvidenceFactory(DjangoModelFactory[Evidence]):
    """A file of an application."""

    class Meta:
        model = Evidence

    application = factory.SubFactory(ApplicationFactory)
    body = factory.SelfAttribute("application.body")
    page, name, media_type, sha256, data = "results", "plan.pdf", "application/pdf", "0" * 64, b"%PDF-1.7"
    kept_by = "speaker@charity.example"
    kept_at = factory.LazyFunction(timezone.now)


def running(body: Body | None = None, **more: Any) -> Award:
    """A grant of £2,000 that both have signed."""
    made: Award = AwardFactory(**({"body": body} if body else {}), state=AwardState.ACTIVE, **more)
    return made


class OfAwardFactory(DjangoModelFactory[Any]):
    """Something of a grant that runs, given by `award`, or of one that the body gave or was given."""

    class Meta:
        abstract = True

    body = factory.SubFactory(FunderFactory)

    @classmethod
    def _create(cls, model_class: type[Any], *_: Any, body: Body, **more: Any) -> Any:
        applicant = more.pop("applicant", None)
        award = more.pop("award", None) or running(body, applicant=applicant)
        columns = {field.name for field in model_class._meta.fields}
        whose = {"body_id": award.body_id, "award": award} | (
            {"applicant_id": award.applicant_id} if "applicant" in columns else {}
        )
        stands = more.pop("state", None)
        made = begin(model_class(**whose, **cls._usual(award) | more), by="test", told="made it")
        return stand(made, state=stands) if stands else made

    @classmethod
    def _usual(cls, award: Award) -> dict[str, Any]:
        raise NotImplementedError


class PaymentFactory(OfAwardFactory):
    """An instalment of £1,000 that is planned; `paid=True`: that two people sent and the bank paid today."""

    class Meta:
        model = Payment

    @classmethod
    def _create(cls, model_class: type[Any], *args: Any, paid: bool = False, **more: Any) -> Any:
        made = super()._create(model_class, *args, **more)
        if paid:
            stand(
                made,
                state="paid",
                asked_by="a@example.org",
                released_by="b@example.org",
                limit=10**8,
                paid_on=localdate(),
            )
        return made

    @classmethod
    def _usual(cls, award: Award) -> dict[str, Any]:
        return {"amount": 100_000, "due_on": localdate(), "what": "First half", "planned_by": "planner@example.org"}


class BankDetailsFactory(OfAwardFactory):
    """An account that a grantee gave; `agreed=True`: to which two people agreed."""

    class Meta:
        model = BankDetails

    @classmethod
    def _create(cls, model_class: type[Any], *args: Any, agreed: bool = False, **more: Any) -> Any:
        made = super()._create(model_class, *args, **more)
        bank_details.keep_numbers(made, "309091", "12345678")
        if agreed:
            stand(made, state="agreed", checked_by="checker@example.org", agreed_by="agreer@example.org")
        return made

    @classmethod
    def _usual(cls, award: Award) -> dict[str, Any]:
        return {"holder": "QUILLMOOR CARE", "ending": "78", "given_by": "speaker@charity.example"}


class BatchFactory(DjangoModelFactory[Batch]):
    """A file for the bank with one payment of £1,000."""

    class Meta:
        model = Batch

    body = factory.SubFactory(FunderFactory)

    @classmethod
    def _create(cls, model_class: type[Batch], *_: Any, body: Body, **more: Any) -> Batch:
        award = running(funder(body))
        stand(
            PaymentFactory(award=award), state="released", asked_by="asker@example.org", released_by="releaser@example.org", limit=10**8,
            details=BankDetailsFactory(award=award, agreed=True),
        )  # fmt: skip
        return bank_files.make_batch(by=officer_of(award.body))


class ReportFactory(OfAwardFactory):
    """A return that is due in ten days, for a time that is over."""

    class Meta:
        model = Report

    @classmethod
    def _usual(cls, award: Award) -> dict[str, Any]:
        today = localdate()
        return {
            "from_on": today - timedelta(days=60), "until_on": today - timedelta(days=1), "due_on": today + timedelta(days=10),
        }  # fmt: skip


class ChangeFactory(OfAwardFactory):
    """A request for more time."""

    class Meta:
        model = Change

    @classmethod
    def _usual(cls, award: Award) -> dict[str, Any]:
        later = award.application.ends_on + timedelta(days=30)
        return {"ends_on": later, "why": "The trainer was ill.", "asked_by": "speaker@charity.example"}


class RepaymentFactory(OfAwardFactory):
    """Money that is asked back: £100."""

    class Meta:
        model = Repayment

    @classmethod
    def _usual(cls, award: Award) -> dict[str, Any]:
        return {"amount": 10_000, "why": "Not spent.", "due_on": localdate(), "asked_by": "asker@example.org"}


class GranteeTaskFactory(OfAwardFactory):
    """Something about a grantee to look at."""

    class Meta:
        model = GranteeTask

    @classmethod
    def _usual(cls, award: Award) -> dict[str, Any]:
        return {"key": "licence: 1", "says": "It left the sponsor register.", "opened_on": localdate()}


def money_of(award: Award) -> None:
    """A row of a grant in every table about its money."""
    payment = PaymentFactory(award=award)
    BankDetailsFactory(award=award)
    for make in (ReportFactory, ChangeFactory, RepaymentFactory, GranteeTaskFactory):
        make(award=award)
    begin(Batch(body_id=award.body_id, many=1, total=100_000, sha256="0" * 64, made_by="x"), by="test", told="made it")
    answer = Answer.objects.create(body_id=award.body_id, name="answer.csv", sha256="0" * 64, kept_by="x")
    AnswerLine.objects.create(body_id=award.body_id, answer=answer, row=2, payment=payment, came_of="Paid.")
    advance = Advance.objects.create(body_id=award.body_id, award=award)
    book(advance, 100, key="paid", why="Paid", by="x")
    reserve(advance, 100, key="tried", lasts=timedelta(days=1), by="x")
