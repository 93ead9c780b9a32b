"""Whoever gave a view on an application to a panel is a member of that panel. Who gave views at first and on an appeal of another application of
the call is of the first panel."""

from django.db import migrations

MEMBERS = """
INSERT INTO grants_panelmember (body_id, call_id, person_id, email, on_appeal, named_at, left_because)
SELECT DISTINCT ON (its.id, given.person_id) its.body_id, its.id, given.person_id, given.who, given.on_appeal, given.at, ''
FROM grants_view given JOIN grants_application asked ON asked.id = given.application_id JOIN grants_call its ON its.id = asked.call_id
WHERE its.shape = 'panel'
ORDER BY its.id, given.person_id, given.on_appeal, given.at;
"""


class Migration(migrations.Migration):
    dependencies = [("grants", "0014_panels")]

    # as the role that policies let through: the owner of the tables is fenced too
    operations = [
        migrations.RunSQL(f"SET LOCAL ROLE irhub_system; {MEMBERS} RESET ROLE;", migrations.RunSQL.noop),
    ]
