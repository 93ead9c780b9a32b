"""Addresses of pages for whoever reads them elsewhere: in mails, files and certificates."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def whole_address(name: str, *args: object) -> str:
    """The address of a page with its site, which is IRHUB_SITE and never what a request says of itself."""
    return f"{settings.IRHUB_SITE}{reverse(name, args=args)}"
