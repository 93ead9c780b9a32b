"""What a provider wrote is for oversight and itself; the public gets from the database what was looked at and let through."""

from django.db import migrations

from irhub.accounts.row_security import protect

OWN = "irhub_body() = body_id"
WATCHES = """EXISTS (SELECT FROM accounts_body watcher
    WHERE watcher.id = irhub_body() AND watcher.kind IN ('department', 'partnership', 'council'))"""
MODERATES = """irhub_role() = 'administrator' AND EXISTS (SELECT FROM accounts_body watcher
    WHERE watcher.id = irhub_body() AND watcher.kind IN ('department', 'partnership'))"""


class Migration(migrations.Migration):
    dependencies = [
        ("attention", "0001_tasks_replies_and_challenges"),
        ("accounts", "0006_rules_editor"),
    ]

    operations = [
        protect(
            "attention_statement",
            read=f"(public = 'shown' AND withdrawn_at IS NULL) OR {OWN} OR {WATCHES}",
            write=f"{OWN} OR ({MODERATES})",
            add=f"{OWN} AND irhub_side() = 'provider'",
        ),
        protect(
            "attention_challenge",
            read=f"{OWN} OR {WATCHES}",
            write=f"irhub_role() IN ('reviewer', 'administrator') AND {WATCHES}",
            add=OWN,
        ),
    ]
