"""Each indicator, told in words: what it fires on, and the near miss on which it does not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import polars as pl
import pytest

from irhub.indicators.catalogue import CATALOGUE
from irhub.indicators.engine import run
from irhub.indicators.ownership import above
from irhub.indicators.snapshot import SPONSORS, Snapshot
from irhub.registers.sources.companies_house_psc import MOST_STEPS
from tests.indicators.world import TODAY, World

YESTERDAY = TODAY - timedelta(days=1)
MONTHS_AGO = TODAY - timedelta(days=100)
LAST_WEEK = TODAY - timedelta(days=7)
TWO_YEARS = TODAY - timedelta(days=730)


def many(who: str, count: int, **facts) -> World:
    world = World().care(who, **facts)
    for number in range(2, count + 1):
        world.location(who, number, **facts)
    return world


def at_one_office(*names: str, **facts) -> World:
    world = World()
    for name in names:
        world.care(name, provider_postcode="LS1 1AA", **facts)
    return world


def area(licensed: int, others: int, **facts) -> World:
    world = World()
    for number in range(licensed):
        world.care(f"lic{number}", **facts)
    for number in range(others):
        world.location(f"oth{number}", **facts)
    return world


def left_of(gone: int, staying: int) -> World:
    world = area(staying, 0)
    for number in range(gone):
        world.left(f"gone{number}", MONTHS_AGO).location(f"gone{number}")
    return world


def elsewhere(world: World, licensed: int) -> World:
    for number in range(licensed):
        world.care(f"far{number}", council_code="E08000025")
    return world


def gone_and_come() -> World:
    """The licence of rose left, and fern came on to the register afterwards, elsewhere."""
    return World().left("rose", MONTHS_AGO).location("rose").sponsor("fern", LAST_WEEK).location("fern")


def gone_beside() -> World:
    """The licence of rose left; fern held one all the while, elsewhere."""
    return World().left("rose", MONTHS_AGO).location("rose").care("fern")


def of_a_group(world: World, many: int) -> World:
    for number in range(many):
        world.location(f"grp{number}").controller(f"grp{number}")
    return world


HOLDING = "00000123"


def listed(world: World, number: str = HOLDING, name: str = "EXAMPLE HOLDINGS LTD", **facts) -> World:
    """Companies House lists the company that owns."""
    return world.company("owner", company_number=number, company_name=name, **facts)


def owned(world: World, *names: str, **facts) -> World:
    """Licensed providers whose companies belong to one company."""
    for name in names:
        world.care(name).owner(name, **facts)
    return world


def in_a_chain(**facts) -> World:
    """Example Holdings owns Middle, which owns the companies of rose; of fern it owns the company at once."""
    world = listed(listed(World()), "00000456", "MIDDLE LIMITED").care("rose").care("fern")
    world.owner("rose", "00000456", "Middle Ltd").owner("fern")
    return world.owner("middle", company_number="00000456", **facts)


def in_the_area(*owners: str, **facts) -> World:
    """20 locations here, of which as many providers as are named belong to these companies."""
    world = listed(area(0, 20))
    for number, name in enumerate(owners):
        world.owner(f"oth{number}", name=name, **facts)
    return world


COUNCIL = "E08000035"
# code, what is told, the world, of whom it holds ("" of nobody), and how urgent it is
CASES = [
    ("licence-left", "the licence left last week and care is given", World().left("rose", LAST_WEEK).location("rose"), "rose", "act this week"),
    ("licence-left", "it left months ago", World().left("rose", MONTHS_AGO).location("rose"), "rose", "look soon"),
    ("licence-left", "it left, and no location stands", World().left("rose", LAST_WEEK).location("rose", until=MONTHS_AGO), "", ""),
    ("licence-left", "it left and came back", World().left("rose", MONTHS_AGO).sponsor("rose", LAST_WEEK).location("rose"), "", ""),
    ("licence-left", "it stands under a new name that was told as a change of name", World().sponsor("rose", until=MONTHS_AGO).location("rose"), "", ""),
    ("licence-left", "one of two entries left", World().left("rose", LAST_WEEK).sponsor("rose", sponsor_key="rose2|leeds").location("rose"), "", ""),
    ("licence-returned", "it was away for weeks", World().left("rose", MONTHS_AGO).sponsor("rose", LAST_WEEK).location("rose"), "rose", "for information"),
    ("licence-returned", "it was away for two days", World().left("rose", LAST_WEEK).sponsor("rose", LAST_WEEK + timedelta(days=2)).location("rose"), "", ""),
    ("register-slip", "it was away for two days", World().left("rose", LAST_WEEK).sponsor("rose", LAST_WEEK + timedelta(days=2)).location("rose"), "rose", "for information"),
    ("register-slip", "it was away for weeks", World().left("rose", MONTHS_AGO).sponsor("rose", LAST_WEEK).location("rose"), "", ""),
    ("licence-b", "it went from A to B", World().sponsor("rose", until=MONTHS_AGO).sponsor("rose", MONTHS_AGO, rating="B").location("rose"), "rose", "look soon"),
    ("licence-b", "it is provisional", World().sponsor("rose", rating="Provisional").location("rose"), "", ""),
    ("licence-b", "it was B and is A again", World().sponsor("rose", until=MONTHS_AGO, rating="B").sponsor("rose", MONTHS_AGO).location("rose"), "", ""),
    ("cqc-inadequate", "a location was rated so this month", World().care("rose", overall_rating="Inadequate", rating_date=LAST_WEEK), "rose", "act this week"),
    ("cqc-inadequate", "it was rated so long ago", World().care("rose", overall_rating="Inadequate"), "rose", "look soon"),
    ("cqc-inadequate", "the rating was a former provider's", World().care("rose", overall_rating="Inadequate", inherited_rating=True), "", ""),
    ("cqc-inadequate", "the provider sponsors nobody", World().location("rose", overall_rating="Inadequate"), "", ""),
    ("cqc-requires-improvement", "a location bears it", World().care("rose", overall_rating="Requires improvement"), "rose", "for information"),
    ("cqc-requires-improvement", "it is Good", World().care("rose"), "", ""),
    ("provider-inadequate", "the provider as a whole", World().care("rose").provider_rating("rose", "Inadequate", LAST_WEEK), "rose", "act this week"),
    ("provider-inadequate", "only a location", World().care("rose", overall_rating="Inadequate"), "", ""),
    ("rating-fell", "from Good to Requires improvement", World().sponsor("rose").location("rose", until=MONTHS_AGO).location("rose", since=MONTHS_AGO, overall_rating="Requires improvement", rating_date=MONTHS_AGO), "rose", "for information"),
    ("rating-fell", "it rose", World().sponsor("rose").location("rose", until=MONTHS_AGO, overall_rating="Inadequate").location("rose", since=MONTHS_AGO, rating_date=MONTHS_AGO), "", ""),
    ("rating-fell", "the lower one was a former provider's", World().sponsor("rose").location("rose", until=MONTHS_AGO).location("rose", since=MONTHS_AGO, overall_rating="Inadequate", rating_date=MONTHS_AGO, inherited_rating=True), "", ""),
    ("dormant-with-licence", "the only location is dormant", World().care("rose", dormant=True), "rose", "look soon"),
    ("dormant-with-licence", "one of two is", World().care("rose", dormant=True).location("rose", 2), "rose", "for information"),
    ("dormant-with-licence", "none is", World().care("rose"), "", ""),
    ("company-insolvent", "in liquidation", World().sponsor("rose").location("rose").company("rose", company_status="Liquidation"), "rose", "act this week"),
    ("company-insolvent", "only a proposal to strike off", World().sponsor("rose").location("rose").company("rose", company_status="Active - Proposal to Strike off"), "", ""),
    ("company-strike-off", "proposed", World().sponsor("rose").location("rose").company("rose", company_status="Active - Proposal to Strike off"), "rose", "look soon"),
    ("company-strike-off", "withdrawn", World().sponsor("rose").location("rose").company("rose", until=MONTHS_AGO, company_status="Active - Proposal to Strike off").company("rose", MONTHS_AGO), "", ""),
    ("company-gone", "it left the file", World().sponsor("rose").location("rose").company("rose", until=date(2026, 11, 1)), "rose", "act this week"),
    ("company-gone", "it stands with other facts", World().sponsor("rose").location("rose").company("rose", until=date(2026, 11, 1)).company("rose", date(2026, 11, 1)), "", ""),
    ("accounts-overdue", "by half a year", World().sponsor("rose").location("rose").company("rose", accounts_due=TODAY - timedelta(days=180)), "rose", "look soon"),
    ("accounts-overdue", "by three weeks", World().sponsor("rose").location("rose").company("rose", accounts_due=date(2026, 10, 10)), "rose", "for information"),
    ("accounts-overdue", "they fell due after the newest file", World().sponsor("rose").location("rose").company("rose", accounts_due=date(2026, 11, 10)), "", ""),
    ("confirmation-overdue", "by three weeks", World().sponsor("rose").location("rose").company("rose", confirmation_due=date(2026, 10, 10)), "rose", "for information"),
    ("confirmation-overdue", "it is due next month", World().care("rose"), "", ""),
    ("company-younger", "the company came after the licence", World().sponsor("rose").location("rose").company("rose", incorporated=MONTHS_AGO), "rose", "look soon"),
    ("company-younger", "it is older", World().care("rose"), "", ""),
    ("never-inspected", "the only location has no rating", World().care("rose", overall_rating=""), "rose", "look soon"),
    ("never-inspected", "it opened last month", World().care("rose", overall_rating="", location_start=MONTHS_AGO), "", ""),
    ("new-and-licensed", "both within months", World().sponsor("rose", LAST_WEEK).location("rose", provider_start=MONTHS_AGO), "rose", "look soon"),
    ("new-and-licensed", "the licence stood when the hub's history begins", World().care("rose", provider_start=date(2025, 4, 1)), "", ""),
    ("new-and-licensed", "an old provider", World().sponsor("rose", LAST_WEEK).location("rose"), "", ""),
    ("nurses-agency", "registered as one", World().care("rose", service_types="Community health care services - Nurses Agency only"), "rose", "for information"),
    ("nurses-agency", "home care", World().care("rose"), "", ""),
    ("other-routes", "licensed for Scale-up", World().care("rose").sponsor("rose", route="Scale-up"), "rose", "for information"),
    ("other-routes", "Skilled Worker alone", World().care("rose"), "", ""),
    ("many-on-one-licence", "ten locations", many("rose", 10), "rose", "for information"),
    ("many-on-one-licence", "nine in one council", many("rose", 9), "", ""),
    ("locations-left", "two of three closed", World().care("rose").deactivated("rose", 2, LAST_WEEK).deactivated("rose", 3, LAST_WEEK), "rose", "look soon"),
    ("locations-left", "they closed two years ago", World().care("rose").deactivated("rose", 2, TWO_YEARS).deactivated("rose", 3, TWO_YEARS), "", ""),
    ("growth", "three of four are new", World().care("rose").location("rose", 2, location_start=MONTHS_AGO).location("rose", 3, location_start=MONTHS_AGO).location("rose", 4, location_start=MONTHS_AGO), "rose", "for information"),
    ("growth", "one of two is new", World().care("rose").location("rose", 2, location_start=MONTHS_AGO), "", ""),
    ("service-transferred", "to a provider without a licence", World().care("rose").location("rose", 2, until=date(2026, 10, 1)).location("fern", location_id="1-rose-2", since=date(2026, 10, 1)).changed_hands("1-rose-2", "Rose Care Ltd", date(2026, 10, 1), date(2026, 9, 1)), "fern", "look soon"),
    ("service-transferred", "to one with a licence", World().care("rose").care("fern").location("rose", 2, until=date(2026, 10, 1)).location("fern", 2, location_id="1-rose-2", since=date(2026, 10, 1)).changed_hands("1-rose-2", "Rose Care Ltd", date(2026, 10, 1), date(2026, 9, 1)), "", ""),
    ("care-name-unlinked", "Rose Care Ltd, no provider", World().sponsor("rose"), "rose", "for information"),
    ("care-name-unlinked", "it came last week", World().sponsor("rose", LAST_WEEK), "rose", "look soon"),
    ("care-name-unlinked", "a car care firm", World().sponsor("rose", name="Rose Car Care Ltd"), "", ""),
    ("care-name-unlinked", "a dental practice", World().sponsor("rose", name="Rose Dental Care Ltd"), "", ""),
    ("care-name-unlinked", "its link waits for review", World().sponsor("rose").location("fern").waiting("rose", "fern"), "", ""),
    ("link-waits", "may be the provider", World().sponsor("rose").location("fern").waiting("rose", "fern"), "fern", "for information"),
    ("link-waits", "the provider has a licence of its own", World().sponsor("rose").care("fern").waiting("rose", "fern"), "", ""),
    ("two-entries", "two spellings stand", World().care("rose").sponsor("rose", sponsor_key="rosecare|leeds"), "rose", "for information"),
    ("two-entries", "two routes of one entry", World().care("rose").sponsor("rose", route="Scale-up"), "", ""),
    ("company-number-unknown", "no such company", World().sponsor("rose").location("rose"), "rose", "for information"),
    ("company-number-unknown", "no number", World().sponsor("rose").location("rose", company_number=""), "rose", "for information"),
    ("company-number-unknown", "a charity", World().sponsor("rose").location("rose", company_number="", charity_number="123"), "", ""),
    ("company-number-unknown", "the company is known", World().care("rose"), "", ""),
    ("shared-address", "three licensed providers", at_one_office("rose", "fern", "lark"), "fern", "for information"),
    ("shared-address", "two", at_one_office("rose", "fern"), "", ""),
    ("shared-address", "three of one brand", at_one_office("rose", "fern", "lark", brand_name="Birdsong"), "", ""),
    ("successor", "a new licence at the office of one that left", World().left("rose", MONTHS_AGO).location("rose", provider_postcode="LS1 1AA").sponsor("fern", LAST_WEEK).location("fern", provider_postcode="LS1 1AA"), "fern", "look soon"),
    ("successor", "another office", World().left("rose", MONTHS_AGO).location("rose").sponsor("fern", LAST_WEEK).location("fern"), "", ""),
    ("successor", "it was licensed before the other left", World().left("rose", LAST_WEEK).location("rose", provider_postcode="LS1 1AA").sponsor("fern", MONTHS_AGO).location("fern", provider_postcode="LS1 1AA"), "", ""),
    ("shared-individual", "the same name at the same office", World().left("rose", MONTHS_AGO).location("rose", provider_postcode="LS1 1AA", nominated_individual="Sample, Robin").care("fern", provider_postcode="LS1 1AA", nominated_individual="SAMPLE, Robin"), "fern", "for information"),
    ("shared-individual", "the same name alone", World().left("rose", MONTHS_AGO).location("rose", postcode="A", nominated_individual="Sample, Robin").care("fern", postcode="B", nominated_individual="Sample, Robin"), "", ""),
    ("successor", "one company controls both", gone_and_come().owner("rose").owner("fern"), "fern", "look soon"),
    ("successor", "companies of one number and two names control them", gone_and_come().owner("rose").owner("fern", name="Other Ltd"), "", ""),
    ("successor", "one person controls both", gone_and_come().controller("rose").controller("fern"), "", ""),
    ("successor-people", "one person controls both", gone_and_come().controller("rose").controller("fern"), "fern", "look soon"),
    ("successor-people", "the same name, born in another month", gone_and_come().controller("rose").controller("fern", birth_month=6), "", ""),
    ("successor-people", "the same name without a birth", gone_and_come().controller("rose", birth_year=None).controller("fern", birth_year=None), "", ""),
    ("successor-people", "other further forenames", gone_and_come().controller("rose", middle_initial="a").controller("fern", middle_initial="b"), "", ""),
    ("successor-people", "control of the lost one ended long before", gone_and_come().controller("rose", ceased_on=date(2024, 1, 1)).controller("fern"), "", ""),
    ("successor-people", "control of the new one has ended", gone_and_come().controller("rose").controller("fern", ceased_on=LAST_WEEK), "", ""),
    ("successor-people", "it was licensed before the other left", gone_beside().controller("rose").controller("fern"), "", ""),
    ("shared-controller", "one person controls both", gone_beside().controller("rose").controller("fern"), "fern", "for information"),
    ("shared-controller", "control of the lost one ended with the licence", gone_beside().controller("rose", ceased_on=MONTHS_AGO).controller("fern"), "fern", "for information"),
    ("shared-controller", "the same name, born in another year", gone_beside().controller("rose").controller("fern", birth_year=1971), "", ""),
    ("shared-controller", "the name is too short to tell anybody apart", gone_beside().controller("rose", person_key="lu").controller("fern", person_key="lu"), "", ""),
    ("shared-controller", "the licence came after the other left", gone_and_come().controller("rose").controller("fern"), "", ""),
    ("shared-controller", "the person controls a few more", of_a_group(gone_beside(), 6).controller("rose").controller("fern"), "fern", "for information"),
    ("shared-controller", "the person controls very many", of_a_group(gone_beside(), 7).controller("rose").controller("fern"), "", ""),
    ("register-gap", "an edition waits", World().editions("cqc_locations", [LAST_WEEK], "quarantined"), "England", "act this week"),
    ("register-gap", "a register is late", World().without_editions("companies_house", date(2026, 9, 2), TODAY), "England", "look soon"),
    ("register-gap", "no sponsor edition for three weeks", World().without_editions("home_office_sponsors", date(2026, 5, 4), date(2026, 5, 24)), "England", "for information"),
    ("register-gap", "a bank holiday weekend", World().without_editions("home_office_sponsors", date(2026, 5, 2), date(2026, 5, 4)), "", ""),
    ("council-locations", "of 20 locations", area(5, 15), COUNCIL, "for information"),
    ("council-beds", "of 200 beds", area(5, 5, beds=20, care_home=True), COUNCIL, "for information"),
    ("council-home-care", "of 10 locations", area(5, 5), COUNCIL, "for information"),
    ("council-concentration", "a group has ten of 25", area(0, 15).location("rose", 1, brand_name="Birdsong").location("rose", 2, brand_name="Birdsong").location("rose", 3, brand_name="Birdsong").location("fern", 1, brand_name="Birdsong").location("fern", 2, brand_name="Birdsong"), COUNCIL, "look soon"),
    ("council-concentration", "nobody has many", area(0, 20), COUNCIL, "for information"),
    ("council-owner", "one company has three of 20", in_the_area(*["Example Holdings Ltd"] * 3), COUNCIL, "look soon"),
    ("council-owner", "two companies of one number have two each", in_the_area(*["Example Holdings Ltd"] * 2, *["Other Ltd"] * 2), COUNCIL, "for information"),
    ("council-owner", "it holds 25% to 50% of each", in_the_area(*["Example Holdings Ltd"] * 3, natures="ownership-of-shares-25-to-50-percent"), COUNCIL, "for information"),
    ("licences-of-one-owner", "one company owns both", owned(World(), "rose", "fern"), "rose", "for information"),
    ("licences-of-one-owner", "by votes", owned(World(), "rose", "fern", natures="voting-rights-50-to-75-percent"), "fern", "for information"),
    ("licences-of-one-owner", "through a company between", in_a_chain(), "rose", "for information"),
    ("licences-of-one-owner", "the company between is listed under its former name", listed(listed(World()), "00000456", "NEW NAME LTD", previous_names="OLDER LTD | MIDDLE LTD").care("rose").care("fern").owner("rose", "00000456", "Middle Ltd").owner("fern").owner("middle", company_number="00000456"), "rose", "for information"),
    ("licences-of-one-owner", "a provider owns another", listed(World(), "fern-co", "FERN CARE LTD").care("rose").sponsor("fern").location("fern").owner("rose", "fern-co", "Fern Care Ltd"), "fern", "for information"),
    ("licences-of-one-owner", "the company between is another by Companies House's list", listed(listed(World()), "00000456", "QUITE OTHER LTD").care("rose").care("fern").owner("rose", "00000456", "Middle Ltd").owner("fern").owner("middle", company_number="00000456"), "", ""),
    ("licences-of-one-owner", "control of the company between has ended", in_a_chain(ceased_on=LAST_WEEK), "", ""),
    ("licences-of-one-owner", "control of one has ended", owned(World(), "fern").care("rose").owner("rose", ceased_on=LAST_WEEK), "", ""),
    ("licences-of-one-owner", "it holds less than half", owned(World(), "rose", "fern", natures="ownership-of-shares-25-to-50-percent | right-to-appoint-and-remove-directors"), "", ""),
    ("licences-of-one-owner", "it holds the shares for others", owned(World(), "rose", "fern", natures="ownership-of-shares-75-to-100-percent-as-trust"), "", ""),
    ("licences-of-one-owner", "two companies hold as much", owned(World(), "rose", "fern").owner("rose", "00000789", "Other Ltd"), "", ""),
    ("licences-of-one-owner", "two companies of one number", owned(World(), "rose").care("fern").owner("fern", name="Other Ltd"), "", ""),
    ("licences-of-one-owner", "one person owns both", World().care("rose").care("fern").controller("rose").controller("fern"), "", ""),
    ("licences-of-one-owner", "the other has no licence", owned(World(), "rose").location("fern").owner("fern"), "", ""),
    ("licence-above-care", "a provider with a licence owns it", listed(World().sponsor("fern").location("fern"), "fern-co", "FERN CARE LTD").location("rose").owner("rose", "fern-co", "Fern Care Ltd"), "rose", "for information"),
    ("licence-above-care", "the owner gives no care and bears a sponsor's name", listed(World().location("rose").owner("rose").sponsor("hold", name="Example Holdings Ltd")).is_company("hold", HOLDING), "rose", "for information"),
    ("licence-above-care", "it has a licence itself", listed(owned(World(), "rose").sponsor("hold")).is_company("hold", HOLDING), "", ""),
    ("licence-above-care", "the owner's licence has left", listed(World().location("rose").owner("rose").sponsor("hold", until=LAST_WEEK)).is_company("hold", HOLDING), "", ""),
    ("council-coverage", "of 20 providers", area(5, 15), COUNCIL, "for information"),
    ("council-removals", "12 of 32, where England loses few", elsewhere(left_of(12, 20), 60), COUNCIL, "look soon"),
    ("council-removals", "1 of 21", elsewhere(left_of(1, 20), 60), COUNCIL, "for information"),
]  # fmt: skip
TOO_FEW = [
    ("council-locations", area(5, 14)),
    ("council-beds", area(2, 2, beds=20)),
    ("council-home-care", area(4, 5)),
    ("council-concentration", area(0, 19)),
    ("council-coverage", area(5, 14)),
    ("council-owner", area(0, 19).owner("oth1")),
    ("council-removals", left_of(3, 16)),
]


WORLDS = {(code, told): world for code, told, world, _, _ in CASES}


@cache
def found_in(code: str, told: str) -> pl.DataFrame:
    """What an indicator finds in the world of a case, worked out once."""
    return run([CATALOGUE[code]], WORLDS[code, told].snapshot())


@pytest.mark.parametrize(
    ("code", "told", "who", "severity"),
    [(code, told, who, severity) for code, told, _, who, severity in CASES],
    ids=[f"{code}: {told}" for code, told, *_ in CASES],
)
def test_it_holds_of_whom_it_should_and_of_nobody_else(code, told, who, severity):
    found = found_in(code, told)
    of_whom = [row["organisation_id"] or row["council_code"] or "England" for row in found.iter_rows(named=True)]
    if who:
        assert dict(zip(of_whom, found["severity"], strict=True)).get(who) == severity
    else:
        assert not of_whom


@pytest.mark.parametrize(("code", "world"), TOO_FEW, ids=[code for code, _ in TOO_FEW])
def test_a_share_of_too_few_is_not_shown(code, world):
    row = run([CATALOGUE[code]], world.snapshot()).row(0, named=True)
    assert row["value"] is None
    assert row["low"] is None
    assert "ewer than" in row["says"]


def test_every_indicator_has_a_case_that_holds_and_one_that_nearly_does():
    fires = {code for code, _, _, who, _ in CASES if who}
    misses = {code for code, _, _, who, _ in CASES if not who} | {code for code, _ in TOO_FEW}
    assert fires == misses == set(CATALOGUE)


def test_every_severity_that_is_declared_is_tested_or_needs_only_another_date():
    told = {(code, severity) for code, *_, severity in CASES if severity}
    declared = {(code, str(one)) for code, indicator in CATALOGUE.items() for one in indicator.severities}
    assert told <= declared
    assert len(told) >= 0.75 * len(declared)


def test_of_a_plain_licensed_provider_nothing_is_said():
    signals = run(CATALOGUE.values(), World().care("rose").snapshot())
    assert signals.filter(signals["organisation_id"].is_not_null()).is_empty()


def codes_by_body(codes: Iterable[str], at: Snapshot) -> dict[str, set[str]]:
    """Which of some indicators hold of each organisation."""
    by_body: dict[str, set[str]] = {}
    for code in codes:
        found = CATALOGUE[code].find(at)
        for who in found["organisation_id"].drop_nulls() if "organisation_id" in found.columns else ():
            by_body.setdefault(who, set()).add(code)
    return by_body


@pytest.mark.slow
def test_statements_that_contradict_each_other_never_stand_together():
    """Only where one holds that others exclude can any contradict it: only there are the others run."""
    excluded_by = {code: set(indicator.excludes) for code, indicator in CATALOGUE.items() if indicator.excludes}
    tried = 0
    for code, told, world, _, _ in CASES:
        at = world.snapshot()
        if holds := codes_by_body(sorted(set().union(*excluded_by.values())), at):
            tried += 1
            for who, codes in codes_by_body(excluded_by, at).items():
                for one in codes:
                    assert not holds.get(who, set()) & excluded_by[one], (code, told, who)
    assert tried


def way_up(world: World) -> dict[str, tuple[str, int]]:
    """Each provider's owner at the top, and how many steps lead there."""
    rows = above(world.snapshot()).select("organisation_id", "owner_name", "step").iter_rows()
    return {who: (owner, step) for who, owner, step in rows}


