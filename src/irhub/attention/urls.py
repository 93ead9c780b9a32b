"""The room's addresses."""

from django.urls import path

from irhub.attention.views import challenges, signals

urlpatterns = [
    path("attention/<slug:organisation_id>/<slug:code>/", signals.signal, name="signal"),
    path("attention/<slug:organisation_id>/<slug:code>/task/", signals.task, name="signal-task"),
    path("attention/<slug:organisation_id>/<slug:code>/reply/", challenges.reply, name="signal-reply"),
    path(
        "attention/<slug:organisation_id>/<slug:code>/challenge/", challenges.challenge_signal, name="signal-challenge"
    ),
    path("my-work/", signals.my_work, name="my-work"),
    path("challenges/", challenges.waiting, name="challenges"),
    path("challenges/<int:number>/", challenges.challenge, name="challenge"),
    path("replies/<int:number>/", challenges.statement, name="statement"),
]
