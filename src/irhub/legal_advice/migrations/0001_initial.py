"""Minutes of legal advice: the tables, what the database holds of them by itself, and their fence."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("casework", "0001_rows_only_added"),
        ("accounts", "0009_moved_by_tables"),
        ("programmes", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.IntegerField(default=1)),
                ("reference", models.CharField(editable=False, max_length=20, unique=True)),
                ("client_kind", models.CharField(max_length=10)),
                ("client_key", models.CharField(max_length=40)),
                ("client_name", models.CharField(max_length=200)),
                ("lawyer_name", models.CharField(max_length=150)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("level", models.PositiveSmallIntegerField(default=1, help_text="Of immigration advice, 1 to 3")),
                (
                    "case",
                    models.CharField(
                        blank=True, default="", help_text="Reference of the helpline's case", max_length=20
                    ),
                ),
                ("sequence", models.PositiveSmallIntegerField(default=0)),
                ("booked_by", models.CharField(max_length=254)),
                ("booked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("reminded_at", models.DateTimeField(null=True)),
                ("state", models.CharField(default="asked", max_length=10)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "lawyer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.membership"
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.scheme"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AppointmentEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("who", models.CharField(max_length=254)),
                ("what", models.CharField(help_text="In words: assigned to Pat Example", max_length=200)),
                ("text", models.TextField(blank=True, default="", help_text="The note or reason")),
                ("before", models.CharField(blank=True, default="", help_text="The state that it left", max_length=20)),
                (
                    "after",
                    models.CharField(blank=True, default="", help_text="The state that it came to", max_length=20),
                ),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="legal_advice.appointment",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(editable=False, max_length=20, unique=True)),
                ("started_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("started_by", models.CharField(max_length=254)),
                ("stopped_at", models.DateTimeField(null=True)),
                (
                    "typed",
                    models.BooleanField(default=False, help_text="Its minutes were typed, not taken by the timer"),
                ),
                ("minutes", models.PositiveSmallIntegerField(null=True)),
                ("goodwill", models.PositiveSmallIntegerField(default=0)),
                ("goodwill_why", models.CharField(blank=True, default="", max_length=500)),
                ("outcome", models.CharField(blank=True, default="", max_length=20)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "appointment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="call", to="legal_advice.appointment"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "lawyer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.membership"
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.scheme"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Caller",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=150)),
                ("phone", models.CharField(max_length=40)),
                ("email", models.EmailField(blank=True, default="", max_length=254)),
                (
                    "appointment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="caller",
                        to="legal_advice.appointment",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.IntegerField(default=1)),
                ("reference", models.CharField(editable=False, max_length=20, unique=True)),
                ("amount", models.SmallIntegerField()),
                ("why", models.TextField()),
                ("asked_by", models.CharField(max_length=254)),
                ("asked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("decided_by", models.CharField(blank=True, default="", max_length=254)),
                ("decided_at", models.DateTimeField(null=True)),
                ("state", models.CharField(default="asked", max_length=10)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="legal_advice.call",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CorrectionEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("who", models.CharField(max_length=254)),
                ("what", models.CharField(help_text="In words: assigned to Pat Example", max_length=200)),
                ("text", models.TextField(blank=True, default="", help_text="The note or reason")),
                ("before", models.CharField(blank=True, default="", help_text="The state that it left", max_length=20)),
                (
                    "after",
                    models.CharField(blank=True, default="", help_text="The state that it came to", max_length=20),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "correction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="legal_advice.correction"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Entitlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.IntegerField(default=0)),
                ("held", models.IntegerField(default=0)),
                ("reference", models.CharField(editable=False, max_length=20, unique=True)),
                ("client_kind", models.CharField(max_length=10)),
                ("client_key", models.CharField(max_length=40)),
                ("client_name", models.CharField(max_length=200)),
                ("granted_on", models.DateField()),
                (
                    "council",
                    models.CharField(
                        blank=True, default="", help_text="Where most of its locations are", max_length=100
                    ),
                ),
                ("why", models.TextField(help_text="Why it was eligible, in a sentence")),
                ("rows", models.JSONField(default=list)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.scheme"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="correction",
            name="entitlement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="corrections", to="legal_advice.entitlement"
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="entitlement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="appointments", to="legal_advice.entitlement"
            ),
        ),
        migrations.CreateModel(
            name="EntitlementEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("amount", models.IntegerField()),
                ("key", models.CharField(max_length=100)),
                ("who", models.CharField(max_length=254)),
                ("why", models.TextField()),
                (
                    "kind",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(key="grant", then=models.Value("grant")),
                            models.When(key__startswith="correction", then=models.Value("correction")),
                            default=models.Value("use"),
                        ),
                        output_field=models.CharField(max_length=10),
                    ),
                ),
                (
                    "balance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="legal_advice.entitlement",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "entitlement entries",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EntitlementHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.IntegerField()),
                ("key", models.CharField(max_length=100)),
                ("held_by", models.CharField(max_length=254)),
                ("expires_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("used", models.IntegerField(null=True)),
                (
                    "balance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="holds", to="legal_advice.entitlement"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="appointment",
            name="hold",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="appointment",
                to="legal_advice.entitlementhold",
            ),
        ),
        migrations.CreateModel(
            name="Invoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(editable=False, max_length=20, unique=True)),
                ("month", models.DateField(help_text="Its first day")),
                ("closed_by", models.CharField(max_length=254)),
                ("closed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.scheme"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="correction",
            name="invoice",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="legal_advice.invoice",
            ),
        ),
        migrations.AddField(
            model_name="call",
            name="invoice",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="calls", to="legal_advice.invoice"
            ),
        ),
        migrations.CreateModel(
            name="InvoiceLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client_kind", models.CharField(max_length=10)),
                ("client_key", models.CharField(max_length=40)),
                ("client_name", models.CharField(max_length=200)),
                ("calls", models.PositiveIntegerField()),
                ("minutes", models.PositiveIntegerField(help_text="From the entitlement")),
                ("goodwill", models.PositiveIntegerField(help_text="Beyond the entitlement")),
                (
                    "corrected",
                    models.IntegerField(
                        default=0, help_text="By corrections of calls of earlier months or of this one"
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="legal_advice.invoice"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                (
                    "number",
                    models.CharField(blank=True, default="", help_text="At the CQC or Companies House", max_length=40),
                ),
                ("stands", models.CharField(max_length=10)),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parties",
                        to="legal_advice.appointment",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "parties",
            },
        ),
        migrations.CreateModel(
            name="PartyCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("answer", models.CharField(max_length=10)),
                ("answered_by", models.CharField(max_length=254)),
                ("answered_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "appointment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="check_of_parties",
                        to="legal_advice.appointment",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lawyer_name", models.CharField(max_length=150)),
                ("at", models.TimeField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("first", models.DateField(help_text="Its weekday is that of the series")),
                ("last", models.DateField()),
                ("made_by", models.CharField(max_length=254)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "lawyer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.membership"
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.scheme"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "series",
            },
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(editable=False, max_length=20, unique=True)),
                ("lawyer_name", models.CharField(max_length=150)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=254)),
                ("cancelled_at", models.DateTimeField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "lawyer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.membership"
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.scheme"
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="slots",
                        to="legal_advice.series",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="appointment",
            name="slot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="appointments", to="legal_advice.slot"
            ),
        ),
        migrations.AddConstraint(
            model_name="entitlement",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 0)), name="entitlement_never_below_zero"
            ),
        ),
        migrations.AddConstraint(
            model_name="entitlement",
            constraint=models.CheckConstraint(
                condition=models.Q(("held__gte", 0), ("held__lte", models.F("amount"))),
                name="entitlement_holds_what_is_there",
            ),
        ),
        migrations.AddConstraint(
            model_name="entitlement",
            constraint=models.UniqueConstraint(
                models.F("scheme"), models.F("client_key"), name="entitlement_once_for_each_client"
            ),
        ),
        migrations.AddConstraint(
            model_name="entitlemententry",
            constraint=models.UniqueConstraint(
                models.F("balance"), models.F("key"), name="entitlemententry_booked_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="entitlemententry",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", 0), _negated=True), name="entitlemententry_books_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="entitlementhold",
            constraint=models.UniqueConstraint(models.F("balance"), models.F("key"), name="entitlementhold_held_once"),
        ),
        migrations.AddConstraint(
            model_name="entitlementhold",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 1)), name="entitlementhold_holds_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="entitlementhold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at", None), ("used", None)),
                    models.Q(("settled_at__isnull", False), ("used__gte", 0), ("used__lte", models.F("amount"))),
                    _connector="OR",
                ),
                name="entitlementhold_settled_within",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(
                models.F("scheme"), models.F("firm"), models.F("month"), name="month_closed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(condition=models.Q(("month__day", 1)), name="invoice_of_a_month"),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", 0), _negated=True), name="correction_changes_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(("decided_by", models.F("asked_by")), _negated=True),
                name="correction_by_a_second_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.UniqueConstraint(
                models.F("lawyer"), condition=models.Q(("stopped_at", None)), name="one_call_of_a_lawyer_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("stopped_at", None), ("stopped_at__gte", models.F("started_at")), _connector="OR"),
                name="call_stops_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at", None), ("minutes", None)),
                    models.Q(
                        ("confirmed_at__isnull", False),
                        ("minutes__gte", 1),
                        ("stopped_at__isnull", False),
                        models.Q(("outcome", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="call_confirmed_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("goodwill", 0),
                    models.Q(("goodwill__lte", models.F("minutes")), models.Q(("goodwill_why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="goodwill_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoiceline",
            constraint=models.UniqueConstraint(
                models.F("invoice"), models.F("client_key"), name="invoice_line_for_each_client"
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(("last__gte", models.F("first"))), name="series_ends_after_it_begins"
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__range", (5, 240))), name="series_of_sensible_length"
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="slot_ends_after_it_starts"
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("cancelled_at", None)),
                expressions=[
                    (
                        models.Func(
                            models.F("lawyer"),
                            models.F("lawyer"),
                            models.Value("[]"),
                            function="int8range",
                            output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField(),
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.F("starts_at"),
                            models.F("ends_at"),
                            function="tstzrange",
                            output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="slots_of_a_lawyer_never_overlap",
            ),
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(fields=["firm", "starts_at"], name="appointment_of_firm"),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                models.F("slot"),
                condition=models.Q(("state__in", ["cancelled", "released"]), _negated=True),
                name="slot_booked_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__range", (1, 3))), name="appointment_of_a_level"
            ),
        ),
        migrations.RunSQL(
            """
