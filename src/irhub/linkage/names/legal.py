"""Legal names: names that one body alone may bear, so that two records of one legal name are one body.

Companies House registers no two companies under the same name, and takes as the same what differs in case, punctuation, "and" or
"&", "Ltd" or "Limited", or a "The" in front (Company, Limited Liability Partnership and Business (Names and Trading Disclosures)
Regulations 2015, Schedule 3). Councils, NHS trusts and universities bear names that law or charter gives them alone, and the
Charity Commission may direct a charity to change a name too like another's (Charities Act 2011, section 42).
"""

from __future__ import annotations

import polars as pl

from irhub.linkage.names.words import legal_form, plain
from irhub.registers.sources.keys import name_key

APART, NOT_A_COMPANY, UNSTATED, FORMER_SAME, SAME = range(5)
"""What the legal names of a sponsor and a provider say: two bodies' names; the sponsor alone bears one; the sponsor states none, or
one that no company bears (see linkage.registered);
the sponsor's is a former name of the provider's company; one name."""

_BY_LAW = (
    r"\b(nhs (foundation )?trust|integrated care board|(city|county|borough|district|parish|town|metropolitan) council|borough of)\b"
    r"|\b(council|university|trust|society|foundation|association|charity)$|^(the )?(university|royal college) of\b"
)
_THE = r"(?i)^\W*the\s+"


def legal_key(text: pl.Expr) -> pl.Expr:
    """The key of a legal name, the same for all ways of writing it; "" for a name that others may bear too.

    `text`: a name as published, without the names it trades under (see parts).
    """
    key = name_key(text.fill_null("").str.replace(_THE, ""))
    alone = (legal_form(text) != "") | key.str.ends_with("ltd") | plain(text).str.contains(_BY_LAW)
    return pl.when(alone).then(key).otherwise(pl.lit(""))
