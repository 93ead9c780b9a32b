"""The decision sheet of a call: who comes first, how far the money goes, and many decided at once, each as it was seen."""

from __future__ import annotations

import pytest
from django.urls import reverse

from irhub.accounts.acting import acting_in
from irhub.accounts.models import Membership
from irhub.grants import deciding, deciding_together
from irhub.grants.deciding_together import AsSeen, agree, decide_together
from irhub.grants.models import Application, Award, Call, Decision, Pot, Score
from irhub.grants.shapes import Shape
from irhub.grants.sheet import feedback_for, line_of, lines_of
from irhub.notify.models import Message
from irhub.web.errors import ActionRefused, StaleVersion
from tests.factories import signed_in
from tests.grants.factories import (
    ApplicantFactory,
    ApplicationFactory,
    AssessmentFactory,
    CallFactory,
    PotFactory,
    assessor_of,
    grades,
    officer_of,
    on_panel,
)
from tests.standing import stand

pytestmark = pytest.mark.django_db


def scored(call: Call, name: str, *given: int, asked: int = 200_000) -> Application:
    """An application that waits to be decided, with these grades of two assessors; without any where none are given."""
    made = ApplicationFactory(call=call, applicant=ApplicantFactory(name=name), asked=asked, state="decision")
    for who, grade in zip(("ada", "ben"), given, strict=False):
        one = assessor_of(made.body, who)
        work = stand(AssessmentFactory(application=made, person=one.person), state="in")
        Score.objects.bulk_create(
            Score(
                body_id=made.body_id, assessment=work, application=made, assessor=one.person, question=key, grade=each, why=why
            )
            for key, (each, why) in grades(grade).items()
        )  # fmt: skip
    return made


def deciders(call: Call) -> list[Membership]:
    found = [officer_of(call.body, name) for name in ("cat", "dan")]
    on_panel(call, *found)
    return found


def recommended(call: Call) -> list[tuple[str, str]]:
    return [(line.application.name, line.recommended) for line in lines_of(call)]


@pytest.fixture
def call() -> Call:
    """A call with £4,500 in its pot, and five that wait."""
    made = CallFactory(open=True, pot=PotFactory(inside=450_000))
    scored(made, "Third", 3, 3)
    scored(made, "First", 4, 4, asked=200_000)
    scored(made, "Second", 4, 3, asked=250_000)
    scored(made, "Weak", 2, 1)
    fails = scored(made, "Fails", 4, 4)
    fails.checks.create(body_id=fails.body_id, key="area", result="fails", says="Elsewhere.", who="the registers")
    return made


def seen_by(call: Call, by: Membership) -> dict[int, AsSeen]:
    """What somebody sees before the letters go out."""
    return {
        line.application.pk: AsSeen(line.recommended, feedback_for(line), line.application.version)
        for line in deciding_together.ready(lines_of(call), by)
    }


def test_money_goes_to_the_best_first_until_it_is_used_up_and_the_rest_is_a_reserve(call):
    assert recommended(call) == [
        ("First", "awarded"), ("Fails", "refused"), ("Second", "awarded"), ("Third", "reserve"), ("Weak", "refused")
    ]  # fmt: skip
    assert [line.left for line in lines_of(call)][-1] == 0
    assert line_of(Application.objects.get(name="Third")).words == "Good enough, and no money is left"
    claims = CallFactory(open=True, shape=Shape.CLAIM, pot=PotFactory(name="Small", inside=150_000), title="Claims")
    for name in ("One", "Two"):
        ApplicationFactory(call=claims, applicant=ApplicantFactory(name=name), state="decision")
    assert recommended(claims) == [("One", "awarded"), ("Two", "reserve")]


