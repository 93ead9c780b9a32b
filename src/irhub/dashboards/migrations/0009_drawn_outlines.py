from dataclasses import asdict

from django.db import migrations, models

from irhub.dashboards.drawing import drawn


def draw(apps, schema_editor):
    for outline in apps.get_model("dashboards", "Outline").objects.all():
        outline.drawn = asdict(drawn(outline.far))
        outline.save(update_fields=["drawn"])


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
        migrations.RunPython(draw, migrations.RunPython.noop),
    ]
