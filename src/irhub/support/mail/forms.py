"""What the pages of the tray ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from irhub.support.forms import Themed, select
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
    """A mail that was saved as a file. `programmes`: whose helpline one answers; where there is one, it is not asked."""

    file: Any = forms.FileField(
        label="A mail, saved as a file", help_text="A file that ends in .eml, up to 5 MB. In Outlook: Save as, E-mail message.",
        widget=forms.FileInput(attrs={"accept": ".eml"}), allow_empty_file=True,
    )  # fmt: skip
    programme = select("To which helpline did it come?", "Select to which helpline it came")

    def __init__(self, *args: Any, programmes: Sequence[tuple[int, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        asked: Any = self.fields["programme"]
        asked.choices = [("", "Choose"), *programmes]
        if len(programmes) < 2:
            del self.fields["programme"]