def test_a_decision_against_the_sheet_says_why():
    call = CallFactory(open=True, quorum=1)
    made, by = scored(call, "Good", 4, 4), officer_of(call.body, "cat")
    on_panel(call, by)
    with acting_in(by):
        deciding.give_view(made, award=False, note="Not now.", no_interest=True, version=made.version, by=by)
        told = {
            "version": made.version,
            "outcome": "refused",
            "amount": None,
            "feedback": "Thank you.",
            "no_interest": True,
        }
        with pytest.raises(ActionRefused, match="recommends otherwise"):
            deciding.decide(made, by=by, **told)
        decision = deciding.decide(made, by=by, against="It had a grant last year.", **told)
    assert (decision.against, decision.minority) == ("It had a grant last year.", "")


def test_a_panel_agrees_with_many_at_once_and_decides_them_each_with_its_letter(call):
    cat, dan = deciders(call)
    waits = {each.application.pk for each in lines_of(call)}
    for by in (cat, dan):
        with acting_in(by):
            assert agree(call, waits, note="By the scores.", no_interest=True, by=by) == 5
            with pytest.raises(ActionRefused, match="Select the applications"):
                agree(call, waits, note="Again.", no_interest=True, by=by)
    with acting_in(dan):
        assert decide_together(call, seen_by(call, dan), no_interest=True, by=dan) == 5
    states = dict(Application.objects.values_list("name", "state"))
    assert states == {
        "First": "awarded",
        "Second": "awarded",
        "Third": "reserve",
        "Weak": "refused",
        "Fails": "refused",
    }
    assert Pot.objects.get(pk=call.pot_id).amount == 0
    assert Message.objects.filter(key__startswith="grant-decision/").count() == 5
    weak = Decision.objects.get(application__name="Weak")
    assert "To be stronger: " in weak.letter
    assert "ada" not in weak.letter
    third = Application.objects.get(name="Third")
    award = Award.objects.get(name="First")
    deciding.back_to_pot(award, why="Declined", by=dan)
    assert recommended(Call.objects.get(pk=call.pk)) == [("Third", "awarded")], (
        "money that comes back goes to the reserve"
    )
    with acting_in(dan):
        decide_together(call, seen_by(call, dan), no_interest=True, by=dan)
    assert Application.objects.get(pk=third.pk).state == "awarded"


def test_nothing_is_sent_if_the_sheet_has_changed_since_it_was_read(call):
    cat, dan = deciders(call)
    waits = {each.application.pk for each in lines_of(call)}
    for by in (cat, dan):
        with acting_in(by):
            agree(call, waits, note="So.", no_interest=True, by=by)
    with acting_in(dan):
        seen = seen_by(call, dan)
    stand(call.pot, amount=100_000)
    with acting_in(dan), pytest.raises(StaleVersion, match="Nothing was sent"):
        decide_together(Call.objects.get(pk=call.pk), seen, no_interest=True, by=dan)
    assert not Decision.objects.exists()


def test_the_sheet_and_its_letters_are_pages_of_few_questions_to_the_database(call, django_assert_max_num_queries):
    cat, dan = deciders(call)
    client = signed_in(dan.person)
    client.get(reverse("grant-sheet", args=[call.pk]))
    with django_assert_max_num_queries(20):
        page = client.get(reverse("grant-sheet", args=[call.pk])).content.decode()
    assert "Good enough, and no money is left" in page
    chosen = {"chosen": [str(line.application.pk) for line in lines_of(call)], "note": "So.", "no_interest": "on"}
    for one in (cat, dan):
        assert signed_in(one.person).post(reverse("grant-sheet", args=[call.pk]), chosen).status_code == 302
    letters = client.get(reverse("grant-letters", args=[call.pk])).content.decode()
    assert "Feedback to First" in letters
    sent = {"no_interest": "on"}
    for number, each in seen_by(call, dan).items():
        sent |= {
            f"feedback-{number}": each.feedback,
            f"as-{number}": each.outcome,
            f"version-{number}": str(each.version),
        }
    assert client.post(reverse("grant-letters", args=[call.pk]), sent).status_code == 302
    assert Decision.objects.count() == 5
