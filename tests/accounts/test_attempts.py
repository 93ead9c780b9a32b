"""Attempts are counted in a table that no flood empties, whose rows are for whoever counts them, and run nothing."""

from __future__ import annotations

import base64
import pickle
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from irhub.accounts.row_security import Acting, acting

pytestmark = pytest.mark.django_db


class Program:
    """What Django's own cache would run as it reads it."""

    def __reduce__(self):
        return pytest.fail, ("it ran",)


def test_what_stands_in_the_table_is_never_run():
    planted = base64.b64encode(pickle.dumps(Program())).decode()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_attempts VALUES (%s, %s, %s)",
            [":1:planted", planted, timezone.now() + timedelta(days=1)],
        )
    with pytest.raises(ValueError, match="Expecting value"):
        cache.get("planted")


def test_a_value_is_kept_for_its_time_and_added_once():
    with acting(Acting()):
        assert cache.add("tried", [1.5], 60)
        assert not cache.add("tried", [2.5], 60)
        assert cache.get("tried") == [1.5]
        cache.set("tried", [3.5, 1.5], 60)
        assert cache.get("tried") == [3.5, 1.5]
        assert cache.touch("tried", -1)
        assert cache.get("tried", "nothing") == "nothing"
        assert not cache.touch("tried", 60)
        assert cache.add("tried", "", 60), "what has expired makes way"
        assert cache.delete("tried")
        assert not cache.delete("tried")


def test_who_acts_finds_no_attempt_and_forgets_none_but_by_its_key():
    with acting(Acting(signing_in=True)):
        cache.set("tried", [1.5], 60)
        cache.set("gone", [1.5], -60)
        cache.clear()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM accounts_attempts")
            assert cursor.fetchone() == (0,)
        assert cache.get("tried") == [1.5]
        assert cache.get("gone") is None
