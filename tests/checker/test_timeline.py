"""The timeline of rules: what applied on a day, what changes, one topic, one rule; as pages, feed, calendar and files."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from xml.etree import ElementTree

import html5lib
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from icalendar import Calendar

from irhub.checker.book import current
from irhub.checker.kinds import Kind
from irhub.rulebook.loading import LATEST, rulebook
from irhub.rulebook.rules import Certainty, Rule
from irhub.web.yaml_files import read_text
from tests.checker.editors import approved, editor, proposed

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def get(address: str, status: int = 200) -> str:
    response = Client().get(address, headers={"host": "localhost"})
    assert response.status_code == status, address
    return response.content.decode()


@pytest.mark.parametrize(
    ("day", "says", "never"),
    [
        ("2025-04-08", "£23,200", "£25,000"),
        ("2025-04-09", "£25,000", "£23,200"),
        ("2025-04-10", "£25,000", "£23,200"),
    ],
)
def test_the_rules_of_a_day_are_those_in_force_the_day_before_on_and_after_a_change(day, says, never):
    year, month, of_month = day.split("-")
    page = get(f"/rules/?q=lowest+salary&on-day={int(of_month)}&on-month={int(month)}&on-year={year}")
    assert says in page
    assert never not in page
    assert page == get(f"/rules/?q=lowest+salary&on={day}"), "a short permalink shows the same"


def test_each_value_has_period_what_decides_certainty_source_publisher_and_day_of_reading():
    page = get("/rules/?q=SAL-04&on=2026-11-24")
    for text in (
        "£25,000 a year", "£12.82 an hour", "From 9 April 2025, no end found", "What decides is the day the certificate",
        "Settled", "West Midlands Combined Authority", "read on 23 November 2026", "https://www.wmca.care/",
    ):  # fmt: skip
        assert text in page, text


def test_what_is_not_settled_says_so_and_can_be_asked_for_alone():
    day = date(2027, 1, 15)
    doubtful = [rule for rule in rulebook().in_force(day) if rule.certainty is Certainty.CONFLICTING]
    page = get(f"/rules/?certainty=conflicting&on={day}")
    assert f"{len(doubtful)} rules in force on 15 January 2027" in page
    assert page.count("Our sources disagree.") == len(doubtful) + 1, "once in the explanation"
    assert "Announced, without a date" in get("/rules/changes/")
    assert "15 years" in get("/rules/?q=SET-04")


def test_a_page_never_shows_more_than_twelve_topics_and_pages_lead_to_all_rules_once():
    seen: list[str] = []
    for number in range(1, 30):
        page = get(f"/rules/?on=2026-11-24&page={number}")
        topics = page.split("/rules/topics/")
        seen += [part.split("/")[0] for part in topics[1:] if '">See all' not in part[:60]]
        if f'page={number + 1}"' not in page:
            break
    assert number > 5
    assert set(seen) == {rule.topic for rule in rulebook().in_force(date(2026, 11, 24))}
    assert len(seen) == len(set(seen))


def test_a_date_that_cannot_be_read_is_said_in_words_and_loses_nothing():
    page = get("/rules/?on-day=31&on-month=2&on-year=2026&q=fee")
    assert "There is no 31 February 2026: check the day and the month" in page
    assert 'value="31"' in page
    assert 'value="fee"' in page
    assert "The date must include a year" in get("/rules/?on-day=3&on-month=2")
    assert "same as the first, or later" in get("/rules/changes/?since=2026-01-02&until=2026-01-01")
    assert "We hold no rule that fits" in get("/rules/?q=zzzz")


def test_changes_between_two_days_are_exactly_those_of_the_rulebook():
    page = get("/rules/changes/?since=2026-04-08&until=2026-04-08")
    expected = rulebook().changes(date(2026, 4, 7), date(2026, 4, 8))
    assert f"{len(expected)} changes from 8 April 2026 to 8 April 2026" in page
    for change in expected:
        assert change.topic.title in page
    assert "From £574 to" in page
    assert "Nothing that we hold changes" in get("/rules/changes/?since=2026-04-09&until=2026-04-09")


def test_a_topic_is_drawn_and_told_in_a_table():
    page = get("/rules/topics/licence_fee/")
    assert page.count("<svg") == 3
    for rule in ("FEE-01", "FEE-02", "FEE-03", "FEE-04", "FEE-13", "FEE-14"):
        assert f"/rules/rule/{rule}/" in page
    get("/rules/topics/nothing/", 404)
    get("/rules/topics/settlement_years_proposed/")


def test_a_corrected_rule_tells_what_when_and_why_and_its_earlier_edition_can_be_opened():
    page = get("/rules/rule/RTW-01/")
    assert "Version 2, recorded on 24 November 2026" in page
    assert "became" in page
    old = get("/rules/rule/RTW-01/?edition=2026-11-23")
    assert "as edition 2026-11-23 of the rulebook had it" in old
    assert "Version 2" not in old
    get("/rules/rule/NO-99/", 404)


def test_an_approved_change_is_on_every_page_and_in_every_file_at_once_with_its_reason():
    before = get("/rules/csv/")
    approved(editor("ben"), proposed(editor("ada"), Kind.CORRECT, "FEE-13", value="612"))
    assert "£612" in get("/rules/?q=FEE-13&on=2026-11-24")
    page = get("/rules/rule/FEE-13/")
    assert "The page of fees says so since May." in page
    assert "@example.org" not in page, "who proposed and approved is for editors"
    assert len(get("/rules/csv/").splitlines()) == len(before.splitlines()) + 1
    assert "£611 → £612" not in get("/rules/changes/feed/"), "a correction is no change of the law"


def test_the_feed_is_atom_newest_first_and_no_entry_is_of_the_future():
    root = ElementTree.fromstring(get("/rules/changes/feed/?subject=Fees+and+charges"))
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) > 10
    keys = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(keys)) == len(keys)
    days = [entry.findtext(f"{ATOM}updated", "") for entry in entries]
    assert max(days)[:10] <= localdate().isoformat()
    for entry in entries:
        assert "Source:" in entry.findtext(f"{ATOM}summary", "")
        assert "not legal advice" in entry.findtext(f"{ATOM}summary", "")


def test_the_calendar_has_a_whole_day_for_each_change_and_marks_what_is_not_settled():
    calendar = Calendar.from_ical(get("/rules/calendar/"))
    events = list(calendar.walk("VEVENT"))
    since = localdate() - timedelta(days=730)
    expected = rulebook().changes(since, LATEST)
    assert {event["dtstart"].dt for event in events} == {change.day for change in expected}
    assert len({str(event["uid"]) for event in events}) == len(events) == len(expected)
    conflicting = [event for event in events if "[conflicting]" in str(event["summary"])]
    assert conflicting
    assert {str(event["status"]) for event in conflicting} == {"TENTATIVE"}
    pay = Calendar.from_ical(get("/rules/calendar/?subject=Pay"))
    assert 0 < len(pay.walk("VEVENT")) < len(events)


def test_the_csv_has_every_version_and_no_cell_that_a_spreadsheet_would_run():
    rows = list(csv.DictReader(io.StringIO(get("/rules/csv/"))))
    assert [(row["id"], int(row["version"])) for row in rows] == [(rule.id, rule.version) for rule in rulebook().every]
    assert all(not value.startswith(("=", "+", "@")) for row in rows for value in row.values())
    assert all(", read 20" in row["sources"] for row in rows if row["certainty"] != "to be verified")
    official = {source.url for source in rulebook().sources.values() if source.official}
    firsts = {row["sources"].split(" | ")[0].rsplit(", ", 2)[1] for row in rows if row["certainty"] == "settled"}
    assert firsts, "some rules are settled"
    assert firsts <= official, "what is called settled cites an official text first, with its address"
    in_force = {row["id"] for row in rows if row["in_force_today"] == "yes"}
    assert in_force == {rule.id for rule in rulebook().in_force(localdate())}


def test_the_yaml_reads_back_as_the_same_rules():
    content = read_text(get("/rules/yaml/"))
    read = [
        Rule.model_validate({"topic": name, "basis": topic["basis"], "unit": topic["unit"], **row})
        for name, topic in content["topics"].items()
        for row in topic["rules"]
    ]
    assert sorted(read, key=str) == sorted(current().every, key=str)
    assert set(content["sources"]) == set(current().sources)


ADDRESSES = (
    "/rules/",
    "/rules/?on=2030-01-01",
    "/rules/?q=zzzz",
    "/rules/?subject=Country+lists",
    "/rules/changes/",
    "/rules/changes/?since=2020-01-01&until=2040-12-31&page=2",
    "/rules/topics/country_list/",
    "/rules/topics/licence_fee/",
    "/rules/rule/SET-04/",
    "/rules/rule/RTW-01/?edition=2026-11-23",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_is_well_formed_and_only_reads_with_few_queries(address):
    client = Client(headers={"host": "localhost"})
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    html5lib.HTMLParser(strict=True).parse(response.content)
    assert len(queries) <= 6, [query["sql"] for query in queries]
    assert all(query["sql"].lstrip().startswith("SELECT") for query in queries)
    assert "not legal advice" in response.content.decode()
