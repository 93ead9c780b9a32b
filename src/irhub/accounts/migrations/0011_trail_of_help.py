"""Whoever administers the system while they act on the side of oversight reads no event that tells of help: which questions, appointments and
webinars there were, and what bodies that help did."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION accounts_tells_of_help(about text, body bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT split_part(about, '/', 1) = ANY (ARRAY[
        'appointment', 'attendance', 'behind', 'booking', 'call', 'caller', 'case', 'case file', 'case note', 'certificate', 'complaint', 'connection',
        'contact', 'correction', 'enquiry', 'entitlement', 'entitlement hold', 'invoice', 'log', 'mail', 'party', 'party check', 'presence', 'question',
        'safeguarding concern', 'safeguarding lead', 'series', 'slides', 'slot', 'webinar', 'withdrawal', 'worker consent'
    ]) OR about ~ '^page/(support|help-|legal-|webinar)'
    OR EXISTS (SELECT FROM accounts_body helps WHERE helps.id = body AND helps.kind IN ('delivery partner', 'law firm'))
$$;
ALTER POLICY fenced_read ON accounts_auditevent USING (
    (irhub_role() = 'auditor' AND irhub_body() = body_id)
    OR (irhub_administers() AND (irhub_side() <> 'oversight' OR NOT accounts_tells_of_help(about, body_id)))
);
"""
BACKWARD = """
ALTER POLICY fenced_read ON accounts_auditevent USING (
    (irhub_role() = 'auditor' AND irhub_body() = body_id) OR irhub_administers()
);
DROP FUNCTION accounts_tells_of_help(text, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_absences")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
