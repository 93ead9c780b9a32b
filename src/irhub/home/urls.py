"""Addresses of this room."""

from django.urls import path

from irhub.home import views

urlpatterns = [
    path("help/", views.who, name="help"),
    path("help/<slug:audience>/", views.for_whom, name="help-for"),
    path("today/", views.today, name="today"),
]
