"""A worker can withdraw what they agreed to: who recorded it and when, and what was passed on goes from the hub, and nothing else of the consent."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

FENCED = """
ALTER TABLE "support_consentwithdrawal" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "support_consentwithdrawal" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) IN (body_id) AND (SELECT irhub_side()) = 'advice' AND (SELECT irhub_role()) IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_add" ON "support_consentwithdrawal" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) IN (body_id) AND (SELECT irhub_side()) = 'advice' AND (SELECT irhub_role()) IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_change" ON "support_consentwithdrawal" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "support_consentwithdrawal" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "support_consentwithdrawal" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "support_consentwithdrawal" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE TRIGGER only_added_to BEFORE UPDATE ON "support_consentwithdrawal" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
DROP TRIGGER only_added_to ON "support_workerconsent";
CREATE TRIGGER only_added_to BEFORE UPDATE ON "support_workerconsent" FOR EACH ROW
WHEN (NEW.passed_on <> '' OR to_jsonb(NEW) - 'passed_on' IS DISTINCT FROM to_jsonb(OLD) - 'passed_on')
EXECUTE FUNCTION irhub_only_added_to();
"""
UNFENCED = """
DROP TRIGGER only_added_to ON "support_workerconsent";
CREATE TRIGGER only_added_to BEFORE UPDATE ON "support_workerconsent" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_trail_of_help"),
        ("operations", "0003_who_acts_is_proved"),
        ("support", "0018_words_and_files_by_the_page"),
    ]

    operations = [
        migrations.AddField(
            model_name="workerconsent",
            name="to_email",
            field=models.CharField(
                blank=True, db_default="", default="", help_text="Where it was passed on", max_length=254
            ),
        ),
        migrations.CreateModel(
            name="ConsentWithdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("said_on", models.DateField(help_text="The day on which the worker said so")),
                ("how", models.CharField(help_text="How they said so", max_length=200)),
                ("who", models.CharField(help_text="Who recorded it", max_length=254)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "told",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="The address at which those were told who have it; blank: none is known",
                        max_length=254,
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "consent",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="withdrawal",
                        to="support.workerconsent",
                    ),
                ),
            ],
            options={"verbose_name_plural": "withdrawals of consents"},
        ),
        migrations.RunSQL(FENCED, UNFENCED),
    ]
