"""Rows of words and files are for advisers: they tell the client who kept a file, and of which words in another case its own are a copy."""

from django.db import migrations

FORWARD = """
ALTER POLICY fenced_read ON support_message USING (
    (SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'advice' AND (SELECT irhub_role()) IN ('adviser', 'helpline lead')
);
ALTER POLICY fenced_read ON support_casefile USING (
    (SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'advice' AND (SELECT irhub_role()) IN ('adviser', 'helpline lead')
);
DROP FUNCTION support_is_own_question(bigint);
"""
BACKWARD = """
CREATE FUNCTION support_is_own_question(number bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM support_case
        WHERE id = number AND client_body_id = irhub_body()
            AND (irhub_side() = 'provider' OR irhub_role() IN ('recruitment lead', 'administrator'))
    )
$$;
REVOKE ALL ON FUNCTION support_is_own_question FROM PUBLIC;
GRANT EXECUTE ON FUNCTION support_is_own_question TO irhub_app, irhub_system;
ALTER POLICY fenced_read ON support_message USING (
    ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'advice' AND (SELECT irhub_role()) IN ('adviser', 'helpline lead'))
    OR support_is_own_question(case_id)
);
ALTER POLICY fenced_read ON support_casefile USING (
    ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'advice' AND (SELECT irhub_role()) IN ('adviser', 'helpline lead'))
    OR support_is_own_question(case_id)
);
"""


class Migration(migrations.Migration):
    dependencies = [("support", "0017_whose_feedback_it_was")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
