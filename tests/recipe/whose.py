"""What the test of access puts into the addresses of this room: copied beside the room as its `things`."""

from __future__ import annotations

from tests.notices.factories import NoticeFactory
from tests.owners import Makes, number

THINGS: Makes = dict.fromkeys(
    ("notice", "notice-contact", "notice-note", "notice-acknowledge", "notice-withdraw"),
    lambda owner: number(NoticeFactory(body=owner.body)),
)
