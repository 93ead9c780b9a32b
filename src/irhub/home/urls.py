"""Addresses of this room."""

from django.urls import path

from irhub.home.views import way_in

urlpatterns = [
    path("help/", way_in.who, name="help"),
    path("help/<slug:audience>/", way_in.for_whom, name="help-for"),
    path("today/", way_in.today, name="today"),
]
