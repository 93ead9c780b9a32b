"""A call asks questions of its own, as its officer made them while it was a draft: applicants answer them, and assessors score them and no other."""

from __future__ import annotations

from functools import partial

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from irhub.accounts.acting import acting_in
from irhub.grants import applying, assessing, calls
from irhub.grants import own_questions as own
from irhub.grants.asking import asked_in, kept
from irhub.grants.method import criteria, ready
from irhub.grants.models import Application, Call
from irhub.grants.own_questions import Told
from irhub.grants.shapes import Shape
from irhub.questions.questionnaire import Kind
from irhub.web.errors import ActionRefused, StaleVersion
from tests.factories import Browser, signed_in
from tests.grants.factories import (
    ApplicationFactory,
    AssessmentFactory,
    CallFactory,
    assessor_of,
    officer_of,
    speaker_of,
)
from tests.standing import stand

pytestmark = pytest.mark.django_db

LASTS = Told(
    "What stays in place once the money is spent?", "What lasts", "", "Somebody who carries on", 120, "results/outcomes"
)
SENT = {
    "title": LASTS.title,
    "label": LASTS.label,
    "kind": "long text",
    "most_words": "120",
    "looks_for": "Somebody who carries on.",
    "place": LASTS.place,
}


def otherwise(call: Call, *hows: partial[object]) -> Call:
    """A draft whose questions were changed so, one change after the other."""
    by = officer_of(call.body)
    with acting_in(by):
        for how in hows:
            call = calls.ask_otherwise(call, how, version=call.version, by=by)
    return call


def its_own() -> Call:
    """An open call that asks what lasts, for 40 of its 100, and nothing about outcomes."""
    made = otherwise(
        CallFactory(), partial(own.add, kind=Kind.TEXT, told=LASTS), partial(own.weigh, weights={"outcomes": 0, "need": 5, "own_1": 40}),
        partial(own.leave_out, key="outcomes"),
    )  # fmt: skip
    by = officer_of(made.body)
    with acting_in(by):
        return calls.open_call(made, version=made.version, by=by)


def read(client: Browser, route: str, *args: object) -> str:
    return client.get(reverse(route, args=args)).content.decode()


def test_what_a_call_asks_is_read_by_all_answered_scored_and_weighed_and_nothing_else_is():
    call = its_own()
    made = ApplicationFactory(call=call, answered=True)
    speaker = speaker_of(made.applicant)
    applicant = signed_in(speaker.person)
    for page in (read(applicant, "grant-call", call.pk), read(applicant, "grant-page", made.pk, "results")):
        assert LASTS.title in page
        assert "What will be different" not in page
    assert "Weight 40 of 100" in read(applicant, "grant-call", call.pk)
    assert LASTS.label in read(applicant, "grant-submit", made.pk)
    with acting_in(speaker):
        applying.submit(made, version=made.version, signed_by="Pat Example, director", by=speaker)
    made = stand(Application.objects.get(pk=made.pk), state="assessment", readable_on=localdate())
    marks = {each.key: 4 if each.key == "own_1" else 1 for each in criteria(asked_in(call).questions)}
    assert "own_1" in marks
    assert "outcomes" not in marks
    for name in ("ada", "ben"):
        one = assessor_of(made.body, name)
        work = stand(AssessmentFactory(application=made, person=one.person), state="open")
        page = read(signed_in(one.person), "grant-scores", work.pk, "results")
        assert LASTS.looks_for in page
        with acting_in(one):
            kept_now = assessing.keep_scores(work, {"need": (1, "So.")}, version=work.version, by=one)
            with pytest.raises(ActionRefused):
                assessing.hand_in(kept_now, version=kept_now.version, by=one)
            given = {key: (grade, "So.") for key, grade in marks.items()}
            kept_now = assessing.keep_scores(kept_now, given, version=kept_now.version, by=one)
            assessing.hand_in(kept_now, version=kept_now.version, by=one)
    found = assessing.result_of(Application.objects.get(pk=made.pk))
    assert found is not None
    assert found.percent == 55, "40 whole, and a quarter of the other 60"
    assert LASTS.label in read(signed_in(officer_of(made.body).person), "grant-assess", made.pk)


def test_an_application_is_not_submitted_while_a_question_of_the_calls_own_is_open():
    made = ApplicationFactory(call=its_own(), answered=True)
    made.sheet.given.filter(question="own_1").delete()
    speaker = speaker_of(made.applicant)
    with acting_in(speaker), pytest.raises(ActionRefused, match="answer “What lasts” first"):
        applying.submit(made, version=made.version, signed_by="Pat Example, director", by=speaker)


