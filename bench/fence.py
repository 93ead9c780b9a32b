"""What the fence costs: telling the database who acts, asking it of rows, and a page of somebody signed in.

    python bench/fence.py

Prints rows of Markdown, in milliseconds: of TIMES, in turns, the median and what one in ten is faster than, which tells more of a machine
that is busy. It runs in a
database of its own, and on code of before this proof too: for a comparison run it by turns on both.
"""

from __future__ import annotations

import logging
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

TIMES = 100


def main() -> None:
    """Measure, and print."""
    import django

    django.setup()

    from django.conf import settings
    from django.db import connection
    from tests.factories import BodyFactory, MembershipFactory, PersonFactory, signed_in
    from tests.place import inside, place

    from irhub.accounts.models import Membership
    from irhub.accounts.roles import Role
    from irhub.accounts.row_security import Acting, acting
    from irhub.operations.embedded.server import let_go

    with tempfile.TemporaryDirectory() as folder, place(Path(folder) / "home") as where, inside(where):
        body = BodyFactory()
        boss = PersonFactory(roles=[(body, Role.ADMINISTRATOR)])
        for number in range(50):
            MembershipFactory(person__email=f"p{number}@example.org", body=body)
        client = signed_in(boss)
        logging.disable()
        state = Acting(person=boss.pk, body=body.pk, role="administrator", side="oversight")

        def told() -> None:
            with acting(state):
                pass

        def asked() -> None:
            list(Membership.objects.select_related("person", "body"))

        def page() -> None:
            assert client.get("/people/").status_code == 200

        def visitor() -> None:
            assert client.get("/data/").status_code == 200

        kinds: dict[str, Callable[[], None]] = {
            "who acts is told, and that nobody does": told, "51 people of a body, behind the fence": asked,
            "the page of a body's people": page, "the page Data": visitor,
        }  # fmt: skip
        took: dict[str, list[float]] = {name: [] for name in kinds}
        with acting(Acting()):
            for _ in range(TIMES):
                for name, does in kinds.items():
                    if does is asked:
                        with acting(state):
                            took[name].append(timed(does))
                    else:
                        took[name].append(timed(does))
        connection.close()
    print("| what | one in ten | median |\n|---|---|---|")
    for name, each in took.items():
        print(f"| {name} | {statistics.quantiles(each, n=10)[0]:.2f} | {statistics.median(each):.2f} |")
    let_go(Path(settings.HOME) / "postgres")


def timed(does: Callable[[], None]) -> float:
    """Milliseconds that it takes."""
    begun = time.perf_counter()
    does()
    return 1000 * (time.perf_counter() - begun)


if __name__ == "__main__":
    main()
