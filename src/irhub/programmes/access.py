"""Who may open this room's pages: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from irhub.accounts.access import Find
from irhub.accounts.policy import Rows, Rule, acting_as
from irhub.accounts.roles import OVERSIGHT, WATCHES, Kind, Role
from irhub.programmes.queries import whose_figures, whose_programme, whose_scheme
from irhub.programmes.workflows import MANAGES, RUNNING
from irhub.web.listing import with_downloads

_OFFER = Rule("what one's hub offers, to whom, where and until when", to=(MANAGES,))
_PROGRAMME = ("programme", "programme-open", "programme-change", "programme-remove", "scheme-add")
_SCHEME = ("scheme", "scheme-publish", "scheme-change")
_COUNTS = Rule(
    "what a programme did by month, as counts without small ones",
    to=(
        acting_as(Role.ADVISER, Role.HELPLINE_LEAD, of=frozenset({Kind.DELIVERY_PARTNER}), rows=Rows.OWN_BODY),
        acting_as(*WATCHES, of=RUNNING & OVERSIGHT, rows=Rows.OWN_BODY),
        acting_as(*WATCHES, of=OVERSIGHT - {Kind.DEPARTMENT}, rows=Rows.SHARED),
        acting_as(*WATCHES, of=frozenset({Kind.DEPARTMENT})),
    ),
)
_LEADS = acting_as(Role.HELPLINE_LEAD, of=frozenset({Kind.DELIVERY_PARTNER}), rows=Rows.OWN_BODY)
_REACH = Rule("which providers a programme never reached", to=(_LEADS,))

ACCESS: Mapping[str, Rule] = {
    **dict.fromkeys(("programmes", "programme-add", *_PROGRAMME, *_SCHEME), _OFFER),
    **dict.fromkeys(("figures", *with_downloads("programme-figures")), _COUNTS),
    **dict.fromkeys(with_downloads("programme-reach-counts"), _COUNTS),
    "programme-reach": _REACH,
    **dict.fromkeys(with_downloads("programme-reach")[1:], replace(_REACH, confirm=True)),
    "programme-count-again": Rule("counting a month again, with a reason", to=(_LEADS,)),
}
WHOSE: Mapping[str, Find] = {
    **dict.fromkeys(_PROGRAMME, whose_programme),
    **dict.fromkeys(_SCHEME, whose_scheme),
    **dict.fromkeys(("programme-figures", "programme-reach-counts"), whose_figures),
    "programme-reach": whose_programme,
    "programme-count-again": whose_programme,
}
