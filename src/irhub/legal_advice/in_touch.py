"""How free legal advice reaches providers: see programmes/reach.py."""

from __future__ import annotations

from collections.abc import Iterable

from irhub.legal_advice.models import Entitlement
from irhub.programmes.models import Audience, Programme
from irhub.programmes.reach import InTouch


def _providers(programme: Programme) -> Iterable[str]:
    found = Entitlement.objects.filter(scheme__programme=programme, client_kind=Audience.PROVIDER)
    return found.values_list("client_key", flat=True).distinct()


IN_TOUCH = (
    InTouch(
        "Legal advice",
        "The provider was granted minutes with a lawyer, whether or not it has used them; they are kept for six years.",
        _providers,
    ),
)
