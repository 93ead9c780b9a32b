"""How the site runs, and its jobs, for the operator."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from irhub.operations import alerts, health, mail, queries, running
from irhub.operations.job_list import JOBS, listed
from irhub.operations.run_list import RUNS
from irhub.registers import queries as register_queries
from irhub.registers.sources import SOURCES
from irhub.web import background_jobs
from irhub.web.listing import ask, download, show


@require_safe
def operations(request: HttpRequest) -> HttpResponse:
    """How the site runs: what is wrong, the jobs, the registers."""
    asked = ask(request, JOBS)
    rows = listed(queries.jobs(), asked.filters["outcome"])
    if asked.format:
        return download(asked, rows)
    workers = queries.workers_alive()
    page = {
        "wrong": [*([] if workers else [alerts.NO_WORKER]), *alerts.problems()],
        "list": show(asked, rows),
        "workers": workers,
        "queue": queries.queue(),
        "mail": mail.state(),
        "printed": mail.printed(),
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
    runs = queries.runs(job, asked.filters["outcome"])
    if asked.format:
        return download(asked, runs, name=f"{job}-runs")
    values = {
        "row": row,
        "list": show(asked, runs),
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
