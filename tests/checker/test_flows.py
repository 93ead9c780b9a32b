"""The checkers' pages lead everybody to the same answer as the engine, and nobody into a dead end."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from irhub.checker.flows.address import RESERVED, walk
from irhub.checker.flows.lengths import longest
from irhub.rulebook.engine import evaluate
from irhub.rulebook.flow import flows
from irhub.rulebook.worked import worked_cases
from tests.checker.walking import Remembering, page, text_of, walked
from tests.examples import tried
from tests.rulebook.random_cases import BOOK, walks

pytestmark = pytest.mark.django_db
CASES = worked_cases()


def visitor() -> Client:
    return Client(headers={"host": "localhost"})


def result_page(answers: dict[str, object], checker: str, known: date | None = None) -> str:
    at = walk(flows()[checker], {}, BOOK.as_known(known) if known else BOOK)
    at.answers.update(answers)
    return reverse("checker-result", args=[checker]) + at.pinned()


def told(content: bytes) -> tuple[str, dict[str, str]]:
    """The answer and the findings that a page tells: each one's sentence, by its code and heading."""
    tree = page(content)
    verdict = next(each for each in tree.iter("div") if (each.get("class") or "").startswith("irhub-verdict"))
    found = {}
    for article in tree.iter("article"):
        heading = article.find("h3").text or ""
        sentence = next(each for each in article.iter("p") if each.get("class") == "govuk-body")
        found[f"{article.get('data-code')}: {' '.join(heading.split())}"] = text_of(sentence)
    return text_of(verdict.find("h2")), found


@pytest.fixture(scope="module")
def browser() -> Remembering:
    """The browser in which all cases are walked: they share their first questions."""
    return Remembering(visitor())


@pytest.mark.parametrize("case", CASES, ids=[f"{case.checker}-{case.id}" for case in CASES])
def test_a_worked_case_walked_page_by_page_ends_in_the_answer_of_the_engine(case, browser):
    answer, asked = walked(browser, case.checker, case.facts)
    assert len(asked) <= longest(case.checker)
    if case.known:
        answer = visitor().get(
            re.sub(
                "known=[0-9-]+",
                f"known={case.known}",
                answer.request["PATH_INFO"] + "?" + answer.request["QUERY_STRING"],
            )
        )
    expected = evaluate(case.checker, case.facts, known=case.known)
    sentence, found = told(answer.content)
    assert sentence == expected.answer.sentence
    assert found == {f"{each.code}: {each.title}": " ".join(each.sentence.split()) for each in expected.findings}


@tried(75)
@given(walks())
def test_no_walk_ends_anywhere_but_at_a_result_and_each_finding_names_rule_version_day_and_source(walked_through):
    name, answers = walked_through
    answer = visitor().get(result_page(answers, name))
    assert answer.status_code == 200
    expected = evaluate(name, answers)
    articles = list(page(answer.content).iter("article"))
    assert len(articles) == len(expected.findings)
    by_code = {(each.code, each.title): each for each in expected.findings}
    for article in articles:
        finding = by_code[article.get("data-code"), " ".join((article.find("h3").text or "").split())]
        words = text_of(article)
        assert "{" not in words
        for used in finding.applied:
            assert used.rule.name in words
            assert used.why in words
            assert used.rule.certainty.words in words
            for source in BOOK.sources_of(used.rule):
                assert source.publisher in words
                assert not source.url or source.url in {link.get("href") for link in article.iter("a")}
        for line in finding.compared:
            assert " ".join(line.split()) in words
    needed = text_of(page(answer.content))
    assert all(need.purpose in needed for need in expected.needs)
    assert "This is not legal advice" in needed


@tried(30)
@given(walks())
def test_a_random_walk_through_the_pages_has_no_dead_end(walked_through):
    name, answers = walked_through
    answer, asked = walked(Remembering(visitor()), name, answers)
    assert asked == list(answers)
    assert answer.status_code == 200
    sentence, _ = told(answer.content)
    assert sentence == evaluate(name, answers).answer.sentence


KEYS = sorted({question.key for flow in flows().values() for question in flow.questions} | RESERVED)
JUNK = st.one_of(
    st.sampled_from(
        ["yes", "no", "unknown", "2026-02-30", "2026-13-01", "9999-99-99", "1e9", "-1", "£", "cost", "sponsor"]
    ),
    st.text(st.characters(blacklist_categories=["Cs"]), max_size=20),
)


@tried(100)
@given(st.sampled_from(list(flows())), st.dictionaries(st.sampled_from(KEYS), JUNK, max_size=8), st.data())
def test_whatever_stands_in_an_address_no_page_fails(name, given_query, data):
    route = data.draw(st.sampled_from(["checker-question", "checker-result", "checker-employer", "checker"]))
    told = 400 if any("\0" in text for text in given_query.values()) else 200  # what no text holds is refused in words
    answer = visitor().get(reverse(route, args=[name]), given_query, follow=True)
    assert answer.status_code == told
    file = data.draw(st.sampled_from(["deadlines.ics", "summary.txt", "case.yaml"]))
    assert visitor().get(reverse("checker-file", args=[name, file]), given_query, follow=True).status_code == told


def test_an_unknown_checker_or_file_is_not_found():
    assert visitor().get("/check/nothing/").status_code == 404
    assert visitor().get("/check/nothing/questions/").status_code == 404
    assert visitor().get("/check/country/result/other.exe").status_code == 404


def test_no_question_has_the_name_of_something_else_in_the_address():
    assert not RESERVED & {question.key for flow in flows().values() for question in flow.questions}


def test_changing_an_answer_keeps_the_others_and_drops_only_what_is_no_longer_asked():
    case = next(case for case in CASES if case.id == "S00")
    answer, _ = walked(Remembering(visitor()), "sponsor", case.facts)
    query = answer.request["QUERY_STRING"].split("&known=")[0]
    changed = visitor().get(f"/check/sponsor/questions/?{query}&asked=status&status=with_other", follow=True)
    shown = changed.request["QUERY_STRING"]
    assert "/result/" in changed.request["PATH_INFO"]
    assert "status=with_other" in shown
    assert "hourly=12.83" in shown
    for gone in ("worked_since", "lawful", "english"):
        assert gone not in shown


def test_a_change_that_opens_another_question_leads_to_it_and_then_to_the_result():
    case = next(case for case in CASES if case.id == "S00")
    answer, _ = walked(Remembering(visitor()), "sponsor", case.facts)
    query = answer.request["QUERY_STRING"].split("&known=")[0]
    changed = visitor().get(f"/check/sponsor/questions/?{query}&asked=repays&repays=yes", follow=True)
    assert "How much will the worker pay back" in changed.content.decode()


@pytest.mark.parametrize("checker", list(flows()))
def test_the_first_page_says_what_it_tells_and_what_is_needed(checker):
    words = text_of(page(visitor().get(reverse("checker", args=[checker])).content))
    flow = flows()[checker]
    for line in (flow.title, *flow.tells, *flow.to_hand, f"There are {longest(checker)} questions at most"):
        assert line in words
    assert flow.title in text_of(page(visitor().get("/check/").content))
