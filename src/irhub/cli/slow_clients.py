"""The web processes' threads, which answer whoever sends a request whole and takes its answer in time, and let go of whoever does not.

Gunicorn gives each connection a thread as soon as it is made, and waits for a request, then for the rest of it, and then for the answer to
be taken: a few connections that say nothing, send half a request or read nothing would hold every thread. Here a connection gets one
once all of its request is there: a request of up to `MOST_AHEAD` waits where the system keeps it. What is larger, a file, comes by threads of its own, so
that whoever sends one slowly keeps nobody from reading pages and sending forms. Nor does gunicorn's main loop wait for whoever hangs up late.
"""

from __future__ import annotations

import re
import selectors
import socket
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from enum import Enum
from functools import partial
from typing import Any

from gunicorn.http.body import LengthReader
from gunicorn.http.errors import NoMoreData
from gunicorn.workers import gthread

MOST_AHEAD = 2**16
"""Bytes of a request, with its headers, that is looked at where it lies: every form without files."""
HEADERS_SECONDS = 10
"""For the first line and the headers of a request; then for the first bytes of a large body."""
WHOLE_SECONDS = 60
"""For all of it: the largest body that is taken, at 100 kB a second."""
FEWEST_BYTES = 10_000
"""Of a body in each second, once its first ten are over."""
ANSWER_SECONDS = 120
"""For an answer to be taken, from the moment on which it is there: as `write` in deploy/Caddyfile."""
PARTING_SECONDS = 2
"""For the other side to hang up once it has its answer: as gunicorn waits."""
_PIECE = 2**16
_FIELDS = re.compile(rb"(?im)^(content-length|transfer-encoding|expect)[ \t]*:[ \t]*(\d{0,18})")
_ASIDE = object()
"""Says that a connection goes on by the threads of large bodies."""


class _Came(Enum):
    """What of a request is there: `WAITED` for without a thread, `WHOLE`, or what only a thread can tell."""

    WAITED = 1
    WHOLE = 2
    UNKNOWN = 3


class _Whole(LengthReader):  # type: ignore[misc]
    """A body of a stated length: what ends before is not taken for all of it, as half a form would be. `came`: told of each piece."""

    def __init__(self, reader: LengthReader, came: Callable[[int], None]) -> None:
        super().__init__(reader.unreader, reader.length)
        self.came = came

    def read(self, size: int) -> bytes:
        """As gunicorn's, in pieces. Raises NoMoreData, an OSError, where the body was cut short."""
        due = min(self.length, size, _PIECE)
        told = bytes(super().read(due))
        if len(told) < due:
            raise NoMoreData
        self.came(due)
        return told


