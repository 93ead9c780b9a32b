"""The server forks its workers: what they need must still work in them (irhub/cli/web.py)."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time

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
import sys
from irhub.cli import slow_clients, web
slow_clients.HEADERS_SECONDS, slow_clients.WHOLE_SECONDS = 1, 2
def told(environ, start):
    try:
        read = len(environ["wsgi.input"].read())
    except OSError:
        print("cut short", flush=True)
        raise
    start("200 OK", [("Content-Length", "2")])
    print("took", read, flush=True)
    return [b"ok"]
web._Server.load = lambda self: told
web.main("127.0.0.1", sys.argv[1], "1")
"""


def test_clients_that_send_half_a_request_hold_the_site_up_for_seconds_and_no_half_form_is_taken():
    """Over real sockets, to the real server with a page that only counts what it reads, and with shorter times."""
    port = free_port()
    served = subprocess.Popen(
        [sys.executable, "-c", _SERVED, str(port)],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}/"

    def answers() -> bool:
        try:
            return httpx.get(address, timeout=20, trust_env=False).text == "ok"
        except httpx.ConnectError:
            return False

    head = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
    slow = list[socket.socket]()
    try:
        until(answers, "the server")
        for half in [head, head + b"\r\nreason=half+a+wo"] * 8:
            slow.append(socket.create_connection(("127.0.0.1", port), timeout=20))
            slow[-1].sendall(half)
        time.sleep(0.2)
        assert answers()
        for one in slow:
            while one.recv(1000):
                pass  # until it is let go
    finally:
        for one in slow:
            one.close()
        served.terminate()
        told = served.communicate(timeout=20)[0].splitlines()
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
