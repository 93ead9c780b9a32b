"""The addresses of this room's pages."""

from __future__ import annotations

from django.urls import path

from irhub.continuity import views

urlpatterns = [
    path("organisations/<slug:organisation_id>/what-if/", views.what_if, name="what-if"),
    path("organisations/<slug:organisation_id>/plan/", views.plan_open, name="plan-open"),
    path("plans/", views.plans, name="plans"),
    path("plans/<int:number>/", views.plan, name="plan"),
    path("plans/<int:number>/add/", views.plan_add, name="plan-add"),
    path("plans/<int:number>/close/", views.plan_close, name="plan-close"),
    path("plans/<int:number>/reopen/", views.plan_reopen, name="plan-reopen"),
    path("plans/steps/<int:number>/", views.plan_step, name="plan-step"),
]
