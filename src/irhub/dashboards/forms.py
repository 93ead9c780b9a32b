"""What the pages of this room ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from irhub.web.forms import Form, OfferedField
from irhub.web.listing import Column, FilterForm, choice, words_field


class Search(FilterForm):
    """What an organisation or a place is found by."""

    q = words_field(
        "Find your council, provider or company",
        "Name, town, postcode, CQC id or company number. Spelling need not be exact",
    )


class SearchPeople(FilterForm):
    """What a person is searched by."""

    q = words_field("Name of the person", "At least three letters, in any order of words")


class Adding(FilterForm):
    """A council to put beside the others; which there are is given when it is made."""

    add = choice("Add a council", any_of_them="Choose a council")


class Window(FilterForm):
    """Since when changes are told; what is offered is given when it is made."""

    window = choice("Since when", any_of_them=None)


class Columns(Form):
    """In which columns somebody wants lists of providers, and the list to go back to."""

    columns = OfferedField()
    back = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, columns: Iterable[Column[Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["columns"].choices = [(column.key, column.title) for column in columns]  # type: ignore[attr-defined]
