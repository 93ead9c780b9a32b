"""Many signed-in people at once, reading pages as people do, against `irhub serve` with two workers on this machine.

IRHUB_HOME names a data folder with fictional registers: irhub demo --scale england --no-serve. Prints the answers that were
not good, p50 (also of each kind of page), p95 and the slowest in milliseconds, the processor time of web and database for one request
(which says what the hub costs even while others use the machine), and the memory of the web processes at both ends.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import time
from contextlib import suppress
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from statistics import median

import django
import httpx
import psutil
from copied import served

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "irhub.config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.db import connection  # noqa: E402

from irhub.accounts import actions  # noqa: E402
from irhub.accounts.models import Body, Membership, Person  # noqa: E402
from irhub.accounts.roles import Kind, Role  # noqa: E402
from irhub.accounts.row_security import system_access  # noqa: E402
from irhub.accounts.sessions import SessionStore  # noqa: E402
from irhub.operations.migrating import migrate  # noqa: E402
from irhub.organisations.models import Member  # noqa: E402
from irhub.places import councils  # noqa: E402
from irhub.registers.models import Edition  # noqa: E402


def sessions(users: int) -> list[str]:
    """The session keys of so many people, who are made if they are not there."""
    body = Body.objects.filter(kind=Kind.PROVIDER, name="Quillmoor Care Ltd").first()
    body = body or actions.add_body(Kind.PROVIDER, "Quillmoor Care Ltd", by="bench")
    keys = []
    for number in range(users):
        person, _ = Person.objects.get_or_create(
            email=f"load-{number}@example.org", defaults={"name": f"Person {number}", "password": "!"}
        )
        Membership.objects.get_or_create(
            person=person, body=body, role=Role.VIEWER, until=None, defaults={"given_by": "b"}
        )
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
        keys.append(str(session.session_key))
    return keys


def addresses() -> list[str]:
    """Pages, the usual ones more often."""
    organisations = Member.objects.order_by("?").values_list("organisation_id", flat=True)[:200]
    found = [f"/councils/{place.slug}/" for place in councils()] + [f"/organisations/{one}/" for one in organisations]
    return (
        found + ["/", "/country/england/", "/changes/", "/data/", "/search/?q=care", "/search/?q=quill", "/about/"] * 15
    )


class Tally:
    """What came of all requests."""

    def __init__(self) -> None:
        self.milliseconds: list[float] = []
        self.by_page: dict[str, list[float]] = {}
        self.wrong: dict[str, int] = {}


async def person(
    client: httpx.AsyncClient, key: str, pages: list[str], think: float, until: float, tally: Tally
) -> None:
    """One person: reads a page, thinks for a while, reads another."""
    await asyncio.sleep(random.uniform(0, think))
    while time.monotonic() < until:
        page = random.choice(pages)
        begun = time.monotonic()
        try:
            answer = await client.get(page, headers={"Cookie": f"sessionid={key}"})
            what = "" if answer.status_code == 200 and b"Person " in answer.content else str(answer.status_code)
        except httpx.HTTPError as fault:
            what = type(fault).__name__
        took = 1000 * (time.monotonic() - begun)
        tally.milliseconds.append(took)
        tally.by_page.setdefault("/".join(page.split("?")[0].split("/")[:2]), []).append(took)
        if what:
            tally.wrong[what] = tally.wrong.get(what, 0) + 1
        await asyncio.sleep(random.uniform(0.5, 1.5) * think)


def memory(process: subprocess.Popen[bytes]) -> float:
    """MiB that the web processes hold alone or share."""
    tree = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    return sum(one.memory_info().rss for one in tree if "postgres" not in one.name()) / 2**20


def processor(process: subprocess.Popen[bytes]) -> float:
    """Seconds of processor time that the web processes and the embedded database have used."""
    trees = [psutil.Process(process.pid)]
    postmaster = Path(settings.HOME) / "postgres" / "postmaster.pid"
    if postmaster.exists():
        trees.append(psutil.Process(int(postmaster.read_text().split()[0])))
    spent = 0.0
    for root in trees:
        for one in [root, *root.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                times = one.cpu_times()
                spent += times.user + times.system
    return spent


async def load(base: str, keys: list[str], pages: list[str], think: float, seconds: float) -> Tally:
    """All of them at once for so long."""
    tally = Tally()
    most = httpx.Limits(max_connections=len(keys), max_keepalive_connections=len(keys))
    none = CookieJar(DefaultCookiePolicy(allowed_domains=[]))  # each person's is sent with their requests
    async with httpx.AsyncClient(base_url=base, limits=most, timeout=30, trust_env=False, cookies=none) as client:
        until = time.monotonic() + seconds
        await asyncio.gather(*(person(client, key, pages, think, until, tally) for key in keys))
    return tally


def main() -> None:
    """Serve, warm up, load, tell."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--users", type=int, default=200)
    options.add_argument("--seconds", type=float, default=300)
    options.add_argument("--think", type=float, default=10, help="mean seconds between two pages of one person")
    options.add_argument("--port", type=int, default=8106)
    asked = options.parse_args()
    migrate()
    if not Edition.objects.filter(fictional=True).exists():
        sys.exit("Load fictional registers first: irhub demo --scale england --no-serve")
    with system_access("the load bench makes its own people"):
        keys = sessions(asked.users)
    pages = addresses()
    connection.close()
    base = f"http://127.0.0.1:{asked.port}"
    with served(asked.port) as serving:
        asyncio.run(load(base, keys, pages, asked.think, min(30, asked.seconds / 4)))
        warm, spent = memory(serving), processor(serving)
        tally = asyncio.run(load(base, keys, pages, asked.think, asked.seconds))
        after, spent = memory(serving), processor(serving) - spent
    times = sorted(tally.milliseconds)
    told = {
        "users": asked.users,
        "seconds": asked.seconds,
        "requests": len(times),
        "wrong": tally.wrong,
        "p50 ms": round(times[len(times) // 2]),
        "p95 ms": round(times[len(times) * 95 // 100]),
        "slowest ms": round(times[-1]),
        "p50 ms by page": {page: round(median(took)) for page, took in sorted(tally.by_page.items())},
        "processor ms a request": round(1000 * spent / len(times)),
        "MiB warm": round(warm),
        "MiB after": round(after),
        "load of the machine": os.getloadavg(),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
