"""Addresses of this room."""

from django.urls import path

from irhub.compliance.views import checks, places, regional, repeats, results, standards, visits

urlpatterns = [
    path("self-check/", checks.start, name="self-check"),
    path("self-check/begin/", checks.begin, name="self-check-begin"),
    path("self-check/<int:number>/", checks.sheet, name="self-check-sheet"),
    path("self-check/<int:number>/renew/", checks.renew, name="self-check-renew"),
    path("self-check/<int:number>/themes/<slug:theme>/", checks.theme, name="self-check-theme"),
    path("self-check/<int:number>/questions/<slug:key>/", checks.question, name="self-check-question"),
    path("self-check/<int:number>/questions/<slug:key>/evidence/", checks.evidence_add, name="self-check-evidence"),
    path("self-check/evidence/<int:number>/remove/", checks.evidence_remove, name="self-check-evidence-remove"),
    path("self-check/<int:number>/places/", places.places, name="self-check-places"),
    path("self-check/<int:number>/confirm/", places.confirm, name="self-check-confirm"),
    path("self-check/<int:number>/result/", results.result, name="self-check-result"),
    path("self-check/<int:number>/keep/", results.keep, name="self-check-keep"),
    path("self-check/<int:number>/plan/", results.plan, name="self-check-plan"),
    path("self-check/<int:number>/plan/make/", results.plan_make, name="self-check-plan-make"),
    path("self-check/<int:number>/plan/add/", results.plan_add, name="self-check-plan-add"),
    path("self-check/actions/<int:number>/", results.item, name="self-check-action"),
    path("self-check/actions/<int:number>/<slug:what>/", results.item_end, name="self-check-action-end"),
    path("self-check/visit-pack/", visits.pack, name="visit-pack"),
    path("self-check/visit-pack/pack.pdf", visits.pack_file, name="visit-pack-file"),
    path("self-check/standards/", standards.standards, name="standards"),
    path("self-check/standards/begin/", standards.begin, name="standards-begin"),
    path("self-check/standards/<int:number>/", standards.level, name="standards-level"),
    path("self-check/standards/<int:number>/publish/", standards.publish, name="standards-publish"),
    path("self-check/standards/<int:number>/withdraw/", standards.withdraw, name="standards-withdraw"),
    path("self-check/hard/", regional.hard, name="self-check-hard"),
    path("self-check/right-to-work/", repeats.repeats, name="repeats"),
    path("self-check/right-to-work/repeats.ics", repeats.calendar, name="repeats-calendar"),
    path("self-check/right-to-work/<int:number>/", repeats.settle, name="repeat"),
    path("self-check/visits/", visits.matters, name="visits"),
    path("self-check/visits/<int:number>/", visits.matter, name="visit"),
    path("self-check/visits/<int:number>/<slug:what>/", visits.matter_move, name="visit-move"),
]
