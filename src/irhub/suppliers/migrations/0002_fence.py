"""Who reads and writes what of suppliers, held by the database: most of all that a score is its assessor’s alone until both are in."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("suppliers", "0001_initial"),
        ("casework", "0001_rows_only_added"),
        ("operations", "0003_who_acts_is_proved"),
    ]

    operations = [
        migrations.RunSQL(
            """
ALTER TABLE "suppliers_framework" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "suppliers_framework" FOR SELECT TO "irhub_app" USING (state <> 'draft' OR ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead')));
CREATE POLICY "fenced_add" ON "suppliers_framework" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "fenced_change" ON "suppliers_framework" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead')) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "fenced_remove" ON "suppliers_framework" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "system" ON "suppliers_framework" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "suppliers_framework" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "suppliers_framework";
DROP POLICY "fenced_add" ON "suppliers_framework";
DROP POLICY "fenced_change" ON "suppliers_framework";
DROP POLICY "fenced_remove" ON "suppliers_framework";
DROP POLICY "system" ON "suppliers_framework";
DROP POLICY "proved_system" ON "suppliers_framework";
ALTER TABLE "suppliers_framework" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "suppliers_frameworkevent" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "suppliers_frameworkevent" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "fenced_add" ON "suppliers_frameworkevent" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "fenced_change" ON "suppliers_frameworkevent" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead')) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "fenced_remove" ON "suppliers_frameworkevent" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "system" ON "suppliers_frameworkevent" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "suppliers_frameworkevent" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE TRIGGER only_added_to BEFORE UPDATE ON "suppliers_frameworkevent" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "suppliers_frameworkevent" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "suppliers_frameworkevent" USING (false);
""",
            """
DROP TRIGGER only_added_to ON "suppliers_frameworkevent";
DROP POLICY "fenced_read" ON "suppliers_frameworkevent";
DROP POLICY "fenced_add" ON "suppliers_frameworkevent";
DROP POLICY "fenced_change" ON "suppliers_frameworkevent";
DROP POLICY "fenced_remove" ON "suppliers_frameworkevent";
DROP POLICY "system" ON "suppliers_frameworkevent";
DROP POLICY "proved_system" ON "suppliers_frameworkevent";
ALTER TABLE "suppliers_frameworkevent" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "suppliers_application" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "suppliers_application" FOR SELECT TO "irhub_app" USING (supplier_id = (SELECT irhub_body()) OR (
    (SELECT irhub_body()) = body_id AND submitted_at IS NOT NULL AND readable_on <= (now() AT TIME ZONE 'Europe/London')::date AND (
        (SELECT irhub_role()) IN ('framework officer', 'recruitment lead')
        OR ((SELECT irhub_role()) = 'grants assessor' AND EXISTS (
            SELECT FROM suppliers_assessment mine
            WHERE mine.application_id = suppliers_application.id AND mine.assessor_id = (SELECT irhub_person()) AND mine.state IN ('open', 'in')
        ))
    )
));
CREATE POLICY "fenced_add" ON "suppliers_application" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead') AND submitted_at IS NOT NULL);
CREATE POLICY "fenced_change" ON "suppliers_application" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead') AND submitted_at IS NOT NULL) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead') AND submitted_at IS NOT NULL);
CREATE POLICY "fenced_remove" ON "suppliers_application" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead') AND submitted_at IS NOT NULL);
CREATE POLICY "system" ON "suppliers_application" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "suppliers_application" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "suppliers_application";
DROP POLICY "fenced_add" ON "suppliers_application";
DROP POLICY "fenced_change" ON "suppliers_application";
DROP POLICY "fenced_remove" ON "suppliers_application";
DROP POLICY "system" ON "suppliers_application";
DROP POLICY "proved_system" ON "suppliers_application";
ALTER TABLE "suppliers_application" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "suppliers_applicationevent" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "suppliers_applicationevent" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead') AND EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id));
CREATE POLICY "fenced_add" ON "suppliers_applicationevent" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead') AND EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id));
CREATE POLICY "fenced_change" ON "suppliers_applicationevent" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead') AND EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id)) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead') AND EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id));
CREATE POLICY "fenced_remove" ON "suppliers_applicationevent" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead') AND EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id));
CREATE POLICY "system" ON "suppliers_applicationevent" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "suppliers_applicationevent" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE TRIGGER only_added_to BEFORE UPDATE ON "suppliers_applicationevent" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "suppliers_applicationevent" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "suppliers_applicationevent" USING (false);
""",
            """
