"""Everything that is held about one person who uses the hub, for that person's own request (UK GDPR, article 15)."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db.models import CharField, ForeignKey, Model, Q, QuerySet, TextField
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from irhub.accounts.audit import Actor, record
from irhub.accounts.models import Absence, AuditEvent, Invitation, Membership, Person, ProviderRequest
from irhub.notify.models import Message, Preference
from irhub.notify.sealing import digest_of
from irhub.web.listing.writers import Told

Section = list[dict[str, Any]]
COLUMNS: dict[type[Model], tuple[str, ...]] = {
    Person: ("id", "email", "name", "is_active", "is_system_administrator", "joined_at", "last_login"),
    Membership: ("body__name", "role", "since", "until", "given_by"),
    EmailAddress: ("email", "verified", "primary"),
    Authenticator: ("type", "created_at", "last_used_at"),
    UserSession: ("ip", "user_agent", "created_at", "last_seen_at"),
    SocialAccount: ("provider", "uid", "date_joined", "last_login", "extra_data"),
    Invitation: (
        "body__name",
        "role",
        "email",
        "made_by",
        "made_at",
        "expires_at",
        "state",
        "accepted_at",
        "withdrawn_at",
    ),
    Absence: ("first", "last", "cover__person__name", "said_by", "said_at", "state"),
    ProviderRequest: ("provider_name", "name", "email", "words", "made_at", "decided_at", "state", "reason"),
    Message: ("kind", "posted_at", "state", "ended_at"),
    Preference: ("kind", "body_id", "every", "told_until"),
    AuditEvent: ("number", "at", "who", "acting_as", "what", "about", "detail"),
}
"""What is told of each table. Secrets (password, keys of second steps) are left out: they are of no use to the person."""


def _other_tables() -> dict[type[Model], list[str]]:
    """Tables of other rooms that name people, with the look-ups that find one: they are told whole.

    A column points at a person or at a role of theirs, or has the address of whoever did something ("who", "saved_by").
    """
    found: dict[type[Model], list[str]] = {}
    for model in apps.get_models():
        for field in model._meta.get_fields() if model not in COLUMNS else ():
            if isinstance(field, ForeignKey) and field.related_model is Person:
                found.setdefault(model, []).append(f"{field.name}__email__iexact")
            elif isinstance(field, ForeignKey) and field.related_model is Membership:
                found.setdefault(model, []).append(f"{field.name}__person__email__iexact")
            elif isinstance(field, CharField | TextField) and re.fullmatch(r"who|email|\w+_by", field.name):
                found.setdefault(model, []).append(f"{field.name}__iexact")
    return found


def _written(model: type[Model]) -> list[str]:
    """The columns of a table but for those that the database makes of others."""
    return [field.attname for field in model._meta.concrete_fields if not field.generated]


def _of_bodies(model: type[Model]) -> bool:
    """Whether the rows of a table are a body's or a person's, so that the database narrows them to the own body's."""
    return any(field.name in ("body", "person") for field in model._meta.get_fields())


def _narrowed(model: type[Model]) -> Q | None:
    """Which rows of a table are the own body's: all that the database gives, or those that belong to such a row, as a caller to an appointment.
    None if neither tells it."""
    if _of_bodies(model):
        return Q()
    owned = [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model not in COLUMNS and _of_bodies(field.related_model)
    ]
    return (
        reduce(or_, (Q(**{f"{one.name}__in": one.related_model._default_manager.all()}) for one in owned))
        if owned
        else None
    )


WORDS: dict[str, str] = {
    "people": "The account",
    "memberships": "Roles held",
    "email addresses": "E-mail addresses",
    "authenticators": "Second steps at sign-in",
    "user sessions": "Where the person is or was signed in",
    "social accounts": "Accounts of work used to sign in",
    "invitations": "Invitations",
    "absences": "When the person is away or covers for somebody",
    "provider requests": "Requests to act for a care provider",
    "messages": "Messages written to the person, without their text",
    "preferences": "What the person chose to hear of",
    "audit events": "What the person did, and what was done about them",
}
"""What the tables of accounts hold, as headings for the person; other rooms' tables keep their names."""


