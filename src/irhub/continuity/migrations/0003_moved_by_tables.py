"""Plans and their steps say where they stand; those that are there are told by who closed or did them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_advice_registrations"),
        ("continuity", "0002_active_locations"),
        ("organisations", "0012_what_links_rest_on"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="plan",
            name="one_open_plan_of_a_body",
        ),
        migrations.RemoveConstraint(
            model_name="plan",
            name="plan_closed_by_whom_and_when",
        ),
        migrations.RemoveConstraint(
            model_name="planstep",
            name="step_done_by_whom_and_when",
        ),
        migrations.AddField(
            model_name="plan",
            name="state",
            field=models.CharField(default="open", max_length=10),
        ),
        migrations.AddField(
            model_name="plan",
            name="version",
            field=models.IntegerField(default=1),
        ),
        migrations.AddField(
            model_name="planstep",
            name="state",
            field=models.CharField(default="to do", max_length=10),
        ),
        migrations.RunSQL(
            """
    ALTER TABLE "continuity_plan" ALTER COLUMN "state" TYPE varchar(10)
        USING CASE WHEN "closed_at" IS NULL THEN 'open' ELSE 'closed' END
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
    ALTER TABLE "continuity_planstep" ALTER COLUMN "state" TYPE varchar(10)
        USING CASE WHEN "done_at" IS NULL THEN 'to do' ELSE 'done' END
""",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                models.F("body"),
                models.F("organisation"),
                condition=models.Q(("state", "open")),
                name="one_open_plan_of_a_body",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("closed_by", ""), ("state", "open")),
                    models.Q(
                        ("closed_at__isnull", False), ("state", "closed"), models.Q(("closed_by", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="plan_closed_by_whom_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="planstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_at", None), ("done_by", ""), ("state", "to do")),
                    models.Q(("done_at__isnull", False), ("state", "done"), models.Q(("done_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="step_done_by_whom_and_when",
            ),
        ),
    ]
