"""How long a reviewer waits until a decision about a pair is carried through: links, organisations, figures, maps and names.

    IRHUB_HOME=/path/to/england-scale python bench/decisions.py

Decides the pairs that matter most, half of them "same" and half "different", in a copy of the folder's database (copied.py). Prints
seconds, by whether the provider's licence is told otherwise afterwards.
"""

from __future__ import annotations

import logging
import os
import statistics
import time

import django
from copied import copied

PAIRS = 40


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "irhub.config.settings")
    with copied():
        django.setup()
        logging.disable()
        from django.db import connection

        from irhub.operations.migrating import migrate
        from irhub.organisations.decisions import decide
        from irhub.organisations.models import Link, ProviderInCouncil

        def told(provider: str) -> set[str]:
            return set(
                ProviderInCouncil.objects.filter(as_at=None, provider_id=provider).values_list("licence", flat=True)
            )

        migrate()
        taken: dict[bool, list[float]] = {False: [], True: []}
        pairs = (
            Link.objects.filter(band=Link.Band.REVIEW)
            .order_by("-locations", "pk")
            .values_list("sponsor_key", "provider_id")
        )
        for number, (sponsor, provider) in enumerate(list(pairs[:PAIRS])):
            before, begun = told(provider), time.perf_counter()
            decide(sponsor, provider, ("same", "different")[number % 2], by="reviewer@example.org")
            taken[told(provider) != before].append(time.perf_counter() - begun)
        for otherwise, seconds in taken.items():
            which = "the licence is told otherwise" if otherwise else "the licence is told as before"
            print(
                f"{which}: {len(seconds)} decisions, median {statistics.median(seconds):.2f} s, slowest {max(seconds):.2f} s"
            )
        connection.close()


if __name__ == "__main__":
    main()
