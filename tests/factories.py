"""Bodies, people and what they make, each on the fewest other things that it needs: no registers. Every name is invented.

A body, a person, a role, an organisation or a list of which a test asks twice is made once: a body is known by its kind and
name or place, a person by the address, a list by its file's name.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import factory
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import SESSION_KEY
from django.db.models import Q
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate
from factory.django import DjangoModelFactory

from irhub.accounts import actions as accounts
from irhub.accounts import sent_for
from irhub.accounts.middleware import ACTING
from irhub.accounts.models import Absence, Body, Membership, Person
from irhub.accounts.queries import memberships
from irhub.accounts.roles import Kind, Role
from irhub.attention.models import Challenge, Statement, Task
from irhub.checker.models import SavedCase
from irhub.continuity import actions as continuity
from irhub.continuity.models import Plan
from irhub.contracts.models import ContractLine, ContractList
from irhub.indicators.models import Signal
from irhub.notify.models import Message, Preference
from irhub.notify.sealing import Letter, digest_of, seal
from irhub.organisations.models import Member, Organisation
from tests.standing import stand

PASSWORD = "quillmoor bicycle lantern"
ORGANISATION, NAME, PROVIDER, CODE = "quillmoor01", "Quillmoor Care Ltd", "1-100", "licence-left"
"""Of the provider that a signal is about unless told otherwise: its id, its name, its number at the CQC, and the indicator."""
SIGNAL = f"/attention/{ORGANISATION}/{CODE}/"


class BodyFactory(DjangoModelFactory[Body]):
    """A council unless told otherwise, added as an operator adds it."""

    class Meta:
        model = Body

    kind = Kind.COUNCIL
    name = "Sampleham Council"
    place_code = ""

    @classmethod
    def _create(cls, model_class: type[Body], *_: Any, kind: Kind, name: str, place_code: str) -> Body:
        known = Q(name=name) | (Q(place_code=place_code) if place_code else Q(pk=None))
        found = model_class.objects.filter(known, kind=kind).first()
        return found or accounts.add_body(kind, name, place_code, by="test")


class PersonFactory(DjangoModelFactory[Person]):
    """Somebody who signs in. `roles`: of bodies; `second_step=False`: who has set up none."""

    class Meta:
        model = Person
        skip_postgeneration_save = True

    email = "pat@example.org"
    name = factory.LazyAttribute(lambda made: made.email.split("@")[0].title())
    is_system_administrator = False

    @classmethod
    def _create(cls, model_class: type[Person], *_: Any, email: str, name: str, **more: bool) -> Person:
        found = model_class.objects.filter(email=email).first() or accounts._person(email, name, PASSWORD)
        if any(more.values()):
            model_class.objects.filter(pk=found.pk).update(**more)
            found.refresh_from_db()
        return found

    @factory.post_generation
    def roles(self, _: bool, given: list[tuple[Body, Role]] | None) -> None:
        """Give roles, each in a body."""
        for body, role in given or []:
            MembershipFactory(person=self, body=body, role=role)

    @factory.post_generation
    def second_step(self, _: bool, wanted: bool | None) -> None:
        """Set up an authenticator app and recovery codes, unless told not to."""
        if wanted is not False and not self.authenticator_set.exists():
            TOTP.activate(self, generate_totp_secret())
            RecoveryCodes.activate(self)


class MembershipFactory(DjangoModelFactory[Membership]):
    """The role that somebody has in a body: of a viewer, in the council, unless told otherwise."""

    class Meta:
        model = Membership
        django_get_or_create = ("person", "body", "role")

    person = factory.SubFactory(PersonFactory)
    body = factory.SubFactory(BodyFactory)
    role = Role.VIEWER
    given_by = "test"


class AbsenceFactory(DjangoModelFactory[Absence]):
    """Somebody is away today and for a week, and somebody else of the body in the same role covers."""

    class Meta:
        model = Absence

    body = factory.SubFactory(BodyFactory)
    membership = factory.SubFactory(
        MembershipFactory, body=factory.SelfAttribute("..body"), person__email="away@example.org"
    )
    cover = factory.SubFactory(
        MembershipFactory, body=factory.SelfAttribute("..body"), role=factory.SelfAttribute("..membership.role"),
        person=factory.SubFactory(PersonFactory, email="cover@example.org"),
    )  # fmt: skip
    first = factory.LazyFunction(localdate)
    last = factory.LazyAttribute(lambda made: made.first + timedelta(days=7))
    said_by = "away@example.org"


class Browser(Client):
    """Sends what is posted as pages do: with the role for which it was shown, here always that in which the person acts."""

    def post(self, path: str, data: Any = None, *args: Any, **options: Any) -> Any:
        """Post a form, as one's role's unless the data say for which."""
        if data is None or isinstance(data, dict):
            data = {sent_for.FIELD: self.role()} | (data or {})
        return super().post(path, data, *args, **options)

    def role(self) -> str:
        """The role in which the person acts; blank without one."""
        session = self.session
        who = session.get(SESSION_KEY)
        held = [str(each.pk) for each in memberships(Person(pk=who))] if who else []
        chosen = str(session.get(ACTING, ""))
        return chosen if chosen in held else next(iter(held), "")


def signed_in(who: Person) -> Browser:
    """A client in which somebody is signed in."""
    client = Browser(headers={"host": "localhost"})
    client.force_login(who)
    return client


class MemberFactory(DjangoModelFactory[Member]):
    """The record that an organisation begins with."""

    class Meta:
        model = Member
        django_get_or_create = ("register", "entity_key")

    register = factory.SelfAttribute("organisation.register")
    entity_key = factory.SelfAttribute("organisation.entity_key")
    reason = "its own record"
    name = NAME


class OrganisationFactory(DjangoModelFactory[Organisation]):
    """A care provider, with its own record."""

    class Meta:
        model = Organisation
        django_get_or_create = ("id",)
        skip_postgeneration_save = True

    id = ORGANISATION
    register = "cqc_locations"
    entity_key = PROVIDER
    minted_on = date(2026, 1, 1)
    members = factory.RelatedFactory(MemberFactory, factory_related_name="organisation")


class SignalFactory(DjangoModelFactory[Signal]):
    """A signal about the provider that asks for something to be done this week."""

    class Meta:
        model = Signal

    organisation = factory.SubFactory(OrganisationFactory)
    code, version, as_at, since = CODE, 1, date(2026, 11, 20), date(2026, 11, 18)
    councils = ("E08000035",)
    name, locations, beds = NAME, 2, 40
    severity, audience, link_score = "act this week", "public", 0.97
    says = f"{NAME} was on the register and was not on it two days later."
    next_step = "Ask the provider an open question."
    evidence = ({"register": "home_office_sponsors", "date": "2026-11-17", "line": 5, "says": "It stood there"},)


class AboutASignal(DjangoModelFactory[Any]):
    """What stands beside a signal outlasts it, and needs its organisation alone."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type[Any], *_: Any, **columns: Any) -> Any:
        """`state`, `public`: where it stands, if not where everything of its kind begins."""
        at = {name: columns.pop(name) for name in ("state", "public") if name in columns}
        also = {name: columns.pop(name) for name in [*columns] if at and re.match("answer|decided", name)}
        made = model_class.objects.create(**columns)
        return stand(made, **at, **also) if at else made

    organisation = factory.SubFactory(OrganisationFactory)
    body = factory.SubFactory(BodyFactory)
    code = CODE
    name = NAME


