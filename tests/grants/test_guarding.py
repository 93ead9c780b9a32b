"""Whoever is near an applicant, by their word or by a role in it, takes no part for the funder: in its application, its grant or its money."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils.timezone import localdate

from irhub.accounts.acting import acting_in
from irhub.accounts.models import Membership
from irhub.accounts.roles import Role
from irhub.grants import (
    assessing,
    bank_details,
    changes,
    checking,
    deciding,
    paying,
    repaying,
    reports,
    working_together,
)
from irhub.grants.deciding_together import without_view
from irhub.grants.models import Application, Award
from irhub.grants.payments.models import Payment
from irhub.grants.sheet import lines_of
from irhub.web.errors import ActionRefused
from tests.factories import MembershipFactory
from tests.grants.factories import (
    ApplicationFactory,
    AwardFactory,
    BankDetailsFactory,
    ChangeFactory,
    PaymentFactory,
    ReportFactory,
    assessor_of,
    officer_of,
    on_panel,
    running,
)
from tests.standing import stand

pytestmark = pytest.mark.django_db
ROLE, INTEREST = "You have, or had, a role", "You declared an interest"


def of_both_sides(application: Application, name: str = "both", role: Role = Role.GRANTS_OFFICER) -> Membership:
    """Somebody of the funder who has a role in the applicant too."""
    made: Membership = (
        officer_of(application.body, name) if role != Role.ASSESSOR else assessor_of(application.body, name)
    )
    MembershipFactory(person=made.person, body=application.applicant, role=Role.ADMINISTRATOR)
    return made


def interested(application: Application, name: str = "near") -> Membership:
    """Somebody of the funder who declared an interest."""
    made = officer_of(application.body, name)
    application.interests.create(
        body_id=application.body_id, person=made.person, note="My sister runs it.", who=made.person.email
    )
    return made


def test_an_applicant_is_not_its_own_assessor():
    made = ApplicationFactory(answered=True, state="checks")
    both, by = of_both_sides(made, role=Role.ASSESSOR), officer_of(made.body)
    with acting_in(by), pytest.raises(ActionRefused, match="choose somebody else") as refused:
        assessing.name_assessor(made, both.person_id, version=made.version, by=by)
    assert refused.value.field == "person"
    later = assessor_of(made.body, "later")
    with acting_in(by):
        work = assessing.name_assessor(made, later.person_id, version=made.version, by=by)
    MembershipFactory(person=later.person, body=made.applicant, role=Role.ADMINISTRATOR)
    with acting_in(later), pytest.raises(ActionRefused, match=ROLE):
        assessing.declare(work, version=work.version, by=later)


@pytest.mark.parametrize(("near", "says"), [(of_both_sides, ROLE), (interested, INTEREST)])
def test_whoever_is_near_an_applicant_neither_checks_it_nor_sends_it_on(near: Callable[..., Membership], says: str):
    made = ApplicationFactory(answered=True, state="checks")
    by, assessor = near(made), assessor_of(made.body)
    told: dict[str, Any] = {"version": made.version, "by": by}
    with acting_in(by):
        for tries in (
            lambda: checking.record_check(made, "risk", result="clear", says="Looked.", **told),
            lambda: assessing.name_assessor(made, assessor.person_id, **told),
            lambda: assessing.begin_assessment(made, **told),
            lambda: assessing.skip_assessment(made, reason="It fails.", **told),
        ):
            with pytest.raises(ActionRefused, match=says):
                tries()
        assert working_together.to_check(made.call, by) == []
        assert working_together.send_on(made.call, by=by) == (0, 0), "it is left to a colleague"


@pytest.mark.parametrize("near", [of_both_sides, interested])
def test_whoever_is_near_an_applicant_gives_no_view_and_decides_nothing(near: Callable[..., Membership]):
    made = ApplicationFactory(answered=True, state="decision")
    by = near(made)
    on_panel(made.call, by)
    with acting_in(by):
        assert without_view(lines_of(made.call), by) == []
        with pytest.raises(ActionRefused, match=r"interest|a role in"):
            deciding.give_view(made, award=True, note="Good.", no_interest=True, version=made.version, by=by)


def test_a_view_counts_no_more_once_its_giver_declares_an_interest():
    made = ApplicationFactory(answered=True, state="decision")
    first, second = officer_of(made.body, "first"), officer_of(made.body, "second")
    on_panel(made.call, first, second)
    for by in (first, second):
        with acting_in(by):
            deciding.give_view(made, award=True, note="Good.", no_interest=True, version=made.version, by=by)
    with acting_in(first):
        deciding.declare_interest(made, note="My sister works there.", version=made.version, by=first)
    with acting_in(second), pytest.raises(ActionRefused, match="1 of at least 2"):
        deciding.decide(
            made, version=made.version, outcome="refused", amount=None, feedback="No.", no_interest=True, by=second
        )
    with acting_in(second):
        assert [len(line.panel.views) for line in lines_of(made.call)] == [1]


@pytest.mark.parametrize(("near", "says"), [(of_both_sides, ROLE), (interested, INTEREST)])
def test_whoever_is_near_a_grantee_has_no_hand_in_its_money(near: Callable[..., Membership], says: str):
    award = running()
    by, today = near(award.application), localdate()
    report, change, payment = ReportFactory(award=award), ChangeFactory(award=award), PaymentFactory(award=award)
    stand(report, state="in")
    account = BankDetailsFactory(award=award)
    with acting_in(by):
        award = Award.objects.get(pk=award.pk)
        for tries in (
            lambda: paying.plan_payment(award, amount=100, due_on=today, what="More", by=by),
            lambda: paying.ask_payment(Payment.objects.get(pk=payment.pk), version=1, reason="Due.", by=by),
            lambda: reports.accept_report(report, version=report.version, by=by),
            lambda: changes.decide_change(change, agree=True, version=1, reason="", by=by),
            lambda: repaying.ask_back(award, amount=100, why="Not spent.", due_on=today, by=by),
            lambda: repaying.close_award(award, version=award.version, reason="Done.", by=by),
            lambda: bank_details.check_details(account, version=account.version, reason="Called.", by=by),
        ):
            with pytest.raises(ActionRefused, match=says):
                tries()


@pytest.mark.parametrize(("near", "says"), [(of_both_sides, ROLE), (interested, INTEREST)])
def test_whoever_is_near_a_grantee_does_not_sign_for_the_funder(near: Callable[..., Membership], says: str):
    award = AwardFactory(state="signed")
    by = near(award.application)
    with acting_in(by), pytest.raises(ActionRefused, match=says):
        deciding.sign_as_funder(award, version=award.version, by=by)
