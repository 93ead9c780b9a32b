"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, path

from irhub.guidance.views import reading, writing

urlpatterns: list[URLPattern] = [
    path("guidance/", reading.guidance, name="guidance"),
    path("guidance/<slug:page>/", reading.page, name="guidance-page"),
    path("guidance/<slug:page>/history/", reading.history, name="guidance-history"),
    path("guidance/<slug:page>/history/<int:number>/", reading.past, name="guidance-past"),
    path("what-changed/", reading.changes, name="guidance-changes"),
    path("what-changed/feed/", reading.feed, name="guidance-feed"),
    path("guidance-desk/", writing.desk, name="guidance-desk"),
    path("guidance-desk/check/", writing.check, name="guidance-check"),
    path("guidance-desk/rules/", writing.rules, name="guidance-rules"),
    path("guidance-desk/write/", writing.write, name="guidance-write"),
    path("guidance-desk/<int:number>/", writing.version, name="guidance-version"),
    path("guidance-desk/<int:number>/edit/", writing.edit, name="guidance-edit"),
    path("guidance-desk/<int:number>/move/", writing.move, name="guidance-move"),
    path("guidance-desk/<int:number>/renew/", writing.renew, name="guidance-renew"),
]
