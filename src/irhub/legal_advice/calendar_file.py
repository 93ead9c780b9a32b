"""An appointment as a calendar file: the same UID whatever becomes of it, a higher SEQUENCE at each change, CANCEL when it does not take place."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.timezone import localtime
from icalendar import Alarm, Calendar, Event

from irhub.legal_advice.keeping import now
from irhub.legal_advice.models import Appointment
from irhub.legal_advice.slots import LONDON
from irhub.legal_advice.workflows import COMING, GONE


def calendar_of(appointment: Appointment) -> bytes:
    """The file (RFC 5545), with the zone in which its times stand. It says when, and not what about."""
    gone = appointment.state in GONE
    held = Calendar()
    held.add("version", "2.0")
    held.add("prodid", "-//International Recruitment Hub//Legal advice//EN")
    held.add("method", "CANCEL" if gone else "PUBLISH")
    event = Event()
    event.add("uid", f"{appointment.reference}@{urlsplit(settings.IRHUB_SITE).hostname or 'irhub'}")
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", now())
    event.add("dtstart", localtime(appointment.starts_at, LONDON))
    event.add("dtend", localtime(appointment.ends_at, LONDON))
    event.add("summary", "Appointment with a lawyer, by telephone")
    event.add("description", f"{appointment.lawyer_name} rings you. Reference: {appointment.reference}")
    event.add(
        "status", "CANCELLED" if gone else "CONFIRMED" if appointment.state not in COMING else _status(appointment)
    )
    if not gone:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", "Appointment with a lawyer")
        alarm.add("trigger", timedelta(minutes=-15))
        event.add_component(alarm)
    held.add_component(event)
    held.add_missing_timezones()
    written: bytes = held.to_ical()
    return written


def _status(appointment: Appointment) -> str:
    return "TENTATIVE" if appointment.state == "asked" else "CONFIRMED"
