"""What the pages of this room ask: to begin a plan, what was done about its steps, and how it ended."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html

from irhub.continuity.models import PlanStep
from irhub.continuity.near import MILES
from irhub.web.forms import Form, LineField, SeenField, TextField, seen_now, shown
from irhub.web.listing import FilterForm, choice
from irhub.web.saying import counted


class Nearby(FilterForm):
    """Within what distance others are looked for."""

    miles = choice("Within", [(str(miles), counted(miles, "miles")) for miles in MILES], any_of_them=None)


class OpenPlan(Form):
    """Why a plan is begun."""

    why = TextField(
        label="What have you learned, from whom, and on which day?",
        error_messages={"required": "Write down what you have learned before you open a plan."},
        widget=shown(forms.Textarea(), rows=3),
    )

    def __init__(self, *args: Any, body: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["why"].help_text = (
            "A plan begins with the usual steps, which you can mark as done and add to. Only people of"
            f" {body} see it. Do not name workers or people who draw on care."
        )


class WorkStep(Form):
    """What was done about a step. `version`: of the step, as it was shown."""

    done = forms.BooleanField(
        required=False, widget=shown(forms.CheckboxInput(), label_classes="govuk-!-font-weight-bold")
    )
    note = TextField(
        required=False,
        widget=shown(forms.Textarea(), rows=2, formGroup={"classes": "govuk-!-margin-bottom-2"}),
    )
    version = SeenField()

    def __init__(self, *args: Any, step: PlanStep, **options: Any) -> None:
        self.step = step
        stands = {"done": step.done_at is not None, "note": step.note, "version": step.version}
        super().__init__(*args, auto_id=f"%s-{step.pk}", initial=stands, **options)
        self.fields["done"].label, self.fields["done"].help_text = step.title, step.why
        self.fields["note"].label = format_html('Note<span class="govuk-visually-hidden"> on: {}</span>', step.title)

    def stands(self) -> None:
        """Show what somebody else saved meanwhile, and keep the note that was typed."""
        seen_now(self, version=self.step.version, **({"done": "on"} if self.step.done_at else {}))


class AddStep(Form):
    """A step of one's own."""

    title = LineField(
        label="What your own process asks for",
        error_messages={"required": "Write what the step is before you add it."},
    )


class ClosePlan(Form):
    """How a plan ended. `version`: of it, as it was shown."""

    version = SeenField()
    learned = TextField(
        label="How it ended, and what was learned",
        error_messages={"required": "Write how it ended before you close the plan."},
        widget=shown(forms.Textarea(), rows=3),
    )


class ReopenPlan(Form):
    """Taking the closing of a plan back. `version`: of it, as it was shown."""

    version = SeenField()