def test_a_way_up_ends_where_it_comes_round_and_after_a_few_companies():
    world, names = World().care("rose").owner("rose", "00000001", "Step 1 Ltd"), range(1, 20)
    for number in names:
        listed(world, f"{number:08d}", f"STEP {number} LTD")
        world.owner("", f"{number + 1:08d}", f"Step {number + 1} Ltd", company_number=f"{number:08d}")
    assert way_up(world) == {"rose": (f"Step {MOST_STEPS} Ltd", MOST_STEPS)}
    world = listed(
        listed(World().care("rose").owner("rose", "00000001", "One Ltd"), "00000001", "ONE LTD"), "00000002", "TWO LTD"
    )
    world.owner("", "00000002", "Two Ltd", company_number="00000001")
    world.owner("", "00000001", "One Ltd", company_number="00000002")
    assert way_up(world) == {"rose": ("Two Ltd", 2)}
    assert way_up(World().care("rose").owner("rose", "rose-co", "Rose Care Ltd")) == {}


def test_what_hangs_on_an_owner_is_told_with_the_rows_of_both_registers_and_since_when():
    world = World().care("rose").care("fern").owner("rose", since=MONTHS_AGO).owner("fern", since=YESTERDAY)
    found = run([CATALOGUE["licences-of-one-owner"]], world.snapshot())
    assert found["since"].to_list() == [YESTERDAY, YESTERDAY]
    assert found["value"].to_list() == [2, 2]
    for row in found.iter_rows(named=True):
        assert {one["register"] for one in row["evidence"]} == {
            "home_office_sponsors",
            "cqc_locations",
            "companies_house_psc",
        }
        assert "75% to 100%" in "".join(one["says"] for one in row["evidence"])
        assert "under one owner, Example Holdings Ltd" in row["says"]
    then = world.snapshot(MONTHS_AGO)
    then = replace(then, controllers=then.controllers.filter(pl.col("since") <= MONTHS_AGO))
    assert run([CATALOGUE["licences-of-one-owner"]], then).is_empty()


