"""What people choose for themselves on these pages."""

from __future__ import annotations

from irhub.accounts.models import Person
from irhub.dashboards.models import ColumnChoice


def choose_columns(person: Person, columns: list[str]) -> None:
    """Keep the columns in which a person wants lists of providers."""
    ColumnChoice.objects.update_or_create(person=person, defaults={"columns": ",".join(columns)})
