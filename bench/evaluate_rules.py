"""How many cases the rules engine evaluates in a second, on one core.

    python bench/evaluate_rules.py

The cases are the worked cases, over and over, each evaluated in full: rules looked up by date, sums done, sentences written.
No result is kept from one evaluation to the next.
"""

from __future__ import annotations

import statistics
import time

from irhub.rulebook.engine import evaluate
from irhub.rulebook.worked import worked_cases

ROUNDS, TIMES = 40, 7


def main() -> None:
    cases = worked_cases()
    for case in cases:  # loads the rules and the calendar
        evaluate(case.checker, case.facts, known=case.known)
    speeds = []
    findings = 0
    for _ in range(TIMES):
        begun = time.process_time()
        findings = sum(
            len(evaluate(case.checker, case.facts, known=case.known).findings) for _ in range(ROUNDS) for case in cases
        )
        speeds.append(ROUNDS * len(cases) / (time.process_time() - begun))
    print(f"{len(cases)} worked cases, {findings / ROUNDS / len(cases):.1f} findings each on average")
    print(f"evaluations a second of one core: median {statistics.median(speeds):,.0f}, slowest {min(speeds):,.0f}")


if __name__ == "__main__":
    main()
