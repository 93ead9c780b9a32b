from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contracts", "0001_initial")]
    operations = [
        migrations.AlterField(
            model_name="contractline",
            name="number",
            field=models.IntegerField(help_text="Its row, as the file counts them"),
        )
    ]
