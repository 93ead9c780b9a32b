"""The pages that a bench asks for: name of the page to its addresses, of the public and of those who sign in.

Each page has other places and organisations in turn, as the data folder holds them.
"""

from __future__ import annotations

from datetime import date
from urllib.parse import quote, urlencode

from django.db import connection
from people import largest, organisations_by_size

from irhub.accounts.models import Body
from irhub.accounts.roles import Kind
from irhub.accounts.row_security import system_access
from irhub.attention.models import Challenge, Task
from irhub.continuity.models import Plan
from irhub.contracts.models import ContractLine
from irhub.organisations.models import Link
from irhub.places import Place, england, places
from irhub.web.background_jobs import jobs

MOST = 40
PAST = date(2026, 10, 20)
_AS_AT = urlencode({"as_at": PAST})
Pages = dict[str, list[str]]


def public() -> Pages:
    """Pages that are open to everybody."""
    organisations = _column("SELECT organisation_id FROM organisations_member ORDER BY md5(entity_key) LIMIT %s")
    signals = _rows(
        "SELECT organisation_id, code FROM indicators_signal WHERE audience = 'public'"
        " AND organisation_id IS NOT NULL ORDER BY md5(organisation_id) LIMIT %s"
    )
    names = _column("SELECT name FROM organisations_member ORDER BY md5(name) LIMIT %s")
    councils, regions, partnerships = (of_kind(kind)[:MOST] for kind in ("council", "region", "partnership"))
    slip = [name[:3] + name[4:] for name in names if len(name) > 8]
    return {
        "front door": ["/"],
        "England": ["/country/england/"],
        "a region": _of(regions),
        "a partnership": _of(partnerships),
        "a council": _of(councils),
        "attention, England": _of([england()], "attention/"),
        "attention, regions": _of(regions, "attention/"),
        "attention, councils": _of(councils, "attention/"),
        "providers, England": _of([england()], "providers/")
        + _of([england()], "providers/?licence=licensed&sort=beds"),
        "providers, regions": _of(regions, "providers/"),
        "providers, councils": _of(councils, "providers/?sort=licence"),
        "providers as at": _of(councils, f"providers/?{_AS_AT}"),
        "as at, a council": _of(councils, f"?{_AS_AT}"),
        "as at, a region": _of(regions, f"?{_AS_AT}"),
        "map, England": _of([england()], "map/"),
        "map, regions": _of(regions, "map/"),
        "map, councils": _of(councils, "map/"),
        "compare, councils": _of(councils, "compare/"),
        "compare, regions": _of(regions, "compare/"),
        "indicators": ["/indicators/"],
        "an indicator": [f"/indicators/{code}/" for code in sorted({code for _, code in signals})],
        "an organisation": [f"/organisations/{found}/" for found in organisations],
        "a signal": [f"/attention/{found}/{code}/" for found, code in signals],
        "changes": ["/changes/"],
        "changes of a council": [f"/changes/?{urlencode({'council': place.slug})}" for place in councils],
        "data": ["/data/"],
        "search, a name": [f"/search/?{urlencode({'q': name})}" for name in names],
        "search, with a slip": [f"/search/?{urlencode({'q': name})}" for name in slip],
        "search, one common word": ["/search/?q=care", "/search/?q=home+care", "/search/?q=a"],
    }


@system_access("a bench reads what its own bodies hold, in a copy")
def signed() -> dict[str, Pages]:
    """Pages that need signing in, or tell more to those who do, by who asks (people.WHO)."""
    return {
        "an officer of a council": _worker(Kind.COUNCIL),
        "the lead of a partnership": _worker(Kind.PARTNERSHIP),
        "a reviewer of a council": _reviewer(largest(Kind.COUNCIL)),
        "a reviewer of the department": _reviewer(england()),
        "an administrator of a partnership": {
            "challenges": ["/challenges/"],
            "a challenge": [f"/challenges/{found.pk}/" for found in Challenge.objects.order_by("pk")[:MOST]],
            "people of the body": ["/people/"],
            "providers who ask": ["/people/providers/"],
        },
        "an auditor of a council": {"who did what": ["/audit/"], "who did what, one person": ["/audit/?who=bench-7"]},
        "an operator": {
            "operations": ["/operations/"],
            "a job": [f"/operations/{name}/" for name in jobs()],
            "bodies": ["/bodies/"],
            "a body": [f"/bodies/{body.pk}/" for body in Body.objects.order_by("pk")[:MOST]],
            "who did what, everybody": ["/audit/"],
            "my account": ["/account/"],
        },
    }


