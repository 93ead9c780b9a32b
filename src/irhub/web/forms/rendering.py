"""How forms look: each control is a component of the GOV.UK Design System, made by the macros of govuk-frontend-jinja (ADR 0028).

`{{ form }}` shows every field, `{{ form.name.as_field_group() }}` one of them, `{{ problems(form) }}` what is wrong with forms, above
them, and `{{ govuk("button", {...}) }}` any other component.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import BaseRenderer
from django.template.backends.jinja2 import Jinja2
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, FileSystemLoader, PackageLoader, PrefixLoader

from irhub.web.dates import PARTS, missing_of
from irhub.web.forms.fields import DateField, DateParts, TextField

MACROS = "govuk_frontend_jinja"
Options = dict[str, Any]


def environment(**options: Any) -> Environment:
    """Of the macros, which read options that are not there."""
    loader = PrefixLoader(
        {MACROS: PackageLoader(MACROS), "django": FileSystemLoader(_DJANGOS), "web": FileSystemLoader(_OURS)}
    )
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)


_DJANGOS = Path(forms.__file__).parent / "jinja2" / "django"
_OURS = Path(__file__).parents[1] / "jinja2" / "web"


@cache
def engine() -> Jinja2:
    """The templates of forms, ours and Django's, with the macros."""
    made = Jinja2(
        {"NAME": "forms", "DIRS": [], "APP_DIRS": False, "OPTIONS": {"environment": f"{__name__}.environment"}}
    )
    made.env.globals.update(control=control, unrevealed=unrevealed)
    return made


class Renderer(BaseRenderer):
    """What Django renders forms with (`FORM_RENDERER`)."""

    form_template_name = "web/form.html"
    field_template_name = "web/field.html"

    def get_template(self, template_name: str) -> Any:
        """A template by its name."""
        return engine().get_template(template_name)


def govuk(component: str, options: Mapping[str, Any]) -> SafeString:
    """A component of the Design System by its name and options. https://design-system.service.gov.uk/components/"""
    macros = engine().env.get_template(f"{MACROS}/components/{component}/macro.html").module
    macro = getattr(macros, "govuk" + component.title().replace("-", ""))
    return mark_safe(str(macro(options)).strip())  # noqa: S308  (the macros escape what they are given)


def control(field: BoundField) -> SafeString:
    """A field with its label, hint and error."""
    for kind, component, more in _CONTROLS:
        if isinstance(field.field.widget, kind):
            options = _common(field) | more(field) | _options(field)
            if options.get("maxlength") or options.get("maxwords"):
                component = "character-count"
            return govuk(component, {name: value for name, value in options.items() if name not in _NOT_THE_MACROS})
    raise LookupError(f"There is no control for {type(field.field.widget).__name__}.")


_NOT_THE_MACROS = ("legend", "label_classes", "hints", "reveals", "dividers", "heading")


def _options(field: BoundField) -> Options:
    """What the widget says of itself (`shown`)."""
    options: Options = getattr(field.field.widget, "govuk", {})
    return options


def _common(field: BoundField) -> Options:
    made: Options = {"name": field.html_name, "id": field.auto_id or field.html_name}
    made["label"] = _told(field.label) | {
        "classes": _options(field).get("label_classes"), "isPageHeading": _options(field).get("heading", False),
    }  # fmt: skip
    if field.help_text:
        made["hint"] = {"text": str(field.help_text)}
    if field.errors:
        made["errorMessage"] = _words(field.errors)
    if field.field.disabled:
        made["disabled"] = True
    return made


def _told(words: Any) -> Options:
    """Words of a label or hint: text, unless they are markup already."""
    return {"html": words} if hasattr(words, "__html__") else {"text": str(words)}


def _words(errors: Iterable[Any]) -> Options:
    return {"html": format_html_join(mark_safe("<br>"), "{}", ((error,) for error in errors))}


def _value(field: BoundField) -> Options:
    """What the control holds, if anything, and what its widget tells the browser."""
    value, attributes = field.value(), field.field.widget.attrs
    made = {name: attributes[name] for name in _FOR_BROWSERS if name in attributes}
    return made | ({} if value in (None, "") else {"value": str(value)})


_FOR_BROWSERS = ("autocomplete", "inputmode", "spellcheck", "autocapitalize")


def _input(field: BoundField) -> Options:
    kind = field.field.widget.input_type
    made: Options = {"type": kind} | _value(field)
    if kind == "number":  # browsers change the number of such a control when it is scrolled
        made |= {"type": "text", "inputmode": "numeric"}
    if kind == "email":
        made.setdefault("spellcheck", False)
    if kind == "password":
        made.pop("value", None)
    return made


def _textarea(field: BoundField) -> Options:
    words, own = getattr(field.field, "max_words", 0), field.field
    most = own.counted if isinstance(own, TextField) else getattr(own, "max_length", None)
    return _value(field) | ({"maxwords": words} if words else {"maxlength": most} if most else {})


def _select(field: BoundField) -> Options:
    return {"items": _items(field, "selected")}


