"""The band of a link that people decided against is called rejected."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("organisations", "0012_what_links_rest_on")]

    operations = [
        migrations.RunSQL(
            "UPDATE organisations_link SET band = 'rejected' WHERE band = 'apart'",
            "UPDATE organisations_link SET band = 'apart' WHERE band = 'rejected'",
        ),
    ]
