"""Files of cases, to take away: by advisers, and by the client of its own thread."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from irhub.accounts.acting import acting_membership
from irhub.accounts.audit import record
from irhub.files.kept import KeptFile, download
from irhub.support.case_files import file_of
from irhub.support.client_side import file_by_link, file_of_body

GONE = "There is no such file."


@require_safe
def of_case(request: HttpRequest, reference: str, number: UUID) -> HttpResponse:
    """A file of a case, for advisers."""
    return _taken(request, file_of(number, case__reference=reference), reference)


@require_safe
def of_question(request: HttpRequest, reference: str, number: UUID) -> HttpResponse:
    """A file of a question that the client's own body asked."""
    return _taken(request, file_of_body(reference, number), reference)


def _taken(request: HttpRequest, found: KeptFile | None, reference: str) -> HttpResponse:
    if found is None:
        raise Http404(GONE)
    record("took away a file of a case", by=acting_membership(request), about=f"case/{reference}")
    return download(found)


@require_safe
def by_link(request: HttpRequest, link: str, number: UUID) -> HttpResponse:
    """A file of the thread to which a link leads."""
    found = file_by_link(link, number)
    if found is None:
        raise Http404(GONE)
    return download(found)