def test_a_councils_owner_has_no_interval_and_says_of_how_many_an_owner_is_known():
    row = run([CATALOGUE["council-owner"]], in_the_area(*["Example Holdings Ltd"] * 3, "Other Ltd").snapshot()).row(
        0, named=True
    )
    assert (row["value"], row["denominator"], row["low"]) == (15, 20, None)
    assert row["says"] == (
        "3 of 20 care locations here (15%) belong to one company: Example Holdings Ltd, through 3 providers."
        " An owner is known of 4 locations."
    )
    none = run([CATALOGUE["council-owner"]], area(0, 20).snapshot()).row(0, named=True)
    assert none["value"] == 0
    assert "Of no care location here is it known" in none["says"]
    unread = replace(area(0, 20).snapshot(), editions=pl.DataFrame(schema=area(0, 0).snapshot().editions.schema))
    assert run([CATALOGUE["council-owner"]], unread).is_empty()


def test_a_licence_above_is_told_with_what_its_own_link_rests_on():
    world = listed(World().location("rose").owner("rose").sponsor("hold", name="Example Holdings Ltd")).is_company(
        "hold", HOLDING
    )
    row = run([CATALOGUE["licence-above-care"]], world.snapshot()).row(0, named=True)
    assert (row["link_score"], row["link_basis"]) == (0.9, "legal_name")
    assert row["says"] == (
        "Rose Care Ltd (1 care location) belongs to Example Holdings Ltd. It has no entry of its own on the register of"
        " licensed sponsors that we know of; Example Holdings Ltd is on it."
    )


