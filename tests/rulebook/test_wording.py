"""What the hub says states rules with their sources. It never advises, and never hints at a named provider."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from irhub.indicators import catalogue
from irhub.rulebook.flow import flows
from irhub.rulebook.loading import rulebook

ADVICE = re.compile(
    r"""\b(you\ should | we\ (advise|recommend|suggest) | our\ advice | it\ is\ (safer|better|best|wise)
    | treat\ (it|this|that|them|[a-z]+\ months)\ as | do\ not\ (dismiss|say|apply|wait) | you\ (had|’d)\ better
    | ask\ before\ you | have\ it\ confirmed | make\ sure | get\ advice\ at\ once | (apply|wait)\ (now|until|before|as\ soon)
    | your\ (best|safest) | should\ (apply|wait|switch|extend|object|change|leave|stay|move|seek|contact|consider)
    | (is|are)\ (well\ |strongly\ )?advised\ to | ought\ to | advisable | consider\ \w+ing
    | would\ be\ (safer|better|best|wise) | in\ your\ (own\ )?interest)\b""",
    re.IGNORECASE | re.VERBOSE,
)
HINTS = re.compile(
    r"""(whose\ licence\ (is|was)\ revoked | \b(probably|presumably|apparently|reportedly)\ (revoked|guilty|exploit\w+|abus\w+)
    | \b(rogue|dodgy|phoenix|suspicious|bogus|sham)\b)""",
    re.IGNORECASE | re.VERBOSE,
)


def rule_texts() -> dict[str, str]:
    return {each.name: f"{each.says} {each.note}" for each in rulebook().rules}


def flow_texts() -> dict[str, str]:
    told = {}
    for flow in flows().values():
        words = [flow.title, flow.lead, *flow.tells, *flow.to_hand, *flow.phrases.values()]
        words += [
            text for each in flow.questions for text in (each.title, each.label, each.hint, *each.options.values())
        ]
        words += [each.says for each in flow.answers.values()]
        words += [text for each in flow.says.values() for text in (each.title, each.says, each.short, each.step)]
        told[flow.name] = "\n".join(words)
    return told


def indicator_texts() -> dict[str, str]:
    folder = Path(catalogue.__file__).parent
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py"))}


PEOPLE_AND_BODIES = flow_texts() | indicator_texts()
"""What is shown about the provider or the person at hand; a rule speaks of sponsors in general."""


def found(pattern: re.Pattern[str], texts: dict[str, str]) -> dict[str, str]:
    return {name: hit[0] for name, text in texts.items() if (hit := pattern.search(text))}


def test_rules_flows_and_indicators_state_and_never_advise():
    assert found(ADVICE, rule_texts() | PEOPLE_AND_BODIES) == {}


def test_flows_and_indicators_never_hint_at_what_a_provider_did():
    assert found(HINTS, PEOPLE_AND_BODIES) == {}


@pytest.mark.parametrize(
    "said",
    [
        "Treat three months as the limit until an adviser tells you otherwise.",
        "Treat it as critical either way.",
        "Get advice at once, and do not dismiss them without it.",
        "You should apply before March.",
        "It is safer to wait.",
        "The worker is advised to change employer.",
        "Consider applying before 26 March 2027.",
        "The person should leave the sponsor.",
        "It would be wise to extend first.",
    ],
)
def test_words_of_advice_are_found(said):
    assert ADVICE.search(said)


def test_a_hint_at_a_named_provider_is_found():
    assert HINTS.search("A body whose licence is revoked may not apply again for twelve months.")


def test_the_settlement_checker_gives_dates_and_sends_the_person_to_a_regulated_adviser():
    flow = flows()["settlement"]
    assert "regulated immigration adviser" in " ".join(flow.lead.split())
    told = [f"{each.title} {each.says} {each.short} {each.step}" for each in flow.says.values()]
    for words in told + [each.says for each in flow.answers.values()]:
        assert not re.search(r"\byou\b|\bapply\b", words.replace("may apply", ""), re.IGNORECASE), words