class Worker(gthread.ThreadWorker):  # type: ignore[misc]
    """As gunicorn's, but nothing is read of a request once its time is over, and an answer that is not taken in time is cut off.

    How long the hub itself takes to answer is not counted.
    """

    wsgi: Any
    pending_conns: deque[Any]

    def init_process(self) -> None:
        """Begin with nobody being waited for."""
        self.sends: dict[socket.socket, float] = {}
        self.takes: dict[socket.socket, float] = {}
        self.parting: deque[Any] = deque()
        self.aside = ThreadPoolExecutor(max_workers=self.cfg.threads)
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
        """Answer a request that is there; put it off where the rest of it is still to come, and aside where it is too large for that."""
        conn.begun = getattr(conn, "begun", None) or time.monotonic()
        if conn.parser and conn.parser.unreader.buf.getvalue():  # it was read with the request before it
            return _ASIDE
        match _came(conn):
            case _Came.WAITED:
                return gthread._DEFER if time.monotonic() < conn.until else False
            case _Came.WHOLE:
                return self.answered(conn)
        return _ASIDE

    def answered(self, conn: Any) -> Any:
        """Read a request, or what is left of it, and answer it."""
        conn.begun, conn.seen, conn.data_ready = None, -1, True
        self.sends[conn.sock] = time.monotonic() + HEADERS_SECONDS
        try:
            return super().handle(conn)
        finally:
            self.sends.pop(conn.sock, None)
            self.takes.pop(conn.sock, None)

    def finish_request(self, conn: Any, fs: Future[Any]) -> None:
        """As gunicorn's; but who was put off waits as long as they may, and nobody is waited for here who is to hang up."""
        told = None if fs.cancelled() or fs.exception() else fs.result()
        if told is _ASIDE:
            then = self.aside.submit(self.answered, conn)
            then.add_done_callback(lambda done: self.method_queue.defer(self.finish_request, conn, done))
        elif not told or (told is gthread._DEFER and not self.alive):
            self._part(conn)
        else:
            super().finish_request(conn, fs)
            if conn.begun:
                conn.timeout = conn.until
                self.pending_conns = deque(sorted(self.pending_conns, key=lambda each: each.timeout))

    def _part(self, conn: Any) -> None:
        """Say that nothing more comes, and close once the other side has hung up, or its time is over: before, it may lose the answer's end."""
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._parts, conn))
        except (OSError, ValueError, KeyError):
            self._close(conn)
        else:
            conn.timeout = time.monotonic() + PARTING_SECONDS
            self.parting.append(conn)

    def _parts(self, conn: Any, line: socket.socket) -> None:
        """Something comes from whoever was told that nothing more does: that they hung up, or what nobody reads."""
        try:
            gone = not line.recv(_PIECE)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            gone = True
        if gone:
            self.parting.remove(conn)
            self.poller.unregister(line)
            self._close(conn)

    def _close(self, conn: Any) -> None:
        self.nr_conns -= 1
        conn.close()

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Answer a request whose headers are there."""
        begun, line = time.monotonic(), conn.sock
        if isinstance(req.body.reader, LengthReader):
            req.body.reader = body = _Whole(req.body.reader, lambda size: self._goes_on(line, size, begun, body.length))
            self._goes_on(line, 0, begun, body.length)
        else:
            self.sends[line] = begun + WHOLE_SECONDS
        return super().handle_request(req, conn)

    def _goes_on(self, line: socket.socket, size: int, begun: float, left: int) -> None:
        """Give the sender of a body, of which so many bytes came and so many are left, the time for the next ones."""
        if not left:
            self.sends.pop(line, None)
        elif line in self.sends:
            self.sends[line] = min(self.sends[line] + size / FEWEST_BYTES, begun + WHOLE_SECONDS)

    def notify(self) -> None:
        """Once a second: that this process lives, and who has had their time."""
        super().notify()
        _let_go(self.sends, socket.SHUT_RD)
        _let_go(self.takes, socket.SHUT_RDWR)
        while self.parting and self.parting[0].timeout < time.monotonic():
            conn = self.parting.popleft()
            with suppress(OSError, KeyError, ValueError):
                self.poller.unregister(conn.sock)
            self._close(conn)


def _came(conn: Any) -> _Came:
    """What of a request is there. It is looked at where it lies, and the connection wakes us when more is there."""
    try:
        told = conn.sock.recv(MOST_AHEAD, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        told = b""
    except OSError:
        return _Came.UNKNOWN
    head, ends, _ = told.partition(b"\r\n\r\n")
    needed = len(head) + len(ends) + (_stated(head) if ends else 1)
    conn.until = conn.begun + HEADERS_SECONDS + (needed / FEWEST_BYTES if ends else 0)
    more = len(told) > getattr(conn, "seen", -1)  # else we were woken since nothing else will come
    conn.seen = len(told)
    waited = more and len(told) < needed <= MOST_AHEAD
    conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, needed if waited else 1)
    if waited:
        return _Came.WAITED
    return _Came.WHOLE if ends and len(told) >= needed else _Came.UNKNOWN


def _stated(head: bytes) -> int:
    """The length of a body by the headers before it; more than is looked at where they state none, or it comes only when it is asked for."""
    fields = {name.lower(): length for name, length in _FIELDS.findall(head)}
    if fields.keys() - {b"content-length"}:
        return MOST_AHEAD
    return int(fields.get(b"content-length") or 0)


def _let_go(waits: dict[socket.socket, float], how: int) -> None:
    """Shut the lines whose time is over."""
    now = time.monotonic()
    for line, until in list(waits.items()):
        if until < now:
            waits.pop(line, None)
            with suppress(OSError):
                line.shutdown(how)
