"""The server forks its workers: what they need must still work in them (irhub/cli/web.py)."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import httpx
import pytest
from click.testing import CliRunner
from tests.place import free_port, until

from irhub.cli.running import demo
from irhub.cli.serving import serve

_BEFORE_THE_FORK = """
import sys
import irhub.cli.web
from django.conf import settings
settings.LOGGING
irhub.cli.web.configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
print("polars" in sys.modules, len([name for name in sys.modules if name.startswith("irhub.registers")]))
"""


def test_nothing_that_has_threads_of_its_own_is_imported_before_the_web_processes_are_made():
    done = subprocess.run(
        [sys.executable, "-c", _BEFORE_THE_FORK],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.split() == ["False", "0"], done.stderr[-2000:]


_SERVED = """
import os
import sys
from irhub.cli import slow_clients, web
slow_clients.HEADERS_SECONDS, slow_clients.WHOLE_SECONDS, slow_clients.ANSWER_SECONDS = map(int, sys.argv[2].split(","))
def told(environ, start):
    if environ["PATH_INFO"] == "/large":
        start("200 OK", [("Content-Length", "50000000")])
        return [bytes(1_000_000)] * 50
    try:
        read = len(environ["wsgi.input"].read())
    except OSError:
        os.write(1, b"cut short\\n")  # whole, whatever other threads write
        raise
    start("200 OK", [("Content-Length", "2")])
    os.write(1, f"took {read}\\n".encode())
    return [b"ok"]
web._Server.load = lambda self: told
web.main("127.0.0.1", sys.argv[1], "1")
"""


@contextmanager
def served(seconds: str = "1, 2, 2") -> Iterator[tuple[int, list[str]]]:
    """The port of the real server, whose pages only count what they read, with its times; and what it printed, once it ended."""
    port, told = free_port(), list[str]()
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVED, str(port), seconds],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        until(lambda: answers(port), "the server")
        yield port, told
    finally:
        process.terminate()
        told += process.communicate(timeout=20)[0].splitlines()


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/", timeout=20, trust_env=False).text == "ok"
    except httpx.ConnectError:
        return False


def let_go(line: socket.socket) -> bytes:
    """What still comes until the other end hangs up."""
    with suppress(ConnectionResetError):  # where something was sent that nobody read
        return line.recv(1000)
    return b""


def head(length: int, more: bytes = b"") -> bytes:
    """The headers before a form of so many bytes."""
    return b"POST / HTTP/1.1\r\nHost: localhost\r\n%bContent-Length: %d\r\n\r\n" % (more, length)


FILE = 200_000
"""Bytes of a body that is too large to wait for without a thread."""


def test_clients_that_send_half_a_request_hold_the_site_up_for_seconds_and_no_half_form_is_taken():
    """Over real sockets."""
    halves = (head(1000)[:-2], head(1000) + b"reason=half+a+wo", head(FILE) + b"reason=half+a+wo")
    with served() as (port, told), ExitStack() as lines:
        slow = [lines.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20)) for _ in range(24)]
        for line, half in zip(slow, halves * 8, strict=True):
            line.sendall(half)
        time.sleep(0.2)
        assert answers(port)
        for line in slow:
            assert let_go(line) == b""
    assert told.count("cut short") == 8
    assert set(told) == {"cut short", "took 0"}


@pytest.mark.parametrize("command", [serve, demo])
def test_where_the_site_cannot_listen_it_says_so_in_a_sentence_before_any_work(command):
    with socket.create_server(("127.0.0.1", 0)) as used:
        port = used.getsockname()[1]
        told = CliRunner().invoke(command, ["--port", str(port)])
    assert told.exit_code == 2
    assert f"Another program uses port {port}: stop it, or choose another port with --port." in told.output
    for nowhere in ("192.0.2.1", "no-such-host.invalid"):
        told = CliRunner().invoke(command, ["--host", nowhere])
        assert told.exit_code == 2
        assert f"This machine has no address {nowhere}" in told.output


AS_THEY_ARE = "10, 60, 120"
"""The times: whoever had to wait for hundreds of clients would wait for minutes."""
HALVES = {
    "nothing": b"",
    "half of the headers": b"GET / HTTP/1.1\r\nHost: loc",
    "half of a form": head(1000) + b"reason=half+a+wo",
    "half of a file": head(FILE) + b"reason=half+a+wo",
    "a body that waits to be asked for": head(1000, b"Expect: 100-continue\r\n"),
}


@pytest.mark.parametrize("said", HALVES.values(), ids=HALVES)
def test_hundreds_of_clients_that_say_nothing_or_half_keep_no_thread(said: bytes):
    with served(AS_THEY_ARE) as (port, _), ExitStack() as lines:
        for _ in range(200):
            lines.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20)).sendall(said)
        assert answers(port)
        assert httpx.post(f"http://127.0.0.1:{port}/", data={"reason": "a whole form"}, trust_env=False).text == "ok"


def test_clients_that_hang_up_late_keep_nobody_waiting():
    with served(AS_THEY_ARE) as (port, _), ExitStack() as lines:
        late = [lines.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20)) for _ in range(40)]
        for line in late:
            line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert answers(port)
        for line in late:
            assert line.recv(1000).endswith(b"ok")


def test_a_file_that_comes_steadily_is_taken_and_one_that_comes_by_the_byte_is_not():
    with (
        served("1, 60, 60") as (port, told),
        socket.create_connection(("127.0.0.1", port), timeout=20) as steady,
        socket.create_connection(("127.0.0.1", port), timeout=20) as slow,
    ):
        steady.sendall(head(FILE))
        slow.sendall(head(FILE))
        for _ in range(20):  # for two seconds, of which one is given
            steady.sendall(bytes(FILE // 20))
            with suppress(OSError):
                slow.sendall(b"x")
            time.sleep(0.1)
        assert steady.recv(1000).endswith(b"ok")
        assert let_go(slow) == b""
    assert told.count(f"took {FILE}") == 1
    assert told.count("cut short") == 1


def test_two_requests_that_come_as_one_are_both_answered():
    asked = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with served(AS_THEY_ARE) as (port, _), socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(asked * 2)
        until(lambda: line.recv(1000, socket.MSG_PEEK).count(b"\r\n\r\nok") == 2, "both answers")


def test_headers_that_come_bit_by_bit_are_answered_and_whoever_stops_in_the_midst_is_let_go():
    with served("2, 2, 2") as (port, _), socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        for _ in range(2):  # the second time on the same connection
            for bit in (b"GET / HT", b"TP/1.1\r\nHost: localh", b"ost\r\n\r", b"\n"):
                line.sendall(bit)
                time.sleep(0.05)
            assert line.recv(1000).endswith(b"\r\n\r\nok")
        line.sendall(b"GET / HT")
        assert let_go(line) == b""
        with socket.create_connection(("127.0.0.1", port), timeout=20) as gone:
            gone.sendall(b"GET / HT")
            gone.shutdown(socket.SHUT_WR)
            assert let_go(gone) == b""


def test_clients_that_read_nothing_of_what_they_asked_for_hold_the_site_up_for_seconds():
    with served() as (port, _), ExitStack() as lines:
        slow = [lines.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20)) for _ in range(16)]
        for line in slow:
            line.sendall(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(0.2)
        assert answers(port)
