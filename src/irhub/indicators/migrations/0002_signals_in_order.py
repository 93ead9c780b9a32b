import django.contrib.postgres.indexes
from django.db import migrations, models

# As engine.in_order puts them: the most urgent first, of these those on which most hangs, then the newest.
NUMBERED = """
    UPDATE indicators_signal SET number = ordered.number
    FROM (SELECT id, row_number() OVER (ORDER BY
              array_position(ARRAY['act this week', 'look soon', 'know'], severity::text), locations DESC, beds DESC,
              since DESC, name COLLATE "C", code, council_code, organisation_id) - 1 AS number
          FROM indicators_signal) ordered
    WHERE ordered.id = indicators_signal.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0001_signals"),
        ("organisations", "0006_search_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="signal",
            name="number",
            field=models.IntegerField(default=0, help_text="Its place in the one order of all signals, from 0"),
        ),
        migrations.RunSQL(NUMBERED, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="signal",
            index=models.Index(fields=["number"], name="signal_in_order"),
        ),
        migrations.AddIndex(
            model_name="signal",
            index=models.Index(fields=["severity"], name="signal_by_severity"),
        ),
        migrations.AddIndex(
            model_name="signal",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("severity__in", ["act this week", "look soon"])),
                fields=["councils"],
                name="signal_soon_of_council",
            ),
        ),
    ]
