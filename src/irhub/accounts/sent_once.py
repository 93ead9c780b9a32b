"""What one form makes is made once, however often it is sent: pressed twice, sent again by a browser, or by somebody whose answer never came.

`csrf_input` draws a key into each form (sent_for.py). `once` keeps, in the transaction that makes something, under the key and all that was
typed, where that led; the same once more leads there too, and makes nothing. A form that was changed since is another.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest

FIELD = "sent_once"
"""The name of the hidden field."""
CSRF = "csrfmiddlewaretoken"
KEPT = 24 * 3600
"""Seconds for which it is known what a form made."""


def once(request: HttpRequest, makes: Callable[[], str]) -> str:
    """What `makes` returned when this form was sent first, such as an address of a page; it is called only now if this is the first time.

    What it raises is kept of nothing: the form can be sent again. What it returns must be no secret, as a table keeps it for a day.
    A form without a key is taken as it comes.
    """
    key = _key(request)
    return once_by(key, makes) if key else makes()


def led_to(request: HttpRequest) -> str:
    """The address to which the same form led when it was sent first: whoever sends it again goes there, though what it asked for cannot be
    asked any more. Blank if it is new, or leads nowhere else."""
    key = _key(request)
    made = made_by(key) if key else ""
    return made if made.startswith("/") else ""


def _key(request: HttpRequest) -> str:
    """Of this form with all that was typed into it; blank of one without a key."""
    if not request.POST.get(FIELD):
        return ""
    files = [(name, file.name, file.size) for name in sorted(request.FILES) for file in request.FILES.getlist(name)]
    typed = sorted((name, values) for name, values in request.POST.lists() if name != CSRF)
    said = json.dumps([request.get_full_path(), request.user.pk, typed, files])
    return hashlib.sha256(said.encode()).hexdigest()


def once_by(key: str, makes: Callable[[], str], seconds: int = KEPT) -> str:
    """The same, of what has a key of its own. Whoever comes at the same moment waits until the first is done."""
    with transaction.atomic():
        if not cache.add(_named(key), "", seconds) and (made := made_by(key)):
            return made
        made = makes()
        cache.set(_named(key), made, seconds)
    return made


def made_by(key: str) -> str:
    """What was made under a key; blank if nothing was."""
    return str(cache.get(_named(key)) or "")


def _named(key: str) -> str:
    return f"sent-once/{key}"
