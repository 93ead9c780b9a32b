"""Fictional registers, loaded once for each module of these tests."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.loaded import load_fictional
from tests.tables import left_empty


@pytest.fixture(scope="module")
def held(django_db_setup, django_db_blocker, tmp_path_factory):
    """Fictional registers, loaded once for a module."""
    from django.conf import settings
    from django.test.utils import override_settings

    home = tmp_path_factory.mktemp("home")
    with django_db_blocker.unblock(), left_empty(), override_settings(HOME=home, IRHUB_MAX_GAINED_PERCENT=100):
        load_fictional(tmp_path_factory.mktemp("files"))
        yield settings
    with django_db_blocker.unblock():
        connection.close()  # beside a browser's loop no test would close the one that this module asked
