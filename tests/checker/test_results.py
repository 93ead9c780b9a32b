"""A result can be kept, repeated, printed, put into a calendar and handed to an adviser, without anything personal."""

from __future__ import annotations

import json
from datetime import date, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import yaml
from click.testing import CliRunner
from django.test import Client, override_settings
from hypothesis import given
from icalendar import Calendar

from irhub.checker.commands import rules
from irhub.checker.flows.address import walk
from irhub.checker.flows.result import groups, judged, newer
from irhub.rulebook.book import Rulebook
from irhub.rulebook.engine import evaluate
from irhub.rulebook.findings import Outcome
from irhub.rulebook.flow import flows
from irhub.rulebook.worked import worked_cases
from tests.checker.test_flows import result_page, visitor
from tests.checker.walking import page, text_of
from tests.examples import tried
from tests.rulebook.random_cases import BOOK, walks

pytestmark = pytest.mark.django_db
LEFT = "/check/report/result/?what=end&event=2026-12-21&known=2026-11-24"
OLD = "/check/right-to-work/result/?want=penalty&event=2024-02-12&repeated=no&workers=1&known="
HELPLINE = {"name": "Exampleton Helpline", "phone": "+44 1632 960 001", "email": "help@example.org", "url": ""}


def file(address: str, name: str) -> bytes:
    answer = visitor().get(address.replace("/result/", f"/result/{name}"))
    assert answer.status_code == 200
    assert f'filename="{address.split("/")[2]}-{name}"' in answer["Content-Disposition"]
    return answer.content


def test_a_result_is_bound_to_the_edition_of_the_rulebook_it_was_given_by():
    answer = visitor().get("/check/report/result/?what=end&event=2026-12-21")
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"&known={BOOK.known}")


def test_an_earlier_answer_is_repeated_and_says_how_todays_rules_answer():
    words = text_of(page(visitor().get(OLD + "2026-11-23").content))
    assert "The answer is not settled; open: the highest penalty of that day." in words
    assert "Rules have changed since" in words
    assert "it is “At most £15,000, for a first breach.”" in words
    assert "“At most £15,000”" in words
    today = text_of(page(visitor().get(f"{OLD}{BOOK.known}").content))
    assert "At most £15,000" in today
    assert "Rules have changed since" not in today


def test_an_earlier_answer_that_still_holds_says_so():
    words = text_of(page(visitor().get(LEFT.replace("11-24", "11-23")).content))
    assert "the newest gives the same answer" in words
    assert "Rules have changed since" not in words


def test_a_day_between_two_editions_is_answered_by_the_edition_that_stood_on_it():
    answer = visitor().get(LEFT.replace("2026-11-24", "2031-01-01"))
    assert answer["Location"].endswith(f"known={BOOK.known}")


@pytest.mark.parametrize("day", ["2020-01-01", "yesterday"])
def test_an_edition_that_is_not_held_is_told_and_the_answers_are_kept(day):
    answer = visitor().get(LEFT.replace("2026-11-24", day))
    words = answer.content.decode()
    assert "We have no rulebook for that day" in words
    assert f"event=2026-12-21&amp;known={BOOK.known}" in words


def test_a_change_that_makes_the_newest_rules_ask_more_leads_to_the_question():
    flow = flows()["pay"]
    facts = next(case for case in worked_cases() if case.id == "P09").facts
    at = walk(flow, {}, BOOK.as_known(BOOK.editions[0]))
    at.answers.update(flow.kept(facts, BOOK))
    test = BOOK.rule("pay_period_test", "all", facts["certificate_assigned"])
    assert test
    assert test.value is False
    later = test.model_copy(
        update={"value": True, "version": test.version + 1, "recorded": BOOK.known + timedelta(days=9)}
    )
    newest = Rulebook(BOOK.topics, (*BOOK.every, later), BOOK.sources)
    found = newer(at, judged(at), newest)
    assert found
    assert found.answer is None
    assert found.edition.day == later.recorded


@tried(150)
@given(walks())
def test_every_finding_stands_in_one_group_and_dates_are_in_order(walked):
    name, answers = walked
    result = evaluate(name, answers)
    grouped = [finding for group in groups(result) for finding in group.findings]
    assert sorted(map(id, grouped)) == sorted(map(id, result.findings))
    for group in groups(result):
        days = [finding.due for finding in group.findings if finding.due]
        assert days == sorted(days)
    for finding in result.findings:
        if finding.outcome is Outcome.NOT_MET:
            assert finding in groups(result)[0].findings
    if result.answer.decided_by:
        assert set(map(id, groups(result)[0].findings)) == set(map(id, result.answer.decided_by))


def test_deadlines_go_into_a_calendar_with_weekday_reason_and_source_of_the_day():
    calendar = Calendar.from_ical(file(LEFT, "deadlines.ics"))
    (event,) = calendar.walk("VEVENT")
    assert event.decoded("dtstart") == date(2027, 1, 7)  # 25 and 28 December and 1 January are no working days
    assert event.decoded("dtend") == date(2027, 1, 8)
    assert "Thursday 7 January 2027" in str(event["summary"])
    description = str(event["description"])
    assert "REP-01 version" in description
    assert "What decides is the day it happens: 21 December 2026" in description
    assert "This is not legal advice." in description
    assert LEFT in description
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(days=-7)


def test_the_same_result_gives_the_same_calendar_and_another_case_other_entries():
    assert file(LEFT, "deadlines.ics") == file(LEFT, "deadlines.ics")
    other = LEFT.replace("2026-12-21", "2026-12-22")
    uids = {
        str(event["uid"])
        for address in (LEFT, other)
        for event in Calendar.from_ical(file(address, "deadlines.ics")).walk("VEVENT")
    }
    assert len(uids) == 2


