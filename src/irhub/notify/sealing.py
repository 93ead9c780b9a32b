"""Texts of messages that wait, encrypted: they hold links that sign people in, and neither a dump nor a backup of the database may.

The key is made of the signing key, which lies outside the database. Fernet: AES in CBC mode with an HMAC (cryptography.io).
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict, dataclass, field

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.crypto import salted_hmac


@dataclass(frozen=True)
class Letter:
    """What is written: to one address, with a subject, a plain text and further headers."""

    to: str
    subject: str
    text: str
    headers: dict[str, str] = field(default_factory=dict)


class Unreadable(Exception):
    """A text cannot be opened: it was sealed under another signing key."""


def seal(letter: Letter) -> bytes:
    """The letter, encrypted."""
    return _fernet().encrypt(json.dumps(asdict(letter)).encode())


def unseal(sealed: bytes) -> Letter:
    """The letter that was sealed. Raises Unreadable."""
    try:
        return Letter(**json.loads(_fernet().decrypt(sealed)))
    except InvalidToken:
        raise Unreadable from None


def digest_of(address: str) -> str:
    """A digest of an address that only who has the signing key can make, to find what was written to it."""
    return salted_hmac("irhub.notify.recipient", address.strip().lower(), algorithm="sha256").hexdigest()


def _fernet() -> Fernet:
    key = hashlib.sha256(f"irhub.notify.sealing{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
