"""Who reads and writes what of grants, held by the database: most of all that a score is its assessor’s alone until both are in, and that
nobody who acts for a body writes money past the ledger; and who declared an interest, or scored, gives no view."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("grants", "0001_initial"),
        ("casework", "0001_rows_only_added"),
        ("operations", "0003_who_acts_is_proved"),
    ]

    operations = [
        migrations.RunSQL(
            """
ALTER TABLE "grants_pot" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_pot" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor'));
CREATE POLICY "fenced_add" ON "grants_pot" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "grants_pot" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_pot" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_pot" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_pot" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_pot";
DROP POLICY "fenced_add" ON "grants_pot";
DROP POLICY "fenced_change" ON "grants_pot";
DROP POLICY "fenced_remove" ON "grants_pot";
DROP POLICY "system" ON "grants_pot";
DROP POLICY "proved_system" ON "grants_pot";
ALTER TABLE "grants_pot" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_potevent" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_potevent" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor'));
CREATE POLICY "fenced_add" ON "grants_potevent" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "grants_potevent" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_potevent" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_potevent" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_potevent" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE TRIGGER only_added_to BEFORE UPDATE ON "grants_potevent" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "grants_potevent" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "grants_potevent" USING (false);
""",
            """
DROP TRIGGER only_added_to ON "grants_potevent";
DROP POLICY "fenced_read" ON "grants_potevent";
DROP POLICY "fenced_add" ON "grants_potevent";
DROP POLICY "fenced_change" ON "grants_potevent";
DROP POLICY "fenced_remove" ON "grants_potevent";
DROP POLICY "system" ON "grants_potevent";
DROP POLICY "proved_system" ON "grants_potevent";
ALTER TABLE "grants_potevent" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_potentry" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_potentry" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM grants_pot parent WHERE parent.id = balance_id AND parent.body_id = (SELECT irhub_body()) AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor')));
CREATE POLICY "fenced_add" ON "grants_potentry" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "grants_potentry" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_potentry" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_potentry" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_potentry" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE TRIGGER only_added_to BEFORE UPDATE ON "grants_potentry" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "grants_potentry" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "grants_potentry" USING (false);
""",
            """
DROP TRIGGER only_added_to ON "grants_potentry";
DROP POLICY "fenced_read" ON "grants_potentry";
DROP POLICY "fenced_add" ON "grants_potentry";
DROP POLICY "fenced_change" ON "grants_potentry";
DROP POLICY "fenced_remove" ON "grants_potentry";
DROP POLICY "system" ON "grants_potentry";
DROP POLICY "proved_system" ON "grants_potentry";
ALTER TABLE "grants_potentry" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_pothold" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_pothold" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM grants_pot parent WHERE parent.id = balance_id AND parent.body_id = (SELECT irhub_body()) AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor')));
CREATE POLICY "fenced_add" ON "grants_pothold" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "grants_pothold" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_pothold" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_pothold" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_pothold" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_pothold";
DROP POLICY "fenced_add" ON "grants_pothold";
DROP POLICY "fenced_change" ON "grants_pothold";
DROP POLICY "fenced_remove" ON "grants_pothold";
DROP POLICY "system" ON "grants_pothold";
DROP POLICY "proved_system" ON "grants_pothold";
ALTER TABLE "grants_pothold" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_call" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_call" FOR SELECT TO "irhub_app" USING (state <> 'draft' OR ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor')));
CREATE POLICY "fenced_add" ON "grants_call" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer');
CREATE POLICY "fenced_change" ON "grants_call" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer') WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer');
CREATE POLICY "fenced_remove" ON "grants_call" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer');
CREATE POLICY "system" ON "grants_call" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_call" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_call";
DROP POLICY "fenced_add" ON "grants_call";
DROP POLICY "fenced_change" ON "grants_call";
DROP POLICY "fenced_remove" ON "grants_call";
DROP POLICY "system" ON "grants_call";
DROP POLICY "proved_system" ON "grants_call";
ALTER TABLE "grants_call" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_callevent" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_callevent" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor'));
CREATE POLICY "fenced_add" ON "grants_callevent" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer');
CREATE POLICY "fenced_change" ON "grants_callevent" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer') WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer');
CREATE POLICY "fenced_remove" ON "grants_callevent" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer');
CREATE POLICY "system" ON "grants_callevent" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_callevent" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE TRIGGER only_added_to BEFORE UPDATE ON "grants_callevent" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "grants_callevent" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "grants_callevent" USING (false);
""",
            """
