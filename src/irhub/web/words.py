"""Names and headings cut into words: in one way, for one text in Python and for columns of them in Polars.

Case, accents, apostrophes and marks leave no trace, in any alphabet. Rooms add what their field asks for (abbreviations, legal forms,
"&"). The words by which a renamed sponsor is known are cut as they always were (`registers/sources/renames.py`), for history rests on them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # Polars takes a sixth of a second, and whoever has a column has it
    import polars as pl

_APOSTROPHES = "['’`]"


def words_of(text: str) -> list[str]:
    """The words of a text, in order."""
    return "".join(letter if unicodedata.category(letter)[0] in "LN" else " " for letter in folded(text)).split()


def folded(text: str) -> str:
    """A text in lower case, without accents and apostrophes; its marks and blanks stay."""
    letters = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in letters if not unicodedata.category(letter).startswith("M"))
    return re.sub(_APOSTROPHES, "", bare.lower())


def folded_all(texts: pl.Expr) -> pl.Expr:
    """`folded`, of a column; apostrophes stay, for who has to tell them from other marks."""
    return texts.str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.to_lowercase()


def parted_all(texts: pl.Expr) -> pl.Expr:
    """A column of texts that are folded, as words with one blank between them; "" for one without letters or figures."""
    return texts.str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()


def plain_all(texts: pl.Expr) -> pl.Expr:
    """`words_of`, of a column: the words with one blank between them."""
    return parted_all(folded_all(texts).str.replace_all(_APOSTROPHES, ""))
