"""The addresses of this room's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from irhub.operations.views import editions, jobs, machines, mail

urlpatterns: list[URLPattern] = [
    path("healthz", machines.healthz, name="healthz"),
    path("readyz", machines.readyz, name="readyz"),
    path("metrics", machines.metrics, name="metrics"),
    path("robots.txt", machines.robots, name="robots"),
    path("operations/", jobs.operations, name="operations"),
    path("operations/mail/", mail.not_sent, name="mail-not-sent"),
    path("operations/mail/now/", mail.now, name="mail-now"),
    path("operations/mail/<uuid:number>/again/", mail.again, name="mail-again"),
    path("operations/<slug:job>/", jobs.job, name="job"),
    path("operations/<slug:job>/run/", jobs.run_job, name="job-run"),
    path("data/<slug:register>/<str:day>/<int:number>/decide/", editions.decide, name="edition-decide"),
]
