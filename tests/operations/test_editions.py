"""Accepting and rejecting an edition on its page: with a reason, by whoever runs the site, once."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from irhub.accounts.models import AuditEvent
from irhub.accounts.roles import Role
from irhub.registers import taking_in
from irhub.registers.deriving import catch_up
from irhub.registers.models import Edition, SponsorSpan
from tests.factories import BodyFactory, PersonFactory, signed_in
from tests.registers.samples import sponsor_file

pytestmark = pytest.mark.django_db
FIRST, SECOND = date(2026, 3, 3), date(2026, 3, 6)
STAYS = [(f"Sedgeford {n} Foods Ltd", "Exampleton") for n in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]


@pytest.fixture
def waiting(data_folder, tmp_path) -> Edition:
    """An edition that lacks half of the register."""
    taking_in.load(sponsor_file(tmp_path, FIRST, STAYS))
    return taking_in.load(sponsor_file(tmp_path, SECOND, STAYS[:13])).edition


def decide_on(edition: Edition, number: int | None = None) -> str:
    return reverse("edition-decide", args=[edition.register, edition.date.isoformat(), number or edition.pk])


def page_of(client: Client, edition: Edition) -> str:
    answer = client.get(reverse("edition", args=[edition.register, edition.date.isoformat()]))
    return unescape(" ".join(answer.content.decode().split()))


def words_of(client: Client, edition: Edition) -> str:
    """The words of the page, as they are read one after another."""
    return " ".join(re.sub(r"<[^>]+>", " ", page_of(client, edition)).split())


def test_the_state_of_an_edition_is_said_once(operator, waiting):
    for shown in (words_of(operator, waiting), words_of(operator, Edition.objects.get(date=FIRST))):
        assert not re.search(r"(?i)\b(accepted|quarantined):? (accepted|quarantined)", shown)
    assert "Quarantined It lacks 50.0% of the records" in words_of(operator, waiting)
    asked = " ".join(operator.get(decide_on(waiting)).content.decode().split())
    assert "is quarantined. It lacks 50.0% of the records" in asked


def test_the_page_of_an_edition_shows_each_check_and_leads_on_only_whoever_may_decide(operator, waiting):
    shown = page_of(operator, waiting)
    assert "Records of the edition before that left</th> " in shown
    assert "50.00%</td> <td" in shown
    assert decide_on(waiting) in shown
    assert decide_on(waiting) not in page_of(Client(headers={"host": "localhost"}), waiting)
    analyst = signed_in(PersonFactory(email="analyst@example.org", roles=[(BodyFactory(), Role.ANALYST)]))
    assert decide_on(waiting) not in page_of(analyst, waiting)
    assert analyst.post(decide_on(waiting), {"decision": "accept", "reason": "x", "seen": "0"}).status_code == 403


def test_an_edition_is_accepted_with_a_reason_and_whoever_comes_second_is_told_who_did(operator, waiting):
    form = {"decision": "accept", "reason": "The publisher  confirmed it.", "seen": "0"}
    done = operator.post(decide_on(waiting), form, follow=True)
    assert ProcrastinateJob.objects.filter(task_name="link", status="todo").exists()
    assert "not yet in links, summaries and indicators" in page_of(operator, waiting)
    catch_up()
    assert "not yet in links" not in page_of(operator, waiting)
    assert "The edition is accepted, and the history is as if it had always stood there" in done.content.decode()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decided_by) == ("accepted", "chief@example.org")
    assert SponsorSpan.objects.filter(until=SECOND).count() == 13
    assert "Accepted by chief@example.org on" in words_of(operator, waiting)
    assert "The publisher confirmed it." in page_of(operator, waiting)
    event = AuditEvent.objects.get(what="accepted an edition")
    assert (event.about, event.detail["was"]) == (f"edition/{waiting.pk}", "quarantined")
    second = unescape(operator.post(decide_on(waiting), form | {"decision": "reject"}, follow=True).content.decode())
    assert "before you. Accepted by chief@example.org" in second
    waiting.refresh_from_db()
    assert waiting.state == "accepted"


def test_an_accepted_edition_is_rejected_and_can_be_accepted_again(operator, waiting):
    first = Edition.objects.get(date=FIRST)
    asked = operator.get(decide_on(first)).content.decode()
    assert 'name="decision" value="reject"' in asked
    operator.post(decide_on(first), {"decision": "reject", "reason": "Not theirs", "seen": "0"})
    assert not SponsorSpan.objects.exists()
    assert "Rejected by chief@example.org" in words_of(operator, first)
    public = words_of(Client(headers={"host": "localhost"}), first)
    assert "Rejected by a person on" in public
    assert "Not theirs. When it was loaded, it was accepted: " in public
    assert "chief@example.org" not in public
    assert 'name="decision" value="accept"' in operator.get(decide_on(first)).content.decode()
    operator.post(decide_on(first), {"decision": "accept", "reason": "It is theirs", "seen": "1"})
    assert SponsorSpan.objects.count() == 26


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"reason": "x"}, "Choose what becomes of the edition"),
        ({"decision": "delete", "reason": "x"}, "Choose what becomes of the edition"),
        ({"decision": "accept", "reason": "  "}, "Say why"),
        ({"decision": "accept", "reason": "x" * 1001}, "in 1,000 characters or fewer"),
    ],
)
def test_a_decision_without_a_reason_or_a_choice_is_asked_for_again(operator, waiting, form, told):
    answer = operator.post(decide_on(waiting), form | {"seen": "0"})
    assert answer.status_code == 200
    assert told in answer.content.decode()
    waiting.refresh_from_db()
    assert waiting.state == "quarantined"


def test_a_form_that_says_not_what_was_seen_decides_nothing(operator, waiting):
    operator.post(decide_on(waiting), {"decision": "accept", "reason": "x", "seen": "none"})
    waiting.refresh_from_db()
    assert waiting.state == "quarantined"


def test_another_s_page_cannot_have_a_browser_decide(waiting):
    client = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    client.force_login(PersonFactory(email="chief@example.org"))
    assert client.post(decide_on(waiting), {"decision": "accept", "reason": "x", "seen": "0"}).status_code == 403


def test_an_edition_is_found_under_its_own_register_and_date_alone(operator, waiting):
    assert operator.get(decide_on(waiting, 99999)).status_code == 404
    assert operator.get(f"/data/cqc_locations/{SECOND}/{waiting.pk}/decide/").status_code == 404
    assert operator.get(f"/data/home_office_sponsors/yesterday/{waiting.pk}/decide/").status_code == 404
