"""How long the server takes to answer each page, cold and warm, and whether many people at once are served.

    IRHUB_HOME=/path/to/england-scale python bench/pages.py [--address http://127.0.0.1:8000]

Requests go through the whole application in this process (middleware, queries, template), without a network. Each page is
asked for with other places and organisations in turn. Cold: the first time that this process asks for each of them, after
the database has forgotten its plans; warm: the times after that. Median and 95th percentile, in milliseconds.

With `--address`: fifty people ask the server there (this machine's own), at once, each for ten pages one after another, each
from an address of their own: serve with IRHUB_PROXIES=1, or the limit of searches of one address refuses some.
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count, cycle, islice

import django

TIMES, PEOPLE, EACH = 40, 50, 10
visitors = count()  # searches of one address are limited, so that each request comes from another


def pages() -> dict[str, list[str]]:
    from django.db import connection

    from irhub.places import places

    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id FROM organisations_member ORDER BY md5(entity_key) LIMIT %s", [TIMES])
        organisations = [found[0] for found in cursor.fetchall()]
        cursor.execute(
            "SELECT organisation_id, code FROM indicators_signal WHERE audience = 'public'"
            " AND organisation_id IS NOT NULL ORDER BY md5(organisation_id) LIMIT %s",
            [TIMES],
        )
        signals = cursor.fetchall()
        cursor.execute("SELECT name FROM organisations_member ORDER BY md5(name) LIMIT %s", [TIMES])
        names = [found[0] for found in cursor.fetchall()]
        cursor.execute("SELECT place_code FROM dashboards_placefigures ORDER BY providers DESC")
        by_size = {found[0]: number for number, found in enumerate(cursor.fetchall())}
    held = sorted((place for place in places() if place.code in by_size), key=lambda place: by_size[place.code])
    councils = [place for place in held if place.kind == "council"][:TIMES]
    regions = [place for place in held if place.kind == "region"]
    partnerships = [place for place in held if place.kind == "partnership"]
    slip = [name[:3] + name[4:] for name in names if len(name) > 8]
    return {
        "England": ["/"],
        "a region": [f"/regions/{place.slug}/" for place in regions],
        "a partnership": [f"/partnerships/{place.slug}/" for place in partnerships],
        "a council": [f"/councils/{place.slug}/" for place in councils],
        "attention, England": ["/country/england/attention/"],
        "attention, regions": [f"/regions/{place.slug}/attention/" for place in regions],
        "attention, councils": [f"/councils/{place.slug}/attention/" for place in councils],
        "providers, regions": [f"/regions/{place.slug}/providers/" for place in regions],
        "providers, councils": [f"/councils/{place.slug}/providers/?sort=licence" for place in councils],
        "providers as at": [f"/councils/{place.slug}/providers/?as_at=2026-10-20" for place in councils],
        "as at, a council": [f"/councils/{place.slug}/?as_at=2026-10-20" for place in councils],
        "as at, a region": [f"/regions/{place.slug}/?as_at=2026-10-20" for place in regions],
        "map, England": ["/country/england/map/"],
        "map, regions": [f"/regions/{place.slug}/map/" for place in regions],
        "map, councils": [f"/councils/{place.slug}/map/" for place in councils],
        "compare": [f"/councils/{place.slug}/compare/" for place in councils],
        "compare, regions": [f"/regions/{place.slug}/compare/" for place in regions],
        "indicators": ["/indicators/"],
        "an indicator": [f"/indicators/{code}/" for code in sorted({code for _, code in signals})],
        "an organisation": [f"/organisations/{found}/" for found in organisations],
        "a signal": [f"/attention/{found}/{code}/" for found, code in signals],
        "changes": ["/changes/"],
        "changes of a council": [f"/changes/?council={place.slug}" for place in councils],
        "data": ["/data/"],
        "search, a name": [f"/search/?q={name}" for name in names],
        "search, with a slip": [f"/search/?q={name}" for name in slip],
        "search, broad": ["/search/?q=care", "/search/?q=home+care", "/search/?q=a"],
    }  # fmt: skip


def measured(asked: dict[str, list[str]]) -> None:
    from django.db import connection
    from django.test import Client

    from irhub.cli.warming import warm

    client = Client(headers={"host": "localhost"})
    client.handler.load_middleware()  # both as a web process does before its first request
    warm()
    print(f"{'page':<22} {'cold p50':>9} {'p95':>6} {'warm p50':>9} {'p95':>6}  ms")
    for name, addresses in asked.items():
        connection.close()
        cold = [timed(client, address) for address in addresses]
        warm = [timed(client, address) for address in islice(cycle(addresses), max(TIMES, len(addresses)))]
        print(
            f"{name:<22} {statistics.median(cold):>9.0f} {p95(cold):>6.0f} {statistics.median(warm):>9.0f} {p95(warm):>6.0f}"
        )


def timed(client: object, address: str) -> float:
    begun = time.perf_counter()
    third, fourth = divmod(next(visitors), 250)
    response = client.get(address, follow=True, REMOTE_ADDR=f"10.0.{third}.{fourth}")  # type: ignore[attr-defined]
    assert response.status_code == 200, address
    return 1000 * (time.perf_counter() - begun)


def p95(taken: list[float]) -> float:
    return sorted(taken)[min(int(0.95 * len(taken)), len(taken) - 1)]


def together(asked: dict[str, list[str]], address: str) -> None:
    import httpx

    every = [page for addresses in asked.values() for page in addresses]

    def browse(number: int) -> list[tuple[int, float]]:
        seen = []
        own = {"X-Forwarded-For": f"10.1.0.{number}"}
        with httpx.Client(base_url=address, timeout=60, headers=own) as client:
            for step in range(EACH):
                begun = time.perf_counter()
                status = client.get(every[(number * 37 + step * 101) % len(every)], follow_redirects=True).status_code
                seen.append((status, 1000 * (time.perf_counter() - begun)))
        return seen

    begun = time.perf_counter()
    with ThreadPoolExecutor(PEOPLE) as pool:
        seen = [one for many in pool.map(browse, range(PEOPLE)) for one in many]
    whole = time.perf_counter() - begun
    wrong = sum(status != 200 for status, _ in seen)
    taken = [ms for _, ms in seen]
    print(f"{PEOPLE} people at once, {len(seen)} pages in {whole:.0f} s, {wrong} errors; until the answer was whole: "
          f"median {statistics.median(taken):.0f} ms, p95 {p95(taken):.0f} ms")  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--address", default="")
    asked_for = options.parse_args().address
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "irhub.config.settings")
    os.environ.setdefault("IRHUB_PUBLIC", "1")
    django.setup()
    logging.disable()
    found = pages()
    if asked_for:
        together(found, asked_for)
    else:
        measured(found)


if __name__ == "__main__":
    main()
