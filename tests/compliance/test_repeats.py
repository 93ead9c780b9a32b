"""The register of right-to-work checks to repeat: by the rulebook's day, by initials or a reference alone, and as a calendar."""

from __future__ import annotations

from datetime import date, timedelta

import icalendar
import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from irhub.compliance import repeats
from irhub.compliance.models import Repeat
from irhub.compliance.reminding import remind_of_repeats
from irhub.notify.models import Message
from irhub.notify.sealing import unseal
from irhub.web.errors import ActionRefused
from tests.compliance.factories import ProviderFactory, RepeatFactory, hr_of
from tests.factories import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return hr_of(ProviderFactory())


@pytest.fixture
def browser(by):
    return signed_in(by.person)


@pytest.mark.parametrize("shown", ["evisa", "student", "second_job", "vignette"])
def test_a_check_is_repeated_by_the_day_on_which_permission_ends(shown):
    assert repeats.due_by(shown, date(2027, 3, 27)) == date(2027, 3, 27)


def test_after_a_positive_notice_it_is_repeated_within_the_months_of_the_rulebook():
    assert repeats.due_by("pending", date(2026, 11, 23)) == date(2027, 5, 23)


def test_each_sort_of_person_has_a_check_by_the_rulebook():
    told = dict(repeats.methods(date(2026, 11, 29)))
    assert set(repeats.shown_by().values()) <= set(told)
    assert len(told) == 7


@pytest.mark.parametrize("text", ["ab", "A.B.", "A B C", "F-17", "17", "HR 1234", "1234A"])
def test_initials_and_file_numbers_are_taken(text):
    assert repeats.clean_reference(text) == text.upper()


@pytest.mark.parametrize(
    "text", ["Priya", "Grace A", "ABCD", "N1234567", "123456789", "AB123456C", "W7X 4K2 9PM", "RX1234567", ""]
)
def test_names_and_official_numbers_are_refused_by_the_page_and_by_the_database(text, by):
    with pytest.raises(ActionRefused, match="The hub holds no names"):
        repeats.add_repeat(reference=text, shown="evisa", ends=date(2027, 3, 27), by=by)
    columns = {"shown": "evisa", "ends": date(2027, 3, 27), "due": date(2027, 3, 27), "added_by": "x"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Repeat.objects.create(body=by.body, reference=text.upper()[:12], **columns)


def test_a_check_is_noted_repeated_and_noted_again(browser, by):
    assert "None is noted" in browser.get("/self-check/right-to-work/").text
    told = {"reference": "ab", "shown": "evisa", "ends-day": "27", "ends-month": "3", "ends-year": "2027"}
    page = browser.post("/self-check/right-to-work/", told, follow=True).text
    assert "AB" in page
    assert "27 March 2027" in page
    one = Repeat.objects.get()
    settled = {"what": "repeat", "again-day": "1", "again-month": "4", "again-year": "2029", "version": "1"}
    page = browser.post(f"/self-check/right-to-work/{one.pk}/", settled)
    assert "Select what they showed this time" in page.text
    settled["shown"] = "evisa"
    browser.post(f"/self-check/right-to-work/{one.pk}/", settled)
    assert [(row.reference, row.due) for row in repeats.repeats_of(by.body)] == [("AB", date(2029, 4, 1))]
    again = browser.post(f"/self-check/right-to-work/{one.pk}/", settled)
    assert again.status_code in (400, 409)
    assert len(repeats.repeats_of(by.body)) == 1
    other = RepeatFactory(body=by.body)
    browser.post(f"/self-check/right-to-work/{other.pk}/", {"what": "leave", "version": "1"})
    assert Repeat.objects.get(pk=other.pk).state == "left"


def test_whoever_waited_for_an_application_and_now_has_a_visa_is_checked_when_that_ends(browser, by):
    one = RepeatFactory(body=by.body, shown="pending", ends=localdate() - timedelta(days=150))
    settled = {
        "what": "repeat",
        "shown": "evisa",
        "again-day": "1",
        "again-month": "4",
        "again-year": "2029",
        "version": "1",
    }
    browser.post(f"/self-check/right-to-work/{one.pk}/", settled)
    assert [(row.shown, row.due) for row in repeats.repeats_of(by.body)] == [("evisa", date(2029, 4, 1))]


def test_the_calendar_has_every_day_with_a_reminder_and_names_nobody(browser, by):
    RepeatFactory(body=by.body, reference="F-17", ends=date(2027, 3, 27))
    RepeatFactory(body=by.body, reference="PQ", ends=date(2027, 6, 1))
    other = hr_of(ProviderFactory(name="Mockley Care Ltd", place_code="1-999"), "hr@other.example")
    repeats.add_repeat(reference="ZZ", shown="evisa", ends=date(2027, 5, 1), by=other)
    answer = browser.get("/self-check/right-to-work/repeats.ics")
    held = icalendar.Calendar.from_ical(answer.content)
    events = held.walk("VEVENT")
    assert [(event["summary"], event.decoded("dtstart")) for event in events] == [
        ("Repeat the right-to-work check of F-17", date(2027, 3, 27)),
        ("Repeat the right-to-work check of PQ", date(2027, 6, 1)),
    ]
    assert all(event.walk("VALARM")[0].decoded("trigger") == timedelta(days=-28) for event in events)


def test_whoever_noted_a_check_is_told_four_weeks_before_and_once_more_in_its_last_week(by):
    today = localdate()
    RepeatFactory(body=by.body, ends=today + timedelta(days=28))
    assert remind_of_repeats(today - timedelta(days=1)) == 0
    assert remind_of_repeats(today) == 1
    assert remind_of_repeats(today) == 0
    told = [remind_of_repeats(today + timedelta(days=later)) for later in (20, 21, 22, 28, 40)]
    assert told == [0, 1, 0, 0, 0]
    assert Message.objects.count() == 2
    letter = unseal(Message.objects.earliest("pk").sealed)
    assert "F-17" not in letter.subject + letter.text


def test_a_check_that_somebody_noted_who_has_left_is_told_to_those_who_work_on_it(by):
    gone = hr_of(by.body, "gone@provider.example")
    repeats.add_repeat(reference="F-17", shown="evisa", ends=localdate() + timedelta(days=20), by=gone)
    gone.until = localdate()
    gone.save()
    assert remind_of_repeats(localdate()) == 1
    assert unseal(Message.objects.get().sealed).to == by.person.email


def test_the_page_tells_whom_the_wider_scheme_covers_and_leads_to_the_checker(browser):
    page = browser.get("/self-check/right-to-work/").text
    assert "sub-contractors" in page
    assert 'href="/check/right-to-work/"' in page or "right-to-work/" in page
    assert "How long to keep the copy" in page
