"""What a provider wrote is for oversight and itself; the public gets from the database what was looked at and let through."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("attention", "0001_tasks_replies_and_challenges"),
        ("accounts", "0006_rules_editor"),
    ]

    operations = [
        migrations.RunSQL(
            """
    ALTER TABLE "attention_statement" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY "fenced_read" ON "attention_statement" FOR SELECT TO "irhub_app"
        USING ((public = 'shown' AND withdrawn_at IS NULL) OR irhub_body() = body_id OR EXISTS (SELECT FROM accounts_body watcher
    WHERE watcher.id = irhub_body() AND watcher.kind IN ('department', 'partnership', 'council')));
    CREATE POLICY "fenced_add" ON "attention_statement" FOR INSERT TO "irhub_app"
        WITH CHECK (irhub_body() = body_id AND irhub_side() = 'provider');
    CREATE POLICY "fenced_change" ON "attention_statement" FOR UPDATE TO "irhub_app"
        USING (irhub_body() = body_id OR (irhub_role() = 'administrator' AND EXISTS (SELECT FROM accounts_body watcher
    WHERE watcher.id = irhub_body() AND watcher.kind IN ('department', 'partnership'))))
        WITH CHECK (irhub_body() = body_id OR (irhub_role() = 'administrator' AND EXISTS (SELECT FROM accounts_body watcher
    WHERE watcher.id = irhub_body() AND watcher.kind IN ('department', 'partnership'))));
    CREATE POLICY "fenced_remove" ON "attention_statement" FOR DELETE TO "irhub_app"
        USING (irhub_body() = body_id OR (irhub_role() = 'administrator' AND EXISTS (SELECT FROM accounts_body watcher
    WHERE watcher.id = irhub_body() AND watcher.kind IN ('department', 'partnership'))));
    CREATE POLICY "system" ON "attention_statement" FOR ALL TO "irhub_system"
        USING (true)
        WITH CHECK (true);
""",
            """
    DROP POLICY "fenced_read" ON "attention_statement";
    DROP POLICY "fenced_add" ON "attention_statement";
    DROP POLICY "fenced_change" ON "attention_statement";
    DROP POLICY "fenced_remove" ON "attention_statement";
    DROP POLICY "system" ON "attention_statement";
    ALTER TABLE "attention_statement" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
    ALTER TABLE "attention_challenge" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY "fenced_read" ON "attention_challenge" FOR SELECT TO "irhub_app"
        USING (irhub_body() = body_id OR EXISTS (SELECT FROM accounts_body watcher
    WHERE watcher.id = irhub_body() AND watcher.kind IN ('department', 'partnership', 'council')));
    CREATE POLICY "fenced_add" ON "attention_challenge" FOR INSERT TO "irhub_app"
        WITH CHECK (irhub_body() = body_id);
    CREATE POLICY "fenced_change" ON "attention_challenge" FOR UPDATE TO "irhub_app"
        USING (irhub_role() IN ('reviewer', 'administrator') AND EXISTS (SELECT FROM accounts_body watcher
    WHERE watcher.id = irhub_body() AND watcher.kind IN ('department', 'partnership', 'council')))
        WITH CHECK (irhub_role() IN ('reviewer', 'administrator') AND EXISTS (SELECT FROM accounts_body watcher
    WHERE watcher.id = irhub_body() AND watcher.kind IN ('department', 'partnership', 'council')));
    CREATE POLICY "fenced_remove" ON "attention_challenge" FOR DELETE TO "irhub_app"
        USING (irhub_role() IN ('reviewer', 'administrator') AND EXISTS (SELECT FROM accounts_body watcher
    WHERE watcher.id = irhub_body() AND watcher.kind IN ('department', 'partnership', 'council')));
    CREATE POLICY "system" ON "attention_challenge" FOR ALL TO "irhub_system"
        USING (true)
        WITH CHECK (true);
""",
            """
    DROP POLICY "fenced_read" ON "attention_challenge";
    DROP POLICY "fenced_add" ON "attention_challenge";
    DROP POLICY "fenced_change" ON "attention_challenge";
    DROP POLICY "fenced_remove" ON "attention_challenge";
    DROP POLICY "system" ON "attention_challenge";
    ALTER TABLE "attention_challenge" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
    ]
