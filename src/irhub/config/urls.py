"""Every page's address."""

from django.urls import path

urlpatterns: list[path] = []
