"""The addresses of this room's pages."""

from __future__ import annotations

from django.urls import path

from irhub.contracts import choosing, settling, views

urlpatterns = [
    path("my-providers/", views.my_providers, name="my-providers"),
    path("my-providers/upload/", views.upload, name="my-providers-upload"),
    path("my-providers/columns/", choosing.columns, name="my-providers-columns"),
    path("my-providers/take-back/", views.take_back, name="my-providers-take-back"),
    path("my-providers/lines/<int:number>/", settling.line, name="my-providers-line"),
    path("my-providers/alerts/", views.alerts, name="my-providers-alerts"),
]
