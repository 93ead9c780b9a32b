"""What a rehearsal asks besides the forms of applications."""

from __future__ import annotations

from django import forms

from irhub.web.forms import Form


class EndForm(Form):
    """Whether somebody means to end a rehearsal."""

    sure = forms.BooleanField(
        label="Delete everything in this rehearsal",
        error_messages={"required": "Confirm that everything in this rehearsal is deleted"},
    )
