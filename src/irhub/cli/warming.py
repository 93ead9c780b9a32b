"""Doing what the first request of a process would otherwise wait for: imports of every page's code, templates, a connection."""

from __future__ import annotations

import gc

from django.db import DatabaseError, connection
from django.template import TemplateDoesNotExist, engines
from django.urls import get_resolver

from irhub.places import places, tiles


def warm() -> None:
    """Import every view, compile every page's template, read the lists of places and draw their outlines; a database that is away is let be.

    What is in memory by then stays there, and is not searched for garbage again while somebody waits for a page.
    """
    from irhub.dashboards.boundaries import brought_along  # tables can be imported once the settings are read

    resolver = get_resolver()
    resolver.reverse_dict  # noqa: B018  (reading it imports the addresses and views of every room)
    engines.all()  # a page asks all of them for its template, and each imports what it brings along
    pages = engines["jinja2"]
    for name in pages.env.list_templates(extensions=["html"]):  # type: ignore[attr-defined]
        try:
            pages.get_template(name)
        except TemplateDoesNotExist:  # of a library, and part of no page here
            continue
    places()
    tiles()
    brought_along()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        pass
    finally:
        connection.close()  # requests run in threads of their own, each with its connection
    gc.collect()
    gc.freeze()
