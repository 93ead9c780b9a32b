"""Pages for the operator, and answers for machines that watch the site."""

from __future__ import annotations

import hmac
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from irhub.accounts.acting import person_of
from irhub.operations import alerts, health, mail, queries, running
from irhub.operations.run_list import RUNS
from irhub.registers import queries as register_queries
from irhub.registers.sources import SOURCES
from irhub.web import background_jobs
from irhub.web.listing import ask, show


def healthz(request: HttpRequest) -> HttpResponse:
    """Whether this process answers at all."""
    return JsonResponse({"alive": True})


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


@require_safe
def operations(request: HttpRequest) -> HttpResponse:
    """How the site runs: what is wrong, the jobs, the registers."""
    page = {
        "problems": alerts.problems(),
        "jobs": queries.jobs(),
        "workers": queries.workers_alive(),
        "queue": queries.queue(),
        "mail": mail.state(),
        "printed": mail.printed(),
        "not_sent": mail.not_sent(person_of(request)),
        "freshness": register_queries.freshness(localdate()),
        "sources": SOURCES,
        "checks": health.ready(),
        "recipients": alerts.recipients(),
    }
    return render(request, "operations/operations.html", page)


@require_safe
def job(request: HttpRequest, job: str) -> HttpResponse:
    """One job and its newest runs."""
    if job not in background_jobs.jobs():
        raise Http404("There is no such job.")
    row = next(row for row in queries.jobs() if row.job.name == job)
    asked = ask(request, RUNS)
    values = {
        "row": row,
        "list": show(asked, queries.runs(job, asked.filters["outcome"])),
        "workers": queries.workers_alive(),
    }
    return render(request, "operations/job.html", values)


@require_POST
def run_job(request: HttpRequest, job: str) -> HttpResponse:
    """Have the background worker run a job soon."""
    if job not in background_jobs.jobs():
        raise Http404("There is no such job.")
    if running.ask_for(job, by=request.user.email):  # type: ignore[union-attr]
        messages.success(request, f"The job {job} was put into the queue.")
    else:
        messages.info(request, f"The job {job} is in the queue already.")
    return redirect("job", job)
