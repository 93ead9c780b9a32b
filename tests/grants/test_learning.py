"""What grants came to: results by how well they are known, costs with their denominators, small numbers told as such, lessons of both sides."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse

from irhub.accounts.acting import acting_in
from irhub.casework.ledger import book
from irhub.grants.learning import queries
from irhub.grants.learning.comparing import Reached
from irhub.grants.learning.measures import measure, measures
from irhub.grants.learning.models import GrantLesson, GrantResult
from irhub.grants.learning.telling import remove_result, tell_lesson, tell_result
from irhub.grants.method import ready
from irhub.grants.models import Award
from irhub.grants.payments.models import Advance
from irhub.web.errors import ActionRefused
from tests.factories import signed_in
from tests.grants.factories import AwardFactory, PaymentFactory, ReportFactory, officer_of, speaker_of
from tests.grants.record_factories import GrantResultFactory

pytestmark = pytest.mark.django_db
RESULT = {"measure": "workers", "many": 12, "out_of": 20, "of_what": "workers invited", "grade": "C", "seen": ""}
LESSON = {
    "worked": "Visits in the first month.",
    "hindered": "Shifts.",
    "again": "changed",
    "otherwise": "Begin with the rota.",
}


def granted() -> Award:
    """A grant of £2,000 that both signed."""
    return AwardFactory(state="active")


def reached(by_grade: dict[str, int], cost: int = 150_000, **more: object) -> Reached:
    """Workers who took part in a grant."""
    found = measure("workers")
    assert found is not None
    told = {"out_of": None, "of_what": "", "planned": None, "unaccounted": 0, "grants": 1} | more
    return Reached(found, by_grade, cost=cost, **told)  # type: ignore[arg-type]


def test_both_sides_tell_and_the_funders_number_counts():
    award = granted()
    speaker, officer = speaker_of(award.applicant), officer_of(award.body)
    with acting_in(speaker):
        tell_result(award, by=speaker, **RESULT)
        tell_result(award, by=speaker, **RESULT | {"many": 14})
        with pytest.raises(ActionRefused, match="The funder says so"):
            tell_result(award, by=speaker, **RESULT | {"grade": "A", "seen": "Lists"})
    with acting_in(officer):
        with pytest.raises(ActionRefused, match="what was seen"):
            tell_result(award, by=officer, **RESULT | {"grade": "A"})
        tell_result(award, by=officer, **RESULT | {"many": 11, "grade": "A", "seen": "Attendance lists"})
        theirs = GrantResult.objects.get(by_grantee=True)
        assert theirs.many == 14, "what one tells again stands in place of what one told"
        with pytest.raises(ActionRefused, match="other side"):
            remove_result(theirs, by=officer)
        one = queries.of_award(award).projects[0].by_key["workers"]
    assert (one.many, one.by_grade, one.known) == (11, {"A": 11}, 11)
    assert one.share == "11 of 20 workers invited (55%)"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"many": 30}, "out_of"),
        ({"of_what": ""}, "of_what"),
        ({"measure": "happiness"}, "measure"),
        ({"of_what": "as pat@example.org says"}, "of_what"),
    ],
)
def test_a_result_that_makes_no_sense_is_refused_at_its_field(changed, field):
    award = granted()
    by = officer_of(award.body)
    with acting_in(by), pytest.raises(ActionRefused) as refused:
        tell_result(award, by=by, **RESULT | changed)
    assert refused.value.field == field


def test_nothing_is_told_before_both_have_signed():
    award = AwardFactory()
    by = officer_of(award.body)
    with acting_in(by), pytest.raises(ActionRefused, match="once both have signed"):
        tell_result(award, by=by, **RESULT)


def test_the_newest_lesson_of_each_side_counts_and_the_others_stay():
    award = granted()
    by = officer_of(award.body)
    with acting_in(by):
        with pytest.raises(ActionRefused, match="otherwise"):
            tell_lesson(award, by=by, **LESSON | {"otherwise": ""})
        tell_lesson(award, by=by, **LESSON)
        tell_lesson(award, by=by, **LESSON | {"again": "no"})
        assert GrantLesson.objects.count() == 2
        assert queries.of_award(award).projects[0].again == "funder: no"


def test_costs_are_told_with_what_was_divided_by_what_and_as_a_range():
    assert reached({"A": 10}).costs == "£150 for each: £1,500 spent for 10 workers."
    assert (
        reached({"A": 10, "C": 20}).costs
        == "£50 to £150 for each: £1,500 spent for 30 workers, of which 10 were seen or confirmed."
    )
    assert "none of it was seen or confirmed" in reached({"C": 30}).costs
    assert reached({"B": 4}).costs.endswith("These are few: one more or less would change it much.")
    assert "no cost for each" in reached({"D": 0}).costs
    assert reached({"A": 10}, unaccounted=150_000).costs == "£150 for each: £1,500 awarded for 10 workers."
    assert (
        "£1,500 (of which £500 was awarded and is not accounted for yet) for 10"
        in reached({"A": 10}, unaccounted=50_000).costs
    )


def test_grants_of_a_call_are_compared_by_measure_beside_what_was_planned():
    award = GrantResultFactory().award
    by = officer_of(award.body)
    with acting_in(by):
        told = queries.comparison(award.call)
    (one,) = told.together
    assert (one.many, one.planned, one.cost, one.unaccounted, one.grants) == (12, 0, 200_000, 200_000, 1)
    assert told.told == 1
    page = signed_in(by.person).get(reverse("grant-learning", args=[award.call_id])).content.decode()
    assert "£167 for each: £2,000 awarded for 12 workers." in page
    assert "Nothing is accounted for yet." in page
    assert "12 of 20 workers invited (60%)" in page


def test_the_cost_for_each_is_what_was_spent_once_that_is_accounted_for():
    award = GrantResultFactory().award
    PaymentFactory(award=award, amount=150_000, paid=True)
    book(Advance.objects.create(body_id=award.body_id, award=award), 150_000, key="paid", why="Paid", by="x")
    ReportFactory(award=award, state="accepted", services=90_000)
    page = (
        signed_in(officer_of(award.body).person).get(reverse("grant-learning", args=[award.call_id])).content.decode()
    )
    assert "£75 for each: £900 spent for 12 workers." in page
    assert "£900 was spent, as told by 1 of 1 grant." in " ".join(page.split())
    with acting_in(speaker_of(award.applicant)):
        assert queries.of_award(award).projects[0].spent == 90_000, "its grantee sees the same"


def test_evaluators_get_no_name_no_words_and_no_small_count():
    award = GrantResultFactory(many=4, out_of=6, seen="As the lists of Quillmoor show").award
    by = officer_of(award.body)
    answer = signed_in(by.person).get(reverse("grant-learning", args=[award.call_id]) + "?format=csv")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode()))
    assert row["many"] == "Fewer than 5"
    assert row["out_of"] == ""
    assert "Quillmoor" not in str(row)
    assert row["pounds"] == "£1,000 to £5,000"


def test_grantee_and_officer_tell_on_one_page():
    award = granted()
    at = reverse("grant-results", args=[award.pk])
    for who in (speaker_of(award.applicant), officer_of(award.body)):
        client = signed_in(who.person)
        assert "Save this result" in client.get(at).content.decode()
        told = client.post(
            reverse("grant-result-tell", args=[award.pk]), {**RESULT, "many": "0"}, follow=True
        ).content.decode()
        assert "Nothing was counted" in told
        wrong = client.post(reverse("grant-lesson-tell", args=[award.pk]), {**LESSON, "otherwise": ""}).content.decode()
        assert "Say what you would do otherwise" in wrong
        assert client.post(reverse("grant-lesson-tell", args=[award.pk]), LESSON).status_code == 302
    number = GrantResult.objects.get(by_grantee=False).pk
    assert "Removed." in client.post(reverse("grant-result-remove", args=[number]), follow=True).content.decode()


def test_what_is_planned_is_asked_by_the_questions():
    asked = {each.key for each in ready("panel").questions}
    assert {one.planned for one in measures().measures if one.planned} <= asked
