"""Addresses of this room."""

from django.urls import path

from irhub.home.statutory import PAGES
from irhub.home.views import front, statutory, way_in

urlpatterns = [
    path("", front.front, name="front"),
    path("own/", way_in.own, name="own"),
    path("help/", way_in.who, name="help"),
    path("help/<slug:audience>/", way_in.for_whom, name="help-for"),
    path("today/", way_in.today, name="today"),
    *(path(f"{one.slug}/", statutory.page, {"slug": one.slug, "title": one.title}, name=one.slug) for one in PAGES),
]
