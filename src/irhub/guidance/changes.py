"""What changed in the rules: changes of dated rules and what was published about them, in one order, by topic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.timezone import localdate, localtime

from irhub.checker.book import current
from irhub.checker.timeline.rows import Turn, turns
from irhub.checker.timeline.telling import known_since, says_of, title_of
from irhub.guidance.models import Version
from irhub.guidance.plain import as_text
from irhub.guidance.topics import topic_of, topic_titles, topics
from irhub.guidance.workflows import OUT, Kinds, State, Visibility
from irhub.rulebook.book import Rulebook
from irhub.rulebook.loading import EARLIEST
from irhub.web.listing import Column, FilterForm, Listing, choice, words_field

AHEAD = timedelta(days=365)
IN_FEED = 100


class Sorts(TextChoices):
    """What sort of news it is."""

    RULE = "rule", "Rule"
    GUIDANCE = "guidance", "Guidance"
    NEWS = "news", "News"


@dataclass(frozen=True)
class Item:
    """Something that changed: on which day, what, and where to read on. `text` is for a page, `full` tells sources as well.

    `key` names it for ever; `updated`: when it could be known.
    """

    key: str
    day: date
    sort: Sorts
    title: str
    text: str
    href: str
    topics: tuple[str, ...]
    updated: datetime
    full: str
    whose: str = ""

    @property
    def about(self) -> str:
        """Its topics in words."""
        return ", ".join(topic_titles(self.topics))

    def fits(self, topic: str, sort: str, words: Iterable[str]) -> bool:
        """Whether it is of a topic and sort, and has every word; blank means any."""
        told = f"{self.title} {self.text}".casefold()
        return topic in ("", *self.topics) and sort in ("", self.sort) and all(word in told for word in words)


class ChangeFilters(FilterForm):
    """What somebody wants to hear of."""

    topic = choice("Topic", topics, any_of_them="Every topic")
    sort = choice("Show", Sorts.choices, any_of_them="Rules, guidance and news")
    q = words_field("Words")


ITEMS: Listing[Item] = Listing(
    name="what-changed",
    caption="What changed in the rules, newest first",
    noun=("change", "changes"),
    none_at_all="Nothing has changed yet.",
    none_fits="Nothing fits what you chose.",
    filters=ChangeFilters,
    columns=(Column("title", "What", "What changed."),),
    size=20,
)


def _of_rule(turn: Turn, book: Rulebook) -> Item:
    until = f" Until then: {turn.before.rule.says}" if turn.before and turn.after else ""
    text = f"{turn.after.rule.says}{until}" if turn.after else "We hold no rule from then on."
    return Item(
        f"rules/{turn.key}", turn.day, Sorts.RULE, title_of(turn), text, reverse("rules-topic", args=[turn.topic.name]),
        (topic_of(turn.topic.subject),), known_since(turn, book), says_of(turn),
    )  # fmt: skip


@lru_cache(maxsize=8)
def _of_rules(book: Rulebook, after: date, by: date) -> tuple[Item, ...]:
    """What changes of the rules after one day and by another: made once, for a rulebook never changes."""
    return tuple(_of_rule(turn, book) for turn in turns(book, after, by))


_plain = lru_cache(maxsize=2048)(as_text)
"""An answer in plain words, made once a day."""


def _of_page(version: Version, book: Rulebook) -> Item:
    assert version.published_at
    gone = version.state == State.WITHDRAWN
    at = version.ended_at if gone and version.ended_at else version.published_at
    text = version.why if gone else version.change_note or _plain(version.answer, book, localdate())
    news = version.page.kind == Kinds.NEWS
    what = "Withdrawn: " if gone else "" if version.number == 1 else "New version: "
    return Item(
        f"guidance/{version.pk}/{'withdrawn' if gone else 'published'}", localtime(at).date(), Sorts.NEWS if news else Sorts.GUIDANCE,
        f"{what}{version.title}", text, reverse("guidance-page", args=[version.page.slug]), tuple(version.topics), at,
        f"{text} {version.body.name}.", version.body.name,
    )  # fmt: skip


def items(*, topic: str = "", sort: str = "", q: str = "") -> list[Item]:
    """What changed until today, the newest first."""
    book, words = current(), q.casefold().split()
    out = Version.objects.filter(state__in=OUT, visibility=Visibility.PUBLIC).select_related("page", "body")
    out = out.defer("text", "sources", "words")
    found = [
        *_of_rules(book, EARLIEST, localdate()),
        *(_of_page(version, book) for version in out),
    ]
    return sorted(
        (item for item in found if item.fits(topic, sort, words)), key=lambda item: (item.day, item.key), reverse=True
    )


def to_come(*, topic: str = "", q: str = "") -> list[Item]:
    """Changes of rules in the coming year that the rulebook holds already, the soonest first."""
    book, today, words = current(), localdate(), q.casefold().split()
    found = _of_rules(book, today, today + AHEAD)
    return [item for item in found if item.fits(topic, "", words)]
