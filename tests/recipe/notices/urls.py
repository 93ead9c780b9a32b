"""Addresses of this room."""

from django.urls import path
from irhub.notices.views import notices as views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/post/", views.post_notice, name="notice-post"),
    path("notices/<int:number>/", views.notice, name="notice"),
    path("notices/<int:number>/contact/", views.contact, name="notice-contact"),
    path("notices/<int:number>/note/", views.note, name="notice-note"),
    path("notices/<int:number>/acknowledge/", views.acknowledge, name="notice-acknowledge"),
    path("notices/<int:number>/withdraw/", views.withdraw, name="notice-withdraw"),
]
