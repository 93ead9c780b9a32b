"""What clients say of how the helpline did: for advisers alone, written by the hub, and answers are only added."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_absences"),
        ("support", "0008_found_quickly"),
    ]

    operations = [
        migrations.CreateModel(
            name="Feedback",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("questionnaire", models.CharField(help_text="Its name, as its file has it", max_length=60)),
                (
                    "version",
                    models.PositiveIntegerField(help_text="The version of the questionnaire that is asked now"),
                ),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="feedback", to="support.case"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "feedback",
            },
        ),
        migrations.CreateModel(
            name="FeedbackAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.CharField(help_text="The key of the question", max_length=60)),
                ("answer", models.TextField(blank=True, default="", help_text="As questions/words.py writes it")),
                ("instead", models.CharField(blank=True, default="", max_length=20)),
                ("reason", models.TextField(blank=True, default="")),
                (
                    "version",
                    models.PositiveIntegerField(help_text="The version of the questionnaire in which it was asked"),
                ),
                ("revision", models.PositiveIntegerField(help_text="Of the sheet, when it was saved")),
                ("who", models.CharField(max_length=254)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="given", to="support.feedback"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        models.F("sheet"), models.F("question"), models.F("revision"), name="feedbackanswer_given_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("instead", ""),
                            models.Q(("answer", ""), ("instead__in", ("unknown", "not_applicable", "open"))),
                            _connector="OR",
                        ),
                        name="feedbackanswer_is_an_answer_or_not",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            """
ALTER TABLE "support_feedback" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "support_feedback" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'advice' AND (SELECT irhub_role()) IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_add" ON "support_feedback" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "support_feedback" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "support_feedback" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "support_feedback" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
ALTER TABLE "support_feedbackanswer" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "support_feedbackanswer" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'advice' AND (SELECT irhub_role()) IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_add" ON "support_feedbackanswer" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "support_feedbackanswer" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "support_feedbackanswer" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "support_feedbackanswer" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE TRIGGER only_added_to BEFORE UPDATE ON "support_feedbackanswer" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
""",
            migrations.RunSQL.noop,
        ),
    ]
