"""Controls have the markup that the GOV.UK Design System publishes for them: its own fixtures, field by field.

A fixture is a component's options and the markup that they make. Of each whose options our fields can express, a field is made, shown
as pages show it, and held against that markup. The rest are named by the option that we do not offer, with why.
"""

from __future__ import annotations

import itertools
import json
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django import forms

import irhub
from irhub.web.dates import PARTS
from irhub.web.forms import DateField, FilesInput, Form, TextField, shown, summary
from irhub.web.forms.fields import DateParts

DOCUMENT = Path(irhub.__file__).parents[2] / "docs/forms.md"
COMPONENTS = Path(irhub.__file__).parents[2] / "node_modules/govuk-frontend/dist/govuk/components"

NOT_OFFERED = {
    "no control of ours carries attributes or classes but those of its kind": (
        "attributes", "label.attributes", "fieldset.attributes", "fieldset.classes", "items.attributes", "items.label", "formGroup",
        "wrapperAttributes", "wrapperClasses",
    ),
    "ids and names are made of the name of the field": (
        "items.id", "items.name", "day.name", "month.name", "year.name", "day.label", "month.label", "year.label",
    ),
    "a choice that cannot be made is not shown": ("items.disabled", "disabled"),
    "choices need no script": ("items.behaviour",),
    "labels, legends and choices are text": ("label.html", "fieldset.legend.html", "items.html"),
    "what describes a field is its hint and its error": ("describedBy", "fieldset.describedBy"),
    "what stands before or after a control is text": (
        "prefix.html", "prefix.classes", "prefix.attributes", "suffix.html", "suffix.classes", "suffix.attributes", "inputWrapper",
    ),
    "the server judges what is typed, the browser does not": ("pattern", "items.pattern"),
    "a field whose choices are none is no question": ("items=",),
    "files are chosen without a script": (
        "javascript", "chooseFilesButtonText", "dropInstructionText", "enteredDropZoneText", "leftDropZoneText",
        "multipleFilesChosenText", "noFileChosenText",
    ),
    "characters or words are counted, all of them, in English": (
        "countType", "threshold", "countMessage", "textareaDescriptionText", "charactersAtLimitText",
        "charactersOverLimitText", "charactersUnderLimitText", "wordsAtLimitText", "wordsOverLimitText", "wordsUnderLimitText",
    ),
    "what a choice reveals is a field of ours (test_forms.py)": ("items.conditional",),
}  # fmt: skip
"""By why: the options of components that our fields do not offer."""

OF_A_DATE = {"id", "fieldset.legend.text", "hint.text", "errorMessage.text"} | {
    f"{kind}{part}{error}" for part in PARTS for kind, error in (("values.", ""), ("", ".error"))
}
"""The options of a date that its field has: what it asks, its value, and an error of all of it."""

ODD = {
    "character-count: with maxwords": "the script takes that words are counted from their limit",
    "character-count: to configure in JavaScript": "a limit that only a script knows",
    "character-count: with neither maxlength, maxwords nor textarea description set": "a field without a limit counts nothing",
    "input: custom type": "numbers are typed as text: browsers change those of their own control when it is scrolled",
    "select: without values": "every choice has a value",
    "select: without values with selected value": "every choice has a value",
    "select: with falsy values": "where nothing is chosen and a choice is blank, that one is",
    "select: item selected overrides value": "a field has one value",
    "radios: item checked overrides value": "a field has one value",
    "checkboxes: item checked overrides values": "a field has one value",
    "character-count: with id starting with number": "names of fields are Python's",
}
"""Fixtures that our fields cannot make for another reason, with it."""


