"""A client whom the firm cannot take hears it at the same moment whatever the reason, and nothing tells before; every answer of the firm stays."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from irhub.accounts.roles import Role
from irhub.casework.ledger import free
from irhub.legal_advice import booking, calls, releasing, slots
from irhub.legal_advice.models import Appointment, Party, PartyCheck, Slot
from irhub.legal_advice.neutral import REFUSAL
from irhub.legal_advice.outcomes import Answer, Outcome
from irhub.legal_advice.queries import day_of
from irhub.notify.models import Message
from irhub.notify.sealing import digest_of
from irhub.web.errors import ActionRefused, StaleVersion
from tests.factories import BodyFactory, MembershipFactory, signed_in
from tests.legal_advice.factories import AppointmentFactory, SlotFactory, cleared, lawyer_of, scheme_of, told
from tests.programmes.factories import WALSALL

pytestmark = pytest.mark.django_db
REFUSALS = [answer for answer in Answer if answer is not Answer.CLEAR]
BOOKED = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
"""A Monday, at nine in London."""


def council_lead():
    council = BodyFactory(name="Walsall Council", place_code=WALSALL)
    return signed_in(MembershipFactory(person__email="council@example.org", body=council, role=Role.LEAD).person)


def page_of(client, made: Appointment) -> str:
    page = client.get(reverse("legal-appointment", args=[made.reference])).content.decode()
    return re.sub(
        r'name="(?:csrfmiddlewaretoken|sent_once)" value="\w+"', "", re.search(r"<main.*</main>", page, re.S)[0]
    )


def refuse(made: Appointment, answer: Answer = Answer.CONFLICT) -> Appointment:
    return calls.answer_check(appointment=made, answer=answer, version=made.version, by=lawyer_of(made.firm))


@pytest.mark.parametrize("clear", [False, True], ids=["asked", "cleared before"])
def test_until_the_release_a_refusal_changes_nothing_that_the_client_sees_and_the_time_stays_shut(clear):
    made, client = AppointmentFactory(clear=clear), council_lead()
    before, mails = page_of(client, made), Message.objects.count()
    sent = [*Message.objects.values_list("pk", flat=True)]
    refuse(made)
    assert page_of(client, made) == before
    assert (Message.objects.count(), free(made.entitlement)) == (mails, 0)
    assert slots.free_slots(made.scheme) == []
    by = lawyer_of(made.firm)
    assert [*day_of(by).checks, *day_of(by).coming, *day_of(by).today] == []
    later = {"appointment": made, "version": made.version, "by": by}
    for does in (
        lambda: calls.answer_check(answer=Answer.CLEAR, **later),
        lambda: calls.start_call(**later),
        lambda: calls.type_call(
            started_at=timezone.now() - timedelta(minutes=9), minutes=2, outcome=Outcome.ANSWERED, **later
        ),
    ):
        with pytest.raises(ActionRefused, match="has answered that it cannot act"):
            does()
    Appointment._base_manager.filter(pk=made.pk).update(starts_at=timezone.now() + timedelta(hours=20))
    assert booking.remind() == 0, "nobody is reminded of what will not be"
    assert REFUSAL in page_of(client, told(made))
    assert {one.recipient for one in Message.objects.exclude(pk__in=sent)} == {
        digest_of("caller@example.org"),
        digest_of(made.booked_by),
    }
    assert (Message.objects.count(), free(made.entitlement)) == (mails + 2, 30), "who is rung, and who booked"
    assert slots.free_slots(made.scheme) == [], "that it is free would tell that it was not for want of time"
    with pytest.raises(ActionRefused, match="not offered any more"):
        AppointmentFactory(slot=made.slot)
    Slot.objects.create(**{name: getattr(made.slot, name) for name in (
        "body", "scheme", "firm", "lawyer", "lawyer_name", "starts_at", "ends_at", "made_by",
    )}, reference="SL-again")  # fmt: skip
    assert len(slots.free_slots(made.scheme)) == 1, "the lawyer can offer it anew"


def test_whatever_the_reason_and_whenever_it_is_given_within_a_round_it_is_told_at_one_moment():
    starts = BOOKED + timedelta(days=9)
    made = AppointmentFactory()
    Appointment._base_manager.filter(pk=made.pk).update(booked_at=BOOKED, starts_at=timezone.now() + timedelta(hours=5))
    made.refresh_from_db()
    made.starts_at = starts
    tens = [datetime(2026, 6, day, 9, 0, tzinfo=UTC) for day in (2, 3, 4, 5, 8, 9)]
    assert releasing.ladder(made) == [*tens, starts - timedelta(hours=1)]
    found = {
        releasing.planned(made, answer, BOOKED + timedelta(minutes=after))["release_at"]
        for answer in REFUSALS
        for after in (2, 400, 1400)
    }
    assert found == {tens[0]}
    assert releasing.planned(made, Answer.SCOPE, starts)["release_at"] == starts - timedelta(hours=1)


def test_where_refusals_for_want_of_time_are_late_as_large_a_share_of_conflicts_waits_as_long():
    scheme = scheme_of()
    for number, (answer, round_) in enumerate([(Answer.CAPACITY, 2), (Answer.CONFLICT, 0)] * 3):
        earlier = AppointmentFactory(slot=SlotFactory(scheme=scheme_of(scheme.body, name=f"Scheme {number}")))
        PartyCheck.objects.create(
            appointment=earlier, answer=answer, answered_by="x", could=round_, goes=round_, release_at=timezone.now()
        )
    made = AppointmentFactory(
        slot=SlotFactory(scheme=scheme, starts_at=timezone.now() + timedelta(days=30))
    )  # fmt: skip
    assert releasing.planned(made, Answer.CONFLICT, timezone.now())["goes"] == 2


def test_an_appointment_that_was_moved_to_before_its_release_is_told_before_it_begins():
    made = AppointmentFactory(slot=SlotFactory(starts_at=timezone.now() + timedelta(days=30)))
    refuse(made)
    assert releasing.tell_refusals() == 0
    Appointment._base_manager.filter(pk=made.pk).update(starts_at=timezone.now() + timedelta(minutes=30))
    assert releasing.tell_refusals() == 1
    assert releasing.tell_refusals() == 0
    made.refresh_from_db()
    assert made.state == "released"


def test_every_answer_of_the_firm_stays_with_who_gave_it_and_an_older_page_answers_nothing():
    made = cleared(AppointmentFactory())
    with pytest.raises(StaleVersion):
        calls.answer_check(appointment=made, answer=Answer.CONFLICT, version=1, by=lawyer_of(made.firm))
    page = signed_in(lawyer_of(made.firm).person)
    told_by = page.post(
        reverse("legal-check", args=[made.reference]), {"answer": "conflict", "version": made.version}, follow=True
    )
    assert "The time stays shut" in told_by.content.decode()
    assert list(made.checks.order_by("pk").values_list("answer", "answered_by")) == [
        ("clear", "lawyer@example.org"), ("conflict", "lawyer@example.org"),
    ]  # fmt: skip


def test_a_client_names_the_other_side_and_the_firm_sees_it_for_its_check():
    slot, client = SlotFactory(), council_lead()
    address = f"{reverse('legal-book')}?scheme={slot.scheme_id}"
    assert "Who is on the other side (optional)" in client.get(address).content.decode()
    sent = {"slot": slot.reference, "name": "Pat Example", "phone": "0121 496 0001"}
    many = "\n".join(f"Quillmoor Care {number}" for number in range(11))
    refused = client.post(address, sent | {"others": many})
    assert refused.status_code == 400
    assert "Name up to 10" in refused.content.decode()
    assert "Quillmoor Care 10" in refused.content.decode(), "nothing typed is lost"
    client.post(address, sent | {"others": "Quillmoor Care Ltd\n\n Jo Mockley "})
    made = Appointment.objects.get()
    assert list(Party.objects.filter(stands="other").values_list("name", flat=True)) == [
        "Quillmoor Care Ltd", "Jo Mockley",
    ]  # fmt: skip
    lawyer = signed_in(lawyer_of(made.firm).person)
    page = lawyer.get(reverse("legal-call", args=[made.reference])).content.decode()
    assert "Quillmoor Care Ltd: the other side" in page
