"""The routes and ratings of the sponsor register are understood under every name they have borne, or kept as they stand."""

from __future__ import annotations

from datetime import date

import pytest

from irhub.registers.sources import SOURCES
from irhub.registers.sources.routes import FORMER_NAMES, ROUTES
from tests.registers.sources.published import issues, published

SPONSORS = SOURCES["home_office_sponsors"]
SENIOR = "Global Business Mobility: Senior or Specialist Worker"
OLD, NEW = date(2021, 11, 2), date(2026, 7, 3)


def cleaned(*rows, on=OLD):
    """Rows of name, type and rating, route."""
    cells = [
        {"name": name, "town": "Here", "county": "", "type_and_rating": kind, "route": route}
        for name, kind, route in rows
    ]
    return SPONSORS.clean(published(SPONSORS, cells), on)


def told(kind, route, on=OLD):
    """Type, rating and route of a row, and whether an issue doubts or renames something."""
    found = cleaned(("Quillmoor Care Ltd", kind, route), on=on)
    row = found.records.select("worker_type", "rating", "route").row(0)
    return *row, [issue[1:3] for issue in issues(found, "unknown_value", "former_name")]


@pytest.mark.parametrize(
    ("kind", "worker_type", "rating"),
    [
        ("Worker (A rating)", "Worker", "A"), ("Worker (B rating)", "Worker", "B"), ("Worker (A (Premium))", "Worker", "A"),
        ("Worker (A (SME+))", "Worker", "A"), ("Worker (UK Expansion Worker: Provisional )", "Worker", "Provisional"),
        ("worker (a rating)", "Worker", "A"), ("Tier 2 (A rating)", "Worker", "A"), ("Tier 2 (B rating)", "Worker", "B"),
        ("Worker A-rated", "Worker", "A"), ("Worker - B rating", "Worker", "B"), ("Worker [A rating]", "Worker", "A"),
        ("Worker (Rating: B)", "Worker", "B"),
    ],
)  # fmt: skip
def test_a_type_and_rating_is_understood(kind, worker_type, rating):
    assert told(kind, "Skilled Worker") == (worker_type, rating, "Skilled Worker", [])


@pytest.mark.parametrize(
    "kind",
    ["Temporary Worker (A rating)", "Tier 5 (A rating)", "Tier 5TW (A (Premium))", "Tier 5TW (Highly Trusted Sponsor)"],
)
def test_a_temporary_worker_licence_is_understood(kind):
    assert told(kind, "Charity Worker") == ("Temporary Worker", "A", "Charity Worker", [])


@pytest.mark.parametrize("kind", ["Worker (Probationary Sponsor)", "Worker (C rating)", "", None, "Worker"])
def test_a_rating_that_is_not_understood_is_kept_as_it_stands_with_an_issue(kind):
    assert told(kind, "Skilled Worker") == (
        "Worker",
        "Unknown",
        "Skilled Worker",
        [("type_and_rating", "unknown_value")],
    )


def test_a_blank_type_is_that_of_its_route():
    assert told("", "Charity Worker ")[0] == "Temporary Worker"
    assert told("", "A Route Of Tomorrow")[0] == "Unknown"


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_blanks_and_capitals_of_a_route_make_no_difference(route):
    kind = f"{route.worker_type} (A rating)"
    assert told(kind, f"{route.name} ")[2:] == told(kind, route.name.upper())[2:] == (route.name, [])


@pytest.mark.parametrize(
    ("kind", "published_as", "today"),
    [
        ("Worker", "Intra-company Routes", SENIOR), ("Worker", "Intra Company Transfers (ICT)", SENIOR),
        ("Worker", "Religious Workers", "Tier 2 Ministers of Religion"), ("Temporary Worker", "Religious Workers", "Religious Worker"),
        ("Worker", "Tier 2 General", "Skilled Worker"), ("Worker", "Tier 2 (General)", "Skilled Worker"),
        ("Worker", "T2 Sportsperson", "International Sportsperson"), ("Temporary Worker", "Voluntary Workers", "Charity Worker"),
        ("Temporary Worker", "Tier 5 International Agreements", "International Agreement"),
    ],
)  # fmt: skip
def test_a_former_name_is_told_under_the_name_of_today(kind, published_as, today):
    assert told(f"{kind} (A rating)", published_as)[2:] == (today, [("route", "former_name")])