DROP TRIGGER only_added_to ON "suppliers_applicationevent";
DROP POLICY "fenced_read" ON "suppliers_applicationevent";
DROP POLICY "fenced_add" ON "suppliers_applicationevent";
DROP POLICY "fenced_change" ON "suppliers_applicationevent";
DROP POLICY "fenced_remove" ON "suppliers_applicationevent";
DROP POLICY "system" ON "suppliers_applicationevent";
DROP POLICY "proved_system" ON "suppliers_applicationevent";
ALTER TABLE "suppliers_applicationevent" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "suppliers_sheet" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "suppliers_sheet" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id));
CREATE POLICY "fenced_add" ON "suppliers_sheet" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_role()) = 'administrator' AND EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id AND parent.state = 'draft' AND parent.supplier_id = (SELECT irhub_body())));
CREATE POLICY "fenced_change" ON "suppliers_sheet" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_role()) = 'administrator' AND EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id AND parent.state = 'draft' AND parent.supplier_id = (SELECT irhub_body()))) WITH CHECK ((SELECT irhub_role()) = 'administrator' AND EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id AND parent.state = 'draft' AND parent.supplier_id = (SELECT irhub_body())));
CREATE POLICY "fenced_remove" ON "suppliers_sheet" FOR DELETE TO "irhub_app" USING ((SELECT irhub_role()) = 'administrator' AND EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id AND parent.state = 'draft' AND parent.supplier_id = (SELECT irhub_body())));
CREATE POLICY "system" ON "suppliers_sheet" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "suppliers_sheet" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "suppliers_sheet";
DROP POLICY "fenced_add" ON "suppliers_sheet";
DROP POLICY "fenced_change" ON "suppliers_sheet";
DROP POLICY "fenced_remove" ON "suppliers_sheet";
DROP POLICY "system" ON "suppliers_sheet";
DROP POLICY "proved_system" ON "suppliers_sheet";
ALTER TABLE "suppliers_sheet" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "suppliers_given" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "suppliers_given" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM suppliers_sheet parent WHERE parent.id = sheet_id));
CREATE POLICY "fenced_add" ON "suppliers_given" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_role()) = 'administrator' AND EXISTS (SELECT FROM suppliers_sheet parent JOIN suppliers_application whole ON whole.id = parent.application_id WHERE parent.id = sheet_id AND whole.state = 'draft' AND whole.supplier_id = (SELECT irhub_body())));
CREATE POLICY "fenced_change" ON "suppliers_given" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_role()) = 'administrator' AND EXISTS (SELECT FROM suppliers_sheet parent JOIN suppliers_application whole ON whole.id = parent.application_id WHERE parent.id = sheet_id AND whole.state = 'draft' AND whole.supplier_id = (SELECT irhub_body()))) WITH CHECK ((SELECT irhub_role()) = 'administrator' AND EXISTS (SELECT FROM suppliers_sheet parent JOIN suppliers_application whole ON whole.id = parent.application_id WHERE parent.id = sheet_id AND whole.state = 'draft' AND whole.supplier_id = (SELECT irhub_body())));
CREATE POLICY "fenced_remove" ON "suppliers_given" FOR DELETE TO "irhub_app" USING ((SELECT irhub_role()) = 'administrator' AND EXISTS (SELECT FROM suppliers_sheet parent JOIN suppliers_application whole ON whole.id = parent.application_id WHERE parent.id = sheet_id AND whole.state = 'draft' AND whole.supplier_id = (SELECT irhub_body())));
CREATE POLICY "system" ON "suppliers_given" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "suppliers_given" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE TRIGGER only_added_to BEFORE UPDATE ON "suppliers_given" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "suppliers_given" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "suppliers_given" USING (false);
""",
            """
