"""The addresses of this room's pages."""

from __future__ import annotations

from django.urls import path

from irhub.review.views import pairs, queue

urlpatterns = [
    path("review/", queue.review, name="review"),
    path("review/next/", queue.following, name="review-next"),
    path("review/undo/", pairs.undo, name="review-undo"),
    path("review/blind/", queue.blind, name="review-blind"),
    path("review/agreement/", queue.agreement, name="review-agreement"),
    path("review/pairs/<str:provider_id>/<str:sponsor_key>/", pairs.pair, name="review-pair"),
]
