"""Who runs the hub, what it keeps of visitors and how to reach it is told to everybody, and is true."""

from __future__ import annotations

import pytest
from django.urls import reverse

from irhub.accounts.roles import Role
from irhub.home.statutory import PAGES
from tests.factories import BodyFactory, Browser, PersonFactory, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_each_page_is_open_to_everybody_and_says_who_runs_the_hub(settings, page):
    settings.IRHUB_PUBLIC = False
    settings.IRHUB_OPERATOR = {**settings.IRHUB_OPERATOR, "name": "Sampleshire Council", "email": "hub@example.org"}
    told = Browser(headers={"host": "localhost"}).get(reverse(page.slug)).content.decode()
    assert f'<h1 class="govuk-heading-l">{page.title}</h1>' in told
    assert f'href="{reverse("cookies")}"' in told
    if page.slug != "cookies":
        assert "Sampleshire Council" in told
    if page.slug not in ("cookies", "terms"):
        assert "mailto:hub@example.org" in told


def test_every_cookie_that_is_set_is_on_the_page_of_cookies(client):
    officer = signed_in(PersonFactory(email="officer@example.org", roles=[(BodyFactory(), Role.ADMINISTRATOR)]))
    for address in ("/", "/account/", "/people/", "/account/login/"):
        officer.get(address)
    told = client.get(reverse("cookies")).content.decode()
    assert not client.cookies, "reading sets none"
    assert officer.cookies
    assert all(f">{name}</th>" in told for name in officer.cookies)
