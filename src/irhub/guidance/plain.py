"""Markdown with dated rules as plain words, for a letter or a mail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from markdown_it.token import Token

from irhub.guidance.embedding import read
from irhub.guidance.rendering import RULE, parser, shown
from irhub.rulebook.book import Rulebook


@dataclass
class _Page:
    """What is written so far, and where in lists and tables the text is."""

    lines: list[str] = field(default_factory=list)
    lists: list[int] = field(default_factory=list)
    """Of each list that is open, the number of its next item; 0 where it has bullets."""
    mark: str = ""
    row: list[str] | None = None

    def write(self, words: str) -> None:
        """A line: in a table the next cell, else a paragraph or an item."""
        if self.row is not None:
            self.row.append(words)
            return
        self.lines += [self.mark + words] if self.lists else [self.mark + words, ""]
        self.mark = ""

    def open_item(self) -> None:
        """The next item of the innermost list."""
        number = self.lists[-1]
        self.mark = "  " * (len(self.lists) - 1) + (f"{number}. " if number else "- ")
        self.lists[-1] += bool(number)

    def close_list(self) -> None:
        """The innermost list is over."""
        self.lists.pop()
        self.lines += [] if self.lists else [""]

    def close_row(self) -> None:
        """A row of a table is over."""
        self.lines.append(" | ".join(self.row or ()))
        self.row = None


def as_text(text: str, book: Rulebook, on: date) -> str:
    """A text as plain words, with its rules as they stand on a day, and addresses after what leads to them. Ends without a line break."""
    page = _Page()
    for token in parser().parse(text):
        match token.type:
            case "bullet_list_open":
                page.lists.append(0)
            case "ordered_list_open":
                start = token.attrGet("start")
                page.lists.append(int(start) if start is not None and int(start) else 1)
            case "bullet_list_close" | "ordered_list_close":
                page.close_list()
            case "list_item_open":
                page.open_item()
            case "tr_open":
                page.row = []
            case "tr_close":
                page.close_row()
            case "table_close":
                page.lines.append("")
            case "fence" | "code_block":
                page.write(token.content.rstrip("\n"))
            case "inline":
                page.write(_words(token.children or (), book, on))
    return "\n".join(page.lines).strip()


def _words(tokens: Iterable[Token], book: Rulebook, on: date) -> str:
    parts: list[str] = []
    links: list[tuple[str, int]] = []
    for token in tokens:
        match token.type:
            case "link_open":
                links.append((str(token.attrGet("href") or ""), len(parts)))
            case "link_close":
                address, begun = links.pop()
                if address.removeprefix("mailto:") != "".join(parts[begun:]):
                    parts.append(f" ({address})")
            case "softbreak" | "hardbreak":
                parts.append(" ")
            case _:
                parts.append(shown(read(token.content, book), book, on)[0] if token.type == RULE else token.content)
    return "".join(parts)
