"""The questions of a call are its own: those that are there keep what they asked, which was the first version of their shape's."""

from pathlib import Path

from django.db import migrations, models

from irhub.web.yaml_files import read_yaml

FOLDER = Path(__file__).parents[1] / "questions"


def keep_what_they_ask(apps, schema_editor):
    for call in apps.get_model("grants", "Call").objects.all():
        told = read_yaml(FOLDER / f"{call.shape}-1.yaml")
        call.questions = {"name": call.shape, "version": 1, "title": told["title"], "pages": told["pages"]}
        call.save(update_fields=["questions"])


class Migration(migrations.Migration):
    dependencies = [
        ("grants", "0010_near_an_applicant"),
    ]

    operations = [
        migrations.AddField(
            model_name="call",
            name="questions",
            field=models.JSONField(default=dict, help_text="What it asks (asking.py), with weights"),
            preserve_default=False,
        ),
        migrations.RunPython(keep_what_they_ask, migrations.RunPython.noop),
    ]
