"""The questions of a call are its own: those that are there keep what they asked, which was the first version of their shape's."""

import json
from pathlib import Path

from django.db import migrations, models

ASKED = json.loads(Path(__file__).with_name("0011_what_calls_asked.json").read_text(encoding="utf-8"))
"""What a call of each shape asked until then."""


def keep_what_they_ask(apps, schema_editor):
    for call in apps.get_model("grants", "Call").objects.all():
        call.questions = ASKED[call.shape]
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
