"""A call is tried from end to end before it opens, on pages that say so, and nothing of that counts, is sent or is found anywhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from irhub.accounts.acting import acting_in
from irhub.accounts.models import AuditEvent
from irhub.accounts.roles import Role
from irhub.grants import calls
from irhub.grants.asking import asked_in
from irhub.grants.forms import CallForm
from irhub.grants.jobs import JOBS
from irhub.grants.models import Application, Call
from irhub.grants.rehearsal import rehearsing
from irhub.grants.rehearsal.models import Rehearsal, Trial, TrialAnswer, TrialCheck, TrialScore
from irhub.grants.rehearsal.queries import questions_of
from irhub.grants.retention import RULES
from irhub.notify.models import Message
from irhub.web.errors import ActionRefused, StaleVersion
from tests.accounts.test_access import KEPT_OF_READERS, written
from tests.addresses import READ_BY, reads_alone
from tests.factories import signed_in
from tests.grants.factories import (
    CallFactory,
    FunderFactory,
    answer_of,
    assessor_of,
    details,
    grades,
    member_of,
    officer_of,
)
from tests.grants.rehearsal_factories import WORD, RehearsalFactory, TrialFactory

pytestmark = pytest.mark.django_db
BANNER = "Rehearsal: nothing here counts or is sent."
MODELS = (Rehearsal, Trial, TrialAnswer, TrialCheck, TrialScore)
OWN = {model._meta.db_table for model in MODELS}


def typed(**told: Any) -> dict[str, Any]:
    """What a form sends of an application."""
    sent = {key: str(value) for key, value in details(**told).items() if not key.endswith("_on")}
    for name in ("starts_on", "ends_on"):
        day = details(**told)[name]
        sent |= {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}
    return sent | {"asked": "2000"}


class Person:
    """Somebody who goes through a rehearsal: each page that they open says that it is one."""

    def __init__(self, membership: Any) -> None:
        self.client = signed_in(membership.person)

    def reads(self, route: str, *args: object) -> str:
        answer = self.client.get(reverse(route, args=args))
        assert answer.status_code == 200, (route, answer.status_code)
        page = answer.content.decode()
        assert BANNER in page, route
        return page

    def sends(self, route: str, *args: object, **told: Any) -> str:
        """Where a form leads."""
        answer = self.client.post(reverse(route, args=args), told)
        assert answer.status_code == 302, (route, re.sub(r"\s+", " ", answer.content.decode())[-4000:])
        return answer["Location"]


def walked(call: Call) -> Trial:
    """A call that was rehearsed from end to end, by its officer, a lead and an assessor, each by the pages."""
    officer, lead, assessor = (
        Person(made)
        for made in (officer_of(call.body), member_of(call.body, Role.LEAD, "lead"), assessor_of(call.body))
    )
    officer.sends("grant-rehearse", call.pk, version=call.version)
    rehearsal = Rehearsal.objects.get(call=call)
    assert BANNER not in officer.client.get(reverse("grant-call-edit", args=[call.pk])).content.decode()
    for one in (officer, lead, assessor):
        assert "There is none yet" in one.reads("grant-rehearsal", rehearsal.pk)
    assert "What you are asked" in assessor.reads("grant-rehearsal-call", rehearsal.pk)
    officer.reads("grant-rehearsal-apply", rehearsal.pk)
    told = typed(name=f"{WORD} Care", title=f"A {WORD} welcome", holder=WORD)
    officer.sends("grant-rehearsal-apply", rehearsal.pk, **told)
    trial = Trial.objects.get()
    officer.sends("grant-trial-details", trial.pk, **told | {"version": trial.revision})
    for page in asked_in(call).pages:
        shown = assessor.reads("grant-trial-page", trial.pk, page.key)
        assert page.questions[0].title in shown
        seen = Trial.objects.get().revision
        assessor.sends("grant-trial-page", trial.pk, page.key, seen=seen, **{each.key: answer_of(each) for each in page.questions})  # fmt: skip
    assert "as assessors see it" in officer.reads("grant-trial-submit", trial.pk)
    officer.sends(
        "grant-trial-submit", trial.pk, signed_by="Pat Example", true="on", version=Trial.objects.get().revision
    )
    assert "On the sponsor register" in officer.reads("grant-trial-checks", trial.pk)
    found = {"key": "risk", "result": "clear", "says": f"Looked at {WORD}.", "version": Trial.objects.get().revision}
    officer.sends("grant-trial-checks", trial.pk, **found)
    for seat, one in ((1, assessor), (2, lead)):
        for key in ("project", "results", "budget"):
            assert "We asked forty workers" in one.reads("grant-trial-scores", trial.pk, seat, key)
            given = {name: part for each, (grade, why) in grades(3).items() for name, part in ((each, grade), (f"{each}-why", why))}  # fmt: skip
            one.sends("grant-trial-scores", trial.pk, seat, key, version=Trial.objects.get().revision, **given)
    assert "75%" in lead.reads("grant-trial", trial.pk)
    assert "Award" in lead.reads("grant-trial-decide", trial.pk)
    decided = {"outcome": "awarded", "amount": "1500", "feedback": f"Well done, {WORD}."}
    lead.sends("grant-trial-decide", trial.pk, version=Trial.objects.get().revision, **decided)
    return Trial.objects.get()


@contextmanager
def writes_nothing_but(*allowed: str) -> Iterator[None]:
    """Within, no row of any other table is written, though it be rolled back."""
    before = written()
    yield
    changed = {table for table, rows in written().items() if rows != before.get(table, 0)}
    assert changed - KEPT_OF_READERS <= set(allowed)


def test_a_call_is_rehearsed_from_end_to_end_and_no_row_is_written_that_counts():
    call = CallFactory(title="To be tried")
    for one in (officer_of(call.body), member_of(call.body, Role.LEAD, "lead"), assessor_of(call.body)):
        signed_in(one.person)
    pot, sent, audit = call.pot.amount, Message.objects.count(), AuditEvent.objects.order_by("-number").first()
    with writes_nothing_but(*OWN, "grants_call", "grants_callevent", "accounts_person", "usersessions_usersession"):
        trial = walked(call)
    told = AuditEvent.objects.filter(number__gt=audit.number).exclude(what__startswith="signed in")
    assert list(told.values_list("what", flat=True)) == ["began to rehearse a call for grants"]
    assert (Message.objects.count(), Application.objects.count()) == (sent, 0)
    call.pot.refresh_from_db()
    assert call.pot.amount == pot
    page = Person(member_of(call.body, Role.LEAD, "lead")).reads("grant-trial-decide", trial.pk)
    assert "We award you a grant of £1,500." in page
    assert "REHEARSAL" in page, "where an application has its number"
    assert "The agreement as it would be offered" in page


def test_jobs_read_no_rehearsal_and_find_nothing_to_write():
    TrialFactory(submitted=True)
    sent = Message.objects.count()
    with reads_alone("a job", READ_BY):
        for job in JOBS:
            assert job.does().startswith("0 ")
        with pytest.raises(AssertionError, match="grants_trial"):
            Trial.objects.exists()
    assert Message.objects.count() == sent


def test_it_ends_with_one_press_that_is_asked_once_and_nothing_is_left():
    trial = TrialFactory(submitted=True)
    officer, call = Person(officer_of(trial.body)), trial.call
    trial.checks.create(body=trial.body, key="risk", result="clear", says="Looked.", by_person=True, who="x")
    trial.scores.create(body=trial.body, seat=1, question="need", grade=3, why="So.", revision=1)
    address = reverse("grant-rehearsal-end", args=[trial.rehearsal_id])
    assert "Confirm that everything in this rehearsal is deleted" in officer.client.post(address).content.decode()
    assert Trial.objects.exists()
    assert officer.sends("grant-rehearsal-end", trial.rehearsal_id, sure="on") == reverse(
        "grant-call-edit", args=[call.pk]
    )
    assert not any(model.objects.exists() for model in MODELS)
    assert officer.client.get(reverse("grant-trial", args=[trial.pk])).status_code == 404
    assert [each.what for each in call.events.order_by("pk")][-2:] == ["Began to rehearse a call for grants", "Ended the rehearsal of a call for grants"]  # fmt: skip


def test_opening_the_call_ends_its_rehearsal_and_no_other():
    trial = TrialFactory(submitted=True)
    other = TrialFactory(body=FunderFactory(name="Elsewhere"))
    by, call = officer_of(trial.body), Call.objects.get(pk=trial.call.pk)
    with acting_in(by):
        calls.open_call(call, version=call.version, by=by)
    assert list(Trial.objects.all()) == [other]
    with acting_in(by), pytest.raises(ActionRefused, match="ended"):
        rehearsing.begin_trial(trial.rehearsal, by=by, **details())
    with acting_in(by), pytest.raises(ActionRefused):
        rehearsing.begin_rehearsal(call, version=Call.objects.get(pk=call.pk).version, by=by)


def test_what_an_applicant_or_a_decider_could_not_do_is_refused_in_a_rehearsal_too():
    trial = TrialFactory(answered=True, asked=300_000)
    by = officer_of(trial.body)
    with acting_in(by):
        with pytest.raises(ActionRefused, match="already"):
            rehearsing.begin_rehearsal(trial.call, version=trial.call.version, by=by)
        with pytest.raises(ActionRefused, match="between £500 and £10,000"):
            rehearsing.begin_trial(trial.rehearsal, by=by, **details(asked=1))
        with pytest.raises(ActionRefused, match="lines of your budget come to £2,000"):
            rehearsing.submit(trial, version=trial.revision, by=by)
        with pytest.raises(ActionRefused, match="Submit this trial application first"):
            rehearsing.keep_scores(trial, 1, grades(), version=trial.revision, by=by)
        rehearsing.change_trial(trial, version=trial.revision, by=by, **details())
        with pytest.raises(StaleVersion):
            rehearsing.change_trial(trial, version=trial.revision - 1, by=by, **details())
        rehearsing.submit(trial, version=trial.revision, by=by)
        with pytest.raises(ActionRefused, match="stays as it is"):
            rehearsing.change_trial(trial, version=trial.revision, by=by, **details())
        rehearsing.keep_scores(trial, 1, grades(), version=trial.revision, by=by)
        rehearsing.keep_scores(trial, 2, grades(), version=trial.revision - 1, by=by)
        with pytest.raises(StaleVersion):
            rehearsing.keep_scores(trial, 2, grades(), version=trial.revision - 1, by=by)
        told = {"outcome": "awarded", "feedback": "Well done.", "version": trial.revision, "by": by}
        with pytest.raises(ActionRefused, match="no more can be awarded"):
            rehearsing.decide(trial, amount=250_000, **told)
    with acting_in(assessor := assessor_of(trial.body)), pytest.raises(ActionRefused, match="Only those who"):
        rehearsing.decide(trial, amount=200_000, **told | {"by": assessor})


def test_a_draft_is_read_by_assessors_while_it_is_rehearsed_alone():
    draft = CallFactory(title="Not rehearsed")
    assessor = assessor_of(draft.body)
    rehearsal = RehearsalFactory(body=draft.body)
    with acting_in(assessor):
        assert list(Call.objects.all()) == [rehearsal.call]
    page = signed_in(assessor.person).get(reverse("grant-assessments")).content.decode()
    assert reverse("grant-rehearsal", args=[rehearsal.pk]) in page


def test_a_call_can_be_changed_while_it_is_rehearsed_and_its_trial_applications_ask_what_it_asks_now():
    trial = TrialFactory(answered=True)
    call, by = Call.objects.get(pk=trial.call.pk), officer_of(trial.body)
    told = {each: getattr(call, each) for each in CallForm.base_fields if each != "version"}
    pages = [page | {"questions": [each for each in page["questions"] if each["key"] != "delivery"]} for page in call.questions["pages"]]  # fmt: skip
    with acting_in(by):
        calls.edit_call(call, version=call.version, by=by, **told | {"questions": call.questions | {"pages": pages}})
    asked, answers = questions_of(Trial.objects.get())
    assert "delivery" not in {each.key for each in asked} | set(answers)
    assert answers["ethics"] == "We asked forty workers, and thirty told us so."
    assert "Delivery" not in Person(by).reads("grant-trial-submit", trial.pk)


def test_a_rehearsal_that_nobody_ends_goes_after_three_months():
    trial = TrialFactory()
    Rehearsal.objects.update(begun_at=timezone.now() - timedelta(days=93))
    rule = next(one for one in RULES if one.name == "rehearsals of calls for grants")
    rule.does(timezone.now() - timedelta(days=rule.days))
    assert not Trial.objects.filter(pk=trial.pk).exists()
