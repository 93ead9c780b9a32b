"""All that a provider can have to do with the hub: questions and their answers, lawyers, webinars."""

from __future__ import annotations

from typing import Any

from irhub.accounts.models import Body
from irhub.legal_advice import calls
from irhub.legal_advice.models import Appointment, Entitlement
from irhub.legal_advice.outcomes import Answer
from irhub.programmes.models import Audience
from irhub.support import neutral
from irhub.support.parties import key_of
from irhub.webinars.models import Attendance, Came, Session
from tests.compliance.factories import (
    EvidenceFactory,
    PlanItemFactory,
    ProviderFactory,
    ResultFactory,
    SheetFactory,
    answered,
)
from tests.legal_advice.factories import AppointmentFactory, CorrectionFactory, lawyer_of, talked, told
from tests.standing import stand
from tests.support.factories import CaseFactory
from tests.support.test_wall import filled
from tests.webinars.factories import BookingFactory, CertificateFactory


def checked_itself(provider: Body) -> tuple[int, int, int]:
    """Let a provider answer its self-check, note evidence, keep a result and plan what it does. Returns the numbers of what it made."""
    sheet = SheetFactory(body=provider)
    answered(sheet, A1="no", A3="yes")
    evidence, action = EvidenceFactory(body=provider), PlanItemFactory(body=provider)
    ResultFactory(body=provider)
    return sheet.pk, evidence.pk, action.pk


def in_touch(session: Session, key: str, name: str) -> dict[str, dict[str, Any]]:
    """Let a provider (CQC id and name) check itself, ask, be refused, be asked about, complain, talk with a lawyer, be turned away by one, come to a
    webinar. Returns what fills the address of each route that names something of it, but for those that are opened by a link alone."""
    sheet, evidence, action = checked_itself(ProviderFactory(name=name, place_code=key))
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
    asked = CorrectionFactory(entitlement=talks.entitlement)
    whose = {"client_kind": Audience.PROVIDER, "client_key": key, "client_name": name}
    Entitlement.objects.filter(pk=talks.entitlement_id).update(**whose)
    for made in Appointment.objects.filter(entitlement=talks.entitlement_id):
        stand(made, **whose)
    booking = BookingFactory(
        session=session, email=f"pat@{key}.example.org", audience=Audience.PROVIDER, provider_id=key, council_code=""
    )
    Attendance.objects.create(booking=booking, body=session.body, came=Came.CAME, minutes=60)
    certificate = CertificateFactory(booking=booking)
    of_case, of_talk = {"reference": case.reference}, {"reference": talks.reference}
    of_file, of_paper = of_case | {"number": case.files.get().pk}, {"number": certificate.pk}
    of_check = {"number": sheet}
    return {
        **dict.fromkeys(("self-check-sheet", "self-check-result", "self-check-plan", "self-check-places"), of_check),
        "self-check-question": of_check | {"key": "A1"}, "self-check-theme": of_check | {"theme": "licence"},
        "self-check-evidence-remove": {"number": evidence}, "self-check-action": {"number": action},
        "help-question": of_case, "help-question-file": of_file, "support-case": of_case, "support-file": of_file,
        "support-do": of_case | {"what": "note"}, "support-part": of_case | {"kind": "contact", "nth": 1, "what": "change"},
        **dict.fromkeys(("legal-appointment", "legal-calendar", "legal-cancel", "legal-move", "legal-call"), of_talk),
        "legal-client": {"reference": talks.entitlement.reference}, "legal-decide": {"reference": asked.reference},
        **dict.fromkeys(("webinar-certificate-correct", "webinar-certificate-withdraw"), of_paper),
    }  # fmt: skip
