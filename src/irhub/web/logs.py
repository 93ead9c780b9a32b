"""Logs as events with fields, one JSON object a line, and never with what a request carried.

A request's line says which route, not which address: addresses hold search words, names and the secrets of links. What
libraries say while a request is answered is kept down to where in the code it was said, since their sentences quote values;
so do the messages of exceptions, of which the type and the places in the code are kept.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from contextvars import ContextVar
from typing import Any

import structlog

Event = MutableMapping[str, Any]

REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The id of the request that is being answered, if one is."""
FRAMES = 12
_ADDRESS = re.compile(r"[^\s\"'<>()=:,;]+@[^\s\"'<>()=:,;]+")


def _request(_: Any, __: str, event: Event) -> Event:
    if REQUEST.get():
        event.setdefault("request", REQUEST.get())
    return event


def _wordless(_: Any, __: str, event: Event) -> Event:
    """Of a library's record: outside requests its sentence; within one, only the place in the code that said it."""
    record: logging.LogRecord = event["_record"]
    if REQUEST.get():
        event["event"] = f"{record.name} at {record.filename}:{record.lineno}"
    event["positional_args"] = None
    return event


def _frames(_: Any, __: str, event: Event) -> Event:
    """An exception as its type and the places it passed, without its message."""
    found = event.pop("exc_info", None)
    error = sys.exc_info()[1] if found is True else found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["error"] = f"{type(error).__module__}.{type(error).__qualname__}"
        event["frames"] = [
            f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)[-FRAMES:]
        ]
    return event


def without_addresses(text: str) -> str:
    """A text in which no e-mail address can be read any more."""
    return _ADDRESS.sub("[e-mail address]", text)


def _no_addresses(_: Any, __: str, event: Event) -> Event:
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = without_addresses(value)
    return event


def _only_fields(_: Any, __: str, event: Event) -> Event:
    event.pop("_record", None)
    event.pop("_from_structlog", None)
    event.pop("positional_args", None)
    return event


_SHARED: list[Any] = [
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    _request,
]


def logging_settings(form: str) -> dict[str, Any]:
    """Django's LOGGING: everything to standard error, as "json" or "plain" lines."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    last = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [*_SHARED, _wordless],
        "processors": [_frames, _only_fields, _no_addresses, last],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"events": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "events"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "irhub": {"level": "INFO"},
            # Django tells of requests twice, and of its own development handlers: our middleware tells of each once.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.request": {"level": "ERROR"},
            "psycopg.pool": {"level": "CRITICAL"},  # the worker says once that the database is away
        },
    }
