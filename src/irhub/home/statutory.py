"""The pages that every public service owes its readers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Statutory:
    """One of them: its address, which is its route and the name of its template too, and its title."""

    slug: str
    title: str


PAGES = (
    Statutory("accessibility", "Accessibility statement"),
    Statutory("privacy", "Privacy notice"),
    Statutory("cookies", "Cookies"),
    Statutory("terms", "Terms of use"),
    Statutory("contact", "Contact"),
)
