"""By what a backup proves where it comes from: a key of Ed25519, whose public half the operator keeps apart (ADR 39)."""

from __future__ import annotations

import base64
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from django.conf import settings

from irhub.web.errors import ActionRefused
from irhub.web.whole_files import whole_file

_BYTES = 32


def file() -> Path:
    """Where the half that signs is: as IRHUB_BACKUP_KEY says, else in the data folder."""
    return Path(settings.IRHUB_BACKUP_KEY) if settings.IRHUB_BACKUP_KEY else Path(settings.HOME) / "backup-key.pem"


def sign(data: bytes) -> bytes:
    """The signature of this installation. Its key is made on first use. Raises ActionRefused, OSError."""
    return _own(make=True).sign(data)


def public_key() -> str:
    """The half that checks signatures, as one line that the operator keeps: 44 signs. Made on first use. Raises ActionRefused, OSError."""
    return base64.b64encode(_own(make=True).public_key().public_bytes_raw()).decode()


def is_ours() -> bool:
    """Whether this installation has a key."""
    return file().exists()


def check(data: bytes, signature: bytes, key: str = "") -> None:
    """Raises ActionRefused unless the data was signed by the key of which this is the public line; without one, by this installation's."""
    checks = _read(key) if key else _own(make=False).public_key()
    try:
        checks.verify(signature, data)
    except InvalidSignature:
        raise ActionRefused(
            "The backup was altered, or signed with another key: give the line that `irhub backup-key` told where it was made, by --key."
        ) from None


def _read(line: str) -> Ed25519PublicKey:
    try:
        raw = base64.b64decode(line.strip(), validate=True)
    except ValueError:
        raw = b""
    if len(raw) != _BYTES:
        raise ActionRefused("That is no key of backups: give the whole line of 44 signs that `irhub backup-key` told.")
    return Ed25519PublicKey.from_public_bytes(raw)


def _own(*, make: bool) -> Ed25519PrivateKey:
    if make and not is_ours():
        _make()
    try:
        key = load_pem_private_key(file().read_bytes(), password=None)
    except FileNotFoundError:
        raise ActionRefused(
            "This place has no key by which to check the backup: give the line that `irhub backup-key` told where it was made, by --key."
        ) from None
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise ActionRefused(f"{file()} holds no key of Ed25519 in PEM: put the right file there, or move it away.")
    return key


def _make() -> None:
    """Write a new key, its owner's alone. Of processes that come at once the first wins."""
    made = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with whole_file(file(), first_wins=True) as out:
        out.write(made)
