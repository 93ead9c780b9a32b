"""Whether the address of a sender is proved: as far as the server that took the mail for us says (RFC 8601)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile, takewhile
from typing import Any

from authres import AuthenticationResultsHeader
from django.db.models import TextChoices

NAMELESS = "none"
"""In the setting: the server writes what it found out without its name, as Microsoft 365 does."""


class Proof(TextChoices):
    """What is known of a sender's address. Likely: SPF or DKIM passed for its domain, which has no rule of its own (DMARC) that would settle
    it; untold: our server tells nothing."""

    PROVED = "proved", "Proved: the mail comes from the domain that it names"
    LIKELY = (
        "likely",
        "Likely: a server of the domain that it names sent it, and the domain has no rule that settles it",
    )
    UNTOLD = "untold", "Our mail server tells nothing of it"
    WRONG = "wrong", "Not proved: it may come from somebody else"


Result = tuple[str, str, str]
"""Of one method: its name, its result, and the domain that it was about."""
_ABOUT = {"dmarc": ("from",), "spf": ("mailfrom", "helo"), "dkim": ("d", "i")}


def proof_of(sender: str, found_out: Sequence[str], trusted: Sequence[str]) -> Proof:
    """What the receiving server found out about a sender. `trusted`: by which names it writes.

    All of its headers at the top can speak against a sender, the topmost alone for them, since whoever sends can write others below.
    """
    if not trusted:
        return Proof.UNTOLD
    names = {one.lower() for one in trusted}
    above = dropwhile(lambda told: not _is_of(told, names), found_out)
    ours = [_parsed(told) for told in takewhile(lambda told: _is_of(told, names), above)]
    if not ours or None in ours:
        return Proof.WRONG
    return _judged([one or [] for one in ours], sender.rpartition("@")[2])


def _is_of(told: str, names: set[str]) -> bool:
    """Whether a header bears one of our server's names, even where nothing else of it can be read."""
    first = told.partition(";")[0]
    name = NAMELESS if "=" in first else next(iter(first.lower().split()), "")
    return name in names


def _parsed(told: str) -> list[Result] | None:
    """What a header says; None if it cannot be read."""
    nameless = "=" in told.partition(";")[0]
    try:
        header = AuthenticationResultsHeader.parse_value(f"{NAMELESS}; {told}" if nameless else told)
        return [
            (one.method, (one.result or "").lower(), _about(one)) for one in header.results if hasattr(one, "method")
        ]
    except Exception:  # the library has raised most kinds on headers that are not as they should be
        return None


def _about(result: Any) -> str:
    told = {one.name: one.value for one in result.properties}
    found = next((told[name] for name in _ABOUT.get(result.method, ()) if told.get(name)), "")
    return str(found).rpartition("@")[2].lower()


def _judged(headers: list[list[Result]], domain: str) -> Proof:
    every = [one for results in headers for one in results]
    dmarc = [(result, about) for method, result, about in every if method == "dmarc"]
    if any(about != domain or result not in ("pass", "none", "bestguesspass") for result, about in dmarc):
        return Proof.WRONG
    if [result for method, result, _ in headers[0] if method == "dmarc"] == ["pass"] and len({*dmarc}) == 1:
        return Proof.PROVED
    aligned = any(
        method in ("spf", "dkim") and result == "pass" and _aligned(about, domain) for method, result, about in every
    )
    return Proof.LIKELY if aligned else Proof.WRONG


def _aligned(one: str, other: str) -> bool:
    """Whether two domains are the same, or one lies below the other."""
    return bool(one and other) and (one == other or one.endswith(f".{other}") or other.endswith(f".{one}"))
