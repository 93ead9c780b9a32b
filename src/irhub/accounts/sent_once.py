"""What one form does is done once, however often it is sent: pressed twice, sent again by a browser, or by somebody whose answer never came.

`csrf_input` draws a key into each form (sent_for.py), and `made_once` stands round every view of the hub (config/urls.py), so that none can
forget it: in the transaction of what the view does it is kept, under the key and all that was typed, where that led; the same once more leads
there too, and does nothing. A form that was changed since is another, and what was refused can be sent again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from irhub.web import sealing

FIELD = "sent_once"
"""The name of the hidden field."""
CSRF = "csrfmiddlewaretoken"
KEPT = 24 * 3600
"""Seconds for which it is known what a form made."""
_PURPOSE = "where a form led"
View = Callable[..., HttpResponse]


def made_once(view: View) -> View:
    """A view that does once what a form asks for. Whoever sends the same at the same moment waits until the first is done.

    What the view does is one transaction. It was done if the view leads on to another page, and no action was refused (`refusals_told`):
    else nothing is kept, and the form can be sent again.
    """
    if getattr(view, "as_often_as_sent", False) or view.__module__.startswith("allauth."):
        return view

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = _key(request) if request.method == "POST" else ""
        if not key:
            return view(request, *args, **kwargs)
        with transaction.atomic():
            if not cache.add(_named(key), "", KEPT) and (there := led_to(request)):
                return redirect(there)
            response = view(request, *args, **kwargs)
            if there := _leads_to(request, response):
                _keep(key, there, KEPT)
            elif not made_by(key):
                cache.delete(_named(key))
        return response

    return answer


def as_often_as_sent(view: View) -> View:
    """A view that does again what is sent again: it changes the session alone, which is not what it was; or works by another login of the
    database, outside of any transaction, and its action knows what was done before; or leads on whoever comes, so that somebody without
    an account could have rows kept without end."""
    view.as_often_as_sent = True  # type: ignore[attr-defined]
    return view


def once(request: HttpRequest, makes: Callable[[], str]) -> str:
    """For a view that leads to no other page: what `makes` returned when this form was sent first; it is called only now if this is the
    first time. What it raises is kept of nothing. A form without a key is taken as it comes."""
    key = _key(request)
    return once_by(key, makes) if key else makes()


def led_to(request: HttpRequest) -> str:
    """The address to which the same form led when it was sent first: whoever sends it again goes there, though what it asked for cannot be
    asked any more. Blank if it is new, or leads nowhere else."""
    key = _key(request)
    made = made_by(key) if key else ""
    return made if _is_ours(made) else ""


def _key(request: HttpRequest) -> str:
    """Of this form with all that was typed into it, worked out once; blank of one without a key."""
    found = vars(request).get("_sent_once")
    if found is None:
        found = request._sent_once = _digest(request) if request.POST.get(FIELD) else ""  # type: ignore[attr-defined]
    return str(found)


def _digest(request: HttpRequest) -> str:
    files = [
        (name, file.name, _told_by(file)) for name in sorted(request.FILES) for file in request.FILES.getlist(name)
    ]
    typed = sorted((name, values) for name, values in request.POST.lists() if name != CSRF)
    said = json.dumps([request.get_full_path(), request.user.pk, typed, files])
    return hashlib.sha256(said.encode()).hexdigest()


def _told_by(file: UploadedFile[bytes]) -> str:
    """What a file holds, by its size and digest: one that was corrected may have the same name and be as long."""
    file.seek(0)
    held = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return f"{file.size} {held}"


def _leads_to(request: HttpRequest, response: HttpResponse) -> str:
    """The page to which a view led that did what was asked; blank if it did not."""
    there = response.headers.get("Location", "") if response.status_code in (302, 303) else ""
    return there if _is_ours(there) and not getattr(request, "was_refused", False) else ""


def _is_ours(address: str) -> bool:
    return address.startswith("/") and not address.startswith("//")


def once_by(key: str, makes: Callable[[], str], seconds: int = KEPT) -> str:
    """The same, of what has a key of its own. Whoever comes at the same moment waits until the first is done."""
    with transaction.atomic():
        if not cache.add(_named(key), "", seconds) and (made := made_by(key)):
            return made
        made = makes()
        _keep(key, made, seconds)
    return made


def made_by(key: str) -> str:
    """What was made under a key; blank if nothing was, or it was sealed under a signing key that is gone."""
    sealed = str(cache.get(_named(key)) or "")
    try:
        return sealing.unseal(_PURPOSE, sealed.encode()).decode() if sealed else ""
    except sealing.Unreadable:
        return ""


def _keep(key: str, made: str, seconds: int) -> None:
    """Sealed: where a form leads may be a link that lets somebody in."""
    cache.set(_named(key), sealing.seal(_PURPOSE, made.encode()).decode(), seconds)


def _named(key: str) -> str:
    return f"sent-once/{key}"
