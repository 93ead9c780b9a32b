"""How a self-check stands: which answers count, which are to be given again since the question or a rule changed, and what is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.timezone import localdate

from irhub.checker.book import current
from irhub.compliance.models import Answer, Evidence, Sheet
from irhub.compliance.questionnaire import CheckQuestion, SelfCheck, Theme, newest, versions
from irhub.guidance.embedding import RuleChanged, changed, held
from irhub.questions import engine
from irhub.questions.stored import answers_of
from irhub.rulebook.book import Rulebook


@dataclass(frozen=True)
class Standing:
    """A sheet as it stands on a day.

    `answers`: those that count. `again`: earlier answers to what must be asked again, since the question asks something else or a rule behind it
    changed; `because`: which rules, by question. `heads`: of a place, how its head office's stands. `evidence`: by question. `revisions`: of the
    sheet, in which each answer was given.
    """

    sheet: Sheet
    asking: SelfCheck
    on: date
    answers: Mapping[str, Any]
    again: Mapping[str, Any]
    because: Mapping[str, list[RuleChanged]]
    evidence: Mapping[str, list[Evidence]]
    heads: Standing | None = None
    revisions: Mapping[str, int] = field(default_factory=dict)

    @property
    def behind(self) -> bool:
        """Whether there is a newer version of the questions than the one that is asked."""
        return self.sheet.version < newest(self.sheet.questionnaire).version

    @cached_property
    def in_force(self) -> Mapping[str, Any]:
        """The answers that count, of a place with those of head office below its own: not where its own must be given again."""
        heads = self.heads.answers if self.heads else {}
        return {**{key: answer for key, answer in heads.items() if key not in self.again}, **self.answers}

    @cached_property
    def asked(self) -> list[CheckQuestion]:
        """The questions that are asked, in order; of a place those that it may answer for itself."""
        leads = {**(self.heads.again if self.heads else {}), **self.again, **self.in_force}
        found = engine.asked(self.asking.questions, leads)
        return [each for each in found if each.by_place] if self.heads else found

    @property
    def open(self) -> list[CheckQuestion]:
        """The questions that wait for an answer."""
        return [each for each in self.asked if each.key not in self.in_force]

    def of_theme(self, theme: Theme) -> list[CheckQuestion]:
        """What is asked of a theme."""
        own = {each.key for each in theme.questions}
        return [each for each in self.asked if each.key in own]

    @cached_property
    def themes(self) -> list[engine.Progress]:
        """How far each theme is; without those of which nothing is asked."""
        told = []
        for theme in self.asking.pages:
            if here := self.of_theme(theme):
                told.append(engine.Progress(theme, len(here), sum(each.key in self.in_force for each in here)))
        return told

    def answered_in(self, key: str) -> int:
        """In which revision of the sheet a question was answered last; 0 if it was not."""
        return self.revisions.get(key, 0)

    def proof_of(self, key: str) -> list[Evidence]:
        """The evidence of a question; of a place, its own and that of head office where it answers as that does."""
        heads = self.heads.evidence.get(key, []) if self.heads and key not in self.answers else []
        return [*self.evidence.get(key, []), *heads]


def standing_of(
    sheet: Sheet, *, on: date | None = None, book: Rulebook | None = None, heads: Standing | None = None
) -> Standing:
    """How a sheet stands, on a day (today) by a rulebook (the one of now). `heads`: of a place, that of its head office, where it is at hand."""
    day, rules = on or localdate(), book or current()
    rows = {row.question: row for row in Answer.objects.filter(sheet=sheet).order_by("revision")}
    every = versions(sheet.questionnaire)
    carried = answers_of(sheet, every, rows)
    touched = rules_touched({key: rows[key].rules for key in carried.answers}, day, rules)
    return Standing(
        sheet=sheet,
        asking=every[sheet.version - 1],
        on=day,
        answers={key: answer for key, answer in carried.answers.items() if key not in touched},
        again={**carried.again, **{key: carried.answers[key] for key in touched}},
        because=touched,
        evidence=_evidence(sheet),
        heads=(heads or standing_of(sheet.head, on=day, book=rules)) if sheet.head else None,
        revisions={key: row.revision for key, row in rows.items()},
    )


def rules_touched(kept: Mapping[str, Mapping[str, str]], on: date, book: Rulebook) -> Mapping[str, list[RuleChanged]]:
    """The questions behind which a rule stands otherwise on a day than when they were answered, and what changed.

    `kept`: by question, the rules on which its answer stands.
    """
    now = held({line for rules in kept.values() for line in rules}, on, book)
    moved = {key: {line: said for line, said in rules.items() if now[line] != said} for key, rules in kept.items()}
    return {key: changed(rules, on, book) for key, rules in moved.items() if rules}


def _evidence(sheet: Sheet) -> Mapping[str, list[Evidence]]:
    found = defaultdict[str, list[Evidence]](list)
    for row in Evidence.objects.filter(sheet=sheet).order_by("-seen_on", "-pk"):
        found[row.question].append(row)
    return found
