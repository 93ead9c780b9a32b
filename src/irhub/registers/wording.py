"""What each kind of change is called, and what it does not mean: one table for pages, the command and downloads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class KindWording:
    """A kind of change: its title, a sentence with {gaps}, what it does not mean, and the colour of its tag."""

    title: str
    sentence: str
    not_meaning: str
    colour: str = "grey"


@dataclass(frozen=True)
class Sentence:
    """A change in plain English, and what it does not mean."""

    text: str
    not_meaning: str


_ABSENCE = (
    "Absence from the register is not proof that a licence was revoked: it may have been surrendered or suspended, have"
    " ended, be registered under another name, or be left out in error."
)
_PAIRED = (
    "The register gives no number that would prove it: two names were paired because they fit only each other, and differ by spelling,"
    " legal form or trading name."
)
_UNTOLD = (
    "A sponsor that changed looks like this on the register, and so do two sponsors of which one left and another came."
)
FOLLOWED_FROM = 0.9
"""The least confidence of a pair of entries that is followed without a person (ADR 21): the same name in another town where no other
sponsor bears it, and names that differ by the legal form, the trading name or a slip of typing. Below it: the same name where another town
has one too, two different legal forms, and a trading name that became the name, or the reverse; nobody is told that these are one (ADR 25)."""
_ENTRIES = "It does not say whether the entries are one licence or several."
_NOT_CARE = "It says nothing about the care that is given."
_DECLARED = "The list rests on a declaration and a test of knowledge. It does not say how a recruiter behaves."
_OPENED = "A new registration may be an old service under a new provider."

KINDS: Mapping[str, KindWording] = {
    "licence_granted": KindWording(
        "Came on to the register",
        "{name}{in_place} was not on the register of licensed sponsors on {after} and was on it on {by}: {new_value}.",
        "It does not say when the licence was granted, or that anyone is sponsored.",
        "green",
    ),
    "licence_removed": KindWording(
        "Left the register",
        "{name}{in_place} was on the register of licensed sponsors on {after} and was not on it on {by}.",
        _ABSENCE,
        "red",
    ),
    "licence_returned": KindWording(
        "Came back on to the register",
        "{name}{in_place} was not on the register of licensed sponsors on {after} and was back on it on {by}: {new_value}.",
        "It does not say why the sponsor had been absent, or that anything was wrong.",
        "blue",
    ),
    "rating_changed": KindWording(
        "Licence rating changed",
        "The licence rating of {name}{in_place} went from {old_value} to {new_value} between {after} and {by}.",
        "A B rating means that an action plan is under way. " + _NOT_CARE,
        "yellow",
    ),
    "route_added": KindWording(
        "Route added",
        "{name}{in_place} gained the route {new_value} between {after} and {by}.",
        "It does not say that anyone is sponsored on it.",
    ),
    "route_removed": KindWording(
        "Route ended",
        "{name}{in_place} no longer had the route {old_value} on {by}; it had it on {after}.",
        "It does not say why, or that the licence is at risk.",
    ),
    "renamed": KindWording(
        "Name changed",
        "{old_value} was on the register of licensed sponsors on {after}; on {by} {new_value} was there instead."
        " We take it for the same sponsor.",
        _PAIRED,
        "blue",
    ),
    "moved_town": KindWording(
        "Town changed",
        "{name} was on the register of licensed sponsors in {old_value} on {after} and in {new_value} on {by}."
        " We take it for the same sponsor.",
        "The town is that of the head office, not of the work. Two sponsors may bear one name.",
        "blue",
    ),
    "town_not_given": KindWording(
        "Town no longer given, or given again",
        "{name} was on the register of licensed sponsors with {old_value} on {after} and with {new_value} on {by}."
        " We take it for the same sponsor.",
        "Where the register gives no town, nothing moved: the cell was left blank.",
    ),
    "location_registered": KindWording(
        "Location registered",
        "{name}{in_place} of {new_value} was first on the CQC's list on {by}; it was not on it on {after}.",
        _OPENED,
        "green",
    ),
    "location_deregistered": KindWording(
        "Location left the CQC's list",
        "{name}{in_place} of {old_value} was on the CQC's list on {after} and was not on it on {by}.",
        "It does not say why: a service may have closed, moved or been taken over.",
        "red",
    ),
    "provider_changed": KindWording(
        "Provider changed",
        "{name}{in_place} was run by {old_value} on {after} and by {new_value} on {by}{inferred}.",
        "Services are bought, sold and put into new companies for many reasons.",
        "blue",
    ),
    "rating_published": KindWording(
        "CQC rating published",
        "The overall CQC rating of {name}{in_place} was {old_value} on {after} and {new_value} on {by}.",
        "A rating is as old as its date. It says nothing about sponsorship.",
        "yellow",
    ),
    "domain_rating_published": KindWording(
        "CQC rating of one question published",
        "For {name}{in_place} the CQC had published {old_value} by {after} and {new_value} by {by}.",
        "A rating is as old as its date. It says nothing about sponsorship.",
    ),
    "became_dormant": KindWording(
        "Became dormant",
        "The CQC listed {name}{in_place} as dormant on {by}; on {after} it did not.",
        "A dormant location is registered but gives no care at present. It may be planned.",
        "yellow",
    ),
    "stopped_being_dormant": KindWording(
        "No longer dormant",
        "The CQC listed {name}{in_place} as dormant on {after}; on {by} it did not.",
        "It does not say that care is being given today.",
    ),
    "location_renamed": KindWording(
        "Location renamed",
        "{old_value} was called {new_value} on {by}; on {after} it had its former name.",
        _NOT_CARE,
    ),
    "company_status_changed": KindWording(
        "Company status changed",
        "Companies House gave the status of {name}{in_place} as {old_value} on {after} and {new_value} on {by}.",
        "A proposal to strike off is often objected to and withdrawn.",
        "yellow",
    ),
    "company_renamed": KindWording(
        "Company renamed",
        "{old_value} was registered as {new_value} on {by}; on {after} it had its former name.",
        _NOT_CARE,
    ),
    "recruiter_listed": KindWording(
        "Came on to the list of ethical recruiters",
        "{name} was not on NHS Employers’ list of ethical recruiters on {after} and was on it on {by}.",
        _DECLARED,
        "green",
    ),
    "recruiter_unlisted": KindWording(
        "Left the list of ethical recruiters",
        "{name} was on NHS Employers’ list of ethical recruiters on {after} and was not on it on {by}.",
        "The list does not say why: a recruiter may have ceased trading, be listed under another name, or have been taken off.",
        "red",
    ),
    "recruiter_relisted": KindWording(
        "Came back on to the list of ethical recruiters",
        "{name} was not on NHS Employers’ list of ethical recruiters on {after} and was back on it on {by}.",
        _DECLARED,
        "blue",
    ),
}

UNTOLD: Mapping[str, KindWording] = {
    "renamed": KindWording(
        "One name left, another came",
        "{old_value} was on the register of licensed sponsors on {after} and was not on it on {by}; {new_value} was, and had not been."
        " The register does not tell whether they are one sponsor.",
        _UNTOLD,
    ),
    "moved_town": KindWording(
        "A name left one town, and came in another",
        "{name} was on the register of licensed sponsors in {old_value} on {after} and was not on {by}; in {new_value} it was, and had"
        " not been. The register does not tell whether they are one sponsor: others bear that name.",
        _UNTOLD,
    ),
    "town_not_given": KindWording(
        "A name left with one town, and came with another",
        "{name} was on the register of licensed sponsors with {old_value} on {after} and was not on {by}; with {new_value} it was, and"
        " had not been. The register does not tell whether they are one sponsor: others bear that name.",
        _UNTOLD,
    ),
}
"""The same of pairs of entries that nothing says to be one sponsor: what the register shows, and no more."""

BESIDE: Mapping[str, KindWording] = {
    "licence_granted": KindWording(
        "Another entry came on to the register",
        KINDS["licence_granted"].sentence + " Another entry of the same provider was there already.",
        _ENTRIES,
    ),
    "licence_removed": KindWording(
        "One of several entries left the register",
        KINDS["licence_removed"].sentence + " Another entry of the same provider was still on it.",
        _ENTRIES,
    ),
}
"""The same of an entry whose provider had another on the register: its licence neither came nor left."""


def wording_of(kind: str, confidence: float | None, beside: bool = False) -> KindWording:
    """How a change is told. `confidence`: of the pair of entries that it is about, None where the register itself says it. `beside`: its
    provider had another entry on the register."""
    if beside and kind in BESIDE:
        return BESIDE[kind]
    told = confidence is None or confidence >= FOLLOWED_FROM
    return KINDS[kind] if told else UNTOLD.get(kind, KINDS[kind])


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


def describe(
    kind: str,
    *,
    name: str,
    place: str,
    old_value: str,
    new_value: str,
    after: date,
    by: date,
    confidence: float | None,
    beside: bool = False,
) -> Sentence:
    """Put a change into words; the two dates are those of the editions before and after it, never a day of its own."""
    wording = wording_of(kind, confidence, beside)
    text = wording.sentence.format(
        name=name,
        in_place=f" ({place})" if place else "",
        old_value=old_value,
        new_value=new_value,
        after=_day(after),
        by=_day(by),
        inferred="" if confidence is None else ", under a new registration with a like name at the same postcode",
    )
    return Sentence(text, wording.not_meaning)
