"""Pages of guidance for tests, of invented bodies."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from django.utils.timezone import localdate
from factory.django import DjangoModelFactory

from irhub.accounts.models import Membership
from irhub.accounts.roles import Kind, Role
from irhub.checker.book import current
from irhub.guidance.embedding import held
from irhub.guidance.models import Page, Version
from irhub.guidance.queries import lines_in
from tests.factories import BodyFactory, MembershipFactory
from tests.standing import stand

HUB = "Fernshire Partnership"


def editor(name: str = "ada", role: Role = Role.GUIDANCE_EDITOR, hub: str = HUB) -> Membership:
    """Somebody who writes guidance for a partnership."""
    kind = Kind.DELIVERY_PARTNER if role == Role.ADVISER else Kind.PARTNERSHIP
    return MembershipFactory(person__email=f"{name}@example.org", body=BodyFactory(kind=kind, name=hub), role=role)


class PageFactory(DjangoModelFactory[Page]):
    """A page of a partnership."""

    class Meta:
        model = Page

    body = factory.SubFactory(BodyFactory, kind=Kind.PARTNERSHIP, name=HUB)
    kind = "guidance"
    slug = factory.Sequence("page-{}".format)


class VersionFactory(DjangoModelFactory[Version]):
    """A draft of which nothing is lacking. `state`: where it stands instead, as if people had brought it there."""

    class Meta:
        model = Version

    body = factory.SubFactory(BodyFactory, kind=Kind.PARTNERSHIP, name=HUB)
    page = factory.LazyAttribute(lambda made: PageFactory(body=made.body))
    number = 1
    title = "What a sponsored care worker must be paid"
    answer = "At least {{ rule: salary_floor }}."
    text = "## How it is tested\n\nIn every pay period.\n\n## Who must be told\n\nNobody."
    topics = ("pay",)
    audience = ("provider",)
    law_as_at = factory.LazyFunction(localdate)
    review_on = factory.LazyFunction(lambda: localdate() + timedelta(days=90))
    written_by = "ada@example.org"

    @classmethod
    def _create(cls, model_class: type[Version], *_: Any, state: str = "draft", **columns: Any) -> Version:
        made = model_class.objects.create(**columns | {name: list(columns[name]) for name in ("topics", "audience")})
        book, now = current(), timezone.now()
        submitted = {"submitted_by": "ada@example.org", "submitted_at": now}
        approved = submitted | {"approved_by": "bo@example.org", "approved_at": now}
        out = approved | {
            "published_at": now, "checked_at": now, "checked_by": "bo@example.org",
            "rules": columns.get("rules") or held(lines_in(made, book), localdate(), book),
        }  # fmt: skip
        also = {
            "draft": {}, "submitted": submitted, "sent back": submitted | {"why": "Say more"}, "published": out,
            "scheduled": approved | {"publish_on": localdate() + timedelta(days=7)},
            "superseded": out | {"ended_at": now}, "withdrawn": out | {"ended_at": now, "why": "It was wrong"},
            "discarded": {"ended_at": now},
        }[state]  # fmt: skip
        return stand(made, state=state, **also) if also else made
