"""The addresses of this room's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from irhub.indicators.views import indicators

urlpatterns: list[URLPattern] = [
    path("indicators/", indicators.indicators, name="indicators"),
    path("indicators/<slug:code>/", indicators.indicator, name="indicator"),
]
