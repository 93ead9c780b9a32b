"""Counting requests, and answering the questions of machines before anything else is asked of the database."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from irhub.operations.metrics import REQUESTS, SECONDS
from irhub.operations.views import machines
from irhub.web.middleware import METHODS, route_of

MACHINES = {"/healthz": machines.healthz, "/readyz": machines.readyz, "/metrics": machines.metrics}
"""Answered here, by any host name: their routes exist for the access table and the address list."""


def measured(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer machines at once; count and time everything else by its route."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path in MACHINES:
            return MACHINES[request.path](request)
        begun = time.monotonic()
        response = get_response(request)
        route = route_of(request)
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(route, method, str(response.status_code)).inc()
        SECONDS.labels(route).observe(time.monotonic() - begun)
        return response

    return answer
