"""kill -9 of a process in the middle of a ledger's work: what it said is done is kept, the rest is not there, and the sum is right.

`IRHUB_TEST_KILLS`: at how many moments (by default 3).
"""

from __future__ import annotations

import os
import signal
import time

import pytest

from tests.faults.figures import figure
from tests.place import place

pytestmark = pytest.mark.slow
KILLS = int(os.environ.get("IRHUB_TEST_KILLS", "3"))
BEGIN = """
from irhub.accounts.row_security import owner_access
from irhub.casework.ledger import book, reserve, settle, unsound
from tests.casework.purse import Purse, make_tables
"""
MADE = f"""{BEGIN}
with owner_access():
    make_tables()
    book(Purse.objects.create(), 1_000_000, key="grant", why="The scheme", by="scheme")
"""
WORKS = f"""{BEGIN}
from datetime import timedelta
with owner_access():
    purse, number = Purse.objects.get(), 0
    while True:
        number += 1
        key = sys.argv[1] + f" {{number}}"
        book(purse, -1, key=key, why="A call", by="x")
        hold = reserve(purse, 3, key=key, lasts=timedelta(hours=1), by="x")
        settle(hold, number % 4, why="A call", by="x")
        print(f"{{key}},{{hold.pk}},{{number % 4}}", flush=True)
"""
LOOKS = f"""{BEGIN}
with owner_access():
    print(list(unsound(Purse)))
"""


def test_a_process_that_is_killed_books_all_or_nothing(tmp_path, record_property):
    with place(tmp_path) as where:
        making = where.python(MADE)
        assert making.communicate()[1] == ""
        said, terminals = list[str](), list[str]()
        for moment in range(KILLS):
            working = where.python(WORKS, f"run {moment}")
            assert working.stdout is not None
            said.append(working.stdout.readline().strip())
            time.sleep(0.05 + 0.3 * moment / KILLS)
            working.send_signal(signal.SIGKILL)
            rest, faults = working.communicate()
            terminals.append(faults)
            said += [line for line in rest.split("\n") if line.count(",") == 2]
        looking = where.python(LOOKS)
        assert looking.communicate() == ("[]\n", ""), "entries and holds tell what the balance holds"
        ((amount, held, booked, open_holds),) = where.ask(
            "SELECT amount, held, (SELECT sum(amount) FROM casework_tests_purseentry),"
            " (SELECT coalesce(sum(amount), 0) FROM casework_tests_pursehold WHERE settled_at IS NULL) FROM casework_tests_purse"
        )
        assert (amount, held) == (booked, open_holds)
        assert 0 <= held <= 3 * KILLS, "at most what each had reserved as it was killed"
        entries = dict(where.ask("SELECT key, amount FROM casework_tests_purseentry"))
        for line in said:
            key, hold, used = line.split(",")
            assert entries[key] == -1
            assert entries.get(f"hold {hold}", 0) == -int(used)
        assert len(said) >= KILLS
        assert len(set(said)) == len(said)
        figure(
            record_property,
            f"kill -9 of a process that books in a ledger, {KILLS} times",
            told=terminals,
            more=f"said to be booked {len(said)}; entries {len(entries)}; balance {amount}",
        )
