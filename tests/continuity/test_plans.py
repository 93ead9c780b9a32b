"""A plan is its body's own, two people do not overwrite each other, and closing can be taken back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from irhub.accounts.models import AuditEvent
from irhub.accounts.roles import Kind, Role, Side
from irhub.accounts.row_security import Acting, acting
from irhub.continuity import actions
from irhub.continuity.models import Plan, PlanStep
from irhub.continuity.steps import steps
from irhub.organisations.models import Member
from irhub.registers.models import SponsorSpan
from irhub.web.errors import ActionRefused
from tests.factories import BodyFactory, MembershipFactory, OrganisationFactory, PersonFactory, PlanFactory, signed_in
from tests.loaded import load_fictional

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(data_folder, settings) -> str:
    """A provider with a licence, in loaded registers: what hangs on it is read of them."""
    settings.IRHUB_MAX_GAINED_PERCENT = 100
    load_fictional(data_folder)
    licensed = SponsorSpan.objects.filter(until=None).values("sponsor_key")
    sponsors = Member.objects.filter(register="home_office_sponsors", entity_key__in=licensed)
    providers = Member.objects.filter(register="cqc_locations", organisation_id__in=sponsors.values("organisation_id"))
    return providers.order_by("entity_key").first().organisation_id


@pytest.fixture
def organisation() -> str:
    """A provider of which nothing else is known: a plan needs no more."""
    return OrganisationFactory().pk


@pytest.fixture
def officer():
    return MembershipFactory(person__email="officer@example.org")


def test_a_plan_begins_with_the_usual_steps_and_there_is_one_at_a_time(organisation, officer):
    plan = actions.open_plan(organisation, "The provider called on Monday", by=officer)
    assert [step.title for step in plan.steps.order_by("place")] == [step.title for step in steps()]
    with pytest.raises(ActionRefused, match="already an open plan"):
        actions.open_plan(organisation, "Again", by=officer)
    assert AuditEvent.objects.filter(what="opened a continuity plan", about=f"organisation/{organisation}").count() == 1


def test_a_change_made_on_an_old_page_is_refused_and_loses_nothing(officer):
    step = PlanFactory(membership=officer).steps.order_by("place").first()
    actions.work_step(step, done=True, note="Called, no answer", version=1, by=officer)
    with pytest.raises(ActionRefused, match="Somebody changed"):
        actions.work_step(step, done=False, note="Mine", version=1, by=officer)
    step.refresh_from_db()
    assert (step.note, step.done_by, step.version) == ("Called, no answer", "officer@example.org", 2)


def test_who_did_a_step_stays_when_only_its_note_changes_and_goes_when_it_is_undone(officer):
    other = MembershipFactory(person__email="other@example.org", body=officer.body, role=Role.VIEWER)
    step = PlanFactory(membership=officer).steps.order_by("place").first()
    actions.work_step(step, done=True, note="", version=1, by=officer)
    step.refresh_from_db()
    actions.work_step(step, done=True, note="More", version=2, by=other)
    step.refresh_from_db()
    assert step.done_by == "officer@example.org"
    actions.work_step(step, done=False, note="More", version=3, by=other)
    step.refresh_from_db()
    assert (step.done_by, step.done_at) == ("", None)


def test_a_closed_plan_is_not_worked_on_until_it_is_reopened(organisation, officer):
    plan = PlanFactory(membership=officer)
    actions.close_plan(plan, "Back on the register", by=officer)
    plan.refresh_from_db()
    with pytest.raises(ActionRefused, match="closed"):
        actions.add_step(plan, "Ours", by=officer)
    with pytest.raises(ActionRefused, match="before you"):
        actions.close_plan(plan, "Again", by=officer)
    actions.reopen_plan(plan, by=officer)
    added = actions.add_step(plan, "Ours", by=officer)
    assert added.place == len(steps()) + 1
    actions.close_plan(plan, "Done", by=officer)
    actions.open_plan(organisation, "Anew", by=officer)
    with pytest.raises(ActionRefused, match="open plan already"):
        actions.reopen_plan(plan, by=officer)


def test_of_two_who_reopen_a_plan_the_second_is_told_and_a_closing_in_other_words_stands(officer):
    plan = PlanFactory(membership=officer)
    actions.close_plan(plan, "Back on the register", by=officer)
    client, address = signed_in(officer.person), reverse("plan-reopen", args=[plan.pk])
    seen = client.get(reverse("plan", args=[plan.pk])).content.decode().split('name="version" value="')[1].split('"')[0]
    actions.reopen_plan(plan, by=officer)
    assert "Somebody reopened this plan before you" in client.post(address, {"version": seen}).content.decode()
    actions.close_plan(plan, "Its care went to another", by=officer)
    late = client.post(address, {"version": seen})
    assert late.status_code == 409
    assert "Somebody else changed this" in late.content.decode()
    plan.refresh_from_db()
    assert plan.learned == "Its care went to another"
    assert plan.closed_at


def test_another_body_sees_nothing_of_a_plan_even_without_a_filter(officer):
    plan = PlanFactory(membership=officer)
    other = PersonFactory(
        email="else@example.org", roles=[(BodyFactory(kind=Kind.COUNCIL, name="Exampleton Council"), Role.VIEWER)]
    )
    client = signed_in(other)
    assert client.get(reverse("plan", args=[plan.pk])).status_code == 404
    step = plan.steps.first()
    assert client.post(reverse("plan-step", args=[step.pk]), {"version": 1}).status_code == 404
    theirs = Acting(person=other.pk, body=other.memberships.get().body_id, role="viewer", side=Side.OVERSIGHT)
    with acting(theirs):
        assert not Plan.objects.exists()
        assert not PlanStep.objects.exists()
    with acting(Acting(person=officer.person_id, body=officer.body_id, role="viewer", side=Side.OVERSIGHT)):
        assert Plan.objects.count() == 1


def test_providers_do_not_open_the_page_about_others(organisation):
    client = signed_in(
        PersonFactory(
            email="prov@example.org", roles=[(BodyFactory(kind=Kind.PROVIDER, name="Quillmoor Care Ltd"), Role.VIEWER)]
        )
    )
    assert client.get(reverse("what-if", args=[organisation])).status_code == 403


def test_the_page_tells_what_hangs_on_it_and_opens_and_works_a_plan(loaded, officer):
    client = signed_in(officer.person)
    page = client.get(reverse("what-if", args=[loaded]), {"miles": "20"})
    assert page.status_code == 200
    assert "lost its sponsor licence" in page.content.decode()
    assert client.get(reverse("what-if", args=["nobody"])).status_code == 404
    empty = client.post(reverse("plan-open", args=[loaded]), {"why": " "}, follow=True)
    assert "Write down what you have learned" in empty.content.decode()
    opened = client.post(reverse("plan-open", args=[loaded]), {"why": "The provider called"}, follow=True)
    assert f"0 of {len(steps())} steps done" in opened.content.decode()
    plan = Plan.objects.get()
    step = plan.steps.order_by("place").first()
    worked = client.post(
        reverse("plan-step", args=[step.pk]), {"version": 1, "done": "yes", "note": "Checked"}, follow=True
    )
    assert f"1 of {len(steps())} steps done" in worked.content.decode()
    stale = client.post(reverse("plan-step", args=[step.pk]), {"version": 1, "note": "Other"}, follow=True)
    assert "Somebody changed" in stale.content.decode()
    client.post(reverse("plan-add", args=[plan.pk]), {"title": "Tell the out-of-hours team"})
    before_the_step = client.post(reverse("plan-close", args=[plan.pk]), {"learned": "A rename", "version": 1})
    assert before_the_step.status_code == 409
    assert ">A rename</textarea>" in before_the_step.content.decode(), (
        "what was typed stays, beside the step that was added"
    )
    told = {"learned": "A rename", "version": 2}
    closed = client.post(reverse("plan-close", args=[plan.pk]), told, follow=True).content.decode()
    assert "A rename" in closed
    assert "Tell the out-of-hours team" in closed
    late = client.post(reverse("plan-close", args=[plan.pk]), {"learned": "Too late", "version": 2}).content.decode()
    assert "Somebody closed this plan before you" in late
    assert "Too late" in late, "it is shown, to be copied"
    reopened = client.post(reverse("plan-reopen", args=[plan.pk]), {"version": 3}, follow=True).content.decode()
    assert "Close this plan" in reopened


def test_a_body_finds_its_own_plans_the_open_ones_first_and_nobody_elses(organisation, officer):
    closed = actions.open_plan(organisation, "Heard on Monday", by=officer)
    actions.close_plan(closed, "A rename", by=officer)
    actions.open_plan(organisation, "Heard on Friday", by=officer)
    page = signed_in(officer.person).get(reverse("plans")).content.decode()
    assert page.index("Heard on Friday") < page.index("Heard on Monday")
    assert f"0 of {len(steps())}" in page
    other = PersonFactory(
        email="else@example.org", roles=[(BodyFactory(kind=Kind.COUNCIL, name="Exampleton Council"), Role.VIEWER)]
    )
    theirs = signed_in(other).get(reverse("plans")).content.decode()
    assert "Heard on" not in theirs
    assert "There is no plan yet" in theirs


def test_what_somebody_wrote_too_late_stays_in_the_form_beside_what_stands_there(officer):
    step = PlanFactory(membership=officer).steps.order_by("place")[0]
    actions.work_step(step, done=True, note="Called, no answer", version=1, by=officer)
    client = signed_in(officer.person)
    late = client.post(reverse("plan-step", args=[step.pk]), {"version": 1, "note": "They called back"})
    assert late.status_code == 409
    page = late.content.decode()
    assert "Called, no answer" in page
    assert ">They called back</textarea>" in page
