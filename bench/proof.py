"""What the proof of who acts costs many signed-in people at once: the same site in turns with it and without, in one run.

IRHUB_HOME names a data folder with fictional registers: irhub demo --scale england --no-serve. It stays as it was: the site is served on a copy of
its database. Every TURN seconds, when no request is under way, the database's two functions that prove who acts are put in place of two that
believe what they are told, as it was before, or back; so whatever else the machine does meets both alike. Prints for each the answers that
were not good, p50, p95, and the processor time of web and database for one request; and how the two compare.

    IRHUB_HOME=... python bench/proof.py --users 200 --seconds 300
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import time
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import psycopg
from copied import copied, served

TURN = 10.0
"""Seconds."""
PROVED = ("irhub_act(text, text)", "irhub_proved()")
BELIEVED = (
    """
    CREATE OR REPLACE FUNCTION irhub_act(said text, proof text) RETURNS bigint
        LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        PERFORM set_config('irhub.acting', said, false);
        RETURN nextval('irhub_request');
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION irhub_proved() RETURNS jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN NULLIF(current_setting('irhub.acting', true), '')::jsonb;
    END $$
    """,
)


class Turns:
    """Whose turn it is, and what came of the requests of each."""

    def __init__(self, users: int) -> None:
        self.turn = "proved"
        self.took: dict[str, list[float]] = {"proved": [], "believed": []}
        self.wrong: dict[str, dict[str, int]] = {"proved": {}, "believed": {}}
        self.spent = {"proved": 0.0, "believed": 0.0}
        self.goes_on = asyncio.Event()
        self.goes_on.set()
        self.under_way = 0
        self.users = users

    def note(self, milliseconds: float, wrong: str) -> None:
        """Keep what came of a request."""
        self.took[self.turn].append(milliseconds)
        if wrong:
            self.wrong[self.turn][wrong] = self.wrong[self.turn].get(wrong, 0) + 1

    def told(self, which: str) -> dict[str, Any]:
        """The figures of one of the two."""
        times = sorted(self.took[which])
        return {
            "requests": len(times), "wrong": self.wrong[which], "p50 ms": round(times[len(times) // 2], 1),
            "p95 ms": round(times[len(times) * 95 // 100], 1), "slowest ms": round(times[-1]),
            "processor ms a request": round(1000 * self.spent[which] / len(times), 2),
        }  # fmt: skip


async def person(client: Any, key: str, pages: list[str], think: float, until: float, turns: Turns) -> None:
    """One person: reads a page, thinks for a while, reads another; but nothing while the turn changes."""
    import httpx

    await asyncio.sleep(random.uniform(0, think))
    while time.monotonic() < until:
        await turns.goes_on.wait()
        turns.under_way += 1
        begun = time.monotonic()
        try:
            answer = await client.get(random.choice(pages), headers={"Cookie": f"sessionid={key}"})
            wrong = "" if answer.status_code == 200 and b"Person " in answer.content else str(answer.status_code)
        except httpx.HTTPError as fault:
            wrong = type(fault).__name__
        turns.note(1000 * (time.monotonic() - begun), wrong)
        turns.under_way -= 1
        await asyncio.sleep(random.uniform(0.5, 1.5) * think)


async def taking_turns(turns: Turns, until: float, serving: Any, statements: dict[str, tuple[str, ...]]) -> None:
    """Change the turn again and again, each time when no request is under way."""
    from load import processor

    spent = processor(serving)
    while time.monotonic() < until:
        await asyncio.sleep(TURN)
        turns.goes_on.clear()
        while turns.under_way:
            await asyncio.sleep(0.01)
        now = processor(serving)
        turns.spent[turns.turn] += now - spent
        turns.turn = "believed" if turns.turn == "proved" else "proved"
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as owner:
            for statement in statements[turns.turn]:
                owner.execute(statement.encode())
        spent = processor(serving)
        turns.goes_on.set()


async def load(
    base: str, keys: list[str], pages: list[str], think: float, seconds: float, serving: Any, turns: Turns
) -> None:
    """All people at once for so long, in turns."""
    import httpx

    with psycopg.connect(os.environ["DATABASE_URL"]) as owner:
        proved = tuple(
            owner.execute("SELECT pg_get_functiondef(%s::regprocedure)", [name]).fetchone()[0]  # type: ignore[index]
            for name in PROVED
        )
    most = httpx.Limits(max_connections=len(keys), max_keepalive_connections=len(keys))
    none = CookieJar(DefaultCookiePolicy(allowed_domains=[]))  # each person's is sent with their requests
    until = time.monotonic() + seconds
    async with httpx.AsyncClient(base_url=base, limits=most, timeout=60, trust_env=False, cookies=none) as client:
        people = (person(client, key, pages, think, until, turns) for key in keys)
        await asyncio.gather(taking_turns(turns, until, serving, {"proved": proved, "believed": BELIEVED}), *people)


def main() -> None:
    """Serve, warm up, load in turns, tell."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--users", type=int, default=200)
    options.add_argument("--seconds", type=float, default=300, help="of each of the two")
    options.add_argument("--think", type=float, default=10, help="mean seconds between two pages of one person")
    options.add_argument("--port", type=int, default=8107)
    asked = options.parse_args()
    with copied():
        from django.db import connection
        from load import addresses, sessions

        from irhub.accounts.row_security import system_access
        from irhub.operations.migrating import migrate

        migrate()
        with system_access("the load bench makes its own people"):
            keys = sessions(asked.users)
        pages = addresses()
        connection.close()
        base = f"http://127.0.0.1:{asked.port}"
        with served(asked.port) as serving:
            asyncio.run(load(base, keys, pages, asked.think, 4 * TURN, serving, Turns(asked.users)))
            turns = Turns(asked.users)
            asyncio.run(load(base, keys, pages, asked.think, 2 * asked.seconds, serving, turns))
    told = {which: turns.told(which) for which in turns.took}
    names = ("p50 ms", "p95 ms", "processor ms a request")
    compared = {name: round(told["proved"][name] / told["believed"][name], 3) for name in names}
    print(json.dumps(told | {"proved / believed": compared, "load of the machine": os.getloadavg()}, indent=1))


if __name__ == "__main__":
    main()
