"""Who reads and writes what of the money of grants, held by the database: nobody who acts for a body writes it, no role reads the numbers
of bank accounts, and no payment is released that a signed agreement does not cover."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("grants", "0005_payments"),
        ("casework", "0001_rows_only_added"),
        ("operations", "0003_who_acts_is_proved"),
    ]

    operations = [
        migrations.RunSQL(
            """
ALTER TABLE "grants_bankdetails" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_bankdetails" FOR SELECT TO "irhub_app" USING ((applicant_id = (SELECT irhub_body()) AND (SELECT irhub_role()) = 'administrator') OR ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor')));
CREATE POLICY "fenced_add" ON "grants_bankdetails" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "grants_bankdetails" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_bankdetails" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_bankdetails" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_bankdetails" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_bankdetails";
DROP POLICY "fenced_add" ON "grants_bankdetails";
DROP POLICY "fenced_change" ON "grants_bankdetails";
DROP POLICY "fenced_remove" ON "grants_bankdetails";
DROP POLICY "system" ON "grants_bankdetails";
DROP POLICY "proved_system" ON "grants_bankdetails";
ALTER TABLE "grants_bankdetails" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_banknumbers" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_banknumbers" FOR SELECT TO "irhub_app" USING (false);
CREATE POLICY "fenced_add" ON "grants_banknumbers" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "grants_banknumbers" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_banknumbers" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_banknumbers" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_banknumbers" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_banknumbers";
DROP POLICY "fenced_add" ON "grants_banknumbers";
DROP POLICY "fenced_change" ON "grants_banknumbers";
DROP POLICY "fenced_remove" ON "grants_banknumbers";
DROP POLICY "system" ON "grants_banknumbers";
DROP POLICY "proved_system" ON "grants_banknumbers";
ALTER TABLE "grants_banknumbers" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_batch" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_batch" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor'));
CREATE POLICY "fenced_add" ON "grants_batch" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "grants_batch" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_batch" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_batch" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_batch" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_batch";
DROP POLICY "fenced_add" ON "grants_batch";
DROP POLICY "fenced_change" ON "grants_batch";
DROP POLICY "fenced_remove" ON "grants_batch";
DROP POLICY "system" ON "grants_batch";
DROP POLICY "proved_system" ON "grants_batch";
ALTER TABLE "grants_batch" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_payment" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_payment" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor'));
CREATE POLICY "fenced_add" ON "grants_payment" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "grants_payment" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_payment" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_payment" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_payment" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_payment";
DROP POLICY "fenced_add" ON "grants_payment";
DROP POLICY "fenced_change" ON "grants_payment";
DROP POLICY "fenced_remove" ON "grants_payment";
DROP POLICY "system" ON "grants_payment";
DROP POLICY "proved_system" ON "grants_payment";
ALTER TABLE "grants_payment" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_paymentevent" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_paymentevent" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor'));
CREATE POLICY "fenced_add" ON "grants_paymentevent" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "grants_paymentevent" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_paymentevent" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_paymentevent" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_paymentevent" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE TRIGGER only_added_to BEFORE UPDATE ON "grants_paymentevent" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "grants_paymentevent" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "grants_paymentevent" USING (false);
""",
            """
DROP TRIGGER only_added_to ON "grants_paymentevent";
DROP POLICY "fenced_read" ON "grants_paymentevent";
DROP POLICY "fenced_add" ON "grants_paymentevent";
DROP POLICY "fenced_change" ON "grants_paymentevent";
DROP POLICY "fenced_remove" ON "grants_paymentevent";
DROP POLICY "system" ON "grants_paymentevent";
DROP POLICY "proved_system" ON "grants_paymentevent";
ALTER TABLE "grants_paymentevent" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_answer" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_answer" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor'));
CREATE POLICY "fenced_add" ON "grants_answer" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "grants_answer" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_answer" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_answer" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_answer" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_answer";
DROP POLICY "fenced_add" ON "grants_answer";
DROP POLICY "fenced_change" ON "grants_answer";
DROP POLICY "fenced_remove" ON "grants_answer";
DROP POLICY "system" ON "grants_answer";
DROP POLICY "proved_system" ON "grants_answer";
ALTER TABLE "grants_answer" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_answerline" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_answerline" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor'));
CREATE POLICY "fenced_add" ON "grants_answerline" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "grants_answerline" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_answerline" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_answerline" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_answerline" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE TRIGGER only_added_to BEFORE UPDATE ON "grants_answerline" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "grants_answerline" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "grants_answerline" USING (false);
""",
            """
DROP TRIGGER only_added_to ON "grants_answerline";
DROP POLICY "fenced_read" ON "grants_answerline";
DROP POLICY "fenced_add" ON "grants_answerline";
DROP POLICY "fenced_change" ON "grants_answerline";
DROP POLICY "fenced_remove" ON "grants_answerline";
DROP POLICY "system" ON "grants_answerline";
DROP POLICY "proved_system" ON "grants_answerline";
ALTER TABLE "grants_answerline" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_advance" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_advance" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor'));
CREATE POLICY "fenced_add" ON "grants_advance" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "grants_advance" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_advance" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_advance" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_advance" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_advance";
DROP POLICY "fenced_add" ON "grants_advance";
DROP POLICY "fenced_change" ON "grants_advance";
DROP POLICY "fenced_remove" ON "grants_advance";
DROP POLICY "system" ON "grants_advance";
DROP POLICY "proved_system" ON "grants_advance";
ALTER TABLE "grants_advance" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_advanceentry" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_advanceentry" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM grants_advance parent WHERE parent.id = balance_id AND parent.body_id = (SELECT irhub_body()) AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor')));
CREATE POLICY "fenced_add" ON "grants_advanceentry" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "grants_advanceentry" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_advanceentry" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_advanceentry" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_advanceentry" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE TRIGGER only_added_to BEFORE UPDATE ON "grants_advanceentry" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "grants_advanceentry" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "grants_advanceentry" USING (false);
""",
            """
