"""Who supports workers in a council does not act on the side of oversight: the database no longer gives them replies and challenges."""

from django.db import migrations

_BEFORE = """
    ALTER POLICY "fenced_read" ON "attention_statement"
        USING ((public = 'shown' AND withdrawn_at IS NULL) OR irhub_body() = body_id OR EXISTS (SELECT FROM accounts_body watcher
    WHERE watcher.id = irhub_body() AND watcher.kind IN ('department', 'partnership', 'council')));
    ALTER POLICY "fenced_read" ON "attention_challenge"
        USING (irhub_body() = body_id OR EXISTS (SELECT FROM accounts_body watcher
    WHERE watcher.id = irhub_body() AND watcher.kind IN ('department', 'partnership', 'council')));
"""
_AFTER = """
    ALTER POLICY "fenced_read" ON "attention_statement"
        USING ((public = 'shown' AND withdrawn_at IS NULL) OR irhub_side() = 'oversight'
            OR (irhub_body() = body_id AND irhub_side() = 'provider'));
    ALTER POLICY "fenced_read" ON "attention_challenge"
        USING (irhub_side() = 'oversight' OR (irhub_body() = body_id AND irhub_side() = 'provider'));
"""


class Migration(migrations.Migration):
    dependencies = [("attention", "0003_moved_by_tables")]

    operations = [migrations.RunSQL(_AFTER, _BEFORE)]
