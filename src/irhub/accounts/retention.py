"""How long what is held about people is kept, and what carries out the rules of every room (web/retention_rules.py).

The audit trail has no rule here, because no role may remove from it: docs/data-protection.md says how long it is kept and what
is done then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Max, Q
from django.utils import timezone

from irhub.accounts.attempts import drop_expired
from irhub.accounts.audit import record
from irhub.accounts.models import Absence, Invitation, Membership, Person, ProviderRequest
from irhub.accounts.row_security import system_access
from irhub.web.london import local_day
from irhub.web.retention_rules import RetentionRule, retention_rules


@dataclass(frozen=True)
class Done:
    """What a run did by one rule."""

    name: str
    count: int


def _invitations(before: datetime) -> int:
    over = Q(accepted_at__lt=before) | Q(withdrawn_at__lt=before) | Q(expires_at__lt=before, accepted_at=None)
    return Invitation.objects.filter(over).delete()[0]


def _sessions(before: datetime) -> int:
    ended = Session.objects.filter(expire_date__lt=before).delete()[0]
    living = Session.objects.values("session_key")
    return int(ended + UserSession.objects.exclude(session_key__in=living).delete()[0])


def _provider_requests(before: datetime) -> int:
    return ProviderRequest.objects.filter(decided_at__lt=before).delete()[0]


def _absences(before: datetime) -> int:
    return Absence.objects.filter(last__lt=local_day(before)).delete()[0]


def _closed_accounts(before: datetime) -> int:
    """Take name and address from people who have held no role since `before`; what they did stays, under a number."""
    day = local_day(before)
    holding = Membership.objects.filter(Q(until=None) | Q(until__gte=day)).values("person")
    gone = (
        Person.objects.filter(is_system_administrator=False, joined_at__lt=before)
        .exclude(pk__in=holding)
        .exclude(email__endswith="@former.invalid")
        .annotate(last=Max("memberships__until"))
    )
    count = 0
    for person in gone:
        for model in (EmailAddress, Authenticator, UserSession, SocialAccount):
            model.objects.filter(user=person).delete()
        person.email, person.name, person.is_active = f"person-{person.pk}@former.invalid", "Former user", False
        person.set_unusable_password()
        person.save()
        count += 1
    return count


RULES = (
    RetentionRule("invitations", 90, "removed, however they ended", _invitations),
    RetentionRule("sessions", 0, "removed once they have ended", _sessions),
    RetentionRule(
        "attempts",
        0,
        "networks and digests of accounts, removed once they no longer count",
        lambda before: drop_expired(),
    ),
    RetentionRule("absences", 365, "removed after their last day", _absences),
    RetentionRule("provider requests", 365, "removed after the decision", _provider_requests),
    RetentionRule(
        "closed accounts", 365, "name, address and ways to sign in removed once no role is held", _closed_accounts
    ),
)


@system_access("what is over its time is removed")
def run(now: datetime | None = None) -> list[Done]:
    """Carry out every rule, each in a transaction of its own, and tell what was done. Safe to run again at any time."""
    told = []
    for rule in retention_rules():
        with transaction.atomic():
            count = rule.does((now or timezone.now()) - timedelta(days=rule.days))
            if count:
                record("removed by retention", by="retention (job)", rule=rule.name, count=count)
        told.append(Done(rule.name, count))
    return told


@system_access("what retention would remove is counted, and nothing is removed")
def preview(days: int = 0) -> list[Done]:
    """What a run would do so many days from now, by each rule: it is done, counted and taken back.

    Triggers that keep rows until a day ask for the setting `irhub.retention_tried_on`, which ends with the transaction.
    """
    told, then = [], timezone.now() + timedelta(days=days)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('irhub.retention_tried_on', %s, true)", [timezone.localdate(then).isoformat()]
            )
        for rule in retention_rules():
            told.append(Done(rule.name, rule.does(then - timedelta(days=rule.days))))
        transaction.set_rollback(True)
    return told
