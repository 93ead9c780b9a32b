"""Letters that were read in the wrong encoding (“Â£”, “â€™”) and can be put right, since only one text can have become them."""

from __future__ import annotations

import re

LOST = "\ufffd"
"""Stands where a letter was lost for good."""
_HIGH = {bytes([number]).decode("cp1252", errors="ignore") or chr(number): number for number in range(0x80, 0x100)}
"""Each letter that a byte above ASCII is read as; those that cp1252 has none for stay as Latin-1 has them."""
_MOST = 3
"""How often a text may have been read wrongly, one time after another."""


def _letters(first: int, last: int) -> str:
    return "[" + "".join(re.escape(letter) for letter, number in _HIGH.items() if first <= number <= last) + "]"


_GOES_ON = _letters(0x80, 0xBF)
_RUN = re.compile(
    f"{_letters(0xF0, 0xF4)}{_GOES_ON}{{3}}|{_letters(0xE0, 0xEF)}{_GOES_ON}{{2}}|{_letters(0xC2, 0xDF)}{_GOES_ON}"
)


def mended(text: str) -> str:
    """The text with every run of letters that is UTF-8 read as Windows-1252 put right; the same text if there is none."""
    for _ in range(_MOST):
        if text.isascii() or (better := _RUN.sub(_run, text)) == text:
            break
        text = better
    return text


def _run(found: re.Match[str]) -> str:
    try:
        return bytes(_HIGH[letter] for letter in found[0]).decode()
    except UnicodeDecodeError:
        return found[0]
