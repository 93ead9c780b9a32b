"""Who reads and writes what of published and past grants and of results, held by the database: everybody reads versions, and of those that are not
withdrawn the files and grants; a result is written by the side that tells it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("grants", "0007_published_past_learned")]

    operations = [
        migrations.RunSQL(
            """
ALTER TABLE "grants_publisher" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_publisher" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor'));
CREATE POLICY "fenced_add" ON "grants_publisher" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead'));
CREATE POLICY "fenced_change" ON "grants_publisher" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead')) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead'));
CREATE POLICY "fenced_remove" ON "grants_publisher" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead'));
CREATE POLICY "system" ON "grants_publisher" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_publisher" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_publisher";
DROP POLICY "fenced_add" ON "grants_publisher";
DROP POLICY "fenced_change" ON "grants_publisher";
DROP POLICY "fenced_remove" ON "grants_publisher";
DROP POLICY "system" ON "grants_publisher";
DROP POLICY "proved_system" ON "grants_publisher";
ALTER TABLE "grants_publisher" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_publicdetails" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_publicdetails" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor'));
CREATE POLICY "fenced_add" ON "grants_publicdetails" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead'));
CREATE POLICY "fenced_change" ON "grants_publicdetails" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead')) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead'));
CREATE POLICY "fenced_remove" ON "grants_publicdetails" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead'));
CREATE POLICY "system" ON "grants_publicdetails" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_publicdetails" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_publicdetails";
DROP POLICY "fenced_add" ON "grants_publicdetails";
DROP POLICY "fenced_change" ON "grants_publicdetails";
DROP POLICY "fenced_remove" ON "grants_publicdetails";
DROP POLICY "system" ON "grants_publicdetails";
DROP POLICY "proved_system" ON "grants_publicdetails";
ALTER TABLE "grants_publicdetails" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_publishedversion" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_publishedversion" FOR SELECT TO "irhub_app" USING (true);
CREATE POLICY "fenced_add" ON "grants_publishedversion" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead'));
CREATE POLICY "fenced_change" ON "grants_publishedversion" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead')) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead'));
CREATE POLICY "fenced_remove" ON "grants_publishedversion" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead'));
CREATE POLICY "system" ON "grants_publishedversion" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_publishedversion" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
ALTER POLICY fenced_remove ON "grants_publishedversion" USING (false);
""",
            """
DROP POLICY "fenced_read" ON "grants_publishedversion";
DROP POLICY "fenced_add" ON "grants_publishedversion";
DROP POLICY "fenced_change" ON "grants_publishedversion";
DROP POLICY "fenced_remove" ON "grants_publishedversion";
DROP POLICY "system" ON "grants_publishedversion";
DROP POLICY "proved_system" ON "grants_publishedversion";
ALTER TABLE "grants_publishedversion" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_publishedversionevent" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_publishedversionevent" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor'));
CREATE POLICY "fenced_add" ON "grants_publishedversionevent" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead'));
CREATE POLICY "fenced_change" ON "grants_publishedversionevent" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_publishedversionevent" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_publishedversionevent" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_publishedversionevent" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE TRIGGER only_added_to BEFORE UPDATE ON "grants_publishedversionevent" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "grants_publishedversionevent" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "grants_publishedversionevent" USING (false);
""",
            """