@tried(30)
@given(walks())
def test_every_deadline_of_every_result_is_in_its_calendar_once(walked):
    name, answers = walked
    address = result_page(answers, name)
    events = Calendar.from_ical(file(address, "deadlines.ics")).walk("VEVENT")
    due = sorted(finding.due for finding in evaluate(name, answers).findings if finding.due)
    assert sorted(event.decoded("dtstart") for event in events) == due
    assert len({str(event["uid"]) for event in events}) == len(due)


@tried(30)
@given(walks())
def test_the_case_as_yaml_is_judged_by_the_command_as_by_the_page(tmp_path_factory, walked):
    name, answers = walked
    path = tmp_path_factory.mktemp("case") / "case.yaml"
    path.write_bytes(file(result_page(answers, name), "case.yaml"))
    told = CliRunner().invoke(rules, ["evaluate", str(path), "--json"])
    assert told.exit_code == 0, told.output
    found, expected = json.loads(told.output), evaluate(name, answers)
    assert found["verdict"] == expected.verdict
    assert [each["sentence"] for each in found["findings"]] == [each.sentence for each in expected.findings]


def test_the_case_file_keeps_the_edition_so_that_the_command_repeats_the_old_answer(tmp_path):
    content = file(OLD + "2026-11-23", "case.yaml")
    assert yaml.safe_load(content)["known"] == "2026-11-23.0"
    path = tmp_path / "case.yaml"
    path.write_bytes(content)
    assert "\nnot settled (rulebook of 2026-11-23)" in CliRunner().invoke(rules, ["evaluate", str(path)]).output
    again = CliRunner().invoke(rules, ["evaluate", str(path), "--known", str(BOOK.known)]).output
    assert again.startswith("At most £15,000, for a first breach.\nyes ")


def test_the_text_to_hand_over_has_the_sums_rules_sources_and_answers():
    case = next(case for case in worked_cases() if case.id == "W02")
    text = file(result_page({**case.facts, "pool": "unknown"}, "sponsor"), "summary.txt").decode()
    for part in (
        "May we sponsor this person in this role?",
        "This is not legal advice.",
        "£12.82 an hour x 37.5 hours x 52 weeks = £24,999.00 a year",
        "SAL-04 version 1 (reported)",
        "To check: Immigration Rules, Appendix Skilled Worker",
        "Source: ",
        "https://",
        "ANSWERS GIVEN",
        "What is the basic pay for an hour, before tax? £12.82 an hour",
    ):
        assert part in text


def test_the_letter_to_an_adviser_holds_the_answer_and_the_link():
    with override_settings(IRHUB_HELPLINE=HELPLINE):
        tree = page(visitor().get(LEFT).content)
    letter = next(
        link.get("href") for link in tree.iter("a") if (link.get("href") or "").startswith("mailto:help@example.org?")
    )
    body = parse_qs(urlsplit(letter).query)["body"][0]
    assert "Report by Thursday 7 January 2027" in body
    assert LEFT in body
    assert "\r\n" in body
    assert "+" not in unquote(letter).split("subject=")[1].split("&")[0]


def test_the_helpline_stands_beside_every_answer_as_the_next_step():
    with override_settings(IRHUB_HELPLINE=HELPLINE):
        tree = page(visitor().get(LEFT).content)
        aside = next(each for each in tree.iter("aside") if each.get("class") == "irhub-advice")
    words = text_of(aside)
    assert "This is not legal advice" in words
    assert "ask Exampleton Helpline" in words
    assert {link.get("href") for link in aside.iter("a")} == {
        "tel:+441632960001",
        "mailto:help@example.org",
        "https://www.gov.uk/find-an-immigration-adviser",
    }
    assert "comes only from a regulated adviser" in words


def test_without_a_helpline_people_are_told_whom_else_to_ask():
    words = text_of(page(visitor().get(LEFT).content))
    assert "This is not legal advice" in words
    assert "find a regulated immigration adviser" in words


def test_everything_is_opened_for_printing():
    closed = visitor().get(result_page(next(c for c in worked_cases() if c.id == "S00").facts, "sponsor"))
    opened = visitor().get(closed.request["PATH_INFO"] + "?" + closed.request["QUERY_STRING"] + "&all=yes")
    shut = [each for each in page(closed.content).iter("details") if each.get("open") is None]
    assert shut
    assert all(each.get("open") is not None for each in page(opened.content).iter("details"))


def test_what_is_needed_leads_to_its_question():
    address = result_page(
        {"want": "penalty", "event": date(2026, 1, 1), "repeated": "unknown", "workers": 2}, "right-to-work"
    )
    tree = page(visitor().get(address).content)
    assert "We cannot say yet: we need “Earlier breach”." in text_of(tree)
    (need,) = [link for link in tree.iter("a") if text_of(link) == "Was there a breach in the three years before?"]
    assert "ask=repeated" in need.get("href")
    assert "Was there a breach" in visitor().get(need.get("href")).content.decode()


@override_settings(IRHUB_PUBLIC=False)
def test_the_checkers_are_open_to_everybody_even_where_the_registers_are_not():
    for address in ("/check/", "/check/pay/", "/check/pay/questions/", LEFT):
        assert visitor().get(address).status_code == 200
    assert visitor().get("/check/sponsor/employer/").status_code == 302
    asked = Client(headers={"host": "localhost"}).get(
        "/check/sponsor/questions/?role=care_worker&employer=organisation&licence=a&where=overseas"
        "&certificate_assigned=2026-11-20&application=2026-12-01"
    )
    assert "Care Quality Commission" in asked.content.decode()
    assert "Look the employer up" not in asked.content.decode()
