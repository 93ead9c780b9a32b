"""Text that stands encrypted in the database, under a key that lies outside it: neither a dump nor a backup tells it.

The key is made of the signing key, another for each purpose. Fernet: AES in CBC mode with an HMAC (cryptography.io). What was sealed under
a signing key of before opens while that one is among SECRET_KEY_FALLBACKS.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unreadable(Exception):
    """A text cannot be opened: it was sealed under another signing key."""


def seal(purpose: str, text: bytes) -> bytes:
    """The text, encrypted."""
    return _box(purpose).encrypt(text)


def unseal(purpose: str, sealed: bytes) -> bytes:
    """The text that was sealed. Raises Unreadable."""
    try:
        return _box(purpose).decrypt(sealed)
    except InvalidToken:
        raise Unreadable from None


def renewed(purpose: str, sealed: bytes) -> bytes:
    """The same, sealed under the signing key of now; what cannot be opened stays as it is."""
    try:
        return _box(purpose).rotate(sealed)
    except InvalidToken:
        return sealed


def _box(purpose: str) -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"{purpose}{secret}".encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
