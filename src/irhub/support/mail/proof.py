"""Whether the address of a sender is proved: as far as the server that took the mail for us says (RFC 8601)."""

from __future__ import annotations

from collections.abc import Sequence

from authres import AuthenticationResultsHeader
from django.db.models import TextChoices

NAMELESS = "none"
"""In the setting: the server writes what it found out without its name, as Microsoft 365 does."""


class Proof(TextChoices):
    """What is known of a sender's address. Open: nobody says whose mail may come from its domain; untold: our server tells nothing."""

    PROVED = "proved", "Proved: the mail comes from the domain that it names"
    OPEN = "open", "Its domain does not say which servers may send for it"
    UNTOLD = "untold", "Our mail server tells nothing of it"
    WRONG = "wrong", "Not proved: it may come from somebody else"


def proof_of(sender: str, found_out: Sequence[str], trusted: Sequence[str]) -> Proof:
    """What the receiving server found out about a sender. `trusted`: by which names it writes; the topmost of its headers alone counts,
    since whoever sends can write others below."""
    if not trusted:
        return Proof.UNTOLD
    for told in found_out:
        server, results = _parsed(told)
        if server.lower() in {one.lower() for one in trusted}:
            return _judged(results, sender.rpartition("@")[2])
    return Proof.WRONG


def _parsed(told: str) -> tuple[str, list[tuple[str, str, str]]]:
    """Which server writes, and of each method its result and the domain of the From header that it was about."""
    nameless = "=" in told.partition(";")[0]
    try:
        header = AuthenticationResultsHeader.parse_value(f"{NAMELESS}; {told}" if nameless else told)
        return header.authserv_id or "", [
            (one.method, (one.result or "").lower(), next((p.value for p in one.properties if p.name == "from"), ""))
            for one in header.results
            if hasattr(one, "method")
        ]
    except Exception:  # the library has raised most kinds on headers that are not as they should be
        return "", []


def _judged(results: list[tuple[str, str, str]], domain: str) -> Proof:
    found = [(result, about.rpartition("@")[2].lower()) for method, result, about in results if method == "dmarc"]
    if len(found) != 1:
        return Proof.OPEN if not found else Proof.WRONG
    result, about = found[0]
    if result == "pass" and about in ("", domain):
        return Proof.PROVED
    return Proof.OPEN if result in ("none", "bestguesspass") else Proof.WRONG