def test_a_licence_above_is_never_told_with_a_link_of_the_provider_itself():
    world = listed(World().sponsor("fern").location("fern"), "fern-co", "FERN CARE LTD")
    world.sponsor("rose", until=LAST_WEEK).location("rose").owner("rose", "fern-co", "Fern Care Ltd")
    world.rows["links"] = [link for link in world.rows["links"] if link["organisation_id"] == "rose"]
    row = run([CATALOGUE["licence-above-care"]], world.snapshot()).row(0, named=True)
    assert row["organisation_id"] == "rose"
    assert (row["link_score"], row["link_basis"]) == (None, "")


EVERY = [(code, told) for code, told, _, who, _ in CASES if who]


def test_a_provider_with_several_entries_on_the_register_is_not_said_to_depend_on_one_licence():
    once, twice = many("rose", 10), many("rose", 10).sponsor("rose", sponsor_key="rosecare|leeds")
    says = [run([CATALOGUE["many-on-one-licence"]], world.snapshot())["says"].item() for world in (once, twice)]
    assert says[0].endswith(" depend on one sponsor licence: that of Rose Care Ltd.")
    assert says[1].endswith(
        " depend on the sponsor licence of Rose Care Ltd, which is on the register as 2 entries and may hold more than one."
    )


def test_a_signal_is_told_with_a_link_only_where_it_shows_rows_of_the_sponsor_register():
    for code, told in EVERY:
        for row in found_in(code, told).iter_rows(named=True):
            shown = {one["register"] for one in row["evidence"]}
            assert row["link_score"] is None or SPONSORS in shown, (code, told)
            assert bool(CATALOGUE[code].shown_as_one) or row["link_score"] is None
    assert CATALOGUE["licence-above-care"].shown_as_one == "Licence and owner"


