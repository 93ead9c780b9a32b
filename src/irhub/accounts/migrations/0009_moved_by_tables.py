"""Invitations and requests of providers say where they stand; those that are there are told by what became of them."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_advice_registrations"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="invitation",
            name="invitation_accepted_or_withdrawn",
        ),
        migrations.RemoveConstraint(
            model_name="providerrequest",
            name="provider_asks_once_at_a_time",
        ),
        migrations.RemoveConstraint(
            model_name="providerrequest",
            name="provider_request_decided_or_not",
        ),
        migrations.AddField(
            model_name="invitation",
            name="state",
            field=models.CharField(default="waiting", max_length=10),
        ),
        migrations.AddField(
            model_name="invitation",
            name="version",
            field=models.IntegerField(default=1),
        ),
        migrations.AddField(
            model_name="providerrequest",
            name="state",
            field=models.CharField(default="waiting", max_length=10),
        ),
        migrations.AddField(
            model_name="providerrequest",
            name="version",
            field=models.IntegerField(default=1),
        ),
        migrations.RunSQL(
            """
    ALTER TABLE "accounts_invitation" ALTER COLUMN "state" TYPE varchar(10)
        USING CASE WHEN "accepted_at" IS NOT NULL THEN 'accepted' WHEN "withdrawn_at" IS NOT NULL THEN 'withdrawn' ELSE 'waiting' END
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
    ALTER TABLE "accounts_providerrequest" ALTER COLUMN "state" TYPE varchar(10)
        USING CASE WHEN "decided_at" IS NULL THEN 'waiting' WHEN "approved" THEN 'approved' ELSE 'refused' END
""",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveField(
            model_name="providerrequest",
            name="approved",
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at", None), ("state", "waiting"), ("withdrawn_at", None)),
                    models.Q(("accepted_at__isnull", False), ("state", "accepted"), ("withdrawn_at", None)),
                    models.Q(("accepted_at", None), ("state", "withdrawn"), ("withdrawn_at__isnull", False)),
                    _connector="OR",
                ),
                name="invitation_accepted_or_withdrawn",
            ),
        ),
        migrations.AddConstraint(
            model_name="providerrequest",
            constraint=models.UniqueConstraint(
                models.F("provider_id"),
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(("state", "waiting")),
                name="provider_asks_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="providerrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("state", "waiting")),
                    models.Q(models.Q(("state", "waiting"), _negated=True), ("decided_at__isnull", False)),
                    _connector="OR",
                ),
                name="provider_request_decided_or_not",
            ),
        ),
    ]
