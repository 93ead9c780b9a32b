"""A file of a list is kept as evidence is: with its media type, its hash and who handed it in."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("contracts", "0003_lists_are_read_again")]

    operations = [
        migrations.RenameField(model_name="contractfile", old_name="handed_in_at", new_name="kept_at"),
        migrations.AddField("contractfile", "media_type", models.CharField(max_length=100, default=""), False),
        migrations.AddField(
            "contractfile",
            "sha256",
            models.CharField(max_length=64, default="", help_text="Of the bytes, in hex"),
            False,
        ),
        migrations.AddField("contractfile", "kept_by", models.CharField(max_length=254, default=""), False),
        migrations.RunSQL(
            """
    UPDATE contracts_contractfile f SET
        sha256 = encode(sha256(data), 'hex'),
        media_type = CASE
            WHEN lower(name) LIKE '%%.csv' THEN 'text/csv'
            WHEN lower(name) LIKE '%%.ods' THEN 'application/vnd.oasis.opendocument.spreadsheet'
            ELSE 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' END,
        kept_by = coalesce((SELECT max(uploaded_by) FROM contracts_contractlist l WHERE l.file_id = f.id), '');
    DELETE FROM contracts_contractfile WHERE length(data) = 0;
""",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            "contractfile", models.CheckConstraint(condition=~Q(data=b""), name="contracts_contractfile_is_not_empty")
        ),
    ]
