"""Keys made from published names and places: what differs only in ways that are never a change has the same key.

A key holds letters and digits only, in lower case, without accents. Blanks, case, punctuation and the spelling of a
legal form (Ltd or Limited, PLC or Public Limited Company) leave no trace;
an ampersand is the word and. The rule is total: it works on the
letters joined together, so that a blank put in or left out never makes another key.
"""

from __future__ import annotations

import polars as pl

CLEANER = 1
"""Version of the rules in this module. Raise it with any change to them: `irhub rebuild` then re-keys what is held."""

_AFTER_JOINING = (
    ("publiclimitedcompany", "plc"),
    ("limitedliabilitypartnership", "llp"),
    ("limitedpartnership", "lp"),
    ("communityinterestcompany", "cic"),
    ("charitableincorporatedorganisation", "cio"),
    ("incorporated", "inc"),
    ("tradingas", "ta"),
    ("limited", "ltd"),
    ("company", "co"),
)


def _folded(text: pl.Expr) -> pl.Expr:
    return text.fill_null("").str.normalize("NFKD").str.to_lowercase().str.replace_all("&", " and ", literal=True)


def _joined(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(r"[^\p{L}\p{N}]", "")


def name_key(name: pl.Expr) -> pl.Expr:
    """The key of an organisation's name: an expression of text, "" for a name without letters or digits."""
    text = _joined(_folded(name))
    return text.str.replace_many([old for old, _ in _AFTER_JOINING], [new for _, new in _AFTER_JOINING])


def place_key(place: pl.Expr) -> pl.Expr:
    """The key of a town, county or council: an expression of text, "" where none was published."""
    return _joined(_folded(place))
