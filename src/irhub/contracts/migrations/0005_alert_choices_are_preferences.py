from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0004_files_are_kept_with_what_they_are"),
        ("notify", "0002_preferences"),
    ]

    operations = [
        # as the role that policies let through: the owner of the tables is fenced too
        migrations.RunSQL(
            """
    SET LOCAL ROLE irhub_system;
    INSERT INTO notify_preference (person_id, body_id, kind, every, told_until)
        SELECT person_id, body_id, 'contracted-providers', every, told_until FROM contracts_alertchoice;
    RESET ROLE;
""",
            migrations.RunSQL.noop,
        ),
        migrations.DeleteModel(name="AlertChoice"),
    ]
