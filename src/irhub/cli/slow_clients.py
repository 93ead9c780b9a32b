"""The web processes' threads, which answer whoever sends a request whole in time, and let go of whoever does not.

Gunicorn gives each request a thread as soon as its first byte is there, and waits for the rest as long as it takes: a few
connections that send half a request would hold every thread.
"""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from typing import Any

from gunicorn.http.body import LengthReader
from gunicorn.http.errors import NoMoreData
from gunicorn.workers.gthread import ThreadWorker

HEADERS_SECONDS = 10
"""For the first line and the headers of a request."""
WHOLE_SECONDS = 60
"""For all of it: the largest body that is taken, at 100 kB a second."""


class _Whole(LengthReader):  # type: ignore[misc]
    """A body of a stated length: what ends before is not taken for all of it, as half a form would be."""

    def read(self, size: int) -> bytes:
        """As gunicorn's. Raises NoMoreData, an OSError, where the body was cut short."""
        due = min(self.length, size)
        told = bytes(super().read(size))
        if len(told) < due:
            raise NoMoreData
        return told


class Worker(ThreadWorker):  # type: ignore[misc]
    """As gunicorn's, but nothing is read of a request once its time is over. What is answered is sent all the same."""

    def init_process(self) -> None:
        """Begin with nobody being listened to."""
        self.until: dict[Any, float] = {}
        super().init_process()

    def handle(self, conn: Any) -> Any:
        """Listen to a request and answer it."""
        self.until[conn] = time.monotonic() + HEADERS_SECONDS
        try:
            return super().handle(conn)
        finally:
            self.until.pop(conn, None)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Answer a request whose headers are there."""
        self.until[conn] = time.monotonic() + WHOLE_SECONDS
        if isinstance(req.body.reader, LengthReader):
            req.body.reader = _Whole(req.body.reader.unreader, req.body.reader.length)
        return super().handle_request(req, conn)

    def notify(self) -> None:
        """Once a second: that this process lives, and who has had their time."""
        super().notify()
        now = time.monotonic()
        for conn, until in list(self.until.items()):
            if until < now:
                self.until.pop(conn, None)
                with suppress(OSError):
                    conn.sock.shutdown(socket.SHUT_RD)
