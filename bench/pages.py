"""How long the server takes to answer each page, how that grows with a place, and whether many at once are served.

    IRHUB_HOME=/path/to/england-scale python bench/pages.py [public] [signed] [growth] [together]

Everything happens in a copy of the folder's database, which is dropped at the end (copied.py). Prints rows of Markdown, in
milliseconds, for docs/dashboards.md.

public, signed: requests go through the whole application in this process (middleware, queries, template), without a network. Each
page is asked for with other places and organisations in turn (addresses.py), by the public or by who signs in (people.py). Cold: the
first time that this process asks for each of them, after the database has forgotten its plans; warm: the times after that, and what
each takes of this process's processor on average, without the database's.

growth: the overviews of places, from the smallest council to England, by their locations.

together: fifty people ask `irhub serve` on this machine at once, each for ten pages one after another, every third of them signed in.
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count, cycle, islice
from typing import TYPE_CHECKING

import django
from copied import copied, served

if TYPE_CHECKING:
    from addresses import Pages
    from django.test import Client

PARTS = ("public", "signed", "growth", "together")
TIMES, PEOPLE, EACH, PORT = 40, 50, 10, 8107
visitors = count()  # searches of one address are limited, so that each request comes from another


def measured(client: Client, asked: Pages, title: str) -> None:
    """A table of the pages, each cold and warm."""
    from django.db import connection

    print(f"\n| {title} | cold: median | 95 of 100 | warm: median | 95 of 100 | processor |\n|---|---|---|---|---|---|")
    for name, addresses in asked.items():
        if not addresses:
            print(f"| {name} | there is none |  |  |  |  |", flush=True)
            continue
        connection.close()
        cold = [timed(client, address) for address in addresses]
        worked, times = time.process_time(), max(TIMES, len(addresses))
        warm = [timed(client, address) for address in islice(cycle(addresses), times)]
        worked = 1000 * (time.process_time() - worked) / times
        told = (statistics.median(cold), p95(cold), statistics.median(warm), p95(warm), worked)
        print(f"| {name} | {' | '.join(f'{ms:.0f}' for ms in told)} |", flush=True)


def timed(client: Client, address: str) -> float:
    """Milliseconds until a page is whole; one that leads away to sign in is none."""
    third, fourth = divmod(next(visitors), 250)
    begun = time.perf_counter()
    response = client.get(address, follow=True, REMOTE_ADDR=f"10.0.{third}.{fourth}")
    took = 1000 * (time.perf_counter() - begun)
    assert response.status_code == 200, (address, response.status_code)
    away = response.request["PATH_INFO"]
    assert away.startswith("/account/") == address.startswith("/account/"), (address, away)
    return took


def p95(taken: list[float]) -> float:
    return sorted(taken)[min(int(0.95 * len(taken)), len(taken) - 1)]


def grown(public: Client, signed: Client) -> None:
    """A table of places by size, each with the median time of its overview."""
    from addresses import of_kind

    from irhub.dashboards.models import PlaceFigures
    from irhub.places import england

    locations = dict(PlaceFigures.objects.filter(as_at=None).values_list("place_code", "locations"))
    councils, regions = (
        sorted(of_kind(kind), key=lambda place: locations[place.code]) for kind in ("council", "region")
    )
    steps = [councils[round(part * (len(councils) - 1))] for part in (0, 0.25, 0.5, 0.75, 0.95, 1)]
    print("\n| place | councils | locations | overview: median | signed in: median |\n|---|---|---|---|---|")
    for place in [*steps, regions[0], regions[-1], england()]:
        address = f"/{place.area}/{place.slug}/"
        told = []
        for client in (public, signed):
            timed(client, address)
            told.append(statistics.median(timed(client, address) for _ in range(TIMES)))
        size = f"{len(place.councils)} | {locations[place.code]:,}"
        print(f"| {place.name} | {size} | {' | '.join(f'{ms:.0f}' for ms in told)} |", flush=True)


def together(public: Pages, signed: dict[str, Pages]) -> None:
    """Fifty people at once against a server with two workers."""
    import httpx
    from django.conf import settings
    from people import WHO, signed_in

    shown = [(list(public.values()), {}) for _ in range(PEOPLE)]
    for number in range(0, PEOPLE, 3):
        turn, which = divmod(number // 3, len(signed))
        who, own = list(signed.items())[which]
        key = signed_in(WHO[who], turn).cookies[settings.SESSION_COOKIE_NAME].value
        shown[number] = ([*public.values(), *own.values()], {settings.SESSION_COOKIE_NAME: key})

    def browse(number: int) -> list[tuple[str, int, float]]:
        seen = []
        pages, cookies = shown[number]
        own = {"X-Forwarded-For": f"10.1.0.{number}"}
        with httpx.Client(base_url=f"http://127.0.0.1:{PORT}", timeout=60, headers=own, cookies=cookies) as client:
            for step in range(EACH):
                addresses = pages[(number * 37 + step * 101) % len(pages)]
                address = addresses[(number + step) % len(addresses)]
                begun = time.perf_counter()
                answer = client.get(address, follow_redirects=True)
                status = 401 if answer.url.path == "/account/sign-in/" else answer.status_code
                seen.append((address, status, 1000 * (time.perf_counter() - begun)))
        return seen

    with served(PORT, {"IRHUB_PROXIES": "1"}):
        begun = time.perf_counter()
        with ThreadPoolExecutor(PEOPLE) as pool:
            seen = [one for many in pool.map(browse, range(PEOPLE)) for one in many]
        whole = time.perf_counter() - begun
    wrong = [(address, status) for address, status, _ in seen if status != 200]
    taken = [ms for _, _, ms in seen]
    print(f"\n{PEOPLE} people at once, {sum(bool(cookies) for _, cookies in shown)} of them signed in, {len(seen)} pages in "
          f"{whole:.0f} s, {len(wrong)} errors; until the answer was whole: median {statistics.median(taken):.0f} ms, "
          f"95 of 100 within {p95(taken):.0f} ms", *wrong[:5])  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="|".join(PARTS))
    parts = options.parse_args().parts or PARTS
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "irhub.config.settings")
    os.environ.setdefault("IRHUB_PUBLIC", "1")
    with copied():
        django.setup()
        logging.disable()
        from addresses import PAST, public, signed
        from django.db import connection
        from django.test import Client
        from people import WHO, settle_in, signed_in

        from irhub.cli.warming import warm
        from irhub.indicators.past import work_out
        from irhub.operations.migrating import migrate

        migrate()
        anybody = Client(headers={"host": "localhost"})
        anybody.handler.load_middleware()  # both as a web process does before its first request
        warm()
        if "public" in parts or "together" in parts:
            work_out(PAST)
        if "public" in parts:
            measured(anybody, public(), "page")
        if set(parts) != {"public"}:
            settle_in()
            asked = signed()
            if "signed" in parts:
                for who, pages in asked.items():
                    measured(signed_in(WHO[who]), pages, f"what {who} asks for")
            if "growth" in parts:
                grown(anybody, signed_in(WHO["an officer of a council"]))
            if "together" in parts:
                together(public(), asked)
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
