"""Past days are worked out again when somebody asks for them: of adult social care."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0005_signals_of_an_indicator"),
    ]

    operations = [
        migrations.RunSQL("DELETE FROM indicators_pastday", migrations.RunSQL.noop),
    ]
