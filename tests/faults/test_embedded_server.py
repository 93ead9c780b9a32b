"""The embedded database server: whatever lies about, dies or is full, it runs once, harms no other program, or says in a sentence why not."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from irhub.operations.embedded.programs import CannotStart
from irhub.operations.embedded.server import ensure_running, let_go, url
from tests.place import COMMAND, until

HOLD = """
import sys, time
from pathlib import Path
from irhub.operations.embedded.server import ensure_running
ensure_running(Path(sys.argv[1]))
print((Path(sys.argv[1]) / "postmaster.pid").read_text().split()[0], flush=True)
sys.stdin.read()
"""
"""A process that uses the server until its input ends."""
MISSING = "qq_QQ.UTF-8"
"""A locale that no system has."""


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A database that is made, and whose server does not run."""
    folder = Path(tempfile.mkdtemp(prefix="irhub-made-")) / "home" / "postgres"
    ensure_running(folder)
    let_go(folder)
    yield folder
    shutil.rmtree(folder.parents[1])


@pytest.fixture
def empty() -> Iterator[Path]:
    """Where a database could be, below a folder with a short name. No server is left there."""
    with tempfile.TemporaryDirectory(prefix="irhub-fault-") as name:
        folder = Path(name) / "home" / "postgres"
        yield folder
        let_go(folder)
        for process in servers(folder):
            os.kill(process, signal.SIGKILL)


@pytest.fixture
def folder(made: Path, empty: Path) -> Path:
    """A copy of it, for one test."""
    subprocess.run(["cp", "-a", made.parent, empty.parent], check=True)
    return empty


def reached(folder: Path) -> bool:
    with psycopg.connect(url(folder), connect_timeout=5) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


def number(folder: Path) -> int:
    """The process id of the server."""
    return int((folder / "postmaster.pid").read_text().split()[0])


def servers(folder: Path) -> list[int]:
    """The servers whose folder it is, without their children."""
    alive = [one.info for one in psutil.process_iter(["pid", "ppid", "name", "cwd"])]
    found = {one["pid"]: one for one in alive if one["name"] == "postgres" and one["cwd"] == str(folder)}
    return [pid for pid, one in found.items() if one["ppid"] not in found]


def state(folder: Path, process: int) -> str:
    """What a server writes of itself."""
    return f"{process}\n{folder}\n1795853547\n5432\n{folder}\n\n  2156718    950325\nready   \n"


def holding(folder: Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, env=os.environ | environment,
    )  # fmt: skip