CREATE OR REPLACE FUNCTION legal_advice_within_scheme() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    begins timestamptz := (to_jsonb(NEW) ->> TG_ARGV[0])::timestamptz;
    first_day date;
    last_day date;
BEGIN
    SELECT opens_on, closes_on INTO first_day, last_day FROM programmes_scheme WHERE id = NEW.scheme_id;
    IF NOT FOUND OR (begins AT TIME ZONE 'Europe/London')::date NOT BETWEEN first_day AND last_day THEN
        RAISE EXCEPTION 'Nothing begins outside its scheme, which lasts from % to %.', first_day, last_day
            USING ERRCODE = 'check_violation', CONSTRAINT = 'within_the_scheme';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION legal_advice_call_clock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT NEW.typed THEN
        NEW.started_at := clock_timestamp();
    ELSIF NEW.started_at > clock_timestamp() THEN
        RAISE EXCEPTION 'A call cannot have begun in the future.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'call_has_begun';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION legal_advice_call_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.started_at <> OLD.started_at OR NEW.scheme_id <> OLD.scheme_id OR NEW.typed <> OLD.typed THEN
        RAISE EXCEPTION 'When and under which scheme a call began is never altered.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'call_stands';
    ELSIF OLD.invoice_id IS NOT NULL THEN
        RAISE EXCEPTION 'The month of this call is closed.' USING ERRCODE = 'check_violation', CONSTRAINT = 'month_closed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_clock BEFORE INSERT ON legal_advice_call FOR EACH ROW EXECUTE FUNCTION legal_advice_call_clock();
