"""The words of a mail: out of HTML, and without what they take up from earlier mails, which stays and is folded."""

from __future__ import annotations

import re
from functools import cache

import nh3
from mailparser_reply.parser import EmailMessage as Parsed
from selectolax.lexbor import LexborHTMLParser

_BLOCKS = {"p", "div", "br", "li", "tr", "ul", "ol", "table", "h1", "h2", "h3", "blockquote"}
REST = "(The rest is in the e-mail itself.)"
MOST_TAGS = 10_000
"""Signs "<" of an HTML that are read: parsers take minutes over more of them that lie in one another."""
_LONG_LINE = 300
"""Signs of a line in which nobody says “On Monday … wrote”: the patterns take minutes over longer ones."""


def text_of_html(html: str) -> str:
    """What a mail in HTML says, a paragraph a line: nothing of it is markup any more, and nothing hidden or run.

    What comes after many tags is left in the mail itself, and said to be there."""
    begins = html.split("<", MOST_TAGS + 1)
    if len(begins) > MOST_TAGS + 1:
        return f"{text_of_html('<'.join(begins[:-1]))}\n\n{REST}".strip()
    clean = nh3.clean(html, tags=_BLOCKS, attributes={}, clean_content_tags={"script", "style", "head", "title"})
    body = LexborHTMLParser(clean).body
    lines = (" ".join(line.split()) for line in (body.text(separator="\n") if body else "").splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line for line in lines if line))


def fold(text: str) -> tuple[str, str]:
    """A text in two: what is new, and what it takes up from earlier mails. Put together they are the whole.

    Where somebody answers between the lines of the other, or below them, nothing is folded.
    """
    at = _quote_begins(text)
    fresh, quoted = text[:at], text[at:]
    if not fresh.strip() or _answers_within(quoted):
        return text, ""
    return fresh.rstrip(), quoted.strip("\n")


def _quote_begins(text: str) -> int:
    """Where the earlier mails begin: at a line that says who wrote them, or at the last lines that begin with ">"."""
    short = "\n".join(line if len(line) <= _LONG_LINE else "x" * len(line) for line in text.split("\n"))
    found = _heads().search(short)
    return min(found.start() if found else len(text), _last_marked(text))


def _last_marked(text: str) -> int:
    """Where the lines begin that end the text and are all marked with ">"."""
    lines = text.splitlines(keepends=True)
    begins = len(lines)
    while begins and (not lines[begins - 1].strip() or lines[begins - 1].startswith(">")):
        begins -= 1
    return sum(map(len, lines[:begins])) if any(line.startswith(">") for line in lines[begins:]) else len(text)


@cache
def _heads() -> re.Pattern[str]:
    """How mail programs begin what they quote: “On … wrote:”, “From: … Sent: …”, a line of dashes."""
    found: re.Pattern[str] = Parsed(text="", languages=["en"]).HEADER_REGEX
    return found


def _answers_within(quoted: str) -> bool:
    """Whether somebody wrote between the lines of the other, or below."""
    marks = [line.startswith(">") for line in quoted.splitlines() if line.strip()]
    return True in marks and not all(marks[marks.index(True) :])
