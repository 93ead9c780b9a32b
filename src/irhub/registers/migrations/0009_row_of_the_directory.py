"""A location that the directory alone shows may count from a later edition than that in which its row is: both are kept."""

from importlib import import_module

from django.db import migrations, models
from psycopg import sql

BEFORE = import_module("irhub.registers.migrations.0008_locations_in_one_picture")
VIEW = sql.SQL("""
    CREATE OR REPLACE VIEW registers_location AS
    SELECT id, 'cqc_locations'::text AS register, NULL::date AS lacked_by, {told}, {blank}, since AS edition
    FROM registers_locationspan
    UNION ALL
    SELECT -id, 'cqc_directory'::text, lacked_by, {told}, {nothing}, edition FROM registers_directorylocation
""").format(
    told=sql.SQL(", ").join(map(sql.Identifier, BEFORE.OF_DIRECTORY)),
    blank=sql.SQL(", ").join(map(sql.Identifier, BEFORE.NOTHING)),
    nothing=sql.SQL(", ").join(BEFORE.NOTHING.values()),
)
BACK = sql.SQL("DROP VIEW registers_location; {}").format(BEFORE.VIEW)


class Migration(migrations.Migration):
    dependencies = [
        ("registers", "0008_locations_in_one_picture"),
    ]

    operations = [
        migrations.AddField(
            model_name="directorylocation",
            name="edition",
            field=models.DateField(help_text="Date of the directory's edition in which its row is", null=True),
        ),
        migrations.RunSQL("UPDATE registers_directorylocation SET edition = since", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="directorylocation",
            name="edition",
            field=models.DateField(help_text="Date of the directory's edition in which its row is"),
        ),
        migrations.AddField(
            model_name="location",
            name="edition",
            field=models.DateField(help_text="Date of the edition of that register in which its row is"),
        ),
        migrations.RunSQL(VIEW.as_string(), BACK.as_string()),
    ]
