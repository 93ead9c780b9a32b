"""Texts of messages that wait, sealed (web/sealing.py): they hold links that sign people in, and neither a dump nor a backup of the
database may.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from django.utils.crypto import salted_hmac

from irhub.web import sealing
from irhub.web.sealing import Unreadable

__all__ = ["Letter", "Unreadable", "digest_of", "seal", "unseal"]
_PURPOSE = "irhub.notify.sealing"


@dataclass(frozen=True)
class Letter:
    """What is written: to one address, with a subject, a plain text and further headers."""

    to: str
    subject: str
    text: str
    headers: dict[str, str] = field(default_factory=dict)


def seal(letter: Letter) -> bytes:
    """The letter, encrypted."""
    return sealing.seal(_PURPOSE, json.dumps(asdict(letter)).encode())


def unseal(sealed: bytes) -> Letter:
    """The letter that was sealed. Raises Unreadable."""
    return Letter(**json.loads(sealing.unseal(_PURPOSE, sealed)))


def digest_of(address: str) -> str:
    """A digest of an address that only who has the signing key can make, to find what was written to it."""
    return salted_hmac("irhub.notify.recipient", address.strip().lower(), algorithm="sha256").hexdigest()