DROP TRIGGER only_added_to ON "grants_callevent";
DROP POLICY "fenced_read" ON "grants_callevent";
DROP POLICY "fenced_add" ON "grants_callevent";
DROP POLICY "fenced_change" ON "grants_callevent";
DROP POLICY "fenced_remove" ON "grants_callevent";
DROP POLICY "system" ON "grants_callevent";
DROP POLICY "proved_system" ON "grants_callevent";
ALTER TABLE "grants_callevent" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_application" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_application" FOR SELECT TO "irhub_app" USING (applicant_id = (SELECT irhub_body()) OR (
    (SELECT irhub_body()) = body_id AND submitted_at IS NOT NULL AND readable_on <= (now() AT TIME ZONE 'Europe/London')::date AND (
        (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor')
        OR ((SELECT irhub_role()) = 'grants assessor' AND EXISTS (
            SELECT FROM grants_assessment mine
            WHERE mine.application_id = grants_application.id AND mine.assessor_id = (SELECT irhub_person()) AND mine.state IN ('open', 'in')
        ))
    )
));
CREATE POLICY "fenced_add" ON "grants_application" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead') AND submitted_at IS NOT NULL);
CREATE POLICY "fenced_change" ON "grants_application" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead') AND submitted_at IS NOT NULL) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead') AND submitted_at IS NOT NULL);
CREATE POLICY "fenced_remove" ON "grants_application" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead') AND submitted_at IS NOT NULL);
CREATE POLICY "system" ON "grants_application" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_application" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_application";
DROP POLICY "fenced_add" ON "grants_application";
DROP POLICY "fenced_change" ON "grants_application";
DROP POLICY "fenced_remove" ON "grants_application";
DROP POLICY "system" ON "grants_application";
DROP POLICY "proved_system" ON "grants_application";
ALTER TABLE "grants_application" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_applicationevent" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_applicationevent" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor') AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id));
CREATE POLICY "fenced_add" ON "grants_applicationevent" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead') AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id));
CREATE POLICY "fenced_change" ON "grants_applicationevent" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead') AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id)) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead') AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id));
CREATE POLICY "fenced_remove" ON "grants_applicationevent" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead') AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id));
CREATE POLICY "system" ON "grants_applicationevent" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_applicationevent" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE TRIGGER only_added_to BEFORE UPDATE ON "grants_applicationevent" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "grants_applicationevent" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "grants_applicationevent" USING (false);
""",
            """
DROP TRIGGER only_added_to ON "grants_applicationevent";
DROP POLICY "fenced_read" ON "grants_applicationevent";
DROP POLICY "fenced_add" ON "grants_applicationevent";
DROP POLICY "fenced_change" ON "grants_applicationevent";
DROP POLICY "fenced_remove" ON "grants_applicationevent";
DROP POLICY "system" ON "grants_applicationevent";
DROP POLICY "proved_system" ON "grants_applicationevent";
ALTER TABLE "grants_applicationevent" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_sheet" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_sheet" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id));
CREATE POLICY "fenced_add" ON "grants_sheet" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_role()) = 'administrator' AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id AND parent.state = 'draft' AND parent.applicant_id = (SELECT irhub_body())));
CREATE POLICY "fenced_change" ON "grants_sheet" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_role()) = 'administrator' AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id AND parent.state = 'draft' AND parent.applicant_id = (SELECT irhub_body()))) WITH CHECK ((SELECT irhub_role()) = 'administrator' AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id AND parent.state = 'draft' AND parent.applicant_id = (SELECT irhub_body())));
CREATE POLICY "fenced_remove" ON "grants_sheet" FOR DELETE TO "irhub_app" USING ((SELECT irhub_role()) = 'administrator' AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id AND parent.state = 'draft' AND parent.applicant_id = (SELECT irhub_body())));
CREATE POLICY "system" ON "grants_sheet" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_sheet" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_sheet";
DROP POLICY "fenced_add" ON "grants_sheet";
DROP POLICY "fenced_change" ON "grants_sheet";
DROP POLICY "fenced_remove" ON "grants_sheet";
DROP POLICY "system" ON "grants_sheet";
DROP POLICY "proved_system" ON "grants_sheet";
ALTER TABLE "grants_sheet" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_grantanswer" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_grantanswer" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM grants_sheet parent WHERE parent.id = sheet_id));
CREATE POLICY "fenced_add" ON "grants_grantanswer" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_role()) = 'administrator' AND EXISTS (SELECT FROM grants_sheet parent JOIN grants_application whole ON whole.id = parent.application_id WHERE parent.id = sheet_id AND whole.state = 'draft' AND whole.applicant_id = (SELECT irhub_body())));
CREATE POLICY "fenced_change" ON "grants_grantanswer" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_role()) = 'administrator' AND EXISTS (SELECT FROM grants_sheet parent JOIN grants_application whole ON whole.id = parent.application_id WHERE parent.id = sheet_id AND whole.state = 'draft' AND whole.applicant_id = (SELECT irhub_body()))) WITH CHECK ((SELECT irhub_role()) = 'administrator' AND EXISTS (SELECT FROM grants_sheet parent JOIN grants_application whole ON whole.id = parent.application_id WHERE parent.id = sheet_id AND whole.state = 'draft' AND whole.applicant_id = (SELECT irhub_body())));
CREATE POLICY "fenced_remove" ON "grants_grantanswer" FOR DELETE TO "irhub_app" USING ((SELECT irhub_role()) = 'administrator' AND EXISTS (SELECT FROM grants_sheet parent JOIN grants_application whole ON whole.id = parent.application_id WHERE parent.id = sheet_id AND whole.state = 'draft' AND whole.applicant_id = (SELECT irhub_body())));
CREATE POLICY "system" ON "grants_grantanswer" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_grantanswer" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE TRIGGER only_added_to BEFORE UPDATE ON "grants_grantanswer" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "grants_grantanswer" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "grants_grantanswer" USING (false);
""",
            """
