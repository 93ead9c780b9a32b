"""A charity applies, is checked, scored by two, decided on by a panel within pot and authority, and appeals to another one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.acting import acting_in
from irhub.accounts.models import Membership
from irhub.accounts.roles import Kind, Role
from irhub.casework.assessing import declare
from irhub.casework.checks import Result
from irhub.casework.ledger import unsound
from irhub.grants import applying, assessing, calls, checking, deciding, money, queries
from irhub.grants.forms import CallForm
from irhub.grants.method import ready
from irhub.grants.models import Application, Award, Call, Decision, Pot
from irhub.grants.money import refuse_beyond
from irhub.grants.shapes import Shape
from irhub.notify.models import Message
from irhub.questions.forms import AnswersForm
from irhub.web.errors import ActionRefused, StaleVersion
from tests.factories import BodyFactory, signed_in
from tests.grants.factories import (
    ApplicantFactory,
    ApplicationFactory,
    AwardFactory,
    CallFactory,
    EvidenceFactory,
    PotFactory,
    answer_all,
    assessor_of,
    details,
    grades,
    member_of,
    officer_of,
    on_panel,
    speaker_of,
)
from tests.standing import stand

pytestmark = pytest.mark.django_db


def again(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def submitted(**told: object) -> Application:
    """An application that was submitted, and may be opened."""
    made = ApplicationFactory(answered=True, **told)
    speaker = speaker_of(made.applicant)
    with acting_in(speaker):
        applying.submit(made, version=made.version, signed_by="Pat Example, director", by=speaker)
    return stand(again(made), readable_on=localdate())


def checked(application: Application, risk: str = Result.CLEAR) -> Application:
    by = officer_of(application.body)
    with acting_in(by):
        assessing.begin_checks(application, version=application.version, by=by)
        for each in checking.standing_of(application):
            now, result = again(application), risk if each.check.key == "risk" else Result.CLEAR
            checking.record_check(now, each.check.key, result=result, says="Looked.", version=now.version, by=by)
    return again(application)


def scored_by(application: Application, *names: str) -> Application:
    by, works = officer_of(application.body), []
    for name in names:
        one = assessor_of(application.body, name)
        with acting_in(by):
            made = assessing.name_assessor(again(application), one.person_id, version=again(application).version, by=by)
        with acting_in(one):
            works.append((one, declare(made, version=made.version, by=one)))
    with acting_in(by):
        assessing.begin_assessment(again(application), version=again(application).version, by=by)
    for one, made in works:
        with acting_in(one):
            kept = assessing.keep_scores(made, grades(), version=made.version, by=one)
            assessing.hand_in(kept, version=kept.version, by=one)
    return again(application)


def to_decide(**told: object) -> Application:
    return scored_by(checked(submitted(**told)), "ada", "ben")


def view(application: Application, by: Membership, *, award: bool = True) -> None:
    with acting_in(by):
        now = again(application)
        deciding.give_view(now, award=award, note="By the sheet.", no_interest=True, version=now.version, by=by)


def decided(application: Application, outcome: str, by: Membership, **more: object) -> Decision:
    with acting_in(by):
        now = again(application)
        told = {
            "amount": now.asked,
            "feedback": "Clear and sound.",
            "no_interest": True,
            "against": "The panel sees it otherwise.",
        } | more
        return deciding.decide(now, version=now.version, outcome=outcome, by=by, **told)


def panel(application: Application, *names: str, on_appeal: bool = False) -> list[Membership]:
    found = [officer_of(application.body, name) for name in names]
    on_panel(application.call, *found, on_appeal=on_appeal)
    return found


def test_an_application_is_scored_by_two_awarded_by_a_panel_and_takes_effect_when_both_have_signed():
    application = to_decide()
    first, second = panel(application, "cat", "dan")
    result = assessing.result_of(application)
    assert result is not None
    assert (result.percent, result.fund) == (75, True)
    view(application, first, award=False)
    with pytest.raises(ActionRefused, match="Give your own view"):
        decided(application, "awarded", second)
    view(application, second)
    before = Pot.objects.get(pk=application.call.pot_id).amount
    decision = decided(application, "awarded", second, amount=150_000)
    assert (decision.amount, decision.limit) == (150_000, 500_000)
    assert "cat" in decision.minority
    assert "£1,500" in decision.letter
    assert not any(name in decision.letter for name in ("ada", "ben", "cat", "dan"))
    assert Message.objects.filter(key=f"grant-decision/{decision.pk}").count() == 1
    award = Award.objects.get(application=application)
    assert (award.amount, award.granted, Pot.objects.get().amount) == (150_000, 150_000, before - 150_000)
    speaker = speaker_of(application.applicant)
    with acting_in(speaker):
        assert [letter.outcome for letter in queries.letters_of(application)] == ["Awarded"]
        award = deciding.sign_as_grantee(award, version=award.version, signed_by="Pat Example, director", by=speaker)
    with acting_in(second), pytest.raises(ActionRefused, match="a colleague signs"):
        deciding.sign_as_funder(award, version=award.version, by=second)
    with acting_in(first):
        assert deciding.sign_as_funder(award, version=award.version, by=first).state == "active"
    assert not [*unsound(Pot), *unsound(Award)]


def test_a_decision_needs_a_quorum_and_stays_within_what_was_asked_the_authority_and_the_pot():
    application = to_decide(call=CallFactory(open=True, pot=PotFactory(inside=180_000, officer_limit=190_000)))
    first, second = panel(application, "cat", "dan")
    view(application, first)
    with pytest.raises(ActionRefused, match="1 of at least 2"):
        decided(application, "awarded", first)
    view(application, second)
    with pytest.raises(ActionRefused, match="£2,000 was asked for"):
        decided(application, "awarded", second, amount=200_001)
    with pytest.raises(ActionRefused, match="up to £1,900"):
        decided(application, "awarded", second, amount=195_000)
    with pytest.raises(ActionRefused, match="£1,800 is left"):
        decided(application, "awarded", second, amount=185_000)
    with pytest.raises(ActionRefused, match="feedback"):
        decided(application, "refused", second, feedback=" ")
    lead = member_of(application.body, Role.LEAD, "lead")
    with pytest.raises(ActionRefused, match="£1,800 is left"):
        refuse_beyond(application.call.pot, 195_000, lead)
    with pytest.raises(IntegrityError, match="award_within_authority"), transaction.atomic():
        Decision.objects.create(
            body_id=application.body_id, application=application, outcome="awarded", amount=3, limit=2, feedback="x", letter="x", decided_by="x"
        )  # fmt: skip
    assert not Award.objects.exists()
    assert again(application).state == "decision"


def test_nobody_decides_with_an_interest_or_after_checking_or_scoring_and_nobody_gives_two_views():
    application = to_decide()
    checker, scorer, free = (
        officer_of(application.body),
        officer_of(application.body, "ada"),
        officer_of(application.body, "cat"),
    )
    on_panel(application.call, checker, scorer, free)
    for by, no_interest, why in (
        (checker, True, "checked it"),
        (scorer, True, "asked to score"),
        (free, False, "interest"),
    ):
        now = again(application)
        with acting_in(by), pytest.raises(ActionRefused, match=why):
            deciding.give_view(now, award=True, note="So.", no_interest=no_interest, version=now.version, by=by)
    view(application, free)
    with pytest.raises(ActionRefused, match="already"):
        view(application, free)


def test_an_appeal_is_heard_by_people_who_had_no_part_in_the_decision():
    application = to_decide()
    first, second = panel(application, "cat", "dan")
    for one in (first, second):
        view(application, one, award=False)
    assert decided(application, "refused", second).amount is None
    speaker = speaker_of(application.applicant)
    with acting_in(speaker):
        applying.appeal(
            again(application), version=again(application).version, reason="You misread our figures.", by=speaker
        )
    for one in (first, second):
        with pytest.raises(ActionRefused, match="ask a colleague"):
            view(application, one)
    third, fourth = panel(application, "eva", "fay", on_appeal=True)
    view(application, third)
    with pytest.raises(ActionRefused, match="1 of at least 2"):
        decided(application, "awarded", third)
    view(application, fourth)
    assert decided(application, "awarded", fourth).on_appeal
    assert Award.objects.get(application=application).granted == application.asked


def test_an_appeal_comes_within_its_days():
    application = ApplicationFactory(state="refused")
    stand(application, decided_at=timezone.now() - timedelta(days=60))
    speaker = speaker_of(application.applicant)
    with acting_in(speaker), pytest.raises(ActionRefused, match="last day for an appeal"):
        applying.appeal(application, version=application.version, reason="Late.", by=speaker)


def test_the_days_for_an_appeal_begin_after_the_day_of_the_decision_in_london():
    half_past_midnight = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert applying.appeal_until(Application(decided_at=half_past_midnight)) == date(2026, 7, 29)


def test_a_claim_is_decided_without_scores_by_one_person_with_a_quorum_of_one():
    call = CallFactory(open=True, shape=Shape.CLAIM, quorum=1)
    made = submitted(call=call)
    assert made.readable_on == localdate()
    assert applying.answer_by(made) == localdate() + timedelta(days=14)
    application, by = checked(made), officer_of(made.body)
    with acting_in(by):
        with pytest.raises(ActionRefused, match="not scored"):
            assessing.begin_assessment(application, version=application.version, by=by)
        assessing.skip_assessment(application, version=application.version, reason="A claim.", by=by)
    one = officer_of(made.body, "cat")
    view(application, one)
    assert decided(application, "awarded", one).amount == 150_000


def test_where_the_risk_is_not_low_a_second_person_looks_and_what_passes_is_scored():
    application = checked(submitted(), risk=Result.LOOK)
    by, other = officer_of(application.body), officer_of(application.body, "second")
    with acting_in(by), pytest.raises(ActionRefused, match="a second person looks"):
        assessing.begin_assessment(application, version=application.version, by=by)
    with acting_in(other):
        now = again(application)
        checking.record_check(now, "risk", result=Result.CLEAR, says="Looked too.", version=now.version, by=other)
    with acting_in(by):
        now = again(application)
        with pytest.raises(ActionRefused, match="two assessors score"):
            assessing.skip_assessment(now, version=now.version, reason="Quick.", by=by)
        with pytest.raises(ActionRefused, match="Name two assessors"):
            assessing.begin_assessment(now, version=now.version, by=by)


def test_nothing_is_submitted_while_a_question_is_open_or_the_budget_is_not_what_is_asked():
    made = ApplicationFactory(asked=250_000)
    speaker = speaker_of(made.applicant)
    with acting_in(speaker), pytest.raises(ActionRefused, match="answer “Need and evidence” first"):
        applying.submit(made, version=made.version, signed_by="Pat Example", by=speaker)
    answer_all(made)
    with acting_in(speaker):
        with pytest.raises(ActionRefused, match="ask for £2,500, and the lines of your budget come to £2,000"):
            applying.submit(made, version=made.version, signed_by="Pat Example", by=speaker)
        made = applying.change_details(made, version=made.version, by=speaker, **details(asked=200_000))
        sent = applying.submit(made, version=made.version, signed_by="Pat Example", by=speaker)
        assert sent.readable_on == made.call.closes_on + timedelta(days=1), (
            "nobody opens it before the last day is over"
        )
        with pytest.raises(ActionRefused):
            applying.change_details(sent, version=sent.version, by=speaker, **details(asked=100_000))
    with acting_in(officer_of(made.body)):
        assert not Application.objects.exists()


def test_answers_name_no_people_and_two_colleagues_do_not_overwrite_each_other():
    made = ApplicationFactory()
    page = ready("panel").pages[0]
    speaker, colleague = speaker_of(made.applicant), member_of(made.applicant, Role.ADMINISTRATOR, "colleague")

    def form(text: str, seen: int) -> AnswersForm:
        found = AnswersForm(page.questions, {"need": text, "seen": str(seen)}, partly=True, revision=seen)
        assert found.is_valid(), found.errors
        return found

    with acting_in(speaker):
        for text in ("Ask ada@example.org about it.", "Her number is QQ 12 34 56 C.".replace("QQ", "AB")):
            with pytest.raises(ActionRefused, match="Leave people out"):
                applying.save_page(made, page, form(text, 0), by=speaker)
        assert applying.save_page(made, page, form("Forty nurses left.", 0), by=speaker) == ("need",)
    with acting_in(colleague), pytest.raises(StaleVersion, match="answered “Need and evidence”"):
        applying.save_page(again(made), page, form("Fifty nurses left.", 0), by=colleague)


def test_files_come_only_where_a_question_asks_for_one():
    made = ApplicationFactory()
    asks, asks_not = ready("panel").pages[1], ready("panel").pages[0]
    assert applying.takes_files(asks)
    assert not applying.takes_files(asks_not)
    speaker = speaker_of(made.applicant)
    with acting_in(speaker):
        with pytest.raises(ActionRefused, match="No question of this page"):
            applying.add_evidence(made, asks_not, [], by=speaker)
        applying.remove_evidence(EvidenceFactory(application=made), by=speaker)
        assert not made.evidence.exists()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"asked": 49_999}, "between £500 and £10,000"), ({"asked": 1_000_001}, "between £500 and £10,000"),
        ({"ends_on": date(2020, 1, 1)}, "last day must not come before"), ({"ends_on": date(2100, 1, 1)}, "has to be spent by"),
    ],
)  # fmt: skip
def test_an_application_asks_for_what_the_call_gives(more, told):
    call, applicant = CallFactory(open=True), ApplicantFactory()
    speaker = speaker_of(applicant)
    with acting_in(speaker), pytest.raises(ActionRefused, match=told):
        applying.begin_application(call, by=speaker, **details(**more))


def test_a_call_is_for_the_kinds_that_it_names_not_for_its_own_funder_and_for_each_once():
    call = CallFactory(open=True, kinds=["community partner", "council"])
    agency, charity = BodyFactory(kind=Kind.SUPPLIER, name="An Agency Ltd"), ApplicantFactory()
    with acting_in(speaker_of(agency)), pytest.raises(ActionRefused, match="not for organisations like yours"):
        applying.begin_application(call, by=speaker_of(agency), **details())
    speaker = speaker_of(charity)
    with acting_in(speaker):
        applying.begin_application(call, by=speaker, **details())
        with pytest.raises(ActionRefused, match="have an application"):
            applying.begin_application(call, by=speaker, **details())
    call = stand(call, closes_on=localdate() - timedelta(days=1))
    with acting_in(speaker), pytest.raises(ActionRefused, match="no applications"):
        applying.begin_application(call, by=speaker, **details())


def test_applicants_that_share_a_bank_account_are_told_and_aid_over_three_years_is_added_up():
    call = CallFactory(open=True)
    one = submitted(call=call)
    other = submitted(
        call=call, applicant=ApplicantFactory(name="Another Charity"), charity_number="7654321", aid=31_400_000
    )
    found = {each.key: each for each in checking.found_of(other, localdate())}
    assert found["connected"].result == Result.LOOK
    assert f"{one.name} ({one.reference}, the same bank account holder)" in found["connected"].says
    assert found["aid"].result == Result.FAILS
    assert "come to £316,000, where £315,000 is the limit" in found["aid"].says
    alone = submitted(
        applicant=ApplicantFactory(name="Alone"),
        charity_number="1",
        holder="Alone",
        body=BodyFactory(kind=Kind.COUNCIL),
    )
    assert {each.key: each.result for each in checking.found_of(alone, localdate())}["connected"] == Result.CLEAR


def test_a_call_ends_with_what_was_learned_once_everything_is_decided():
    award = AwardFactory()
    by, call = officer_of(award.body), award.call
    waits = ApplicationFactory(call=call, applicant=ApplicantFactory(name="Another"), state="checks")
    with acting_in(by):
        call = calls.close_call(call, version=call.version, by=by)
        with pytest.raises(ActionRefused, match="Not decided yet: 1 application to this call"):
            calls.end_call(call, version=call.version, reason="It worked.", by=by)
        stand(waits, state="refused")
        with pytest.raises(ActionRefused, match="learned"):
            calls.end_call(call, version=call.version, reason=" ", by=by)
        assert (
            calls.end_call(call, version=call.version, reason="Short courses worked.", by=by).lessons
            == "Short courses worked."
        )


def test_a_council_that_is_granted_something_neither_decides_on_it_nor_signs_for_the_funder():
    council = ApplicantFactory(kind=Kind.COUNCIL, name="Walsall")
    own_officer = officer_of(council)
    waits = ApplicationFactory(applicant=council, answered=True, state="decision")
    told = {"outcome": "awarded", "amount": waits.asked, "feedback": "Ours.", "no_interest": True}
    with pytest.raises(ActionRefused, match="for the other side of this application for a grant to decide"):
        deciding.decide(waits, version=waits.version, by=own_officer, **told)
    award = AwardFactory(application=waits)
    deciding.sign_as_grantee(award, version=award.version, signed_by="Pat Example, director", by=speaker_of(council))
    with pytest.raises(ActionRefused, match="for the other side of this grant to sign"):
        deciding.sign_as_funder(award, version=award.version, by=own_officer)
    with pytest.raises(ActionRefused, match="You can sign the agreement for the funder"):
        deciding.decline(award, version=award.version, by=officer_of(award.body, "other"))


def test_aid_counts_what_the_same_company_had_under_another_account():
    had = AwardFactory(
        application=ApplicationFactory(company_number="04815162", charity_number="", answered=True, state="decision")
    )
    again = submitted(
        call=had.call, applicant=ApplicantFactory(name="Another account"), company_number="04815162", charity_number=""
    )
    found = {each.key: each for each in checking.found_of(again, localdate())}
    assert found["aid"].says.startswith("£2,000 of grants from the hub to it and its group")


def edits(call: Call, **told: object) -> Call:
    """An officer describes a call otherwise."""
    by = officer_of(call.body)
    whole = {
        each.name: getattr(call, each.name)
        for each in Call._meta.fields
        if each.name in CallForm.base_fields and each.name != "version"
    }
    with acting_in(by):
        return calls.edit_call(call, version=call.version, by=by, **(whole | told))


def test_an_application_to_a_panel_stays_shut_until_the_new_last_day_is_over():
    one = submitted()
    call, later = Call.objects.get(pk=one.call_id), localdate() + timedelta(days=50)
    in_another_order = {"kinds": call.kinds[::-1], "councils": call.councils[::-1]}
    call = edits(call, closes_on=later, decide_by=later, **in_another_order)
    assert Application.objects.get(pk=one.pk).readable_on == later + timedelta(days=1)
    claim = submitted(call=CallFactory(body=BodyFactory(kind=Kind.COUNCIL), shape="claim", open=True))
    edits(Call.objects.get(pk=claim.call_id), closes_on=later, decide_by=later)
    assert Application.objects.get(pk=claim.pk).readable_on == localdate(), "a claim is opened at once"


def test_a_call_to_a_panel_is_not_reopened_once_its_applications_can_be_opened():
    one = submitted()
    call = stand(Call.objects.get(pk=one.call_id), closes_on=localdate() - timedelta(days=1))
    with pytest.raises(ActionRefused, match="applications can be opened") as refused:
        edits(call, closes_on=localdate() + timedelta(days=5))
    assert refused.value.field == "closes_on"
    call.refresh_from_db()
    assert call.closes_on < localdate()
    nobody = stand(
        CallFactory(body=BodyFactory(kind=Kind.COUNCIL), open=True), closes_on=localdate() - timedelta(days=1)
    )
    assert edits(nobody, closes_on=localdate() + timedelta(days=5)).closes_on > localdate()


def test_what_is_sent_after_the_last_day_was_moved_meanwhile_is_not_submitted():
    made = ApplicationFactory(answered=True)
    speaker = speaker_of(made.applicant)
    seen = Application.objects.select_related("call").get(pk=made.pk)
    stand(Call.objects.get(pk=made.call_id), closes_on=localdate() - timedelta(days=1))
    with acting_in(speaker), pytest.raises(ActionRefused, match="yours was not submitted"):
        applying.submit(seen, version=seen.version, signed_by="Pat Example, director", by=speaker)


def test_a_claim_is_not_submitted_without_its_evidence():
    made = ApplicationFactory(call=CallFactory(open=True, shape=Shape.CLAIM), answered=True)
    made.evidence.all().delete()
    speaker = speaker_of(made.applicant)
    with acting_in(speaker):
        with pytest.raises(ActionRefused, match="add a file in “Your claim” first"):
            applying.submit(made, version=made.version, signed_by="Pat Example, director", by=speaker)
        EvidenceFactory(application=made, page="claim")
        assert applying.submit(made, version=made.version, signed_by="Pat Example, director", by=speaker).submitted_at


def test_an_applicant_reads_what_it_submitted():
    made = submitted()
    page = (
        signed_in(speaker_of(made.applicant).person).get(reverse("grant-application", args=[made.pk])).content.decode()
    )
    assert "What you submitted" in page
    assert "We asked forty workers, and thirty told us so." in page


def test_whoever_is_not_signed_in_is_led_to_sign_in_before_applying():
    call = CallFactory(open=True)
    page = Client().get(reverse("grant-call", args=[call.pk])).content.decode()
    assert f"{reverse('account_login')}?next=" in page
    assert "Sign in to apply" in page


@pytest.mark.parametrize("state", ["offered", "signed"])
def test_an_offer_is_withdrawn_before_both_have_signed_and_its_money_is_in_the_pot_again(state):
    award = AwardFactory(state=state)
    before, by = Pot.objects.get().amount, officer_of(award.body, "cat")
    with acting_in(by):
        with pytest.raises(ActionRefused, match="Say why the offer is withdrawn"):
            deciding.withdraw_offer(award, version=award.version, reason="", by=by)
        gone = deciding.withdraw_offer(award, version=award.version, reason="It left the register.", by=by)
    assert (gone.state, gone.amount, Pot.objects.get().amount) == ("withdrawn", 0, before + award.granted)
    told = Message.objects.filter(key__contains=f"offer-withdrawn-{award.pk}")
    assert told.exists()
    assert not list(unsound(Pot)) + list(unsound(Award))
    with acting_in(by), pytest.raises(ActionRefused):
        deciding.sign_as_funder(gone, version=gone.version, by=by)


def test_what_comes_back_into_a_closed_pot_is_given_back_too():
    award = AwardFactory()
    by, speaker = officer_of(award.body, "cat"), speaker_of(award.applicant)
    pot = Pot.objects.get()
    with acting_in(by):
        pot = money.close_pot(pot, version=pot.version, reason="The year is over.", by=by)
        with pytest.raises(ActionRefused, match="Nothing has come back"):
            money.give_back(pot, version=pot.version, reason="Letter 2.", by=by)
    with acting_in(speaker):
        deciding.decline(award, version=award.version, by=speaker)
    with acting_in(by):
        pot = Pot.objects.get()
        assert pot.amount == award.granted
        assert money.give_back(pot, version=pot.version, reason="Letter 2.", by=by).amount == 0
    assert not list(unsound(Pot))


def test_of_many_that_are_connected_a_check_says_how_many_more_there_are():
    call = CallFactory(open=True)
    for number in range(8):
        submitted(call=call, applicant=ApplicantFactory(name=f"Charity {number}"), charity_number=f"100000{number}")
    one = submitted(call=call, applicant=ApplicantFactory(name="The last"), charity_number="2000000")
    found = {each.key: each for each in checking.found_of(one, localdate())}
    assert found["connected"].says.count("the same bank account holder") == 6
    assert "; 2 more." in found["connected"].says
