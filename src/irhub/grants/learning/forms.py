"""What the pages of results and lessons ask."""

from __future__ import annotations

from typing import Any

from django import forms

from irhub.grants.learning.measures import measures
from irhub.grants.learning.models import Again, Grade
from irhub.web.forms import Form, LineField, TextField, choice, shown

_SHORT = "govuk-input--width-5"
MOST = 1_000_000


class ResultForm(Form):
    """A result of a grant. `mine`: whether a grantee tells it, who gives no grade that is the funder's to give."""

    measure = choice([], label="What do you count?", widget=forms.Select())
    many = forms.IntegerField(
        label="How many?", min_value=0, max_value=MOST, widget=shown(forms.TextInput(), classes=_SHORT)
    )
    out_of = forms.IntegerField(
        label="Out of how many? (optional)", min_value=0, max_value=MOST, required=False, widget=shown(forms.TextInput(), classes=_SHORT),
        help_text="Without the whole, a number says little: 6 workers still in post of 8, or of 60?",
    )  # fmt: skip
    of_what = LineField(
        label="Who or what are these? (optional)", max_length=120, required=False, widget=shown(forms.TextInput(), classes="govuk-!-width-two-thirds"),
        help_text="For example: workers who took part",
    )  # fmt: skip
    grade = choice(Grade.choices, label="How do you know?")
    seen = LineField(
        label="What does that rest on? (optional)", max_length=300, required=False, widget=shown(forms.TextInput(), classes="govuk-!-width-two-thirds"),
        help_text="For example: attendance lists. Name no person.",
    )  # fmt: skip

    def __init__(self, *args: Any, mine: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["measure"].choices = [("", "Choose"), *((one.key, one.title) for one in measures().measures)]
        if mine:
            fields["grade"].choices = [one for one in Grade.choices if one[0] in (Grade.SAID, Grade.ASSUMED)]


class LessonForm(Form):
    """What was learned of a grant."""

    worked = TextField(label="What worked?", max_words=150, widget=shown(forms.Textarea(), rows=3))
    hindered = TextField(label="What hindered it?", max_words=150, widget=shown(forms.Textarea(), rows=3))
    again = choice(Again.choices, label="Would you do it again?")
    otherwise = TextField(
        label="What would you do otherwise? (optional)", max_words=150, required=False, widget=shown(forms.Textarea(), rows=3)
    )  # fmt: skip