DROP TRIGGER only_added_to ON "suppliers_given";
DROP POLICY "fenced_read" ON "suppliers_given";
DROP POLICY "fenced_add" ON "suppliers_given";
DROP POLICY "fenced_change" ON "suppliers_given";
DROP POLICY "fenced_remove" ON "suppliers_given";
DROP POLICY "system" ON "suppliers_given";
DROP POLICY "proved_system" ON "suppliers_given";
ALTER TABLE "suppliers_given" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "suppliers_evidence" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "suppliers_evidence" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id));
CREATE POLICY "fenced_add" ON "suppliers_evidence" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_role()) = 'administrator' AND EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id AND parent.state = 'draft' AND parent.supplier_id = (SELECT irhub_body())));
CREATE POLICY "fenced_change" ON "suppliers_evidence" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_role()) = 'administrator' AND EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id AND parent.state = 'draft' AND parent.supplier_id = (SELECT irhub_body()))) WITH CHECK ((SELECT irhub_role()) = 'administrator' AND EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id AND parent.state = 'draft' AND parent.supplier_id = (SELECT irhub_body())));
CREATE POLICY "fenced_remove" ON "suppliers_evidence" FOR DELETE TO "irhub_app" USING ((SELECT irhub_role()) = 'administrator' AND EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id AND parent.state = 'draft' AND parent.supplier_id = (SELECT irhub_body())));
CREATE POLICY "system" ON "suppliers_evidence" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "suppliers_evidence" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "suppliers_evidence";
DROP POLICY "fenced_add" ON "suppliers_evidence";
DROP POLICY "fenced_change" ON "suppliers_evidence";
DROP POLICY "fenced_remove" ON "suppliers_evidence";
DROP POLICY "system" ON "suppliers_evidence";
DROP POLICY "proved_system" ON "suppliers_evidence";
ALTER TABLE "suppliers_evidence" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "suppliers_check" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "suppliers_check" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead') AND EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id));
CREATE POLICY "fenced_add" ON "suppliers_check" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead') AND EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id));
CREATE POLICY "fenced_change" ON "suppliers_check" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead') AND EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id)) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead') AND EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id));
CREATE POLICY "fenced_remove" ON "suppliers_check" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead') AND EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id));
CREATE POLICY "system" ON "suppliers_check" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "suppliers_check" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE TRIGGER only_added_to BEFORE UPDATE ON "suppliers_check" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "suppliers_check" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "suppliers_check" USING (false);
""",
            """
