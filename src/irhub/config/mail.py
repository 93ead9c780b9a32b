"""How mail leaves, from one address: `smtp+tls://user:password@host:587`, or a provider of Anymail's with what it asks for
(`postmark://?server_token=...`)."""

from __future__ import annotations

import pkgutil
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import anymail.backends
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from environ import Env

SMTP = "irhub.notify.smtp.EmailBackend"
_NONE = {"base", "base_requests", "console", "test", "sendinblue"}
PROVIDERS = {found.name for found in pkgutil.iter_modules(anymail.backends.__path__)} - _NONE
"""Providers of mail that Anymail knows, by its names for them."""


def addresses(told: list[str]) -> list[str]:
    """E-mail addresses of a setting. Raises ImproperlyConfigured, with a sentence, for one that is none."""
    for address in told:
        try:
            validate_email(address)
        except ValidationError as problem:
            raise ImproperlyConfigured(f"“{address}” is no e-mail address.") from problem
    return told


def addresses_by_name(told: list[str]) -> dict[str, str]:
    """E-mail addresses of a setting that names each: walsall-hub=walsall@hub.example. Raises ImproperlyConfigured, with a sentence."""
    pairs = [one.partition("=") for one in told]
    found = {name.strip(): address.strip() for name, _, address in pairs}
    addresses(list(found.values()))
    return found


def mail_settings(address: str) -> dict[str, Any]:
    """Django's settings for sending mail. Raises ImproperlyConfigured, with a sentence, for an address that means nothing."""
    parts = urlsplit(address)
    provider = parts.scheme.replace("-", "_")
    if provider in PROVIDERS:
        told = {f"{provider}_{name}".upper(): value for name, value in parse_qsl(parts.query)}
        return {
            "EMAIL_BACKEND": f"anymail.backends.{provider}.EmailBackend",
            "ANYMAIL": {"REQUESTS_TIMEOUT": 10} | told,
        }
    if parts.scheme not in Env.EMAIL_SCHEMES:
        known = ", ".join(sorted([*Env.EMAIL_SCHEMES, *(name.replace("_", "-") for name in PROVIDERS)]))
        raise ImproperlyConfigured(
            f"IRHUB_EMAIL_URL begins with {parts.scheme or 'nothing'}:// ; it can be one of {known}."
        )
    backend = SMTP if parts.scheme.startswith("smtp") else None
    return dict(Env.email_url_config(address, backend=backend))
