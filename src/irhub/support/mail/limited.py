"""The mailboxes of imap_tools, with an end to patience: each answer of the server has a time limit, and so has the whole (as notify/smtp.py)."""

from __future__ import annotations

import imaplib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from imap_tools import MailBox, MailBoxStartTls, MailBoxUnencrypted

WHOLE_SECONDS = 240
"""From the first word with the server to the last: the next run begins after this."""


class TooSlow(Exception):
    """The time for the whole is over. No kind of what imaplib raises of a line that has gone, for it makes new ones of those and forgets why."""


class _Limited(imaplib.IMAP4):
    """Hangs up when the time is over, even on a server that says a byte now and then; what is read or sent then raises TooSlow."""

    def open(self, *told: Any, **named: Any) -> None:
        """As in imaplib."""
        self._over = threading.Event()
        self._watch = threading.Timer(WHOLE_SECONDS, self._hang_up)
        self._watch.daemon = True
        self._watch.start()
        try:
            with self.in_time():
                super().open(*told, **named)
        except (OSError, TooSlow):
            self._watch.cancel()
            raise

    @contextmanager
    def in_time(self) -> Iterator[None]:
        """Do what is within; raises TooSlow if the time is over then, whatever came of it."""
        try:
            yield
        except OSError as fault:
            if self._over.is_set():
                raise TooSlow from fault
            raise
        if self._over.is_set():
            raise TooSlow

    def read(self, size: int) -> bytes:
        """As in imaplib."""
        with self.in_time():
            return super().read(size)

    def readline(self) -> bytes:
        """As in imaplib."""
        with self.in_time():
            return super().readline()

    def send(self, data: Any) -> None:
        """As in imaplib."""
        with self.in_time():
            super().send(data)

    def _hang_up(self) -> None:
        self._over.set()
        line = getattr(self, "sock", None)
        if line is not None:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def logout(self) -> tuple[str, list[Any]]:
        """As in imaplib; a line that has gone is closed as well."""
        try:
            return super().logout()
        except (imaplib.IMAP4.error, OSError, TooSlow):
            with suppress(OSError):
                self.shutdown()
            raise

    def shutdown(self) -> None:
        """As in imaplib."""
        self._watch.cancel()
        super().shutdown()


class _LimitedWithin(_Limited, imaplib.IMAP4_SSL):
    """The same over TLS from the first byte."""


class Within(MailBox):
    """TLS from the first byte."""

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return _LimitedWithin(self._host, self._port, ssl_context=self._ssl_context, timeout=self._timeout)


class StartTls(MailBoxStartTls):
    """TLS after the first words."""

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        client = _Limited(self._host, self._port, timeout=self._timeout)
        with client.in_time():
            client.starttls(self._ssl_context)  # raises what imaplib raises if the server has none
        return client


class Unencrypted(MailBoxUnencrypted):
    """Without TLS."""

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return _Limited(self._host, self._port, timeout=self._timeout)
