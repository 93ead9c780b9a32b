"""A change of a rule in words, for feeds, calendars and news."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from irhub.checker.timeline.rows import Turn
from irhub.rulebook.book import Rulebook
from irhub.rulebook.rules import Certainty
from irhub.web.saying import say_day

ADVICE = "This is not legal advice."


def title_of(turn: Turn) -> str:
    """A change of a rule in a line, for feeds and calendars."""
    of = f" ({turn.scope_words})" if turn.scope_words else ""
    values = [each.value for each in (turn.before, turn.after) if each]
    told = f" {' → '.join(dict.fromkeys(values))}" if turn.after else ""
    mark = "" if turn.certainty is Certainty.SETTLED else f" [{turn.certainty}]"
    return f"{turn.what}: {turn.topic.title}{of}{told}{mark}"


def says_of(turn: Turn) -> str:
    """The same in full, with its source."""
    told = turn.after or turn.before
    assert told is not None
    parts = [told.rule.says]
    if turn.after is None:
        parts.append(
            f"It applies for the last time on {say_day(turn.day - timedelta(days=1))}; we hold no rule that follows."
        )
    elif turn.before:
        parts.append(f"Until then: {turn.before.rule.says}")
    if turn.certainty is not Certainty.SETTLED:
        parts.append(turn.certainty.words)
    parts += [told.precision] if told.precision else []
    sources = "; ".join(f"{each.title}, {each.publisher}, read on {say_day(each.read)}" for each in told.sources)
    return " ".join([*parts, f"Source: {sources or 'none yet'}.", ADVICE])


def known_since(turn: Turn, book: Rulebook) -> datetime:
    """When a reader could first learn of a change: for what the first edition held its day, else when it was recorded."""
    recorded = max(each.rule.recorded for each in (turn.before, turn.after) if each)
    first = book.editions[0].day
    return datetime.combine(recorded if recorded > first else min(turn.day, first), time(), UTC)
