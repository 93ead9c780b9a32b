"""A disk that is full and a clock that jumps: a sentence says so, nothing is lost, and it goes on without hands."""

from __future__ import annotations

import shutil
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.faults.figures import figure
from tests.faults.hub import Hub, Kept, asked
from tests.faults.test_faults import DONE, GONE, JOB, NAMES, NEW, files
from tests.place import end, until

pytestmark = pytest.mark.slow
HISTORY = (
    "SELECT (SELECT count(*) FROM registers_edition), (SELECT count(*) FROM registers_sponsorspan WHERE until IS NULL),"
    " (SELECT count(*) FROM registers_sponsorspan), (SELECT count(*) FROM registers_change)"
)
DISK = "400m"
ROOM_LEFT = (0, 2**20, 8 * 2**20)
"""Bytes left: none for the archive, none for the unpacked rows, none for the database."""
SCHEDULED = "SELECT count(*) > 0 FROM procrastinate_periodic_defers WHERE task_name = 'take-up' AND defer_timestamp BETWEEN %s AND %s"
OWN_CLOCK = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
static const volatile long *ahead;
static int (*real)(clockid_t, struct timespec *);
__attribute__((constructor)) static void begin(void) {
    int file = open(getenv("CLOCK"), O_RDONLY);
    void *told = file < 0 ? MAP_FAILED : mmap(0, sizeof(long), PROT_READ, MAP_SHARED, file, 0);
    if (told != MAP_FAILED) ahead = told;
    if (file >= 0) close(file);
    real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
}
int clock_gettime(clockid_t which, struct timespec *at) {
    if (!real) begin();
    int failed = real(which, at);
    if (!failed && ahead && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)) at->tv_sec += *ahead;
    return failed;
}
int gettimeofday(struct timeval *at, void *zone) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    at->tv_sec = now.tv_sec;
    at->tv_usec = now.tv_nsec / 1000;
    return 0;
}
time_t time(time_t *at) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (at) *at = now.tv_sec;
    return now.tv_sec;
}
"""
"""A clock that is ahead by as many seconds as the file CLOCK holds, for every process that it is loaded into: the web, the
worker, commands and the database server. Each has the file in its memory, for a clock is asked too often to open it."""


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of its own, of `DISK` bytes, in memory."""
    folder = Path(tempfile.mkdtemp(prefix="irhub-disk-"))
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)], capture_output=True)
    if made.returncode:
        pytest.skip("only root can mount a small file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
        folder.rmdir()


def fill(folder: Path, leave: int) -> Path:
    """Fill a disk but for so many bytes, and return the file that does it."""
    ballast = folder / "ballast"
    with ballast.open("wb") as file:
        while (room := shutil.disk_usage(folder).free - leave) > 0:
            file.write(b"\0" * min(room, 2**20))
            file.flush()
    return ballast


def test_a_full_disk_is_told_of_and_when_there_is_room_all_goes_on(small_disk, tmp_path, record_property):
    where = Hub(small_disk / "home", IRHUB_MAX_LOST_PERCENT="5")
    first, second = files(tmp_path / "files")
    where.run("load", str(first))
    site = where.start("serve", "--port", str(where.port), log=tmp_path / "serve.log")
    try:
        until(where.serves, "the site to serve")
        before, refused, pages, how = where.ask(HISTORY), 0, [], []
        for leave in ROOM_LEFT:
            ballast = fill(small_disk, leave)
            done = where.run("load", str(second), expect=None)
            pages.append(done.stdout + done.stderr)
            if done.returncode:
                refused += 1
                assert "disk is full" in done.stderr, done.stderr
                answer = httpx.get(f"{where.address}/data/", timeout=30, trust_env=False)
                assert answer.status_code in (200, 503)
                pages.append(answer.text)
            ballast.unlink()
            took = until(where.serves, "pages once there is room")
            after = where.ask(HISTORY)
            how.append(
                f"room for {leave} bytes: load ended with {done.returncode}, {'after' if after != before else 'before'} its edition"
                f" was applied, pages {took:.1f} s after there was room"
            )
            assert after[0][0] - before[0][0] in (0, 1)
        assert refused
        assert where.run("load", str(second)).stdout.split()[0] in ("applied", "already")
        ((editions, apart),) = where.ask("SELECT count(*), count(DISTINCT sha256) FROM registers_edition")
        ((spans,),) = where.ask("SELECT count(*) FROM registers_sponsorspan WHERE until IS NULL")
        stand = len(NAMES) - len(GONE) + len(NEW)
        figure(
            record_property,
            f"a full disk under a load, {len(how)} times",
            lost=range(2 - apart) or range(stand - spans),
            doubled=range(editions - apart) or range(spans - stand),
            told=[*pages, tmp_path / "serve.log"],
            more="; ".join(how),
        )
        left = [path for path in where.home.rglob("tmp*") if path.is_file() and "postgres" not in path.parts]
        assert not left
    finally:
        end(site)


@pytest.mark.skipif(not shutil.which("gcc"), reason="needs gcc, to make a clock that can be set")
def test_a_clock_that_jumps_ahead_and_is_set_right_stops_nothing(tmp_path, record_property):
    own = Path(tempfile.mkdtemp(prefix="irhub-clock-"))
    own.chmod(0o755)
    clock, code, library = own / "clock", own / "clock.c", own / "clock.so"
    code.write_text(OWN_CLOCK)
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", library, code], check=True)

    clock.write_bytes(bytes(8))

    def jump(days: int) -> None:
        with clock.open("r+b") as file:
            file.write(struct.pack("@l", days * 86_400))

    where = Hub(own / "home", LD_PRELOAD=str(library), CLOCK=str(clock))
    first, second = files(tmp_path / "files")
    where.run("load", str(first))
    web = Kept(lambda: where.start("serve", "--port", str(where.port), log=tmp_path / "web.log"))
    worker = Kept(lambda: where.start("worker", log=tmp_path / "worker.log"))
    how: list[str] = []
    try:
        until(where.serves, "the site to serve")
        until(lambda: asked(where, "SELECT count(*) > 0 FROM procrastinate_workers") == [(True,)], "the worker")
        for number, days in enumerate((3, 0, -3), start=1):
            jump(days)
            begun = time.time() + days * 86_400
            time.sleep(3)  # the worker looks at the clock every two seconds
            until(where.serves, f"pages at {days:+d} days")
            asking = where.python(JOB)
            job, fault = asking.communicate()
            assert asking.returncode == 0, fault
            took = until(
                lambda times=number, told=job: asked(where, DONE, told.strip()) == [(times,)],
                f"a job at {days:+d} days",
                90,
            )
            scheduled = until(
                lambda since=begun: asked(where, SCHEDULED, since, since + 600) == [(True,)],
                f"the schedule at {days:+d} days: {(tmp_path / 'worker.log').read_text()[-1500:]}",
            )
            how.append(f"{days:+d} days: a job done after {took:.1f} s, the schedule goes on after {scheduled:.1f} s")
            if days == 3:
                assert "applied" in where.run("load", str(second)).stdout
            if days == 0:
                told = where.run("doctor", expect=None).stdout
                assert "which lies ahead: a clock was or is wrong" in told
        ((editions,),) = where.ask("SELECT count(*) FROM registers_edition WHERE state = 'accepted'")
        ((runs,),) = where.ask(DONE, job.strip())
        figure(
            record_property,
            f"the clock forward, set right and back, {len(how)} jumps",
            lost=range(2 - editions) or range(len(how) - runs),
            doubled=range(editions - 2) or range(runs - len(how)),
            told=[tmp_path / "web.log", tmp_path / "worker.log"],
            more="; ".join(how),
        )
    finally:
        worker.stop()
        web.stop()
        shutil.rmtree(own, ignore_errors=True)
