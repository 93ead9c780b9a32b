"""The mailboxes of imap_tools, with an end to patience: each answer of the server has a time limit, and so has the whole (as notify/smtp.py)."""

from __future__ import annotations

import imaplib
import socket
import threading
from contextlib import suppress
from typing import Any

from imap_tools import MailBox, MailBoxStartTls, MailBoxUnencrypted

WHOLE_SECONDS = 240
"""From the first word with the server to the last: the next run begins after this."""


class _Limited(imaplib.IMAP4):
    """Hangs up when the time is over, even on a server that says a byte now and then. imaplib then raises what it does of a line that has gone."""

    def open(self, *told: Any, **named: Any) -> None:
        """As in imaplib."""
        self._watch = threading.Timer(WHOLE_SECONDS, self._hang_up)
        self._watch.daemon = True
        self._watch.start()
        try:
            super().open(*told, **named)
        except OSError:
            self._watch.cancel()
            raise

    def _hang_up(self) -> None:
        line = getattr(self, "sock", None)
        if line is not None:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def logout(self) -> tuple[str, list[Any]]:
        """As in imaplib; a line that has gone is closed as well."""
        try:
            return super().logout()
        except (imaplib.IMAP4.error, OSError):
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
        client.starttls(self._ssl_context)  # raises what imaplib raises if the server has none
        return client


class Unencrypted(MailBoxUnencrypted):
    """Without TLS."""

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return _Limited(self._host, self._port, timeout=self._timeout)
