"""Addresses of this room."""

from django.urls import path

from irhub.webinars.views import attendance, bookings, certificates, desk, public

urlpatterns = [
    path("webinars/", public.webinars, name="webinars"),
    path("webinars/<int:number>/", public.webinar, name="webinar"),
    path("webinars/<int:number>/book/", bookings.book, name="webinar-book"),
    path("webinars/slides/<int:number>/", public.slides, name="webinar-slides"),
    path("webinars/bookings/", bookings.mine, name="webinar-bookings"),
    path("webinars/bookings/<uuid:lot>/", bookings.booking, name="webinar-booking"),
    path("webinars/bookings/<uuid:lot>/confirm/", bookings.confirm, name="webinar-confirm"),
    path("webinars/bookings/<uuid:lot>/take/", bookings.accept, name="webinar-take"),
    path("webinars/bookings/<uuid:lot>/cancel/", bookings.cancel, name="webinar-booking-cancel"),
    path("webinars/bookings/<uuid:lot>/calendar.ics", bookings.calendar, name="webinar-calendar"),
    path("webinars/desk/", desk.desk, name="webinar-desk"),
    path("webinars/desk/add/", desk.add, name="webinar-add"),
    path("webinars/desk/<int:number>/", desk.session, name="webinar-session"),
    path("webinars/desk/<int:number>/edit/", desk.edit, name="webinar-edit"),
    path("webinars/desk/<int:number>/publish/", desk.publish, name="webinar-publish"),
    path("webinars/desk/<int:number>/hold/", desk.hold, name="webinar-hold"),
    path("webinars/desk/<int:number>/cancel/", desk.cancel, name="webinar-cancel"),
    path("webinars/desk/<int:number>/recording/", desk.recording, name="webinar-recording"),
    path("webinars/desk/<int:number>/slides/", desk.add_slides, name="webinar-slides-add"),
    path("webinars/desk/<int:number>/questions/", desk.add_question, name="webinar-question-add"),
    path("webinars/desk/slides/<int:number>/remove/", desk.remove_slides, name="webinar-slides-remove"),
    path("webinars/desk/questions/<int:number>/remove/", desk.remove_question, name="webinar-question-remove"),
    path("webinars/desk/<int:number>/bookings/", desk.bookings, name="webinar-people"),
    path("webinars/desk/<int:number>/attendance/", attendance.attendance, name="webinar-attendance"),
    path("webinars/desk/<int:number>/attendance/report/", attendance.hand_in, name="webinar-log"),
    path("webinars/desk/<int:number>/attendance/tick/", attendance.tick, name="webinar-tick"),
    path("webinars/desk/<int:number>/attendance/settle/", attendance.settle, name="webinar-attendance-settle"),
    path("webinars/desk/<int:number>/attendance/reopen/", attendance.reopen, name="webinar-attendance-reopen"),
    path("webinars/desk/reports/<int:number>/undo/", attendance.undo_log, name="webinar-log-undo"),
    path("webinars/desk/connections/<int:number>/", attendance.connection, name="webinar-connection"),
    path("webinars/desk/connections/<int:number>/unbooked/", attendance.unbooked, name="webinar-unbooked"),
    path("webinars/desk/connections/<int:number>/undo/", attendance.unsettle, name="webinar-unsettle"),
    path("webinars/certificates/", certificates.check, name="webinar-certificate-check"),
    path("webinars/bookings/<uuid:lot>/certificate.pdf", certificates.own, name="webinar-certificate"),
    path("webinars/desk/<int:number>/certificates/", certificates.certificates, name="webinar-certificates"),
    path("webinars/desk/<int:number>/write/", certificates.write, name="webinar-write"),
    path("webinars/desk/certificates/<int:number>/correct/", certificates.correct, name="webinar-certificate-correct"),
    path(
        "webinars/desk/certificates/<int:number>/withdraw/", certificates.withdraw, name="webinar-certificate-withdraw"
    ),
]
