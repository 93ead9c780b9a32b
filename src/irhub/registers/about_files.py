"""What every file that the hub gives out says of the registers that it holds."""

from __future__ import annotations

from irhub.registers.queries import is_fictional

FICTIONAL = "Fictional: every provider, sponsor and person in the registers of this hub is invented."


def said_of_files() -> list[str]:
    """Sentences for a file, the first of which nobody must miss; none where the registers are real."""
    return [FICTIONAL] if is_fictional() else []


SAID = said_of_files
