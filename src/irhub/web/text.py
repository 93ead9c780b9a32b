"""Text that people type."""

from __future__ import annotations


def one_line(text: str) -> str:
    """A text on one line, without the characters that no keyboard shows (which files, feeds and the database refuse)."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())
