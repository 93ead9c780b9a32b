"""The review pages: who sees which pairs, in which order, how far the queue has come, and what is remembered."""

from __future__ import annotations

import pytest
from django.urls import reverse

from irhub.accounts.models import Membership
from irhub.accounts.policy import Rows
from irhub.accounts.roles import Kind, Role
from irhub.organisations import decisions, forming
from irhub.organisations.linking import Linked
from irhub.organisations.models import Decision, Link
from irhub.organisations.votes import Answer
from irhub.review.measured import measured
from irhub.review.queue import QueueFilter, queue
from irhub.review.scope import Scope, scope_of
from tests.factories import BodyFactory, PersonFactory, signed_in
from tests.organisations.registers import BRADFORD, LEEDS, hold, key, number, place

pytestmark = pytest.mark.django_db
PAT, SAM = "pat@example.org", "sam@example.org"
ENGLAND = Scope(None)
BIG, SMALL = key("Hazelwick Care", "Mockbury"), key("Ivywick Care", "Mockbury")


ROSE = key("Rosewick Lodge Care Ltd", "Testford")
TWINS = [key("Hazelwick Care", "Testford"), key("Hazelwick Care", "Sampleton")]


@pytest.fixture(autouse=True)
def _linked(data_folder, monkeypatch):
    """Registers as they are held, and what the linker is taken to say of them: its own tests hold what it does say."""
    hold(
        [("Hazelwick Care", town) for town in ("Mockbury", "Testford", "Sampleton")]
        + [("Ivywick Care", "Mockbury"), ("Rosewick Lodge Care Ltd", "Testford")],
        place(1, "Hazelwick Homes Ltd", beds=80, council_code=LEEDS),
        place(2, "Ivywick Homes Ltd", beds=8, council_code=BRADFORD),
        place(3, "Rosewick Lodge Care Ltd", council_code=BRADFORD),
    )
    says = [(BIG, "1-1", 0.6), (SMALL, "1-2", 0.6), (ROSE, "1-3", 0.999), *((twin, "1-1", 0.4) for twin in TWINS)]
    answers = [
        Answer(sponsor, provider, score, band, band, ["The names agree"], ["Far apart"], [], sampled=band == "accepted")
        for sponsor, provider, score in says
        for band in ["accepted" if score > 0.9 else "review"]
    ]
    monkeypatch.setattr(forming, "linkers_answers", lambda **_: Linked(answers, ""))
    forming.link()


def membership(
    email: str = PAT, kind: Kind = Kind.DEPARTMENT, name: str = "Example Department", code: str = ""
) -> Membership:
    place_of = BodyFactory(kind=kind, name=name)
    place_of.place_code = code
    place_of.save()
    return PersonFactory(email=email, roles=[(place_of, Role.REVIEWER)]).memberships.get(body=place_of)


def pairs(who: str = PAT, scope: Scope = ENGLAND, **asked: str) -> list[str]:
    return [pair.sponsor_key for pair in queue(scope, who, QueueFilter(**asked)).pairs]


def at(sponsor: str, provider: str) -> str:
    return reverse("review-pair", args=[provider, sponsor])


def test_more_care_locations_come_first_then_more_beds_and_no_bed_is_assumed():
    def ordered() -> list[str]:
        return [sponsor for sponsor in pairs() if sponsor in (BIG, SMALL)]

    assert ordered() == [BIG, SMALL], "one location each, 80 beds and 8"
    Link.objects.filter(sponsor_key=SMALL).update(beds=0)
    assert ordered() == [BIG, SMALL], "no beds are told of a service without any"
    Link.objects.filter(sponsor_key=SMALL).update(locations=2)
    assert ordered() == [SMALL, BIG]
    Link.objects.filter(sponsor_key=SMALL).update(locations=0, beds=0, waits_for="likely")
    assert ordered() == [BIG, SMALL], "a provider without care comes last, however unsure its link is"


