"""What this room's pages ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate

from irhub.places import councils_by_name
from irhub.programmes.models import Audience
from irhub.web.errors import ActionRefused
from irhub.web.forms import DateField, Form, LineField, OfferedField, SeenField, TextField, TimeField, choice, shown
from irhub.web.london import LONDON, moment
from irhub.webinars.actions.bookings import Attendee, Employer
from irhub.webinars.models import MOST_PLACES, Session
from irhub.webinars.rules import ids_of

EARLIEST, LATEST = date(2020, 1, 1), date(2100, 12, 31)
MOST_AT_ONCE = 5
"""People whom somebody books in one go."""
_AUDIENCES = [(str(one), str(one.label)) for one in (Audience.PROVIDER, Audience.COUNCIL)]
_SHORT = {"classes": "govuk-input--width-5"}


def _number(label: str, *, least: int, most: int, **options: Any) -> forms.IntegerField:
    widget = shown(forms.TextInput(attrs={"inputmode": "numeric"}), **_SHORT)
    return forms.IntegerField(label=label, min_value=least, max_value=most, widget=widget, **options)


class SessionForm(Form):
    """A webinar: what it is about, when, for whom. `programmes`, `themes`: those of the body, as value and words."""

    programme = choice([], label="Programme")
    title = LineField(label="Title", max_length=120)
    summary = TextField(label="What people learn", max_words=200, widget=shown(forms.Textarea(), rows=4))
    audience = forms.MultipleChoiceField(label="Who it is for", choices=_AUDIENCES, widget=forms.CheckboxSelectMultiple)
    topics = OfferedField(label="Topics", choices=[])
    host = LineField(label="Host", max_length=120)
    speaker = LineField(label="Speaker (optional)", max_length=200, required=False)
    day = DateField(label="Date", least=EARLIEST, most=LATEST)
    time = TimeField(
        label="Start, in UK time", help_text="For example, 10:00 or 2:30pm",
        error_messages={"required": "Enter the time at which it begins"},
    )  # fmt: skip
    minutes = _number("Length in minutes", least=5, most=600)
    capacity = _number("Places", least=1, most=MOST_PLACES)
    join_link = forms.URLField(
        label="Link to join", max_length=1000, required=False, assume_scheme="https",
        help_text="Shown to those alone who have a place. You need it before you publish.",
        widget=forms.TextInput(), error_messages={"invalid": "Enter the whole link, beginning with https://"},
    )  # fmt: skip
    teaches = LineField(
        label="Rules that it teaches (optional)",
        max_length=500,
        required=False,
        help_text="Ids of the rulebook with commas between, such as SAL-04, FEE-13. Where one of them changes, the recording says so.",
    )
    law_as_at = DateField(
        label="The law as at (optional)",
        least=EARLIEST,
        most=LATEST,
        required=False,
        help_text="The day for which the speaker read the law. If you leave it out, today.",
    )
    version = SeenField()

    def __init__(
        self, *args: Any, programmes: Sequence[tuple[str, str]], themes: Iterable[tuple[str, str]],
        session: Session | None = None, join: str = "", **options: Any,
    ) -> None:  # fmt: skip
        stands: dict[str, Any] = {
            "minutes": 60,
            "capacity": 100,
            "audience": [str(Audience.PROVIDER), str(Audience.COUNCIL)],
        }
        if session:
            here = session.starts_at.astimezone(LONDON)
            stands = {name: getattr(session, name) for name in _PLAIN} | {
                "programme": str(session.programme_id), "day": here.date(), "time": here.time(), "join_link": join,
                "teaches": ", ".join(ids_of(session.rules)), "version": session.version,
            }  # fmt: skip
        elif len(programmes) == 1:
            stands["programme"] = programmes[0][0]
        super().__init__(*args, initial=stands, **options)
        for name, offered in (("programme", programmes), ("topics", list(themes))):
            field: Any = self.fields[name]
            field.choices = offered
        if session:
            del self.fields["programme"]

    def clean(self) -> dict[str, Any]:
        """No time that the clock leaves out on the night on which summer time begins."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("day") and given.get("time"):
            try:
                self.begins = moment(given["day"], given["time"])
            except ActionRefused as refused:
                self.add_error("time", str(refused))
        return given

    def told(self) -> dict[str, Any]:
        """The columns, as the actions take them: with the moment at which it begins, by the clock of London."""
        given = dict(self.cleaned_data)
        given.pop("version", None)
        for name in ("programme", "day", "time"):
            given.pop(name, None)
        return given | {"starts_at": self.begins, "law_as_at": given["law_as_at"] or localdate()}


