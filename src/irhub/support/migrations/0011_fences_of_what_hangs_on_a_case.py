"""What hangs on a case is of the case's own body, and the helpline lead alone names who decides of safeguarding concerns."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("support", "0010_where_a_refused_case_stood")]

    operations = [
        migrations.RunSQL(
            """
ALTER POLICY "fenced_add" ON "support_casefile" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead')
    AND EXISTS (SELECT FROM support_case parent WHERE parent.id = support_casefile.case_id AND parent.body_id = support_casefile.body_id));
ALTER POLICY "fenced_add" ON "support_message" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead')
    AND EXISTS (SELECT FROM support_case parent WHERE parent.id = support_message.case_id AND parent.body_id = support_message.body_id));
ALTER POLICY "fenced_add" ON "support_caselink" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead')
    AND EXISTS (SELECT FROM support_case parent WHERE parent.id = support_caselink.case_id AND parent.body_id = support_caselink.body_id)
    AND EXISTS (SELECT FROM support_case parent WHERE parent.id = support_caselink.other_id AND parent.body_id = support_caselink.body_id));
ALTER POLICY "fenced_change" ON "support_caselink" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead')) WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead')
    AND EXISTS (SELECT FROM support_case parent WHERE parent.id = support_caselink.case_id AND parent.body_id = support_caselink.body_id)
    AND EXISTS (SELECT FROM support_case parent WHERE parent.id = support_caselink.other_id AND parent.body_id = support_caselink.body_id));
ALTER POLICY "fenced_change" ON "support_casefile" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead')) WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead')
    AND EXISTS (SELECT FROM support_case parent WHERE parent.id = support_casefile.case_id AND parent.body_id = support_casefile.body_id));
ALTER POLICY "fenced_add" ON "support_safeguardinglead" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() = 'helpline lead');
ALTER POLICY "fenced_change" ON "support_safeguardinglead" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() = 'helpline lead') WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() = 'helpline lead');
ALTER POLICY "fenced_remove" ON "support_safeguardinglead" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() = 'helpline lead');
""",
            migrations.RunSQL.noop,
        ),
    ]
