"""Answers for machines that watch the site."""

from __future__ import annotations

import hmac
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from irhub.operations import health
from irhub.registers.queries import is_fictional


def healthz(request: HttpRequest) -> HttpResponse:
    """Whether this process answers at all."""
    return JsonResponse({"alive": True})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may keep: pages, but no searches, files and feeds; nothing of a hub whose registers are fictional."""
    kept_out = ["/"] if is_fictional() else ["/search/", "/changes/feed/", "/*?format=", "/*&format="]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in kept_out)]
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8")


def readyz(request: HttpRequest) -> HttpResponse:
    """Whether this process can do its work: 200 if every check holds, else 503."""
    checks = health.ready()
    good = all(checks.values())
    return JsonResponse({"ready": good, "checks": checks}, status=200 if good else 503)


def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus, for the networks and the token of the settings; there is no such page for others."""
    if not _may_measure(request):
        return HttpResponse("Not found\n", status=404, content_type="text/plain")
    from irhub.operations.metrics import text

    return HttpResponse(text(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _may_measure(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.IRHUB_METRICS_TOKEN and hmac.compare_digest(given.encode(), settings.IRHUB_METRICS_TOKEN.encode()):
        return True
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(address in ip_network(network, strict=False) for network in settings.IRHUB_METRICS_NETWORKS)