DROP TRIGGER only_added_to ON "suppliers_check";
DROP POLICY "fenced_read" ON "suppliers_check";
DROP POLICY "fenced_add" ON "suppliers_check";
DROP POLICY "fenced_change" ON "suppliers_check";
DROP POLICY "fenced_remove" ON "suppliers_check";
DROP POLICY "system" ON "suppliers_check";
DROP POLICY "proved_system" ON "suppliers_check";
ALTER TABLE "suppliers_check" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "suppliers_assessment" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "suppliers_assessment" FOR SELECT TO "irhub_app" USING (((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead')) OR ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants assessor' AND assessor_id = (SELECT irhub_person())));
CREATE POLICY "fenced_add" ON "suppliers_assessment" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "fenced_change" ON "suppliers_assessment" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants assessor' AND assessor_id = (SELECT irhub_person())) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants assessor' AND assessor_id = (SELECT irhub_person()));
CREATE POLICY "fenced_remove" ON "suppliers_assessment" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants assessor' AND assessor_id = (SELECT irhub_person()));
CREATE POLICY "system" ON "suppliers_assessment" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "suppliers_assessment" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "suppliers_assessment";
DROP POLICY "fenced_add" ON "suppliers_assessment";
DROP POLICY "fenced_change" ON "suppliers_assessment";
DROP POLICY "fenced_remove" ON "suppliers_assessment";
DROP POLICY "system" ON "suppliers_assessment";
DROP POLICY "proved_system" ON "suppliers_assessment";
ALTER TABLE "suppliers_assessment" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "suppliers_score" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "suppliers_score" FOR SELECT TO "irhub_app" USING (((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants assessor' AND assessor_id = (SELECT irhub_person())) OR (
    (SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead', 'grants assessor') AND EXISTS (
        SELECT FROM suppliers_application parent
        WHERE parent.id = application_id AND parent.state NOT IN ('draft', 'submitted', 'checks', 'assessment', 'withdrawn')
    )
));
CREATE POLICY "fenced_add" ON "suppliers_score" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants assessor' AND assessor_id = (SELECT irhub_person()) AND EXISTS (SELECT FROM suppliers_assessment mine WHERE mine.id = assessment_id AND mine.assessor_id = (SELECT irhub_person()) AND mine.state = 'open'));
CREATE POLICY "fenced_change" ON "suppliers_score" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants assessor' AND assessor_id = (SELECT irhub_person()) AND EXISTS (SELECT FROM suppliers_assessment mine WHERE mine.id = assessment_id AND mine.assessor_id = (SELECT irhub_person()) AND mine.state = 'open')) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants assessor' AND assessor_id = (SELECT irhub_person()) AND EXISTS (SELECT FROM suppliers_assessment mine WHERE mine.id = assessment_id AND mine.assessor_id = (SELECT irhub_person()) AND mine.state = 'open'));
CREATE POLICY "fenced_remove" ON "suppliers_score" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants assessor' AND assessor_id = (SELECT irhub_person()) AND EXISTS (SELECT FROM suppliers_assessment mine WHERE mine.id = assessment_id AND mine.assessor_id = (SELECT irhub_person()) AND mine.state = 'open'));
CREATE POLICY "system" ON "suppliers_score" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "suppliers_score" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "suppliers_score";
DROP POLICY "fenced_add" ON "suppliers_score";
DROP POLICY "fenced_change" ON "suppliers_score";
DROP POLICY "fenced_remove" ON "suppliers_score";
DROP POLICY "system" ON "suppliers_score";
DROP POLICY "proved_system" ON "suppliers_score";
ALTER TABLE "suppliers_score" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "suppliers_agreed" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "suppliers_agreed" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead') AND EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id));
CREATE POLICY "fenced_add" ON "suppliers_agreed" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead') AND EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id));
CREATE POLICY "fenced_change" ON "suppliers_agreed" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead') AND EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id)) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead') AND EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id));
CREATE POLICY "fenced_remove" ON "suppliers_agreed" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead') AND EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id));
CREATE POLICY "system" ON "suppliers_agreed" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "suppliers_agreed" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "suppliers_agreed";
DROP POLICY "fenced_add" ON "suppliers_agreed";
DROP POLICY "fenced_change" ON "suppliers_agreed";
DROP POLICY "fenced_remove" ON "suppliers_agreed";
DROP POLICY "system" ON "suppliers_agreed";
DROP POLICY "proved_system" ON "suppliers_agreed";
ALTER TABLE "suppliers_agreed" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "suppliers_decision" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "suppliers_decision" FOR SELECT TO "irhub_app" USING (((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead')) OR EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id AND parent.supplier_id = (SELECT irhub_body())));
CREATE POLICY "fenced_add" ON "suppliers_decision" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "fenced_change" ON "suppliers_decision" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead')) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "fenced_remove" ON "suppliers_decision" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "system" ON "suppliers_decision" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "suppliers_decision" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE TRIGGER only_added_to BEFORE UPDATE ON "suppliers_decision" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "suppliers_decision" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "suppliers_decision" USING (false);
""",
            """
DROP TRIGGER only_added_to ON "suppliers_decision";
DROP POLICY "fenced_read" ON "suppliers_decision";
DROP POLICY "fenced_add" ON "suppliers_decision";
DROP POLICY "fenced_change" ON "suppliers_decision";
DROP POLICY "fenced_remove" ON "suppliers_decision";
DROP POLICY "system" ON "suppliers_decision";
DROP POLICY "proved_system" ON "suppliers_decision";
ALTER TABLE "suppliers_decision" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "suppliers_entry" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "suppliers_entry" FOR SELECT TO "irhub_app" USING (accepted_at IS NOT NULL OR supplier_id = (SELECT irhub_body()) OR ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead')));
CREATE POLICY "fenced_add" ON "suppliers_entry" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "fenced_change" ON "suppliers_entry" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead')) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "fenced_remove" ON "suppliers_entry" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "system" ON "suppliers_entry" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "suppliers_entry" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "suppliers_entry";
DROP POLICY "fenced_add" ON "suppliers_entry";
DROP POLICY "fenced_change" ON "suppliers_entry";
DROP POLICY "fenced_remove" ON "suppliers_entry";
DROP POLICY "system" ON "suppliers_entry";
DROP POLICY "proved_system" ON "suppliers_entry";
ALTER TABLE "suppliers_entry" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "suppliers_entryevent" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "suppliers_entryevent" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "fenced_add" ON "suppliers_entryevent" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "fenced_change" ON "suppliers_entryevent" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead')) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "fenced_remove" ON "suppliers_entryevent" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "system" ON "suppliers_entryevent" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "suppliers_entryevent" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE TRIGGER only_added_to BEFORE UPDATE ON "suppliers_entryevent" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "suppliers_entryevent" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "suppliers_entryevent" USING (false);
""",
            """
DROP TRIGGER only_added_to ON "suppliers_entryevent";
DROP POLICY "fenced_read" ON "suppliers_entryevent";
DROP POLICY "fenced_add" ON "suppliers_entryevent";
DROP POLICY "fenced_change" ON "suppliers_entryevent";
DROP POLICY "fenced_remove" ON "suppliers_entryevent";
DROP POLICY "system" ON "suppliers_entryevent";
DROP POLICY "proved_system" ON "suppliers_entryevent";
ALTER TABLE "suppliers_entryevent" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "suppliers_status" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "suppliers_status" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM suppliers_entry parent WHERE parent.id = entry_id));
CREATE POLICY "fenced_add" ON "suppliers_status" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "fenced_change" ON "suppliers_status" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead')) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "fenced_remove" ON "suppliers_status" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "system" ON "suppliers_status" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "suppliers_status" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE TRIGGER only_added_to BEFORE UPDATE ON "suppliers_status" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "suppliers_status" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "suppliers_status" USING (false);
""",
            """
DROP TRIGGER only_added_to ON "suppliers_status";
DROP POLICY "fenced_read" ON "suppliers_status";
DROP POLICY "fenced_add" ON "suppliers_status";
DROP POLICY "fenced_change" ON "suppliers_status";
DROP POLICY "fenced_remove" ON "suppliers_status";
DROP POLICY "system" ON "suppliers_status";
DROP POLICY "proved_system" ON "suppliers_status";
ALTER TABLE "suppliers_status" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "suppliers_condition" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "suppliers_condition" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM suppliers_entry parent WHERE parent.id = entry_id));
CREATE POLICY "fenced_add" ON "suppliers_condition" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "fenced_change" ON "suppliers_condition" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead')) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "fenced_remove" ON "suppliers_condition" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "system" ON "suppliers_condition" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "suppliers_condition" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "suppliers_condition";
DROP POLICY "fenced_add" ON "suppliers_condition";
DROP POLICY "fenced_change" ON "suppliers_condition";
DROP POLICY "fenced_remove" ON "suppliers_condition";
DROP POLICY "system" ON "suppliers_condition";
DROP POLICY "proved_system" ON "suppliers_condition";
ALTER TABLE "suppliers_condition" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "suppliers_suspension" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "suppliers_suspension" FOR SELECT TO "irhub_app" USING (supplier_id = (SELECT irhub_body()) OR ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead')));
CREATE POLICY "fenced_add" ON "suppliers_suspension" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "fenced_change" ON "suppliers_suspension" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead')) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "fenced_remove" ON "suppliers_suspension" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "system" ON "suppliers_suspension" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "suppliers_suspension" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "suppliers_suspension";
DROP POLICY "fenced_add" ON "suppliers_suspension";
DROP POLICY "fenced_change" ON "suppliers_suspension";
DROP POLICY "fenced_remove" ON "suppliers_suspension";
DROP POLICY "system" ON "suppliers_suspension";
DROP POLICY "proved_system" ON "suppliers_suspension";
ALTER TABLE "suppliers_suspension" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "suppliers_use" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "suppliers_use" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id);
CREATE POLICY "fenced_add" ON "suppliers_use" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id);
CREATE POLICY "fenced_change" ON "suppliers_use" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id) WITH CHECK ((SELECT irhub_body()) = body_id);
CREATE POLICY "fenced_remove" ON "suppliers_use" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id);
CREATE POLICY "system" ON "suppliers_use" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "suppliers_use" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "suppliers_use";
DROP POLICY "fenced_add" ON "suppliers_use";
DROP POLICY "fenced_change" ON "suppliers_use";
DROP POLICY "fenced_remove" ON "suppliers_use";
DROP POLICY "system" ON "suppliers_use";
DROP POLICY "proved_system" ON "suppliers_use";
ALTER TABLE "suppliers_use" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "suppliers_task" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "suppliers_task" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "fenced_add" ON "suppliers_task" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "fenced_change" ON "suppliers_task" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead')) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "fenced_remove" ON "suppliers_task" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "system" ON "suppliers_task" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "suppliers_task" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "suppliers_task";
DROP POLICY "fenced_add" ON "suppliers_task";
DROP POLICY "fenced_change" ON "suppliers_task";
DROP POLICY "fenced_remove" ON "suppliers_task";
DROP POLICY "system" ON "suppliers_task";
DROP POLICY "proved_system" ON "suppliers_task";
ALTER TABLE "suppliers_task" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "suppliers_concern" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "suppliers_concern" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "fenced_add" ON "suppliers_concern" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "fenced_change" ON "suppliers_concern" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead')) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "fenced_remove" ON "suppliers_concern" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "system" ON "suppliers_concern" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "suppliers_concern" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "suppliers_concern";
DROP POLICY "fenced_add" ON "suppliers_concern";
DROP POLICY "fenced_change" ON "suppliers_concern";
DROP POLICY "fenced_remove" ON "suppliers_concern";
DROP POLICY "system" ON "suppliers_concern";
DROP POLICY "proved_system" ON "suppliers_concern";
ALTER TABLE "suppliers_concern" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "suppliers_concernevent" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "suppliers_concernevent" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "fenced_add" ON "suppliers_concernevent" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "fenced_change" ON "suppliers_concernevent" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead')) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "fenced_remove" ON "suppliers_concernevent" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead'));
CREATE POLICY "system" ON "suppliers_concernevent" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "suppliers_concernevent" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE TRIGGER only_added_to BEFORE UPDATE ON "suppliers_concernevent" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "suppliers_concernevent" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "suppliers_concernevent" USING (false);
""",
            """
DROP TRIGGER only_added_to ON "suppliers_concernevent";
DROP POLICY "fenced_read" ON "suppliers_concernevent";
DROP POLICY "fenced_add" ON "suppliers_concernevent";
DROP POLICY "fenced_change" ON "suppliers_concernevent";
DROP POLICY "fenced_remove" ON "suppliers_concernevent";
DROP POLICY "system" ON "suppliers_concernevent";
DROP POLICY "proved_system" ON "suppliers_concernevent";
ALTER TABLE "suppliers_concernevent" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
    ]
