"""Addresses of this room."""

from django.urls import path

from irhub.support.views import asking, calls, cases, threads

urlpatterns = [
    path("support/", cases.queue, name="support"),
    path("support/all/", cases.every, name="support-all"),
    path("support/find/", calls.find, name="support-find"),
    path("support/call/<slug:slug>/<slug:kind>/<str:key>/", calls.call, name="support-call"),
    path("support/cases/<int:number>/", cases.case, name="support-case"),
    path("support/cases/<int:number>/<slug:what>/", cases.do, name="support-do"),
    path("help/<slug:slug>/ask/", asking.ask, name="help-ask"),
    path("help/confirm/<str:secret>/", asking.confirm, name="help-confirm"),
    path("help/thread/<str:key>/", threads.thread, name="help-thread"),
    path("help/questions/", threads.questions, name="help-questions"),
    path("help/questions/<str:reference>/", threads.question, name="help-question"),
]
