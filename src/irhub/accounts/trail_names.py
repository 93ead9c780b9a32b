"""What the audit trail is about, by name: whoever reads it knows people, bodies and providers, and no numbers.

The trail itself holds kind and id alone ("person/3"): names change, and some are to be forgotten. Each room names its own kinds
(`NAMES` of its module `trail`). What whoever reads may not see, or what is gone, is called by kind and number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

from irhub.accounts.models import Person
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


def people_named(emails: Iterable[str]) -> dict[str, str]:
    """The names of people by their addresses, of those whom the reader may see."""
    return dict(Person.objects.filter(email__in=set(emails)).exclude(name="").values_list("email", "name"))
