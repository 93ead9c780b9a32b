"""Forms: what is said where something is missing or wrong, what stays as typed, and where an error leads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms

import irhub
from irhub.attention.forms import Reply
from irhub.web.errors import ActionRefused, StaleVersion
from irhub.web.forms import (
    DateField,
    Form,
    LineField,
    SeenField,
    TextField,
    at_fault,
    choice,
    problems,
    refusals_at,
    seen_now,
    shown,
    status_of,
)
from irhub.webinars.forms import QuestionForm
from tests.web.test_forms_fixtures import parts


class Asked(Form):
    due = DateField(label="Date by which it is due", least=date(2020, 1, 1), most=lambda: date(2030, 12, 31))
    email = forms.EmailField(label="E-mail address", required=False)
    words = TextField(label="What happened", max_length=20)
    kind = choice(
        [("gone", "It left"), ("else", "Something else")],
        label="Kind",
        widget=shown(forms.RadioSelect(), hints={"gone": "By the register"}, reveals={"else": "other"}),
    )
    other = LineField(label="What else", required=False)
    sure = forms.BooleanField(label="I am sure", required=False, help_text="You can change it later")
    version = forms.IntegerField(widget=forms.HiddenInput)


def asked(**given: str) -> Asked:
    return Asked({"version": "1", **{name.replace("_", "-"): text for name, text in given.items()}})


def test_what_is_missing_is_asked_for_in_the_words_of_its_label():
    form = asked()
    assert form.errors == {
        "due": ["Enter date by which it is due"],
        "words": ["Enter what happened"],
        "kind": ["Select kind"],
    }


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"email": "nobody"}, "email", "Enter an e-mail address in the correct format, like name@example.com"),
        ({"words": "x" * 21}, "words", "What happened must be 20 characters or fewer"),
        ({"kind": "no such"}, "kind", "Select kind"),
        ({"due_day": "1"}, "due", "The date must include a month and a year"),
        (
            {"due_day": "1", "due_month": "1", "due_year": "2031"},
            "due",
            "The date must be between 1 January 2020 and 31 December 2030",
        ),
    ],
)
def test_what_is_wrong_says_how_to_put_it_right(given, field, says):
    assert asked(**given).errors[field] == [says]


def test_words_of_a_field_itself_are_kept():
    class Own(Form):
        reason = forms.CharField(label="Reason", error_messages={"required": "Say why"})

    assert Own({}).errors == {"reason": ["Say why"]}


def test_what_was_typed_stays_and_errors_lead_to_their_control():
    form = asked(
        due_day="31", due_year="2026", words="It <left> & came back again", kind="else", other="Both\n of them"
    )
    markup = str(form)
    assert 'name="due-day" type="text" value="31"' in markup
    assert "It &lt;left&gt; &amp; came back again" in markup
    assert 'href="#due-month"' in problems(form), "the part of the date that is missing"
    assert 'href="#words"' in problems(form)
    assert markup.count("govuk-input--error") == 1


def test_a_choice_reveals_a_field_below_it_which_stands_nowhere_else():
    markup = str(asked(kind="else"))
    assert markup.count('name="other"') == 1
    reveal = markup.index('id="conditional-kind-2"')
    assert markup.index('value="else"') < reveal < markup.index('name="other"')
    assert "govuk-radios__conditional--hidden" not in markup[reveal - 80 : reveal], "the one that is chosen is open"
    assert "By the register" in markup


def test_one_box_stands_with_its_hint_and_hidden_fields_are_there_once():
    markup = str(asked())
    assert markup.count('type="hidden"') == 1
    assert parts(markup).count("You can change it later") == 1


def test_a_form_that_is_right_gives_what_actions_take():
    form = asked(due="2026-03-27", words=" Left ", kind="else", other="Both\n of\u200b them ")
    assert form.is_valid()
    assert form.cleaned_data | {"email": ""} == {
        "due": date(2026, 3, 27), "email": "", "words": "Left", "kind": "else", "other": "Both of them", "sure": False, "version": 1,
    }  # fmt: skip
    assert problems(form) == ""


def test_what_no_keyboard_shows_is_left_out_of_words_and_a_line_ends_with_one_character():
    form = asked(due="2026-03-27", words="Left\0\x07\r\nand\u202e back", kind="gone")
    assert form.is_valid()
    assert form.cleaned_data["words"] == "Left\nand back"


def test_a_form_shown_again_carries_what_the_page_shows_now_and_what_was_typed():
    form = asked(words="Left")
    seen_now(form, version=7)
    assert form["version"].value() == "7"
    assert form["words"].value() == "Left"


def test_a_date_that_is_there_already_is_shown_in_its_three_controls():
    form = Asked(initial={"due": date(2026, 3, 7)})
    assert 'name="due-month" type="text" value="3"' in str(form["due"].as_field_group())


def test_a_refusal_stands_at_the_field_that_it_names_else_above():
    form = asked(due="2026-03-27", words="Left", kind="gone")
    at_fault(form, ActionRefused("Say more.", "words"))
    with refusals_at(form, "words"):
        raise ActionRefused("Somebody was quicker.\nLook again.", "no such field")
    with refusals_at(form, called={"day": "due"}):
        raise ActionRefused("That day is over.", "day")
    above = ["Somebody was quicker.", "Look again."]
    assert form.errors == {"words": ["Say more."], "__all__": above, "due": ["That day is over."]}
    assert all(line in problems(form) for line in above)
    assert status_of(form) == 400


def test_where_somebody_else_came_first_the_form_carries_the_version_as_it_stands():
    form = asked(due="2026-03-27", words="Left", kind="gone", version="3")
    with refusals_at(form, now=lambda: SimpleNamespace(version=4)):
        raise StaleVersion("Somebody was quicker.")
    assert form["version"].value() == "4"
    assert form["words"].value() == "Left"
    assert status_of(form) == 409
    assert status_of(Asked()) == 200


@pytest.mark.parametrize(("text", "number"), [("7", 7), ("", -1), ("-2", -1), ("²", -1), ("9" * 30, -1)])
def test_hidden_numbers_that_somebody_changed_are_none_there_is(text, number):
    assert SeenField().clean(text) == number


def test_what_is_wrong_with_a_hidden_field_is_told_above_without_a_link():
    form = Asked({"version": "none", "due": "2026-03-27", "words": "Left", "kind": "gone"})
    assert "Version must be a whole number" in problems(form)
    assert "#version" not in problems(form)


READ_BY_HAND = {"web/forms/asking.py", "accounts/sent_for.py", "accounts/sent_once.py"}
"""Where what was posted is read: for every form, and before any."""


def modules_that(say: str) -> set[str]:
    """The modules of the program, and of the room that is made by the recipe, in which something stands."""
    folders = Path(irhub.__file__).parent, Path(__file__).parent.parent / "recipe" / "notices"
    return {
        str(path.relative_to(folder))
        for folder in folders
        for path in folder.rglob("*.py")
        if re.search(say, path.read_text())
    }


def test_what_was_posted_is_read_by_forms_alone():
    assert modules_that(r"request\.(POST|FILES)\b") == READ_BY_HAND


def test_what_came_of_an_action_is_told_in_one_way():
    assert {name for name in modules_that(r"except [^\n]*(Refused|StaleVersion)\b") if "views/" in name} == set()


NOT_KEPT = {"password", "oldpassword", "password1", "password2", "code", "provider_id"}
"""Fields of which a library keeps no text, or whose pattern is their limit."""


def test_every_field_for_words_of_every_room_has_a_limit():
    """Whatever anybody may write and the hub keeps: nobody fills a disk through a form."""
    rooms = Path(irhub.__file__).parent
    for path in rooms.glob("*/**/*form*.py"):
        import_module(".".join(["irhub", *path.relative_to(rooms).with_suffix("").parts]).removesuffix(".__init__"))
    forms_of_rooms = [kind for kind in heirs(forms.BaseForm) if kind.__module__.startswith("irhub.")]
    assert len(forms_of_rooms) > 100
    without = [
        f"{kind.__module__}.{kind.__name__}: {name}"
        for kind in forms_of_rooms
        for name, field in kind.base_fields.items()
        if isinstance(field, forms.CharField) and not isinstance(field.widget, forms.Select)
        if field.max_length is None and not field.widget.is_hidden and name not in NOT_KEPT
    ]
    assert without == []
    assert Reply({"text": "a" * 5_001, "seen": 0}).errors["text"]
    assert not Reply({"text": "a" * 5_000, "seen": 0}).errors
    assert QuestionForm({"question": "a" * 900_000}).errors["question"]


def heirs(kind: type) -> Iterator[type]:
    """Every class made of one, however far below."""
    for below in kind.__subclasses__():
        yield below
        yield from heirs(below)


def test_every_field_of_a_form_says_in_our_words_what_is_missing():
    """Django's own words are in no form of a room that can be made without more."""
    made = []
    for path in (Path(irhub.__file__).parent).glob("*/forms.py"):
        module = import_module(f"irhub.{path.parent.name}.forms")
        for kind in vars(module).values():
            if isinstance(kind, type) and issubclass(kind, Form) and kind.__module__ == module.__name__:
                with suppress(TypeError):
                    made.append(kind({}))
    assert len(made) > 10
    said = [str(error) for form in made for errors in form.errors.values() for error in errors]
    assert said
    assert not [each for each in said if "This field" in each]


def test_a_label_that_is_a_question_is_answered_and_a_long_label_is_called_by_its_beginning():
    class Own(Form):
        how = forms.ChoiceField(label="How urgent is it?", choices=[("a", "A")])
        who = forms.CharField(label="Who said it?")
        many = forms.IntegerField(label="Minutes, with part of a minute counted as a whole one", min_value=1)

    assert Own({"many": "0"}).errors == {
        "how": ["Answer “How urgent is it?”"],
        "who": ["Answer “Who said it?”"],
        "many": ["Minutes must be 1 or more"],
    }


def test_what_one_form_puts_into_what_it_shows_does_not_reach_another():
    shared = {"version": 3}
    first, second = Form(initial=shared), Form(initial=shared)
    first.initial["key"] = "area"
    second.initial["key"] = "risk"
    assert (first.initial, second.initial, shared) == (
        {"version": 3, "key": "area"}, {"version": 3, "key": "risk"}, {"version": 3},
    )  # fmt: skip