def test_a_new_call_asks_the_ready_set_of_its_shape_and_another_shape_asks_its_own_unless_something_would_be_lost():
    call = CallFactory(shape=Shape.CLAIM)
    by = officer_of(call.body)
    assert asked_in(call) == ready(Shape.CLAIM)
    told = {
        each.name: getattr(call, each.name)
        for each in Call._meta.fields
        if each.name not in ("id", "body", "state", "version", "lessons", "questions")
    }
    with acting_in(by):
        call = calls.edit_call(call, version=call.version, by=by, **told | {"shape": Shape.PANEL})
        assert asked_in(call) == ready(Shape.PANEL)
        call = otherwise(call, partial(own.add, kind=Kind.YES_NO, told=LASTS))
        with pytest.raises(ActionRefused, match="Put the ready set back first"):
            calls.edit_call(call, version=call.version, by=by, **told)
        call = calls.edit_call(otherwise(call, own.as_they_were), version=call.version, by=by, **told)
    assert kept(asked_in(call)) == kept(ready(Shape.CLAIM)) | {"added": 1}


def test_questions_stay_once_the_call_was_open_and_its_page_says_so():
    call = its_own()
    by = officer_of(call.body)
    for state in ("open", "closed"):
        stand(call, state=state)
        with acting_in(by), pytest.raises(ActionRefused, match="stay as they are once it has been open"):
            calls.ask_otherwise(call, own.as_they_were, version=call.version, by=by)
    client = signed_in(by.person)
    page = read(client, "grant-questions", call.pk)
    assert "its questions stay as they are" in page
    assert "Put the ready set back" not in page
    assert client.get(reverse("grant-question-add", args=[call.pk])).status_code == 302


def test_of_two_who_change_questions_at_once_the_second_is_told_and_keeps_what_they_typed():
    call = CallFactory()
    by, other = officer_of(call.body), officer_of(call.body, "other")
    client, address = signed_in(by.person), reverse("grant-question-add", args=[call.pk])
    with acting_in(other):
        calls.ask_otherwise(call, partial(own.add, kind=Kind.YES_NO, told=LASTS), version=call.version, by=other)
        with pytest.raises(StaleVersion):
            calls.ask_otherwise(Call.objects.get(pk=call.pk), own.as_they_were, version=call.version - 1, by=other)
    late = client.post(address, SENT | {"label": "Second", "version": call.version - 1})
    page = late.content.decode()
    assert late.status_code == 409
    assert 'value="Second"' in page
    assert client.post(address, SENT | {"label": "Second", "version": call.version}).status_code == 302
    assert {each.label for each in asked_in(Call.objects.get(pk=call.pk)).questions} >= {"What lasts", "Second"}


def test_an_officer_makes_the_questions_of_a_draft_its_own_by_the_pages_and_undoes_it_with_one_press():
    call = CallFactory()
    client = signed_in(officer_of(call.body).person)

    def sent(route: str, *more: object, **told: object) -> tuple[int, str]:
        now = Call.objects.get(pk=call.pk)
        answer = client.post(reverse(route, args=[call.pk, *more]), told | {"version": now.version}, follow=True)
        return answer.redirect_chain[-1][1] if answer.redirect_chain else answer.status_code, answer.content.decode()

    assert reverse("grant-questions", args=[call.pk]) in read(client, "grant-call-edit", call.pk)
    assert sent("grant-question-add", **SENT | {"most_words": ""})[0] == 400
    assert "Added: What lasts." in sent("grant-question-add", **SENT)[1]
    weights = {each.key: each.weight for each in own.weighable(asked_in(Call.objects.get(pk=call.pk)))}
    status, page = sent("grant-question-weights", **weights | {"own_1": 10})
    assert status == 400
    assert "The weights come to 110, and have to come to 100: 10 too many." in page
    assert "The weights come to 100." in sent("grant-question-weights", **weights | {"own_1": 20, "outcomes": 0})[1]
    assert "It is not asked any more." in sent("grant-question-out", "outcomes")[1]
    assert "is asked in every call of this kind" in sent("grant-question-out", "ethics")[1]
    changed = {
        "title": "What need do you meet?",
        "label": "Need",
        "most_words": "90",
        "looks_for": "A need.",
        "place": "budget/",
    }
    assert "Changed: Need." in sent("grant-question", "need", **changed)[1]
    page = read(client, "grant-questions", call.pk)
    assert [page.count(each) for each in ("Your own<", "Changed<", "Ask it again")] == [1, 1, 1]
    asked = asked_in(Call.objects.get(pk=call.pk))
    assert asked.page_of("need").key == "budget"
    assert own.question_of(asked, "ethics") is not None
    assert "It is asked again." in sent("grant-question-again", "outcomes")[1]
    assert "The call asks what the ready set asks." in sent("grant-questions-ready")[1]
    assert own.as_ready(asked_in(Call.objects.get(pk=call.pk)))
    assert client.get(reverse("grant-question", args=[call.pk, "own_1"])).status_code == 404


def test_a_claim_has_no_weights_to_give():
    call = CallFactory(shape=Shape.CLAIM)
    client = signed_in(officer_of(call.body).person)
    assert client.get(reverse("grant-question-weights", args=[call.pk])).status_code == 302
    assert "change the weights" not in read(client, "grant-questions", call.pk)
