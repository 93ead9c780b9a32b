"""The shapes of kept maps lead to the map of the council in which most of their locations lie: they are drawn anew, and past days
are worked out again when somebody asks for them."""

from django.db import migrations

_DRAW_ANEW = """
    DELETE FROM registers_derivation;
    DELETE FROM indicators_pastday;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("dashboards", "0016_figures_for_pictures"),
        ("indicators", "0008_own_dates"),
    ]

    operations = [migrations.RunSQL(_DRAW_ANEW, migrations.RunSQL.noop)]
