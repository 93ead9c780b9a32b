"""Certificates of attendance: issued from three quarters of a session on, numbered by lot, never altered. A correction is a new one, and one
that was issued in error is withdrawn."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from irhub.accounts.audit import record
from irhub.accounts.models import Membership
from irhub.accounts.moving import check_move
from irhub.web.errors import ActionRefused
from irhub.webinars import letters
from irhub.webinars.actions.attendance import settle_attendance
from irhub.webinars.coming import earned
from irhub.webinars.models import Attendance, Booking, Came, Certificate, Session, Withdrawal

_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Figures and letters that nobody takes for one another."""


def fresh_number() -> str:
    """A number by lot, as people read it: ABCD-EFGH-JKLM, of which there are more than 10 to the 18."""
    drawn = "".join(secrets.choice(_SIGNS) for _ in range(12))
    return "-".join(drawn[at : at + 4] for at in range(0, 12, 4))


@transaction.atomic
def complete_attendance(*, session: Session, version: int, by: Membership) -> Session:
    """Say that it is known who came, and issue the certificates. Raises as `settle_attendance` does."""
    settle_attendance(session=session, version=version, by=by)
    issue_certificates(session=session, by=by)
    return session


@transaction.atomic
def issue_certificates(*, session: Session, by: Membership) -> int:
    """Issue a certificate to everybody who earned one and never had one of this webinar, known by their address. Returns how many.

    Raises ActionRefused before the attendance is complete.
    """
    _complete(session, by)
    had = {one.email.lower() for one in Certificate.objects.filter(session=session)}
    made = 0
    for attendance in _who_came(session):
        address = attendance.booking.email.lower()
        if earned(attendance, session) and address not in had:
            _issue(attendance, by)
            had.add(address)
            made += 1
    if made:
        record("issued certificates of a webinar", by=by, about=f"webinar/{session.pk}", many=made)
    return made


@transaction.atomic
def correct_certificate(*, certificate: Certificate, name: str, by: Membership) -> Certificate:
    """Issue it again with the right name, and with what is known of the attendance now. The old one stays, and says which took its place.

    Raises ActionRefused if it was replaced or withdrawn before, its booking is gone, or nothing is left to certify.
    """
    session, booking = _still_holds(certificate, by), certificate.booking
    if booking is None:
        raise ActionRefused(
            "The booking is no longer kept, so that no certificate can be issued again. It can be withdrawn."
        )
    attendance = Attendance.objects.select_related("booking__session__body").filter(booking=booking).first()
    if attendance is None or not earned(attendance, booking.session):
        raise ActionRefused("By what is known now this person did not attend for long enough.")
    made = _issue(attendance, by, name=name.strip(), replaces=certificate)
    record("issued a certificate again", by=by, about=f"webinar/{session.pk}", number=made.number)
    return made


@transaction.atomic
def withdraw_certificate(*, certificate: Certificate, why: str, by: Membership) -> Withdrawal:
    """Say that a certificate no longer holds; whoever it named is told why. They are given no other of the same webinar, nor is it taken back.

    Raises ActionRefused if it was replaced or withdrawn before, without a reason, and before the attendance is complete.
    """
    if not why.strip():
        raise ActionRefused("Say why it is withdrawn: whoever it names is told.", "why")
    session = _still_holds(certificate, by)
    made = Withdrawal.objects.create(
        certificate=certificate, body_id=certificate.body_id, who=by.person.email, why=why.strip()
    )
    letters.tell_withdrawn(session, made)
    record("withdrew a certificate", by=by, about=f"webinar/{session.pk}", number=certificate.number)
    return made


def _still_holds(certificate: Certificate, by: Membership) -> Session:
    """The session of a certificate that holds, locked. Raises ActionRefused for any other."""
    session = certificate.session
    if session is None:
        raise ActionRefused("It is not known of which webinar this certificate is, so that it stays as it is.")
    _complete(session, by)
    found = Certificate.objects.select_related("replaced_by", "withdrawal").get(pk=certificate.pk)
    if found.newer:
        raise ActionRefused("This certificate was replaced before: look at the newer one.")
    if found.withdrawn:
        raise ActionRefused("This certificate was withdrawn before.")
    return session


@transaction.atomic
def write_afterwards(*, session: Session, to: str, by: Membership) -> int:
    """Write to those who came, or to those who did not: once to each. Returns to how many. Raises ActionRefused before the attendance is complete."""
    _complete(session, by)
    told = 0
    holding = set(
        Certificate.objects.filter(session=session, replaced_by=None, withdrawal=None).values_list("booking", flat=True)
    )  # fmt: skip
    for attendance in Attendance.objects.filter(booking__session=session, came=to).select_related("booking__session"):
        if to == Came.CAME:
            letters.thank(attendance.booking, certificate=attendance.booking_id in holding)
        else:
            letters.missed(attendance.booking)
        told += 1
    record("wrote to who was to come to a webinar", by=by, about=f"webinar/{session.pk}", many=told, to=str(to))
    return told


def _issue(
    attendance: Attendance, by: Membership, *, name: str = "", replaces: Certificate | None = None
) -> Certificate:
    booking: Booking = attendance.booking
    session = booking.session
    return Certificate.objects.create(
        number=fresh_number(), session=session, booking=booking, body_id=session.body_id, name=name or booking.name, email=booking.email,
        title=session.title, held_on=timezone.localdate(session.starts_at), length=session.minutes, attended=attendance.minutes,
        law_as_at=session.law_as_at, issuer=session.body.name, issued_by=by.person.email, replaces=replaces,
    )  # fmt: skip


def _who_came(session: Session) -> list[Attendance]:
    found = Attendance.objects.filter(booking__session=session, came=Came.CAME)
    return list(found.select_related("booking__session__body").order_by("booking__name"))


def _complete(session: Session, by: Membership) -> None:
    """Lock the session. Raises ActionRefused unless it is known who came, and for whoever may not change it."""
    there = Session.objects.select_for_update().get(pk=session.pk)
    if not there.settled_at:
        raise ActionRefused("Say first that it is known who came.")
    check_move(there, "edit", by=by)
