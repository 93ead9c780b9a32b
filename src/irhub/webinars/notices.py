"""The kinds of message about webinars (notify/kinds.py)."""

from __future__ import annotations

from datetime import timedelta

from irhub.notify.kinds import Kind

CONFIRM = Kind("webinar-confirm", "Please confirm your e-mail address for a webinar", of_use=timedelta(days=1))
BOOKING = Kind("webinar-booking", "Your bookings of webinars, waiting lists and changes")
REMINDER = Kind("webinar-reminder", "Reminders of webinars that you booked", of_use=timedelta(hours=12))
AFTERWARDS = Kind("webinar-afterwards", "Recordings and certificates of webinars")

KINDS = (CONFIRM, BOOKING, REMINDER, AFTERWARDS)
