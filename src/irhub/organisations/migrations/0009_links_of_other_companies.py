from django.db import migrations, models

# As companies.mark_other_companies marks them.
MARKED = """
    UPDATE organisations_link l SET other_company = true
    FROM organisations_companylink c
    WHERE c.entity_key = l.sponsor_key AND c.band = 'accepted' AND l.band = 'accepted'
        AND EXISTS (SELECT FROM registers_locationspan p
                    WHERE p.provider_id = l.provider_id AND trim(p.company_number, '0') <> '')
        AND NOT EXISTS (SELECT FROM registers_locationspan p
                        WHERE p.provider_id = l.provider_id AND p.company_number = c.company_number)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0008_accepted_companies"),
        ("registers", "0004_found_by_place_and_people"),
    ]

    operations = [
        migrations.AddField(
            model_name="link",
            name="other_company",
            field=models.BooleanField(
                db_default=False,
                help_text="Accepted, but the sponsor's name is another company's than the provider's number",
            ),
        ),
        migrations.RunSQL(MARKED, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="link",
            index=models.Index(
                condition=models.Q(
                    ("linked", "review"),
                    models.Q(("waits_for", ""), _negated=True),
                    ("other_company", True),
                    _connector="OR",
                ),
                fields=["sponsor_key"],
                name="link_in_queue",
            ),
        ),
    ]
