"""Why a link was made, and what speaks against it, in sentences for people: a table of what can be said, and when."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import polars as pl

from irhub.linkage.names.words import RULES
from irhub.linkage.places import SAME_AREA, SAME_TOWN, UNKNOWN
from irhub.linkage.rules import RESTS_ON
from irhub.linkage.rules import RULES as LINK_RULES
from irhub.registers.phrases import phrase

_SAID = {
    "letters": "blanks or dots between letters",
    "joined": "words written together or apart",
    "abbreviation": "abbreviations",
    "number": "numbers as words or digits",
    "plural": "singular or plural",
    "legal form": "the legal form",
    "small word": "small words such as “the” and “and”",
    "title": "titles such as Mr and Mrs",
}
"""How a reason names each rule of names.words."""

_KINDS = {
    "provider name": "the provider's name",
    "location name": "the name of one of the provider's locations",
    "brand": "the provider's brand",
    "other name": "another name of one of the provider's locations",
    "company name": "the name of the provider's company",
    "former company name": "a former name of the provider's company",
    "former name of several companies": "a former name of the provider's company, and of another",
    "trading name": "a name that the provider trades under",
    "name in brackets": "a name that the provider gives in brackets",
    "former name": "a former name of the provider",
}


_DECIDES = 1000.0
"""The strength of a rule: it is said before all that only weighs."""
_RULES = {number: rule.name for number, rule in enumerate(LINK_RULES)}


@dataclass(frozen=True)
class Sentence:
    """Something to say where `when` holds; `strength` is in natural logarithms, as rarity is."""

    speaks_for: bool
    when: pl.Expr
    strength: pl.Expr
    says: pl.Expr


def _words(one: str, other: str, shared: bool) -> pl.Expr:
    left, right = pl.col(one).str.split(" "), pl.col(other).str.split(" ")
    found = left.list.set_intersection(right) if shared else left.list.set_difference(right)
    return found.list.sort().list.eval(phrase("“{}”", pl.element())).list.join(", ")


def _one_in(rarity: pl.Expr) -> pl.Expr:
    """One in so many, to two digits: 4.6 is 100."""
    many = rarity.exp().round_sig_figs(2).cast(pl.Int64)
    return pl.when(many > 1).then(phrase("one in {}", many)).otherwise(pl.lit("every one"))


def _rules_apart() -> pl.Expr:
    differ = pl.col("rules_s") ^ pl.col("rules_p")
    named = [pl.when((differ & (1 << bit)) > 0).then(pl.lit(_SAID[rule])) for bit, rule in enumerate(RULES)]
    return pl.concat_str(named, separator=", ", ignore_nulls=True)


_C = pl.col
_QUOTED = phrase("“{}” and “{}”", "text_s", "text_p")
_KM = phrase("{} km", _C("km").round(0).cast(pl.Int64))
_BLANK = _C("town").fill_null("") == ""


def _named(text: str, one: str, many: str) -> str:
    """A text about providers, said of what sponsors are linked to: `one` of them and `many` of them in words."""
    return (
        text.replace("provider's company", f"{one}'s company" if one == "provider" else one)
        .replace("providers", many)
        .replace("provider", one)
    )


@cache
def sentences(one: str, many: str) -> tuple[Sentence, ...]:
    """All that can be said of links to providers, or to others: `one` of them and `many` of them in words."""

    def named(text: str) -> str:
        return _named(text, one, many)

    def said(text: str, *parts: pl.Expr | str) -> pl.Expr:
        return phrase(named(text), *parts) if parts else pl.lit(named(text))

    kinds = {kind: named(text) for kind, text in _KINDS.items()}
    their = _C("kind_p").replace_strict(kinds, default=named("a name of the provider"), return_dtype=pl.String)
    rare = said("; its rarest word is in the names of {} providers", _one_in(_C("rarest")))
    return (
        Sentence(True, _C("same_core") & (_C("rules_apart") == ""), _C("shared"),
                 said("The sponsor's {} is {}{}", "kind_s", their, rare)),
        Sentence(True, _C("same_core") & (_C("rules_apart") != ""), _C("shared") - 0.1,
                 said("{} are the same but for {}{}", _QUOTED, "rules_apart", rare)),
        Sentence(True, ~_C("same_core") & (_C("mistyped") > 0), _C("shared"),
                 said("{} are alike but for what may be a typing error", _QUOTED)),
        Sentence(True, ~_C("same_core") & (_C("mistyped") == 0) & (_C("common_words") > 0), _C("shared"),
                 said("{} share {}{}", _QUOTED, _words("core_s", "core_p", True), rare)),
        Sentence(True, ~_C("same_core") & (_C("letters") >= 0.88) & (_C("mistyped") == 0), (_C("letters") - 0.8) * 40,
                 said("{} have nearly the same letters", _QUOTED)),
        Sentence(True, _C("initials"), pl.lit(4.0), said("{}: one is the initials of the other", _QUOTED)),
        Sentence(True, _C("second") >= 3, _C("second"), said("Another name that the sponsor gives fits the provider too")),
        Sentence(True, _C("level") == SAME_TOWN, _C("place_info") + 1.5,
                 said("Both are in {}; so is {} providers", "where", _one_in(_C("place_info")))),
        Sentence(True, _C("level") == SAME_AREA, _C("place_info") + 1,
                 said("The sponsor's place, {}, is an area of the provider; it is that of {} providers", "where",
                           _one_in(_C("place_info")))),
        Sentence(True, _C("level").is_between(3, 4), _C("place_info"),
                 said("They are about {} apart, as near as {} providers", _KM, _one_in(_C("place_info")))),
        Sentence(True, _C("county") == 1, pl.lit(1.5), said("The sponsor's county is the provider's")),
        Sentence(True, _C("form") == 1, pl.lit(0.3), said("Both names have the same legal form")),
        Sentence(True, _C("ahead") >= 8, pl.lit(1.0), said("No other provider fits nearly as well")),
        Sentence(False, _C("lost_s") + _C("lost_place_s") >= 1.5, _C("lost_s") + _C("lost_place_s"),
                 said("Only the sponsor's name has {}", _words("core_s", "core_p", False))),
        Sentence(False, _C("lost_p") + _C("lost_place_p") >= 1.5, _C("lost_p") + _C("lost_place_p"),
                 said("Only the provider's name has {}", _words("core_p", "core_s", False))),
        Sentence(False, _C("foreign") >= 1.5, _C("foreign") * 2,
                 said("The sponsor's other words are those of other trades, seldom of care")),
        Sentence(False, _C("level") >= 5, (_C("km") / 10).log1p() + 0.5, said("They are about {} apart", _KM)),
        Sentence(False, (_C("level") == UNKNOWN) & _BLANK, pl.lit(1.0), said("The register gives no town for the sponsor")),
        Sentence(False, (_C("level") == UNKNOWN) & ~_BLANK, pl.lit(1.2),
                 said("The sponsor's town, {}, is not one that the CQC register knows", "town")),
        Sentence(False, _C("county") == -1, pl.lit(1.0), said("The sponsor's county is not one of the provider's")),
        Sentence(False, _C("form") == -1, pl.lit(3.0), said("The two names have different legal forms")),
        Sentence(False, _C("second") == 0, pl.lit(1.0),
                 said("Another name that the sponsor gives is not one that the provider is known by")),
        Sentence(False, _C("ahead") < 3, 4 - _C("ahead"), said("Another provider fits about as well")),
        Sentence(False, _C("ahead_for_provider") < 0, 3 - _C("ahead_for_provider"), said("Another sponsor fits this provider better")),
        Sentence(False, _C("ahead_for_provider").is_between(0, 2), pl.lit(2.0), said("Another sponsor fits this provider as well")),
        Sentence(False, _C("namesakes") > 0, _C("namesakes"),
                 said("{} providers bear this name", _C("namesakes").exp().round(0).cast(pl.Int64))),
        Sentence(False, _C("namesakes_s") > 0, _C("namesakes_s"),
                 said("{} sponsors bear this name", _C("namesakes_s").exp().round(0).cast(pl.Int64))),
    )  # fmt: skip


def told(best: pl.DataFrame, sponsors: pl.DataFrame, them: tuple[str, str] = ("provider", "providers")) -> pl.DataFrame:
    """Add reasons and against to pairs: lists of sentences, the strongest first.

    `best`: a row for each sponsor, with its evidence as linker.scored gives, and rule as rules.decided does; `sponsors`: sponsor_key, town, county.
    `them`: what they were linked to, one and several. Returns
    sponsor_key, provider_id, score, rule (the name of the rule that decides, null where points do), rests_on (what proves it, see rules.RESTS_ON), reasons, against.
    """
    rows = best.join(
        sponsors.select("sponsor_key", "town", written_county="county"), on="sponsor_key", how="left"
    ).with_columns(
        rules_apart=_rules_apart(),
        where=pl.coalesce(pl.when(~_BLANK).then("town"), "written_county", pl.lit("one area")),
    )
    shouted = pl.col("where") == pl.col("where").str.to_uppercase()
    rows = rows.with_columns(where=pl.when(shouted).then(pl.col("where").str.to_titlecase()).otherwise("where"))
    said = pl.concat(
        [
            rows.filter(sentence.when).select(
                "sponsor_key",
                speaks_for=pl.lit(sentence.speaks_for),
                strength=sentence.strength.cast(pl.Float64),
                place=pl.lit(place),
                says=sentence.says,
            )
            for place, sentence in enumerate(sentences(*them))
        ]
        + [
            rows.filter(pl.col("rule") == number).select(
                "sponsor_key",
                speaks_for=pl.lit(bool(rule.accepts)),
                strength=pl.lit(_DECIDES),
                place=pl.lit(-1),
                says=pl.lit(_named(rule.says, *them)),
            )
            for number, rule in enumerate(LINK_RULES)
        ]
    ).sort("sponsor_key", "strength", "place", descending=[False, True, False])
    lists = [
        said.filter(pl.col("speaks_for") == sense).group_by("sponsor_key").agg(pl.col("says").alias(name))
        for sense, name in ((True, "reasons"), (False, "against"))
    ]
    return (
        rows.select(
            "sponsor_key",
            "provider_id",
            "score",
            rule=pl.col("rule").replace_strict(_RULES, default=None),
            rests_on=pl.col("legal").replace_strict(RESTS_ON, default="", return_dtype=pl.String),
        )
        .join(lists[0], on="sponsor_key", how="left")
        .join(lists[1], on="sponsor_key", how="left")
    )
