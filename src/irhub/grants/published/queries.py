"""What everybody reads of published grants, and where they lie on a map."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Count, Func, OuterRef, Q, QuerySet, Subquery

from irhub.accounts.models import Body
from irhub.accounts.policy import Whose
from irhub.grants.published.models import PublishedFile, PublishedGrant, PublishedVersion
from irhub.places.geography import council_of
from irhub.places.land import land, middle
from irhub.places.maps import Named, Ruler, framed, with_room
from irhub.web.saying import counted

_LEAST, _MOST = 1.4, 5.0
"""The smallest and the largest half width of a dot."""
_HEIGHTS = (40.0, 90.0)
_DEGREES = 0.4
"""That a map shows at least."""


@dataclass(frozen=True)
class Dot:
    """A council on the map: where, how large, and what it says."""

    x: float
    y: float
    half: float
    says: str


@dataclass(frozen=True)
class GrantMap:
    """Grants by council in a picture 100 wide. `names`: those that have room."""

    dots: list[Dot]
    names: list[Named]
    ruler: Ruler
    height: float


def newest_versions() -> QuerySet[PublishedVersion]:
    """The newest version of each body that published grants, by its name."""
    newest = PublishedVersion.objects.filter(body=OuterRef("body")).order_by("-number").values("pk")[:1]
    return PublishedVersion.objects.filter(pk=Subquery(newest)).order_by("publisher")


def versions_of(body: int) -> list[PublishedVersion]:
    """The versions of a body, the newest first, with their files but not their bytes."""
    files = PublishedFile.objects.defer("data").order_by("media_type")
    found = PublishedVersion.objects.filter(body_id=body).order_by("-number")
    held: dict[int, list[Any]] = {}
    for file in files.filter(published__in=found):
        held.setdefault(file.published_id, []).append(file)
    versions = list(found)
    for one in versions:
        one.held = held.get(one.pk, [])
    return versions


def version_numbered(number: int) -> PublishedVersion | None:
    """A published version."""
    return PublishedVersion.objects.filter(pk=number).first()


def whose_version(number: int) -> Whose | None:
    """Whose a published version is: the body's that published it."""
    body = PublishedVersion.objects.filter(pk=number).values_list("body_id", flat=True).first()
    return Whose(body=body) if body else None


def file_of(version: PublishedVersion, media_type: str) -> PublishedFile | None:
    """A file of a version that is not withdrawn."""
    return PublishedFile.objects.filter(published=version, media_type=media_type, published__state="published").first()


def grants_of(
    version: PublishedVersion, q: str = "", council: str = "", programme: str = ""
) -> QuerySet[PublishedGrant]:
    """The grants of a body's newest version, the newest first; none if that was withdrawn."""
    found = PublishedGrant.objects.filter(published=version, published__state="published")
    if q:
        found = found.filter(
            Q(recipient__icontains=q) | Q(title__icontains=q) | Q(description__icontains=q) | Q(identifier__icontains=q)
        )
    if council:
        found = found.filter(councils__contains=[council])
    return (found.filter(programme=programme) if programme else found).order_by("-awarded_on", "identifier")


def programmes_in(version: PublishedVersion) -> list[str]:
    """The calls that the grants of a version came from."""
    found = PublishedGrant.objects.filter(published=version).exclude(programme="")
    return sorted(found.values_list("programme", flat=True).distinct())


def councils_in(version: PublishedVersion) -> list[tuple[str, str]]:
    """Codes and names of the councils in which those live who benefit."""
    codes = _by_council(PublishedGrant.objects.filter(published=version))
    return sorted(((code, _name(code)) for code in codes), key=lambda pair: pair[1])


def map_of(grants: QuerySet[PublishedGrant]) -> GrantMap | None:
    """Where grants lie, by council: a grant for several councils counts in each. None where no council is known."""
    many = Counter({code: count for code, count in _by_council(grants).items() if code in land()})
    if not many:
        return None
    middles = {code: _middle(code) for code in many}
    frame, height = framed([(north, east) for east, north in middles.values()], _HEIGHTS, least=_DEGREES, edge=9.0)
    most = max(many.values())
    dots, names = [], []
    for code, count in many.most_common():
        x, y = frame.at(*middles[code])
        half = round(_LEAST + (_MOST - _LEAST) * (count / most) ** 0.5, 2)
        dots.append(Dot(x, y, half, f"{_name(code)}: {counted(count, 'grants')}"))
        names.append(Named(x, y - half, _name(code)))
    return GrantMap(dots, with_room(names), frame.ruler, height)


def _by_council(grants: QuerySet[PublishedGrant]) -> dict[str, int]:
    """How many grants benefit each council, by its code."""
    told = grants.order_by().annotate(code=Func("councils", function="unnest")).values_list("code")
    return dict(told.annotate(many=Count("pk")))


@cache
def _middle(code: str) -> tuple[float, float]:
    return middle(land()[code])


def _name(code: str) -> str:
    found = council_of(code)
    return found.name if found else code


def body_numbered(number: int) -> Body | None:
    """A body that publishes grants."""
    return Body.objects.filter(pk=number).first()
