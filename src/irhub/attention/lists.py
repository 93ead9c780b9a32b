"""The lists of tasks and of challenges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import reverse

from irhub.attention import queries
from irhub.attention.models import Challenge, Task
from irhub.indicators.indicator import Indicator
from irhub.indicators.queries import definition
from irhub.web.listing import Cell, Column, FilterForm, Listing, choice


@dataclass(frozen=True)
class TaskRow:
    """A task, the indicator it is about (None if there is none of its code any more), and whether it is past its day."""

    task: Task
    indicator: Indicator | None
    late: bool


@dataclass(frozen=True)
class ChallengeRow:
    """A challenge, and the indicator that it is about."""

    made: Challenge
    indicator: Indicator | None


class TaskFilters(FilterForm):
    """Whose tasks, and whether the closed ones: links of the page, no form."""

    whose = choice("Whose", [("body", "Everybody’s")], any_of_them="Mine")
    state = choice("State", [("closed", "Closed")], any_of_them="Open")


_TASKS: Listing[TaskRow] = Listing(
    name="tasks",
    caption="Tasks",
    noun=("task", "tasks"),
    none_at_all="Nothing is waiting here.",
    none_fits="Nothing is waiting here.",
    filters=TaskFilters,
    look="irhub-stacked",
    columns=(
        Column(
            "provider",
            "Provider",
            "Whom it is about.",
            cell=lambda row: Cell(
                row.task.name, reverse("signal", args=[row.task.organisation_id, row.task.code]) + "#task"
            ),
            heads=True,
        ),
        Column(
            "signal",
            "What deserves attention",
            "The indicator, and what it said.",
            cell=lambda row: Cell(row.indicator.title if row.indicator else row.task.code, under=row.task.says),
            labelled=False,
        ),
        Column("last", "Due", "When it is due, whose it is, or how it ended.", own=True),
    ),
)
CHALLENGES: Listing[ChallengeRow] = Listing(
    name="challenges",
    caption="Challenges, the one that is due first first",
    noun=("challenge", "challenges"),
    none_at_all="No challenge is waiting for an answer.",
    none_fits="No challenge is waiting for an answer.",
    look="irhub-stacked",
    columns=(
        Column(
            "provider",
            "Provider",
            "Whom it is about.",
            cell=lambda row: Cell(row.made.name, reverse("challenge", args=[row.made.pk])),
            heads=True,
        ),
        Column(
            "what",
            "What is challenged",
            "The indicator, and what of it is said to be wrong.",
            value=lambda row: (
                f"{row.indicator.title if row.indicator else row.made.code}: {row.made.get_about_display().lower()}"
            ),
            labelled=False,
        ),
        Column("by", "By", "Which body challenges it.", value=lambda row: row.made.body.name),
        Column("due", "Answer due", "By when it is to be answered.", own=True),
    ),
)


def tasks_list(whose: str, state: str) -> Listing[TaskRow]:
    """The list of tasks: its last column, and in which order they are, hang on what is asked for."""
    closed = state == "closed"
    last = "How it ended" if closed else "Owner" if whose else "Due"
    columns = tuple(replace(one, title=last) if one.key == "last" else one for one in _TASKS.columns)
    order = "was closed last" if closed else "is due first"
    return replace(_TASKS, columns=columns, caption=f"Tasks, the one that {order} first")


def task_rows(tasks: Iterable[Task]) -> list[TaskRow]:
    """Tasks as the list shows them."""
    return [TaskRow(task, definition(task.code), queries.overdue(task)) for task in tasks]


def challenge_rows(found: Iterable[Challenge]) -> list[ChallengeRow]:
    """Challenges as the list shows them."""
    return [ChallengeRow(made, definition(made.code)) for made in found]
