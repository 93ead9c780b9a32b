"""What of this room teaches rules: see teaching.py."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from irhub.accounts.models import Body
from irhub.guidance.models import Version
from irhub.guidance.teaching import Taught, Teaches
from irhub.guidance.workflows import State


def _published(body: Body) -> Iterator[Taught]:
    for version in Version.objects.filter(body=body, state=State.PUBLISHED).only("pk", "title", "rules"):
        yield Taught(version.title, reverse("guidance-version", args=[version.pk]), version.rules)


TEACHES = (Teaches("Page", _published),)
