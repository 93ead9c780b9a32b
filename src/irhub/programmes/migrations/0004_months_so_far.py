"""What was counted of a month that still changes, so that a page does not count."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_moved_by_tables"), ("programmes", "0003_months_stay")]

    operations = [
        migrations.CreateModel(
            name="CountedMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("report", models.CharField(max_length=20)),
                ("month", models.DateField(help_text="Its first day")),
                ("counts", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="programmes.programme"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("programme"), models.F("report"), models.F("month"), name="month_counted_once"
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            """
ALTER TABLE "programmes_countedmonth" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "programmes_countedmonth" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'advice');
CREATE POLICY "fenced_add" ON "programmes_countedmonth" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "programmes_countedmonth" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "programmes_countedmonth" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "programmes_countedmonth" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
    ]
