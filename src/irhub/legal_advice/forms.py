"""What this room's pages ask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate, localtime

from irhub.legal_advice.models import Slot
from irhub.legal_advice.outcomes import Answer, Outcome, Stands
from irhub.legal_advice.slots import LONGEST, SHORTEST
from irhub.programmes.models import Audience, Scheme
from irhub.web.forms import DateField, Form, LineField, SeenField, TextField, TimeField, choice, shown
from irhub.web.london import LONDON

LEVELS = (
    ("1", "Level 1: advice that is simple and within the rules"),
    ("2", "Level 2: casework, as late or complex applications"),
    ("3", "Level 3: representation, as in appeals"),
)


def _narrow(**more: Any) -> forms.Widget:
    return shown(forms.TextInput(attrs={"inputmode": "numeric"}), classes="govuk-input--width-4", **more)


def _number(label: str, most: int, least: int = 1, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, widget=_narrow(), **more)


def slot_words(slot: Slot) -> str:
    """A time as a choice."""
    starts = localtime(slot.starts_at, LONDON)
    return f"{starts:%A %-d %B}, {starts:%H:%M}, {slot.minutes} minutes with {slot.lawyer_name}"


class ForWhom(Form):
    """For which client an adviser books, and under which scheme."""

    scheme = choice((), label="Scheme")
    kind = choice(((Audience.PROVIDER, "A care provider"), (Audience.COUNCIL, "A council")), label="Who asks")
    key = LineField(
        label="CQC provider id, or code of the council", max_length=40, help_text="For example, 1-101609578 or E08000030",
        widget=shown(forms.TextInput(), classes="govuk-input--width-10"),
    )  # fmt: skip

    def __init__(self, *args: Any, schemes: Iterable[Scheme] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["scheme"].choices = [(str(one.pk), one.name) for one in schemes]  # type: ignore[attr-defined]


OTHER_SIDE = (
    "Who is on the other side (optional)",
    "If there is a dispute: the person, provider or agency, a name on each line. The law firm checks with these names whether it can act. Write nothing about the matter.",
)
"""What a client is asked, and the hint."""
PARTIES, NAME = 10, 200
"""So many other parties a booking names at most, and so many letters a name has."""


def _time(label: str) -> forms.ChoiceField:
    """One of the times that are free. One that is not among them any more was taken since the page was shown."""
    taken = "Somebody else has just booked this time, or it is not offered any more. Choose another"
    return choice((), label=label, error_messages={"required": "Select a time", "invalid_choice": taken})


class Book(Form):
    """A time, whom the lawyer rings, and who else takes part. An adviser also says of which level the matter is."""

    slot = _time("Time")
    name = LineField(label="Name of the person the lawyer rings", max_length=150)
    phone = LineField(
        label="Telephone number", max_length=40, widget=shown(forms.TextInput(attrs={"type": "tel"}), classes="govuk-input--width-20")
    )  # fmt: skip
    email = forms.EmailField(
        label="E-mail address (optional)", required=False, help_text="We write there when the firm has answered, and the day before."
    )  # fmt: skip
    level = choice(LEVELS, label="Level of advice", initial="1")
    others = TextField(
        label="Who else takes part (optional)", required=False, max_length=PARTIES * NAME, widget=shown(forms.Textarea(), rows=3),
        help_text="A name on each line: the other side, companies of the same group, whoever speaks for the client. The law firm sees these names for its check, and nothing else.",
    )  # fmt: skip

    def __init__(self, *args: Any, slots: Iterable[Slot] = (), advises: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["slot"].choices = [(slot.reference, slot_words(slot)) for slot in slots]  # type: ignore[attr-defined]
        if not advises:
            del self.fields["level"]
            self.fields["others"].label, self.fields["others"].help_text = OTHER_SIDE

    def clean_others(self) -> str:
        """The names as they were typed. Raises ValidationError where there are more than can be kept, or one is too long."""
        given = str(self.cleaned_data["others"])
        names = _names(given)
        if len(names) > PARTIES:
            raise forms.ValidationError(f"Name up to {PARTIES}, each on a line of its own")
        if any(len(name) > NAME for name in names):
            raise forms.ValidationError(f"Give names of up to {NAME} letters, each on a line of its own")
        return given

    def named(self) -> list[tuple[str, Stands]]:
        """The other parties."""
        return [(name, Stands.OTHER) for name in _names(self.cleaned_data["others"])]


def _names(given: str) -> list[str]:
    return [line.strip() for line in given.splitlines() if line.strip()]


class MoveTo(Form):
    """Another time."""

    slot = _time("New time")
    version = SeenField()

    def __init__(self, *args: Any, slots: Iterable[Slot] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["slot"].choices = [(slot.reference, slot_words(slot)) for slot in slots]  # type: ignore[attr-defined]


class Seen(Form):
    """A button, with the version that its page showed."""

    version = SeenField()


class Check(Form):
    """The firm's answer."""

    answer = choice(Answer.choices, label="Can you act?")
    version = SeenField()


