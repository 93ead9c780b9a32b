"""Who is a provider is kept in the room `organisations`, care locations apart from others. What was summarised is taken along, so
that pages go on until everything is derived anew: the next command or the worker does that."""

from django.db import migrations

_TAKE_ALONG = """
    INSERT INTO organisations_providerincouncil (as_at, council_code, adult_social_care, organisation_id, provider_id, name,
        locations, dormant, beds, home_care, service_types, lowest_rating, licence, left_by, waits, decided, numbered)
    SELECT as_at, council_code, string_to_array(service_types, ' | ') && ARRAY[
               'Care home service with nursing', 'Care home service without nursing', 'Domiciliary care service',
               'Supported living service', 'Extra Care housing services', 'Shared Lives'],
           organisation_id, provider_id, name, locations, dormant, beds,
           CASE WHEN 'Domiciliary care service' = ANY(string_to_array(service_types, ' | ')) THEN locations ELSE 0 END,
           service_types, lowest_rating, licence, left_by, waits, decided, false
    FROM dashboards_providerincouncil
"""
_DERIVE_ANEW = "DELETE FROM registers_derivation"


class Migration(migrations.Migration):
    dependencies = [
        ("dashboards", "0014_derivation_moves_to_registers"),
        ("organisations", "0011_providers_in_councils"),
    ]
    run_before = [
        ("organisations", "0014_care_homes_of_providers")
    ]  # which adds a column that the rows moved here know nothing of

    operations = [
        migrations.RunSQL(_TAKE_ALONG, migrations.RunSQL.noop),
        migrations.RunSQL(_DERIVE_ANEW, migrations.RunSQL.noop),
        migrations.DeleteModel("ProviderInCouncil"),
    ]
