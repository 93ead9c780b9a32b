"""Pages that the demo shows: guidance and news as data (`example_pages`), brought out by the people of an invented hub."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.timezone import localdate

from irhub.accounts.models import Membership
from irhub.checker.book import current
from irhub.guidance import actions, queries
from irhub.guidance.embedding import held
from irhub.guidance.models import Version
from irhub.web.yaml_files import read_text

WAITS = "When a care worker can settle"
"""The page that waits for a second person."""
FLAGGED, CHECKED_ON = "What a sponsored care worker is paid at least", date(2026, 3, 1)
"""The page that was last checked on a day before one of its rules changed."""


@cache
def examples() -> tuple[Mapping[str, Any], ...]:
    """Every example, in the order of their files."""
    folder = files(__package__).joinpath("example_pages")
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".yaml")), key=lambda path: path.name)
    return tuple(read_text(path.read_text(encoding="utf-8")) for path in paths)


def bring_out(*, writer: Membership, second: Membership) -> list[Version]:
    """Write every example for a hub, publish all but the one that waits, and leave one flagged. Both act for one body."""
    return [_bring_out(example, writer, second) for example in examples()]


def _bring_out(example: Mapping[str, Any], writer: Membership, second: Membership) -> Version:
    made = actions.write(kind=example["kind"], title=example["title"], visibility="public", by=writer)
    columns = {name: example.get(name, "") for name in ("answer", "text", "sources")}
    today = localdate()
    columns |= {"topics": example["topics"], "audience": example["audience"], "law_as_at": today}
    actions.edit(
        version=made, seen=made.version, by=writer, columns=columns | {"review_on": today + timedelta(days=180)}
    )
    actions.submit(version=made, seen=made.version, by=writer)
    if made.title != WAITS:
        actions.publish(version=made, seen=made.version, by=second)
    if made.title == FLAGGED:
        book = current()
        made.rules = held(queries.lines_in(made, book), CHECKED_ON, book)
        made.save(update_fields=["rules"])
    return made
