"""Programmes and their schemes, each on the fewest other things that it needs. Every name is invented."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import factory
from django.utils.timezone import localdate
from factory.django import DjangoModelFactory

from irhub.accounts.models import Body
from irhub.accounts.roles import Kind, Role
from irhub.programmes import actions
from irhub.programmes.models import Programme, Scheme, Unit
from irhub.programmes.workflows import RUNNING, ProgrammeState
from tests.factories import BodyFactory, MembershipFactory

WALSALL, SANDWELL, LEEDS = "E08000030", "E08000028", "E08000035"


class HubFactory(BodyFactory):
    """A delivery partner that runs a hub."""

    kind = Kind.DELIVERY_PARTNER
    name = "Sampleshire Employers"


class ProgrammeFactory(DjangoModelFactory[Programme]):
    """A draft of a programme of a delivery partner, that covers two councils; `open=True`: one that everybody sees."""

    class Meta:
        model = Programme

    body = factory.SubFactory(HubFactory)
    name = "Sampleshire recruitment hub"
    councils = (WALSALL, SANDWELL)
    open = False

    @classmethod
    def _create(
        cls,
        model_class: type[Programme],
        *_: Any,
        body: Body,
        name: str,
        councils: tuple[str, ...],
        open: bool,
        **more: Any,
    ) -> Programme:
        found = model_class.objects.filter(name=name).first()
        body = body if body.kind in RUNNING else HubFactory()  # no other body runs one
        by = manager_of(body)
        made = found or actions.add_programme(
            name=name,
            summary="Help with sponsorship for care providers and councils.",
            councils=councils,
            by=by,
            **more,
        )
        if open and made.state == ProgrammeState.DRAFT:
            actions.add_contact_point(
                programme=made, version=made.version, audience="provider", name="Helpline", phone="0121 496 0000",
                email="", web="", words="", by=by,
            )  # fmt: skip
            actions.open_programme(programme=made, version=made.version, by=by)
        return made


class SchemeFactory(DjangoModelFactory[Scheme]):
    """A draft of a scheme of thirty minutes of legal advice; `published=True`: one that everybody sees, of a programme that is open."""

    class Meta:
        model = Scheme

    body = factory.SubFactory(HubFactory)
    programme = factory.SubFactory(
        ProgrammeFactory, body=factory.SelfAttribute("..body"), open=factory.SelfAttribute("..published")
    )
    published = False
    councils = (WALSALL, SANDWELL)
    opens_on = factory.LazyFunction(lambda: localdate() - timedelta(days=200))
    closes_on = factory.LazyFunction(lambda: localdate() + timedelta(days=150))
    amount = 30

    @classmethod
    def _create(
        cls,
        model_class: type[Scheme],
        *_: Any,
        body: Body,
        programme: Programme,
        published: bool,
        councils: tuple[str, ...],
        **more: Any,
    ) -> Scheme:
        usual = {
            "name": "Free legal advice", "what": "Talk with a lawyer for 30 minutes.", "funder": "Sampleshire Council",
            "open_to": ["provider"], "unit": Unit.MINUTES, "law_firm": None, "instead": "Ask the national helpline.",
        }  # fmt: skip
        by = manager_of(body)
        made = actions.add_scheme(programme=programme, by=by, councils=list(councils), **(usual | more))
        return actions.publish_scheme(scheme=made, version=made.version, by=by) if published else made


def manager_of(body: Body) -> Any:
    """Somebody who says what the programmes of a body offer."""
    return MembershipFactory(body=body, role=Role.ADMINISTRATOR, person__email="manager@example.org")
