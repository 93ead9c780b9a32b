"""Who may open this room's pages: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping

from irhub.accounts.access import Find
from irhub.accounts.policy import Rule
from irhub.programmes.queries import whose_programme, whose_scheme
from irhub.programmes.workflows import MANAGES

_OFFER = Rule("what one's hub offers, to whom, where and until when", to=(MANAGES,))
_PROGRAMME = ("programme", "programme-open", "programme-change", "programme-remove", "scheme-add")
_SCHEME = ("scheme", "scheme-publish", "scheme-change")

ACCESS: Mapping[str, Rule] = dict.fromkeys(("programmes", "programme-add", *_PROGRAMME, *_SCHEME), _OFFER)
WHOSE: Mapping[str, Find] = {**dict.fromkeys(_PROGRAMME, whose_programme), **dict.fromkeys(_SCHEME, whose_scheme)}