@pytest.mark.parametrize(
    ("code", "world"),
    [
        ("licences-of-one-owner", owned(World(), "rose", "fern", "lark")),
        ("shared-address", at_one_office("rose", "fern", "lark")),
    ],
)
def test_each_provider_said_to_be_licensed_has_its_own_row_of_the_sponsor_register(code, world):
    for row in run([CATALOGUE[code]], world.snapshot()).iter_rows(named=True):
        said = " ".join(one["says"] for one in row["evidence"] if one["register"] == SPONSORS)
        for name in ("Rose Care Ltd", "Fern Care Ltd", "Lark Care Ltd"):
            assert name in row["says"]
            assert name in said


def test_an_owner_of_many_says_where_the_rows_of_the_others_are():
    names = [f"bird{letter}" for letter in "abcdefghij"]
    row = run([CATALOGUE["licences-of-one-owner"]], owned(World(), *names).snapshot()).row(0, named=True)
    assert "Source rows of 8 are here; the others’ are with their own signals." in row["says"]


@pytest.mark.parametrize(
    ("code", "world", "rows"),
    [
        ("other-routes", World().sponsor("rose", route="Scale-up").location("rose"), {"Rose House 1"}),
        ("licence-b", World().sponsor("rose", rating="B").location("rose"), {"Rose House 1"}),
        ("dormant-with-licence", World().care("rose", dormant=True).location("rose", 2), {"Rose House 1", "Rose House 2"}),
        ("growth", World().care("rose").location("rose", 2, location_start=LAST_WEEK).location("rose", 3, location_start=LAST_WEEK)
         .location("rose", 4, location_start=LAST_WEEK), {f"Rose House {number}" for number in range(1, 5)}),
        ("locations-left", World().care("rose").deactivated("rose", 2, LAST_WEEK).deactivated("rose", 3, LAST_WEEK),
         {f"Rose House {number}" for number in range(1, 4)}),
    ],
)  # fmt: skip
def test_each_location_that_a_sentence_counts_has_a_row_of_its_own(code, world, rows):
    (row,) = run([CATALOGUE[code]], world.snapshot()).rows(named=True)
    said = " ".join(one["says"] for one in row["evidence"])
    assert all(name in said for name in rows)


