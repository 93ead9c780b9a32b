"""All that a provider can have to do with the hub: questions and their answers, lawyers, webinars."""

from __future__ import annotations

from irhub.legal_advice import calls
from irhub.legal_advice.models import Appointment, Entitlement
from irhub.legal_advice.outcomes import Answer
from irhub.programmes.models import Audience
from irhub.support import neutral
from irhub.support.parties import key_of
from irhub.webinars.models import Attendance, Came, Session
from tests.legal_advice.factories import AppointmentFactory, CorrectionFactory, lawyer_of, talked, told
from tests.standing import stand
from tests.support.factories import CaseFactory
from tests.support.test_wall import filled
from tests.webinars.factories import BookingFactory, CertificateFactory


def in_touch(session: Session, key: str, name: str) -> dict[str, str]:
    """Let a provider (CQC id and name) ask, be refused, be asked about, complain, talk with a lawyer, be turned away by one, come to a
    webinar. Returns by route the reference of what it can open."""
    client = {"client_key": key, "client_name": name}
    case = filled(body=session.body, **client)
    CaseFactory(
        body=session.body,
        client_key="1-999",
        client_name="Mockley Care Ltd",
        about_key=key_of("provider", key),
        about_name=name,
    )
    neutral.send_neutral(case.declined.send_at)
    turned = AppointmentFactory(body=session.body)
    told(
        calls.answer_check(
            appointment=turned, answer=Answer.CONFLICT, version=turned.version, by=lawyer_of(turned.firm)
        )
    )
    talks = AppointmentFactory(body=session.body, clear=True)
    talked(talks, 12)
    CorrectionFactory(entitlement=talks.entitlement)
    whose = {"client_kind": Audience.PROVIDER, "client_key": key, "client_name": name}
    Entitlement.objects.filter(pk=talks.entitlement_id).update(**whose)
    for made in Appointment.objects.filter(entitlement=talks.entitlement_id):
        stand(made, **whose)
    booking = BookingFactory(
        session=session, email=f"pat@{key}.example.org", audience=Audience.PROVIDER, provider_id=key, council_code=""
    )
    Attendance.objects.create(booking=booking, body=session.body, came=Came.CAME, minutes=60)
    CertificateFactory(booking=booking)
    return {"help-question": case.reference, "support-case": case.reference, "legal-appointment": talks.reference}
