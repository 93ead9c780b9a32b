"""Who gives and who receives: identifiers of registers that are wrong, made up, or another organisation's."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz

from irhub.grants.giving360.awards import Award, Nature, Organisation
from irhub.grants.giving360.checks.finding import ASKS, STOPS, Known, Said
from irhub.grants.giving360.organisation_ids import (
    CHARITY,
    CHARITY_NUMBER,
    COMPANY,
    COMPANY_NUMBER,
    OWN,
    fault_of,
    is_body,
    number_of,
    scheme_of,
)
from irhub.grants.giving360.postcodes import is_postcode
from irhub.web.words import words_of

_ALIKE = 60
"""Of 100: names less alike than this are hardly of one organisation."""


def findings(award: Award, known: Known) -> Iterator[Said]:
    """What is wrong with the two organisations of an award."""
    yield from _one("recipient", award.recipient, known)
    yield from _one("funder", award.funder, known)
    if not is_body(award.recipient):
        yield Said(
            "recipient_id",
            "recipient_may_be_person",
            STOPS,
            "Nothing says that the recipient is a body and not a person: add its company or charity number, or say what it is. Until then the grant is left out.",
        )
    if _same(award.recipient, award.funder):
        yield Said(
            "recipient_id", "recipient_is_funder", STOPS, "The recipient is the funder: give who received the money."
        )
    if award.recipient.nature is Nature.COUNCIL and not award.regrant:
        yield Said(
            "regrant",
            "council_without_regrant",
            ASKS,
            "The money goes to a council: if it is granted again, give the regrant type, or it counts twice.",
        )


def _same(one: Organisation, other: Organisation) -> bool:
    if set(one.identifiers) & set(other.identifiers):
        return True
    return bool(one.name) and one.name.strip().casefold() == other.name.strip().casefold()


def _one(key: str, told: Organisation, known: Known) -> Iterator[Said]:
    if not told.name:
        yield Said(f"{key}_name", "name_missing", STOPS, "The name of the organisation is missing: add it.")
    if not told.identifier:
        yield Said(
            f"{key}_id",
            "organisation_id_missing",
            STOPS,
            "The organisation has no identifier: add one of a register, such as GB-COH- and its company number.",
        )
    for identifier in told.identifiers:
        yield from _identifier(f"{key}_id", identifier, told, known)
    if told.identifier.startswith(f"{OWN}-") and (told.company_number or told.charity_number):
        yield Said(
            f"{key}_id",
            "own_id_beside_register",
            ASKS,
            "The identifier is the publisher’s own, though a register has the organisation: use the register’s number.",
        )
    yield from _numbers(key, told)
    if told.postcode and not is_postcode(told.postcode):
        yield Said(f"{key}_postcode", "postcode", ASKS, "The postcode is not one: correct it or leave it out.")


def _identifier(key: str, identifier: str, told: Organisation, known: Known) -> Iterator[Said]:
    if fault := fault_of(identifier):
        yield Said(key, "organisation_id", STOPS, f"{identifier} {fault}: look the organisation up and correct it.")
        return
    name = known.register_names.get(identifier)
    if name is None and scheme_of(identifier) in known.registers:
        yield Said(
            key,
            "organisation_id_unlisted",
            STOPS,
            f"{identifier} is not listed on its register: look the organisation up and correct it.",
        )
    if name and _unlike(name, told.name):
        yield Said(
            key,
            "organisation_id_of_another",
            STOPS,
            f"{identifier} is {name} on its register: check which of the name and the number is right.",
        )


def _unlike(one: str, other: str) -> bool:
    return fuzz.token_set_ratio(" ".join(words_of(one)), " ".join(words_of(other))) < _ALIKE


def _numbers(key: str, told: Organisation) -> Iterator[Said]:
    by_scheme = {scheme_of(one): number_of(one) for one in told.identifiers}
    pairs = (
        ("company", told.company_number, COMPANY, COMPANY_NUMBER),
        ("charity", told.charity_number, CHARITY, CHARITY_NUMBER),
    )
    for what, number, scheme, shape in pairs:
        if number and not shape.fullmatch(number):
            yield Said(
                f"{key}_{what}", f"{what}_number", STOPS, f"The {what} number is not one: look it up and correct it."
            )
        elif number and by_scheme.get(scheme, number) != number:
            yield Said(
                f"{key}_{what}",
                "numbers_differ",
                STOPS,
                f"The {what} number is not that of the identifier: look the organisation up and correct one of them.",
            )
