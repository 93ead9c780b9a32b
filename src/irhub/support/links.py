"""The link by which a contact opens its thread without signing in.

It is not the key of the contact, which stands in the address that answers go to and so is seen by whoever is copied in: the link carries the
hub's signature besides, and nobody can make one of an address.
"""

from __future__ import annotations

import re
from contextlib import suppress

from django.core.signing import BadSignature, Signer

from irhub.support.models import CaseContact

_SIGNER = "helpline-thread"
_KEY = r"[0-9a-f]{32}"
_IN_ADDRESS = re.compile(rf"\+{_KEY}(?=@|%40)", re.IGNORECASE)
_IN_LINK = re.compile(rf"{_KEY}(?::|%(?:25)*3a)[\w-]*", re.IGNORECASE)
TAKEN_OUT = "[link taken out]"


def link_of(contact: CaseContact) -> str:
    """What stands in the link of a contact."""
    return Signer(salt=_SIGNER).sign(contact.key)


def key_of_link(link: str) -> str:
    """The key of the contact whose link it is; blank if the hub did not sign it."""
    with suppress(BadSignature):
        return Signer(salt=_SIGNER).unsign(link)
    return ""


def without_secrets(text: str) -> str:
    """A text without keys and links of threads, as mails quote them: several people read what is kept of it."""
    return _IN_LINK.sub(TAKEN_OUT, _IN_ADDRESS.sub("", text))