def _worker(kind: Kind) -> Pages:
    """What somebody opens who acts on signals and buys care: for their own place, the places in it and around it."""
    place = largest(kind)
    body = Body.objects.get(kind=kind, place_code=place.code)
    around = [other for other in places() if set(place.council_codes) <= set(other.council_codes)]
    within = [other for other in of_kind("council") if other.code in place.council_codes]
    tasks = Task.objects.filter(body=body).order_by("pk")[:MOST]
    lines = ContractLine.objects.filter(body=body).order_by("match", "pk")[:MOST]
    organisations = organisations_by_size(place)
    people = _column("SELECT surname FROM registers_controllerspan WHERE surname <> '' ORDER BY md5(psc_id) LIMIT %s")
    return {
        "England": ["/country/england/"],
        "region": _of([other for other in around if other.kind == "region"]),
        "own place": _of([place]),
        "councils": _of(within[:MOST]),
        "attention, with 500 tasks": _of([place], "attention/") + _of([place], "attention/?page=3"),
        "a signal with task and notes": [f"/attention/{task.organisation_id}/{task.code}/" for task in tasks],
        "my work": ["/my-work/"],
        "my work, the whole body": ["/my-work/?whose=body"],
        "my work, closed": ["/my-work/?whose=body&state=closed"],
        "my providers, of 150": ["/my-providers/", "/my-providers/?page=2", "/my-providers/?q=care"],
        "a line": [f"/my-providers/lines/{line.pk}/" for line in lines],
        "what if, the largest": [f"/organisations/{found}/what-if/" for found in organisations[:5]],
        "what if, within 20 miles": [f"/organisations/{found}/what-if/?miles=20" for found in organisations[:5]],
        "what if, small": [f"/organisations/{found}/what-if/" for found in organisations[-MOST:]],
        "a plan": [f"/plans/{plan.pk}/" for plan in Plan.objects.filter(body=body).order_by("pk")],
        "an organisation": [f"/organisations/{found}/" for found in [task.organisation_id for task in tasks]],
        "search of people": [f"/search/people/?{urlencode({'q': name})}" for name in people],
        "people of an organisation": [f"/organisations/{found}/people/" for found in organisations[:MOST]],
        "my account": ["/account/"],
    }


def _reviewer(place: Place) -> Pages:
    """The pages on which pairs of a place are decided."""
    pairs = Link.objects.filter(band=Link.Band.REVIEW, councils__overlap=place.council_codes).order_by("-locations")
    return {
        "review queue": ["/review/?reason=&council=&sure=", "/review/?reason=&council=&sure=&page=2"],
        "review queue, a sample": ["/review/?reason=sample&council=&sure="],
        "the next pair": ["/review/next/?reason=&council=&sure="],
        "a pair": [f"/review/pairs/{link.provider_id}/{quote(link.sponsor_key, safe='')}/" for link in pairs[:MOST]],
        "agreement": ["/review/agreement/"],
    }


def of_kind(kind: str) -> list[Place]:
    """The places of a kind of which figures are held, the one with most providers first."""
    by_size = _column(
        "SELECT place_code FROM dashboards_placefigures WHERE as_at IS NULL ORDER BY providers DESC LIMIT %s", 1000
    )
    known = {place.code: place for place in places() if place.kind == kind}
    return [known[code] for code in by_size if code in known]


def _of(some: list[Place], rest: str = "") -> list[str]:
    return [f"/{place.area}/{place.slug}/{rest}" for place in some]


def _rows(query: str, most: int = MOST) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, [most])
        return list(cursor.fetchall())


def _column(query: str, most: int = MOST) -> list[str]:
    return [found[0] for found in _rows(query, most)]
