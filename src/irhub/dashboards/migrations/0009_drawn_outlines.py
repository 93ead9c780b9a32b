from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dashboards", "0008_links_of_providers"),
    ]

    operations = [
        migrations.AddField(
            model_name="outline",
            name="drawn",
            field=models.JSONField(default=dict),
            preserve_default=False,
        ),
        # drawn by 0011
    ]
