"""What proves to the database who acts: a signature by a key of which it holds what HMAC makes of it, in a table of the owner's alone.

The key is made of the installation's signing key. Django's own `salted_hmac` derives it; the database reckons the same HMAC with its
`sha256` (ADR 40).
"""

from __future__ import annotations

import hmac
from hashlib import sha256

from django.conf import settings
from django.db import connection, transaction
from django.utils.crypto import salted_hmac

_PURPOSE = "irhub.accounts.proof"
_BLOCK = 64
"""Bytes of a block of SHA-256."""
_INNER, _OUTER = 0x36, 0x5C
"""What HMAC adds to the key for its two rounds (RFC 2104)."""


def proof(said: str, *, backend: int, number: int) -> str:
    """The signature of what a connection says of itself: whose process it is in the server, the number that it drew, and the claim."""
    return _sign(_keys()[0], f"asks {backend} {number} {said}")


def fits() -> bool:
    """Whether the database holds the keys of this installation, and no others. Raises DatabaseError before its migrations."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT irhub_sealed(%s::text[])", [[_sign(key, "sealed") for key in _keys()]])
        return bool(cursor.fetchone()[0])


def keep_up() -> bool:
    """Have the database know the keys of this installation, if it has the table for them: by its owner. Whether others were in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('irhub_seal') IS NOT NULL")
        there = cursor.fetchone()[0]
    if not there or fits():
        return False
    with transaction.atomic():
        seal()
    return True


def seal() -> None:
    """Put this installation's keys into the database, in place of any: by its owner, whose login the connection must have."""
    blocks = [(_block(key, _INNER), _block(key, _OUTER)) for key in _keys()]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM irhub_seal")
        cursor.executemany("INSERT INTO irhub_seal (inner_block, outer_block) VALUES (%s, %s)", blocks)


def _keys() -> list[bytes]:
    """The key by which is signed, and those that were before it and still count."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [salted_hmac(_PURPOSE, "", secret=str(secret), algorithm="sha256").digest() for secret in secrets]


def _sign(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), sha256).hexdigest()


def _block(key: bytes, added: int) -> bytes:
    return bytes(byte ^ added for byte in key.ljust(_BLOCK, b"\0"))
