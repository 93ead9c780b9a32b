"""Cases of a helpline, each on the fewest other things that it needs. Every name is invented."""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from uuid import uuid4

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from irhub.accounts.models import Body, Membership
from irhub.accounts.roles import Kind, Role
from irhub.casework.contacts import Authority, Relation, Told
from irhub.programmes.models import Programme
from irhub.support import actions
from irhub.support.actions import Asked
from irhub.support.enquiries import LASTS
from irhub.support.mail.models import Mail
from irhub.support.mail.taking_in import take_in
from irhub.support.models import Case, Channel, Client, Concern, Enquiry, WorkerConsent
from irhub.support.safeguarding import raise_concern
from tests.factories import NAME, PROVIDER, BodyFactory, MembershipFactory
from tests.programmes.factories import HubFactory, ProgrammeFactory
from tests.support.mail.letters import letter

PAT: Told = {
    "name": "Pat Example", "relation": Relation.RUNS, "authority": Authority.OWN, "email": "pat@quillmoor.example", "phone": "0121 496 0001",
}  # fmt: skip


def adviser_of(body: Body, name: str = "ada", role: Role = Role.ADVISER) -> Membership:
    """Somebody who answers the helpline of a body."""
    made: Membership = MembershipFactory(body=body, role=role, person__email=f"{name}@hub.example")
    return made


def programme_of(body: Body | None = None, name: str = "Sampleshire recruitment hub") -> Programme:
    """An open programme of a body, by default of the usual hub."""
    made: Programme = ProgrammeFactory(body=body or HubFactory(), name=name, open=True)
    return made


def asked(programme: Programme, theme: str = "certificates", **more: Any) -> Asked:
    """A question of the usual provider."""
    usual = {
        "client_type": Client.PROVIDER, "client_key": PROVIDER, "client_name": NAME, "theme": programme.themes.get(code=theme),
        "subject": "How many certificates can we ask for?", "text": "We want to sponsor two carers. How many certificates can we ask for?",
    }  # fmt: skip
    return Asked(**usual | more)  # type: ignore[arg-type]


class CaseFactory(DjangoModelFactory[Case]):
    """A question that the usual provider asks by telephone, of a body that runs a helpline; `more` as in `asked`. `shown`: its client's
    own body reads it, if there is one."""

    class Meta:
        model = Case

    body = factory.SubFactory(HubFactory)

    @classmethod
    def _create(
        cls,
        model_class: type[Case],
        *_: Any,
        body: Body,
        by: Any = None,
        channel: str = Channel.TELEPHONE,
        shown: bool = True,
        **more: Any,
    ) -> Case:
        hub = body if body.kind == Kind.DELIVERY_PARTNER else HubFactory()
        programme = programme_of(
            hub, f"Hub of {hub.name}" if hub.name != "Sampleshire Employers" else "Sampleshire recruitment hub"
        )
        made = actions.open_case(
            programme=programme, asked=asked(programme, **more), channel=channel, by=by or adviser_of(hub)
        )
        if shown and (body := Body.objects.filter(kind=made.client_type, place_code=made.client_key).first()):
            Case._base_manager.filter(pk=made.pk).update(client_body=body)
            made.refresh_from_db()
        return made


def secret_of_enquiry() -> str:
    """What stands in the link by which somebody confirms a question."""
    programme, secret = programme_of(), "a-secret-that-was-mailed"
    told = {
        "client_type": Client.PROVIDER, "client_key": PROVIDER, "client_name": NAME, "name": "Kim Example",
        "theme": programme.themes.get(code="salary").pk, "subject": "A visit", "text": "They come on Monday.",
    }  # fmt: skip
    EnquiryFactory(body=programme.body, programme=programme, digest=sha256(secret.encode()).hexdigest(), told=told)
    return secret


class EnquiryFactory(DjangoModelFactory[Enquiry]):
    """A question that nobody confirmed yet."""

    class Meta:
        model = Enquiry

    email = "kim@quillmoor.example"
    expires_at = factory.LazyFunction(lambda: timezone.now() + LASTS)


class MailFactory(DjangoModelFactory[Mail]):
    """A mail of nobody known, which waits in the tray of a body that runs a helpline."""

    class Meta:
        model = Mail

    body = factory.SubFactory(HubFactory)

    @classmethod
    def _create(cls, model_class: type[Mail], *_: Any, body: Body, data: bytes = b"", **__: Any) -> Mail:
        hub = body if body.kind == Kind.DELIVERY_PARTNER else HubFactory()
        programme = Programme.objects.filter(body=hub).first() or programme_of(hub, f"Hub of {hub.name}")
        made = take_in(
            data or letter(sender="x@elsewhere.example", number=uuid4().hex), programme, by="a test", by_mailbox=True
        )
        assert made is not None
        return made


class ConcernFactory(DjangoModelFactory[Concern]):
    """A concern that came up in a case of the helpline and waits for a decision."""

    class Meta:
        model = Concern

    body = factory.SubFactory(HubFactory)

    @classmethod
    def _create(cls, model_class: type[Concern], *_: Any, body: Body, **more: Any) -> Concern:
        case = CaseFactory(body=body)
        told = {"ground": "adult", "text": "Residents are left alone at night."} | more
        return raise_concern(case, by=adviser_of(case.body), **told)


def provider_of(key: str = PROVIDER, name: str = NAME, email: str = "manager@quillmoor.example") -> Membership:
    """Somebody who runs a provider that takes part."""
    firm = BodyFactory(kind=Kind.PROVIDER, name=name, place_code=key)
    made: Membership = MembershipFactory(body=firm, role=Role.ADMINISTRATOR, person__email=email)
    return made


def council_of(
    name: str = "Sampleham Council", code: str = "E08000030", email: str = "lead@sampleham.example"
) -> Membership:
    """Somebody who leads the work of a council."""
    council = BodyFactory(kind=Kind.COUNCIL, name=name, place_code=code)
    made: Membership = MembershipFactory(body=council, role=Role.LEAD, person__email=email)
    return made


class ConsentFactory(DjangoModelFactory[WorkerConsent]):
    """What a worker agreed to be passed on by the helpline of a body."""

    class Meta:
        model = WorkerConsent

    body = factory.SubFactory(HubFactory)
    to = "Sampleshire workers’ line"
    words = "I agree."
    passed_on = "Name: Kim"

    @classmethod
    def _create(cls, model_class: type[WorkerConsent], *_: Any, body: Body, **more: Any) -> WorkerConsent:
        hub = body if body.kind == Kind.DELIVERY_PARTNER else HubFactory()
        programme = Programme.objects.filter(body=hub).first() or programme_of(hub, f"Hub of {hub.name}")
        made: WorkerConsent = WorkerConsent.objects.create(body=hub, programme=programme, **more)
        return made