def test_a_provider_of_ones_own_council_comes_before_a_larger_one_that_is_mostly_elsewhere():
    elsewhere = [f"E0600{number:04}" for number in range(15)]
    Link.objects.filter(sponsor_key=BIG).update(councils=[LEEDS, *elsewhere])
    Link.objects.filter(sponsor_key=SMALL).update(councils=[LEEDS])

    def ordered(scope: Scope, **asked: str) -> list[str]:
        return [sponsor for sponsor in pairs(scope=scope, **asked) if sponsor in (BIG, SMALL)]

    assert ordered(Scope(frozenset({LEEDS}))) == [SMALL, BIG]
    assert ordered(ENGLAND) == [BIG, SMALL]
    assert ordered(ENGLAND, council=LEEDS) == [SMALL, BIG]
    assert ordered(Scope(frozenset({LEEDS, *elsewhere}))) == [BIG, SMALL]


def test_a_council_sees_its_own_pairs_alone_and_a_partnership_those_of_its_councils():
    leeds = scope_of(Rows.OWN_AREA, LEEDS)
    assert BIG in pairs(scope=leeds)
    assert SMALL not in pairs(scope=leeds)
    north = scope_of(Rows.OWN_AREA, "yorkshire-and-humber")
    assert {BIG, SMALL} <= set(pairs(SAM, north))
    nowhere = scope_of(Rows.OWN_AREA, "")
    assert pairs(scope=nowhere) == []


def test_a_council_cannot_open_or_decide_a_pair_of_another_by_its_address():
    mine = membership(kind=Kind.COUNCIL, name="Leeds", code=LEEDS)
    client = signed_in(mine.person)
    assert client.get(at(BIG, "1-1")).status_code == 200
    assert client.get(at(SMALL, "1-2")).status_code == 404
    assert client.post(at(SMALL, "1-2"), {"verdict": "same"}).status_code == 404
    assert not Decision.objects.exists()


def test_progress_counts_what_anybody_decided_and_a_skip_is_remembered_for_oneself():
    before = queue(ENGLAND, PAT, QueueFilter())
    decisions.decide(BIG, "1-1", "same", by=SAM)
    decisions.decide(SMALL, "1-2", "skip", by=PAT)
    after = queue(ENGLAND, PAT, QueueFilter())
    assert (after.total, after.decided, after.aside) == (before.total, before.decided + 1, 1)
    assert SMALL not in pairs()
    assert SMALL in pairs(SAM)
    assert pairs(reason="aside") == [SMALL]


def test_pairs_on_which_reviewers_disagree_and_conflicting_numbers_have_their_own_lists():
    decisions.decide(BIG, "1-1", "same", by=PAT)
    decisions.decide(BIG, "1-1", "different", by=SAM)
    assert pairs("third@example.org", reason="disagree") == [BIG]
    number("1-2", "01234567")
    number("1-3", "07654321")
    forming.link()
    decisions.decide(SMALL, "1-2", "same", by=PAT)
    decisions.decide(SMALL, "1-3", "same", by=PAT)
    assert pairs("third@example.org", reason="numbers") == [SMALL]


def test_filters_narrow_by_council_and_by_how_sure_the_hub_is():
    assert BIG in pairs(council=LEEDS)
    assert SMALL not in pairs(council=LEEDS)
    assert BIG in pairs(sure="middle")
    assert BIG not in pairs(sure="low")


def test_deciding_goes_on_to_the_next_pair_and_ends_at_the_queue():
    client = signed_in(membership().person)
    for _ in range(len(pairs())):
        answer = client.get(reverse("review-next"))
        address = answer["Location"]
        assert "/review/pairs/" in address
        assert client.post(address, {"verdict": "different", "seen": "0"}).status_code == 302
    assert client.get(reverse("review-next"))["Location"] == reverse("review")
    page = client.get(reverse("review")).content.decode()
    assert "All of these are decided" in page or "Nothing waits here" in page


