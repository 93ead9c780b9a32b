"""Legal names: names that one body alone may bear, so that two records of one legal name are one body.

Companies House registers no two companies under the same name, and takes as the same what differs in case, punctuation, "and" or
"&", "Ltd" or "Limited", or a "The" in front; a sign such as @ or + is the word that it stands for (Company, Limited Liability
Partnership and Business (Names and Trading Disclosures) Regulations 2015, Schedule 3). Councils, NHS trusts and universities bear
names that law or charter gives them alone. A trust, society or other charity does not: the Charity Commission may direct it to
change a name too like another's (Charities Act 2011, section 42), and until then both bear it.
"""

from __future__ import annotations

import polars as pl

from irhub.linkage.names.words import legal_form, plain
from irhub.registers.sources.keys import name_key

APART, NOT_A_COMPANY, UNSTATED, OF_NUMBER, SAME = range(5)
"""What the legal names of a sponsor and a provider say: two bodies' names; the sponsor alone bears one; the sponsor states none, or
one that others may bear too (see linkage.registered); the company whose number the provider gave bears or bore the sponsor's; one
name."""

_BY_LAW = (
    r"\b(nhs (foundation )?trust|integrated care board|(city|county|borough|district|parish|town|metropolitan) council|borough of)\b"
    r"|\b(council|university)$|^(the )?(university|royal college) of\b"
)
_BY_CHOICE = r"\b(church council|trust|society|foundation|association|charity)$"
_THE = r"(?i)^\W*the\s+"
_SIGNS = {"@": " at ", "+": " plus ", "%": " percent ", "£": " pound ", "€": " euro ", "$": " dollar "}


def legal_key(text: pl.Expr) -> pl.Expr:
    """The key of a legal name, the same for all ways of writing it; "" for a name that others may bear too.

    `text`: a name as published, without the names it trades under (see parts).
    """
    key = name_key(text.fill_null("").str.replace(_THE, "").str.replace_many(_SIGNS))
    legal = given_alone(text) | plain(text).str.contains(_BY_CHOICE)
    return pl.when(legal).then(key).otherwise(pl.lit(""))


def given_alone(text: pl.Expr) -> pl.Expr:
    """Whether a legal name is given to one body alone: a company's, or one by law or charter. A charity's is its own choice."""
    chosen = plain(text).str.contains(_BY_LAW) & ~plain(text).str.contains(r"\bchurch council$")
    return (legal_form(text) != "") | name_key(text.fill_null("")).str.ends_with("ltd") | chosen
