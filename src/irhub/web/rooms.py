"""The rooms of the hub, and how what they bring is found: in modules with well-known names.

A room is a folder of `irhub` that settings list in `ROOMS`. Of a module named here the hub asks the attributes that stand beside its
name, and gathers them from every room, in the order of that list. So a room is added without a change in any other
(docs/adding-a-room.md), and no room knows by name one that stands above it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error

MODULES: Mapping[str, tuple[str, ...]] = {
    "about_files": ("SAID",),
    "access": ("ACCESS", "WHOSE", "PARTS", "WORK"),
    "body_places": ("PLACES",),
    "commands": ("COMMANDS",),
    "demo": ("SCENES",),
    "derived": ("STEPS",),
    "held": ("HELD", "NOBODY", "CONFIDED"),
    "in_touch": ("IN_TOUCH",),
    "jobs": ("JOBS",),
    "kept_companies": ("NUMBERS",),
    "monthly": ("MONTHLY",),
    "my_work": ("WAITING",),
    "navigation": ("NAVIGATION", "FOOTER", "FIRST"),
    "notices": ("KINDS",),
    "retention": ("RULES",),
    "sealed": ("RENEW",),
    "standing": ("STANDING",),
    "teaches": ("TEACHES",),
    "trail": ("NAMES",),
    "urls": ("urlpatterns",),
}
"""By the name of a module, what it may hold for the hub to gather: at least one of them."""


@cache
def modules(name: str) -> tuple[str, ...]:
    """The dotted names of the rooms' modules of a well-known name, in the order of the rooms. Raises KeyError for another name."""
    assert MODULES[name]
    return tuple(f"{room}.{name}" for room in _rooms() if name in _names_in(room))


def gathered(name: str, attribute: str) -> Iterator[Any]:
    """What the rooms hold under an attribute of their modules of a well-known name; of those that hold it."""
    for module in map(import_module, modules(name)):
        if hasattr(module, attribute):
            yield getattr(module, attribute)


def check(**_: object) -> list[CheckMessage]:
    """Whether each well-known module holds something to gather, and none is misspelt: a check of Django."""
    wrong: list[CheckMessage] = []
    for room in _rooms():
        for name in sorted(_names_in(room)):
            if name in MODULES:
                if not any(hasattr(import_module(f"{room}.{name}"), attribute) for attribute in MODULES[name]):
                    wrong.append(Error(f"{room}.{name} lists no {' or '.join(MODULES[name])}.", id="irhub.E002"))
            elif meant := get_close_matches(name, MODULES, n=1, cutoff=0.85):
                wrong.append(
                    Error(f"{room}.{name} is found by nobody: a room’s module is named {meant[0]}.", id="irhub.E003")
                )
    return wrong


def _rooms() -> list[str]:
    return [app.name for app in apps.get_app_configs() if app.name.startswith("irhub.")]


@cache
def _names_in(room: str) -> frozenset[str]:
    return frozenset(found.name for found in iter_modules(import_module(room).__path__))
