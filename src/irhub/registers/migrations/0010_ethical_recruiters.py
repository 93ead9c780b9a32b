"""The list of ethical recruiters; requests only read it, as the other registers."""

from django.db import migrations, models

READ_ALONE = """
REVOKE INSERT, UPDATE, DELETE ON registers_recruiterspan FROM irhub_app;
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'irhub_jobs') THEN
        GRANT INSERT, UPDATE, DELETE ON registers_recruiterspan TO irhub_jobs;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registers", "0009_row_of_the_directory"),
        ("operations", "0005_rights_are_given_by_those_who_may"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecruiterSpan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("line", models.BigIntegerField()),
                ("recruiter_key", models.TextField(help_text="Cleaned name")),
                ("name", models.TextField()),
                ("website", models.TextField()),
            ],
            options={
                "indexes": [models.Index(fields=["until"], name="recruiter_span_until")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("recruiter_key"), models.F("since"), name="recruiter_span_begins_once"
                    ),
                    models.UniqueConstraint(
                        models.F("recruiter_key"), condition=models.Q(("until", None)), name="recruiter_span_open_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"),
                        name="recruiter_span_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.RunSQL(READ_ALONE, migrations.RunSQL.noop),
    ]
