"""What the base of every page needs to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page


@dataclass(frozen=True)
class PageLink:
    """One page of a list, for the pagination component."""

    number: int
    current: bool


def page_links(page: Page[Any]) -> list[PageLink | None]:
    """The pages to offer around the current one; None stands for a gap."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [PageLink(number, number == page.number) if isinstance(number, int) else None for number in numbers]
