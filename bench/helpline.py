"""How long the queue, the list and the search of the helpline take with 100,000 cases, of which 500 are open.

    IRHUB_HOME=/path/to/an/empty/folder python bench/helpline.py

Works in one transaction of the folder's database, which is rolled back at the end, and prints what `within.print_times` does.
"""

from __future__ import annotations

import random
from datetime import timedelta

from within import print_times, rolled_back

CASES, OPEN = 100_000, 500
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
    lot = random.Random(2)
    with rolled_back():
        from tests.factories import signed_in
        from tests.support.factories import adviser_of, programme_of

        from irhub.accounts.row_security import system_access

        with system_access("cases to measure with"):
            programme = programme_of()
            ada = signed_in(adviser_of(programme.body).person)
            fill(programme.body, programme)
        every = "/support/all/"
        print_times(
            {
                "the queue": lambda: (ada, "/support/", {}),
                "all cases, a page": lambda: (ada, every, {"page": lot.randrange(1, 200)}),
                "search, two words": lambda: (ada, every, {"q": " ".join(lot.sample(WORDS, 2))}),
                "search, a client": lambda: (ada, every, {"q": f"{lot.choice(WORDS)[:4]} {lot.randrange(5_000)}"}),
                "search, what most fit": lambda: (ada, every, {"q": "care"}),
                "search, a reference": lambda: (ada, every, {"q": reference(lot.randrange(CASES))}),
            }
        )


def reference(number: int) -> str:
    """Of a case that was made to measure with."""
    return f"HL-2026-{number:09}"


if __name__ == "__main__":
    main()
