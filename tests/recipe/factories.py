"""Notices for tests: copied beside the room."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory
from irhub.notices.models import Notice

from irhub.accounts.models import Body
from irhub.accounts.roles import Kind
from tests.factories import BodyFactory


class NoticeFactory(DjangoModelFactory[Notice]):
    """A notice of a body to a provider."""

    class Meta:
        model = Notice

    body = factory.SubFactory(BodyFactory)
    to = factory.LazyFunction(lambda: _firm())
    title, text, posted_by = "Winter plans", "Send yours by Friday.", "lead@example.org"


def _firm() -> Body:
    made: Body = BodyFactory(kind=Kind.PROVIDER, name="Quillmoor Care Ltd", place_code="1-100")
    return made
