"""What grants came to, side by side: results by how well they are known, what each cost with its denominator, small numbers told as such."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from irhub.grants.learning.measures import Measure, measures
from irhub.grants.learning.models import Grade, GrantLesson, GrantResult
from irhub.grants.models import Award
from irhub.grants.money import said
from irhub.web.suppression import FEWEST

_GOOD = (Grade.SEEN, Grade.CONFIRMED)


@dataclass(frozen=True)
class Reached:
    """A measure of a grant, or of several: how many by each grade, of how many, planned, and the pence that all of them cost.

    `cost`: what was spent; of a grant of which nothing is accounted for yet, what was awarded, which is `unaccounted` of it.
    """

    measure: Measure
    by_grade: Mapping[str, int]
    out_of: int | None
    of_what: str
    planned: int | None
    cost: int
    unaccounted: int
    grants: int

    @property
    def many(self) -> int:
        """All of them, however well they are known."""
        return sum(self.by_grade.values())

    @property
    def known(self) -> int:
        """Those of which the funder saw a record, or that somebody else confirmed."""
        return sum(self.by_grade.get(str(grade), 0) for grade in _GOOD)

    @property
    def few(self) -> bool:
        """Whether they are too few to compare."""
        return 0 < self.many < FEWEST

    @property
    def costs(self) -> str:
        """What each cost, as a range from all to those that are well known, with what was divided by what."""
        if not self.many:
            return "Nothing was counted, so there is no cost for each."
        whole = f"{said(self.cost)} {self._money}for {self.many:,} {self._noun(self.many)}"
        each = said(_each(self.cost, self.many))
        if not self.known:
            told = f"{each} for each at best: {whole}; none of it was seen or confirmed."
        elif self.known == self.many:
            told = f"{each} for each: {whole}."
        else:
            told = f"{each} to {said(_each(self.cost, self.known))} for each: {whole}, of which {self.known:,} were seen or confirmed."
        return f"{told} These are few: one more or less would change it much." if self.few else told

    @property
    def share(self) -> str:
        """What part of a whole they are; blank where the whole is not known."""
        if not self.out_of:
            return ""
        return f"{self.many:,} of {self.out_of:,} {self.of_what} ({100 * self.many / self.out_of:.0f}%)"

    @property
    def _money(self) -> str:
        """Whether it was spent or awarded, in words that follow the sum."""
        if not self.unaccounted:
            return "spent "
        return (
            "awarded "
            if self.unaccounted == self.cost
            else f"(of which {said(self.unaccounted)} was awarded and is not accounted for yet) "
        )

    def _noun(self, many: int) -> str:
        return self.measure.one if many == 1 else self.measure.several


@dataclass(frozen=True)
class Project:
    """A grant with what it came to. `spent`: pence that are accounted for, None while none is; `lessons`: the newest of each side, the grantee's
    first."""

    award: Award
    spent: int | None
    reached: tuple[Reached, ...]
    lessons: tuple[GrantLesson, ...]

    @cached_property
    def by_key(self) -> Mapping[str, Reached]:
        """Its measures by key."""
        return {one.measure.key: one for one in self.reached}

    @property
    def again(self) -> str:
        """Whether each side would do it again, in words."""
        told = [
            f"{'grantee' if one.by_grantee else 'funder'}: {one.get_again_display().lower()}" for one in self.lessons
        ]
        return "; ".join(told) or "Nobody has said"


@dataclass(frozen=True)
class Compared:
    """The grants of a call side by side. `told`: those of which anything was told; the cost of others is in no figure for each."""

    projects: tuple[Project, ...]
    together: tuple[Reached, ...]

    @property
    def told(self) -> int:
        """Grants of which a result was told."""
        return sum(bool(one.reached) for one in self.projects)

    @property
    def awarded(self) -> int:
        """Pence awarded in all."""
        return sum(one.award.granted for one in self.projects)

    @property
    def spent(self) -> tuple[int, int]:
        """Pence that were spent, and of how many grants anything is accounted for."""
        known = [one.spent for one in self.projects if one.spent is not None]
        return sum(known), len(known)

    @property
    def again(self) -> Mapping[str, int]:
        """How many funders' and grantees' words there are for each answer to whether they would do it again."""
        found: dict[str, int] = defaultdict(int)
        for project in self.projects:
            for lesson in project.lessons:
                found[str(lesson.get_again_display())] += 1
        return dict(found)


def compared(
    awards: Sequence[Award],
    results: Iterable[GrantResult],
    lessons: Iterable[GrantLesson],
    planned: Mapping[int, Mapping[str, Any]],
    spent: Mapping[int, int | None],
) -> Compared:
    """Grants with their results and lessons. `planned`: by application, its answers by question; `spent`: by grant, pence that are accounted for."""
    of: dict[int, list[GrantResult]] = defaultdict(list)
    for result in results:
        of[result.award_id].append(result)
    newest: dict[int, dict[bool, GrantLesson]] = defaultdict(dict)
    for lesson in sorted(lessons, key=lambda one: one.pk):
        newest[lesson.award_id][lesson.by_grantee] = lesson
    projects = tuple(
        Project(
            award, spent.get(award.pk), tuple(_reached(award, spent.get(award.pk), of[award.pk], planned.get(award.application_id, {}))),
            tuple(newest[award.pk][side] for side in (True, False) if side in newest[award.pk]),
        )
        for award in awards
    )  # fmt: skip
    return Compared(projects, tuple(_together(projects)))


def counted(results: Iterable[GrantResult]) -> dict[str, GrantResult]:
    """Of two that tell of one measure, the funder's: it saw what the grantee told."""
    found: dict[str, GrantResult] = {}
    for result in sorted(results, key=lambda one: not one.by_grantee):
        found[result.measure] = result
    return found


def _reached(
    award: Award, spent: int | None, results: Iterable[GrantResult], planned: Mapping[str, Any]
) -> Iterable[Reached]:
    told = counted(results)
    for one in measures().measures:
        if (result := told.get(one.key)) is not None:
            plan = planned.get(one.planned)
            yield Reached(
                one, {str(result.grade): result.many}, result.out_of, result.of_what, None if plan in (None, "") else int(Decimal(str(plan))),
                award.granted if spent is None else spent, award.granted if spent is None else 0, 1,
            )  # fmt: skip


def _together(projects: Sequence[Project]) -> Iterable[Reached]:
    """Each measure over the grants that told of it: the cost is theirs alone, and a whole is told only where each has one of the same."""
    for one in measures().measures:
        parts = [project.by_key[one.key] for project in projects if one.key in project.by_key]
        if not parts:
            continue
        by_grade: dict[str, int] = defaultdict(int)
        for part in parts:
            for grade, many in part.by_grade.items():
                by_grade[grade] += many
        wholes = {part.of_what.casefold() for part in parts}
        whole = (
            sum(part.out_of or 0 for part in parts) if all(part.out_of for part in parts) and len(wholes) == 1 else None
        )
        plans = [part.planned for part in parts]
        plan = sum(each or 0 for each in plans) if all(each is not None for each in plans) else None
        yield Reached(
            one, dict(sorted(by_grade.items())), whole, parts[0].of_what if whole else "", plan, sum(part.cost for part in parts),
            sum(part.unaccounted for part in parts), len(parts),
        )  # fmt: skip


def _each(cost: int, many: int) -> int:
    """Pence for each, to the whole pound where it is more than ten: more would say what nobody knows."""
    each = round(cost / many)
    return round(each, -2) if each > 1000 else each
