"""A published name taken apart: the name itself, the name it trades under, a former name, and what stands in brackets."""

from __future__ import annotations

import polars as pl

NAME, TRADING, BRACKET, FORMER = "name", "trading name", "name in brackets", "former name"

_MARKERS = (  # in this order; the marks that people put around them go with them
    (r"(?i)[\s(\[,;:-]+(?:formerly known as|formerly|previously known as|previously)\b[\s.:,-]*", "\u0002"),
    (r"(?i)\b(ltd|limited|llp|plc)\.?\s+(?:t\sa|t/s|/ta)\s+", "$1\u0001"),
    (r"(?i)[\s(\[,;:-]+(?:is\s+)?(?:(?:a|the)\s+)?trading\s+name\s+of\s+", "\u0001"),
    (
        r"(?i)[\s(\[,;:-]+(?:t\s?[/\\.-]\s?a\.?s?|t/as|trading\s+as|trading\s+name|trades\s+as|also\s+known\s+as|known\s+as"
        r"|a\.?k\.?a\.?|d/?b/?a|t\.a)(?:[\s.:,)-]+|$)",
        "\u0001",
    ),
    (
        r"(?i)[\s(\[,;:-]+(?:(?:a\s)?(?:part|division|branch|member|subsidiary)\sof|c/o|on\sbehalf\sof|owned\sby|operated\sby)\s+",
        "\u0001",
    ),
    (r"(?i)(\u0001[^/\u0001]*?\w{3,})\s*(?:\s/|;)\s*(\w+[^/]*\w{2})", "$1\u0001$2"),
    (r"\u0001\s*(?:(?i:t/a)|as)\s+", "\u0001"),
    (r"[\s(\[,;:-]+(?:TA|TAs|TAS|T/A|Ta|ta|tas)[\s.:,)-]+", "\u0001"),
)
_BRACKETED = r"[(\[]([^)\]]*)[)\]]?"
_FORM_BEFORE = r"(?i)\b(?:ltd|limited|llp|plc|cic)\W*[(\[][^)\]]*[)\]]?\s*$"
"""What stands in brackets behind a company's form is beside its name, and no part of it."""
_SEVERAL_WORDS = r"\w{3,}.*\s.*\w{2,}"


def parts(names: pl.DataFrame) -> pl.DataFrame:
    """Take published names apart.

    `names`: owner (any integer), kind (what the name is to its owner), text (as published). Returns owner, kind, text,
    each once, and whole: for a name with a trading or former name, both apart, kind "trading name" or "former name"; for a name
    with several words in brackets, it as it stands, without them, and their content. What lacks words of a legal name is not whole.
    The published name, where it was taken apart, is not kept.
    """
    marked = names.filter(pl.col("text").fill_null("") != "").with_columns(
        text=pl.col("text").str.replace_all("\u00a0", " ", literal=True)
    )
    for pattern, mark in _MARKERS:
        marked = marked.with_columns(pl.col("text").str.replace_all(pattern, mark))
    split = (
        marked.with_columns(pl.col("text").str.replace_all("\u0002", "\u0001\u0002").str.split("\u0001"))
        .with_columns(place=pl.int_ranges(pl.col("text").list.len()))
        .explode("text", "place")
        .with_columns(
            kind=pl.when(pl.col("text").str.starts_with("\u0002"))
            .then(pl.lit(FORMER))
            .when(pl.col("place") > 0)
            .then(pl.lit(TRADING))
            .otherwise(pl.col("kind")),
            text=pl.col("text").str.strip_chars("\u0002 "),
        )
        .drop("place")
    )
    brackets = split.filter(pl.col("text").str.contains(r"[(\[]"))
    inside = brackets.with_columns(
        kind=pl.lit(BRACKET), text=pl.col("text").str.extract(_BRACKETED, 1).str.strip_chars()
    ).filter(pl.col("text").str.contains(_SEVERAL_WORDS))
    outside = brackets.filter(pl.col("text").str.extract(_BRACKETED, 1).str.contains(_SEVERAL_WORDS)).with_columns(
        text=pl.col("text").str.replace_all(_BRACKETED, " ").str.strip_chars(),
        whole=pl.col("text").str.contains(_FORM_BEFORE),
    )
    return (
        pl.concat(
            [
                split.with_columns(whole=pl.lit(True)),
                outside,
                inside.with_columns(whole=pl.lit(False)),
            ]
        )
        .select("owner", "kind", "text", "whole")
        .filter(pl.col("text").str.contains(r"[\p{L}\p{N}]"))
        .filter((pl.col("kind") != TRADING) | ~pl.col("text").str.contains(r"(?i)^(ltd|limited|llp|plc)\.?$"))
        .unique(["owner", "text"], keep="first", maintain_order=True)
    )
