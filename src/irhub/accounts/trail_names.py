"""What the audit trail is about, by name: whoever reads it knows people, bodies and providers, and no numbers.

The trail itself holds kind and id alone ("person/3"): names change, and some are to be forgotten. Each room names its own kinds
(`NAMES` of its module `trail`). What whoever reads may not see, or what is gone, is called by kind and number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

from django.db.models import CharField, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from irhub.accounts.models import Person
from irhub.accounts.row_security import system_access
from irhub.web.rooms import gathered

Namer = Callable[[Collection[str]], Mapping[str, str]]
"""Given ids of a kind, tells their names by id."""


def things_named(abouts: Iterable[str]) -> dict[str, str]:
    """The names of what events are about, by `about`: each is there, if only as kind and number."""
    ids = defaultdict[str, set[str]](set)
    for about in abouts:
        kind, _, number = about.partition("/")
        ids[kind].add(number)
    namers = {kind: namer for room in gathered("trail", "NAMES") for kind, namer in room.items()}
    told = {kind: namers[kind](numbers) if kind in namers else {} for kind, numbers in ids.items()}
    return {
        f"{kind}/{number}" if number else kind: told[kind].get(number) or f"{kind.capitalize()} {number}".strip()
        for kind, numbers in ids.items()
        for number in numbers
    }


def called_by_name() -> Callable[[str], str]:
    """What tells the name of somebody by the address that a page holds in its place, of another body too: a name tells less than an address.
    A page asks for each once."""
    known: dict[str, str] = {}

    def called(email: str) -> str:
        if "@" in (email or "") and email not in known:
            with system_access("whoever is told of somebody by their address is told their name instead"):
                known.update({email: email} | people_named([email]))
        return known.get(email, email)

    return called


def name_in(column: str) -> Coalesce:
    """The name of whoever's address stands in a column of a table, for lists; the address of somebody whom the reader may not see."""
    known = Person.objects.filter(email=OuterRef(column)).exclude(name="")
    return Coalesce(Subquery(known.values("name")[:1]), F(column), output_field=CharField())


def people_named(emails: Iterable[str]) -> dict[str, str]:
    """The names of people by their addresses, of those whom the reader may see."""
    return dict(Person.objects.filter(email__in=set(emails)).exclude(name="").values_list("email", "name"))
