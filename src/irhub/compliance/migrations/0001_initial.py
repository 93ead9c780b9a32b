"""Self-checks of providers: behind the wall of their own body, on the side of providers. Answers are only added; the trail of them is kept from oversight."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

FENCE = """
ALTER TABLE "compliance_sheet" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "compliance_sheet" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead'));
CREATE POLICY "fenced_add" ON "compliance_sheet" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead'));
CREATE POLICY "fenced_change" ON "compliance_sheet" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead')) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead'));
CREATE POLICY "fenced_remove" ON "compliance_sheet" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead'));
CREATE POLICY "system" ON "compliance_sheet" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "compliance_sheet" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
ALTER TABLE "compliance_answer" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "compliance_answer" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead'));
CREATE POLICY "fenced_add" ON "compliance_answer" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead') AND EXISTS (SELECT FROM compliance_sheet parent WHERE parent.id = compliance_answer.sheet_id AND parent.body_id = compliance_answer.body_id));
CREATE POLICY "fenced_change" ON "compliance_answer" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead') AND EXISTS (SELECT FROM compliance_sheet parent WHERE parent.id = compliance_answer.sheet_id AND parent.body_id = compliance_answer.body_id)) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead') AND EXISTS (SELECT FROM compliance_sheet parent WHERE parent.id = compliance_answer.sheet_id AND parent.body_id = compliance_answer.body_id));
CREATE POLICY "fenced_remove" ON "compliance_answer" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead') AND EXISTS (SELECT FROM compliance_sheet parent WHERE parent.id = compliance_answer.sheet_id AND parent.body_id = compliance_answer.body_id));
CREATE POLICY "system" ON "compliance_answer" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "compliance_answer" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
ALTER TABLE "compliance_evidence" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "compliance_evidence" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead'));
CREATE POLICY "fenced_add" ON "compliance_evidence" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead') AND EXISTS (SELECT FROM compliance_sheet parent WHERE parent.id = compliance_evidence.sheet_id AND parent.body_id = compliance_evidence.body_id));
CREATE POLICY "fenced_change" ON "compliance_evidence" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead') AND EXISTS (SELECT FROM compliance_sheet parent WHERE parent.id = compliance_evidence.sheet_id AND parent.body_id = compliance_evidence.body_id)) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead') AND EXISTS (SELECT FROM compliance_sheet parent WHERE parent.id = compliance_evidence.sheet_id AND parent.body_id = compliance_evidence.body_id));
CREATE POLICY "fenced_remove" ON "compliance_evidence" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead') AND EXISTS (SELECT FROM compliance_sheet parent WHERE parent.id = compliance_evidence.sheet_id AND parent.body_id = compliance_evidence.body_id));
CREATE POLICY "system" ON "compliance_evidence" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "compliance_evidence" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
ALTER TABLE "compliance_result" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "compliance_result" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead'));
CREATE POLICY "fenced_add" ON "compliance_result" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead') AND EXISTS (SELECT FROM compliance_sheet parent WHERE parent.id = compliance_result.sheet_id AND parent.body_id = compliance_result.body_id));
CREATE POLICY "fenced_change" ON "compliance_result" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead') AND EXISTS (SELECT FROM compliance_sheet parent WHERE parent.id = compliance_result.sheet_id AND parent.body_id = compliance_result.body_id)) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead') AND EXISTS (SELECT FROM compliance_sheet parent WHERE parent.id = compliance_result.sheet_id AND parent.body_id = compliance_result.body_id));
CREATE POLICY "fenced_remove" ON "compliance_result" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead') AND EXISTS (SELECT FROM compliance_sheet parent WHERE parent.id = compliance_result.sheet_id AND parent.body_id = compliance_result.body_id));
CREATE POLICY "system" ON "compliance_result" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "compliance_result" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
ALTER TABLE "compliance_themeresult" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "compliance_themeresult" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead'));
CREATE POLICY "fenced_add" ON "compliance_themeresult" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead') AND EXISTS (SELECT FROM compliance_result parent WHERE parent.id = compliance_themeresult.result_id AND parent.body_id = compliance_themeresult.body_id));
CREATE POLICY "fenced_change" ON "compliance_themeresult" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead') AND EXISTS (SELECT FROM compliance_result parent WHERE parent.id = compliance_themeresult.result_id AND parent.body_id = compliance_themeresult.body_id)) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead') AND EXISTS (SELECT FROM compliance_result parent WHERE parent.id = compliance_themeresult.result_id AND parent.body_id = compliance_themeresult.body_id));
CREATE POLICY "fenced_remove" ON "compliance_themeresult" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead') AND EXISTS (SELECT FROM compliance_result parent WHERE parent.id = compliance_themeresult.result_id AND parent.body_id = compliance_themeresult.body_id));
CREATE POLICY "system" ON "compliance_themeresult" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "compliance_themeresult" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
ALTER TABLE "compliance_planitem" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "compliance_planitem" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead'));
CREATE POLICY "fenced_add" ON "compliance_planitem" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead') AND EXISTS (SELECT FROM compliance_sheet parent WHERE parent.id = compliance_planitem.sheet_id AND parent.body_id = compliance_planitem.body_id));
CREATE POLICY "fenced_change" ON "compliance_planitem" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead') AND EXISTS (SELECT FROM compliance_sheet parent WHERE parent.id = compliance_planitem.sheet_id AND parent.body_id = compliance_planitem.body_id)) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead') AND EXISTS (SELECT FROM compliance_sheet parent WHERE parent.id = compliance_planitem.sheet_id AND parent.body_id = compliance_planitem.body_id));
CREATE POLICY "fenced_remove" ON "compliance_planitem" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead') AND EXISTS (SELECT FROM compliance_sheet parent WHERE parent.id = compliance_planitem.sheet_id AND parent.body_id = compliance_planitem.body_id));
CREATE POLICY "system" ON "compliance_planitem" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "compliance_planitem" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE TRIGGER only_added_to BEFORE UPDATE ON "compliance_answer" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "compliance_answer" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "compliance_answer" USING (false);
"""
UNFENCED = """
DROP TRIGGER only_added_to ON "compliance_answer";
DROP POLICY "fenced_read" ON "compliance_sheet";
DROP POLICY "fenced_add" ON "compliance_sheet";
DROP POLICY "fenced_change" ON "compliance_sheet";
DROP POLICY "fenced_remove" ON "compliance_sheet";
DROP POLICY "system" ON "compliance_sheet";
DROP POLICY "proved_system" ON "compliance_sheet";
ALTER TABLE "compliance_sheet" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
DROP POLICY "fenced_read" ON "compliance_answer";
DROP POLICY "fenced_add" ON "compliance_answer";
DROP POLICY "fenced_change" ON "compliance_answer";
DROP POLICY "fenced_remove" ON "compliance_answer";
DROP POLICY "system" ON "compliance_answer";
DROP POLICY "proved_system" ON "compliance_answer";
ALTER TABLE "compliance_answer" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
DROP POLICY "fenced_read" ON "compliance_evidence";
DROP POLICY "fenced_add" ON "compliance_evidence";
DROP POLICY "fenced_change" ON "compliance_evidence";
DROP POLICY "fenced_remove" ON "compliance_evidence";
DROP POLICY "system" ON "compliance_evidence";
DROP POLICY "proved_system" ON "compliance_evidence";
ALTER TABLE "compliance_evidence" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
DROP POLICY "fenced_read" ON "compliance_result";
DROP POLICY "fenced_add" ON "compliance_result";
DROP POLICY "fenced_change" ON "compliance_result";
DROP POLICY "fenced_remove" ON "compliance_result";
DROP POLICY "system" ON "compliance_result";
DROP POLICY "proved_system" ON "compliance_result";
ALTER TABLE "compliance_result" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
DROP POLICY "fenced_read" ON "compliance_themeresult";
DROP POLICY "fenced_add" ON "compliance_themeresult";
DROP POLICY "fenced_change" ON "compliance_themeresult";
DROP POLICY "fenced_remove" ON "compliance_themeresult";
DROP POLICY "system" ON "compliance_themeresult";
DROP POLICY "proved_system" ON "compliance_themeresult";
ALTER TABLE "compliance_themeresult" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
DROP POLICY "fenced_read" ON "compliance_planitem";
DROP POLICY "fenced_add" ON "compliance_planitem";
DROP POLICY "fenced_change" ON "compliance_planitem";
DROP POLICY "fenced_remove" ON "compliance_planitem";
DROP POLICY "system" ON "compliance_planitem";
DROP POLICY "proved_system" ON "compliance_planitem";
ALTER TABLE "compliance_planitem" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
"""
TRAIL = """
CREATE OR REPLACE FUNCTION accounts_tells_of_help(about text, body bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT split_part(about, '/', 1) = ANY (ARRAY[
        'appointment', 'attendance', 'behind', 'booking', 'call', 'caller', 'case', 'case file', 'case note', 'certificate', 'complaint', 'connection',
        'contact', 'correction', 'enquiry', 'entitlement', 'entitlement hold', 'invoice', 'log', 'mail', 'party', 'party check', 'presence', 'question',
        'safeguarding concern', 'safeguarding lead', 'series', 'slides', 'slot', 'webinar', 'withdrawal', 'worker consent', 'action', 'visit or letter', 'check to repeat', 'assessment'
    ]) OR about ~ '^(page/(support|help-|legal-|webinar)|self-check)'
    OR EXISTS (SELECT FROM accounts_body helps WHERE helps.id = body AND helps.kind IN ('delivery partner', 'law firm'))
$$;
"""
TRAIL_BEFORE = """
CREATE OR REPLACE FUNCTION accounts_tells_of_help(about text, body bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT split_part(about, '/', 1) = ANY (ARRAY[
        'appointment', 'attendance', 'behind', 'booking', 'call', 'caller', 'case', 'case file', 'case note', 'certificate', 'complaint', 'connection',
        'contact', 'correction', 'enquiry', 'entitlement', 'entitlement hold', 'invoice', 'log', 'mail', 'party', 'party check', 'presence', 'question',
        'safeguarding concern', 'safeguarding lead', 'series', 'slides', 'slot', 'webinar', 'withdrawal', 'worker consent'
    ]) OR about ~ '^page/(support|help-|legal-|webinar)'
    OR EXISTS (SELECT FROM accounts_body helps WHERE helps.id = body AND helps.kind IN ('delivery partner', 'law firm'))
$$;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0011_trail_of_help"),
        ("operations", "0003_who_acts_is_proved"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Sheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("questionnaire", models.CharField(help_text="Its name, as its file has it", max_length=60)),
                (
                    "version",
                    models.PositiveIntegerField(help_text="The version of the questionnaire that is asked now"),
                ),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "location_id",
                    models.CharField(
                        blank=True, default="", help_text="CQC location id; blank: the head", max_length=40
                    ),
                ),
                (
                    "place",
                    models.CharField(blank=True, default="", help_text="What the place is called", max_length=250),
                ),
                ("begun_by", models.CharField(max_length=254)),
                ("begun_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "touched_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), help_text="When it was worked on last"
                    ),
                ),
                ("confirmed_by", models.CharField(blank=True, default="", max_length=254)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("confirmed_revision", models.PositiveIntegerField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "head",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="compliance.sheet",
                    ),
                ),
            ],
            options={
                "verbose_name": "self-check",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Result",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("asked", models.PositiveIntegerField()),
                ("open", models.PositiveIntegerField(help_text="Questions with a gap")),
                ("unchecked", models.PositiveIntegerField(help_text="Questions that nobody could answer, or has")),
                ("index", models.PositiveSmallIntegerField(null=True)),
                ("kept_by", models.CharField(max_length=254)),
                ("kept_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="results", to="compliance.sheet"
                    ),
                ),
            ],
            options={"verbose_name": "self-check result"},
        ),
        migrations.CreateModel(
            name="PlanItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.IntegerField(default=1)),
                ("question", models.CharField(blank=True, default="", max_length=60)),
                ("title", models.CharField(max_length=300)),
                ("weight", models.CharField(blank=True, default="", max_length=10)),
                ("due", models.DateField(null=True)),
                ("remind_on", models.DateField(null=True)),
                ("reminded_on", models.DateField(null=True)),
                ("note", models.TextField(blank=True, default="", help_text="What was done, and what shows it")),
                ("state", models.CharField(default="to do", max_length=10)),
                ("made_by", models.CharField(max_length=254)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("ended_by", models.CharField(blank=True, default="", max_length=254)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
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
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="compliance.sheet"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.CharField(max_length=60)),
                ("what", models.CharField(max_length=200)),
                ("kept_where", models.CharField(max_length=200)),
                ("keeper", models.CharField(help_text="By role, not by name", max_length=100)),
                ("seen_on", models.DateField()),
                ("right", models.PositiveIntegerField(help_text="Of a sample: how many were right", null=True)),
                ("looked_at", models.PositiveIntegerField(help_text="Of a sample: how many were looked at", null=True)),
                ("added_by", models.CharField(max_length=254)),
                ("added_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="evidence", to="compliance.sheet"
                    ),
                ),
            ],
            options={
                "verbose_name": "self-check evidence",
                "verbose_name_plural": "self-check evidence",
            },
        ),
        migrations.CreateModel(
            name="Answer",
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
                ("rules", models.JSONField(default=dict)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="given", to="compliance.sheet"
                    ),
                ),
            ],
            options={
                "verbose_name": "self-check answer",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ThemeResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("theme", models.CharField(max_length=40)),
                ("critical", models.PositiveIntegerField()),
                ("major", models.PositiveIntegerField()),
                ("moderate", models.PositiveIntegerField()),
                ("advice", models.PositiveIntegerField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="themes", to="compliance.result"
                    ),
                ),
            ],
            options={"verbose_name": "self-check theme"},
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.UniqueConstraint(
                models.F("body"),
                models.F("questionnaire"),
                condition=models.Q(("head", None)),
                name="one_self_check_of_a_body",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.UniqueConstraint(
                models.F("head"), models.F("location_id"), name="one_self_check_of_a_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("head", None), ("location_id", ""), ("place", "")),
                    models.Q(("head__isnull", False), models.Q(("location_id", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_place_has_a_head",
            ),
        ),
        migrations.AddIndex(
            model_name="result",
            index=models.Index(fields=["sheet", "-kept_at"], name="newest_result_first"),
        ),
        migrations.AddIndex(
            model_name="planitem",
            index=models.Index(
                condition=models.Q(("state", "to do")), fields=["remind_on"], name="plan_items_to_remind_of"
            ),
        ),
        migrations.AddConstraint(
            model_name="planitem",
            constraint=models.UniqueConstraint(
                models.F("sheet"),
                models.F("question"),
                condition=models.Q(("state", "to do"), models.Q(("question", ""), _negated=True)),
                name="one_open_item_of_a_question",
            ),
        ),
        migrations.AddConstraint(
            model_name="planitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("state", "to do")),
                    models.Q(models.Q(("state", "to do"), _negated=True), ("ended_at__isnull", False)),
                    _connector="OR",
                ),
                name="plan_item_ended_by_whom_and_when",
            ),
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(fields=["sheet", "question"], name="evidence_of_a_question"),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("looked_at", None), ("right", None)),
                    models.Q(("looked_at__gt", 0), ("right__lte", models.F("looked_at"))),
                    _connector="OR",
                ),
                name="a_sample_is_of_so_many",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                models.F("sheet"), models.F("question"), models.F("revision"), name="answer_given_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("instead", ""),
                    models.Q(("answer", ""), ("instead__in", ("unknown", "not_applicable", "open"))),
                    _connector="OR",
                ),
                name="answer_is_an_answer_or_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="themeresult",
            constraint=models.UniqueConstraint(models.F("result"), models.F("theme"), name="a_theme_once_in_a_result"),
        ),
        migrations.RunSQL(FENCE, UNFENCED),
        migrations.RunSQL(TRAIL, TRAIL_BEFORE),
    ]