class Refuse(Check):
    """The same, of a matter that the firm had cleared."""

    answer = choice([each for each in Answer.choices if each[0] != Answer.CLEAR], label="Why can you not act?")


class GiveUp(Form):
    """Why whoever leads the helpline gives up a call."""

    reason = LineField(label="Why this call is given up", max_length=300, required=False)
    version = SeenField()


class CameOf(Form):
    """What came of a call."""

    outcome = choice(Outcome.choices, label="What happened")
    goodwill_why = LineField(
        label="Why it took longer than the minutes that are left", max_length=500, required=False,
        help_text="Only if it did: the minutes beyond are goodwill, and the hub sees the reason. Say nothing of the advice.",
    )  # fmt: skip
    version = SeenField()


class Confirm(CameOf):
    """What came of a call with a timer."""

    ended = TimeField(
        label="It ended at (optional)", required=False, help_text="Only if it ended before the timer was stopped. For example, 14:30 or 2:30pm",
    )  # fmt: skip
    ended_why = LineField(label="Why the timer did not stop then (optional)", max_length=500, required=False)
    field_order = ("ended", "ended_why", "outcome", "goodwill_why", "version")


class Typed(CameOf):
    """A call that was held without the timer."""

    day = DateField(label="Day", least=lambda: localdate() - timedelta(days=60), most=localdate)
    at = TimeField(label="Began at", help_text="For example, 14:30 or 2:30pm")
    minutes = _number("Minutes, with part of a minute counted as a whole one", 240)
    field_order = ("day", "at", "minutes", "outcome", "goodwill_why", "version")


def _later() -> date:
    return localdate() + timedelta(days=800)


class Offer(Form):
    """A time that a lawyer offers, once or each week."""

    scheme = choice((), label="Scheme")
    first = DateField(label="Day, or first day", least=localdate, most=_later)
    at = TimeField(label="Begins at", help_text="UK time. For example, 14:30 or 2:30pm")
    minutes = _number("Minutes", LONGEST, SHORTEST, initial=30)
    often = choice(
        (("once", "Once"), ("weekly", "Each week, until a day")), label="How often", initial="once",
        widget=shown(forms.RadioSelect(), reveals={"weekly": "last"}),
    )  # fmt: skip
    last = DateField(label="Last day", least=localdate, most=_later, required=False)

    def __init__(self, *args: Any, schemes: Iterable[Scheme] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["scheme"].choices = [(str(one.pk), one.name) for one in schemes]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A weekly time has a last day."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("often") == "weekly" and not told.get("last") and "last" not in self.errors:
            self.add_error("last", "Enter the last day")
        return told


class Correct(Form):
    """Minutes that were wrong, or are given as goodwill."""

    goodwill = choice(
        (("no", "A correction: the minutes are wrong"), ("yes", "Goodwill: minutes beyond the entitlement")),
        label="What you ask for", initial="no",
    )  # fmt: skip
    amount = forms.IntegerField(
        label="Minutes", widget=_narrow(), help_text="5 gives five minutes back, -5 takes five."
    )
    call = choice((), label="Of which call (optional)", required=False, widget=forms.Select())
    why = LineField(label="Why", max_length=300)

    def __init__(self, *args: Any, calls: Iterable[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["call"].choices = [("", "None of them"), *calls]  # type: ignore[attr-defined]


class Decide(Form):
    """Whether a second person agrees."""

    decision = choice((("agree", "Agree, and book it"), ("refuse", "Refuse it")), label="Your decision")
    reason = LineField(label="Why you refuse it", max_length=300, required=False)
    version = SeenField()
