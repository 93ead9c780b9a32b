"""Organisations are the same whatever the order of what joins them, and ids lead on for ever."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from irhub.organisations import members
from irhub.organisations.clusters import Edge, cluster
from irhub.organisations.models import Member, Move, Organisation
from irhub.organisations.votes import DISAGREE, Answer, Vote, decided, judgement
from tests.examples import tried

PROVIDERS, SPONSORS = [f"1-{n}" for n in range(5)], [f"sponsor{n}|" for n in range(4)]
MINTED = {provider: date(2026, 1, 1) + timedelta(days=n % 2) for n, provider in enumerate(PROVIDERS)}
numbers = st.fixed_dictionaries({provider: st.sampled_from(["", "", "01", "02"]) for provider in PROVIDERS})
edges = st.lists(
    st.builds(
        Edge, st.sampled_from(SPONSORS), st.sampled_from(PROVIDERS), st.sampled_from([0.9, 0.95]),
        st.none() | st.integers(1, 9),
    ),
    max_size=8, unique_by=lambda edge: (edge.sponsor_key, edge.provider_id),
)  # fmt: skip


@given(numbers, edges, st.randoms(use_true_random=False))
def test_order_never_matters(given_numbers, joined, random):
    shuffled = random.sample(joined, len(joined))
    backwards = dict(reversed(given_numbers.items()))
    assert cluster(given_numbers, MINTED, joined) == cluster(backwards, MINTED, shuffled)


@given(numbers, edges)
def test_two_company_numbers_are_never_in_one_organisation_and_every_link_joins_or_is_told(given_numbers, joined):
    shape = cluster(given_numbers, MINTED, joined)
    held: dict[str, set[str]] = {}
    for provider, number in given_numbers.items():
        held.setdefault(shape.anchors[provider], set()).update({number} - {""})
    assert all(len(found) <= 1 for found in held.values())
    told = {(conflict.sponsor_key, conflict.provider_id) for conflict in shape.conflicts}
    for edge in joined:
        together = shape.anchors.get(edge.sponsor_key) == shape.anchors[edge.provider_id]
        assert together != ((edge.sponsor_key, edge.provider_id) in told)


@given(numbers, edges)
def test_the_anchor_is_one_of_its_own_and_stood_first(given_numbers, joined):
    anchors = cluster(given_numbers, MINTED, joined).anchors
    for provider in PROVIDERS:
        anchor = anchors[provider]
        assert anchors[anchor] == anchor
        assert (MINTED[anchor], anchor) <= (MINTED[provider], provider)


votes = st.lists(
    st.builds(Vote, st.integers(1, 99), st.sampled_from("abcd"), st.just(""), st.sampled_from(["same", "different"]), st.just(date(2026, 3, 3))),
    max_size=4, unique_by=(lambda vote: vote.who, lambda vote: vote.number),
)  # fmt: skip
answers = st.none() | st.builds(
    Answer, st.just("s|"), st.sampled_from(PROVIDERS), st.floats(0, 1), st.sampled_from(["accepted", "review"]),
    st.just("review"), others=st.just([{"provider_id": "1-9", "score": 0.4}]),
)  # fmt: skip


@given(answers, st.dictionaries(st.sampled_from(PROVIDERS), votes, max_size=3))
def test_a_decision_never_disappears_whatever_the_linker_says(answer, given_votes):
    judged = {provider: found for provider, told in given_votes.items() if (found := judgement(told))}
    rows = {row.provider_id: row for row in decided("s|", answer, judged, review_from=0.3)}
    for provider, found in judged.items():
        assert rows[provider].decided == found
        assert rows[provider].band == {"same": "accepted", "different": "rejected", DISAGREE: "review"}[found.outcome]
    if answer:
        assert (rows[answer.provider_id].linked, rows[answer.provider_id].score) == (answer.linked, answer.score)
    assert sum(row.linked != "" for row in rows.values()) == (answer is not None)


def _shape(given_numbers, joined):
    shape = cluster(given_numbers, MINTED, joined)
    known = {key: members.Provider(key, "", MINTED[key], number) for key, number in given_numbers.items()}
    rows = [
        (members.PROVIDERS, key, members.PROVIDERS, shape.anchors[key], members.OWN_RECORD, key, "", MINTED[key])
        for key in known
    ]
    for key in SPONSORS:
        anchor = shape.anchors.get(key)
        register = members.PROVIDERS if anchor else members.SPONSORS
        rows.append((members.SPONSORS, key, register, anchor or key, "a link", key, "", date(2026, 1, 1)))
    made = [(*row, members.organisation_id(row[2], row[3])) for row in rows]
    return members.pl.DataFrame(made, schema=members._SCHEMA, orient="row")


@pytest.mark.django_db
@tried(25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(numbers, edges), min_size=1, max_size=4))
def test_through_merges_and_splits_every_id_ever_given_leads_to_an_organisation_that_is(db, times):
    Move.objects.all().delete()
    Member.objects.all().delete()
    Organisation.objects.update(redirect_to=None)
    Organisation.objects.all().delete()
    given_out: set[str] = set()
    for given_numbers, joined in times:
        members.store(_shape(given_numbers, joined), whole=True)
        ledger = dict(Organisation.objects.values_list("pk", "redirect_to"))
        living = set(Member.objects.values_list("organisation", flat=True))
        assert given_out <= ledger.keys()
        given_out |= ledger.keys()
        for start in ledger:
            at, seen = start, set[str]()
            while ledger[at]:
                assert at not in seen, "a loop"
                seen.add(at)
                at = ledger[at]
            assert at in living
        before = Move.objects.count()
        members.store(_shape(given_numbers, joined), whole=True)
        assert Move.objects.count() == before, "running again moves nothing"
