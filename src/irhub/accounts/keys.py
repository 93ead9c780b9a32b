"""What a change of the installation’s signing key asks for: the database knows the keys that count, and what rooms keep sealed (web/sealing.py)
is sealed under the one of now, so that the one of before can go. Each room names what it keeps so long (`RENEW` of its module `sealed`).
"""

from __future__ import annotations

from irhub.accounts import proof
from irhub.web.rooms import gathered


def keep_up() -> None:
    """After a change of the installation's keys, have the database know them, and all that is kept sealed be sealed under the one of now."""
    if proof.keep_up():
        for renews in gathered("sealed", "RENEW"):
            for renew in renews:
                renew()
