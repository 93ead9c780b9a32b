"""Keys made from published names and places: what differs only in ways that are never a change has the same key.

A key holds letters and digits only, in lower case, without accents. Blanks, case, punctuation and the spelling of a
legal form (Ltd or Limited, PLC or Public Limited Company, Ltd said twice) leave no trace, nor does an apostrophe or dash
that was damaged on its way ("Kaspaâ??s"); an ampersand is the word and. The rule is total: it works on the letters joined
together, so that a blank put in or left out never makes another key.
"""

from __future__ import annotations

import polars as pl

CLEANER = 4
"""Version of the rules by which rows become records, these keys among them. Raise it with any change to them: `irhub rebuild` then re-keys what is held."""

_AFTER_JOINING = {
    "publiclimitedcompany": "plc",
    "limitedliabilitypartnership": "llp",
    "limitedpartnership": "lp",
    "communityinterestcompany": "cic",
    "charitableincorporatedorganisation": "cio",
    "incorporated": "inc",
    "tradingas": "ta",
    "limited": "ltd",
    "company": "co",
}
_DAMAGED_MARK = r"â(\?+|€.?)"  # what is left of a curly apostrophe or a dash after two wrong turns of encoding


def _folded(text: pl.Expr) -> pl.Expr:
    whole = text.fill_null("").str.replace_all(_DAMAGED_MARK, "")
    return whole.str.normalize("NFKD").str.to_lowercase().str.replace_all("&", " and ", literal=True)


def _joined(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(r"[^\p{L}\p{N}]", "")


def name_key(name: pl.Expr) -> pl.Expr:
    """The key of an organisation's name: an expression of text, "" for a name without letters or digits."""
    text = _joined(_folded(name))
    short = text.str.replace_many(_AFTER_JOINING, leftmost=True)  # of two that begin together, the one listed first
    return short.str.replace(r"(ltd){2,}$", "ltd")


def place_key(place: pl.Expr) -> pl.Expr:
    """The key of a town, county or council: an expression of text, "" where none was published."""
    return _joined(_folded(place))
