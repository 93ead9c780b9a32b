"""kill -9 of web, worker and database while a register is refreshed, pairs are reviewed and lists are uploaded.

`IRHUB_TEST_KILLS`: at how many moments of a refresh each of the three is killed (by default 1; more for the figures of
docs/operations.md).
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections import Counter

import pytest

from tests.faults.figures import figure
from tests.faults.hub import LINES, Doer, Hub, asked, hub, line_of, reviewing, uploading
from tests.place import until

pytestmark = pytest.mark.slow
KILLS = int(os.environ.get("IRHUB_TEST_KILLS", "1"))
VICTIMS = ("web", "worker", "database")
UNDISTURBED = 2
"""Refreshes before the first kill, to learn how long a usual day takes: the first of them makes everything anew."""
HISTORY = (
    "SELECT town, name, route, since, until FROM registers_sponsorspan ORDER BY 1, 2, 3, 4, 5",
    "SELECT register, kind, entity_key, after, by, old_value, new_value, line_before, line_after FROM registers_change"
    " ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9",
)


def refreshed(where: Hub, editions: int) -> bool:
    """Whether the newest run of the job is done and so many editions of sponsors are held."""
    return asked(
        where,
        "SELECT (SELECT outcome FROM operations_run WHERE job = 'refresh' ORDER BY started_at DESC LIMIT 1),"
        " (SELECT count(*) FROM registers_edition WHERE register = 'home_office_sponsors' AND state = 'accepted')",
    ) == [("done", editions)]


def begin(where: Hub, at_hand: subprocess.Popen[str]) -> None:
    """Have the worker refresh, and wait until it has begun."""
    runs = "SELECT count(*) FROM operations_run WHERE job = 'refresh'"
    before = where.ask(runs)[0][0]
    assert at_hand.stdin is not None
    at_hand.stdin.write("refresh\n")
    assert line_of(at_hand) == "asked"
    # more than one, where what a killed worker was doing is done again beside it
    until(lambda: any(count > before for (count,) in asked(where, runs)), "the refresh to begin")


def test_whatever_is_killed_while_people_work_nothing_is_lost_or_doubled(tmp_path, record_property):
    with hub(tmp_path, UNDISTURBED + len(VICTIMS) * KILLS) as (
        where,
        web,
        worker,
        publisher,
        to_come,
        (reviewer, analyst),
        at_hand,
    ):
        held = where.ask("SELECT count(*) FROM registers_edition WHERE register = 'home_office_sponsors'")[0][0]
        at_work = [Doer(where, reviewer, reviewing(where)), Doer(where, analyst, uploading)]

        done, served, finished = 0, Counter(), Counter()
        for _ in range(UNDISTURBED):
            publisher.offered = to_come.pop(0)
            begin(where, at_hand)
            done += 1
            lasts = until(lambda so_far=held + done: refreshed(where, so_far), "a refresh that nothing disturbs")
        kills = {
            "web": web.kill,
            "worker": worker.kill,
            "database": lambda: os.kill(int(where.server()[0]), signal.SIGKILL),
        }
        for moment in range(KILLS):
            for victim, kill in kills.items():
                publisher.offered = to_come.pop(0)
                begin(where, at_hand)
                time.sleep(lasts * (moment + 0.5) / KILLS)
                kill()
                killed = time.monotonic()
                time.sleep(0.2)
                until(where.serves, f"the site after a kill of the {victim}")
                served[victim] = max(served[victim], time.monotonic() - killed)
                done += 1
                until(
                    lambda so_far=held + done: refreshed(where, so_far),
                    f"the refresh after a kill of the {victim}",
                    150,
                )
                finished[victim] = max(finished[victim], time.monotonic() - killed)
        for doer in at_work:
            doer.stop()
        cut_off = where.ask("SELECT count(*) FROM operations_run WHERE job = 'refresh' AND outcome <> 'done'")[0][0]

        decided = dict(where.ask("SELECT why, count(*) FROM organisations_decision GROUP BY why"))
        lists = where.ask(
            "SELECT file_name, (SELECT count(*) FROM contracts_contractline WHERE contract_list_id = list.id)"
            " FROM contracts_contractlist list"
        )
        reviews, uploads = at_work
        lost = [why for why in reviews.told if why not in decided] + [
            name for name in uploads.told if name not in dict(lists)
        ]
        doubled = [why for why, times in decided.items() if times > 1] + [
            name for name, times in Counter(name for name, _ in lists).items() if times > 1
        ]
        figure(
            record_property,
            f"kill -9 of {', '.join(kills)} while people work, {KILLS} of each",
            lost=lost,
            doubled=doubled,
            told=[tmp_path / "web.log", tmp_path / "worker.log", *reviews.traced, *uploads.traced],
            more=f"a refresh undisturbed took {lasts:.1f} s, {cut_off} were cut off;"
            f" decisions said to be kept {len(reviews.told)} of {reviews.tried} tried, kept {len(decided)};"
            f" lists said to be taken in {len(uploads.told)} of {uploads.tried}, kept {len(lists)};"
            f" other answers: {', '.join(sorted(reviews.odd | uploads.odd))}; "
            + "; ".join(f"{one}: pages after {served[one]:.1f} s, refresh {finished[one]:.1f} s" for one in kills),
        )
        assert cut_off
        assert "500" not in reviews.odd | uploads.odd
        assert reviews.told
        assert uploads.told
        assert {lines for _, lines in lists} == {LINES}
        events = dict(where.ask("SELECT what, count(*) FROM accounts_auditevent GROUP BY what"))
        assert events["decided a link"] == len(decided)
        assert events["uploaded a list of providers"] == len(lists)
        assert "0 broken" in where.run("audit", "verify").stdout
        history = [where.ask(query) for query in HISTORY]
        where.run("rebuild")  # the history made anew from the archive, in one piece
        assert [where.ask(query) for query in HISTORY] == history
