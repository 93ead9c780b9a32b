"""The hub's checks find what the standard's schema lets pass, and say what to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from irhub.grants.giving360.awards import Location, Nature, Organisation, Period, Programme
from irhub.grants.giving360.checks import check
from irhub.grants.giving360.checks.finding import Known
from irhub.grants.giving360.checks.whole_file import gone
from irhub.grants.giving360.organisation_ids import of_registers
from irhub.grants.giving360.schema import schema_faults
from irhub.grants.giving360.writing import document
from tests.grants.giving360.made import ABOUT, ASHGROVE, LEEDS, PLAIN, TODAY, other

KNOWN = Known(TODAY, prefix="360G-leeds")


def kinds(*awards: Any, known: Known = KNOWN) -> set[tuple[str, str]]:
    return {(found.key, found.kind) for found in check(awards, known)}


def at(**changed: Any) -> Organisation:
    return replace(ASHGROVE, **changed)


PASSES_THE_SCHEMA = [
    ({"award_date": date(2026, 11, 3)}, "award_date", "award_date_in_future"),
    ({"award_date": date(1915, 3, 2)}, "award_date", "award_date_too_old"),
    ({"awarded": Decimal(0)}, "awarded", "amount_zero"),
    ({"awarded": Decimal(-5)}, "awarded", "amount_negative"),
    ({"awarded": Decimal("10.005")}, "awarded", "amount_of_parts_of_a_penny"),
    ({"disbursed": Decimal(1501)}, "disbursed", "paid_above_award"),
    ({"awarded": Decimal(2001)}, "awarded", "award_above_ask"),
    ({"currency": "EUR"}, "currency", "currency"),
    ({"identifier": "360G-bradford-1"}, "identifier", "identifier_prefix"),
    ({"identifier": "2026-1"}, "identifier", "identifier_prefix"),
    ({"identifier": "360G-leeds-2026/1"}, "identifier", "identifier_signs"),
    ({"identifier": "360G-leeds-no 1"}, "identifier", "identifier_shape"),
    ({"related": (PLAIN.identifier,)}, "related", "related_to_itself"),
    ({"regrant": "FRG999"}, "regrant", "regrant_unknown"),
    ({"recipient": at(identifiers=("GB-COH-12345678",), company_number="")}, "recipient_id", "organisation_id"),
    ({"recipient": at(identifiers=("GB-COH-4815162",), company_number="")}, "recipient_id", "organisation_id"),
    ({"recipient": at(identifiers=("COH-04815162",))}, "recipient_id", "organisation_id"),
    ({"recipient": at(identifiers=("GB-CHA-1093865",))}, "recipient_id", "organisation_id"),
    ({"recipient": at(identifiers=("GB-CHC-000000",))}, "recipient_id", "organisation_id"),
    ({"recipient": at(identifiers=("GB-LAE-E08",))}, "recipient_id", "organisation_id"),
    ({"recipient": at(identifiers=("GB-LAE-QQQ",))}, "recipient_id", "organisation_id"),
    ({"recipient": at(company_number="04815163")}, "recipient_company", "numbers_differ"),
    ({"recipient": at(charity_number="12")}, "recipient_charity", "charity_number"),
    ({"recipient": at(postcode="LS1")}, "recipient_postcode", "postcode"),
    ({"recipient": LEEDS}, "recipient_id", "recipient_is_funder"),
    ({"recipient": replace(LEEDS, name="Bradford Council", identifiers=("GB-LAE-BRD",))}, "regrant", "council_without_regrant"),
    ({"locations": ()}, "location_code", "location_missing"),
    ({"locations": (Location("Leeds"),)}, "location_code", "location_code_missing"),
    ({"locations": (Location("Leeds", "LS1 4AP"),)}, "location_code", "location_code_is_postcode"),
    ({"locations": (Location("Leeds", "E08009999", "MD"),)}, "location_code", "location_code_unknown"),
    ({"locations": (Location("Leeds", "E08000035", "UA"),)}, "location_kind", "location_kind"),
    ({"locations": (Location("Bradford", "E08000035", "MD"),)}, "location_code", "location_code_of_another"),
    ({"locations": (Location("Barnsley", "E08000016", "MD"),)}, "location_code", "location_code_old"),
    ({"description": "Write to ann@ashgrove.example"}, "description", "e_mail"),
    ({"description": "Ring 0113 496 0123 to join"}, "description", "telephone"),
    ({"description": "For AB 12 34 56 C"}, "description", "insurance_number"),
    ({"description": "A fellowship for Dr Ada Quill"}, "description", "person_named"),
    ({"description": "Drop-in days, contact Ada Quill"}, "description", "person_maybe_named"),
    ({"description": "TBC"}, "description", "description_stands_in"),
    ({"description": "Cost of #REF! days"}, "description", "spreadsheet_error"),
    ({"description": "Childrenâ€™s days out"}, "description", "damaged_letters"),
    ({"description": "-two days of advice"}, "description", "begins_as_formula"),
    ({"description": "Days\u200b of advice"}, "description", "hidden_signs"),
    ({"description": PLAIN.title}, "description", "description_is_title"),
    ({"title": "x" * 141}, "title", "title_long"),
    ({"url": "https://ann@leeds.example/"}, "url", "address"),
    ({"programme": None}, "programme_title", "programme_missing"),
    ({"planned": Period(date(2026, 4, 1), date(2026, 3, 31))}, "planned_end", "ends_before_start"),
    ({"planned": Period(date(2026, 3, 1), date(2027, 2, 28))}, "planned_start", "starts_before_award"),
    ({"planned": Period(date(2026, 4, 1), date(2027, 3, 31), Decimal(24))}, "planned_months", "duration_off"),
    ({"planned": Period(date(2026, 4, 1), date(2062, 3, 31))}, "planned_end", "very_long"),
    ({"actual": Period(date(2027, 4, 1))}, "actual_start", "actual_start_in_future"),
    ({"modified": datetime(2027, 1, 1, tzinfo=UTC)}, "modified", "modified_in_future"),
]  # fmt: skip


def test_a_plain_award_has_nothing_wrong():
    assert check([PLAIN], KNOWN) == []


@pytest.mark.parametrize(("changed", "key", "kind"), PASSES_THE_SCHEMA)
def test_what_the_schema_lets_pass_is_found(changed: dict[str, Any], key: str, kind: str):
    award = other(**changed)
    assert schema_faults(document([award], ABOUT)) == []
    assert (key, kind) in kinds(award)


@pytest.mark.parametrize(
    ("changed", "key", "kind"),
    [
        ({"identifier": ""}, "identifier", "identifier_missing"),
        ({"title": ""}, "title", "title_missing"),
        ({"description": " "}, "description", "description_missing"),
        ({"recipient": Organisation("Sunny Days")}, "recipient_id", "recipient_may_be_person"),
        ({"recipient": Organisation("Ada Quill", nature=Nature.PERSON)}, "recipient_id", "recipient_may_be_person"),
        ({"recipient": at(identifiers=(), company_number="")}, "recipient_id", "organisation_id_missing"),
        ({"modified": datetime(2026, 1, 1)}, "modified", "modified_without_zone"),
        ({"url": "www.leeds.example"}, "url", "address"),
        ({"programme": Programme("P", url="leeds.example")}, "programme_url", "address"),
    ],
)
def test_what_cannot_be_published_is_found(changed: dict[str, Any], key: str, kind: str):
    assert (key, kind) in kinds(other(**changed))


def test_every_finding_names_the_award_and_the_column_and_says_what_to_do():
    found = check([PLAIN, other(identifier="360G-leeds-2026-2", awarded=Decimal(0), disbursed=None)], KNOWN)
    assert [(one.at, one.title, one.stops) for one in found] == [(1, "Amount Awarded", True)]
    assert ": give the amount" in found[0].sentence


def test_one_identifier_before_two_grants_is_found():
    assert ("identifier", "identifier_twice") in kinds(PLAIN, other(awarded=Decimal(7), disbursed=None))


def test_one_grant_under_two_identifiers_is_found():
    assert kinds(PLAIN, other(identifier="360G-leeds-2026-2")) == {("identifier", "grant_twice")}


def test_a_file_of_two_funders_is_found():
    bradford = of_registers("Bradford Council", council_code="E08000032")
    told = kinds(PLAIN, other(identifier="360G-leeds-2026-2", funder=bradford, title="Another"))
    assert told == {("funder_id", "several_funders")}


def test_an_identifier_that_changed_since_the_last_version_is_found():
    known = replace(KNOWN, before=[PLAIN])
    assert kinds(other(identifier="360G-leeds-17"), known=known) == {("identifier", "identifier_changed")}
    assert kinds(PLAIN, known=known) == set()


def test_an_identifier_that_is_another_grants_now_is_found():
    known = replace(KNOWN, before=[PLAIN])
    now = other(recipient=of_registers("Beechwood Care Ltd", company_number="05926173"), awarded=Decimal(900))
    assert kinds(now, known=known) == {("identifier", "identifier_reused")}


def test_grants_that_are_gone_are_told():
    assert gone([], [PLAIN]) == [PLAIN.identifier]
    assert gone([PLAIN], [PLAIN]) == []


def test_a_number_of_another_organisation_is_found_where_the_register_is_known():
    known = replace(KNOWN, register_names={"GB-COH-04815162": "Whitby Fish Wholesale Limited"})
    assert ("recipient_id", "organisation_id_of_another") in kinds(PLAIN, known=known)
    same = replace(KNOWN, register_names={"GB-COH-04815162": "ASHGROVE HOMECARE LIMITED"})
    assert kinds(PLAIN, known=same) == set()


def test_a_number_that_is_on_no_register_is_found():
    known = replace(KNOWN, registers=frozenset({"GB-COH"}))
    assert ("recipient_id", "organisation_id_unlisted") in kinds(PLAIN, known=known)


def test_what_may_name_a_person_is_not_repeated():
    found = check([other(description="Write to Dr Ada Quill at ada@ashgrove.example")], KNOWN)
    assert len(found) == 2
    assert not any("Quill" in one.sentence or "ashgrove.example" in one.sentence for one in found)


def test_a_charity_that_is_called_after_a_person_is_asked_about_and_not_stopped():
    named = of_registers("Dr Quill Trust", charity_number="1093865")
    found = check([other(recipient=named, title="Grant to Dr Quill Trust")], KNOWN)
    assert [(one.key, one.stops) for one in found] == [("recipient_name", False)]
