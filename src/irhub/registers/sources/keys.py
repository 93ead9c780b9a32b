"""Keys made from published names and places: what differs only in ways that are never a change has the same key.

A key holds letters and digits only, in lower case, without accents. Blanks, case, punctuation and the spelling of a
legal form (Ltd or Limited, PLC or Public Limited Company, Ltd said twice) leave no trace, nor does an apostrophe or dash
that was damaged on its way ("Kaspaâ??s"); an ampersand is the word and. An accent is the same as one letter or as two, and letters
that were encoded twice (CafÃ© for Café) are the letters they were. The rule is total: it works on the letters joined
together, so that a blank put in or left out never makes another key.
"""

from __future__ import annotations

import polars as pl

CLEANER = 5
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


def _encoded_twice() -> dict[str, str]:
    """What letters and marks become where their UTF-8 is read as Windows text, to what they were."""
    codes = [*range(0xA1, 0x250), *range(0x1E00, 0x1F00), *range(0x2010, 0x2045), 0x20AC, 0x2122]
    windows = {byte: bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(256)}
    was = {"".join(windows[byte] for byte in chr(code).encode()): chr(code) for code in codes}
    return was | {chr(code).encode().decode("latin-1"): chr(code) for code in codes}


_TWICE = _encoded_twice()
_DAMAGED_MARK = r"â(\?+|€.?)"  # what is left of a curly apostrophe or a dash after two wrong turns of encoding


def mended(names: pl.Series) -> pl.Series:
    """Names with the letters that they had before their encoding was taken for another, once or twice; most are plain."""
    at = names.str.contains(r"[^\x00-\x7f]").fill_null(False).arg_true()
    if at.is_empty():
        return names
    odd = names.gather(at).str.normalize("NFC")
    for _ in range(2):
        odd = odd.to_frame("odd").select(pl.col("odd").str.replace_many(_TWICE, leftmost=True)).to_series()
    return names.clone().scatter(at, odd.str.replace_all(_DAMAGED_MARK, ""))


def _folded(text: pl.Expr) -> pl.Expr:
    whole = text.fill_null("").map_batches(mended, return_dtype=pl.String, is_elementwise=True)
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
