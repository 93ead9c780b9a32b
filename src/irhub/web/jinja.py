"""The environment that every page's template runs in."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from functools import cache
from pathlib import Path
from pickle import UnpicklingError
from typing import Any
from urllib.parse import urlencode

from django.contrib.staticfiles import finders
from django.template import engines
from django.templatetags.static import static
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from jinja2 import Environment, FileSystemBytecodeCache, StrictUndefined
from jinja2.bccache import Bucket

from irhub.web.addresses import address
from irhub.web.forms.rendering import govuk, problems, summary
from irhub.web.london import local_day
from irhub.web.saying import agreeing, counted


def day(value: date | None) -> str:
    """A date, or the day of a moment in London, as people write it: 3 March 2026."""
    if not value:
        return "not known"
    on = local_day(value)
    return f"{on.day} {on:%B %Y}"


def moment(value: datetime) -> str:
    """A moment as people write it, by the clock of the site: 3 March 2026, 14:05."""
    here = localtime(value)
    return f"{day(here.date())}, {here:%H:%M}"


def number(value: int | float) -> str:
    """A whole number with commas."""
    return f"{value:,.0f}"


def likelihood(score: float) -> str:
    """How sure something is, a probability in whole percent: never 100%."""
    return percent(min(score, 0.99), 1)


def percent(part: float, whole: float) -> str:
    """A share in whole percent; "none" of nothing."""
    return f"{100 * part / whole:.0f}%" if whole else "none"


def query(current: Any, **changed: Any) -> str:
    """A query like the current one (a QueryDict or mapping) with some values changed; an empty value drops its name."""
    kept = {**(dict(current.lists()) if hasattr(current, "lists") else current), **changed}
    return "?" + urlencode({name: value for name, value in kept.items() if value not in ("", None, [""])}, doseq=True)


@cache
def marked(name: str) -> str:
    """The address of a file of styles or a script, which changes with what is in it: a browser may keep it for long."""
    found = finders.find(name)
    mark = hashlib.sha256(Path(found).read_bytes()).hexdigest()[:8] if found else "missing"
    return f"{static(name)}?{mark}"


def macro(template: str, name: str) -> Callable[..., SafeString]:
    """A macro of a page's template, for a part of a form that pages show as well."""
    backend = engines["jinja2"]
    found: Callable[..., SafeString] = getattr(backend.env.get_template(template).module, name)  # type: ignore[attr-defined]
    return found


class Compiled(FileSystemBytecodeCache):
    """Templates as they were compiled, kept beside the code as Python keeps its modules; where that cannot be written, each process compiles
    its own. One is compiled again once its text, this file, Jinja or Python is another."""

    def __init__(self) -> None:
        this = Path(__file__)
        version = hashlib.sha256(this.read_bytes()).hexdigest()[:8]
        super().__init__(str(this.parent / "__pycache__" / "templates"), f"%s.{version}.cache")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template that is kept. What cannot be read is compiled again."""
        with suppress(OSError, EOFError, ValueError, UnpicklingError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template. A disk that is full or cannot be written is no hindrance."""
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                Path(self.directory).mkdir(parents=True, exist_ok=True)
                super().dump_bytecode(bucket)


def environment(**options: Any) -> Environment:
    """Django's Jinja environment with our filters; what is shown is always escaped, and an unknown name is an error."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True, "bytecode_cache": Compiled()}
    options.pop("autoescape", None)
    env = Environment(autoescape=True, **options)
    env.globals.update(static=marked, url=address, query=query)
    env.filters.update(
        day=day, moment=moment, number=number, counted=counted, agreeing=agreeing, json_script=json_script
    )
    env.globals.update(govuk=govuk, problems=problems, summary=summary)
    env.globals["percent"] = percent
    env.globals["likelihood"] = likelihood
    return env
