"""Mail servers of every temper, for tests: each a real one on a port of this machine."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.place import free_port


class Relay:
    """Takes mail and keeps it. `refuses`: what it answers to an address, such as "550 5.1.1 no such address".

    `holds`: while it is set, the relay has taken a message but does not say so. `silent`: while it is set, it answers to no address at all.
    """

    def __init__(self) -> None:
        self.taken: list[tuple[str, Message]] = []
        self.refuses: dict[str, str] = {}
        self.holds, self.silent = threading.Event(), threading.Event()
        self.held = threading.Event()
        self.port = free_port()
        self.asked = 0

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:
        self.asked += 1
        if address in self.refuses:
            return self.refuses[address]
        while self.silent.is_set():
            await asyncio.sleep(0.02)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        self.taken.append((envelope.rcpt_tos[0], message_from_bytes(envelope.content)))
        while self.holds.is_set():
            self.held.set()
            await asyncio.sleep(0.02)
        return "250 taken"

    @property
    def numbers(self) -> list[str]:
        """The Message-ID of each message that it took."""
        return [str(message["Message-ID"]) for _, message in self.taken]


@contextmanager
def relay() -> Iterator[Relay]:
    """A mail server that takes what it is given, until the block ends."""
    found = Relay()
    controller = Controller(found, hostname="127.0.0.1", port=found.port)
    controller.start()
    try:
        yield found
    finally:
        found.holds.clear()
        found.silent.clear()
        controller.stop()


@contextmanager
def answering(answer: Callable[[socket.socket, threading.Event], None]) -> Iterator[tuple[int, list[str]]]:
    """A server that treats each visitor as `answer` does, until it is over; gives its port, and a list that grows by each visit."""
    visits: list[str] = []
    over = threading.Event()
    line = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while not over.is_set():
            try:
                visitor, _ = line.accept()
            except OSError:
                return
            visits.append("came")
            with visitor, suppress(OSError):
                answer(visitor, over)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield line.getsockname()[1], visits
    finally:
        over.set()
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
        line.close()
        thread.join(10)


def silent(visitor: socket.socket, over: threading.Event) -> None:
    """Says nothing at all, and keeps the line."""
    visitor.settimeout(0.05)
    while not over.is_set():
        with suppress(TimeoutError):
            if not visitor.recv(100):
                return


def dripping(visitor: socket.socket, over: threading.Event) -> None:
    """Says a letter every now and then, and never comes to the point."""
    while not over.wait(0.05):
        visitor.sendall(b"2")
