"""The one sentence that answers the question, chosen from a flow's templates and filled with what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from string import Formatter
from typing import Any

from irhub.questions.questionnaire import Kind
from irhub.rulebook.case import Case
from irhub.rulebook.findings import Answer, Finding, Need, Outcome, Tone, Verdict, listed, verdict_of
from irhub.rulebook.flow import Template
from irhub.web.saying import plain, pounds, say_day

_MOST_OPEN = 3


class _Found:
    """A settled finding as a gap of a template: its short words, or by a point one of the gaps of its wording."""

    def __init__(self, finding: Finding) -> None:
        self._finding = finding

    def __str__(self) -> str:
        return self._finding.short

    def __format__(self, spec: str) -> str:
        return str(self)

    def __getattr__(self, name: str) -> str:
        try:
            return self._finding.gaps[name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass(frozen=True)
class _Judged:
    """What a case comes to: the verdict, and the findings that make it."""

    verdict: Verdict
    findings: Sequence[Finding]
    needs: Sequence[Need]

    @property
    def makers(self) -> tuple[Finding, ...]:
        """The findings that make the verdict: what is not met, what is not settled, or all that decide and are no mere note."""
        if self.verdict is Verdict.NO:
            return self._deciding(Outcome.NOT_MET)
        if self.verdict is Verdict.NOT_SETTLED:
            return self._deciding(Outcome.NOT_SETTLED)
        return self._deciding(Outcome.MET, Outcome.APPLIES)

    def _deciding(self, *outcomes: Outcome) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.decides and each.outcome in outcomes)

    @property
    def open(self) -> list[str]:
        """What decides and is not settled, in words: the first few, and how many more."""
        found = list(dict.fromkeys(each.short for each in self._deciding(Outcome.NOT_SETTLED)))
        return [*found[:_MOST_OPEN], *([f"{len(found) - _MOST_OPEN} more"] if len(found) > _MOST_OPEN else [])]


def answer_to(case: Case, findings: Sequence[Finding], needs: Sequence[Need]) -> Answer:
    """The first of the flow's templates that fits what was found and is missing. Raises LookupError if none does."""
    judged = _Judged(verdict_of(findings, needs), findings, needs)
    gaps = _gaps(case, judged)
    for name, template in case.flow.answers.items():
        if not _fits(template, case, judged.verdict):
            continue
        sentence = _filled(template.says, gaps)
        if sentence:
            by = _by(template, judged)
            return Answer(
                name,
                sentence[0].upper() + sentence[1:],
                template.tone or Tone(judged.verdict),
                by,
                tuple(dict.fromkeys(each.step for each in by if each.step)),
                case.book.to_check(used.rule for each in by for used in each.applied),
            )
    raise LookupError(f"{case.flow.name} has no answer for the verdict “{judged.verdict}” and these facts.")


def _fits(template: Template, case: Case, verdict: Verdict) -> bool:
    if template.verdict and verdict not in template.verdict:
        return False
    return all(case.has(key, *allowed) for key, allowed in template.when.items())


def _by(template: Template, judged: _Judged) -> tuple[Finding, ...]:
    if not template.by:
        return judged.makers
    named = [each for code in template.by for each in judged.findings if each.code == code]
    return tuple(named) + tuple(each for each in judged.makers if each not in named and _against(each))


def _against(finding: Finding) -> bool:
    """Whether a finding speaks against a plain yes, so that no answer leaves it out."""
    return finding.outcome in (Outcome.NOT_MET, Outcome.NOT_SETTLED)


def _gaps(case: Case, judged: _Judged) -> dict[str, Any]:
    gaps: dict[str, Any] = {key: _said(case, key) for key in case.facts}
    gaps |= {each.code: _Found(each) for each in judged.findings if not each.doubts}
    parts = {
        "because": listed([each.short for each in judged.makers]) if judged.verdict is Verdict.NO else "",
        "open": listed(judged.open),
        "needed": listed([_needed(case, need) for need in judged.needs if need.decides]),
        "beside": _beside(case, judged),
    }
    gaps |= {name: words for name, words in parts.items() if words or name == "beside"}
    phrases = {name: _filled(says, gaps) or "" for name, says in case.flow.phrases.items()}
    return gaps | phrases


def _said(case: Case, key: str) -> str:
    fact = case.facts[key]
    if isinstance(fact, date):
        return say_day(fact)
    question = next(each for each in case.flow.questions if each.key == key)
    if isinstance(fact, str):
        return question.choices(case.book).get(fact, fact)
    return pounds(fact) if question.kind is Kind.MONEY else plain(fact)


def _needed(case: Case, need: Need) -> str:
    _, rule, topic = need.fact.partition("rule: ")
    return (
        f"a rule on “{topic}”, which the rulebook of that day did not have"
        if rule
        else f"“{case.flow.labels[need.fact]}”"
    )


def _beside(case: Case, judged: _Judged) -> str:
    """What is said beside the answer, each after a semicolon."""
    told = [
        f"not settled: {each.short}" if each.doubts else each.short
        for each in judged.findings
        if not each.decides and case.flow.says[each.code].short
    ]
    told += [f"to say more we need {_needed(case, need)}" for need in judged.needs if not need.decides]
    return "".join(f"; {words}" for words in told if words)


def _filled(says: str, gaps: Mapping[str, Any]) -> str:
    """A template with its gaps filled; empty if one of them cannot be."""
    try:
        return Formatter().vformat(says, (), gaps)
    except (KeyError, AttributeError):
        return ""
