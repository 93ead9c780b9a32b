"""Markdown with dated rules, as HTML that can do no harm. Nothing that a writer types reaches a page as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from irhub.guidance.embedding import EMBEDDED, Embedded, ShownRule, on_day, read
from irhub.rulebook.book import Rulebook

RULE = "rule"
_TAGS = {
    "a", "blockquote", "br", "code", "div", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "span", "strong", "table", "tbody",
    "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"class"}, "a": {"href", "title"}, "div": {"aria-label", "role", "tabindex"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"},
    "ol": {"start"}, "th": {"scope"},
}  # fmt: skip
_SCHEMES = {"http", "https", "mailto", "tel"}
_CLASSES = {
    "paragraph_open": "govuk-body", "bullet_list_open": "govuk-list govuk-list--bullet",
    "ordered_list_open": "govuk-list govuk-list--number", "link_open": "govuk-link", "blockquote_open": "govuk-inset-text",
    "table_open": "govuk-table", "thead_open": "govuk-table__head", "tbody_open": "govuk-table__body", "tr_open": "govuk-table__row",
    "th_open": "govuk-table__header", "td_open": "govuk-table__cell", "hr": "govuk-section-break govuk-section-break--m govuk-section-break--visible",
}  # fmt: skip
_HEADINGS = {"h2": "govuk-heading-m", "h3": "govuk-heading-s", "h4": "govuk-heading-s"}


@dataclass(frozen=True)
class Heading:
    """A heading of the first rank, for the list of contents: its id on the page, and its words."""

    id: str
    words: str


@dataclass(frozen=True)
class Rendered:
    """A text as a page shows it: its HTML, its headings, the rules in it by line, and what cannot be shown, a sentence each."""

    html: SafeString
    headings: tuple[Heading, ...]
    rules: tuple[ShownRule, ...]
    problems: tuple[str, ...]


def _embedded(state: StateInline, silent: bool) -> bool:
    found = EMBEDDED.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push(RULE, "", 0)
        token.content = found[1]
    state.pos = found.end()
    return True


@cache
def parser() -> MarkdownIt:
    """What reads Markdown here: CommonMark with tables and dated rules, without HTML and images."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    parser.inline.ruler.before("escape", RULE, _embedded)
    return parser


def _inline(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from token.children or ()


def _words(tokens: Iterable[Token], book: Rulebook, on: date) -> str:
    """The plain words of a line."""
    parts = []
    for token in tokens:
        if token.type == RULE:
            parts.append(shown(read(token.content, book), book, on)[0])
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        else:
            parts.append(token.content)
    return "".join(parts)


def shown(rule: Embedded, book: Rulebook, on: date) -> tuple[str, ShownRule | None]:
    """What a text shows of an embedded rule, and the rule itself; what was written, where it cannot be shown."""
    found = None if rule.problem else on_day(rule.line, on, book)
    return (found.words(rule.what) if found else rule.written), found


def embedded_in(text: str, book: Rulebook) -> list[Embedded]:
    """The rules in a text, in its order, those that cannot be shown among them."""
    return [read(token.content, book) for token in _inline(parser().parse(text)) if token.type == RULE]


def render(text: str, book: Rulebook, on: date) -> Rendered:
    """A text as HTML, with its rules as they stand on a day. Whatever is typed gives HTML without scripts, styles and images."""
    tokens = parser().parse(text)
    rules: dict[str, ShownRule] = {}
    problems: dict[str, None] = {}
    headings = list(_headed(tokens, book, on))
    for token in tokens:
        _dress(token)
        token.children = token.children and list(_told(token.children, book, on, rules, problems))
    html = parser().renderer.render(list(_framed(tokens)), parser().options, {})
    return Rendered(_clean(html), tuple(headings), tuple(rules.values()), tuple(problems))


def _headed(tokens: list[Token], book: Rulebook, on: date) -> Iterator[Heading]:
    """Give each heading an id of its own; those of the first rank are told."""
    ids: set[str] = set()
    for at, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        words = _words(tokens[at + 1].children or (), book, on)
        given = _free(f"part-{slugify(words)[:60]}", ids)
        token.attrSet("id", given)
        if _rank(token) == 2:
            yield Heading(given, words)


def _told(
    tokens: Iterable[Token], book: Rulebook, on: date, rules: dict[str, ShownRule], problems: dict[str, None]
) -> Iterator[Token]:
    """The tokens of a line, with each rule as a link to its page; what cannot be shown stands as it was written, and is told.

    Within a link of the writer's a rule is words alone: HTML has no link in a link, and whoever follows the writer's lands where it says.
    """
    linked = False
    for token in tokens:
        _dress(token)
        linked = token.type == "link_open" or (linked and token.type != "link_close")
        if token.type == "text" and "{{" in token.content:
            problems["“{{” opens a rule that is not closed on the same line by “}}”."] = None
        if token.type != RULE:
            yield token
            continue
        rule = read(token.content, book)
        words, found = shown(rule, book, on)
        said = Token("text", "", 0, content=words)
        if found is None:
            problems[rule.problem or f"The rulebook no longer has the rule in “{rule.written}”."] = None
            yield from _within("strong", {"class": "irhub-guidance__unknown"}, said)
            continue
        rules[found.line] = found
        if linked:
            yield said
            if found.rule and found.doubt:
                yield Token("text", "", 0, content=" (not settled)")
            continue
        link = {"class": "govuk-link", "href": found.address}
        if rule.what == "says" and found.rule:  # a sentence reads on; what leads to the rule stands behind it
            yield said
            yield Token("text", "", 0, content=" (")
            yield from _within(
                "a", link | {"class": "govuk-link irhub-guidance__id"}, Token("text", "", 0, content=found.rule.id)
            )
            yield Token("text", "", 0, content=", not settled)" if found.doubt else ")")
            continue
        yield from _within("a", link, said)
        if found.rule and found.doubt:
            yield Token("text", "", 0, content=" (not settled)")


def _within(tag: str, attributes: dict[str, str], *tokens: Token) -> Iterator[Token]:
    yield Token(f"{tag}_open", tag, 1, attrs=dict(attributes))
    yield from tokens
    yield Token(f"{tag}_close", tag, -1)


def _framed(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens of a text, with a frame around each table, in which it can be moved on a narrow screen."""
    tables = 0
    for token in tokens:
        if token.type == "table_open":
            tables += 1
            label = {"class": "irhub-scroll", "role": "region", "tabindex": "0", "aria-label": f"Table {tables}"}
            yield Token("div_open", "div", 1, attrs=dict(label), block=True)
        yield token
        if token.type == "table_close":
            yield Token("div_close", "div", -1, block=True)


def _free(wanted: str, taken: set[str]) -> str:
    given, number = wanted, 1
    while given in taken:
        number += 1
        given = f"{wanted}-{number}"
    taken.add(given)
    return given


def _rank(token: Token) -> int:
    """The title of the page is its first heading: those of a text begin at the second."""
    return min(4, max(2, int(token.tag[1])))


def _dress(token: Token) -> None:
    """Give a token the classes of the Design System."""
    if token.type in ("heading_open", "heading_close"):
        token.tag = f"h{_rank(token)}"
        if token.nesting == 1:
            token.attrSet("class", _HEADINGS[token.tag])
    elif token.type in _CLASSES:
        token.attrJoin("class", _CLASSES[token.type])
    if token.type == "th_open":
        token.attrSet("scope", "col")


def _clean(html: str) -> SafeString:
    """The same once more through a sieve that lets nothing by but what is listed above: should the parser ever err, a page does not."""
    return mark_safe(nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES))  # noqa: S308 - cleaned here