def command(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the real command on a data folder."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("IRHUB_", "DJANGO_"))}
    return subprocess.run(
        [COMMAND, *(arguments or ["migrate"])], env=inherited | {"IRHUB_HOME": str(home)} | environment,
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def refusal(folder: Path) -> str:
    """Why the server cannot start, in a sentence; commands print it as it is."""
    with pytest.raises(CannotStart) as refused:
        ensure_running(folder)
    said = str(refused.value)
    assert "\n" not in said
    assert said.endswith(".")
    return said


@pytest.mark.parametrize("name", ["postmaster.pid", ".s.PGSQL.5432.lock"])
def test_another_program_that_bears_the_number_of_a_server_of_old_is_not_harmed(folder, name):
    owner = {} if os.geteuid() else {"user": folder.stat().st_uid}  # whose programs the server could stop
    with subprocess.Popen(["sleep", "60"], **owner) as other:
        (folder / name).write_text(state(folder, other.pid))
        ensure_running(folder)
        assert reached(folder)
        let_go(folder)
        assert other.poll() is None
        other.kill()
    assert servers(folder) == []


def test_a_server_of_another_folder_is_another_program_too(folder, made):
    ensure_running(made)
    try:
        (folder / "postmaster.pid").write_text(state(folder, number(made)))
        ensure_running(folder)
        assert number(folder) != number(made)
        let_go(folder)
        assert reached(made)
    finally:
        let_go(made)


@pytest.mark.parametrize(
    "torn", [b"", b"12", b"\0\xff\xfe" * 30, b"no number\n"], ids=["empty", "cut", "bytes", "words"]
)
def test_a_torn_state_file_is_put_aside_and_written_anew(folder, torn):
    (folder / "postmaster.pid").write_bytes(torn)
    ensure_running(folder)
    assert reached(folder)
    assert torn == b"12" or [file.read_bytes() for file in folder.glob("*.aside-*")] == [torn]


def test_a_server_whose_state_file_is_torn_while_it_runs_is_stopped_before_another_starts(folder):
    hub = holding(folder)
    assert hub.stdout is not None
    before = int(hub.stdout.readline())
    hub.kill()
    hub.communicate()
    (folder / "postmaster.pid").write_bytes(b"\0\0\0")
    ensure_running(folder)
    assert reached(folder)
    assert servers(folder) == [number(folder)] != [before]


def test_a_server_that_is_stopping_is_waited_for(folder):
    ensure_running(folder)
    before = number(folder)
    last = psycopg.connect(url(folder))
    os.kill(before, signal.SIGTERM)  # it waits for who is connected
    until(lambda: "stopping" in (folder / "postmaster.pid").read_text(), "the server to stop")
    threading.Timer(1, last.close).start()
    ensure_running(folder)
    assert reached(folder)
    assert servers(folder) == [number(folder)] != [before]


def test_the_server_of_a_hub_that_was_killed_is_found_used_and_stopped_by_the_last(folder):
    hub = holding(folder)
    assert hub.stdout is not None
    orphan = int(hub.stdout.readline())
    hub.kill()
    hub.communicate()
    ensure_running(folder)
    assert number(folder) == orphan
    assert reached(folder)
    let_go(folder)
    assert servers(folder) == []


def test_after_a_kill_of_the_server_the_next_connection_finds_another_and_nothing_is_lost(folder):
    ensure_running(folder)
    with psycopg.connect(url(folder)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    before = psutil.Process(number(folder))
    before.kill()
    before.wait()
    ensure_running(folder)
    with psycopg.connect(url(folder)) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)


def test_processes_that_come_at_once_start_one_server_and_the_last_to_end_stops_it(empty):
    together = [holding(empty) for _ in range(4)]
    told = {process.stdout.readline().strip() for process in together if process.stdout}
    assert len(told) == 1, [process.communicate() for process in together]
    for process in together[:-1]:
        process.communicate()
    assert reached(empty)
    together[-1].communicate()
    assert servers(empty) == []


def test_making_a_database_that_was_cut_off_begins_again(empty):
    half = empty.with_name("postgres.new")
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    ensure_running(empty)
    assert reached(empty)
    assert not half.exists()


def test_the_data_folder_and_all_in_it_stays_its_owner_s_alone(empty):
    ensure_running(empty)
    home = empty.parent
    assert home.stat().st_mode & 0o777 == 0o700
    assert {path.name for path in home.iterdir() if path.stat().st_mode & 0o077} == set()
    assert home.parent.stat().st_mode & 0o777 == 0o700


def test_whoever_listens_in_the_server_s_place_is_not_believed(folder):
    ensure_running(folder)
    (folder / ".s.PGSQL.5432").unlink()
    with socket.socket(socket.AF_UNIX) as impostor:
        impostor.bind(str(folder / ".s.PGSQL.5432"))
        impostor.listen()
        ensure_running(folder)
        assert reached(folder)
        impostor.settimeout(0)
        impostor.accept()[0].close()  # it was looked at once,
        with pytest.raises(BlockingIOError):
            impostor.accept()  # and then left alone


@pytest.fixture
def as_another(empty: Path) -> Callable[[str, str], subprocess.CompletedProcess[str]]:
    """Run the command as the user nobody, with a home of its own, after another user was there."""
    if os.geteuid():
        pytest.skip("only root can become another user")
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        pytest.skip("the system has no user nobody")
    who = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    try:
        subprocess.run([sys.executable, "-c", "import irhub"], check=True, capture_output=True, cwd="/", **who)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("the user nobody cannot reach the programs")
    empty.parents[1].chmod(0o755)
    empty.parent.mkdir(mode=0o700)
    os.chown(empty.parent, nobody.pw_uid, nobody.pw_gid)

    def run(code: str, temporary: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code, str(empty)], env=os.environ | {"TMPDIR": temporary}, input="",
            capture_output=True, text=True, check=False, cwd="/", **who,
        )  # fmt: skip

    return run


def test_what_another_user_left_among_temporary_files_hinders_nobody(as_another, tmp_path):
    shared = Path(tempfile.mkdtemp(prefix="irhub-shared-"))
    shared.chmod(0o1777)
    (shared / ".lockfile").touch(mode=0o600)
    (shared / "python_PostgresServer").mkdir(mode=0o700)
    done = as_another(HOLD, str(shared))
    assert (done.returncode, done.stdout.strip().isdigit()) == (0, True), done.stderr
    assert {path.name for path in shared.iterdir()} == {".lockfile", "python_PostgresServer"}
    shutil.rmtree(shared)


def test_a_database_of_another_user_is_not_used(as_another, empty, made):
    subprocess.run(["cp", "-a", made, empty], check=True)
    done = as_another(HOLD, tempfile.gettempdir())
    assert done.returncode
    assert "belongs to another user" in done.stderr
    assert servers(empty) == []


def test_a_path_too_long_for_a_socket_is_told_of_and_nothing_lies_elsewhere(empty):
    home = empty.parent / ("quillmoor" * 11)
    lay = set(Path(tempfile.gettempdir()).iterdir())
    assert "bytes too long" in refusal(home / "postgres")
    assert not home.exists()
    assert not [path for path in set(Path(tempfile.gettempdir()).iterdir()) - lay if list(path.glob(".s.PGSQL.*"))]


def test_a_locale_that_the_system_lacks_hinders_nothing(empty):
    hub = holding(empty, LC_ALL=MISSING, LANG=MISSING)
    out, fault = hub.communicate()
    assert out.strip().isdigit(), fault


def test_a_database_that_was_made_with_a_locale_that_the_system_lacks_is_told_of(folder):
    with (folder / "postgresql.conf").open("a") as settings:
        settings.write(f"lc_messages = '{MISSING}'\n")
    assert f"locale-gen {MISSING}" in refusal(folder)


@pytest.fixture
def small_disk(empty: Path) -> Iterator[Callable[[str], None]]:
    """A file system of its own, in memory, under the data folder. Mounts it with other options when called."""
    empty.parent.mkdir(parents=True)
    mounting = ["mount", "-t", "tmpfs", "-o", "size=8m,mode=700", "tmpfs", str(empty.parent)]
    if os.geteuid() or subprocess.run(mounting, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small file system, and not everywhere")
    yield lambda options: subprocess.run(["mount", "-o", f"remount,{options}", str(empty.parent)], check=True)  # type: ignore[func-returns-value]
    let_go(empty)
    subprocess.run(["umount", "-l", str(empty.parent)], check=True)


def test_a_full_disk_is_told_of_and_when_there_is_room_it_starts(small_disk, empty):
    done = command(empty.parent)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert "is full: make room" in done.stderr
    small_disk("size=200m")
    ensure_running(empty)
    assert reached(empty)


def test_a_folder_that_cannot_be_written_is_told_of(small_disk, empty):
    small_disk("ro")
    assert "read-only file system" in refusal(empty)


def test_a_folder_that_is_no_whole_database_is_left_alone(empty):
    empty.mkdir(parents=True)
    (empty / "pg_wal").mkdir()
    assert "move it away" in refusal(empty)
    assert [entry.name for entry in empty.iterdir()] == ["pg_wal"]


def test_reading_the_settings_starts_nothing_and_writes_nothing(empty):
    file = empty.parents[1] / "a file"
    file.touch()
    for home in (empty.parent, file / "where nobody can write"):
        subprocess.run(
            [sys.executable, "-c", "import irhub.config.settings"], check=True,
            env={name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"IRHUB_HOME": str(home)},
        )  # fmt: skip
    assert [path.name for path in empty.parents[1].iterdir()] == ["a file"]


@pytest.mark.parametrize("asked", ["load --help", "docs --check"])
def test_what_needs_no_data_makes_none_and_starts_no_server(empty, asked):
    command(empty.parent, *asked.split())
    assert not empty.parent.exists()


def test_a_server_of_before_gets_the_logins_and_lets_in_its_own_user_alone_also_while_it_runs(folder: Path):
    def as_before() -> None:
        (folder / "pg_hba.conf").write_text("local all all trust\n")
        (folder / "pg_ident.conf").write_text("")

    def let_in() -> list[tuple[str, str]]:
        with psycopg.connect(url(folder, "postgres"), autocommit=True) as connection:
            return connection.execute("SELECT auth_method, options::text FROM pg_hba_file_rules").fetchall()

    as_before()
    ensure_running(folder)
    with psycopg.connect(url(folder), autocommit=True) as owner:
        assert let_in() == [("peer", "{map=irhub}")]
        for login in ("irhub_web", "irhub_work"):
            owner.execute(f"DROP ROLE {login}")
        as_before()
        owner.execute("SELECT pg_reload_conf()")
        subprocess.run([sys.executable, "-c", HOLD, str(folder)], input="", text=True, check=True, capture_output=True)
        assert let_in() == [("peer", "{map=irhub}")]
    for login in ("irhub_web", "irhub_work"):
        with psycopg.connect(url(folder, user=login)) as connection:
            assert connection.execute(
                "SELECT session_user::text, rolsuper FROM pg_roles WHERE rolname = session_user"
            ).fetchone() == (login, False)