DROP TRIGGER only_added_to ON "grants_grantanswer";
DROP POLICY "fenced_read" ON "grants_grantanswer";
DROP POLICY "fenced_add" ON "grants_grantanswer";
DROP POLICY "fenced_change" ON "grants_grantanswer";
DROP POLICY "fenced_remove" ON "grants_grantanswer";
DROP POLICY "system" ON "grants_grantanswer";
DROP POLICY "proved_system" ON "grants_grantanswer";
ALTER TABLE "grants_grantanswer" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_evidence" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_evidence" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id));
CREATE POLICY "fenced_add" ON "grants_evidence" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_role()) = 'administrator' AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id AND parent.state = 'draft' AND parent.applicant_id = (SELECT irhub_body())));
CREATE POLICY "fenced_change" ON "grants_evidence" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_role()) = 'administrator' AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id AND parent.state = 'draft' AND parent.applicant_id = (SELECT irhub_body()))) WITH CHECK ((SELECT irhub_role()) = 'administrator' AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id AND parent.state = 'draft' AND parent.applicant_id = (SELECT irhub_body())));
CREATE POLICY "fenced_remove" ON "grants_evidence" FOR DELETE TO "irhub_app" USING ((SELECT irhub_role()) = 'administrator' AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id AND parent.state = 'draft' AND parent.applicant_id = (SELECT irhub_body())));
CREATE POLICY "system" ON "grants_evidence" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_evidence" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_evidence";
DROP POLICY "fenced_add" ON "grants_evidence";
DROP POLICY "fenced_change" ON "grants_evidence";
DROP POLICY "fenced_remove" ON "grants_evidence";
DROP POLICY "system" ON "grants_evidence";
DROP POLICY "proved_system" ON "grants_evidence";
ALTER TABLE "grants_evidence" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_check" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_check" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor') AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id));
CREATE POLICY "fenced_add" ON "grants_check" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer' AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id) AND (NOT by_person OR NOT EXISTS (SELECT FROM grants_interest declared WHERE declared.application_id = grants_check.application_id AND declared.person_id = (SELECT irhub_person()))));
CREATE POLICY "fenced_change" ON "grants_check" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer' AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id)) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer' AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id));
CREATE POLICY "fenced_remove" ON "grants_check" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer' AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id));
CREATE POLICY "system" ON "grants_check" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_check" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE TRIGGER only_added_to BEFORE UPDATE ON "grants_check" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "grants_check" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "grants_check" USING (false);
""",
            """
