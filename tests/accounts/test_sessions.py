"""Sessions end when they are left alone, after some hours, and when there are too many; new browsers are told of."""

from __future__ import annotations

import time

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.urls import reverse

from irhub.accounts import session_limits
from irhub.accounts.models import AuditEvent
from irhub.accounts.roles import Kind, Role
from irhub.accounts.sessions import row_of
from tests.factories import PASSWORD, BodyFactory, PersonFactory, signed_in
from tests.post import delivered

pytestmark = pytest.mark.django_db(transaction=True)


def viewer(email: str = "viewer@example.org"):
    return PersonFactory(
        email=email,
        roles=[(BodyFactory(kind=Kind.PROVIDER, name="Quillmoor Care Ltd"), Role.VIEWER)],
        second_step=False,
    )


def by_password(agent: str = "Browser one") -> Client:
    client = Client(headers={"host": "localhost", "user-agent": agent})
    answer = client.post(reverse("account_login"), {"login": "viewer@example.org", "password": PASSWORD})
    assert answer.status_code == 302, answer.content
    return client


@pytest.mark.parametrize(("minutes", "holds"), [(59, True), (61, False)])
def test_a_session_that_is_left_alone_for_an_hour_ends(monkeypatch, minutes, holds):
    client = signed_in(viewer())
    assert client.get(reverse("me")).status_code == 200
    now = time.time()
    monkeypatch.setattr(session_limits.time, "time", lambda: now + minutes * 60)
    assert (client.get(reverse("me")).status_code == 200) is holds
    assert AuditEvent.objects.filter(what="was signed out after a while").exists() is not holds


def test_a_session_that_is_used_all_the_time_ends_after_twelve_hours(monkeypatch):
    client = signed_in(viewer())
    start, held = time.time(), []
    for minutes in range(0, 13 * 60, 30):
        monkeypatch.setattr(session_limits.time, "time", lambda minutes=minutes: start + minutes * 60)
        held.append(client.get(reverse("me")).status_code == 200)
    assert held == [minutes <= 12 * 60 for minutes in range(0, 13 * 60, 30)]


def test_the_sixth_session_ends_the_oldest():
    viewer()
    clients = [by_password() for _ in range(6)]
    assert [client.get(reverse("me")).status_code for client in clients] == [302, 200, 200, 200, 200, 200]
    assert UserSession.objects.count() == 5


def test_a_browser_that_was_not_used_before_is_told_of_by_mail():
    viewer()
    by_password()
    by_password()
    assert delivered() == []
    by_password("Browser two")
    (told,) = delivered()
    assert "new browser" in told.subject
    assert told.to == ["viewer@example.org"]


def test_a_changed_password_is_told_of_by_mail():
    viewer()
    client = by_password()
    new = "lantern orchard sixteen"
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert ["password" in told.subject.lower() for told in delivered()] == [True]


def test_what_stands_in_the_database_signs_nobody_in():
    viewer()
    client = by_password()
    key = client.cookies["sessionid"].value
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_key FROM django_session UNION SELECT session_key FROM usersessions_usersession")
        kept = {name for (name,) in cursor.fetchall()}
    assert kept == {row_of(key)}
    assert key not in str(kept)
    for name in kept:
        thief = Client(headers={"host": "localhost"})
        thief.cookies["sessionid"] = name
        assert thief.get(reverse("me")).status_code == 302
    assert client.get(reverse("me")).status_code == 200


def test_what_one_session_holds_is_none_in_another():
    viewer()
    client, thief = by_password(), Client(headers={"host": "localhost"})
    begun = thief.session
    begun["anything"] = True
    begun.save()
    thief.cookies["sessionid"] = begun.session_key
    with (
        connection.cursor() as cursor
    ):  # as somebody may who has SQL of their own in a page that reads the list of sessions
        cursor.execute(
            "SELECT accounts_keep_session(%s, accounts_session(%s, now()), now() + interval '1 day', false)",
            [row_of(begun.session_key), row_of(client.cookies["sessionid"].value)],
        )
        assert cursor.fetchone() == (True,)
    assert thief.get(reverse("me")).status_code == 302
    assert client.get(reverse("me")).status_code == 200


def test_the_list_of_where_somebody_is_signed_in_knows_this_browser_and_ends_the_others():
    viewer()
    here, there = by_password(), by_password("Browser two")
    page = here.get(reverse("usersessions_list")).content.decode()
    assert page.count("(this one)") == 1
    here.post(reverse("usersessions_list"))
    assert [client.get(reverse("me")).status_code for client in (here, there)] == [200, 302]
    assert UserSession.objects.count() == 1
