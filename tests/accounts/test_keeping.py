"""What is held about people is told to them, and is removed when its time is over."""

from __future__ import annotations

import csv
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts import actions, retention
from irhub.accounts.audit import record, verify
from irhub.accounts.models import AuditEvent, Invitation, Membership, Person
from irhub.accounts.roles import Kind, Role
from irhub.accounts.subject_access import everything_about
from irhub.attention.models import Task, TaskEvent
from irhub.cli.commands import irhub
from irhub.contracts.models import ContractList
from irhub.web.held_tables import Whom
from irhub.web.retention_rules import retention_rules
from tests.factories import (
    PASSWORD,
    BodyFactory,
    ChallengeFactory,
    ContractListFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    PlanFactory,
    SavedCaseFactory,
    StatementFactory,
    TaskFactory,
    signed_in,
)
from tests.standing import stand

pytestmark = pytest.mark.django_db


def confirmed(client: Client, address: str) -> Client:
    client.get(address)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def test_a_person_is_told_everything_and_no_secret():
    PersonFactory(email="pat@example.org", roles=[(BodyFactory(), Role.VIEWER)])
    actions.invite(BodyFactory(), Role.ANALYST, "pat@example.org", by="boss@example.org")
    record("signed in", by="pat@example.org")
    told = json.loads(CliRunner().invoke(irhub, ["subject-access", "PAT@example.org"]).stdout)
    assert told["people"][0]["email"] == "pat@example.org"
    assert told["memberships"][0]["body__name"] == "Sampleham Council"
    assert told["invitations"][0]["body__name"] == "Sampleham Council"
    assert "boss@example.org" not in str(told), "nobody is told who else did something"
    assert {event["what"] for event in told["audit events"]} == {"invited", "signed in"}
    assert not {"password", "secret", "data", "digest"} & set(str(told).replace("'", " ").split())
    assert AuditEvent.objects.filter(what="made a subject access export").count() == 1
    assert CliRunner().invoke(irhub, ["subject-access", "nobody@example.org"]).exit_code == 2


def test_an_auditor_is_told_what_concerns_the_own_body_and_confirms_first():
    other = BodyFactory(name="Exampleton Council")
    PersonFactory(email="pat@example.org", roles=[(BodyFactory(), Role.VIEWER), (other, Role.ANALYST)])
    client = signed_in(PersonFactory(email="auditor@example.org", roles=[(BodyFactory(), Role.AUDITOR)]))
    page = reverse("subject-access")
    assert client.get(page).headers["Location"].startswith(reverse("account_reauthenticate"))
    confirmed(client, page)
    told = client.post(page, {"email": "pat@example.org", "kind": "json"}).json()
    assert [row["body__name"] for row in told["memberships"]] == ["Sampleham Council"]
    assert "mfa_authenticator" not in told
    PersonFactory(email="theirs@example.org", roles=[(other, Role.VIEWER)])
    asked = {"email": "theirs@example.org", "kind": "json"}
    assert "Nothing is held" in client.post(page, asked).content.decode()
    as_csv = client.post(page, {"email": "pat@example.org", "kind": "csv"})
    assert as_csv.headers["Content-Disposition"] == 'attachment; filename="everything-held.csv"'
    cells = list(csv.DictReader(as_csv.content.decode().splitlines()))
    assert {"table": "memberships", "row": "1", "field": "body__name", "value": "Sampleham Council"} in cells
    assert "Exampleton" not in as_csv.content.decode()


