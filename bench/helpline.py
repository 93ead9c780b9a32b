"""How long the queue, the list and the search of the helpline take with 100,000 cases, of which 500 are open.

    IRHUB_HOME=/path/to/an/empty/folder python bench/helpline.py

Works in one transaction of the folder's database, which is rolled back at the end. Prints a row of Markdown for each page: the median and the
95th of 100, in milliseconds, as an adviser's request goes through the whole application in this process, without a network.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from datetime import timedelta
from itertools import islice
from pathlib import Path

import django

CASES, OPEN, TIMES = 100_000, 500, 100
WORDS = [
    "certificate",
    "licence",
    "visit",
    "salary",
    "shift",
    "letter",
    "contract",
    "worker",
    "passport",
    "rota",
    "overtime",
    "training",
    "agency",
    "check",
    "report",
]


def fill(hub: object, programme: object) -> None:
    """A hundred thousand cases of five thousand clients over six years; the newest are open, each with three messages."""
    from django.db import connection
    from django.utils import timezone

    from irhub.support.models import Case, CaseEvent, Message

    lot, now, themes = random.Random(1), timezone.now(), list(programme.themes.all())  # type: ignore[attr-defined]
    for first in range(0, CASES, 5_000):
        made = Case.objects.bulk_create(
            Case(
                body=hub, programme=programme, client_type="provider", client_key=f"1-{number % 5_000}",
                client_name=f"{lot.choice(WORDS).title()}moor {number % 5_000} Care Ltd", channel="telephone", theme=lot.choice(themes),
                subject=f"A {lot.choice(WORDS)} and a {lot.choice(WORDS)}", reference=reference(number),
                opened_at=now - timedelta(minutes=30 * number),
            )
            for number in range(first, min(first + 5_000, CASES))
        )  # fmt: skip
        Message.objects.bulk_create(
            Message(body=hub, case=case, inbound=turn != 1, channel="telephone", who="x", text="What do we do?")
            for case in made
            for turn in range(3)
        )
        CaseEvent.objects.bulk_create(
            CaseEvent(body=hub, case=case, who="x", what="Opened", after="new") for case in made
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE support_case SET state = 'closed', outcome = 'answered', closed_at = opened_at + interval '3 days'"
            " WHERE opened_at < (SELECT opened_at FROM support_case ORDER BY opened_at DESC OFFSET %s LIMIT 1)",
            [OPEN - 1],
        )
        cursor.execute("RESET ROLE")
        cursor.execute("ANALYZE support_case, support_message, support_caseevent")


def main() -> None:
    """Fill, measure, print, roll back."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    django.setup()
    from django.core.management import call_command
    from django.db import transaction
    from tests.factories import signed_in
    from tests.support.factories import adviser_of, programme_of

    from irhub.accounts.row_security import owner_access, system_access

    with owner_access():
        call_command("migrate", verbosity=0)
    lot = random.Random(2)
    with transaction.atomic():
        with system_access("cases to measure with"):
            programme = programme_of()
            ada = signed_in(adviser_of(programme.body).person)
            fill(programme.body, programme)
        asked = {
            "the queue": lambda: ("/support/", {}),
            "all cases, a page": lambda: ("/support/all/", {"page": lot.randrange(1, 200)}),
            "search, two words": lambda: ("/support/all/", {"q": " ".join(lot.sample(WORDS, 2))}),
            "search, a client": lambda: ("/support/all/", {"q": f"{lot.choice(WORDS)[:4]} {lot.randrange(5_000)}"}),
            "search, what most fit": lambda: ("/support/all/", {"q": "care"}),
            "search, a reference": lambda: ("/support/all/", {"q": reference(lot.randrange(CASES))}),
        }
        print("| page | median | 95 of 100 |\n|---|---|---|")
        for name, address in asked.items():
            took = sorted(timed(ada, *address()) for _ in islice(iter(int, 1), TIMES))
            print(f"| {name} | {statistics.median(took):.0f} | {took[int(0.95 * TIMES)]:.0f} |", flush=True)
        transaction.set_rollback(True)


def reference(number: int) -> str:
    """Of a case that was made to measure with."""
    return f"HL-2026-{number:09}"


def timed(client: object, address: str, asked: dict[str, object]) -> float:
    """Milliseconds until a page is whole."""
    begun = time.perf_counter()
    answer = client.get(address, asked)  # type: ignore[attr-defined]
    assert answer.status_code == 200, (address, answer.status_code)
    return 1000 * (time.perf_counter() - begun)


if __name__ == "__main__":
    main()
