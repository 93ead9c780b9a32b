"""Who books a webinar has a place, or a place on the waiting list, and nobody learns of anybody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from icalendar import Calendar

from irhub.accounts.models import AuditEvent
from irhub.accounts.roles import Kind, Role
from irhub.accounts.row_security import Acting, acting
from irhub.accounts.trail_names import things_named
from irhub.notify.models import Message
from irhub.notify.sealing import unseal
from irhub.programmes.models import Audience
from irhub.web.errors import ActionRefused
from irhub.webinars.actions import bookings, sessions
from irhub.webinars.actions.bookings import Attendee, Employer
from irhub.webinars.models import Booking, BookingEvent, JoinLink, Session
from irhub.webinars.workflows import TAKES_A_PLACE, BookingState
from tests.factories import BodyFactory, MembershipFactory, signed_in
from tests.programmes.factories import WALSALL
from tests.webinars.factories import JOIN, SessionFactory, host_of

pytestmark = pytest.mark.django_db
COUNCIL = Employer(Audience.COUNCIL, WALSALL)
STATE = BookingState


@pytest.fixture
def officer():
    return MembershipFactory(
        person__email="officer@example.org",
        body=BodyFactory(name="Walsall Council", place_code=WALSALL),
        role=Role.LEAD,
    )


def people(*names: str) -> list[Attendee]:
    return [Attendee(name, f"{name}@example.org") for name in names]


def booked(session: Session, by, *names: str) -> list[Booking]:
    return bookings.book(session=session.pk, people=people(*names), employer=COUNCIL, by=by)


def states(session: Session) -> list[str]:
    return list(session.bookings.order_by("pk").values_list("state", flat=True))


def told(kind: str) -> int:
    return Message.objects.filter(kind=kind).count()


def test_one_person_books_several_colleagues_and_whoever_comes_too_late_waits(officer):
    session = SessionFactory(published=True, capacity=2)
    made = booked(session, officer, "ada", "ben", "cat")
    assert [one.state for one in made] == [STATE.BOOKED, STATE.BOOKED, STATE.WAITING]
    session.refresh_from_db()
    assert session.taken == 2
    assert told("webinar-booking") == 3
    with pytest.raises(ActionRefused, match=r"booked .* already"):
        booked(session, officer, "ada")
    assert states(session) == [STATE.BOOKED, STATE.BOOKED, STATE.WAITING]


def test_a_place_that_is_given_back_is_offered_to_who_waits_longest_and_not_to_who_cancelled(officer):
    session = SessionFactory(published=True, capacity=1)
    first, second, third = booked(session, officer, "ada", "ben", "cat")
    bookings.cancel(lot=second.lot, by="ben@example.org")
    bookings.cancel(lot=first.lot, by="ada@example.org")
    assert states(session) == [STATE.CANCELLED, STATE.CANCELLED, STATE.OFFERED]
    bookings.accept(lot=third.lot, by="cat@example.org")
    assert states(session)[-1] == STATE.BOOKED


def test_an_offer_that_nobody_takes_goes_to_the_next_and_none_is_made_after_the_start(officer):
    session = SessionFactory(published=True, capacity=1)
    first, second, _ = booked(session, officer, "ada", "ben", "cat")
    bookings.cancel(lot=first.lot, by="ada@example.org")
    later = timezone.now() + timedelta(hours=25)
    with pytest.raises(ActionRefused, match="not any more"):
        bookings.accept(lot=second.lot, by="ben@example.org", now=later)
    assert bookings.let_lapse(later) == 1
    assert states(session) == [STATE.CANCELLED, STATE.LAPSED, STATE.OFFERED]
    assert bookings.let_lapse(session.starts_at + timedelta(minutes=1)) == 1
    assert states(session) == [STATE.CANCELLED, STATE.LAPSED, STATE.LAPSED]
    assert bookings.offer_places(session, now=session.starts_at) == []


def test_without_an_account_nothing_is_booked_before_the_address_is_confirmed_and_looking_changes_nothing():
    session = SessionFactory(published=True)
    visitor = Client(headers={"host": "localhost"})
    page = reverse("webinar-book", args=[session.pk])
    sent = {
        "name_1": "Ada Example", "email_1": "ada@example.org", "name_2": "Ben Example", "email_2": "ben@example.org",
        "employer": "council", "council": WALSALL,
    }  # fmt: skip
    with override_settings(IRHUB_PUBLIC=True):
        assert "Enter both the name" in visitor.post(page, sent | {"name_2": ""}).content.decode()
        assert "Check your e-mail" in visitor.post(page, sent).content.decode()
    assert states(session) == [STATE.ASKED, STATE.ASKED]
    assert told("webinar-confirm") == 1
    first = session.bookings.order_by("pk").first()
    own = reverse("webinar-booking", args=[first.lot])
    assert "Ben Example" in visitor.get(own).content.decode()
    assert states(session) == [STATE.ASKED, STATE.ASKED]
    visitor.post(reverse("webinar-confirm", args=[first.lot]))
    assert states(session) == [STATE.BOOKED, STATE.BOOKED]
    assert JOIN.partition("?")[0] in visitor.get(own).content.decode()
    visitor.post(reverse("webinar-booking-cancel", args=[first.lot]))
    assert states(session) == [STATE.CANCELLED, STATE.BOOKED]
    assert JOIN.partition("?")[0] not in visitor.get(own).content.decode()


def test_a_viewer_of_a_provider_books_as_a_visitor_does_and_in_nobodys_name():
    session = SessionFactory(published=True, audience=["council", "provider"])
    reads = MembershipFactory(
        body=BodyFactory(kind=Kind.PROVIDER, name="Quillmoor Care Ltd", place_code="1-101"), role=Role.VIEWER
    )
    viewer, page = signed_in(reads.person), reverse("webinar-book", args=[session.pk])
    assert "You book for" not in viewer.get(page).content.decode()
    sent = {"name_1": "Ada Example", "email_1": "ada@example.org", "employer": "council", "council": WALSALL}
    assert "Check your e-mail" in viewer.post(page, sent).content.decode()
    assert states(session) == [STATE.ASKED], "until the owner of the address confirms"
    assert told("webinar-booked") == 0
    assert session.bookings.get().booked_for is None


def test_who_confirms_and_has_no_place_reads_of_the_waiting_list_and_of_no_booking(officer):
    session = SessionFactory(published=True, capacity=1)
    booked(session, officer, "ben")
    made = bookings.book(session=session.pk, people=people("ada"), employer=COUNCIL, by="ada@example.org")
    visitor = Client(headers={"host": "localhost"})
    page = visitor.post(reverse("webinar-confirm", args=[made[0].lot]), follow=True).content.decode()
    assert "You are on the waiting list" in page
    assert "Your booking is confirmed" not in page


def test_asking_tells_nobody_who_is_booked_already(officer):
    session = SessionFactory(published=True)
    booked(session, officer, "ada")
    other = MembershipFactory(
        person__email="other@example.org",
        body=BodyFactory(name="Sandwell Council", place_code="E08000028"),
        role=Role.LEAD,
    )
    made = bookings.book(
        session=session.pk, people=people("ada"), employer=Employer(Audience.COUNCIL, "E08000028"), by=other
    )
    assert made[0].state == STATE.BOOKED
    unknown = bookings.book(session=session.pk, people=people("ada"), employer=COUNCIL, by="ada@example.org")
    assert unknown[0].state == STATE.ASKED


def test_a_visitor_is_answered_the_same_whoever_has_booked_and_the_mail_tells_it():
    session = SessionFactory(published=True)
    visitor = Client(headers={"host": "localhost"})
    page = reverse("webinar-book", args=[session.pk])
    sent = {"name_1": "Ada Example", "email_1": "ada@example.org", "employer": "council", "council": WALSALL}
    lots = []
    with override_settings(IRHUB_PUBLIC=True):
        for many in (1, 2, 3):
            assert "Check your e-mail" in visitor.post(page, sent).content.decode()
            assert session.bookings.filter(state=STATE.ASKED).count() + (many == 3) == many
            lots.append(session.bookings.order_by("pk").last().lot)
            if many == 2:
                visitor.post(reverse("webinar-confirm", args=[lots[0]]))
                visitor.post(reverse("webinar-confirm", args=[lots[0]]))
        assert "with this address" in visitor.post(page, sent).content.decode()
    mails = Message.objects.filter(kind="webinar-confirm").order_by("posted_at")
    told_so = ["already booked this webinar for: Ada Example" in unseal(bytes(mail.sealed)).text for mail in mails]
    assert told_so == [False, False, True]
    answer = visitor.post(reverse("webinar-confirm", args=[lots[2]]))
    assert answer.headers["Location"] == reverse("webinar-booking", args=[lots[0]]), "the place that they had stands"
    assert states(session) == [STATE.BOOKED, STATE.ASKED, STATE.CANCELLED]


def test_what_is_typed_of_an_address_stands_for_nobody_until_its_owner_confirms():
    session = SessionFactory(published=True)
    own = booked(session, "ada@example.org", "ada")[0]
    booked(session, "ada@example.org", "ada")
    own.refresh_from_db()
    assert own.state == STATE.ASKED, "somebody else who types the address cancels nothing"
    assert not Booking.objects.filter(booked_by="ada@example.org").exists()
    whos = AuditEvent.objects.filter(what="asked for a place at a webinar").values_list("who", flat=True)
    assert set(whos) == {"a visitor"} == set(BookingEvent.objects.values_list("who", flat=True))
    assert bookings.confirm(lot=own.lot)[0].booked_by == "ada@example.org"


def test_a_webinar_is_for_those_of_its_area_and_audience_alone(officer):
    session = SessionFactory(published=True, audience=[Audience.PROVIDER])
    with pytest.raises(ActionRefused, match="for care providers"):
        booked(session, officer, "ada")
    both = SessionFactory(published=True, title="Another")
    with pytest.raises(ActionRefused, match="not one of the councils"):
        bookings.book(
            session=both.pk, people=people("ada"), employer=Employer(Audience.COUNCIL, "E08000035"), by=officer
        )
    with pytest.raises(ActionRefused, match="cannot be booked"):
        bookings.book(session=both.pk, people=people("ada"), employer=COUNCIL, by=officer, now=both.starts_at)
    assert not Booking.objects.exists()


def test_those_who_booked_are_reminded_a_day_and_an_hour_before_once_of_each(officer):
    session = SessionFactory(published=True)
    booked(session, officer, "ada")
    for before, many in ((25, 0), (23, 1), (20, 1), (1, 2), (0.5, 2)):
        bookings.remind(session.starts_at - timedelta(hours=before))
        assert told("webinar-reminder") == many, before


def test_the_calendar_file_has_its_zone_and_a_cancellation_the_same_event_with_a_higher_sequence(officer):
    session = SessionFactory(published=True)
    booking = booked(session, officer, "ada")[0]
    visitor = Client(headers={"host": "localhost"})
    file = reverse("webinar-calendar", args=[booking.lot])

    def read() -> tuple[str, str, int]:
        held = Calendar.from_ical(visitor.get(file).content)
        assert [zone["TZID"] for zone in held.walk("VTIMEZONE")] == ["Europe/London"]
        event = held.walk("VEVENT")[0]
        assert (event["DTSTART"].dt, event["DTEND"].dt) == (session.starts_at, session.ends_at)
        assert event["DTSTART"].params["TZID"] == "Europe/London"
        return str(held["METHOD"]), str(event["UID"]), int(event["SEQUENCE"])

    method, uid, sequence = read()
    assert method == "PUBLISH"
    bookings.cancel(lot=booking.lot, by="ada@example.org")
    off, same, higher = read()
    assert (off, same) == ("CANCEL", uid)
    assert higher > sequence


def test_a_session_that_moves_or_is_called_off_tells_whoever_booked(officer):
    session = SessionFactory(published=True)
    booked(session, officer, "ada")
    by, before = host_of(session.body), told("webinar-booking")
    sessions.edit_session(
        session=session, version=session.version, by=by, starts_at=session.starts_at + timedelta(days=1)
    )
    assert told("webinar-booking") == before + 1
    with pytest.raises(ActionRefused, match="Say why"):
        sessions.cancel_session(session=session, version=session.version, reason=" ", by=by)
    sessions.cancel_session(session=session, version=session.version, reason="The speaker is ill", by=by)
    assert told("webinar-booking") == before + 2
    visitor = Client(headers={"host": "localhost"})
    page = visitor.get(reverse("webinar-booking", args=[session.bookings.get().lot])).content.decode()
    assert "The speaker is ill" in page
    assert JOIN.partition("?")[0] not in page


def test_further_places_go_to_who_waits_and_there_are_never_fewer_than_are_taken(officer):
    session = SessionFactory(published=True, capacity=1)
    booked(session, officer, "ada", "ben")
    by = host_of(session.body)
    sessions.edit_session(session=session, version=session.version, by=by, capacity=2)
    assert states(session) == [STATE.BOOKED, STATE.OFFERED]
    with pytest.raises(ActionRefused, match="2 places are taken"):
        sessions.edit_session(session=session, version=session.version, by=by, capacity=1)


def test_the_database_counts_the_places_and_lets_nobody_go_over_them(officer):
    session = SessionFactory(published=True, capacity=1)
    booked(session, officer, "ada", "ben")
    with pytest.raises(DatabaseError, match="webinar_never_over_its_places"), transaction.atomic():
        QuerySet(Booking).filter(name="ben").update(state=STATE.BOOKED)
    session.bookings.all().delete()
    session.refresh_from_db()
    assert session.taken == 0


def test_nobody_of_oversight_reads_who_booked_nor_the_link_and_a_council_reads_its_own_alone(officer):
    session = SessionFactory(published=True)
    booked(session, officer, "ada")
    hub = session.body_id
    asked = (Booking, BookingEvent, JoinLink)

    def read(body: int | None, side: str, role: str = "") -> list[int]:
        with acting(Acting(person=1, body=body, side=side, role=role)):
            return [model.objects.count() for model in asked]

    assert read(hub, "advice") == [1, 2, 1]
    assert read(hub, "") == [0, 0, 0]
    assert read(officer.body_id, "oversight") == [1, 0, 0]
    for other in (
        BodyFactory(kind=Kind.DEPARTMENT, name="Department"),
        BodyFactory(kind=Kind.PARTNERSHIP, name="Region"),
    ):
        assert read(other.pk, "oversight", "administrator") == [0, 0, 0]
    assert read(None, "") == [0, 0, 0]


def test_a_host_plans_publishes_and_calls_off_a_webinar_in_their_pages():
    draft = SessionFactory()
    host = signed_in(host_of(draft.body).person)
    add, day = reverse("webinar-add"), timezone.localdate() + timedelta(days=100)
    sent = {
        "programme": draft.programme_id, "title": "Visits of the Home Office", "summary": "What inspectors ask.",
        "audience": ["provider"], "host": "Pat Example", "day-day": day.day, "day-month": day.month, "day-year": day.year,
        "time": "2.30pm", "minutes": "90", "capacity": "50", "join_link": JOIN, "teaches": "SAL-99",
    }  # fmt: skip
    assert "The rulebook has no rule SAL-99" in host.post(add, sent).content.decode()
    left_out = {"day-day": 28, "day-month": 3, "day-year": 2027, "time": "1.30am"}
    assert "there is no 01:30 on it" in host.post(add, sent | left_out).content.decode()
    assert host.post(add, sent | {"teaches": "SAL-04"}).status_code == 302
    made = Session.objects.get(title="Visits of the Home Office")
    page = reverse("webinar-session", args=[made.pk])
    assert f"{day:%A %-d %B %Y}, 2:30pm to 4pm (UK time)" in host.get(page).content.decode()
    assert next(iter(made.rules.values())).startswith("SAL-04 version")
    visitor = Client(headers={"host": "localhost"})
    with override_settings(IRHUB_PUBLIC=True):
        assert visitor.get(reverse("webinar", args=[made.pk])).status_code == 404
        host.post(reverse("webinar-publish", args=[made.pk]), {"version": made.version})
        public = visitor.get(reverse("webinar", args=[made.pk])).content.decode()
        assert "Some of 50 are free" in public, "how many would tell that somebody booked"
        assert JOIN.partition("?")[0] not in public
        assert "Visits of the Home Office" in visitor.get(reverse("webinars")).content.decode()
    made.refresh_from_db()
    host.post(reverse("webinar-cancel", args=[made.pk]), {"version": made.version, "reason": "No speaker"})
    made.refresh_from_db()
    assert (made.state, made.cancelled_because) == ("cancelled", "No speaker")


def test_whoever_ran_a_webinar_adds_its_recording_and_questions_which_everybody_reads():
    session = SessionFactory(published=True)
    by = host_of(session.body)
    sessions.hold_session(session=session, version=session.version, by=by, now=session.ends_at)
    host, number = signed_in(by.person), [session.pk]
    host.post(
        reverse("webinar-recording", args=number),
        {"version": session.version, "recording_url": "https://video.example.org/1"},
    )
    host.post(
        reverse("webinar-question-add", args=number), {"question": "Who pays the charge?", "answer": "The sponsor."}
    )
    with override_settings(IRHUB_PUBLIC=True):
        page = Client(headers={"host": "localhost"}).get(reverse("webinar", args=number)).content.decode()
    assert "https://video.example.org/1" in page
    assert "Who pays the charge?" in page
    assert "The sponsor." in page


class Places(RuleBasedStateMachine):
    """Whatever people do, in whatever order: no place is given twice, the count is right, and nobody who cancelled is offered one."""

    def __init__(self) -> None:
        super().__init__()
        self.session = SessionFactory(published=True, capacity=3)
        self.many = 0
        self.gone: set[int] = set()
        self.now = timezone.now()

    def one_in(self, *wanted: str) -> list[Booking]:
        return list(self.session.bookings.filter(state__in=wanted).order_by("pk"))

    @rule()
    def somebody_books(self) -> None:
        self.many += 1
        name = f"p{self.many}"
        made = bookings.book(session=self.session.pk, people=people(name), employer=COUNCIL, by=f"{name}@example.org")
        bookings.confirm(lot=made[0].lot)

    @rule(pick=st.integers(0, 50))
    def somebody_cancels(self, pick: int) -> None:
        found = self.one_in(STATE.BOOKED, STATE.WAITING, STATE.OFFERED)
        if found:
            chosen = found[pick % len(found)]
            self.gone.add(chosen.pk)
            bookings.cancel(lot=chosen.lot, by=chosen.email)

    @rule()
    def somebody_takes_an_offer(self) -> None:
        for offered in self.one_in(STATE.OFFERED)[:1]:
            bookings.accept(lot=offered.lot, by=offered.email)

    @rule()
    def a_day_passes_for_offers(self) -> None:
        bookings.let_lapse(self.now + timedelta(hours=25))

    @invariant()
    def places_are_counted(self) -> None:
        self.session.refresh_from_db()
        taken = len(self.one_in(*TAKES_A_PLACE))
        assert self.session.taken == taken <= self.session.capacity
        assert taken == self.session.capacity or not self.one_in(STATE.WAITING)
        assert all(one.state == STATE.CANCELLED for one in self.session.bookings.filter(pk__in=self.gone))


class TestPlaces(TestCase, Places.TestCase):
    """The machine, each run in a transaction of its own."""

    settings = settings(max_examples=8, stateful_step_count=12, deadline=None)


def test_the_trail_calls_a_booking_by_its_webinar_and_by_no_number(officer):
    made = bookings.book(session=SessionFactory(published=True).pk, people=people("ada"), employer=COUNCIL, by=officer)[
        0
    ]
    bookings.cancel(lot=made.lot, by=officer)
    abouts = set(AuditEvent.objects.filter(what__contains="webinar").values_list("about", flat=True))
    assert abouts == {f"webinar/{made.session_id}"}
    assert things_named(["booking/38"]) == {"booking/38": "A place at a webinar"}, "of events that were kept before"


def test_who_waits_and_takes_no_offered_place_is_not_told_to_offer_one(officer):
    session = SessionFactory(published=True, capacity=1)
    for name in ("ada", "bea"):
        made = bookings.book(session=session.pk, people=people(name), employer=COUNCIL, by=officer)[0]
    with pytest.raises(ActionRefused, match="offers no place"):
        bookings.accept(lot=made.lot, by=made.email)
