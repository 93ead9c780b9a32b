"""Events are chained as their transaction commits: no transaction holds the trail while it does anything else.

When all else that was put off to the commit is done, the second of two deferred triggers takes the lock of the trail, gives
the event the next position and lets go with the commit itself. The first only asks for the second, so that checks of
foreign keys, which may wait for somebody, come before the lock and never while it is held.
"""

import django.db.models.deletion
from django.db import migrations, models

CHAIN = """
CREATE SEQUENCE accounts_auditevent_number OWNED BY accounts_auditevent.number;
SELECT setval('accounts_auditevent_number', (SELECT COALESCE(max(number), 0) + 1 FROM accounts_auditevent), false);
INSERT INTO accounts_auditlink (event_id, position, hash_before, hash)
    SELECT number, number, hash_before, hash FROM accounts_auditevent;
DROP FUNCTION accounts_trail_head();

CREATE FUNCTION accounts_trail_ask() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO accounts_auditlink (event_id, hash_before, hash) VALUES (NEW.number, '', NEW.hash);
    RETURN NULL;
END $$;
CREATE FUNCTION accounts_trail_chain() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    last accounts_auditlink;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('irhub audit'));
    SELECT * INTO last FROM accounts_auditlink WHERE position IS NOT NULL ORDER BY position DESC LIMIT 1;
    last.hash := COALESCE(last.hash, repeat('0', 64));
    UPDATE accounts_auditlink SET
        position = COALESCE(last.position, 0) + 1,
        hash_before = last.hash,
        hash = encode(sha256(convert_to(last.hash || NEW.hash, 'UTF8')), 'hex')
    WHERE event_id = NEW.event_id;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER accounts_trail_ask AFTER INSERT ON accounts_auditevent
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION accounts_trail_ask();
CREATE CONSTRAINT TRIGGER accounts_trail_chain AFTER INSERT ON accounts_auditlink
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION accounts_trail_chain();

CREATE TRIGGER accounts_trail_links BEFORE UPDATE ON accounts_auditlink
    FOR EACH ROW WHEN (OLD.position IS NOT NULL) EXECUTE FUNCTION accounts_trail_is_only_added_to();
CREATE TRIGGER accounts_trail_links_stay BEFORE DELETE ON accounts_auditlink
    FOR EACH ROW EXECUTE FUNCTION accounts_trail_is_only_added_to();
CREATE TRIGGER accounts_trail_whole BEFORE TRUNCATE ON accounts_auditlink
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_trail_is_only_added_to();
REVOKE INSERT, UPDATE, DELETE ON accounts_auditlink FROM irhub_app, irhub_system;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_rules_editor")]

    operations = [
        migrations.CreateModel(
            name="AuditLink",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="link",
                        serialize=False,
                        to="accounts.auditevent",
                    ),
                ),
                ("position", models.BigIntegerField(null=True, unique=True)),
                ("hash_before", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="hash_before",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.RunSQL(CHAIN),
    ]