DROP TRIGGER only_added_to ON "grants_check";
DROP POLICY "fenced_read" ON "grants_check";
DROP POLICY "fenced_add" ON "grants_check";
DROP POLICY "fenced_change" ON "grants_check";
DROP POLICY "fenced_remove" ON "grants_check";
DROP POLICY "system" ON "grants_check";
DROP POLICY "proved_system" ON "grants_check";
ALTER TABLE "grants_check" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_assessment" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_assessment" FOR SELECT TO "irhub_app" USING (((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor')) OR ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants assessor' AND assessor_id = (SELECT irhub_person())));
CREATE POLICY "fenced_add" ON "grants_assessment" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer');
CREATE POLICY "fenced_change" ON "grants_assessment" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants assessor' AND assessor_id = (SELECT irhub_person())) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants assessor' AND assessor_id = (SELECT irhub_person()));
CREATE POLICY "fenced_remove" ON "grants_assessment" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants assessor' AND assessor_id = (SELECT irhub_person()));
CREATE POLICY "system" ON "grants_assessment" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_assessment" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_assessment";
DROP POLICY "fenced_add" ON "grants_assessment";
DROP POLICY "fenced_change" ON "grants_assessment";
DROP POLICY "fenced_remove" ON "grants_assessment";
DROP POLICY "system" ON "grants_assessment";
DROP POLICY "proved_system" ON "grants_assessment";
ALTER TABLE "grants_assessment" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_score" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_score" FOR SELECT TO "irhub_app" USING (((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants assessor' AND assessor_id = (SELECT irhub_person())) OR (
    (SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor', 'grants assessor') AND EXISTS (
        SELECT FROM grants_application parent
        WHERE parent.id = application_id AND parent.state NOT IN ('draft', 'submitted', 'checks', 'assessment', 'withdrawn')
    )
));
CREATE POLICY "fenced_add" ON "grants_score" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants assessor' AND assessor_id = (SELECT irhub_person()) AND EXISTS (SELECT FROM grants_assessment mine WHERE mine.id = assessment_id AND mine.assessor_id = (SELECT irhub_person()) AND mine.state = 'open'));
CREATE POLICY "fenced_change" ON "grants_score" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants assessor' AND assessor_id = (SELECT irhub_person()) AND EXISTS (SELECT FROM grants_assessment mine WHERE mine.id = assessment_id AND mine.assessor_id = (SELECT irhub_person()) AND mine.state = 'open')) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants assessor' AND assessor_id = (SELECT irhub_person()) AND EXISTS (SELECT FROM grants_assessment mine WHERE mine.id = assessment_id AND mine.assessor_id = (SELECT irhub_person()) AND mine.state = 'open'));
CREATE POLICY "fenced_remove" ON "grants_score" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants assessor' AND assessor_id = (SELECT irhub_person()) AND EXISTS (SELECT FROM grants_assessment mine WHERE mine.id = assessment_id AND mine.assessor_id = (SELECT irhub_person()) AND mine.state = 'open'));
CREATE POLICY "system" ON "grants_score" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_score" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_score";
DROP POLICY "fenced_add" ON "grants_score";
DROP POLICY "fenced_change" ON "grants_score";
DROP POLICY "fenced_remove" ON "grants_score";
DROP POLICY "system" ON "grants_score";
DROP POLICY "proved_system" ON "grants_score";
ALTER TABLE "grants_score" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_interest" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_interest" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor') AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id));
CREATE POLICY "fenced_add" ON "grants_interest" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead') AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id) AND person_id = (SELECT irhub_person()));
CREATE POLICY "fenced_change" ON "grants_interest" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_interest" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_interest" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_interest" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE TRIGGER only_added_to BEFORE UPDATE ON "grants_interest" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "grants_interest" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "grants_interest" USING (false);
""",
            """
DROP TRIGGER only_added_to ON "grants_interest";
DROP POLICY "fenced_read" ON "grants_interest";
DROP POLICY "fenced_add" ON "grants_interest";
DROP POLICY "fenced_change" ON "grants_interest";
DROP POLICY "fenced_remove" ON "grants_interest";
DROP POLICY "system" ON "grants_interest";
DROP POLICY "proved_system" ON "grants_interest";
ALTER TABLE "grants_interest" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_view" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_view" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor') AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id));
CREATE POLICY "fenced_add" ON "grants_view" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead') AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id) AND person_id = (SELECT irhub_person()) AND NOT EXISTS (SELECT FROM grants_interest declared WHERE declared.application_id = grants_view.application_id AND declared.person_id = (SELECT irhub_person())) AND NOT EXISTS (SELECT FROM grants_assessment scored WHERE scored.application_id = grants_view.application_id AND scored.assessor_id = (SELECT irhub_person())));
CREATE POLICY "fenced_change" ON "grants_view" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_view" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_view" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_view" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE TRIGGER only_added_to BEFORE UPDATE ON "grants_view" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "grants_view" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "grants_view" USING (false);
""",
            """