class StatementFactory(AboutASignal):
    """What the provider says."""

    class Meta:
        model = Statement

    body = factory.SubFactory(BodyFactory, kind=Kind.PROVIDER, name=NAME, place_code=PROVIDER)
    text = "Our licence stands."
    written_by = "test"


class ChallengeFactory(AboutASignal):
    """Somebody says that a fact is wrong, and waits for an answer."""

    class Meta:
        model = Challenge

    body = factory.SubFactory(BodyFactory, kind=Kind.PROVIDER, name=NAME, place_code=PROVIDER)
    about = Challenge.About.FACT
    text = "We never left."
    opened_by = "test"
    due = factory.LazyFunction(localdate)


class TaskFactory(AboutASignal):
    """What the council does about it."""

    class Meta:
        model = Task

    says = "It left."


class PlanFactory(DjangoModelFactory[Plan]):
    """A plan with the usual steps, which somebody has just opened for the body."""

    class Meta:
        model = Plan

    organisation = factory.SubFactory(OrganisationFactory)
    membership = factory.SubFactory(MembershipFactory)
    why = "The provider called on Monday"

    @classmethod
    def _create(cls, _: type[Plan], *__: Any, organisation: Organisation, membership: Membership, why: str) -> Plan:
        return continuity.open_plan(organisation.pk, why, by=membership)


class ContractListFactory(DjangoModelFactory[ContractList]):
    """A list of providers that the council buys from, without its lines."""

    class Meta:
        model = ContractList
        django_get_or_create = ("body", "file_name")

    body = factory.SubFactory(BodyFactory)
    file_name = "contracts.csv"
    uploaded_by = "test"
    uploaded_at = factory.LazyFunction(timezone.now)


class ContractLineFactory(DjangoModelFactory[ContractLine]):
    """A line of a list, of which no provider is known."""

    class Meta:
        model = ContractLine
        django_get_or_create = ("contract_list", "number")

    contract_list = factory.SubFactory(ContractListFactory)
    body = factory.SelfAttribute("contract_list.body")
    number = 1
    name = NAME
    match = ContractLine.Match.NONE


class SavedCaseFactory(DjangoModelFactory[SavedCase]):
    """A case that somebody keeps."""

    class Meta:
        model = SavedCase

    title = factory.Sequence("Case {}".format)
    checker = "right-to-work"
    facts = factory.LazyFunction(lambda: {"want": "penalty", "event": "2024-02-12", "workers": "1", "repeated": "no"})
    edition = "2026-11-23"
    saved_by = "pat@example.org"
    saved_at = factory.LazyFunction(timezone.now)


class PreferenceFactory(DjangoModelFactory[Preference]):
    """That somebody hears each day of what changed about their body's providers."""

    class Meta:
        model = Preference
        django_get_or_create = ("person_id", "body_id", "kind")

    class Params:
        person = factory.SubFactory(PersonFactory)
        body = factory.SubFactory(BodyFactory)

    person_id = factory.SelfAttribute("person.pk")
    body_id = factory.SelfAttribute("body.pk")
    kind = "contracted-providers"
    every = "day"
    told_until = factory.LazyFunction(localdate)


class MessageFactory(DjangoModelFactory[Message]):
    """A message that waits, or (`state`) that was not sent and can be tried again."""

    class Meta:
        model = Message

    class Params:
        to = "pat@example.org"

    kind = "invitation"
    key = factory.Sequence("invitation/{}".format)
    recipient = factory.LazyAttribute(lambda made: digest_of(made.to))
    sealed = factory.LazyAttribute(lambda made: seal(Letter(made.to, "You are invited", "Open the link.")))
    posted_at = factory.LazyFunction(timezone.now)
    due_at = factory.SelfAttribute("posted_at")
    of_use_until = factory.LazyAttribute(lambda made: made.posted_at + timedelta(days=7))
    state = Message.State.WAITING
    ended_at = factory.LazyAttribute(lambda made: None if made.state == Message.State.WAITING else made.posted_at)
