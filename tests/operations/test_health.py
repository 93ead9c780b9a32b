"""Machines learn whether the site is well, people read plain words when it is not, and the log tells of nobody."""

from __future__ import annotations

import json
import logging

import psycopg
import pytest
from django.db import OperationalError
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test import Client, override_settings
from django.urls import path

from irhub.accounts.access import table
from irhub.config.urls import *  # noqa: F403
from irhub.config.urls import urlpatterns as every_page
from irhub.web.database_faults import LOST, how_it_ended
from irhub.web.limits import DOWNLOADS, RATES
from irhub.web.logs import logging_settings
from irhub.web.middleware import visitor

HOST = {"host": "localhost"}


def breaks(request, name):
    raise ValueError("Key (email)=(pat@example.org) of Pat Quillmoor")


def gone(request):
    raise OperationalError("could not connect as pat@example.org")


def cut_off(request):
    raise psycopg.errors.AdminShutdown("terminating connection")  # as COPY tells it, past Django


urlpatterns = [
    path("breaks/<str:name>/", breaks, name="about"),
    path("gone/", gone, name="england"),
    path("cut-off/", cut_off, name="england"),
    *every_page,
]
BROKEN = override_settings(ROOT_URLCONF=__name__)


def test_a_process_says_that_it_lives_without_the_database():
    answer = Client().get("/healthz", headers={"host": "10.0.0.7", "cookie": "sessionid=abc"})
    assert answer.json() == {"alive": True}


@pytest.mark.django_db
def test_readiness_names_what_fails(data_folder, monkeypatch):
    assert Client().get("/readyz").json() == {
        "ready": True,
        "checks": {"database": True, "migrations": True, "archive": True},
    }
    (data_folder / "archive").rmdir()
    (data_folder / "archive").write_text("in the way")
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["archive"] is False


@pytest.mark.django_db
def test_figures_are_closed_until_the_operator_opens_them():
    assert Client().get("/metrics").status_code == 404
    with override_settings(IRHUB_METRICS_TOKEN="open sesame"):
        assert Client().get("/metrics", headers={"authorization": "Bearer open"}).status_code == 404
        text = Client().get("/metrics", headers={"authorization": "Bearer open sesame"}).content.decode()
    with override_settings(IRHUB_METRICS_NETWORKS=["127.0.0.0/8"], IRHUB_PROXIES=1):
        assert Client().get("/metrics").status_code == 200
        assert Client().get("/metrics", headers={"x-forwarded-for": "127.0.0.1, 192.0.2.9"}).status_code == 404
    assert "irhub_database_up 1.0" in text
    assert "irhub_workers 0.0" in text


@pytest.mark.django_db
def test_requests_are_counted_by_route_and_never_by_address():
    Client().get("/search/?q=Quillmoor+Care", headers=HOST)
    Client().get("/pat@example.org", headers=HOST)
    with override_settings(IRHUB_METRICS_TOKEN="t"):
        text = Client().get("/metrics", headers={"authorization": "Bearer t"}).content.decode()
    assert 'irhub_requests_total{method="GET",route="search",status="200"}' in text
    assert 'route="none",status="404"' in text
    assert "Quillmoor" not in text
    assert "pat@" not in text


@pytest.fixture
def logged():
    """What the log says, as one text: the formatter of the settings on a handler of its own."""
    root = logging.getLogger()
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    kept = Kept()
    formatter = dict(logging_settings("json")["formatters"]["events"])
    kept.setFormatter(formatter.pop("()")(**formatter))
    root.addHandler(kept)
    yield lines
    root.removeHandler(kept)


@BROKEN
@pytest.mark.django_db
def test_no_name_or_address_of_a_request_reaches_the_log(logged):
    client = Client(raise_request_exception=False)
    secret = "Pat-Quillmoor"
    carried = {**HOST, "user-agent": secret, "referer": f"http://localhost/{secret}", "x-forwarded-for": "192.0.2.55"}
    asked = [
        client.get(f"/search/?q={secret}+pat@example.org", headers=carried),
        client.get(f"/breaks/{secret}/", headers=carried),
        client.get(f"/{secret}/pat@example.org", headers=carried),
        client.get("/", headers={"host": f"{secret}.example"}),
        client.post("/account/sign-in/", {"login": "pat@example.org", "password": secret}, headers=carried),
    ]
    assert [answer.status_code for answer in asked] == [200, 500, 404, 400, 200]
    text = "\n".join(logged)
    for told in (secret, "Pat", "pat@", "example.org", "192.0.2.55", "127.0.0.1"):
        assert told not in text, told
    events = [json.loads(line) for line in logged if line.startswith("{")]
    assert events, text

    failed = next(event for event in events if event.get("error") == "builtins.ValueError")
    assert "breaks" in failed["frames"][-1]
    ids = {answer.headers["X-Request-ID"] for answer in asked}
    assert len(ids) == 5
    assert {event["request"] for event in events if "request" in event} == ids
    assert failed["request"] in asked[1].content.decode()


@BROKEN
@pytest.mark.django_db
def test_a_database_that_is_away_is_told_in_plain_words_without_asking_it(monkeypatch):
    def away(*_: object) -> None:
        raise OperationalError("gone")

    client = Client(raise_request_exception=False, headers=HOST)
    client.cookies["sessionid"] = "a" * 32
    monkeypatch.setattr(DatabaseWrapper, "cursor", away)
    for address in ("/gone/", "/cut-off/", "/operations/", "/nowhere/"):
        answer = client.get(address)
        assert answer.status_code == 503, address
        assert "cannot reach its data at the moment" in answer.content.decode()
        assert answer.headers["Retry-After"] == "60"
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").json()["checks"]["database"] is False


@BROKEN
@pytest.mark.django_db
@pytest.mark.parametrize("code", ["53100", "53300", "40P01", "55P03", "57014"])
def test_a_database_that_answers_but_does_not_finish_is_not_said_to_be_out_of_reach(code, monkeypatch):
    fault = psycopg.errors.lookup(code)("a test")

    def ends(*_: object) -> None:
        raise OperationalError("a test") from fault

    client = Client(raise_request_exception=False, headers=HOST)
    client.cookies["sessionid"] = "a" * 32
    monkeypatch.setattr(DatabaseWrapper, "cursor", ends)
    answer = client.get("/operations/")
    assert answer.status_code == 503
    assert how_it_ended(fault) is not LOST
    assert how_it_ended(fault).heading in answer.content.decode()


@pytest.mark.django_db
def test_whoever_asks_too_often_is_told_to_wait(monkeypatch):
    monkeypatch.setattr("irhub.web.limits.MINUTE", 10**9)  # however slow this machine is
    client = Client(headers=HOST)
    answers = [client.get("/changes/?format=csv").status_code for _ in range(DOWNLOADS + 1)]
    assert answers[:-1] == [200] * DOWNLOADS
    last = client.get("/changes/?format=csv")
    assert last.status_code == 429
    assert "Wait a minute" in last.content.decode()
    assert client.get("/changes/").status_code == 200
    assert set(RATES) <= set(table())


def test_the_visitors_address_is_what_our_own_proxy_saw(rf):
    request = rf.get("/", headers={"x-forwarded-for": "198.51.100.1, 192.0.2.9"})
    assert visitor(request) == "127.0.0.1"
    with override_settings(IRHUB_PROXIES=1):
        assert visitor(request) == "192.0.2.9"
    with override_settings(IRHUB_PROXIES=3):
        assert visitor(request) == "127.0.0.1"
