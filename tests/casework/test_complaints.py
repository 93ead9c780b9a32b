"""A complaint gets a holding letter in one working day and an answer in fifteen, in every room that takes complaints."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from irhub.accounts.roles import Kind, Role
from irhub.casework.clocks import Hand
from irhub.casework.complaints import (
    Complaint,
    Level,
    acknowledge_complaint,
    answer_clock,
    answer_complaint,
    ask_complainant,
    assign_complaint,
    complain,
    hear_complainant,
    letter_clock,
    reopen_complaint,
    settle_complaint,
    withdraw_complaint,
)
from irhub.casework.forms import AnswerComplaintForm, AssignComplaintForm, ComplaintForm, SettleComplaintForm
from irhub.web.errors import ActionRefused
from irhub.web.jinja import macro
from tests.casework import test_workflows as tables
from tests.casework.desk import MatterComplaint, MatterComplaintEvent, make_desk
from tests.casework.sample import anybody_who_may, key_of, sample
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
MODELS = [MatterComplaint, *(model for model in apps.get_models() if issubclass(model, Complaint))]
every_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)


@pytest.fixture(autouse=True)
def desk(db: None) -> None:
    make_desk()


def thing_of(complaint: Any) -> Any:
    return getattr(complaint, key_of(type(complaint), "complaints").name)


@every_model
def test_a_complaint_goes_from_the_letter_to_an_answer_that_settles_it(model):
    made = sample(model)
    by = anybody_who_may(made, made.workflow.named("assign"))
    answers = anybody_who_may(made, made.workflow.named("answer"))
    assign_complaint(made, owner=None, level=Level.MAJOR, version=1, by=by)
    acknowledge_complaint(made, version=2, by=by)
    ask_complainant(made, text="When did you ring?", version=3, by=by)
    hear_complainant(made, text="On Monday", version=4, by=by)
    answer_complaint(made, justified=True, text="We did not ring back, and are sorry.", version=5, by=answers)
    settle_complaint(made, resolved=False, version=6, by=by)
    reopen_complaint(made, text="They want it in writing", version=7, by=by)
    there = model.objects.get()
    assert (there.state, there.justified, there.resolved, there.answered_at) == ("looked into", None, None, None)
    answer_complaint(made, justified=False, text="We wrote.", version=8, by=answers)
    assert [event.text for event in made.events.order_by("pk") if event.text] == [
        "When did you ring?", "On Monday", "We did not ring back, and are sorry.", "They want it in writing", "We wrote."
    ]  # fmt: skip


@every_model
def test_it_can_be_withdrawn_and_asks_for_what_belongs_to_it(model):
    made = sample(model)
    by = anybody_who_may(made, made.workflow.named("withdraw"))
    answers = anybody_who_may(made, made.workflow.named("answer"))
    with pytest.raises(ActionRefused, match="what follows from it"):
        answer_complaint(made, justified=True, text=" ", version=1, by=answers)
    clerk = MembershipFactory(person__email="clerk@example.org", body=made.body, role=Role.VIEWER)
    with pytest.raises(ActionRefused, match="holds no role"):
        complain(thing_of(made), complainant="Pat", text="x", level=Level.MINOR, owner=0, by=clerk)
    with pytest.raises(ActionRefused, match="what they complain about"):
        complain(thing_of(made), complainant="Pat", text=" ", level=Level.MINOR, by=clerk)
    withdraw_complaint(made, text="They rang to say so", version=1, by=by)
    assert model.objects.get().state == "withdrawn"
    with pytest.raises(IntegrityError), transaction.atomic():
        thing_of(made).complaints.filter(pk=made.pk).update(justified=True)


def happened(made: MatterComplaint, *turns: tuple[datetime, str]) -> MatterComplaint:
    """The complaint with these events, in London's time, and no others."""
    MatterComplaintEvent.objects.all().delete()
    for at, after in turns:
        made.events.create(body_id=made.body_id, at=timezone.make_aware(at), who="x", what="x", after=after)
    return made


FRIDAY, MONDAY = datetime(2026, 11, 6, 16), datetime(2026, 11, 9, 10)


def test_the_letter_is_due_on_the_next_working_day_and_done_when_it_went():
    made = happened(sample(MatterComplaint), (FRIDAY, "received"))
    assert letter_clock(made, date(2026, 11, 9)).due == date(2026, 11, 9)
    assert letter_clock(made, date(2026, 11, 10)).overdue
    assert letter_clock(made, date(2026, 11, 9), closed=[date(2026, 11, 9)]).due == date(2026, 11, 10)
    happened(made, (FRIDAY, "received"), (MONDAY, "looked into"))
    shown = letter_clock(made, date(2026, 11, 20))
    assert (shown.hand, shown.overdue) == (Hand.NOBODYS, False)


def test_the_answer_is_due_in_fifteen_of_our_days_and_their_time_to_answer_us_does_not_count():
    made = happened(sample(MatterComplaint), (FRIDAY, "received"))
    assert answer_clock(made, date(2026, 11, 9)).due == date(2026, 11, 27)
    asked = ((FRIDAY, "received"), (MONDAY, "asked"))
    assert answer_clock(happened(made, *asked), date(2026, 12, 1)).due is None
    back = (datetime(2026, 12, 1, 9), "looked into")
    assert answer_clock(happened(made, *asked, back), date(2026, 12, 1)).due == date(2026, 12, 21)


def test_who_may_answer_is_told_by_the_room():
    with transaction.atomic():
        tables.test_a_move_is_made_by_those_alone_to_whom_the_table_grants_it(
            MatterComplaint, Kind.COUNCIL, [Kind.COUNCIL]
        )
        transaction.set_rollback(True)
    for promise in (
        tables.test_a_move_leaves_its_event_and_one_place_in_the_trail_and_a_refused_one_leaves_nothing,
        tables.test_a_reason_is_asked_for_where_the_table_says_so,
    ):
        with transaction.atomic():
            promise(MatterComplaint)
            transaction.set_rollback(True)
    assert MatterComplaint.workflow.named("answer").who != MatterComplaint.workflow.named("assign").who


def test_the_forms_give_what_the_actions_take():
    made = sample(MatterComplaint)
    clerk = MembershipFactory(person__email="lead@example.org", body=made.body, role=Role.LEAD)
    asked = ComplaintForm(
        {"complainant": "Sam", "text": "Late", "level": "major", "owner": str(clerk.person_id)},
        owners=[(str(clerk.person_id), "Lead")],
    )
    assert asked.is_valid(), asked.errors
    second = complain(thing_of(made), **asked.cleaned_data, by=clerk)
    assert second.owner == clerk.person
    again = AssignComplaintForm({"level": "minor", "owner": "", "version": "1"})
    assert again.is_valid(), again.errors
    assign_complaint(second, **again.cleaned_data, by=clerk)
    answer = AnswerComplaintForm({"version": "2", "justified": "no", "text": "It was not late."})
    assert answer.is_valid(), answer.errors
    answer_complaint(second, **answer.cleaned_data, by=clerk)
    settled = SettleComplaintForm({"version": "3", "resolved": "yes"})
    assert settled.is_valid(), settled.errors
    settle_complaint(second, **settled.cleaned_data, by=clerk)
    today = date(2026, 11, 9)
    page = macro("casework/parts.html", "complaint")(second, letter_clock(second, today), answer_clock(second, today))
    for told in ("It was not late.", "They were not right", "That settled it", "nobody yet"):
        assert told in page
