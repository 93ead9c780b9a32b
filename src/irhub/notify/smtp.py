"""Django's SMTP, with an end to patience: each answer of the relay has a time limit (EMAIL_TIMEOUT), and so has the whole."""

from __future__ import annotations

import smtplib
import socket
import threading
import time
from contextlib import suppress
from typing import Any

from django.core.mail.backends import smtp  # noqa: TID251 - sending.py hands over to it

WHOLE_SECONDS = 30
"""From the first word with the relay to the last. The next try begins later than this (sending.py)."""


class _Limited(smtplib.SMTP):
    """Hangs up when the time is over, even on a relay that says a word now and then."""

    def connect(self, *told: Any, **named: Any) -> Any:
        """As in smtplib; raises SMTPServerDisconnected once the time is over."""
        self._over_at = time.monotonic() + WHOLE_SECONDS
        self._watch = threading.Timer(WHOLE_SECONDS, self._hang_up)
        self._watch.daemon = True
        self._watch.start()
        try:
            return super().connect(*told, **named)
        except OSError:
            self._watch.cancel()
            raise

    def _hang_up(self) -> None:
        line = self.sock
        if line is not None:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def getreply(self) -> tuple[int, bytes]:
        """As in smtplib; raises SMTPServerDisconnected once the time is over."""
        answer = super().getreply()
        if time.monotonic() > self._over_at:  # and what was read is a part of an answer, if that
            self.close()
            raise smtplib.SMTPServerDisconnected("the time for the whole was over")
        return answer

    def close(self) -> None:
        """As in smtplib."""
        self._watch.cancel()
        super().close()


class _LimitedWithin(_Limited, smtplib.SMTP_SSL):
    """The same over TLS from the first byte."""


class EmailBackend(smtp.EmailBackend):
    """What IRHUB_EMAIL_URL means by smtp:, smtps: and their like."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """The kind of connection."""
        return _LimitedWithin if self.use_ssl else _Limited
