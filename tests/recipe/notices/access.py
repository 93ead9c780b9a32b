"""Who may open this room's pages: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping

from irhub.notices.queries import whose_notice
from irhub.notices.workflows import POSTS, READS

from irhub.accounts.access import Find
from irhub.accounts.policy import Rule
from irhub.web.listing import with_downloads

_NOTICES = Rule("notices of councils that providers acknowledge", to=(POSTS, READS))

ACCESS: Mapping[str, Rule] = {
    **dict.fromkeys(with_downloads("notices"), _NOTICES),
    "notice": _NOTICES,
    "notice-post": Rule("posting a notice", to=(POSTS,)),
    "notice-contact": Rule("saying who speaks for a provider about a notice", to=(POSTS,)),
    "notice-note": Rule("writing a note about a notice", to=(POSTS,)),
    "notice-acknowledge": Rule("acknowledging a notice", to=(READS,)),
    "notice-withdraw": Rule("withdrawing a notice", to=(POSTS,)),
}
WHOSE: Mapping[str, Find] = dict.fromkeys(
    ("notice", "notice-contact", "notice-note", "notice-acknowledge", "notice-withdraw"), whose_notice
)
