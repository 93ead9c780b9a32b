"""Worked cases: facts, what must be found, and why. They are run by the tests and by `irhub rules check`."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from irhub.rulebook.book import Rulebook
from irhub.rulebook.engine import evaluate
from irhub.rulebook.findings import Outcome, Result, Verdict
from irhub.rulebook.flow import flows
from irhub.web.yaml_files import read_yaml

CASES = Path(__file__).parent / "cases"


class WorkedCase(BaseModel):
    """One case. `finds` names findings by their code, with their outcome; `says` gives words that a finding must have.

    `answer` is the sentence that must answer it; at least one case states it for each answer and each verdict of a checker.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    because: str
    checker: str
    facts: dict[str, Any]
    known: date | None = None
    verdict: Verdict
    answer: str = ""
    finds: dict[str, Outcome] = {}
    says: dict[str, tuple[str, ...]] = {}
    never: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@cache
def worked_cases() -> tuple[WorkedCase, ...]:
    """Every worked case of every checker; a case may start from another one's facts (`like`)."""
    found: dict[str, WorkedCase] = {}
    for path in sorted(CASES.glob("*.yaml")):
        for row in read_yaml(path):
            row = {"checker": path.stem, **row}
            if like := row.pop("like", None):
                row["facts"] = {**found[like].facts, **row.get("facts", {})}
            case = WorkedCase.model_validate(row)
            if case.id in found:
                raise ValueError(f"Two cases are called {case.id}.")
            found[case.id] = case
    return tuple(found.values())


def differences(case: WorkedCase, book: Rulebook | None = None) -> list[str]:
    """How the answer to a case differs from what is expected, one sentence each; none if it is as expected."""
    result = evaluate(case.checker, case.facts, known=case.known, book=book)
    outcomes = {finding.code: finding.outcome for finding in result.findings}
    found = [
        f"{code} is {outcomes.get(code, 'not found')}, not {outcome}"
        for code, outcome in case.finds.items()
        if outcomes.get(code) != outcome
    ]
    found += [f"{code} is found" for code in case.never if code in outcomes]
    found += [f"{fact} is not asked for" for fact in case.needs if fact not in {need.fact for need in result.needs}]
    found += [
        f"{code} does not say “{text}”"
        for code, texts in case.says.items()
        for text in texts
        if text not in _words(result, code)
    ]
    if result.verdict != case.verdict:
        found.append(f"the verdict is “{result.verdict}”, not “{case.verdict}”")
    if case.answer and result.answer.sentence != case.answer:
        found.append(f"the answer is “{result.answer.sentence}”, not “{case.answer}”")
    return found


def unstated() -> list[str]:
    """The answers and verdicts of checkers that no worked case states in full, one sentence each."""
    stated: set[tuple[str, str]] = set()
    for case in worked_cases():
        if case.answer:
            result = evaluate(case.checker, case.facts, known=case.known)
            stated |= {(case.checker, result.answer.name), (case.checker, str(result.verdict))}
    return [
        f"{flow.name}: no worked case states the answer “{name}”."
        for flow in flows().values()
        for name in (*flow.answers, *Verdict)
        if (flow.name, str(name)) not in stated
    ]


def _words(result: Result, code: str) -> str:
    return "\n".join(
        "\n".join((finding.title, finding.sentence, *finding.compared))
        for finding in result.findings
        if finding.code == code
    )
