"""Webinars and bookings, each on the fewest other things that it needs. Every name is invented."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from irhub.accounts.models import Body, Membership
from irhub.accounts.moving import begin
from irhub.accounts.roles import Role
from irhub.programmes.models import Audience
from irhub.programmes.workflows import RUNNING
from irhub.web.london import LONDON
from irhub.webinars.actions import sessions
from irhub.webinars.actions.certificates import fresh_number
from irhub.webinars.models import Booking, Certificate, Connection, Log, Question, Session, Slides
from irhub.webinars.workflows import SessionState
from tests.factories import MembershipFactory
from tests.programmes.factories import WALSALL, HubFactory, ProgrammeFactory

TITLE = "Duties of a sponsor"
JOIN = "https://meet.example.org/j/1234?pwd=quillmoor"


def host_of(body: Body) -> Membership:
    """Somebody who runs the webinars of a body."""
    made: Membership = MembershipFactory(body=body, role=Role.ADVISER, person__email="host@example.org")
    return made


def at_ten(days: int) -> datetime:
    """Ten in the morning in London, so many days from today."""
    day = timezone.localdate() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, 10, tzinfo=LONDON)


class SessionFactory(DjangoModelFactory[Session]):
    """A draft of a webinar next week; `published=True`: one that can be booked."""

    class Meta:
        model = Session

    body = factory.SubFactory(HubFactory)
    title = TITLE
    capacity = 20
    published = False

    @classmethod
    def _create(cls, model_class: type[Session], *_: Any, body: Body, published: bool, **more: Any) -> Session:
        body = body if body.kind in RUNNING else HubFactory()  # no other body runs one
        by = host_of(body)
        usual: dict[str, Any] = {
            "summary": "What a sponsor must report and keep.", "audience": [Audience.PROVIDER, Audience.COUNCIL],
            "host": "Pat Example", "starts_at": at_ten(7), "minutes": 60, "join_link": JOIN,
        }  # fmt: skip
        programme = more.pop("programme", None) or ProgrammeFactory(
            body=body, name=f"Hub of {body.name}"[:60], open=True
        )
        made = sessions.draft_session(programme=programme, by=by, **(usual | more))
        if published:
            sessions.publish_session(session=made, version=made.version, by=by)
        return made


class BookingFactory(DjangoModelFactory[Booking]):
    """What somebody of a council asked for and has not confirmed, of a webinar that can be booked."""

    class Meta:
        model = Booking

    body = factory.SubFactory(HubFactory)
    email = "pat@example.org"
    name = "Pat Example"

    @classmethod
    def _create(cls, model_class: type[Booking], *_: Any, body: Body, **more: Any) -> Booking:
        known = Session.objects.filter(body=body, state=SessionState.PUBLISHED).first()
        session = more.pop("session", None) or known or SessionFactory(body=body, published=True)
        usual = {
            "audience": Audience.COUNCIL, "council_code": WALSALL, "organisation": "Walsall",
            "booked_by": more["email"],
        }  # fmt: skip
        made = model_class(body_id=session.body_id, session=session, **(usual | more))
        return begin(made, by=made.booked_by, told="asked for a place at a webinar")


class SlidesFactory(DjangoModelFactory[Slides]):
    """A file of a webinar."""

    class Meta:
        model = Slides

    session = factory.SubFactory(SessionFactory)
    body = factory.SelfAttribute("session.body")
    name, media_type, sha256, data = "slides.pdf", "application/pdf", "0" * 64, b"%PDF-1.7"
    kept_by = "host@example.org"
    kept_at = factory.LazyFunction(timezone.now)


class QuestionFactory(DjangoModelFactory[Question]):
    """A question of a webinar, answered."""

    class Meta:
        model = Question

    session = factory.SubFactory(SessionFactory)
    body = factory.SelfAttribute("session.body")
    question, answer, written_by = "Who pays the charge?", "The sponsor.", "host@example.org"


class LogFactory(DjangoModelFactory[Log]):
    """An attendance report that was read."""

    class Meta:
        model = Log

    session = factory.SubFactory(SessionFactory)
    body = factory.SelfAttribute("session.body")
    name, shape, sha256, read_by = "report.csv", "Teams", "0" * 64, "host@example.org"


class ConnectionFactory(DjangoModelFactory[Connection]):
    """Somebody who was connected and is to be settled."""

    class Meta:
        model = Connection

    session = factory.SubFactory(SessionFactory)
    body = factory.SelfAttribute("session.body")
    key, name = "ipad", "iPad"


class CertificateFactory(DjangoModelFactory[Certificate]):
    """A certificate of whoever booked."""

    class Meta:
        model = Certificate

    booking = factory.SubFactory(BookingFactory)
    session = factory.SelfAttribute("booking.session")
    body = factory.SelfAttribute("booking.body")
    number = factory.LazyFunction(fresh_number)
    name, email, title, issuer = "Pat Example", "pat@example.org", TITLE, "Sampleshire Employers"
    held_on = factory.LazyFunction(timezone.localdate)
    length, attended, issued_by = 60, 50, "host@example.org"
