"""Do what was asked for, and tell what came of it: the one place where pages meet an action that is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from irhub.web.errors import ActionRefused, StaleVersion
from irhub.web.forms.asking import Form, seen_now

_AS_NAMED: Mapping[str, str] = {}


@contextmanager
def refusals_at(
    form: Form, field: str = "", *, now: Callable[[], Any] | None = None, called: Mapping[str, str] = _AS_NAMED
) -> Iterator[None]:
    """Do what a form asks for within: why that was refused stands at the field that the refusal names, else at `field`.

    `now`: finds the thing as it stands, where the form carries its version: shown again after somebody else changed the thing, it
    carries the new one. `called`: what the form calls the fields that refusals name.
    """
    try:
        yield
    except ActionRefused as refused:
        at_fault(form, refused, called.get(refused.field, refused.field) or field)
        if isinstance(refused, StaleVersion) and now is not None and "version" in form.fields:
            seen_now(form, version=now().version)


def at_fault(form: Form, refused: ActionRefused, field: str = "") -> None:
    """Show why an action was refused: at the field that it names, else at `field`, else above the form."""
    named = field or refused.field
    form.add_error(named if named in form.fields else None, str(refused).splitlines())
    form.overtaken = form.overtaken or isinstance(refused, StaleVersion)


@contextmanager
def refusals_told(request: HttpRequest, done: str = "") -> Iterator[None]:
    """Do what a button asks for within: why that was refused is told on the next page, else `done`, if it says something.

    What was refused can be sent again: the request says so (accounts/sent_once.py).
    """
    try:
        yield
    except ActionRefused as refused:
        request.was_refused = True  # type: ignore[attr-defined]
        messages.error(request, str(refused))
    else:
        if done:
            messages.success(request, done)


def status_of(form: Form) -> int:
    """The status of a page with a form: 409 where somebody else came first, 400 where something is wrong, else 200."""
    if form.overtaken:
        return 409
    return 400 if form.is_bound and form.errors else 200
