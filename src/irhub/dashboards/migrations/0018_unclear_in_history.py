"""The history of places tells apart whom nobody can say to have lost its licence, and keeps the month that a past day broke off. It is
derived anew, and left out until then; past days are worked out again when somebody asks for them."""

from django.db import migrations, models

_DERIVE_ANEW = """
    DELETE FROM dashboards_placeperiod;
    DELETE FROM registers_derivation;
    DELETE FROM indicators_pastday;
"""


class Migration(migrations.Migration):
    dependencies = [("dashboards", "0017_maps_lead_on"), ("indicators", "0008_own_dates")]

    operations = [
        migrations.AddField("placeperiod", "unclear", models.IntegerField(default=0)),
        migrations.AddField(
            "placeperiod",
            "as_at",
            models.DateField(help_text="The past day that broke off its month; null of whole months", null=True),
        ),
        migrations.RemoveConstraint("placeperiod", "period_once_in_a_place"),
        migrations.AddConstraint(
            "placeperiod",
            models.UniqueConstraint(
                fields=("as_at", "place_code", "ends"), name="period_once_in_a_place", nulls_distinct=False
            ),
        ),
        migrations.RunSQL(_DERIVE_ANEW, migrations.RunSQL.noop),
    ]