class _Parts(HTMLParser):
    """Tags with their attributes in any order, classes in any order, and words whatever the spaces around them."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: (value or "").strip() for name, value in attrs}
        for name in ("class", "aria-describedby"):
            if name in told:
                told[name] = " ".join(sorted(told[name].split()))
        self.parts.append((tag, tuple(sorted(told.items()))))

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.parts.append(" ".join(data.split()))


def parts(markup: str) -> list[object]:
    parser = _Parts()
    parser.feed(markup)
    parser.close()
    return parser.parts


def told(options: dict[str, Any], path: str = "") -> set[str]:
    """The options that a fixture has, each by its path; of a list, `items=` if it is empty or holds something blank."""
    found: set[str] = set()
    for key, value in options.items():
        if isinstance(value, dict):
            found |= told(value, f"{path}{key}.")
        elif isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
            found |= set().union(*(told(each, f"{path}{key}.") for each in value))
        else:
            found.add(f"{path}{key}=" if isinstance(value, list) else f"{path}{key}")
    return found


def why_not(component: str, fixture: dict[str, Any]) -> str:
    """Why our fields do not make a fixture; blank if they do."""
    if f"{component}: {fixture['name']}" in ODD:
        return ODD[f"{component}: {fixture['name']}"]
    has = told(fixture["options"])
    if component == "date-input":
        wrong = {"errorMessage.text", *(f"{part}.error" for part in PARTS)} & has
        return (
            ""
            if has <= OF_A_DATE and len(wrong) in (0, 4)
            else "a date has three controls, its field their values and errors"
        )
    if component in ("radios", "checkboxes") and not {"fieldset.legend.text", "fieldset.legend.html"} & has:
        return "choices have a legend"
    return next(
        (
            why
            for why, options in NOT_OFFERED.items()
            for option in options
            if any(key == option or key.startswith(f"{option}.") for key in has)
        ),
        "",
    )


def fixtures(component: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((COMPONENTS / component / "fixtures.json").read_text())["fixtures"]
    return found


def field_of(component: str, options: dict[str, Any]) -> tuple[forms.Field, object]:
    """A field of ours that is to look as a fixture, and its value."""
    words = {
        "label": options.get("label", options.get("fieldset", {}).get("legend", {})).get("text", ""),
        "help_text": options.get("hint", {}).get("text", ""),
        "required": False,
    }
    look = {key: options[key] for key in ("classes", "rows", "prefix", "suffix") if key in options}
    legend = options.get("fieldset", {}).get("legend", {})
    look["heading"] = options.get("label", legend).get("isPageHeading", False)
    if options.get("label", {}).get("classes"):
        look["label_classes"] = options["label"]["classes"]
    attrs = {
        key: options[key] for key in ("autocomplete", "inputmode", "spellcheck", "autocapitalize") if key in options
    }
    items = [item for item in options.get("items", []) if "divider" not in item]
    choices = (
        [(item.get("value", item.get("text")), item["text"]) for item in items] if component != "date-input" else []
    )
    ticked = [item.get("value") for item in items if item.get("checked") or item.get("selected")]
    ticked += options.get("values", []) if component == "checkboxes" else []
    group = look | {
        "legend": options.get("fieldset", {}).get("legend", {}).get("classes"),
        "dividers": dividers(options.get("items", [])),
        "hints": {item["value"]: item["hint"]["text"] for item in items if "hint" in item},
    }
    value = options.get("value", "")
    match component:
        case "input":
            widget = type("Typed", (forms.TextInput,), {"input_type": options.get("type", "text")})
            return forms.CharField(widget=shown(widget(attrs=attrs), **look), **words), value
        case "textarea" | "character-count":
            widget = shown(forms.Textarea(attrs=attrs), **look)
            return TextField(
                widget=widget, max_length=options.get("maxlength"), max_words=options.get("maxwords", 0), **words
            ), value
        case "select":
            return forms.ChoiceField(choices=choices, widget=shown(forms.Select(), **look), **words), value or (
                ticked or [""]
            )[0]
        case "radios":
            return forms.ChoiceField(choices=choices, widget=shown(forms.RadioSelect(), **group), **words), value or (
                ticked or [""]
            )[0]
        case "checkboxes":
            return forms.MultipleChoiceField(
                choices=choices, widget=shown(forms.CheckboxSelectMultiple(), **group), **words
            ), ticked
        case "file-upload":
            widget = FilesInput if options.get("multiple") else forms.FileInput
            return forms.FileField(widget=shown(widget(), **look), **words), None
        case "date-input":
            field = DateField(least=date.min, most=date.max, widget=shown(DateParts(), legend=None), **words)
            return field, tuple(str(options.get("values", {}).get(part, "")) for part in PARTS)
    raise LookupError(component)


def dividers(items: list[dict[str, Any]]) -> dict[str, str]:
    """What stands above a choice, by its value."""
    pairs = itertools.pairwise(items)
    return {after["value"]: item["divider"] for item, after in pairs if "divider" in item and "value" in after}


def made_of(component: str, fixture: dict[str, Any]) -> tuple[str, str]:
    """The markup of our field, and that of the fixture with our name for it."""
    options = fixture["options"]
    name = str(options.get("idPrefix") or options.get("id") or options["name"])
    field, value = field_of(component, options)
    form = type("Asked", (Form,), {name: field})(initial={name: value})
    form._errors = forms.utils.ErrorDict()
    if "errorMessage" in options:
        form._errors[name] = form.error_class([options["errorMessage"]["text"]])
    expected = fixture["html"].replace(f'name="{options.get("name")}"', f'name="{name}"')
    for part in PARTS if component == "date-input" else ():
        expected = expected.replace(f'name="{part}"', f'name="{name}-{part}"')
    return form[name].as_field_group(), expected


FIELDS = ("input", "textarea", "character-count", "radios", "checkboxes", "select", "file-upload", "date-input")
OFFERED = [
    pytest.param(component, fixture, id=f"{component}: {fixture['name']}")
    for component in FIELDS
    for fixture in fixtures(component)
    if not why_not(component, fixture)
]


@pytest.mark.parametrize(("component", "fixture"), OFFERED)
def test_a_field_looks_as_its_component(component, fixture):
    ours, published = made_of(component, fixture)
    assert parts(ours) == parts(published)


def test_what_is_wrong_stands_above_a_form_as_the_design_system_has_it():
    [published] = [each for each in fixtures("error-summary") if each["name"] == "default"]
    errors = {each["href"][1:]: each["text"] for each in published["options"]["errorList"]}
    assert parts(summary(errors)) == parts(published["html"])


def test_fixtures_that_no_field_of_ours_makes_are_told_with_why():
    left = {
        f"{component}: {fixture['name']}": why_not(component, fixture)
        for component in FIELDS
        for fixture in fixtures(component)
    }
    told = {line[2:] for line in DOCUMENT.read_text().splitlines() if line.startswith("- ")}
    assert {name for name, why in left.items() if why} <= told
