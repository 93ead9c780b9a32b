"""Whoever asks for a past day that is not ready is told at once, and may not ask for very many."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from irhub.indicators import past
from irhub.indicators.catalogue import CATALOGUE
from irhub.indicators.models import Signal
from irhub.registers import queries as register_queries
from tests.held import held as held

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def asked(number: int, path: str = "/country/england/", client: Client | None = None):
    day = register_queries.newest_date() - timedelta(days=number)
    return (client or Client(headers={"host": "localhost"})).get(f"{path}?as_at={day}", REMOTE_ADDR="10.0.0.7")


def test_a_day_that_is_not_ready_is_told_at_once_and_begun_when_the_request_is_over(
    held, monkeypatch, django_capture_on_commit_callbacks
):
    begun = []
    monkeypatch.setattr(past._worker, "submit", lambda work, day: begun.append(day))
    monkeypatch.setattr(past, "_begun", set())
    with django_capture_on_commit_callbacks(execute=True):
        response = asked(2)
        again = asked(2)
    assert response.status_code == again.status_code == 202
    assert response.headers["Retry-After"]
    assert "Working out what the registers said on" in response.content.decode()
    assert begun == [register_queries.newest_date() - timedelta(days=2)]


def test_one_visitor_may_begin_few_days_a_minute(held, monkeypatch):
    monkeypatch.setattr("irhub.web.limits.MINUTE", 10**9)  # one minute, however long these requests take
    client = Client(headers={"host": "localhost"})
    assert [asked(number, client=client).status_code for number in (1, 2, 3, 3, 4)] == [202, 202, 202, 202, 429]


def test_a_signal_is_shown_as_at_a_past_day_with_its_rows_and_without_what_is_done_about_it_now(held):
    day = register_queries.newest_date() - timedelta(days=1)
    past.work_out(day)
    then = past.signals_as_at(day).collect()
    row = next(row for row in then.iter_rows(named=True) if row["organisation_id"] and row["audience"] == "public")
    page = asked(1, f"/attention/{row['organisation_id']}/{row['code']}/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "not the newest" in text
    assert "How we know" in text
    assert "What we do about it" not in text
    held_then = set(then.filter(organisation_id=row["organisation_id"])["code"])
    other = next(code for code in CATALOGUE if code not in held_then)
    assert asked(1, f"/attention/{row['organisation_id']}/{other}/").status_code == 404


@pytest.mark.parametrize("day", ["yesterday", "1999-01-01"])
def test_a_signal_of_no_day_that_is_held_is_not_found(held, day):
    row = Signal.objects.filter(organisation__isnull=False, audience="public").first()
    address = f"/attention/{row.organisation_id}/{row.code}/?as_at={day}"
    assert Client(headers={"host": "localhost"}).get(address).status_code == 404
