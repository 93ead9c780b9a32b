from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0007_company_links_by_answer")]

    operations = [
        migrations.AddIndex(
            model_name="companylink",
            index=models.Index(
                condition=models.Q(("band", "accepted")),
                fields=["entity_key"],
                include=("company_number",),
                name="company_link_accepted",
            ),
        ),
    ]