DROP TRIGGER only_added_to ON "grants_advanceentry";
DROP POLICY "fenced_read" ON "grants_advanceentry";
DROP POLICY "fenced_add" ON "grants_advanceentry";
DROP POLICY "fenced_change" ON "grants_advanceentry";
DROP POLICY "fenced_remove" ON "grants_advanceentry";
DROP POLICY "system" ON "grants_advanceentry";
DROP POLICY "proved_system" ON "grants_advanceentry";
ALTER TABLE "grants_advanceentry" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_advancehold" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_advancehold" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM grants_advance parent WHERE parent.id = balance_id AND parent.body_id = (SELECT irhub_body()) AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor')));
CREATE POLICY "fenced_add" ON "grants_advancehold" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "grants_advancehold" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_advancehold" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_advancehold" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_advancehold" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_advancehold";
DROP POLICY "fenced_add" ON "grants_advancehold";
DROP POLICY "fenced_change" ON "grants_advancehold";
DROP POLICY "fenced_remove" ON "grants_advancehold";
DROP POLICY "system" ON "grants_advancehold";
DROP POLICY "proved_system" ON "grants_advancehold";
ALTER TABLE "grants_advancehold" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_report" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_report" FOR SELECT TO "irhub_app" USING (applicant_id = (SELECT irhub_body()) OR ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor')));
CREATE POLICY "fenced_add" ON "grants_report" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "grants_report" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_report" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_report" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_report" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_report";
DROP POLICY "fenced_add" ON "grants_report";
DROP POLICY "fenced_change" ON "grants_report";
DROP POLICY "fenced_remove" ON "grants_report";
DROP POLICY "system" ON "grants_report";
DROP POLICY "proved_system" ON "grants_report";
ALTER TABLE "grants_report" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_change" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_change" FOR SELECT TO "irhub_app" USING (applicant_id = (SELECT irhub_body()) OR ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor')));
CREATE POLICY "fenced_add" ON "grants_change" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "grants_change" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_change" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_change" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_change" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_change";
DROP POLICY "fenced_add" ON "grants_change";
DROP POLICY "fenced_change" ON "grants_change";
DROP POLICY "fenced_remove" ON "grants_change";
DROP POLICY "system" ON "grants_change";
DROP POLICY "proved_system" ON "grants_change";
ALTER TABLE "grants_change" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_repayment" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_repayment" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor'));
CREATE POLICY "fenced_add" ON "grants_repayment" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "grants_repayment" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_repayment" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_repayment" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_repayment" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_repayment";
DROP POLICY "fenced_add" ON "grants_repayment";
DROP POLICY "fenced_change" ON "grants_repayment";
DROP POLICY "fenced_remove" ON "grants_repayment";
DROP POLICY "system" ON "grants_repayment";
DROP POLICY "proved_system" ON "grants_repayment";
ALTER TABLE "grants_repayment" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "grants_granteetask" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "grants_granteetask" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('grants officer', 'recruitment lead', 'auditor'));
CREATE POLICY "fenced_add" ON "grants_granteetask" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "grants_granteetask" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "grants_granteetask" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "grants_granteetask" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "grants_granteetask" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "grants_granteetask";
DROP POLICY "fenced_add" ON "grants_granteetask";
DROP POLICY "fenced_change" ON "grants_granteetask";
DROP POLICY "fenced_remove" ON "grants_granteetask";
DROP POLICY "system" ON "grants_granteetask";
DROP POLICY "proved_system" ON "grants_granteetask";
ALTER TABLE "grants_granteetask" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
CREATE FUNCTION grants_paid_as_agreed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    granted integer;
    whole bigint;
BEGIN
    IF NEW.state NOT IN ('asked', 'released', 'filed', 'paid') THEN
        RETURN NEW;
    END IF;
    SELECT award.granted INTO granted FROM grants_award award
    WHERE award.id = NEW.award_id AND award.state IN ('active', 'closed') AND award.grantee_at IS NOT NULL AND award.funder_at IS NOT NULL
    FOR UPDATE;
    IF granted IS NULL THEN
        RAISE EXCEPTION 'nothing is paid of a grant before both have signed its agreement' USING ERRCODE = 'check_violation';
    END IF;
    SELECT coalesce(sum(other.amount), 0) + NEW.amount INTO whole FROM grants_payment other
    WHERE other.award_id = NEW.award_id AND other.id IS DISTINCT FROM NEW.id AND other.state IN ('asked', 'released', 'filed', 'paid');
    IF whole > granted THEN
        RAISE EXCEPTION 'the payments of a grant never come above it' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER paid_as_agreed BEFORE INSERT OR UPDATE ON "grants_payment" FOR EACH ROW EXECUTE FUNCTION grants_paid_as_agreed();
""",
            """
DROP TRIGGER paid_as_agreed ON "grants_payment";
DROP FUNCTION grants_paid_as_agreed();
""",
        ),
    ]
