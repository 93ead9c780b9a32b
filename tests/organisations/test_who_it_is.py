"""The records of an organisation are listed each once, and every name of it once."""

from __future__ import annotations

from datetime import date

import pytest

from irhub.organisations.queries import beside_others
from irhub.organisations.who_it_is import address_of, all_names, location_records, sponsor_entries
from irhub.registers.models import Change, CompanySpan, Location, SponsorSpan
from irhub.registers.queries import changes_grouped
from tests.factories import MemberFactory, OrganisationFactory

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


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("licence_removed", "One of several entries left the register"),
        ("licence_granted", "Another entry came on to the register"),
    ],
)
def test_an_entry_that_comes_or_leaves_beside_another_of_its_provider_is_no_licence_that_came_or_left(kind, says):
    one = OrganisationFactory()
    for key in ("rosewick|leeds", other := "rosewick|hull"):
        MemberFactory(register="home_office_sponsors", entity_key=key, organisation=one)
    held = sponsor("Skilled Worker", FIRST)
    held.save()
    facts = {
        "register": "home_office_sponsors",
        "kind": kind,
        "name": "Rosewick Homes Ltd",
        "after": FIRST,
        "by": SECOND,
    }
    change = Change.objects.create(entity_key=other, entity_key_before=other, **facts)
    (group,) = changes_grouped([change], beside_others([change]))
    assert group.wording.title == says
    held.delete()
    assert beside_others([change]) == set()
    sponsor(
        "Skilled Worker", SECOND if kind == "licence_granted" else FIRST, None if kind == "licence_granted" else SECOND
    ).save()
    assert beside_others([change]) == set()


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