def _items(field: BoundField, chosen: str) -> list[Options]:
    value = field.value()
    values = {str(each) for each in (value if isinstance(value, (list, tuple, set)) else [value]) if each is not None}
    return [
        {"value": str(key), "text": str(words), chosen: str(key) in values}
        for key, words in getattr(field.field.widget, "choices", ())
    ]


def _group(field: BoundField) -> Options:
    return {
        "idPrefix": field.auto_id or field.html_name,
        "fieldset": {"legend": _legend(field)},
        "items": _revealing(field),
    }


def _legend(field: BoundField) -> Options:
    options = _options(field)
    classes = options.get("legend", "govuk-fieldset__legend--s")
    return {"text": str(field.label), "classes": classes, "isPageHeading": options.get("heading", False)}


def _revealing(field: BoundField) -> list[Options]:
    widget, items = _options(field), _items(field, "checked")
    hints, reveals, dividers = (widget.get(name, {}) for name in ("hints", "reveals", "dividers"))
    listed: list[Options] = []
    for item in items:
        if item["value"] in dividers:
            listed.append({"divider": dividers[item["value"]]})
        if item["value"] in hints:
            item["hint"] = _told(hints[item["value"]])
        if item["value"] in reveals:
            item["conditional"] = {"html": control(field.form[reveals[item["value"]]])}
        listed.append(item)
    return listed


def _tick(field: BoundField) -> Options:
    item: Options = {"value": "on", "text": str(field.label), "checked": bool(field.value())}
    if _options(field).get("label_classes"):
        item["label"] = {"classes": _options(field)["label_classes"]}
    if field.help_text:
        item["hint"] = {"text": str(field.help_text)}
    return {"idPrefix": field.auto_id or field.html_name, "items": [item], "hint": None}


def _date(field: BoundField) -> Options:
    value = field.value()
    texts = value if isinstance(value, tuple) else ("", "", "")
    wrong = parts_at_fault(field)
    items = [
        {
            "name": part,
            "value": text or None,
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}"
            + (" govuk-input--error" if part in wrong else ""),
        }
        for part, text in zip(PARTS, texts, strict=True)
    ]
    return {"namePrefix": field.html_name, "fieldset": {"legend": _legend(field)}, "items": items}


def parts_at_fault(field: BoundField) -> tuple[str, ...]:
    """Of the controls of a date with an error: those that are blank where others are not, else the one at fault, else all."""
    if not field.errors:
        return ()
    value = field.value()
    missing = missing_of(value) if isinstance(value, tuple) else []
    at_fault = [error.params["part"] for error in field.errors.as_data() if error.params and error.params.get("part")]
    return tuple(missing if 0 < len(missing) < len(PARTS) else at_fault[:1]) or PARTS


def _file(field: BoundField) -> Options:
    widget = field.field.widget
    accepted = widget.attrs.get("accept")
    return {"multiple": widget.allow_multiple_selected} | ({"attributes": {"accept": accepted}} if accepted else {})


_CONTROLS: tuple[tuple[Any, str, Any], ...] = (
    (DateParts, "date-input", _date),
    (forms.CheckboxSelectMultiple, "checkboxes", _group),
    (forms.RadioSelect, "radios", _group),
    (forms.CheckboxInput, "checkboxes", _tick),
    (forms.Select, "select", _select),
    (forms.Textarea, "textarea", _textarea),
    (forms.FileInput, "file-upload", _file),
    (forms.widgets.Input, "input", _input),
)
"""By the kind of a widget, the first that fits: its component, and what that is told besides name, label, hint and error."""


def unrevealed(form: forms.BaseForm) -> list[BoundField]:
    """The fields of a form that stand by themselves, not below a choice of another."""
    below = {name for field in form for name in _options(field).get("reveals", {}).values()}
    return [field for field in form.visible_fields() if field.name not in below]


def at(field: BoundField) -> str:
    """The id of the control at which an error of a field is put right."""
    own = str(field.auto_id or field.html_name)
    return f"{own}-{parts_at_fault(field)[0]}" if isinstance(field.field, DateField) and field.errors else own


def summary(errors: Mapping[str, str]) -> SafeString:
    """What is wrong, by the id of the control at which it is put right ("" for none); nothing if nothing is."""
    if not errors:
        return SafeString("")
    listed = [{"text": error} | ({"href": f"#{place}"} if place else {}) for place, error in errors.items()]
    return govuk("error-summary", {"titleText": "There is a problem", "errorList": listed})


def problems(*forms_shown: forms.BaseForm | None) -> SafeString:
    """What is wrong with the forms of a page, above everything; nothing if nothing is."""
    listed: list[Options] = []
    for form in filter(None, forms_shown):
        unseen = [error for field in form.hidden_fields() for error in field.errors]
        listed += [{"text": str(error)} for error in (*form.non_field_errors(), *unseen)]
        listed += [
            {"text": str(error), "href": f"#{at(field)}"} for field in form.visible_fields() for error in field.errors
        ]
    return (
        govuk("error-summary", {"titleText": "There is a problem", "errorList": listed}) if listed else SafeString("")
    )
