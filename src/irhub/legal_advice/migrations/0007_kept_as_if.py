"""What retention would do on a later day can be tried: how long invoices are kept is asked of the day that it tells, and else of today."""

from django.db import migrations

KEPT = """
CREATE OR REPLACE FUNCTION legal_advice_invoice_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_scheme bigint;
    today date := coalesce(
        nullif(current_setting('irhub.retention_tried_on', true), '')::date,
        (clock_timestamp() AT TIME ZONE 'Europe/London')::date
    );
BEGIN
    IF TG_TABLE_NAME = 'legal_advice_invoice' THEN
        of_scheme := OLD.scheme_id;
    ELSE
        SELECT scheme_id INTO of_scheme FROM legal_advice_invoice WHERE id = OLD.invoice_id;
    END IF;
    IF EXISTS (SELECT FROM programmes_scheme WHERE id = of_scheme AND closes_on >= today - 2192) THEN
        RAISE EXCEPTION 'Rows of % are kept until six years after their scheme ended.', TG_TABLE_NAME
            USING ERRCODE = 'check_violation', CONSTRAINT = 'invoice_kept';
    END IF;
    RETURN OLD;
END $$;
"""
BEFORE = """
CREATE OR REPLACE FUNCTION legal_advice_invoice_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_scheme bigint;
BEGIN
    IF TG_TABLE_NAME = 'legal_advice_invoice' THEN
        of_scheme := OLD.scheme_id;
    ELSE
        SELECT scheme_id INTO of_scheme FROM legal_advice_invoice WHERE id = OLD.invoice_id;
    END IF;
    IF EXISTS (
        SELECT FROM programmes_scheme WHERE id = of_scheme
        AND closes_on >= (clock_timestamp() AT TIME ZONE 'Europe/London')::date - 2192
    ) THEN
        RAISE EXCEPTION 'Rows of % are kept until six years after their scheme ended.', TG_TABLE_NAME
            USING ERRCODE = 'check_violation', CONSTRAINT = 'invoice_kept';
    END IF;
    RETURN OLD;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("legal_advice", "0006_checks_stay")]

    operations = [migrations.RunSQL(KEPT, BEFORE)]
