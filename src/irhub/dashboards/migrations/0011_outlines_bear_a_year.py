from dataclasses import asdict

from django.db import migrations, models

from irhub.dashboards.drawing import drawn


def draw(apps, schema_editor):
    for outline in apps.get_model("dashboards", "Outline").objects.all():
        outline.drawn = asdict(drawn(outline.far))
        outline.save(update_fields=["drawn"])


class Migration(migrations.Migration):
    dependencies = [
        ("dashboards", "0010_derivation"),
    ]

    operations = [
        migrations.AddField(
            model_name="outline",
            name="year",
            field=models.CharField(blank=True, default="", help_text="Of the codes in the file", max_length=4),
        ),
        # Names stand where there is room for them, no longer in the middle.
        migrations.RunPython(draw, migrations.RunPython.noop),
    ]
