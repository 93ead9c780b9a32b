"""The web processes' threads, which answer whoever sends a request whole and takes its answer in time, and let go of whoever does not.

Gunicorn gives each connection a thread as soon as it is made, and waits for a request, then for the rest of it, and then for the answer to
be taken: a few connections that say nothing, send half a request or read nothing would hold every thread. Here a connection gets one
once the headers of its request are there.
"""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from typing import Any

from gunicorn.http.body import LengthReader
from gunicorn.http.errors import NoMoreData
from gunicorn.workers import gthread

MOST_HEADERS = 2**16
"""Bytes. Whoever sends more before they end is told by gunicorn that they are too long."""
HEADERS_SECONDS = 10
"""For the first line and the headers of a request."""
WHOLE_SECONDS = 60
"""For all of it: the largest body that is taken, at 100 kB a second."""
ANSWER_SECONDS = 120
"""For an answer to be taken, from the moment on which it is there: as `write` in deploy/Caddyfile."""


class _Whole(LengthReader):  # type: ignore[misc]
    """A body of a stated length: what ends before is not taken for all of it, as half a form would be."""

    def read(self, size: int) -> bytes:
        """As gunicorn's. Raises NoMoreData, an OSError, where the body was cut short."""
        due = min(self.length, size)
        told = bytes(super().read(size))
        if len(told) < due:
            raise NoMoreData
        return told


class Worker(gthread.ThreadWorker):  # type: ignore[misc]
    """As gunicorn's, but nothing is read of a request once its time is over, and an answer that is not taken in time is cut off.

    How long the hub itself takes to answer is not counted.
    """

    wsgi: Any

    def init_process(self) -> None:
        """Begin with nobody being waited for."""
        self.sends: dict[socket.socket, float] = {}
        self.takes: dict[socket.socket, float] = {}
        super().init_process()

    def load_wsgi(self) -> None:
        """The application, with a clock that begins when its answer is there."""
        super().load_wsgi()
        application = self.wsgi

        def answer(environ: dict[str, Any], start_response: Any) -> Any:
            told = application(environ, start_response)
            self.takes[environ["gunicorn.socket"]] = time.monotonic() + ANSWER_SECONDS
            return told

        self.wsgi = answer

    def handle(self, conn: Any) -> Any:
        """Listen to a request and answer it; put it off where its headers are not there yet."""
        conn.begun = getattr(conn, "begun", None) or time.monotonic()
        if _comes(conn):
            return gthread._DEFER if time.monotonic() < conn.begun + HEADERS_SECONDS else False
        conn.begun, conn.seen, conn.data_ready = None, -1, True
        self.sends[conn.sock] = time.monotonic() + HEADERS_SECONDS
        try:
            return super().handle(conn)
        finally:
            self.sends.pop(conn.sock, None)
            self.takes.pop(conn.sock, None)

    def finish_request(self, conn: Any, fs: Any) -> None:
        """As gunicorn's; a connection that was put off waits as long as headers may take."""
        super().finish_request(conn, fs)
        if conn.begun:
            conn.timeout = conn.begun + HEADERS_SECONDS

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Answer a request whose headers are there."""
        self.sends[conn.sock] = time.monotonic() + WHOLE_SECONDS
        if isinstance(req.body.reader, LengthReader):
            req.body.reader = _Whole(req.body.reader.unreader, req.body.reader.length)
        return super().handle_request(req, conn)

    def notify(self) -> None:
        """Once a second: that this process lives, and who has had their time."""
        super().notify()
        _let_go(self.sends, socket.SHUT_RD)
        _let_go(self.takes, socket.SHUT_RDWR)


def _comes(conn: Any) -> bool:
    """Whether the rest of a request's headers is still to come. It is looked at where it lies, and the connection wakes us when more is there."""
    try:
        seen = len(told := conn.sock.recv(MOST_HEADERS, socket.MSG_PEEK | socket.MSG_DONTWAIT))
    except BlockingIOError:
        seen, told = 0, b""
    except OSError:
        return False
    more = seen > getattr(conn, "seen", -1)  # else we were woken since nothing else will come
    comes = more and seen < MOST_HEADERS and b"\r\n\r\n" not in told
    conn.seen = seen
    conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, seen + 1 if comes else 1)
    return comes


def _let_go(waits: dict[socket.socket, float], how: int) -> None:
    """Shut the lines whose time is over."""
    now = time.monotonic()
    for line, until in list(waits.items()):
        if until < now:
            waits.pop(line, None)
            with suppress(OSError):
                line.shutdown(how)
