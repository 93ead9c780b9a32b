"""The addresses of this room's pages."""

from __future__ import annotations

from django.urls import path

from irhub.review import views

urlpatterns = [
    path("review/", views.review, name="review"),
    path("review/next/", views.following, name="review-next"),
    path("review/undo/", views.undo, name="review-undo"),
    path("review/blind/", views.blind, name="review-blind"),
    path("review/agreement/", views.agreement, name="review-agreement"),
    path("review/pairs/<str:provider_id>/<str:sponsor_key>/", views.pair, name="review-pair"),
]
