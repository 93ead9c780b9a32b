"""What the pages for many applications at once ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from irhub.casework.checks import Result
from irhub.grants.deciding_together import AsSeen
from irhub.grants.method import method
from irhub.grants.models import Application
from irhub.grants.money import said
from irhub.grants.sheet import Line
from irhub.web.forms import Form, OfferedField, SeenField, TextField, choice, shown


class AgreeForm(Form):
    """With which recommendations somebody agrees."""

    chosen = OfferedField(
        label="I agree with what is recommended for", widget=shown(forms.CheckboxSelectMultiple(), classes="govuk-checkboxes--small")
    )  # fmt: skip
    note = TextField(
        label="Why, in a few words", max_words=120, required=False, widget=shown(forms.Textarea(), rows=2),
        help_text="It is kept as your note on each of them.",
    )  # fmt: skip
    no_interest = forms.BooleanField(label="I have no interest in any of these applicants", required=False)

    def __init__(self, *args: Any, lines: Sequence[Line], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["chosen"]
        field.choices = [
            (str(line.application.pk), f"{line.application.name}, {said(line.application.asked)}: {line.words.lower()}")
            for line in lines
        ]
        self.initial["chosen"] = [key for key, _ in field.choices]


class CheckManyForm(Form):
    """What a person found in one check, of which applications."""

    key = choice([(each.key, each.title) for each in method().checks], label="Check")
    result = choice([(each.value, each.label) for each in Result if each != Result.NOT_HELD], label="Result")
    says = TextField(
        label="What you looked at, and what you found", max_words=120, widget=shown(forms.Textarea(), rows=2)
    )
    chosen = OfferedField(
        label="Of which applications",
        help_text="Clear those of which it is not true.",
        widget=shown(forms.CheckboxSelectMultiple(), classes="govuk-checkboxes--small"),
    )

    def __init__(self, *args: Any, applications: Sequence[Application], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["chosen"]
        field.choices = [(str(one.pk), one.name) for one in applications]
        self.initial["chosen"] = [key for key, _ in field.choices]


class LettersForm(Form):
    """The feedback in each of some letters; without any, that application is not decided now. `words`: proposed feedback, by application."""

    no_interest = forms.BooleanField(label="I have no interest in any of these applicants", required=False)

    def __init__(self, *args: Any, lines: Sequence[Line], words: Mapping[int, str], **options: Any) -> None:
        self.numbers = [line.application.pk for line in lines]
        super().__init__(*args, **options)
        for line in lines:
            one = line.application
            self.fields[f"feedback-{one.pk}"] = TextField(
                label=f"Feedback to {one.name}", required=False, initial=words[one.pk], max_words=250, widget=shown(forms.Textarea(), rows=4)
            )  # fmt: skip
            self.fields[f"as-{one.pk}"] = forms.CharField(
                initial=line.recommended, required=False, widget=forms.HiddenInput
            )
            self.fields[f"version-{one.pk}"] = SeenField(initial=one.version)

    def hidden_of(self, line: Line) -> list[BoundField]:
        """What a letter carries unseen."""
        return [self[f"{name}-{line.application.pk}"] for name in ("as", "version")]

    @property
    def seen(self) -> dict[int, AsSeen]:
        """The decisions as they were seen: those with feedback."""
        data = self.cleaned_data
        return {
            number: AsSeen(data[f"as-{number}"], data[f"feedback-{number}"], data[f"version-{number}"])
            for number in self.numbers
            if data[f"feedback-{number}"].strip()
        }
