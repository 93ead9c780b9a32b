"""Who sits on the panel of a call is named, and its members alone give views: the panel of a call by which it was decided so far are those who
gave one. Nobody is on the panel of a call and hears its appeals too."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

# A row goes only while no application can be opened; later its member has left.
FENCE = """
ALTER TABLE "grants_panelmember" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_panelmember" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor'));
CREATE POLICY "fenced_add" ON "grants_panelmember" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer' AND EXISTS (SELECT FROM grants_call parent WHERE parent.id = call_id AND parent.body_id = (SELECT irhub_body())));
CREATE POLICY "fenced_change" ON "grants_panelmember" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer') WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer');
CREATE POLICY "fenced_remove" ON "grants_panelmember" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'grants officer' AND EXISTS (SELECT FROM grants_call parent WHERE parent.id = call_id AND (parent.state = 'draft' OR (parent.state = 'open' AND parent.closes_on >= (now() AT TIME ZONE 'Europe/London')::date))));
CREATE POLICY "system" ON "grants_panelmember" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_panelmember" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE FUNCTION grants_stays_on_its_panel() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.call_id, NEW.person_id, NEW.on_appeal) IS DISTINCT FROM (OLD.call_id, OLD.person_id, OLD.on_appeal) THEN
        RAISE EXCEPTION 'nobody is moved from one panel to another' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER stays_on_its_panel BEFORE UPDATE ON "grants_panelmember" FOR EACH ROW EXECUTE FUNCTION grants_stays_on_its_panel();
"""
NO_FENCE = """
DROP TRIGGER stays_on_its_panel ON "grants_panelmember";
DROP FUNCTION grants_stays_on_its_panel();
DROP POLICY "fenced_read" ON "grants_panelmember";
DROP POLICY "fenced_add" ON "grants_panelmember";
DROP POLICY "fenced_change" ON "grants_panelmember";
DROP POLICY "fenced_remove" ON "grants_panelmember";
DROP POLICY "system" ON "grants_panelmember";
DROP POLICY "proved_system" ON "grants_panelmember";
ALTER TABLE "grants_panelmember" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
"""
MEMBERS_ALONE = """
CREATE FUNCTION grants_sits(number bigint, appeal boolean) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM grants_application asked JOIN grants_call its ON its.id = asked.call_id
        WHERE asked.id = number AND (its.shape <> 'panel' OR EXISTS (
            SELECT FROM grants_panelmember mine
            WHERE mine.call_id = its.id AND mine.person_id = irhub_person() AND mine.on_appeal = appeal AND mine.left_at IS NULL
        ))
    )
$$;
REVOKE ALL ON FUNCTION grants_sits(bigint, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION grants_sits(bigint, boolean) TO irhub_app, irhub_system;
ALTER POLICY fenced_add ON grants_view WITH CHECK (
    (SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead')
    AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id AND (parent.state = 'appeal') = grants_view.on_appeal)
    AND person_id = (SELECT irhub_person()) AND NOT grants_is_near(application_id) AND grants_sits(application_id, on_appeal)
    AND NOT EXISTS (SELECT FROM grants_assessment scored WHERE scored.application_id = grants_view.application_id AND scored.assessor_id = (SELECT irhub_person()))
);
ALTER POLICY fenced_add ON grants_decision WITH CHECK (
    (SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead')
    AND EXISTS (SELECT FROM grants_application parent WHERE parent.id = application_id)
    AND NOT grants_is_near(application_id) AND grants_sits(application_id, on_appeal)
    AND EXISTS (SELECT FROM grants_view mine WHERE mine.application_id = grants_decision.application_id AND mine.person_id = (SELECT irhub_person()) AND mine.on_appeal = grants_decision.on_appeal)
);
"""
ANYBODY = """
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
DROP FUNCTION grants_sits(bigint, boolean);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0013_sealed_second_steps"),
        ("grants", "0013_fence_of_rehearsal"),
        ("operations", "0003_who_acts_is_proved"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PanelMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.CharField(max_length=254)),
                ("on_appeal", models.BooleanField(default=False)),
                ("named_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("left_at", models.DateTimeField(null=True)),
                ("left_because", models.TextField(blank=True, default="")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="panel", to="grants.call"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("call"), models.F("person"), name="on_one_panel_of_a_call")
                ],
            },
        ),
        migrations.RunSQL(FENCE, NO_FENCE),
        migrations.RunSQL(MEMBERS_ALONE, ANYBODY),
    ]
