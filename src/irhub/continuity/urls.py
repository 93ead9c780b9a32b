"""The addresses of this room's pages."""

from __future__ import annotations

from django.urls import path

from irhub.continuity.views import plans, what_if

urlpatterns = [
    path("organisations/<slug:organisation_id>/what-if/", what_if.what_if, name="what-if"),
    path("organisations/<slug:organisation_id>/plan/", what_if.plan_open, name="plan-open"),
    path("plans/", plans.plans, name="plans"),
    path("plans/<int:number>/", plans.plan, name="plan"),
    path("plans/<int:number>/add/", plans.plan_add, name="plan-add"),
    path("plans/<int:number>/close/", plans.plan_close, name="plan-close"),
    path("plans/<int:number>/reopen/", plans.plan_reopen, name="plan-reopen"),
    path("plans/steps/<int:number>/", plans.plan_step, name="plan-step"),
]
