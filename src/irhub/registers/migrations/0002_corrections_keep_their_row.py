"""A correction keeps the edition, line and cleaning rules it was made on. None could be made before."""

from datetime import date

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="correction",
            name="edition_date",
            field=models.DateField(default=date(2000, 1, 1), help_text="Edition of the row that was corrected"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="correction",
            name="line",
            field=models.BigIntegerField(default=0, help_text="Its line in that edition"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="correction",
            name="cleaner",
            field=models.IntegerField(default=0, help_text="Version of the cleaning rules that made its key"),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="deactivatedspan",
            index=models.Index(fields=["provider_id"], name="deactivated_by_provider_id"),
        ),
        migrations.AddIndex(
            model_name="deactivatedspan",
            index=models.Index(fields=["council_code"], name="deactivated_by_council_code"),
        ),
        migrations.RemoveIndex(model_name="change", name="change_of"),
        migrations.RemoveIndex(model_name="change", name="change_from"),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["entity_key"], name="change_of"),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["entity_key_before"], name="change_from"),
        ),
    ]
