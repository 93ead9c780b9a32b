"""The list of notices: its columns and its filters."""

from __future__ import annotations

from django.urls import reverse
from irhub.notices.queries import NoticeRow
from irhub.notices.workflows import NoticeState

from irhub.web.listing import Cell, Column, FilterForm, Listing, choice


class NoticeFilters(FilterForm):
    """Which notices somebody asks for."""

    state = choice("State", NoticeState.choices)


def _title(row: NoticeRow) -> Cell:
    return Cell(row.notice.title, href=reverse("notice", args=[row.notice.pk]), under=row.notice.body.name)


NOTICES: Listing[NoticeRow] = Listing(
    name="notices",
    caption="Notices, newest first",
    noun=("notice", "notices"),
    none_at_all="No notice was posted yet.",
    none_fits="No notice is in this state.",
    filters=NoticeFilters,
    columns=(
        Column("title", "Notice", "Its title.", value=lambda row: row.notice.title, cell=_title, by=lambda row: row.notice.title, heads=True),
        Column("to", "Provider", "To whom it is.", value=lambda row: row.notice.to.name, by=lambda row: row.notice.to.name),
        Column("posted", "Posted", "When it was posted.", value=lambda row: row.notice.posted_at, by=lambda row: row.notice.posted_at, falls=True),
        Column("state", "State", "Whether it was acknowledged.", value=lambda row: row.notice.get_state_display()),
        Column("due", "Due", "The last day to acknowledge it.", value=lambda row: row.clock.due, by=lambda row: row.clock.due),
    ),
)  # fmt: skip
