"""What people decide of two records outranks scores, is never lost, and can be taken back."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from irhub.accounts.models import AuditEvent
from irhub.accounts.roles import Role
from irhub.organisations import decisions, forming
from irhub.organisations.decisions import decide, undo
from irhub.organisations.links import links_listed
from irhub.organisations.models import Decision, Link, Member
from irhub.organisations.queries import redirect_of
from irhub.registers.models import LocationSpan, SponsorSpan
from irhub.web.errors import ActionRefused, StaleVersion
from tests.factories import BodyFactory, MembershipFactory
from tests.organisations.registers import hold, key, number, place

pytestmark = pytest.mark.django_db
ROSE, OAK, ELM = "1-1", "1-2", "1-3"
SURE, OTHER = key("Rosewick Lodge Care Ltd t/a Mossbank View", "Testford"), key("Nobody Ltd", "Testford")
PAT, SAM, ALEX = "pat@example.org", "sam@example.org", "alex@example.org"


@pytest.fixture(autouse=True)
def _linked(data_folder):
    hold(
        [
            ("Rosewick Lodge Care Ltd t/a Mossbank View", "Testford"),
            ("Oakwick Ltd", "Mockbury"),
            ("Nobody Ltd", "Testford"),
        ],
        place(1, "Rosewick Lodge Care Ltd", location="Mossbank View"),
        place(2, "Oakwick Nursing Home Ltd"),
        place(3, "Elmwick House Ltd", town=1),
    )
    forming.link()


def organisation(record: str) -> str:
    return Member.objects.get(entity_key=record).organisation_id


def band(sponsor: str, provider: str) -> str:
    link = Link.objects.filter(sponsor_key=sponsor, provider_id=provider).first()
    return link.band if link else ""


def test_what_a_person_calls_the_same_is_one_organisation_whatever_the_score():
    before = organisation(OTHER)
    decide(OTHER, ELM, "same", by=PAT, why="Their letter of 4 March")
    assert organisation(OTHER) == organisation(ELM)
    assert redirect_of(before) == organisation(ELM)
    [row] = [row for row in links_listed() if row.sponsor_key == OTHER]
    assert (row.cqc_provider_id, row.band, row.decided_by) == (ELM, "accepted", PAT)
    assert "decided" in row.reasons[0]
    assert PAT not in Member.objects.get(entity_key=OTHER).reason


def test_what_a_person_calls_different_is_apart_whatever_the_score():
    assert organisation(SURE) == organisation(ROSE)
    decide(SURE, ROSE, "different", by=PAT)
    assert organisation(SURE) != organisation(ROSE)
    assert not [row for row in links_listed() if row.sponsor_key == SURE]


def test_decisions_survive_linking_again_new_editions_and_a_rebuild(monkeypatch):
    decide(SURE, ROSE, "different", by=PAT)
    decide(OTHER, ELM, "same", by=PAT)
    held = {record: organisation(record) for record in (SURE, OTHER, ROSE, ELM)}
    hold([("Another Arrival Ltd", "Testford")], place(4, "Ashwick Care Ltd"), since=date(2026, 3, 4))
    forming.link()
    assert {record: organisation(record) for record in held} == held
    assert band(SURE, ROSE) == "rejected"


def test_a_decision_keeps_who_where_why_and_the_rows_it_was_made_on():
    membership = MembershipFactory(person__email=PAT, body=BodyFactory(), role=Role.REVIEWER)
    [made] = decide(SURE, ROSE, "same", by=membership, why=" Same address ", blind=True)
    assert (made.body, made.role, made.why, made.blind) == ("Sampleham Council", "reviewer", "Same address", True)
    assert made.score == pytest.approx(Link.objects.get(sponsor_key=SURE).score)
    assert made.sponsor["name"] == "Rosewick Lodge Care Ltd t/a Mossbank View"
    assert made.provider["provider_name"] == "Rosewick Lodge Care Ltd"
    assert (made.sponsor_line, made.provider_line) == (2, 2)
    event = AuditEvent.objects.get(what="decided a link")
    assert (event.who, event.detail["verdict"]) == (PAT, "same")
    assert Member.objects.get(entity_key=SURE).reason.startswith("confirmed by a reviewer on ")


def test_undoing_withdraws_what_was_decided_last_and_keeps_the_entry():
    decide(OTHER, ELM, "same", by=PAT)
    decide(SURE, ROSE, "different", by=PAT)
    undo(by=PAT)
    assert organisation(SURE) == organisation(ROSE)
    undo(by=PAT)
    assert organisation(OTHER) != organisation(ELM)
    with pytest.raises(ActionRefused, match="no decision of yours"):
        undo(by=PAT)
    assert [made.verdict for made in Decision.objects.order_by("pk")] == ["same", "different", "withdrawn", "withdrawn"]


def test_nobody_takes_back_what_another_decided():
    [made] = decide(OTHER, ELM, "same", by=PAT)
    with pytest.raises(ActionRefused, match="not yours"):
        decisions.withdraw([made.pk], by=SAM)
    assert organisation(OTHER) == organisation(ELM)


def test_decisions_cannot_be_changed_or_deleted_in_the_database():
    [made] = decide(OTHER, ELM, "same", by=PAT)
    for change in (
        lambda: Decision.objects.update(verdict="different"),
        lambda: Decision.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="only be added to"), transaction.atomic():
            change()
    Decision.objects.update(sponsor_key="as newer rules spell it", cleaner=made.cleaner + 1)


def test_who_decides_what_another_decided_meanwhile_is_told_and_nothing_is_overwritten():
    [first] = decide(SURE, ROSE, "same", by=PAT, seen=0)
    with pytest.raises(StaleVersion, match=r"pat@example\.org decided “Same”"):
        decide(SURE, ROSE, "different", by=SAM, seen=0)
    assert Decision.objects.count() == 1
    decide(SURE, ROSE, "different", by=SAM, seen=first.pk)
    link = Link.objects.get(sponsor_key=SURE, provider_id=ROSE)
    assert (link.band, link.waits_for) == ("review", "disagree")


def test_reviewers_who_disagree_are_settled_by_a_third_or_by_a_change_of_mind():
    decide(SURE, ROSE, "same", by=PAT)
    decide(SURE, ROSE, "different", by=SAM)
    assert organisation(SURE) != organisation(ROSE)
    decide(SURE, ROSE, "same", by=ALEX)
    assert organisation(SURE) == organisation(ROSE)
    undo(by=ALEX)
    assert band(SURE, ROSE) == "review"
    decide(SURE, ROSE, "same", by=SAM)
    assert band(SURE, ROSE) == "accepted"


def test_not_being_sure_takes_ones_earlier_word_back_and_a_skip_says_nothing():
    decide(SURE, ROSE, "different", by=PAT)
    decide(SURE, ROSE, "skip", by=PAT)
    assert band(SURE, ROSE) == "rejected"
    decide(SURE, ROSE, "unsure", by=PAT)
    assert band(SURE, ROSE) == "accepted"


def test_a_sponsor_that_people_call_another_provider_leaves_the_one_the_linker_found():
    decide(SURE, ELM, "same", by=PAT)
    assert organisation(SURE) == organisation(ELM) != organisation(ROSE)
    assert [row.cqc_provider_id for row in links_listed() if row.sponsor_key == SURE] == [ELM]


def test_two_company_numbers_are_never_brought_together_and_wait_for_a_person_with_the_reason():
    number(ROSE, "01234567")
    number(ELM, "07654321")
    forming.link()
    decide(SURE, ROSE, "same", by=PAT)
    decide(SURE, ELM, "same", by=PAT)
    assert organisation(SURE) == organisation(ROSE) != organisation(ELM)
    waiting = Link.objects.get(sponsor_key=SURE, provider_id=ELM)
    assert (waiting.band, waiting.waits_for) == ("review", "numbers")
    assert "01234567" in waiting.conflict
    assert "07654321" in waiting.conflict
    decide(SURE, ROSE, "different", by=PAT)
    assert organisation(SURE) == organisation(ELM) != organisation(ROSE)


def test_a_rebuild_under_new_cleaning_rules_finds_the_rows_again_or_stops(monkeypatch, tmp_path):
    [made] = decide(OTHER, ELM, "same", by=PAT)
    monkeypatch.setattr("irhub.organisations.binding.CLEANER", made.cleaner + 1)
    with pytest.raises(ActionRefused, match="lost its row"):
        forming.rebuild()
    assert SponsorSpan.objects.exists()
    assert LocationSpan.objects.exists()
    made.refresh_from_db()
    assert made.sponsor_key == OTHER
