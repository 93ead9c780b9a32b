"""Whether providers have a person in common, without telling whom: for advisers, of those that are parties at their own body."""

from django.db import migrations

# It runs as the owner of the tables: advisers may not look into the register of persons with significant control, nor need they.
FORWARD = """
CREATE FUNCTION support_people_in_common(provider text) RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT there.provider_id
    FROM registers_locationspan here
    JOIN registers_controllerspan mine ON mine.company_number = here.company_number
    JOIN registers_controllerspan theirs
        ON (theirs.person_key, theirs.birth_year, theirs.birth_month) = (mine.person_key, mine.birth_year, mine.birth_month)
    JOIN registers_locationspan there ON there.company_number = theirs.company_number
    WHERE irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead')
        AND here.provider_id = provider AND here.until IS NULL AND here.company_number <> ''
        AND there.provider_id <> provider AND there.until IS NULL AND there.company_number <> here.company_number
        AND mine.until IS NULL AND mine.ceased_on IS NULL AND theirs.until IS NULL AND theirs.ceased_on IS NULL
        AND mine.kind = 'individual-person-with-significant-control' AND theirs.kind = mine.kind AND length(mine.person_key) >= 6
        AND EXISTS (
            SELECT FROM support_party party WHERE party.body_id = irhub_body() AND party.key = 'provider:' || there.provider_id
        )
    $$;
REVOKE ALL ON FUNCTION support_people_in_common(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION support_people_in_common(text) TO irhub_app, irhub_system;
"""


class Migration(migrations.Migration):
    dependencies = [("support", "0013_copies_of_words"), ("registers", "0009_row_of_the_directory")]

    operations = [migrations.RunSQL(FORWARD, "DROP FUNCTION support_people_in_common(text);")]
