"""What of this room teaches rules: see teaching.py."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from irhub.accounts.models import Body
from irhub.guidance.models import Version
from irhub.guidance.teaching import Taught, Teaches
from irhub.guidance.workflows import State, Visibility


def _published(body: Body) -> Iterator[Taught]:
    for version in Version.objects.filter(body=body, state=State.PUBLISHED).only("pk", "title", "rules"):
        yield Taught(version.title, reverse("guidance-version", args=[version.pk]), version.rules)


def _public() -> Iterator[Taught]:
    out = (
        Version.objects.filter(state=State.PUBLISHED, visibility=Visibility.PUBLIC).exclude(rules={}).order_by("title")
    )
    for version in out.select_related("page").only("title", "rules", "page__slug"):
        yield Taught(version.title, reverse("guidance-page", args=[version.page.slug]), version.rules)


TEACHES = (Teaches("Page", _published, _public),)
