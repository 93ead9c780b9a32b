"""What people decide of pairs is kept for good; links are made anew (0004), so that the old ones need not be kept."""

import django.db.models.deletion
from django.db import migrations, models

GUARD = """
CREATE FUNCTION organisations_decisions_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - ARRAY['sponsor_key', 'provider_id', 'cleaner']
        = to_jsonb(NEW) - ARRAY['sponsor_key', 'provider_id', 'cleaner'] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Decisions can only be added to: withdraw one instead.';
END $$;
CREATE TRIGGER organisations_decisions_rows BEFORE UPDATE OR DELETE ON organisations_decision
    FOR EACH ROW EXECUTE FUNCTION organisations_decisions_stay();
"""
NO_GUARD = """
DROP TRIGGER organisations_decisions_rows ON organisations_decision;
DROP FUNCTION organisations_decisions_stay();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_links"),
    ]

    operations = [
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sponsor_key", models.TextField()),
                ("provider_id", models.TextField()),
                (
                    "verdict",
                    models.CharField(
                        max_length=10,
                    ),
                ),
                ("who", models.CharField(help_text="E-mail address, or the name of a command's user", max_length=254)),
                ("body", models.CharField(blank=True, max_length=200)),
                ("role", models.CharField(blank=True, max_length=20)),
                ("at", models.DateTimeField(help_text="Those made in one go have the same time")),
                ("why", models.TextField(blank=True)),
                ("blind", models.BooleanField(help_text="Made without seeing the score or what others decided")),
                ("sampled", models.BooleanField(help_text="The pair was drawn to measure the linker's accepted links")),
                ("score", models.FloatField(help_text="What the linker said of the pair then", null=True)),
                ("linked", models.CharField(blank=True, help_text="The linker's band then", max_length=10)),
                ("sponsor", models.JSONField(help_text="The sponsor's fields as they stood")),
                ("sponsor_edition", models.DateField()),
                ("sponsor_line", models.BigIntegerField()),
                ("provider", models.JSONField(help_text="The fields of one of the provider's locations as they stood")),
                ("provider_edition", models.DateField()),
                ("provider_line", models.BigIntegerField()),
                ("cleaner", models.IntegerField(help_text="Version of the cleaning rules that made the keys")),
                (
                    "withdraws",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawn_by",
                        to="organisations.decision",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("register", models.CharField(max_length=40)),
                ("entity_key", models.TextField()),
                ("name", models.TextField(help_text="The record's newest published name on that day")),
                ("on", models.DateField()),
                ("because", models.TextField(help_text="A sentence's end: because ...")),
                (
                    "came_from",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves_out",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "went_to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves_in",
                        to="organisations.organisation",
                    ),
                ),
            ],
        ),
        migrations.DeleteModel(
            name="Link",
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["sponsor_key", "provider_id"], name="decision_on_pair"),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["who", "-at"], name="decision_of"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", "withdrawn"), ("withdraws__isnull", False)),
                    models.Q(models.Q(("verdict", "withdrawn"), _negated=True), ("withdraws", None)),
                    _connector="OR",
                ),
                name="withdrawing_says_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                models.F("sponsor_key"),
                models.F("provider_id"),
                models.F("who"),
                models.F("at"),
                models.F("verdict"),
                name="decision_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.CheckConstraint(
                condition=models.Q(("came_from", models.F("went_to")), _negated=True),
                name="moved_between_two_organisations",
            ),
        ),
        migrations.RunSQL(GUARD, NO_GUARD),
    ]
