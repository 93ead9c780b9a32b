"""Requests put jobs into the queue by the queue's own function, and write its tables in no other way."""

from django.db import migrations

WRITES = """
REVOKE INSERT, UPDATE, DELETE ON procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers
    FROM irhub_app;
GRANT INSERT, UPDATE, DELETE ON procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers
    TO irhub_jobs;
ALTER FUNCTION procrastinate_defer_jobs_v1(procrastinate_job_to_defer_v1[]) SECURITY DEFINER SET search_path = public, pg_temp;
DO $$ DECLARE
    made record;
BEGIN
    FOR made IN SELECT oid::regprocedure AS named FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'procrastinate\\_%' AND proname <> 'procrastinate_defer_jobs_v1'
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', made.named);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO irhub_jobs, irhub_system', made.named);
    END LOOP;
END $$;
"""
AS_BEFORE = """
GRANT INSERT, UPDATE, DELETE ON procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers
    TO irhub_app;
REVOKE INSERT, UPDATE, DELETE ON procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers
    FROM irhub_jobs;
ALTER FUNCTION procrastinate_defer_jobs_v1(procrastinate_job_to_defer_v1[]) SECURITY INVOKER RESET search_path;
DO $$ DECLARE
    made record;
BEGIN
    FOR made IN SELECT oid::regprocedure AS named FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'procrastinate\\_%'
    LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO PUBLIC', made.named);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM irhub_jobs, irhub_system', made.named);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0003_who_acts_is_proved"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [migrations.RunSQL(WRITES, AS_BEFORE)]
