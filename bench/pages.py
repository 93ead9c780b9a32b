"""How long a warm server takes to answer each page, with whatever registers the data folder holds.

    IRHUB_HOME=/path/to/england-scale python bench/pages.py

Requests go through the whole application in this process (middleware, queries, template), without a network. Each page
is asked for once to warm up, then a number of times with other councils and organisations in turn; median and 95th percentile, in milliseconds.
"""

from __future__ import annotations

import os
import statistics
import time

import django

TIMES = 40


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "irhub.config.settings")
    django.setup()
    from django.db import connection
    from django.test import Client

    from irhub.places import councils

    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id FROM organisations_member ORDER BY md5(entity_key) LIMIT %s", [TIMES])
        organisations = [found[0] for found in cursor.fetchall()]
        cursor.execute("SELECT council_code, count(*) FROM registers_locationspan GROUP BY 1 ORDER BY 2 DESC LIMIT 1")
        largest = cursor.fetchone()[0]
    by_size = sorted(councils(), key=lambda place: place.code != largest)
    pages = {
        "England": ["/"],
        "a council": [f"/councils/{place.slug}/" for place in by_size[:TIMES]],
        "an organisation": [f"/organisations/{found}/" for found in organisations],
        "changes": ["/changes/"],
        "changes of a council": [f"/changes/?council={place.slug}" for place in by_size[:TIMES]],
        "data": ["/data/"],
        "search": ["/search/?q=care", "/search/?q=rose"],
    }
    client = Client(headers={"host": "localhost"})
    print(f"{'page':<22} {'median':>8} {'p95':>8}  ms")
    for name, addresses in pages.items():
        for address in addresses[:1]:
            assert client.get(address).status_code == 200, address
        taken = []
        for number in range(TIMES):
            begun = time.perf_counter()
            response = client.get(addresses[number % len(addresses)], follow=True)
            taken.append(1000 * (time.perf_counter() - begun))
            assert response.status_code == 200
        taken.sort()
        print(f"{name:<22} {statistics.median(taken):>8.0f} {taken[int(0.95 * len(taken))]:>8.0f}")


if __name__ == "__main__":
    main()
