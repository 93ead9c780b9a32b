"""A kept case is there for whoever kept it; the rules are for everybody to read, and for their editors to change."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("checker", "0001_rule_proposals_and_kept_cases"),
        ("accounts", "0006_rules_editor"),
    ]

    operations = [
        migrations.RunSQL(
            """
    ALTER TABLE "checker_savedcase" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY "fenced_read" ON "checker_savedcase" FOR SELECT TO "irhub_app"
        USING (EXISTS (SELECT FROM accounts_person keeper
                WHERE keeper.id = irhub_person() AND lower(keeper.email) = lower(saved_by)));
    CREATE POLICY "fenced_add" ON "checker_savedcase" FOR INSERT TO "irhub_app"
        WITH CHECK (EXISTS (SELECT FROM accounts_person keeper
                WHERE keeper.id = irhub_person() AND lower(keeper.email) = lower(saved_by)));
    CREATE POLICY "fenced_change" ON "checker_savedcase" FOR UPDATE TO "irhub_app"
        USING (EXISTS (SELECT FROM accounts_person keeper
                WHERE keeper.id = irhub_person() AND lower(keeper.email) = lower(saved_by)))
        WITH CHECK (EXISTS (SELECT FROM accounts_person keeper
                WHERE keeper.id = irhub_person() AND lower(keeper.email) = lower(saved_by)));
    CREATE POLICY "fenced_remove" ON "checker_savedcase" FOR DELETE TO "irhub_app"
        USING (EXISTS (SELECT FROM accounts_person keeper
                WHERE keeper.id = irhub_person() AND lower(keeper.email) = lower(saved_by)));
    CREATE POLICY "system" ON "checker_savedcase" FOR ALL TO "irhub_system"
        USING (true)
        WITH CHECK (true);
""",
            """
    DROP POLICY "fenced_read" ON "checker_savedcase";
    DROP POLICY "fenced_add" ON "checker_savedcase";
    DROP POLICY "fenced_change" ON "checker_savedcase";
    DROP POLICY "fenced_remove" ON "checker_savedcase";
    DROP POLICY "system" ON "checker_savedcase";
    ALTER TABLE "checker_savedcase" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
    ALTER TABLE "checker_proposal" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY "fenced_read" ON "checker_proposal" FOR SELECT TO "irhub_app"
        USING (true);
    CREATE POLICY "fenced_add" ON "checker_proposal" FOR INSERT TO "irhub_app"
        WITH CHECK (irhub_role() = 'rules editor');
    CREATE POLICY "fenced_change" ON "checker_proposal" FOR UPDATE TO "irhub_app"
        USING (irhub_role() = 'rules editor')
        WITH CHECK (irhub_role() = 'rules editor');
    CREATE POLICY "fenced_remove" ON "checker_proposal" FOR DELETE TO "irhub_app"
        USING (irhub_role() = 'rules editor');
    CREATE POLICY "system" ON "checker_proposal" FOR ALL TO "irhub_system"
        USING (true)
        WITH CHECK (true);
""",
            """
    DROP POLICY "fenced_read" ON "checker_proposal";
    DROP POLICY "fenced_add" ON "checker_proposal";
    DROP POLICY "fenced_change" ON "checker_proposal";
    DROP POLICY "fenced_remove" ON "checker_proposal";
    DROP POLICY "system" ON "checker_proposal";
    ALTER TABLE "checker_proposal" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
    ]
