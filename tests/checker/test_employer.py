"""The employer's registration can be taken from the registers, with the row that says so; it never has to be."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import override_settings

from irhub.checker.flows.employer import registration
from irhub.organisations.models import Member
from irhub.registers.models import LocationSpan
from tests.checker.test_flows import visitor
from tests.checker.walking import page, text_of, whole_page
from tests.loaded import load_fictional

SO_FAR = (
    "role=care_worker&employer=organisation&licence=a&where=uk&status=with_other&certificate_assigned=2026-11-20"
    "&application=2026-12-01"
)
REST = "&hours=37.5&paid_by=hour&hourly=13&age=adult&repays=no&family=no"
PAGE = f"/check/sponsor/employer/?{SO_FAR}"


@pytest.fixture
def loaded(transactional_db, settings, tmp_path) -> None:
    settings.HOME = tmp_path / "home"
    settings.IRHUB_MAX_GAINED_PERCENT = 100
    load_fictional(tmp_path / "files")


def working_provider() -> Member:
    span = LocationSpan.objects.filter(until=None, dormant=False).order_by("provider_name", "pk").first()
    assert span
    return Member.objects.get(register="cqc_locations", entity_key=span.provider_id)


def button(content: bytes, words: str) -> str:
    return next(link.get("href") for link in whole_page(content).iter("a") if words in text_of(link))


@pytest.mark.slow
def test_the_registration_is_taken_over_with_its_source_row_into_the_answer(loaded):
    member = working_provider()
    asked = visitor().get(f"/check/sponsor/questions/?{SO_FAR}")
    found = visitor().get(button(asked.content, "Look the employer up") + f"&q={member.name[:12]}")
    shown = visitor().get(PAGE + button(found.content, member.name)[len(f"?{SO_FAR}") :])
    assert "carries on a regulated" in text_of(page(shown.content))
    take = button(shown.content, "Use this: it is registered")
    assert parse_qs(urlsplit(take).query)["cqc"] == ["yes"]
    result = visitor().get(take + REST, follow=True)
    words = text_of(page(result.content))
    assert "The employer is registered and carries on a regulated activity" in words
    assert f"From the record of {member.name}" in words
    assert re.search(r"row \d+ of the edition of", words)
    assert member.name not in result.request["QUERY_STRING"]
    with override_settings(IRHUB_PUBLIC=False):
        closed = visitor().get(result.request["PATH_INFO"] + "?" + result.request["QUERY_STRING"]).content.decode()
        assert "The employer is registered" in closed
        assert member.name not in closed

    changed = visitor().get(take + REST + "&asked=cqc&cqc=no", follow=True)
    assert "record=" not in changed.request["QUERY_STRING"]


@pytest.mark.slow
def test_what_the_registers_do_not_say_is_not_taken_for_an_answer(loaded):
    alone = Member.objects.filter(register="home_office_sponsors").exclude(
        organisation_id__in=Member.objects.filter(register="cqc_locations").values("organisation_id")
    )
    sponsor = alone.order_by("pk").first()
    assert sponsor
    words = text_of(page(visitor().get(f"{PAGE}&record={sponsor.organisation_id}").content))
    assert "That does not prove that it is not registered" in words
    assert "Use this" not in words

    member = working_provider()
    LocationSpan.objects.filter(provider_id=member.entity_key).update(dormant=True)
    words = text_of(page(visitor().get(f"{PAGE}&record={member.organisation_id}").content))
    assert "calls every location of it dormant" in words
    assert "Use this" not in words


@pytest.mark.django_db
def test_a_search_without_a_match_and_an_unknown_record_leave_a_way_on():
    assert registration("nothing") is None
    for query in ("&q=zzzz", "&q=ab", "&q=", "&record=nothing"):
        answer = visitor().get(PAGE + query)
        assert answer.status_code == 200
        assert "Name of the employer" in answer.content.decode()
        assert button(answer.content, "Back to the question").startswith("/check/sponsor/questions/?role=care_worker")
    assert "Nothing has this in its name" in visitor().get(PAGE + "&q=zzzz").content.decode()
    assert "Enter at least 3 letters" in visitor().get(PAGE + "&q=ab").content.decode()


@pytest.mark.django_db
def test_a_checker_that_asks_for_no_registration_leads_back_to_its_questions():
    answer = visitor().get("/check/pay/employer/")
    assert answer["Location"] == "/check/pay/questions/"
