"""Replies and challenges count their changes as tasks do; what happened to a task is only added to."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("attention", "0002_fence_replies_and_challenges"),
        ("casework", "0001_rows_only_added"),
    ]

    operations = [
        migrations.AddField(
            model_name="challenge",
            name="version",
            field=models.IntegerField(default=1),
        ),
        migrations.AddField(
            model_name="statement",
            name="version",
            field=models.IntegerField(default=1),
        ),
        migrations.AddField(
            model_name="taskevent",
            name="after",
            field=models.CharField(blank=True, default="", help_text="The state that it came to", max_length=20),
        ),
        migrations.AddField(
            model_name="taskevent",
            name="before",
            field=models.CharField(blank=True, default="", help_text="The state that it left", max_length=20),
        ),
        migrations.AlterField(
            model_name="taskevent",
            name="at",
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        migrations.RunSQL(
            """
    CREATE TRIGGER only_added_to BEFORE UPDATE ON "attention_taskevent" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
    ALTER POLICY fenced_change ON "attention_taskevent" USING (false) WITH CHECK (false);
    ALTER POLICY fenced_remove ON "attention_taskevent" USING (false)
""",
            """
    DROP TRIGGER only_added_to ON "attention_taskevent";
    ALTER POLICY fenced_change ON "attention_taskevent" USING (irhub_body() IN ("body_id"))
        WITH CHECK (irhub_body() IN ("body_id"));
    ALTER POLICY fenced_remove ON "attention_taskevent" USING (irhub_body() IN ("body_id"))
""",
        ),
    ]