def test_a_row_of_a_past_edition_that_no_longer_holds_says_was_and_when():
    gone = 0
    for code, told in EVERY:
        for row in found_in(code, told).iter_rows(named=True):
            for absent in (one for one in row["evidence"] if one["line"] is None):
                name = absent["says"].partition(" was not ")[0]
                for one in row["evidence"]:
                    if one["register"] == absent["register"] and one["date"] < absent["date"] and name in one["says"]:
                        gone += 1
                        assert " was " in one["says"], (code, told, one)
    assert gone


@pytest.mark.parametrize(
    ("more", "begins"),
    [
        (False, "The only care location of Rose Care Ltd ("),
        (True, "1 of the 2 care locations of Rose Care Ltd (Rose House 1) is listed as dormant"),
    ],
)
def test_a_providers_only_location_is_told_to_be_its_only_one(more, begins):
    world = World().care("rose", dormant=True)
    (says,) = run([CATALOGUE["dormant-with-licence"]], (world.location("rose", 2) if more else world).snapshot())[
        "says"
    ]
    assert says.startswith(begins)


def test_a_signal_says_since_which_edition_it_held_without_a_break():
    world = World().sponsor("rose").company("rose")
    world.location("rose", since=date(2025, 7, 1), until=date(2025, 9, 1), dormant=True)
    world.location("rose", since=date(2025, 9, 1), until=date(2026, 3, 1), dormant=False)
    world.location("rose", since=date(2026, 3, 1), until=date(2026, 6, 1), dormant=True, beds=4)
    world.location("rose", since=date(2026, 6, 1), dormant=True, beds=5)
    found = run([CATALOGUE["dormant-with-licence"]], world.snapshot())
    assert found["since"].to_list() == [date(2026, 3, 1)]


