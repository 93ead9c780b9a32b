"""The kinds of message about appointments with a lawyer (notify/kinds.py)."""

from __future__ import annotations

from irhub.notify.kinds import Kind

APPOINTMENT = Kind("legal-appointment", "Appointments with a lawyer that were booked for you")
TO_CHECK = Kind("legal-check", "Bookings that wait for your law firm’s check, and those that are moved or cancelled")
KINDS = (APPOINTMENT, TO_CHECK)
