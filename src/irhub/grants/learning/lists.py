"""The results of a call, as evaluators get them."""

from __future__ import annotations

from irhub.grants.learning.queries import Row
from irhub.web.listing import Column, Listing, of_month
from irhub.web.suppression import FEWEST

_FEW = f"Fewer than {FEWEST}"


def _count(many: int | None) -> str | int:
    return _FEW if many is None else many


RESULTS: Listing[Row] = Listing(
    name="grant-learning",
    told_apart_by=("grant", "measure"),
    caption="Results, a row for each grant and measure",
    noun=("result", "results"),
    none_at_all="No result was told yet.",
    none_fits="No result fits.",
    tie=(),
    look="irhub-stacked",
    columns=(
        Column("grant", "Grant", "A number within the call. It is no reference: grantees are not named.", by=lambda row: row.grant, heads=True),
        Column("measure", "Measure", "What was counted.", by=lambda row: row.measure),
        Column("sort", "Sort", "Output: what the grant did. Outcome: what came of it.", by=lambda row: row.sort),
        Column("grade", "Evidence", "A: a record was seen. B: somebody else confirmed it. C: the grantee says so. D: assumed.", by=lambda row: row.grade),
        Column("many", "How many", f"Counts below {FEWEST} are hidden.", value=lambda row: _count(row.many), numeric=True),
        Column("out_of", "Out of", "The whole, where it is known; blank too where it would tell of a small count.", value=lambda row: row.out_of, numeric=True),
        Column("planned", "Planned", "How many the application said there would be.", value=lambda row: row.planned, numeric=True),
        Column("pounds", "Size", "Between which amounts the grant lies."),
        of_month("month", "Month", "The month of the award.", lambda row: row.month),
        Column("council", "Council", "Where the grantee is, if it is a council, or the call is for one alone."),
        Column("kind", "Kind", "What sort of body the grantee is."),
        Column("again_grantee", "Again: grantee", "Whether the grantee would do it again."),
        Column("again_funder", "Again: funder", "Whether the funder would."),
        Column("call", "Call", "From which the grant came."),
    ),
)  # fmt: skip
