"""Each answer of a firm stays, a refusal knows when it is told, and minutes beyond an entitlement are entries of their own kind."""

import django.db.models.deletion
from django.db import migrations, models

TOLD_AT_ONCE = """
ALTER TABLE legal_advice_partycheck DISABLE TRIGGER only_added_to;
UPDATE legal_advice_partycheck SET could = 0, goes = 0, release_at = answered_at WHERE answer <> 'clear';
ALTER TABLE legal_advice_partycheck ENABLE TRIGGER only_added_to;
"""


class Migration(migrations.Migration):
    dependencies = [("legal_advice", "0005_late_minutes")]

    operations = [
        migrations.AlterField(
            "partycheck",
            "appointment",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="checks", to="legal_advice.appointment"
            ),
        ),
        migrations.AddField("partycheck", "could", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField("partycheck", "goes", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField(
            "partycheck",
            "release_at",
            models.DateTimeField(help_text="When the client is told that the firm does not act", null=True),
        ),
        migrations.RunSQL(TOLD_AT_ONCE, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "partycheck",
            models.UniqueConstraint(
                "appointment", condition=~models.Q(answer="clear"), name="party_check_refuses_once"
            ),
        ),
        migrations.AddConstraint(
            "partycheck",
            models.CheckConstraint(
                condition=models.Q(answer="clear", could=None, goes=None, release_at=None)
                | models.Q(
                    ~models.Q(answer="clear"), could__isnull=False, goes__isnull=False, release_at__isnull=False
                ),
                name="party_check_is_told_when_it_refuses",
            ),
        ),
        migrations.AddField(
            "correction",
            "goodwill",
            models.BooleanField(db_default=False, default=False, help_text="Given beyond the entitlement"),
        ),
        migrations.AddConstraint(
            "correction",
            models.CheckConstraint(
                condition=models.Q(goodwill=False) | models.Q(amount__gt=0, call=None),
                name="goodwill_is_given_and_of_no_call",
            ),
        ),
        migrations.RemoveField("entitlemententry", "kind"),
        migrations.AddField(
            "entitlemententry",
            "kind",
            models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(key="grant", then=models.Value("grant")),
                    models.When(key__startswith="correction", then=models.Value("correction")),
                    models.When(key__startswith="goodwill", then=models.Value("goodwill")),
                    default=models.Value("use"),
                ),
                output_field=models.CharField(max_length=10),
            ),
        ),
    ]
