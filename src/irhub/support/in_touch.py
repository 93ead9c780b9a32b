"""How the helpline reaches providers: see programmes/reach.py."""

from __future__ import annotations

from collections.abc import Iterable

from irhub.programmes.models import Programme
from irhub.programmes.reach import InTouch
from irhub.support.models import Case, Client
from irhub.support.workflows import State


def _providers(programme: Programme) -> Iterable[str]:
    found = Case.objects.filter(programme=programme, client_type=Client.PROVIDER).exclude(state=State.MERGED)
    return found.values_list("client_key", flat=True).distinct()


IN_TOUCH = (
    InTouch(
        "The helpline",
        "Somebody asked in the provider’s name, on the page, by mail, by telephone or in a meeting. A case that is about the provider, asked by "
        "others, does not count; cases are kept for six years.",
        _providers,
    ),
)
