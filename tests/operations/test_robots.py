"""What search engines are told to keep."""

from __future__ import annotations

import pytest
from django.test import Client

from irhub.operations.views import machines

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("fictional", "kept_out"), [(True, "Disallow: /\n"), (False, "Disallow: /search/\n")])
def test_search_engines_keep_no_searches_and_files_and_nothing_of_a_fictional_hub(monkeypatch, fictional, kept_out):
    monkeypatch.setattr(machines, "is_fictional", lambda: fictional)
    answer = Client().get("/robots.txt", headers={"host": "localhost"})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    assert kept_out in answer.content.decode()
