"""What everybody reads of grants that were awarded: who published, a map, a list, the files of the standard and every version."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from irhub.files.kept import download
from irhub.grants.money import said
from irhub.grants.published import queries
from irhub.grants.published.lists import GRANTS, GrantFilters
from irhub.grants.published.publishing import KINDS
from irhub.registers import queries as register_queries
from irhub.web.listing import ask, show


@require_safe
def publishers(request: HttpRequest) -> HttpResponse:
    """Who published grants."""
    values = {
        "versions": list(queries.newest_versions()),
        "said": said,
        "fictional": register_queries.is_fictional(),
    }
    return render(request, "grants/published.html", values)


@require_safe
def published(request: HttpRequest, number: int) -> HttpResponse:
    """The grants that a body published: a map, a list, files and versions."""
    versions = queries.versions_of(number)
    if not versions:
        raise Http404("There are no published grants of this body.")
    newest = versions[0]
    councils, programmes = queries.councils_in(newest), queries.programmes_in(newest)
    form = GrantFilters(request.GET, council=councils, programme=[(one, one) for one in programmes])
    asked = ask(request, GRANTS, form=form)
    rows = queries.grants_of(newest, **asked.filters)
    values = {
        "newest": newest, "versions": versions, "list": show(asked, rows), "map": queries.map_of(rows), "said": said, "kinds": KINDS,
        "fictional": register_queries.is_fictional(),
    }  # fmt: skip
    return render(request, "grants/published_of.html", values)


@require_safe
def newest_file(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """A file of the newest version of a body’s grants: its address stays."""
    body = queries.body_numbered(number)
    newest = next(iter(queries.versions_of(number)), None) if body else None
    return _file(newest, kind)


@require_safe
def version_file(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """A file of a version."""
    return _file(queries.version_numbered(number), kind)


def _file(version: Any, kind: str) -> HttpResponse:
    file = queries.file_of(version, KINDS.get(kind, "")) if version else None
    if file is None:
        raise Http404("There is no such file: the version may have been withdrawn.")
    return download(file)
