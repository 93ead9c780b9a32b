"""The addresses of this room's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from irhub.checker.flows import views as flows

urlpatterns: list[URLPattern] = [
    path("check/", flows.index, name="checkers"),
    path("check/<slug:checker>/", flows.start, name="checker"),
    path("check/<slug:checker>/questions/", flows.question, name="checker-question"),
    path("check/<slug:checker>/employer/", flows.employer, name="checker-employer"),
    path("check/<slug:checker>/result/", flows.result, name="checker-result"),
    path("check/<slug:checker>/result/<str:name>", flows.file, name="checker-file"),
]
