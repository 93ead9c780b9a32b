"""A third role, of commands and jobs: they write the registers and what is derived of them, which requests only read."""

from django.db import migrations
from psycopg import sql

MAKE = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'irhub_jobs') THEN
        CREATE ROLE irhub_jobs NOLOGIN;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;  -- another database of this server was quicker
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'The database login may not make roles. Let somebody who may run: CREATE ROLE irhub_jobs NOLOGIN; GRANT irhub_app TO irhub_jobs; GRANT irhub_jobs TO %;',
            session_user;
END $$;
DO $$ BEGIN
    IF NOT pg_has_role('irhub_jobs', 'irhub_app', 'USAGE') THEN
        GRANT irhub_app TO irhub_jobs;
    END IF;
    IF NOT pg_has_role(session_user, 'irhub_jobs', 'USAGE') OR NOT pg_has_role(session_user, 'irhub_jobs', 'MEMBER') THEN
        EXECUTE format('GRANT irhub_jobs TO %I', session_user);
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'The database login may not give out memberships. Let somebody who may run: GRANT irhub_app TO irhub_jobs; GRANT irhub_jobs TO %;',
            session_user;
END $$;
GRANT USAGE ON SCHEMA public TO irhub_jobs;
"""
WRITTEN_BY_JOBS = (
    "continuity_activelocation",
    "dashboards_changeincouncil",
    "dashboards_outline",
    "dashboards_placefigures",
    "dashboards_placemap",
    "dashboards_placeperiod",
    "dashboards_placesplit",
    "dashboards_recordincouncil",
    "indicators_owned",
    "indicators_signal",
    "operations_run",
    "organisations_companylink",
    "organisations_decision",
    "organisations_link",
    "organisations_member",
    "organisations_move",
    "organisations_namesake",
    "organisations_organisation",
    "organisations_providerincouncil",
    "organisations_searchmade",
    "organisations_searchname",
    "organisations_searchword",
    "registers_change",
    "registers_companyspan",
    "registers_controllerspan",
    "registers_correction",
    "registers_deactivatedspan",
    "registers_derivation",
    "registers_directorylocation",
    "registers_directoryspan",
    "registers_edition",
    "registers_issuecount",
    "registers_locationspan",
    "registers_ratingspan",
    "registers_sponsorspan",
)
TAKEN = sql.SQL(
    "REVOKE INSERT, UPDATE, DELETE ON {table} FROM irhub_app; GRANT INSERT, UPDATE, DELETE ON {table} TO irhub_jobs"
)
GIVEN = sql.SQL(
    "REVOKE INSERT, UPDATE, DELETE ON {table} FROM irhub_jobs; GRANT INSERT, UPDATE, DELETE ON {table} TO irhub_app"
)


def take(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(MAKE)
        for table in WRITTEN_BY_JOBS:
            cursor.execute(TAKEN.format(table=sql.Identifier(table)))


def give(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for table in WRITTEN_BY_JOBS:
            cursor.execute(GIVEN.format(table=sql.Identifier(table)))
        cursor.execute("REVOKE USAGE ON SCHEMA public FROM irhub_jobs")  # the role belongs to the server, and stays


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0001_runs_of_jobs"),
        ("continuity", "0003_moved_by_tables"),
        ("dashboards", "0018_unclear_in_history"),
        ("indicators", "0008_own_dates"),
        ("organisations", "0015_links_count_locations"),
        ("registers", "0009_row_of_the_directory"),
    ]

    operations = [migrations.RunPython(take, give)]
