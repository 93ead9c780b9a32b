"""Addresses of this room."""

from django.urls import path

from irhub.support.views import asking, calls, cases, feedback, files, mail, parts, safeguarding, threads, workers

urlpatterns = [
    path("support/", cases.queue, name="support"),
    path("support/all/", cases.every, name="support-all"),
    path("support/mail/", mail.tray, name="support-tray"),
    path("support/mail/<uuid:number>/", mail.mail, name="support-mail"),
    path("support/mail/<uuid:number>/original/", mail.original, name="support-mail-original"),
    path("support/mail/<uuid:number>/<slug:what>/", mail.do, name="support-mail-do"),
    path("support/workers/", workers.consents, name="support-consents"),
    path("support/workers/<int:number>/", workers.consent, name="support-consent"),
    path("support/going/", cases.going, name="support-going"),
    path("support/find/", calls.find, name="support-find"),
    path("support/call/<slug:slug>/<slug:kind>/<str:key>/", calls.call, name="support-call"),
    path("support/cases/<str:reference>/", cases.case, name="support-case"),
    path("support/files/<str:reference>/<uuid:number>/", files.of_case, name="support-file"),
    path("support/writing/<str:reference>/", cases.writes, name="support-writing"),
    path("support/cases/<str:reference>/<slug:what>/", cases.do, name="support-do"),
    path("support/cases/<str:reference>/<slug:kind>/<int:nth>/<slug:what>/", parts.part, name="support-part"),
    path("support/safeguarding/<slug:slug>/", safeguarding.lead, name="support-safeguarding"),
    path("helpline/<slug:slug>/ask/", asking.ask, name="help-ask"),
    path("helpline/<slug:slug>/worker/", workers.worker, name="help-worker"),
    path("helpline/confirm/<str:secret>/", asking.confirm, name="help-confirm"),
    path("helpline/feedback/<str:token>/", feedback.say, name="help-feedback"),
    path("helpline/thread/<str:link>/", threads.thread, name="help-thread"),
    path("helpline/thread/<str:link>/<uuid:number>/", files.by_link, name="help-thread-file"),
    path("helpline/questions/<str:reference>/<uuid:number>/", files.of_question, name="help-question-file"),
    path("helpline/questions/", threads.questions, name="help-questions"),
    path("helpline/questions/<str:reference>/", threads.question, name="help-question"),
]
