"""A panel is named: its members alone give views, whoever does not count is told of with why, and an appeal is heard by others."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.timezone import localdate

from irhub.accounts.acting import acting_in
from irhub.accounts.models import Membership
from irhub.accounts.roles import Kind, Role
from irhub.grants import calls, deciding
from irhub.grants.models import Application, Call
from irhub.grants.my_work import WAITING
from irhub.grants.panels.naming import name_panel, too_few
from irhub.grants.panels.sitting import panel_of
from irhub.grants.shapes import Shape
from irhub.web.errors import ActionRefused, StaleVersion
from tests.factories import BodyFactory, MembershipFactory, signed_in
from tests.grants.factories import ApplicationFactory, CallFactory, assessor_of, member_of, officer_of, on_panel
from tests.standing import stand

pytestmark = pytest.mark.django_db


def waits_for(who: Membership) -> str:
    """What the day tells somebody of applications."""
    return next(each.told(who) for each in WAITING if each.route == "grant-desk")


def unnamed() -> Call:
    """A draft of which nobody is on the panel yet."""
    call: Call = CallFactory()
    call.panel.all().delete()
    return call


def named(call: Call, *people: Membership, appeals: tuple[Membership, ...] = (), reason: str = "") -> Call:
    """The call, with these people on its panels, as its officer says."""
    by, now = officer_of(call.body), Call.objects.get(pk=call.pk)
    told = {"panel": [one.person_id for one in people], "appeals": [one.person_id for one in appeals]}
    with acting_in(by):
        return name_panel(now, **told, reason=reason, version=now.version, by=by)


def people_of(call: Call, *names: str) -> list[Membership]:
    return [officer_of(call.body, name) for name in names]


def viewed(application: Application, by: Membership) -> None:
    now = Application.objects.get(pk=application.pk)
    with acting_in(by):
        deciding.give_view(now, award=False, note="So.", no_interest=True, version=now.version, by=by)


def last_day_over(call: Call) -> Call:
    return stand(
        Call.objects.get(pk=call.pk), opens_on=localdate() - timedelta(9), closes_on=localdate() - timedelta(1)
    )


def test_a_call_opens_once_its_panel_has_as_many_people_as_a_decision_needs_views():
    call = unnamed()
    cat, lead = officer_of(call.body, "cat"), member_of(call.body, Role.LEAD, "lead")
    officer = officer_of(call.body)
    assert "nobody is on the panel" in too_few(call)
    call = named(call, cat)
    with acting_in(officer), pytest.raises(ActionRefused, match="1 person is on the panel"):
        calls.open_call(call, version=call.version, by=officer)
    call = named(call, cat, lead)
    with acting_in(officer):
        assert calls.open_call(call, version=call.version, by=officer).state == "open"
    Membership.objects.filter(pk=cat.pk).update(until=localdate())
    assert "1 person is on the panel" in too_few(call), "whoever decides no more does not count"
    assert too_few(CallFactory(shape=Shape.CLAIM)) == ""


def test_a_panel_is_of_people_who_decide_and_nobody_of_it_hears_appeals():
    call = CallFactory(open=True)
    cat, dan, eve = people_of(call, "cat", "dan", "eve")
    with pytest.raises(ActionRefused, match="who decide on grants"):
        named(call, assessor_of(call.body))
    with pytest.raises(ActionRefused, match="not so of Cat-Of"):
        named(call, cat, dan, appeals=(cat,))
    named(call, cat, dan, appeals=(eve,))
    named(call, cat, eve, appeals=(dan,))
    assert set(call.panel.values_list("person", "on_appeal")) == {
        (cat.person_id, False), (eve.person_id, False), (dan.person_id, True)
    }, "while no application can be opened, nobody was ever on one"  # fmt: skip
    with pytest.raises(ActionRefused, match="Nobody joins or leaves"):
        named(call, cat, eve, appeals=(dan,))
    last_day_over(call)
    with pytest.raises(ActionRefused, match="not so of Dan-Of"):
        named(call, cat, eve, dan, reason="Eve is ill.")
    with pytest.raises(ActionRefused, match="A claim has no panel"):
        named(CallFactory(shape=Shape.CLAIM), cat)


def test_once_applications_can_be_opened_a_change_has_a_reason_and_whoever_left_is_told_of():
    call = CallFactory(open=True)
    cat, dan, eve = people_of(call, "cat", "dan", "eve")
    named(call, cat, dan)
    last_day_over(call)
    with pytest.raises(ActionRefused, match="Say why the panel changes"):
        named(call, cat, eve)
    named(call, cat, eve, reason="Dan is ill.")
    gone = call.panel.get(person=dan.person)
    assert (gone.left_at is not None, gone.left_because) == (True, "Dan is ill.")
    event = call.events.order_by("-pk")[0]
    assert event.text.splitlines() == [
        "Dan is ill.", f"Joined the panel: {eve.person.name}.", f"Left the panel: {dan.person.name}."
    ]  # fmt: skip
    named(call, cat, dan, eve, reason="Dan is well.")
    assert not call.panel.exclude(left_at=None).exists()
    with acting_in(by := officer_of(call.body)), pytest.raises(StaleVersion):
        name_panel(call, panel=[cat.person_id], appeals=[], reason="So.", version=call.version, by=by)


def test_members_alone_give_views_and_those_who_left_or_are_near_do_not_count_which_the_sheet_tells_with_why():
    call = CallFactory(open=True)
    cat, dan, eve, fay, guy = people_of(call, "cat", "dan", "eve", "fay", "guy")
    named(call, cat, dan, eve, fay)
    made = ApplicationFactory(call=call, answered=True, state="decision")
    MembershipFactory(person=eve.person, body=made.applicant, role=Role.VIEWER)
    with pytest.raises(ActionRefused, match="not on this panel"):
        viewed(made, guy)
    for by in (cat, dan, fay):
        viewed(made, by)
    last_day_over(call)
    named(call, cat, eve, fay, reason="Dan has another job.")
    Membership.objects.filter(pk=fay.pk).update(until=localdate())
    panel = panel_of(Application.objects.get(pk=made.pk))
    assert [view.person_id for view in panel.views] == [cat.person_id]
    assert "and 1 person counts on this panel" in panel.too_few
    page = signed_in(cat.person).get(reverse("grant-decide", args=[made.pk])).content.decode()
    for why in ("left the panel on", "has, or had, a role in the applicant", "does not decide on grants any more"):
        assert f"Does not count: {why}" in page
    now = Application.objects.get(pk=made.pk)
    told = {"outcome": "refused", "amount": None, "feedback": "No.", "no_interest": True, "version": now.version}
    with acting_in(cat), pytest.raises(ActionRefused, match="1 of at least 2"):
        deciding.decide(now, by=cat, **told)
    with acting_in(dan), pytest.raises(ActionRefused, match="left the panel"):
        deciding.decide(now, by=dan, **told)


def test_an_appeal_is_heard_by_those_alone_who_were_named_to_hear_it():
    call = CallFactory(open=True)
    cat, dan, eve = people_of(call, "cat", "dan", "eve")
    named(call, cat, dan)
    made = ApplicationFactory(call=call, answered=True, state="appeal")
    assert "nobody counts on this panel" in panel_of(made).too_few
    for by in (cat, dan, eve):
        with pytest.raises(ActionRefused, match="not on this panel"):
            viewed(made, by)
    stand(Call.objects.get(pk=call.pk), state="ended")
    named(call, cat, dan, appeals=(eve,), reason="An appeal came.")
    assert (waits_for(eve), waits_for(cat)) == (
        "1 application to work on, 1 view of yours to give",
        "1 application to work on",
    )
    viewed(made, eve)
    assert waits_for(eve) == "1 application to work on"
    assert [view.on_appeal for view in panel_of(made).views] == [True]


def test_whoever_hears_an_appeal_reads_what_it_says_and_finds_it_on_the_sheet_of_the_call():
    call = CallFactory(open=True)
    (eve,) = people_of(call, "eve")
    on_panel(call, eve, on_appeal=True)
    made = ApplicationFactory(call=call, answered=True, state="appeal")
    made.events.create(
        body_id=call.body_id, who="x", what="appealed", text="The second score misread us.", after="appeal"
    )
    client = signed_in(eve.person)
    sheet, own = reverse("grant-sheet", args=[call.pk]), reverse("grant-decide", args=[made.pk])
    assert f'href="{own}"' in client.get(sheet).content.decode()
    assert "The second score misread us." in client.get(own).content.decode()


def test_whoever_gave_a_view_before_panels_were_named_is_on_the_panel():
    call = CallFactory(open=True)
    cat, dan = people_of(call, "cat", "dan")
    on_panel(call, cat)
    on_panel(call, dan, on_appeal=True)
    first, second = (
        ApplicationFactory(call=call, applicant=BodyFactory(kind=Kind.SUPPLIER, name=name), state="decision")
        for name in ("One", "Two")
    )
    viewed(first, cat)
    stand(second, state="appeal")
    viewed(second, dan)
    second.views.create(body_id=call.body_id, person=cat.person, award=True, note="So.", who="x", on_appeal=True)
    call.panel.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(import_module("irhub.grants.migrations.0015_panels_so_far").MEMBERS)
    assert set(call.panel.values_list("person", "on_appeal")) == {(cat.person_id, False), (dan.person_id, True)}


def test_an_officer_names_the_panel_on_its_page_which_an_auditor_reads():
    call = unnamed()
    cat, dan = people_of(call, "cat", "dan")
    officer, auditor = officer_of(call.body), member_of(call.body, Role.AUDITOR, "auditor")
    edit, shows = reverse("grant-call-edit", args=[call.pk]), reverse("grant-panel", args=[call.pk])
    client = signed_in(officer.person)
    assert "nobody is on the panel" in client.get(edit).content.decode()
    sent = {"panel": [cat.person_id, dan.person_id], "version": call.version}
    assert client.post(reverse("grant-panel-name", args=[call.pk]), sent).status_code == 302
    assert "nobody is on the panel" not in client.get(edit).content.decode()
    last_day_over(call)
    now = Call.objects.get(pk=call.pk)
    sent = {"panel": [cat.person_id], "appeals": [dan.person_id], "version": now.version, "reason": "So."}
    assert client.post(reverse("grant-panel-name", args=[call.pk]), sent).status_code == 302, (
        "to a draft nobody applied"
    )
    assert cat.person.name in signed_in(auditor.person).get(shows).content.decode()
