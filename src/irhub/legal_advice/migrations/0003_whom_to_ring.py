"""A law firm reads whom to ring from the moment at which it said that it can act, in the states named here and in no other."""

from django.db import migrations

FENCE = """
ALTER POLICY fenced_read ON legal_advice_caller USING (EXISTS (
    SELECT FROM legal_advice_appointment parent WHERE parent.id = legal_advice_caller.appointment_id AND (
        parent.firm_id <> (SELECT irhub_body()) OR parent.body_id = (SELECT irhub_body())
        OR parent.state IN ('clear', 'calling', 'held', 'missed')
    )
));
"""


class Migration(migrations.Migration):
    dependencies = [("legal_advice", "0002_found_quickly")]

    operations = [migrations.RunSQL(FENCE, migrations.RunSQL.noop)]
