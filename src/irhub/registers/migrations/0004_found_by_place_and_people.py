"""Indexes for what pages ask of locations in SQL of their own: who is near, where a town lies, whom a register names.

An entry of a B-tree holds no more than some 2,700 bytes, and registers can say anything: names of towns and people are in them up to a
length that no true one has, and the queries say so too. An entry of a hash index has one size whatever the value.
"""

from django.db import migrations

INDEXES = {
    "location_by_latitude": "(latitude, longitude) WHERE until IS NULL AND latitude IS NOT NULL",
    "location_by_town": (
        "(lower(city)) INCLUDE (city, latitude, longitude)"
        " WHERE until IS NULL AND city <> '' AND octet_length(city) < 200"
    ),
    "location_by_authority": (
        "USING hash (lower(split_part(local_authority, ',', 1))) WHERE until IS NULL AND local_authority <> ''"
    ),
    "location_by_county": "USING hash (lower(county)) WHERE until IS NULL AND county <> ''",
    "location_by_company": "USING hash (company_number) WHERE company_number <> ''",
    "location_people": (
        "(lower(nominated_individual || ' ' || registered_manager)) INCLUDE (provider_id, nominated_individual, registered_manager)"
        " WHERE until IS NULL AND octet_length(nominated_individual) + octet_length(registered_manager) < 1000"
    ),
}


class Migration(migrations.Migration):
    dependencies = [("registers", "0003_persons_with_significant_control")]

    operations = [
        migrations.RunSQL(f"CREATE INDEX {name} ON registers_locationspan {what}", f"DROP INDEX {name}")
        for name, what in INDEXES.items()
    ]
