"""The lists of guidance: what the public finds, what staff work on, the rules that a page can show."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from irhub.checker.book import current
from irhub.guidance.embedding import ShownRule, on_day
from irhub.guidance.models import Version
from irhub.guidance.topics import topics
from irhub.guidance.workflows import Kinds, State
from irhub.programmes.models import Audience
from irhub.web.listing import Cell, Column, FilterForm, Listing, choice, words_field

COLOURS = {
    State.DRAFT: "grey", State.SUBMITTED: "yellow", State.SENT_BACK: "orange", State.SCHEDULED: "blue", State.PUBLISHED: "green",
    State.SUPERSEDED: "grey", State.WITHDRAWN: "red", State.DISCARDED: "grey",
}  # fmt: skip


class GuidanceFilters(FilterForm):
    """Which pages somebody looks for."""

    q = words_field("Words")
    topic = choice("Topic", topics, any_of_them="Every topic")
    audience = choice("For", Audience.choices, any_of_them="Everybody")
    kind = choice("Show", Kinds.choices, any_of_them="Guidance and news")
    whose = choice("Written by", any_of_them="Anybody")


GUIDANCE: Listing[Version] = Listing(
    name="guidance",
    caption="Guidance and news",
    noun=("page", "pages"),
    none_at_all="No guidance has been published yet.",
    none_fits="No page fits what you chose.",
    filters=GuidanceFilters,
    columns=(
        Column("title", "Title", "What it is called.", order=("title",)),
        Column("published", "Newest first", "When it was published.", order=("-published_at",)),
    ),
    size=20,
)


class DeskFilters(FilterForm):
    """Which versions somebody works on."""

    state = choice("State", State.choices, any_of_them="In work and published")


def _title(version: Version) -> Cell:
    under = (
        f"{version.page.kind}, version {version.number}{', for our own staff' if version.visibility == 'staff' else ''}"
    )
    return Cell(version.title, href=reverse("guidance-version", args=[version.pk]), under=under)


DESK: Listing[Version] = Listing(
    name="guidance-of-ours",
    caption="Our guidance and news",
    noun=("version", "versions"),
    none_at_all="Nothing has been written yet.",
    none_fits="No version is in this state.",
    filters=DeskFilters,
    look="irhub-stacked",
    columns=(
        Column("title", "Page", "Its title.", value=lambda row: row.title, cell=_title, heads=True),
        Column("state", "State", "How far it is.", value=lambda row: row.get_state_display(), cell=lambda row: Cell(row.get_state_display(), tag=COLOURS[State(row.state)])),
        Column("law_as_at", "Law as at", "The day for which the law was read.", value=lambda row: row.law_as_at),
        Column("review_on", "Read again by", "By when somebody is to read it again.", value=lambda row: row.review_on),
    ),
)  # fmt: skip


class RuleFilters(FilterForm):
    """Which rules somebody looks for."""

    q = words_field("Words")


def _name(row: ShownRule) -> str:
    topic, _, scope = row.line.partition("/")
    return topic if scope == "all" else row.line


RULES: Listing[ShownRule] = Listing(
    name="rules-to-show",
    caption="Rules that a page can show",
    noun=("rule", "rules"),
    none_at_all="The rulebook is empty.",
    none_fits="No rule has these words.",
    filters=RuleFilters,
    look="irhub-stacked",
    columns=(
        Column("title", "Rule", "The question that it answers.", value=lambda row: row.topic.title, cell=lambda row: Cell(row.topic.title, href=row.address, under=row.scope), heads=True),
        Column("write", "Write", "What to write in a text.", value=lambda row: f"{{{{ rule: {_name(row)} }}}}", look="irhub-wrap"),
        Column("value", "Shows today", "Its value today.", value=lambda row: row.value),
    ),
)  # fmt: skip


def rules_to_show(q: str, today: date) -> list[ShownRule]:
    """Every line of rules that has all the words, as it stands on a day."""
    book, words = current(), q.casefold().split()
    found = (on_day(f"{topic}/{scope}", today, book) for topic, scope in book.lines)
    return [
        row
        for row in found
        if row
        and all(word in f"{row.line} {row.topic.title} {row.scope} {row.topic.subject}".casefold() for word in words)
    ]
