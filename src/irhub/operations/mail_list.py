"""The list of what did not leave: its columns and filters."""

from __future__ import annotations

from irhub.notify.kinds import kinds
from irhub.notify.queries import Unsent
from irhub.web.listing import Cell, Column, FilterForm, Listing, choice


class MailFilters(FilterForm):
    """Which messages somebody asks for."""

    kind = choice(
        "What it is", lambda: sorted(((kind.name, kind.title) for kind in kinds().values()), key=lambda pair: pair[1])
    )
    again = choice("Can be tried again", [("yes", "Yes"), ("no", "No")])


NOT_SENT: Listing[Unsent] = Listing(
    name="not-sent",
    caption="Messages that were not sent in the last week, newest first",
    noun=("message", "messages"),
    none_at_all="Every message of the last week was sent.",
    none_fits="No message that was not sent is like this.",
    filters=MailFilters,
    sort="written",
    look="irhub-stacked",
    columns=(
        Column("title", "What it is", "What sort of message it is.", order=("kind",), heads=True),
        Column(
            "to",
            "To",
            "To whom it was written, while that is kept.",
            cell=lambda row: Cell(row.to or "The address is no longer kept."),
            look="irhub-wrap",
        ),
        Column("written", "Written", "When it was written.", value=lambda row: row.posted_at, order=("-posted_at",), falls=True),
        Column("reason", "Why it was not sent", "Why it did not leave.", look="irhub-wrap", labelled=False),
        Column("again", "Try again", "", own=True, unseen=True),
    ),
)  # fmt: skip
