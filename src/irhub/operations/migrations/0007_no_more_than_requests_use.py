"""Requests lock, rebuild and renew no table that they only read, and neither read nor set the numbers that rows get: jobs do what of it they need.

Before, SQL of somebody's own could set the number of the next event so that nothing more could be written, and read how many rows there
were of what it may not see. A request draws numbers of events; columns of identity draw their own, and ask nobody for a right.
"""

from django.db import migrations

RIGHTS = """
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM irhub_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM irhub_app;
GRANT USAGE ON SEQUENCE accounts_auditevent_number TO irhub_app;
GRANT USAGE, SELECT ON SEQUENCE procrastinate_jobs_id_seq, procrastinate_events_id_seq, procrastinate_periodic_defers_id_seq TO irhub_jobs;
"""
RIGHTS_AS_BEFORE = """
REVOKE ALL ON SEQUENCE procrastinate_jobs_id_seq, procrastinate_events_id_seq, procrastinate_periodic_defers_id_seq FROM irhub_jobs;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO irhub_app;
GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO irhub_app;
REVOKE ALL ON SEQUENCE irhub_request FROM irhub_app;
"""
MAINTAIN = """
REVOKE MAINTAIN ON ALL TABLES IN SCHEMA public FROM irhub_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE MAINTAIN ON TABLES FROM irhub_app;
GRANT MAINTAIN ON ALL TABLES IN SCHEMA public TO irhub_jobs;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT MAINTAIN ON TABLES TO irhub_jobs;
"""
MAINTAIN_AS_BEFORE = """
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE MAINTAIN ON TABLES FROM irhub_jobs;
REVOKE MAINTAIN ON ALL TABLES IN SCHEMA public FROM irhub_jobs;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT MAINTAIN ON TABLES TO irhub_app;
GRANT MAINTAIN ON ALL TABLES IN SCHEMA public TO irhub_app;
"""


def since_17(statements):
    """What servers before PostgreSQL 17 have no word for."""

    def run(apps, schema_editor):
        if schema_editor.connection.pg_version >= 170000:
            schema_editor.execute(statements)

    return run


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0006_what_people_sign_in_with"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [
        migrations.RunSQL(RIGHTS, RIGHTS_AS_BEFORE),
        migrations.RunPython(since_17(MAINTAIN), since_17(MAINTAIN_AS_BEFORE)),
    ]
