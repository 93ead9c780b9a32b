"""The base of our forms: what is said where something is missing or wrong, and what a form carries that is shown again."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from django import forms
from django.http import HttpRequest, QueryDict

from irhub.web.forms.fields import DateField, TimeField
from irhub.web.times import LIKE

F = TypeVar("F", bound=forms.Form)
_OURS = {
    forms.EmailField: {"invalid": "Enter an e-mail address in the correct format, like name@example.com"},
    forms.IntegerField: {"invalid": "{label} must be a whole number, like 12"},
    forms.FileField: {"required": "Choose a file", "empty": "The file is empty: choose another"},
    forms.ChoiceField: {"required": "Select {asked}"},
    DateField: {"required": "Enter {asked}"},
    TimeField: {"required": LIKE},
    forms.Field: {
        "required": "Enter {asked}",
        "max_length": "{label} must be %(limit_value)d characters or fewer",
        "min_value": "{label} must be %(limit_value)s or more",
        "max_value": "{label} must be %(limit_value)s or less",
    },
}
"""What is said of a field that has no words of its own, by its kind. https://design-system.service.gov.uk/components/error-message/"""


class Form(forms.Form):
    """A form of ours: no `required` in the markup, since browsers would speak instead of us; ids are the names of fields.

    `initial` is its own: what a form puts there does not reach another that was made of the same.
    """

    use_required_attribute = False
    overtaken = False
    """Whether somebody else changed the thing meanwhile (`refusals_at`)."""

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What was typed, label and words: for a page that no longer shows the form, so that nothing is lost."""
        words = [
            field for field in self.visible_fields() if isinstance(field.field, forms.CharField | forms.IntegerField)
        ]
        return [(str(field.label), str(field.data)) for field in words if self.is_bound and field.data]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "%s", "label_suffix": ""} | options)
        self.initial = dict(self.initial)
        for name, field in self.fields.items():
            _in_our_words(field, str(field.label or name.replace("_", " ").capitalize()))


def _in_our_words(field: forms.Field, label: str) -> None:
    """Put our words where neither the field nor its kind of ours has some."""
    djangos: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        djangos |= getattr(kind, "default_error_messages", {})
    question = label.removesuffix(" (optional)")
    asks = question.endswith("?")
    asked = question if question[1:2].isupper() else question[:1].lower() + question[1:]
    called = "Your answer" if asks else question.partition(",")[0]
    for kind, words in _OURS.items():
        for code, said in words.items() if isinstance(field, kind) else ():
            if field.error_messages.get(code) == djangos.get(code):
                answers = asks and code == "required" and "{asked}" in said
                field.error_messages[code] = (
                    f"Answer “{question}”" if answers else said.format(label=called, asked=asked)
                )
    if field.error_messages.get("invalid_choice") == djangos.get("invalid_choice"):
        field.error_messages["invalid_choice"] = field.error_messages["required"]


def posted(kind: type[F], request: HttpRequest, **options: Any) -> F:
    """A form with what was posted; not filled in, and so never right, where the page is only looked at."""
    if request.method == "POST":
        return kind(request.POST, request.FILES, **options)
    return kind(**options)


def seen_now(form: forms.Form, **values: object) -> None:
    """Let a form that is shown again carry what its page shows now (`SeenField`), and what was typed as it was typed."""
    given = QueryDict(mutable=True)
    given.update(cast("dict[str, str]", form.data))
    for name, value in values.items():
        given[form.add_prefix(name)] = str(value)
    form.data = given


def choose_again(form: forms.Form, request: HttpRequest) -> None:
    """Say on a form that is shown again that files have to be chosen once more, if some came: browsers do not keep them."""
    for name, field in form.fields.items():
        if isinstance(field, forms.FileField) and request.FILES.get(form.add_prefix(name)):
            form[name].help_text = f"Choose your files again, as browsers do not keep them. {field.help_text}"