DROP TRIGGER only_added_to ON "grants_publishedversionevent";
DROP POLICY "fenced_read" ON "grants_publishedversionevent";
DROP POLICY "fenced_add" ON "grants_publishedversionevent";
DROP POLICY "fenced_change" ON "grants_publishedversionevent";
DROP POLICY "fenced_remove" ON "grants_publishedversionevent";
DROP POLICY "system" ON "grants_publishedversionevent";
DROP POLICY "proved_system" ON "grants_publishedversionevent";
ALTER TABLE "grants_publishedversionevent" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_publishedfile" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_publishedfile" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM grants_publishedversion parent WHERE parent.id = published_id AND parent.state = 'published') OR ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor')));
CREATE POLICY "fenced_add" ON "grants_publishedfile" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead'));
CREATE POLICY "fenced_change" ON "grants_publishedfile" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_publishedfile" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_publishedfile" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_publishedfile" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_publishedfile";
DROP POLICY "fenced_add" ON "grants_publishedfile";
DROP POLICY "fenced_change" ON "grants_publishedfile";
DROP POLICY "fenced_remove" ON "grants_publishedfile";
DROP POLICY "system" ON "grants_publishedfile";
DROP POLICY "proved_system" ON "grants_publishedfile";
ALTER TABLE "grants_publishedfile" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_publishedgrant" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_publishedgrant" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM grants_publishedversion parent WHERE parent.id = published_id AND parent.state = 'published') OR ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor')));
CREATE POLICY "fenced_add" ON "grants_publishedgrant" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead'));
CREATE POLICY "fenced_change" ON "grants_publishedgrant" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead')) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead'));
CREATE POLICY "fenced_remove" ON "grants_publishedgrant" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead'));
CREATE POLICY "system" ON "grants_publishedgrant" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_publishedgrant" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_publishedgrant";
DROP POLICY "fenced_add" ON "grants_publishedgrant";
DROP POLICY "fenced_change" ON "grants_publishedgrant";
DROP POLICY "fenced_remove" ON "grants_publishedgrant";
DROP POLICY "system" ON "grants_publishedgrant";
DROP POLICY "proved_system" ON "grants_publishedgrant";
ALTER TABLE "grants_publishedgrant" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_pastfile" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_pastfile" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor'));
CREATE POLICY "fenced_add" ON "grants_pastfile" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer');
CREATE POLICY "fenced_change" ON "grants_pastfile" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_pastfile" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_pastfile" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_pastfile" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_pastfile";
DROP POLICY "fenced_add" ON "grants_pastfile";
DROP POLICY "fenced_change" ON "grants_pastfile";
DROP POLICY "fenced_remove" ON "grants_pastfile";
DROP POLICY "system" ON "grants_pastfile";
DROP POLICY "proved_system" ON "grants_pastfile";
ALTER TABLE "grants_pastfile" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_pastimport" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_pastimport" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor'));
CREATE POLICY "fenced_add" ON "grants_pastimport" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer');
CREATE POLICY "fenced_change" ON "grants_pastimport" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer') WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer');
CREATE POLICY "fenced_remove" ON "grants_pastimport" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer');
CREATE POLICY "system" ON "grants_pastimport" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_pastimport" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
ALTER POLICY fenced_remove ON "grants_pastimport" USING (false);
""",
            """
DROP POLICY "fenced_read" ON "grants_pastimport";
DROP POLICY "fenced_add" ON "grants_pastimport";
DROP POLICY "fenced_change" ON "grants_pastimport";
DROP POLICY "fenced_remove" ON "grants_pastimport";
DROP POLICY "system" ON "grants_pastimport";
DROP POLICY "proved_system" ON "grants_pastimport";
ALTER TABLE "grants_pastimport" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_pastimportevent" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_pastimportevent" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor'));
CREATE POLICY "fenced_add" ON "grants_pastimportevent" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer');
CREATE POLICY "fenced_change" ON "grants_pastimportevent" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_pastimportevent" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_pastimportevent" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_pastimportevent" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE TRIGGER only_added_to BEFORE UPDATE ON "grants_pastimportevent" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "grants_pastimportevent" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "grants_pastimportevent" USING (false);
""",
            """
DROP TRIGGER only_added_to ON "grants_pastimportevent";
DROP POLICY "fenced_read" ON "grants_pastimportevent";
DROP POLICY "fenced_add" ON "grants_pastimportevent";
DROP POLICY "fenced_change" ON "grants_pastimportevent";
DROP POLICY "fenced_remove" ON "grants_pastimportevent";
DROP POLICY "system" ON "grants_pastimportevent";
DROP POLICY "proved_system" ON "grants_pastimportevent";
ALTER TABLE "grants_pastimportevent" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_pastrecipient" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_pastrecipient" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor'));
CREATE POLICY "fenced_add" ON "grants_pastrecipient" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer');
CREATE POLICY "fenced_change" ON "grants_pastrecipient" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer') WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer');
CREATE POLICY "fenced_remove" ON "grants_pastrecipient" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer');
CREATE POLICY "system" ON "grants_pastrecipient" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_pastrecipient" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
ALTER POLICY fenced_remove ON "grants_pastrecipient" USING (false);
""",
            """
