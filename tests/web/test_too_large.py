"""A form whose files are too large comes back with all that was typed, and says at the field what is wrong; nothing of it is kept in memory."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from irhub.files.handed_in import handed_in
from irhub.files.reading.refused import Refused
from irhub.support.models import Case
from irhub.web.too_large import TIMES, LeftUnread
from tests.factories import signed_in
from tests.support.factories import programme_of, provider_of

pytestmark = pytest.mark.django_db
LARGE = 7 * 2**20


def test_what_was_typed_beside_a_file_that_is_too_large_is_not_lost():
    programme, pat = programme_of(), signed_in(provider_of().person)
    told = {
        "theme": programme.themes.first().pk, "subject": "A visit", "text": "They come on Monday, all of them.", "name": "Pat",
        "email": "pat@quillmoor.example", "attached": SimpleUploadedFile("scan.pdf", b"%PDF" + b"x" * LARGE),
    }  # fmt: skip
    answer = pat.post(reverse("help-ask", args=[programme.slug]), told)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "They come on Monday, all of them." in page
    assert "scan.pdf is larger than 5 MB" in page
    assert not Case.objects.exists()


def test_a_body_beyond_any_form_is_refused_unread(client, settings):
    settings.IRHUB_MOST_BODY_BYTES = 1000
    large = {"file": SimpleUploadedFile("scan.pdf", b"x" * (TIMES * 1000))}
    assert client.post(reverse("account_login"), large).status_code == 413
    assert client.post(reverse("account_login"), {"login": "x" * 2000}, content_type="text/plain").status_code == 413


def test_a_small_file_that_came_with_too_much_is_not_called_empty():
    with pytest.raises(Refused, match="too large together"):
        handed_in(LeftUnread(io.BytesIO(), "rota.pdf", "application/pdf", 2**20))
