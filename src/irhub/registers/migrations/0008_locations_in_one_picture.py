"""The CQC's workbook and its newer directory as one picture: what the directory alone shows is kept, and a view tells both.

A later migration that alters a column of registers_locationspan must drop the view first and make it again.
"""

from django.db import migrations, models
from psycopg import sql

OF_DIRECTORY = (
    "since",
    "until",
    "line",
    "service_types",
    "location_name_key",
    "provider_name_key",
    "council_code",
    "location_id",
    "location_name",
    "region",
    "local_authority",
    "street",
    "city",
    "postcode",
    "provider_id",
    "provider_name",
)
BLANK = {
    "text": (
        "regulated_activities",
        "user_bands",
        "location_type",
        "inspection_directorate",
        "primary_category",
        "overall_rating",
        "address2",
        "county",
        "brand_id",
        "brand_name",
        "company_number",
        "charity_number",
        "ownership_type",
        "provider_city",
        "provider_county",
        "provider_postcode",
        "nominated_individual",
        "registered_manager",
    ),
    "date": ("location_start", "rating_date", "provider_start"),
    "boolean": ("dormant", "care_home", "inherited_rating"),
    "integer": ("beds",),
    "double precision": ("latitude", "longitude"),
}
NOTHING = {
    name: sql.SQL("''::text" if kind == "text" else f"NULL::{kind}") for kind, names in BLANK.items() for name in names
}
VIEW = sql.SQL("""
    CREATE VIEW registers_location AS
    SELECT id, 'cqc_locations'::text AS register, NULL::date AS lacked_by, {told}, {blank} FROM registers_locationspan
    UNION ALL
    SELECT -id, 'cqc_directory'::text, lacked_by, {told}, {nothing} FROM registers_directorylocation
""").format(
    told=sql.SQL(", ").join(map(sql.Identifier, OF_DIRECTORY)),
    blank=sql.SQL(", ").join(map(sql.Identifier, NOTHING)),
    nothing=sql.SQL(", ").join(NOTHING.values()),
)


class Migration(migrations.Migration):
    dependencies = [
        ("registers", "0007_derivation"),
    ]

    operations = [
        migrations.CreateModel(
            name="Location",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("line", models.BigIntegerField()),
                ("regulated_activities", models.TextField()),
                ("service_types", models.TextField()),
                ("user_bands", models.TextField()),
                ("location_name_key", models.TextField()),
                ("provider_name_key", models.TextField()),
                ("council_code", models.TextField()),
                ("location_id", models.TextField()),
                ("location_start", models.DateField(null=True)),
                ("dormant", models.BooleanField(null=True)),
                ("care_home", models.BooleanField(null=True)),
                ("location_name", models.TextField()),
                ("beds", models.IntegerField(null=True)),
                ("location_type", models.TextField()),
                ("inspection_directorate", models.TextField()),
                ("primary_category", models.TextField()),
                ("overall_rating", models.TextField()),
                ("rating_date", models.DateField(null=True)),
                ("inherited_rating", models.BooleanField(null=True)),
                ("region", models.TextField()),
                ("local_authority", models.TextField()),
                ("street", models.TextField()),
                ("address2", models.TextField()),
                ("city", models.TextField()),
                ("county", models.TextField()),
                ("postcode", models.TextField()),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("brand_id", models.TextField()),
                ("brand_name", models.TextField()),
                ("company_number", models.TextField()),
                ("charity_number", models.TextField()),
                ("provider_id", models.TextField()),
                ("provider_name", models.TextField()),
                ("provider_start", models.DateField(null=True)),
                ("ownership_type", models.TextField()),
                ("provider_city", models.TextField()),
                ("provider_county", models.TextField()),
                ("provider_postcode", models.TextField()),
                ("nominated_individual", models.TextField()),
                ("registered_manager", models.TextField()),
                (
                    "register",
                    models.TextField(help_text="The register whose row it is: cqc_locations or cqc_directory"),
                ),
                (
                    "lacked_by",
                    models.DateField(
                        help_text="Date of the older workbook, which lacks it; null of its own rows", null=True
                    ),
                ),
            ],
            options={
                "db_table": "registers_location",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="DirectoryLocation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("line", models.BigIntegerField()),
                ("lacked_by", models.DateField(help_text="Date of the older workbook, which lacks it")),
                ("location_id", models.TextField()),
                ("location_name", models.TextField()),
                ("location_name_key", models.TextField()),
                ("provider_id", models.TextField()),
                ("provider_name", models.TextField()),
                ("provider_name_key", models.TextField()),
                ("council_code", models.TextField()),
                ("local_authority", models.TextField()),
                ("region", models.TextField()),
                ("street", models.TextField()),
                ("city", models.TextField()),
                ("postcode", models.TextField()),
                ("service_types", models.TextField(help_text="In the workbook's words, joined by |")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["provider_id"], name="directory_location_provider"),
                    models.Index(fields=["location_id"], name="directory_location_id"),
                ],
            },
        ),
        migrations.RunSQL(VIEW.as_string(), "DROP VIEW registers_location"),
    ]
