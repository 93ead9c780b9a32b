"""Everything that is held about one person, for that person's own request (UK GDPR, article 15).

Rooms say where people are found in their tables, and what is told of it (web/held_tables.py). Other people are not told of: their addresses and,
if they use the hub, their names are taken out of all that is told.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any, TypedDict

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import BooleanField, F, ForeignKey, Func, Model, Q
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from irhub.accounts.audit import Actor, record
from irhub.accounts.models import AuditEvent, Body, Membership, Person
from irhub.accounts.roles import Kind
from irhub.accounts.row_security import system_access
from irhub.notify.models import Message, Preference
from irhub.web.held_tables import Confided, Held, Whom, confided, held
from irhub.web.listing.writers import Told

Row = dict[str, Any]
SOMEBODY = "[somebody else]"
FOUND_BY = "found by"
"""What a row has that was not found by the address: it may be of somebody else with this name or number."""
NOT_LOOKED_IN = "not looked in"
"""As which table it is told which rooms are told things in confidence, and were looked in for the own body’s rows at most."""
ANSWERS = frozenset({Kind.DELIVERY_PARTNER, Kind.LAW_FIRM})
"""Bodies that answer for what they are told in confidence, through their auditor, who reads none of it otherwise."""
TELLS_OF_HELP = Func(F("about"), F("body_id"), function="accounts_tells_of_help", output_field=BooleanField())
"""Whether an event tells of help that somebody had: the database's own rule, by which it keeps it from the side of oversight."""
_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_SECRET = re.compile(r"token|secret|passw", re.IGNORECASE)


@dataclass(frozen=True)
class Everything:
    """What is held: rows by table, and the files that they name, by their path."""

    sections: dict[str, list[Row]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    left_out: tuple[Confided, ...] = ()

    @property
    def tables(self) -> dict[str, list[Row]]:
        """The sections, and what was not looked in."""
        gaps = [{"what": room.name, "who answers for it": room.answers} for room in self.left_out]
        return self.sections | ({NOT_LOOKED_IN: gaps} if gaps else {})

    def __bool__(self) -> bool:
        return bool(self.sections)


class Reach(TypedDict):
    """How far an export reaches: as `everything_about` takes it."""

    of_body: Body | None
    oversees: bool


def everything_about(whom: Whom, *, by: Actor, of_body: Body | None = None, oversees: bool = False) -> Everything:
    """All that whoever acts may have about a person, by address, name and telephone number; empty if there is nothing.

    `of_body`: for its auditor, who gets what concerns it: of tables of bodies its own rows, whatever of others the database lets it read, and
    what its own people did with those of others. Tables that tell no body are left out; but what a body is told in confidence its auditor gets too, of its own rows, or nobody could answer for them. `oversees`: whoever acts holds a
    role of oversight, and gets nothing that is told in confidence. A row that was found by a name or a number alone says so. Kept in the audit
    trail, even if nothing is held.
    """
    told = Everything(left_out=left_out(of_body, oversees=oversees))
    apart = frozenset(model for room in confided() for model in room.models)
    answers = of_body if of_body is not None and of_body.kind in ANSWERS else None
    opened = [one for one in held() if one.model in apart]
    usual = [one for one in held() if one.model not in apart or not (oversees or answers)]
    rest = ~Q(TELLS_OF_HELP) if oversees else Q()
    ours = of_body is not None and _acts_for(of_body, whom)
    rows = [
        (one, _narrowed(one, of_body, apart, ours=ours) if of_body else rest if one.model is AuditEvent else Q())
        for one in usual
    ]
    _gather(told, rows, whom)
    if answers is not None:
        with system_access("a person asked what is held about them by a body that helps", by=_address_of(by)):
            _gather(told, ((one, _of_body(one.model, answers)) for one in opened), whom)
    person = Person.objects.filter(email__iexact=whom.email.strip()).first() if whom.email.strip() else None
    record(
        "made a subject access export", by=by, about=f"person/{person.pk}" if person else "",
        rows=sum(map(len, told.sections.values())),
    )  # fmt: skip
    return told


def left_out(of_body: Body | None, *, oversees: bool) -> tuple[Confided, ...]:
    """The rooms that are told things in confidence and are not looked in, but for what the database gives the body of whoever acts. A law firm
    answers for its own times and calls; for callers and parties the body that runs the scheme does."""
    whole = of_body.kind == Kind.DELIVERY_PARTNER if of_body else not oversees
    return () if whole else confided()


def _gather(told: Everything, look_ups: Iterable[tuple[Held, Q | None]], whom: Whom) -> None:
    """Put what look-ups find among the rows of each into what is told, each row once."""
    clean = _cleaner(whom)
    seen = set[tuple[type[Model], Any]]()
    for one, own_rows in look_ups:
        if own_rows is None:
            continue
        for how, found in one.found_by(whom):
            for number, row in _rows(one, own_rows & found):
                if (one.model, number) in seen:
                    continue
                seen.add((one.model, number))
                row |= _beside(one, number, told.files) if one.file else {}
                row |= {} if how == "e-mail" else {FOUND_BY: how}
                section = told.sections.setdefault(str(one.model._meta.verbose_name_plural), [])
                section.append(
                    {name: value if name in one.of_one_person else clean(value) for name, value in row.items()}
                )


def _address_of(by: Actor) -> str:
    return by if isinstance(by, str) else by.person.email if isinstance(by, Membership) else by.email


def _of_body(model: type[Model], body: Body) -> Q | None:
    """Which rows of a table are a body's that helps: its own, those of which it is the law firm, and what belongs to a row of its own. None if
    the table tells neither."""
    own = [Q(**{name: body}) for name in ("body", "firm") if any(at.name == name for at in model._meta.concrete_fields)]
    own = own or [Q(**{f"{at.name}__body": body}) for at in _parents(model)]
    return reduce(or_, own) if own else None


def _rows(one: Held, found: Q) -> Iterator[tuple[Any, Row]]:
    """The numbers of the rows of a table that are found, each once, and what is told of them."""
    rows = one.model._default_manager.filter(found).order_by("pk").distinct()
    for row in rows.annotate(its_number=F("pk")).values("its_number", *one.columns):
        yield row.pop("its_number"), row


def _beside(one: Held, number: Any, files: dict[str, bytes]) -> Row:
    """The size and the hash of a file, which is put among the others."""
    kept: Any = one.model._default_manager.only(one.file, "name").get(pk=number)
    data = bytes(getattr(kept, one.file))
    name = re.sub(r"[^\w.-]", "_", kept.name)
    path = f"files/{len(files) + 1}-{name}"
    files[path] = data
    return {"file": path, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def _cleaner(whom: Whom) -> Callable[[Any], Any]:
    """What takes other people out of what is told: every other address, and the full names of others who use the hub; and what is secret."""
    own = whom.email.strip().casefold()
    kept = {" ".join(whom.name.split()).casefold()}
    kept |= {name.casefold() for name in Person.objects.filter(email__iexact=own).values_list("name", flat=True)}
    names = {
        name for name in Person.objects.values_list("name", flat=True) if " " in name and name.casefold() not in kept
    }
    others = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(names, key=len, reverse=True)) or r"(?!)")

    def clean(value: Any) -> Any:
        if isinstance(value, str):
            told = _ADDRESS.sub(lambda found: found[0] if found[0].casefold() == own else SOMEBODY, value)
            return others.sub(SOMEBODY, told)
        if isinstance(value, dict):
            return {name: clean(part) for name, part in value.items() if not _SECRET.search(str(name))}
        return [clean(part) for part in value] if isinstance(value, list | tuple) else value

    return clean


