"""Cases: for the advisers of the body that runs a helpline alone; a client reads its own case and thread, and nobody else a row."""

import functools
import secrets

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0009_moved_by_tables"),
        ("casework", "0001_rows_only_added"),
        ("programmes", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.IntegerField(default=1)),
                ("reference", models.CharField(editable=False, max_length=20, unique=True)),
                ("client_type", models.CharField(max_length=10)),
                ("client_key", models.CharField(blank=True, default="", max_length=40)),
                ("client_name", models.CharField(max_length=200)),
                ("about_key", models.CharField(blank=True, default="", max_length=40)),
                ("about_name", models.CharField(blank=True, default="", max_length=200)),
                ("channel", models.CharField(max_length=10)),
                ("urgency", models.CharField(default="routine", max_length=10)),
                ("subject", models.CharField(max_length=150)),
                ("letter_on", models.DateField(null=True)),
                ("state", models.CharField(default="new", max_length=20)),
                ("opened_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("escalated_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(blank=True, default="", max_length=20)),
                ("signposted_to", models.CharField(blank=True, default="", max_length=120)),
                (
                    "ending",
                    models.CharField(blank=True, default="", help_text="How it ended, in a line", max_length=200),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "client_body",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="merged", to="support.case"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.programme"
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.theme"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseComplaint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.IntegerField(default=1)),
                ("complainant", models.CharField(max_length=150)),
                ("text", models.TextField()),
                ("level", models.CharField(max_length=10)),
                ("opened_by", models.CharField(max_length=254)),
                ("opened_at", models.DateTimeField(auto_now_add=True)),
                ("state", models.CharField(default="received", max_length=15)),
                ("letter_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True, default="")),
                ("answered_by", models.CharField(blank=True, default="", max_length=254)),
                ("answered_at", models.DateTimeField(null=True)),
                ("justified", models.BooleanField(null=True)),
                ("resolved", models.BooleanField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="complaints", to="support.case"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CaseComplaintEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("who", models.CharField(max_length=254)),
                ("what", models.CharField(help_text="In words: assigned to Pat Example", max_length=200)),
                ("text", models.TextField(blank=True, default="", help_text="The note or reason")),
                ("before", models.CharField(blank=True, default="", help_text="The state that it left", max_length=20)),
                (
                    "after",
                    models.CharField(blank=True, default="", help_text="The state that it came to", max_length=20),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="support.casecomplaint"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CaseContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.IntegerField(default=1)),
                ("name", models.CharField(max_length=150)),
                ("relation", models.CharField(max_length=10)),
                ("firm", models.CharField(blank=True, default="", max_length=200)),
                ("authority", models.CharField(max_length=10)),
                ("email", models.EmailField(blank=True, default="", max_length=254)),
                ("phone", models.CharField(blank=True, default="", max_length=40)),
                ("calls", models.CharField(default="any", max_length=10)),
                (
                    "announce",
                    models.BooleanField(default=True, help_text="Whether a caller may say where they call from"),
                ),
                (
                    "pass_phrase",
                    models.CharField(blank=True, default="", help_text="What they say to be known", max_length=80),
                ),
                (
                    "adaptations",
                    models.CharField(
                        blank=True, default="", help_text="An interpreter, text relay, time", max_length=300
                    ),
                ),
                ("added_by", models.CharField(max_length=254)),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                ("state", models.CharField(default="now", max_length=10)),
                ("key", models.CharField(default=functools.partial(secrets.token_hex, 16), max_length=32, unique=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="support.case"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CaseEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("who", models.CharField(max_length=254)),
                ("what", models.CharField(help_text="In words: assigned to Pat Example", max_length=200)),
                ("text", models.TextField(blank=True, default="", help_text="The note or reason")),
                ("before", models.CharField(blank=True, default="", help_text="The state that it left", max_length=20)),
                (
                    "after",
                    models.CharField(blank=True, default="", help_text="The state that it came to", max_length=20),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="support.case"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CaseLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="support.case"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="linked", to="support.case"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("who", models.CharField(max_length=254)),
                ("text", models.TextField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="support.case"
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="correction",
                        to="support.casenote",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("inbound", models.BooleanField()),
                ("channel", models.CharField(max_length=10)),
                ("who", models.CharField(max_length=254)),
                ("text", models.TextField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="support.case"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "messages of cases",
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.F("body"),
                models.F("opened_at"),
                condition=models.Q(("state__in", ["new", "open", "waits for client", "waits for lawyer", "answered"])),
                name="case_live",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.F("body"), models.OrderBy(models.F("opened_at"), descending=True), name="case_newest"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(models.F("body"), models.F("client_key"), name="case_of_client"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(models.F("closed_at"), name="case_closed"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("id")), _negated=True), name="case_merged_into_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "closed"), _negated=True),
                    models.Q(("outcome", ""), _negated=True),
                    _connector="OR",
                ),
                name="case_closes_with_an_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "merged"), ("merged_into", None), _connector="OR"),
                name="case_merged_or_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="casecomplaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", False), ("justified__isnull", False), ("state", "answered")),
                    models.Q(
                        models.Q(("state", "answered"), _negated=True),
                        ("answered_at", None),
                        ("justified", None),
                        ("resolved", None),
                    ),
                    _connector="OR",
                ),
                name="casecomplaint_answered_or_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="casecontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", ""), ("phone", ""), _negated=True), name="casecontact_can_be_reached"
            ),
        ),
        migrations.AddConstraint(
            model_name="casecontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("authority", "own"), ("relation__in", ["acts", "family", "other"]), _negated=True),
                name="casecontact_outside_needs_authority",
            ),
        ),
        migrations.AddConstraint(
            model_name="caselink",
            constraint=models.UniqueConstraint(models.F("case"), models.F("other"), name="case_linked_once"),
        ),
        migrations.AddConstraint(
            model_name="caselink",
            constraint=models.CheckConstraint(
                condition=models.Q(("case__lt", models.F("other"))), name="case_linked_to_a_later_one"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(models.F("case"), models.F("at"), name="message_of_case"),
        ),
        migrations.RunSQL(
            """
ALTER TABLE "support_case" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "support_case" FOR SELECT TO "irhub_app" USING ((irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead')) OR irhub_body() = client_body_id);
CREATE POLICY "fenced_add" ON "support_case" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_change" ON "support_case" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead')) WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_remove" ON "support_case" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "system" ON "support_case" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "support_message" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "support_message" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM support_case parent WHERE parent.id = case_id));
CREATE POLICY "fenced_add" ON "support_message" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_change" ON "support_message" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead')) WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_remove" ON "support_message" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "system" ON "support_message" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "support_caseevent" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "support_caseevent" FOR SELECT TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_add" ON "support_caseevent" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_change" ON "support_caseevent" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead')) WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_remove" ON "support_caseevent" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "system" ON "support_caseevent" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "support_casecontact" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "support_casecontact" FOR SELECT TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_add" ON "support_casecontact" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_change" ON "support_casecontact" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead')) WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_remove" ON "support_casecontact" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "system" ON "support_casecontact" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "support_casenote" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "support_casenote" FOR SELECT TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_add" ON "support_casenote" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_change" ON "support_casenote" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead')) WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_remove" ON "support_casenote" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "system" ON "support_casenote" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "support_casecomplaint" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "support_casecomplaint" FOR SELECT TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_add" ON "support_casecomplaint" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_change" ON "support_casecomplaint" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead')) WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_remove" ON "support_casecomplaint" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "system" ON "support_casecomplaint" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "support_casecomplaintevent" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "support_casecomplaintevent" FOR SELECT TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_add" ON "support_casecomplaintevent" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_change" ON "support_casecomplaintevent" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead')) WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_remove" ON "support_casecomplaintevent" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "system" ON "support_casecomplaintevent" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "support_caselink" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "support_caselink" FOR SELECT TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_add" ON "support_caselink" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_change" ON "support_caselink" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead')) WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_remove" ON "support_caselink" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "system" ON "support_caselink" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
CREATE TRIGGER only_added_to BEFORE UPDATE ON "support_caseevent" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "support_caseevent" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "support_caseevent" USING (false);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
CREATE TRIGGER only_added_to BEFORE UPDATE ON "support_casenote" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "support_casenote" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "support_casenote" USING (false);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
CREATE TRIGGER only_added_to BEFORE UPDATE ON "support_casecomplaintevent" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "support_casecomplaintevent" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "support_casecomplaintevent" USING (false);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
CREATE TRIGGER only_added_to BEFORE UPDATE ON "support_message" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "support_message" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "support_message" USING (false);
""",
            migrations.RunSQL.noop,
        ),
    ]
