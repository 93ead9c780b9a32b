"""Each hostile file and request is answered clearly, and changes nothing."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from irhub.contracts.reading import NotAList, read
from irhub.files.handed_in import SHEETS, HandedIn, handed_in
from irhub.files.reading.refused import Refused
from irhub.files.uploads import Sheet, sheets_of
from tests.hostile.describe import PAGE, page
from tests.hostile.files import FILES, File
from tests.hostile.requests import REQUESTS, Request

SESSIONS = {"django_session", "accounts_attempts"}
"""Tables in which a visit alone may leave something."""


def as_sheets(taken: HandedIn) -> list[Sheet]:
    return sheets_of(taken.name, taken.data)


def test_there_are_enough_and_the_document_lists_each():
    assert len(FILES) + len(REQUESTS) >= 60
    assert PAGE.read_text() == page(), "run python -m tests.hostile.describe"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.what)
def test_a_hostile_file_is_refused_in_one_sentence(file: File):
    given = SimpleUploadedFile(file.name, file.data())
    given.name = file.name  # as a browser could send it
    with pytest.raises((Refused, NotAList)) as refused:
        read(as_sheets(handed_in(given, accepts=SHEETS)))
    said = str(refused.value)
    assert file.says in said
    assert refused.type is NotAList or said.startswith(file.name.rpartition("/")[2])
    assert said.endswith(".")
    assert "\n" not in said


def rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        counted = {}
        for table in connection.introspection.table_names(cursor):
            if table not in SESSIONS:
                cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
                counted[table] = cursor.fetchone()[0]
    return counted


@pytest.mark.django_db
@pytest.mark.parametrize("request_", REQUESTS, ids=lambda request: request.what)
def test_a_hostile_request_is_answered_clearly_and_changes_nothing(request_: Request, data_folder):
    client = Client(headers={"host": "localhost"}, enforce_csrf_checks=True, raise_request_exception=False)
    before = rows()
    answer = client.generic(
        request_.method, request_.path.partition("?")[0], request_.body, request_.kind,
        QUERY_STRING=request_.path.partition("?")[2], headers={"host": "localhost", **request_.headers},
    )  # fmt: skip
    text = answer.content.decode()
    assert answer.status_code == request_.status, text[:500]
    assert request_.says in text
    assert "<script>alert" not in text
    assert "Traceback" not in text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert rows() == before