@pytest.mark.parametrize(
    ("code", "world", "since"),
    [
        ("cqc-requires-improvement", World().care("rose", overall_rating="Requires improvement"), date(2015, 1, 5)),
        ("accounts-overdue", World().care("rose").company("rose", accounts_due=date(2026, 10, 10)), date(2026, 10, 11)),
        ("never-inspected", World().care("rose", overall_rating=""), date(2016, 1, 5)),
    ],
)
def test_a_fact_with_a_date_of_its_own_is_told_with_it_and_not_with_the_first_edition_held(code, world, since):
    row = run([CATALOGUE[code]], world.snapshot()).row(0, named=True)
    assert (row["since"], row["own_date"]) == (since, True)


def test_a_fact_without_a_date_is_told_by_the_edition_that_first_shows_it():
    world = World().care("rose").company("rose", since=date(2026, 9, 1), company_status="Liquidation")
    row = run([CATALOGUE["company-insolvent"]], world.snapshot()).row(0, named=True)
    assert (row["since"], row["own_date"]) == (date(2026, 9, 1), False)


def test_a_source_row_says_up_to_which_edition_it_stayed_as_it_is():
    world = World().care("rose", overall_rating="Requires improvement")
    (row,) = run([CATALOGUE["cqc-requires-improvement"]], world.snapshot())["evidence"].to_list()
    assert {(one["register"], one["date"], one["newest"]) for one in row} == {
        ("cqc_locations", date(2025, 6, 2), date(2026, 11, 1)),
        ("home_office_sponsors", date(2025, 6, 2), TODAY),
    }
    gone = World().left("rose", date(2026, 11, 10)).location("rose")
    (row,) = run([CATALOGUE["licence-left"]], gone.snapshot())["evidence"].to_list()
    assert {(one["date"], one["line"] is None, one["newest"]) for one in row if one["register"] == SPONSORS} == {
        (date(2026, 11, 9), False, None),
        (date(2026, 11, 10), True, None),
    }
