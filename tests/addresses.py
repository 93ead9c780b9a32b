"""What the access test puts into addresses and forms. Each room has its own in the module `things` of its folder of tests, found by that
name: `THINGS` (somebody’s), `STANDS_ON` (what those stand on), `EVERYBODYS` (which anybody may open), `SENT` (what a form sends), `READ_BY` (which routes alone read a table). Here is
what belongs to no such room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from inspect import getclosurevars
from pathlib import Path
from typing import Any

from django.db import connection
from django.urls import URLResolver, get_resolver

from irhub.accounts.models import Body
from irhub.checker.book import current
from irhub.places import partnerships, regions
from irhub.registers.models import Edition
from tests.attention.things import signal_about
from tests.factories import MessageFactory
from tests.owners import Makes, Owner, number, pair_of

ROOMS = [
    import_module(f"tests.{path.parent.name}.things") for path in sorted(Path(__file__).parent.glob("*/things.py"))
]


def gathered(name: str) -> dict[str, Any]:
    """What the rooms hold under a name."""
    return {route: told for room in ROOMS for route, told in getattr(room, name, {}).items()}


def _views(patterns: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from _views(each.url_patterns)
        else:
            yield each.name, each.callback


def _layers(view: Any) -> Iterator[Any]:
    """A view, and each view around which it was put."""
    while view is not None:
        yield view
        view = getattr(view, "__wrapped__", None)


POSTED = frozenset(
    route
    for route, view in _views(get_resolver().url_patterns)
    if any(getclosurevars(one).nonlocals.get("request_method_list") == ["POST"] for one in _layers(view))
)
"""Routes that take only what is posted."""

SENT: dict[str, dict[str, str]] = gathered("SENT")
"""What a form sends, where a page refuses one that is blank."""

READ_BY: dict[str, frozenset[str]] = gathered("READ_BY")
"""Tables that must not count anywhere, by how their names begin: the routes that alone read them."""


@contextmanager
def reads_alone(route: str, read_by: Mapping[str, frozenset[str]]) -> Iterator[None]:
    """Within, nothing is asked of tables that other routes alone read."""

    def look(execute: Any, sql: Any, *more: Any) -> Any:
        asked = [table for table, routes in read_by.items() if table in str(sql) and route not in routes]
        assert not asked, (route, asked, str(sql)[:400])
        return execute(sql, *more)

    with connection.execute_wrapper(look):
        yield


ASKED = {"case-save": "checker=right-to-work&want=penalty"}
"""What an address asks for, where a page is not there without it."""

PUBLIC_GAPS = {"code", "key", "kind", "organisation_id", "provider_id", "rule", "sponsor_key", "topic"}
"""What addresses may name that is nobody's own: what stands in public registers, in the rulebook, or in the code."""

SHARED = {
    "challenge",
    "grant-apply",
    "programme-figures",
    "programme-reach-counts",
    "proposal",
    "row-people",
    "statement",
    "supplier-apply",
    "supplier-use",
}
"""Routes that name what is of no body alone: whoever holds the role in any body answers it."""

THINGS: Makes = gathered("THINGS")
"""For each address of which not any thing may be opened: makes one of an owner, and gives what fills the address."""

STANDS_ON: dict[str, Callable[[Body], object]] = gathered("STANDS_ON")
"""What a route's thing finds, and would make if it were not there: dear to make, and made once for each body."""


def usual(at: Owner) -> dict[str, object]:
    """What fills addresses of which any thing may be opened, with what is there, but those in EVERYBODYS."""
    return _row() | {
        "area": "councils", "figure": "ratings", "audience": "provider", "slug": "leeds", "checker": "sponsor", "name": "summary.txt", "job": "tidy",
        "key": min(current().sources), "kind": "correct", "uidb36": "a", "rule": "FEE-13", "topic": "licence_fee", "number": at.body.pk,
        **pair_of(at), **signal_about(at),
    }  # fmt: skip


def _edition() -> Edition:
    return Edition.objects.filter(register="home_office_sponsors").order_by("-date")[0]


def _row() -> dict[str, object]:
    return {"register": "home_office_sponsors", "day": _edition().date.isoformat(), "line": 3}


EVERYBODYS: Makes = gathered("EVERYBODYS") | {
    "partnership": lambda at: {"slug": next(iter(partnerships())).slug},
    "region": lambda at: {"slug": regions()[0].slug},
    "mail-again": lambda at: number(MessageFactory(state="failed")),
    "edition-decide": lambda at: _row() | number(_edition()),
}
"""For addresses of which any thing may be opened, and that do not name the usual: makes one, and gives what fills the address."""