def test_what_is_held_comes_as_a_page_that_a_person_can_read_and_nothing_in_it_is_markup_of_theirs():
    pat = PersonFactory(email="pat@example.org", roles=[(BodyFactory(), Role.VIEWER)])
    Person.objects.filter(pk=pat.pk).update(name="Pat <script>alert(1)</script>")
    record("looked at people's data", by="pat@example.org", about="page/person/7", purpose="a visit")
    client = signed_in(PersonFactory(email="auditor@example.org", roles=[(BodyFactory(), Role.AUDITOR)]))
    page = reverse("subject-access")
    answer = confirmed(client, page).post(page, {"email": "pat@example.org", "kind": "html"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="everything-held.html"'
    made = CliRunner().invoke(irhub, ["subject-access", "pat@example.org", "--format", "html"]).stdout
    for text in (answer.content.decode(), made):
        assert "What the International Recruitment Hub holds about pat@example.org" in text
        assert "holds about pat@example.<wbr>org</h1>" in text, "a long word breaks on a narrow screen"
        assert "Roles held (1)" in text
        assert "Sampleham Council" in text
        assert "<script" not in text
    assert "purpose: a visit" in made
    assert "__" not in made


def test_what_somebody_wrote_in_other_rooms_is_told_with_their_address():
    for whose in ("pat", "sam"):
        SavedCaseFactory(title="Small home", saved_by=f"{whose}@example.org")
    PersonFactory(email="pat@example.org", roles=[(BodyFactory(), Role.VIEWER)])
    told = everything_about(Whom("Pat@example.org"), by="test").sections
    assert [row["saved_by"] for row in told["saved cases"]] == ["pat@example.org"]
    auditor = MembershipFactory(person__email="auditor@example.org", body=BodyFactory(), role=Role.AUDITOR)
    assert "saved cases" not in everything_about(Whom("pat@example.org"), by=auditor, of_body=auditor.body).sections


def test_whoever_administers_and_watches_over_providers_is_told_no_event_of_help_that_somebody_had():
    pat = MembershipFactory(person__email="pat@example.org", body=BodyFactory(kind=Kind.PROVIDER), role=Role.VIEWER)
    for about in ("case/HL-2026-111-222-333", "page/help-questions", f"person/{pat.person_id}"):
        record("did something", by=pat, about=about)
    for oversees, many in ((False, 3), (True, 1)):
        told = everything_about(Whom("pat@example.org"), by="test", oversees=oversees).sections["audit events"]
        assert sum(event["what"] == "did something" for event in told) == many
    chief = PersonFactory(email="chief@example.org", is_system_administrator=True, roles=[(BodyFactory(), Role.LEAD)])
    for who, many in ((chief, 1), (PersonFactory(email="system@example.org", is_system_administrator=True), 3)):
        page = signed_in(who).get(reverse("audit")).content.decode()
        assert page.count("Did something") == many
        assert ("is left out while you act" in page) is (many == 1)


def test_auditors_find_who_looked_at_whom_and_their_own_searches_are_kept():
    body = BodyFactory()
    auditor = PersonFactory(email="auditor@example.org", roles=[(body, Role.AUDITOR)])
    membership = MembershipFactory(person__email="pat@example.org", body=body, role=Role.VIEWER)
    record("looked at people's data", by=membership, about="page/person/7", purpose="a call")
    other = MembershipFactory(person__email="sam@example.org", body=body, role=Role.VIEWER)
    record("looked", by=other, about="organisation/abc")
    client = signed_in(auditor)
    page = client.get(reverse("audit"), {"about": "person/7"}).content.decode()
    assert "pat@example.org" in page
    assert "sam@example.org" not in page
    assert AuditEvent.objects.get(what="searched the audit trail").detail == {"for_about": "person/7"}
    record("ended a role", by=other, about=f"person/{membership.person_id}")
    record("renamed a body", by=other, about=f"body/{body.pk}")
    Person.objects.filter(pk=membership.person_id).update(name="Pat Example")
    whole = client.get(reverse("audit")).content.decode()
    for name in ("Pat Example", re.escape(body.name), "Organisation abc"):  # the last is not held: its kind and number
        assert re.search(rf'>\s*{name}\s*<span class="irhub-under">', whole), name
    by_name = client.get(reverse("audit"), {"about": "pat exa"}).content.decode()
    assert "Ended a role" in by_name
    assert "Renamed a body" not in by_name
    assert "Looked at people" in client.get(reverse("audit"), {"who": "pat exa"}).content.decode()
    download = reverse("audit") + "?format=csv"
    assert client.get(download).status_code == 302
    text = confirmed(client, download).get(download).content.decode()
    assert text.startswith("at,who,acting_as,what,about,detail"), "no number that counts up tells how much others do"


def test_what_is_over_its_time_is_removed_and_the_trail_stays_whole():
    place, long_ago = BodyFactory(), timezone.now() - timedelta(days=400)
    boss = PersonFactory(email="boss@example.org", roles=[(place, Role.ADMINISTRATOR)])
    left = PersonFactory(email="left@example.org", roles=[(place, Role.VIEWER)])
    new, _ = actions.invite(place, Role.VIEWER, "new@example.org", by="test")
    old, _ = actions.invite(place, Role.ANALYST, "old@example.org", by="test")
    Invitation.objects.filter(pk=old.pk).update(expires_at=long_ago)
    Person.objects.update(joined_at=long_ago)
    Membership.objects.filter(person=left).update(
        since=localdate() - timedelta(days=500), until=localdate() - timedelta(days=380)
    )
    told = json.loads(CliRunner().invoke(irhub, ["retention", "--json"]).stdout)
    assert {name: count for name, count in told.items() if count} == {"invitations": 1, "closed accounts": 1}
    assert set(told) == {rule.name for rule in retention_rules()}
    assert list(Invitation.objects.all()) == [new]
    left.refresh_from_db()
    assert (left.email, left.name, left.is_active) == (f"person-{left.pk}@former.invalid", "Former user", False)
    assert not left.has_usable_password()
    assert not Authenticator.objects.filter(user=left).exists()
    boss.refresh_from_db()
    assert boss.email == "boss@example.org"
    assert left.memberships.count() == 1  # that somebody held the role stays
    assert {done.count for done in retention.run()} == {0}
    connection.check_constraints()  # what a commit would do: the events are chained
    assert verify() == []


def test_what_bodies_wrote_is_removed_in_time_and_what_still_stands_is_kept():
    place, now = BodyFactory(kind=Kind.PROVIDER, name="Quillmoor Care Ltd"), timezone.now()
    of = {"body": place, "organisation": OrganisationFactory()}
    officer = MembershipFactory(person__email="officer@example.org", body=place)
    long_ago, lately = now - timedelta(days=2300), now - timedelta(days=800)
    for at in (long_ago, lately, None):
        code = f"code {at}"
        StatementFactory(**of, code=code, withdrawn_at=at)
        answered = {"state": "agreed", "answer": "yes", "answered_at": at} if at else {}
        ChallengeFactory(**of, code=code, **answered)
        task = TaskFactory(**of, code=code, state="done" if at else "open")
        Task.objects.filter(pk=task.pk).update(opened_at=long_ago)
        TaskEvent.objects.create(task=task, body=place, who="x", what="Done", at=at or long_ago)
        plan = PlanFactory(organisation=of["organisation"], membership=officer)
        closed = {"state": "closed", "closed_at": at, "closed_by": "x"} if at else {}
        stand(plan, opened_at=long_ago, **closed)
        for whose in ("left", "pat"):
            SavedCaseFactory(title=code, saved_by=f"{whose}@example.org", saved_at=at or now)
    PersonFactory(email="Pat@example.org", roles=[(place, Role.VIEWER)])
    for name, uploaded, taken_back in (
        ("replaced", long_ago, None),
        ("taken back", lately + timedelta(hours=1), lately + timedelta(hours=2)),
        ("used", lately, None),
    ):
        ContractListFactory(body=place, file_name=name, uploaded_at=uploaded, taken_back_at=taken_back)
    done = {each.name: each.count for each in retention.run() if each.count}
    assert done == {
        "kept cases": 2, "contract lists": 2, "continuity plans": 1, "tasks": 1, "replies": 1, "challenges": 1
    }  # fmt: skip
    assert ContractList.objects.get().file_name == "used"
    assert Task.objects.filter(state="open").count() == 1
    assert {each.count for each in retention.run()} == {0}


def test_every_rule_stands_in_the_document_with_its_days():
    text = (Path(__file__).parents[2] / "docs" / "data-protection.md").read_text()
    told = dict(re.findall(r"^\| ([a-z -]+) \| (\d+) days: [^|]+ \|$", text, re.M))
    assert told == {rule.name: str(rule.days) for rule in retention_rules()}


def test_somebody_who_left_a_month_ago_is_kept():
    left = PersonFactory(email="left@example.org", roles=[(BodyFactory(), Role.VIEWER)])
    Person.objects.update(joined_at=timezone.now() - timedelta(days=400))
    Membership.objects.update(since=localdate() - timedelta(days=500), until=localdate() - timedelta(days=30))
    retention.run()
    assert Person.objects.get(pk=left.pk).email == "left@example.org"
    assert not everything_about(Whom("nobody@example.org"), by="test")
