"""Which passwords are good enough: hard to guess, and in no known breach.

The breach check sends the first five of the forty signs of the password's SHA-1 to one host and compares the answer here,
so that the host learns next to nothing (k-anonymity). If it does not answer, Django's shipped list of common passwords is
all that is checked: nobody is kept out because another's service is down.
"""

from __future__ import annotations

import hashlib
import logging
import re

import httpx
from django.conf import settings
from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn

from irhub.accounts.models import Person

log = logging.getLogger("irhub.passwords")
HOST = "https://api.pwnedpasswords.com"
"""The only host that is ever asked; no redirect is followed."""
MOST_BYTES = 2**20
SECONDS = 3.0
GOOD_SCORE = 3
"""Of zxcvbn's scores 0 to 4: more than 10^8 guesses."""
JUDGED = 72
"""zxcvbn judges no more letters than this; a longer password is judged by its beginning."""


class HardToGuess:
    """Judges a password as somebody would who tries likely ones first."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raise ValidationError if it takes too few guesses."""
        known = re.findall(r"\w{3,}", f"{user.email} {user.name}") if user else []
        if not password or zxcvbn(password[:JUDGED], user_inputs=known)["score"] < GOOD_SCORE:
            raise ValidationError(
                "This password is easy to guess. Choose three or four words that do not belong together.",
                "easy_to_guess",
            )

    def get_help_text(self) -> str:
        """What the pages say of the rule."""
        return "Your password must be hard to guess."


class InNoBreach:
    """Refuses a password that was stolen somewhere and published."""

    transport: httpx.BaseTransport | None = None

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raise ValidationError if it is known; a service that does not answer is written to the log."""
        if not settings.IRHUB_BREACH_CHECK:
            return
        digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
        try:
            known = self._known(digest[:5])
        except (httpx.HTTPError, ValueError) as fault:
            log.warning("The check for stolen passwords was left out: %s", type(fault).__name__)
            return
        if digest[5:] in known:
            raise ValidationError(
                "This password was stolen from another site and is known to those who try them. Choose another.",
                "breached",
            )

    def _known(self, beginning: str) -> set[str]:
        client = httpx.Client(timeout=SECONDS, follow_redirects=False, trust_env=False, transport=self.transport)
        with client, client.stream("GET", f"{HOST}/range/{beginning}", headers={"Add-Padding": "true"}) as response:
            if response.status_code != httpx.codes.OK:
                raise ValueError(response.status_code)
            text = b""
            for part in response.iter_bytes():
                text += part
                if len(text) > MOST_BYTES:
                    raise ValueError("too long")
        rows = (row.partition(":") for row in text.decode("ascii").splitlines())
        return {ending for ending, _, count in rows if count.strip() != "0"}

    def get_help_text(self) -> str:
        """What the pages say of the rule."""
        return "Your password must not be one that was stolen from another site."
