"""What one form does is done once in every room, however often it is sent; what was refused can be sent again."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.test import RequestFactory
from django.urls import get_resolver, reverse

import irhub
from irhub.accounts.models import Invitation, Person
from irhub.accounts.roles import Role
from irhub.accounts.sent_once import as_often_as_sent, made_by, made_once
from irhub.accounts.views import account
from irhub.web.errors import ActionRefused
from irhub.web.forms import refusals_told
from irhub.webinars.models import Session
from tests.factories import MembershipFactory, PersonFactory, signed_in
from tests.programmes.factories import HubFactory
from tests.support.factories import adviser_of, programme_of

pytestmark = pytest.mark.django_db
SENT = {"sent_once": "a key", "name": "Pat"}


@pytest.fixture(autouse=True)
def _forgotten():
    cache.clear()
    yield
    cache.clear()


class Somebody:
    """Who sends a form."""

    pk = 1


def sent(view, **typed):
    request = RequestFactory().post("/somewhere/", SENT | typed)
    request.user = Somebody
    return view(request)


def test_what_leads_on_is_done_once_and_what_was_typed_anew_is_another():
    done = []

    def view(request):
        done.append(request.POST["name"])
        return redirect(f"/made/{len(done)}/")

    view.__module__ = "irhub.somewhere"
    once = made_once(view)
    assert [sent(once)["Location"] for _ in range(3)] == ["/made/1/"] * 3
    assert sent(once, name="Sam")["Location"] == "/made/2/"
    assert sent(once, sent_once="")["Location"] == "/made/3/", "a form without a key is taken as it comes"
    assert done == ["Pat", "Sam", "Pat"]


def test_a_file_that_was_corrected_and_is_as_long_is_another():
    taken = []

    def view(request):
        taken.append(request.FILES["file"].read())
        return redirect(f"/made/{len(taken)}/")

    once = made_once(view)
    for content in (b"1500 pounds", b"1500 pounds", b"1600 pounds"):
        sent(once, file=SimpleUploadedFile("money.csv", content))
    assert taken == [b"1500 pounds", b"1600 pounds"]


@pytest.mark.parametrize("told", [False, True])
def test_what_was_refused_can_be_sent_again(told, rf):
    done = []

    def view(request):
        done.append(1)
        if not told:
            return HttpResponse("Enter a name", status=400)
        with refusals_told(request):
            raise ActionRefused("Not now.")
        return redirect("/page/")

    once = made_once(view)
    for _ in range(2):
        request = rf.post("/somewhere/", SENT)
        request.user, request._messages = Somebody, type("Messages", (), {"add": lambda *_: None})()
        once(request)
    assert done == [1, 1]


def test_what_fails_leaves_nothing_half_done_and_can_be_sent_again():
    def view(request):
        PersonFactory(email="half@example.org")
        raise LookupError

    for _ in range(2):
        with pytest.raises(LookupError):
            sent(made_once(view))
    assert not Person.objects.filter(email="half@example.org").exists()


def test_where_a_form_led_is_kept_sealed():
    cache.set("sent-once/k", "not sealed at all")
    assert made_by("k") == ""


def test_every_view_of_the_hub_is_made_once_but_those_of_the_session_and_of_another_login():
    views = {page.name: page.callback for page in get_resolver().url_patterns}
    free = {name for name, view in views.items() if getattr(view, "as_often_as_sent", False)}
    assert free == {
        "choose-role",
        "purpose",
        "invitation",
        "demo-sign-in",
        "review-pair",
        "review-undo",
        "edition-decide",
        "help-ask",
        "supplier-register-confirm",
        "columns",
    }
    ours = [view for name, view in views.items() if name not in free and not view.__module__.startswith("allauth.")]
    assert len(ours) > 200
    assert all(view.__code__.co_filename.endswith("sent_once.py") for view in ours)
    assert made_once(as_often_as_sent(account.choose_role)) is account.choose_role


def test_a_webinar_that_is_drafted_twice_is_one():
    by = adviser_of(HubFactory())
    programme_of(by.body)
    client = signed_in(by.person)
    typed = {
        "title": "Duties", "summary": "What they are.", "audience": "provider", "host": "Ada", "day-day": "3", "day-month": "3", "day-year": "2027",
        "time": "2.30pm", "minutes": "60", "capacity": "10", "sent_once": "a key", "programme": str(programme_of(by.body).pk),
    }  # fmt: skip
    first, again = (client.post(reverse("webinar-add"), typed) for _ in range(2))
    assert first["Location"] == again["Location"]
    assert Session.objects.count() == 1


def test_somebody_who_is_invited_twice_by_one_form_is_invited_once_by_the_same_link():
    by = MembershipFactory(role=Role.ADMINISTRATOR)
    client = signed_in(by.person)
    typed = {"email": "new@example.org", "role": str(Role.VIEWER), "sent_once": "a key"}
    first, again = (client.post(reverse("people-invite"), typed).content.decode() for _ in range(2))
    links = [re.search(r"/invitations/[\w-]+/", page)[0] for page in (first, again)]
    assert links[0] == links[1]
    assert Invitation.objects.filter(email="new@example.org").count() == 1


def test_a_view_that_shows_a_page_once_something_is_done_does_it_once():
    forgot = []
    for path in Path(irhub.__file__).parent.glob("*/views/*.py"):
        functions = [each for each in ast.walk(ast.parse(path.read_text())) if isinstance(each, ast.FunctionDef)]
        for each in functions:
            does = [
                part
                for part in ast.walk(each)
                if isinstance(part, ast.With) and "refusals_at" in "".join(map(ast.unparse, part.items))
            ]
            shown = [ast.unparse(told) for part in does for told in ast.walk(part) if isinstance(told, ast.Return)]
            if any(re.search(r"\b(render|_page)\(", told) for told in shown) and "once(request" not in ast.unparse(
                each
            ):
                forgot.append(f"{path.parent.parent.name}/{path.stem}.{each.name}")
    assert forgot == []
