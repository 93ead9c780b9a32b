"""Of a case its client's body reads what its page shows, by a view; the row itself, with who has it and how it stands, is for advisers."""

import django.db.models.deletion
from django.db import migrations, models

# Policies ask a function, not the view: a login that owns the tables and is no superuser could dump no table whose policy reads a view.
FORWARD = """
CREATE VIEW support_question WITH (security_barrier) AS
    SELECT id, reference, body_id, client_body_id, client_key, subject, opened_at
    FROM support_case
    WHERE client_body_id = (SELECT irhub_body())
        AND ((SELECT irhub_side()) = 'provider' OR (SELECT irhub_role()) IN ('recruitment lead', 'administrator'));
REVOKE ALL ON support_question FROM irhub_app, irhub_system;
GRANT SELECT ON support_question TO irhub_app, irhub_system;
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
ALTER POLICY fenced_read ON support_case USING (
    CASE (SELECT irhub_side())
        WHEN 'advice' THEN (SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('adviser', 'helpline lead')
        ELSE false
    END
);
ALTER POLICY fenced_read ON support_message USING (
    ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'advice' AND (SELECT irhub_role()) IN ('adviser', 'helpline lead'))
    OR support_is_own_question(case_id)
);
ALTER POLICY fenced_read ON support_casefile USING (
    ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'advice' AND (SELECT irhub_role()) IN ('adviser', 'helpline lead'))
    OR support_is_own_question(case_id)
);
"""

# Policies that stood before are wider; a case, its messages and files are then for advisers alone, until it is applied again.
BACKWARD = """
ALTER POLICY fenced_read ON support_message USING (
    (SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'advice' AND (SELECT irhub_role()) IN ('adviser', 'helpline lead')
);
ALTER POLICY fenced_read ON support_casefile USING (
    (SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'advice' AND (SELECT irhub_role()) IN ('adviser', 'helpline lead')
);
DROP FUNCTION support_is_own_question(bigint);
DROP VIEW support_question;
"""


class Migration(migrations.Migration):
    dependencies = [("support", "0011_fences_of_what_hangs_on_a_case")]

    operations = [
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=30)),
                ("body_id", models.BigIntegerField()),
                ("client_key", models.CharField(max_length=40)),
                ("subject", models.CharField(max_length=150)),
                ("opened_at", models.DateTimeField()),
                (
                    "client_body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="accounts.body"
                    ),
                ),
            ],
            options={"db_table": "support_question", "managed": False},
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
