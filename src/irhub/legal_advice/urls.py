"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, path

from irhub.legal_advice.views import client, firm, hub

_ONE = "legal-advice/appointments/<slug:reference>/"
_CALL = "legal-advice/calls/<slug:reference>/"

urlpatterns: list[URLPattern] = [
    path("legal-advice/", client.mine, name="legal-mine"),
    path("legal-advice/book/", client.book, name="legal-book"),
    path(_ONE, client.appointment, name="legal-appointment"),
    path(f"{_ONE}cancel/", client.cancel, name="legal-cancel"),
    path(f"{_ONE}give-up/", hub.abandon, name="legal-abandon"),
    path(f"{_ONE}move/", client.move, name="legal-move"),
    path(f"{_ONE}appointment.ics", client.calendar, name="legal-calendar"),
    path("legal-advice/day/", firm.day, name="legal-day"),
    path("legal-advice/times/", firm.times, name="legal-times"),
    path("legal-advice/times/<slug:reference>/back/", firm.time_back, name="legal-time-back"),
    path("legal-advice/weekly/<int:number>/end/", firm.series_end, name="legal-series-end"),
    path(_CALL, firm.call, name="legal-call"),
    path(f"{_CALL}check/", firm.check, name="legal-check"),
    path(f"{_CALL}start/", firm.start, name="legal-start"),
    path(f"{_CALL}stop/", firm.stop, name="legal-stop"),
    path(f"{_CALL}confirm/", firm.confirm, name="legal-confirm"),
    path(f"{_CALL}typed/", firm.typed, name="legal-typed"),
    path(f"{_CALL}missed/", firm.missed, name="legal-missed"),
    path("legal-advice/desk/", hub.desk, name="legal-desk"),
    path("legal-advice/clients/<slug:reference>/", hub.client, name="legal-client"),
    path("legal-advice/corrections/", hub.corrections, name="legal-corrections"),
    path("legal-advice/corrections/<slug:reference>/", hub.decide, name="legal-decide"),
    path("legal-advice/corrections/<slug:reference>/back/", hub.take_back, name="legal-take-back"),
    path("legal-advice/months/", hub.months, name="legal-invoices"),
    path("legal-advice/months/<int:number>/<int:firm>/<slug:month>/", hub.month, name="legal-invoice"),
    path("legal-advice/months/<int:number>/<int:firm>/<slug:month>/close/", hub.close, name="legal-close"),
]
