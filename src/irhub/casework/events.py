"""What happened to a case, in the words of whoever did it: a table of each room's own, to which rows are only ever added."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models.functions import Now
from psycopg import sql

from irhub.accounts.models import OwnedByBody


class Event(OwnedByBody):
    """Something that was done to a thing. A room adds the key to the thing, with `related_name="events"`: then `move` writes it.

    Its body is the thing's. The migration fences its table with `protect("table", ...)` and closes it with
    `append_only("table")`. Clocks are worked out from `before`, `after` and `at`.
    """

    at = models.DateTimeField(db_default=Now())
    who = models.CharField(max_length=254)
    what = models.CharField(max_length=200, help_text="In words: assigned to Pat Example")
    text = models.TextField(blank=True, default="", help_text="The note or reason")
    before = models.CharField(max_length=20, blank=True, default="", help_text="The state that it left")
    after = models.CharField(max_length=20, blank=True, default="", help_text="The state that it came to")

    class Meta:
        abstract = True


_GUARDED = (
    "CREATE TRIGGER only_added_to BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to()",
    "ALTER POLICY fenced_change ON {table} USING (false) WITH CHECK (false)",
    "ALTER POLICY fenced_remove ON {table} USING (false)",
)


def append_only(table: str) -> migrations.RunSQL:
    """The migration operation after which rows of a fenced table are only added: for tests, and to write migrations.

    As with `protect`, a migration holds the SQL itself. No role can alter a row (a trigger refuses), and whoever acts for a
    body can remove none (the policy gives none); retention, which works for the system, removes what is over its time.
    """
    named = {"table": sql.Identifier(table)}
    forward = sql.SQL(";\n").join(sql.SQL(line).format(**named) for line in _GUARDED)
    return migrations.RunSQL(forward.as_string(), migrations.RunSQL.noop)
