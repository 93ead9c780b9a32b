"""Who reads and writes what of a rehearsal, held by the database: the officers, leads and assessors of the body that runs the call, and nobody
else. An assessor reads a draft of a call while it is rehearsed. Nobody but an officer begins or ends one."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("grants", "0012_rehearsal"),
        ("grants", "0002_fence"),
        ("operations", "0003_who_acts_is_proved"),
    ]

    operations = [
        migrations.RunSQL(
            """
ALTER TABLE "grants_rehearsal" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_rehearsal" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'grants assessor'));
CREATE POLICY "fenced_add" ON "grants_rehearsal" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer');
CREATE POLICY "fenced_change" ON "grants_rehearsal" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'grants assessor')) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'grants assessor'));
CREATE POLICY "fenced_remove" ON "grants_rehearsal" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer');
CREATE POLICY "system" ON "grants_rehearsal" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_rehearsal" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_rehearsal";
DROP POLICY "fenced_add" ON "grants_rehearsal";
DROP POLICY "fenced_change" ON "grants_rehearsal";
DROP POLICY "fenced_remove" ON "grants_rehearsal";
DROP POLICY "system" ON "grants_rehearsal";
DROP POLICY "proved_system" ON "grants_rehearsal";
ALTER TABLE "grants_rehearsal" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_trial" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_trial" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'grants assessor'));
CREATE POLICY "fenced_add" ON "grants_trial" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'grants assessor'));
CREATE POLICY "fenced_change" ON "grants_trial" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'grants assessor')) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'grants assessor'));
CREATE POLICY "fenced_remove" ON "grants_trial" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer');
CREATE POLICY "system" ON "grants_trial" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_trial" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_trial";
DROP POLICY "fenced_add" ON "grants_trial";
DROP POLICY "fenced_change" ON "grants_trial";
DROP POLICY "fenced_remove" ON "grants_trial";
DROP POLICY "system" ON "grants_trial";
DROP POLICY "proved_system" ON "grants_trial";
ALTER TABLE "grants_trial" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_trialanswer" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_trialanswer" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'grants assessor'));
CREATE POLICY "fenced_add" ON "grants_trialanswer" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'grants assessor'));
CREATE POLICY "fenced_change" ON "grants_trialanswer" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'grants assessor')) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'grants assessor'));
CREATE POLICY "fenced_remove" ON "grants_trialanswer" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer');
CREATE POLICY "system" ON "grants_trialanswer" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_trialanswer" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_trialanswer";
DROP POLICY "fenced_add" ON "grants_trialanswer";
DROP POLICY "fenced_change" ON "grants_trialanswer";
DROP POLICY "fenced_remove" ON "grants_trialanswer";
DROP POLICY "system" ON "grants_trialanswer";
DROP POLICY "proved_system" ON "grants_trialanswer";
ALTER TABLE "grants_trialanswer" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_trialcheck" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_trialcheck" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'grants assessor'));
CREATE POLICY "fenced_add" ON "grants_trialcheck" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'grants assessor'));
CREATE POLICY "fenced_change" ON "grants_trialcheck" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'grants assessor')) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'grants assessor'));
CREATE POLICY "fenced_remove" ON "grants_trialcheck" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer');
CREATE POLICY "system" ON "grants_trialcheck" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_trialcheck" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_trialcheck";
DROP POLICY "fenced_add" ON "grants_trialcheck";
DROP POLICY "fenced_change" ON "grants_trialcheck";
DROP POLICY "fenced_remove" ON "grants_trialcheck";
DROP POLICY "system" ON "grants_trialcheck";
DROP POLICY "proved_system" ON "grants_trialcheck";
ALTER TABLE "grants_trialcheck" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_trialscore" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_trialscore" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'grants assessor'));
CREATE POLICY "fenced_add" ON "grants_trialscore" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'grants assessor'));
CREATE POLICY "fenced_change" ON "grants_trialscore" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'grants assessor')) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'grants assessor'));
CREATE POLICY "fenced_remove" ON "grants_trialscore" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer');
CREATE POLICY "system" ON "grants_trialscore" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_trialscore" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_trialscore";
DROP POLICY "fenced_add" ON "grants_trialscore";
DROP POLICY "fenced_change" ON "grants_trialscore";
DROP POLICY "fenced_remove" ON "grants_trialscore";
DROP POLICY "system" ON "grants_trialscore";
DROP POLICY "proved_system" ON "grants_trialscore";
ALTER TABLE "grants_trialscore" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER POLICY "fenced_read" ON "grants_call" USING (state <> 'draft' OR ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor')) OR ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants assessor' AND EXISTS (SELECT FROM grants_rehearsal tried WHERE tried.call_id = grants_call.id)));
""",
            """
ALTER POLICY "fenced_read" ON "grants_call" USING (state <> 'draft' OR ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor')));
""",
        ),
    ]
