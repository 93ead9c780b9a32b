"""What the pages of this room ask, save the questions of a checker, which its flow declares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from irhub.checker.editing.drafts import Draft, source_kinds
from irhub.rulebook.book import Rulebook
from irhub.rulebook.loading import EARLIEST, LATEST
from irhub.rulebook.rules import Certainty, Precision, Rule, Topic
from irhub.rulebook.words import PRECISION_WORDS, further_title
from irhub.web.forms import DateField, Form, LineField, SeenField, shown
from irhub.web.text import one_line


class KeepCase(Form):
    """A name for a case that one keeps."""

    title = LineField(
        label="Name of the case",
        max_length=80,
        help_text="Not a person’s name. For example: night worker, certificate of May 2025.",
        error_messages={"required": "Give the case a name. Do not use a person’s name."},
    )


class DecideProposal(Form):
    """What somebody has to say of a proposal, and the answers that they were shown to change (their fingerprint).

    `version`: of the proposal, as it was shown.
    """

    decision = LineField(
        label="What you have to say",
        required=False,
        max_length=2000,
        help_text="Needed if you decline. The person who proposed it reads it.",
        widget=shown(forms.Textarea(), rows=3),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    version = SeenField()


class Proposal(Form):
    """A proposed change of the rules: `asked`, the fields in their order, and those of a new source if `sourced`.

    What is typed is read by `drafted`, field by field (editing/drafts.py), which makes the change that the document holds. So the
    fields here judge nothing but days; rightly filled in, `draft` is the change.
    """

    def __init__(
        self,
        *args: Any,
        asked: Mapping[str, forms.Field],
        drafted: Callable[[Mapping[str, str]], Draft],
        book: Rulebook,
        held: tuple[str, ...] | None = None,
        **options: Any,
    ) -> None:
        """`held`: the sources that the rule has; None where none are asked for."""
        super().__init__(*args, **options)
        self.drafted, self.asked = drafted, list(asked)
        self.held = [f"source-{key}" for key in held or ()]
        self.fields.update(asked)
        if held is not None:
            self.fields.update(_sources(book, held))
        self.fields["reason"] = _words(
            "Why this change is right", "The second person reads this, and everybody sees it beside the new version."
        )
        self.draft: Draft | None = None

    def clean(self) -> dict[str, Any]:
        """Read what was typed; what is wrong stands at its field."""
        told: dict[str, Any] = super().clean() or {}
        self.draft = self.drafted({name: one_line(str(value)) for name, value in self.data.items()})
        for name, error in self.draft.errors.items():
            field = name.removesuffix("-day")
            if field not in self.errors:
                self.add_error(field if field in self.fields else None, error)
        return told


def of_a_rule(kind: str, book: Rulebook, topic: Topic, like: Rule) -> dict[str, forms.Field]:
    """What is asked of a rule by each kind of change but its sources and the reason, in order."""
    until = _day("Last day on which it applies")
    if kind == "withdraw":
        return {}
    if kind == "end":
        return {"until": until, "note": _words("Note", "It may be blank.")}
    asked: dict[str, forms.Field] = {}
    if kind == "add":
        scopes = [("", "Choose"), *topic.scopes.items()]
        asked["scope"] = _one_of("For whom or what", scopes) if topic.scopes else _hidden()
    asked["value"] = _value(book, topic, like)
    asked |= {
        f"also-{name}": LineField(label=f"Further value: {further_title(name)}", required=False) for name in like.also
    }
    asked["since"] = _day("First day", "Leave it blank if it is not known, or if the rule is announced without a date.")
    asked["until"] = _day("Last day", "The last day on which it applies. Leave it blank if no end is known.")
    if kind == "add":
        asked["end_before"] = forms.BooleanField(label="End the rule that it follows on the day before", required=False)
    return asked | {
        "precision": _one_of(
            "How exactly the first day is known", [(str(each), PRECISION_WORDS[each]) for each in Precision]
        ),
        "certainty": _one_of("Certainty", [(str(each), f"{each.capitalize()}. {each.words}") for each in Certainty]),
        "says": _words(
            "What the rule says", "One or two plain sentences, in your own words. People see this as the answer."
        ),
        "note": _words(
            "Note",
            "What a reader should know about it: what is not confirmed, what other sources say. It may be blank.",
        ),
    }


def of_a_reading() -> dict[str, forms.Field]:
    """What is asked of a source that was read again but what was compared."""
    return {"read": _day("Day on which you read it")}


def _value(book: Rulebook, topic: Topic, like: Rule) -> forms.Field:
    if like.unit == "yes or no":
        return _one_of("Value", [("", "Choose"), ("yes", "Yes"), ("no", "No")])
    values = [rule.value for rule in book.rules if rule.topic == topic.name]
    used = sorted({value for value in values if isinstance(value, str)})
    return LineField(
        label=f"Value, in {like.unit}" if like.unit != "text" else "Value",
        help_text=f"This topic uses: {', '.join(used[:12])}." if used else "",
        required=False,
    )


def _sources(book: Rulebook, held: tuple[str, ...]) -> dict[str, forms.Field]:
    """The sources that a rule has, one that we hold, and a new one."""
    every = sorted(
        ((key, f"{source.publisher}: {source.title}"[:110]) for key, source in book.sources.items()),
        key=lambda pair: pair[1].casefold(),
    )
    another = "Another source that we hold" if held else "A source that we hold"
    kinds = [(each, each) for each in source_kinds(book)]
    return {
        **{
            f"source-{key}": forms.BooleanField(
                label=f"{book.sources[key].title}, {book.sources[key].publisher}",
                required=False,
                widget=shown(
                    forms.CheckboxInput(),
                    classes="govuk-checkboxes--small",
                    formGroup={"classes": "govuk-!-margin-bottom-2"},
                ),
            )
            for key in held
        },
        "more_source": _one_of(another, [("", "None"), *every]),
        "source_title": LineField(label="Title", required=False),
        "source_publisher": LineField(label="Publisher", required=False),
        "source_kind": _one_of("What sort of source", [("", "Choose"), *kinds]),
        "source_url": LineField(label="Address", help_text="It begins with https://", required=False),
        "source_read": _day("Day on which you read it"),
    }


def _day(label: str, hint: str = "") -> DateField:
    return DateField(label=label, help_text=hint, required=False, least=EARLIEST, most=LATEST)


def _words(label: str, hint: str) -> LineField:
    return LineField(label=label, help_text=hint, required=False, widget=shown(forms.Textarea(), rows=3))


def _one_of(label: str, choices: list[tuple[str, str]]) -> LineField:
    return LineField(label=label, required=False, widget=forms.Select(choices=choices))


def _hidden() -> LineField:
    return LineField(required=False, widget=forms.HiddenInput)
