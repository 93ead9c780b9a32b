"""However officers put money in, award, are refused and have grants declined, the sums agree, and nothing is above pot or ask."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models import Sum
from hypothesis import settings as examples
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from irhub.accounts.models import Membership
from irhub.casework.ledger import unsound
from irhub.grants import deciding, money
from irhub.grants.models import Award, Pot, PotEntry
from irhub.web.errors import ActionRefused
from tests.grants.factories import (
    ApplicantFactory,
    ApplicationFactory,
    CallFactory,
    PotFactory,
    officer_of,
    on_panel,
    speaker_of,
)


def decide(application, by: Membership, amount: int) -> bool:
    """Whether an award was made."""
    try:
        deciding.decide(
            application,
            version=application.version,
            outcome="awarded",
            amount=amount,
            feedback="So.",
            no_interest=True,
            by=by,
        )
    except ActionRefused:
        return False
    return True


def ready(call, name: str):
    """An application that waits for a decision, with the views that it needs."""
    made = ApplicationFactory(call=call, applicant=ApplicantFactory(name=name), state="decision", asked=1_000_000)
    for officer in ("cat", "dan"):
        by = officer_of(made.body, officer)
        on_panel(call, by)
        deciding.give_view(made, award=True, note="So.", no_interest=True, version=made.version, by=by)
    return made


class Money(RuleBasedStateMachine):
    """A pot, from which awards are made and declined, and into which money comes, in any order."""

    awards = Bundle("awards")

    def __init__(self) -> None:
        super().__init__()
        self.pot = PotFactory(name=f"Pot {Pot.objects.count()}", inside=0, officer_limit=800_000)
        self.call = CallFactory(open=True, pot=self.pot, title=f"Call {self.pot.pk}", body=self.pot.body)
        self.funded = self.made = 0

    @rule(amount=st.integers(1, 2_000_000))
    def put_in(self, amount: int) -> None:
        """Money comes in."""
        self.pot.refresh_from_db()
        money.put_in(self.pot, amount, version=self.pot.version, reason="Letter", by=officer_of(self.pot.body))
        self.funded += amount

    @rule(target=awards, amount=st.integers(1, 1_200_000))
    def award(self, amount: int) -> int | None:
        """Somebody tries to award an amount."""
        self.made += 1
        self.pot.refresh_from_db()
        application = ready(self.call, f"Applicant {self.pot.pk} {self.made}")
        there, by = self.pot.amount, officer_of(self.pot.body, "dan")
        done = decide(application, by, amount)
        assert done == (50_000 <= amount <= min(800_000, there)), (amount, there)
        return application.pk if done else None

    @rule(application=awards)
    def decline(self, application: int | None) -> None:
        """A grantee declines; declined again nothing more comes back."""
        award = Award.objects.filter(application=application).first()
        if award is None:
            return
        by = speaker_of(award.applicant)
        if award.state == "declined":
            with pytest.raises(ActionRefused):
                deciding.decline(award, version=award.version, by=by)
        else:
            deciding.decline(award, version=award.version, by=by)

    @invariant()
    def sums_agree(self) -> None:
        """What came in is in the pot or in awards, and each entry has a name."""
        self.pot.refresh_from_db()
        inside = Award.objects.filter(call=self.call).aggregate(all=Sum("amount"))["all"] or 0
        assert self.pot.amount + inside == self.funded
        assert not [*unsound(Pot), *unsound(Award)]
        assert not PotEntry.objects.filter(balance=self.pot, who="").exists()


@pytest.mark.django_db
def test_what_came_in_is_in_the_pot_or_in_awards_whatever_happens_in_which_order():
    run_state_machine_as_test(Money, settings=examples(max_examples=6, stateful_step_count=8, deadline=None))
    assert Pot.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_award_the_last_money_at_once_one_is_refused():
    call = CallFactory(open=True, pot=PotFactory(inside=500_000))
    both = [ready(call, "One"), ready(call, "Another")]
    by = officer_of(call.body, "dan")

    def try_it(application) -> bool:
        try:
            return decide(application, by, 400_000)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        assert sorted(people.map(try_it, both)) == [False, True]
    assert Pot.objects.get(pk=call.pot_id).amount == 100_000
    assert Award.objects.count() == 1
    assert not [*unsound(Pot), *unsound(Award)]
