"""How a call comes to questions of its own: each function gives them as they are after one change.

Of a call with a panel the weights come to 100 after each of them, and the id of a question is never used for another. No database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from irhub.grants.method import Asked, CallQuestions, criteria, ready
from irhub.questions.questionnaire import Kind, Page
from irhub.web.errors import ActionRefused
from irhub.web.saying import counted

WHOLE = 100
"""What the weights of a call with a panel come to."""
MOST_QUESTIONS = 30
KINDS = {Kind.TEXT: "A long text, with a limit of words", Kind.YES_NO: "Yes or no"}
"""Which questions of its own a call can ask."""


@dataclass(frozen=True)
class Told:
    """What an officer says of a question. `title`: as it is asked; `label`: in few words; `most_words`: 0 of one that is no long text;
    `looks_for`: what assessors look for. `place`: where it stands, one of `places`."""

    title: str
    label: str
    hint: str
    looks_for: str
    most_words: int
    place: str


def question_of(asked: CallQuestions, key: str) -> Asked | None:
    """A question by its id; None if it is not asked."""
    return next((each for each in asked.questions if each.key == key), None)


def left_out(asked: CallQuestions) -> list[Asked]:
    """The questions of the ready set that a call does not ask."""
    there = {each.key for each in asked.questions}
    return [each for each in ready(asked.name).questions if each.key not in there]


def own(asked: CallQuestions) -> frozenset[str]:
    """The ids of questions that are not of the ready set."""
    return frozenset(each.key for each in asked.questions) - {each.key for each in ready(asked.name).questions}


def changed(asked: CallQuestions) -> frozenset[str]:
    """The ids of questions that the ready set asks in other words, or with another limit; weights are seen as they are."""
    usual = {each.key: each for each in ready(asked.name).questions}
    return frozenset(
        each.key
        for each in asked.questions
        if each.key in usual and _but(each, weight=0) != _but(usual[each.key], weight=0)
    )


def as_ready(asked: CallQuestions) -> bool:
    """Whether a call asks what the ready set asks, in its order."""
    return asked.pages == ready(asked.name).pages


def places(asked: CallQuestions, but: str = "") -> list[tuple[str, str]]:
    """Where a question can stand, each place with its words: first on a page, or after another question. `but`: the id of the one that moves."""
    found = []
    for page in asked.pages:
        found.append((f"{page.key}/", f"First in “{page.called}”"))
        found += [(f"{page.key}/{each.key}", f"After “{each.label}”") for each in page.questions if each.key != but]
    return found


def place_of(asked: CallQuestions, key: str) -> str:
    """Where a question stands. Raises KeyError."""
    page = asked.page_of(key)
    keys = ["", *(each.key for each in page.questions)]
    return f"{page.key}/{keys[keys.index(key) - 1]}"


def weighable(asked: CallQuestions) -> list[Asked]:
    """The questions that can have a weight: those of which it is said what assessors look for. None of a claim, which is not scored."""
    return [each for each in asked.questions if each.looks_for] if criteria(asked.questions) else []


def weigh(asked: CallQuestions, weights: Mapping[str, int]) -> CallQuestions:
    """Give the questions that can have a weight these, by their ids. Raises ActionRefused unless they come to 100, or if a question that every call scores
    has none."""
    can = weighable(asked)
    if not can:
        raise ActionRefused("A claim is not scored: its questions have no weights.")
    given = {each.key: weights.get(each.key, each.weight) for each in can}
    for each in can:
        if each.floor and not given[each.key]:
            raise ActionRefused(f"“{each.label}” is scored in every call: give it 1 or more.", each.key)
    if (whole := sum(given.values())) != WHOLE:
        off = f"{WHOLE - whole} missing" if whole < WHOLE else f"{whole - WHOLE} too many"
        raise ActionRefused(f"The weights come to {whole}, and have to come to {WHOLE}: {off}.", can[0].key)
    return _with(
        asked,
        {page.key: [_but(each, weight=given.get(each.key, each.weight)) for each in page.questions] for page in asked.pages},
    )  # fmt: skip


def leave_out(asked: CallQuestions, key: str) -> CallQuestions:
    """Ask a question no more. Raises ActionRefused of one that stays, or that has a weight."""
    question = _there(asked, key)
    if question.stays:
        raise ActionRefused(f"“{question.label}” is asked in every call of this kind: {question.stays}.")
    if question.weight:
        raise ActionRefused(
            f"“{question.label}” has {question.weight} of the {WHOLE}. Give its weight to other questions first, then leave it out."
        )
    return _with(asked, _without(asked, key))


def ask_again(asked: CallQuestions, key: str) -> CallQuestions:
    """Ask a question of the ready set that was left out, as it is there and without a weight, last on its page. Raises ActionRefused if it is asked."""
    question = next((each for each in left_out(asked) if each.key == key), None)
    if question is None:
        raise ActionRefused("This question is asked already.")
    usual = ready(asked.name)
    rest = {page.key: [*page.questions] for page in asked.pages}
    rest.setdefault(usual.page_of(key).key, []).append(_but(question, weight=0))
    return _with(asked, rest)


def change(asked: CallQuestions, key: str, told: Told) -> CallQuestions:
    """Ask a question otherwise, or elsewhere. Raises ActionRefused if its short name is another’s, or if it has a weight and nobody says what assessors look for."""
    before = _there(asked, key)
    question = _but(
        before, title=told.title, label=told.label, hint=told.hint, looks_for=told.looks_for,
        most_words=told.most_words if before.kind is Kind.TEXT else 0,
    )  # fmt: skip
    return _put(asked, question, told.place)


def add(asked: CallQuestions, kind: Kind, told: Told) -> CallQuestions:
    """Ask a question of the call’s own, without a weight. Raises ActionRefused as `change` does, or beyond the most questions."""
    if len(asked.questions) >= MOST_QUESTIONS:
        raise ActionRefused(f"A call asks {counted(MOST_QUESTIONS, 'questions')} at most. Leave one out first.")
    number = asked.added + 1
    question = Asked(
        key=f"own_{number}", kind=kind, weight=0, title=told.title, label=told.label, hint=told.hint, looks_for=told.looks_for,
        most_words=told.most_words if kind is Kind.TEXT else 0,
    )  # fmt: skip
    return _put(asked.model_copy(update={"added": number}), question, told.place)


def in_shape(asked: CallQuestions, shape: str) -> CallQuestions:
    """The ready set of a shape. Ids of the call’s own questions stay used."""
    return ready(shape).model_copy(update={"added": asked.added})


def as_they_were(asked: CallQuestions) -> CallQuestions:
    """The ready set again, without any change."""
    return in_shape(asked, asked.name)


def _there(asked: CallQuestions, key: str) -> Asked:
    question = question_of(asked, key)
    if question is None:
        raise ActionRefused("This question is not asked any more.")
    return question


def _but(question: Asked, **otherwise: object) -> Asked:
    return question.model_copy(update=otherwise)


def _put(asked: CallQuestions, question: Asked, place: str) -> CallQuestions:
    """A question at a place; where it stood before it stands no more."""
    if any(each.label == question.label and each.key != question.key for each in asked.questions):
        raise ActionRefused("Another question has this short name: choose one that tells them apart.", "label")
    if question.weight and not question.looks_for:
        raise ActionRefused("This question is scored: say what assessors look for.", "looks_for")
    if place not in dict(places(asked, question.key)):
        raise ActionRefused("Choose where the question stands.", "place")
    page, _, after = place.partition("/")
    rest = _without(asked, question.key)
    keys = ["", *(each.key for each in rest[page])]
    rest[page].insert(keys.index(after), question)
    return _with(asked, rest)


def _without(asked: CallQuestions, key: str) -> dict[str, list[Asked]]:
    return {page.key: [each for each in page.questions if each.key != key] for page in asked.pages}


def _with(asked: CallQuestions, questions: Mapping[str, Sequence[Asked]]) -> CallQuestions:
    """The same call with these questions, by page. A page without any goes, and is back in its place once it has one again."""
    return asked.model_copy(update={"pages": tuple(_pages(asked, questions))})


def _pages(asked: CallQuestions, questions: Mapping[str, Sequence[Asked]]) -> Iterator[Page[Asked]]:
    known = {page.key: page for page in (*ready(asked.name).pages, *asked.pages)}
    for key, page in known.items():
        if there := questions.get(key):
            yield page.model_copy(update={"questions": tuple(there)})
