"""The records of an organisation are listed each once, and every name of it once."""

from __future__ import annotations

from datetime import date

import pytest

from irhub.organisations.who_it_is import address_of, all_names, location_records, sponsor_entries
from irhub.registers.models import CompanySpan, Location, SponsorSpan

FIRST, SECOND = date(2026, 3, 3), date(2026, 5, 1)


def sponsor(route: str, since: date, until: date | None = None, name: str = "Rosewick Homes Ltd") -> SponsorSpan:
    return SponsorSpan(
        sponsor_key="rosewick|leeds", name=name, town="Leeds", route=route, since=since, until=until, line=2
    )


def test_an_entry_of_the_sponsor_register_stands_once_with_its_routes_and_what_it_was_before():
    spans = [
        sponsor("Skilled Worker", FIRST, SECOND, "Rosewick  Homes LTD"),
        sponsor("Skilled Worker", SECOND),
        sponsor("Scale-up", FIRST, SECOND),
    ]
    (entry,) = sponsor_entries(spans)
    assert (entry.name, entry.town) == ("Rosewick Homes Ltd", "Leeds")
    assert [(one.now.route, one.now.until, len(one.before)) for one in entry.routes] == [
        ("Skilled Worker", None, 1),
        ("Scale-up", SECOND, 0),
    ]


def test_a_location_stands_once_however_often_its_facts_changed():
    places = [
        Location(location_id="1-1", location_name="Rosewick View", since=FIRST, until=SECOND),
        Location(location_id="1-2", location_name="Rosewick Rise", since=FIRST, until=SECOND),
        Location(location_id="1-1", location_name="Rosewick View", since=SECOND, until=None),
    ]
    told = location_records(places)
    assert [(one.now.location_id, one.now.since, [span.since for span in one.before]) for one in told] == [
        ("1-1", SECOND, [FIRST]),
        ("1-2", FIRST, []),
    ]


def test_every_name_is_told_once_and_the_own_one_not_again():
    spans = [
        sponsor("Skilled Worker", FIRST, name="ROSEWICK HOMES LIMITED"),
        sponsor("Scale-up", FIRST, name="Rosewick"),
    ]
    company = CompanySpan(company_name="ROSEWICK HOMES LIMITED", previous_names="OLDWICK LTD | ROSEWICK")
    place = Location(provider_name="Rosewick Homes Ltd.", location_name="Rosewick View")
    assert all_names("Rosewick Homes Ltd", spans, [place], [], [company]) == ["Rosewick", "OLDWICK LTD"]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("1 Example Street", "", "Leeds", "LS1 1AA"), "1 Example Street, Leeds, LS1 1AA"),
        (("Leeds", " ", "Leeds"), "Leeds"),
        (("", ""), ""),
    ],
)
def test_an_address_says_nothing_twice(lines, told):
    assert address_of(*lines) == told
