"""Failed attempts of one test do not lock the people of the next out."""

from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_attempts(request: pytest.FixtureRequest) -> None:
    if "django_db_setup" in request.fixturenames:
        request.getfixturevalue("db")
        cache.clear()
