"""Models whose state changes by their table alone: whoever saves or updates it past `move` (moving.py) is refused."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, ClassVar, Self

from django.db import models

from irhub.accounts.workflow import Workflow


class WentRound(RuntimeError):
    """A fault of the program: a state was to be changed past `move`."""


class Guarded(models.QuerySet[Any]):
    """Rows of which nobody updates state or version by the way."""

    def update(self, **columns: Any) -> int:
        """As ever, but for the state of what moves by a table. Raises WentRound."""
        if issubclass(self.model, Moving) and {"version", self.model.workflow.column} & set(columns):
            raise WentRound(f"{self.model.__name__} changes its state by move() alone.")
        return super().update(**columns)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **named: Any) -> list[Any]:
        """As ever, in the state in which the table begins. Raises WentRound."""
        made = list(objs)
        for row in made:
            if isinstance(row, Moving):
                row.refuse_to_go_round()
        return super().bulk_create(made, *args, **named)


class Moving(models.Model):
    """What moves from state to state. A model says by which table; `version` rises with every move."""

    workflow: ClassVar[Workflow]

    version = models.IntegerField(default=1)

    objects = Guarded.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **more: Any) -> Self:
        """A row as it was read, which knows the state in which it was."""
        made = super().from_db(db, field_names, values, **more)
        made._remember()
        return made

    def refresh_from_db(self, *args: Any, **named: Any) -> None:
        """Read it again."""
        super().refresh_from_db(*args, **named)
        self._remember()

    def save(self, force_insert: Any = False, *, update_fields: Iterable[str] | None = None, **named: Any) -> None:
        """Write a new one, or those columns of one that is there that `update_fields` names: the others may have moved since it was read.

        Raises WentRound without these or if state or version are among them, and for a new one that stands elsewhere than the table begins.
        """
        where_it_stands = {"version", self.workflow.column}
        if self._state.adding or force_insert:
            self.refuse_to_go_round()
        elif update_fields is None or where_it_stands & set(update_fields):
            raise WentRound(
                f"{type(self).__name__} changes its state by move() alone: name the other columns that are written."
            )
        super().save(force_insert=force_insert, update_fields=update_fields, **named)
        self._remember()

    def refuse_to_go_round(self) -> None:
        """Raises WentRound if it stands elsewhere than it was read, or than the table begins if it is new."""
        column = self.workflow.column
        stood = str(self.workflow.begins) if self._state.adding else self.__dict__.get("_stood")
        if column in self.__dict__ and self.__dict__[column] != stood:
            raise WentRound(f"{type(self).__name__} changes its state by move() alone.")

    def _remember(self) -> None:
        self.__dict__["_stood"] = self.__dict__.get(self.workflow.column)