def _acts_for(body: Body, whom: Whom) -> bool:
    """Whether somebody acts, or acted, for a body."""
    email = whom.email.strip()
    return email != "" and Membership.objects.filter(body=body, person__email__iexact=email).exists()


def _of_bodies(model: type[Model]) -> bool:
    """Whether the rows of a table are a body's or a person's, so that the database narrows them to the own body's."""
    return any(field.name in ("body", "person") for field in model._meta.get_fields())


def _narrowed(one: Held, body: Body, apart: Collection[type[Model]], *, ours: bool) -> Q | None:
    """Which rows of a table concern a body: its own, those that belong to such a row, as a caller to an appointment, or all that the
    database gives where it gives no others (of people, and of what is told in confidence). None if nothing tells it. `ours`: whether whoever
    is looked for acts for it."""
    model = one.model
    names = {field.name for field in model._meta.concrete_fields}
    if "body" in names and model not in apart and not (one.acts and ours):
        return Q(body=body)
    if _of_bodies(model) or model in NARROWED:
        return Q()
    owned = _parents(model)
    return (
        reduce(or_, (Q(**{f"{one.name}__in": one.related_model._default_manager.all()}) for one in owned))
        if owned
        else None
    )


def _parents(model: type[Model]) -> list[Any]:
    """The columns by which the rows of a table belong to one that is a body's."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is not Membership and _of_bodies(field.related_model)
    ]


NARROWED: frozenset[type[Model]] = frozenset(
    {Person, EmailAddress, Authenticator, UserSession, SocialAccount, Message, Preference, AuditEvent}
)
"""What the database narrows though a table names no body: to whom the own body knows."""

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
    NOT_LOOKED_IN: "What was not looked in, as it is told in confidence: ask who answers for it",
    "audit events": "What the person did, and what was done about them",
}
"""What the tables of accounts hold, as headings for the person; other rooms' tables keep their names."""


def as_page(told: Everything, whom: Whom) -> str:
    """The same as a page by itself, to read, print and hand over: a heading and a list for each table, no style, no links."""
    sections = {
        WORDS.get(table, table.capitalize()): [
            {
                name.replace("__", " ").replace("_", " ").capitalize(): _breaking(_readable(value))
                for name, value in row.items()
            }
            for row in rows
        ]
        for table, rows in told.tables.items()
    }
    who = whom.email or whom.name or whom.phone
    page = {"email": who, "person": _breaking(who), "made_at": localtime(), "sections": sections}
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


def as_cells(told: Everything) -> list[tuple[str, int, str, Any]]:
    """The same for a spreadsheet: a row for each thing that is held, with its table, its number in it and its name."""
    return [
        (table, number, field, value)
        for table, rows in told.tables.items()
        for number, row in enumerate(rows, start=1)
        for field, value in row.items()
    ]


def as_json(told: Everything) -> str:
    """The same for another system."""
    return json.dumps(told.tables, indent=2, cls=DjangoJSONEncoder)


def as_zip(told: Everything, name: str, text: str) -> bytes:
    """A file with what is held, and beside it the files that it names."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, text)
        for path, data in told.files.items():
            packed.writestr(path, data)
    return kept.getvalue()