def test_what_another_decided_meanwhile_is_shown_before_anything_is_recorded():
    client = signed_in(membership().person)
    client.get(at(BIG, "1-1"))
    [first] = decisions.decide(BIG, "1-1", "same", by=SAM)
    answer = client.post(at(BIG, "1-1"), {"verdict": "different", "seen": "0", "why": "Other people"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "sam@example.org decided" in text
    assert "Other people" in text
    assert Decision.objects.count() == 1
    assert client.post(at(BIG, "1-1"), {"verdict": "different", "seen": first.pk}).status_code == 302
    assert Link.objects.get(sponsor_key=BIG, provider_id="1-1").waits_for == "disagree"


def test_an_answer_that_is_none_of_the_four_is_told_in_words():
    client = signed_in(membership().person)
    answer = client.post(at(BIG, "1-1"), {"verdict": "perhaps"})
    assert answer.status_code == 400
    assert "Choose one of" in answer.content.decode()


def test_several_records_are_decided_in_one_go_and_undone_in_one_go():
    client = signed_in(membership().person)
    client.post(at(BIG, "1-1"), {"verdict": "different", "seen": "0", "also": [*TWINS, "not|offered"]})
    assert set(Decision.objects.values_list("sponsor_key", flat=True)) == {BIG, *TWINS}
    client.post(reverse("review-undo"))
    assert not decisions.standing().exists()


def test_blind_hides_scores_and_others_decisions_and_decisions_say_so():
    decisions.decide(BIG, "1-1", "same", by=SAM, why="Seen their letterhead")
    client = signed_in(membership().person)
    shown = client.get(at(BIG, "1-1")).content.decode()
    assert "Seen their letterhead" in shown
    client.post(reverse("review-blind"), {"blind": "on"})
    hidden = client.get(at(BIG, "1-1")).content.decode()
    for told in ("Seen their letterhead", "sam@example.org", "% sure", "decided on"):
        assert told not in hidden
    queue_page = client.get(reverse("review") + "?reason=second").content.decode()
    assert "Hazelwick Care" in queue_page
    assert "% sure" not in queue_page
    client.post(at(BIG, "1-1"), {"verdict": "different", "seen": "0"})
    assert Decision.objects.get(who=PAT).blind


def test_agreement_counts_independent_judgements_and_precision_the_sample():
    decisions.decide(ROSE, "1-3", "same", by=PAT, blind=True)
    decisions.decide(ROSE, "1-3", "same", by=SAM, blind=True)
    decisions.decide(BIG, "1-1", "same", by=PAT)
    decisions.decide(BIG, "1-1", "different", by=SAM)  # saw what Pat said: tells nothing of agreement
    told = measured()
    assert (told.agreement.pairs, told.agreement.agreed) == (1, 1)
    assert (told.precision.right, told.precision.judged) == (1, 1)
    page = signed_in(membership().person).get(reverse("review-agreement")).content.decode()
    assert "1 of 1" in page


def test_the_queue_resumes_with_what_was_asked_for_last():
    client = signed_in(membership().person)
    client.get(reverse("review") + f"?reason=score&council={BRADFORD}&sure=")
    assert at(SMALL, "1-2") in client.get(reverse("review")).content.decode()
    assert client.get(reverse("review-next"))["Location"] == at(SMALL, "1-2")


def test_a_filter_that_makes_no_sense_is_told_once_and_left_out():
    client = signed_in(membership().person)
    for asked in ("council=E09999999", "reason=nonsense", "sure=nonsense"):
        page = client.get(f"{reverse('review')}?{asked}").content.decode()
        assert page.count("There is a problem") == 1, asked
        assert at(SMALL, "1-2") in page, asked
        again = client.get(reverse("review")).content.decode()
        assert "There is a problem" not in again, asked
        assert at(SMALL, "1-2") in again, asked


def test_undoing_with_nothing_to_undo_is_told_in_words():
    client = signed_in(membership().person)
    answer = client.post(reverse("review-undo"), follow=True)
    assert "no decision of yours" in answer.content.decode()
