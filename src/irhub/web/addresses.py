"""Addresses of pages: on pages, and for whoever reads them elsewhere, in mails, files and certificates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, reverse


def address(name: str, args: Iterable[object] = (), kwargs: Mapping[str, object] | None = None) -> str:
    """The address of a page within the site, for templates: some name five hundred, mostly the same ones. What stands in it is hashable.

    Raises NoReverseMatch where there is no such page.
    """
    return _address(settings.ROOT_URLCONF, get_script_prefix(), name, tuple(args), tuple((kwargs or {}).items()))


@lru_cache(maxsize=10_000)
def _address(urls: str, below: str, name: str, args: tuple[object, ...], kwargs: tuple[tuple[str, object], ...]) -> str:
    """`below`: where the site begins on its server. Both belong to what is kept, since Django asks them of the process."""
    return reverse(name, args=args, kwargs=dict(kwargs))


def whole_address(name: str, *args: object) -> str:
    """The address of a page with its site, which is IRHUB_SITE and never what a request says of itself."""
    return f"{settings.IRHUB_SITE}{reverse(name, args=args)}"