CREATE TRIGGER b_within_scheme BEFORE INSERT ON legal_advice_call
    FOR EACH ROW EXECUTE FUNCTION legal_advice_within_scheme('started_at');
CREATE TRIGGER stands BEFORE UPDATE ON legal_advice_call FOR EACH ROW EXECUTE FUNCTION legal_advice_call_stands();
CREATE TRIGGER within_scheme BEFORE INSERT OR UPDATE OF starts_at, scheme_id ON legal_advice_appointment
    FOR EACH ROW EXECUTE FUNCTION legal_advice_within_scheme('starts_at');
CREATE TRIGGER only_added_to BEFORE UPDATE ON legal_advice_entitlemententry FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
CREATE TRIGGER only_added_to BEFORE UPDATE ON legal_advice_partycheck FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
CREATE TRIGGER only_added_to BEFORE UPDATE ON legal_advice_invoice FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
CREATE TRIGGER only_added_to BEFORE UPDATE ON legal_advice_invoiceline FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
""",
            """
DROP TRIGGER a_clock ON legal_advice_call;
DROP TRIGGER b_within_scheme ON legal_advice_call;
DROP TRIGGER stands ON legal_advice_call;
DROP TRIGGER within_scheme ON legal_advice_appointment;
DROP FUNCTION legal_advice_within_scheme(), legal_advice_call_clock(), legal_advice_call_stands();
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "legal_advice_appointment" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "legal_advice_appointment" FOR SELECT TO "irhub_app" USING ((irhub_side() = 'advice' AND irhub_body() IN (body_id, firm_id)) OR EXISTS (SELECT FROM accounts_body client WHERE client.id = irhub_body() AND client.kind = client_kind AND client.place_code = client_key AND client.place_code <> '' AND (client.kind = 'provider' OR irhub_role() IN ('recruitment lead', 'administrator'))));
CREATE POLICY "fenced_add" ON "legal_advice_appointment" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "legal_advice_appointment" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "legal_advice_appointment" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "legal_advice_appointment" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "legal_advice_entitlement" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "legal_advice_entitlement" FOR SELECT TO "irhub_app" USING ((irhub_side() = 'advice' AND irhub_body() = body_id) OR EXISTS (SELECT FROM accounts_body client WHERE client.id = irhub_body() AND client.kind = client_kind AND client.place_code = client_key AND client.place_code <> '' AND (client.kind = 'provider' OR irhub_role() IN ('recruitment lead', 'administrator'))) OR (irhub_side() = 'advice' AND EXISTS (SELECT FROM legal_advice_appointment booked WHERE booked.entitlement_id = legal_advice_entitlement.id AND booked.firm_id = irhub_body())));
CREATE POLICY "fenced_add" ON "legal_advice_entitlement" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "legal_advice_entitlement" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "legal_advice_entitlement" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "legal_advice_entitlement" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "legal_advice_entitlemententry" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "legal_advice_entitlemententry" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM legal_advice_entitlement parent WHERE parent.id = legal_advice_entitlemententry.balance_id AND (irhub_side() <> 'advice' OR parent.body_id = irhub_body())));
CREATE POLICY "fenced_add" ON "legal_advice_entitlemententry" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "legal_advice_entitlemententry" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "legal_advice_entitlemententry" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "legal_advice_entitlemententry" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "legal_advice_entitlementhold" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "legal_advice_entitlementhold" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM legal_advice_entitlement parent WHERE parent.id = legal_advice_entitlementhold.balance_id AND (irhub_side() <> 'advice' OR parent.body_id = irhub_body())));
CREATE POLICY "fenced_add" ON "legal_advice_entitlementhold" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "legal_advice_entitlementhold" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "legal_advice_entitlementhold" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "legal_advice_entitlementhold" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "legal_advice_series" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "legal_advice_series" FOR SELECT TO "irhub_app" USING ((irhub_side() = 'advice' AND irhub_body() IN (body_id, firm_id)));
CREATE POLICY "fenced_add" ON "legal_advice_series" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "legal_advice_series" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "legal_advice_series" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "legal_advice_series" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "legal_advice_slot" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "legal_advice_slot" FOR SELECT TO "irhub_app" USING ((irhub_side() = 'advice' AND irhub_body() IN (body_id, firm_id)));
CREATE POLICY "fenced_add" ON "legal_advice_slot" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "legal_advice_slot" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "legal_advice_slot" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "legal_advice_slot" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "legal_advice_appointmentevent" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "legal_advice_appointmentevent" FOR SELECT TO "irhub_app" USING ((irhub_side() = 'advice' AND irhub_body() = body_id));
CREATE POLICY "fenced_add" ON "legal_advice_appointmentevent" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "legal_advice_appointmentevent" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "legal_advice_appointmentevent" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "legal_advice_appointmentevent" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "legal_advice_caller" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "legal_advice_caller" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM legal_advice_appointment parent WHERE parent.id = legal_advice_caller.appointment_id AND (parent.firm_id <> irhub_body() OR parent.body_id = irhub_body() OR parent.state NOT IN ('asked', 'released'))));
CREATE POLICY "fenced_add" ON "legal_advice_caller" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "legal_advice_caller" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "legal_advice_caller" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "legal_advice_caller" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "legal_advice_party" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "legal_advice_party" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM legal_advice_appointment parent WHERE parent.id = legal_advice_party.appointment_id AND irhub_side() = 'advice'));
CREATE POLICY "fenced_add" ON "legal_advice_party" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "legal_advice_party" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "legal_advice_party" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "legal_advice_party" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "legal_advice_partycheck" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "legal_advice_partycheck" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM legal_advice_appointment parent WHERE parent.id = legal_advice_partycheck.appointment_id AND irhub_side() = 'advice'));
CREATE POLICY "fenced_add" ON "legal_advice_partycheck" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "legal_advice_partycheck" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "legal_advice_partycheck" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "legal_advice_partycheck" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "legal_advice_invoice" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "legal_advice_invoice" FOR SELECT TO "irhub_app" USING ((irhub_side() = 'advice' AND irhub_body() IN (body_id, firm_id)));
CREATE POLICY "fenced_add" ON "legal_advice_invoice" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "legal_advice_invoice" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "legal_advice_invoice" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "legal_advice_invoice" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "legal_advice_invoiceline" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "legal_advice_invoiceline" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM legal_advice_invoice parent WHERE parent.id = legal_advice_invoiceline.invoice_id));
CREATE POLICY "fenced_add" ON "legal_advice_invoiceline" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "legal_advice_invoiceline" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "legal_advice_invoiceline" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "legal_advice_invoiceline" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "legal_advice_call" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "legal_advice_call" FOR SELECT TO "irhub_app" USING ((irhub_side() = 'advice' AND irhub_body() IN (body_id, firm_id)));
CREATE POLICY "fenced_add" ON "legal_advice_call" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "legal_advice_call" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "legal_advice_call" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "legal_advice_call" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "legal_advice_correction" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "legal_advice_correction" FOR SELECT TO "irhub_app" USING ((irhub_side() = 'advice' AND irhub_body() = body_id));
CREATE POLICY "fenced_add" ON "legal_advice_correction" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "legal_advice_correction" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "legal_advice_correction" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "legal_advice_correction" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "legal_advice_correctionevent" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "legal_advice_correctionevent" FOR SELECT TO "irhub_app" USING ((irhub_side() = 'advice' AND irhub_body() = body_id));
CREATE POLICY "fenced_add" ON "legal_advice_correctionevent" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "legal_advice_correctionevent" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "legal_advice_correctionevent" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "legal_advice_correctionevent" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
CREATE TRIGGER only_added_to BEFORE UPDATE ON "legal_advice_appointmentevent" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "legal_advice_appointmentevent" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "legal_advice_appointmentevent" USING (false);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
CREATE TRIGGER only_added_to BEFORE UPDATE ON "legal_advice_correctionevent" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "legal_advice_correctionevent" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "legal_advice_correctionevent" USING (false);
""",
            migrations.RunSQL.noop,
        ),
    ]