def as_page(told: dict[str, Section], email: str) -> str:
    """The same as a page by itself, to read, print and hand over: a heading and a list for each table, no style, no links."""
    sections = {
        WORDS.get(table, table.capitalize()): [
            {
                name.replace("__", " ").replace("_", " ").capitalize(): _breaking(_readable(value))
                for name, value in row.items()
            }
            for row in rows
        ]
        for table, rows in told.items()
    }
    page = {"email": email, "person": _breaking(email), "made_at": localtime(), "sections": sections}
    return render_to_string("accounts/held_about_a_person.html", page)


def _readable(value: Any) -> str:
    """A value in words: times to the minute, yes and no, details as pairs."""
    if isinstance(value, datetime):
        return f"{localtime(value):%-d %B %Y at %H:%M}"
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_readable(part)}" for name, part in value.items()) or "none"
    return "none" if value in (None, "", []) else str(value)


def _breaking(words: str) -> SafeString:
    """Words as markup in which a long one, such as an address, breaks on a narrow screen: the page has no style that lets it."""
    return mark_safe(re.sub(r"[^\s&;]{12}(?=[^\s&;])", r"\g<0><wbr>", escape(words)))  # noqa: S308  (escaped before)


HELD_COLUMNS = (
    Told("table", "Table", "What sort of thing is held."),
    Told("row", "Row", "Its number among those."),
    Told("field", "Field", "Which part of it."),
    Told("value", "Value", "What it says."),
)


def as_cells(told: dict[str, Section]) -> list[tuple[str, int, str, Any]]:
    """The same for a spreadsheet: a row for each thing that is held, with its table, its number in it and its name."""
    return [
        (table, number, field, value)
        for table, rows in told.items()
        for number, row in enumerate(rows, start=1)
        for field, value in row.items()
    ]


def everything_about(email: str, *, by: Actor, of_bodies_alone: bool = False) -> dict[str, Section]:
    """Rows by table of all that whoever acts may read about the person with this address; empty if there is nothing.

    The database narrows it to what concerns the own body; `of_bodies_alone`: tables that it cannot narrow are left out. Kept in the audit trail, even if nothing is held.
    """
    person = Person.objects.filter(email__iexact=email.strip()).first()
    own = Q(pk=None) if person is None else Q(user=person)
    about = Q(who__iexact=email.strip()) | Q(detail__email__iexact=email.strip())
    if person:
        about |= Q(about=f"person/{person.pk}")
    found: dict[type[Model], QuerySet[Any]] = {
        Person: Person.objects.filter(pk=person.pk if person else 0),
        Membership: Membership.objects.filter(person=person).order_by("since", "pk")
        if person
        else Membership.objects.none(),
        EmailAddress: EmailAddress.objects.filter(own),
        Authenticator: Authenticator.objects.filter(own),
        UserSession: UserSession.objects.filter(own),
        SocialAccount: SocialAccount.objects.filter(own),
        Invitation: Invitation.objects.filter(email__iexact=email.strip()).order_by("made_at"),
        Absence: Absence.objects.filter(
            Q(membership__person=person) | Q(cover__person=person) if person else Q(pk=None)
        ).order_by("pk"),
        ProviderRequest: ProviderRequest.objects.filter(email__iexact=email.strip()).order_by("made_at"),
        Message: Message.objects.filter(recipient=digest_of(email)).order_by("posted_at"),
        Preference: Preference.objects.filter(person_id=person.pk if person else 0).order_by("pk"),
        AuditEvent: AuditEvent.objects.filter(about).order_by("number"),
    }
    for model, look_ups in _other_tables().items():
        own_rows = _narrowed(model) if of_bodies_alone else Q()
        if own_rows is not None:
            named = [Q(**{look_up: email.strip()}) for look_up in look_ups]
            found[model] = model._default_manager.filter(own_rows & reduce(or_, named)).order_by("pk")
    told = {
        str(model._meta.verbose_name_plural): list(rows.values(*COLUMNS.get(model, _written(model))))
        for model, rows in found.items()
    }
    record(
        "made a subject access export", by=by, about=f"person/{person.pk}" if person else "",
        rows=sum(map(len, told.values())),
    )  # fmt: skip
    return {name: rows for name, rows in told.items() if rows}
