"""docs/checkers.md: every outcome of every checker, and the worked case that reaches it."""

from __future__ import annotations

from irhub.rulebook.engine import evaluate
from irhub.rulebook.findings import Finding, Outcome, Verdict
from irhub.rulebook.flow import Flow, flows
from irhub.rulebook.worked import WorkedCase, worked_cases

_HEAD = """# What the checkers can answer

Made of the flows and the worked cases by `irhub docs`. First come the answers, one sentence each, of which the first that fits is
given; words in braces are filled with what was found. Then come the findings behind them. Each line names the first worked case
(`src/irhub/rulebook/cases/`) that reaches it; an answer that no case states, or a finding that none reaches, fails a test. Each worked
case is walked through the pages too, question by question, and random walks show that no page is a dead end
(`tests/checker/test_flows.py`).

A finding whose rule is announced, conflicting or not verified is never an answer: it comes out as "not settled", whatever its
line here says. Then the last column names a case of that as well.
"""


def checkers_markdown() -> str:
    """The page, as Markdown."""
    return _HEAD + "".join(_of(flow) for flow in flows().values())


def _of(flow: Flow) -> str:
    answers: dict[str, tuple[Verdict, WorkedCase]] = {}
    settled: dict[str, WorkedCase] = {}
    doubtful: dict[str, WorkedCase] = {}
    for case in worked_cases():
        if case.checker != flow.name:
            continue
        result = evaluate(case.checker, case.facts, known=case.known)
        answers.setdefault(result.answer.name, (result.verdict, case))
        for finding in result.findings:
            (doubtful if _doubted(finding) else settled).setdefault(finding.code, case)
    lines = [
        f"\n## {flow.title}\n",
        f"`{flow.name}`, {len(flow.questions)} questions.\n",
        "| answer | verdict | in words | worked case | because |",
        "|---|---|---|---|---|",
        *(
            f"| {name} | {answers[name][0]} | {template.says} | {_case(answers[name][1])} |"
            for name, template in flow.answers.items()
        ),
        "",
        "| finding | outcome | heading | worked case | because | not settled in |",
        "|---|---|---|---|---|---|",
    ]
    for code, wording in flow.says.items():
        reached = settled.get(code) or doubtful[code]
        never = doubtful[code].id if code in doubtful else ""
        lines.append(f"| `{code}` | {wording.outcome} | {wording.title} | {_case(reached)} | {never} |")
    return "\n".join(lines) + "\n"


def _doubted(finding: Finding) -> bool:
    """Whether a finding came out as not settled in place of what its wording would answer."""
    return finding.outcome is Outcome.NOT_SETTLED and bool(finding.doubts)


def _case(case: WorkedCase) -> str:
    return f"{case.id} | {case.because.replace('|', '/')}"
