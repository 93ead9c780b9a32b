"""Whoever is near an applicant (declared an interest, or has or had a role in it) scores, checks, views and decides nothing of its application,
whatever statement a page is made to run."""

from django.db import migrations

# It runs as the owner of the tables: an assessor reads no declared interests, and needs to know of their own alone.
FORWARD = """
CREATE FUNCTION grants_is_near(number bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM grants_interest declared WHERE declared.application_id = number AND declared.person_id = irhub_person()
    ) OR EXISTS (
        SELECT FROM grants_application asked JOIN accounts_membership held ON held.body_id = asked.applicant_id
        WHERE asked.id = number AND held.person_id = irhub_person()
    )
$$;
REVOKE ALL ON FUNCTION grants_is_near(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION grants_is_near(bigint) TO irhub_app, irhub_system;
ALTER POLICY fenced_add ON grants_check WITH CHECK (
    (SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer'
    AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id)
    AND (NOT by_person OR NOT grants_is_near(application_id))
);
ALTER POLICY fenced_add ON grants_score WITH CHECK (
    (SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants assessor' AND assessor_id = (SELECT irhub_person())
    AND EXISTS (SELECT FROM grants_assessment mine WHERE mine.id = assessment_id AND mine.assessor_id = (SELECT irhub_person()) AND mine.state = 'open')
    AND NOT grants_is_near(application_id)
);
ALTER POLICY fenced_change ON grants_score USING (
    (SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants assessor' AND assessor_id = (SELECT irhub_person())
    AND EXISTS (SELECT FROM grants_assessment mine WHERE mine.id = assessment_id AND mine.assessor_id = (SELECT irhub_person()) AND mine.state = 'open')
    AND NOT grants_is_near(application_id)
) WITH CHECK (
    (SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants assessor' AND assessor_id = (SELECT irhub_person())
    AND EXISTS (SELECT FROM grants_assessment mine WHERE mine.id = assessment_id AND mine.assessor_id = (SELECT irhub_person()) AND mine.state = 'open')
    AND NOT grants_is_near(application_id)
);
ALTER POLICY fenced_add ON grants_view WITH CHECK (
    (SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead')
    AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id)
    AND person_id = (SELECT irhub_person()) AND NOT grants_is_near(application_id)
    AND NOT EXISTS (SELECT FROM grants_assessment scored WHERE scored.application_id = grants_view.application_id AND scored.assessor_id = (SELECT irhub_person()))
);
ALTER POLICY fenced_add ON grants_decision WITH CHECK (
    (SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead')
    AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id) AND NOT grants_is_near(application_id)
    AND EXISTS (SELECT FROM grants_view mine WHERE mine.application_id = grants_decision.application_id AND mine.person_id = (SELECT irhub_person()) AND mine.on_appeal = grants_decision.on_appeal)
);
"""
# As it was: of those who are near, whoever declared an interest alone.
BACKWARD = """
ALTER POLICY fenced_add ON grants_check WITH CHECK (
    (SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer'
    AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id)
    AND (NOT by_person OR NOT EXISTS (SELECT FROM grants_interest declared WHERE declared.application_id = grants_check.application_id AND declared.person_id = (SELECT irhub_person())))
);
ALTER POLICY fenced_add ON grants_score WITH CHECK (
    (SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants assessor' AND assessor_id = (SELECT irhub_person())
    AND EXISTS (SELECT FROM grants_assessment mine WHERE mine.id = assessment_id AND mine.assessor_id = (SELECT irhub_person()) AND mine.state = 'open')
);
ALTER POLICY fenced_change ON grants_score USING (
    (SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants assessor' AND assessor_id = (SELECT irhub_person())
    AND EXISTS (SELECT FROM grants_assessment mine WHERE mine.id = assessment_id AND mine.assessor_id = (SELECT irhub_person()) AND mine.state = 'open')
) WITH CHECK (
    (SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants assessor' AND assessor_id = (SELECT irhub_person())
    AND EXISTS (SELECT FROM grants_assessment mine WHERE mine.id = assessment_id AND mine.assessor_id = (SELECT irhub_person()) AND mine.state = 'open')
);
ALTER POLICY fenced_add ON grants_view WITH CHECK (
    (SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead')
    AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id) AND person_id = (SELECT irhub_person())
    AND NOT EXISTS (SELECT FROM grants_interest declared WHERE declared.application_id = grants_view.application_id AND declared.person_id = (SELECT irhub_person()))
    AND NOT EXISTS (SELECT FROM grants_assessment scored WHERE scored.application_id = grants_view.application_id AND scored.assessor_id = (SELECT irhub_person()))
);
ALTER POLICY fenced_add ON grants_decision WITH CHECK (
    (SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead')
    AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id)
    AND EXISTS (SELECT FROM grants_view mine WHERE mine.application_id = grants_decision.application_id AND mine.person_id = (SELECT irhub_person()) AND mine.on_appeal = grants_decision.on_appeal)
    AND NOT EXISTS (SELECT FROM grants_interest declared WHERE declared.application_id = grants_decision.application_id AND declared.person_id = (SELECT irhub_person()))
);
DROP FUNCTION grants_is_near(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("grants", "0009_desk_in_order"), ("operations", "0003_who_acts_is_proved")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
