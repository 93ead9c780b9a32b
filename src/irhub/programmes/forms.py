"""What the pages of this room ask."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from irhub.places.geography import councils, councils_by_name, partnerships
from irhub.programmes import queries
from irhub.programmes.hours import WEEKDAYS, read_hours, say_hours
from irhub.programmes.models import Audience, Programme, Scheme, Unit, Urgency
from irhub.web.forms import DateField, Form, LineField, OfferedField, SeenField, TextField, choice, shown

LEAST, MOST = date(2020, 1, 1), date(2045, 12, 31)
_WIDE = shown(forms.TextInput(), classes="govuk-!-width-two-thirds")


class AddProgramme(Form):
    """A programme to begin."""

    name = LineField(label="Name of the programme", max_length=120)
    summary = TextField(label="What it is, in a few sentences", max_words=100, help_text="Everybody reads this.")
    partnership = choice(
        [(each.slug, each.name) for each in partnerships()],
        forms.Select(),
        label="Partnership whose councils it covers",
        help_text="You can take councils out afterwards.",
    )


class ChangeForm(Form):
    """A change of a programme or of one of its schemes, as of the version that somebody saw."""

    version = SeenField()

    def __init__(self, *args: Any, programme: Programme, **options: Any) -> None:
        super().__init__(*args, **options)


class ChangeProgramme(ChangeForm):
    """What a programme is."""

    name = LineField(label="Name of the programme", max_length=120)
    summary = TextField(label="What it is, in a few sentences", max_words=100, help_text="Everybody reads this.")
    councils = OfferedField(
        label="Councils that it covers", required=True, error_messages={"required": "Select a council"}
    )
    commissioned_by: Any = forms.ModelChoiceField(
        queryset=None, required=False, label="Who pays for it", empty_label="Nobody who takes part here",
        help_text="They read its counts, and never a case.",
    )  # fmt: skip

    def __init__(self, *args: Any, programme: Programme, **options: Any) -> None:
        super().__init__(*args, programme=programme, **options)
        chosen: Any = self.fields
        near = {each.partnership for each in councils() if each.code in programme.councils}
        chosen["councils"].choices = [(each.code, each.name) for each in councils_by_name() if each.partnership in near]
        chosen["commissioned_by"].queryset = queries.commissioners()


class Hours(ChangeForm):
    """The opening hours of a week."""

    def __init__(self, *args: Any, programme: Programme, **options: Any) -> None:
        stands = {WEEKDAYS[day].lower(): told for day, told in say_hours(programme.hours.all()).items()}
        options["initial"] = stands | options.get("initial", {})
        super().__init__(*args, programme=programme, **options)
        for day in WEEKDAYS:
            self.fields[day.lower()] = LineField(
                label=day,
                required=False,
                max_length=60,
                widget=shown(forms.TextInput(), classes="govuk-input--width-20"),
            )

    def clean(self) -> dict[str, Any]:
        """`hours`: weekday, from and to of each spell."""
        given = super().clean() or {}
        hours = []
        for number, day in enumerate(WEEKDAYS):
            try:
                hours += [(number, *spell) for spell in read_hours(given.get(day.lower(), ""))]
            except ValueError as wrong:
                self.add_error(day.lower(), str(wrong))
        return {"version": given.get("version"), "hours": hours}


class Promises(ChangeForm):
    """Within how many working days a first reply is promised."""

    routine = forms.IntegerField(
        label="Routine questions: working days to a first reply", min_value=0, max_value=30,
        help_text="0 is the same day.", widget=shown(forms.TextInput(), classes="govuk-input--width-2"),
    )  # fmt: skip
    urgent = forms.IntegerField(
        label="Urgent questions: working days to a first reply", min_value=0, max_value=30,
        help_text="A licence is suspended or revoked, or somebody is at risk.",
        widget=shown(forms.TextInput(), classes="govuk-input--width-2"),
    )  # fmt: skip

    def __init__(self, *args: Any, programme: Programme, **options: Any) -> None:
        stands = {str(urgency): queries.promised_days(programme, urgency) for urgency in Urgency}
        options["initial"] = stands | options.get("initial", {})
        super().__init__(*args, programme=programme, **options)

    def clean(self) -> dict[str, Any]:
        """`days`: by urgency."""
        given = super().clean() or {}
        days = {urgency: given[str(urgency)] for urgency in Urgency if str(urgency) in given}
        return {"version": given.get("version"), "days": days}


class TakingAway(ChangeForm):
    """A change that may take away what stands. `agreed`: how much the person was told that is."""

    agreed = SeenField()


class AddClosure(TakingAway):
    """Days on which the hub is closed."""

    first = DateField(label="First day", least=LEAST, most=MOST)
    last = DateField(label="Last day", least=LEAST, most=MOST)
    why = LineField(
        label="Why", max_length=120, help_text="Everybody reads this, such as Winter closure.", widget=_WIDE
    )


class AddTheme(ChangeForm):
    """What people ask about."""

    name = LineField(label="Theme", max_length=80, widget=_WIDE)


class AddContact(ChangeForm):
    """Where somebody turns to."""

    audience = choice(Audience.choices, label="For whom it is")
    name = LineField(label="What it is called", max_length=80, widget=_WIDE)
    phone = LineField(label="Telephone number", max_length=40, required=False)
    email = forms.EmailField(label="E-mail address", required=False, widget=_WIDE)
    web = forms.URLField(label="Page", max_length=200, required=False, assume_scheme="https", widget=_WIDE)
    words = LineField(
        label="When, and for what", max_length=200, required=False, help_text="Such as Monday to Friday, 9am to 5pm."
    )


class EndProgramme(TakingAway):
    """What to do instead of a programme that ends."""

    instead = TextField(label="What can people do instead?", max_words=100, help_text="Everybody reads this.")


class SchemeForm(ChangeForm):
    """A scheme: what each client is given, and when."""

    name = LineField(label="Name of the scheme", max_length=120)
    what = TextField(label="What somebody gets", max_words=150, help_text="Say too what does not count against it.")
    funder = LineField(label="Who pays for it", max_length=120, widget=_WIDE)
    open_to = OfferedField(
        label="Who may use it", required=True, error_messages={"required": "Select who may use it"},
        choices=[(one.value, one.label) for one in (Audience.PROVIDER, Audience.COUNCIL)],
    )  # fmt: skip
    councils = OfferedField(label="Where", required=True, error_messages={"required": "Select a council"})
    unit = choice(Unit.choices, label="Counted in")
    amount = forms.IntegerField(
        label="How much each client is given", min_value=1, max_value=10_000,
        widget=shown(forms.TextInput(), classes="govuk-input--width-4"),
    )  # fmt: skip
    opens_on = DateField(label="First day", least=LEAST, most=MOST)
    closes_on = DateField(label="Last day on which a call may begin", least=LEAST, most=MOST)
    law_firm: Any = forms.ModelChoiceField(
        queryset=None, required=False, label="Law firm", empty_label="None that takes part here"
    )
    instead = TextField(label="What can people do before and after?", max_words=100)

    def __init__(self, *args: Any, programme: Programme, **options: Any) -> None:
        super().__init__(*args, programme=programme, **options)
        chosen: Any = self.fields
        chosen["councils"].choices = [(each.code, each.name) for each in councils() if each.code in programme.councils]
        chosen["law_firm"].queryset = queries.law_firms()

    def clean(self) -> dict[str, Any]:
        """Refuses days out of order."""
        given = super().clean() or {}
        if given.get("opens_on") and given.get("closes_on") and given["closes_on"] < given["opens_on"]:
            self.add_error("closes_on", ValidationError("The last day must be on or after the first"))
        return given


class RewordScheme(ChangeForm):
    """What of a published scheme can change: its words and its law firm."""

    what = TextField(label="What somebody gets", max_words=150)
    law_firm: Any = forms.ModelChoiceField(
        queryset=None, required=False, label="Law firm", empty_label="None that takes part here"
    )
    instead = TextField(label="What can people do before and after?", max_words=100)

    def __init__(self, *args: Any, programme: Programme, **options: Any) -> None:
        super().__init__(*args, programme=programme, **options)
        chosen: Any = self.fields["law_firm"]
        chosen.queryset = queries.law_firms()


class ClosingDate(TakingAway):
    """Another last day of a scheme."""

    closes_on = DateField(label="Last day on which a call may begin", least=LEAST, most=MOST)
    reason = LineField(label="Who agreed to it, and when?", max_length=300)


class WithdrawScheme(TakingAway):
    """Why a scheme is withdrawn."""

    reason = TextField(label="Why is it withdrawn?", max_words=100)


class Seen(Form):
    """The version that somebody saw who does something by one click."""

    version = SeenField()


def stands(row: Programme | Scheme) -> dict[str, Any]:
    """What the forms about a row begin with."""
    columns = {field.name: getattr(row, field.name) for field in row._meta.concrete_fields}
    return columns | {name: getattr(row, name) for name in ("commissioned_by", "law_firm") if hasattr(row, name)}


class CountAgain(Form):
    """A kept month to count again."""

    month = choice((), forms.Select(), label="Month")
    why = TextField(
        label="Why",
        max_length=500,
        help_text="Whoever reads the figures reads it too. Do not name a provider or person.",
    )

    def __init__(self, *args: Any, months: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["month"].choices = months  # type: ignore[attr-defined]

    def clean_month(self) -> date:
        """The first day of the month."""
        return date.fromisoformat(self.cleaned_data["month"])
