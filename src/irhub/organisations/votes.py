"""What people's decisions make of a pair, and of what the linker says of its sponsor: plain functions, no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

SAME, DIFFERENT, DISAGREE = "same", "different", "disagree"
ACCEPTED, REVIEW, REJECTED = "accepted", "review", "rejected"
LIKELY, SCORE, COMPANY = "likely", "score", "company"
NEXT_IN_LINE = "A person ruled out the provider that the linker found likeliest; this one is next in line"


@dataclass(frozen=True)
class Vote:
    """The verdict that a person stands by: same or different. `number`: of the decision, later ones are higher."""

    number: int
    who: str
    body: str
    verdict: str
    on: date


@dataclass(frozen=True)
class Judgement:
    """What the people who judged a pair make of it together: same, different or disagree."""

    outcome: str
    votes: tuple[Vote, ...]

    @property
    def decided_by(self) -> str:
        """Who decided, for those who review."""
        return ", ".join(vote.who for vote in self._carrying)

    @property
    def said(self) -> str:
        """Who decided what and when, for those who review: bodies are named, people are not."""
        bodies = sorted({vote.body for vote in self._carrying if vote.body})
        who = "Reviewers" if len(self._carrying) > 1 else "A reviewer"
        of = f" of {' and '.join(bodies)}" if bodies else ""
        last = max(vote.on for vote in self._carrying)
        what = "the same organisation" if self.outcome == SAME else "different organisations"
        return f"{who}{of} decided on {last.day} {last:%B %Y} that they are {what}"

    @property
    def in_public(self) -> str:
        """The same for everybody: neither bodies nor people are named."""
        last = max(vote.on for vote in self._carrying)
        what = "confirmed" if self.outcome == SAME else "told apart"
        return f"{what} by a reviewer on {last.day} {last:%B %Y}"

    @property
    def first(self) -> int:
        """The number of the first decision that carries the outcome."""
        return min(vote.number for vote in self._carrying)

    @property
    def _carrying(self) -> tuple[Vote, ...]:
        return tuple(vote for vote in self.votes if self.outcome in (vote.verdict, DISAGREE))


def judgement(votes: Iterable[Vote]) -> Judgement | None:
    """What one vote from each person makes of a pair: the verdict that more people stand by; a tie is disagreement.

    So a disagreement of two ends when a third person decides, or when one of the two changes their mind. None without votes.
    """
    held = tuple(sorted(votes, key=lambda vote: vote.number))
    same = sum(vote.verdict == SAME for vote in held)
    different = len(held) - same
    if not held:
        return None
    return Judgement(DISAGREE if same == different else SAME if same > different else DIFFERENT, held)


@dataclass(frozen=True)
class Answer:
    """How a pair stands (see models.Link). As the linker gives it, `band` is the same as `linked`.

    `rests_on`: what proves it (see linkage.rules.RESTS_ON). Only what is proven, or decided by a person, is accepted (ADR 25). `follows`:
    where the link follows its sponsor from another entry, how, and why that one is linked; `own_score`: what the linker
    says of the pair itself then.
    """

    sponsor_key: str
    provider_id: str
    score: float
    linked: str
    band: str
    reasons: list[str] = field(default_factory=list)
    against: list[str] = field(default_factory=list)
    others: list[dict[str, Any]] = field(default_factory=list)
    sampled: bool = False
    rests_on: str = ""
    waits_for: str = ""
    decided: Judgement | None = None
    follows: list[str] = field(default_factory=list)
    own_score: float | None = None


def decided(
    sponsor_key: str, answer: Answer | None, judgements: Mapping[str, Judgement], review_from: float
) -> list[Answer]:
    """How the pairs of a sponsor stand once people's decisions are put above the linker's answer.

    `judgements`: by provider. `review_from`: the least score of a link that a person should look at. A provider that
    people call the same is accepted, whatever its score; one that they call different is rejected, and the linker's next
    candidate goes to review; where they disagree the pair goes to review. The linker's own choice stands only while
    nobody decided that the sponsor is another provider.
    """
    told = {other["provider_id"]: other["score"] for other in answer.others} if answer else {}
    settled_elsewhere = next((judged for _, judged in sorted(judgements.items()) if judged.outcome == SAME), None)
    rows = []
    if answer:
        rows.append(_best(answer, judgements.get(answer.provider_id), settled_elsewhere))
    for provider_id, judged in sorted(judgements.items()):
        if answer is None or provider_id != answer.provider_id:
            plain = Answer(sponsor_key, provider_id, told.get(provider_id, 0.0), "", REVIEW)
            rows.append(_judged(plain, judged))
    if answer and rows[0].decided and rows[0].decided.outcome == DIFFERENT and not settled_elsewhere:
        following = (other for other in answer.others if other["provider_id"] not in judgements)
        after = next(following, None)
        if after and after["score"] >= review_from:
            reasons = [NEXT_IN_LINE]
            rows.append(
                Answer(sponsor_key, after["provider_id"], after["score"], "", REVIEW, reasons=reasons, waits_for=SCORE)
            )
    return rows


def _best(answer: Answer, judged: Judgement | None, settled_elsewhere: Judgement | None) -> Answer:
    if judged:
        return _judged(answer, judged)
    if settled_elsewhere:
        return replace(answer, band=REJECTED, decided=settled_elsewhere)
    return undecided(answer)


def undecided(answer: Answer) -> Answer:
    """How a pair stands by the linker's answer alone: what the linker accepts without proof is likely, and waits for a person."""
    if answer.linked == ACCEPTED and answer.rests_on:
        return replace(answer, band=ACCEPTED, waits_for="")
    return replace(answer, band=REVIEW, waits_for=LIKELY if answer.linked == ACCEPTED else SCORE)


def _judged(answer: Answer, judged: Judgement) -> Answer:
    band = {SAME: ACCEPTED, DIFFERENT: REJECTED, DISAGREE: REVIEW}[judged.outcome]
    waits = DISAGREE if judged.outcome == DISAGREE else ""
    return replace(answer, band=band, waits_for=waits, decided=judged)
