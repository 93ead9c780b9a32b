"""The addresses of this room's pages."""

from __future__ import annotations

from django.urls import path

from irhub.contracts.views import columns, lines, providers

urlpatterns = [
    path("my-providers/", providers.my_providers, name="my-providers"),
    path("my-providers/upload/", providers.upload, name="my-providers-upload"),
    path("my-providers/columns/", columns.columns, name="my-providers-columns"),
    path("my-providers/take-back/", providers.take_back, name="my-providers-take-back"),
    path("my-providers/lines/<int:number>/", lines.line, name="my-providers-line"),
    path("my-providers/alerts/", providers.alerts, name="my-providers-alerts"),
]
