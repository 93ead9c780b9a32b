"""How well the rulebook is sourced: rules by certainty, by the best kind of their sources, and by age of reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from irhub.rulebook.book import Rulebook
from irhub.rulebook.loading import rulebook
from irhub.rulebook.rules import Certainty, Rule

PAGE = Path("docs/rules.md")
BEGIN, END = "<!-- made by irhub docs -->\n", "<!-- end of what irhub docs makes -->\n"
_AGES = ((7, "within a week"), (30, "within a month"), (90, "within 90 days"))


def kind_of(book: Rulebook, rule: Rule) -> str:
    """What a rule rests on: an official text, a page with its address, a page of which only the title is held, or nothing."""
    sources = book.sources_of(rule)
    if not sources:
        return "no source"
    if book.official(rule):
        return "an official text with its full address"
    return "a named page with its address" if any(each.url for each in sources) else "a named page, by its title alone"


def age_of(book: Rulebook, rule: Rule, today: date) -> str:
    """How long before a day the newest of a rule's sources was read."""
    read = [source.read for source in book.sources_of(rule)]
    if not read:
        return "never"
    days = (today - max(read)).days
    return next((words for most, words in _AGES if days <= most), "longer ago")


def _table(title: str, counted: Iterable[tuple[str, int]], total: int) -> Iterator[str]:
    yield f"| {title} | rules |\n|---|---|\n"
    yield from (f"| {name} | {count} |\n" for name, count in counted)
    yield f"| in all | {total} |\n\n"


def sources_table(book: Rulebook) -> str:
    """The three tables, as Markdown. Ages are counted back from the day of the edition, so that they change only with it."""
    total = len(book.rules)
    by_certainty = Counter(rule.certainty for rule in book.rules)
    by_kind = Counter(kind_of(book, rule) for rule in book.rules)
    by_age = Counter(age_of(book, rule, book.known) for rule in book.rules)
    ages = [*(words for _, words in _AGES), "longer ago", "never"]
    return "".join((
        f"As the edition of {book.edition} holds them:\n\n",
        *_table("certainty", ((str(each), by_certainty[each]) for each in Certainty), total),
        *_table("rests on", by_kind.most_common(), total),
        *_table("newest source read, before the day of the edition", ((age, by_age[age]) for age in ages), total),
    ))  # fmt: skip


def rules_markdown() -> str:
    """docs/rules.md with its tables made anew."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{sources_table(rulebook())}{END}{after}"
