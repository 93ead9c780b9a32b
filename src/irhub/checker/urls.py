"""The addresses of this room's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from irhub.checker.views import answers, cases, comparing, downloads, editing, flows, timeline

urlpatterns: list[URLPattern] = [
    path("rules/", timeline.rules, name="rules"),
    path("rules/changes/", timeline.changes, name="rules-changes"),
    path("rules/compare/", comparing.compare, name="rules-compare"),
    path("rules/changes/feed/", downloads.feed, name="rules-feed"),
    path("rules/calendar/", downloads.calendar, name="rules-calendar"),
    path("rules/csv/", downloads.rules_csv, name="rules-csv"),
    path("rules/yaml/", downloads.rules_yaml, name="rules-yaml"),
    path("rules/json/", downloads.rules_json, name="rules-json"),
    path("rules/schema/<slug:name>.json", downloads.schema, name="rules-schema"),
    path("rules/topics/<slug:topic>/", timeline.topic, name="rules-topic"),
    path("rules/topics/<slug:topic>/add/", editing.propose_add, name="propose-add"),
    path("rules/rule/<slug:rule>/", timeline.rule, name="rule"),
    path("rules/rule/<slug:rule>/<slug:kind>/", editing.propose, name="propose"),
    path("rules/sources/stale/", editing.stale, name="sources-stale"),
    path("rules/sources/<slug:key>/read-again/", editing.propose_read, name="propose-read"),
    path("rules/proposals/", editing.proposals, name="proposals"),
    path("rules/proposals/approved/", editing.approved, name="proposals-approved"),
    path("rules/proposals/<int:number>/", editing.proposal, name="proposal"),
    path("rules/proposals/<int:number>/approve/", editing.approve, name="proposal-approve"),
    path("rules/proposals/<int:number>/decline/", editing.decline, name="proposal-decline"),
    path("rules/proposals/<int:number>/take-back/", editing.take_back, name="proposal-take-back"),
    path("kept-cases/", cases.cases, name="cases"),
    path("kept-cases/keep/", cases.save, name="case-save"),
    path("kept-cases/<int:number>/", cases.case, name="case"),
    path("kept-cases/<int:number>/delete/", cases.delete, name="case-delete"),
    path("check/", flows.index, name="checkers"),
    path("check/<slug:checker>/", flows.start, name="checker"),
    path("check/<slug:checker>/questions/", flows.question, name="checker-question"),
    path("check/<slug:checker>/employer/", flows.employer, name="checker-employer"),
    path("check/<slug:checker>/side-by-side/", answers.compare, name="checker-compare"),
    path("check/<slug:checker>/result/", flows.result, name="checker-result"),
    path("check/<slug:checker>/result/<str:name>", flows.file, name="checker-file"),
]
