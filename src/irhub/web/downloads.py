"""What leaves the product as a file."""

from __future__ import annotations


def safe_cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula: text that begins as one gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
