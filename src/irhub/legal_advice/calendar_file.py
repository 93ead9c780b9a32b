"""An appointment as a file for calendars. It says when, and not what about."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from irhub.legal_advice.keeping import now
from irhub.legal_advice.models import Appointment
from irhub.legal_advice.workflows import GONE, AppointmentState
from irhub.web.calendar_file import Meeting, calendar_file


def calendar_of(appointment: Appointment) -> bytes:
    """The file: off where the appointment does not take place."""
    return calendar_file(
        Meeting(
            product="Legal advice",
            uid=f"{appointment.reference}@{urlsplit(settings.IRHUB_SITE).hostname or 'irhub'}",
            sequence=appointment.sequence,
            stamp=now(),
            starts_at=appointment.starts_at,
            ends_at=appointment.ends_at,
            summary="Appointment with a lawyer, by telephone",
            description=f"{appointment.lawyer_name} rings you. Reference: {appointment.reference}",
            reminder="Appointment with a lawyer",
            off=appointment.state in GONE,
            certain=appointment.state != AppointmentState.ASKED,
        )
    )
