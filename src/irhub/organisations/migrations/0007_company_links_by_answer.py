from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0006_search_names")]

    operations = [
        migrations.RenameField("companylink", "asked", "mark"),
        migrations.AlterField(
            "companylink",
            "mark",
            models.BigIntegerField(help_text="A mark of the whole answer, so that only what changed is written"),
        ),
    ]
