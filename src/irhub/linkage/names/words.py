"""The words of names in one spelling. Each rule that changes a name is named, so that a reason can quote it.

The rules, in order: marks and accents leave no trace; letters that stand alone are joined (A B C, A.B.C.); what people
write apart or together is joined (health care); abbreviations are written out; legal forms, titles and small words leave;
plurals lose their s. The lists are data: `data/words.csv` and `data/joined.csv`.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import polars as pl

from irhub.web.words import folded_all, parted_all

RULES = ("letters", "joined", "abbreviation", "number", "plural", "legal form", "small word", "title")
"""Names of the rules; the bit of a rule in `rules` is two to the power of its place here."""

_PHRASES = (
    ("public limited company", "plc"), ("limited liability partnership", "llp"), ("community interest company", "cic"),
    ("charitable incorporated organisation", "cio"), ("limited partnership", "lp"), ("company limited", "ltd"),
    ("sole trader", " "), (" n' ", " and "), (" 'n' ", " and "), ("@", " at "), ("24/7", "247"), (" n/h", " nursing home"), (" r/h", " residential home"), (" c/h", " care home"),
)  # fmt: skip

_GLUED, _WORDS_GLUED = 10, 5
"""Letters that words written as one have at least, and how many words at most."""
_GLUED_FORM = r"(\p{L}{5})(ltd|limited)\b"


@cache
def _table(name: str) -> pl.DataFrame:
    text = files(__package__).joinpath("data", f"{name}.csv").read_bytes()
    return pl.read_csv(text, infer_schema=False).fill_null("")


def _bit(rule: str) -> int:
    return 1 << RULES.index(rule)


def plain(text: pl.Expr) -> pl.Expr:
    """Text in lower case, without accents, apostrophes, dots and other marks; an ampersand is the word and."""
    low = folded_all(text)
    old, new = zip(*_PHRASES, strict=True)
    phrases = low.str.replace_many(list(old), list(new))
    joined = phrases.str.replace_all(r"['’`´.]", "").str.replace_all(r"[&+]", " and ")
    joined = joined.str.replace_all(_GLUED_FORM, "$1 $2")
    return parted_all(joined)


def raw_words(names: pl.DataFrame) -> pl.DataFrame:
    """The words of names as written but for marks: name_id, word, rules (UInt16), in order.

    `names`: name_id (UInt32, ascending), text.
    """
    words = (
        names.select("name_id", word=plain(pl.col("text")).str.split(" "))
        .explode("word")
        .filter(pl.col("word") != "")
        .with_columns(rules=pl.lit(0, pl.UInt16))
    )
    single = pl.col("word").str.len_chars() == 1
    beside = single & (
        (single.shift(1, fill_value=False) & (pl.col("name_id") == pl.col("name_id").shift(1)))
        | (single.shift(-1, fill_value=False) & (pl.col("name_id") == pl.col("name_id").shift(-1)))
    )
    words = words.with_columns(beside=beside & ~pl.col("word").str.contains(r"\d"))
    starts = ~pl.col("beside") | ~pl.col("beside").shift(1, fill_value=False)
    run = (starts | (pl.col("name_id") != pl.col("name_id").shift(1, fill_value=0))).cum_sum()
    words = words.with_columns(run=run)
    letters = (
        words.filter("beside")
        .group_by("run", maintain_order=True)
        .agg(pl.col("name_id").first(), pl.col("word").str.join(""), rules=pl.lit(_bit("letters"), pl.UInt16))
    )
    return (
        pl.concat([words.filter(~pl.col("beside")).select("run", "name_id", "word", "rules"), letters], how="vertical")
        .sort("run")
        .drop("run")
    )


def joinable(ours: pl.DataFrame, theirs: pl.DataFrame, most: int = 60) -> pl.DataFrame:
    """Pairs of neighbouring words that the registers also write as one word: first, then.

    Taken from raw words of both registers; a pair met in over `most` names is ordinary speech, and no pair.
    """
    both = pl.concat([ours, theirs])
    whole = both.select("word").unique().filter(pl.col("word").str.len_chars() >= 6)
    pairs = (
        pl.concat([_neighbours(ours), _neighbours(theirs)])
        .with_columns(word=pl.col("word") + pl.col("then"))
        .join(whole, on="word", how="semi")
        .group_by(first="word_alone", then="then")
        .len()
        .filter((pl.col("len") <= most) & (pl.col("first").str.len_chars() > 1) & (pl.col("then").str.len_chars() > 1))
    )
    return pl.concat([_table("joined"), pairs.select("first", "then")]).unique()


def glued(ours: pl.DataFrame, theirs: pl.DataFrame) -> pl.DataFrame:
    """Words that are three or more words of a name written as one: word, words (list). Taken from raw words of both registers."""
    both = pl.concat([ours, theirs])
    whole = both.select(glued="word").filter(pl.col("glued").str.len_chars() >= _GLUED).unique()
    runs, joined = [], pl.col("word")
    for more in range(1, _WORDS_GLUED):
        joined = joined + pl.col("word").shift(-more)
        if more > 1:
            within = pl.col("name_id").shift(-more) == pl.col("name_id")
            found = both.select(at=pl.int_range(pl.len()), glued=pl.when(within).then(joined)).join(
                whole, on="glued", how="semi"
            )
            words = [both["word"].gather(found["at"] + place) for place in range(more + 1)]
            runs.append(found.select("glued", words=pl.concat_list(words)))
    return (
        pl.concat(runs).sort("glued", pl.col("words").list.join(" ")).unique("glued", keep="first", maintain_order=True)
    )


def unglued(words: pl.DataFrame, apart: pl.DataFrame) -> pl.DataFrame:
    """Raw words, those that are several words written as one (see glued) taken apart."""
    found = words.join(apart, left_on="word", right_on="glued", how="left", maintain_order="left")
    return found.select(
        "name_id",
        word=pl.coalesce("words", pl.concat_list("word")),
        rules=pl.when(pl.col("words").is_null()).then("rules").otherwise(pl.col("rules") | _bit("joined")),
    ).explode("word")


def _neighbours(words: pl.DataFrame) -> pl.DataFrame:
    same = pl.col("name_id") == pl.col("name_id").shift(-1)
    return words.select("word", word_alone="word", then=pl.when(same).then(pl.col("word").shift(-1))).drop_nulls("then")


def canonical(words: pl.DataFrame, joins: pl.DataFrame) -> pl.DataFrame:
    """The words that tell names apart, in one spelling: name_id, word, rules of the whole name, in order.

    `words`: as raw_words gives; `joins`: first, then (see joinable). A name of nothing but small words keeps them.
    """
    same = pl.col("name_id") == pl.col("name_id").shift(-1)
    follows = words.with_row_index("at").with_columns(then=pl.when(same).then(pl.col("word").shift(-1)))
    pairs = follows.join(joins, left_on=["word", "then"], right_on=["first", "then"], how="semi").select("at")
    pairs = pairs.sort("at").filter((pl.col("at") - pl.col("at").shift(1)).fill_null(9) > 1)
    gone = pairs.select(pl.col("at") + 1)
    merged = (
        follows.join(gone, on="at", how="anti", maintain_order="left")
        .join(pairs.with_columns(joined=pl.lit(True)), on="at", how="left", maintain_order="left")
        .with_columns(
            word=pl.when("joined").then(pl.col("word") + pl.col("then")).otherwise("word"),
            rules=pl.when("joined").then(pl.col("rules") | _bit("joined")).otherwise("rules"),
        )
    )
    spelled = merged.select("word").unique().pipe(_spelled)
    told = merged.join(spelled, on="word", how="left", maintain_order="left").select(
        "name_id", word="spelled", rules=pl.col("rules") | pl.col("rule"), small=pl.col("spelled") == ""
    )
    ruled = told.group_by("name_id").agg(rules=pl.col("rules").bitwise_or(), empty=pl.col("small").all())
    kept = told.drop("rules").join(ruled, on="name_id", how="left", maintain_order="left")
    bare = merged.filter(pl.col("name_id").is_in(ruled.filter("empty")["name_id"].implode()))
    return pl.concat(
        [
            kept.filter(~pl.col("small")).select("name_id", "word", "rules"),
            bare.select("name_id", "word", "rules"),
        ]
    ).sort("name_id", maintain_order=True)


def _spelled(words: pl.DataFrame) -> pl.DataFrame:
    """For each word its one spelling ("" for words that do not tell) and the bit of the rule that gave it."""
    known = _table("words")
    bits = known.select(pl.col("rule").replace_strict(list(RULES), [1 << n for n in range(len(RULES))])).to_series()
    looked = words.join(
        known.with_columns(bit=bits.cast(pl.UInt16)), left_on="word", right_on="written", how="left"
    ).with_columns(spelled=pl.coalesce("meant", "word"), rule=pl.col("bit").fill_null(0))
    size, ends = pl.col("spelled").str.len_chars(), pl.col("spelled").str.ends_with
    plural = (size > 3) & ends("s") & ~ends("ss") & ~ends("us") & ~ends("is")
    return looked.select(
        "word",
        spelled=pl.when(plural).then(pl.col("spelled").str.head(-1)).otherwise("spelled"),
        rule=pl.when(plural).then(pl.col("rule") | _bit("plural")).otherwise("rule").cast(pl.UInt16),
    )


def legal_form(text: pl.Expr) -> pl.Expr:
    """The kind of body that a name says it is: ltd, plc, llp, cic, cio; "" where it does not say. The last one counts."""
    found = plain(text).str.extract(r".*\b(ltd|limited|incorporated|inc|plc|llp|cic|cio)\b", 1)
    return found.replace(["limited", "incorporated", "inc"], "ltd").fill_null("")
