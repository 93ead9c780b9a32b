"""A ledger of nobody's, as a room would make one: for tests, in tables of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models

from irhub.casework.ledger import Balance, Entry, Hold
from irhub.casework.references import Referenced


class Purse(Balance):
    unit = "minutes"

    class Meta(Balance.Meta):
        app_label = "casework_tests"


class PurseEntry(Entry):
    balance = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="entries")

    class Meta(Entry.Meta):
        app_label = "casework_tests"


class PurseHold(Hold):
    balance = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="holds")

    class Meta(Hold.Meta):
        app_label = "casework_tests"


class Parcel(Referenced):
    prefix = "PA"

    class Meta:
        app_label = "casework_tests"


MODELS = (Purse, PurseEntry, PurseHold, Parcel)


def make_tables() -> None:
    with connection.schema_editor() as editor:
        for model in MODELS:
            editor.create_model(model)


@contextmanager
def tables() -> Iterator[None]:
    """The tables within, and none afterwards."""
    make_tables()
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            for model in reversed(MODELS):
                editor.delete_model(model)
