"""What an evaluation says: findings that answer, and needs that cannot be answered yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from irhub.rulebook.rules import Certainty, Edition, Rule
from irhub.web.saying import say_day


class Outcome(StrEnum):
    """What one finding answers."""

    MET = "met"  # the rule is met
    NOT_MET = "not met"  # the rule is broken, or would be
    APPLIES = "applies"  # a duty, a deadline or an amount
    KNOW = "good to know"  # what the rule says, with nothing to compare
    NOT_SETTLED = "not settled"  # no settled rule: get advice


class Verdict(StrEnum):
    """What all findings of a case come to."""

    NO = "no"
    NOT_SETTLED = "not settled"
    NEED_TO_KNOW = "need to know"
    YES = "yes"


class Tone(StrEnum):
    """How an answer is shown: as a verdict, or plainly where the question asks what, when or how much."""

    NO = "no"
    NOT_SETTLED = "not settled"
    NEED_TO_KNOW = "need to know"
    YES = "yes"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Applied:
    """A rule, and the day that selected it."""

    rule: Rule
    day: date
    held: bool = True  # False if no rule is held for the day: then `rule` is the nearest one
    words: str = ""  # which day it is, where that is not the one that the rule's basis names

    @property
    def doubt(self) -> str:
        """Why it gives no settled answer; empty if it does."""
        if not self.held:
            return "We hold no rule for that day; this is the nearest one that we hold."
        return self.rule.doubt(self.day)

    @property
    def why(self) -> str:
        """Which date decided, in words, and the period of the rule that it falls into."""
        reach = self._reach()
        day = say_day(self.day)
        return f"What decides is {self.words or self.rule.basis.words}: {day}. The rule applies {reach}."

    def _reach(self) -> str:
        since, until = self.rule.since, self.rule.until
        if since and until:
            return f"from {say_day(since)} to {say_day(until)}"
        if since:
            return f"from {say_day(since)}, with no end that we know of"
        return f"until {say_day(until)}" if until else "without a first day that we know of"


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer: what was found, by which rules in which versions, which dates decided, and what was compared.

    `code` names the wording in the flow's file. `compared` holds lines of arithmetic, `counted` the working days counted. One that
    does not decide is said beside the answer and never changes the verdict. `short` says it in a few words, `step` what follows from
    it, both for the answer; `gaps` are the words and sums that the wording was filled with.
    """

    code: str
    outcome: Outcome
    title: str
    sentence: str
    applied: tuple[Applied, ...]
    compared: tuple[str, ...] = ()
    counted: tuple[date, ...] = ()
    due: date | None = None
    decides: bool = True
    short: str = ""
    step: str = ""
    gaps: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why the finding is not settled; empty if it is."""
        return tuple(dict.fromkeys(each.doubt for each in self.applied if each.doubt))

    @property
    def certainty(self) -> Certainty:
        """The least certain of the rules used."""
        order = list(Certainty)
        return max((each.rule.certainty for each in self.applied), key=order.index)


@dataclass(frozen=True, slots=True)
class Need:
    """A fact that is missing: its name, what it is needed for, and the rules that could apply once it is known.

    One that does not decide is wanted only for what is said beside the answer.
    """

    fact: str
    purpose: str
    rules: tuple[Rule, ...] = ()
    decides: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to the question that was asked, in one sentence.

    `name` is that of its template in the flow's file. `decided_by` are the findings that it rests on, `steps` what follows from them,
    and `to_check` the official publications in which those of their rules can be checked that are only reported.
    """

    name: str
    sentence: str
    tone: Tone
    decided_by: tuple[Finding, ...] = ()
    steps: tuple[str, ...] = ()
    to_check: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to a case, all findings and needs behind it, the edition of the rulebook used, and what they come to."""

    checker: str
    edition: Edition
    findings: tuple[Finding, ...]
    needs: tuple[Need, ...]
    answer: Answer

    @property
    def known(self) -> date:
        """The day of the edition."""
        return self.edition.day

    @property
    def verdict(self) -> Verdict:
        """NO if a settled rule is not met; else NOT_SETTLED, NEED_TO_KNOW or YES, the most careful that fits."""
        return verdict_of(self.findings, self.needs)


def verdict_of(findings: Sequence[Finding], needs: Sequence[Need]) -> Verdict:
    """What findings and needs come to; those that do not decide are left out."""
    outcomes = {finding.outcome for finding in findings if finding.decides}
    if Outcome.NOT_MET in outcomes:
        return Verdict.NO
    if Outcome.NOT_SETTLED in outcomes:
        return Verdict.NOT_SETTLED
    return Verdict.NEED_TO_KNOW if any(need.decides for need in needs) or not findings else Verdict.YES


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def say_weekday(day: date) -> str:
    """A date with its weekday: Tuesday 3 March 2026."""
    return f"{_WEEKDAYS[day.weekday()]} {say_day(day)}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words joined as a sentence joins them: a, b and c."""
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)
