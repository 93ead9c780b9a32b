"""A password is hard to guess and was stolen nowhere; a service that is down keeps nobody out."""

from __future__ import annotations

import contextlib
import hashlib

import httpx
import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from irhub.accounts.models import Person
from irhub.accounts.passwords import HardToGuess, InNoBreach
from tests.factories import PASSWORD


def answering(answer) -> InNoBreach:
    check = InNoBreach()
    check.transport = httpx.MockTransport(answer)
    return check


@pytest.fixture(autouse=True)
def _on(settings):
    settings.IRHUB_BREACH_CHECK = True


@pytest.mark.parametrize("easy", ["aaaaaaaaaaaa", "password1234", "qwertyuiop123", "quillmoor2026"])
def test_an_easy_password_is_refused(easy):
    with pytest.raises(ValidationError, match="easy to guess"):
        HardToGuess().validate(easy, Person(email="pat@example.org", name="Pat Quillmoor"))


@given(st.text(min_size=0, max_size=300))
def test_any_text_at_all_is_judged_without_fault(text):
    with contextlib.suppress(ValidationError):
        HardToGuess().validate(text)


def test_a_stolen_password_is_refused_and_only_five_signs_of_its_digest_leave():
    digest = hashlib.sha1(PASSWORD.encode()).hexdigest().upper()
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, text=f"{'0' * 35}:4\r\n{digest[5:]}:17\r\n")

    with pytest.raises(ValidationError, match="stolen"):
        answering(answer).validate(PASSWORD)
    assert [str(request.url) for request in asked] == [f"https://api.pwnedpasswords.com/range/{digest[:5]}"]
    assert PASSWORD not in str(asked[0].headers)


def test_padding_and_other_passwords_are_no_hit():
    digest = hashlib.sha1(PASSWORD.encode()).hexdigest().upper()
    padding = f"{digest[5:]}:0\r\n{'F' * 35}:9"
    assert answering(lambda _: httpx.Response(200, text=padding)).validate(PASSWORD) is None


@pytest.mark.parametrize(
    "answer",
    [
        lambda _: httpx.Response(503),
        lambda _: httpx.Response(302, headers={"Location": "http://127.0.0.1/secret"}),
        lambda _: httpx.Response(200, content=b"\xff\xfe"),
        lambda _: httpx.Response(200, content=b"A" * 2**21),
        lambda request: (_ for _ in ()).throw(httpx.ConnectTimeout("no", request=request)),
    ],
    ids=["down", "sends elsewhere", "not text", "endless", "no answer"],
)
def test_a_service_that_is_down_or_odd_keeps_nobody_out_and_is_written_to_the_log(answer, caplog):
    answering(answer).validate(PASSWORD)
    assert "was left out" in caplog.text
    assert PASSWORD not in caplog.text


def test_without_the_service_the_shipped_list_of_common_passwords_still_holds(settings):
    settings.IRHUB_BREACH_CHECK = False
    with pytest.raises(ValidationError, match="too common"):
        validate_password("q1w2e3r4t5y6")
    validate_password(PASSWORD)