DROP TRIGGER only_added_to ON "grants_view";
DROP POLICY "fenced_read" ON "grants_view";
DROP POLICY "fenced_add" ON "grants_view";
DROP POLICY "fenced_change" ON "grants_view";
DROP POLICY "fenced_remove" ON "grants_view";
DROP POLICY "system" ON "grants_view";
DROP POLICY "proved_system" ON "grants_view";
ALTER TABLE "grants_view" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_decision" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_decision" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor') AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id));
CREATE POLICY "fenced_add" ON "grants_decision" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead') AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id) AND EXISTS (SELECT FROM grants_view mine WHERE mine.application_id = grants_decision.application_id AND mine.person_id = (SELECT irhub_person()) AND mine.on_appeal = grants_decision.on_appeal) AND NOT EXISTS (SELECT FROM grants_interest declared WHERE declared.application_id = grants_decision.application_id AND declared.person_id = (SELECT irhub_person())));
CREATE POLICY "fenced_change" ON "grants_decision" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_decision" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_decision" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_decision" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE TRIGGER only_added_to BEFORE UPDATE ON "grants_decision" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "grants_decision" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "grants_decision" USING (false);
""",
            """
DROP TRIGGER only_added_to ON "grants_decision";
DROP POLICY "fenced_read" ON "grants_decision";
DROP POLICY "fenced_add" ON "grants_decision";
DROP POLICY "fenced_change" ON "grants_decision";
DROP POLICY "fenced_remove" ON "grants_decision";
DROP POLICY "system" ON "grants_decision";
DROP POLICY "proved_system" ON "grants_decision";
ALTER TABLE "grants_decision" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_award" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_award" FOR SELECT TO "irhub_app" USING (((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor')) OR applicant_id = (SELECT irhub_body()));
CREATE POLICY "fenced_add" ON "grants_award" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "grants_award" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_award" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_award" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_award" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_award";
DROP POLICY "fenced_add" ON "grants_award";
DROP POLICY "fenced_change" ON "grants_award";
DROP POLICY "fenced_remove" ON "grants_award";
DROP POLICY "system" ON "grants_award";
DROP POLICY "proved_system" ON "grants_award";
ALTER TABLE "grants_award" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_awardevent" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_awardevent" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor'));
CREATE POLICY "fenced_add" ON "grants_awardevent" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "grants_awardevent" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_awardevent" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_awardevent" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_awardevent" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE TRIGGER only_added_to BEFORE UPDATE ON "grants_awardevent" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "grants_awardevent" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "grants_awardevent" USING (false);
""",
            """
DROP TRIGGER only_added_to ON "grants_awardevent";
DROP POLICY "fenced_read" ON "grants_awardevent";
DROP POLICY "fenced_add" ON "grants_awardevent";
DROP POLICY "fenced_change" ON "grants_awardevent";
DROP POLICY "fenced_remove" ON "grants_awardevent";
DROP POLICY "system" ON "grants_awardevent";
DROP POLICY "proved_system" ON "grants_awardevent";
ALTER TABLE "grants_awardevent" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_awardentry" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_awardentry" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM grants_award parent WHERE parent.id = balance_id AND parent.body_id = (SELECT irhub_body()) AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor')));
CREATE POLICY "fenced_add" ON "grants_awardentry" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "grants_awardentry" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_awardentry" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_awardentry" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_awardentry" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE TRIGGER only_added_to BEFORE UPDATE ON "grants_awardentry" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "grants_awardentry" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "grants_awardentry" USING (false);
""",
            """
DROP TRIGGER only_added_to ON "grants_awardentry";
DROP POLICY "fenced_read" ON "grants_awardentry";
DROP POLICY "fenced_add" ON "grants_awardentry";
DROP POLICY "fenced_change" ON "grants_awardentry";
DROP POLICY "fenced_remove" ON "grants_awardentry";
DROP POLICY "system" ON "grants_awardentry";
DROP POLICY "proved_system" ON "grants_awardentry";
ALTER TABLE "grants_awardentry" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_awardhold" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_awardhold" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM grants_award parent WHERE parent.id = balance_id AND parent.body_id = (SELECT irhub_body()) AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor')));
CREATE POLICY "fenced_add" ON "grants_awardhold" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "grants_awardhold" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_awardhold" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_awardhold" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_awardhold" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_awardhold";
DROP POLICY "fenced_add" ON "grants_awardhold";
DROP POLICY "fenced_change" ON "grants_awardhold";
DROP POLICY "fenced_remove" ON "grants_awardhold";
DROP POLICY "system" ON "grants_awardhold";
DROP POLICY "proved_system" ON "grants_awardhold";
ALTER TABLE "grants_awardhold" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
    ]
