"""Nobody outside the provider reads its answers, its evidence, its results or its plan: in any role, on any page, in any file, by any way round."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.urls import reverse

from irhub.accounts.access import table
from irhub.accounts.acting import state_of
from irhub.accounts.describe import addresses
from irhub.accounts.models import AuditEvent, OwnedByBody
from irhub.accounts.roles import ROLES_OF, Kind, Role
from irhub.accounts.row_security import Acting, acting
from irhub.compliance.models import Answer, Sheet
from tests.compliance.factories import (
    MatterFactory,
    OpeningFactory,
    PlanItemFactory,
    ProviderFactory,
    PublishedFactory,
    RepeatFactory,
    ResultFactory,
    SheetFactory,
    answered,
    hr_of,
    proven,
)
from tests.factories import BodyFactory, MembershipFactory, PersonFactory, signed_in

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
TABLES = [model for model in apps.get_app_config("compliance").get_models() if issubclass(model, OwnedByBody)]


@pytest.fixture
def sheet() -> Sheet:
    """A self-check with something in every table that it writes."""
    made = SheetFactory()
    answered(made, A1="no")
    proven(made, "A1")
    ResultFactory(body=made.body)
    PlanItemFactory(body=made.body)
    MatterFactory(body=made.body)
    RepeatFactory(body=made.body)
    PublishedFactory(body=made.body)
    opening = OpeningFactory(body=made.body)
    opening.confirmations.create(body_id=made.body_id, sheet=made, question="A1", confirmed=True, revision=1, who="x")
    return made


def rows(state: Acting) -> dict[str, int]:
    with acting(state):
        return {model.__name__: model.objects.count() for model in TABLES}


def test_the_database_gives_the_provider_its_own_and_nobody_else_anything(sheet):
    own = rows(state_of(hr_of(sheet.body)))
    assert all(own.values()), own
    boss = MembershipFactory(body=sheet.body, role=Role.ADMINISTRATOR, person__email="boss@example.org")
    assert rows(state_of(boss)) == own
    nothing = dict.fromkeys(own, 0)
    viewer = MembershipFactory(body=sheet.body, role=Role.VIEWER, person__email="viewer@example.org")
    assert rows(state_of(viewer)) == nothing, "who only reads for the provider works on none"
    for kind in Kind:
        other = BodyFactory(kind=kind, name=f"Another {kind}")
        for role in ROLES_OF[kind]:
            held = MembershipFactory(body=other, role=role, person__email=f"{role}@{kind}.example".replace(" ", "-"))
            assert rows(state_of(held)) == nothing, (kind, role)
    chief = PersonFactory(email="chief@example.org", is_system_administrator=True)
    assert rows(Acting(person=chief.pk, administrator=True)) == nothing
    assert rows(Acting()) == nothing
    assert rows(Acting(person=1, body=sheet.body_id, role="adviser", side="advice")) == nothing, "on another side"


def test_no_page_of_the_room_is_open_to_any_other_kind_of_body():
    mine = [
        rule
        for route, rule in table().items()
        if addresses()[route.partition("?")[0]].lstrip("/").startswith("self-check")
        and route != "self-check-hard"  # counts of five or more: test_hard.py
    ]
    assert len(mine) > 15
    assert {kind for rule in mine for grant in rule.to for kind in grant.kinds} == {Kind.PROVIDER}


def test_another_provider_is_told_that_there_is_nothing(sheet):
    other = ProviderFactory(name="Mockley Care Ltd", place_code="1-999")
    browser = signed_in(hr_of(other, "hr@other.example").person)
    for route in ("self-check-sheet", "self-check-result", "self-check-plan"):
        assert browser.get(reverse(route, args=[sheet.pk])).status_code == 404
        assert browser.get(reverse(route, args=[sheet.pk + 1000])).status_code == 404


def test_nobody_writes_into_anothers_and_no_answer_is_altered(sheet):
    other = hr_of(ProviderFactory(name="Mockley Care Ltd", place_code="1-999"), "hr@other.example")
    columns = {"question": "A1", "answer": "yes", "version": 1, "revision": 9, "who": "x"}
    with acting(state_of(other)), pytest.raises(DatabaseError), transaction.atomic():
        Answer.objects.create(sheet_id=sheet.pk, body_id=other.body_id, **columns)
    with acting(state_of(other)), pytest.raises(DatabaseError), transaction.atomic():
        Answer.objects.create(sheet_id=sheet.pk, body_id=sheet.body_id, **columns)
    with acting(state_of(hr_of(sheet.body))):
        assert Answer.objects.filter(sheet=sheet).update(answer="yes") == 0
        assert Answer.objects.get(sheet=sheet, question="A1").answer == "no"


def test_an_administrator_who_watches_reads_no_event_of_it(sheet):
    council = BodyFactory()
    chief = PersonFactory(email="chief@example.org", is_system_administrator=True, roles=[(council, Role.LEAD)])
    with acting(
        Acting(person=chief.pk, body=council.pk, role="recruitment lead", side="oversight", administrator=True)
    ):
        assert not AuditEvent.objects.filter(about__startswith="self-check").exists()
    assert AuditEvent.objects.filter(about__startswith="self-check").exists()


def found(words: str, *where: str) -> list[str]:
    told = subprocess.run(
        ["git", "grep", "-l", words, "--", *where], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return told.stdout.split()


def test_no_other_room_knows_of_it():
    """So that no indicator, figure, export, search or address for machines can be made of it. One page shows the level that a provider publishes."""
    elsewhere = [":!src/irhub/compliance"]
    assert found("irhub[.]compliance", "src/irhub", *elsewhere) == ["src/irhub/dashboards/views/organisation.py"]
    told = (ROOT / "src/irhub/dashboards/views/organisation.py").read_text()
    assert [line for line in told.splitlines() if "compliance" in line] == [
        "from irhub.compliance.levels import public_levels"
    ]
    assert found("compliance_", "src/irhub/*.py", *elsewhere) == []
