"""What was counted of each month, kept for good: for those who give advice in the body that runs the programme, and never altered."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_moved_by_tables"),
        ("casework", "0001_rows_only_added"),
        ("programmes", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="FrozenMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("report", models.CharField(max_length=20)),
                ("month", models.DateField(help_text="Its first day")),
                ("number", models.PositiveSmallIntegerField(default=1, help_text="Of the version")),
                ("counts", models.JSONField(default=list)),
                ("why", models.TextField(blank=True, default="")),
                ("who", models.CharField(max_length=254)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.programme"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("programme"),
                        models.F("report"),
                        models.F("month"),
                        models.F("number"),
                        name="month_frozen_once",
                    ),
                    models.CheckConstraint(condition=models.Q(("month__day", 1)), name="frozen_month_is_a_month"),
                    models.CheckConstraint(
                        condition=models.Q(("number", 1), models.Q(("why", ""), _negated=True), _connector="OR"),
                        name="month_corrected_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            """
ALTER TABLE "programmes_frozenmonth" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "programmes_frozenmonth" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'advice');
CREATE POLICY "fenced_add" ON "programmes_frozenmonth" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "programmes_frozenmonth" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "programmes_frozenmonth" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "programmes_frozenmonth" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE TRIGGER only_added_to BEFORE UPDATE ON "programmes_frozenmonth" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
""",
            migrations.RunSQL.noop,
        ),
    ]