DROP POLICY "fenced_read" ON "grants_pastrecipient";
DROP POLICY "fenced_add" ON "grants_pastrecipient";
DROP POLICY "fenced_change" ON "grants_pastrecipient";
DROP POLICY "fenced_remove" ON "grants_pastrecipient";
DROP POLICY "system" ON "grants_pastrecipient";
DROP POLICY "proved_system" ON "grants_pastrecipient";
ALTER TABLE "grants_pastrecipient" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_pastgrant" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_pastgrant" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor'));
CREATE POLICY "fenced_add" ON "grants_pastgrant" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer');
CREATE POLICY "fenced_change" ON "grants_pastgrant" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer') WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer');
CREATE POLICY "fenced_remove" ON "grants_pastgrant" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer');
CREATE POLICY "system" ON "grants_pastgrant" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_pastgrant" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
ALTER POLICY fenced_remove ON "grants_pastgrant" USING (false);
""",
            """
DROP POLICY "fenced_read" ON "grants_pastgrant";
DROP POLICY "fenced_add" ON "grants_pastgrant";
DROP POLICY "fenced_change" ON "grants_pastgrant";
DROP POLICY "fenced_remove" ON "grants_pastgrant";
DROP POLICY "system" ON "grants_pastgrant";
DROP POLICY "proved_system" ON "grants_pastgrant";
ALTER TABLE "grants_pastgrant" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_pastfault" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_pastfault" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor'));
CREATE POLICY "fenced_add" ON "grants_pastfault" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer');
CREATE POLICY "fenced_change" ON "grants_pastfault" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_pastfault" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_pastfault" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_pastfault" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_pastfault";
DROP POLICY "fenced_add" ON "grants_pastfault";
DROP POLICY "fenced_change" ON "grants_pastfault";
DROP POLICY "fenced_remove" ON "grants_pastfault";
DROP POLICY "system" ON "grants_pastfault";
DROP POLICY "proved_system" ON "grants_pastfault";
ALTER TABLE "grants_pastfault" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_grantresult" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_grantresult" FOR SELECT TO "irhub_app" USING (((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor')) OR applicant_id = (SELECT irhub_body()));
CREATE POLICY "fenced_add" ON "grants_grantresult" FOR INSERT TO "irhub_app" WITH CHECK (((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer' AND NOT by_grantee) OR ((SELECT irhub_body()) = applicant_id AND (SELECT irhub_role()) = 'administrator' AND by_grantee));
CREATE POLICY "fenced_change" ON "grants_grantresult" FOR UPDATE TO "irhub_app" USING (((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer' AND NOT by_grantee) OR ((SELECT irhub_body()) = applicant_id AND (SELECT irhub_role()) = 'administrator' AND by_grantee)) WITH CHECK (((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer' AND NOT by_grantee) OR ((SELECT irhub_body()) = applicant_id AND (SELECT irhub_role()) = 'administrator' AND by_grantee));
CREATE POLICY "fenced_remove" ON "grants_grantresult" FOR DELETE TO "irhub_app" USING (((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer' AND NOT by_grantee) OR ((SELECT irhub_body()) = applicant_id AND (SELECT irhub_role()) = 'administrator' AND by_grantee));
CREATE POLICY "system" ON "grants_grantresult" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_grantresult" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_grantresult";
DROP POLICY "fenced_add" ON "grants_grantresult";
DROP POLICY "fenced_change" ON "grants_grantresult";
DROP POLICY "fenced_remove" ON "grants_grantresult";
DROP POLICY "system" ON "grants_grantresult";
DROP POLICY "proved_system" ON "grants_grantresult";
ALTER TABLE "grants_grantresult" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_grantlesson" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_grantlesson" FOR SELECT TO "irhub_app" USING (((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor')) OR applicant_id = (SELECT irhub_body()));
CREATE POLICY "fenced_add" ON "grants_grantlesson" FOR INSERT TO "irhub_app" WITH CHECK (((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer' AND NOT by_grantee) OR ((SELECT irhub_body()) = applicant_id AND (SELECT irhub_role()) = 'administrator' AND by_grantee));
CREATE POLICY "fenced_change" ON "grants_grantlesson" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_grantlesson" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_grantlesson" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_grantlesson" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE TRIGGER only_added_to BEFORE UPDATE ON "grants_grantlesson" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "grants_grantlesson" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "grants_grantlesson" USING (false);
""",
            """
DROP TRIGGER only_added_to ON "grants_grantlesson";
DROP POLICY "fenced_read" ON "grants_grantlesson";
DROP POLICY "fenced_add" ON "grants_grantlesson";
DROP POLICY "fenced_change" ON "grants_grantlesson";
DROP POLICY "fenced_remove" ON "grants_grantlesson";
DROP POLICY "system" ON "grants_grantlesson";
DROP POLICY "proved_system" ON "grants_grantlesson";
ALTER TABLE "grants_grantlesson" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
    ]