def test_a_route_that_was_split_stays_what_it_was():
    assert told("Temporary Worker (A rating)", "Creative & Sporting")[2:] == ("Creative & Sporting", [])


@pytest.mark.parametrize("route", ["Intra-company Routes", "Intra Company Transfers (ICT)", "Tier 2 General"])
def test_a_name_that_should_be_gone_stands_as_it_is_with_an_issue(route):
    assert told("Worker (A rating)", route, on=NEW)[2:] == (route, [("route", "unknown_value")])
    assert told("Worker (A rating)", route.upper(), on=NEW)[2] == route


def test_an_unknown_route_is_kept_as_it_stands_with_an_issue():
    assert told("Worker (A rating)", "A Route Of Tomorrow")[2:] == ("A Route Of Tomorrow", [("route", "unknown_value")])


def test_every_former_name_leads_to_a_route_of_today_or_to_itself_and_says_why():
    routes = {route.name: route.worker_type for route in ROUTES}
    assert len({(former.name, former.worker_type) for former in FORMER_NAMES}) == len(FORMER_NAMES)
    for former in FORMER_NAMES:
        assert former.why
        assert former.name not in routes
        assert routes.get(former.today, former.worker_type) == former.worker_type, former


def test_when_the_home_office_renames_a_route_nothing_has_happened_to_its_sponsors():
    before = cleaned(
        *((f"Sample {letter} Ltd", "Worker (A rating)", "Intra-company Routes") for letter in "ABCDEF"),
        on=date(2022, 4, 8),
    )
    after = cleaned(
        *((f"Sample {letter} Ltd", "Worker (A rating)", SENIOR) for letter in "ABCDEF"), on=date(2022, 4, 12)
    )
    assert SPONSORS.changes(before.records, after.records).is_empty()


def test_a_real_change_of_route_is_still_told_beside_a_renaming():
    before = cleaned(
        ("Sample A Ltd", "Worker (A rating)", "Intra-company Routes"), ("Sample B Ltd", "Worker (A rating)", "Intra-company Routes"),
        on=date(2022, 4, 8),
    )  # fmt: skip
    after = cleaned(
        ("Sample A Ltd", "Worker (A rating)", SENIOR), ("Sample B Ltd", "Worker (A rating)", SENIOR),
        ("Sample A Ltd", "Worker (A rating)", "Skilled Worker"), ("Sample B Ltd", "Worker (B rating)", "Skilled Worker"),
        ("Sample A Ltd", "Temporary Worker (A rating)", "Global Business Mobility: Graduate Trainee"),
        on=date(2022, 4, 12),
    )  # fmt: skip
    changes = SPONSORS.changes(before.records, after.records).sort("name", "new_value")
    assert changes.select("kind", "name", "new_value").rows() == [
        ("route_added", "Sample A Ltd", "Global Business Mobility: Graduate Trainee (A)"),
        ("route_added", "Sample A Ltd", "Skilled Worker (A)"),
        ("route_added", "Sample B Ltd", "Skilled Worker (B)"),
    ]


def test_a_sponsor_under_both_names_of_a_route_holds_it_once():
    both = cleaned(
        ("Sample A Ltd", "Worker (A rating)", "Intra-company Routes"), ("Sample A Ltd", "Worker (A rating)", SENIOR)
    )
    assert both.records["route"].to_list() == [SENIOR]
    assert [issue[2] for issue in issues(both, "duplicate_record", "contradicts")] == ["duplicate_record"]
