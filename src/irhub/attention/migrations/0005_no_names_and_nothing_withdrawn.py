"""Tasks no longer say whom a signal names, answers that were taken back are gone, a withdrawn reply is its own body's alone, and a
provider's viewer reads."""

from django.db import migrations, models
from django.db.models import Q

# as the role that policies let through: the owner of the tables is fenced too
_AFTER = """
    SET LOCAL ROLE irhub_system;
    UPDATE attention_task
        SET says = 'This rests on a person named in a register. Their name is shown to people who need it and say why.'
        WHERE code IN ('successor-people', 'shared-controller', 'shared-individual');
    UPDATE attention_challenge SET answer = '' WHERE state = 'open';
    SET CONSTRAINTS ALL IMMEDIATE;
    RESET ROLE;
"""
_READ = """
    ALTER POLICY "fenced_read" ON "attention_statement"
        USING ((withdrawn_at IS NULL AND (public = 'shown' OR irhub_side() = 'oversight'))
            OR (irhub_body() = body_id AND irhub_side() = 'provider'));
    ALTER POLICY "fenced_add" ON "attention_statement"
        WITH CHECK (irhub_body() = body_id AND irhub_side() = 'provider' AND irhub_role() = 'administrator');
    ALTER POLICY "fenced_add" ON "attention_challenge"
        WITH CHECK (irhub_body() = body_id AND (irhub_side() <> 'provider' OR irhub_role() = 'administrator'));
"""
_READ_BEFORE = """
    ALTER POLICY "fenced_read" ON "attention_statement"
        USING ((public = 'shown' AND withdrawn_at IS NULL) OR irhub_side() = 'oversight'
            OR (irhub_body() = body_id AND irhub_side() = 'provider'));
    ALTER POLICY "fenced_add" ON "attention_statement"
        WITH CHECK (irhub_body() = body_id AND irhub_side() = 'provider');
    ALTER POLICY "fenced_add" ON "attention_challenge" WITH CHECK (irhub_body() = body_id);
"""


class Migration(migrations.Migration):
    dependencies = [("attention", "0004_replies_for_oversight_alone")]

    operations = [
        migrations.RunSQL(_AFTER, migrations.RunSQL.noop),
        migrations.RunSQL(_READ, _READ_BEFORE),
        migrations.RemoveConstraint("challenge", "challenge_answered_in_words"),
        migrations.AddConstraint(
            "challenge",
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None, answer="")
                | (~Q(state="open") & Q(answered_at__isnull=False) & ~Q(answer="")),
                name="challenge_answered_in_words",
            ),
        ),
        migrations.AlterField(
            "task",
            "says",
            models.TextField(help_text="What the signal said when the task was opened: no names of people"),
        ),
    ]
