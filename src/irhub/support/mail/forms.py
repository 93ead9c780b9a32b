"""What the pages of the tray ask."""

from __future__ import annotations

from typing import Any

from django import forms

from irhub.support.forms import Themed
from irhub.web.forms import Form, LineField, SeenField


class NewCaseForm(Themed):
    """A case that is made of a mail."""

    version = SeenField()
    client = LineField(
        label="Which provider or council?", max_length=150, help_text="Its CQC provider id, or the name of the council.",
        error_messages={"required": "Enter the CQC provider id, or the name of the council"},
    )  # fmt: skip
    name = LineField(
        label="Who wrote it?", max_length=150, error_messages={"required": "Enter the name of the person who wrote it"}
    )
    email = forms.EmailField(label="Their e-mail address", max_length=254)
    subject = LineField(label="What do they ask, in a line?", max_length=150)

    field_order = ["version", "client", "name", "email", "theme", "subject"]


class HandInForm(Form):
    """A mail that was saved as a file."""

    file: Any = forms.FileField(
        label="A mail, saved as a file", help_text="A file that ends in .eml, up to 5 MB. In Outlook: Save as, E-mail message.",
        widget=forms.FileInput(attrs={"accept": ".eml"}), allow_empty_file=True,
    )  # fmt: skip
