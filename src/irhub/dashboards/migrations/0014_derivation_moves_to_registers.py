"""Of what everything derived was made is kept in the room `registers`."""

from django.db import migrations

_KEEP = """
    INSERT INTO registers_derivation (id, editions, decisions, program, made_at)
    SELECT id, editions, decisions, program, made_at FROM dashboards_derivation ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [
        ("dashboards", "0013_unclear_licences"),
        ("registers", "0007_derivation"),
    ]

    operations = [
        migrations.RunSQL(_KEEP, migrations.RunSQL.noop),
        migrations.DeleteModel("Derivation"),
    ]
