"""The addresses of this room's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from irhub.operations import editions, mail, views

urlpatterns: list[URLPattern] = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics, name="metrics"),
    path("operations/", views.operations, name="operations"),
    path("operations/mail/now/", mail.now, name="mail-now"),
    path("operations/mail/<uuid:number>/again/", mail.again, name="mail-again"),
    path("operations/<slug:job>/", views.job, name="job"),
    path("operations/<slug:job>/run/", views.run_job, name="job-run"),
    path("data/<slug:register>/<str:day>/<int:number>/decide/", editions.decide, name="edition-decide"),
]