_PLAIN = ("title", "summary", "audience", "topics", "host", "speaker", "minutes", "capacity", "law_as_at")


class MoveForm(Form):
    """A move of a session, with the version that the page showed."""

    version = SeenField()


class CancelForm(MoveForm):
    """Why a session is called off."""

    reason = TextField(
        label="Why it is cancelled", help_text="Everybody who booked reads this.", max_words=80, required=False,
        widget=shown(forms.Textarea(), rows=2),
    )  # fmt: skip


class RecordingForm(MoveForm):
    """Where the recording is."""

    recording_url = forms.URLField(
        label="Link to the recording", max_length=500, required=False, assume_scheme="https",
        help_text="Everybody sees it. Leave it blank to take the recording away.", widget=forms.TextInput(),
        error_messages={"invalid": "Enter the whole link, beginning with https://"},
    )  # fmt: skip


class SlidesForm(Form):
    """A file that everybody may take away."""

    file = forms.FileField(
        label="Slides or a handout", help_text="PDF, DOCX or ODT, up to 5 MB.", allow_empty_file=True
    )


class QuestionForm(Form):
    """What was asked and answered."""

    question = TextField(
        label="Question", help_text="Do not say who asked.", max_words=150, widget=shown(forms.Textarea(), rows=2)
    )
    answer = TextField(label="Answer", max_words=400, required=False, widget=shown(forms.Textarea(), rows=4))


class BookForm(Form):
    """Who is to have a place, up to five people. `person`: who books, if signed in; `employer`: for whom they act, if that is told by their role."""

    employer = choice(
        [(str(Audience.PROVIDER), "A care provider"), (str(Audience.COUNCIL), "A council")], label="Who do you work for?",
        error_messages={"required": "Select who you work for"},
    )  # fmt: skip
    provider_id = LineField(
        label="CQC provider id",
        max_length=40,
        required=False,
        help_text="As on your certificate of registration, such as 1-101234567.",
    )
    council = choice(
        [("", ""), *((one.code, one.name) for one in councils_by_name())], forms.Select(),
        label="Council", required=False,
    )  # fmt: skip
    wants = TextField(
        label="What should we know? (optional)",
        max_length=500,
        required=False,
        help_text="Something you need to take part, or hope to hear about. Do not name workers or people who receive care.",
        widget=shown(forms.Textarea(), rows=2),
    )

    def __init__(
        self, *args: Any, person: Attendee | None = None, employer: Employer | None = None, **options: Any
    ) -> None:
        self.known = employer
        begins = {"name_1": person.name, "email_1": person.email} if person else {}
        super().__init__(*args, initial=begins, **options)
        if employer:
            for name in ("employer", "provider_id", "council"):
                del self.fields[name]
        else:
            self.fields["employer"].widget.govuk = {
                "reveals": {str(Audience.PROVIDER): "provider_id", str(Audience.COUNCIL): "council"}
            }
        self.fields |= {name: field for number in range(1, MOST_AT_ONCE + 1) for name, field in _row(number)}
        self.order_fields([*(f"{part}_{n}" for n in range(1, MOST_AT_ONCE + 1) for part in ("name", "email"))])

    def people(self) -> list[Attendee]:
        """Those who are named."""
        told = [
            (self.cleaned_data.get(f"name_{n}", ""), self.cleaned_data.get(f"email_{n}", ""))
            for n in range(1, MOST_AT_ONCE + 1)
        ]
        return [Attendee(name, email) for name, email in told if email]

    def whose(self) -> Employer:
        """For whom they work."""
        if self.known:
            return self.known
        chosen = Audience(self.cleaned_data["employer"])
        key = self.cleaned_data["provider_id" if chosen == Audience.PROVIDER else "council"]
        return Employer(chosen, key)

    def clean(self) -> dict[str, Any]:
        """Hold the rows against one another."""
        given = super().clean() or self.cleaned_data
        seen: dict[str, int] = {}
        for number in range(1, MOST_AT_ONCE + 1):
            name, email = given.get(f"name_{number}", ""), given.get(f"email_{number}", "")
            if (
                bool(name) != bool(email)
                and f"email_{number}" not in self.errors
                and f"name_{number}" not in self.errors
            ):
                lacks = "email" if name else "name"
                self.add_error(f"{lacks}_{number}", "Enter both the name and the e-mail address of this person")
            if email and email.lower() in seen:
                self.add_error(f"email_{number}", "Each person needs an e-mail address of their own")
            seen[email.lower()] = number
        if not self.known and given.get("employer"):
            needs = "provider_id" if given["employer"] == Audience.PROVIDER else "council"
            if not given.get(needs) and needs not in self.errors:
                self.add_error(needs, "Enter your CQC provider id" if needs == "provider_id" else "Select your council")
        return given


