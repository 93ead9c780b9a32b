"""What somebody is told who cannot be helped: the same words for want of time, for what is out of scope, and for a conflict of interests.

A text for conflicts alone would itself tell that the other side is a client. Whatever refuses a client says this and nothing beside it.
"""

from __future__ import annotations

REFUSAL = "We cannot take this matter on."
"""The one sentence."""


def refusal(instead: str) -> str:
    """The sentence, and another source of help, as the scheme or the programme names it (`instead`)."""
    return f"{REFUSAL} {instead.strip()}".strip()
