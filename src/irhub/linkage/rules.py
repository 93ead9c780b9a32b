"""Rules that say more than points: what makes a link certain, and what must never be accepted unseen. Each has a name and a reason.

They were found on real registers (docs/linkage.md): the points alone joined sister companies, firms of other trades, and places that
share a name with a village. A rule either accepts a link, or keeps it from being accepted, so that a person looks at it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from irhub.linkage.names import legal
from irhub.linkage.names.parts import NAME
from irhub.linkage.places import NEAR, SAME_TOWN, UNKNOWN
from irhub.linkage.sides import PROVIDER

SURE = 0.995
"""The least score of a link that a rule accepts: no link is ever certain."""
SAME_LEGAL_NAME, NAME_OF_NUMBER = "same legal name", "a name of the company"
LEGAL_NAME, NUMBER = "legal_name", "number"
RESTS_ON = {legal.SAME: LEGAL_NAME, legal.OF_NUMBER: NUMBER}
"""What proves a link, by what legal names say of it (see names.legal): one legal name; or the company number that the provider gave,
since that company bears or bore the sponsor's name. All else is likely at most."""


@dataclass(frozen=True)
class Rule:
    """Where `when` holds, a link is accepted (`accepts`) or left to reviewers; of None points decide. `says`: why, a sentence about
    provider and sponsor. `shown`: reviewers see it, whatever the points say."""

    name: str
    accepts: bool | None
    when: pl.Expr
    says: str
    shown: bool = False


_C = pl.col
_TELLING = 2.0
"""Rarity from which a word is more than speech: borne by one provider in seven or fewer (e to the power of 2)."""
_OTHER_TRADE = 2.0
"""How foreign to care a sponsor's other words are for its trade to be another: seven times commoner outside it."""
_NAMED = 2.5
"""The least rarity of what is shared that is no name of a place."""
_FAR = 5
"""The level of places from which they lie over 15 km apart (see places.BANDS)."""
_SELDOM = 0.5
"""How near to the rarest that any word can be a shared word is that no other provider uses, as a logarithm."""
_BOTH_FIT = 8.0
"""How well the sponsor's other name must fit for both to be the provider's: a rare word or two shared, and hardly one lost."""
_TWO_COMPANIES = _C("legal") == legal.APART
_OWN_NAME = _C("same_core") & (_C("kind_s") == NAME) & (_C("kind_p") == PROVIDER)

RULES: Sequence[Rule] = (
    Rule(SAME_LEGAL_NAME, True, (_C("legal") == legal.SAME) & ~_C("several"),
         "Both bear one legal name, and a legal name is one body's alone"),
    Rule(NAME_OF_NUMBER, True, _C("legal") == legal.OF_NUMBER,
         "The company whose number the provider gave bears the sponsor's name at Companies House, or bore it"),
    Rule("several bear the legal name", None, _C("several"),
         "Several providers bear this legal name: the place says which of them it is, if anything does", shown=True),
    Rule("the provider's name is another sponsor's", False, _C("taken"),
         "Another sponsor bears the provider's very name"),
    Rule("a name that charities choose", False, _C("chosen"),
         "Both bear one name, but no law keeps others from choosing it, and they are not in one place", shown=True),
    Rule("likely the same group", False, _TWO_COMPANIES & (_C("shared_apart") >= _NAMED) & (_C("share") >= 0.5) & (_C("mistyped") == 0),
         "The names are alike but for words that tell companies of one group apart: likely the same group, another company"),
    Rule("two company names", False, _TWO_COMPANIES & ~(_C("same_core") & _C("level").is_between(SAME_TOWN, NEAR)),
         "The two company names differ, and a company has one name"),
    Rule("a company and another body", False, (_C("legal") == legal.NOT_A_COMPANY) & ~_OWN_NAME,
         "The sponsor is a company, and the provider is not registered as one"),
    Rule("another trade", False, _C("foreign") >= _OTHER_TRADE,
         "The sponsor's other words are those of other trades, seldom of care"),
    Rule("words that differ", False, _C("conflict") >= _TELLING,
         "Each name has a word that the other lacks"),
    Rule("initials alone", False, _C("initials") & ~_C("same_core"),
         "Only initials agree"),
    Rule("a name that others may bear", False, (_C("legal") == legal.UNSTATED) & ~_C("seldom") & (_C("second") < _BOTH_FIT) & ((_C("level") >= _FAR) | (_C("level") == UNKNOWN)),
         "The sponsor states no registered company name, others may bear this one, and no place says that it is this one"),
    Rule("a place alone", False, _C("shared_apart") < _NAMED,
         "The names share no more than the name of a place, or words that many bear"),
)  # fmt: skip
"""In order: the first that holds decides."""


def decided(pairs: pl.DataFrame) -> pl.DataFrame:
    """The rule that decides each pair: rule, its place in RULES; null where none holds, and points decide.

    A legal name that several providers bear (a company that the CQC registered twice) is one name, but does not say which of them.
    `pairs`: all pairs with their evidence, as linker.compared gives, and body (see scoring.rivals).
    """
    same = pl.col("legal") == legal.SAME
    own = pairs.filter(same).select("provider_id", "body").unique()
    theirs = pl.struct("provider_id", "body").is_in(own.select(pl.struct("provider_id", "body")).to_series().implode())
    held = pairs.with_columns(
        taken=pl.col("provider_id").is_in(own["provider_id"].implode()) & ~theirs,
        several=(same.sum().over("sponsor_key") > 1) & same,
        seldom=pl.col("rarest") >= pl.col("rarest").max() - _SELDOM,
    )
    number = pl.coalesce(pl.when(rule.when).then(pl.lit(at, pl.Int8)) for at, rule in enumerate(RULES))
    return held.select(rule=number)