def _row(number: int) -> list[tuple[str, forms.Field]]:
    """The fields of one person: of whoever books first, then of colleagues."""
    first = number == 1
    who = "Your" if first else f"Colleague {number - 1}:"
    name = LineField(
        label=f"{who} name" if first else f"{who} name (optional)", max_length=150, required=first,
        error_messages={"required": "Enter your name"},
        widget=forms.TextInput(attrs={"autocomplete": "name" if first else "off"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=f"{who} e-mail address", required=first, error_messages={"required": "Enter your e-mail address"},
        widget=forms.EmailInput(attrs={"autocomplete": "email" if first else "off"}),
    )  # fmt: skip
    return [(f"name_{number}", name), (f"email_{number}", email)]


class LogForm(Form):
    """An attendance report."""

    file = forms.FileField(
        label="Attendance report", allow_empty_file=True,
        help_text=(
            "The file that Teams or Zoom makes after the session, as it was downloaded (CSV). If the meeting was restarted, hand in each report:"
            " they are put together."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt"}),
    )  # fmt: skip


class BehindForm(Form):
    """Who was behind a connection; `offered`: those who booked, the likeliest first."""

    bookings = OfferedField(label="Who was it?", help_text="Tick several if they sat before one screen.")
    version = SeenField()

    def __init__(self, *args: Any, offered: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["bookings"]
        field.choices = list(offered)


class UnbookedForm(Form):
    """Somebody who came without a booking."""

    version = SeenField()
    name = LineField(label="Name", max_length=150)
    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    employer = choice(
        [(str(Audience.PROVIDER), "A care provider"), (str(Audience.COUNCIL), "A council")], label="Who do they work for?",
        widget=shown(forms.RadioSelect(), reveals={"provider": "provider_id", "council": "council"}),
        error_messages={"required": "Select who they work for"},
    )  # fmt: skip
    provider_id = LineField(label="CQC provider id", max_length=40, required=False)
    council = choice(
        [("", ""), *((one.code, one.name) for one in councils_by_name())], forms.Select(),
        label="Council", required=False,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Hold the employer against its id."""
        given = super().clean() or self.cleaned_data
        needs = "provider_id" if given.get("employer") == Audience.PROVIDER else "council"
        if given.get("employer") and not given.get(needs):
            self.add_error(needs, "Enter the CQC provider id" if needs == "provider_id" else "Select the council")
        return given

    def told(self) -> dict[str, Any]:
        """What the action takes."""
        given = self.cleaned_data
        provider = given["employer"] == Audience.PROVIDER
        employer = Employer(Audience(given["employer"]), given["provider_id" if provider else "council"])
        return {"name": given["name"], "email": given["email"], "employer": employer, "version": given["version"]}


class TickForm(Form):
    """Who came, of those whom no log has."""

    came = OfferedField(label="Who came?", help_text="Tick whoever took part for three quarters of the time or more.")
    version = SeenField()

    def __init__(self, *args: Any, offered: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["came"]
        field.choices = list(offered)


class NumberForm(Form):
    """The number of a certificate."""

    number = LineField(
        label="Number of the certificate", help_text="For example, ABCD-EFGH-JKLM", max_length=40,
        widget=shown(forms.TextInput(), classes="govuk-input--width-20"), error_messages={"required": "Enter the number"},
    )  # fmt: skip

    def clean_number(self) -> str:
        """As it was issued: in capitals, in three parts."""
        signs = "".join(each for each in self.cleaned_data["number"].upper() if each.isalnum())
        return "-".join(signs[at : at + 4] for at in range(0, len(signs), 4))


class CorrectForm(Form):
    """The right name on a certificate."""

    name = LineField(label="Name on the certificate", max_length=150)


class WithdrawForm(Form):
    """Why a certificate no longer holds."""

    why = TextField(
        label="Why is it withdrawn?", max_length=500, help_text="Whoever it names is told the reason. Whoever checks its number is told the day alone.",
        widget=shown(forms.Textarea(), rows=3), error_messages={"required": "Say why it is withdrawn"},
    )  # fmt: skip


class WriteForm(Form):
    """To whom to write after a webinar."""

    to = forms.ChoiceField(choices=[("came", "came"), ("did not come", "did not come")], widget=forms.HiddenInput)
